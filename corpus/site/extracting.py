"""`POST /-/extract.json`: texts, pages and files become records, for programs. Nothing of what is sent is kept, on the disk or in a log.

Every answer is JSON, those that say no too: `{"error": {"code", "message", "field", "article"}}`.
"""

from __future__ import annotations

import asyncio
import functools
import json
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from corpus.limits import limits
from corpus.plain import line
from corpus.readers import FORMATS, listed
from corpus.site.bodies import Form, GoneError, body_of, form_of, kind
from corpus.site.labels import WORDS
from corpus.site.language import spoken
from corpus.site.posted import STATUS, OfPage, OfText, RefusedError, asked
from corpus.site.reading import Failed, Item, Job
from corpus.site.readings import AGAIN, BusyError, Readings

PATH = "/-/extract.json"
NO_STORE = {"cache-control": "no-store"}
JSON, FORM = "application/json", "multipart/form-data"
_NAME = 200

Asked = Job | RefusedError
Found = Item | Failed | RefusedError


@dataclass(frozen=True)
class Sent:
    """What a request holds: with `alone` one thing, whose error is the error of the whole; with `listed` answered as a list."""

    jobs: list[Asked]
    alone: bool
    listed: bool


@functools.lru_cache(4)
def readings_of(datasette: Any) -> Readings:  # noqa: ARG001 - one for each site
    """The processes that read for a site."""
    return Readings()


async def answer(datasette: Any, request: Any) -> Any:
    """A record, or the articles of a request in turn, each with its record or its error."""
    from datasette.utils.asgi import Response

    try:
        if request.method != "POST":
            raise RefusedError("method", WORDS.say("service.method"))
        readings = readings_of(datasette)
        with readings.entered():
            sent = await _sent(request)
            found = await read(readings, sent.jobs)
        if sent.alone and not isinstance(found[0][0], Item):
            raise why(found[0][0])
        return _json(_many(found) if sent.listed else _record(found[0]))
    except RefusedError as error:
        return refused(error)
    except BusyError:
        return refused(busy())
    except GoneError:
        return Response.text("")


def busy() -> RefusedError:
    """Why a request is turned away for now."""
    return RefusedError("busy", WORDS.say("service.busy", seconds=AGAIN))


def refused(error: RefusedError) -> Any:
    """The answer that says why there is none."""
    more = {"busy": {"retry-after": str(AGAIN)}, "method": {"allow": "POST"}}.get(error.code, {})
    return _json(json.dumps({"error": error.told}, ensure_ascii=False), STATUS[error.code], more)


def _json(text: str, status: int = 200, more: dict[str, str] | None = None) -> Any:
    from datasette.utils.asgi import Response

    return Response(text, status, NO_STORE | (more or {}), "application/json; charset=utf-8")


async def _sent(request: Any) -> Sent:
    """What a request asks for; raises RefusedError."""
    content_type = request.headers.get("content-type", "")
    if kind(content_type) not in (JSON, FORM):
        raise RefusedError("unsupported_type", WORDS.say("service.unsupported_type"))
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusedError("unsupported_type", WORDS.say("service.packed_body"))
    body = await body_of(request)
    if kind(content_type) == FORM:
        jobs = files(await asyncio.to_thread(form_of, body, content_type))
        return Sent(jobs, alone=len(jobs) == 1, listed=True)
    alone, found = await asyncio.to_thread(asked, body)
    jobs = [one if isinstance(one, RefusedError) else _job(one, str(i)) for i, one in enumerate(found, 1)]
    return Sent(jobs, alone=alone, listed=not alone)


def _job(one: OfText | OfPage, name: str) -> Job:
    form, words = ("txt", one.text) if isinstance(one, OfText) else ("html", one.html)
    return Job(words.encode(), one.path or name, form, one.url, one.known, language=spoken())


def files(form: Form, *, shown: bool = False) -> list[Asked]:
    """What to read of the files of a form; raises RefusedError where there is none or too many."""
    if not form.files:
        raise RefusedError("invalid", WORDS.say("service.no_file"), "file")
    if len(form.files) > limits().articles:
        raise RefusedError("too_many", WORDS.say("service.too_many", most=limits().articles), "file")
    return [_file(name, data, shown=shown) for name, data in form.files]


def _file(name: str, data: bytes, *, shown: bool) -> Asked:
    name = line(PurePosixPath(name.replace("\\", "/")).name)[-_NAME:]
    if PurePosixPath(name).suffix.lower() not in FORMATS:
        return RefusedError("unsupported_type", WORDS.say("service.no_reader", kinds=listed(FORMATS)), "file")
    return Job(data, name, shown=shown, language=spoken())


async def read(readings: Readings, jobs: list[Asked]) -> list[list[Found]]:
    """What each job comes to, all by one process in turn and within the time of one request; raises BusyError."""
    if all(isinstance(job, RefusedError) for job in jobs):
        return [[job] for job in jobs if isinstance(job, RefusedError)]
    found: list[list[Found]] = []
    async with readings.turn() as process:
        until = time.monotonic() + limits().answer
        for job in jobs:
            if isinstance(job, RefusedError):
                found.append([job])
            elif (left := until - time.monotonic()) <= 0:
                found.append([Failed(job.name, "too_slow")])
            else:
                found.append([*await process.read(job, left)])
    return found


def why(one: Failed | RefusedError) -> RefusedError:
    """Why an article has no record, for people."""
    if isinstance(one, RefusedError):
        return one
    words = {"seconds": limits().answer} if one.code == "too_slow" else {"reason": one.reason}
    return RefusedError(one.code, WORDS.say(f"service.{one.code}", **words))


def _record(found: list[Found]) -> str:
    """The record of the one article that was asked for; raises RefusedError where there are more."""
    if len(found) > 1 or not isinstance(found[0], Item):
        raise RefusedError("unreadable", WORDS.say("service.several", count=len(found)))
    return found[0].record


def _many(found: list[list[Found]]) -> str:
    return f'{{"articles": [{", ".join(_line(i, one) for i, told in enumerate(found) for one in told)}]}}'


def _line(number: int, one: Found) -> str:
    """One article of an answer as JSON."""
    if isinstance(one, Item):
        head = json.dumps({"article": number, "path": one.path, "text": one.text}, ensure_ascii=False)
        return f'{head[:-1]}, "record": {one.record}}}'
    error = {**why(one).told, "article": number}
    return json.dumps({"article": number, "path": getattr(one, "path", str(number + 1)), "error": error}, ensure_ascii=False)
