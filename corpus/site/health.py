"""`/-/health`: whether the site answers and its archive can be read, for those who watch over it."""

from __future__ import annotations

import functools
import time
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.site.snapshot import db_of

PATH = "/-/health"
_begun = time.monotonic()


class Health(BaseModel):
    """The state of the site."""

    model_config = ConfigDict(extra="forbid")

    status: str = Field(pattern="^(ok|failing)$", description="ok, or failing where the archive cannot be read")
    archive: bool = Field(description="whether the archive can be read")
    version: str = Field(description="version of khenthuong")
    articles: int | None = Field(ge=0, description="articles in the archive; null where it cannot be read")
    uptime: int = Field(ge=0, description="seconds since the site began")


@functools.cache
def program_version() -> str:
    """The version of khenthuong."""
    try:
        return version("khenthuong")
    except PackageNotFoundError:  # run from its folder, not installed
        return "unknown"


async def page(datasette: Any, request: Any) -> Any:  # noqa: ARG001 - a view's shape
    """The state of the site: 200, or 503 where its archive cannot be read."""
    from datasette.utils.asgi import Response

    try:
        db = db_of(datasette)
        articles = int((await db.execute("select count(*) from articles")).rows[0][0])
    except Exception:  # noqa: BLE001 - whatever it is, the archive cannot be read
        articles = None
    readable = articles is not None
    told = Health(
        status="ok" if readable else "failing",
        archive=readable,
        version=program_version(),
        articles=articles,
        uptime=int(time.monotonic() - _begun),
    )
    return Response(
        told.model_dump_json(), 200 if readable else 503, {"cache-control": "no-store"}, "application/json; charset=utf-8"
    )
