// Without this script the page is complete; with it, kinds can be switched off and a chosen fact shows all its words.
const all = (selector) => document.querySelectorAll(selector);

all(".legend input[data-kind]").forEach((box) => {
  box.addEventListener("change", () => {
    all(`.article-text .k-${box.dataset.kind}, .facts .k-${box.dataset.kind}`).forEach((found) => found.classList.toggle("off", !box.checked));
  });
});

// `m-awards-3-0` is a mention of the fact `f-awards-3`; a table's link names the fact by its row, inside the fact.
function light() {
  all(".lit").forEach((found) => found.classList.remove("lit"));
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place) return;
  const fact = place.closest(".fact") ?? document.getElementById(place.id.replace(/^m-(\w+-\d+)-\d+$/, "f-$1"));
  if (!fact) return;
  fact.classList.add("lit");
  if (place.classList.contains("m")) fact.scrollIntoView({ block: "nearest" });
  all(`.article-text [id^="${fact.id.replace(/^f-/, "m-")}-"]`).forEach((found) => found.classList.add("lit"));
}
addEventListener("hashchange", light);
light();
