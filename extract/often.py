"""How often an award was given: `3 lần được tặng Bằng khen`, `5 năm liền nhận Cờ thi đua`, `tặng Cờ thi đua hai năm liên tục`."""

from __future__ import annotations

import re

from extract.numerals import count_of
from extract.text import Page

# `3 lần được`, `5 năm liền nhận`, `; 1 năm nhận`, `5 năm liên tục, nhà trường đạt`
OFTEN = re.compile(
    r"(?<![\w.,/-])(?P<n>\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:lần (?:liên tiếp )?"
    r"|năm (?:(?:liền|liên tục|liên tiếp),? (?:(?:nhà trường|trường|đơn vị|công ty|sở|bệnh viện|xã|huyện|hội|phòng|trung tâm)(?!\w)[^,.;:]{0,60}? (?:đã |đều )?)?"
    r"|(?<=[,;] \d năm )|(?<=(?:có|và) \d năm )))(?=được|đạt|đoạt|nhận|giành|vinh dự)"
)
COUNTS_TIMES = re.compile(r" (?:lần|năm (?=li|nhận|được|đạt))")
TIMES_OF = re.compile(
    r"(?:(?:vinh dự )?được (?:(?!, (?:nay|năm|vừa)(?!\w)| được(?!\w))[^.;:]){0,80}?(?:trao tặng|phong tặng|tặng thưởng|tặng|trao|thưởng|công nhận|vinh danh)"
    r"|(?:vinh dự )?(?:được )?(?:đón )?nhận|đạt được|đạt|đoạt|giành được|giành)"
    r"(?: danh hiệu| là)?[\s\"“]*"
)
# `tặng Cờ thi đua hai năm liền.`: no deed behind it, as in `hai năm liền dẫn đầu`
BEHIND = re.compile(
    r"\s+(?:trong )?(?P<n>\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:năm (?:liền|liên tục|liên tiếp)|lần liên tiếp)(?=\s*(?:[.,;(]|$))"
)


def times_before(page: Page, left: int, at: int) -> int | None:
    """`2 lần được tặng Bằng khen`, `5 năm liền nhận Cờ thi đua`: how often, where the award itself is not counted."""
    if not COUNTS_TIMES.search(page.fold, left, at):
        return None
    often = list(page.find(OFTEN, left, at))
    told = TIMES_OF.fullmatch(page.fold, often[-1].end(), at) if often else None
    return count_of(often[-1]["n"]) if often and told else None


def times_behind(page: Page, end: int) -> int | None:
    """How often, told behind the award that ends at the character `end`."""
    often = BEHIND.match(page.fold, end)
    return count_of(often["n"]) if often else None
