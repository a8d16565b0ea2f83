"""What the routes of review share: what was posted, where to go back to, and how what cannot be done is told.

Without script each answer is a page, and what was done leads back to the fact in its article. A script asks for JSON instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound, Response

from corpus.archive import Archive
from corpus.corrections import CorrectionError
from corpus.site.labels import WORDS
from corpus.site.language import inside
from corpus.site.snapshot import db_of
from corpus.site.writing import BusyError, writable, write


class Posted(dict[str, list[str]]):
    """What a form sent: name -> values."""

    def one(self, name: str) -> str:
        """The first value of a name, without spaces around; empty where there is none."""
        return (self.get(name) or [""])[0].strip()


async def posted(request: Any) -> Posted:
    """The fields of the form that was sent."""
    return Posted(parse_qs((await request.post_body()).decode("utf-8", "replace"), keep_blank_values=True))


def named(request: Any, name: str) -> str:
    """A part of the address, as it was before it became one."""
    return str(tilde_decode(request.url_vars[name]))


def article_at(datasette: Any, article: str, list_: str | None = None, fact: str | None = None) -> str:
    """The address of an article, at one of its facts."""
    place = f"#{list_}-{fact}" if list_ and fact else "#text"
    return str(datasette.urls.row(db_of(datasette).name, "articles", article)) + place


def at(datasette: Any, *parts: object, **asked: str) -> str:
    """The address of a page of review."""
    path = "/".join(tilde_encode(str(part)) for part in parts)
    return str(datasette.urls.path(f"-/review/{path}".rstrip("/"))) + (f"?{urlencode(asked)}" if asked else "")


def by_script(request: Any) -> bool:
    """Whether a script asks, which wants JSON."""
    return str(request.headers.get("accept", "")).startswith("application/json")


async def page(datasette: Any, request: Any, template: str, given: Mapping[str, Any], status: int = 200) -> Any:
    """A page of review; `back` is where it leads when all is done."""
    shared = {"back": inside(request.args.get("back") or ""), "may_review": writable(db_of(datasette)), "failed": ""}
    body = await datasette.render_template(template, {**shared, **given}, request=request)
    headers = {"retry-after": "5"} if status == 503 else {}
    return Response.html(body, status=status, headers=headers)


def done(datasette: Any, request: Any, told: Posted, said: str, to: str, **more: Any) -> Any:
    """The answer to what was done: back to where it was asked for, with a word on it; JSON for a script."""
    if by_script(request):
        return Response.json({"ok": True, "said": said, "to": to, **more})
    response = Response.redirect(inside(told.one("back")) or to)
    datasette.add_message(request, said)
    return response


async def attempt(db: Any, work: Callable[[Archive], Any]) -> tuple[Any, str, int]:
    """(what `work` gave, "", 200), or (None, what to say, status) where it could not be done."""
    if not writable(db):
        return None, WORDS.say("review.read_only"), 503
    try:
        return await write(db, work), "", 200
    except BusyError:
        return None, WORDS.say("review.busy"), 503
    except CorrectionError as error:
        return None, WORDS.say("review.refused", why=WORDS.say(f"review.cannot_{error.why}", **error.told)), 409


def refused(failed: str, status: int) -> Any:
    """What could not be done, for a script."""
    return Response.json({"ok": False, "said": failed, "busy": status == 503}, status=status)


def missing(what: str) -> NotFound:
    """The answer where there is no such thing."""
    return NotFound(WORDS.say("review.missing", what=what))
