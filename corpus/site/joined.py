"""Entities decided on by hand: two that are one, names that stand for another one. What will happen is told before it is done."""

from __future__ import annotations

import json
import re
from typing import Any

from corpus import review
from corpus.archive import Archive
from corpus.joins import columns_to, merged_into
from corpus.site.cells import evidence, rule
from corpus.site.labels import WORDS
from corpus.site.reviewing import Posted, at, attempt, done, missing, named, page, posted
from corpus.site.roles import Route
from corpus.site.snapshot import at_once, db_of, rows
from corpus.site.writing import hand
from schemas.tables import ENTITIES, TABLES, Row, dicts

FOUND = 20
"""Entities of a name that are offered."""
SHOWN = 300
"""Names of an entity that are listed to be split off."""
_WORD = re.compile(r"\w+")


async def merge(datasette: Any, request: Any) -> Any:
    """`/-/review/merge/TABLE/ID?q=NAME&into=ID`: look for the other one, see what will happen, do it."""
    table, key = _named(request)
    typed = await posted(request) if request.method == "POST" else Posted()
    into = typed.one("into") or request.args.get("into") or ""
    query = request.args.get("q") or ""
    db = db_of(datasette)

    def read(conn: Any) -> tuple[Row | None, Row | None, list[Row], str | None]:
        one = _entity(conn, table, key)
        other = _entity(conn, table, into) if into else None
        return one, other, _alike(conn, table, query or _called(one), key), None if one else merged_into(conn, table, key)

    one, other, found, gone = await at_once(db, read)
    if one is None:
        return _elsewhere(datasette, request, table, key, gone)
    given = {
        "table": table,
        "one": one,
        "other": other,
        "found": found,
        "query": query,
        "action": at(datasette, "merge", table, key),
    }
    given |= {"why": typed.one("why"), "to": _page_of(datasette, table, key)}
    if request.method != "POST":
        return await page(datasette, request, "review_merge.html", given)
    if other is None:
        return await page(datasette, request, "review_merge.html", given | {"failed": WORDS.say("review.choose_other")}, 422)
    who = hand(request, typed.one("why"))
    number, failed, status = await attempt(db, lambda archive: review.merge(archive, table, key, into, who))
    if failed:
        return await page(datasette, request, "review_merge.html", given | {"failed": failed}, status)
    to = await at_once(db, lambda conn: into if _entity(conn, table, into) else merged_into(conn, table, into))
    said = WORDS.say("review.done_merge", what=_called(one), into=_called(other))
    return done(datasette, request, typed, said, _page_of(datasette, table, to or into), undo=number)


async def split(datasette: Any, request: Any) -> Any:
    """`/-/review/split/TABLE/ID`: tick the names that stand for another one, a new one or one that is there."""
    table, key = _named(request)
    typed = await posted(request) if request.method == "POST" else _asked(request)
    query, into = typed.one("q"), typed.one("into")
    db = db_of(datasette)

    def read(conn: Any) -> tuple[Row | None, list[Row], list[Row], str | None]:
        one = _entity(conn, table, key)
        return one, _names(conn, table, key), _alike(conn, table, query, key), None if one else merged_into(conn, table, key)

    one, names, found, gone = await at_once(db, read)
    if one is None:
        return _elsewhere(datasette, request, table, key, gone)
    ticked = set(typed.get("name", ()))
    given: dict[str, Any] = {
        "table": table,
        "one": one,
        "printed": names,
        "found": found,
        "query": query,
        "ticked": ticked,
        "into": into,
    }
    given |= {"why": typed.one("why"), "action": at(datasette, "split", table, key), "to": _page_of(datasette, table, key)}
    given["most"] = SHOWN if len(names) >= SHOWN else 0
    if request.method != "POST":
        return await page(datasette, request, "review_split.html", given)
    # what was read anew meanwhile has other ids: nothing but what is shown may be split off
    chosen = [str(row["id"]) for row in names if row["id"] in ticked]
    wrong = "tick_names" if not ticked else "names_changed" if len(chosen) < len(ticked) else ""
    if wrong:
        return await page(
            datasette, request, "review_split.html", given | {"failed": WORDS.say(f"review.{wrong}")}, 409 if ticked else 422
        )
    who = hand(request, typed.one("why"))

    def work(archive: Archive) -> tuple[int, str]:
        number = review.split(archive, chosen, who, into=into or None)
        (row,) = archive.rows("corrections", "id = ?", [number])
        return number, str(json.loads(str(row["new"]))["id"])

    made, failed, status = await attempt(db, work)
    if failed:
        return await page(datasette, request, "review_split.html", given | {"failed": failed}, status)
    number, new = made
    said = WORDS.say("review.done_split", n=len(chosen), what=_called(one))
    there = await at_once(db, lambda conn: _entity(conn, table, new))
    return done(datasette, request, typed, said, _page_of(datasette, table, new if there else key), undo=number)


