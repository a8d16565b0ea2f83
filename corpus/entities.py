"""The entities worked out from the facts: their names, counts and years, and which facts speak of one person.

Only what is noted in `stale` is worked out again, once a run or every few batches. The result is a function of the facts, so
an archive that was filled in one go, in pieces, or with kills between ends up the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.names import identity, order_key, person_order
from corpus.resolve import ALONE, award_type, people, theme
from corpus.scope import placed
from schemas.tables import Row

_FACTS = {"officials": "article_officials", "people": "article_people", "awards": "awards"}
_NAMED_IN = {"units": ("article_units", "unit"), "award_types": ("awards", "award_type"), "themes": ("article_themes", "theme")}
# the columns of the form that is printed and of its kind
_PRINTED = {"units": ("name", "kind"), "award_types": ("award", "null"), "themes": ("title", "kind")}
_PERSON = {"officials": "person", "people": "person", "awards": "recipient_person"}


def settle(conn: sqlite3.Connection) -> None:
    """Work out every stale entity and empty the list. Runs inside the caller's transaction."""
    for target, key in conn.execute("select target, key from stale order by target, key").fetchall():
        if target == "people" or _is_told(conn, target, key):
            _SETTLERS[target](conn, key)
    conn.execute("delete from stale")


def _is_told(conn: sqlite3.Connection, table: str, told: str) -> bool:
    """Whether a fact speaks of the entity; one that none speaks of any more is taken out."""
    facts, column = _NAMED_IN[table]
    if conn.execute(f"select 1 from [{facts}] where [{column}] = ? limit 1", [told]).fetchone():
        return True
    conn.execute(f"delete from [{table}] where id = ?", [told])
    return False


def _update(conn: sqlite3.Connection, table: str, told: str, cells: Row) -> None:
    names = ", ".join(f"[{name}] = ?" for name in cells)
    conn.execute(f"update [{table}] set {names} where id = ?", [*cells.values(), told])


def _most(counted: Counter[str]) -> str:
    """The form most articles print; of equals the longest, then the first of the alphabet."""
    return min(counted, key=lambda form: (-counted[form], -len(form), form))


def _forms(counted: Counter[str]) -> str:
    return json.dumps(sorted(counted), ensure_ascii=False)


@dataclass
class _Told:
    """What the facts of one entity tell, counted by SQLite: an entity that half of a large archive names fits in memory too."""

    printed: Counter[str]
    kinds: Counter[str]
    span: Row

    @classmethod
    def of(cls, conn: sqlite3.Connection, entity: str, told: str) -> _Told:
        facts, column = _NAMED_IN[entity]
        name, kind = _PRINTED[entity]
        query = f"select [{name}], {kind}, count(*), min(year), max(year) from [{facts}] where [{column}] = ? group by 1, 2"
        rows = conn.execute(query, [told]).fetchall()
        printed, kinds = Counter[str](), Counter[str]()
        for form, sort, count, *_ in rows:
            printed[form] += count
            kinds[sort or ""] += count
        articles = conn.execute(f"select count(distinct article) from [{facts}] where [{column}] = ?", [told]).fetchone()[0]
        return cls(printed, kinds, {"articles": articles} | _years(year for *_, first, last in rows for year in (first, last)))

    @property
    def kind(self) -> str | None:
        told = Counter({kind: n for kind, n in self.kinds.items() if kind})
        return _most(told) if told else None


def _years(rows: Iterable[int | None]) -> Row:
    told = [year for year in rows if year]
    return {"first_year": min(told, default=None), "last_year": max(told, default=None)}


def _held(conn: sqlite3.Connection, column: str, told: str) -> int:
    query = f"select count(*) from awards where {column} = ? and +status in ('conferred', 'past')"
    return int(conn.execute(query, [told]).fetchone()[0])


def _unit(conn: sqlite3.Connection, told: str) -> None:
    found = _Told.of(conn, "units", told)
    scope, how = conn.execute("select scope, scope_kind from units where id = ?", [told]).fetchone()
    full = {form: n for form, n in found.printed.items() if scope and identity(scope) in identity(form)}
    name = _most(Counter(full) or found.printed)
    if scope and not full and how != "article":
        name = placed(name, scope)
    cells: Row = {"name": name, "kind": found.kind} | found.span
    cells |= {"variants": _forms(found.printed), "sort_key": order_key(name), "awards": _held(conn, "recipient_unit", told)}
    _update(conn, "units", told, cells)


