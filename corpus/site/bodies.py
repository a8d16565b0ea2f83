"""Bodies of requests, as far as they may go: in memory, counted while they come, never on the disk.

>>> boundary("multipart/form-data; boundary=abc"), boundary("multipart/form-data")
(b'abc', None)
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from corpus.limits import limits
from corpus.site.labels import WORDS
from corpus.site.posted import RefusedError

_SLOWEST = 60
"""Seconds that a body may take to come."""
_FIELDS = 40


class GoneError(Exception):
    """Whoever asked has gone away."""


@dataclass
class Form:
    """The fields of a form, and its files: (name, bytes)."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, bytes]] = field(default_factory=list)


def kind(content_type: str) -> str:
    """What a Content-Type names, in small letters and without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def boundary(content_type: str) -> bytes | None:
    """The boundary that a Content-Type tells, or None where it tells none that can be one."""
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    told = message.get_param("boundary")
    if not isinstance(told, str) or not 0 < len(told) <= 70 or not told.isascii():
        return None
    return told.encode()


def too_large() -> RefusedError:
    """Why a request is not taken."""
    return RefusedError("too_large", WORDS.say("service.too_large", most=limits().request))


async def body_of(request: Any) -> bytes:
    """The whole body of a request; raises RefusedError where it is too large or too slow, GoneError where it ends before its end."""
    most, parts, size = limits().request, [], 0
    try:
        async with asyncio.timeout(_SLOWEST):
            while True:
                event = await request.receive()
                if event["type"] != "http.request":
                    raise GoneError
                parts.append(event.get("body", b""))
                size += len(parts[-1])
                if size > most:
                    raise too_large()
                if not event.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError as error:
        raise RefusedError("bad_request", WORDS.say("service.slow_body", most=_SLOWEST)) from error


def form_of(body: bytes, content_type: str) -> Form:
    """The fields and files of a multipart body; raises RefusedError."""
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import FormParser

    told = boundary(content_type)
    if told is None:
        raise RefusedError("bad_request", WORDS.say("service.no_boundary"))
    logging.getLogger("python_multipart.multipart").disabled = True  # it would write signs of a body to the screen
    form, ended = Form(), []

    def on_field(one: Any) -> None:
        form.fields[_words(one.field_name)] = _words(one.value)

    def on_file(one: Any) -> None:
        one.file_object.seek(0)
        data = one.file_object.read()
        if one.file_name or data:  # a form with no file chosen sends an empty one without a name
            form.files.append((_words(one.file_name), data))

    # a file that is larger than it may be in memory would go to the disk
    rules = {"MAX_MEMORY_FILE_SIZE": len(body) + 1, "MAX_FIELDS": _FIELDS + limits().articles, "UPLOAD_ERROR_ON_BAD_CTE": True}
    try:
        parser = FormParser("multipart/form-data", on_field, on_file, lambda: ended.append(True), told, config=rules)
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise RefusedError("bad_request", WORDS.say("service.bad_form")) from error
    if not ended:
        raise RefusedError("bad_request", WORDS.say("service.bad_form"))
    return form


def _words(told: bytes | None) -> str:
    return (told or b"").decode("utf-8", "replace")
