"""Writing to the archive that is served: one correction after another, beside the readers and beside an ingest.

Corrections are made in one thread of their own, so that no reader waits for them. While an ingest holds the archive a correction
waits some seconds, then `BusyError` says so; nothing is written by halves.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

from corpus.archive import Archive, ArchiveError
from corpus.review import Hand
from schemas import KhenthuongError

Made = TypeVar("Made")
WAIT = 5000
"""Milliseconds that a correction waits: for another writer, and for readers who are still at a long question when it is to count."""
READERS_WAIT = 3 * WAIT
"""Milliseconds that a reader waits for a correction, longer than that gives up itself: readers see no error."""
_writer = ThreadPoolExecutor(1, thread_name_prefix="review")


class BusyError(KhenthuongError):
    """Another program is writing to the archive, and has been for as long as a reader would wait."""


def writable(db: Any) -> bool:
    """Whether corrections can be made in a database of the site at all: its file and folder can be written."""
    return bool(db.is_mutable)


def hand(request: Any, why: str = "") -> Hand:
    """Who asks, now."""
    return Hand(str(request.actor["id"]), datetime.now(UTC).isoformat(timespec="seconds"), why or None)


async def write(db: Any, work: Callable[[Archive], Made]) -> Made:
    """What `work` gives with the archive open for writing; raises BusyError, and what `work` raises."""
    # the words of an error are in the language of the page
    told = functools.partial(contextvars.copy_context().run, _write, db.path, work)
    return await asyncio.get_running_loop().run_in_executor(_writer, told)


def _write(path: str, work: Callable[[Archive], Made]) -> Made:
    try:
        with Archive(path) as archive:
            archive.db.execute(f"pragma busy_timeout = {WAIT}")
            return work(archive)
    except (ArchiveError, sqlite3.OperationalError) as error:
        cause = error.__cause__ or error
        if isinstance(cause, sqlite3.OperationalError) and "locked" in str(cause):
            raise BusyError(f"{path}: another program is writing to it; try again in a moment") from error
        raise
