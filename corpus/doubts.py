"""The queue of doubtful facts: what waits for an archivist, and what is to be looked at first.

A fact waits for one of these reasons, in this order:

1. `unplaced`: a correction no longer finds its fact, so that somebody's work is without effect;
2. `copies_disagree`: two articles of a story tell the same thing with another status, year, value, ..., so that it is counted twice and
   once wrongly; the later of the two waits, the earlier where the later has been looked at;
3. `flag`: the fact itself tells a doubt, such as a unit that cannot be meant;
4. `low_confidence`: fewer than nine in ten facts like it are right.

Of one reason the least certain comes first. Articles that are hardly reports on emulation and commendation come behind all others:
what is read from them is wrong more often, and matters less. What a copy tells again does not wait beside its first telling, nor does
what somebody accepted, changed or added, nor anything in an article that is checked.

The table `doubts` holds the queue, kept right by `corpus.doubting`; a page of it is read along an index, whatever the size of the
archive.

    >>> sql, values = question(why="flag", limit=10)
    >>> values["why"], values["limit"]
    ('flag', 10)
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from schemas.errors import KhenthuongError
from schemas.facts import LISTS
from schemas.tables import FACTS, Table, dicts

WHY = ("unplaced", "copies_disagree", "flag", "low_confidence")
"""The reasons, the weightiest first."""
MOST = 1000
"""Doubts that are given at once, at most."""


class DoubtError(KhenthuongError):
    """The queue cannot be asked so; the message tells what can be."""


@dataclass(frozen=True)
class Telling:
    """What a fact tells: its values, the words it stands on first, and where they begin; an article without title has its path."""

    article: str
    title: str
    fact: str
    values: dict[str, Any]
    quote: str
    start: int


@dataclass(frozen=True)
class Doubt:
    """One doubt that waits.

    `telling` is the fact, of `unplaced` as it was when it was corrected. `other` is what the other article tells where copies disagree,
    `fields` in what. `correction` is the one that no longer finds its fact: its row's id, who, at, action, field, new, why.
    `after` is given to `waiting` for what comes next.
    """

    id: str
    list: str
    why: str
    telling: Telling
    confidence: float
    genre: float
    after: str
    fields: tuple[str, ...] = ()
    other: Telling | None = None
    correction: dict[str, Any] | None = None


def waiting(
    conn: sqlite3.Connection,
    *,
    kind: str | None = None,
    list: str | None = None,  # noqa: A002 - the column's name
    limit: int = 50,
    after: str | None = None,
) -> list[Doubt]:
    """The next doubts of the queue, each fact once; of a `kind` of reason or a `list` of the record alone.

    `after` is that of the last doubt seen. Raises DoubtError.
    """
    sql, values = question(why=kind, name=list, limit=limit, after=after)
    return doubts_of(dicts(conn.execute(sql, values)))


def count(conn: sqlite3.Connection) -> dict[str, int]:
    """How many wait for each reason; a fact that waits for two is counted for both."""
    found = dict(conn.execute(COUNT))
    return {why: found.get(why, 0) for why in WHY}


COUNT = "select why, count(*) as waiting from doubts group by why"


def question(
    *, why: str | None = None, name: str | None = None, limit: int = 50, after: str | None = None
) -> tuple[str, dict[str, Any]]:
    """SQL for the next doubts and its values, `name` a list of the record; its rows are for `doubts_of`. Raises DoubtError."""
    if why is not None and why not in WHY:
        raise DoubtError(f"{why}: no reason for doubt; give one of {', '.join(WHY)}")
    if name is not None and name not in LISTS:
        raise DoubtError(f"{name}: no list of that name; give one of {', '.join(LISTS)}")
    values: dict[str, Any] = {"limit": max(1, min(limit, MOST))}
    # a fact that waits for several reasons stands where the weightiest of those asked for puts it
    where, before = [], ["o.fact = d.fact", "(+o.weight, +o.id) < (d.weight, d.id)"]  # by the fact, whatever the statistics say
    if why:
        values["why"] = why
        where.append("d.why = :why")
        before.append("o.why = :why")
    if name:
        values["list"] = name
        where.append("d.list = :list")
    if after:
        values |= _place(after)
        where.append("(d.weight, d.id) > (:weight, :id)")
    where.append(f"not exists (select 1 from doubts o where {' and '.join(before)})")
    return _WAITING.format(where=" and ".join(where)), values


def _place(after: str) -> dict[str, Any]:
    weight, _, told = after.partition("~")
    try:
        return {"weight": float(weight), "id": told}
    except ValueError as error:
        raise DoubtError(f"after {after[:80]!r}: no place in the queue; give the `after` of a doubt") from error


def doubts_of(rows: Iterable[Any]) -> list[Doubt]:
    """The doubts that rows of `question` tell; a row gives its columns by name."""
    return [_doubt(row) for row in rows]


def _doubt(row: Any) -> Doubt:
    told = json.loads(row["fact_told"] or row["told"] or "{}")
    first = min(told.pop("mentions", None) or [{}], key=lambda m: m.get("start", 0))
    start = first.get("start", row["start"])
    quote = first.get("quote", row["quote"])
    telling = Telling(row["article"], row["title"], row["fact"], told, quote or "", start or 0)
    other = correction = None
    if row["other_told"]:
        values = json.loads(row["other_told"])
        other = Telling(
            row["other_article"], row["other_title"], row["other"], values, row["other_quote"] or "", row["other_start"]
        )
    if row["correction"] is not None:
        correction = {name: row[f"correction_{name}"] for name in ("who", "at", "action", "field", "why")}
        correction |= {"id": row["correction"], "new": json.loads(row["correction_new"] or "null")}
    return Doubt(
        row["id"], row["list"], row["why"], telling, float(told.get("confidence", 0)), row["genre"], f"{row['weight']!r}~{row['id']}",
        tuple(json.loads(row["fields"] or "[]")), other, correction,
    )  # fmt: skip


def _values(table: Table) -> str:
    """SQL for the values of the row `f` of a list, as JSON."""
    told = [
        f"'{c.field}', {f'json(f.[{c.name}])' if c.json else f'f.[{c.name}]'}" for c in table.columns if c.field and not c.refers
    ]
    if table.list == "officials":
        post = ", ".join(f"'{name}', p.{name}" for name in ("title", "unit"))
        told.append(f"'posts', (select json_group_array(json_object({post})) from posts p where p.official = f.id)")
    return f"json_object({', '.join(told)})"


def _looked_up(what: str, fact: str) -> str:
    """SQL for `what` of the row `f` that `fact` names, in the table of the doubt's list."""
    cases = (
        f"when '{name}' then (select {what if what != 'told' else _values(FACTS[name])} from [{FACTS[name].name}] f where f.id = {fact})"
        for name in LISTS
    )
    return f"case d.list {' '.join(cases)} end"


def _quote(fact: str) -> str:
    return f"(select m.quote from mentions m where m.fact = {fact} order by m.start limit 1)"


_WAITING = f"""
with d as (select * from doubts d where {{where}} order by d.weight, d.id limit :limit),
  pair as (select d.*, {_looked_up("f.article", "d.other")} as other_article from d)
select d.*, coalesce(a.title, a.path) as title, coalesce(a.genre, 1.0) as genre,
  {_looked_up("told", "d.fact")} as told, {_looked_up("f.start", "d.fact")} as start, {_quote("d.fact")} as quote,
  coalesce(b.title, b.path) as other_title,
  {_looked_up("told", "d.other")} as other_told, {_looked_up("f.start", "d.other")} as other_start, {_quote("d.other")} as other_quote,
  c.fact_told, c.who as correction_who, c.at as correction_at, c.action as correction_action, c.field as correction_field,
  c.why as correction_why, c.new as correction_new
from pair d join articles a on a.id = d.article left join articles b on b.id = d.other_article
  left join corrections c on c.id = d.correction
order by d.weight, d.id
"""
