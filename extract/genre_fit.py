"""Learns the weights of `extract.genre` from articles of the genre and of others, and tells how well they part them.

    python -m extract.genre_fit            how well, each article judged by weights that were learned without it
    python -m extract.genre_fit --write    write the weights first; the same from the same articles and code

Of the genre are the samples, two swaps of each, so that no name or year tells, and those of the gold articles whose gold record has
an award that the law knows, given or proposed, or an emulation movement; others are the rest of them, `gold/offgenre` and the short
articles of `lexicon/other_genres.txt`. The weights are those of a logistic regression, drawn towards zero.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extract import read
from extract.genre import FILE, lawful, signs
from extract.papers import SETS
from extract.phrases import LEXICON
from extract.swap import articles, swapped
from extract.swap_finding import strings
from extract.text import fold

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
    for path in sorted(file for folder in ("dev", "offgenre") for file in SETS[folder].glob("*.txt")):
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        yield path.stem, reports(gold), unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    for n, text in enumerate(others()):
        yield f"other {n}", False, text


def reports(gold: dict[str, Any]) -> bool:
    """Whether a gold record is that of a report on emulation and commendation.

    >>> reports({"awards": [{"award": ["Bằng khen"], "status": "past"}]}), reports({"awards": [{"award": "Giấy khen", "status": "conferred"}]})
    (False, True)
    """
    given = (award for award in gold.get("awards", []) if award["status"] in ("conferred", "proposed"))
    if any(lawful(name) for award in given for name in strings(award["award"])):
        return True
    return any("thi đua" in fold(str(theme.get("kind"))) for theme in gold.get("themes", []))


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
