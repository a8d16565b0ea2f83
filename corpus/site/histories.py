"""What was corrected: the history of a fact, of an article, of a person's work, each with its undos; and what that tells of the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus import history, reviewed
from corpus.history import Entry
from corpus.site.labels import WORDS
from corpus.site.language import said
from corpus.site.review import field_label, happened, shown, when
from corpus.site.reviewing import article_at, at, missing, named, page
from corpus.site.roles import Route
from corpus.site.snapshot import at_once, db_of, rows
from corpus.site.told import fact_of
from corpus.telling import name
from schemas import LISTS
from schemas.tables import FACTS

PAGE = 50
"""Corrections of a person's work on a page."""


@dataclass(frozen=True)
class Line:
    """One correction in words; `undo` is the address that takes it back, empty where it was taken back or is an undo itself.

    `back` tells who took it back, or that it no longer holds.
    """

    entry: Entry
    said: str
    what: str
    kind: str
    to: str
    undo: str
    back: str
    old: str = ""
    new: str = ""


async def of_fact(datasette: Any, request: Any) -> Any:
    """`/-/review/fact/LIST/ID`."""
    list_, key = named(request, "list"), named(request, "fact")
    if list_ not in LISTS:
        raise missing(list_)
    db = db_of(datasette)
    entries, fact = await at_once(db, lambda conn: (history.of_fact(conn, list_, key), fact_of(conn, list_, key)))
    if not entries and fact is None:
        raise missing(key)
    given = {"fact": fact, "lines": _lines(datasette, entries), "head": WORDS.say("review.fact_history")}
    to = article_at(datasette, fact.article if fact else str(entries[-1].article), list_, key if fact else None)
    return await page(
        datasette, request, "review_history.html", given | {"to": to, "title": fact.title if fact else entries[-1].title}
    )


async def of_article(datasette: Any, request: Any) -> Any:
    """`/-/review/article/ID`."""
    key = named(request, "article")
    db = db_of(datasette)
    found = await at_once(db, lambda conn: rows(conn, "articles", "id = ?", [key], "coalesce(title, path) as title"))
    if not found:
        raise missing(key)
    entries = await at_once(db, lambda conn: history.of_article(conn, key))
    given = {"lines": _lines(datasette, entries), "head": WORDS.say("review.article_history"), "title": found[0]["title"]}
    return await page(datasette, request, "review_history.html", given | {"to": article_at(datasette, key)})


async def of_person(datasette: Any, request: Any) -> Any:
    """`/-/review/by/NAME?before=NUMBER`: the newest first."""
    who, before = named(request, "who"), request.args.get("before") or ""
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    entries = await at_once(db_of(datasette), lambda conn: history.of_person(conn, who, limit=PAGE, before=start))
    more = at(datasette, "by", who, before=str(entries[-1].id)) if len(entries) == PAGE else ""
    given = {"lines": _lines(datasette, entries), "head": WORDS.say("review.work_of", who=who), "next": more}
    return await page(datasette, request, "review_history.html", given)


def _lines(datasette: Any, entries: Sequence[Entry]) -> list[Line]:
    return [_line(datasette, entry) for entry in entries]


def _line(datasette: Any, entry: Entry) -> Line:
    told = {"action": entry.action, "who": entry.who, "at": entry.at, "field": entry.field, "list": entry.name, "new": None}
    known = entry.name in LISTS
    what = _called(entry) if known else ""
    kind = said(WORDS.table(FACTS[entry.name].name if known else entry.name))
    to = article_at(datasette, entry.article, entry.name if known else None, entry.fact) if entry.article else ""
    may = entry.action != "undo" and entry.undone is None
    undone = entry.undone
    void = WORDS.say("review.check_void") if entry.void else ""
    back = WORDS.say("review.taken_back", who=undone.who, at=when(undone.at)) if undone else void
    old, new = _sides(entry)
    said_of = happened(told, entry.new)
    return Line(entry, said_of, what, kind, to, at(datasette, "undo", entry.id) if may else "", back, old, new)


def _called(entry: Entry) -> str:
    """What the fact of a correction was called before it."""
    try:
        return name(LISTS[entry.name].model_validate(entry.new if entry.action == "add" else entry.told))
    except ValueError:  # the declaration has changed since
        return ""


def _sides(entry: Entry) -> tuple[str, str]:
    """What it was before and after, in words, of what changes a value or an entity."""
    if entry.action in ("merge", "split"):
        return tuple(str((side or {}).get("name", "")) if isinstance(side, dict) else "" for side in (entry.old, entry.new))  # type: ignore[return-value]
    if entry.action != "change" or not entry.field:
        return "", ""
    return shown(entry.field, entry.old), shown(entry.field, entry.new)


async def figures(datasette: Any, request: Any) -> Any:
    """`/-/review/figures`: how much of what people looked at was right, by list and field; and who did how much."""
    found, people = await at_once(db_of(datasette), lambda conn: (reviewed.figures(conn), reviewed.people(conn)))
    lists: dict[str, list[Any]] = {}
    for one in found:
        name = field_label(one.name, one.field) if one.field else WORDS.say("review.whole_facts")
        lists.setdefault(one.name, []).append((name, one))
    given = {"lists": lists, "people": people, "when": when}
    return await page(datasette, request, "review_figures.html", given)


ROUTES = (
    Route(r"^/-/review/fact/(?P<list>\w+)/(?P<fact>[^/]+)$", of_fact, "review"),
    Route(r"^/-/review/article/(?P<article>[^/]+)$", of_article, "review"),
    Route(r"^/-/review/by/(?P<who>[^/]+)$", of_person, "review"),
    Route(r"^/-/review/figures$", figures, "review"),
)
"""The addresses of histories."""