def _award_type(conn: sqlite3.Connection, told: str) -> None:
    found = _Told.of(conn, "award_types", told)
    known = award_type(_most(found.printed)).cells
    name = str(known.get("name") or _most(found.printed))
    cells: Row = known | {"name": name, "variants": _forms(found.printed), "sort_key": order_key(name)} | found.span
    cells["awards"] = found.printed.total()
    _update(conn, "award_types", told, cells)


def _theme(conn: sqlite3.Connection, told: str) -> None:
    found = _Told.of(conn, "themes", told)
    known = theme(_most(found.printed)).cells
    title = str(known.get("title") or _most(found.printed))
    cells: Row = {"kind": found.kind} | known
    cells = cells | {"title": title, "variants": _forms(found.printed), "sort_key": order_key(title)} | found.span
    _update(conn, "themes", told, cells)


Ground = tuple[str, str]


def _groups(grounds: dict[str, set[Ground]]) -> Iterator[tuple[list[str], list[Ground]]]:
    """The facts that shared grounds join, directly or through others, with the grounds of each group."""
    by_ground: dict[Ground, list[str]] = defaultdict(list)
    for fact, told in grounds.items():
        for ground in told:
            by_ground[ground].append(fact)
    left = dict.fromkeys(grounds)
    while left:
        todo, facts, joined = [next(iter(left))], set[str](), set[Ground]()
        while todo:
            fact = todo.pop()
            if fact in left:
                del left[fact]
                facts.add(fact)
                fresh = grounds[fact] - joined
                joined |= fresh
                todo += [other for ground in fresh for other in by_ground[ground]]
        yield sorted(facts), sorted(joined)


def _people(conn: sqlite3.Connection, key: str) -> None:
    # the plus keeps SQLite from walking the index of a column with few values
    query = "select list, fact, how, evidence, entity from resolutions where key = ? and +target = 'people'"
    rows = conn.execute(query, [key]).fetchall()
    lists: dict[str, str] = {fact: name for name, fact, *_ in rows}
    before: dict[str, str] = {fact: entity for _, fact, *_, entity in rows}
    leads = {fact: evidence for _, fact, how, evidence, _ in rows if how == "named in the article"}
    grounds: dict[str, set[Ground]] = defaultdict(set)
    for _, fact, how, evidence, _ in rows:
        if fact not in leads:
            grounds[fact].add((how, evidence))
    for fact, lead in leads.items():
        # an award's recipient is whoever the article's entry of that name is
        grounds[fact] = grounds.get(lead) or {(ALONE, lead)}
    groups = [(people(key, joined)[0].id, facts, joined) for facts, joined in _groups(grounds)]
    for told, facts, _ in groups:
        conn.execute("insert or ignore into people (id, key) values (?, ?)", [told, key])
        for fact in facts:
            if before[fact] != told:
                _reassign(conn, lists[fact], fact, told)
    for told, _, joined in groups:
        _update(conn, "people", told, _person_cells(conn, told, joined))
    kept = [told for told, *_ in groups]
    marks = ", ".join("?" * len(kept))
    conn.execute(f"delete from people where key = ? and id not in ({marks})", [key, *kept])


def _reassign(conn: sqlite3.Connection, name: str, fact: str, told: str) -> None:
    conn.execute(f"update [{_FACTS[name]}] set [{_PERSON[name]}] = ? where id = ?", [told, fact])
    conn.execute("update posts set person = ? where official = ?", [told, fact])
    conn.execute("update resolutions set entity = ? where fact = ? and +target = 'people'", [told, fact])


def _person_cells(conn: sqlite3.Connection, told: str, grounds: list[Ground]) -> Row:
    query = """select article, name, year from article_officials where person = :id
        union all select article, name, year from article_people where person = :id
        union all select article, recipient, year from awards where recipient_person = :id"""
    facts: list[tuple[str, str, int | None]] = conn.execute(query, {"id": told}).fetchall()
    posts = conn.execute("select distinct title, unit from posts where person = ? order by year, title, unit", [told])
    printed: Counter[str] = Counter(name for _, name, _ in facts)
    name = _most(printed)
    held: list[Any] = [" ".join(filter(None, post)) for post in posts]
    return {
        "name": name,
        "articles": len({article for article, *_ in facts}),
        "awards": _held(conn, "recipient_person", told),
        **_years(year for *_, year in facts),
        "posts": json.dumps(list(dict.fromkeys(held)), ensure_ascii=False),
        "evidence": json.dumps([f"{how}: {evidence}" for how, evidence in grounds], ensure_ascii=False),
        "variants": _forms(printed),
        "sort_key": person_order(name),
    }


_SETTLERS = {"units": _unit, "award_types": _award_type, "themes": _theme, "people": _people}
