// Review with script: forms open where the fact stands, words are marked in the text, and the queue goes by keys. Without it every
// action is a page of its own.
const find = (selector, within = document) => within.querySelector(selector);
const every = (selector, within = document) => [...within.querySelectorAll(selector)];
const said = find("#review-said");
const text = find("#text[data-article]");
const queue = find(".cards-of-doubt");
const SAID = "khenthuong.said";
every(".by-script").forEach((found) => { found.hidden = false; });

function tell(words) { if (said) said.textContent = words; }

/** What a page that was left had to say. */
function left() {
  const words = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  if (words) { said?.classList.add("shown"); setTimeout(() => tell(words), 50); }
}

/** Open the article again at a fact, as it is now. */
function again(answer) {
  sessionStorage.setItem(SAID, answer.said);
  const to = new URL(answer.to, location.href);
  const here = to.pathname === location.pathname && to.search === location.search;
  location.assign(to);
  if (here) location.reload();
}

/** {ok, said, ...} of what was done, or {html} of the form that tells what is wrong. */
async function send(form) {
  const told = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: told });
    if ((answer.headers.get("content-type") ?? "").includes("json")) return await answer.json();
    return { ok: false, html: await answer.text(), status: answer.status };
  } catch { return { ok: false, said: said.dataset.silent }; }
}

/** Show a form in a host element; `done` gets the answer when it went through. */
function put(html, host, done, back) {
  host.innerHTML = html;
  host.hidden = false;
  const form = find("form.review-form", host);
  const close = () => { host.replaceChildren(); host.hidden = true; back?.focus(); };
  if (!form) return close();
  const first = find("[aria-invalid]", form) ?? find("[role=alert] ~ form input:not([type=hidden])", host) ?? find("input:not([type=hidden]), select, textarea", form);
  first?.focus();
  find(".cancel", form)?.addEventListener("click", (event) => { event.preventDefault(); close(); });
  host.onkeydown = (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } };
  if (form.method === "get") {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await open(`${form.action}?${new URLSearchParams(new FormData(form))}`, host, done, back);
    });
    return undefined;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = find("button[type=submit]", form);
    button.disabled = true;
    const answer = await send(form);
    button.disabled = false;
    if (answer.ok) { host.replaceChildren(); host.hidden = true; return done(answer); }
    if (answer.html && answer.html.includes("review-form")) return put(answer.html, host, done, back);
    let alert = find("[role=alert]", host);
    if (!alert) { alert = Object.assign(document.createElement("p"), { className: "happened" }); alert.setAttribute("role", "alert"); host.prepend(alert); }
    alert.textContent = answer.said ?? `${answer.status}`;
    return undefined;
  });
  useWords(form);
  return undefined;
}

async function open(address, host, done, back) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok && answer.status !== 409) { location.assign(address); return; }
  put(await answer.text(), host, done, back);
}

// words of the article: offsets are counted in characters, as the archive counts them, not in the halves of JavaScript
const points = (string) => [...string].length;
const nodes = () => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
};
const whole = () => nodes().map((node) => node.data).join("");

/** Where a place in a node stands in the text, in units of JavaScript. */
function offset(node, at) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, at);
  return range.toString().length;
}

function place(at) {
  let rest = at;
  const all = nodes();
  for (const node of all) {
    if (rest <= node.length) return [node, rest];
    rest -= node.length;
  }
  const last = all[all.length - 1];
  return [last, last.length];
}

