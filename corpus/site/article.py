"""The page of one article: its text with the facts' words marked, the facts beside it, each jumping to its words, its original file.

The marks come from `corpus.highlight`; a fact's place on the page is `awards-ID`, with the id of its row, and its second mention
is `m-awards-ID-1`. Tables, questions and people who pass on a link name the fact by that place.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup, escape

from corpus.corrections import effective, lay_over
from corpus.highlight import ORDER, body
from corpus.rows import Rows, record_of
from corpus.site import bounds
from corpus.site.labels import WORDS
from corpus.site.snapshot import at_once, db_of, rows
from schemas import Record
from schemas.tables import FACTS, Row, Table

COPIES = 50
"""So many near-copies, and so many further files of the same text, are listed."""
_SHOWN = 60
"""Letters of the words of a mention that the list of facts shows."""
_PRINTABLE = re.compile(r"[^ !#$&+\-.0-9A-Z^_`a-z~]+")
# A file that came with an article is never a page of this site, whatever is in it.
_AS_A_FILE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
}
Touched = dict[tuple[str, int], list[dict[str, Any]]]


async def page(db: Any, key: str) -> dict[str, Any]:
    """What the page of the article with id `key` shows; empty where there is none.

    `text` (HTML), `facts` (list -> its facts in the order of the text), `copies` (the near-copies of it, with what they have in
    common), `file` (the original), `files` (further files of the same text), `rejected` (how many facts people took out),
    `checked` (somebody vouched for the whole of it, as it is now).
    """
    stored, made, before = await at_once(db, lambda conn: _stored(conn, key))
    if not stored["articles"]:
        return {
            "text": Markup(""),
            "facts": {},
            "copies": [],
            "file": None,
            "files": [],
            "captions": [],
            "rejected": 0,
            "checked": False,
        }
    (article,) = stored["articles"]
    ids = {kind: [str(row["id"]) for row in stored[FACTS[kind].name]] for kind in ORDER}
    touched, rejected = _corrected(made, before)
    text = body(str(article["text"]), record_of(stored), ids)
    facts = _facts(stored, touched)
    files = "select c.path, c.part, o.sha256, o.name, o.size from copies c join originals o on o.sha256 = c.original"
    return {
        "text": Markup(text),  # `body` has escaped all words of the article
        "facts": {kind: sorted(found, key=lambda fact: fact["start"]) for kind, found in facts.items() if found},
        "copies": await _copies(db, key, article["story"]),
        "file": await _one(db, "select sha256, name, size from originals where sha256 = ?", article["original"]),
        "files": [dict(row) for row in (await db.execute(f"{files} where c.article = ? limit {COPIES}", [key])).rows],
        "captions": json.loads(str(article["captions"] or "[]")),
        "rejected": rejected,
        "checked": any(row["checked"] is not None for row in before),
    }


async def original(datasette: Any, request: Any) -> Response:
    """`/-/original/SHA256`: the bytes of a stored file under its own name, to keep and not to show. 404 where there is none."""
    db = db_of(datasette)
    asked = [request.url_vars["sha256"]]
    # past the memory of slow answers, which has no room for files
    query = "select name, bytes from originals where sha256 = ?"

    def read(conn: Any) -> Any:
        with bounds.room_for(conn, query):
            return conn.execute(query, asked).fetchone()

    found = await db.execute_fn(read)
    if found is None:
        raise NotFound(WORDS.say("article.no_file"))
    name, data = found
    headers = _AS_A_FILE | {"content-disposition": disposition(str(name))}
    return Response(bytes(data), headers=headers, content_type="application/octet-stream")


def disposition(name: str) -> str:
    """The header that makes a browser keep a file, under the last part of its name.

    >>> disposition("2016/Bài 1.html")
    'attachment; filename="B_i 1.html"; filename*=UTF-8\\'\\'B%C3%A0i%201.html'
    """
    last = re.split(r"[/\\]", name)[-1].encode("utf-8", "replace").decode("utf-8")
    last = "".join(c for c in last if c.isprintable()).strip(". ") or "file"
    plain = _PRINTABLE.sub("_", last)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(last, safe='')}"


async def _one(db: Any, query: str, key: Any) -> dict[str, Any] | None:
    found = (await db.execute(query, [key])).rows
    return dict(found[0]) if found else None


async def _copies(db: Any, key: str, story: Any) -> list[dict[str, Any]]:
    """The other articles of the story; `share` is what they have in common with this one, or with the copy they were compared with."""
    if story is None:
        return []
    held = "from story_links l where l.parted is null and"
    query = (
        "select a.id, a.title, a.path, a.source, a.published_on, a.words, coalesce("
        f"(select max(share) {held} ((l.article = a.id and l.[of] = :id) or (l.article = :id and l.[of] = a.id))),"
        f" (select max(share) {held} a.id in (l.article, l.[of]))) as share"
        f" from articles a where a.story = :story and a.id <> :id order by a.id <> :story, a.published_on, a.id limit {COPIES}"
    )
    return [dict(row) for row in (await db.execute(query, {"id": key, "story": story})).rows]


def _stored(conn: Any, key: str) -> tuple[Rows, list[Row], list[Row]]:
    """(the rows of an article, its corrections, what was extracted before them)."""
    found: Rows = {"articles": rows(conn, "articles", "id = ?", [key])}
    for name in ("mentions", *(table.name for table in FACTS.values())):
        found[name] = rows(conn, name, "article = ?", [key])
    return found, rows(conn, "corrections", "article = ?", [key]), rows(conn, "extracted", "article = ?", [key])


def _corrected(corrections: list[Row], before: list[Row]) -> tuple[Touched, int]:
    """The corrections that count for each fact, as (list, place in it) -> the rows; and how many facts were taken out."""
    made = {row["id"]: row for row in corrections}
    counted = effective(corrections)
    if not before or not counted:
        return {}, 0
    laid = lay_over(Record.model_validate_json(str(before[0]["record"])), counted)
    touched = {place: [_told(made[one.id]) for one in found] for place, found in laid.touched.items()}
    return touched, sum(one.action == "reject" for one in counted)


def _told(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in ("id", "action", "who", "at", "why", "field")}
    changed = row["action"] == "change"
    return told | {name: _in_words(row, name) if changed else None for name in ("old", "new")}


def _in_words(row: Row, name: str) -> str:
    value = json.loads(str(row[name] or "null"))
    values = value if isinstance(value, list) else [value]
    words = (
        WORDS.value(str(row["field"]), v) if isinstance(v, str | int | float) else json.dumps(v, ensure_ascii=False)
        for v in values
    )
    return "; ".join(map(str, words)) if value not in (None, []) else "—"


def _facts(rows: Rows, touched: Touched) -> dict[str, list[dict[str, Any]]]:
    mentions: dict[Any, list[Row]] = defaultdict(list)
    for row in rows["mentions"]:
        mentions[row["fact"]].append(row)
    posts: dict[Any, list[Row]] = defaultdict(list)
    for row in rows["posts"]:
        posts[row["official"]].append(row)
    return {
        kind: [
            _fact(kind, row, mentions[row["id"]], posts[row["id"]], touched.get((kind, i), []))
            for i, row in enumerate(rows[FACTS[kind].name])
        ]
        for kind in ORDER
    }


def _fact(kind: str, row: Row, mentions: list[Row], posts: list[Row], by: list[dict[str, Any]]) -> dict[str, Any]:
    place = f"{kind}-{row['id']!s}"
    told = _lists(FACTS[kind], row)
    return told | {
        "anchor": place,
        "words": _words(place, mentions),
        "posts": posts,
        "by": by,
        "sure": round(100 * told["confidence"]),
    }


def _words(place: str, mentions: list[Row]) -> Markup:
    """Links to the words a fact stands on; of words that stand there several times a number for each further place."""
    links, told = [], dict[str, int]()
    for j, mention in enumerate(mentions):
        quote = str(mention["quote"])
        told[quote] = n = told.get(quote, 0) + 1
        shown = (f"“{quote}”" if len(quote) <= _SHOWN else f"“{quote[:_SHOWN].rstrip()}…”") if n == 1 else f"({n})"
        links.append(f'<a href="#m-{place}-{j}">{escape(shown)}</a>')
    return Markup(" ".join(links))  # a place is made of our own words and letters of a hash


def _lists(table: Table, row: Row) -> dict[str, Any]:
    told: dict[str, Any] = dict(row)
    return told | {c.name: json.loads(str(row[c.name] or "[]")) for c in table.columns if c.json}
