"""The site in a real browser: no page complains, none asks another host, none is wider than a phone, and links go where they say."""

from __future__ import annotations

import socket
from pathlib import Path

from playwright.sync_api import Browser

from corpus.site.labels import WORDS, read_yaml
from tests.browsing import DESK, LOCALE, Visit, accessible, poor_contrast
from tests.making import ask

TABLES = [name for name, told in WORDS.tables.items() if not told.get("hidden")]


def article(archive: Path) -> str:
    """The id of the article with the most facts."""
    (found,) = ask(archive, "select article from mentions group by 1 order by count(*) desc, 1 limit 1")
    return str(found)


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


def test_nothing_stands_in_the_way(visit: Visit) -> None:
    """axe-core finds nothing wrong: labels, headings, landmarks, roles."""
    for path in (
        "/",
        "/samples",
        "/samples/awards",
        "/samples/flags_proposed",
        "/-/search?q=thi+dua",
        "/samples?sql=select+1",
    ):
        assert accessible(visit.to(path)) == [], path


def test_light_and_dark_can_both_be_read(browser: Browser, server: str, archive: Path) -> None:
    """Text keeps a contrast of 4.5 to 1 with the paper beneath it, in both colour schemes."""
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=DESK, color_scheme=scheme, locale=LOCALE)  # type: ignore[arg-type]
        for path in (
            "/",
            f"/samples/articles/{article(archive)}",
            "/samples/awards",
            "/samples/flags_proposed",
            "/-/search?q=thi+dua",
        ):
            page = Visit(context.new_page(), server).to(path)
            assert poor_contrast(page) == [], (scheme, path)
        context.close()


def test_only_this_machine_is_answered(server: str) -> None:
    port = int(server.rsplit(":", 1)[1])
    for address, answers in (("127.0.0.1", True), ("127.0.0.2", False), ("::1", False)):
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.settimeout(1)
            assert (probe.connect_ex((address, port)) == 0) == answers, address
