"""What an archivist does with one fact: accept, reject, change, and take back what was done.

A fact's id is made from its values, so that a form speaks of the fact as it was shown: where someone else corrected it
meanwhile there is no fact of that id any more, and the answer (409) tells what became of it and keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus import review
from corpus.archive import Archive
from corpus.corrections import ENTITY_ACTIONS
from corpus.corrections import told as told_values
from corpus.site.forms import Form
from corpus.site.labels import WORDS
from corpus.site.language import inside
from corpus.site.marks import WrongMarkError, marked
from corpus.site.reviewing import Posted, article_at, at, attempt, by_script, done, missing, named, page, posted, refused
from corpus.site.roles import Route
from corpus.site.snapshot import at_once, db_of, rows
from corpus.site.told import Told, cell, fact_of, now, part_of
from corpus.site.writing import hand
from corpus.telling import day, words
from corpus.trails import trails
from schemas import LISTS, Post
from schemas.tables import Row


async def accept(datasette: Any, request: Any) -> Any:
    """`/-/review/accept/LIST/ID`: the fact is right."""
    return await _decide(datasette, request, "accept")


async def reject(datasette: Any, request: Any) -> Any:
    """`/-/review/reject/LIST/ID`: the article does not tell it."""
    return await _decide(datasette, request, "reject")


async def _decide(datasette: Any, request: Any, action: str) -> Any:
    list_, key = named(request, "list"), named(request, "fact")
    if request.method != "POST":
        return await _form(datasette, request, action, list_, key)
    typed = await posted(request)
    who = hand(request, typed.one("why"))

    def work(archive: Archive) -> int:
        return int(getattr(review, action)(archive, list_, key, who))

    db = db_of(datasette)
    found = await at_once(db, lambda conn: fact_of(conn, list_, key))
    if found is None:
        return await _gone(datasette, request, action, list_, key, typed)
    number, failed, status = await attempt(db, work)
    if failed:
        return await _form(datasette, request, action, list_, key, typed, failed, status)
    kept = key if action == "accept" else None
    said = WORDS.say(f"review.done_{action}", what=found.name)
    return done(datasette, request, typed, said, article_at(datasette, found.article, list_, kept), fact=kept, undo=number)


async def change(datasette: Any, request: Any) -> Any:
    """`/-/review/change/LIST/ID`: other values for the fields of a fact, each field a correction."""
    list_, key = named(request, "list"), named(request, "fact")
    if request.method != "POST":
        return await _form(datasette, request, "change", list_, key)
    typed = await posted(request)
    db = db_of(datasette)
    found = await at_once(db, lambda conn: fact_of(conn, list_, key))
    if found is None:
        return await _gone(datasette, request, "change", list_, key, typed)
    form = Form(list_, found.values)
    form.take(typed)
    try:
        changes = form.changes | await _words(db, found, typed)
    except WrongMarkError as wrong:
        return await _form(datasette, request, "change", list_, key, typed, str(wrong), 422)
    if form.errors:
        return await _form(datasette, request, "change", list_, key, typed, WORDS.say("review.look_again"), 422)
    if not changes:
        return await _form(datasette, request, "change", list_, key, typed, WORDS.say("review.no_change"), 422)
    who = hand(request, typed.one("why"))
    made, failed, status = await attempt(db, lambda archive: _change(archive, found, changes, who))
    if failed:
        return await _form(datasette, request, "change", list_, key, typed, failed, status)
    number, fact = made
    said = WORDS.say("review.done_change", what=found.name)
    return done(datasette, request, typed, said, article_at(datasette, found.article, list_, fact), fact=fact, undo=number)


async def _words(db: Any, found: Told, typed: Posted) -> dict[str, Any]:
    """The words a fact stands on, where others were marked in place of those of a field; raises WrongMarkError."""
    (text,) = (await db.execute("select text from articles where id = ?", [found.article])).first()
    marks = marked(typed, text, found.list_)
    if not marks:
        return {}
    parts = {mark["part"] for mark in marks}
    kept = [m.model_dump() for m in found.fact.mentions if m.part not in parts]
    return {"mentions": sorted([*kept, *marks], key=lambda m: (m["start"], m["end"]))}


def _change(archive: Archive, found: Told, changes: Mapping[str, Any], who: review.Hand) -> tuple[int, str]:
    """(number of the last correction, id of the fact as it is then); all changes or none."""
    key, values, number = found.id, found.values, 0
    with archive.transaction():
        for field, value in changes.items():
            number = review.change(archive, found.list_, key, field, value, who)
            # as the class has it: a value may be written in another way than it is kept
            values = told_values(LISTS[found.list_].model_validate(values | {field: value}))
            key = now(archive.db, found.list_, found.article, values) or key
    return number, key


async def undo(datasette: Any, request: Any) -> Any:
    """`/-/review/undo/NUMBER`: takes a correction back."""
    number = int(request.url_vars["number"])
    db = db_of(datasette)
    found = await at_once(db, lambda conn: rows(conn, "corrections", "id = ?", [number]))
    if not found:
        raise missing(str(number))
    (row,) = found
    if request.method != "POST":
        return await _undo_form(datasette, request, row)
    typed = await posted(request)
    # taken back twice it would count as one, yet two rows would tell of it
    back = await at_once(db, lambda conn: rows(conn, "corrections", "undoes = ?", [number]))
    if back:
        return await _undo_form(datasette, request, row, happened(back[0]), 409)
    who = hand(request, typed.one("why"))
    _, failed, status = await attempt(db, lambda archive: review.undo(archive, number, who))
    if failed:
        return await _undo_form(datasette, request, row, failed, status)
    fact = await at_once(db, lambda conn: _stands(conn, row))
    to = _place(datasette, row, fact)
    return done(datasette, request, typed, WORDS.say("review.done_undo"), to, fact=fact)


def _place(datasette: Any, row: Row, fact: str | None = None) -> str:
    """The page of what a correction concerns: a fact in its article, or an entity."""
    if row["action"] in ENTITY_ACTIONS:
        return str(datasette.urls.row(db_of(datasette).name, str(row["list"]), str(row["fact"])))
    return article_at(datasette, str(row["article"]), str(row["list"]), fact)


def _stands(conn: Any, row: Row) -> str | None:
    """The id of the fact of which a correction was taken back, where it has the values of before."""
    if row["action"] in ENTITY_ACTIONS or row["list"] not in LISTS or row["fact_told"] is None:
        return None
    return now(conn, str(row["list"]), str(row["article"]), cell(row["fact_told"]))


async def _undo_form(datasette: Any, request: Any, row: Row, failed: str = "", status: int = 200) -> Any:
    if failed and by_script(request):
        return refused(failed, status)
    given = {"correction": row, "happened": happened(row), "failed": failed, "action": at(datasette, "undo", row["id"])}
    given["to"] = _place(datasette, row)
    return await page(datasette, request, "review_undo.html", given, status)


async def _form(
    datasette: Any,
    request: Any,
    action: str,
    list_: str,
    key: str,
    typed: Posted | None = None,
    failed: str = "",
    status: int = 200,
) -> Any:
    """The page on which a fact is accepted, rejected or changed; with what was typed where it could not be done."""
    if failed and by_script(request) and action != "change":
        return refused(failed, status)
    found = await at_once(db_of(datasette), lambda conn: fact_of(conn, list_, key))
    if found is None:
        return await _gone(datasette, request, action, list_, key, typed)
    given = _given(action, found, list_, found.values, typed) | {
        "failed": failed,
        "action": at(datasette, action, list_, key),
        "to": article_at(datasette, found.article, list_, key),
    }
    back = inside(typed.one("back")) if typed else ""
    return await page(datasette, request, _template(request), given | ({"back": back} if back else {}), status)


def _given(action: str, found: Told | None, list_: str, values: dict[str, Any], typed: Posted | None) -> dict[str, Any]:
    """What the page of a fact shows whatever became of it: the fact, its fields with `values`, and what was typed."""
    form = Form(list_, values) if action == "change" else None
    if form and typed is not None:
        form.take(typed)
    return {
        "fact": found,
        "form": form,
        "act": action,
        "why": typed.one("why") if typed else "",
        "marks": typed.get("mark", []) if typed else [],
        "failed": "",
        "happened": [],
    }


async def _gone(datasette: Any, request: Any, action: str, list_: str, key: str, typed: Posted | None) -> Any:
    """There is no such fact any more: what became of it, and a form for what it is now that holds what was typed."""
    db = db_of(datasette)
    article = typed.one("article") if typed else ""
    trail, successor = await at_once(db, lambda conn: became(conn, list_, key))
    if not trail and article and list_ in LISTS:
        # a correction that was taken back leaves no trace of the id that it gave: the last one of the list tells
        trail = await at_once(db, lambda conn: rows(conn, "corrections", "article = ? and list = ?", [article, list_])[-1:])
    if not trail:
        raise missing(key)
    events = [happened(row) for row in trail]
    if by_script(request) and action != "change":
        return refused("; ".join(events), 409)
    found = await at_once(db, lambda conn: fact_of(conn, list_, successor)) if successor else None
    # of a fact that is no more the form still shows what was typed
    values = found.values if found else cell(trail[-1]["fact_told"]) or {}
    article = str(trail[-1]["article"])
    given = _given(action, found, list_, values, typed) | {
        "happened": events,
        "action": at(datasette, action, list_, successor) if successor else "",
        "to": article_at(datasette, article, list_, successor),
        "history": at(datasette, "article", article),
    }
    return await page(datasette, request, _template(request), given, 409)


def became(conn: Any, list_: str, key: str) -> tuple[list[Row], str | None]:
    """(the corrections by which the fact of an id became another or went, its id now or None where it is gone)."""
    article = conn.execute("select article from corrections where fact = ? and list = ? limit 1", [key, list_]).fetchone()
    if list_ not in LISTS or article is None:
        return [], None
    found = trails(rows(conn, "corrections", "article = ?", [article[0]]))
    trail = next((one for one in found if one.name == list_ and any(row["fact"] == key for row in one.rows)), None)
    if trail is None:
        return [], None
    begun = next(n for n, row in enumerate(trail.rows) if row["fact"] == key)
    since = [row for row in trail.rows[begun:] if row["action"] != "accept"]
    return since, now(conn, list_, str(article[0]), trail.now) if trail.now else None


def happened(row: Mapping[str, Any], new: Any = None) -> str:
    """What a correction did, in words; `new` is its value where the row does not hold it as JSON."""
    field = str(row["field"] or "")
    return WORDS.say(
        f"review.happened_{row['action']}",
        who=row["who"],
        at=when(str(row["at"])),
        field=field_label(str(row["list"]), field) if field else "",
        new=shown(field, cell(row["new"]) if new is None else new) if row["action"] == "change" else "",
    )


def field_label(list_: str, field: str) -> str:
    """What a field of a list is called; the words a fact stands on have a name too."""
    return part_of(list_, field) if list_ in LISTS else field


def shown(field: str, value: Any) -> str:
    """A value that a correction keeps, in words."""
    if value is None:
        return WORDS.say("review.empty")
    if field == "mentions":
        return "; ".join(f"“{m['quote']}”" for m in value)
    if field == "posts":
        value = [Post.model_validate(post) for post in value]
    if isinstance(value, dict):
        return "; ".join(str(v) for k, v in value.items() if isinstance(v, str))[:200]
    return words(field, value) or WORDS.say("review.empty")


def when(told: str) -> str:
    """A time as a reader wants it.

    >>> when("2026-02-03T04:05:06+00:00")
    '03/02/2026 04:05'
    """
    return f"{day(told[:10])} {told[11:16]}".strip()


def _template(request: Any) -> str:
    """A script puts the form into the page that is open."""
    return "_review_form.html" if by_script(request) or request.args.get("part") else "review_fact.html"


_OF = r"/(?P<list>\w+)/(?P<fact>[^/]+)$"
ROUTES = (
    *(Route(rf"^/-/review/{view.__name__}{_OF}", view, "review", posts=True) for view in (accept, reject, change)),
    Route(r"^/-/review/undo/(?P<number>\d{1,15})$", undo, "review", posts=True),
)
"""The addresses of one fact."""
