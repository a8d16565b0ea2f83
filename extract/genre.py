"""How much an article is a report on emulation and commendation: 0 to 1, from its text and its record.

Each sign is a density (so many to a hundred words, on a scale that flattens) or tells what the opening holds; a sum with the
weights of `lexicon/genre.csv` becomes a share. The weights are made by `python -m extract.genre_fit --write`.

    >>> report = "Hội nghị tổng kết phong trào thi đua: Sở Y tế được tặng Bằng khen vì có thành tích xuất sắc."
    >>> match = "Đội chủ nhà thắng 2-1 ở phút bù giờ, huấn luyện viên nói các học trò đã chơi đúng sức."
    >>> genre(report, Record()) > 0.8, genre(match, Record()) < 0.5
    (True, True)
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from pathlib import Path

from extract.folding import fold
from extract.lexicon import folded
from extract.phrases import rows
from schemas.facts import Record

FILE = Path(__file__).parent / "lexicon" / "genre.csv"
OPENING = 60
"""Words of an article that tell what it is about."""
# what the law on emulation and commendation knows; a medal or a prize may as well be of sports or of film
_FORMS = ("cờ thi đua", "bằng khen", "giấy khen", "thư khen", "kỷ niệm chương", "huân chương", "huy hiệu")
_EMULATION = ("thi đua", "khen thưởng")


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    forms = {fold(row["phrase"]) for row in rows("award_bases") if row["form"] in _FORMS and row["phrase"].islower()}
    forms |= {"cờ thi đua", "chiến sĩ thi đua", "lao động tiên tiến", "lao động xuất sắc"}
    lists = {"emulation": _EMULATION, "forms": forms, "praise": folded("praise_words")}
    return {name: re.compile(rf"(?:{'|'.join(sorted(told, key=len, reverse=True))})(?!\w)") for name, told in lists.items()}


def lawful(award: str) -> bool:
    """Whether an award is of a form that the law on emulation and commendation knows.

    >>> lawful("Bằng khen của Bộ Y tế"), lawful("Huy chương Vàng"), lawful("danh hiệu Chiến sĩ thi đua cơ sở")
    (True, False, True)
    """
    folded = fold(award)
    return bool(_patterns()["forms"].search(folded)) or "thi đua" in folded


def _starts(pattern: re.Pattern[str], folded: str) -> Iterator[int]:
    """Where the phrases stand; that a word begins there is asked after, which is several times as quick."""
    return (m.start() for m in pattern.finditer(folded) if not m.start() or not folded[m.start() - 1].isalnum())


def signs(text: str, record: Record) -> dict[str, float]:
    """The signs of an article, each 0 or more."""
    folded = fold(text)
    spaces = re.finditer(r"\s+", folded)
    many = max(len(folded.split()), 20)
    opening = next((m.start() for i, m in enumerate(spaces) if i == OPENING), len(folded))
    found = {name: list(_starts(pattern, folded)) for name, pattern in _patterns().items()}
    awards = [award for award in record.awards if award.status != "possible"]
    known = sum(lawful(award.award) for award in awards)
    counts = {name: len(places) for name, places in found.items()}
    counts |= {"awards": known, "prizes": len(awards) - known, "themes": len(record.themes) + len(record.mandates)}
    told = {name: math.log1p(100 * count / many) for name, count in counts.items()}
    return told | {"opens": float(any(places and places[0] < opening for places in (found["emulation"], found["forms"])))}


@functools.cache
def weights() -> dict[str, float]:
    """Sign -> weight; `base` is that of an article without any sign."""
    return {row["sign"]: float(row["weight"]) for row in rows("genre")}


def genre(text: str, record: Record) -> float:
    """The share of articles with these signs that are of the genre, in thousandths."""
    told = weights()
    total = told["base"] + sum(told[name] * value for name, value in signs(text, record).items())
    return round(1 / (1 + math.exp(-max(min(total, 30.0), -30.0))), 3)
