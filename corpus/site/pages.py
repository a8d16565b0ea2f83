"""What the pages of units, people, award types, themes and facts show, asked of the archive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from corpus.site.cells import FACTS, Cells
from corpus.site.labels import WORDS, read_yaml
from schemas.tables import TABLES

SECTIONS: dict[str, list[dict[str, str]]] = read_yaml("pages.yaml")


def choices(db: Any) -> Callable[[str], Awaitable[list[Any]]]:
    """For templates: the values that a question's parameter may take."""

    async def found(sql: str) -> list[Any]:
        # a list is a help, not a catalogue: what is not offered can be typed
        return [row[0] for row in await db.execute(f"select * from ({sql}) limit 500") if row[0] is not None]

    return found


def names(db: Any) -> Callable[[str, str, str], Awaitable[Any]]:
    """For templates: (table, column, value) -> the value as a reader knows it, the name where it is a key."""

    async def found(table: str, column: str, value: str) -> Any:
        declared = TABLES.get(table)
        told = next((c for c in declared.columns if c.name == column), None) if declared else None
        label = WORDS.tables.get(told.refers, {}).get("label") if told and told.refers else None
        if told and label:
            rows = (await db.execute(f"select {label} from {told.refers} where id = ?", [value])).rows
            return rows[0][0] if rows else value
        return WORDS.value(column, value)

    return found


async def sections(db: Any, table: str, key: str, cells: Cells) -> list[dict[str, Any]]:
    """The sections of an entity's or a fact's page that have rows: heading, columns, rows of cells."""
    found = []
    for told in SECTIONS.get("fact" if table in FACTS else table, ()):
        result = await db.execute(told["sql"], {"id": key})
        columns = WORDS.shown(result.columns)
        columns = [c for c in columns if any(row[c] not in (None, "", 0, "[]") for row in result.rows)]
        rows = [[(c, _shown(cells, row, c)) for c in columns] for row in result.rows]
        if rows:
            found.append({"vi": told["vi"], "en": told["en"], "columns": columns, "rows": rows})
    return found


def _shown(cells: Cells, row: Any, column: str) -> Any:
    html = cells.show(row, row[column], column, None)
    return ("" if row[column] is None else row[column]) if html is None else html
