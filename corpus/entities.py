"""The entities worked out from the facts: their names, counts and years.

Only what is noted in `stale` is worked out again, once a run or every few batches. The result is a function of the facts and of
what people decided (`corpus.joins`), so an archive that was filled in one go, in pieces, or with kills between ends up the same.
A fact that a near-copy tells again (`repeats`) is not counted again; the forms in which it is printed are kept. Which facts
speak of one person is worked out in `corpus.people`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from corpus import people
from corpus.joins import BY_HAND, Joins, columns_to
from corpus.names import forms, identity, most, order_key
from corpus.people import HELD, years
from corpus.resolve import award_type, theme
from corpus.scope import placed
from schemas.tables import Row

# the column of the kind, where facts name such an entity
_KINDS = {"units": "kind", "award_types": "null", "themes": "kind"}


def settle(conn: sqlite3.Connection) -> None:
    """Work out every stale entity and empty the list. Runs inside the caller's transaction."""
    joins, done = Joins.of(conn), set[str]()
    for target, key in conn.execute("select target, key from stale order by target, key").fetchall():
        if target == "people":
            done |= set() if key in done else people.settle(conn, key, joins)
        elif found := _Told.of(conn, target, key, joins):
            _update(conn, target, key, _SETTLERS[target](conn, key, found))
        else:  # no fact speaks of it any more
            conn.execute(f"delete from [{target}] where id = ?", [key])
    conn.execute("delete from stale")


def _update(conn: sqlite3.Connection, table: str, told: str, cells: Row) -> None:
    names = ", ".join(f"[{name}] = ?" for name in cells)
    conn.execute(f"update [{table}] set {names} where id = ?", [*cells.values(), told])


@dataclass
class _Told:
    """What the facts of one entity tell, counted by SQLite: an entity that half of a large archive names fits in memory too.

    `own` are the forms that the rules took for it, which give its name; `given` is the name it had when people decided that
    others stand for it too.
    """

    printed: Counter[str]
    own: Counter[str]
    kinds: Counter[str]
    span: Row
    given: str | None = None

    @classmethod
    def of(cls, conn: sqlite3.Connection, entity: str, told: str, joins: Joins) -> _Told | None:
        """None where no fact speaks of it. Where articles name it tells most; else people left it to its awards, say, alone."""
        for n, (_, facts, column, name) in enumerate(columns_to(entity)):
            kind = "null" if n else _KINDS[entity]
            counts = "count(*) - count(repeats), min(year), max(year), count(distinct iif(repeats is null, article, null))"
            query = f"select [{name}], {kind}, {counts} from [{facts}] where [{column}] = ? group by 1, 2"
            if rows := conn.execute(query, [told]).fetchall():
                break
        else:
            return None
        printed, kinds = Counter[str](), Counter[str]()
        for form, sort, count, *_ in rows:
            printed[form] += count
            kinds[sort or ""] += count
        articles = rows[0][-1]
        if len(rows) > 1:
            query = f"select count(distinct article) from [{facts}] where [{column}] = ? and repeats is null"
            articles = conn.execute(query, [told]).fetchone()[0]
        span = {"articles": articles} | years(year for row in rows for year in row[3:5])
        if (entity, told) not in joins.targets:
            return cls(printed, printed, kinds, span)
        by_rule = f"""select distinct f.[{name}] from [{facts}] f where f.[{column}] = ? and exists (
            select 1 from resolutions r where r.fact = f.id and r.field = ? and r.how not in {BY_HAND})"""
        own = Counter({form: printed[form] for (form,) in conn.execute(by_rule, [told, name])})
        return cls(printed, own, kinds, span, joins.sides[entity, told].name)

    @property
    def kind(self) -> str | None:
        told = Counter({kind: n for kind, n in self.kinds.items() if kind})
        return most(told) if told else None

    @property
    def name(self) -> str:
        """What it is called where it has no other name."""
        return most(self.own) if self.own else self.given or most(self.printed)


def _held(conn: sqlite3.Connection, column: str, told: str) -> int:
    query = f"select count(*) from awards where {column} = ? and +status in {HELD} and repeats is null"
    return int(conn.execute(query, [told]).fetchone()[0])


def _unit(conn: sqlite3.Connection, told: str, found: _Told) -> Row:
    scope, how = conn.execute("select scope, scope_kind from units where id = ?", [told]).fetchone()
    full = {form: n for form, n in found.own.items() if scope and identity(scope) in identity(form)}
    name = most(Counter(full)) if full else found.name
    if scope and found.own and not full and how != "article":
        name = placed(name, scope)
    cells: Row = {"name": name, "kind": found.kind} | found.span
    cells |= {"variants": forms(found.printed), "sort_key": order_key(name), "awards": _held(conn, "recipient_unit", told)}
    return cells


def _award_type(_: sqlite3.Connection, told: str, found: _Told) -> Row:  # noqa: ARG001 - the settlers' shape
    known = award_type(found.name).cells if found.own else {}
    name = str(known.get("name") or found.name)
    cells: Row = known | {"name": name, "variants": forms(found.printed), "sort_key": order_key(name)} | found.span
    cells["awards"] = found.printed.total()
    return cells


def _theme(_: sqlite3.Connection, told: str, found: _Told) -> Row:  # noqa: ARG001 - the settlers' shape
    known = theme(found.name).cells if found.own else {}
    title = str(known.get("title") or found.name)
    cells: Row = {"kind": found.kind} | known
    return cells | {"title": title, "variants": forms(found.printed), "sort_key": order_key(title)} | found.span


_SETTLERS: dict[str, Callable[[sqlite3.Connection, str, _Told], Row]] = {
    "units": _unit,
    "award_types": _award_type,
    "themes": _theme,
}