/** The selected words of the article, without spaces around: {start, end, quote} in characters; null where there are none. */
function selected() {
  const chosen = getSelection();
  if (!text || !chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const all = whole();
  let [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  while (start < end && /\s/.test(all[start])) start += 1;
  while (end > start && /\s/.test(all[end - 1])) end -= 1;
  if (start >= end) return null;
  const quote = all.slice(start, end);
  const from = points(all.slice(0, start));
  return { start: from, end: from + points(quote), quote };
}

const written = (part, words) => `${part}:${words.start}:${words.end}:${words.quote}`;
let lastWords = null; // of the article, while the reader types in a form

/** Each field of a form that takes words can take those selected in the text. */
function useWords(form) {
  const adding = find("#adding");
  if (!text || !adding) return;
  for (const input of every("input[data-part]:not([type=hidden])", form)) {
    if (input.inputMode === "decimal" || input.placeholder) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet use", textContent: adding.dataset.use });
    button.setAttribute("aria-label", `${adding.dataset.use}: ${find(`label[for="${CSS.escape(input.id)}"]`)?.textContent.trim() ?? ""}`);
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const words = selected() ?? lastWords;
      if (!words) return;
      input.value = words.quote.replace(/\s+/g, " ");
      every(`input[name=mark][data-part="${input.dataset.part}"]`, form).forEach((found) => found.remove());
      const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "mark", value: written(input.dataset.part, words) });
      mark.dataset.part = input.dataset.part;
      form.append(mark);
      tell(`${adding.dataset.used} ${words.quote}`);
      input.focus();
    });
    input.after(button);
  }
}

// the article
const pick = find("#pick");
const adding = find("#adding");

function offer() {
  const words = selected();
  if (words) lastWords = words;
  if (!pick) return;
  pick.hidden = !words;
  if (!words) return;
  const short = words.quote.length > 40 ? `${words.quote.slice(0, 38)}…` : words.quote;
  find("button", pick).textContent = adding.dataset.addWords.replace("{words}", short.replace(/\s+/g, " "));
}

async function addWords() {
  const words = selected() ?? lastWords;
  if (!words) return;
  const asked = new URLSearchParams({ mark: written("name", words) });
  adding.hidden = false;
  await open(`${find(".review-bar").dataset.add}?${asked}`, adding, again, text);
  find("select[name=list]", adding)?.addEventListener("change", (event) => remark(event.target));
  if (find("select[name=list]", adding)) remark(find("select[name=list]", adding));
  if (pick) pick.hidden = true;
  adding.scrollIntoView({ block: "nearest" });
}

/** The words are those of the first field of the list that was chosen. */
function remark(select) {
  const mark = find("input[name=mark]", adding);
  if (mark) mark.value = mark.value.replace(/^[^:]*/, select.selectedOptions[0].dataset.part);
}

// marking by keyboard: arrows go from word to word, with Shift they take in more
let words = [];
let [anchor, focus] = [0, 0];
function mark() {
  words = [...whole().matchAll(/[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}.,/–-]*[\p{L}\p{M}\p{N}%])?/gu)].map((found) => [found.index, found.index + found[0].length]);
  if (!words.length) return;
  text.tabIndex = 0;
  text.focus({ preventScroll: true });
  const here = every(".lit", text)[0];
  const from = here ? offset(here, 0) : 0;
  anchor = focus = Math.max(0, words.findIndex(([start]) => start >= from));
  choose();
}
function choose() {
  const [low, high] = [Math.min(anchor, focus), Math.max(anchor, focus)];
  const range = document.createRange();
  range.setStart(...place(words[low][0] + 0));
  range.setEnd(...place(words[high][1]));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  const box = range.getBoundingClientRect();
  if (box.top < 60 || box.bottom > innerHeight - 80) scrollBy({ top: box.top - innerHeight / 2 });
}
function step(event) {
  if (!words.length || event.ctrlKey || event.metaKey || event.altKey) return;
  const line = 8;
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: line, ArrowUp: -line }[event.key];
  if (by) {
    focus = Math.min(words.length - 1, Math.max(0, focus + by));
    if (!event.shiftKey) anchor = focus;
    choose();
  } else if (event.key === "Enter") addWords();
  else if (event.key === "Escape") { words = []; getSelection().removeAllRanges(); text.blur(); } else return;
  event.preventDefault();
  event.stopPropagation();
}

const typing = (target) => target.closest?.("input, select, textarea, dialog, [contenteditable]");

