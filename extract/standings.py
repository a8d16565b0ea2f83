"""Prizes told of a place in a table: `Đoàn A xếp thứ ba với 4 HCV`, `Tiếp đến là đoàn B với 25 huy chương`."""

from __future__ import annotations

import re

from extract.award_parts import Term
from extract.pointers import Recipient, linked
from extract.recipients import Finder
from extract.verbs import GIVE

RANKS = re.compile(
    r"(?<!\w)(?:dẫn đầu|đứng đầu|(?:xếp|đứng)(?: ở)?(?: vị trí)? (?:thứ|hạng|nhất|nhì|ba)|về (?:nhất|nhì|ba))(?!\w)"
)
_WITH = r"(?:,? với (?:tổng (?:số|cộng) |thành tích )?(?:được )?(?:\d[\d.]*|[^\W\d_]+)\s*)"
_RANKED = re.compile(
    rf"\s*(?:(?:đã|đang|tạm|tiếp tục|xuất sắc|vươn lên|cùng|là đơn vị|là đoàn|là đội)\s+)*{RANKS.pattern}(?: \d{{1,2}})?[^.,;:()\d]{{0,50}}?{_WITH}"
)
_ALONE = re.compile(_WITH)
_NEXT_IS = re.compile(
    r"[,;.:\n]\s*(?:(?:tiếp|kế) (?:đến|theo|sau)|(?:xếp|đứng)(?: ở)? (?:vị trí |thứ |hạng |sau )[^.,;:()]{1,40}?|(?:các )?vị trí [^.,;:()]{1,30}?)"
    r"(?: lần lượt)? là\s*$"
)
_FOR = re.compile(r"(?<!\w)(?:giành|đoạt|đạt|mang về|đem về)(?: được)?(?!\w)")
FAR = 90  # characters of the longest words that tell a place in a table


def ranked(finder: Finder, term: Term, left: int) -> list[Recipient]:
    """Whose place in the table the prize is told with; `left` is where the award before or the clause ends."""
    if term.form not in ("huy chương", "giải thưởng"):
        return []
    found = finder.between(left, term.start)
    one = found[-1] if found and term.start - found[-1].end < FAR else None
    if not one or one.count:
        return []
    fold = finder.page.fold
    lead = finder.lead_of(one)
    if told := _RANKED.fullmatch(fold, one.end, term.start):
        return linked([one], "link.subject", *told.span())
    told = _ALONE.fullmatch(fold, one.end, term.start)
    begin = max(left, lead - FAR)
    opens = told and _NEXT_IS.search(("\n" if begin == left else "") + fold[begin:lead])
    return linked([one], "link.subject", begin, lead) if opens else []


def won_for(finder: Finder, term: Term, begin: int) -> bool:
    """`A giành 2 HCV cho đoàn B`: behind `cho` stands for whom A won them."""
    won = list(finder.page.find(_FOR, begin, term.start)) if term.form in ("huy chương", "giải thưởng") else []
    given = (m for m in finder.page.find(GIVE, won[-1].end(), term.start) if m[0] != "được") if won else iter(())
    return bool(won) and next(given, None) is None
