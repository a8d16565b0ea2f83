"""What the first page and the pages of units, people, award types and themes show, asked of the archive."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from corpus.site import timeline
from corpus.site.cells import FACTS, Cells
from corpus.site.labels import WORDS, read_yaml
from schemas.tables import ENTITIES, TABLES

READ: dict[str, Any] = read_yaml("pages.yaml")
SECTIONS: dict[str, list[dict[str, str]]] = READ["sections"]
UNSEEN = {"before", "after", "target"}
"""Columns that a section's cells are made with and that are none of their own."""
COUNTED = ("articles", "units", "people", "awards", "amounts", "themes", "events", "documents")


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


def once(table: str) -> str:
    """The question how many rows a table has, those that a near-copy tells again not counted; answered from small indexes."""
    if table in FACTS:
        return f"select (select count(*) from {table}) - (select count(*) from {table} where repeats is not null)"
    # a unit that only copies name is kept, since their facts point to it
    return f"select count(*) from {table}" + (" where articles > 0" if table == "units" else "")


async def home(db: Any) -> dict[str, Any]:
    """Counts, awards by status, by year, the units most honoured and the latest articles."""

    async def rows(sql: str) -> list[Any]:
        return list((await db.execute(sql)).rows)

    counts = {name: (await rows(once(name)))[0][0] for name in COUNTED}
    return {
        "counts": counts,
        "statuses": await rows("select status, count(*) - count(repeats) as n from awards group by 1 order by n desc"),
        "years": await rows(
            "select year, count(*) - count(repeats) as n from awards where year is not null group by 1 order by 1 desc limit 15"
        ),
        "latest": await rows("select id, title, published_on, source from articles order by published_on desc, id limit 8"),
        "largest": await rows(
            "select id, name, awards from units where awards > 0 order by awards desc, sort_key limit 8",
        ),
    }


async def entity(db: Any, table: str, key: str, cells: Cells) -> dict[str, Any]:
    """What the page of an entity or fact shows beside its own fields.

    `forms` (how articles print its name), `article` (of a fact the article that tells it), `sections` (see `sections`), `years` (see `timeline.years`), `beside` (table -> names that stand in the same articles), `grounds`
    (a section: why names were taken for it).
    """
    forms, article, shown, told, beside, grounds = await asyncio.gather(
        _forms(db, table, key),
        _article(db, table, key),
        sections(db, table, key, cells),
        timeline.years(db, table, key),
        _beside(db, table, key),
        _grounds(db, table, key, cells),
    )
    return {"forms": forms, "article": article, "sections": shown, "years": told, "beside": beside, "grounds": grounds}


async def _forms(db: Any, table: str, key: str) -> list[str]:
    found = (await db.execute(f"select variants from {table} where id = ?", [key])).rows if table in ENTITIES else []
    return list(json.loads(found[0][0] or "[]")) if found else []


async def _article(db: Any, table: str, key: str) -> dict[str, Any] | None:
    """The article that tells a fact, and the place of the fact on its page."""
    if table not in FACTS:
        return None
    fact = "officials-' || f.official" if table == "posts" else f"{FACTS[table]}-' || f.id"
    query = f"select a.id, a.title, a.published_on, a.source, '{fact} as place from {table} f join articles a on a.id = f.article where f.id = ?"
    rows = (await db.execute(query, [key])).rows
    return dict(rows[0]) if rows else None


async def _grounds(db: Any, table: str, key: str, cells: Cells) -> dict[str, Any] | None:
    if table not in ENTITIES:
        return None
    return await _section(db, {"name": "grounds", "about": "yes", "sql": READ["grounds"]}, {"id": key, "table": table}, cells)


async def sections(db: Any, table: str, key: str, cells: Cells) -> list[dict[str, Any]]:
    """The sections of an entity's or a fact's page that have rows.

    Each has `heading`, `about`, `columns`, `rows` of cells, and where there are more rows than shown `total`, `table` and `filters` of all.
    """
    told = SECTIONS.get(table, SECTIONS["fact"] if table in FACTS else [])
    filled = {"list": FACTS.get(table, ""), "table": table, "same": READ["same"]}
    asked = [one | {"sql": one["sql"].format(**filled)} for one in told]
    found = await asyncio.gather(*(_section(db, one, {"id": key}, cells) for one in asked))
    return [section for section in found if section]


async def _section(db: Any, told: dict[str, str], given: dict[str, str], cells: Cells) -> dict[str, Any] | None:
    result = await db.execute(told["sql"], given)
    if not result.rows:
        return None
    columns = [c for c in WORDS.shown(result.columns) if c not in UNSEEN]
    columns = [c for c in columns if any(row[c] not in (None, "", 0, "[]") or c == "there" for row in result.rows)]
    section: dict[str, Any] = {
        "name": told["name"],
        "about": WORDS.say(f"entity.{told['name']}_about") if told.get("about") else "",
        "columns": columns,
        "rows": [[(c, _shown(cells, row, c)) for c in columns] for row in result.rows],
        "total": len(result.rows),
    }
    if "table" in told:
        where = f"select count(*) from {told['table']} where {told['column']} = :id and repeats is null"
        section["total"] = (await db.execute(where, given)).rows[0][0]
        section |= {"table": told["table"], "filters": {told["column"]: given["id"], "repeats__isnull": "1"}}
    return section


async def _beside(db: Any, table: str, key: str) -> dict[str, list[Any]]:
    asked = READ["beside"].get(table, {})
    found = await asyncio.gather(*(db.execute(sql, {"id": key}) for sql in asked.values()))
    return {other: list(answer.rows) for other, answer in zip(asked, found, strict=True) if answer.rows}


async def successor(db: Any, table: str, key: str) -> str | None:
    """The id of the entity that people merged the one with this id into, so that old links lead on; None where there is none."""
    query = (
        "select json_extract(c.new, '$.id') from corrections c where c.action = 'merge' and c.list = ? and json_extract(c.old, '$.id') = ?"
        " and not exists (select 1 from corrections u where u.undoes = c.id) order by c.id desc limit 1"
    )
    seen = {key}
    while found := (await db.execute(query, [table, key])).rows:
        key = str(found[0][0])
        if key in seen:
            return None
        seen.add(key)
        if (await db.execute(f"select 1 from {table} where id = ?", [key])).rows:
            return key
    return None


def _shown(cells: Cells, row: Any, column: str) -> Any:
    html = cells.show(row, row[column], column, None)
    return ("" if row[column] is None else row[column]) if html is None else html
