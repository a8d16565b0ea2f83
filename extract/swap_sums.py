"""Sums of money multiplied by one factor, so that parts still make their total, and printed in other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from extract.numerals import number_at, numeral
from extract.text import Page

Edit = tuple[int, int, str]

_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "nghìn tỷ": 10**12, "ngàn tỷ": 10**12}
_SCALES |= {"nghìn tỉ": 10**12, "ngàn tỉ": 10**12}
_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:nghìn|ngàn)\s+t[ỷỉ]|t[ỷỉ]|triệu|nghìn|ngàn"
_UNIT = r"đồng(?!\s*(?:chí|bào|hồ|đội|nghiệp|bằng))|đ(?!/c\b)|VNĐ|VND|USD|[Ee]uro|EUR"
_SUM = re.compile(
    rf"(?<![\w.,/])(?:(?P<low>{_NUMBER})\s*(?:-|–|đến)\s*)?(?P<n>{_NUMBER})\s*"
    rf"(?:(?P<scale>{_SCALE})(?!\w)\s*)?(?:(?P<n2>\d+)\s+(?P<scale2>triệu|nghìn)\s*)?(?P<unit>(?:{_UNIT})(?!\w))?"
)
_WORD = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|trăm|nghìn|ngàn|triệu|tỷ|tỉ|linh|lẻ|rưỡi"
_WORDS = re.compile(rf"(?<!\w)(?:(?:{_WORD})\s+){{2,}}đồng(?!\s*chí)(?!\w)")
FACTORS = (2, 3, 4, 5)


@dataclass(frozen=True)
class Money:
    """How sums change: the values that the gold record knows, those that keep their format, the factor."""

    values: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    factor: int = 1


@dataclass(frozen=True)
class Printed:
    """One printed sum: its match, its value, and the lower one of a range."""

    match: re.Match[str]
    value: int
    low: int = 0


def scan(text: str) -> Iterator[Printed]:
    """The numbers in `text` that have a scale or a currency, and the sums in words."""
    for match in _SUM.finditer(text):
        if match["scale"] or match["unit"]:
            value = _value(match["n"], match["scale"], not match["scale"])
            if match["n2"]:
                value += int(match["n2"]) * _SCALES[match["scale2"]]
            low = _value(match["low"], match["scale"], not match["scale"]) if match["low"] else 0
            yield Printed(match, int(value), int(low))
    for match in _WORDS.finditer(text):
        number = number_at(Page(match[0]).tokens, 0)
        if number:
            yield Printed(match, int(number.value))


def _value(digits: str, scale: str | None, whole: bool) -> Fraction:
    step = _SCALES[" ".join(scale.split())] if scale else 1
    return Fraction(str(numeral(digits, whole) or 0)) * step


def edits(text: str, money: Money, random: Random | None) -> Iterator[Edit]:
    """What changes in `text`; without `random` each sum keeps its format.

    >>> list(edits("hơn 1,5 tỷ đồng", Money(frozenset([1500000000]), factor=2), None))
    [(4, 15, '3 tỷ đồng')]
    """
    if money.factor == 1:
        return
    for told in scan(text):
        match = told.match
        if match.re is _WORDS:
            yield match.start(), match.end(), _digits(told.value * money.factor) + " đồng"
        elif match["unit"] or told.value in money.values:
            fixed = random is None or match["low"] or told.value in money.kept or match["unit"] not in ("đồng", "đ")
            new = _kept(told, money.factor) if fixed or random is None else _other(told, money.factor, random)
            yield match.start(), match.end(), new


def _kept(told: Printed, factor: int) -> str:
    """The sum in its own format."""
    match = told.match
    start, scale = match.start(), match["scale"]
    whole = told.value % 1 == 0 and not scale
    parts = [(match.span("n"), _value(match["n"], None, whole))]
    if match["low"]:
        parts.insert(0, (match.span("low"), _value(match["low"], None, whole)))
    if match["n2"]:
        parts.append((match.span("n2"), Fraction(match["n2"])))
    out, at = "", start
    for (first, last), value in parts:
        out += match.string[at:first] + _decimal(value * factor)
        at = last
    return out + match.string[at : match.end()]


def _other(told: Printed, factor: int, random: Random) -> str:
    """The sum in a format that is not its own."""
    value = told.value * factor
    own = _digits(told.value), " ".join((told.match["scale"] or "").split())
    forms = [] if not own[1] else [f"{_digits(value)} đồng", f"{_digits(value)}đ"]
    for name, step in (("nghìn", 10**3), ("triệu", 10**6), ("tỷ", 10**9)):
        part = Fraction(value, step)
        if name != own[1] and part >= 1 and (part * 1000).denominator == 1 and part < 10**5 and (name != "nghìn" or part < 1000):
            forms.append(f"{_decimal(part)} {name} đồng")
    if value >= 10**9 and value % 10**9 and value % 10**6 == 0 and not told.match["n2"]:
        forms.append(f"{_digits(value // 10**9)} tỷ {value % 10**9 // 10**6} triệu đồng")
    return random.choice(forms or [_digits(value) + " đồng"])


def _digits(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _decimal(value: Fraction) -> str:
    """`value` with a comma before its decimals."""
    whole, rest = divmod(value, 1)
    decimals = f"{float(rest):.3f}"[2:].rstrip("0")
    return _digits(int(whole)) + (f",{decimals}" if decimals else "")
