"""The entities worked out from the facts: their names, counts and years, and which facts speak of one person.

Only what is noted in `stale` is worked out again, once a run or every few batches. The result is a function of the facts, so
an archive that was filled in one go, in pieces, or with kills between ends up the same. A fact that a near-copy tells again
(`repeats`) is not counted again; the forms in which it is printed are kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from corpus.names import identity, order_key, person_order
from corpus.resolve import ALONE, award_type, people, theme
from corpus.scope import placed
from schemas.tables import Row

_FACTS = {"officials": "article_officials", "people": "article_people", "awards": "awards"}
_NAMED_IN = {"units": ("article_units", "unit"), "award_types": ("awards", "award_type"), "themes": ("article_themes", "theme")}
# the columns of the form that is printed and of its kind
_PRINTED = {"units": ("name", "kind"), "award_types": ("award", "null"), "themes": ("title", "kind")}
# the columns of a person's name and of an award's status
_SPOKEN = {"officials": ("name", "null"), "people": ("name", "null"), "awards": ("recipient", "status")}
_HELD = ("conferred", "past")
_TOGETHER = 500
# sorts after the other grounds, so that no person's id depends on it
_AGAIN = "told again in a near-copy"
_PERSON = {"officials": "person", "people": "person", "awards": "recipient_person"}


def settle(conn: sqlite3.Connection) -> None:
    """Work out every stale entity and empty the list. Runs inside the caller's transaction."""
    for target, key in conn.execute("select target, key from stale order by target, key").fetchall():
        if target == "people":
            _people(conn, key)
        elif found := _Told.of(conn, target, key):
            _update(conn, target, key, _SETTLERS[target](conn, key, found))
        else:  # no fact speaks of it any more
            conn.execute(f"delete from [{target}] where id = ?", [key])
    conn.execute("delete from stale")


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
    def of(cls, conn: sqlite3.Connection, entity: str, told: str) -> _Told | None:
        facts, column = _NAMED_IN[entity]
        name, kind = _PRINTED[entity]
        counts = "count(*) - count(repeats), min(year), max(year), count(distinct iif(repeats is null, article, null))"
        rows = conn.execute(
            f"select [{name}], {kind}, {counts} from [{facts}] where [{column}] = ? group by 1, 2", [told]
        ).fetchall()
        if not rows:
            return None
        printed, kinds = Counter[str](), Counter[str]()
        for form, sort, count, *_ in rows:
            printed[form] += count
            kinds[sort or ""] += count
        articles = rows[0][-1]
        if len(rows) > 1:
            query = f"select count(distinct article) from [{facts}] where [{column}] = ? and repeats is null"
            articles = conn.execute(query, [told]).fetchone()[0]
        return cls(printed, kinds, {"articles": articles} | _years(year for row in rows for year in row[3:5]))

    @property
    def kind(self) -> str | None:
        told = Counter({kind: n for kind, n in self.kinds.items() if kind})
        return _most(told) if told else None


def _years(rows: Iterable[int | None]) -> Row:
    told = [year for year in rows if year]
    return {"first_year": min(told, default=None), "last_year": max(told, default=None)}


def _held(conn: sqlite3.Connection, column: str, told: str) -> int:
    query = f"select count(*) from awards where {column} = ? and +status in {_HELD} and repeats is null"
    return int(conn.execute(query, [told]).fetchone()[0])


def _unit(conn: sqlite3.Connection, told: str, found: _Told) -> Row:
    scope, how = conn.execute("select scope, scope_kind from units where id = ?", [told]).fetchone()
    full = {form: n for form, n in found.printed.items() if scope and identity(scope) in identity(form)}
    name = _most(Counter(full) or found.printed)
    if scope and not full and how != "article":
        name = placed(name, scope)
    cells: Row = {"name": name, "kind": found.kind} | found.span
    cells |= {"variants": _forms(found.printed), "sort_key": order_key(name), "awards": _held(conn, "recipient_unit", told)}
    return cells


def _award_type(_: sqlite3.Connection, told: str, found: _Told) -> Row:  # noqa: ARG001 - the settlers' shape
    known = award_type(_most(found.printed)).cells
    name = str(known.get("name") or _most(found.printed))
    cells: Row = known | {"name": name, "variants": _forms(found.printed), "sort_key": order_key(name)} | found.span
    cells["awards"] = found.printed.total()
    return cells


