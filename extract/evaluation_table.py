"""One table of what the extraction reaches: on each gold set, on the same articles swapped, and off the genre.

    python -m extract.evaluation_table [--errors] [--swaps 10] [--seed N] [--processes 2]

Sets of gold records that lie beside the project, not in it, are left out where they are missing.
"""

from __future__ import annotations

import argparse
import functools
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import extract
from extract.evaluate import FIELDS, Figures, Gold, compare, shown
from extract.swap import SEED, SWAPS, articles, swapped

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("KHENTHUONG_SHARED") or ROOT.parent / "shared") / "gold"
IN_GENRE = {"dev": SHARED / "dev", "samples": ROOT / "corpus" / "samples"}
OFF_GENRE = SHARED / "offgenre"
FALSE_FACTS = 40
COUNTED_ONCE = ("units", "persons", "posts", "amounts", "awards", "themes", "event dates", "documents")
"""Fields that share no fact: an official is a person, an award's name and status are the award's."""
Pair = tuple[str, Gold, Gold]
Table = dict[str, Figures]


def read(text: str) -> Gold:
    """The record that is extracted from `text`."""
    record: Gold = extract.read(text).model_dump(mode="json", exclude_none=True)
    return record


def pairs(article: tuple[str, str, Gold], swaps: int, seed: int) -> tuple[Pair, list[Pair]]:
    """(name, gold record, extracted record) of an article, and of each of its swaps."""
    name, text, gold = article
    told: list[Pair] = []
    for number in range(1, swaps + 1):
        new_text, new_gold = swapped(name, text, dict(gold), number, seed)
        told.append((f"{name}.s{number}", new_gold, read(new_text)))
    return (name, gold, read(text)), told


def measure(folder: Path, swaps: int = SWAPS, seed: int = SEED, processes: int = 2) -> tuple[Table, Table]:
    """Figures on the gold articles of `folder`, and on their swaps."""
    work = functools.partial(pairs, swaps=swaps, seed=seed)
    if processes < 2:
        done = [work(article) for article in articles(folder)]
    else:
        with ProcessPoolExecutor(processes) as pool:
            done = list(pool.map(work, articles(folder)))
    return compare(own for own, _ in done), compare(pair for _, told in done for pair in told)


def differences(own: Table, other: Table) -> dict[str, float]:
    """Points of F1 that each field with gold facts gains (+) or loses (-) on the other articles.

    >>> round(differences({"units": Figures(9, 1, 1)}, {"units": Figures(8, 2, 2)})["units"], 3)
    -10.0
    """
    return {field: 100 * (other[field].f1 - figures.f1) for field, figures in own.items() if figures.gold}


def columns(name: str, own: Table, other: Table) -> list[str]:
    """The lines of one set's part of the table: a head, then one line a field."""
    lost = differences(own, other)
    head = [f"{name:<20}{'swapped':^20}", f"{'P':>6}{'R':>6}{'F1':>6}  {'P':>6}{'R':>6}{'F1':>6}{'points':>7}"]
    lines = [
        f"{own[f].precision:6.3f}{own[f].recall:6.3f}{own[f].f1:6.3f}  {other[f].precision:6.3f}{other[f].recall:6.3f}{other[f].f1:6.3f}{lost.get(f, 0):+7.1f}"
        for f in FIELDS
    ]
    return [f"{line:<45}" for line in head + lines]


def off_genre(figures: Table) -> list[str]:
    """The lines of the part for articles off the genre: precision and false facts."""
    told = (figures[f] for f in FIELDS)
    lines = [(f"{one.precision:6.3f}" if one.hits + one.extra else f"{'-':>6}") + f"{one.extra:6}" for one in told]
    return [f"{line:<12}" for line in ["offgenre", f"{'P':>6}{'false':>6}", *lines]]


def false_facts(figures: Table) -> tuple[int, float]:
    """How many extracted facts are false, each counted once, and the precision over all."""
    hits, extra = (sum(getattr(figures[f], part) for f in COUNTED_ONCE) for part in ("hits", "extra"))
    return extra, hits / (hits + extra) if hits + extra else 1.0


def shown_errors(tables: Iterable[Table]) -> list[str]:
    """Every miss and false alarm, one line each."""
    return sorted(shown(error) for table in tables for told in table.values() for error in told.errors)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; returns the exit code."""
    told = argparse.ArgumentParser(
        prog="python -m extract.evaluation_table", description="Figures on gold articles and on their swaps."
    )
    told.add_argument("--errors", action="store_true", help="list each miss (-) and false alarm (+) first")
    told.add_argument("--swaps", type=int, default=SWAPS, help="swaps of each article (%(default)s)")
    told.add_argument("--seed", type=int, default=SEED, help="another seed gives other swaps (%(default)s)")
    told.add_argument("--processes", type=int, default=2, help="processes at once (%(default)s)")
    asked = told.parse_args(argv)
    parts, notes = [["", "field", *FIELDS]], list[str]()
    tables: list[Table] = []
    for name, folder in IN_GENRE.items():
        if folder.is_dir():
            both = measure(folder, asked.swaps, asked.seed, asked.processes)
            parts.append(columns(name, *both))
            tables += both
    if OFF_GENRE.is_dir():
        away, _ = measure(OFF_GENRE, 0, asked.seed, asked.processes)
        parts.append(off_genre(away))
        tables.append(away)
        notes.append(
            "offgenre: {} false facts (at most {}), precision {:.3f}".format(*(n := false_facts(away))[:1], FALSE_FACTS, n[1])
        )
    if not SHARED.is_dir():
        notes.append(f"no gold records in {SHARED}: samples alone are measured")
    print("\n".join(shown_errors(tables) if asked.errors else []), end="\n" if asked.errors else "")
    print("\n".join("  ".join([f"{row[0]:<14}", *row[1:]]).rstrip() for row in zip(*parts, strict=True)))
    print("\n".join(notes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
