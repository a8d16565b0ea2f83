"""Status of an award: proposed, conferred, past, possible, or none at all (`chưa được tặng`), and the cue that decided it.

Cues are data (`lexicon/status_cues.csv`); they are looked for in the clause that holds the award, nearest first in this
order: negation, rule or plan, proposal, the past. A year before the article's own makes a distinction one already held.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from extract.folding import fold
from extract.phrases import rows
from extract.why import Step

ORDER = ("none", "possible", "proposed", "past")


@dataclass(frozen=True, slots=True)
class Decision:
    """The status and the words that decided it; `status` none means that there is no award.

    `rule` tells how it was decided, `side` and `at` where the cue stands in the words before or after the award.
    """

    status: str
    cue: str | None = None
    rule: str = field(default="status.none_told", compare=False)
    side: str = field(default="", compare=False)
    at: tuple[int, int] = field(default=(-1, -1), compare=False)

    @property
    def step(self) -> Step:
        """The rule that decided, with its cue."""
        return (self.rule, *self.at)

    def placed(self, before: list[tuple[int, int]], after: int) -> Decision:
        """The decision with its cue's place in the text instead of in the words it was told.

        `before` are the stretches that were the words before the award, a blank between them; `after` is where those behind begin.

        >>> Decision("past", "từng", at=(7, 11), side="before").placed([(100, 104), (250, 300)], 310).at
        (252, 256)
        """
        first, last = self.at
        if last < 0:
            return self
        for start, end in [(after, after + last)] if self.side == "after" else before:
            if 0 <= first < end - start:
                at = (start + first, start + last) if start + last <= end else (-1, -1)
                return Decision(self.status, self.cue, self.rule, self.side, at)
            first, last = first - (end - start) - 1, last - (end - start) - 1
        return self


@functools.cache
def cues() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(status, side, pattern over folded words) of every cue."""
    return tuple(
        (row["status"], row["side"], re.compile(rf"(?<!\w)(?:{fold(row['words'])})(?!\w)")) for row in rows("status_cues")
    )


def _by_cue(status: str, side: str, cue: re.Match[str]) -> Decision:
    return Decision(status, cue[0], "status.cue", side, cue.span())


def decide(before: str, after: str, *, year: int | None, published: int | None, is_rule: bool) -> Decision:
    """The status told by the folded clause before and after an award.

    `year` is the award's own year, `published` the article's; `is_rule` tells that the text is about a law or rules.

    >>> decide("hội nghị nhất trí đề nghị chính phủ tặng ", "", year=None, published=2016, is_rule=False).status
    'proposed'
    """
    hits: dict[str, tuple[str, re.Match[str]]] = {}
    for status, side, pattern in cues():
        found = list(pattern.finditer(before if side == "before" else after))
        if found:
            hits.setdefault(status, (side, found[-1]))
    if "conferred" in hits and "past" not in hits and not ({"none", "possible", "proposed"} & hits.keys()):
        return _by_cue("conferred", *hits["conferred"])
    for status in ORDER:
        if status in hits:
            return _by_cue(status, *hits[status])
    if year and published and year < published - 1:
        return Decision("past", str(year), "status.year")
    return Decision("possible", None, "status.rules") if is_rule else Decision("conferred")
