"""Articles that are near-copies of each other, grouped into stories; each stays an article of its own.

When an article is stored, the few stored before it that share keys with it are compared with it word by word; a near-copy is noted
in `story_links` with its evidence. So the links depend on the order in which articles came in, and on nothing else. A story is what
the links hold together: `settle` works it out from them, with the lead and with which facts are told again.

What people decide is kept beside: an article that was parted from its story is left alone from then on, whatever comes.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus import doubting
from corpus.duplicates import Likeness, alike
from corpus.joins import Joins
from corpus.names import digest
from corpus.repeats import recount
from corpus.signatures import Signature, Words, words_of
from schemas import KhenthuongError
from schemas.tables import Row

HELD = 8
"""Articles that are kept for a key: phrases that many print tell nothing, and looking one up costs the same in every archive."""
LOOKS = 3
"""Stored articles that are compared with a new one word by word, at most."""
_WEIGHTS = 840  # divides by every number up to HELD
_HAND = "nối bằng tay / by hand"
_KEPT = "còn lại khi một bài được tách ra / left together when one was taken out"


class StoryError(KhenthuongError):
    """A story cannot be changed so. The message says why."""


def group(conn: sqlite3.Connection, signatures: Iterable[Row]) -> None:
    """Link articles that were stored just now to those stored before them, in this order. Inside the caller's transaction."""
    for row in signatures:
        article = str(row["article"])
        own = Signature.of_cells(*(bytes(row[name] or b"") for name in _SIGNS))  # type: ignore[arg-type]
        held = {f"{key:08x}": _holders(conn, f"{key:08x}") for key in own.keys}
        for other, found in _copies(conn, article, own, list(held.values())):
            _link(conn, article, other, found)
        free = [(f"{key}-{article}",) for key, some in held.items() if len(some) < HELD]
        conn.executemany("insert or ignore into story_keys (id) values (?)", free)


def _holders(conn: sqlite3.Connection, key: str) -> list[str]:
    """The articles that are kept for a key."""
    found = conn.execute("select id from story_keys where id > ? and id < ? limit ?", (f"{key}-", f"{key}.", HELD))
    return [told[len(key) + 1 :] for (told,) in found]


_SIGNS = ("keys", "people", "years", "names")
_SIGNED = (
    f"select {', '.join(_SIGNS)} from signatures where article = ? and not exists (select 1 from story_links where parted = ?)"
)


