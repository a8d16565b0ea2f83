"""The phrases of all catalogues and word lists, found in one pass and sorted by list on `draft.hits`.

Lists: `head` (opens a unit's name), `body` (a central body), `sector` (field of a ministry or department), `field` (words
that a unit's name may go on with), `not_unit`, `level`, `province`, `title`, `honorific`, `award`.
"""

from __future__ import annotations

import csv
import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.draft import Draft, component
from extract.folding import fold
from extract.lexicon import Hit, Lexicon, spread, word_set
from schemas.catalogues import AwardType, CentralBody, Honorific, Position, Province, UnitKind, load

LEXICON = Path(__file__).parent / "lexicon"
PLACES_ONLY = {"village"}
Phrase = tuple[str, str, Any, str]


@dataclass(frozen=True, slots=True)
class Head:
    """How a unit's name opens.

    `owner`: it may own a nested unit; `lower`: it may begin small; `bare`: it is whole without more words; `goes_on`: only
    capitals or only nouns may follow; `generic`: it names no body by itself although it holds a field.
    """

    name: str
    kind: str
    owner: bool = False
    lower: bool = False
    bare: str = "yes"
    goes_on: str = ""
    generic: bool = False


def by_first(hits: list[Hit]) -> dict[int, Hit]:
    """The longest hit at each first token."""
    return {hit.first: hit for hit in hits}  # which come with the longer behind the shorter


def rows(name: str) -> list[dict[str, str]]:
    """Rows of `lexicon/NAME.csv`."""
    with (LEXICON / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def data(catalogue: type[Any]) -> str:
    """Path of a catalogue's file from the project's root."""
    return f"schemas/data/{catalogue.file}"


def words(name: str) -> str:
    """Path of a word list from the project's root."""
    return f"extract/lexicon/{name}"


def _heads() -> Iterator[Phrase]:
    grammar = {fold(row["head"]): row for row in rows("heads")}
    seen = set()
    for kind in load(UnitKind):
        if kind.kind in PLACES_ONLY or kind.head in word_set("no_unit_heads"):
            continue
        row = grammar.get(fold(kind.head), {})
        head = _head(kind.head, kind.kind, row, kind.bare)
        seen.add(fold(kind.head))
        yield "head", kind.head, head, data(UnitKind)
        for short in kind.abbreviations:
            if (len(short) > 2 or short in word_set("short_heads")) and short not in word_set("spoilt_abbreviations"):
                yield "head", short, head, data(UnitKind)
    for key, row in grammar.items():
        if key not in seen:
            yield "head", row["head"], _head(row["head"], row["kind"], row, "no"), words("heads.csv")


def _head(name: str, kind: str, row: dict[str, str], bare: str) -> Head:
    yes = {key for key, value in row.items() if value == "yes"}
    owner = "owner" in yes or (not row and kind in ("committee", "office"))
    whole = "yes" if "bare" in yes else bare
    return Head(name, kind, owner, "lower" in yes, whole, row.get("goes_on", ""), "generic" in yes)


def _bodies() -> Iterator[Phrase]:
    file = data(CentralBody)
    for body in load(CentralBody):
        if body.name == "Chủ tịch nước":
            continue
        if not body.name.startswith("Bộ ") or " và " not in body.name:
            yield "body", body.name, body.name, file
        for short in body.abbreviations:
            if " " in short or len(short) > 4:
                yield "body", short, body.name, file
        if body.name.startswith("Bộ ") and body.kind == "ministry":
            for joint in (" và ", " - ", " & "):
                yield "sector", body.name[3:].replace(" và ", joint), body.name[3:], file
                yield "body", body.name.replace(" và ", joint), body.name, file
            for short in body.abbreviations:
                if short.startswith("Bộ "):
                    yield "sector", short[3:], body.name[3:], file
    for row in rows("sector_shorts"):
        for joint in (" và ", " - ", " & ", "&"):
            short = row["short"].replace(" và ", joint)
            yield "sector", short, row["full"], words("sector_shorts.csv")
            yield "body", f"Bộ {short}", f"Bộ {row['full']}", words("sector_shorts.csv")
    for name in spread("organisations"):
        yield "body", name, name, words("organisations.txt")


def entries() -> Iterator[Phrase]:
    """(list, phrase, value, data file) of every phrase the pipeline looks for."""
    yield from _heads()
    yield from _bodies()
    yield from (("not_unit", phrase, phrase, words("not_units.txt")) for phrase in spread("not_units"))
    yield from (("town", phrase, phrase, words("towns.txt")) for phrase in spread("towns"))
    yield from (("country", phrase, phrase, words("countries.txt")) for phrase in spread("countries"))
    yield from (("field", row["phrase"], row["where"], words("fields.csv")) for row in rows("fields"))
    yield from (("level", row["phrase"], row["level"], words("levels.csv")) for row in rows("levels"))
    for province in load(Province):
        for name in (province.name, *province.aliases):
            if len(name) > 2:
                yield "province", name, province.name, data(Province)
    for position in load(Position):
        if position.category == "modifier":
            continue
        for title in (position.title, *position.abbreviations):
            if len(title) > 2 or title == "GĐ":
                yield "title", title, position, data(Position)
    for title in spread("titles"):
        yield "title", title, Position(title, "", "", "no", "", (), ""), words("titles.txt")
    for honorific in load(Honorific):
        if honorific.kind not in ("title before name", "modifier"):
            for word in (honorific.honorific, *honorific.abbreviations):
                yield "honorific", word, honorific, data(Honorific)
    for award in load(AwardType):
        for name in (award.name, *award.aliases):
            yield "award", name, award, data(AwardType)


@functools.cache
def lexicon() -> Lexicon:
    """All phrases, built once a process."""
    return Lexicon(entries())


@component("phrases")
def run(draft: Draft) -> None:
    """Set `draft.hits`: per list, hits in order of their first token."""
    hits: dict[str, list[Hit]] = defaultdict(list)
    for hit in lexicon().find(draft.page):
        hits[hit.kind].append(hit)
    draft.hits = dict(hits)
