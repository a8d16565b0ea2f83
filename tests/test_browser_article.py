"""The page of an article in a browser: facts and words light each other, keys, kinds switched off, links, long articles."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from corpus.archive import Archive
from corpus.rows import Rowing
from tests.browsing import DESK, LOCALE, Visit, accessible, in_view, poor_contrast, serving
from tests.making import article, ask, mention, record

SHADE = "e => getComputedStyle(e).backgroundColor"
CLEAR = "rgba(0, 0, 0, 0)"
CROSSING = "Sở Y tế 😀 tặng Giấy khen\rcho Trạm Y tế xã Hòa An.\n\nTrạm Y tế xã Hòa An họp."
MANY = 1000


def richest(archive: Path) -> str:
    """The address of the article with the most facts."""
    (found,) = ask(archive, "select article from mentions group by 1 order by count(*) desc, 1 limit 1")
    return f"/samples/articles/{found}"


def lit(page: Page) -> str:
    """The place of the one fact that is lit."""
    (found,) = page.locator(".fact.lit").all()
    return str(found.get_attribute("id"))


def crossing() -> Any:
    """A record whose facts stand on the same words, within and across each other."""
    inner = "Y tế xã Hòa An"
    across = mention(CROSSING, "khen\rcho Trạm Y tế", "title")
    made = record(
        CROSSING,
        units=["Trạm Y tế xã Hòa An", "Sở Y tế"],
        people=[inner],
        themes=[{"title": "khen cho Trạm", "mentions": [across.model_dump()]}],
        awards=[{"award": "Giấy khen", "status": "conferred"}, {"award": "Giấy khen", "status": "proposed"}],
    )
    assert inner in CROSSING
    return made


def long_one() -> tuple[str, Any]:
    """A text of about 1 MB with 3,000 facts."""
    filling = "Hội nghị đã nghe báo cáo tổng kết phong trào thi đua và công tác khen thưởng trong năm qua. " * 8 + "\n\n"
    text, lists = "", {"units": [], "people": [], "awards": []}  # type: ignore[var-annotated]
    for i in range(MANY):
        unit, person, award = f"Trường Trung học số {i}", f"Nguyễn Văn Số {i}", "Bằng khen"
        line, base = f"Trao {award} cho {unit} và ông {person}. ", len(text)
        at = {w: {"start": base + line.index(w), "end": base + line.index(w) + len(w), "quote": w} for w in (unit, person, award)}
        lists["units"].append({"name": unit, "mentions": [at[unit]]})
        lists["people"].append({"name": person, "mentions": [at[person]]})
        given = {"award": award, "recipient": unit, "recipient_kind": "unit", "status": "conferred"}
        lists["awards"].append(given | {"mentions": [at[award] | {"part": "award"}, at[unit] | {"part": "recipient"}]})
        text += line + filling
    return text, record(text, **lists)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The site over an archive of two articles, one whose facts cross and one that is long; its address and file."""
    path = tmp_path_factory.mktemp("odd") / "kho.db"
    text, made = long_one()
    with Archive(path) as archive, archive.transaction():
        archive.db.execute("insert into runs (id, started) values (1, '2026')")
        archive.store([Rowing(article(CROSSING, "cheo.txt"), crossing()), Rowing(article(text, "dai.txt"), made)], 1)
    with Archive(path) as archive:
        archive.settle()
    with serving(path) as address:
        yield address, path


@pytest.fixture
def desk(browser: Browser, odd: tuple[str, Path]) -> Iterator[tuple[Visit, Path]]:
    context = browser.new_context(viewport=DESK, locale=LOCALE)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    yield Visit(context.new_page(), odd[0]), odd[1]
    context.close()


def test_facts_and_words_jump_to_each_other(visit: Visit, archive: Path) -> None:
    page = visit.to(richest(archive))
    last = page.locator(".facts .k-awards .fact").last
    anchor = str(last.get_attribute("id"))
    last.locator(".words a").first.click()
    place = page.evaluate("location.hash")
    assert place.startswith(f"#m-{anchor}-")
    assert in_view(page, place)
    assert lit(page) == anchor
    page.locator(f"{place} a").last.click()
    back = page.evaluate("location.hash")
    assert re.fullmatch(r"#[a-z]+-[0-9a-f]+", back)
    assert lit(page) == back[1:]
    assert in_view(page, back)
    assert visit.wrong == []


