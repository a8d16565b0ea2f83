"""Patterns are tried only where a word stands that they can begin with, and find what they find everywhere."""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import read
from extract.openings import DIGIT, Openings, openings, openings_of
from extract.text import Page
from extract.tokens import tokens

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
WORDS = [
    *(
        "tặng",
        "trao",
        "Trao",
        "BẰNG",
        "khen",
        "ngày",
        "5",
        "20",
        "năm",
        "2019",
        "thứ",
        "các",
        "hai",
        "12.500",
        "đ",
        "huy",
        "chương",
    ),
    *("và", "lễ", "tổ", "chức", "Ảnh", ":", "5/3", "-", ",", ".", '"', "'", "(", "(", ")", "\n", "ôngTrương", "xã", "quý", "III"),
    *("Nghị", "quyết", "số", "33/2021/NQ-HĐND", "được", "nhận", "tại", "sẽ", "tháng", "10", "1", "%", "công", "hoà", "đoàn"),
]


@functools.cache
def sought() -> list[re.Pattern[str]]:
    """Every pattern that pages look for while the samples are read and whose openings are known."""
    with mock.patch.object(Page, "_begins", autospec=True, side_effect=Page._begins) as asked:
        for file in SAMPLES.glob("*.txt"):
            read(file.read_text(encoding="utf-8"))
    patterns = {id(call.args[1]): call.args[1] for call in asked.call_args_list}
    known = [pattern for pattern in patterns.values() if openings_of(pattern).openings]
    assert len(known) > 0.7 * len(patterns), "what most patterns can begin with is no longer read from them"
    return known


@pytest.mark.parametrize(
    ("pattern", "whole", "parts"),
    [
        (r"(?<!\w)(?:tặng|trao tặng)(?!\w)", {"tặng", "trao"}, ()),
        (r"(?<!\w)(?:đ/c|đồng chí)\s", {"đ", "đồng"}, ()),
        (r"(?<!\w)trao", set(), ("trao",)),
        (r"(?<!\w)(?:các |hai )?xã ", {"các", "hai", "xã"}, ()),
        (r"(?<!\w)(?P<n>\d{1,3}|hai) người", {DIGIT, "hai"}, ()),
        (r"(?<![\d/.,])\d+ người", {DIGIT}, ()),
        (r"\b(?:từ|đến)\s", {"từ", "đến"}, ()),
        (r"(?<!\w)[Ảả]nh: ", {"ảnh"}, ()),
        (r"(?<!\w)a(?!\w)|(?<!\w)b(?!\w)", {"a", "b"}, ()),
        (r"(?<!\w)(?!của )(?=\w)ông (?:A|B)", {"ông"}, ()),
        (r"(?<!\w)lớp\d", set(), ("lớp",)),
    ],
)
def test_a_pattern_tells_what_it_begins_with(pattern, whole, parts):
    assert openings(re.compile(pattern)) == Openings(frozenset(whole), parts)


@pytest.mark.parametrize(
    "pattern",
    [
        r"tặng",
        r"(?<!\w)",
        r"(?<!\w)\w+ tặng",
        r"(?<!\w)(?:tặng)?",
        r'(?<!\w)(?:"|tặng)',
        r"(?<!\d)tặng",
        r"(?<!\w)tặng|trao",
        r"\d+",
    ],
)
def test_a_pattern_that_may_begin_anywhere_is_tried_everywhere(pattern):
    assert openings(re.compile(pattern)) is None


OPEN = [re.compile(pattern) for pattern in (r"(?<!\w)ng\w+", r"(?<!\w)tr[ao]", r"(?<!\w)(?:k|2)\w*")]
"""Patterns that leave the rest of the word open."""


def spans(found):
    return [match.span() for match in found]


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.txt")), ids=lambda file: file.stem)
def test_the_samples_are_searched_alike(file: Path) -> None:
    text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
    page = Page(text)
    for pattern in sought():
        assert spans(page.find(pattern)) == spans(pattern.finditer(page.fold)), pattern.pattern
        middle = len(text) // 2
        assert spans(page.find(pattern, 10, middle)) == spans(pattern.finditer(page.fold, 10, middle)), pattern.pattern
        first, told = page.first(pattern, middle), pattern.search(page.fold, middle)
        assert (first and first.span()) == (told and told.span()), pattern.pattern


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", "", "  "])), max_size=40))
def test_any_words_are_searched_alike(told: list[tuple[str, str]]) -> None:
    page = Page("".join(word + blank for word, blank in told))
    for pattern in [*sought(), *OPEN]:
        # An apostrophe between letters is a part of the word: `H'Lin`, `trao'tặng`
        if not re.search(r"\w'\w", page.text):
            assert spans(page.find(pattern)) == spans(pattern.finditer(page.fold)), pattern.pattern


def test_a_pattern_is_read_once() -> None:
    pattern = re.compile(r"(?<!\w)tặng(?!\w)")
    assert openings_of(pattern) is openings_of(pattern)


def test_tokens_stand_where_their_words_stand() -> None:
    text = "Ông\u00a0Ðoàn  Văn Hoà (LĐLĐ) tặng 1.500.000đ; ôngTrương  H'Lin trựcLĐLĐ “x” 5/3_a"
    found = tokens(text)
    assert [(t.i, text[t.start : t.end]) for t in found] == [(i, t.text) for i, t in enumerate(found)]
    assert [t.text for t in found][-13:-3] == ["ông", "Trương", "H'Lin", "trực", "LĐLĐ", "“", "x", "”", "5", "/"]
