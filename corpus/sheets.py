"""Tables of articles: text tables (.csv, .tsv) and workbooks (.xlsx). The row of names is found, each row below it is an input.

A row goes by the number that spreadsheet programs show beside it: `tin.csv#12`, `tin.xlsx#Sheet1!12`. All sheets are read, hidden
ones too: what is there twice is known as a duplicate. Kept as the original is the row as a JSON object with its own names.
Workbooks are read by openpyxl row by row: a reader that lays out a sheet in memory is ended by two cells in opposite corners.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice, zip_longest
from typing import Any, BinaryIO

from corpus.delimited import HEAD, Records, Row, records, spoilt
from corpus.encoding import too_large
from corpus.inputs import Failure, Input, told
from corpus.limits import limits
from corpus.opening import How, Room, UnpackError
from corpus.readers.columns import ColumnsError, columns, form_of, shown
from corpus.zips import checked

_COLUMNS, _ROWS = 16_384, 1_048_576
"""What a sheet can have."""
_PARTS = 10
"""Times the bytes of an article that one part of a workbook may have: its words are held in memory."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class _Sheet:
    """The rows of a sheet; of each no more cells than `width`."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.width: int | None = None
        sheet.reset_dimensions()  # what a sheet tells of its own size may be wrong

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        for number, cells in enumerate(self.sheet.iter_rows(max_row=_ROWS, values_only=True), 1):
            yield number, [_words(cell) for cell in cells[: self.width]]


def text_table(file: BinaryIO, name: str, how: How) -> Iterator[Input]:
    """The rows of a .csv or .tsv file; raises EncodingError where it is no text."""
    rows, told, head = records(file, lambda some: max(_rank(row, how.columns) for row in some))
    encoding = "" if told.encoding == "utf-8" else f"{told.encoding} {told.certainty}"
    yield from _or_nothing(name, _table(head, rows, rows, _Named(name, f"{name}#", how.columns, encoding)))


def workbook(file: BinaryIO, name: str, how: How) -> Iterator[Input]:
    """The rows of all sheets of an .xlsx file; raises UnpackError, or what zipfile and openpyxl raise where it is none."""
    from defusedxml.common import DefusedXmlException

    room = Room(file.seek(0, io.SEEK_END))
    for part in checked(file).infolist():
        room.take(part.file_size)
        if part.file_size > _PARTS * limits().file:
            why = f"its part {part.filename} has {part.file_size:,} bytes"
            raise UnpackError(f"{why}: split the workbook, or allow more with --limit file=...")
    try:
        yield from _or_nothing(name, chain.from_iterable(_of_sheet(sheet, name, how) for sheet in _sheets(file)))
    except DefusedXmlException as error:
        raise UnpackError("it declares XML entities, as no spreadsheet program does: save it anew as .xlsx") from error


def _sheets(file: BinaryIO) -> Iterator[Any]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles that are not known, to whoever calls
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except ValueError as error:
            raise error.__cause__ or error from None  # what openpyxl says around it tells of a path and of no reason
    yield from book.worksheets


def _of_sheet(sheet: Any, name: str, how: How) -> Iterator[Input]:
    called = f"{name}#{sheet.title}"
    rows = _Sheet(sheet)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of days that are none
        coming = _filled(rows)
        head = list(islice(coming, HEAD))
        yield from _table(head, chain(head, coming), rows, _Named(called, f"{called}!", how.columns))


def _or_nothing(name: str, found: Iterable[Input]) -> Iterator[Input]:
    """The inputs, or that there are none."""
    none = True
    for one in found:
        none = False
        yield one
    if none:
        yield told(Failure(name, "read", "there is no row of an article in it: fill it or take it away"))


def _words(cell: Any) -> str:
    """A cell as text: days as ISO dates, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), cell) if "_x" in cell else cell
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


@dataclass(frozen=True)
class _Named:
    """A table: its name, what stands before the numbers of its rows, what `--columns` told, and its encoding with its certainty."""

    name: str
    label: str
    columns: str
    encoding: str = ""


def _table(
    head: list[tuple[int, Row]], rows: Iterable[tuple[int, Row]], width: Records | _Sheet, table: _Named
) -> Iterator[Input]:
    """The rows below the names as inputs; one failure where there are no names or none that tell the article.

    `head` has the first of the rows, of which one has the names; `width` is told how many they are.
    """
    if not head:
        return
    number, names = _header(head, table.columns)
    try:
        where = columns(names, table.columns, whole=True)
        if not (where.hold_articles or where.fields.get("url")):
            why = f"no column is known to hold the articles; it has {shown(names)}"
            raise ColumnsError(f"{why}: name them in the first row, or tell one with --columns text=NAME")
    except ColumnsError as error:
        yield told(Failure(table.name, "read", str(error)))
        return
    for at, row in _filled(rows):
        if at == number:
            width.width = len(names)
        elif at > number and (isinstance(row, str) or any(map(str.strip, row[: len(names)]))):
            yield _of_row(row, names, f"{table.label}{at}", table)


def _filled(rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    return ((number, row) for number, row in rows if isinstance(row, str) or any(map(str.strip, row)))


def _of_row(row: Row, names: tuple[str, ...], label: str, table: _Named) -> Input:
    if isinstance(row, str):
        return told(Failure(label, "read", row))
    if why := spoilt(row):
        return told(Failure(label, "read", why))
    cells = dict(zip_longest(names, row[: len(names)], fillvalue=""))
    data = json.dumps(cells, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if len(data) > limits().file:
        return told(Failure(label, "read", too_large(len(data))))
    return Input.of(data, label, form_of(table.columns, table.encoding))


def _header(head: list[tuple[int, Row]], by_hand: str) -> tuple[int, tuple[str, ...]]:
    """(number, names) of the row that has the names: the one in which most are known, with the article's before others."""
    number, row = max(head, key=lambda told: _rank(told[1], by_hand))  # the first of those alike
    return number, _names(row)


def _rank(row: Row, by_hand: str) -> tuple[bool, int, int]:
    names = _names(row)
    where = columns(names, by_hand)
    return where.hold_articles, len(where.fields), len(names)


def _names(row: Row) -> tuple[str, ...]:
    """The names of the columns, each once; a column without a name goes by its letter."""
    names: list[str] = []
    seen: set[str] = set()
    for at, cell in enumerate([] if isinstance(row, str) else row[:_COLUMNS]):
        name = " ".join(cell.split())
        if not name or name in seen:
            name = f"{name} ({_letter(at)})".strip()
        seen.add(name)
        names.append(name)
    while names and names[-1].startswith("("):
        names.pop()
    return tuple(names)


def _letter(at: int) -> str:
    """The letters of a column in spreadsheet programs.

    >>> _letter(0), _letter(25), _letter(26), _letter(16_383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
