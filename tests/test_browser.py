"""The site in a real browser: no page complains, none asks another host, none is wider than a phone, and links go where they say."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from corpus.site.labels import WORDS, read_yaml
from tests.making import ask

TABLES = [name for name, told in WORDS.tables.items() if not told.get("hidden")]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@dataclass
class Visit:
    """A page in the browser that notes whatever goes wrong."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda told: self.wrong.append(told.text) if told.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda asked: self._asked(asked.url))
        self.page.on("response", lambda got: self.wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:")):
            self.wrong.append(f"elsewhere: {url}")

    def to(self, path: str) -> Page:
        """Open a page; nothing may have gone wrong, and nothing may stand out at the side."""
        self.page.goto(self.base + path)
        assert self.wrong == [], path
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path}: {wide} pixels too wide"
        return self.page


@pytest.fixture(scope="module")
def server(archive: Path) -> Iterator[str]:
    """The address of the demo archive's site, served as `khenthuong serve` does."""
    code = "import sys; from pathlib import Path; from corpus.site import serve; serve(Path(sys.argv[1]), port=0)"
    asked = [sys.executable, "-c", code, str(archive)]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as process:
        try:
            assert process.stdout
            address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert address, "the address is printed once the server listens"
            yield address[0]
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def visit(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=request.param, locale="vi-VN")
    context.set_default_timeout(10_000)
    yield Visit(context.new_page(), server)
    context.close()


def article(archive: Path) -> str:
    """The id of the article with the most facts."""
    (found,) = ask(archive, "select article from mentions group by 1 order by count(*) desc, 1 limit 1")
    return str(found)


def in_view(page: Page, selector: str) -> bool:
    """Whether the first of these elements stands inside the window, once the page has stopped scrolling."""
    page.wait_for_timeout(50)
    script = "e => { const r = e.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight }"
    handle = page.locator(selector).first
    for _ in range(40):
        if handle.evaluate(script):
            return True
        page.wait_for_timeout(50)
    return False


def test_pages_of_the_whole_site(visit: Visit, archive: Path) -> None:
    visit.to("/")
    visit.to("/samples")
    for table in TABLES:
        assert WORDS.table(table)["vi"] in visit.to(f"/samples/{table}").inner_text("h1")
    for table in ("units", "people", "award_types", "themes", "awards", "documents"):
        (key,) = ask(archive, f"select id from {table} order by length(id) desc limit 1")
        visit.to(f"/samples/{table}/{key}")
    for (key,) in [(found,) for found in ask(archive, "select id from articles order by words desc limit 3")]:
        visit.to(f"/samples/articles/{key}")


def test_every_question(visit: Visit) -> None:
    for name, query in read_yaml("queries.yaml").items():
        page = visit.to(f"/samples/{name}")
        assert query["vi"] in page.inner_text("h1")
        assert page.locator("tbody tr").count() > 0, name
        assert page.locator(".message-error").count() == 0


def test_search_without_accents_from_the_first_page(visit: Visit) -> None:
    page = visit.to("/")
    page.fill(".big-search input", "khoi thi dua so 3")
    page.press(".big-search input", "Enter")
    page.wait_for_url("**/-/search?q=*")
    assert "Khối thi đua số 3" in page.locator(".hits li").first.inner_text()
    assert "Khối" in page.locator(".hits mark").all_inner_texts()
    page.locator(".hits a").first.click()
    page.wait_for_url("**/samples/articles/*")
    assert visit.wrong == []


def test_facts_and_words_jump_to_each_other(visit: Visit, archive: Path) -> None:
    page = visit.to(f"/samples/articles/{article(archive)}")
    last = page.locator(".facts .k-awards .fact").last
    anchor = last.get_attribute("id")
    last.locator(".words a").first.click()
    place = page.evaluate("location.hash")
    assert place.startswith(f"#{str(anchor).replace('f-', 'm-', 1)}-")
    assert in_view(page, place)
    assert "lit" in str(page.locator(f"#{anchor}").get_attribute("class"))
    page.locator(f"{place} a").last.click()
    back = page.evaluate("location.hash")
    assert re.fullmatch(r"#f-\w+-\d+", back)
    assert in_view(page, back)
    assert visit.wrong == []


