"""The search page and its JSON: what holds the words that were asked for, by kind, each hit with its words in context.

`/-/search?q=` shows the best of every kind, `kind=awards&page=2` one kind page by page. A word without accents finds every word of
its letters, one with accents itself alone; words in quotes stand side by side; a minus leaves out. Parameters, all of them optional
but `q`: `kind` (one of KINDS), `page`, `year_from`, `year_to`, `province`, `source`, and of units `unit_kind`.

`/-/search.json` takes the same and answers `{"q", "cut", "filters", "kinds", "without_accents"}`: `kinds` has for each kind `count`
(with `more` true there are more than that), `late` (there was no time), `results` and `next` (address of the next page or null);
`without_accents` is null, or where nothing was found `{"q", "count", "url"}` of the same search without accents. A result has `kind`,
`id`, `url`, `title`, `details` (list), `context` (the words around the hit), and of a fact `article` (`id`, `title`), `date`, `source`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response
from markupsafe import Markup

from corpus.names import order_key
from corpus.site.finding import KINDS, MOST, Filters, Found, Search, indexes
from corpus.site.hits import Hits
from corpus.site.snapshot import db_of
from corpus.site.wanted import Marks, Wanted, bare, snippet, wanted

__all__ = ["bare", "data", "page", "snippet", "snippets"]
PAGE = 20
FEW = {"articles": 8, "units": 6, "people": 6, "award_types": 4, "themes": 4}
"""Hits of a kind on the page of all; of others 3."""
_PROVINCES = """select distinct json_each.value from (select distinct provinces from articles where provinces <> '[]'), json_each(provinces)"""
_OF_UNITS = "select distinct scope from units where scope_kind = 'province'"
_SOURCES = "select source from articles where source is not null group by 1 order by count(*) desc limit 200"
_UNIT_KINDS = "select kind from units where kind is not null group by 1 order by count(*) desc"


def snippets(db: Any) -> Callable[[list[str], str], Awaitable[dict[str, Markup]]]:
    """For templates: (article ids, query) -> id -> snippet."""

    async def found(ids: list[str], query: str) -> dict[str, Markup]:
        marks = Marks(wanted(query).without_accents())  # Datasette's own search knows no accents
        holes = ", ".join("?" * len(ids))
        rows = await db.execute(f"select id, text from articles where id in ({holes})", ids)
        return {row["id"]: marks.around(row["text"]) for row in rows}

    return found


class Asked:
    """What a request asks for: `q`, `kind` (None for all), `page`, `filters`; odd values count as none."""

    def __init__(self, request: Any) -> None:
        get = request.args.get
        self.q = str(get("q") or "").replace("\x00", " ").strip()
        self.kind = get("kind") if get("kind") in KINDS else None
        self.page = min(max(_number(get("page")) or 1, 1), MOST // PAGE)
        names = {name: (str(get(name) or "").strip() or None) for name in ("province", "source", "unit_kind")}
        self.filters = Filters(_number(get("year_from")), _number(get("year_to")), **names)

    def chosen(self) -> dict[str, Any]:
        """The filters in force."""
        return {name: value for name, value in vars(self.filters).items() if value is not None}

    def address(self, path: str, **changed: Any) -> str:
        """The address of the same search with other parameters; None takes one away."""
        told = {"q": self.q, "kind": self.kind} | self.chosen() | changed
        return f"{path}?{urlencode({name: value for name, value in told.items() if value is not None})}"


def _number(text: Any) -> int | None:
    told = str(text or "").strip()
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 6 else None


async def _search(db: Any, asked: Asked, words: Wanted) -> list[Found]:
    search = Search(db, words, asked.filters, await indexes(db))

    async def one(kind: str) -> Found:
        if asked.kind is None:
            return await search.find(kind, FEW.get(kind, 3))
        return await search.find(kind, PAGE, (asked.page - 1) * PAGE) if kind == asked.kind else await search.find(kind, 0)

    return list(await asyncio.gather(*map(one, KINDS)))


async def _answer(datasette: Any, request: Any) -> dict[str, Any]:
    """What both the page and the JSON tell."""
    db = db_of(datasette)
    asked = Asked(request)
    words = wanted(asked.q)
    given: dict[str, Any] = {"asked": asked, "q": asked.q, "wanted": words, "kinds": {}, "without_accents": None, "total": 0}
    given["has"] = await indexes(db)
    if not words:
        return given
    found = await _search(db, asked, words)
    hits = Hits(db, Marks(words), lambda table, key: str(datasette.urls.row(db.name, table, key)))
    path = request.path
    for one in found:
        more = asked.kind == one.kind and asked.page * PAGE < one.count
        told = {
            "found": one,
            "hits": await hits.of(one.kind, one.places),
            "next": asked.address(path, page=asked.page + 1) if more else None,
        }
        given["kinds"][one.kind] = told
    given["total"] = sum(one.count for one in found)
    if not given["total"] and words.exact:
        loose = words.without_accents()
        count = sum(one.count for one in await _search(db, asked, loose))
        given["without_accents"] = {"q": str(loose), "count": count, "url": asked.address(path, q=str(loose))} if count else None
    return given


async def page(datasette: Any, request: Any) -> Response:
    """`/-/search`: the form, the kinds with their counts, the hits."""
    given = await _answer(datasette, request)
    db, asked, path = db_of(datasette), given["asked"], request.path
    choices = {
        "province": sorted(await _values(db, _PROVINCES if given["has"].provinces else _OF_UNITS), key=order_key),
        "source": await _values(db, _SOURCES),
        "unit_kind": await _values(db, _UNIT_KINDS),
    }
    for field, value in ((field, getattr(asked.filters, field)) for field in choices):
        if value is not None and value not in choices[field]:
            choices[field] = [value, *choices[field]]
    links = {
        "all": asked.address(path, kind=None),
        "kinds": {kind: asked.address(path, kind=kind) for kind in KINDS},
        "without": {name: asked.address(path, **{name: None}) for name in asked.chosen()},
        "before": asked.address(path, page=asked.page - 1 if asked.page > 2 else None) if asked.page > 1 else None,
    }
    return Response.html(
        await datasette.render_template("search.html", given | {"choices_of": choices, "links": links}, request=request)
    )


async def _values(db: Any, sql: str) -> list[str]:
    return [str(row[0]) for row in (await db.execute(sql)).rows]


async def data(datasette: Any, request: Any) -> Response:
    """`/-/search.json`, as the head of this module tells."""
    given = await _answer(datasette, request)
    asked, words = given["asked"], given["wanted"]
    kinds = {
        kind: {
            "count": told["found"].count,
            "more": told["found"].more,
            "late": told["found"].late,
            "results": [_plain(hit) for hit in told["hits"]],
            "next": told["next"],
        }
        for kind, told in given["kinds"].items()
        if asked.kind in (None, kind)
    }
    told = {
        "q": asked.q,
        "cut": words.cut,
        "filters": asked.chosen(),
        "kinds": kinds,
        "without_accents": given["without_accents"],
    }
    return Response.json(told, default=str)


def _plain(hit: dict[str, Any]) -> dict[str, Any]:
    return {key: _text(value) for key, value in hit.items() if key != "status"}


def _text(value: Any) -> Any:
    if isinstance(value, Markup):
        return value.striptags()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_text(one) for one in value]
    return {key: _text(one) for key, one in value.items()} if isinstance(value, dict) else value
