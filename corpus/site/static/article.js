// Without this script the page is complete; with it, kinds can be switched off, a fact and its words light each other, and keys go
// from fact to fact.
const reading = document.querySelector(".reading");
const text = document.getElementById("text");
const panel = document.querySelector(".facts");
const beside = matchMedia("(min-width: 60.01rem)"); // the facts stand beside the text, not beneath it
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const marks = (fact) => all(`.m[data-f="${CSS.escape(fact.id)}"]`, text);

function remember(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch { /* a browser may keep nothing: the page then forgets */ }
  return null;
}

// kinds: what is switched off stays so in this browser
const off = new Set((remember("khenthuong.off") ?? "").split(" ").filter(Boolean));
const isOff = (mark) => [...mark.classList].some((name) => name.startsWith("k-") && off.has(name.slice(2)));
function show() { reading.dataset.off = [...off].join(" "); }
all(".legend input[data-kind]").forEach((box) => {
  box.checked = !off.has(box.dataset.kind);
  box.addEventListener("change", () => {
    off[box.checked ? "delete" : "add"](box.dataset.kind);
    remember("khenthuong.off", [...off].join(" "));
    show();
  });
});
show();

/** The fact that a place of the page belongs to: itself, or of a mark in the text its own; of marks within each other the innermost shown. */
function factOf(place) {
  const fact = place?.closest?.(".fact");
  if (fact) return fact;
  let mark = place?.closest?.(".article-text .m");
  while (mark && isOff(mark)) mark = mark.parentElement.closest(".article-text .m");
  return mark ? document.getElementById(mark.dataset.f) : null;
}

function paint(name, fact) {
  all(`.${name}`, reading).forEach((found) => found.classList.remove(name));
  if (fact) [fact, ...marks(fact)].forEach((found) => found.classList.add(name));
}

/** Bring a fact into view in its own column, without moving the page. */
function bring(fact) {
  if (!beside.matches) return;
  const [here, room] = [fact.getBoundingClientRect(), panel.getBoundingClientRect()];
  const [first, last] = [Math.max(room.top, 0) + 48, Math.min(room.bottom, innerHeight)]; // beneath the heading of its list
  if (here.top < first) panel.scrollTop += here.top - first;
  else if (here.bottom > last) panel.scrollTop += Math.min(here.bottom - last, here.top - first);
}

function seen(element) {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}

// hovering or focusing one lights the other
let near = null;
let soon = 0;
function hover(event) {
  const fact = factOf(event.target);
  if (fact === near) return;
  near = fact;
  paint("near", fact);
  clearTimeout(soon);
  if (fact && text.contains(event.target)) soon = setTimeout(() => bring(fact), 150);
}
reading.addEventListener("mouseover", hover);
reading.addEventListener("focusin", hover);
reading.addEventListener("mouseleave", () => { near = null; paint("near", null); });

// words whose own fact is switched off lead to the fact around them
text.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const fact = factOf(link);
  if (fact && link.hash === `#${fact.id}`) return;
  event.preventDefault();
  if (fact) location.hash = fact.id;
});

// the address names a fact (`#awards-ID`) or words of it (`#m-awards-ID-0`)
let chosen = null;
function choose(fact) {
  chosen = fact;
  paint("lit", fact);
}
let clicked = false; // whoever follows words to their fact stays at the words
addEventListener("click", (event) => { clicked = text.contains(event.target); }, true);
function arrive() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fact = place && factOf(place);
  if (!fact) return;
  choose(fact);
  bring(fact);
  if (beside.matches && place === fact) {
    const first = marks(fact)[0];
    if (first && !(clicked && seen(first))) first.scrollIntoView({ block: "center" });
  } else if (place.matches(".m")) place.scrollIntoView({ block: "center" });
  clicked = false;
}
addEventListener("hashchange", arrive);
arrive();
addEventListener("load", () => requestAnimationFrame(arrive)); // after the browser went to the place by itself

// a link to one fact, to pass on
panel.addEventListener("click", (event) => {
  const link = event.target.closest(".permalink");
  if (!link) return;
  const told = document.getElementById("told");
  navigator.clipboard?.writeText(link.href).then(() => {
    told.textContent = told.dataset.copied;
    link.dataset.copied = told.dataset.copied;
    setTimeout(() => { told.textContent = ""; delete link.dataset.copied; }, 2500);
  }, () => {}); // the address bar has it all the same
});

// n and p: the next and the previous fact, in the order of the text
const switchKeys = document.querySelector("[data-keys]");
if (switchKeys) {
  switchKeys.closest("label").hidden = false;
  switchKeys.checked = remember("khenthuong.keys") !== "off";
  switchKeys.addEventListener("change", () => remember("khenthuong.keys", switchKeys.checked ? "on" : "off"));
}
let order = null;
function inOrder() {
  if (order) return order;
  const first = new Map();
  all(".m[id]", text).forEach((mark) => { if (!first.has(mark.dataset.f)) first.set(mark.dataset.f, first.size); });
  order = all(".fact", panel).sort((a, b) => (first.get(a.id) ?? Infinity) - (first.get(b.id) ?? Infinity));
  return order;
}
function step(by) {
  const shown = inOrder().filter((fact) => !off.has(fact.dataset.list));
  if (!shown.length) return;
  const at = shown.indexOf(document.activeElement?.closest?.(".fact") ?? chosen);
  const fact = at < 0 ? shown[by > 0 ? 0 : shown.length - 1] : shown[(at + by + shown.length) % shown.length];
  choose(fact);
  fact.focus({ preventScroll: true });
  bring(fact);
  const words = beside.matches ? marks(fact)[0] : fact;
  if (words && !seen(words)) words.scrollIntoView({ block: "center" });
  history.replaceState(null, "", `#${fact.id}`);
}
addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !switchKeys?.checked) return;
  if (event.target.closest("select, textarea, [contenteditable]") || event.target.closest("input:not([type=checkbox])")) return;
  const by = { n: 1, p: -1 }[event.key.toLowerCase()];
  if (by) { event.preventDefault(); step(by); }
});
