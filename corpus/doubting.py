"""The table of doubts, kept right: `refresh` in the transaction that stores an article or changes its facts, `compare` when its story is
worked out. What counts as a doubt, and what comes first, is told in `corpus.doubts`.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.doubts import WHY
from corpus.names import identity
from schemas.facts import LISTS
from schemas.tables import FACTS, Cell, Table

LOW = 0.9
"""Confidence below which a fact waits."""
HARDLY = 0.5
"""Genre below which an article comes behind all others."""
_BEHIND = len(WHY)
_AT_ONCE = 500


@dataclass(frozen=True)
class _Claim:
    """What a list's facts are about, and what they then say of it: columns of the record's field -> SQL over the row `f`."""

    about: tuple[str, ...]
    says: dict[str, str]


# What is compared is told in figures, days and fixed words: of two wordings nobody can tell whether they differ. What it is about is
# taken as printed, for copies print the same: no merge of entities then changes what waits.
_CLAIMS = {
    "events": _Claim(("f.kind",), {"date": "f.date"}),
    "amounts": _Claim(("f.about", "coalesce(f.per, '')", "f.currency"), {"value": "f.value"}),
    "awards": _Claim(
        ("f.award", "f.recipient"),
        {"status": "f.status", "year": "f.year_told", "count": "f.count"},
    ),
    "documents": _Claim(("coalesce(f.number, f.name)",), {"date": "f.date"}),
    "mandates": _Claim(("f.title", "f.holder"), {"year": "f.year_told"}),
}


_COLUMNS = "id, article, list, fact, why, weight"
# what nobody has vouched for; e is the row of `extracted` that a corrected article has
_OPEN = "e.checked is null and (e.seen is null or f.id not in (select value from json_each(e.seen)))"
_FAR = f"iif(coalesce(a.genre, 1) < {HARDLY}, {_BEHIND}, 0)"


def _own(table: Table) -> str:
    flags = "f.flags <> '[]'" if any(c.name == "flags" for c in table.columns) else "0"
    why = f"iif({flags}, 'flag', 'low_confidence')"
    weight = f"{_FAR} + iif({flags}, {WHY.index('flag')}, {WHY.index('low_confidence')}) + f.confidence"
    return f"""insert into doubts ({_COLUMNS})
        select f.id || '-' || {why}, f.article, '{table.list}', f.id, {why}, {weight}
        from [{table.name}] f join articles a on a.id = f.article left join extracted e on e.article = f.article
        where f.article in ({{marks}}) and f.repeats is null and (f.confidence < {LOW} or {flags}) and {_OPEN}"""


_OWN = [_own(FACTS[name]) for name in LISTS]
_UNPLACED = f"""insert into doubts ({_COLUMNS}, correction)
    select 'correction-' || c.id, c.article, c.list, c.fact, 'unplaced', {_FAR}, c.id
    from extracted e join json_each(e.unplaced) u join corrections c on c.id = u.value join articles a on a.id = e.article
    where e.article in ({{marks}}) and e.checked is null"""


def refresh(conn: sqlite3.Connection, articles: Sequence[str]) -> None:
    """Work out anew what waits in these articles, save what their copies tell otherwise. Inside the caller's transaction."""
    for some in (articles[i : i + _AT_ONCE] for i in range(0, len(articles), _AT_ONCE)):
        marks = ", ".join("?" * len(some))
        conn.execute(f"delete from doubts where article in ({marks})", some)
        for sql in (*_OWN, _UNPLACED):
            conn.execute(sql.format(marks=marks), some)


@dataclass(frozen=True)
class _Said:
    """A fact that counts: its id, article, weight, whether somebody vouched for it, and what it says."""

    id: str
    article: str
    weight: float
    settled: bool
    says: tuple[Cell, ...]


def compare(conn: sqlite3.Connection, articles: Sequence[str]) -> None:
    """Note where the articles of a story, in the order they tell it, disagree; after `refresh`. Inside the caller's transaction."""
    rows = []
    for name, claim in _CLAIMS.items():
        for now, before in _pairs(conn, FACTS[name], claim, articles):
            waits, other = (before, now) if now.settled else (now, before)
            if not waits.settled:
                fields = json.dumps(
                    [key for key, one, two in zip(claim.says, now.says, before.says, strict=True) if _differ(one, two)]
                )
                key = f"{waits.id}-{other.id}"
                rows.append((key, waits.article, name, waits.id, "copies_disagree", waits.weight, other.id, fields))
    conn.executemany(f"insert into doubts ({_COLUMNS}, other, fields) values (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _pairs(conn: sqlite3.Connection, table: Table, claim: _Claim, articles: Sequence[str]) -> Iterator[tuple[_Said, _Said]]:
    """(fact, fact of an earlier article) about the same that say something else, neither of which the other's article tells too."""
    columns = ", ".join((*claim.about, *claim.says.values()))
    query = f"""select f.id, f.repeats, {_FAR} + {WHY.index("copies_disagree")} + f.confidence, not ({_OPEN}), {columns}
        from [{table.name}] f join articles a on a.id = f.article left join extracted e on e.article = f.article
        where f.article = ? order by f.start, f.id"""
    known: dict[tuple[Cell, ...], list[_Said]] = defaultdict(list)
    for article in articles:
        rows = conn.execute(query, [article]).fetchall()
        told = {row[1] for row in rows}
        fresh = []
        for fact, repeats, weight, settled, *cells in rows:
            about = tuple(identity(cell) if isinstance(cell, str) else cell for cell in cells[: len(claim.about)])
            if repeats is not None or None in about:
                continue
            one = _Said(fact, article, weight, bool(settled), tuple(cells[len(claim.about) :]))
            fresh.append((about, one))
            for other in known[about]:
                if other.id not in told and any(map(_differ, one.says, other.says)):
                    told.add(other.id)
                    yield one, other
                    break
        for about, one in fresh:
            known[about].append(one)


def _differ(one: Cell, other: Cell) -> bool:
    return one is not None and other is not None and one != other
