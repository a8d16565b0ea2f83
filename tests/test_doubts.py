"""The queue of doubtful facts: what waits and in which order, what people settle, and that a page of it is quick in a large archive."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from making import ask, dump, record
from reviewing import STORY, TEXTS, archive_of, article, asked, fact, hand, steady, then

from corpus import doubting, doubts, review
from corpus.archive import VERSION, Archive, ArchiveError
from corpus.doubts import DoubtError, count, waiting
from corpus.ingest import ingest
from corpus.inputs import extract_record
from corpus.reextract import reextract
from corpus.upgrade import BEFORE
from schemas.facts import LISTS


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    steady(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return archive_of(tmp_path)


def told(path: Path, **more: Any) -> list[tuple[str, str, str]]:
    return [(d.why, d.list, d.telling.title) for d in asked(path, waiting, **more)]


def test_what_counts_twice_comes_before_a_flag_and_low_confidence(path):
    assert told(path) == [
        ("copies_disagree", "awards", "bai/a.txt"),
        ("flag", "amounts", "bai/c.txt"),
        ("low_confidence", "awards", "bai/c.txt"),
    ]
    assert asked(path, count) == {"unplaced": 0, "copies_disagree": 1, "flag": 1, "low_confidence": 1}


def test_a_doubt_tells_the_fact_and_what_the_copy_says(path):
    disagree, flag, low = asked(path, waiting)
    assert (disagree.fields, disagree.telling.values["status"], disagree.other.values["status"]) == (
        ("status",),
        "conferred",
        "proposed",
    )
    assert disagree.telling.fact == fact(path, "awards", "a")
    assert (disagree.other.fact, disagree.other.title) == (fact(path, "awards", "b"), "bai/b.txt")
    assert disagree.other.quote == "Bằng khen của Bộ Y tế"
    assert TEXTS["b"][disagree.other.start :].startswith(disagree.other.quote)
    assert (flag.telling.quote, flag.telling.values["flags"]) == ("42.000.000 triệu đồng", ["unit_repeated"])
    assert low.confidence == low.telling.values["confidence"] < doubting.LOW
    assert low.genre > doubting.HARDLY


def test_a_kind_and_a_list_alone_and_one_after_another(path):
    assert told(path, kind="flag") == [("flag", "amounts", "bai/c.txt")]
    assert told(path, list="awards") == [("copies_disagree", "awards", "bai/a.txt"), ("low_confidence", "awards", "bai/c.txt")]
    assert told(path, kind="flag", list="awards") == []
    for more in ({}, {"list": "awards"}):
        every, found, after = asked(path, waiting, **more), [], None
        while some := asked(path, waiting, limit=1, after=after, **more):
            found += some
            after = some[-1].after
        assert found == every


@pytest.mark.parametrize("wrong", [{"kind": "odd"}, {"list": "posts"}, {"after": "x'; drop table doubts"}, {"after": "~"}])
def test_what_cannot_be_asked_is_refused(path, wrong):
    with pytest.raises(DoubtError):
        asked(path, waiting, **wrong)


def test_what_somebody_settled_waits_no_more_and_waits_again_when_that_is_undone(path):
    before = told(path)
    with Archive(path) as archive:
        numbers = [review.accept(archive, "awards", fact(path, "awards", "c"), hand())]
        numbers.append(review.change(archive, "amounts", fact(path, "amounts", "c"), "about", "quyên góp", hand()))
        assert told(path) == before[:1]
        reextract(path, now=then, everything=True)
        assert told(path) == before[:1]
        for number in numbers:
            review.undo(archive, number, hand())
    assert told(path) == before


def test_of_two_that_disagree_the_other_waits_when_one_is_accepted(path):
    with Archive(path) as archive:
        review.accept(archive, "awards", fact(path, "awards", "a"), hand())
        assert told(path, kind="copies_disagree") == [("copies_disagree", "awards", "bai/b.txt")]
        review.change(archive, "awards", fact(path, "awards", "b"), "status", "conferred", hand())
    assert told(path, kind="copies_disagree") == []
    assert ask(path, "select count(*) from awards where article <> ? and repeats is null", article(path, "c")) == [1]


def test_of_two_that_disagree_none_waits_when_one_is_rejected_or_the_story_is_parted(path):
    before = dump(path)["doubts"]
    with Archive(path) as archive:
        number = review.reject(archive, "awards", fact(path, "awards", "b"), hand())
        assert told(path, kind="copies_disagree") == []
        review.undo(archive, number, hand())
        assert dump(path)["doubts"] == before
        archive.part(article(path, "b"), by="lan", at=then(), why="bài khác")
    assert told(path, kind="copies_disagree") == []


@pytest.mark.parametrize(
    ("old", "new", "disagreed"),
    [
        ("tặng 5.000.000 đồng", "tặng 6.000.000 đồng", ("amounts", ("value",))),
        ("Ngày 5/3/2019", "Ngày 6/3/2019", ("events", ("date",))),
    ],
)
def test_copies_disagree_on_sums_and_days(tmp_path, old, new, disagreed):
    path = archive_of(tmp_path, a=STORY, b=STORY.replace(old, new))
    assert ask(path, "select copies from stories") == [2]
    assert [(d.list, d.fields) for d in asked(path, waiting, kind="copies_disagree")] == [disagreed]


def test_a_copy_that_tells_more_of_the_same_recipient_does_not_disagree(tmp_path):
    more = STORY.replace(
        "5.000.000 đồng.", "5.000.000 đồng. Bệnh viện Phụ sản tỉnh Nam Định từng được tặng Bằng khen của Bộ Y tế."
    )
    path = archive_of(
        tmp_path, a=STORY + "\nCuối hội nghị, các đại biểu chụp ảnh lưu niệm rồi ra về trong niềm vui chung.\n", b=more
    )
    assert ask(path, "select count(*), count(repeats) from awards") == [(3, 1)]
    assert ask(path, "select distinct story from articles") == [article(path, "a")]
    assert told(path, kind="copies_disagree") == []


def test_what_a_copy_tells_again_does_not_wait_beside_its_first_telling(tmp_path):
    path = archive_of(tmp_path, a=STORY + TEXTS["c"], b=STORY + TEXTS["c"].replace("chủ trì", "điều hành"))
    assert ask(path, "select copies from stories") == [2]
    assert sorted(d.why for d in asked(path, waiting)) == ["flag", "low_confidence"]


def test_an_article_that_is_hardly_of_the_genre_comes_last(tmp_path):
    other = "Đội chủ nhà thắng 2-1 ở phút bù giờ. Cổ động viên góp 42.000.000 triệu đồng mua vé, huấn luyện viên cảm ơn khán giả."
    path = archive_of(tmp_path, c=TEXTS["c"], z=other)
    found = asked(path, waiting)
    assert [d.telling.title for d in found][-1] == "bai/z.txt"
    assert {d.telling.title for d in found[:-1]} == {"bai/c.txt"}
    assert found[-1].why == "flag"
    assert found[-1].genre < doubting.HARDLY


def test_a_correction_without_its_fact_comes_first_and_a_check_settles_it(path):
    with Archive(path) as archive:
        number = review.change(archive, "amounts", fact(path, "amounts", "c"), "about", "quyên góp", hand())
    reextract(path, now=then, everything=True, reader=lambda one: extract_record(one).model_copy(update={"amounts": []}))
    first = asked(path, waiting)[0]
    assert (first.why, first.list, first.telling.quote) == ("unplaced", "amounts", "42.000.000 triệu đồng")
    assert first.telling.values["flags"] == ["unit_repeated"]
    assert {k: first.correction[k] for k in ("id", "who", "action", "field", "new")} == {
        "id": number, "who": "lan", "action": "change", "field": "about", "new": "quyên góp",
    }  # fmt: skip
    with Archive(path) as archive:
        review.check(archive, article(path, "c"), hand())
    assert told(path) == [("copies_disagree", "awards", "bai/a.txt")]


def test_what_was_accepted_and_is_read_otherwise_waits(path):
    with Archive(path) as archive:
        review.accept(archive, "awards", fact(path, "awards", "c"), hand())

    def other(one: Any) -> Any:
        found = extract_record(one)
        for award in found.awards:
            award.status = "conferred"
        return found

    reextract(path, now=then, everything=True, reader=other)
    assert ("unplaced", "awards", "bai/c.txt") in told(path)


def test_rows_of_corrections_of_another_kind_change_nothing(path):
    before = told(path)
    with sqlite3.connect(path) as conn:
        conn.execute("insert into corrections (at, who, list, action, new) values ('2026', 'lan', 'units', 'rename', '[]')")
        row = ("2026", "lan", article(path, "c"), "award_types", "move", "[]")
        conn.execute("insert into corrections (at, who, article, list, action, new) values (?, ?, ?, ?, ?, ?)", row)
    with Archive(path) as archive:
        number = review.accept(archive, "awards", fact(path, "awards", "c"), hand())
        assert len(told(path)) == len(before) - 1
        review.undo(archive, number, hand())
    assert told(path) == before
    assert ask(path, "select count(*) from extracted") == [0]


def test_facts_of_every_list_are_told_with_their_values(tmp_path):
    words = "Sở Y tế"
    text = f"{words} tổ chức hội nghị."
    given = {
        "officials": [{"name": words, "posts": [{"title": "Giám đốc", "unit": words}], "confidence": 0.5}],
        "amounts": [{"value": 5, "about": words, "confidence": 0.5}],
        "awards": [{"award": words, "status": "past", "confidence": 0.5}],
        "mandates": [{"title": words, "holder": words, "confidence": 0.5}],
    } | {name: [{key: words, "confidence": 0.5}] for name, key in _KEYS.items()}
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "a.db", now=then, reader=lambda one: record(one.text, **given))
    found = asked(tmp_path / "a.db", waiting)
    assert {d.list for d in found} == set(LISTS)
    with Archive(tmp_path / "a.db", write=False) as archive:
        whole = archive.record(found[0].telling.article)
    for doubt in found:
        (only,) = getattr(whole, doubt.list)
        assert doubt.telling.values == json.loads(only.model_dump_json(exclude={"mentions"}))
        assert doubt.telling.quote == words


_KEYS = {"events": "kind", "units": "name", "people": "name", "themes": "title", "documents": "kind"}


def test_a_page_of_the_queue_goes_along_an_index(path):
    conn = sqlite3.connect(path)
    for more in ({}, {"why": "flag"}, {"name": "awards"}, {"why": "flag", "name": "awards"}):
        for after in (None, "2.5~x"):
            sql, values = doubts.question(**more, after=after)
            plan = [row[3] for row in conn.execute(f"explain query plan {sql}", values)]
            (line,) = [step for step in plan if step.split()[1] == "d" and "doubts" in step and "USING INDEX" in step]
            assert "weight" in line or not after, line
            # the fifty that were picked are put in order again, the queue never is
            assert not any(step.startswith(("SCAN f", "SCAN m", "SCAN c", "SCAN a ")) for step in plan), plan
    conn.close()


def test_a_page_of_a_queue_of_a_hundred_thousand_is_quick(path):
    with sqlite3.connect(path) as conn:
        conn.execute("""with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
            insert into doubts (id, article, list, fact, why, weight)
            select 'x' || i, (select id from articles limit 1), iif(i % 3, 'awards', 'units'), 'x' || i,
              iif(i % 5, 'low_confidence', 'flag'), iif(i % 5, 3, 2) + (i % 89) / 100.0 from n""")
    for more in ({}, {"kind": "flag"}, {"list": "units"}, {"after": "3.5~x1"}):
        start = time.perf_counter()
        assert len(asked(path, waiting, **more)) == 50
        assert time.perf_counter() - start < 0.05
    start = time.perf_counter()
    assert asked(path, count)["flag"] == 20_001
    assert time.perf_counter() - start < 0.05


def test_an_archive_of_the_version_before_grows_and_keeps_what_it_holds(path):
    with Archive(path) as archive:
        review.change(archive, "amounts", fact(path, "amounts", "c"), "about", "quyên góp", hand())
    wanted = dump(path)
    made = ask(path, "select name from sqlite_master order by name")
    age(path)
    with Archive(path, write=False):
        pass
    grown = dump(path)
    assert ask(path, "select name from sqlite_master order by name") == made
    seen = [list(row) for row in grown["extracted"]]
    # that a changed fact was looked at is known again when its article is corrected or read anew
    assert [row[:3] for row in seen] == [list(row[:3]) for row in wanted["extracted"]]
    assert {name: rows for name, rows in grown.items() if name not in ("extracted", "doubts")} == {
        name: rows for name, rows in wanted.items() if name not in ("extracted", "doubts")
    }
    assert {row[0] for row in wanted["doubts"]} < {row[0] for row in grown["doubts"]}
    reextract(path, now=then, everything=True)
    assert dump(path)["doubts"] == wanted["doubts"]
    assert ask(path, "pragma user_version") == [VERSION]


def age(path: Path) -> None:
    """Make an archive as the version before made them."""
    with sqlite3.connect(path) as conn:
        conn.execute("drop table doubts")
        for column in ("seen", "checked"):
            conn.execute(f"alter table extracted drop column {column}")
        conn.execute("drop index idx_corrections_fact")
        conn.execute("create index idx_units_of_old on units (awards)")
        conn.execute(f"pragma user_version = {BEFORE[0]}")
    conn.close()


def test_an_archive_that_another_program_writes_to_is_not_taken_for_a_strange_one(path, monkeypatch):
    monkeypatch.setattr("corpus.upgrade._BUSY_SECONDS", 0)
    age(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(ArchiveError, match="another program is writing"):
        Archive(path)
    other.execute("rollback")
    other.close()
    Archive(path).close()
