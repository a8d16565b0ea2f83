"""The contest of a prize or medal: told behind it, named once in its sentence, or what the article is about."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from extract.award_parts import Term
from extract.clauses import Clause
from extract.event_parts import named
from extract.folding import fold
from extract.lexicon import spread
from extract.text import Page
from schemas.facts import Event

_WON = ("giải thưởng", "huy chương")
_BEHIND = re.compile(r"[\s\"”»]*(?:(?:tại|ở|trong|của)\s+)?(?:các\s+)?")
_AT = re.compile(r"(?<!\w)(?:tại|ở|trong|qua|tham dự|dự|đoạt|giành|đạt)\s+(?:các\s+)?$")
_ENDS = re.compile(
    r"\s*[,(](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)|\s+(?:và\s+|đã\s+)?(?:tổ chức|trao|tặng|đoạt|giành|đạt|được|lần lượt|nội dung|công bố|"
    r"giải (?:nhất|nhì|ba|tư|khuyến|đặc|thưởng|[abc])|huy chương|năm (?:trước|sau|qua|nay))(?!\w)"
)


@functools.cache
def contests() -> re.Pattern[str]:
    """The nouns of contests."""
    nouns = sorted(map(fold, spread("contests")), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, nouns)) + r")(?!\w)")


class Occasions:
    """Finds the contests of one page."""

    def __init__(self, page: Page, events: Iterable[Event]) -> None:
        self.page = page
        told = [(m.start, m.end) for event in events for m in event.mentions if m.part == "kind"]
        held = [at for start, end in told if (noun := contests().match(page.fold, start)) and (at := self._named(noun, end))]
        self.held = held[0] if len({page.fold[slice(*at)] for at in held}) == 1 else None
        """The one contest that the article is about."""

    def of(self, clause: Clause, term: Term, status: str) -> tuple[int, int] | None:
        """Characters of the contest of a prize; None where none, or more than one, is named."""
        if term.form not in _WON:
            return None
        behind = _BEHIND.match(self.page.fold, term.end, clause.end)
        if behind and (noun := contests().match(self.page.fold, behind.end(), clause.end)):
            return self._named(noun, clause.end)
        found = (self._at(noun, clause.start, clause.end) for noun in self.page.find(contests(), clause.start, clause.end))
        told = [at for at in found if at and not at[0] <= term.start < at[1]]
        if len({self.page.fold[slice(*at)] for at in told}) == 1:
            return told[0]
        return self.held if status == "conferred" and not told else None

    def _at(self, noun: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
        """`tại Hội thi X`, `Tham dự cuộc thi Y`: the contest, where it is told as the place of what was won."""
        at = _AT.search(self.page.fold, max(start, noun.start() - 14), noun.start())
        return self._named(noun, end) if at else None

    def _named(self, noun: re.Match[str], end: int) -> tuple[int, int] | None:
        """The contest's name from its noun on, None where it is the noun alone, or two are named."""
        start, stop = named(self.page, noun.start(), noun.end(), end)
        if cut := _ENDS.search(self.page.fold, noun.end(), stop):
            stop = cut.start()
        # `tại Giải A và Hội khỏe B`: nobody tells at which; `cuộc thi Olympic Toán` is one
        two = any(other.start() > noun.end() + 1 for other in self.page.find(contests(), noun.end(), stop))
        return (start, stop) if stop > noun.end() + 1 and not two else None
