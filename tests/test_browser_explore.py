"""The first page and the charts in a real browser: looks, keyboard, links, accessibility."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browsing import DESK, LOCALE, PHONE, Visit, accessible, poor_contrast

PAGES = ("/", "/-/explore", "/-/explore?status=&scope=L%C3%A2m+%C4%90%E1%BB%93ng", "/-/explore?from=1900&to=1901")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_on_desk_and_phone(browser: Browser, server: str, scheme: str) -> None:
    for size in (DESK, PHONE):
        context = browser.new_context(viewport=size, color_scheme=scheme, locale=LOCALE)  # type: ignore[arg-type]
        for path in PAGES:
            page = Visit(context.new_page(), server).to(path)
            assert accessible(page) == [], (path, size)
            assert poor_contrast(page) == [], path
        context.close()


def test_words_in_charts_can_be_read(browser: Browser, server: str) -> None:
    """No word of a drawing is smaller than 9 pixels or stands beyond its frame, on a phone too."""
    for size in (DESK, PHONE):
        context = browser.new_context(viewport=size, locale=LOCALE)  # type: ignore[arg-type]
        page = Visit(context.new_page(), server).to("/-/explore")
        poor = page.evaluate(
            """() => [...document.querySelectorAll('figure text')].filter(t => t.checkVisibility()).flatMap(t => {
              const at = t.getBoundingClientRect(), frame = t.closest('figure').getBoundingClientRect();
              const size = parseFloat(getComputedStyle(t).fontSize) * (t.closest('svg').getScreenCTM().a || 1);
              return size < 9 || at.left < frame.left || at.right > frame.right ? [`${size} ${t.textContent}`] : [];
            })"""
        )
        assert poor == [], size
        context.close()


def test_a_mark_is_reached_by_keyboard_and_leads_to_its_rows(visit: Visit) -> None:
    page = visit.to("/-/explore")
    page.locator("#forms .skip-chart").focus()
    assert page.locator("#forms .skip-chart").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Tab")
    words = page.evaluate("document.activeElement.querySelector('title').textContent")
    ring = "getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth"
    assert page.evaluate(ring) == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/samples/awards?*")
    count = re.findall(r": (\d+) lượt", words)[0]
    assert page.locator(".tools strong").first.inner_text().startswith(f"{count} ")
    visit.well()


def test_the_skip_link_leads_behind_the_chart(visit: Visit) -> None:
    page = visit.to("/-/explore")
    page.locator("#forms .skip-chart").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_filters_are_followed_by_every_chart(visit: Visit) -> None:
    page = visit.to("/-/explore")
    page.select_option("select[name=status]", "proposed")
    page.select_option("select[name=level]", "state")
    page.fill("input[name=from]", "2010")
    page.locator(".parameters button").click()
    page.wait_for_url("**from=2010*")
    assert page.locator("select[name=status]").input_value() == "proposed"
    hrefs = page.locator("#forms svg a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert hrefs
    assert all("status=proposed" in href and "_level=state" in href for href in hrefs)
    page.locator("#forms svg a").first.click()
    page.wait_for_url("**/samples/awards?*")
    assert page.locator(".chips .chip").count() >= 4
    page.locator(".chip a[aria-label='bỏ: Nhà nước']").click()
    page.wait_for_load_state()
    assert "_level" not in page.url
    visit.well()


def test_figures_and_sql_open(visit: Visit) -> None:
    page = visit.to("/-/explore")
    for chart in ("forms", "themes", "flows"):
        for details in page.locator(f"#{chart} details").all():
            details.locator("summary").click()
        assert page.locator(f"#{chart} tbody tr").count() > 0
        assert "select" in page.locator(f"#{chart} pre").inner_text()
    visit.well("all open")
    page.locator("#flows .tools a").first.click()
    page.wait_for_url("**/samples?sql=*")
    assert page.locator("tbody tr").count() > 0
    visit.well()


def test_from_the_first_page_to_the_charts(visit: Visit) -> None:
    page = visit.to("/")
    page.locator("figure .tools a").last.click()
    page.wait_for_url("**/-/explore")
    assert page.locator("nav a[aria-current]").inner_text() == page.inner_text("h1")
    visit.well()
