"""Dates as written: `ngày 03 tháng 10 năm 2016`, `11/11/2016`, `Tối 20.9`, `2-10.8`, `tháng 7/1931`, `quý III năm 2016`.

A date without its year takes the year of publication, else the year the text speaks of. A day and month alone is read only
after a word that announces a date, so that scores (6/1), ratios (22/63) and squares named 10/3 are left alone.

    >>> [d.iso for d in find(Page("Chiều 11/11/2016 và ngày 3 tháng 10 năm 2016, tỷ số 6/1"))]
    ['2016-11-11', '2016-10-03']
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator

from extract.draft import DateSpan, Draft, component
from extract.lexicon import spread
from extract.text import Page, found_at

_D, _M, _Y = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>(?:1[89]|20)\d\d)"
_TAIL = r"(?![\d]|[.,/-]\d|\s?%)"
_HEAD = r"(?<![\d/.,])(?<!\d-)(?<!thứ )"
# `12 và 13/4`, `12, 13 và 14/4`, `22 - 23.4`, `12 đến ngày 15/4`: the first day is the one that counts
_MORE = r"(?:\s*(?:-|,|và|đến|&)\s*(?:hết\s+)?(?:ngày\s+)?\d{1,2}){0,4}"
_QUARTER = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PATTERNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("words", rf"{_HEAD}{_D}{_MORE}\s+tháng\s+{_M}(?:(?:\s*,?\s*năm\s+|\s*[/.-]\s*){_Y})?{_TAIL}"),
        ("full", rf"{_HEAD}{_D}{_MORE}\s?(?P<sep>[/.-])\s?{_M}\s?(?P=sep)\s?{_Y}{_TAIL}"),
        ("short", rf"{_HEAD}{_D}{_MORE}(?P<sep>[/.-]){_M}(?:(?P=sep)(?P<yy>\d\d))?{_TAIL}"),
        ("loose", rf"(?<!\d)(?<=ngày ){_D} - {_M}(?=\s*,)"),
        ("month", rf"tháng\s?{_M}\s?(?:năm\s|[/.-])\s?{_Y}{_TAIL}"),
        ("quarter", rf"quý\s+(?P<q>iv|i{{1,3}}|[1-4])\s?(?:[/-]|,?\s*năm)\s?{_Y}{_TAIL}"),
        ("year", rf"năm\s+{_Y}{_TAIL}"),
    )
)
_OF_DAYS = ("words", "full", "short", "loose")
_DAYISH = re.compile(r"(?<!\d)\d{1,2}(?!\d)\s*(?:[-/.,&]|và|đến|tháng)")
"""What a day begins with: most numbers are none."""
_RULES = {"words": "date.words", "full": "date.full", "short": "date.short", "loose": "date.short"}
_NAMED = re.compile(r"\b(?:" + "|".join(spread("date_names")) + r")\s*$")
_ANNOUNCED = re.compile(r"\b(?:" + "|".join(spread("date_cues")) + r")\s*[,:(]?\s*$")
# After these a fraction or a price is as likely (`từ 2.5 triệu`, `đến 2/3 số hộ`): only 21/3, or 5/3 with an end after it, is a date
_BOUNDED = re.compile(r"\b(?:từ|đến|tới|trước|sau|vào|lúc|dịp|hết|và|-)\s*$")
_ENDS = re.compile(r"\s*(?:[,.;:)(-]|đến|tới|tại|vừa|hàng|hằng|này|sẽ|và|$)")
_PERIOD = re.compile(
    r"(?:(?<!\w)(?:giai đoạn|nhiệm kỳ|tầm nhìn|phương hướng|kế hoạch|nhiệm vụ|mục tiêu)[^.;]{0,40}|\b(?:đến|tới)\s)$"
)
# `sinh năm 1987`, `từ năm 2014`, `thành lập ngày 16-10-1945`: years long before the text
_BEFORE_NOW = re.compile(
    r"(?<!\w)(?:sinh|sn|mất|hy sinh|thành lập|ra đời|nhập ngũ|xuất ngũ|tốt nghiệp|kết nạp|vào đảng|từ|kể từ|hồi|vào|trước|sau)"
    r"\s*(?:vào\s+)?(?:ngày|năm|tháng)?\s*$"
)
# The year an award is for is often the one before it is given
_REWARDED = re.compile(
    r"(?<!\w)(?:giải thưởng|giải báo chí|danh hiệu|cờ thi đua|bằng khen|chiến sĩ thi đua|học bổng|kết quả giải)(?!\w)[^.,;:()]{0,60}$"
)
# `tái lập tỉnh (1-4-1992)`: a day of history told in brackets
_HISTORIC = re.compile(
    r"(?<!\w)(?:thành lập|tái lập|chia tách|ra đời|giải phóng|khai sinh|ngày sinh|ngày mất)(?!\w)[^.;()]{0,60}\(\s?$"
)
# `kỷ niệm 40 năm thành lập trường (1979 - 2019)`: the range ends with the year in which it is held
_JUBILEE = re.compile(
    r"(?<!\w)kỷ niệm[^.;()]{0,90}\(\s?(?:\d{1,2}([/.-])\d{1,2}\1)?(?:1[89]|20)\d\d\s?[-–]\s?"
    r"(?:\d{1,2}([/.-])(?P<m>\d{1,2})\2)?(?P<y>(?:19|20)\d\d)\s?\)"
)
# `Đại hội ... nhiệm kỳ 2016 - 2021`: a congress opens its term
_TERM = re.compile(
    r"(?<!\w)(?<!mừng )(?<!tới )(?<!quyết )(?<!bị )đại hội(?!\w)[^.;]{0,120}?(?<!\w)nhiệm kỳ\s(?P<y>20\d\d)\s?[-–]\s?20\d\d"
)
TO = re.compile(r"\s*(?:-|–|đến|tới)\s*(?:hết\s+)?(?:ngày\s+)?")
# `lễ khai giảng năm học 2025-2026` in the autumn is of the first year, `tổng kết năm học 2024-2025` in the summer of the second
_SCHOOL_OPENS = re.compile(
    r"(?<!\w)(?:khai giảng|khai trường|tựu trường|đón tân sinh viên|chào tân sinh viên)(?!\w)[^.;]{0,90}?(?<!\w)năm học\s(?P<y>20\d\d)\s?[-–]\s?(?P<other>20\d\d)"
)
_FIRST_TERM = re.compile(
    r"(?<!\w)(?:sơ kết|kết thúc) (?:học )?kỳ (?:i|1)(?!\w)[^.;]{0,80}?(?<!\w)năm học\s(?P<other>20\d\d)\s?[-–]\s?(?P<y>20\d\d)"
)
_SCHOOL_CLOSES = re.compile(
    r"(?<!\w)(?:tổng kết|bế giảng)(?!\w)[^.;,]{0,40}?(?<!\w)năm học\s(?P<other>20\d\d)\s?[-–]\s?(?P<y>20\d\d)"
)
_SCHOOL = ((range(8, 12), _SCHOOL_OPENS), (range(5, 9), _SCHOOL_CLOSES), (range(1, 3), _FIRST_TERM))
"""The months in which a school year tells its first or its second year."""
# `19-10, Hội Phụ nữ tỉnh tổ chức ...`: the day that a report begins with
_FIRST_WORDS = re.compile(r"\s*(?:\([^()\n]{1,20}\)\s*[-–]?\s*|\w{2,8}\s*[-–]\s*)?")
_GOES_ON = re.compile(r",\s+(?:tại\s|[A-ZĐÀ-Ỹ])")
# `Nghị quyết số 33/2021/NQ-HĐND ngày 12/8/2021`: what is reported comes after the document that it cites
_CITED = re.compile(r"\d/[^\s,;()]{2,30}[,;]?\s+(?:ký |ban hành )?ngày\s+$")
_STATUTE = re.compile(r"(?<!\w)(?:luật|pháp lệnh|nghị định|nghị quyết|thông tư|chỉ thị|hướng dẫn|kết luận)(?!\w)[^.;]{0,60}$")
_CLOSING = re.compile(r"tổng kết|sơ kết")
_EARLY = 6
"""Months in which the awards of the year before are still being given."""
_NEAR = 31
"""Days by which a full date of the same sentence may differ from the date that takes its year."""
_DISTANT = 90
"""Days by which a past date may follow the date that is to get its year from the text; beyond, the year cannot be right."""


def find(page: Page, published_on: str | None = None) -> list[DateSpan]:
    """Every date of the text, in order, without overlaps."""
    spans: list[DateSpan] = []
    taken = bytearray(len(page.text))
    days = [match.start() for match in page.find(_DAYISH)]
    for name, pattern in _PATTERNS:
        for match in found_at(pattern, page.fold, days) if name in _OF_DAYS else page.find(pattern):
            start, end = match.span()
            if 1 not in taken[start:end] and _plausible(page, name, match):
                taken[start:end] = b"\1" * (end - start)
                spans.append(_span(match, name))
    spans.sort(key=lambda s: s.start)
    _give_years(page, spans, published_on)
    return spans


def _plausible(page: Page, name: str, match: re.Match[str]) -> bool:
    parts = match.groupdict()
    if name in ("month", "full", "words", "short", "loose") and not 1 <= int(parts["m"]) <= 12:
        return False
    if name in ("full", "words", "short", "loose") and not 1 <= int(parts["d"]) <= 31:
        return False
    before = page.fold[max(0, match.start() - 30) : match.start()]
    if _NAMED.search(before) and not parts.get("y"):
        return False
    if name != "short":
        return True
    if _ANNOUNCED.search(before):
        return True
    begins = _FIRST_WORDS.fullmatch(page.fold, page.line_of(match.start())[0], match.start())
    if begins and _GOES_ON.match(page.text, match.end()) and (parts["sep"] == "/" or int(parts["d"]) > 12):
        return True
    sure = parts["sep"] == "/" and (int(parts["d"]) > 12 or _ENDS.match(page.fold, match.end()) is not None)
    return sure and _BOUNDED.search(before) is not None


def _span(match: re.Match[str], name: str) -> DateSpan:
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    if parts.get("yy"):
        year = 2000 + int(parts["yy"]) if int(parts["yy"]) < 60 else 1900 + int(parts["yy"])
    month = int(parts["m"]) if parts.get("m") else None
    if parts.get("q"):
        month = 3 * _QUARTER[parts["q"]] - 2
    day = int(parts["d"]) if parts.get("d") else None
    why = ((_RULES.get(name, "date.part"), *match.span()),)
    return DateSpan(match.start(), match.end(), year, month, day, iso(year, month, day), why)


def iso(year: int | None, month: int | None, day: int | None) -> str | None:
    """The ISO date, or None where a part is missing or the day does not exist."""
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _give_years(page: Page, spans: list[DateSpan], published_on: str | None) -> None:
    told = list(_timely(page, [s for s in spans if s.year]))
    rewarded = [s for s in told if not s.day and page.first(_REWARDED, max(0, s.start - 90), s.start)]
    apart = {s.start for s in rewarded}
    sure = [s for s in told if s.start not in apart]
    # A year told of awards may be over in the first months, whatever else is told of it (`có hiệu quả trong năm 2016`)
    over = {s.year for s in rewarded} - {s.year for s in sure if s.day}
    latest = max((s.iso for s in spans if s.iso), default=None)
    cited = max((s.iso for s in spans if s.iso and _is_cited(page, s)), default="")
    for i, span in enumerate(spans):
        if span.year or span.day is None or span.month is None:
            continue
        if i + 1 < len(spans) and (ends := _year_of_end(page, span, spans[i + 1])):
            span.year = ends
            span.why += (("date.year_of_text", -1, -1),)
        elif published_on:
            span.year = _year_by(published_on, span.month)
            span.why += (("date.published", -1, -1),)
        else:
            early = span.month <= _EARLY
            span.year = _year_of_text(page, span, sure if early else told, over if early else set())
            if span.year and latest and (_contradicted(span, latest) or (iso(span.year, span.month, span.day) or "") < cited):
                span.year = None
            span.why += (("date.year_of_text", -1, -1),) if span.year else ()
        span.iso = iso(span.year, span.month, span.day)


def _year_of_end(page: Page, span: DateSpan, end: DateSpan) -> int | None:
    """The year of the first day of a range that tells it with the last: `từ ngày 20/12 đến 5/1/2025`."""
    if end.year is None or end.day is None or end.month is None or not TO.fullmatch(page.fold, span.end, end.start):
        return None
    later = ((span.month or 0), (span.day or 0)) > (end.month, end.day)
    return end.year - later


def _year_of_text(page: Page, span: DateSpan, told: list[DateSpan], over: set[int | None]) -> int | None:
    latest = max((s.year for s in told if s.year), default=None)
    return (
        _year_turned(page, span) or _year_near(page, span, told) or _year_held(page, span) or (None if latest in over else latest)
    )


def _year_held(page: Page, span: DateSpan) -> int | None:
    """The year that a jubilee's range ends with, a congress's term begins with, or a school year tells, in the same sentence."""
    sentence = page.sentence_of(span.start)
    match = page.first(_JUBILEE, *sentence) or page.first(_TERM, *sentence)
    for months, pattern in _SCHOOL:
        if match is None and span.month in months:
            told = page.first(pattern, *sentence)
            match = told if told and abs(int(told["y"]) - int(told["other"])) == 1 else None
    return int(match["y"]) if match else None


def _year_turned(page: Page, span: DateSpan) -> int | None:
    """The year of a jubilee told with its days: `60 năm thành lập (3/1/1964-3/1/2024)` may be feted in December, or in January another."""
    match = page.first(_JUBILEE, *page.sentence_of(span.start))
    if match is None or not match["m"] or not span.month:
        return None
    apart = span.month - int(match["m"])
    return int(match["y"]) + (apart < -6) - (apart > 6)


def _year_by(published_on: str, month: int) -> int:
    """Year of publication; December read in January is last year's, and January announced in December next year's."""
    year, now = int(published_on[:4]), int(published_on[5:7])
    return year - 1 if month == 12 and now == 1 else year + 1 if month == 1 and now == 12 else year


def _year_near(page: Page, span: DateSpan, told: list[DateSpan]) -> int | None:
    """The latest year told in the same sentence; a year that is being summed up in January or February is over."""
    start, end = page.sentence_of(span.start)
    near = told[bisect_left(told, start, key=lambda s: s.start) : bisect_left(told, end, key=lambda s: s.start)]
    years = [s.year for s in near if s.year]
    if not years:
        return None
    if close := [s.year for s in near if s.year and _weeks_apart(span, s)]:
        return max(close)
    late = span.month in (1, 2) and page.first(_CLOSING, start, end) and not any(s.day for s in near)
    return max(years) + 1 if late else max(years)


def _weeks_apart(span: DateSpan, told: DateSpan) -> bool:
    """Whether a full day stands so near the day without its year that both are of one year, whatever year an award is for."""
    date = iso(told.year, span.month, span.day)
    if date is None or told.iso is None:
        return False
    return abs((datetime.date.fromisoformat(date) - datetime.date.fromisoformat(told.iso)).days) <= _NEAR


def _is_cited(page: Page, span: DateSpan) -> bool:
    """Whether the date is told of a document by its number: `số 33/2021/NQ-HĐND ngày 12/8/2021`."""
    if not page.fold[max(0, span.start - 8) : span.start].rstrip().endswith("ngày"):
        return False
    return _CITED.search(page.fold, max(0, span.start - 60), span.start) is not None


def _timely(page: Page, told: list[DateSpan]) -> Iterator[DateSpan]:
    """Dates that may tell when the text was written: no terms of office, plans, horizons, births and foundings."""
    for span in told:
        past = page.first(_BEFORE_NOW, max(0, span.start - 30), span.start)
        # A day after `vào` or `từ` may well be now; a year alone is one looked back to
        if past and (span.day is None or not past[0].lstrip().startswith(("từ", "kể từ", "vào", "trước", "sau"))):
            continue
        before = max(0, span.start - 90)
        rule = _is_cited(page, span) and page.first(_STATUTE, before, span.start)
        if rule or page.first(_HISTORIC, before, span.start):
            continue
        if not page.first(_PERIOD, max(0, span.start - 60), span.start):
            yield span


def _contradicted(span: DateSpan, latest: str) -> bool:
    date = iso(span.year, span.month, span.day)
    return date is None or (datetime.date.fromisoformat(latest) - datetime.date.fromisoformat(date)).days > _DISTANT


@component("dates")
def run(draft: Draft) -> None:
    """Set `draft.dates`."""
    draft.dates = find(draft.page, draft.published_on)
