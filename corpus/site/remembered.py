"""Answers of the archive that took time, kept until the archive changes.

Counts, facets and questions over millions of rows are asked for again and again, and change only when articles come in. An
answer is kept with SQLite's own count of changes to the file, so that none outlives what it was read from; readers who ask the
same at once wait for one reading.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from datasette.database import Database, QueryInterrupted, Results
from datasette.utils import sqlite_timelimit

from corpus.site import bounds

_log = logging.getLogger("khenthuong.site")
SLOW = 0.02
"""Seconds from which on an answer is kept."""
_SCHEMA = "from sqlite_master"
"""Kept however quick: Datasette asks hundreds of times for the names of tables to make one page, each time through a thread."""
ROOM = 128_000_000
"""Bytes, about, that all kept answers may have together."""
MOST = 4_000_000
"""Bytes that one of them may have."""
_CELL = 60
_CHANGES = slice(24, 28)  # of the file's head: https://sqlite.org/fileformat2.html#file_change_counter

Key = tuple[Any, ...]
_PATIENCE = 60_000
"""Milliseconds that one of the site's own questions may take."""
_REST = 3.0
"""Seconds without a change after which the common pages are asked for ahead of readers."""


class Remembered(Database):  # type: ignore[misc]  # Datasette has no types
    """A database of Datasette that keeps slow answers."""

    def __init__(self, ds: Any, path: str, *, is_mutable: bool = True, questions: Iterable[str] = ()) -> None:
        super().__init__(ds, path=path, is_mutable=is_mutable)
        self.questions = frozenset(questions)
        self.kept: OrderedDict[Key, tuple[Results, int]] = OrderedDict()
        self.late: set[Key] = set()
        self.bytes = 0
        self.state: Any = None
        self.coming: dict[Key, asyncio.Task[Results]] = {}

    async def execute(self, sql: str, params: Any = None, *args: Any, **options: Any) -> Results:
        """As Datasette's, from memory where the archive has not changed since."""
        told = tuple(params.items()) if isinstance(params, dict) else tuple(params or ())
        state = self.changes()
        if state != self.state:
            self.kept.clear()
            self.late.clear()
            self.bytes, self.state = 0, state
        key: Key = (state, sql, told, args, tuple(sorted(options.items())))
        try:
            if key in self.late:
                raise QueryInterrupted(TimeoutError(), sql, params)
            if found := self.kept.get(key):
                self.kept.move_to_end(key)
                return _copy(found[0])
            task = self.coming.get(key)
        except TypeError:  # a parameter that has no hash
            return await self._ask(sql, params, *args, **options)
        if task is None:
            task = self.coming[key] = asyncio.ensure_future(self._read(key, sql, params, args, options))
            task.add_done_callback(lambda _: self.coming.pop(key, None))
        return _copy(await asyncio.shield(task))  # whoever goes away leaves the others their answer

    async def patiently(self, sql: str, params: Any = None) -> Results:
        """As `execute`, for a question of the site's own: read from a cold disk, what is counted over millions of rows takes its time."""
        return await self.execute(sql, params, patient=True)

    async def table_counts(self, limit: int = 10) -> dict[str, int]:  # noqa: ARG002 - Datasette's shape
        """Rows of every table; Datasette gives up after `limit` milliseconds each, and counts all of them anew at every visit."""
        names = [name for name in await self.table_names() if "_fts" not in name]
        return {name: (await self.patiently(f"select count(*) from [{name}]")).single_value() for name in names}

    async def _read(self, key: Key, sql: str, params: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Results:
        start = time.monotonic()
        try:
            results = await self._ask(sql, params, *args, **options)
        except QueryInterrupted:
            # a facet that was not ready in its time is left out; it would not be ready the next time either
            if options.get("custom_time_limit") and key[0] == self.state:
                self.late.add(key)
            raise
        size = 0
        if (time.monotonic() - start >= SLOW or _SCHEMA in sql) and key[0] == self.changes():
            size = sum(_CELL + (len(cell) if isinstance(cell, str | bytes) else 0) for row in results.rows for cell in row) + len(
                sql
            )
        if 0 < size <= MOST and key[0] == self.state:
            self.kept[key] = results, size
            self.bytes += size
            while self.bytes > ROOM:
                self.bytes -= self.kept.popitem(last=False)[1][1]
        return results

    async def _ask(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
        patient: bool = False,
    ) -> Results:
        """As Datasette's `execute`, but within the bounds of an answer's size, and patient with the site's own questions."""
        asked_by_name = truncate and sql in self.questions
        limit = (
            _PATIENCE
            if patient or asked_by_name
            else min(custom_time_limit or self.ds.sql_time_limit_ms, self.ds.sql_time_limit_ms)
        )
        most = self.ds.max_returned_rows + ((page_size or self.ds.page_size) == self.ds.max_returned_rows and not asked_by_name)
        asked = functools.partial(self._fetched, sql, params, most if truncate else None, limit)
        try:
            return await self.execute_fn(asked)
        except sqlite3.Error as error:
            if log_sql_errors:
                _log.warning("%s: %s", error, sql)
            raise

    def _fetched(self, sql: str, params: Any, most: int | None, limit: int, conn: sqlite3.Connection) -> Results:
        start = time.monotonic()
        with sqlite_timelimit(conn, limit), bounds.room_for(conn, sql):
            try:
                cursor = conn.execute(sql, params if params is not None else {})
                rows, truncated = bounds.rows_of(cursor, most)
            except sqlite3.OperationalError as error:
                # what breaks off the opening of an index of words, which each connection does once, goes by another name
                opening = str(error).startswith("vtable constructor failed") and time.monotonic() - start >= limit / 1000
                if opening or error.args == ("interrupted",):
                    raise QueryInterrupted(error, sql, params) from error
                raise
        return Results(rows, truncated, cursor.description)

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """As Datasette's, for a file of any name: in an address `#`, `?` and `%` would mean something."""
        how = "" if write else "?mode=ro" if self.is_mutable else "?immutable=1"
        conn = sqlite3.connect(f"{Path(self.path).absolute().as_uri()}{how}", uri=True, check_same_thread=False)
        self._all_file_connections.append(conn)
        return conn

    def changes(self) -> tuple[bytes, int]:
        """What is another after every change of the file; changes that wait in a log beside it count too."""
        with Path(self.path).open("rb") as file:
            head = file.read(_CHANGES.stop)[_CHANGES]
        try:
            return head, Path(f"{self.path}-wal").stat().st_mtime_ns
        except OSError:
            return head, 0


async def keep_warm(datasette: Any, db: Remembered, paths: Sequence[str]) -> None:
    """Ask for the common pages at the start and whenever the archive has changed and rests, so that no reader waits for them."""
    before: Any = None
    warm: Any = None
    while True:
        with contextlib.suppress(OSError):  # the file may be moved away and come back
            state = db.changes()
            if state == before != warm:
                warm = state
                for path in paths:
                    await datasette.client.get(path, headers=datasette.inside)
            before = state
        await asyncio.sleep(_REST)


def _copy(results: Results) -> Results:
    return Results(list(results.rows), results.truncated, results.description)
