"""The history of a fact through the ids its row has had, of an article, and of a person's work."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from making import ask, mention
from reviewing import STORY, archive_of, article, asked, fact, hand, link, then

from corpus import history, review
from corpus.archive import Archive
from corpus.history import Undone, of_article, of_fact, of_person
from corpus.inputs import extract_record
from corpus.reextract import reextract


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return archive_of(tmp_path)


def ids(entries: list[history.Entry]) -> list[int]:
    return [one.id for one in entries]


def test_a_fact_is_followed_through_its_ids(path):
    old = [fact(path, "awards", "a")]
    with Archive(path) as archive:
        numbers = []
        for field, value in (("status", "possible"), ("count", 3)):
            numbers.append(review.change(archive, "awards", old[-1], field, value, hand()))
            old.append(fact(path, "awards", "a"))
        numbers.append(review.accept(archive, "awards", old[-1], hand("minh", None)))
        review.accept(archive, "amounts", fact(path, "amounts", "a"), hand())
        review.accept(archive, "awards", fact(path, "awards", "b"), hand())
    assert len(set(old)) == 3
    for one in old:
        assert ids(asked(path, of_fact, "awards", one)) == numbers
    first, second, third = asked(path, of_fact, "awards", old[-1])
    assert (first.who, first.at, first.why) == ("lan", "2026-02-03T04:05:06", "đọc lại bản in")
    assert (first.action, first.name, first.field, first.old, first.new) == (
        "change",
        "awards",
        "status",
        "conferred",
        "possible",
    )
    assert (first.fact, first.title, first.article) == (old[0], "bai/a.txt", article(path, "a"))
    assert (second.field, second.old, second.new, second.told["status"]) == ("count", None, 3, "possible")
    assert (third.who, third.action, third.why, third.undone) == ("minh", "accept", None, None)


def test_an_undo_is_told_with_who_and_when_and_is_an_entry(path):
    with Archive(path) as archive:
        number = review.change(archive, "amounts", fact(path, "amounts", "a"), "value", 7, hand())
        undo = review.undo(archive, number, hand("minh", "nhầm", "2026-03-01"))
        last = review.change(archive, "amounts", fact(path, "amounts", "a"), "about", "quà", hand())
    entries = asked(path, of_fact, "amounts", fact(path, "amounts", "a"))
    assert ids(entries) == [number, undo, last]
    assert entries[0].undone == Undone(undo, "minh", "2026-03-01", "nhầm")
    assert (entries[1].undoes, entries[1].undone, entries[2].undone) == (number, None, None)


def test_a_fact_that_was_taken_out_and_one_that_was_added_have_a_history(path):
    gone = fact(path, "amounts", "a")
    values = {"title": "Thi đua", "mentions": [mention(STORY, "Bệnh viện Phụ sản").model_dump()]}
    with Archive(path) as archive:
        number = review.reject(archive, "amounts", gone, hand())
        added = review.add(archive, article(path, "a"), "themes", values, hand())
        kind = review.change(archive, "themes", fact(path, "article_themes", "a", "title = 'Thi đua'"), "kind", "chủ đề", hand())
    assert ids(asked(path, of_fact, "amounts", gone)) == [number]
    entries = asked(path, of_fact, "themes", fact(path, "article_themes", "a", "title = 'Thi đua'"))
    assert ids(entries) == [added, kind]
    assert entries[0].new["title"] == "Thi đua"


def test_officials_with_their_posts_are_followed_too(path):
    with Archive(path) as archive:
        number = review.change(archive, "officials", fact(path, "article_officials", "a"), "name", "Lê Văn Bảy", hand())
    assert ids(asked(path, of_fact, "officials", fact(path, "article_officials", "a"))) == [number]


def test_a_fact_that_is_read_otherwise_since_keeps_its_history(path):
    with Archive(path) as archive:
        number = review.change(archive, "awards", fact(path, "awards", "a"), "status", "possible", hand())

    def other(one: Any) -> Any:
        found = extract_record(one)
        for award in found.awards:
            award.grantor = "Bộ trưởng Bộ Y tế"
        return found

    reextract(path, now=then, everything=True, reader=other)
    assert ask(path, "select grantor from awards where id = ?", fact(path, "awards", "a")) == ["Bộ trưởng Bộ Y tế"]
    assert ids(asked(path, of_fact, "awards", fact(path, "awards", "a"))) == [number]


@pytest.mark.parametrize(("name", "told"), [("awards", None), ("awards", "khong-co"), ("posts", "x"), ("a'b", "' or 1")])
def test_what_nobody_corrected_has_no_history(path, name, told):
    with Archive(path) as archive:
        review.accept(archive, "amounts", fact(path, "amounts", "a"), hand())
    assert asked(path, of_fact, name, told or fact(path, "awards", "a")) == []


def test_an_article_and_a_person_page_by_page(path):
    with Archive(path) as archive:
        review.accept(archive, "amounts", fact(path, "amounts", "a"), hand("lan"))
        review.accept(archive, "awards", fact(path, "awards", "c"), hand("minh"))
        review.accept(archive, "awards", fact(path, "awards", "a"), hand("minh"))
        review.check(archive, article(path, "a"), hand("lan"))
    assert ids(asked(path, of_article, article(path, "a"))) == [1, 3, 4]
    assert ids(asked(path, of_article, article(path, "a"), limit=2)) == [1, 3]
    assert ids(asked(path, of_article, article(path, "a"), after=3)) == [4]
    assert ids(asked(path, of_person, "lan")) == [4, 1]
    assert ids(asked(path, of_person, "lan", limit=1)) == [4]
    assert ids(asked(path, of_person, "lan", before=4)) == [1]
    check = asked(path, of_person, "lan")[0]
    assert (check.action, check.name, check.fact, check.field, check.told) == ("check", "article", None, None, {})


def test_a_check_of_an_article_that_changed_since_no_longer_holds(path):
    def holds() -> list[bool]:
        return [not entry.void for entry in asked(path, of_article, article(path, "a")) if entry.action == "check"]

    with Archive(path) as archive:
        first = review.check(archive, article(path, "a"), hand("lan"))
        assert holds() == [True]
        changed = review.change(archive, "amounts", fact(path, "amounts", "a"), "about", "quyên góp", hand("minh"))
        assert holds() == [False]
        review.undo(archive, changed, hand("minh"))
        assert holds() == [True]
        review.undo(archive, first, hand("lan"))
    assert holds() == [True], "what was taken back is told as that"


def test_rows_of_another_kind_are_told_as_they_stand(path):
    with sqlite3.connect(path) as conn:
        query = "insert into corrections (at, who, article, list, action, fact, old, new) values (?, ?, ?, ?, ?, ?, ?, ?)"
        conn.execute(query, ("2026", "lan", None, "units", "merge", "so-y-te", "không phải JSON", '["so-y-te-2"]'))
        conn.execute(query, ("2026", "lan", article(path, "a"), "award_types", "split", "x", None, None))
    split, merge = asked(path, of_person, "lan")
    assert (merge.article, merge.title, merge.old, merge.new) == (None, None, "không phải JSON", ["so-y-te-2"])
    assert (split.action, split.title) == ("split", "bai/a.txt")
    assert ids(asked(path, of_article, article(path, "a"))) == [2]
    assert asked(path, of_fact, "units", "so-y-te") == []
    assert asked(path, of_fact, "award_types", "x") == []


def test_every_history_is_read_along_an_index(path, monkeypatch):
    asked_for: list[tuple[str, Any]] = []
    real = history._rows
    monkeypatch.setattr(history, "_rows", lambda conn, sql, given: asked_for.append((sql, given)) or real(conn, sql, given))
    with Archive(path) as archive:
        review.accept(archive, "amounts", fact(path, "amounts", "a"), hand())
    for what, *given in (
        (of_article, article(path, "a")), (of_person, "lan"), (of_fact, "amounts", fact(path, "amounts", "a")),
    ):  # fmt: skip
        asked(path, what, *given)
    asked(path, of_person, "lan", before=9)
    conn = link(path)
    plans = [row[3] for sql, given in asked_for for row in conn.execute(f"explain query plan {sql}", given)]
    plans += [row[3] for row in conn.execute("explain query plan select article from corrections where fact = 'x'")]
    conn.close()
    assert len(asked_for) >= 7
    assert [step for step in plans if step.startswith("SCAN") or "TEMP B-TREE" in step] == []
