"""Pages of units, people, award types, themes, events and documents in a browser: whole, readable, leading on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import DESK, LOCALE, Visit, accessible, in_view, poor_contrast
from tests.making import ask

RICHEST = {
    "units": "select recipient_unit from awards where recipient_unit is not null group by 1 order by count(distinct year) desc, 1",
    "people": "select person from posts group by 1 order by count(*) desc, 1",
    "award_types": "select award_type from awards group by 1 order by count(*) desc, 1",
    "themes": "select id from themes order by articles desc, id",
    "events": "select e.id from events e join awards a on a.article = e.article group by 1 order by count(*) desc, 1",
    "documents": "select id from documents where issuer_unit is not null order by id",
    "awards": "select id from awards where recipient_unit is not null and grantor_unit is not null order by id",
    "posts": "select id from posts where unit_id is not null order by id",
    "amounts": "select id from amounts order by value desc, id",
    "mandates": "select id from mandates order by id",
}


def address(archive: Path, table: str) -> str:
    """The page of one row of a table, of those that tell much."""
    return f"/samples/{table}/{ask(archive, RICHEST[table] + ' limit 1')[0]}"


@pytest.mark.parametrize("table", RICHEST)
def test_each_page_is_whole_and_open_to_all(visit: Visit, archive: Path, table: str) -> None:
    page = visit.to(address(archive, table))
    assert len(page.inner_text("h1")) > 1
    assert page.locator("section.of-entity").count() > 0
    assert accessible(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    visit.well(table)
    assert accessible(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_and_tables_can_be_read(browser: Browser, server: str, archive: Path, scheme: str) -> None:
    context = browser.new_context(viewport=DESK, color_scheme=scheme, locale=LOCALE)  # type: ignore[arg-type]
    for table in ("units", "people", "award_types", "events"):
        page = Visit(context.new_page(), server).to(address(archive, table))
        assert poor_contrast(page) == [], table
    context.close()


def test_a_line_leads_to_its_words_and_a_year_to_its_rows(visit: Visit, archive: Path) -> None:
    page = visit.to(address(archive, "units"))
    assert page.locator(".years-chart rect").count() > 1
    page.locator("section.of-entity td.col-article a").first.click()
    page.wait_for_url("**/samples/articles/*#awards-*")
    assert in_view(page, ".fact.lit")
    page = visit.to(address(archive, "units"))
    of_a_year = page.locator("table.years td a[href*='/awards?']").first
    n = of_a_year.inner_text()
    of_a_year.click()
    page.wait_for_url("**/samples/awards?*")
    assert page.locator("tbody tr").count() == int(n)
    assert visit.wrong == []


def test_a_reader_goes_from_a_unit_to_what_it_gave_and_back_to_the_words(visit: Visit) -> None:
    page = visit.to("/samples/units/chinh-phu-2210c0a0")
    page.locator(".on-page a").first.click()
    assert in_view(page, page.evaluate("location.hash"))
    page.locator("section.of-entity .tools a").first.click()
    page.wait_for_url("**/samples/awards?grantor_unit=*")
    assert page.locator("tbody tr").count() > 30
    assert visit.wrong == []
