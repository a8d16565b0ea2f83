"""Doubled blanks: the text that is read has one blank between words, the record counts in the text as it was given.

Old pages and scans print two or three blanks where one is meant. Four and more, or a tab, part columns and stay.

    >>> even = Even("Chủ tịch  nước")
    >>> even.text, even.given(5, 13)
    ('Chủ tịch nước', (5, 14))
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from schemas.facts import LISTS, Mention, Record

_MANY = re.compile(r"(?<=\S)[ \u00a0]{2,3}(?=\S)")


class Even:
    """A text with one blank between words, and the way back: offsets, quotes and records of the text as given."""

    def __init__(self, given: str) -> None:
        self._given = given
        self._at: list[int] = []
        """Offsets in `text` of the blanks that stand for several."""
        self._gone = [0]
        """How many characters are left out before the first, second ... of them has passed."""
        pieces, last = [], 0
        for match in _MANY.finditer(given):
            pieces.append(given[last : match.start() + 1])
            self._at.append(match.start() - self._gone[-1])
            self._gone.append(self._gone[-1] + match.end() - match.start() - 1)
            last = match.end()
        self.text = "".join([*pieces, given[last:]]) if pieces else given

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters start..end of `text` stand in the text as given."""
        return self._back(start), self._back(end - 1) + 1 if end > start else self._back(start)

    def _back(self, at: int) -> int:
        # A blank that stands for several is the first of them
        return at + self._gone[bisect_right(self._at, at - 1)]

    def record(self, record: Record) -> Record:
        """The record of `text` as the record of the text as given."""
        if not self._at:
            return record
        facts = {name: [self._moved(fact) for fact in getattr(record, name)] for name in LISTS}
        return record.model_copy(update={"article": self._moved(record.article), **facts})

    def _moved(self, fact: Any) -> Any:
        return fact.model_copy(update={"mentions": [self.mention(m) for m in fact.mentions]})

    def mention(self, mention: Mention) -> Mention:
        """The words of `text` as a mention of the text as given."""
        start, end = self.given(mention.start, mention.end)
        return Mention(start=start, end=end, quote=self._given[start:end], part=mention.part)
