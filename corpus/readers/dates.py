"""The day of publication as pages and front matter write it. A day that is not wholly told is none."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

_VIETNAM = timezone(timedelta(hours=7))
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?(?!\d)")
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*((?:19|20)\d\d)(?!\d)")
_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+(?:tháng|Tháng|THÁNG)\s+(\d{1,2})\s*,?\s*(?:năm|Năm|NĂM)?\s*,?\s*((?:19|20)\d\d)(?!\d)")


def first_day(text: str) -> str | None:
    """The first whole date in `text` as an ISO date, in Vietnam's time where the text tells a zone.

    >>> first_day("2016-11-14T22:30:00Z"), first_day("Thứ Ba, 15/11/2016 | 14:30"), first_day("ngày 03 tháng 10 năm 2016")
    ('2016-11-15', '2016-11-15', '2016-10-03')
    >>> first_day("tháng 11/2016") is first_day("31/02/2016") is None
    True
    """
    found = sorted((m for p in (_ISO, _DAY, _WORDS) if (m := p.search(text))), key=lambda m: m.start())
    for match in found:
        try:
            return _iso(match).isoformat()
        except ValueError:
            continue
    return None


def _iso(match: re.Match[str]) -> date:
    if match.re is _DAY:
        return date(int(match[4]), int(match[3]), int(match[1]))
    if match.re is _WORDS:
        return date(int(match[3]), int(match[2]), int(match[1]))
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if not match[6]:
        return day
    zone = match[6].replace("Z", "+00:00")
    moment = datetime.fromisoformat(f"{day.isoformat()}T{match[4]}:{match[5]}:00{zone}")
    return moment.astimezone(_VIETNAM).date()
