"""The page of one article: its text with the facts' words marked, and the facts beside it."""

from __future__ import annotations

import itertools
import json
from typing import Any

from markupsafe import Markup, escape

from corpus.site.cells import FACTS
from schemas.tables import TABLES

# What a reader of commendation reports looks for first.
ORDER = ("awards", "amounts", "mandates", "officials", "people", "units", "themes", "events", "documents")
LISTS = {kind: table for table, kind in FACTS.items() if kind in ORDER}


async def page(db: Any, key: str) -> dict[str, Any]:
    """`text` (HTML), `facts` (list -> facts with their words) of the article with id `key`."""
    mentions = list((await db.execute("select * from mentions where article = ? order by start, end", [key])).rows)
    text = (await db.execute("select text from articles where id = ?", [key])).rows
    facts = {kind: await _facts(db, LISTS[kind], key, mentions) for kind in ORDER}
    return {
        "facts": {name: found for name, found in facts.items() if found},
        "text": _marked(text[0][0], mentions) if text else "",
    }


async def _facts(db: Any, table: str, key: str, mentions: list[Any]) -> list[dict[str, Any]]:
    rows = (await db.execute(f"select * from {table} where article = ? order by start, id", [key])).rows
    kind = FACTS[table]
    facts = [{**dict(row), "words": _words([m for m in mentions if m["fact"] == row["id"]])} for row in rows]
    for fact in facts:
        for column in TABLES[table].columns:
            if column.json and fact[column.name]:
                fact[column.name] = json.loads(fact[column.name])
    if kind == "officials":
        posts = (await db.execute("select * from posts where article = ? order by rowid", [key])).rows
        for fact in facts:
            fact["posts"] = [post for post in posts if post["official"] == fact["id"]]
    return facts


def _words(mentions: list[Any]) -> dict[str, list[str]]:
    """Quote -> where it stands; the fact's own name first, words that a quote of another part repeats once."""
    quotes: dict[str, list[str]] = {}
    for mention in mentions:
        quotes.setdefault(mention["quote"], []).append(mention["id"])
    return quotes


def _mark(mention: Any, words: str) -> Markup:
    fact = f"{mention['list']}-{mention['fact']}"
    return Markup('<a class="m k-{}" href="#{}" data-fact="{}">{}</a>').format(mention["list"], fact, fact, words)


def _marked(text: str, mentions: list[Any]) -> Markup:
    cuts = sorted({0, len(text)} | {m[end] for m in mentions for end in ("start", "end")})
    parts = []
    for a, b in itertools.pairwise(cuts):
        parts += [
            Markup('<span class="here" id="m-{}" data-fact="{}-{}"></span>').format(m["id"], m["list"], m["fact"])
            for m in mentions
            if m["start"] == a
        ]
        over = [m for m in mentions if m["start"] <= a and b <= m["end"]]
        if not over:
            parts.append(escape(text[a:b]))
            continue
        m = min(over, key=lambda m: m["end"] - m["start"])
        parts.append(_mark(m, text[a:b]))
    return Markup("").join(parts)
