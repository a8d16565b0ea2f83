// Without this script SQL is typed into a plain field; with it, in Datasette's editor, and laid out at a press.
const field = document.querySelector("textarea#sql-editor");
const button = document.querySelector("button#sql-format");
const shown = document.querySelector("pre#sql-query");

if (field) {
  const editor = CodeMirror.fromTextArea(field, { lineNumbers: true, mode: "text/x-sql", lineWrapping: true, viewportMargin: Infinity });
  editor.setOption("extraKeys", { "Shift-Enter": () => field.form.requestSubmit(), Tab: false });
  editor.getInputField().setAttribute("aria-label", field.getAttribute("aria-label"));
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
  }
} else if (shown) {
  shown.textContent = sqlFormatter.format(shown.textContent);
}
