"""The page of charts, `/-/explore`: what a reader may ask for, and the charts that follow it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datasette.utils.asgi import Response

from corpus.site import charts
from corpus.site.asked import PARTS, Asked
from corpus.site.figures import LEVELS, Pages, named
from corpus.site.panels import drawn
from corpus.site.snapshot import db_of

FIRST = {"status": ("conferred",)}
"""What is asked where a reader has not said anything of it: what was given, since a proposal is told again when it is granted."""
_CHOICES = {
    "form": "select distinct form, form from award_types where form <> '' order by 1",
    "level": "select distinct level, level from award_types where level <> ''",
    "scope": "select distinct scope, scope from units where scope_kind in ('province', 'ministry') order by scope_kind desc, scope",
    "theme": "select id, title from themes where articles > 0 order by articles desc, sort_key limit 300",
}


async def choices(db: Any, asked: Asked) -> dict[str, list[tuple[str, str]]]:
    """(value, words) that each part may have, with what was asked for."""
    found: dict[str, list[tuple[str, str]]] = {
        "status": [(s, named("status", s)) for s in ("conferred", "proposed", "past", "possible")]
    }
    for part, sql in _CHOICES.items():
        told = [
            (str(value), str(words) if part == "theme" else named(part, str(words))) for value, words in await db.execute(sql)
        ]
        found[part] = told + [(value, value) for value in asked.parts.get(part, ()) if value not in {v for v, _ in told}]
    found["level"].sort(key=lambda told: LEVELS.index(told[0]) if told[0] in LEVELS else len(LEVELS))
    return found


def read(args: Mapping[str, Sequence[str]]) -> Asked:
    """What the arguments of the page ask for; what was given, where they say nothing of the status."""
    asked = Asked.of(args)
    return asked if "status" in args else asked.but(**FIRST)


async def page(datasette: Any, request: Any) -> Response:
    """`/-/explore?from=&to=&form=&level=&status=&scope=&theme=`."""
    db = db_of(datasette)
    asked = read({key: request.args.getlist(key) for key in request.args})
    pages = Pages(asked, lambda table: str(datasette.urls.table(db.name, table)))
    given = {
        "asked": asked,
        "charts": await drawn(db, pages),
        "offered": await choices(db, asked),
        "patterns": charts.patterns(),
        "sql_allowed": await datasette.permission_allowed(request.actor, "execute-sql", resource=db.name, default=True),
    }
    return Response.html(await datasette.render_template("explore.html", given, request=request))


async def shown(db: Any, asked: Asked) -> list[tuple[str, str, str]]:
    """(part, value, words) of what a table's page was asked for in our own arguments."""
    told = []
    for part in PARTS:
        for value in asked.parts.get(part, ()):
            words = named(part, value)
            if part == "theme":
                rows = (await db.execute("select title from themes where id = ?", [value])).rows
                words = rows[0]["title"] if rows else value
            told.append((part, value, words))
    return told
