"""The queue: doubtful facts one after another, each with the words it stands on, to be judged without opening its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus import doubts
from corpus.doubts import Doubt, DoubtError, Telling
from corpus.site.labels import WORDS
from corpus.site.review import happened, shown
from corpus.site.reviewing import article_at, at, page
from corpus.site.roles import Route
from corpus.site.snapshot import at_once, db_of, rows
from corpus.site.told import Told, fact_of, part_of
from corpus.site.turns import Turns
from schemas import LISTS

PAGE = 10
"""Doubts on a page."""
_RECENT = 5
_STANDING = """who = ? and id > (select max(id) - 1000 from corrections) and action <> 'undo'
    and not exists (select 1 from corrections u where u.undoes = corrections.id)"""
turns = Turns()


@dataclass(frozen=True)
class Card:
    """One doubt as it is shown: `fact` as it stands, None of a correction that no longer finds its fact."""

    doubt: Doubt
    fact: Told | None
    to: str
    differs: list[tuple[str, str, str]]
    lost: list[tuple[str, str]]
    other_to: str = ""
    happened: str = ""


async def queue(datasette: Any, request: Any) -> Any:
    """`/-/review?kind=REASON&list=LIST&after=PLACE`: what waits, the weightiest first."""
    kind, list_, after = (request.args.get(name) or None for name in ("kind", "list", "after"))
    who = str(request.actor["id"])
    away = turns.others(who)
    db = db_of(datasette)

    def read(conn: Any) -> tuple[list[Doubt], dict[str, int], list[Any], list[Told | None]]:
        found = doubts.waiting(conn, kind=kind, list=list_, limit=PAGE + len(away), after=after)
        mine = [one for one in found if one.telling.fact not in away][:PAGE]
        recent = rows(conn, "corrections", _STANDING, [who])[-_RECENT:]
        facts = [fact_of(conn, one.list, one.telling.fact) if one.list in LISTS else None for one in mine]
        return mine, doubts.count(conn), recent, facts

    failed = ""
    try:
        found, counts, recent, facts = await at_once(db, read)
    except DoubtError:
        found, recent, facts, failed = [], [], [], WORDS.say("review.no_such_queue")
        counts = await at_once(db, doubts.count)
    turns.take(who, [one.telling.fact for one in found])
    filters = {name: value for name, value in (("kind", kind), ("list", list_)) if value}
    given = {
        "cards": [_card(datasette, one, fact) for one, fact in zip(found, facts, strict=True)],
        "counts": counts,
        "kind": kind,
        "list": list_,
        "lists": list(LISTS),
        "away": len(away),
        "here": at(datasette, **filters, **({"after": after} if after else {})),
        "next": at(datasette, **filters, after=found[-1].after) if len(found) == PAGE else "",
        "first": at(datasette, **({} if failed else filters)),
        "failed": failed,
        "recent": [(happened(row), at(datasette, "undo", row["id"])) for row in reversed(recent)],
    }
    return await page(datasette, request, "review_queue.html", given, 400 if failed else 200)


def _card(datasette: Any, doubt: Doubt, fact: Told | None) -> Card:
    telling = doubt.telling
    to = article_at(datasette, telling.article, doubt.list, telling.fact if fact else None)
    other = article_at(datasette, doubt.other.article, doubt.list, doubt.other.fact) if doubt.other else ""
    lost = [] if fact else list(_values(doubt.list, telling))
    done = doubt.correction
    said_of = happened({**done, "list": doubt.list, "new": None}, done["new"]) if done else ""
    return Card(doubt, fact, to, list(_differs(doubt)), lost, other, said_of)


def _differs(doubt: Doubt) -> Iterator[tuple[str, str, str]]:
    """(field, value here, value in the other article) of what copies tell otherwise."""
    for field in doubt.fields:
        values = (telling.values.get(field) for telling in (doubt.telling, doubt.other) if telling)
        here, there = (shown(field, value) for value in values)
        yield part_of(doubt.list, field), here, there


def _values(list_: str, telling: Telling) -> Iterator[tuple[str, str]]:
    """(field, value) of a fact that is told no more."""
    for field, value in telling.values.items():
        if field not in ("mentions", "confidence") and value not in (None, [], ""):
            yield part_of(list_, field), shown(field, value)


ROUTES = (Route(r"^/-/review$", queue, "review"),)
"""The address of the queue."""
