// Without this script a text is pasted or a file chosen; with it, files can be dropped anywhere on the page, records copied and saved.
const form = document.querySelector(".sending");
const files = form.querySelector("input[type=file]");

document.querySelectorAll(".with-script").forEach((found) => { found.hidden = false; });

const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  form.classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("over");
});
addEventListener("drop", (event) => {
  form.classList.remove("over");
  if (!holdsFiles(event)) return;
  event.preventDefault();
  files.files = event.dataTransfer.files;
  form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.name) return; // a download leaves the page as it is
  form.classList.add("busy");
  form.querySelector("[role=status]").textContent = form.dataset.busy;
});
// the page as it is kept when one goes back to it
addEventListener("pageshow", () => {
  form.classList.remove("busy");
  form.querySelector("[role=status]").textContent = "";
});

const record = (button, name) => document.getElementById(button.dataset[name]).textContent;
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(record(button, "copy"));
    } catch {
      // no clipboard where the site is not served from this machine or by https: the words are chosen, to be copied by hand
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
      return;
    }
    button.textContent = button.dataset.done;
  });
});
document.querySelectorAll("[data-save]").forEach((button) => {
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([record(button, "save")], { type: "application/json" }));
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
});

document.querySelectorAll(".read-one").forEach((one) => {
  one.querySelectorAll(".legend input[data-kind]").forEach((box) => {
    box.addEventListener("change", () => {
      const off = [...one.querySelectorAll(".legend input[data-kind]")].filter((other) => !other.checked);
      one.querySelector(".reading").dataset.off = off.map((other) => other.dataset.kind).join(" ");
    });
  });
});
if (document.querySelector(".read-one") && !location.hash) document.querySelector(".read-one").scrollIntoView();
