"""Measures the confidence of facts on annotated articles and writes the table that `extract.confidence` reads.

    python -m extract.calibrate            how often facts of each confidence are right, also on articles left out
    python -m extract.calibrate --write    write the table first; byte for byte the same from the same gold and code

A fact is right by the rules of `extract.evaluate`; an official only with every post, an award with its status. An event without
day is right by its kind, told shorter or longer than in gold; gold tells no mandates: there the holder must be a unit of it.
A sign's confidence is the share of its facts that were right, drawn towards the share of its whole list, so that few facts
prove little. The rules were made with the gold articles at hand and read them better than others, so what was counted of
further real reports, annotated before any rule had met them, counts too: `lexicon/first_readings.csv`, a batch of reports
after the other. For the check each article and each batch is left out in turn: its facts get the confidence that all others
give them.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract import phrases
from extract.confidence import FILE, OTHER, table, told
from extract.evaluate import EvaluateError, compare
from extract.gold_words import fold
from extract.papers import SETS, markdown, write
from extract.pipeline import record_of, run
from schemas.errors import KhenthuongError
from schemas.facts import LISTS

FIRST = FILE.with_name("first_readings.csv")
EDGES = (0.0, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
PULL = 5
"""How many facts the share of the whole list counts for."""
FIELDS = {
    "units": "units",
    "officials": "officials",
    "people": "persons",
    "amounts": "amounts",
    "awards": "awards+status",
    "themes": "themes",
    "documents": "documents",
    "events": "event dates",
}


class CalibrateError(KhenthuongError):
    """The confidence cannot be measured."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One fact read from a gold article, and whether it is right."""

    article: str
    list: str
    sign: str
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts with a confidence of low..high: how many, what they were said to be on average, and how many were right."""

    low: float
    high: float
    facts: int
    said: float
    right: int

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.facts if self.facts else 0.0


def seen(folder: Path) -> list[Seen]:
    """Every fact read from the gold articles in `folder`; raises EvaluateError where there are none."""
    found: list[Seen] = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = unicodedata.normalize("NFC", path.with_suffix(".txt").read_text(encoding="utf-8"))
        draft = run(text)
        record = record_of(draft).model_dump(mode="json", exclude_none=True)
        right = _right(path.stem, gold, record)
        found += [Seen(path.stem, name, s, ok) for name, of in draft.signs.items() for s, ok in zip(of, right[name], strict=True)]
    if not found:
        raise EvaluateError(f"{folder}: no gold records (NAME.json, each beside its NAME.txt)")
    return found


def first_readings() -> list[Seen]:
    """Every fact of the reports that were read for the first time, their batch in place of the article."""
    return [
        Seen(f"first reading {row['batch']}", row["list"], row["sign"], k < int(row["right"]))
        for row in phrases.rows("first_readings")
        for k in range(int(row["facts"]))
    ]


def _right(article: str, gold: dict[str, Any], record: dict[str, Any]) -> dict[str, list[bool]]:
    """For each list, whether each fact of the record is right."""
    figures = compare([(article, gold, record)])
    wrong = {field: [fact for *_, sign, fact in told.errors if sign == "+"] for field, told in figures.items()}
    people = {post["person"] for post in wrong["posts"]}
    units = {fold(name) for unit in gold.get("units", []) for name in _names(unit["name"])}
    kinds = tuple(fold(kind) for event in gold.get("events", []) for kind in _names(event["kind"]))
    right = {name: [fact not in wrong[field] for fact in record[name]] for name, field in FIELDS.items()}
    right["officials"] = [ok and o["name"] not in people for ok, o in zip(right["officials"], record["officials"], strict=True)]
    right["awards"] = [{**award, "recipient": award.get("recipient")} not in wrong["awards+status"] for award in record["awards"]]
    right["events"] = [
        ok and (bool(event.get("date")) or _alike(fold(event["kind"]), kinds))
        for ok, event in zip(right["events"], record["events"], strict=True)
    ]
    right["mandates"] = [fold(mandate["holder"]) in units for mandate in record["mandates"]]
    return right


def _alike(kind: str, kinds: tuple[str, ...]) -> bool:
    """Whether one of `kinds` opens with `kind`, or `kind` with it.

    >>> _alike("lễ kỷ niệm 45 năm", ("lễ kỷ niệm",)), _alike("hội nghị", ("lễ kỷ niệm", "hội nghị tổng kết"))
    (True, True)
    """
    return kind.startswith(kinds) or any(one.startswith(kind) for one in kinds)


def _names(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def learned(facts: Iterable[Seen]) -> dict[tuple[str, str], tuple[int, int, float]]:
    """(list, sign) -> (facts, right, confidence), in the order of the lists and signs.

    >>> learned([Seen("a", "units", "named once", k > 0) for k in range(8)])
    {('units', 'any other'): (0, 0, 0.778), ('units', 'named once'): (8, 7, 0.833)}
    """
    found: dict[tuple[str, str], tuple[int, int, float]] = {}
    facts = list(facts)
    for name in LISTS:
        of = [fact for fact in facts if fact.list == name]
        share = _share(of, 0, 0)
        for sign in sorted({fact.sign for fact in of} | {OTHER}) if of else []:
            have = [fact for fact in of if fact.sign == sign]
            found[name, sign] = (len(have), sum(fact.right for fact in have), round(_share(have, PULL, share), 3))
    return found


def _share(of: Sequence[Seen], pull: float, towards: float) -> float:
    """The share that is right; half a fact right and half a fact wrong are added, so that none is ever certain."""
    return (sum(fact.right for fact in of) + pull * towards + 0.5) / (len(of) + pull + 1)


def as_csv(rows: dict[tuple[str, str], tuple[int, int, float]]) -> str:
    """The text of the table's file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("list", "sign", "facts", "right", "confidence"))
    writer.writerows((*key, facts, right, f"{confidence:.3f}") for key, (facts, right, confidence) in rows.items())
    return out.getvalue()


