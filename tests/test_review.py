"""Corrections by people: laid over at once, kept by a new extraction, taken back by a row of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from making import ask, dump, mention, record

from corpus import review
from corpus.archive import Archive
from corpus.article import Article
from corpus.corrections import CorrectionError
from corpus.ingest import ingest
from corpus.inputs import extract_record
from corpus.reextract import reextract
from corpus.review import Hand
from corpus.runs import Tally
from schemas import Record

HAND = Hand("lan", "2026-02-03T04:05:06", "đọc lại bản in")
TEXTS = {
    "a": "Ngày 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị.\n\nÔng Lê Văn Sáu, Giám đốc Sở Y tế, trao Bằng khen của Bộ Y tế cho "
    "Bệnh viện Phụ sản và tặng 5.000.000 đồng.\n",
    "b": "Ngày 7/3/2020, Sở Nội vụ tỉnh Nam Định tổ chức hội nghị.\n\nBà Trần Thị Hoa, Phó Giám đốc Sở Nội vụ, chủ trì.\n",
}


def then() -> str:
    return "2026-01-02T03:04:05"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "bai"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([folder], tmp_path / "a.db", now=then)
    return tmp_path / "a.db"


def fact(path: Path, table: str, where: str) -> str:
    (told,) = ask(path, f"select id from {table} where {where}")
    return str(told)


def facts(path: Path) -> dict[str, list[object]]:
    """All but what tells of the corrections themselves."""
    told = dump(path)
    return {name: rows for name, rows in told.items() if name not in ("corrections", "extracted", "failures")}


def again(path: Path, reader=extract_record) -> Tally:
    return reextract(path, now=then, everything=True, reader=reader)


def test_a_value_is_changed_and_the_change_is_a_row(path):
    with Archive(path) as archive:
        review.change(archive, "awards", fact(path, "awards", "1"), "recipient", "Bệnh viện Phụ sản Nam Định", HAND)
    assert ask(path, "select recipient from awards") == ["Bệnh viện Phụ sản Nam Định"]
    (row,) = ask(path, "select who, at, action, field, old, new, why from corrections")
    told = json.dumps("Bệnh viện Phụ sản Nam Định", ensure_ascii=False)
    assert row == ("lan", HAND.at, "change", "recipient", '"Bệnh viện Phụ sản"', told, "đọc lại bản in")
    assert ask(path, "select m.quote from mentions m join awards a on m.fact = a.id where m.part = 'recipient'") == [
        "Bệnh viện Phụ sản"
    ]


@pytest.mark.parametrize("correct", ["reject", "change", "add", "accept", "unlink"])
def test_a_correction_is_kept_by_a_new_extraction_and_can_be_taken_back(path, correct):
    before = facts(path)
    post = "Giám đốc Sở Y tế"
    with Archive(path) as archive:
        if correct == "reject":
            number = review.reject(archive, "amounts", fact(path, "amounts", "1"), HAND)
        elif correct == "change":
            number = review.change(archive, "amounts", fact(path, "amounts", "1"), "value", 7_000_000, HAND)
        elif correct == "accept":
            number = review.accept(archive, "amounts", fact(path, "amounts", "1"), HAND)
        elif correct == "add":
            words = mention(TEXTS["a"], "Bệnh viện Phụ sản").model_dump()
            article = fact(path, "articles", "path = 'bai/a.txt'")
            values = {"title": "Thi đua", "kind": "chủ đề", "mentions": [words]}
            number = review.add(archive, article, "themes", values, HAND)
        else:
            where = "list = 'posts' and target = 'units' and fact in (select id from posts where title = 'Giám đốc')"
            number = review.unlink(archive, fact(path, "resolutions", where), HAND)
    corrected = facts(path)
    if correct == "accept":
        assert corrected == before, post
    else:
        assert corrected != before
    assert again(path) == Tally(read=2, stored=2)
    assert facts(path) == corrected
    with Archive(path) as archive:
        review.undo(archive, number, HAND)
    assert facts(path) == before
    assert ask(path, "select count(*) from extracted") == [0]
    assert ask(path, "select action, undoes from corrections where undoes is not null") == [("undo", number)]


def test_two_corrections_of_one_fact_and_the_first_taken_back(path):
    with Archive(path) as archive:
        first = review.change(archive, "amounts", fact(path, "amounts", "1"), "value", 7_000_000, HAND)
        review.change(archive, "amounts", fact(path, "amounts", "1"), "about", "tặng quà", HAND)
        assert ask(path, "select value, about from amounts") == [(7_000_000, "tặng quà")]
        review.undo(archive, first, HAND)
    assert ask(path, "select value, about from amounts") == [(5_000_000, "tặng quà")]
    again(path)
    assert ask(path, "select value, about from amounts") == [(5_000_000, "tặng quà")]


def test_a_correction_finds_its_fact_among_others_that_the_new_extraction_reads(path):
    with Archive(path) as archive:
        review.change(archive, "awards", fact(path, "awards", "1"), "recipient", "Bệnh viện Nhi", HAND)

    def other(article: Article) -> Record:
        told = extract_record(article)
        for award in told.awards:
            award.grantor = "Bộ trưởng Bộ Y tế"
        return told

    again(path, other)
    assert ask(path, "select recipient, grantor from awards") == [("Bệnh viện Nhi", "Bộ trưởng Bộ Y tế")]


def test_a_correction_whose_fact_is_gone_is_kept_and_told(path):
    with Archive(path) as archive:
        number = review.change(archive, "amounts", fact(path, "amounts", "1"), "value", 7_000_000, HAND)
    again(path, lambda article: record(article.text, units=["Sở Y tế"] if "Sở Y tế" in article.text else []))
    assert ask(path, "select unplaced from extracted") == [f"[{number}]"]
    again(path)
    assert ask(path, "select unplaced from extracted") == ["[]"]
    assert ask(path, "select value from amounts") == [7_000_000]


@pytest.mark.parametrize(
    ("name", "told", "field", "value", "why"),
    [
        ("amounts", "khong-co", "value", 1, "no fact 'khong-co'"),
        ("amounts", None, "sum", 1, "no field 'sum'"),
        ("amounts", None, "value", "nhiều", "does not fit"),
        ("awards", None, "status", "given", "does not fit"),
    ],
)
def test_what_cannot_be_corrected_is_refused_and_changes_nothing(path, name, told, field, value, why):
    before = dump(path)
    with Archive(path) as archive, pytest.raises(CorrectionError, match=why):
        review.change(archive, name, told or fact(path, name, "1"), field, value, HAND)
    assert dump(path) == before


def test_an_undo_cannot_be_undone_twice_over(path):
    with Archive(path) as archive:
        number = review.reject(archive, "amounts", fact(path, "amounts", "1"), HAND)
        undone = review.undo(archive, number, HAND)
        for wrong in (undone, 99):
            with pytest.raises(CorrectionError, match="there is none"):
                review.undo(archive, wrong, HAND)
        with pytest.raises(CorrectionError, match="taken back already"):
            review.undo(archive, number, HAND)
    assert ask(path, "select count(*) from corrections where action = 'undo'") == [1]


def test_a_rejected_fact_that_is_read_otherwise_is_told(path):
    with Archive(path) as archive:
        number = review.reject(archive, "amounts", fact(path, "amounts", "1"), HAND)

    def other(article: Article) -> Record:
        told = extract_record(article)
        for amount in told.amounts:
            amount.mentions[0] = mention(article.text, "tặng 5.000.000 đồng", "value")
            amount.about, amount.value = "khác", 5
        return told

    again(path, other)
    told = ask(path, "select unplaced from extracted")
    assert told == [f"[{number}]"] or ask(path, "select count(*) from amounts") == [0]


def test_an_added_fact_that_is_read_later_is_there_once(path):
    def less(article: Article) -> Record:
        return extract_record(article).model_copy(update={"amounts": []})

    (values,) = (row.model_dump(mode="json") for row in extract_record(Article("a", TEXTS["a"], b"")).amounts)
    again(path, less)
    with Archive(path) as archive:
        review.add(archive, fact(path, "articles", "path = 'bai/a.txt'"), "amounts", values, HAND)
    assert ask(path, "select count(*) from amounts") == [1]
    again(path)
    assert ask(path, "select count(*) from amounts") == [1]


@pytest.mark.parametrize(("name", "values"), [("sums", {}), ("units", {"name": "Sở X"}), ("amounts", {"value": float("nan")})])
def test_what_cannot_be_added_is_refused(path, name, values):
    words = {"mentions": [{"start": 0, "end": 4, "quote": "Sở X", "part": "name"}]}
    before = dump(path)
    with Archive(path) as archive, pytest.raises(CorrectionError):
        review.add(archive, fact(path, "articles", "path = 'bai/a.txt'"), name, values | words, HAND)
    assert dump(path) == before
