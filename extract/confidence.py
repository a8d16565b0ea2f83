"""How far a fact can be trusted: the share of facts like it that were right where people told what is right.

What a fact is like is its sign, one of a few a list, seen in the record without any gold: a unit that holds a post or an
award is rarely wrong, an award for a group told in vague words often is. `lexicon/confidence.csv` tells for each sign how many
facts had it and how many of them were right, on gold articles and on reports that were read for the first time; `python -m
extract.calibrate --write` writes it.

    >>> rows = {("themes", "any other"): 0.95, ("themes", "in quotation marks"): 0.99}
    >>> told(rows, "themes", "in quotation marks"), told(rows, "themes", "known title"), told(rows, "units", "named once")
    (0.99, 0.95, 0.5)
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extract.folding import fold
from extract.lexicon import spread
from schemas.catalogues import CentralBody, Province, load
from schemas.facts import LISTS, Amount, Award, Document, Event, Official, Person, Record, Theme, Unit

FILE = Path(__file__).parent / "lexicon" / "confidence.csv"
UNKNOWN = 0.5
OTHER = "any other"
Table = Mapping[tuple[str, str], float]


@functools.cache
def table() -> Table:
    """(list, sign) -> confidence, from the file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {(row["list"], row["sign"]): float(row["confidence"]) for row in csv.DictReader(lines)}


def told(rows: Table, name: str, sign: str) -> float:
    """The confidence of a sign; of any other one where no gold fact had it."""
    return rows.get((name, sign), rows.get((name, OTHER), UNKNOWN))


def sure(record: Record, like: Mapping[str, Sequence[str]], rows: Table | None = None) -> Record:
    """The record given, each fact with the confidence of its sign in place of what its component thought of it."""
    rows = table() if rows is None else rows
    for name, of in like.items():
        for fact, sign in zip(getattr(record, name), of, strict=True):
            fact.confidence = told(rows, name, sign)
    return record


def signs(record: Record) -> dict[str, list[str]]:
    """The sign of each fact of each list, in order; `confidence` of a fact is still what its component thought of it."""
    used = {post.unit for official in record.officials for post in official.posts} | {a.recipient for a in record.awards}
    kinds = _SIGNS | {"units": lambda unit: _unit(unit, used)}
    return {name: [kinds[name](fact) for fact in getattr(record, name)] for name in LISTS}


def _unit(unit: Unit, used: set[str | None]) -> str:
    if unit.name in used:
        return "holds a post or an award"
    if fold(unit.name) in _central() or _placed(unit.name):
        return "central body or with its place"
    return "named again" if len(unit.mentions) > 1 else "named once"


@functools.cache
def _central() -> frozenset[str]:
    return frozenset(fold(name) for body in load(CentralBody) for name in (body.name, *body.abbreviations))


@functools.cache
def _places() -> frozenset[str]:
    provinces = (name for province in load(Province) for name in (province.name, *province.aliases))
    return frozenset(map(fold, (*provinces, *spread("towns"))))


def _placed(name: str) -> bool:
    words = fold(name).split()
    return any(" ".join(words[-size:]) in _places() for size in range(1, min(5, len(words))))


def _official(official: Official) -> str:
    return "every post with its unit" if all(post.unit for post in official.posts) else "a post without unit"


def _person(person: Person) -> str:
    return "with honorific or post" if person.confidence >= 0.9 else "bare name"


def _amount(amount: Amount) -> str:
    if amount.literal is not None:
        return "not as printed"
    return "with its currency" if amount.confidence > 0.9 else "currency understood"


def _award(award: Award) -> str:
    spoken = {mention.part: mention for mention in award.mentions}
    if award.status == "possible":
        return "possible"
    if award.recipient is None:
        return "nobody named"
    if award.recipient_kind == "group" and award.count is None:
        return "group without number"
    if award.recipient_kind == "group" and award.status != "conferred":
        return "counted group not given now"
    side = "behind" if "recipient" in spoken and spoken["recipient"].start > spoken["award"].start else "before"
    return f"{_WHO.get(award.recipient_kind or '', 'counted group')} {side} the award"


_WHO = {"unit": "body", "person": "person"}


def _theme(theme: Theme) -> str:
    return "in quotation marks" if theme.confidence > 0.95 else "known title" if theme.confidence > 0.8 else "by its capital"


def _document(document: Document) -> str:
    if document.number is None:
        return "named"
    return "number alone" if document.number.isdigit() else "number with sign"


def _event(event: Event) -> str:
    if event.date is None:
        return "without day"
    return "day and deed told together" if event.confidence > 0.8 else "day told apart"


_SIGNS: dict[str, Callable[[Any], str]] = {
    "events": _event,
    "officials": _official,
    "people": _person,
    "amounts": _amount,
    "awards": _award,
    "themes": _theme,
    "documents": _document,
    "mandates": lambda _: "all",
}
