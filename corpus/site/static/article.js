// Without this script the page is complete; with it, kinds can be switched off and a chosen fact shows all its words.
const all = (selector) => document.querySelectorAll(selector);

all(".legend input[data-kind]").forEach((box) => {
  box.addEventListener("change", () => {
    all(`.article-text .k-${box.dataset.kind}, .facts .k-${box.dataset.kind}`).forEach((found) => found.classList.toggle("off", !box.checked));
  });
});

function light() {
  const place = decodeURIComponent(location.hash.slice(1));
  all(".lit").forEach((found) => found.classList.remove("lit"));
  const here = place && document.getElementById(place);
  const fact = here && here.dataset.fact ? here.dataset.fact : place;
  all("[data-fact]").forEach((found) => found.classList.toggle("lit", found.dataset.fact === fact));
  all(".fact").forEach((found) => found.classList.toggle("lit", found.id === fact));
}
addEventListener("hashchange", light);
light();
