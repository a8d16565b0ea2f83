"""Sentences. Which marks end one is underthesea's to say; it is asked once for each word that stands before a mark.

underthesea splits `(binhdinh.gov.vn)` differently from a reader; a split that no white space follows is one only between a word
in small letters and a capital (`tham gia.Trong`), one behind an abbreviation (`TX. Buôn Hồ`) or a list's number is none, and
one inside brackets or quotation marks is kept, since speeches hold sentences.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from underthesea import sent_tokenize

from extract.draft import Draft, component
from extract.text import Page

_SIGNS = ".?!…"
_MARKS = re.compile(rf"[{_SIGNS}]+(?=\s+(?P<next>\S)|(?<=[^\W\d_]{{3}}[{_SIGNS}])(?P<glued>[^\W\d_]{{2}}))")
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:TX|TP|Tp|T\.P|TT|Q|P|H|Tr|St|TS|ThS|Ths|GS|PGS|BS|Bs|KS|CN|NS|Th|T|Mr|Mrs|Ms|đ/c|Đ/c|[A-ZĐ])\.$"
)
_VOWELS = frozenset("aeiouy")
_ITEM = re.compile(r"(?<!\d)[:;]\s*\d{1,2}\.$")  # `: 1. Sở A; 2. Sở B`
_NUMBERED = re.compile(r"(?:\d{1,2}|[a-zđ])\.")
_LONGEST = 24
"""Characters before a mark that are looked at: more than any abbreviation has, so that cost does not grow with a word's length."""


def sentences(page: Page) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in order; a line break always ends one.

    >>> page = Page("1. Ông A về TP. Huế. Bà B (cơ quan X.Y.Z) ở lại.")
    >>> [page.quote(*sentence) for sentence in sentences(page)]
    ['1. Ông A về TP. Huế.', 'Bà B (cơ quan X.Y.Z) ở lại.']
    """
    found: list[tuple[int, int]] = []
    ends = sorted(page.tokens[i].start for sign in _SIGNS for i in page.places.get(sign, ()))
    for start, end in page.lines:
        begin = start
        for marks in _marks(page, ends, start, end):
            at = marks.end()
            if marks["glued"]:
                if _glued(page.text[at - 4 : at - 1], marks["glued"]):
                    found.append((begin, at))
                    begin = at
                continue
            word = page.text[max(begin, at - _LONGEST) : at].split()[-1]
            numbered = _NUMBERED.fullmatch(page.text, start, at) or _ITEM.search(page.text, max(begin, at - 6), at)
            if not _ends(word, marks["next"].isupper()) or numbered:
                continue
            if not _ABBREVIATED.search(page.text, max(begin, at - _LONGEST), at):
                found.append((begin, at))
                begin = marks.start("next")
        found.append((begin, end))
    return found


def _marks(page: Page, ends: list[int], start: int, end: int) -> Iterator[re.Match[str]]:
    """The marks of a line that may end a sentence; `ends` are the characters where marks stand."""
    reached = start
    for at in ends[bisect_left(ends, start) : bisect_left(ends, end)]:
        if at >= reached and (marks := _MARKS.match(page.text, at, end)):
            yield marks
            reached = marks.end()


def _glued(before: str, after: str) -> bool:
    """`60 cá nhân.Ngày 12/12, ...`: a whole word before the mark, one with a capital behind it; `ths.Lan` is an abbreviation."""
    return before.islower() and after.istitle() and not _VOWELS.isdisjoint(unicodedata.normalize("NFD", before))


@functools.lru_cache(maxsize=8192)
def _ends(word: str, capital: bool) -> bool:
    """Whether a sentence ends with the word and its marks, where a capital or a small letter follows."""
    following = "A" if capital else "a"
    return bool(sent_tokenize(f"{word} {following}")[-1] == following)


@component("sentences")
def run(draft: Draft) -> None:
    """Set `page.sentences`."""
    draft.page.parted(sentences(draft.page))
