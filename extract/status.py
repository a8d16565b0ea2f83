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
from extract.text import Page
from extract.why import Step

ORDER = ("none", "possible", "proposed", "past")

# `có thành tích giai đoạn 2015-2020`: when it was earned, not when it was given
_BRACKETS = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"(?<![\d/.-])(?:(?:19|20)\d\d ?- ?)?((?:19|20)\d\d)(?![\d/])")
_OPENING_YEAR = re.compile(r"^\W*(?:trong |từ )?năm (?:học )?((?:19|20)\d\d)")
EARNED = re.compile(r"(?<!\w)(?:thành tích|đóng góp)(?!\w)[^,.;()]{0,80}?(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d")

# `làm thủ tục đề nghị và được Bộ Y tế tặng Bằng khen`: what was asked for has been given
_GRANTED = re.compile(
    r"(?: (?!(?:được|tặng|cho|công nhận|trao)(?!\w))[^\W_]+){0,5}? và (?:(?:đã|vừa|vinh dự) )*được(?!\w)"
    r"(?:(?!(?<!\w)(?:nhất trí|đồng ý|thống nhất|thông qua|xem xét|xét|chấp thuận|ủng hộ)(?!\w))[^.;:]){0,100}?"
    r"(?<!\w)(?:trao tặng|phong tặng|truy tặng|tặng thưởng|tặng|trao|công nhận|khen thưởng)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The status and the words that decided it; `status` none means that there is no award.

    `rule` tells how it was decided, `at` the characters of the cue.
    """

    status: str
    cue: str | None = None
    rule: str = field(default="status.none_told", compare=False)
    at: tuple[int, int] = field(default=(-1, -1), compare=False)

    @property
    def step(self) -> Step:
        """The rule that decided, with its cue."""
        return (self.rule, *self.at)


@functools.cache
def cues() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(status, side, pattern over folded words) of every cue."""
    return tuple(
        (row["status"], row["side"], re.compile(rf"(?<!\w)(?:{fold(row['words'])})(?!\w)")) for row in rows("status_cues")
    )


def _by_cue(status: str, cue: re.Match[str]) -> Decision:
    return Decision(status, cue[0], "status.cue", cue.span())


def _last(page: Page, pattern: re.Pattern[str], stretches: list[tuple[int, int]]) -> re.Match[str] | None:
    found = None
    for start, end in reversed(stretches):
        for match in page.find(pattern, start, end):
            found = match
        if found:
            break
    return found


def _granted(page: Page, asked: int, award: int) -> bool:
    """Whether the words behind a proposal, which ends at the character `asked`, tell that it was granted before the award."""
    return asked <= award and _GRANTED.match(page.fold, asked, award) is not None


def decide(
    page: Page, before: list[tuple[int, int]], after: tuple[int, int], *, year: int | None, published: int | None, is_rule: bool
) -> Decision:
    """The status told by the characters `before` and `after` an award, in the order of the text.

    `year` is the award's own year, `published` the article's; `is_rule` tells that the text is about a law or rules.

    >>> page = Page("Hội nghị nhất trí đề nghị Chính phủ tặng Cờ thi đua")
    >>> decision = decide(page, [(0, 40)], (51, 51), year=None, published=2016, is_rule=False)
    >>> decision.status, page.quote(*decision.at)
    ('proposed', 'đề nghị')
    """
    hits: dict[str, re.Match[str]] = {}
    for status, side, pattern in cues():
        if status not in hits and (found := _last(page, pattern, before if side == "before" else [after])):
            hits[status] = found
    if "proposed" in hits and _granted(page, hits["proposed"].end(), after[0]):
        del hits["proposed"]
    if "conferred" in hits and "past" not in hits and not ({"none", "possible", "proposed"} & hits.keys()):
        return _by_cue("conferred", hits["conferred"])
    for status in ORDER:
        if status in hits:
            return _by_cue(status, hits[status])
    if year and published and year < published - 1:
        return Decision("past", str(year), "status.year")
    return Decision("possible", None, "status.rules") if is_rule else Decision("conferred")


def year_before(page: Page, stretches: list[tuple[int, int]]) -> int | None:
    """The last year told shortly before the award or at the head of its clause; years in brackets are an anniversary's."""
    before = " ".join([page.fold[start:end] for start, end in stretches])
    if "19" not in before and "20" not in before:
        return None
    near = _BRACKETS.sub(" ", before)
    if "thành tích" in near or "đóng góp" in near:
        near = EARNED.sub(" ", near)
    found = _YEAR.findall(near[-70:]) or _OPENING_YEAR.findall(near)
    return int(found[-1]) if found else None
