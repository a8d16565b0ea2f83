"""Files that hold many articles: JSON lines, Parquet tables, web archives. Each row or page is an input of its own.

They are opened through fsspec, so that one in a bucket (`s3://...`) is read as one in a folder, and can be read by stretches:
lines from one byte to another, rows from one to another. A web archive or a compressed file is read whole.
"""

from __future__ import annotations

import gzip
import io
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from corpus import kinds
from corpus.encoding import too_large
from corpus.inputs import Failure, Input, in_a_line, told
from corpus.limits import limits
from corpus.readers import CONTAINERS, FORMATS


@dataclass(frozen=True)
class Span:
    """A stretch of a file: bytes of lines or rows of a table from `start` to `stop`, the first of them number `first`."""

    start: int = 0
    stop: int | None = None
    first: int = 1


WHOLE = Span()
_STRETCHES = 16


def holds_many(name: str) -> bool:
    """Whether a file of this name holds many articles."""
    return name.lower().endswith(CONTAINERS)


def spans(url: str, name: str, size: int) -> Iterator[tuple[Span, int]]:
    """The stretches of about `size` articles that a file can be read by, each with the articles it has (0: not known)."""
    for ending, find in _SPANS.items():
        if name.lower().endswith(ending):
            yield from find(url, size)
            return
    yield WHOLE, 0


def stretch(url: str, name: str, span: Span = WHOLE) -> Iterator[Input]:
    """The inputs in a stretch of a file; what cannot be read comes as an input that tells why."""
    ending = max((end for end in CONTAINERS if name.lower().endswith(end)), key=len)
    at = span.first - 1
    try:
        for one in _MEMBERS[ending](url, name, span):
            at += 1
            yield one
    except OSError as error:
        if passing(url, error):
            raise
        yield told(Failure(name, "read", f"the file cannot be read ({error.strerror or error}): mend it and bring it in again"))
    except Exception as error:  # noqa: BLE001 - a library's error on a broken file must not lose the files after it
        why = f"the file cannot be read beyond article {at} ({in_a_line(error)})"
        yield told(Failure(name, "read", f"{why}: mend or unpack it and bring it in again"))


def passing(url: str, error: OSError) -> bool:
    """Whether a file elsewhere may be read when it is tried again: a host that is busy, a connection that broke."""
    return "://" in url and not isinstance(error, FileNotFoundError | PermissionError | gzip.BadGzipFile)


def _open(url: str, *, packed: bool = False) -> BinaryIO:
    """A file here or elsewhere, as the standard library's are: files of buckets read no line by itself."""
    import fsspec

    raw = fsspec.open(url, "rb").open() if "://" in url else io.FileIO(url)
    file = io.BufferedReader(raw, 1 << 20)
    return cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file


def _lines(url: str, name: str, span: Span) -> Iterator[Input]:
    number = span.first
    with _open(url, packed=name.lower().endswith(".gz")) as file:
        if span.start:
            file.seek(span.start)
        at = span.start
        while (span.stop is None or at < span.stop) and (line := file.readline(limits().file + 1)):
            at += len(line)
            label = f"{name}#{number}"
            if len(line) > limits().file:
                while line and not line.endswith(b"\n"):
                    line = file.readline(limits().file)
                    at += len(line)
                yield told(Failure(label, "read", too_large()))
            elif line.strip():
                yield Input.of(line.rstrip(b"\r\n"), label, "row")
            number += 1


def _line_spans(url: str, size: int) -> Iterator[tuple[Span, int]]:
    with _open(url) as file:
        start = at = 0
        first = number = 1
        while line := file.readline(limits().file):
            at += len(line)
            number += line.endswith(b"\n")
            if number - first == size and line.endswith(b"\n"):
                yield Span(start, at, first), size
                start, first = at, number
        if at > start:
            yield Span(start, at, first), max(number - first, 1)


