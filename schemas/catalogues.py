"""Reference catalogues: award types, unit kinds, central bodies, provinces, positions, honorifics, names, campaigns.

One CSV a catalogue in `schemas/data`, one frozen dataclass a row. The dataclass declares the columns; a file with other
columns, a duplicate key, an unknown year or an alias that two rows claim is refused with file and line.

    >>> next(row for row in load(AwardType) if row.id == "hc_doc_lap").grades
    ('Nhất', 'Nhì', 'Ba')
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeVar

from schemas.errors import KhenthuongError

DATA = Path(__file__).parent / "data"
Words = tuple[str, ...]


class CatalogueError(KhenthuongError):
    """A catalogue file is not what its declaration says."""


@dataclass(frozen=True, slots=True)
class AwardType:
    """One order, medal, title, prize, flag or certificate, or the rule for a family of them (law: `law_ref`)."""

    file: ClassVar[str] = "award_types.csv"
    key: ClassVar[Words] = ("id",)
    unique: ClassVar[Words] = ("name", "aliases")
    id: str
    name: str
    aliases: Words
    form: str
    grades: Words
    recipient_kind: str
    level: str
    grantor: str
    rank: str
    valid_from: str
    valid_to: str
    law_ref: str
    note: str
    confidence: str


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A head noun that opens an organisation's name; `bare` tells whether it names one body without more words."""

    file: ClassVar[str] = "unit_kinds.csv"
    key: ClassVar[Words] = ("head",)
    unique: ClassVar[Words] = ()
    head: str
    kind: str
    abbreviations: Words
    continues_with: str
    bare: str
    note: str


@dataclass(frozen=True, slots=True)
class CentralBody:
    """A central body under one name and the years it bore it."""

    file: ClassVar[str] = "central_bodies.csv"
    key: ClassVar[Words] = ("name", "valid_from")
    unique: ClassVar[Words] = ()
    name: str
    abbreviations: Words
    kind: str
    valid_from: str
    valid_to: str
    successor: str
    note: str


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city under the centre in one period."""

    file: ClassVar[str] = "provinces.csv"
    key: ClassVar[Words] = ("id",)
    unique: ClassVar[Words] = ()
    id: str
    name: str
    aliases: Words
    kind: str
    map: str
    valid_from: str
    valid_to: str
    predecessors: Words
    predecessor_ids: Words
    successors: Words
    successor_ids: Words
    note: str


@dataclass(frozen=True, slots=True)
class Position:
    """A position word; `unit_noun` is the head noun of its unit where the title holds it."""

    file: ClassVar[str] = "positions.csv"
    key: ClassVar[Words] = ("title",)
    unique: ClassVar[Words] = ()
    title: str
    category: str
    governs: str
    contains_unit_noun: str
    unit_noun: str
    abbreviations: Words
    note: str


@dataclass(frozen=True, slots=True)
class Honorific:
    """A form of address, degree, state title before a name, or rank."""

    file: ClassVar[str] = "honorifics.csv"
    key: ClassVar[Words] = ("honorific",)
    unique: ClassVar[Words] = ()
    honorific: str
    kind: str
    abbreviations: Words
    note: str


@dataclass(frozen=True, slots=True)
class FamilyName:
    """A family name, particle, name shape, middle name or given-name cue."""

    file: ClassVar[str] = "family_names.csv"
    key: ClassVar[Words] = ("name", "kind", "people")
    unique: ClassVar[Words] = ()
    name: str
    kind: str
    people: str
    share_pct_2005: str
    share_pct_2022: str
    note: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """A movement, campaign, drive or programme."""

    file: ClassVar[str] = "campaigns.csv"
    key: ClassVar[Words] = ("id",)
    unique: ClassVar[Words] = ("title", "variants")
    id: str
    title: str
    variants: Words
    kind: str
    launched_by: str
    year_from: str
    year_to: str
    note: str


Row = TypeVar("Row", AwardType, UnitKind, CentralBody, Province, Position, Honorific, FamilyName, Campaign)
CATALOGUES = (AwardType, UnitKind, CentralBody, Province, Position, Honorific, FamilyName, Campaign)


@functools.cache
def load(kind: type[Row]) -> tuple[Row, ...]:
    """All rows of one catalogue, checked."""
    return read(kind, DATA / kind.file)


def read(kind: type[Row], path: Path) -> tuple[Row, ...]:
    """Rows of the catalogue file at `path`; raises CatalogueError with file and line for what does not fit."""
    rows: list[Row] = []
    seen: dict[tuple[str, ...], int] = {}
    names: dict[str, int] = {}
    for line, cells in _cells(kind, path):
        row = kind(**cells)  # type: ignore[arg-type]
        key = tuple(str(getattr(row, k)) for k in kind.key)
        if key in seen:
            raise CatalogueError(f"{path.name}:{line}: {'/'.join(key)} stands already in line {seen[key]}; remove one")
        seen[key] = line
        for name in _claimed(row, kind.unique):
            if names.setdefault(name.lower(), line) != line:
                raise CatalogueError(f"{path.name}:{line}: alias {name!r} is claimed by line {names[name.lower()]} too")
        rows.append(row)
    return tuple(rows)


def _claimed(row: object, fields: Words) -> Iterator[str]:
    for field in fields:
        value = getattr(row, field)
        yield from (value,) if isinstance(value, str) else set(value)


def _cells(kind: type[Row], path: Path) -> Iterator[tuple[int, dict[str, str | Words]]]:
    hints = typing.get_type_hints(kind)
    columns = [f.name for f in dataclasses.fields(kind)]
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        if header != columns:
            odd = sorted(set(header) ^ set(columns))
            raise CatalogueError(f"{path.name}:1: columns must be {', '.join(columns)}; not matching: {', '.join(odd)}")
        for cells in reader:
            if len(cells) != len(columns):
                raise CatalogueError(f"{path.name}:{reader.line_num}: {len(cells)} cells, {len(columns)} expected")
            if not cells[0].strip():
                raise CatalogueError(f"{path.name}:{reader.line_num}: {columns[0]} is empty")
            named = dict(zip(columns, cells, strict=True))
            yield (
                reader.line_num,
                {
                    name: tuple(x.strip() for x in cell.split(";") if x.strip()) if hints[name] == Words else cell.strip()
                    for name, cell in named.items()
                },
            )
