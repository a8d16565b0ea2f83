"""What corrections tell of the extraction: each fact once, effective corrections alone, by list and field and by person."""

from __future__ import annotations

import sqlite3
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from making import ask, mention
from reviewing import STORY, TEXTS, archive_of, article, asked, fact, hand, steady, then
from typer.testing import CliRunner

from corpus import review
from corpus.archive import Archive
from corpus.cli import app
from corpus.inputs import extract_record
from corpus.reextract import reextract
from corpus.reviewed import Figure, figures, people


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return archive_of(tmp_path)


def told(path: Path) -> dict[tuple[str, str | None], tuple[int, int, int]]:
    return {(one.name, one.field): (one.right, one.wrong, one.missed) for one in asked(path, figures)}


def test_nothing_is_told_where_nobody_looked(path):
    assert asked(path, figures) == []
    assert asked(path, people) == []
    assert "looked at" not in CliRunner().invoke(app, ["status", str(path)]).output


def test_an_accepted_fact_is_right_in_every_field_that_tells_something(path):
    with Archive(path) as archive:
        review.accept(archive, "awards", fact(path, "awards", "c"), hand())
    fields = ("award", "recipient", "recipient_kind", "status", "cue")
    assert told(path) == {("awards", None): (1, 0, 0)} | {("awards", field): (1, 0, 0) for field in fields}


def test_a_rejected_fact_is_wrong_in_every_field_that_tells_something(path):
    with Archive(path) as archive:
        review.reject(archive, "awards", fact(path, "awards", "c"), hand())
    assert set(told(path).values()) == {(0, 1, 0)}
    assert ("awards", "grantor") not in told(path)


def test_a_fact_that_was_changed_twice_and_accepted_counts_once(path):
    with Archive(path) as archive:
        for field, value in (("status", "possible"), ("grantor", "Bộ trưởng Bộ Y tế"), ("grantor", "Bộ Nội vụ"), ("count", 1)):
            review.change(archive, "awards", fact(path, "awards", "a"), field, value, hand())
        review.accept(archive, "awards", fact(path, "awards", "a"), hand("minh"))
    assert told(path) == {
        ("awards", None): (0, 1, 0),
        ("awards", "award"): (1, 0, 0),
        ("awards", "recipient"): (1, 0, 0),
        ("awards", "recipient_kind"): (1, 0, 0),
        ("awards", "status"): (0, 1, 0),
        ("awards", "grantor"): (0, 1, 0),
        ("awards", "count"): (0, 0, 1),
    }


def test_what_is_undone_or_changed_back_is_not_wrong(path):
    with Archive(path) as archive:
        first = review.change(archive, "amounts", fact(path, "amounts", "a"), "value", 7, hand())
        second = review.change(archive, "amounts", fact(path, "amounts", "a"), "about", "quà", hand())
        review.undo(archive, first, hand())
        assert told(path)[("amounts", "value")] == (1, 0, 0)
        assert told(path)[("amounts", "about")] == (0, 1, 0)
        review.undo(archive, second, hand())
        assert told(path) == {}
        for value in (7, 5_000_000):
            review.change(archive, "amounts", fact(path, "amounts", "a"), "value", value, hand())
    assert told(path)[("amounts", None)] == (1, 0, 0)


def test_an_added_fact_was_missed_whatever_was_changed_in_it_since(path):
    values = {"title": "Thi đua", "mentions": [mention(STORY, "Bệnh viện Phụ sản").model_dump()]}
    with Archive(path) as archive:
        review.add(archive, article(path, "a"), "themes", values, hand())
        review.change(archive, "themes", fact(path, "article_themes", "a", "title = 'Thi đua'"), "kind", "chủ đề", hand())
        assert told(path) == dict.fromkeys([("themes", None), ("themes", "title"), ("themes", "kind")], (0, 0, 1))
        review.reject(archive, "themes", fact(path, "article_themes", "a", "title = 'Thi đua'"), hand())
    assert told(path) == {}


def test_in_a_checked_article_what_nobody_corrected_is_right(path):
    with Archive(path) as archive:
        units = len(archive.record(article(path, "a")).units)
        unit = fact(path, "article_units", "a", "name = 'Bộ Y tế'")
        number = review.accept(archive, "units", fact(path, "article_units", "a", "name like 'Bệnh viện%'"), hand())
        review.undo(archive, number, hand())
        review.reject(archive, "units", unit, hand())
        assert told(path)[("units", None)] == (0, 1, 0)
        review.check(archive, article(path, "a"), hand())
    assert told(path)[("units", None)] == (units - 1, 1, 0)
    assert told(path)[("awards", "status")] == (1, 0, 0)
    assert ("awards", "year") not in told(path)


