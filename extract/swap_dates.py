"""Dates moved to other days and printed in other formats, the same for a text and for the gold record beside it.

All years move together. Days and months move by one distance that keeps every date of the article's own year in it, so
that what came first still comes first; dates of other years go round within theirs.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

Edit = tuple[int, int, str]
Day = tuple[int, int, int | None]

_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_SIGN = r"\s?[/.\-]\s?"
_DATE = re.compile(
    rf"""(?:(?P<week>(?:[Tt]hứ\s+(?:[2-7]|{"|".join(_WEEKDAYS)}|{"|".join(w.title() for w in _WEEKDAYS)})|[Cc]hủ\s[Nn]hật)\b)
        (?P<gap>[\s,\-–(]*(?:ngày\s+)?))?
    (?P<cue>(?<!\w)(?:(?:[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Đđ]êm|[Hh]ôm|[Nn]ay)\s+)?(?:[Nn]gày\s+)?|\(\s?|\s+(?:đến|và|-|–)\s+)
    (?<![\d/.,-])(?:(?P<first>\d{{1,2}})(?P<to>\s*(?:[-–,]|và|đến(?:\s+ngày)?)\s*))?
    (?P<d>\d{{1,2}})
    (?:(?P<s>{_SIGN})(?P<m>\d{{1,2}})(?:(?P<s2>{_SIGN})(?P<y>(?:19|20)\d\d))?
      |\s+tháng\s+(?P<m2>\d{{1,2}})(?:\s+năm\s+(?P<y2>\d{{4}}))?)
    (?!\d|[/.,-]\d|\s*%)""",
    re.VERBOSE,
)
_MONTH = re.compile(r"(?<!\d )(?<!\d)([Tt]háng\s?)(\d{1,2})(?:(\s?[/.\-]\s?|\s+năm\s+)((?:19|20)\d\d))?(?![/.\-]?\d)")
_ONE_YEAR = r"(?:19[2-9]\d|20[0-4]\d)"
_UPPER = "".join(chr(i) for i in range(0x41, 0x1EFA) if chr(i).isupper())
_YEARS = re.compile(
    rf"(?:\b(?:(?i:năm(?:\s+học)?|giai\s+đoạn|nhiệm\s+kỳ|khóa|khoá|niên\s+khóa)|[{_UPPER}]\w*)\s+|\()"
    rf"({_ONE_YEAR}(?:\s*(?:[-–,]|và|đến(?:\s+năm)?)\s*{_ONE_YEAR})*)(?![\w/]|[.,]\d|\s?-\s?\d)"
)


@dataclass(frozen=True)
class Printed:
    """One printed date: its match and what it says."""

    match: re.Match[str]
    day: int
    month: int
    year: int | None


@dataclass(frozen=True)
class Shift:
    """How dates move; `own` is the article's own year."""

    own: int = 0
    years: int = 0
    months: int = 0
    days: int = 0

    def moved(self, day: int, month: int, year: int | None) -> Day:
        """Day, month and year of the date that stands for this one.

        >>> Shift(own=2016, years=1, months=-2, days=3).moved(11, 11, 2016)
        (14, 9, 2017)
        """
        new = None if year is None else year + self.years
        if self == Shift(self.own):
            return day, month, new
        month = (month - 1 + self.months) % 12 + 1
        last = calendar.monthrange(new or self.own + self.years or 2001, month)[1]
        return (day - 1 + self.days) % last + 1, month, new

    def iso(self, told: str) -> str:
        """`told` moved, an ISO date."""
        year, month, day = map(int, told.split("-"))
        day, month, new = self.moved(day, month, year)
        return f"{new:04}-{month:02}-{day:02}"


def scan(text: str) -> Iterator[Printed]:
    """The dates with day and month in `text`."""
    end = -1
    for match in _DATE.finditer(text):
        day, month = int(match["d"]), int(match["m"] or match["m2"])
        year = int(match["y"] or match["y2"] or 0) or None
        if _believed(match, end, year) and 1 <= month <= 12 and 1 <= day <= 31:
            end = match.end()
            yield Printed(match, day, month, year)


def _believed(match: re.Match[str], end: int, year: int | None) -> bool:
    """Whether these digits are a date: it has a year, or a word before it says so."""
    cue = match["cue"]
    if match["m2"]:
        return "gày" in cue or bool(match["week"])
    if year and match["s"].strip() == match["s2"].strip():
        return True
    if year or not cue:
        return False
    if cue.startswith("("):
        return match["s"].strip() == "/" or (match["s"].strip() == "." and bool(match["first"]))
    return cue[0].isalpha() or match.start() == end


def near(text: str, own: int) -> list[tuple[int, int]]:
    """(day, month) of the dates of year `own` and of those without a year; a month alone counts as its day 10."""
    days = [(p.day, p.month) for p in scan(text) if p.year in (None, own)]
    days += [(int(p.match["first"]), p.month) for p in scan(text) if p.match["first"] and p.year in (None, own)]
    taken = [p.match.span() for p in scan(text)]
    for match in _MONTH.finditer(text):
        if int(match[4] or own) == own and not any(a <= match.start() < b for a, b in taken) and int(match[2]) <= 12:
            days.append((10, int(match[2])))
    return days


def pick(days: list[tuple[int, int]], own: int, random: Random) -> Shift:
    """A shift that keeps each of `days` in the year."""
    years = random.choice([y for y in (-2, -1, 1, 2) if own + y <= 2025])
    fits = [
        (months, by)
        for months in range(-11, 12)
        for by in range(-27, 28)
        if months and by and all(_stays(day + by, month + months, own + years) for day, month in days)
    ]
    fits = fits or [(0, by) for by in range(-27, 28) if by and all(_stays(d + by, m, own + years) for d, m in days)] or [(0, 0)]
    months, by = random.choice(fits)
    return Shift(own, years, months, by)


def _stays(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def edits(text: str, shift: Shift, random: Random | None) -> Iterator[Edit]:
    """What changes in `text`; without `random` each date keeps its format."""
    if shift == Shift():
        return
    found = list(scan(text))
    for i, told in enumerate(found):
        # The two ends of a range (`từ ngày 29/6 đến 5/7`) stay in one format.
        ranged = any(
            other.match["cue"][:1].isspace()
            for other in found[i : i + 2]
            if other is told or other.match.start() == told.match.end()
        )
        yield told.match.start(), told.match.end(), _reprinted(told, shift, None if ranged else random)
    for match in _MONTH.finditer(text):
        if int(match[2]) <= 12:
            _, month, year = shift.moved(10, int(match[2]), int(match[4]) if match[4] else None)
            yield match.start(), match.end(), f"{match[1]}{month}" + (f"{match[3]}{year}" if match[4] else "")
    for match in _YEARS.finditer(text):
        yield match.start(1), match.end(1), moved_years(match[1], shift)


def moved_years(text: str, shift: Shift) -> str:
    """Every year in `text` moved."""
    return re.sub(rf"(?<!\d){_ONE_YEAR}(?!\d)", lambda m: str(int(m[0]) + shift.years), text)


def _reprinted(told: Printed, shift: Shift, random: Random | None) -> str:
    match, cue, lead = told.match, told.match["cue"], ""
    day, month, year = shift.moved(told.day, told.month, told.year)
    if match["week"]:
        lead = _weekday(match["week"], calendar.weekday(year or shift.own + shift.years, month, day)) + match["gap"]
    if match["first"]:
        first, _, _ = shift.moved(int(match["first"]), told.month, told.year)
        return f"{lead}{cue}{first}{match['to']}{_kept(match, day, month, year)}"
    if random is None:
        return lead + cue + _kept(match, day, month, year)
    if cue[:1].isalpha() and not lead and "gày" not in cue and cue[0] not in "hHnN" and random.random() < 0.5:
        cue += "ngày "
    return lead + cue + _other(day, month, year, lead + cue, random)


def _other(day: int, month: int, year: int | None, before: str, random: Random) -> str:
    """The date in any format that may stand after `before`."""
    if "gày" in before and random.random() < 0.34:
        return f"{day} tháng {month}" + (f" năm {year}" if year else "")
    sign = random.choice("/.-" if year or before[:1].isalpha() else "/")
    numbers = [f"{n:02}" if year and random.random() < 0.5 else str(n) for n in (day, month)]
    return sign.join([*numbers, str(year)] if year else numbers)


def _kept(match: re.Match[str], day: int, month: int, year: int | None) -> str:
    """The date printed as the other was, with its zeros."""
    zeros = match["d"].startswith("0") or (match["m"] or "").startswith("0")
    d, m = (f"{day:02}", f"{month:02}") if zeros else (str(day), str(month))
    if match["m2"]:
        return f"{d} tháng {m}" + (f" năm {year}" if year else "")
    return f"{d}{match['s']}{m}" + (f"{match['s2']}{year}" if year else "")


def _weekday(told: str, number: int) -> str:
    """The name of weekday `number`, written as `told` is."""
    if told.lower().startswith("chủ"):
        word, digit, titled = ("Thứ" if told[0] == "C" else "thứ"), False, told[4].isupper()
    else:
        word, last = told.split()
        digit, titled = last.isdigit(), last[0].isupper()
    if number == 6:
        return ("C" if word[0] == "T" else "c") + "hủ " + ("Nhật" if titled else "nhật")
    name = str(number + 2) if digit else _WEEKDAYS[number]
    return f"{word} {name.title() if titled else name}"
