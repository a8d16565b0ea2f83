"""Signing in and out: `/-/login` and `/-/logout`."""

from __future__ import annotations

import asyncio
import functools
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils.asgi import BadRequest, Response

from corpus.site.accounts import AccountsError, named
from corpus.site.labels import WORDS
from corpus.site.language import inside
from corpus.site.sessions import COOKIE, SECONDS


@functools.cache
def _checking() -> asyncio.Semaphore:
    return asyncio.Semaphore(2)  # each check takes 64 MB for half a second


async def posted(request: Any) -> dict[str, str]:
    """The fields of a form that was sent; raises BadRequest."""
    try:
        return dict(parse_qsl((await request.post_body()).decode("utf-8"), keep_blank_values=True))
    except ValueError as error:  # bytes that are no text, or more fields than anybody sends
        raise BadRequest(WORDS.say("account.unreadable")) from error


async def form(
    datasette: Any, request: Any, *, status: int = 200, back: str = "", name: str = "", error: str = "", wait: int = 0
) -> Response:
    """The page with the form; `back` is where to go once signed in."""
    given = {"back": inside(back), "name": name, "error": error, "asked": status == 403 and not error, "wait": wait}
    page = await datasette.render_template("login.html", given, request=request)
    return Response.html(page, status=status, headers={"Retry-After": str(wait)} if wait else {})


async def sign_in(datasette: Any, request: Any) -> Response:
    """`/-/login`: the form, and what was typed into it."""
    if request.method != "POST":
        back = inside(request.args.get("back") or "")
        if request.actor:
            return Response.redirect(back or datasette.urls.instance())
        return await form(datasette, request, back=back)
    typed = await posted(request)
    name, back = named(typed.get("id", "")), typed.get("back", "")
    address = (request.scope.get("client") or ("",))[0]
    if wait := datasette.attempts.wait(name, address):
        words = WORDS.say("account.wait", n=wait if wait < 60 else -(-wait // 60), unit=WORDS.say(f"account.{_unit(wait)}"))
        return await form(datasette, request, status=429, back=back, name=name[:64], error=words, wait=wait)
    datasette.attempts.begin(name, address)
    try:
        async with _checking():
            account = await asyncio.to_thread(datasette.accounts.check, name, typed.get("password", ""))
        cookie = datasette.sessions.start(account) if account else ""
    except AccountsError as error:
        return await form(datasette, request, status=503, back=back, name=name[:64], error=error.said)
    if not account:
        return await form(datasette, request, status=403, back=back, name=name[:64], error=WORDS.say("account.wrong"))
    datasette.attempts.succeeded(name, address)
    response = Response.redirect(inside(back) or datasette.urls.instance(), status=303)
    keep(datasette, request, response, cookie)
    return response


def keep(datasette: Any, request: Any, response: Response, cookie: str) -> None:
    """Give the browser a session, or take it away where `cookie` is empty."""
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=SECONDS if cookie else 0,
        path=datasette.urls.instance(),
        secure=request.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _unit(wait: int) -> str:
    return "seconds" if wait < 60 else "minutes"


async def sign_out(datasette: Any, request: Any) -> Response:
    """`/-/logout`: ends the session, here and wherever its cookie was copied to."""
    datasette.sessions.end(request.cookies.get(COOKIE, ""))
    response = Response.redirect(datasette.urls.instance(), status=303)
    keep(datasette, request, response, "")
    return response
