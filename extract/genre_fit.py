"""Learns the weights of `extract.genre` from articles of the genre and of others, and tells how well they part them.

    python -m extract.genre_fit            how well, each article judged by weights that were learned without it
    python -m extract.genre_fit --write    write the weights first; the same from the same articles and code

Of the genre are the samples and two swaps of each, so that no name or year tells; of the gold articles those that
`lexicon/genre_labels.csv` says are; others are the rest of them and the short articles of `lexicon/other_genres.txt`.
The weights are those of a logistic regression, drawn towards zero.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract import read
from extract.genre import FILE, signs
from extract.papers import SETS
from extract.phrases import LEXICON, rows
from extract.swap import articles, swapped

SWAPS = 2
PULL = 0.3
"""How strongly weights are drawn towards zero."""
STEPS, RATE = 4000, 0.5


@dataclass(frozen=True)
class Seen:
    """The signs of one article; those of one `source` (a gold article and its swaps) are left out together."""

    source: str
    ours: bool
    signs: dict[str, float]


def seen() -> list[Seen]:
    """Every article to learn from, as far as it is at hand."""
    return [Seen(source, ours, signs(text, read(text))) for source, ours, text in _texts()]


def _texts() -> Iterator[tuple[str, bool, str]]:
    for name, text, gold in articles(SETS["samples"]):
        yield name, True, unicodedata.normalize("NFC", text)
        for number in range(SWAPS):
            yield name, True, unicodedata.normalize("NFC", swapped(name, text, gold, number + 1)[0])
    labels = {row["article"]: row["ours"] for row in rows("genre_labels")}
    for path in sorted(file for folder in ("dev", "offgenre") for file in SETS[folder].glob("*.txt")):
        yield path.stem, labels[path.stem] == "yes", unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    for n, text in enumerate(others()):
        yield f"other {n}", False, text


def others() -> list[str]:
    """The short articles of other kinds."""
    lines = (LEXICON / "other_genres.txt").read_text(encoding="utf-8").partition("\n")[2]
    return [text.strip() for text in lines.split("\n\n") if text.strip()]


def learned(articles: Sequence[Seen]) -> dict[str, float]:
    """Sign -> weight, with `base`; both kinds count alike, however many there are of each."""
    names = list(articles[0].signs)
    weights = dict.fromkeys(["base", *names], 0.0)
    ours = sum(one.ours for one in articles)
    for _ in range(STEPS):
        slope = {name: PULL / len(articles) * weights[name] if name != "base" else 0.0 for name in weights}
        for one in articles:
            share = 0.5 / (ours if one.ours else len(articles) - ours)
            miss = share * (judged(weights, one) - one.ours)
            slope["base"] += miss
            for name in names:
                slope[name] += miss * one.signs[name]
        for name in weights:
            weights[name] -= RATE * slope[name]
    return weights


def judged(weights: dict[str, float], one: Seen) -> float:
    """The share that weights give an article."""
    return 1 / (1 + math.exp(-weights["base"] - sum(weights[name] * value for name, value in one.signs.items())))


def apart(told: Sequence[tuple[float, bool]]) -> float:
    """How often an article of the genre has the higher score of two (the area under the curve).

    >>> apart([(0.9, True), (0.2, False), (0.5, True), (0.5, False)])
    0.875
    """
    ours, others = ([score for score, kind in told if kind is wanted] for wanted in (True, False))
    return sum((a > b) + 0.5 * (a == b) for a in ours for b in others) / (len(ours) * len(others))


def table(weights: dict[str, float]) -> str:
    """The file of weights."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["sign", "weight"])
    writer.writerows((name, f"{weight:.3f}") for name, weight in weights.items())
    return out.getvalue()


def main(argv: list[str] | None = None) -> int:
    """Learn, tell, and write where asked; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m extract.genre_fit", description="Learn what tells the genre.")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    asked = parser.parse_args(argv)
    known = seen()
    if asked.write:
        FILE.write_text(table(learned(known)), encoding="utf-8")
    told = []
    for source in dict.fromkeys(one.source for one in known):
        weights = learned([one for one in known if one.source != source])
        told += [(judged(weights, one), one.ours) for one in known if one.source == source]
    wrong = sum((score >= 0.5) != ours for score, ours in told)
    print(f"{len(told)} articles, each judged without itself: area {apart(told):.4f}, {wrong} on the wrong side of 0.5")
    print(FILE.read_text(encoding="utf-8"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
