"""Rows of the archive's tables as Parquet: lists in a cell are lists, ids and texts strings, bytes bytes.

>>> told = columns(TABLES["article_units"])
>>> [str(f.type) for f in schema(told) if f.name in ("name", "variants", "confidence")]
['string', 'list<item: string>', 'double']
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from schemas.tables import TABLES, Column, Row, Table

__all__ = ["TABLES", "columns", "read", "schema", "table_of"]


def columns(table: Table, *, binary: bool = True) -> tuple[Column, ...]:
    """The columns of a table that are stored, without those of bytes where `binary` is false."""
    return tuple(c for c in table.columns if not c.generated and (binary or c.type is not bytes))


def schema(told: Sequence[Column]) -> Any:
    """The Arrow schema of these columns."""
    import pyarrow as pa

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bytes: pa.binary()}
    return pa.schema([(c.name, pa.list_(pa.string()) if c.json else kinds[c.type]) for c in told])


def table_of(told: Sequence[Column], rows: Sequence[Sequence[Any]]) -> Any:
    """An Arrow table of rows whose cells stand in the order of the columns."""
    import pyarrow as pa

    cells = zip(*rows, strict=True) if rows else ([] for _ in told)
    parted = (
        [json.loads(cell) if column.json and cell else cell for cell in values]
        for column, values in zip(told, cells, strict=True)
    )
    return pa.table(list(parted), schema=schema(told))


def read(told: Sequence[Column], table: Any) -> Iterator[Row]:
    """The rows of an Arrow table, as the archive has them: `table_of` turned round."""
    lists = [column.name for column in told if column.json]
    for row in table.to_pylist():
        for name in lists:
            row[name] = None if row[name] is None else json.dumps(row[name], ensure_ascii=False)
        yield row
