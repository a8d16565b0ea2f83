"""Which days are days of a deed: one that opens a clause (`Ngày 5/3, Sở ban hành ...`), no deadline and no anniversary.

>>> from extract import dates
>>> page = Page("Hưởng ứng Tháng Thanh niên (1/3/2020 đến 31/3/2020), chiều 5/3/2020, Sở Y tế ban hành kế hoạch.")
>>> [day.iso for day in dates.find(page) if is_of_deed(page, 0, day)]
['2020-03-05']
"""

from __future__ import annotations

import re

from extract.draft import DateSpan
from extract.text import Page

_NOT_THE_DAY = re.compile(
    r"(?:(?<!từ )(?:tính |kể )?(?:đến|tới|trước|kể từ|tính từ|hạn)\s+(?:hết\s+)?(?:ngày\s+)?"
    r"|(?:kỷ niệm|chào mừng|hưởng ứng|nhân dịp|lập thành tích|thành lập|giải phóng|truyền thống|sinh)\s[^,;.]{0,60}"
    r"|(?:kết thúc|bế mạc|công bố)\s[^,;.]{0,15}|lần thứ nhất[^,;.]{0,10})$"
)
_NOW = re.compile(r"(?:nay|qua|mai|sáng|trưa|chiều|tối|(?<!\d )ngày)\s*\(\s*(?:sáng |chiều |tối |trưa )?(?:ngày\s*)?$")
_IS_A_DAY = re.compile(r"\s*(?:là|chính là|hằng năm|hàng năm)(?!\w)")


def is_of_deed(page: Page, start: int, date: DateSpan) -> bool:
    """Whether something may have been done on this day: no anniversary, no deadline, no day in brackets but `sáng nay (5/3)`.

    `start` is where the sentence begins.
    """
    before = page.fold[max(start, date.start - 90) : date.start]
    inside = page.text.rfind("(", start, date.start) > page.text.rfind(")", start, date.start)
    if _NOT_THE_DAY.search(before) or (inside and not _NOW.search(before)):
        return False
    return _IS_A_DAY.match(page.fold, date.end) is None


def opens(page: Page, start: int, at: int) -> bool:
    """Whether the day opens a clause: `Sáng 5/4,`, `..., chiều 20.11.2019, tại`."""
    before = page.fold[start:at]
    return (
        re.search(
            r"(?:^|[,;(\-–—:]\s*|^.{0,40}[-–—)]\s*)(?:vào |trong |rạng )?(?:(?:hai|ba|2|3|các) ngày |(?:khoảng )?\d{1,2}(?:h|g|:)\d{0,2},? ?|lúc )?"
            r"(?:từ )?(?:sáng|trưa|chiều|tối|đêm|ngày|hôm|thứ \w+|chủ nhật|nay|qua|mùng|[,(\s])*$",
            before,
        )
        is not None
    )
