"""Reference catalogues: award types, unit kinds, central bodies, provinces, positions, honorifics, names, campaigns, scopes.

One CSV a catalogue in `schemas/data`, one frozen dataclass a row. The dataclass declares the columns and what may stand in
them; a file with other columns, a word outside its list, a year that is none, a period that ends before it begins, a
duplicate key, an alias that two rows claim or an id that no row has is refused with file and line.

    >>> next(row for row in load(AwardType) if row.id == "hc_doc_lap").grades
    ('Nhất', 'Nhì', 'Ba')
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import re
import typing
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from schemas.errors import KhenthuongError

DATA = Path(__file__).parent / "data"
Words = tuple[str, ...]
# A column's rule is a pattern that its whole cell must fit.
Year = Annotated[str, r"\d{4}|"]
Day = Annotated[str, r"\d{4}(-\d\d-\d\d)?|"]
Number = Annotated[str, r"\d+|"]
Share = Annotated[str, r"\d+(\.\d+)?|"]
YesNo = Annotated[str, "yes|no"]
Form = Annotated[
    str,
    "huân chương|huy chương|danh hiệu vinh dự nhà nước|danh hiệu thi đua|cờ thi đua|bằng khen|giấy khen|kỷ niệm chương|huy hiệu"
    "|giải thưởng nhà nước|giải thưởng|học bổng|tiền thưởng",
]
Recipient = Annotated[str, "individual|collective|both|family|household"]
Level = Annotated[str, "state|government|ministry/province|grassroots|"]
Checked = Annotated[str, "checked|known|doubt"]
Bare = Annotated[str, "yes|no|with level|with place word|with owner"]
Map = Annotated[str, "63|34|63;34|historic"]
Place = Annotated[str, "whole|start|end|level"]
Scope = Annotated[str, "nation|province|city|ministry|group|article|none"]
NameKind = Annotated[str, "family name|middle name|given name cue|name shape|particle|religious name"]


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
    form: Form
    grades: Words
    recipient_kind: Recipient
    level: Level
    grantor: str
    rank: Number
    valid_from: Year
    valid_to: Year
    law_ref: str
    note: str
    confidence: Checked


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
    bare: Bare
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
    valid_from: Year
    valid_to: Year
    successor: Words
    note: str


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city under the centre in one period."""

    file: ClassVar[str] = "provinces.csv"
    key: ClassVar[Words] = ("id",)
    unique: ClassVar[Words] = ()
    refers: ClassVar[Words] = ("predecessor_ids", "successor_ids")
    id: str
    name: str
    aliases: Words
    kind: str
    map: Map
    valid_from: Day
    valid_to: Day
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
    contains_unit_noun: YesNo
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
    kind: NameKind
    people: str
    share_pct_2005: Share
    share_pct_2022: Share
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
    year_from: Year
    year_to: Year
    note: str


@dataclass(frozen=True, slots=True)
class NameScope:
    """Words of a unit's name, and where they stand in it, that tell how far the name reaches before it means another body."""

    file: ClassVar[str] = "name_scopes.csv"
    key: ClassVar[Words] = ("word", "place")
    unique: ClassVar[Words] = ()
    word: str
    place: Place
    scope: Scope
    note: str


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A short form inside a unit's name that has one meaning there."""

    file: ClassVar[str] = "short_forms.csv"
    key: ClassVar[Words] = ("short",)
    unique: ClassVar[Words] = ()
    short: str
    long: str
    note: str


Row = TypeVar("Row", AwardType, UnitKind, CentralBody, Province, Position, Honorific, FamilyName, Campaign, NameScope, ShortForm)
CATALOGUES = (AwardType, UnitKind, CentralBody, Province, Position, Honorific, FamilyName, Campaign, NameScope, ShortForm)


@functools.cache
def load(kind: type[Row]) -> tuple[Row, ...]:
    """All rows of one catalogue, checked."""
    return read(kind, DATA / kind.file)


def read(kind: type[Row], path: Path) -> tuple[Row, ...]:
    """Rows of the catalogue file at `path`; raises CatalogueError with file and line for what does not fit."""
    rows: list[Row] = []
    lines: dict[tuple[str, ...], int] = {}
    names: dict[str, int] = {}
    for line, cells in _cells(kind, path):
        row = kind(**cells)
        key = tuple(str(getattr(row, k)) for k in kind.key)
        if key in lines:
            raise _refused(path, line, f"{'/'.join(key)} stands already in line {lines[key]}; remove one")
        lines[key] = line
        for name in _claimed(row, kind.unique):
            if names.setdefault(name.lower(), line) != line:
                raise _refused(path, line, f"alias {name!r} is claimed by line {names[name.lower()]} too; keep it in one")
        rows.append(row)
    for row, line in zip(rows, lines.values(), strict=True):
        for name in _claimed(row, getattr(kind, "refers", ())):
            if (name,) not in lines:
                raise _refused(path, line, f"no row has the id {name!r}; correct it or add the row")
    return tuple(rows)


def _refused(path: Path, line: int, why: str) -> CatalogueError:
    return CatalogueError(f"{path.name}:{line}: {why}")


def _claimed(row: object, fields: Words) -> Iterator[str]:
    for field in fields:
        value = getattr(row, field)
        yield from (value,) if isinstance(value, str) else set(value)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            for cells in reader:
                yield reader.line_num, cells
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogueError(f"{path.name}: cannot be read as CSV in UTF-8: {error}") from error


def _cells(kind: type[Row], path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    hints = typing.get_type_hints(kind, include_extras=True)
    columns = [f.name for f in dataclasses.fields(kind)]
    lines = _lines(path)
    _, header = next(lines, (1, []))
    if header != columns:
        odd = ", ".join(sorted(set(header) ^ set(columns))) or "their order"
        raise _refused(path, 1, f"columns must be {', '.join(columns)}; not matching: {odd}")
    for line, cells in lines:
        if len(cells) != len(columns):
            raise _refused(path, line, f"{len(cells)} cells, {len(columns)} expected; quote a cell that holds a comma")
        named = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
        if why := _wrong(hints, named, kind.key[0]):
            raise _refused(path, line, why)
        yield line, {name: _items(cell) if hints[name] == Words else cell for name, cell in named.items()}


def _items(cell: str) -> Words:
    return tuple(item for part in cell.split(";") if (item := part.strip()))


def _wrong(hints: dict[str, Any], cells: dict[str, str], key: str) -> str | None:
    if not cells[key]:
        return f"{key} is empty"
    for name, cell in cells.items():
        if not unicodedata.is_normalized("NFC", cell):
            return f"{name} {cell!r} is not NFC; normalise it"
        for rule in getattr(hints[name], "__metadata__", ()):
            if not re.fullmatch(rule, cell):
                return f"{name} {cell!r} does not fit {rule}"
    for first, last in (("valid_from", "valid_to"), ("year_from", "year_to")):
        if cells.get(first) and cells.get(last) and cells[first] > cells[last]:
            return f"{last} {cells[last]} lies before {first} {cells[first]}"
    return None
