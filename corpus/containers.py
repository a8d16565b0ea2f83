"""Files that hold many articles: JSON lines, tables, web archives, zips. Each row, page or file in them is an input of its own.

They can be read by stretches: lines from one byte to another, rows or files from one to another. A web archive, a text table, a
workbook or a compressed file is read whole. One that lies in a zip is read as one in a folder.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from corpus import media, sheets, zips
from corpus.encoding import EncodingError, too_large
from corpus.inputs import Failure, Input, in_a_line, told
from corpus.limits import limits
from corpus.opening import STRETCHES, WHOLE, How, RoomError, Span, UnpackError, elsewhere, opened, unpacked
from corpus.readers import CONTAINERS, FORMATS, holds
from corpus.readers.columns import ColumnsError, columns, form_of


def holds_many(name: str) -> bool:
    """Whether a file of this name holds many articles, or is packed."""
    return holds(name) == "many"


def spans(url: str, name: str, size: int) -> Iterator[tuple[Span, int]]:
    """The stretches of about `size` articles that a file can be read by, each with the articles it has (0: not known)."""
    if find := _SPANS.get(_ending(name)):
        with opened(url) as file:
            yield from find(file, size)
    else:
        yield WHOLE, 0


def stretch(url: str, name: str, span: Span = WHOLE, *, columns: str = "", left: Counter[str] | None = None) -> Iterator[Input]:
    """The inputs in a stretch of a file; what cannot be read comes as an input that tells why.

    `columns` is what `--columns` told; files of other kinds in a zip are counted in `left`, by their endings.
    """
    how = How(span, columns, Counter() if left is None else left)
    try:
        with opened(url) as file:
            yield from _articles(file, name, how)
    except OSError as error:
        if passing(url, error):
            raise
        yield told(Failure(name, "read", f"the file cannot be read ({error.strerror or error}): mend it and bring it in again"))


def _articles(file: BinaryIO, name: str, how: How) -> Iterator[Input]:
    """The inputs in a file that is open. Raises OSError where it cannot be read, or RoomError where it lies in a zip."""
    at = how.span.first - 1
    ending = _ending(name)
    try:
        if ending.endswith(".gz") and ending != ".warc.gz":
            file, ending = unpacked(file), ending.removesuffix(".gz")
        for one in _MEMBERS.get(ending, _alone)(file, name, how):
            at += 1
            yield one
    except gzip.BadGzipFile as error:
        yield told(Failure(name, "read", f"the file cannot be read ({error}): mend it and bring it in again"))
    except Exception as error:
        # a zip is given up as a whole, and a file that cannot be read where it lies may be read later
        if isinstance(error, RoomError if how.room else OSError):
            raise
        known = isinstance(error, EncodingError | UnpackError)
        why = f"{f'beyond article {at}: ' if at else ''}{error}" if known else _broken(at, error)
        yield told(Failure(name, "read", why))


def _broken(at: int, error: Exception) -> str:
    beyond = f" beyond article {at}" if at else ""
    return f"the file is broken or cut off and cannot be read{beyond} ({in_a_line(error)}): mend it and bring it in again"


def _ending(name: str) -> str:
    """The ending by which a file of many goes; a packed article's begins with its own."""
    return max((end for end in CONTAINERS if name.lower().endswith(end)), key=len)


def passing(url: str, error: OSError) -> bool:
    """Whether a file elsewhere may be read when it is tried again: a host that is busy, a connection that broke."""
    return elsewhere(url) and not isinstance(error, FileNotFoundError | PermissionError | gzip.BadGzipFile)


def _alone(file: BinaryIO, name: str, _: How) -> Iterator[Input]:
    """The article that is packed by itself."""
    data = file.read(limits().file + 1)
    if len(data) > limits().file:
        yield told(Failure(name, "read", too_large()))
    else:
        form = next(form for end, form in FORMATS.items() if name.lower().endswith(f"{end}.gz"))
        yield Input.of(data, name, form)


def _zip(file: BinaryIO, name: str, how: How) -> Iterator[Input]:
    return zips.members(file, name, how, _articles)


def _zip_spans(file: BinaryIO, size: int) -> Iterator[tuple[Span, int]]:
    for start, stop in zips.spans(file, size):
        yield Span(start, stop, start + 1), stop - start


def _lines(file: BinaryIO, name: str, how: How) -> Iterator[Input]:
    span = how.span
    number = span.first
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
            yield Input.of(line.rstrip(b"\r\n"), label, form_of(how.columns))
        number += 1