def _rows(url: str, name: str, span: Span) -> Iterator[Input]:
    from pyarrow import parquet

    with _open(url) as file:
        opened = parquet.ParquetFile(file)
        at = 0
        for group in range(opened.num_row_groups):
            count = opened.metadata.row_group(group).num_rows
            if at + count > span.start and (span.stop is None or at < span.stop):
                last = count if span.stop is None else min(count, span.stop - at)
                yield from _of_group(opened, group, name, (max(span.start - at, 0), last), at + 1)
            at += count


def _of_group(opened: Any, group: int, name: str, rows: tuple[int, int], number: int) -> Iterator[Input]:
    """The rows from one to another of a group, whose first row has this number in the file."""
    first = 0
    for batch in opened.iter_batches(batch_size=500, row_groups=[group]):
        for n in range(max(rows[0] - first, 0), min(rows[1] - first, batch.num_rows)):
            yield _of_row(batch.slice(n, 1), f"{name}#{number + first + n}")
        first += batch.num_rows
        if first >= rows[1]:
            return


def _of_row(row: Any, label: str) -> Input:
    try:
        cells = row.to_pylist()[0]
        return Input.of(json.dumps(cells, ensure_ascii=False, default=_plain).encode(), label, "row")
    except ValueError as error:
        return told(Failure(label, "read", f"a cell of the row is no text in UTF-8 ({error}): mend the row or take it out"))


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _row_spans(url: str, size: int) -> Iterator[tuple[Span, int]]:
    from pyarrow import parquet

    with _open(url) as file:
        told = parquet.ParquetFile(file).metadata
        groups = [told.row_group(n).num_rows for n in range(told.num_row_groups)]
    start = 0
    for rows in groups:
        # a group is read from its beginning for each of its stretches, so there are few of them
        step = max(size, math.ceil(rows / _STRETCHES))
        for first in range(start, start + rows, step):
            stop = min(first + step, start + rows)
            yield Span(first, stop, first + 1), stop - first
        start += rows


def _pages(url: str, name: str, _: Span) -> Iterator[Input]:
    from warcio.archiveiterator import ArchiveIterator

    number = 0
    with _open(url) as file:
        for number, record in enumerate(ArchiveIterator(file), 1):
            label = f"{name}#{number}"
            if record.rec_type is None:
                raise ValueError(f"record {number} does not tell what it is")
            if record.rec_type not in ("response", "resource") or (form := _form(record)) is None:
                continue
            data = record.content_stream().read(limits().file + 1)
            if len(data) > limits().file:
                yield told(Failure(label, "read", too_large()))
            elif getattr(record.raw_stream, "limit", 0):  # bytes that its head promises and the file has not
                yield told(Failure(label, "read", "the file is cut off within this page: bring in the whole file"))
            elif data.strip():
                yield Input.of(data, label, form, _address(record))
    if not number:
        raise ValueError("there is no record of a web archive in it")


def _address(record: Any) -> str | None:
    """Where a page was got from."""
    told = record.rec_headers.get_header("WARC-Target-URI") or ""
    return told if told.startswith(("http://", "https://")) else None


def _form(record: Any) -> str | None:
    """The reader of a page that was answered in full; None for redirects and errors, and for pictures that came with a page.

    Where the archive tells what a page was found to be, as those of `fetch` do, it was asked for itself.
    """
    headers = record.http_headers or record.rec_headers
    if record.http_headers and record.http_headers.get_statuscode() != "200":
        return None
    found = record.rec_headers.get_header("WARC-Identified-Payload-Type")
    told = (found or headers.get_header("Content-Type") or "").lower()
    return None if told.startswith("image/") and not found else FORMATS.get(kinds.ending(told) or "")


_MEMBERS: dict[str, Callable[[str, str, Span], Iterator[Input]]] = {
    ".jsonl": _lines,
    ".jsonl.gz": _lines,
    ".parquet": _rows,
    ".warc": _pages,
    ".warc.gz": _pages,
}
_SPANS: dict[str, Callable[[str, int], Iterator[tuple[Span, int]]]] = {".jsonl": _line_spans, ".parquet": _row_spans}
assert set(_MEMBERS) == set(CONTAINERS)
