"""Search without accents: the page, and the words around a hit.

The index holds each word with đ a second time with d, and drops the other marks, so that `dong hoi` finds `Đồng Hới`.

    >>> bare("Hội nghị tại Đồng Hới"), snippet("Hội nghị họp tại thị xã Đồng Hới hôm qua.", "dong hoi", 4)
    ('hoi nghi tai dong hoi', Markup('… thị xã <mark>Đồng</mark> <mark>Hới</mark> …'))
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from schemas.tables import ENTITIES, TABLES

WORD = re.compile(r"[^\W_]+")
PAGE = 20
RANKED = 200  # so many best hits are put in order by whether they hold the words side by side
MANY = 20_000  # words that more articles hold tell none of them apart, and weighing them all would take seconds: the last taken in come first
ARTICLES = """
    select articles.id, articles.title, published_on, source, articles.text from articles_fts
    join articles on articles.rowid = articles_fts.rowid
    where articles_fts match :q order by {order} limit :most offset :first
"""
COUNT = "select count(*) from articles_fts where articles_fts match :q"
NAMES = "select id, {label} as name, articles from {table} where rowid in (select rowid from {table}_fts where {table}_fts match :q) order by articles desc, sort_key limit 12"


@functools.cache
def _bare(char: str) -> str:
    base = unicodedata.normalize("NFD", char.lower())[0]
    return "d" if base in "đð" else base


def bare(text: str) -> str:
    """`text` in small letters without marks, each character for one, so that offsets stay."""
    return "".join(map(_bare, text))


def snippet(text: str, query: str, around: int = 110) -> Markup:
    """The stretch of `text` with most of the query's words, about `around` characters to each side, hits marked."""
    wanted = set(WORD.findall(bare(query)))
    plain = bare(text)
    hits = [m for m in WORD.finditer(plain) if m[0] in wanted]
    if not hits:
        return escape(text[: 2 * around] + ("…" if len(text) > 2 * around else ""))
    phrase = bare(" ".join(query.split()))
    best = max(
        hits,
        key=lambda m: (
            plain.startswith(phrase, m.start()),
            len({h[0] for h in hits if 0 <= h.start() - m.start() < around}),
            -m.start(),
        ),
    )
    first = text.rfind(" ", 0, max(best.start() - around, 0)) + 1
    last = text.find(" ", best.start() + around + len(best[0]))
    last = len(text) if last < 0 else last
    parts, at = [Markup("… ") if first else Markup("")], first
    for hit in hits:
        if first <= hit.start() and hit.end() <= last:
            parts += [escape(text[at : hit.start()]), Markup("<mark>{}</mark>").format(text[hit.start() : hit.end()])]
            at = hit.end()
    return Markup("").join([*parts, escape(text[at:last]), Markup(" …") if last < len(text) else Markup("")])


def snippets(db: Any) -> Callable[[list[str], str], Awaitable[dict[str, Markup]]]:
    """For templates: (article ids, query) -> id -> snippet."""

    async def found(ids: list[str], query: str) -> dict[str, Markup]:
        marks = ", ".join("?" * len(ids))
        rows = await db.execute(f"select id, text from articles where id in ({marks})", ids)
        return {row["id"]: snippet(row["text"], query) for row in rows}

    return found


def matching(query: str) -> str:
    """`query` as FTS5 wants it: every word on its own, all of them wanted, no operators.

    >>> matching('thi đua "AND" -x')
    '"thi" "đua" "AND" "x"'
    """
    return " ".join(f'"{word}"' for word in WORD.findall(query))


def nearness(title: str, text: str, query: str) -> int:
    """How well an article that has all the words fits: the words side by side, as typed, in the title.

    >>> [nearness("", text, "Đồng Hới") for text in ("hội đồng", "Dong Hoi", "thị xã Đồng Hới")]
    [0, 2, 3]
    """
    words, plain = " ".join(query.lower().split()), bare(" ".join(query.split()))
    return 4 * (plain in bare(title)) + 2 * (plain in bare(text)) + (words in text.lower())


async def page(datasette: Any, request: Any) -> Response:
    """`/-/search?q=`: articles with the words around each hit, and units, people, award types and themes of that name."""
    db = next(db for name, db in datasette.databases.items() if not name.startswith("_"))
    query, start = request.args.get("q") or "", request.args.get("from") or ""
    first = int(start) if start.isdecimal() and len(start) < 9 else 0
    given: dict[str, Any] = {"q": query, "articles": [], "entities": {}, "total": 0, "next": None}
    if wanted := matching(query):
        given["total"] = (await db.execute(COUNT, {"q": wanted})).single_value()
        sql = ARTICLES.format(order="rank, articles.id" if given["total"] <= MANY else "articles_fts.rowid desc")
        rows = (await db.execute(sql, {"q": wanted, "most": RANKED, "first": first // RANKED * RANKED})).rows
        near = [(nearness(row["title"] or "", row["text"], query), row) for row in rows]
        near = sorted(near, key=lambda found: -found[0])[first % RANKED :][:PAGE]
        given["articles"] = [(row, snippet(row["text"], query), bool(score)) for score, row in near]
        given["next"] = first + PAGE if first + PAGE < given["total"] else None
        given["entities"] = {table: await _named(db, table, query) for table in ENTITIES}
    return Response.html(await datasette.render_template("search.html", given, request=request))


async def _named(db: Any, table: str, query: str) -> list[Any]:
    """Names that hold the words side by side; where there is none, those that have them all."""
    sql = NAMES.format(table=table, label=TABLES[table].columns[1].name)
    for wanted in (f'"{" ".join(WORD.findall(query))}"', matching(query)):
        if rows := list((await db.execute(sql, {"q": wanted})).rows):
            return rows
    return []
