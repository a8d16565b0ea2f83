"""The history of corrections: of a fact, of an article, of a person's work. Each is a list of entries, undos among them.

A fact's row has another id after each correction that changes it; its history is followed through them (`corpus.trails`). All is read
along indexes of `corrections`; rows of a kind that this module does not know are told as they stand.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.trails import Trail, trail_of, trails
from schemas.facts import LISTS
from schemas.tables import FACTS, TABLES, Row, dicts, values

MOST = 1000
"""Entries that are given at once, at most."""


@dataclass(frozen=True)
class Undone:
    """A correction that was taken back: by which one, by whom, when, why."""

    id: int
    who: str
    at: str
    why: str | None


@dataclass(frozen=True)
class Entry:
    """One correction: `name` its list, `fact` the id that its row had then, `told` the fact's values before it.

    `old` and `new` are values; of an added fact `new` is all of it. An undo tells in `undoes` what it took back. `title` is the
    article's, else its path; where the correction is of no article, both are empty. `void` tells of a check of a whole article
    that its record has changed since.
    """

    id: int
    at: str
    who: str
    action: str
    article: str | None
    title: str | None
    name: str
    fact: str | None
    field: str | None
    old: Any
    new: Any
    why: str | None
    told: dict[str, Any]
    undoes: int | None
    undone: Undone | None
    void: bool = False


_UNDO = "(select min(u.id) from corrections u where u.undoes = c.id and u.action = 'undo')"
_ENTRIES = f"""
select c.*, coalesce(a.title, a.path) as title, b.id as back, b.who as back_who, b.at as back_at, b.why as back_why,
    c.action = 'check' and b.id is null and coalesce(e.checked, 0) < c.id as void
from corrections c left join articles a on a.id = c.article left join extracted e on e.article = c.article left join corrections b on b.id = {_UNDO}
where {{where}} order by c.id {{order}} limit {{most}}"""


def of_article(conn: sqlite3.Connection, article: str, *, limit: int = MOST, after: int = 0) -> list[Entry]:
    """The corrections of an article in the order they were made, those after number `after`."""
    return _entries(conn, "c.article = ? and c.id > ?", (article, after), most=limit)


def of_person(conn: sqlite3.Connection, who: str, *, limit: int = 50, before: int | None = None) -> list[Entry]:
    """What a person corrected, the newest first; of a longer history those before number `before`."""
    if before is None:
        return _entries(conn, "c.who = ?", (who,), order="desc", most=limit)
    return _entries(conn, "c.who = ? and c.id < ?", (who, before), order="desc", most=limit)


def of_fact(conn: sqlite3.Connection, name: str, fact: str) -> list[Entry]:
    """All corrections that ever concerned the fact of row `fact` in the record's list `name`, in the order they were made.

    `fact` may be an id that the row had before a correction, or that of a fact which was taken out. Empty where nobody corrected it.
    """
    now = _values(conn, name, fact)
    query = "select article from corrections where fact = ? and article is not null limit 1"
    found = (now[0],) if now else conn.execute(query, [fact]).fetchone()
    if not found:
        return []
    entries = _entries(conn, "c.article = ?", (found[0],), most=-1)
    trail = _trail(conn, found[0], name, fact, now[1] if now else None)
    ids = {row["id"] for row in trail.rows} if trail else set()
    return [entry for entry in entries if entry.id in ids]


def _trail(conn: sqlite3.Connection, article: str, name: str, fact: str, now: dict[str, Any] | None) -> Trail | None:
    all_of = trails(_rows(conn, "select * from corrections where article = ? order by id", (article,)))
    if now and (found := trail_of(all_of, name, now)):
        return found
    named = [trail for trail in all_of if trail.name == name and any(row["fact"] == fact for row in trail.rows)]
    return named[-1] if named else None


def _values(conn: sqlite3.Connection, name: str, fact: str) -> tuple[str, dict[str, Any]] | None:
    """(article, values) of the fact that stands at a row, as corrections keep them."""
    if name not in LISTS:
        return None
    rows = _rows(conn, f"select * from [{FACTS[name].name}] where id = ?", (fact,))
    if not rows:
        return None
    mentions = _rows(conn, "select * from mentions where fact = ? order by rowid", (fact,))
    told = values(FACTS[name], rows[0]) | {"mentions": [values(TABLES["mentions"], row) for row in mentions]}
    if name == "officials":
        posts = _rows(conn, "select * from posts where official = ? order by rowid", (fact,))
        told["posts"] = [values(FACTS["posts"], row) for row in posts]
    return str(rows[0]["article"]), told


def _rows(conn: sqlite3.Connection, sql: str, given: Sequence[Any]) -> list[Row]:
    return dicts(conn.execute(sql, given))


def _entries(conn: sqlite3.Connection, where: str, given: Sequence[Any], *, order: str = "asc", most: int) -> list[Entry]:
    most = most if most < 0 else min(most, MOST)
    return [_entry(row) for row in _rows(conn, _ENTRIES.format(where=where, order=order, most=most), given)]


def _entry(row: Any) -> Entry:
    undone = Undone(row["back"], row["back_who"], row["back_at"], row["back_why"]) if row["back"] else None
    told = _read(row["fact_told"])
    return Entry(
        row["id"], row["at"], row["who"], row["action"], row["article"], row["title"], row["list"], row["fact"], row["field"],
        _read(row["old"]), _read(row["new"]), row["why"], told if isinstance(told, dict) else {}, row["undoes"], undone, bool(row["void"]),
    )  # fmt: skip


def _read(cell: Any) -> Any:
    """The value in a cell; words that are no JSON as they stand."""
    try:
        return None if cell is None else json.loads(cell)
    except ValueError:
        return cell