def test_a_row_leads_to_its_fact_and_its_words(visit: Visit) -> None:
    page = visit.to("/samples/awards?status=proposed")
    page.locator("tbody tr td.col-article a").last.click()
    page.wait_for_url("**/samples/articles/*#awards-*")
    fact = page.evaluate("location.hash.slice(1)")
    assert lit(page) == fact
    assert "đề nghị" in page.locator(".fact.lit").inner_text()
    assert in_view(page, ".fact.lit")
    if page.viewport_size == DESK:
        assert in_view(page, f'#text [data-f="{fact}"]')


def test_hovering_or_focusing_one_lights_the_other(visit: Visit, archive: Path) -> None:
    page = visit.to(richest(archive))
    fact = page.locator(".facts .k-units .fact").nth(2)
    name = fact.get_attribute("id")
    fact.hover()
    assert set(page.locator("#text .near").evaluate_all("all => all.map(e => e.dataset.f)")) == {name}
    mark = page.locator(f'#text [data-f="{name}"] > a').first
    page.locator("h1").hover()
    assert page.locator(".near").count() == 0
    mark.hover()
    assert page.locator(".fact.near").get_attribute("id") == name
    page.locator("h1").hover()
    mark.focus()
    assert page.locator(".fact.near").get_attribute("id") == name


def test_a_kind_can_be_switched_off_and_stays_off(visit: Visit, archive: Path) -> None:
    page = visit.to(richest(archive))
    mark = page.locator(".article-text .k-units").first
    assert mark.evaluate(SHADE) != CLEAR
    page.locator("input[data-kind=units]").uncheck()
    assert mark.evaluate(SHADE) == CLEAR
    assert page.locator(".facts .k-units").is_hidden()
    page.reload()
    assert page.locator("input[data-kind=units]").is_checked() is False
    assert mark.evaluate(SHADE) == CLEAR
    page.locator("input[data-kind=units]").check()
    assert page.locator(".facts .k-units").is_visible()
    assert mark.evaluate(SHADE) != CLEAR


def test_keys_go_from_fact_to_fact(browser: Browser, server: str, archive: Path) -> None:
    page = Visit(browser.new_page(viewport=DESK, locale=LOCALE), server).to(richest(archive))  # type: ignore[arg-type]
    page.keyboard.press("n")
    first = lit(page)
    assert page.evaluate("document.activeElement.id") == first
    assert in_view(page, f'#text [data-f="{first}"]')
    assert in_view(page, f"#{first}")
    page.keyboard.press("n")
    second = lit(page)
    starts = {
        f"{name}-{fact}": at for name, fact, at in ask(archive, "select list, fact, min(start) from mentions group by 1, 2")
    }
    assert second != first
    assert starts[first] <= starts[second]
    page.keyboard.press("p")
    assert lit(page) == first
    page.locator(f"input[data-kind={second.split('-')[0]}]").uncheck()
    for _ in range(6):
        page.keyboard.press("n")
        assert lit(page).split("-")[0] != second.split("-")[0]
    before = lit(page)
    page.locator(".site-head input[type=search]").press("n")
    assert page.locator(".site-head input[type=search]").input_value() == "n"
    assert lit(page) == before
    page.locator("input[data-keys]").uncheck()
    page.keyboard.press("n")
    assert lit(page) == before
    page.context.close()


