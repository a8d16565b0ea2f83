"""Swapped articles: other names, places, dates, sums and print for the same sentences, with the gold record that is true for them.

What is extracted from them shows whether the rules read Vietnamese, or the names and figures of the articles at hand.

    python -m extract.swap --gold DIR --out DIR [--swaps 10] [--seed N]    write NAME.sK.txt and NAME.sK.json
"""

from __future__ import annotations

import argparse
import itertools
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from extract import swap_dates, swap_sums
from extract.swap_check import faults
from extract.swap_dates import Shift
from extract.swap_finding import renaming, strings, told_names
from extract.swap_names import Edit, Renaming
from extract.swap_noise import Noise, noise
from extract.swap_sums import FACTORS, Money
from schemas.errors import KhenthuongError

Gold = dict[str, Any]
SEED = 1
SWAPS = 10
_TRIES = 20
_DATES = ("date", "published_on")
_MONEY = ("value", "literal")


class SwapError(KhenthuongError):
    """No swap of an article is true to its gold record."""


@dataclass(frozen=True)
class Swap:
    """One way to swap an article; an empty Swap changes nothing."""

    names: Renaming = field(default_factory=Renaming)
    dates: Shift = field(default_factory=Shift)
    money: Money = field(default_factory=Money)
    noise: Noise = field(default_factory=Noise)

    def text(self, text: str, random: Random) -> str:
        """The swapped text."""
        return self.noise.printed(self._edited(text, random), random)

    def gold(self, gold: Gold) -> Gold:
        """The gold record of the swapped text."""
        return {key: self._value(key, value) for key, value in gold.items()}

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return self.gold(value)
        if isinstance(value, list):
            return [self._value(key, part) for part in value]
        if key in _DATES and isinstance(value, str):
            return self.dates.iso(value)
        if key == "year":
            moved = swap_dates.moved_years(str(value), self.dates)
            return int(moved) if isinstance(value, int) else moved
        if key in _MONEY and isinstance(value, (int, float)):
            return value * self.money.factor
        return self._edited(value, None) if isinstance(value, str) and key != "id" else value

    def _edited(self, text: str, random: Random | None) -> str:
        """`text` with all edits made; where two meet, the first kind wins: fixed phrases, dates, sums, names."""
        fixed = [(a, b, text[a:b]) for a, b in self.names.hidden(text)]
        kinds: tuple[Iterable[Edit], ...] = (
            fixed,
            swap_dates.edits(text, self.dates, random),
            swap_sums.edits(text, self.money, random),
            self.names.edits(text),
        )
        taken: list[Edit] = []
        for edit in itertools.chain(*kinds):
            if not any(edit[0] < end and start < edit[1] for start, end, _ in taken):
                taken.append(edit)
        out, at = [], 0
        for start, end, new in sorted(taken):
            out += [text[at:start], new]
            at = end
        return "".join([*out, text[at:]])


def chosen(text: str, gold: Gold, random: Random, number: int) -> Swap:
    """Swap `number` of an article."""
    own = _own_year(text, gold)
    events = [tuple(map(int, told.split("-"))) for told in _iso_dates(gold)]
    days = swap_dates.near(text, own) + [(d, m) for y, m, d in events if y == own]
    values, kept = (frozenset(int(a[key]) for a in gold.get("amounts", []) if a.get(key)) for key in _MONEY)
    kept |= {told.value for name in strings(told_names(gold)) for told in swap_sums.scan(name)}
    printed = {told.value for told in swap_sums.scan(text)} | {told.low for told in swap_sums.scan(text)}
    known = all(a["value"] in printed or a.get("literal") in printed for a in gold.get("amounts", []))
    money = Money(values, kept, random.choice(FACTORS) if known else 1)
    return Swap(renaming(text, gold, random), swap_dates.pick(days, own, random), money, noise(number))


def _iso_dates(gold: Gold) -> Iterator[str]:
    for row in [gold.get("article", {}), *gold.get("events", []), *gold.get("documents", [])]:
        yield from (row[key] for key in _DATES if row.get(key))


def _own_year(text: str, gold: Gold) -> int:
    """The year in which the article was printed, as far as it tells."""
    told = [int(date[:4]) for date in _iso_dates({k: gold.get(k, {}) for k in ("article",)})]
    told = told or [int(e["date"][:4]) for e in gold.get("events", []) if e.get("date")]
    return max(told or [p.year for p in swap_dates.scan(text) if p.year] or [2020])


def swapped(name: str, text: str, gold: Gold, number: int, seed: int = SEED) -> tuple[str, Gold]:
    """Text and gold record of swap `number` of an article; the same arguments give the same result.

    Raises SwapError where no try gives a text that says what its record says.
    """
    text = unicodedata.normalize("NFC", text)
    wrong: list[str] = []
    for again in range(_TRIES):
        random = Random(f"{seed} {name} {number} {again}")
        swap = chosen(text, gold, random, number)
        new_text, new_gold = swap.text(text, random), {**swap.gold(gold), "id": f"{name}.s{number}"}
        wrong = list(faults(swap.dates, text, gold, new_text, new_gold))
        if not wrong:
            return new_text, new_gold
    raise SwapError(
        f"{name}: no swap is true to its gold record ({'; '.join(wrong[:3])}); give names that are not in it to lexicon/swap"
    )


def articles(folder: Path) -> list[tuple[str, str, Gold]]:
    """(name, text, gold record) of each gold article in `folder`; raises SwapError where there is none."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise SwapError(f"{folder}: no gold records (NAME.json, each beside its NAME.txt); give their folder")
    return [(p.stem, p.with_suffix(".txt").read_text(encoding="utf-8"), json.loads(p.read_text(encoding="utf-8"))) for p in paths]


def main(argv: list[str] | None = None) -> int:
    """Write the swapped articles; returns the exit code."""
    told = argparse.ArgumentParser(prog="python -m extract.swap", description="Write swapped articles with their gold records.")
    told.add_argument("--gold", type=Path, required=True, help="gold records NAME.json, each beside its NAME.txt")
    told.add_argument("--out", type=Path, required=True, help="folder for NAME.sK.txt and NAME.sK.json")
    told.add_argument("--swaps", type=int, default=SWAPS, help="swaps of each article (%(default)s)")
    told.add_argument("--seed", type=int, default=SEED, help="another seed gives other swaps (%(default)s)")
    asked = told.parse_args(argv)
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, text, gold in articles(asked.gold):
        for number in range(1, asked.swaps + 1):
            new_text, new_gold = swapped(name, text, gold, number, asked.seed)
            (asked.out / f"{name}.s{number}.txt").write_text(new_text, encoding="utf-8")
            record = json.dumps(new_gold, ensure_ascii=False, indent=1) + "\n"
            (asked.out / f"{name}.s{number}.json").write_text(record, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
