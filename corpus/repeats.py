"""Which facts of a story are told again: the same fact in an article that tells it before.

The same fact is one whose identifying fields say the same; further fields may be missing in one of the two, but not say something
else. What a copy tells and the articles before it do not, counts. A fact that an article tells twice is told twice by its copy too,
and neither of the copy's counts.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.joins import BY_HAND, Joins
from corpus.names import digest, identity
from schemas.tables import ENTITIES, FACTS, Cell, Table

_FEW = 64
"""Ways to tell one fact that are looked through for one that does not gainsay it."""


@dataclass(frozen=True)
class _Same:
    """What makes two facts of a table the same: columns that say the same, and columns that may be missing in one."""

    must: tuple[str, ...]
    may: tuple[str, ...] = ()


# a unit that is known in its article alone has another id in every copy: its name tells
_UNIT = (
    "iif(exists (select 1 from units u where u.id = f.{0} and u.scope_kind = 'article')"
    " or f.{0} in (select value from json_each(:alone)), null, f.{0})"
)
# what people decided about entities does not change which facts are the same: what the rules took a name for tells
_BY_RULE = (
    "coalesce((select r.key from resolutions r where r.fact = f.id and r.field = '{field}' and r.target = '{refers}'"
    f" and r.how in {BY_HAND}), f.{{name}})"
)
_SAME = {
    "events": _Same(("f.kind",), ("f.date", "f.place")),
    "article_units": _Same((f"coalesce({_UNIT.format('unit')}, f.name)",)),
    "article_officials": _Same(("f.name",)),
    "posts": _Same(("(select o.name from article_officials o where o.id = f.official)", "f.title"), ("f.unit",)),
    "article_people": _Same(("f.name",)),
    "amounts": _Same(("f.value", "f.currency"), ("f.about", "f.per")),
    "awards": _Same(
        ("f.award_type", f"coalesce({_UNIT.format('recipient_unit')}, f.recipient)", "f.status"),
        ("f.year_told", f"coalesce({_UNIT.format('grantor_unit')}, f.grantor)", "f.count"),
    ),
    "article_themes": _Same(("f.theme",)),
    "documents": _Same(("coalesce(f.number, f.name, f.kind)",), ("f.date", "f.issuer")),
    "mandates": _Same(("f.title", f"coalesce({_UNIT.format('holder_unit')}, f.holder)"), ("f.unit", "f.year_told")),
}
Told = tuple[Cell, ...]


@dataclass
class _Seen:
    """The facts of a table that count so far: what must be the same -> what may -> their ids."""

    facts: dict[Told, dict[Told, list[str]]] = field(default_factory=lambda: defaultdict(dict))

    def before(self, must: Told, may: Told, taken: Counter[tuple[Told, Told]]) -> str | None:
        """The fact that says the same and was not `taken` for another one of the article."""
        ways = self.facts.get(must, {})
        close = (way for way in list(ways)[:_FEW] if all(a is None or b is None or a == b for a, b in zip(way, may, strict=True)))
        for way in (may, *close):
            if (used := taken[must, way]) < len(ways.get(way, ())):
                taken[must, way] += 1
                return ways[way][used]
        return None

    def add(self, must: Told, may: Told, fact: str) -> None:
        """A fact that nobody told before."""
        self.facts[must].setdefault(may, []).append(fact)


def recount(conn: sqlite3.Connection, articles: Sequence[str], joins: Joins) -> None:
    """Work out which facts of a story's articles, in the order they tell it, are told again; entities of what changes go stale."""
    for table in FACTS.values():
        changed: list[tuple[str | None, str]] = []
        stale: set[tuple[str, str]] = set()
        for fact, before, now, entities in _told(conn, table, articles, joins):
            if before != now:
                changed.append((now, fact))
                stale |= entities
        conn.executemany(f"update [{table.name}] set repeats = ? where id = ?", changed)
        _note(conn, stale)


def _told(
    conn: sqlite3.Connection, table: Table, articles: Sequence[str], joins: Joins
) -> Iterator[tuple[str, str | None, str | None, set[tuple[str, str]]]]:
    """(fact, what it repeated, what it repeats, entities it speaks of) of a table."""
    same, seen = _SAME[table.name], _Seen()
    refers = [(column.name, column.refers) for column in table.columns if column.refers in ENTITIES]
    identifying = ", ".join((*same.must, *same.may))
    for column in table.columns if joins.sides else ():
        if column.refers in ENTITIES and column.field:
            identifying = re.sub(
                rf"\bf\.{column.name}\b", _BY_RULE.format(field=column.field, refers=column.refers, name=column.name), identifying
            )
    columns = ", ".join((identifying, *(f"f.[{name}]" for name, _ in refers)))
    query = f"select f.id, f.repeats, {columns} from [{table.name}] f where f.article = :article order by f.start, f.id"
    alone = joins.alone()
    must, may = len(same.must), len(same.may)
    for article in articles:
        taken: Counter[tuple[Told, Told]] = Counter()
        fresh: list[tuple[Told, Told, str]] = []
        for fact, before, *cells in conn.execute(query, {"article": article, "alone": alone}).fetchall():
            told = tuple(identity(cell) if isinstance(cell, str) else cell for cell in cells[: must + may])
            now = seen.before(told[:must], told[must:], taken)
            if now is None:
                fresh.append((told[:must], told[must:], fact))
            found = zip(refers, cells[must + may :], strict=True)
            yield fact, before, now, {(str(entity), cell) for (_, entity), cell in found if cell}
        for one in fresh:
            seen.add(*one)


def _note(conn: sqlite3.Connection, entities: Iterable[tuple[str, str]]) -> None:
    for table, told in sorted(entities):
        key = told
        if table == "people":
            key = conn.execute("select key from people where id = ?", [told]).fetchone()[0]
        conn.execute("insert or ignore into stale (id, target, key) values (?, ?, ?)", (digest(table, key), table, key))
