"""Printed blanks: the text that is read has one blank between words, the record counts in the text as it was given.

Old pages and scans print two or three blanks where one is meant. Four and more, or a tab, part columns and stay. A line that
breaks off inside a sentence goes on: the next begins small and one of the two is long; in a text of such lines, any that is as
long as they are.

    >>> even = Even("Chủ tịch  nước")
    >>> even.text, even.given(5, 13)
    ('Chủ tịch nước', (5, 14))
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from schemas.facts import LISTS, Mention, Record, stood

_MANY = re.compile(r"(?<=\S)[ \u00a0]{2,3}(?=\S)")
_BEFORE_BREAK = re.compile(r"(?:[^\W_]|[,;])[ \t\u00a0]{0,3}$")
_BREAK = re.compile(r"\n[ \t\u00a0]{0,3}(?=[^\W\d_])")
_LONG = 50  # characters of the shortest of two lines of which one can have been full
_WRAPPED, _NEARLY = 3, 0.7  # so many broken lines make a wrapped text; a line of that share of the longest was full


def unbroken(text: str) -> str:
    """`text` with a blank for each line break inside a sentence; the same length.

    >>> unbroken("Hội đồng Thi đua - Khen thưởng tỉnh Hà Nam đã thống nhất đề nghị\\ntặng Cờ thi đua.\\nÔng A\\nbà B")
    'Hội đồng Thi đua - Khen thưởng tỉnh Hà Nam đã thống nhất đề nghị tặng Cờ thi đua.\\nÔng A\\nbà B'
    """
    breaks = list(_breaks(text)) if "\n" in text else []
    small = [length for at, length, further in breaks if text[further].islower()]
    full = _NEARLY * max(small) if len(small) >= _WRAPPED else len(text)
    ends = [at for at, length, further in breaks if text[further].islower() or length >= full]
    if not ends:
        return text
    letters = list(text)
    for at in ends:
        letters[at] = " "
    return "".join(letters)


def _breaks(text: str) -> Iterator[tuple[int, int, int]]:
    """(line break, length of the line it ends, first letter of the next) where one of the two lines is long."""
    for match in _BREAK.finditer(text):
        end, further = match.span()
        if not _BEFORE_BREAK.search(text, max(0, end - 4), end):
            continue
        length = end - text.rfind("\n", 0, end) - 1
        stop = text.find("\n", further)
        if max(length, (stop if stop >= 0 else len(text)) - further) >= _LONG:
            yield end, length, further


class Even:
    """A text with one blank between words, and the way back: offsets, quotes and records of the text as given."""

    def __init__(self, given: str) -> None:
        self._given = given
        self._at: list[int] = []
        """Offsets in `text` of the blanks that stand for several."""
        self._gone = [0]
        """How many characters are left out before the first, second ... of them has passed."""
        whole = unbroken(given)
        pieces, last = [], 0
        for match in _MANY.finditer(whole) if "  " in whole or "\u00a0" in whole else ():
            pieces.append(whole[last : match.start() + 1])
            self._at.append(match.start() - self._gone[-1])
            self._gone.append(self._gone[-1] + match.end() - match.start() - 1)
            last = match.end()
        self.text = "".join([*pieces, whole[last:]]) if pieces else whole

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters start..end of `text` stand in the text as given."""
        return self._back(start), self._back(end - 1) + 1 if end > start else self._back(start)

    def _back(self, at: int) -> int:
        # A blank that stands for several is the first of them
        return at + self._gone[bisect_right(self._at, at - 1)]

    def record(self, record: Record) -> Record:
        """The record of `text`, made the record of the text as given."""
        if self.text == self._given:
            return record
        for name in LISTS:
            for fact in getattr(record, name):
                fact.mentions = [self.mention(m) for m in fact.mentions]
        record.article.mentions = [self.mention(m) for m in record.article.mentions]
        return record

    def mention(self, mention: Mention) -> Mention:
        """The words of `text` as a mention of the text as given."""
        start, end = self.given(mention.start, mention.end)
        return stood(start, end, self._given[start:end], mention.part)
