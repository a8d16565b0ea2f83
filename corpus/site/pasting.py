"""`/-/extract`: a reader pastes a text or drops a file and sees at once what is read from it. Nothing is stored."""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import Any
from urllib.parse import parse_qsl

from markupsafe import Markup

from corpus.readers import FORMATS
from corpus.site.bodies import Form, GoneError, body_of, form_of, kind
from corpus.site.extracting import FORM, NO_STORE, Asked, Found, busy, files, read, readings_of, why
from corpus.site.labels import WORDS
from corpus.site.language import spoken
from corpus.site.posted import STATUS, RefusedError
from corpus.site.reading import Item, Job
from corpus.site.readings import AGAIN, BusyError
from corpus.site.snapshot import db_of

PATH = "/-/extract"
MOST_SHOWN = 200_000
"""Characters of text that one page shows: of more, a browser is slow."""
_PLAIN = "application/x-www-form-urlencoded"
_MARK = re.compile(r'(<span class="m k-\w+" id="|<a href="#)(?=[mf]-)')  # all words of the article are escaped, its quotes too
_tasks: set[asyncio.Task[None]] = set()


async def page(datasette: Any, request: Any) -> Any:
    """The form, and where something was sent what is read from it."""
    from datasette.utils.asgi import Response

    if request.method != "POST":
        # who opens the form will send something soon
        _tasks.add(task := asyncio.create_task(readings_of(datasette).warm()))
        task.add_done_callback(_tasks.discard)
        return await _page(datasette, request, {})
    form = Form()
    try:
        with readings_of(datasette).entered():
            form = await _form(request)
            _check(request, form)
            found = await read(readings_of(datasette), _jobs(form))
    except GoneError:
        return Response.text("")
    except BusyError:
        return await _page(datasette, request, form.fields, error=busy())
    except RefusedError as error:
        return await _page(datasette, request, form.fields, error=error)
    flat = [one for told in found for one in told]
    if form.fields.get("as") == "json" and isinstance(flat[0], Item):
        return _saved(flat)
    return await _page(datasette, request, form.fields, flat)


async def _form(request: Any) -> Form:
    content_type = request.headers.get("content-type", "")
    body = await body_of(request)
    if kind(content_type) == FORM:
        return await asyncio.to_thread(form_of, body, content_type)
    if kind(content_type) != _PLAIN:
        raise RefusedError("unsupported_type", WORDS.say("service.unsupported_type"))
    try:
        return Form(dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=40)))
    except ValueError as error:  # UnicodeDecodeError is one
        raise RefusedError("bad_request", WORDS.say("service.bad_form")) from error


def _check(request: Any, form: Form) -> None:
    """Whether the form is ours: who has cookies sends the token that a page of this site gave; raises RefusedError."""
    sent, held = form.fields.get("csrftoken", ""), request.scope["csrftoken"]()
    if "cookie" in request.headers and not secrets.compare_digest(sent.encode(), held.encode()):
        raise RefusedError("forbidden", WORDS.say("service.forbidden"))


def _jobs(form: Form) -> list[Asked]:
    """What to read: the file or files where some were chosen, else the text."""
    if form.files:
        return files(form, shown=True)
    text = form.fields.get("text", "")
    if not text.strip():
        raise RefusedError("invalid", WORDS.say("service.nothing"), "text")
    if "\x00" in text:
        raise RefusedError("invalid", WORDS.say("service.null_sign"), "text")
    return [Job(text.encode(), WORDS.say("service.pasted"), "txt", shown=True, language=spoken())]


def _saved(found: list[Found]) -> Any:
    """The records as a file to keep."""
    from datasette.utils.asgi import Response

    records = [one.record for one in found if isinstance(one, Item)]
    text = records[0] if len(found) == 1 else f"[{', '.join(records)}]"
    headers = NO_STORE | {"content-disposition": 'attachment; filename="khenthuong.json"'}
    return Response(text + "\n", 200, headers, "application/json; charset=utf-8")


async def _page(
    datasette: Any,
    request: Any,
    fields: dict[str, str],
    found: list[Found] | None = None,
    error: RefusedError | None = None,
) -> Any:
    from datasette.utils.asgi import Response

    found = found or []
    shown: list[dict[str, Any]] = []
    left = MOST_SHOWN
    for number, one in enumerate(found, 1):
        left -= len(one.text) if isinstance(one, Item) else 0
        shown.append(_shown(number, one, await known(datasette, one), whole=left >= 0))
    if error is None and len(found) == 1 and not isinstance(found[0], Item):
        error, shown = why(found[0]), []
    given = {"fields": fields, "found": shown, "error": error.message if error else None, "kinds": ",".join(FORMATS)}
    more = {"retry-after": str(AGAIN)} if error and error.code == "busy" else {}
    html = await datasette.render_template("extract.html", given, request=request)
    return Response.html(html, STATUS[error.code] if error else 200, NO_STORE | more)


def _shown(number: int, one: Found, links: set[tuple[str, str]], *, whole: bool) -> dict[str, Any]:
    """One article as the template shows it: every anchor has the number of its article, since a page may show several."""
    if not isinstance(one, Item) or one.view is None:
        error = why(one) if not isinstance(one, Item) else None
        return {"path": getattr(one, "path", ""), "error": error.message if error else ""}
    facts = {
        kind: [{**fact, "links": {words: to for words, to in fact["links"].items() if to in links}} for fact in told]
        for kind, told in one.view["facts"].items()
    }
    text = Markup(
        _MARK.sub(lambda found: f"{found[1]}b{number}-", one.view["html"])
    )  # `body` has escaped all words of the article
    told = {"path": one.path, "info": one.view["info"], "facts": facts if whole else {}, "text": text if whole else None}
    return told | {"number": number, "record": one.record}


async def known(datasette: Any, one: Found) -> set[tuple[str, str]]:
    """Those of the (table, key) that the facts name that are in the archive."""
    if not isinstance(one, Item) or one.view is None:
        return set()
    named: dict[str, set[str]] = {}
    for table, key in (to for told in one.view["facts"].values() for fact in told for to in fact["links"].values()):
        named.setdefault(table, set()).add(key)
    db = db_of(datasette)
    found: set[tuple[str, str]] = set()
    for table, keys in named.items():
        wanted = sorted(keys)
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            rows = await db.execute(f"select id from [{table}] where id in ({', '.join('?' * len(some))})", some)
            found |= {(table, str(row[0])) for row in rows.rows}
    return found
