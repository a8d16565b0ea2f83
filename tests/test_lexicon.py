"""The trie of phrases and the word lists beside the code: what matches, what is longest, what is refused."""

import csv
import itertools
from collections import Counter
from pathlib import Path

import pytest
from drafts import draft_of
from hypothesis import given
from hypothesis import strategies as st

import extract
from extract.lexicon import Lexicon, longest, spread
from extract.phrases import rows
from extract.text import Page

FOLDER = Path(extract.__file__).parent / "lexicon"
WORDS = Lexicon(
    [
        ("head", "Sở", 1),
        ("head", "Sở Y tế", 2),
        ("body", "Thi đua, khen thưởng", 3),
        ("short", "SYT", 4),
        ("title", "Phó Giám đốc", 5),
        ("town", "Y tế Hòa", 6),
    ]
)


def found(text: str) -> list[tuple[str, object, str]]:
    return [(hit.kind, hit.value, text[hit.start : hit.end]) for hit in WORDS.find(Page(text))]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("sở Y  TẾ", [("head", 1, "sở"), ("head", 2, "sở Y  TẾ")]),
        ("Thi đua, khen thưởng", [("body", 3, "Thi đua, khen thưởng")]),
        ("thi đua - Khen thưởng", [("body", 3, "thi đua - Khen thưởng")]),
        ("thi đua khen thưởng", [("body", 3, "thi đua khen thưởng")]),
        ("SYT, phó\ngiám đốc", [("short", 4, "SYT"), ("title", 5, "phó\ngiám đốc")]),
        ("Y tế Hoà", [("town", 6, "Y tế Hoà")]),
    ],
)
def test_phrases_are_found_however_they_are_spelt(text: str, hits: list[tuple[str, object, str]]) -> None:
    assert found(text) == hits


@pytest.mark.parametrize(
    "text", ["", "so y te", "syt", "Syt", "Sởi", "giám đốc", "thi đua; khen thưởng", "thi đua, , khen thưởng"]
)
def test_accents_word_ends_and_small_abbreviations_count(text: str) -> None:
    assert found(text) == []


def test_longest_takes_the_leftmost_then_the_longest() -> None:
    hits = longest(WORDS.find(Page("Sở Y tế Hòa và Sở")))
    assert [(h.value, h.first, h.last) for h in hits] == [(2, 0, 3), (1, 5, 6)]


@given(st.lists(st.sampled_from(["Sở", "Y", "tế", "Hòa", "SYT", "Phó", "Giám", "đốc", ",", "thi", "đua", "khen", "thưởng"])))
def test_hits_stand_on_their_words_and_longest_do_not_cross(words: list[str]) -> None:
    page = Page(" ".join(words))
    hits = list(WORDS.find(page))
    assert all((page.tokens[h.first].start, page.tokens[h.last - 1].end) == (h.start, h.end) for h in hits)
    kept = longest(hits)
    assert all(a.last <= b.first for a, b in itertools.pairwise(kept))
    assert all(any(k.first < h.last and h.first < k.last for k in kept) for h in hits)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("title", ["Phó Giám đốc", "Giám đốc"]),
        ("head", ["Sở"]),
        ("sector", ["Y tế"]),
        ("level", ["tỉnh"]),
        ("province", ["Nam Định"]),
        ("honorific", ["ông"]),
        ("award", ["Giấy khen"]),
        ("body", ["Quốc hội"]),
        ("not_unit", ["tổ chức"]),
    ],
)
def test_hits_are_sorted_by_list(kind: str, words: list[str]) -> None:
    text = "Phó Giám đốc Sở Y tế tỉnh Nam Định tổ chức tặng Giấy khen cho ông Bảy ở Quốc hội."
    hits = draft_of(text).hits[kind]
    assert set(words) <= {text[h.start : h.end] for h in hits}
    assert [h.first for h in hits] == sorted(h.first for h in hits)


@pytest.mark.parametrize("text", ["trời xanh mây trắng", "TU, TT, HH"])
def test_common_words_and_spoilt_abbreviations_are_in_no_list(text: str) -> None:
    assert not {kind for kind in draft_of(text).hits if kind in ("head", "body", "title", "award")}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda p: p.stem)
def test_tables_have_whole_rows_and_no_row_twice(path: Path) -> None:
    table = rows(path.stem)
    assert table
    with path.open(encoding="utf-8", newline="") as lines:
        head, *body = csv.reader(lines)
    assert all(len(row) == len(head) for row in body)
    assert all(row[head[0]] == row[head[0]].strip() != "" for row in table)
    assert [row for row, n in Counter(map(tuple, body)).items() if n > 1] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda p: p.stem)
def test_lists_hold_each_phrase_once_without_comments(path: Path) -> None:
    phrases = spread(path.stem)
    assert phrases
    assert all(p == p.strip() and "#" not in p for p in phrases)
    assert [p for p, n in Counter(phrases).items() if n > 1] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_of_a_table_has_its_columns(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        table = list(csv.reader(lines))
    assert [row for row in table[1:] if len(row) != len(table[0])] == []
