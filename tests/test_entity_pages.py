"""Pages of units, people, award types, themes, and of single facts: years, sections, grounds, old addresses."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from corpus import review
from corpus.archive import Archive
from corpus.site import timeline
from corpus.site.cells import quoted
from corpus.site.labels import WORDS
from corpus.site.pages import READ, SECTIONS
from schemas.tables import ENTITIES
from tests.making import ask
from tests.test_site import Site, gold, hrefs, told  # noqa: F401 - fixtures

SCHOOL = "Trường Đại học Kinh tế - Kỹ thuật Hồng Lam"


@pytest.fixture(scope="module")
def samples_site(archive: Path) -> Site:
    return Site(archive)


def number_of(page: str) -> int:
    """How many rows a table's page says there are."""
    found = re.search(r"<strong>([\d.]+) dòng", page)
    return int(found[1].replace(".", "")) if found else 0


def test_pages_of_units_and_people_tell_their_years(gold: Site) -> None:  # noqa: F811
    (unit,) = gold.ids("units", "name = ?", SCHOOL)
    page = told(gold.get(f"/kho/units/{unit}"))
    assert "Được khen thưởng 7" in page
    assert re.search(r"1986 Huân chương Lao động hạng Ba đã có từ trước", page)
    (person,) = gold.ids("people", "name = 'Ma Thị Hạnh Thúy'")
    page = told(gold.get(f"/kho/people/{person}"))
    assert re.search(r"2013 Phó Chủ tịch thứ nhất Hội đồng Thi đua - Khen thưởng tỉnh", page)
    (holder,) = ask(gold.path, "select holder_unit from mandates")
    assert "Luân phiên" in told(gold.get(f"/kho/units/{holder}"))


def test_the_page_of_a_fact_shows_its_words(gold: Site) -> None:  # noqa: F811
    (fact, where) = ask(gold.path, "select id, article from awards where recipient = 'Sở Tài chính' and status = 'proposed'")[0]
    page = gold.get(f"/kho/awards/{fact}")
    assert f"/kho/articles/{where}#awards-{fact}" in hrefs(page)
    for quote_ in ask(gold.path, "select quote from mentions where fact = ?", fact):
        assert f"<mark>{quote_}</mark>" in page


@pytest.mark.parametrize("table", ENTITIES)
def test_each_number_of_a_year_leads_to_so_many_rows(samples_site: Site, table: str) -> None:
    (key,) = ask(samples_site.path, f"select id from {table} order by articles desc, id limit 1")
    page = samples_site.get(f"/samples/{table}/{key}")
    cells = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', page[page.index('<table class="years">') :])
    assert cells
    for href, n in cells:
        rows = number_of(samples_site.get(href.replace("&amp;", "&")))
        assert rows >= int(n) > 0, href  # an article may name it in two facts
        if "awards" in href or "posts" in href:
            assert rows == int(n), href


def test_a_long_section_is_cut_and_leads_to_all_of_its_rows(samples_site: Site) -> None:
    (key, n) = ask(
        samples_site.path, "select award_type, count(*) from awards where repeats is null group by 1 order by 2 desc limit 1"
    )[0]
    page = samples_site.get(f"/samples/award_types/{key}")
    (href,) = [h for h in hrefs(page) if h.startswith("/samples/awards?award_type=") and "year" not in h]
    assert number_of(samples_site.get(href)) == n > 30
    assert f"Tất cả {n} dòng" in told(page)


def test_the_names_an_entity_goes_by_and_why(samples_site: Site) -> None:
    (key, variants) = ask(
        samples_site.path, "select id, variants from units order by json_array_length(variants) desc, id limit 1"
    )[0]
    page = samples_site.get(f"/samples/units/{key}")
    for form in json.loads(variants)[:12]:
        assert f'<li class="chip">{form}</li>' in page
    rules = told(page[page.index("Vì sao các tên được gộp") :])
    for how in ask(samples_site.path, "select distinct how from resolutions where entity = ? limit 5", key):
        assert WORDS.value("how", how.split(": ")[0]) in rules


def test_every_rule_has_words_in_both_languages(samples_site: Site) -> None:
    hows = {str(how).split(": ")[0] for how in ask(samples_site.path, "select distinct how from resolutions")}
    assert {how for how in hows if not (WORDS.coded("how", how) or {}).get("en")} == set()


def test_an_event_tells_what_was_given_there_and_who_was_there(samples_site: Site) -> None:
    (event, where) = ask(
        samples_site.path,
        "select e.id, e.article from events e join awards a on a.article = e.article group by 1 order by count(*) desc, 1 limit 1",
    )[0]
    page = told(samples_site.get(f"/samples/events/{event}"))
    for name in ask(samples_site.path, "select name from article_officials where article = ?", where):
        assert name in page
    for recipient in ask(samples_site.path, "select recipient from awards where article = ? and recipient is not null", where):
        assert recipient in page


def test_words_are_shown_among_those_of_their_own_paragraph() -> None:
    shown = str(quoted("Hôm qua.\nỦy ban tặng ", "Bằng khen", " cho Sở.\nHôm nay"))
    assert shown == '<span class="quote">Ủy ban tặng <mark>Bằng khen</mark> cho Sở.</span>'