def left_out(facts: Sequence[Seen], others: Sequence[Seen] = ()) -> list[tuple[float, bool]]:
    """(confidence, right) of each fact, by the table that all other articles and the facts of `others` give."""
    found: list[tuple[float, bool]] = []
    for article in sorted({fact.article for fact in facts}):
        rows = {key: sure for key, (_, _, sure) in learned(f for f in (*facts, *others) if f.article != article).items()}
        found += [(told(rows, f.list, f.sign), f.right) for f in facts if f.article == article]
    return found


def reliability(pairs: Iterable[tuple[float, bool]]) -> list[Bin]:
    """The bins between EDGES that hold facts.

    >>> [(b.low, b.facts, b.said, b.share) for b in reliability([(0.92, True), (0.94, False), (0.99, True)])]
    [(0.9, 2, 0.93, 0.5), (0.98, 1, 0.99, 1.0)]
    """
    pairs = list(pairs)
    return list(_bins(pairs))


def _bins(pairs: list[tuple[float, bool]]) -> Iterator[Bin]:
    for low, high in itertools.pairwise(EDGES):
        of = [(c, ok) for c, ok in pairs if low <= c < high or c == high == EDGES[-1]]
        if of:
            yield Bin(low, high, len(of), round(sum(c for c, _ in of) / len(of), 3), sum(ok for _, ok in of))


def plain(columns: dict[str, Sequence[Bin]]) -> str:
    """A Markdown table: a row a bin, for each column how many facts, what was said of them, and the share that was right."""
    rows: list[list[object]] = []
    for low, high in itertools.pairwise(EDGES):
        bins = [next((b for b in of if b.low == low), None) for of in columns.values()]
        if any(bins):
            cells = [c for b in bins for c in ((b.facts, f"{b.said:.3f}", f"{b.share:.3f}") if b else (0, "", ""))]
            rows.append([f"{low:.2f} to {high:.2f}", *cells])
    return markdown(["confidence", *(f"{name}: {what}" for name in columns for what in ("facts", "said", "right"))], rows)


def measured(by_set: dict[str, list[Seen]]) -> dict[str, Sequence[Bin]]:
    """The columns of the table: each fact by the table of the extraction, and by one to which its article or batch gave nothing."""
    facts, first = [fact for of in by_set.values() for fact in of], first_readings()
    rows = table()
    columns = {"gold": facts, "samples": by_set["samples"]}
    bins: dict[str, Sequence[Bin]] = {
        name: reliability([(told(rows, fact.list, fact.sign), fact.right) for fact in of]) for name, of in columns.items()
    }
    never = {"never seen": reliability(left_out(first, facts))}
    return never | {"gold": bins["gold"], "left out": reliability(left_out(facts, first)), "samples": bins["samples"]}


def main(argv: list[str] | None = None) -> int:
    """Measure, and write where asked; returns the exit code."""
    asked = argparse.ArgumentParser(prog="python -m extract.calibrate", description="Measure the confidence of facts.")
    asked.add_argument("--write", action="store_true", help="write the table that the extraction reads, and the one of the docs")
    writing = asked.parse_args(argv).write
    there = {name: folder for name, folder in SETS.items() if folder.is_dir()}
    if writing and len(there) < len(SETS):
        missing = ", ".join(str(SETS[name]) for name in SETS if name not in there)
        raise CalibrateError(f"no folder {missing}: a table from fewer articles would replace one from more; nothing written")
    by_set = {name: seen(folder) for name, folder in there.items()}
    facts = [fact for of in by_set.values() for fact in of]
    if writing:
        FILE.write_text(as_csv(learned(facts + first_readings())), encoding="utf-8")
        table.cache_clear()
    shown = plain(measured(by_set))
    if writing:
        write("reliability", shown)
    print(f"{', '.join(there)}: {len(facts)} facts\n{shown}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
