"""Numbers as Vietnamese writes them: `1.460.000`, `2 tỉ 350 triệu`, `28,4 nghìn tỷ`, `ba trăm nghìn`, `một tỷ rưỡi`.

>>> from extract.text import Page
>>> number_at(Page("hai mươi lăm triệu đồng").tokens, 0).value
25000000.0
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from extract.folding import fold
from extract.phrases import rows
from extract.tokens import Token

LITTLE = 1_000_000
COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_LONGEST = 24
"""Digits and signs of the longest number that is read; anything longer is no sum."""


def count_of(told: str) -> int:
    """What a counted group's number says, in a word or in digits.

    >>> count_of("hai"), count_of("1.200")
    (2, 1200)
    """
    return COUNTS.get(told) or int(told.replace(".", ""))


@dataclass(slots=True)
class Number:
    """Tokens first..last (after): value, the number before the last multiplier, that multiplier (1 if none)."""

    first: int
    last: int
    value: float
    base: float
    multiplier: float


@functools.cache
def number_words() -> dict[str, tuple[float, str]]:
    """Folded word -> (value, kind of number word)."""
    return {fold(row["word"]): (float(row["value"]), row["kind"]) for row in rows("numbers")}


@functools.lru_cache(maxsize=4096)
def numeral(text: str, whole: bool) -> float | None:
    """The number that digits mean: `1,5` 1.5, `1.460.000` 1460000, `2.213,5` 2213.5; `whole` where no fraction can be meant.

    >>> numeral("500,000", whole=True), numeral("1,246", whole=False), numeral("2.5", whole=False)
    (500000.0, 1.246, 2.5)
    """
    if len(text) > _LONGEST:
        return None
    groups = re.split(r"[.,]", text)
    signs = re.findall(r"[.,]", text)
    thousands = len(groups[0]) <= 3 and groups[0] != "0" and all(len(g) == 3 for g in groups[1:])
    if not signs:
        return float(text)
    if len(set(signs)) == 1 and thousands and (len(signs) > 1 or signs[0] == "." or whole):
        return float("".join(groups))
    if len(signs) == 1 or (len(set(signs[:-1])) == 1 and signs[-1] != signs[-2] and all(len(g) == 3 for g in groups[1:-1])):
        return float("".join(groups[:-1]) + "." + groups[-1])
    return None


def _in_words(tokens: list[Token], at: int) -> tuple[float, int] | None:
    """A number below 1000 in words from token `at`, and the token after it."""
    known = number_words()
    total, i, allowed = 0.0, at, {"unit", "ten"}
    while i < len(tokens) and tokens[i].fold in known:
        value, kind = known[tokens[i].fold]
        if kind not in allowed:
            break
        following = known.get(tokens[i + 1].fold, (0, ""))[1] if i + 1 < len(tokens) else ""
        if kind == "unit" and following in ("tens", "hundred"):
            if following == "hundred" and total:
                break
            total += value * (100 if following == "hundred" else 10)
            i += 2
            allowed = {"unit", "ten", "gap"} if following == "hundred" else {"unit"}
            continue
        total += value
        i += 1
        allowed = {"unit"} if kind in ("ten", "gap") else set()
    return (total, i) if i > at else None


def number_at(tokens: list[Token], at: int) -> Number | None:
    """The number that begins at token `at`: `2 tỉ 350`, `28,4 nghìn tỷ`, `một tỷ rưỡi`."""
    known = number_words()
    parts: list[float] = []
    i, base, multiplier, fresh = at, 0.0, 1.0, True
    while i < len(tokens):
        token = tokens[i]
        kind = known.get(token.fold, (0, ""))[1]
        if fresh and (token.is_number or kind in ("unit", "ten")):
            read = _digits(tokens, i) if token.is_number else _in_words(tokens, i)
            if read is None:
                break
            base, i = read
            parts.append(base)
            fresh = False
        elif parts and (kind == "multiplier" or (token.fold in ("trăm", "chục") and tokens[i - 1].is_number)):
            step = known[token.fold][0] if kind else 10.0
            scaled = sum(part for part in parts if part < step) or parts[-1]
            parts = [part for part in parts if part >= step and part != scaled] + [scaled * step]
            multiplier, fresh, i = (step if kind else multiplier), bool(kind), i + 1
        elif parts and token.fold == "rưỡi" and multiplier > 1 and not token.is_number:
            parts.append(multiplier / 2)
            i += 1
            break
        else:
            break
    return Number(at, i, sum(parts), base, multiplier) if parts else None


def _digits(tokens: list[Token], i: int) -> tuple[float, int] | None:
    following = tokens[i + 1].fold if i + 1 < len(tokens) else ""
    whole = number_words().get(following, (0, ""))[1] != "multiplier" and following not in ("trăm", "chục")
    value = numeral(tokens[i].text, whole)
    return None if value is None else (value, i + 1)


def number_before(tokens: list[Token], last: int) -> Number | None:
    """The longest number whose tokens end right before token `last`."""
    best = None
    for first in range(last - 1, max(last - 6, -1), -1):
        number = number_at(tokens, first)
        if number is None or number.last != last:
            if best is not None:
                break
            continue
        best = number
    return best