def copy_of(site: Site, tmp_path: Path, *statements: tuple[str, tuple[Any, ...]]) -> Site:
    """The archive again, changed."""
    (folder := tmp_path / str(len(list(tmp_path.iterdir())))).mkdir()
    path = Path(shutil.copy(site.path, folder / site.path.name))
    with sqlite3.connect(path) as conn:
        for sql, values in statements:
            conn.execute(sql, values)
    conn.close()
    return Site(path)


def test_a_document_tells_the_other_articles_that_cite_it(samples_site: Site, tmp_path: Path) -> None:
    """The same number of another issuer, or of another day, is another document."""
    base = ask(
        samples_site.path,
        "select id, article, number, issuer, issuer_unit, date from documents where issuer_unit is not null and number is not null and date is not null order by id limit 1",
    )[0]
    articles = [one for one in samples_site.ids("articles") if one != base[1]][:4]
    unit = ask(samples_site.path, "select id from units where id <> ? limit 1", base[4])[0]
    insert = "insert into documents (id, article, year, start, kind, number, issuer, issuer_unit, date, confidence) values (?, ?, 2016, 0, 'Quyết định', ?, ?, ?, ?, 0.9)"
    others = [(base[3], base[4], base[5]), (base[3], base[4], None), (base[3], unit, base[5]), (base[3], base[4], "1999-01-01")]
    rows = [(f"{a[:6]}{i}", a, base[2], *other) for i, (a, other) in enumerate(zip(articles, others, strict=True))]
    site = copy_of(samples_site, tmp_path, *((insert, row) for row in rows))
    page = site.get(f"/samples/documents/{base[0]}")
    cited = page[page.index('id="s-cited"') :]
    cited = cited[: cited.index("</section>")]
    found = {h.split("#")[0].rpartition("/")[2] for h in hrefs(cited) if "/articles/" in h}
    assert found == set(articles[:2])


def test_what_a_near_copy_tells_again_is_counted_once(samples_site: Site, tmp_path: Path) -> None:
    (one, two, unit) = ask(
        samples_site.path,
        "select min(id), max(id), recipient_unit from awards where recipient_unit is not null group by recipient_unit having count(*) = 2 order by 1 limit 1",
    )[0]
    site = copy_of(samples_site, tmp_path, ("update awards set repeats = ? where id = ?", (one, two)))
    page = site.get(f"/samples/units/{unit}")
    assert re.search(r'id="s-received">Được khen thưởng <span class="soft">1<', page)
    assert "và 1 bài khác" in told(page)
    again = site.get(f"/samples/awards/{one}")
    assert f"#awards-{two}" in again[again.index('id="s-again"') :]


def test_the_address_of_a_merged_entity_leads_to_the_other(samples_site: Site, tmp_path: Path) -> None:
    a, b, c = ask(samples_site.path, "select id from units order by articles desc limit 3")
    site = copy_of(samples_site, tmp_path)
    hand = review.Hand("lan", "2026-02-03T04:05:06")
    with Archive(site.path) as archive:
        review.merge(archive, "units", a, b, hand)
        last = review.merge(archive, "units", b, c, hand)
    for path, leads in ((f"/samples/units/{a}", f"/samples/units/{c}"), (f"/samples/units/{a}.json", f"/samples/units/{c}.json")):
        found = site.answer(path)
        assert (found.status_code, found.headers.get("location")) == (302, leads)
    assert site.answer(f"/samples/units/{c}").status_code == 200
    assert site.answer("/samples/units/khong-co").status_code == 404
    with Archive(site.path) as archive:
        review.undo(archive, last, hand)
    assert site.answer(f"/samples/units/{a}").headers["location"] == f"/samples/units/{b}"
    assert site.answer(f"/samples/units/{b}").status_code == 200


def plans(path: Path, sql: str, **given: str) -> list[str]:
    conn = sqlite3.connect(path)
    try:
        return [row[3] for row in conn.execute(f"explain query plan {sql}", given)]
    finally:
        conn.close()


def questions() -> list[tuple[str, str]]:
    """(name, SQL) of all that the pages ask."""
    found = [
        (f"{table}.{one['name']}", one["sql"].format(list="awards", table="awards", same=READ["same"]))
        for table, told_ in SECTIONS.items()
        for one in told_
    ]
    found += [
        (f"{table}.{name}", timeline.counting(one)) for table, told_ in timeline.YEARS.items() for name, one in told_.items()
    ]
    found += [(f"{table}.beside.{name}", sql) for table, told_ in READ["beside"].items() for name, sql in told_.items()]
    return [*found, ("grounds", READ["grounds"])]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of an archive, whose planner knows no figures: those of 24 articles would tell it to read the whole."""
    path = tmp_path_factory.mktemp("tables") / "kho.db"
    Archive(path).close()
    return path


@pytest.mark.parametrize(("name", "sql"), questions(), ids=[name for name, _ in questions()])
def test_pages_ask_along_indexes(tables: Path, name: str, sql: str) -> None:
    """No table of the archive is read from end to end, however large; what is, are the few rows of a subquery."""
    steps = plans(tables, sql, id="x", table="units")
    made = {step.split()[1] for step in steps if step.startswith(("MATERIALIZE ", "CO-ROUTINE "))}
    assert [step for step in steps if step.startswith("SCAN ") and step.split()[1] not in made] == [], (name, steps)
