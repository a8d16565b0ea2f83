"""A fact that was missed, added by the words that tell it; and a whole article looked at.

The words are marked in the article with script, which gives their offsets, or typed as they stand, and looked for.
"""

from __future__ import annotations

from typing import Any

from corpus import review
from corpus.archive import Archive
from corpus.corrections import told as told_values
from corpus.site.forms import Form, WrongValueError, clean, sum_of
from corpus.site.labels import WORDS
from corpus.site.marks import LONGEST, WrongMarkError, main, marked, places
from corpus.site.reviewing import Posted, article_at, at, attempt, by_script, done, missing, named, page, posted, refused
from corpus.site.roles import Route
from corpus.site.snapshot import at_once, db_of, rows
from corpus.site.told import now, passages
from corpus.site.writing import hand
from schemas import LISTS, Mention
from schemas.tables import FACTS, Row

_CONFIDENCE = 1.0  # somebody read it


async def add(datasette: Any, request: Any) -> Any:
    """`/-/review/add/ARTICLE?list=LIST&mark=…`: a fact of a list that the machine missed."""
    article = await _article(datasette, request)
    if request.method != "POST":
        asked = Posted({name: request.args.getlist(name) for name in ("list", "mark", "words")})
        return await _form(datasette, request, article, asked, fresh=True)
    typed = await posted(request)
    list_ = typed.one("list")
    if list_ not in LISTS:
        return await _form(datasette, request, article, typed, WORDS.say("review.which_list"), 422)
    form = Form(list_, {})
    form.take(typed)
    try:
        marks = _marks(typed, str(article["text"]), list_)
    except WrongMarkError as wrong:
        return await _form(datasette, request, article, typed, str(wrong), 422)
    if form.errors:
        return await _form(datasette, request, article, typed, WORDS.say("review.look_again"), 422)
    values = form.values | {"mentions": marks, "confidence": _CONFIDENCE}
    return await _add(datasette, request, article, typed, values)


async def _add(datasette: Any, request: Any, article: Row, typed: Posted, values: dict[str, Any]) -> Any:
    db, list_, key = db_of(datasette), typed.one("list"), str(article["id"])
    fact = LISTS[list_].model_validate(values)
    who = hand(request, typed.one("why"))

    def work(archive: Archive) -> tuple[int | None, str | None]:
        if there := now(archive.db, list_, key, told_values(fact)):
            return None, there
        number = review.add(archive, key, list_, told_values(fact), who)
        return number, now(archive.db, list_, key, told_values(fact))

    made, failed, status = await attempt(db, work)
    if failed:
        return await _form(datasette, request, article, typed, failed, status)
    number, there = made
    if number is None:
        return await _form(datasette, request, article, typed, WORDS.say("review.there_already"), 409)
    to = article_at(datasette, key, list_, there)
    return done(datasette, request, Posted(), WORDS.say("review.done_add"), to, fact=there, undo=number)


def _marks(typed: Posted, text: str, list_: str) -> list[dict[str, Any]]:
    """The words the new fact stands on; raises WrongMarkError, where they stand several times with the places to choose from."""
    marks = marked(typed, text, list_)
    if words := typed.one("words"):
        found = places(text, words, main(list_))
        chosen = [place for place in found if str(place["start"]) == typed.one("place")] or found
        if not found or len(words) > LONGEST:
            raise WrongMarkError(WORDS.say("review.no_such_words", words=words[:80]))
        if len(chosen) > 1:
            raise WrongMarkError(WORDS.say("review.which_place", n=len(chosen)))
        marks += chosen
    if not marks:
        raise WrongMarkError(WORDS.say("review.no_words"))
    unique = {(m["start"], m["end"], m["part"]): m for m in marks}
    return [unique[key] for key in sorted(unique)]


async def _article(datasette: Any, request: Any) -> Row:
    key = named(request, "article")
    columns = "id, title, path, text"
    found: list[Row] = await at_once(db_of(datasette), lambda conn: rows(conn, "articles", "id = ?", [key], columns))
    if not found:
        raise missing(key)
    return found[0]


async def _form(
    datasette: Any, request: Any, article: Row, typed: Posted, failed: str = "", status: int = 200, *, fresh: bool = False
) -> Any:
    list_ = typed.one("list")
    text = str(article["text"])
    form = Form(list_, _first(typed, text, list_) if fresh else {}) if list_ in LISTS else None
    if form and not fresh:
        form.take(typed)
    words = typed.one("words")
    found = places(text, words, main(list_)) if form else []
    choices = [(p["start"], passages(text, [Mention(**p)], list_)[0]) for p in found] if len(found) > 1 else []
    lists = [(name, WORDS.table(FACTS[name].name), main(name)) for name in LISTS]
    given = {
        "article": article,
        "form": form,
        "lists": lists,
        "list": list_,
        "act": "add",
        "why": typed.one("why"),
        "marks": typed.get("mark", []),
        "marked": _quotes(typed, text, list_) if form else [],
        "words_typed": words,
        "places": choices,
        "failed": failed,
        "happened": [],
        "action": at(datasette, "add", article["id"]),
        "to": article_at(datasette, str(article["id"])),
    }
    template = "_review_add_form.html" if by_script(request) or request.args.get("part") else "review_add.html"
    return await page(datasette, request, template, given, status)


def _quotes(typed: Posted, text: str, list_: str) -> list[str]:
    try:
        return [mark["quote"] for mark in marked(typed, text, list_)]
    except WrongMarkError:
        return []


def _first(typed: Posted, text: str, list_: str) -> dict[str, Any]:
    """What the marked words already tell of a fact: its name, or its sum where it is written in digits."""
    quotes = _quotes(typed, text, list_)
    told: dict[str, Any] = {"currency": "VND"} if list_ == "amounts" else {}
    if not quotes:
        return told
    name, words = main(list_), clean(quotes[0])
    if name != "value":
        return told | {name: words}
    try:
        return told | {name: sum_of(words)}
    except WrongValueError:
        return told


async def check(datasette: Any, request: Any) -> Any:
    """`/-/review/check/ARTICLE`: somebody looked at the whole article, and what stands there now is right and all."""
    article = await _article(datasette, request)
    key = str(article["id"])
    action, to = at(datasette, "check", key), article_at(datasette, key)
    given = {"article": article, "action": action, "to": to}
    if request.method != "POST":
        return await page(datasette, request, "review_check.html", given)
    typed = await posted(request)
    who = hand(request, typed.one("why"))
    number, failed, status = await attempt(db_of(datasette), lambda archive: review.check(archive, key, who))
    if failed and by_script(request):
        return refused(failed, status)
    if failed:
        return await page(datasette, request, "review_check.html", given | {"failed": failed}, status)
    return done(datasette, request, typed, WORDS.say("review.done_check"), to, undo=number)


ROUTES = (
    Route(r"^/-/review/add/(?P<article>[^/]+)$", add, "review", posts=True),
    Route(r"^/-/review/check/(?P<article>[^/]+)$", check, "review", posts=True),
)
"""The addresses of what concerns a whole article."""
