"""The first page: what the archive holds, from when to when, the chart of awards, and what waits for an archivist."""

from __future__ import annotations

import asyncio
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from corpus.archive import Archive
from corpus.site import home, site
from corpus.site.labels import read_yaml
from tests.asking import statements
from tests.making import ask


@pytest.fixture(scope="module")
def served(archive: Path) -> Any:
    return site(archive)


def get(served: Any, path: str, **headers: str) -> str:
    found = asyncio.run(served.client.get(path, headers=headers))
    assert found.status_code == 200, path
    return str(found.text)


def test_what_it_holds_and_from_when(served: Any, archive: Path) -> None:
    page = get(served, "/")
    ((first, last),) = ask(archive, "select min(published_on), max(published_on) from articles")
    days = ["/".join(reversed(day.split("-"))) for day in (first, last)]
    assert f"Kho có 24 bài, đăng từ {days[0]} đến {days[1]}." in page
    (newest,) = ask(archive, "select title from articles order by published_on desc, id limit 1")
    assert newest in html.unescape(page)
    ((unit, times),) = ask(archive, "select name, awards from units order by awards desc, sort_key limit 1")
    assert re.search(rf">{re.escape(unit)}</a> <span>{times} lần<", html.unescape(page))
    for question in read_yaml("queries.yaml").values():
        assert question["vi"] in html.unescape(page)
    assert '<form class="big-search"' in page
    assert 'href="/-/explore"' in page


def test_both_ends_of_its_time_are_read_off_an_index(archive: Path) -> None:
    for end in ("min", "max"):
        plan = [row[3] for row in ask(archive, f"explain query plan {home.SPAN.format(end=end)}")]
        assert sum("SEARCH articles USING COVERING INDEX" in step for step in plan) == 2, plan


def test_who_may_see_a_table_is_worked_out_once(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Datasette copies all metadata each time: a third of a second for the first page."""
    worked_out: list[tuple[str, str]] = []
    real = Datasette._table_permission_allows

    def told(self: Any, database: str, table: str) -> Any:
        worked_out.append((database, table))
        return real(self, database, table)

    monkeypatch.setattr(Datasette, "_table_permission_allows", told)
    served = site(archive)
    get(served, "/")
    assert 10 < len(worked_out) == len(set(worked_out))
    get(served, "/")
    assert len(worked_out) == len(set(worked_out))


def test_what_tables_there_are_is_asked_once(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = statements(monkeypatch)
    served = site(archive)
    get(served, "/")
    assert len([sql for sql in asked if "sqlite_master" in sql]) > 10
    asked.clear()
    get(served, "/")
    assert [sql for sql in asked if "sqlite_master" in sql] == []


def test_each_part_of_the_chart_leads_to_its_rows(served: Any) -> None:
    page = get(served, "/")
    marks = re.findall(r'<a href="([^"]+)"><title>[^<]*: ([\d.]+) lượt</title>', page)
    assert len(marks) > 10
    for href, count in marks:
        path, _, query = html.unescape(href).partition("?")
        found = json.loads(get(served, f"{path}.json?{query}&_nofacet=1&_size=1"))
        assert found["filtered_table_rows_count"] == int(count.replace(".", "")), href


def test_each_count_leads_to_so_many_rows(served: Any) -> None:
    page = get(served, "/")
    counts = re.findall(r'<li><a href="([^"]+)"><strong>([\d.]+)</strong>', page)
    assert len(counts) == len(home.COUNTED)
    for href, count in counts:
        path, _, query = html.unescape(href).partition("?")
        found = json.loads(get(served, f"{path}.json?{query}&_nofacet=1&_size=1"))
        assert found["filtered_table_rows_count"] == int(count.replace(".", "")), href


def test_doubtful_facts_are_counted_for_those_who_review(served: Any, archive: Path) -> None:
    db = served.databases[archive.stem]

    async def waiting(asked: Any) -> int:
        assert asked is db
        return 1234

    async def shown(doubtful: Any) -> str:
        given = await home.home(db, str, doubtful)
        await served.invoke_startup()
        return str(await served.render_template("index.html", given | {"chart": {}}))

    assert "1.234 chỗ đọc chưa chắc" in asyncio.run(shown(waiting))
    assert "chưa chắc" not in asyncio.run(shown(None))
    assert "chưa chắc" not in get(served, "/")


def test_in_english(served: Any) -> None:
    page = get(served, "/", **{"accept-language": "en"})
    assert "24 articles, published from" in page
    assert "Units most often honoured" in page
    for words in ("Kho có", "lượt", "Bài mới nhất"):
        assert words not in page


def test_empty_archive(tmp_path: Path) -> None:
    with Archive(tmp_path / "it.db"):
        pass
    page = get(site(tmp_path / "it.db"), "/")
    assert "Kho chưa có bài nào." in page
    assert "<figure" not in page


def test_no_days_of_publication(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "it.db"
    path.write_bytes(archive.read_bytes())
    with Archive(path) as opened, opened.transaction():
        opened.db.execute("update articles set published_on = null, year = null")
    assert "Kho có 24 bài.<" in get(site(path), "/")
