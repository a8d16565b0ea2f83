"""The years that an article reports on: what a body's own totals tell of them is news, not its past (guidelines: decided cases).

>>> from extract.text import Page
>>> reported(Page("Ngày 12/5/2010, Sở A tổng kết phong trào thi đua yêu nước giai đoạn 2005 - 2009."), 2010)
(2005, 2009)
"""

from __future__ import annotations

import re

from extract.award_parts import Term
from extract.pointers import Recipient
from extract.status import Decision
from extract.text import Page

HEAD = 1200  # characters of the article in which stands what it reports on
LONGEST = 6  # years of the longest period that is summed up; longer ones are an anniversary's
SUMS_UP = re.compile(
    r"(?<!\w)(?:tổng kết|sơ kết|nhìn lại|hội nghị điển hình tiên tiến|đại hội thi đua)(?!\w)[^.;\n]{0,120}?"
    r"(?<!\w)(?P<first>(?:19|20)\d\d) ?[-–] ?(?P<last>(?:19|20)\d\d)(?![\d/])"
)
YEAR = re.compile(r"(?:19|20)\d\d")


def reported(page: Page, published: int | None) -> tuple[int, int] | None:
    """The years that a conference or report just held sums up."""
    found = page.first(SUMS_UP, 0, min(HEAD, len(page.fold))) if published else None
    if not found or not published:
        return None
    first, last = int(found["first"]), int(found["last"])
    return (first, last) if 0 < last - first < LONGEST and published - 2 <= last <= published else None


def within(period: tuple[int, int] | None, term: Term, to: list[Recipient], decision: Decision) -> bool:
    """Whether an award is past only by its year, which is one of those reported, and no person's, whose life is told."""
    if not period or decision.rule != "status.year" or not to or any(one.kind == "person" for one in to):
        return False
    years = [int(year) for year in YEAR.findall(f"{decision.cue} {term.year or ''}")]
    return all(period[0] <= year <= period[1] for year in years)
