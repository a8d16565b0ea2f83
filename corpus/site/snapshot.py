"""The archive that is served, and several questions answered from one state of it: between two of them somebody may correct what they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from schemas.tables import Row, dicts

Read = TypeVar("Read")


def db_of(datasette: Any) -> Any:
    """The archive that is served."""
    return next(db for name, db in datasette.databases.items() if not name.startswith("_"))


async def at_once(db: Any, work: Callable[[Any], Read]) -> Read:
    """What `work` gives with a connection on which nothing changes until it is done; a correction waits for it."""

    def read(conn: Any) -> Read:
        conn.execute("begin")
        try:
            return work(conn)
        finally:
            conn.rollback()

    found: Read = await db.execute_fn(read)
    return found


def rows(conn: Any, table: str, where: str, given: Sequence[Any], columns: str = "*") -> list[Row]:
    """Rows of a table, in the order they were put in."""
    return dicts(conn.execute(f"select {columns} from [{table}] where {where} order by rowid", given))