def _copies(
    conn: sqlite3.Connection, article: str, own: Signature, held: Sequence[Sequence[str]]
) -> Iterator[tuple[str, Likeness]]:
    """The stored articles that this one is a near-copy of, one of each chain of copies; `held` tells who holds each of its keys."""
    words: Words | None = None
    looks, roots = 0, set[str]()
    shared = Counter(other for some in held for other in some)
    weight: Counter[str] = Counter()
    for some in held:  # what few others have tells most
        weight.update(dict.fromkeys(some, _WEIGHTS // max(len(some), 1)))
    for other in sorted(shared, key=lambda told: (-weight[told], told)):
        count = shared[other]
        signed = conn.execute(_SIGNED, (other, other)).fetchone() if own.enough(count) else None
        if (
            other == article
            or signed is None
            or not own.may_be(Signature.of_cells(*signed))
            or (root := _root(conn, other)) in roots
        ):
            continue
        words = words or _words(conn, article)
        looks += 1
        if found := alike(words, _words(conn, other)):
            roots.add(root)
            yield other, found
        if looks == LOOKS:
            return


def _words(conn: sqlite3.Connection, article: str) -> Words:
    return words_of(conn.execute("select text from articles where id = ?", [article]).fetchone()[0])


def _root(conn: sqlite3.Connection, article: str) -> str:
    found = conn.execute("select root from story_links where article = ? order by rowid limit 1", [article]).fetchone()
    return str(found[0]) if found else article


def _link(conn: sqlite3.Connection, article: str, of: str, found: Likeness | None, how: str = "", **more: str) -> None:
    before = conn.execute("select count(*) from story_links where article = ? and [of] = ?", [article, of]).fetchone()[0]
    row: Row = {"id": digest(article, of, before), "article": article, "of": of, "root": _root(conn, of)}
    row |= {"how": how or (found.how if found else _KEPT)} | more
    row |= {"share": found.share, "names": found.names} if found else {}
    names, marks = ", ".join(f"[{name}]" for name in row), ", ".join("?" * len(row))
    conn.execute(f"insert into story_links ({names}) values ({marks})", list(row.values()))
    touched(conn, [article])


def touched(conn: sqlite3.Connection, articles: Iterable[str]) -> None:
    """Note that the stories of these articles are to be worked out again, since their facts or links changed."""
    rows = [(digest("stories", article), "stories", article) for article in articles]
    conn.executemany("insert or ignore into stale (id, target, key) values (?, ?, ?)", rows)


def settle(conn: sqlite3.Connection) -> None:
    """Work out the stories of every article that is noted as stale: members, lead, which facts count. Inside the caller's transaction."""
    left = dict.fromkeys(row[0] for row in conn.execute("select key from stale where target = 'stories' order by key"))
    found = []
    while left:
        together = _held_together(conn, next(iter(left)))
        found.append(_ordered(conn, together))
        for article in together:
            left.pop(article, None)
    for before in {story for members in found for _, story, *_ in members if story}:
        conn.execute("delete from stories where id = ?", [before])
    joins = Joins.of(conn)
    for told in found:
        _story(conn, told, joins)
    conn.execute("delete from stale where target = 'stories'")


def _held_together(conn: sqlite3.Connection, article: str) -> set[str]:
    """The articles that links hold together with this one, itself among them."""
    query = (
        "select [of] from story_links where article = :id and parted is null"
        " union select article from story_links where [of] = :id and parted is null"
    )
    found, todo = {article}, [article]
    while todo:
        fresh = {row[0] for row in conn.execute(query, {"id": todo.pop()})} - found
        found |= fresh
        todo += fresh
    return found


def _ordered(conn: sqlite3.Connection, members: set[str]) -> list[tuple[str, str | None, str | None, str | None]]:
    """(id, story, day, title) of the articles in the order in which they tell: by day, of one day the longest first."""
    query = "select id, story, published_on, title, words from articles where id = ?"
    rows = [row for article in members if (row := conn.execute(query, [article]).fetchone())]
    return [row[:4] for row in sorted(rows, key=lambda row: (row[2] or "9", -row[4], row[0]))]


def _story(conn: sqlite3.Connection, members: Sequence[tuple[str, str | None, str | None, str | None]], joins: Joins) -> None:
    story = None
    if len(members) > 1:
        story, _, _, title = members[0]
        days = [day for _, _, day, _ in members if day]
        row = (story, title, len(members), min(days, default=None), max(days, default=None))
        conn.execute("insert or replace into stories (id, title, copies, first_on, last_on) values (?, ?, ?, ?, ?)", row)
    moved = [(story, article) for article, before, *_ in members if before != story]
    conn.executemany("update articles set story = ? where id = ?", moved)
    articles = [article for article, *_ in members]
    recount(conn, articles, joins)
    doubting.refresh(conn, articles)
    doubting.compare(conn, articles)


def listed(conn: sqlite3.Connection, article: str = "") -> Iterator[tuple[str | None, list[Row]]]:
    """(title, its articles in the order they tell it) of each story, or of that of one article; StoryError where it has none."""
    where, values = "", list[str]()
    if article:
        where, values = " where id = (select story from articles where id = ?)", [_known(conn, article)]
    rows = conn.execute(f"select id, title from stories{where} order by first_on, id", values).fetchall()
    if article and not rows:
        raise StoryError(f"{article}: it stands alone")
    query = "select id, path, published_on from articles where story = ? order by id <> ?, published_on is null, published_on, -words, id"
    for story, title in rows:
        found = conn.execute(query, (story, story))
        yield title, [dict(zip(("id", "path", "published_on"), row, strict=True)) for row in found]


def part(conn: sqlite3.Connection, article: str, *, by: str, at: str, why: str) -> None:
    """Take an article out of its story; the others stay together. Inside the caller's transaction."""
    members = _held_together(conn, _known(conn, article)) - {article}
    if not members:
        raise StoryError(f"{article}: it stands alone; there is nothing to part it from")
    touched(conn, {article, *members})
    undone = "update story_links set parted = ?, undone_by = ?, undone_at = ?, undone_why = ? where parted is null and ? in (article, [of])"
    conn.execute(undone, (article, by, at, why, article))
    first, *others = [told for told, *_ in _ordered(conn, members)]
    together = _held_together(conn, first)
    for other in others:
        if other not in together:
            _link(conn, other, first, alike(_words(conn, other), _words(conn, first)), _KEPT, by=by, at=at, why=why)
            together |= _held_together(conn, other)


def join(conn: sqlite3.Connection, article: str, of: str, *, by: str, at: str, why: str) -> None:
    """Count an article to the story of another. Inside the caller's transaction."""
    if _known(conn, of) in _held_together(conn, _known(conn, article)):
        raise StoryError(f"{article}: it is of one story with {of} already")
    _link(conn, article, of, alike(_words(conn, article), _words(conn, of)), _HAND, by=by, at=at, why=why)


def _known(conn: sqlite3.Connection, article: str) -> str:
    if not conn.execute("select 1 from articles where id = ?", [article]).fetchone():
        raise StoryError(f"{article}: no article of that id; `khenthuong stories` lists them")
    return article
