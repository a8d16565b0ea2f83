"""What the site calls tables, columns and codes, Vietnamese first; from it Datasette's metadata.

Tables and columns take their labels from `schemas.tables`, which has those of the facts from their declaration; `labels.yaml`
holds what only the site needs: a sentence on each table, the columns of questions, the codes in words.

    >>> WORDS.column("amounts", "literal")["vi"], WORDS.value("status", "proposed")
    ('Số in trên bài', 'đề nghị')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from corpus.site.language import said
from schemas.tables import TABLES, Column

HERE = Path(__file__).parent
NUMBERS = frozenset(
    {
        "value",
        "literal",
        "count",
        "words",
        "articles",
        "awards",
        "proposed",
        "conferred",
        "past",
        "total",
        "sums",
        "least",
        "most",
        "facts",
        "genre",
        "names",
        "share",
        "copies",
        "again",
    }
)
KEYS = ("_id", "_anchor", "_unit", "_person")
INNER = frozenset({"id", "start", "key", "sort_key", "name_fold", "text_d"})
WORKINGS = frozenset({"evidence", "scope", "scope_kind", "catalogue", "campaign"})
Label = dict[str, str]


def read_yaml(name: str) -> Any:
    """The data file `name` beside this module."""
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def column_of(table: str | None, column: str) -> Column | None:
    """The declaration of a column, or None."""
    found = TABLES.get(table or "")
    return next((c for c in found.columns if c.name == column), None) if found else None


class Words:
    """The labels, as templates and cells ask for them."""

    first_sql = "select title, published_on from articles order by published_on desc limit 20"

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.site: Label = data["site"]
        self.intro: Label = data["about"]
        self.caution: Label = data["caution"]
        self.nav: list[str] = data["nav"]
        self.filters: dict[str, Label] = data["filters"]
        self.tables: dict[str, dict[str, Any]] = data["tables"]
        self._columns: dict[str, Label] = data["columns"]
        self._values: dict[str, dict[str, Label]] = data["values"]
        self._say: dict[str, dict[str, Label]] = data["say"]

    def say(self, key: str, **values: Any) -> str:
        """What the site says under `section.name` of `say` in labels.yaml, in the language of the page, {values} filled in."""
        section, _, name = key.partition(".")
        told = said(self._say[section][name])
        return told.format(**values) if values else told

    def ordered(self, tables: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Tables in the order in which `labels.yaml` tells of them."""
        order = {name: i for i, name in enumerate(self.tables)}
        return sorted(tables, key=lambda t: (order.get(t["name"], len(order)), t["name"]))

    def table(self, name: str) -> Label:
        """What a table is called; its own name where it has no label."""
        found = TABLES.get(name)
        # "units that the articles tell" is for those who read the schema
        return {"vi": found.vi, "en": re.split(" that | across ", found.en)[0]} if found else {"vi": name, "en": name}

    def about(self, name: str) -> Label:
        """One sentence on a table."""
        about: Label = self.tables.get(name, {}).get("about", {"vi": "", "en": ""})
        return about

    def column(self, table: str | None, column: str) -> Label:
        """The label of a column: `vi`, `en` (short) and `about` (what it holds). A question's column may be any fact's field."""
        if table is None and column in self._columns:
            return {"about": self._columns[column]["en"], **self._columns[column]}
        found = column_of(table, column)
        if table is None:
            found = next((c for name in ("awards", "amounts", *TABLES) if (c := column_of(name, column))), None)
        if found is None:
            return {"vi": column, "en": column, "about": column}
        return {
            "vi": found.vi.removesuffix(" (đã nhận ra)"),
            "en": column.removesuffix("_told").replace("_", " "),
            "about": found.en,
        }

    def value(self, column: str, value: Any) -> Any:
        """A code in words, in the language of the page; any other value as it is."""
        found = self.coded(column, value)
        return said(found) if found else value

    def coded(self, column: str, value: Any) -> Label | None:
        """A code's words in both languages, or None where the value is no code."""
        return self._values.get(column, {}).get(str(value))

    def codes(self, column: str) -> Mapping[str, Label]:
        """The codes that a column may hold, each with its words."""
        return self._values.get(column, {})

    def shown(self, columns: Iterable[str], table: str | None = None) -> list[str]:
        """The columns a reader sees: without keys, which the cells turn into links, and without what `skip` names."""
        skip = {"id", *self.tables.get(table or "", {}).get("skip", ())}
        if table is None:
            return [c for c in columns if not c.endswith(KEYS) and c != "currency"]
        declared = {c: column_of(table, c) for c in columns}
        kept = [c for c, told in declared.items() if c not in skip and not (told and told.refers and told.field)]
        return sorted(kept, key="article".__eq__)  # the facts first, then where they stand

    def filtered(self, columns: Iterable[str], table: str) -> list[str]:
        """The columns by which a reader may filter: also those the table does not show, without keys and inner workings."""
        return [c for c in columns if c not in INNER and not ((told := column_of(table, c)) and told.refers)]

    def sorting(self, table: str, column: str) -> str:
        """The column by which rows are sorted where a reader asks for `column`: names stand in Vietnamese alphabetical order."""
        named = column == self.tables.get(table, {}).get("label")
        return "sort_key" if named and column_of(table, "sort_key") else column

    def inner(self, columns: Iterable[str], table: str) -> list[str]:
        """The columns that tell of the workings, which the page of a row keeps apart."""
        return [
            c for c in columns if c in INNER or c in WORKINGS or ((told := column_of(table, c)) and told.refers and told.field)
        ]

    def once(self, table: str) -> str:
        """The end of a table's address that leaves out what near-copies tell again, or shows units that count."""
        found = TABLES.get(table)
        if found and found.seldom:
            return f"?{found.seldom}__isnull=1"
        return "?articles__gt=0" if table == "units" else ""

    def css(self, column: str) -> str:
        """The classes of a cell."""
        return f"col-{column}" + (" number" if column in NUMBERS else "")


WORDS = Words(read_yaml("labels.yaml"))


def metadata(database: str, tables: Mapping[str, Iterable[str]], queries: Mapping[str, Any]) -> dict[str, Any]:
    """Datasette's metadata for an archive named `database` with `tables` (name -> columns)."""
    return {
        "title": WORDS.site["vi"],
        "description": WORDS.intro["vi"],
        "databases": {
            database: {"queries": dict(queries), "tables": {name: _table(name, list(cols)) for name, cols in tables.items()}}
        },
    }


def _table(name: str, columns: list[str]) -> dict[str, Any]:
    if name not in TABLES:
        return {"hidden": True}
    told = WORDS.tables[name]
    labels = {column: WORDS.column(name, column) for column in columns}
    about: dict[str, Any] = {
        "title": f"{TABLES[name].vi} — {TABLES[name].en}",
        "description": f"{told['about']['vi']} {told['about']['en']}",
        "columns": {column: f"{label['vi']} — {label['about']}" for column, label in labels.items()},
        "facets": [{"array": f} if column_of(name, f).json else f for f in told.get("facets", ())],  # type: ignore[union-attr]
        "hidden": told.get("hidden", False),
        "size": 50,
    }
    return about | {
        option: told[name] for option, name in (("label_column", "label"), ("sort_desc", "sort_desc")) if name in told
    }
