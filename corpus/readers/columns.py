"""Which column of a table holds what: by names it is known by (`columns.csv`), with or without accents, or as `--columns` tells.

>>> where = columns(("STT", "Tieu_de", "SAPO", "Nội dung"))
>>> where.fields["title"], where.lead, where.parts
(('Tieu_de',), ('SAPO',), (('Nội dung',),))
>>> columns(("a", "b", "c"), "text=a+b, title=C").parts
(('a',), ('b',))
"""

from __future__ import annotations

import csv
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.charsets import CHARSETS, to_unicode
from corpus.names import plain
from schemas.errors import KhenthuongError
from schemas.facts import ArticleInfo

FIELDS = ("text", "html", "url", *(name for name in ArticleInfo.model_fields if name != "mentions"))
"""What a column can hold."""


class ColumnsError(KhenthuongError):
    """Columns that are told wrongly, or that a table does not have; the message is the reason and what to do."""


@dataclass(frozen=True)
class Columns:
    """The columns of each field, of which the first that is filled counts. The text is put together from its `parts`, of each
    the first that is filled, with the `lead` (sapo) before them."""

    fields: Mapping[str, tuple[str, ...]]
    parts: tuple[tuple[str, ...], ...]
    lead: tuple[str, ...] = ()

    @property
    def hold_articles(self) -> bool:
        """Whether there is a column for the text or the page."""
        return bool(self.fields.get("text") or self.fields.get("html"))


@functools.lru_cache(1024)
def columns(names: tuple[str, ...], told: str = "", *, whole: bool = False) -> Columns:
    """What the columns of these names hold, by `told` (as `--columns` has it) and, for what it leaves, by what they are called.

    Raises ColumnsError where `told` is wrong or, with `whole`, names a column that is not there.
    """
    own: dict[str, str] = {}
    for name in names:
        own.setdefault(_key(name), name)
    for name in names:
        for meant in _meant(name):
            own.setdefault(meant, name)
    by_name: dict[str, list[str]] = defaultdict(list)
    for key, field in _known().items():
        if key in own:
            by_name[field].append(own[key])
    by_hand = parsed(told)
    lacking = [name for wanted in by_hand.values() for name in wanted if _key(name) not in own]
    if lacking and whole:
        raise ColumnsError(f"there is no column {' or '.join(lacking)}: it has {shown(names)}; tell one of these with --columns")
    fields = {field: tuple(by_name[field]) for field in FIELDS if by_name[field]}
    fields |= {field: tuple(own[_key(name)] for name in wanted if _key(name) in own) for field, wanted in by_hand.items()}
    # what is told to be the text or the page leaves no other column to be it
    for field, other in (("text", "html"), ("html", "text")):
        if field in by_hand and other not in by_hand:
            fields.pop(other, None)
    if "text" in by_hand:
        return Columns(fields, tuple((name,) for name in fields["text"]))
    return Columns(fields, (fields["text"],) if "text" in fields else (), tuple(by_name["lead"]))


@functools.lru_cache(8)
def parsed(told: str) -> dict[str, tuple[str, ...]]:
    """The columns that `text=NAME,title=NAME` tells of each field, several parted by `+`; raises ColumnsError."""
    found: dict[str, tuple[str, ...]] = {}
    for one in filter(None, map(str.strip, told.split(","))):
        field, equals, names = (part.strip() for part in one.partition("="))
        wanted = tuple(filter(None, map(str.strip, names.split("+"))))
        if not (equals and wanted and all(map(_key, wanted))):
            raise ColumnsError(f"columns {one!r}: write FIELD=COLUMN, such as text=noi_dung, or text=sapo+noi_dung for both")
        if field not in FIELDS:
            raise ColumnsError(f"columns {one!r}: {field} is no field; there are {', '.join(FIELDS)}")
        if field in found:
            raise ColumnsError(f"columns {one!r}: {field} is told twice; for several columns write {field}=A+B")
        found[field] = wanted
    return found


def form_of(columns: str = "", encoding: str = "") -> str:
    """The form of a row, which tells what `--columns` told, and the encoding of its table and how certain that is.

    >>> form_of(), form_of("text=noi_dung", "cp1258 0.99")
    ('row', 'row|cp1258 0.99|text=noi_dung')
    """
    return f"row|{encoding}|{columns}" if columns or encoding else "row"


def shown(names: Iterable[str]) -> str:
    """The names of columns, of many the first ones."""
    told = [" ".join(name.split())[:40] for name in names if name.strip()]
    return ", ".join(told[:20]) + (f" and {len(told) - 20} more" if len(told) > 20 else "") or "no name"


def _key(name: str) -> str:
    return plain(name).replace(" ", "")


def _meant(name: str) -> list[str]:
    """The keys of known names that a name set in an old font may stand for, such as `Néi dung`."""
    if name.isascii():
        return []
    return [key for charset in CHARSETS if (key := _key(to_unicode(name, charset))) in _known()]


@functools.cache
def _known() -> dict[str, str]:
    """Key -> field, the field's own name before all others."""
    with Path(__file__).with_name("columns.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["field"], _key(row["name"])) for row in csv.DictReader(lines)]
    known: dict[str, str] = {_key(field): field for field in FIELDS}
    for field, key in rows:
        if known.setdefault(key, field) != field or field not in (*FIELDS, "lead"):
            raise ColumnsError(f"columns.csv: {key} of {field} is told of {known[key]} too, or {field} is no field")
    return known