if (text) {
  document.addEventListener("selectionchange", offer);
  find("button", pick).addEventListener("pointerdown", (event) => event.preventDefault());
  find("button", pick).addEventListener("click", addWords);
  text.addEventListener("keydown", (event) => { if (event.target === text) step(event); });
  find('.review-bar [data-act="add"]').addEventListener("click", (event) => {
    event.preventDefault();
    if (selected() ?? lastWords) addWords(); else mark();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "m" || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    mark();
  });
  every(".fact").forEach((fact) => {
    const acts = find(".review-acts", fact);
    if (!acts) return;
    const host = document.createElement("div");
    host.className = "inline";
    host.hidden = true;
    acts.after(host);
    every('[data-act="change"], [data-act="reject"]', acts).forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      open(link.href, host, again, link);
    }));
  });
  left();
}

// the queue
if (queue) {
  const cards = every(".doubt-card", queue);
  const made = []; // [card, number of the correction]
  let at = 0;
  const open_ = (card) => !card.classList.contains("is-done");
  const current = () => cards[at];

  function go(to, focusing = true) {
    at = Math.min(cards.length - 1, Math.max(0, to));
    cards.forEach((card, i) => card.classList.toggle("current", i === at));
    if (focusing) { current().focus({ preventScroll: true }); current().scrollIntoView({ block: "center" }); }
  }
  function onward() {
    const later = cards.findIndex((card, i) => i > at && open_(card));
    const next = later >= 0 ? later : cards.findIndex(open_);
    if (next >= 0) { go(next); return; }
    tell(queue.dataset.end);
    sessionStorage.setItem("khenthuong.onward", "1");
    location.assign(queue.dataset.next || queue.dataset.first);
  }
  function finished(card, answer) {
    card.classList.add("is-done");
    if (answer.undo) made.push([card, answer.undo]);
    tell(answer.said);
    onward();
  }
  const inline = (card) => find("[data-inline]", card);
  async function accept(card) {
    const form = find("form[action*='/accept/']", card);
    if (!form || !open_(card)) return;
    const answer = await send(form);
    if (answer.ok) return finished(card, answer);
    return meanwhile(card, answer);
  }
  function meanwhile(card, answer) {
    card.classList.add("is-done");
    const alert = Object.assign(document.createElement("p"), { className: "happened", textContent: answer.said ?? `${answer.status}` });
    alert.setAttribute("role", "alert");
    inline(card).hidden = false;
    inline(card).replaceChildren(alert);
    if (answer.busy) card.classList.remove("is-done");
  }
  async function ask(card, act) {
    const link = find(`[data-act="${act}"]`, card);
    if (link && open_(card)) await open(link.href, inline(card), (answer) => finished(card, answer), card);
  }
  async function undo() {
    const last = made.pop();
    if (!last) return;
    const form = find("#undo-form").content.firstElementChild.cloneNode(true);
    form.setAttribute("action", `${queue.dataset.undo}${last[1]}`);
    document.body.append(form);
    const answer = await send(form);
    form.remove();
    tell(answer.said ?? `${answer.status}`);
    if (!answer.ok) return;
    last[0].classList.remove("is-done");
    go(cards.indexOf(last[0]));
  }
  const does = {
    a: () => accept(current()),
    r: () => ask(current(), "reject"),
    c: () => ask(current(), "change"),
    n: () => go(at + 1),
    p: () => go(at - 1),
    u: undo,
    o: () => find('[data-act="open"]', current())?.click(),
    "?": () => find("#keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (!cards.length || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || !(event.key.toLowerCase() in does)) return;
    event.preventDefault();
    does[event.key.toLowerCase()]();
  });
  every(".keys [data-key]").forEach((button) => button.addEventListener("click", () => does[button.dataset.key]()));
  cards.forEach((card, i) => {
    card.addEventListener("focusin", () => go(i, false));
    find("form[action*='/accept/']", card)?.addEventListener("submit", (event) => { event.preventDefault(); go(i, false); accept(card); });
    every('.review-acts [data-act="reject"], .review-acts [data-act="change"]', card).forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      go(i, false);
      ask(card, link.dataset.act);
    }));
  });
  if (cards.length) {
    const going = sessionStorage.getItem("khenthuong.onward");
    sessionStorage.removeItem("khenthuong.onward");
    go(0, Boolean(going));
  }
}
