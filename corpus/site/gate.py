"""What every request passes before Datasette: its size, headers that no reading survives, the path the site is under, the log.

Datasette and its CSRF check read cookies, tokens and bodies as they come; what they cannot read would end in an error page of the
server. Here it is left out, or refused in words.
"""

from __future__ import annotations

import contextvars
import re
import time
import traceback
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote, unquote

from datasette import hookimpl
from datasette.utils import await_me_maybe
from datasette.utils.asgi import Response

from corpus.limits import limits
from corpus.site import extracting, language, requestlog
from corpus.site.bodies import GoneError, boundary, kind, too_large
from corpus.site.labels import WORDS
from corpus.site.posted import RefusedError

_asking: contextvars.ContextVar[dict[str, Any] | None] = contextvars.ContextVar("asking", default=None)
_SAFE = ("GET", "HEAD")
Send = Callable[[Any], Awaitable[None]]


@hookimpl(hookwrapper=True)
def actor_from_request(datasette: Any, request: Any) -> Iterator[None]:  # noqa: ARG001 - the hook's shape
    """Notes for the log who asks, whichever plugin tells it.

    It is also the first to see a request that was routed: views put the path that the site is under before the one that was asked
    for, so they are told it without.
    """
    if path := request.scope.get("route_path"):
        request.scope |= {"path": unquote(path), "raw_path": path.encode("latin-1")}
    outcome: Any = yield
    asking = _asking.get()

    async def noting(found: Any) -> Any:
        actor = await await_me_maybe(found)
        if asking is not None and actor and not asking["actor"]:
            asking["actor"] = actor
        return actor

    outcome.force_result([noting(found) for found in outcome.get_result()])


@hookimpl(trylast=True)  # the last to wrap is the first to be asked
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Every request is cleaned, bounded and logged."""

    def wrap(app: Any) -> Any:
        async def gated(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                if scope["type"] == "lifespan":
                    extracting.readings_of(datasette).close()
                return
            language.listen(scope)
            scope = _under(datasette, {**scope, "headers": list(_clean(scope["headers"]))})
            with _logged(scope) as asking:
                await _answer(app, datasette, scope, _counted(receive), _noted(datasette, send, asking), asking)

        return gated

    return wrap


async def _answer(app: Any, datasette: Any, scope: Any, receive: Any, send: Send, asking: dict[str, Any]) -> None:
    program = _path(datasette, scope) == extracting.PATH
    try:
        if program and scope["method"] != "POST":
            raise RefusedError("method", WORDS.say("service.method"))
        if scope["method"] not in _SAFE:
            _check(scope)
        await app(scope, receive, send)
    except RefusedError as error:
        if not asking["status"]:
            await _refused(error, program=program).asgi_send(send)
    except GoneError:
        pass
    except Exception:  # noqa: BLE001 - a visitor sees no trace of it
        traceback.print_exc()
        if not asking["status"]:
            fault = RefusedError("fault", WORDS.say("service.fault", reason=""))
            await _refused(fault, program=program).asgi_send(send)


def _refused(error: RefusedError, *, program: bool) -> Any:
    answer = extracting.refused(error)
    return answer if program else Response.text(error.message, answer.status)


def _path(datasette: Any, scope: Any) -> str:
    """The path of a request below the one that the site is under."""
    return "/" + str(scope["path"]).removeprefix(datasette.setting("base_url"))


def whole(path: str, base: str, names: Collection[str]) -> str:
    """An address with the path that the site is under before it, once; `names` are those of the databases.

    A proxy may have taken that path away, and an archive may be called as it is.

    >>> [whole(path, "/kho/", ["kho"]) for path in ("/kho/kho/units", "/kho/units", "/-/search?q=a", "/kho/", "/kho")]
    ['/kho/kho/units', '/kho/kho/units', '/kho/-/search?q=a', '/kho/', '/kho/']
    """
    if path + "/" == base:
        return base
    first = re.split(r"[/?.]", path.removeprefix(base), maxsplit=1)[0]
    if path.startswith(base) and (first in ("", "-", "assets", "favicon", *names) or base.strip("/") not in names):
        return path
    return base + path.removeprefix("/")


def _under(datasette: Any, scope: Any) -> Any:
    """The request with the whole path, whatever a proxy has taken away of it."""
    base = datasette.setting("base_url")
    if base == "/":
        return scope
    raw = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1").partition("?")[0]
    path, raw = (whole(told, base, datasette.databases) for told in (scope["path"], raw))
    return {**scope, "path": path, "raw_path": raw.encode("latin-1")}


def _clean(headers: Any) -> Iterator[tuple[bytes, bytes]]:
    """The headers without cookies and tokens that nobody can read."""
    for name, value in headers:
        if (name == b"cookie" and not _is_cookie(value)) or (name == b"x-csrftoken" and not value.isascii()):
            continue
        yield name, value


def _is_cookie(value: bytes) -> bool:
    try:
        SimpleCookie().load(value.decode("utf-8"))
    except (CookieError, UnicodeDecodeError):
        return False
    return True


def _check(scope: Any) -> None:
    """Refuse a body that is told to be too large, or that the CSRF check would stumble over."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length[:20]) > limits().request:
        raise too_large()
    content_type = headers.get(b"content-type", b"").decode("latin-1")
    if kind(content_type) == extracting.FORM and boundary(content_type) is None:
        raise RefusedError("bad_request", WORDS.say("service.no_boundary"))


def _counted(receive: Any) -> Any:
    size, most = 0, limits().request

    async def counted() -> Any:
        nonlocal size
        event = await receive()
        if event["type"] == "http.disconnect":
            raise GoneError
        size += len(event.get("body", b""))
        if size > most:
            raise too_large()
        return event

    return counted


def _noted(datasette: Any, send: Send, asking: dict[str, Any]) -> Send:
    async def noted(event: Any) -> None:
        if event["type"] == "http.response.start":
            asking["status"] = event["status"]
            event = {
                **event,
                "headers": [(name, _led(datasette, name.lower(), value)) for name, value in event.get("headers", [])],
            }
        else:
            asking["size"] += len(event.get("body", b""))
        await send(event)

    return noted


def _led(datasette: Any, name: bytes, value: bytes) -> bytes:
    """A header that leads to the path that the site is under, and not to others of the host."""
    base = datasette.setting("base_url")
    if name == b"set-cookie":
        parts = [part.strip() for part in value.split(b";")]
        return b"; ".join(b"Path=" + base.encode() if part.lower() == b"path=/" else part for part in parts)
    if name == b"location" and value.startswith(b"/") and not value.startswith(b"//"):
        return whole(value.decode("latin-1"), base, datasette.databases).encode("latin-1")
    return value


def unlogged() -> contextvars.Context:
    """A context whose requests are the site's own, and not logged."""
    context = contextvars.copy_context()
    context.run(_asking.set, {"actor": None})
    return context


@contextmanager
def _logged(scope: Any) -> Iterator[dict[str, Any]]:
    asking: dict[str, Any] = {"actor": None, "status": 0, "size": 0}
    own = _asking.get() is not None  # the site asks itself, for a workbook or ahead of readers
    token, begun = _asking.set(asking), time.monotonic()
    try:
        yield asking
    finally:
        _asking.reset(token)
        if not own:
            requestlog.note(
                scope["method"],
                scope["path"],
                scope.get("query_string", b"").decode("latin-1"),
                status=asking["status"],
                seconds=time.monotonic() - begun,
                size=asking["size"],
                who=requestlog.named(asking["actor"]),
            )
