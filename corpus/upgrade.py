"""An archive of the version before brought up to date: tables, columns and indexes that it lacks are made, and filled from what it holds.

Nothing that stands in it is changed, so that what people corrected stays.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from corpus import doubting, stories, words
from corpus.archive import VERSION, statements
from schemas.tables import TABLES

BEFORE = (3, 4)
"""The versions that can be brought up to date."""
_BUSY_SECONDS = 60


def upgrade(path: Path) -> None:
    """Bring the archive up to date, its indexes of words first; does nothing to one that is, or to any other file."""
    if _version(path) not in BEFORE:
        return
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as conn:
        words.complete(conn)
        conn.execute("begin immediate")
        if (version := _version(path)) in BEFORE:  # else another program was first
            _grow(conn)
            words.hang(conn)
            if version == BEFORE[0]:
                _fill(conn)
            conn.execute(f"pragma user_version = {VERSION}")
        conn.execute("commit")
        conn.execute("analyze")


def _version(path: Path) -> int | None:
    """None where it is no SQLite file; whoever opens it next says what is wrong with it."""
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as conn:
            return int(conn.execute("pragma user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def _grow(conn: sqlite3.Connection) -> None:
    there = {name for (name,) in conn.execute("select name from sqlite_master")}
    for table in TABLES.values():
        if table.name in there:
            columns = {row[1] for row in conn.execute("select * from pragma_table_xinfo(?)", [table.name])}
            for column in table.columns:
                if column.name not in columns:
                    kind = {int: "integer", float: "float", bytes: "blob"}.get(column.type, "text")
                    refers = f" references [{column.refers}]([{TABLES[column.refers].columns[0].name}])" if column.refers else ""
                    conn.execute(f"alter table [{table.name}] add column [{column.name}] {kind}{refers}")
    made = statements()
    for name in there:
        if name.startswith("idx_") and name not in made:  # a wider one does its work
            conn.execute(f"drop index [{name}]")
    for name, sql in made.items():
        if name not in there:
            conn.execute(sql)


def _fill(conn: sqlite3.Connection) -> None:
    doubting.refresh(conn, [article for (article,) in conn.execute("select id from articles")])
    stories.touched(conn, [story for (story,) in conn.execute("select id from stories")])
    stories.settle(conn)
