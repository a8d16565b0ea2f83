"""The page of one article: its text with the facts' words marked, and the facts beside it, each jumping to its words.

The marks come from `corpus.highlight`, which numbers facts as the record has them: `f-awards-0` is a fact, `m-awards-0-1` its
second mention. Tables and questions link to a fact by its row: `awards-ID`.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from corpus.highlight import ORDER, body
from corpus.rows import Rows, record_of
from schemas.tables import FACTS, Row, Table


async def page(db: Any, key: str) -> dict[str, Any]:
    """What the page of the article with id `key` shows; empty where there is none.

    `text` (HTML), `facts` (list -> its facts in the order of the text), `copies` (the near-copies of it, with what they have in common).
    """
    rows: Rows = {"articles": await _rows(db, "articles", "id", key)}
    if not rows["articles"]:
        return {"text": Markup(""), "facts": {}, "copies": []}
    for name in ("mentions", *(table.name for table in FACTS.values())):
        rows[name] = await _rows(db, name, "article", key)
    copies = await _copies(db, key, rows["articles"][0]["story"])
    text = body(str(rows["articles"][0]["text"]), record_of(rows))
    facts = {kind: [_fact(kind, i, row, rows) for i, row in enumerate(rows[FACTS[kind].name])] for kind in ORDER}
    return {
        "copies": copies,
        "text": Markup(text),  # `body` has escaped all words of the article
        "facts": {kind: sorted(found, key=lambda fact: fact["start"]) for kind, found in facts.items() if found},
    }


async def _copies(db: Any, key: str, story: Any) -> list[dict[str, Any]]:
    """The other articles of the story; `share` is what they have in common with this one, or with the copy they were compared with."""
    if story is None:
        return []
    held = "from story_links l where l.parted is null and"
    query = (
        "select a.id, a.title, a.path, a.source, a.published_on, a.words, coalesce("
        f"(select max(share) {held} ((l.article = a.id and l.[of] = :id) or (l.article = :id and l.[of] = a.id))),"
        f" (select max(share) {held} a.id in (l.article, l.[of]))) as share"
        " from articles a where a.story = :story and a.id <> :id order by a.id <> :story, a.published_on, a.id limit 50"
    )
    return [dict(row) for row in (await db.execute(query, {"id": key, "story": story})).rows]


async def _rows(db: Any, table: str, column: str, key: str) -> list[Row]:
    found = await db.execute(f"select * from [{table}] where {column} = ? order by rowid", [key])
    return [dict(row) for row in found.rows]


def _fact(kind: str, i: int, row: Row, rows: Rows) -> dict[str, Any]:
    fact = {"anchor": f"f-{kind}-{i}", "words": {}, **_lists(FACTS[kind], row)}
    mentions = [mention for mention in rows["mentions"] if mention["fact"] == row["id"]]
    for j, mention in enumerate(mentions):
        fact["words"].setdefault(mention["quote"], []).append(f"m-{kind}-{i}-{j}")
    if kind == "officials":
        fact["posts"] = [post for post in rows["posts"] if post["official"] == row["id"]]
    return fact


def _lists(table: Table, row: Row) -> dict[str, Any]:
    told: dict[str, Any] = dict(row)
    return told | {c.name: json.loads(str(row[c.name] or "[]")) for c in table.columns if c.json}
