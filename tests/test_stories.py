"""Near-copies: found whatever was cut or changed, never between articles of one mould; their facts counted once; undone by hand for good."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import sqlite3
import time
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from making import article, ask, dump, record
from test_ingest import then
from test_site import Site, told
from typer.testing import CliRunner

from corpus import copies, pieces, stories
from corpus.archive import Archive
from corpus.cli import app
from corpus.duplicates import alike
from corpus.ingest import ingest
from corpus.inputs import extract_record
from corpus.load import load
from corpus.partitions import partitions
from corpus.rows import Rowing
from corpus.signatures import Signature, Words
from corpus.stories import HELD, StoryError
from corpus.workers import Here
from schemas.tables import FACTS, TABLES

LIGHT, HEAVY = (0.10, 0.02), (0.35, 0.05)
_SENTENCE = re.compile(r"((?<=[.!?])\s+|\n+)")


def edited(text: str, how: tuple[float, float], chance: random.Random, words: Sequence[str]) -> str:
    """A copy with a share of the sentences cut and a share of the words changed to any of `words`."""
    cut, change = how
    parts = _SENTENCE.split(text)
    kept = [a + b for a, b in zip(parts[::2], [*parts[1::2], ""], strict=True) if chance.random() >= cut]
    return " ".join(chance.choice(words) if chance.random() < change else word for word in "".join(kept).split(" ")).strip()


@pytest.fixture(scope="module")
def texts(samples: Path) -> list[str]:
    return [path.read_text(encoding="utf-8").strip() for path in sorted(samples.glob("*.txt"))]


@pytest.fixture(scope="module")
def words(texts: list[str]) -> list[str]:
    """Every word of the samples, so that a year may be changed to a name and a name to another."""
    return [word for text in texts for word in text.split()]


def take(path: Path, *folders: Path, **more) -> None:
    assert ingest(folders, path, now=then, **more).failed == 0


def write(folder: Path, named: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in named.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def told_by(path: Path) -> dict[str, str | None]:
    """File -> file of the article that leads its story."""
    query = "select a.path, l.path from articles a left join articles l on l.id = a.story order by 1"
    return {Path(a).stem: b and Path(b).stem for a, b in ask(path, query)}


def test_light_copies_are_all_grouped_and_heavy_ones_nine_in_ten(texts, words):
    chance = random.Random(5)
    found = {}
    for how in (LIGHT, HEAVY):
        told = []
        for text in texts:
            first, own = Signature.of(text), Words(text)
            for _ in range(10):
                copy = edited(text, how, chance, words)
                sign = Signature.of(copy)
                near = sign.enough(len(set(sign.keys) & set(first.keys))) and sign.may_be(first)
                told.append(near and alike(Words(copy), own) is not None)
        found[how] = sum(told) / len(told)
    assert found[LIGHT] == 1
    assert found[HEAVY] >= 0.9


def bare() -> sqlite3.Connection:
    """The tables that grouping reads and writes, and nothing that takes time."""
    conn = sqlite3.connect(":memory:")
    used = (
        "articles",
        "units",
        "signatures",
        "story_keys",
        "story_links",
        "stories",
        "stale",
        "extracted",
        "corrections",
        "doubts",
    )
    for name in (*used, *(t.name for t in FACTS.values())):
        columns = [f"[{column.name}]" for column in TABLES[name].columns]
        conn.execute(f"create table {name} ({', '.join(columns)}, primary key ({columns[0]}))")
        for column in TABLES[name].columns:
            if column.index or column.refers:
                conn.execute(f"create index {name}_{column.name} on {name} ([{column.name}])")
    return conn


def group(conn: sqlite3.Connection, texts: Iterable[str]) -> None:
    """Store texts and look for what they are copies of, one after another."""
    for text in texts:
        text = unicodedata.normalize("NFC", text)
        told = hashlib.sha256(text.encode()).hexdigest()[:16]
        conn.execute("insert into articles (id, text, words) values (?, ?, ?)", [told, text, text.count(" ")])
        row = {"article": told} | Signature.of(text).cells()
        conn.execute("insert into signatures (article, keys, people, years, names) values (?, ?, ?, ?, ?)", list(row.values()))
        stories.group(conn, [row])


@pytest.fixture(scope="module")
def swapped() -> sqlite3.Connection:
    """5,000 articles in the words of the samples about other people, places, years and sums."""
    conn = bare()
    group(conn, copies.texts(5000, 3))
    return conn


def test_no_two_of_5000_swapped_articles_are_taken_for_copies(swapped):
    assert swapped.execute("select count(*) from articles").fetchone() == (5000,)
    assert swapped.execute("select count(*) from story_links").fetchone() == (0,)


def test_a_copy_is_found_among_thousands_of_its_mould(swapped, words):
    chance = random.Random(11)
    texts = [text for (text,) in swapped.execute("select text from articles order by id limit 100")]
    group(swapped, (edited(text, LIGHT, chance, words) for text in texts))
    (found,) = swapped.execute("select count(distinct [of]) from story_links").fetchone()
    swapped.rollback()
    assert found >= 97


def test_many_that_differ_in_one_word_cost_no_more_each_than_few(texts):
    took = []
    for count in (400, 4000):
        conn = bare()
        start = time.process_time()
        group(conn, (f"{texts[0]}\nBản {n}." for n in range(count)))
        stories.settle(conn)
        took.append((time.process_time() - start) / count)
        assert conn.execute("select copies from stories").fetchall() == [(count,)]
        assert conn.execute("select max(n) from (select count(*) as n from story_keys group by substr(id, 1, 8))").fetchone() == (
            HELD,
        )
    assert took[1] < 2 * took[0]


@pytest.fixture(scope="module")
def folder(texts, words, tmp_path_factory) -> Path:
    """Six samples, each with two light copies, in file order after, between and before the others; and six articles more."""
    chance, named = random.Random(3), {}
    for i, text in enumerate(texts[:12]):
        named[f"{i:02}-b"] = text
        if i < 6:
            named[f"{i:02}-a"], named[f"{i:02}-c"] = (edited(text, LIGHT, chance, words) for _ in "ac")
    return write(tmp_path_factory.mktemp("near") / "bai", named)


@pytest.fixture(scope="module")
def near(folder, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "near.db"
    take(path, folder)
    return path


def test_copies_stay_articles_and_are_grouped(near):
    found = told_by(near)
    assert len(found) == 24
    groups = {}
    for name, lead in found.items():
        groups.setdefault(lead, set()).add(name)
    assert sorted(map(sorted, (names for lead, names in groups.items() if lead))) == [
        [f"{i:02}-a", f"{i:02}-b", f"{i:02}-c"] for i in range(6)
    ]
    assert groups[None] == {f"{i:02}-b" for i in range(6, 12)}
    assert ask(near, "select copies from stories") == [3] * 6
    assert all(
        share >= 0.7 and names > 0.5 and how for share, names, how in ask(near, "select share, names, how from story_links")
    )


def test_the_archive_is_the_same_however_it_was_filled(near, folder, tmp_path, monkeypatch):
    whole = dump(near)
    for name, more in (("two", {"workers": 2}), ("ones", {"batch": 1}), ("sevens", {"batch": 7})):
        take(tmp_path / f"{name}.db", folder, **more)
        assert dump(tmp_path / f"{name}.db") == whole, name
    broken = tmp_path / "broken.db"
    for files in (9, 17, 24):  # a run that is broken off has stored the first of the files
        take(broken, *sorted(folder.iterdir())[:files], batch=4)
        monkeypatch.setattr("corpus.ingest._SETTLE_FIRST", files)
    first, again = dump(broken), dump(near)
    assert {name: len(rows) for name, rows in first.items()} == {name: len(rows) for name, rows in again.items()}
    assert first["story_links"] == again["story_links"]
    assert [row[1:] for row in first["stories"]] == [row[1:] for row in again["stories"]]


def test_facts_of_copies_count_once(near, folder, tmp_path):
    alone = tmp_path / "alone.db"
    take(alone, *(path for path in sorted(folder.iterdir()) if path.stem.endswith("-b")))
    for table in ("awards", "amounts", "article_units", "article_officials", "posts"):
        (every, counted), (once,) = (
            ask(near, f"select count(*), count(*) - count(repeats) from {table}")[0],
            ask(alone, f"select count(*) from {table}"),
        )
        # words that were changed in a copy make a few facts that the first does not tell
        assert once <= counted <= 1.25 * once < every, table
    wrong = "select count(*) from awards a join awards b on b.id = a.repeats where b.repeats is not null or b.award_type <> a.award_type"
    assert ask(near, wrong) == [0]
    assert ask(near, "select count(*) from awards a where repeats not in (select id from awards)") == [0]
    for table, column, facts in (("units", "unit", "article_units"), ("award_types", "award_type", "awards")):
        query = f"select count(distinct article) from {facts} where {column} = e.id and repeats is null"
        assert ask(near, f"select count(*) from {table} e where articles <> ({query})") == [0]
    held = "select count(*) from awards where recipient_unit = u.id and status in ('conferred', 'past') and repeats is null"
    assert ask(near, f"select count(*) from units u where awards <> ({held})") == [0]


def test_a_copy_may_tell_what_the_first_lacks(tmp_path):
    first = (
        "Ngày 5/6/2018, UBND tỉnh Nam Định tổ chức hội nghị tổng kết phong trào thi đua yêu nước của các huyện, thành phố trong tỉnh.\n\n"
        "Tại hội nghị, Sở Y tế tỉnh Nam Định được Chủ tịch UBND tỉnh tặng Bằng khen vì có thành tích xuất sắc trong công tác năm 2017.\n\n"
        "Ông Lê Văn Sáu, Giám đốc Sở Y tế tỉnh Nam Định, cảm ơn lãnh đạo tỉnh đã quan tâm đến đội ngũ thầy thuốc ở các trạm y tế xã."
    )
    more = (
        "\n\nCũng tại đây, Chủ tịch UBND tỉnh tặng Bằng khen cho bà Trần Thị Bảy, Trạm Y tế xã Hải Minh, và thưởng 5 triệu đồng."
    )
    folder = write(tmp_path / "bai", {"a": first, "b": first + more, "c": first + more + "\n\nTheo Báo Nam Định."})
    path = tmp_path / "a.db"
    take(path, folder)
    assert set(told_by(path).values()) == {"c"}, "of one day the longest leads"
    assert ask(path, "select count(*) from awards") == [7]
    counted = "select recipient from awards where repeats is null order by recipient"
    assert ask(path, counted) == ["Sở Y tế tỉnh Nam Định", "Trần Thị Bảy", "Trần Thị Bảy"]
    assert ask(path, "select count(*) from amounts where repeats is null") == [1]
    assert ask(path, "select name, articles, awards from people order by name") == [("Lê Văn Sáu", 1, 0), ("Trần Thị Bảy", 1, 2)]
    with Archive(path) as archive:
        lead = archive.rows("articles", "path = 'bai/c.txt'")[0]["id"]
        archive.part(lead, by="An", at=then(), why="bài khác")
    assert set(told_by(path).values()) == {"b", None}
    assert ask(path, "select count(*) from awards where repeats is null") == [6]
    assert ask(path, "select name, articles, awards from people order by name, articles") == [
        ("Lê Văn Sáu", 2, 0), ("Trần Thị Bảy", 1, 2), ("Trần Thị Bảy", 1, 2),
    ]  # fmt: skip


def test_what_was_parted_stays_parted(near, folder, texts, words, tmp_path):
    path = Path(shutil.copy(near, tmp_path))
    ids = dict(ask(path, "select path, id from articles"))
    (lead, first, second) = (ids[f"bai/00-{x}.txt"] for x in "bac")
    with Archive(path) as archive:
        archive.part(lead, by="An", at=then(), why="không phải một chuyện")
        with pytest.raises(StoryError, match="stands alone"):
            archive.part(lead, by="An", at=then(), why="lần nữa")
    assert {told_by(path)[f"00-{x}"] for x in "ac"} <= {"00-a", "00-c"}, "the others stay together"
    assert told_by(path)["00-b"] is None
    undone = ask(path, "select distinct undone_by, undone_at, undone_why from story_links where parted = ?", lead)
    assert undone == [("An", then(), "không phải một chuyện")]
    before = dump(path)
    take(path, folder)
    assert dump(path) == before
    write(tmp_path / "moi", {"d": edited(texts[0], LIGHT, random.Random(9), words)})
    take(path, tmp_path / "moi")
    assert told_by(path)["00-b"] is None, "a further copy does not bring it back"
    assert told_by(path)["d"] in {"00-a", "00-c", "d"}
    with Archive(path) as archive:
        stories.touched(archive.db.conn, [lead, first, second])
        archive.settle()
        assert told_by(path)["00-b"] is None
        archive.join(lead, second, by="Bình", at=then(), why="xem lại")
        with pytest.raises(StoryError, match="already"):
            archive.join(first, lead, by="Bình", at=then(), why="")
        with pytest.raises(StoryError, match="no article"):
            archive.join(first, "không có", by="Bình", at=then(), why="")
    assert len({told_by(path)[name] for name in ("00-a", "00-b", "00-c", "d")}) == 1
    assert ask(path, "select [by], why from story_links where article = ? and [by] is not null and parted is null", lead) == [
        ("Bình", "xem lại")
    ]


def test_an_earlier_article_that_comes_later_leads(tmp_path):
    told = (
        "Sở Y tế tỉnh Nam Định vừa được Chủ tịch UBND tỉnh tặng Bằng khen vì có thành tích xuất sắc trong phong trào thi đua yêu nước.\n"
        "Bà Trần Thị Bảy, Giám đốc Sở, thay mặt đơn vị cảm ơn và hứa tiếp tục thi đua lập thành tích cao hơn nữa."
    )
    path = tmp_path / "a.db"
    take(path, write(tmp_path / "một", {"sau": f"Thứ Ba, 13/3/2018\n{told}"}))
    assert ask(path, "select published_on, story from articles") == [("2018-03-13", None)]
    before = ask(path, "select id from awards")
    take(path, write(tmp_path / "hai", {"truoc": f"Thứ Hai, 12/3/2018\n{told}"}))
    assert set(told_by(path).values()) == {"truoc"}
    assert ask(path, "select repeats is null from awards where id = ?", *before) == [0]
    assert ask(path, "select awards from units where name like 'Sở Y tế%'") == [1]
    assert ask(path, "select first_on, last_on, copies from stories") == [("2018-03-12", "2018-03-13", 2)]


def test_a_batch_run_loads_the_same_stories(near, folder, tmp_path):
    out = tmp_path / "out"
    names = []
    for piece in partitions([str(folder)], 5):
        pieces.make(piece.name, piece.inputs(), str(out), Here(extract_record))
        names.append(piece.name)
    (out / "_plan.json").write_text(json.dumps({"sources": [str(folder)], "pieces": names}), encoding="utf-8")
    assert load(str(out), tmp_path / "loaded.db", now=then).stored == 24
    assert dump(tmp_path / "loaded.db") == dump(near)


def test_the_site_counts_once_and_tells_of_the_copies(near):
    site = Site(near)
    page = told(site.get("/"))
    (counted,) = ask(near, "select count(*) from awards where repeats is null")
    (every,) = ask(near, "select count(*) from awards")
    assert f"{counted} khen thưởng awards" in page
    assert f"{every} khen thưởng" not in page
    rows = site.answer("/near/recipients.json?_shape=array").json()
    (named,) = ask(near, "select count(*) from awards where repeats is null and recipient is not null")
    assert len(rows) == named
    assert (
        sum(row["again"] for row in rows)
        == ask(near, "select count(*) from awards where repeats is not null and recipient is not null")[0]
    )
    assert "và 2 bài khác" in site.get("/near/recipients")
    by_year = site.answer("/near/awards_by_year.json?_shape=array").json()
    assert (
        sum(row["proposed"] + row["conferred"] + row["past"] for row in by_year)
        == ask(near, "select count(*) from awards where repeats is null and status <> 'possible'")[0]
    )
    lead, unit = ask(
        near, "select s.id, a.recipient_unit from stories s join awards a on a.article = s.id where a.recipient_unit is not null"
    )[0]
    article = told(site.get(f"/near/articles/{lead}"))
    assert "Bài cùng nội dung: 2" in article
    assert re.search(r"chung \d\d%", article)
    assert len(site.get(f"/near/stories/{lead}").split('href="/near/articles/')) == 4
    copy = ask(near, "select id from articles where story = ? and id <> ?", lead, lead)[0]
    assert "bài khác đã kể" in told(site.get(f"/near/articles/{copy}"))
    (awards,) = ask(near, "select count(*) from awards where recipient_unit = ? and repeats is null", unit)
    assert f"Được khen thưởng {awards} " in told(site.get(f"/near/units/{unit}"))
    assert "/near/awards?repeats__isnull=1" in site.get("/")
    assert f"{counted} dòng" in told(site.get("/near/awards?repeats__isnull=1"))


def test_counts_and_facets_of_once_stand_in_indexes_alone(near):
    db = sqlite3.connect(near)
    for query in (
        "select year, count(*) from awards where repeats is null group by 1",
        "select status, count(*) from awards where repeats is null group by 1",
        "select award_type, count(*) from awards where repeats is null group by 1",
        "select recipient_kind, count(*) from awards where repeats is null group by 1",
        "select currency, count(*) from amounts where repeats is null group by 1",
        "select count(*) from awards where repeats is not null",
        "select count(*) from awards where repeats = 'x'",
        "select genre, count(*) from articles group by 1",
    ):
        plan = " ".join(row[3] for row in db.execute(f"explain query plan {query}"))
        assert "COVERING INDEX" in plan, (query, plan)
    db.close()


def test_the_commands(near, tmp_path):
    path = Path(shutil.copy(near, tmp_path))
    run = CliRunner()
    listed = run.invoke(app, ["stories", "list", "--archive", str(path)])
    assert listed.exit_code == 0, listed.output
    assert listed.output.count("bai/") == 18
    lead, copy, *_ = ask(path, "select id from articles where story = (select min(id) from stories) order by id = story desc")
    for words in (["part", copy, "--why", "khác chuyện"], ["join", copy, lead, "--by", "An"]):
        done = run.invoke(app, ["stories", words[0], "--archive", str(path), *words[1:]])
        assert done.exit_code == 0, done.output
        assert (ask(path, "select story from articles where id = ?", copy) == [None]) == (words[0] == "part")
    again = run.invoke(app, ["stories", "join", "--archive", str(path), copy, lead])
    assert again.exit_code == 1
    assert "of one story" in again.output
    assert "0.8 to 1" in run.invoke(app, ["status", str(path)]).output


def _joined(path: Path, *awards: list[dict]) -> list[tuple[int, int]]:
    """(awards, those that count) of articles that are joined into one story by hand."""
    with Archive(path) as archive:
        ids = []
        archive.db.execute("insert into runs (id, started) values (1, 'then')")
        for n, some in enumerate(awards):
            one = article(f"Bài {n} kể Bằng khen.", f"{n}.txt")
            told = [{"award": "Bằng khen", "status": "conferred", **award} for award in some]
            with archive.transaction():
                archive.store([Rowing(one, record(one.text, article={"published_on": f"2019-01-0{n + 1}"}, awards=told))], run=1)
            ids.append(one.id)
        for other in ids[1:]:
            archive.join(other, ids[0], by="An", at=then(), why="")
    return ask(
        path, "select count(*), count(*) - count(repeats) from awards group by article order by article = ? desc, article", ids[0]
    )


def test_what_an_article_tells_twice_is_told_twice_by_its_copy(tmp_path):
    one = {"recipient": "Sở Y tế"}
    assert _joined(tmp_path / "a.db", [one, one], [one, one, one]) == [(2, 2), (3, 1)]


def test_a_field_may_be_missing_in_one_but_not_say_something_else(tmp_path):
    whole = {"recipient": "Sở Y tế", "grantor": "Bộ Y tế", "year": "2018"}
    for n, (other, counts) in enumerate(
        [
            ({"recipient": "Sở Y tế"}, 0),
            ({"recipient": "SỞ Y TẾ", "grantor": "Bộ Y tế"}, 0),
            ({**whole, "grantor": "Bộ Nội vụ"}, 1),
            ({**whole, "year": "2017"}, 1),
            ({**whole, "status": "proposed"}, 1),
            ({**whole, "recipient": "Sở Nội vụ"}, 1),
        ]
    ):
        assert _joined(tmp_path / f"{n}.db", [whole], [other])[1] == (1, counts), other
