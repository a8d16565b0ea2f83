"""The language in which a page speaks: Vietnamese, or English where a reader chose it or the browser prefers it.

>>> preferred("en-GB,en;q=0.9,vi;q=0.8", ""), preferred("fr, vi;q=0.5", ""), preferred("en", "ngon_ngu=vi")
('en', 'vi', 'vi')
"""

from __future__ import annotations

import contextvars
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

LANGUAGES = ("vi", "en")
COOKIE = "ngon_ngu"
_YEAR = 365 * 24 * 3600
_spoken = contextvars.ContextVar("spoken", default=LANGUAGES[0])


def spoken() -> str:
    """The language of the page that is being made."""
    return _spoken.get()


def speak(language: str) -> None:
    """Make the page of this task in a language."""
    _spoken.set(language)


def said(label: Mapping[str, Any]) -> str:
    """What a label says in the language of the page; Vietnamese where it has no other.

    >>> said({"vi": "Năm", "en": "year"})
    'Năm'
    """
    return str(label.get(spoken()) or label["vi"])


def preferred(accepted: str, cookies: str) -> str:
    """The language that a reader chose (header Cookie), else the one of ours that the browser likes best (Accept-Language)."""
    try:
        chosen = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        chosen = None
    if chosen and chosen.value in LANGUAGES:
        return chosen.value
    likes = {language: _liking(accepted, language) for language in LANGUAGES}
    return max(LANGUAGES, key=lambda language: likes[language])  # of equals the first


def _liking(accepted: str, language: str) -> float:
    best = 0.0
    for one in accepted.split(","):
        name, _, weight = one.partition(";")
        if name.strip().lower().partition("-")[0] == language:
            try:
                best = max(best, float(weight.strip().removeprefix("q=") or 1))
            except ValueError:
                continue
    return best


def inside(path: str) -> str:
    """A path of this site to go back to, or nothing where it leads elsewhere, as `//host` and `/\\host` do.

    >>> inside("/kho/articles?year=2016"), inside("//host/kho"), inside("https://host"), inside("")
    ('/kho/articles?year=2016', '', '', '')
    """
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and not any(ord(c) < 32 or ord(c) > 126 for c in path)
    return path if own else ""


async def switch(datasette: Any, request: Any) -> Any:
    """`/-/language?to=en&back=/path`: keeps the choice in a cookie and goes back to the page."""
    from datasette.utils.asgi import Response  # the command line has labels too, and loads no site for them

    to, back = request.args.get("to") or "", request.args.get("back") or ""
    response = Response.redirect(inside(back) or datasette.urls.instance())
    if to in LANGUAGES:
        response.set_cookie(COOKIE, to, max_age=_YEAR, path=datasette.urls.instance(), samesite="lax")
    return response
