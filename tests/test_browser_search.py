"""Search in a real browser: from the first page to a fact's words, filters by keyboard, and what axe-core says of it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browsing import DESK, LOCALE, Visit, accessible, in_view, poor_contrast

PAGES = [
    "/-/search",
    "/-/search?q=thi+dua",
    "/-/search?q=" + quote('"bằng khen" tỉnh') + "&kind=awards&year_from=2000",
    "/-/search?q=ban&kind=units",
    "/-/search?q=" + quote("Hừng"),
    "/-/search?q=" + quote("khôngcóchữnày"),
]


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


def test_from_a_kind_to_the_words_of_a_fact(visit: Visit) -> None:
    page = visit.to("/-/search?q=" + quote("cờ thi đua"))
    page.locator(".kinds a", has_text="Khen thưởng").last.click()
    page.wait_for_url("**kind=awards*")
    first = page.locator(".hits li").first
    assert {word.lower() for word in first.locator("mark").all_inner_texts()} >= {"cờ", "thi", "đua"}
    first.locator("a.name").click()
    page.wait_for_url("**/samples/articles/*#awards-*")
    assert page.locator(".fact.lit").count() == 1
    assert in_view(page, ".fact.lit")
    visit.well()


def test_filters_by_keyboard_and_away_again(visit: Visit) -> None:
    page = visit.to("/-/search?q=" + quote("thi đua") + "&kind=articles")
    every = page.locator(".hits li").count()
    page.locator("summary", has_text="Thu hẹp").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("2013")
    page.keyboard.press("Tab")
    page.keyboard.type("2016")
    page.keyboard.press("Enter")
    page.wait_for_url("**year_from=2013*")
    assert 0 < page.locator(".hits li").count() < every
    assert page.locator(".chips .chip").count() == 2
    for left in (1, 0):
        page.locator(".chips .chip a").first.click()
        page.wait_for_load_state()
        assert page.locator(".chips .chip").count() == left
    assert page.locator(".hits li").count() == every
    page.locator("summary", has_text="Thu hẹp").click()
    page.select_option("select[name=province]", "Tuyên Quang")
    page.locator(".narrow button").click()
    page.wait_for_url("**province=Tuy*")
    assert "Tuyên Quang" in page.locator(".hits li").first.inner_text()
    visit.well()


def test_pages_of_search_are_accessible(visit: Visit) -> None:
    for path in PAGES:
        page = visit.to(path)
        assert accessible(page) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_search_can_be_read_in_light_and_dark(browser: Browser, server: str, scheme: str) -> None:
    context = browser.new_context(viewport=DESK, color_scheme=scheme, locale=LOCALE)  # type: ignore[arg-type]
    for path in PAGES:
        page = Visit(context.new_page(), server).to(path)
        assert poor_contrast(page) == [], path
    context.close()
