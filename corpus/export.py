"""An archive as files: each table as CSV, Parquet or JSON lines, and every article's record as JSON lines.

A file is written aside and moved in place, so that a broken export leaves the old one whole. Bytes (original files, sort keys)
stay in the archive. CSV begins with a byte order mark, which spreadsheets need to read Vietnamese, and holds nothing that
they would run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Literal, get_args

from corpus import parquet, spreadsheet
from corpus.archive import Archive
from schemas import KhenthuongError
from schemas.tables import TABLES, Table

Format = Literal["csv", "parquet", "jsonl"]
_AT_ONCE = 10_000
_LEFT_OUT = ("stale", "signatures", "story_keys")


class ExportError(KhenthuongError):
    """The files cannot be written."""


def export(archive: str | Path, form: str, out: str | Path) -> list[Path]:
    """Write each table of the archive to `out/TABLE.FORM`, and with jsonl `out/records.jsonl`; returns the files written.

    Raises ArchiveError or ExportError.
    """
    if form not in get_args(Format):
        raise ExportError(f"unknown format {form!r}; give one of {', '.join(get_args(Format))}")
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Archive(archive, write=False) as opened:
            files = [_table(opened, table, form, folder) for table in TABLES.values() if table.name not in _LEFT_OUT]
            if form == "jsonl":
                files.append(_records(opened, folder / "records.jsonl"))
    except OSError as error:
        raise ExportError(f"{folder}: cannot be written ({error.strerror}); give another folder") from error
    return files


def _table(archive: Archive, table: Table, form: str, folder: Path) -> Path:
    names = [c.name for c in parquet.columns(table, binary=False)]
    columns = ", ".join(f"[{name}]" for name in names)
    order = columns if table.narrow else "rowid"
    rows = archive.db.execute(f"select {columns} from [{table.name}] order by {order}")
    path = folder / f"{table.name}.{form}"
    _WRITERS[form](path, table, names, rows)
    return path


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Where to write a file that then moves in place of the one at `path`."""
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _csv(path: Path, _: Table, names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    with aside(path) as new, new.open("w", encoding="utf-8-sig", newline="") as file:
        writer = spreadsheet.writer(file)
        writer.writerow(names)
        writer.writerows(rows)


def _jsonl(path: Path, table: Table, names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    lists = {column.name for column in table.columns if column.json}
    with aside(path) as new, new.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            told = {name: json.loads(cell) if name in lists and cell else cell for name, cell in zip(names, row, strict=True)}
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


def _parquet(path: Path, table: Table, names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    from pyarrow.parquet import ParquetWriter

    told = [table.column(name) for name in names]
    with aside(path) as new, ParquetWriter(new, parquet.schema(told)) as writer:
        while some := list(islice(rows, _AT_ONCE)):
            writer.write_table(parquet.table_of(told, some))


def _records(archive: Archive, path: Path) -> Path:
    with aside(path) as new, new.open("w", encoding="utf-8", newline="\n") as file:
        for told, name in archive.db.execute("select id, path from articles order by rowid").fetchall():
            record = archive.record(told).model_dump(mode="json", exclude_none=True)
            file.write(json.dumps({"id": told, "path": name, **record}, ensure_ascii=False) + "\n")
    return path


_WRITERS: dict[str, Callable[[Path, Table, list[str], Iterator[tuple[Any, ...]]], None]] = {
    "csv": _csv,
    "parquet": _parquet,
    "jsonl": _jsonl,
}