def _line_spans(file: BinaryIO, size: int) -> Iterator[tuple[Span, int]]:
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


def _rows(file: BinaryIO, name: str, how: How) -> Iterator[Input]:
    from pyarrow import parquet

    span = how.span
    table = parquet.ParquetFile(file)
    try:
        columns(tuple(table.schema_arrow.names), how.columns, whole=True)
    except ColumnsError as error:
        yield told(Failure(name, "read", str(error)))
        return
    at = 0
    for group in range(table.num_row_groups):
        count = table.metadata.row_group(group).num_rows
        if at + count > span.start and (span.stop is None or at < span.stop):
            last = count if span.stop is None else min(count, span.stop - at)
            yield from _of_group(table, group, name, (max(span.start - at, 0), last), at + 1, how.columns)
        at += count


def _of_group(table: Any, group: int, name: str, rows: tuple[int, int], number: int, columns: str) -> Iterator[Input]:
    """The rows from one to another of a group, whose first row has this number in the file."""
    first = 0
    for batch in table.iter_batches(batch_size=500, row_groups=[group]):
        for n in range(max(rows[0] - first, 0), min(rows[1] - first, batch.num_rows)):
            yield _of_row(batch.slice(n, 1), f"{name}#{number + first + n}", columns)
        first += batch.num_rows
        if first >= rows[1]:
            return


def _of_row(row: Any, label: str, columns: str) -> Input:
    try:
        cells = row.to_pylist()[0]
        return Input.of(json.dumps(cells, ensure_ascii=False, default=_plain).encode(), label, form_of(columns))
    except ValueError as error:
        return told(Failure(label, "read", f"a cell of the row is no text in UTF-8 ({error}): mend the row or take it out"))


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _row_spans(file: BinaryIO, size: int) -> Iterator[tuple[Span, int]]:
    from pyarrow import parquet

    told = parquet.ParquetFile(file).metadata
    start = 0
    for rows in [told.row_group(n).num_rows for n in range(told.num_row_groups)]:
        # a group is read from its beginning for each of its stretches, so there are few of them
        step = max(size, math.ceil(rows / STRETCHES))
        for first in range(start, start + rows, step):
            stop = min(first + step, start + rows)
            yield Span(first, stop, first + 1), stop - first
        start += rows


def _pages(file: BinaryIO, name: str, _: How) -> Iterator[Input]:
    from warcio.archiveiterator import ArchiveIterator

    number, found = 0, False
    for number, record in enumerate(ArchiveIterator(file), 1):
        label = f"{name}#{number}"
        if record.rec_type is None:
            raise ValueError(f"record {number} does not tell what it is")
        if record.rec_type not in ("response", "resource") or (form := _form(record)) is None:
            continue
        data = record.content_stream().read(limits().file + 1)
        found = True
        if len(data) > limits().file:
            yield told(Failure(label, "read", too_large()))
        elif getattr(record.raw_stream, "limit", 0):  # bytes that its head promises and the file has not
            yield told(Failure(label, "read", "the file is cut off within this page: bring in the whole file"))
        elif data.strip():
            yield Input.of(data, label, form, _address(record))
        else:
            yield told(Failure(label, "read", "the page is empty: fetch it again"))
    if not number:
        raise ValueError("there is no record of a web archive in it")
    if not found:
        yield told(
            Failure(name, "read", f"none of its {number} records is a page that was answered: bring in another web archive")
        )


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
    return None if told.startswith("image/") and not found else FORMATS.get(media.ending(told) or "")


_MEMBERS: dict[str, Callable[[BinaryIO, str, How], Iterator[Input]]] = {
    ".jsonl": _lines,
    ".parquet": _rows,
    ".warc": _pages,
    ".warc.gz": _pages,
    ".csv": sheets.text_table,
    ".tsv": sheets.text_table,
    ".xlsx": sheets.workbook,
    ".xlsm": sheets.workbook,
    ".zip": _zip,
}
_SPANS: dict[str, Callable[[BinaryIO, int], Iterator[tuple[Span, int]]]] = {
    ".jsonl": _line_spans,
    ".parquet": _row_spans,
    ".zip": _zip_spans,
}
assert {end.removesuffix(".gz") for end in CONTAINERS} == {end.removesuffix(".gz") for end in (*_MEMBERS, *FORMATS)}
