"""What the corrections say of the extraction: how much of what people looked at was right, by list and field, and who did how much.

Each fact counts once, however many corrections touch it, by what the machine read and what the corrections that nobody took back leave:

- accepted, or standing in an article that is checked: right, in every field that tells something;
- rejected: wrong, in every field that tells something;
- changed: wrong as a whole, and in the fields that now tell something else (`missed` in those that told nothing), right in the others;
- added: missed, in every field that tells something.

People look at doubtful facts first, so the figures are below those of the whole archive, save those of checked articles. They speak of
the extraction of the day each fact was looked at. Reading them takes time in proportion to the corrections.

    >>> told = Figure("awards", "status", right=18, wrong=2, missed=0)
    >>> told.precision, [round(share, 3) for share in told.interval]
    (0.9, [0.699, 0.972])
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from statistics import NormalDist
from typing import Any

from corpus.corrections import bare, told
from corpus.trails import Trail, Values, trail_of, trails
from schemas.facts import LISTS, Record
from schemas.tables import Row

_Z = NormalDist().inv_cdf(0.975)
_NO_FIELDS = ("mentions", "confidence", "flags")


@dataclass(frozen=True)
class Figure:
    """Of the list `name`, as whole facts where `field` is None, else of that field: how many were right, wrong, and not read at all."""

    name: str
    field: str | None
    right: int
    wrong: int
    missed: int

    @property
    def seen(self) -> int:
        """How many the machine told, of those that people looked at."""
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """Share of what the machine told that was right; None where it told nothing."""
        return self.right / self.seen if self.seen else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between what shares the precision lies in 95 of 100 cases (Wilson); 0 to 1 where nothing was seen."""
        n = self.seen
        if not n:
            return 0.0, 1.0
        middle, square = self.right / n + _Z * _Z / (2 * n), _Z * _Z / n
        spread = _Z * sqrt(self.right / n * (self.wrong / n) / n + square / (4 * n))
        return max(0.0, (middle - spread) / (1 + square)), min(1.0, (middle + spread) / (1 + square))


@dataclass(frozen=True)
class Reviewer:
    """What a person did: corrections by action (undos too), how many of them were taken back since, when the first and the last was made."""

    who: str
    actions: dict[str, int]
    undone: int
    first: str
    last: str


def figures(conn: sqlite3.Connection) -> list[Figure]:
    """The figures of every list that people looked at, in the record's order: the facts as a whole, then each field."""
    counts: Counter[tuple[str, str | None, str]] = Counter()
    checked = dict(conn.execute("select article, record from extracted where checked is not null"))
    for article, rows in groupby(_corrections(conn), lambda row: row["article"]):
        outcomes = [(trail, list(_outcomes(trail))) for trail in trails(rows)]
        for _, told_of in outcomes:
            counts.update(told_of)
        if article in checked:
            touched = [trail for trail, told_of in outcomes if told_of]
            counts.update(_unchanged(Record.model_validate_json(checked[article]), touched))
    return [
        Figure(name, field, *(counts[name, field, outcome] for outcome in ("right", "wrong", "missed")))
        for name in LISTS
        for field in (None, *_fields(name))
        if any(counts[name, field, outcome] for outcome in ("right", "wrong", "missed"))
    ]


def people(conn: sqlite3.Connection) -> list[Reviewer]:
    """Who corrected, the one who did most first."""
    query = """select who, action, count(*), min(at), max(at),
        sum(action <> 'undo' and exists (select 1 from corrections u where u.undoes = c.id))
        from corrections c where who is not null group by who, action order by who, action"""
    found = []
    for who, rows in groupby(conn.execute(query), lambda row: row[0]):
        _, actions, counts, first, last, undone = zip(*rows, strict=True)
        found.append(Reviewer(who, dict(zip(actions, counts, strict=True)), sum(undone), min(first), max(last)))
    return sorted(found, key=lambda one: (-sum(one.actions.values()), one.who))


def _corrections(conn: sqlite3.Connection) -> Iterator[Row]:
    columns = ("id", "article", "list", "action", "fact_told", "field", "new", "undoes")
    query = f"select {', '.join(columns)} from corrections where article is not null order by article, id"
    return (dict(zip(columns, row, strict=True)) for row in conn.execute(query))


def _fields(name: str) -> list[str]:
    return [field for field in LISTS[name].model_fields if field not in _NO_FIELDS]


def _outcomes(trail: Trail) -> Iterator[tuple[str, str | None, str]]:
    """(list, field or None, right, wrong or missed) of a fact."""
    done, now, before = {row["action"] for row in trail.standing}, trail.now, trail.read
    if not done & {"accept", "reject", "change", "add"} or (before is None and now is None):
        return
    if before is None:
        yield trail.name, None, "missed"
    else:
        yield trail.name, None, "right" if now is not None and bare(now) == bare(before) else "wrong"
    for field in _fields(trail.name):
        was, left = _of(before, field), _of(now, field)
        if was is not None:
            yield trail.name, field, "right" if was == left else "wrong"
        elif left is not None:
            yield trail.name, field, "missed"


def _of(values: Values | None, field: str) -> Any:
    """What a field tells; None where it is empty."""
    value = (values or {}).get(field)
    return None if value in ([], "") else value


def _unchanged(record: Record, touched: Sequence[Trail]) -> Iterator[tuple[str, str | None, str]]:
    """What was right in a checked article since nobody corrected it."""
    known = [Trail(one.name, one.read) for one in touched]
    for name in LISTS:
        for fact in getattr(record, name):
            values = told(fact)
            if trail_of(known, name, values) is None:
                yield name, None, "right"
                yield from ((name, field, "right") for field in _fields(name) if _of(values, field) is not None)