def test_the_link_of_a_fact_can_be_copied(browser: Browser, server: str, archive: Path) -> None:
    context = browser.new_context(viewport=DESK, locale=LOCALE, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    visit = Visit(context.new_page(), server)
    page = visit.to(richest(archive))
    fact = page.locator(".facts .fact").nth(4)
    fact.locator(".permalink").click()
    page.wait_for_function("document.getElementById('told').textContent.length > 0")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{server}{richest(archive)}#{fact.get_attribute('id')}"
    assert page.url == copied
    assert lit(page) == fact.get_attribute("id")
    context.close()


def test_the_original_comes_as_a_file(visit: Visit, archive: Path) -> None:
    page = visit.to(richest(archive))
    with page.expect_download() as coming:
        page.locator(".download").click()
    (name,) = ask(
        archive, "select o.name from originals o join articles a on a.original = o.sha256 where a.id = ?", richest(archive)[-16:]
    )
    (kept,) = ask(
        archive, "select o.bytes from originals o join articles a on a.original = o.sha256 where a.id = ?", richest(archive)[-16:]
    )
    assert coming.value.suggested_filename == Path(name).name
    assert Path(coming.value.path()).read_bytes() == kept


def test_the_text_is_the_text_and_its_offsets_hold(visit: Visit, archive: Path) -> None:
    """What stands in the page, character for character, so that marked words can be told by their offsets."""
    for key, text in ask(archive, "select id, text from articles"):
        page = visit.to(f"/samples/articles/{key}")
        assert page.evaluate("document.getElementById('text').textContent") == text
        assert page.locator("#text").get_attribute("data-article") == key


def test_facts_that_cross_and_share_words_are_all_marked(desk: tuple[Visit, Path]) -> None:
    visit, path = desk
    (key,) = ask(path, "select id from articles where path = 'cheo.txt'")
    page = visit.to(f"/kho/articles/{key}")
    assert page.evaluate("document.getElementById('text').textContent") == CROSSING
    for name, fact, quotes in ask(
        path, "select list, fact, json_group_array(quote) from mentions where article = ? group by 1, 2", key
    ):
        pieces = page.locator(f'#text [data-f="{name}-{fact}"]').evaluate_all(
            "all => all.filter(e => !e.parentElement.closest(`[data-f='${e.dataset.f}']`)).map(e => e.textContent)"
        )
        assert "".join(pieces) == "".join(json.loads(quotes)), name
    theme = ask(path, "select id from article_themes")[0]
    page.locator(f"#themes-{theme}").hover()
    assert page.locator(f'#text .near[data-f="themes-{theme}"]').count() == 2, "the pieces of words that were cut light together"


def test_words_of_a_kind_switched_off_show_and_lead_to_the_fact_around_them(desk: tuple[Visit, Path]) -> None:
    visit, path = desk
    (key,) = ask(path, "select id from articles where path = 'cheo.txt'")
    page = visit.to(f"/kho/articles/{key}")
    inner = page.locator("#text .k-people a").last
    inner.click()
    assert lit(page).startswith("people-")
    page.locator("input[data-kind=people]").uncheck()
    inner.click()
    assert lit(page).startswith(("units-", "themes-"))
    page.locator("input[data-kind=people]").check()


def test_a_long_article_opens_and_answers(desk: tuple[Visit, Path]) -> None:
    """1 MB and 3,000 facts: well within what a reader waits, also where the machine has other work."""
    visit, path = desk
    (key,) = ask(path, "select id from articles where path = 'dai.txt'")
    start = time.monotonic()
    page = visit.to(f"/kho/articles/{key}")
    assert page.locator("#text .m[id]").count() == 4 * MANY
    assert page.locator(".fact").count() == 3 * MANY
    assert time.monotonic() - start < 10
    start = time.monotonic()
    for _ in range(5):
        page.keyboard.press("n")
    page.locator("input[data-kind=units]").uncheck()
    page.locator("#text .k-awards > a").first.hover()
    assert page.locator(".fact.near").count() == 1
    assert time.monotonic() - start < 5


def test_nothing_stands_in_the_way_of_anyone(visit: Visit, archive: Path) -> None:
    page = visit.to(richest(archive))
    assert accessible(page) == []
    page.locator("details.more summary").click()
    page.locator(".facts .fact .permalink").first.click()
    assert accessible(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mark_can_be_read(browser: Browser, server: str, archive: Path, scheme: str) -> None:
    context = browser.new_context(viewport=DESK, color_scheme=scheme, locale=LOCALE)  # type: ignore[arg-type]
    page = Visit(context.new_page(), server).to(richest(archive))
    assert poor_contrast(page) == []
    for kind in page.locator(".facts section").evaluate_all("all => all.map(e => e.id.slice(4))"):
        page.evaluate("kind => { location.hash = document.querySelector(`.k-${kind} .fact`).id }", kind)
        page.wait_for_function("kind => document.querySelector(`.k-${kind} .fact`).classList.contains('lit')", arg=kind)
        assert poor_contrast(page) == [], kind
    context.close()