def _theme(_: sqlite3.Connection, told: str, found: _Told) -> Row:  # noqa: ARG001 - the settlers' shape
    known = theme(_most(found.printed)).cells
    title = str(known.get("title") or _most(found.printed))
    cells: Row = {"kind": found.kind} | known
    return cells | {"title": title, "variants": _forms(found.printed), "sort_key": order_key(title)} | found.span


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
    for fact, first in _told_again(conn, {fact: name for fact, name in lists.items() if fact not in leads}):
        if first in grounds:
            grounds[fact].add((_AGAIN, first))
            grounds[first].add((_AGAIN, first))
    for fact, lead in leads.items():
        # an award's recipient is whoever the article's entry of that name is
        grounds[fact] = grounds.get(lead) or {(ALONE, lead)}
    groups = [(people(key, joined)[0].id, facts, joined) for facts, joined in _groups(grounds)]
    for told, facts, _ in groups:
        conn.execute("insert or ignore into people (id, key) values (?, ?)", [told, key])
        for fact in facts:
            if before[fact] != told:
                _reassign(conn, lists[fact], fact, told)
    for told, cells in _person_cells(conn, {told: joined for told, _, joined in groups}):
        _update(conn, "people", told, cells)
    kept = [told for told, *_ in groups]
    gone = {told for (told,) in conn.execute("select id from people where key = ?", [key])} - set(kept)
    conn.executemany("delete from people where id = ?", [(told,) for told in gone])


def _told_again(conn: sqlite3.Connection, lists: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(fact, the fact of a near-copy that it repeats) of those facts that repeat one."""
    for name, table in _FACTS.items():
        facts = [fact for fact, told in lists.items() if told == name]
        for some in (facts[i : i + _TOGETHER] for i in range(0, len(facts), _TOGETHER)):
            marks = ", ".join("?" * len(some))
            yield from conn.execute(f"select id, repeats from {table} where id in ({marks}) and repeats is not null", some)


def _reassign(conn: sqlite3.Connection, name: str, fact: str, told: str) -> None:
    conn.execute(f"update [{_FACTS[name]}] set [{_PERSON[name]}] = ? where id = ?", [told, fact])
    conn.execute("update posts set person = ? where official = ?", [told, fact])
    conn.execute("update resolutions set entity = ? where fact = ? and +target = 'people'", [told, fact])


def _person_cells(conn: sqlite3.Connection, grounds: dict[str, list[Ground]]) -> Iterator[tuple[str, Row]]:
    """The cells of each person; those of one name are asked for together, of whom there may be hundreds."""
    found: dict[str, _Person] = {told: _Person() for told in grounds}
    ids = list(grounds)
    for some in (ids[i : i + _TOGETHER] for i in range(0, len(ids), _TOGETHER)):
        marks = ", ".join("?" * len(some))
        for kind, (name, status) in _SPOKEN.items():
            column = _PERSON[kind]
            columns = f"{column}, article, {name}, year, {status}, repeats"
            for told, *row in conn.execute(f"select {columns} from {_FACTS[kind]} where {column} in ({marks})", some):
                found[told].add(*row)
        query = f"select person, title, unit from posts where person in ({marks}) order by year, title, unit"
        for told, *post in conn.execute(query, some):
            found[told].posts[" ".join(filter(None, post))] = None
    for told, person in found.items():
        name = _most(person.printed)
        yield (
            told,
            {
                "name": name,
                "articles": len(person.articles),
                "awards": person.held,
                **_years(person.years),
                "posts": json.dumps(list(person.posts), ensure_ascii=False),
                "evidence": json.dumps([f"{how}: {evidence}" for how, evidence in grounds[told]], ensure_ascii=False),
                "variants": _forms(person.printed),
                "sort_key": person_order(name),
            },
        )


@dataclass
class _Person:
    """What the facts of one person tell."""

    printed: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    years: set[int | None] = field(default_factory=set)
    posts: dict[str, None] = field(default_factory=dict)
    held: int = 0

    def add(self, article: str, form: str, year: int | None, status: str | None, repeats: str | None) -> None:
        self.years.add(year)
        self.printed[form] += repeats is None
        if repeats is None:
            self.articles.add(article)
            self.held += status in _HELD


_SETTLERS: dict[str, Callable[[sqlite3.Connection, str, _Told], Row]] = {
    "units": _unit,
    "award_types": _award_type,
    "themes": _theme,
}