def test_a_fact_that_is_read_otherwise_since_counts_once(path):
    with Archive(path) as archive:
        review.accept(archive, "awards", fact(path, "awards", "a"), hand())

    def other(one: Any) -> Any:
        found = extract_record(one)
        for award in found.awards:
            award.grantor = "Bộ trưởng Bộ Y tế"
        return found

    reextract(path, now=then, everything=True, reader=other)
    with Archive(path) as archive:
        review.change(archive, "awards", fact(path, "awards", "a"), "grantor", "Bộ Y tế", hand())
    assert told(path)[("awards", None)] == (1, 0, 0)


def test_two_facts_of_the_same_words_count_twice(tmp_path):
    text = STORY.replace("cho Bệnh viện Phụ sản tỉnh Nam Định", "cho Bệnh viện Phụ sản và Bệnh viện Nhi")
    path = archive_of(tmp_path, a=text)
    ids = ask(path, "select id from awards")
    assert len(ids) == 2
    with Archive(path) as archive:
        for one in ids:
            review.accept(archive, "awards", one, hand())
    assert told(path)[("awards", None)] == (2, 0, 0)


def test_the_interval_holds_every_share_that_the_counts_do_not_gainsay():
    for right, wrong in ((9, 1), (0, 5), (50, 0), (700, 300)):
        n, share = right + wrong, right / (right + wrong)
        for end in Figure("units", None, right, wrong, 0).interval:
            # of a true share at either end, what was seen lies 1.96 standard deviations away
            assert abs(share - end) == pytest.approx(1.959964 * sqrt(end * (1 - end) / n), abs=1e-6)
    nothing = Figure("units", None, 0, 0, 3)
    assert (nothing.interval, nothing.precision) == ((0.0, 1.0), None)


def test_who_did_how_much(path):
    with Archive(path) as archive:
        first = review.accept(archive, "awards", fact(path, "awards", "a"), hand("lan", at="2026-01-01"))
        review.reject(archive, "amounts", fact(path, "amounts", "c"), hand("lan", at="2026-01-05"))
        review.accept(archive, "awards", fact(path, "awards", "c"), hand("minh", at="2026-01-03"))
        review.undo(archive, first, hand("minh", at="2026-01-06"))
        review.check(archive, article(path, "b"), hand("minh", at="2026-01-07"))
    minh, lan = asked(path, people)
    assert (lan.who, lan.actions, lan.undone, lan.first, lan.last) == (
        "lan",
        {"accept": 1, "reject": 1},
        1,
        "2026-01-01",
        "2026-01-05",
    )
    assert (minh.who, minh.actions, minh.undone) == ("minh", {"accept": 1, "check": 1, "undo": 1}, 0)


def test_corrections_of_entities_are_no_figures_and_no_fault(path):
    with sqlite3.connect(path) as conn:
        conn.execute("insert into corrections (at, who, list, action, new) values ('2026', 'lan', 'units', 'merge', '[]')")
        row = ("2026", "lan", article(path, "a"), "units", "split", "x", "[]")
        conn.execute("insert into corrections (at, who, article, list, action, fact, new) values (?, ?, ?, ?, ?, ?, ?)", row)
        conn.execute("insert into corrections (at, who, list, action, undoes) values ('2026', 'lan', 'units', 'undo', 1)")
    assert told(path) == {}
    (lan,) = asked(path, people)
    assert (lan.actions, lan.undone) == ({"merge": 1, "split": 1, "undo": 1}, 1)


def test_status_prints_the_figures_and_what_waits(tmp_path, monkeypatch):
    steady(monkeypatch)
    path = archive_of(tmp_path)
    with Archive(path) as archive:
        review.accept(archive, "awards", fact(path, "awards", "c"), hand())
        review.change(archive, "amounts", fact(path, "amounts", "c"), "about", "quyên góp", hand())
    printed = CliRunner().invoke(app, ["status", str(path)]).output
    assert "\nawards                                 1       0       0   1.000   0.207 and 1.000\n" in printed
    assert "\n  about                                0       1       0   0.000   0.000 and 0.793\n" in printed
    assert "\n1 doubts wait (1 copies_disagree)\n" in printed
    assert TEXTS["c"] not in printed
