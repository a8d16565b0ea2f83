"""`/-/accounts`: who has an account, for admins; add one, give another role, set a password, remove."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from datasette.utils.asgi import Response

from corpus.site.accounts import SHORTEST, Accounts, AccountsError, named
from corpus.site.labels import WORDS
from corpus.site.login import keep, posted
from corpus.site.roles import ROLES


def _add(accounts: Accounts, name: str, typed: dict[str, str]) -> None:
    accounts.add(name, typed.get("role", ""), _password(typed), datetime.now(UTC).isoformat(timespec="seconds"))


def _role(accounts: Accounts, name: str, typed: dict[str, str]) -> None:
    accounts.set_role(name, typed.get("role", ""))


def _set_password(accounts: Accounts, name: str, typed: dict[str, str]) -> None:
    accounts.set_password(name, _password(typed))


def _remove(accounts: Accounts, name: str, _: dict[str, str]) -> None:
    accounts.remove(name)


def _password(typed: dict[str, str]) -> str:
    if typed.get("password", "") != typed.get("again", ""):
        raise AccountsError("twice")
    return typed.get("password", "")


CHANGES: dict[str, Callable[[Accounts, str, dict[str, str]], None]] = {
    "add": _add,
    "role": _role,
    "password": _set_password,
    "remove": _remove,
}
"""What the form's field `do` may ask for."""


async def page(datasette: Any, request: Any) -> Response:
    """The list with its forms, and what was asked in one of them."""
    if request.method != "POST":
        return await _shown(datasette, request, {})
    typed = await posted(request)
    change, name = CHANGES.get(typed.get("do", "")), named(typed.get("id", ""))
    try:
        if not change:
            raise AccountsError("change")
        await asyncio.to_thread(change, datasette.accounts, name, typed)
        account = datasette.accounts.find(name)
    except AccountsError as error:
        return await _shown(datasette, request, typed, error.said)
    datasette.add_message(request, WORDS.say(f"account.done_{typed['do']}", id=name))
    response = Response.redirect(datasette.urls.path("-/accounts"), status=303)
    if typed["do"] == "password" and account and name == request.actor["id"]:
        keep(datasette, request, response, datasette.sessions.start(account))  # who sets their own goes on
    return response


async def _shown(datasette: Any, request: Any, typed: dict[str, str], error: str = "") -> Response:
    given = {
        "accounts": list(datasette.accounts.all().values()),
        "roles": ROLES,
        "shortest": SHORTEST,
        "typed": typed,
        "error": error,
    }
    page = await datasette.render_template("accounts.html", given, request=request)
    return Response.html(page, status=400 if error else 200)
