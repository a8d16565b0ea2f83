"""What keeps a large archive quick: answers that are kept no longer than they are true, indexes that hold what is counted, copies of articles."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from pathlib import Path

import pytest
from datasette.database import QueryInterrupted

from corpus import copies, large, visits
from corpus.ingest import ingest
from corpus.site import site
from corpus.site.labels import read_yaml
from corpus.site.remembered import keep_warm
from extract.papers import SETS
from extract.swap import articles as gold_articles
from extract.swap import swapped
from tests.asking import statements


def now() -> str:
    return "2026-01-01"


@pytest.fixture
def growing(tmp_path: Path, samples: Path) -> tuple[Path, Path]:
    """An archive of some samples, and a sample that is not in it yet."""
    archive, files = tmp_path / "kho.db", sorted(samples.glob("*.txt"))
    ingest(files[:4], archive, now=now)
    return archive, files[4]


def test_an_answer_is_kept_until_the_archive_changes(growing: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    archive, other = growing
    monkeypatch.setattr("corpus.site.remembered.SLOW", 0)
    told = statements(monkeypatch)

    async def visit() -> None:
        served = site(archive)
        db = served.databases["kho"]
        count = "select count(*) from articles"
        for wal in (False, True):
            before = (await db.patiently(count)).single_value()
            told.clear()
            assert (await db.patiently(count)).single_value() == before
            assert (await served.client.get("/")).status_code == 200
            assert (await served.client.get("/")).status_code == 200
            assert told.count(count) == 0
            with sqlite3.connect(archive) as link:
                link.execute(f"pragma journal_mode = {'wal' if wal else 'delete'}")
                link.execute("delete from articles where rowid = (select max(rowid) from articles)")
                link.commit()
                assert (await db.execute(count)).single_value() == before - 1
            link.close()
        ingest([other], archive, now=now)
        assert (await db.execute(count)).single_value() == before
        page = await served.client.get("/kho/articles.json?_shape=array")
        assert len(page.json()) == before

    asyncio.run(visit())


def test_readers_who_ask_the_same_at_once_wait_for_one_reading(
    growing: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = statements(monkeypatch)
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000) select count(*) from n"

    async def visit() -> None:
        db = site(growing[0]).databases["kho"]
        first, *others = [asyncio.ensure_future(db.execute(slow)) for _ in range(5)]
        await asyncio.sleep(0)
        first.cancel()  # a reader who goes away takes the answer from nobody
        assert [(await other).single_value() for other in others] == [300000] * 4

    asyncio.run(visit())
    assert told.count(slow) == 1


def test_kept_answers_have_no_more_room_than_given(growing: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.site.remembered.SLOW", 0)
    monkeypatch.setattr("corpus.site.remembered.ROOM", 9000)

    async def visit() -> None:
        db = site(growing[0]).databases["kho"]
        for n in range(50):
            await db.execute("select substr(text, 1, 400) from articles where :n = :n", {"n": n})
        assert 0 < db.bytes <= 9000
        assert sum(size for _, size in db.kept.values()) == db.bytes
        with pytest.raises(sqlite3.OperationalError):
            await db.execute("select nothing from nowhere", log_sql_errors=False)

    asyncio.run(visit())


def test_common_pages_are_ready_before_a_reader_asks(growing: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.site.remembered._REST", 0.01)
    monkeypatch.setattr("corpus.site.remembered.SLOW", 0)
    told = statements(monkeypatch)

    async def visit() -> None:
        served = site(growing[0])
        task = asyncio.ensure_future(keep_warm(served, served.databases["kho"], ["/", "/kho/awards"]))
        for _ in range(500):
            await asyncio.sleep(0.01)
            if any("awards" in sql and "facet" not in sql and "limit" in sql for sql in told):
                break
        await asyncio.sleep(0.5)
        told.clear()
        assert (await served.client.get("/")).status_code == 200
        assert not [sql for sql in told if "count(*)" in sql]
        task.cancel()

    asyncio.run(visit())


COVERED = {
    "select year, count(*) from awards where status = 'proposed' group by year": "year",
    "select award_type, count(*) from awards where status = 'proposed' group by 1": "status",
    "select status, count(*) from awards where year = 2019 group by 1": "year",
    "select year, count(*) from awards where award_type = 'x' group by 1": "type",
    "select status, count(*) from awards where recipient_unit = 'x' group by 1": "recipient",
    "select name, kind, count(*) from article_units where unit = 'x' group by 1, 2": "unit",
    "select about, sum(value) from amounts where flags = '[]' group by about, per, currency": "about",
    "select year, theme, count(distinct article) from article_themes group by 1, 2": "theme",
}


@pytest.mark.parametrize("sql", COVERED)
def test_what_is_counted_stands_in_an_index(archive: Path, sql: str) -> None:
    with sqlite3.connect(archive) as db:
        plan = " / ".join(row[3] for row in db.execute(f"explain query plan {sql}"))
    assert "COVERING INDEX" in plan, plan


def test_the_rows_of_a_question_are_chosen_before_titles_are_joined(archive: Path) -> None:
    """Sorting all rows with their articles would take as long as the archive is large."""
    with sqlite3.connect(archive) as db:
        db.create_function("bare", 1, str)
        for name, told in read_yaml("queries.yaml").items():
            sql = told["sql"].format(most=1001)
            assert "limit" in sql or "articles.title" not in sql, name
            plan = [row[3] for row in db.execute(f"explain query plan {sql}", dict.fromkeys(told.get("ask", {}), ""))]
            assert not [step for step in plan if step.startswith("SCAN articles") and "INDEX" not in step], (name, plan)


def test_an_article_tells_how_many_facts_it_gave(archive: Path) -> None:
    with sqlite3.connect(archive) as db:
        rows = db.execute("select id, facts, words, density from articles").fetchall()
        for told, facts, words, density in rows:
            lists = (
                "awards",
                "amounts",
                "article_units",
                "article_officials",
                "article_people",
                "article_themes",
                "events",
                "documents",
                "mandates",
            )
            found = sum(db.execute(f"select count(*) from {name} where article = ?", [told]).fetchone()[0] for name in lists)
            assert facts == found
            assert density == pytest.approx(100 * facts / words, abs=0.001)
    assert len(rows) == 24


def test_copies_are_other_articles_with_other_people_and_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "SWAPS", 1)
    told = list(copies.texts(60))
    assert len(set(told)) == 60
    assert told == list(copies.texts(60))
    name, text, gold = gold_articles(SETS["samples"])[0]
    base = copies.Base.of(*swapped(name, text, gold, 0))
    assert base.people is not None
    people = set(base.people.findall(base.text))
    assert len(people) > 2
    changed = base.copy(1)
    assert not people & set(base.people.findall(changed))
    assert re.sub(r"\d{4}", "", base.people.sub("", base.text)).split()[-20:] == re.sub(r"\d{4}", "", changed).split()[-20:]


def test_a_small_large_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(copies, "SWAPS", 1)
    monkeypatch.setattr(visits, "SECONDS", 1)
    monkeypatch.setattr(visits, "_EACH", 2)
    monkeypatch.setattr(visits, "ROUNDS", 1)
    assert large.main(["--articles", "60", "--folder", str(tmp_path), "--json", str(tmp_path / "told.json")]) == 0
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    figures = {figure["what"]: figure for figure in told["figures"]}
    assert figures["articles in the archive"]["value"] == "60"
    assert figures["20 readers for 1 s"]["value"] == "0 errors"
    assert {"home", "search", "page of units", "question answered"} <= {what.split(":")[0] for what in figures}
    assert told["archive"]["rows"]["articles"] == 60
    assert "| home: median / 95% |" in capsys.readouterr().out
    assert next(large.build(tmp_path, 60)).value == "60"  # all there: nothing is taken in again


def test_words_that_very_many_articles_hold_find_the_last_of_them(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def found(many: int) -> list[str]:
        monkeypatch.setattr("corpus.site.finding.WEIGHED", many)
        page = await site(archive).client.get("/-/search?q=dua&kind=articles")
        assert page.status_code == 200
        return re.findall(r"/articles/([0-9a-f]{16})", page.text)

    with sqlite3.connect(archive) as db:
        wanted = [row[0] for row in db.execute("select id from articles order by rowid desc")]
    ranked, last = list(dict.fromkeys(asyncio.run(found(10**6)))), list(dict.fromkeys(asyncio.run(found(3))))
    assert len(ranked) == len(last) > 15
    assert set(last) <= set(wanted)
    assert ranked != last


def test_a_facet_that_is_late_is_not_tried_again(growing: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    told = statements(monkeypatch)
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"

    async def visit() -> None:
        db = site(growing[0]).databases["kho"]
        for _ in range(3):
            with pytest.raises(QueryInterrupted):
                await db.execute(endless, custom_time_limit=20)
        assert told.count(endless) == 1
        ingest([growing[1]], growing[0], now=now)
        with pytest.raises(QueryInterrupted):
            await db.execute(endless, custom_time_limit=20)
        assert told.count(endless) == 2
        counts = await db.table_counts()
        assert counts["articles"] == 5
        assert not [name for name in counts if "_fts" in name]

    asyncio.run(visit())


def test_a_question_of_the_site_has_patience_and_others_have_none(growing: tuple[Path, Path]) -> None:
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 400000) select count(*) as n from n"

    async def visit() -> None:
        served = site(growing[0])
        db = served.databases["kho"]
        served.sql_time_limit_ms = 10
        with pytest.raises(QueryInterrupted):
            await db.execute(slow, {}, truncate=True)
        db.questions = frozenset([slow, *db.questions])
        assert (await db.execute(slow, {}, truncate=True)).single_value() == 400000
        counted = slow.replace("400000", "400001")
        with pytest.raises(QueryInterrupted):  # what a reader gives as `_timelimit` makes nothing patient
            await db.execute(counted, {}, custom_time_limit=60_000)
        assert (await db.patiently(counted)).single_value() == 400001
        served.sql_time_limit_ms = 10_000
        asked = await served.client.get("/kho/recipients.json?_shape=array&award=huan+chuong&status=&year=")
        assert asked.status_code == 200
        assert len(asked.json()) > 0

    asyncio.run(visit())
