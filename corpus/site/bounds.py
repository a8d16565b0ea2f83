"""What a question in SQL may cost beyond its time: length of a value and of the statement, depth, patterns, bytes of the answer.

SQLite looks at the time between two steps of a query, and a single call of a function is one step: so no value is long enough for
one call to take long, and those of SQLite's functions whose time grows with the square of the length are replaced.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

LENGTH = 10_000_000
"""Bytes of one value or row; an article of the longest text has 8 MB."""
ORIGINAL = 1_000_000_000
"""The same where the site itself reads a row of `originals`, which holds a file as it came."""
ANSWER = 64_000_000
"""Bytes, about, of all rows of an answer; one row alone may have more."""
_CELL = 60
_CHARACTERS = 100  # that trim(x, y) may take away
_ORIGINALS = re.compile(
    r'select \* from originals where "sha256"=:p0|select sha256, name, size, bytes from originals order by sha256 limit \d+'
)
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LENGTH,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,  # `vacuum into` needs one too
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


def bound(conn: sqlite3.Connection) -> None:
    """Set the bounds of a connection that answers questions."""
    for limit, value in _LIMITS.items():
        conn.setlimit(limit, value)
    conn.create_function("instr", 2, _instr, deterministic=True)
    conn.create_function("replace", 3, _replace, deterministic=True)
    for name, strip in (("trim", str.strip), ("ltrim", str.lstrip), ("rtrim", str.rstrip)):
        conn.create_function(name, 2, _trimmer(strip), deterministic=True)


@contextlib.contextmanager
def room_for(conn: sqlite3.Connection, sql: str) -> Iterator[None]:
    """Let a statement by which Datasette reads originals have values as long as a file may be."""
    whole = _ORIGINALS.fullmatch(sql)
    before = conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ORIGINAL) if whole else LENGTH
    try:
        yield
    finally:
        if whole:
            conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, before)


def rows_of(cursor: sqlite3.Cursor, most: int | None) -> tuple[list[Any], bool]:
    """(at most so many rows, whether there were more); raises sqlite3.DataError where they are too large to be answered."""
    found: list[Any] = []
    room = ANSWER
    for row in cursor:
        if most is not None and len(found) == most:
            return found, True
        room -= sum(_CELL + (len(cell) if isinstance(cell, str | bytes) else 0) for cell in row)
        if room < 0 and found:
            raise sqlite3.DataError(f"the answer has more than {ANSWER // 1_000_000} MB: ask for fewer rows or columns")
        found.append(row)
    return found, False


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _instr(text: Any, part: Any) -> int | None:
    if text is None or part is None:
        return None
    if isinstance(text, bytes) and isinstance(part, bytes):
        return text.find(part) + 1
    return _text(text).find(_text(part)) + 1


def _replace(text: Any, old: Any, new: Any) -> str | None:
    if text is None or old is None or new is None:
        return None
    text, old, new = _text(text), _text(old), _text(new)
    if not old:
        return str(text)
    if len(text) + text.count(old) * (len(new) - len(old)) > LENGTH:
        raise ValueError("too long")
    return str(text.replace(old, new))


def _trimmer(strip: Callable[[str, str], str]) -> Callable[[Any, Any], str | None]:
    def trim(text: Any, characters: Any) -> str | None:
        if text is None or characters is None:
            return None
        if len(characters := _text(characters)) > _CHARACTERS:
            raise ValueError("too many characters")
        return strip(_text(text), characters)

    return trim
