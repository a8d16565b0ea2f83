"""Pages that a browser saved as one file (.mhtml, .mht): the page is one part of a mail message, its pictures are the others.

The page itself is the part that `start` names, or the first one that is HTML; its charset and address are those its head tells.
Pictures, styles and frames are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import CloseBoundaryNotFoundDefect, MessageError
from email.message import Message
from email.parser import BytesParser
from typing import cast

from corpus.article import Article
from corpus.encoding import EncodingError, too_large
from corpus.limits import limits
from corpus.readers import html

_SAVE = "open it in the browser that saved it and save it again, or its text as .txt"
_HEADER = re.compile(rb"\A\s*(?:[\w-]{2,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+")
_PAGES = ("text/html", "application/xhtml+xml")


def read(data: bytes, name: str) -> list[Article]:
    """The article in a saved page, or each item where it is news in brief; raises EncodingError where it holds none."""
    if len(data) > limits().file:
        raise EncodingError(too_large(len(data)))
    if not _HEADER.match(data[:20_000]):
        raise EncodingError(f"it is no page saved by a browser as .mhtml: {_SAVE}")
    try:
        # the old policy takes headers as they come; the new one reads each by its grammar, which a broken one can stop
        message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip())
        leaves = list(_leaves(message))
        page = _page(message, leaves)
        content = cast("bytes | None", page.get_payload(decode=True)) if page is not None else None
    except (MessageError, LookupError, ValueError, AssertionError, RecursionError) as error:
        raise EncodingError(f"its parts cannot be told apart ({error}): {_SAVE}") from error
    if page is None or not content:
        raise EncodingError(f"there is no page in it, only what belongs to one: {_SAVE}")
    if page is leaves[-1] and any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects):
        raise EncodingError(f"it is cut off within the page: {_SAVE}")
    found = html.read(content, name, charset=page.get_content_charset(), url=_address(message, page))
    return [replace(article, original=data, format="mhtml") for article in found]


def _page(message: Message, leaves: list[Message]) -> Message | None:
    """The part that is the page itself."""
    pages = [part for part in leaves if part.get_content_type() in _PAGES]
    start = message.get_param("start")
    named = (part for part in pages if start and part.get("Content-ID") == start)
    return next(named, None) or next(iter(pages), None)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no others, in order; a depth of parts that no browser makes is refused."""
    stack = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        if depth > limits().depth:
            raise ValueError("parts lie too deep in each other")
        if part.is_multipart():
            stack += [(inner, depth + 1) for inner in reversed(cast("list[Message]", part.get_payload()))]
        else:
            yield part


def _address(message: Message, page: Message) -> str | None:
    told = (page.get("Content-Location"), message.get("Snapshot-Content-Location"), message.get("Content-Location"))
    return next((url for one in told if one and (url := "".join(str(one).split())).startswith(("http://", "https://"))), None)
