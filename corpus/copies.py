"""Articles by the hundred thousand, to measure with: swapped samples, and copies of those with other people and earlier years.

A swap (`extract.swap`) changes every name, place, sum and day and proves the result against its gold record, which takes a
twentieth of a second; a copy changes the people's names and the years of one, in a thousandth.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from extract.papers import SETS
from extract.phrases import rows
from extract.swap import articles, swapped
from extract.swap_finding import strings

SWAPS = 40
"""Swaps of each sample; what is asked for beyond them are copies."""
FOLDER = 1000
_YEAR = re.compile(r"(?<![\d.,/-])(?:19[5-9]|20[0-3])\d(?![\d.,])")
_SPAN = 20
"""So many years back from its own a copy may be."""


@dataclass(frozen=True)
class Base:
    """A swapped sample, and the people in it."""

    text: str
    people: re.Pattern[str] | None

    @classmethod
    def of(cls, text: str, gold: dict[str, Any]) -> Base:
        """The base that a swapped text and its gold record make."""
        told = {name for kind in ("officials", "people") for row in gold.get(kind, []) for name in strings(row.get("name"))}
        full = sorted((name for name in told if " " in name), key=len, reverse=True)
        return cls(text, re.compile("|".join(map(re.escape, full))) if full else None)

    def copy(self, number: int) -> str:
        """Copy `number`, other than every other one; copy 0 is the text itself."""
        if not number:
            return self.text
        random, given = Random(number), dict[str, str]()
        back = random.randrange(_SPAN)
        text = _YEAR.sub(lambda m: str(int(m[0]) - back), self.text)
        if self.people:
            text = self.people.sub(lambda m: given.setdefault(m[0], _name(random)), text)
        return text


def _name(random: Random) -> str:
    """A family name and middle name of one, the given name of another."""
    return " ".join([*random.choice(_kinh())[:-1], random.choice(_kinh())[-1]])


@functools.cache
def _kinh() -> list[list[str]]:
    return [row["name"].split() for row in rows("swap/people") if row["shape"] == "kinh"]


def texts(count: int, swaps: int | None = None) -> Iterator[str]:
    """So many articles, each once; the same at every call. `swaps` of each sample are made, the rest are copies."""
    known = articles(SETS["samples"])
    most = (swaps or SWAPS) * len(known)
    bases = [Base.of(*swapped(*known[n % len(known)], n // len(known))) for n in range(min(count, most))]
    seen: set[int] = set()
    number = 0
    while len(seen) < count:
        for base in bases:
            text = base.copy(number)
            if hash(text) not in seen and len(seen) < count:
                seen.add(hash(text))
                yield text
        number += 1


def write(folder: Path, count: int) -> None:
    """Put so many articles into `folder`, a thousand to a folder below it."""
    for n, text in enumerate(texts(count)):
        below = folder / f"{n // FOLDER:04}"
        if n % FOLDER == 0:
            below.mkdir(parents=True, exist_ok=True)
        (below / f"bai-{n % FOLDER:03}.txt").write_text(text, encoding="utf-8")