def test_a_row_leads_to_its_fact(visit: Visit) -> None:
    page = visit.to("/samples/awards?status=proposed")
    page.locator("tbody tr td.col-article a").last.click()
    page.wait_for_url("**/samples/articles/*#awards-*")
    lit = page.locator(".fact.lit")
    assert lit.count() == 1
    assert "đề nghị" in lit.inner_text()
    assert in_view(page, ".fact.lit")


def test_a_kind_can_be_switched_off(visit: Visit, archive: Path) -> None:
    page = visit.to(f"/samples/articles/{article(archive)}")
    mark = page.locator(".article-text .k-units > a").first
    shade = "e => getComputedStyle(e).backgroundColor"
    before = mark.evaluate(shade)
    page.locator("input[data-kind=units]").uncheck()
    assert mark.evaluate(shade) == "rgba(0, 0, 0, 0)" != before
    assert page.locator(".facts .k-units").is_hidden()
    page.locator("input[data-kind=units]").check()
    assert page.locator(".facts .k-units").is_visible()


def test_filters_facets_and_questions_answer(visit: Visit) -> None:
    page = visit.to("/samples/awards")
    page.locator("#facet-status a", has_text="đề nghị").click()
    page.wait_for_url("**status=proposed*")
    assert set(page.locator("td.col-status").all_inner_texts()) == {"đề nghị"}
    page.select_option("select[name=_filter_column]", "recipient_kind")
    page.fill("input[name=_filter_value]", "unit")
    page.locator(".filters button").click()
    page.wait_for_url("**recipient_kind__exact=unit*")
    assert page.locator(".chips .chip").count() == 2
    for left in (1, 0):
        page.locator(".chips .chip a").last.click()
        page.wait_for_load_state()
        assert page.locator(".chips .chip").count() == left
    visit.to("/samples/recipients")
    page.fill("input[name=award]", "bang khen")
    page.select_option("select[name=status]", "conferred")
    page.locator(".parameters button").click()
    page.wait_for_url("**award=bang+khen*")
    assert set(page.locator("td.col-status").all_inner_texts()) == {"đã trao"}
    assert visit.wrong == []


def test_light_and_dark_can_both_be_read(browser: Browser, server: str, archive: Path) -> None:
    """Text keeps a contrast of 4.5 to 1 with the paper beneath it, in both colour schemes."""
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=DESK, color_scheme=scheme, locale="vi-VN")  # type: ignore[arg-type]
        for path in (
            "/",
            f"/samples/articles/{article(archive)}",
            "/samples/awards",
            "/samples/flags_proposed",
            "/-/search?q=thi+dua",
        ):
            page = Visit(context.new_page(), server).to(path)
            assert page.evaluate(CONTRAST) == [], (scheme, path)
        context.close()


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paint = (under, colour) => {
    canvas.fillStyle = `rgb(${under.join(',')})`; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = (e) => paint(e.parentElement ? paper(e.parentElement) : [255, 255, 255], getComputedStyle(e).backgroundColor);
  const poor = [];
  for (const e of document.body.querySelectorAll('*')) {
    if (!e.checkVisibility() || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const back = paper(e), style = getComputedStyle(e), ink = paint(back, style.color);
    const [a, b] = [light(back), light(ink)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`);
  }
  return poor.slice(0, 10);
}"""


def test_only_this_machine_is_answered(server: str) -> None:
    port = int(server.rsplit(":", 1)[1])
    for address, answers in (("127.0.0.1", True), ("127.0.0.2", False), ("::1", False)):
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.settimeout(1)
            assert (probe.connect_ex((address, port)) == 0) == answers, address
