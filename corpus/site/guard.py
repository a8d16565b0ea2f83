"""The gate within `gate`: which methods pass, how much they may bring, what every answer carries, and what becomes of a fault."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Sequence
from typing import Any

from datasette.utils.asgi import Base400, Response

from corpus.site.bodies import GoneError
from corpus.site.labels import WORDS
from corpus.site.posted import RefusedError
from corpus.site.roles import Route

# Pages may use what this server sends and nothing else, whatever words an article brings along.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
}
_VARY = (b"Accept-Language", b"Cookie")
_log = logging.getLogger("khenthuong.site")


class TooLarge(Base400):  # type: ignore[misc]  # Datasette has no types
    """A request that brings more than its address takes."""

    status = 413


def fault(method: str, path: str, error: BaseException) -> str:
    """Log what went wrong, with its trace; the id by which the log has it."""
    name = secrets.token_hex(4)
    _log.error("fault %s at %s %s", name, method, path, exc_info=error)
    return name


def posting(routes: Sequence[Route], base: str, scope: Any) -> Route | None:
    """The route that takes a POST at the address of a request, on a site under the path `base`."""
    path = "/" + scope["path"].removeprefix(base).removeprefix("/")
    return next((route for route in routes if route.posts and re.match(route.path, path)), None)


class Guard:
    """An ASGI app around Datasette's; `routes` are the addresses that may take POST."""

    def __init__(self, app: Any, routes: Sequence[Route], base: str = "/") -> None:
        self.app = app
        self.routes = routes
        self.base = base

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = dict(scope["headers"])
        answer = _Answer(scope, send)
        if scope["method"] == "POST" and (route := posting(self.routes, self.base, scope)):
            if refused := _unsent(route, told):
                await refused.asgi_send(answer.send)
                return
            receive = receive if route.most is None else _bounded(receive, route.most)
        elif scope["method"] not in ("GET", "HEAD"):
            await Response.text(WORDS.say("site.reading_only"), status=405).asgi_send(answer.send)
            return
        try:
            await self.app({**scope, "khenthuong": answer}, receive, answer.send)
        except (RefusedError, GoneError):
            raise  # for the gate around this one
        except Exception as error:  # noqa: BLE001 - whatever it is, a visitor is told that it happened and no more
            await answer.fail(error)


def _unsent(route: Route, told: dict[bytes, bytes]) -> Response | None:
    """Why a POST is refused before anybody reads it."""
    length = told.get(b"content-length", b"0")
    if route.most is not None and (not length.isdigit() or int(length) > route.most):
        return Response.text(WORDS.say("account.too_large"), status=413)
    # Datasette asks for no token where there is no cookie, which would let a page elsewhere sign somebody in, nor where there is a
    # bearer's, of which this site knows none
    if route.token and (b"cookie" not in told or b"authorization" in told):
        return Response.text(WORDS.say("account.old_form"), status=403)
    return None


def _bounded(receive: Any, most: int) -> Any:
    left = most

    async def bounded() -> Any:
        nonlocal left
        event = await receive()
        left -= len(event.get("body", b""))
        if left < 0:
            raise TooLarge(WORDS.say("account.too_large"))
        return event

    return bounded


class _Answer:
    """Sends an answer with our headers. `reached`: the request came through to Datasette's router, its token checked."""

    def __init__(self, scope: Any, send: Any) -> None:
        self.scope = scope
        self._send = send
        self.reached = False
        self._started = False
        self._done = False

    async def send(self, event: Any) -> None:
        """Send an event."""
        if self._done:
            return
        if event["type"] == "http.response.start":
            if event["status"] == 403 and self.scope["method"] == "POST" and not self.reached:
                self.reached = True
                await Response.text(WORDS.say("account.old_form"), status=403).asgi_send(self.send)
                self._done = True  # what the check of tokens says itself is English
                return
            self._started = True
            event = {**event, "headers": self._headers(event.get("headers", []))}
        await self._send(event)

    def _headers(self, headers: Any) -> list[tuple[bytes, bytes]]:
        kept = [(bytes(name).lower(), bytes(value)) for name, value in headers]
        vary = [one.strip() for name, value in kept if name == b"vary" for one in value.split(b",")]
        vary += [one for one in _VARY if one.lower() not in {other.lower() for other in vary}]
        if self.scope.get("scheme") == "https":
            kept = [(n, v + b"; Secure" if n == b"set-cookie" and b"; secure" not in v.lower() else v) for n, v in kept]
        return [
            # a policy that an address has of its own counts beside ours
            *((name, value) for name, value in kept if name == b"content-security-policy" or name not in {*HEADERS, b"vary"}),
            *HEADERS.items(),
            (b"vary", b", ".join(vary)),
        ]

    async def fail(self, error: Exception) -> None:
        """Answer for what went wrong outside of Datasette's own handling; an answer that has begun is broken off."""
        if isinstance(error, TooLarge):
            status, words = error.status, WORDS.say("account.too_large")
        elif self.reached:
            status, words = 500, WORDS.say("account.fault", id=fault(self.scope["method"], self.scope["path"], error))
        else:  # whatever reads the request stumbled over it, of a POST before the token was found
            _log.warning("a request that cannot be read, at %s: %r", self.scope["path"], error)
            posted = self.scope["method"] == "POST"
            status, words = (403, WORDS.say("account.old_form")) if posted else (400, WORDS.say("account.unreadable"))
        if self._started:
            raise error
        await Response.text(words, status=status).asgi_send(self.send)
