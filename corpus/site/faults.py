"""What a visitor is told where something cannot be answered: in words, with the status that fits, and never a trace."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from corpus.site import guard, login
from corpus.site.labels import WORDS
from corpus.site.roles import VISITOR, role_of

# what SQLite refuses for what was asked, and not for the state of the file
_ASKED = (
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_READONLY,
)


def told(request: Any, error: Exception) -> tuple[int, str]:
    """(status, what the visitor reads) for an error."""
    if isinstance(error, DatasetteError):
        if error.message_is_html:  # the one such message of Datasette's is that a question took too long
            return error.status, WORDS.say("account.too_slow")
        return error.status, str(error.message)
    if isinstance(error, Base400):
        return error.status, WORDS.say("account.no_page") if error.status == 404 else str(error.args[0])
    if isinstance(error, QueryInterrupted):
        return 400, WORDS.say("account.too_slow")
    if isinstance(error, InvalidSql | OverflowError):
        return 400, str(error)
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code is None and isinstance(error, sqlite3.DataError | sqlite3.InterfaceError | sqlite3.ProgrammingError):
            return 400, str(error)
        if code is not None and code & 0xFF == sqlite3.SQLITE_INTERRUPT:
            return 400, WORDS.say("account.too_slow")
        if code is not None and code & 0xFF in _ASKED:
            return 400, str(error)
    return 500, WORDS.say("account.fault", id=guard.fault(request.method, request.path, error))


async def answer(datasette: Any, request: Any, status: int, words: str) -> Response:
    """The answer that says what went wrong: JSON for those who asked for JSON, else a page."""
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "status": status, "title": None, "error": words}, status=status)
    if request.path.endswith(".csv"):
        return Response.text(words, status=status)
    given = {"status": status, "title": None, "error": words}
    try:
        page = await datasette.render_template("error.html", given, request=request)
    except Exception as error:  # noqa: BLE001 - a page that cannot be made must not hide what it was to tell
        guard.fault(request.method, request.path, error)
        return Response.text(words, status=status)
    return Response.html(page, status=status)


async def refused(datasette: Any, request: Any, words: str) -> Response:
    """The answer to one who may not: a visitor may sign in there and then."""
    page = not request.path.endswith((".json", ".csv", ".blob", ".db"))
    if page and role_of(request.actor) == VISITOR and datasette.has_accounts():
        return await login.form(datasette, request, status=403, back=request.full_path if request.method == "GET" else "")
    return await answer(datasette, request, 403, words)
