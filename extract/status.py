"""Status of an award: proposed, conferred, past, possible, or none at all (`chưa được tặng`), and the cue that decided it.

Cues are data (`lexicon/status_cues.csv`); they are looked for in the clause that holds the award, nearest first in this
order: negation, rule or plan, proposal, the past. A year before the article's own makes a distinction one already held.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from extract.phrases import rows
from extract.text import fold

ORDER = ("none", "possible", "proposed", "past")


@dataclass(frozen=True, slots=True)
class Decision:
    """The status and the words (characters) that decided it; `status` none means that there is no award."""

    status: str
    cue: str | None = None


@functools.cache
def cues() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(status, side, pattern over folded words) of every cue."""
    return tuple(
        (row["status"], row["side"], re.compile(rf"(?<!\w)(?:{fold(row['words'])})(?!\w)")) for row in rows("status_cues")
    )


def decide(before: str, after: str, *, year: int | None, published: int | None, is_rule: bool) -> Decision:
    """The status told by the folded clause before and after an award.

    `year` is the award's own year, `published` the article's; `is_rule` tells that the text is about a law or rules.

    >>> decide("hội nghị nhất trí đề nghị chính phủ tặng ", "", year=None, published=2016, is_rule=False).status
    'proposed'
    """
    hits: dict[str, str] = {}
    for status, side, pattern in cues():
        found = list(pattern.finditer(before if side == "before" else after))
        if found:
            hits.setdefault(status, found[-1][0])
    if "conferred" in hits and "past" not in hits and not ({"none", "possible", "proposed"} & hits.keys()):
        return Decision("conferred", hits["conferred"])
    for status in ORDER:
        if status in hits:
            return Decision(status, hits[status])
    if year and published and year < published - 1:
        return Decision("past", str(year))
    return Decision("possible" if is_rule else "conferred", None)