async def unlink(datasette: Any, request: Any) -> Any:
    """`/-/review/unlink/RESOLUTION`: a name that stands for no entity we know."""
    key = named(request, "resolution")
    db = db_of(datasette)
    found = await at_once(db, lambda conn: rows(conn, "resolutions", "id = ?", [key]))
    if not found:
        raise missing(key)
    typed = await posted(request)
    who = hand(request, typed.one("why"))
    number, failed, status = await attempt(db, lambda archive: review.unlink(archive, key, who))
    to = _page_of(datasette, str(found[0]["target"]), str(found[0]["entity"]))
    if failed:
        return await page(datasette, request, "review_undone.html", {"failed": failed, "to": to}, status)
    return done(datasette, request, typed, WORDS.say("review.done_unlink"), to, undo=number)


def _named(request: Any) -> tuple[str, str]:
    table = named(request, "table")
    if table not in ENTITIES:
        raise missing(table)
    return table, named(request, "entity")


def _asked(request: Any) -> Posted:
    return Posted({name: request.args.getlist(name) for name in ("q", "into", "why", "name")})


def _page_of(datasette: Any, table: str, key: str) -> str:
    return str(datasette.urls.row(db_of(datasette).name, table, key))


def _elsewhere(datasette: Any, request: Any, table: str, key: str, gone: str | None) -> Any:
    """An entity that was merged meanwhile leads to the one that it is now."""
    from datasette.utils.asgi import Response

    if gone is None:
        raise missing(key)
    response = Response.redirect(_page_of(datasette, table, gone))
    datasette.add_message(request, WORDS.say("review.merged_meanwhile"))
    return response


def _label(table: str) -> str:
    return TABLES[table].columns[1].name


def _called(one: Row | None) -> str:
    return str(one["name"] or "") if one else ""


def _entity(conn: Any, table: str, key: str) -> Row | None:
    found = rows(conn, table, "id = ?", [key], f"id, [{_label(table)}] as name, articles, first_year, last_year, variants")
    return found[0] | {"variants": json.loads(str(found[0]["variants"] or "[]"))} if found else None


def _alike(conn: Any, table: str, query: str, but: str) -> list[Row]:
    """Entities whose names have all the words, those of most articles first."""
    words = " ".join(f'"{word}"' for word in _WORD.findall(query)[:20])
    if not words:
        return []
    columns = f"id, [{_label(table)}] as name, articles, first_year, last_year"
    where = f"rowid in (select rowid from [{table}_fts] where [{table}_fts] match ? limit 1000) and id <> ?"
    found = rows(conn, table, where, [words, but], columns)
    return sorted(found, key=lambda row: (-int(str(row["articles"] or 0)), str(row["name"])))[:FOUND]


def _names(conn: Any, table: str, key: str) -> list[Row]:
    """The names that were taken for an entity: as printed, in which article, on what evidence; the articles of one form together."""
    found: list[Row] = []
    for list_, facts, column, field in columns_to(table):
        query = f"""select r.id, r.list, r.fact, r.how, r.evidence, f.[{field}] as form, a.id as article,
              coalesce(a.title, a.path) as title, a.published_on
            from resolutions r join [{facts}] f on f.id = r.fact join articles a on a.id = r.article
            where r.entity = ? and +r.list = ? and +r.field = ? and f.[{column}] = r.entity limit {SHOWN - len(found)}"""
        for row in dicts(conn.execute(query, [key, list_, field])):
            how = str(row["how"])
            told = evidence(how, str(row["evidence"])) if row["evidence"] else None
            found.append(row | {"how": rule(how), "evidence": told})
        if len(found) >= SHOWN:
            break
    return sorted(found, key=lambda row: (str(row["form"]), str(row["published_on"] or ""), str(row["title"])))


ROUTES = (
    Route(r"^/-/review/merge/(?P<table>\w+)/(?P<entity>[^/]+)$", merge, "review", posts=True),
    Route(r"^/-/review/split/(?P<table>\w+)/(?P<entity>[^/]+)$", split, "review", posts=True),
    Route(r"^/-/review/unlink/(?P<resolution>[^/]+)$", unlink, "review", posts=True, gets=False),
)
"""The addresses of decisions about entities."""
