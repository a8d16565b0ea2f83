"""Datasette as this site serves it: every address for those who may ask for it, its workings for admins or for nobody."""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import datasette.app
from datasette.utils.asgi import BadRequest, Forbidden, NotFound

from corpus.site.accounts import Accounts, AccountsError
from corpus.site.attempts import Attempts
from corpus.site.labels import WORDS
from corpus.site.roles import may
from corpus.site.sessions import COOKIE, Sessions

WORKINGS: dict[str, str | None] = {
    "metadata": "manage",
    "versions": "manage",
    "plugins": "manage",
    "settings": "manage",
    "config": "manage",
    "threads": "manage",
    "databases": "manage",
    "actor": "manage",
    # for those who build with Datasette; `auth-token` would let in one whom no account names
    "auth-token": None,
    "logout": None,
    "permissions": None,
    "messages": None,
    "allow-debug": None,
    "patterns": None,
}
"""Datasette's own addresses under `/-/` and the action they need; those with None, and any that is not here, are not served."""
_OWN = re.compile(r"\^?/-/([\w-]+)")
_INSIDE = "x-khenthuong-inside"
View = Callable[[Any, Any], Awaitable[Any]]


class Served(datasette.app.Datasette):  # type: ignore[misc]  # Datasette has no types
    """A Datasette over one archive with the accounts in a file; of a `private` one members alone read anything."""

    def __init__(self, accounts: Path, *, private: bool = False, **options: Any) -> None:
        self.accounts = Accounts(accounts)
        self.private = private
        self.sessions = Sessions(self.accounts)
        self.attempts = Attempts()
        self.inside = {_INSIDE: secrets.token_hex(32)}
        """Header of requests that this site makes of itself, to have its pages ready."""
        super().__init__(**options)
        # Datasette copies all metadata for each table of a page to tell who may see it; what is served does not change it
        self._table_permission_allows = functools.lru_cache(1024)(super()._table_permission_allows)

    def actor(self, request: Any) -> dict[str, str] | None:
        """Whoever asks: the holder of a session, the site itself as a reader, or None."""
        if secrets.compare_digest(request.headers.get(_INSIDE, "").encode(), self.inside[_INSIDE].encode()):
            return {"id": "", "role": "reader"}
        return self.sessions.actor(request.cookies.get(COOKIE, ""))

    def has_accounts(self) -> bool:
        """Whether anybody could sign in."""
        try:
            return bool(self.accounts.all())
        except AccountsError:
            return True  # that the file is broken is told to whoever tries

    def may(self, actor: dict[str, str] | None, action: str) -> bool:
        """As `roles.may`, on this site."""
        return may(actor, action, private=self.private)

    def _routes(self) -> list[tuple[re.Pattern[str], View]]:
        from corpus.site.plugin import ROUTES

        ours = {route.path for route in ROUTES}
        return [(at, view if at.pattern in ours else self._checked(at, view)) for at, view in super()._routes()]

    def _checked(self, at: re.Pattern[str], view: View) -> View:
        """A view of Datasette's, for those who may ask for it; style sheets and pictures are for all."""
        if getattr(view, "_datasette_static", False) or view is datasette.app.favicon:
            return view
        needs = needed(at.pattern)

        async def checked(request: Any, send: Any) -> Any:
            if needs is None:
                raise NotFound(WORDS.say("site.no_page"))
            if not self.may(request.actor, needs):
                raise Forbidden(WORDS.say("site.forbidden"))
            if not request.args.get("_timelimit", "0").isdecimal():  # read as a number without a look
                raise BadRequest(WORDS.say("account.unreadable"))
            return await view(request, send)

        return checked


def needed(pattern: str) -> str | None:
    """The action that an address of Datasette's needs, told by its pattern; None: it is not served.

    >>> needed(r"/(?P<database>[^/]+)$"), needed(r"/-/threads(\\.(?P<format>json))?$"), needed("/-/auth-token$")
    ('read', 'manage', None)
    """
    found = _OWN.match(pattern)
    return WORKINGS.get(found[1]) if found else "read"
