"""Tables written as text (.csv, .tsv): their encoding and the sign between cells are found, and a broken row costs itself alone.

A quote that is never closed would take in all that follows. Where a record of several lines does not fit the table, its first
line alone is given up, and the reading goes on with the second.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO

from corpus import evidence
from corpus.encoding import Decoded, EncodingError, decode, too_large
from corpus.limits import limits

_HEAD = 1 << 20
"""Bytes by which the encoding and the sign are found."""
_SIGNS = ",;\t|"
HEAD = 20
"""Rows among which the names of the columns are looked for."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NO_LETTER = re.compile("[\x80-\x9f\ufffd]")
_LONE = re.compile("[\ud800-\udfff]")

Row = list[str] | str
"""The cells of a row, or why it has none."""


class Records:
    """The rows of a text table, each with its number, which counts the header too, as spreadsheet programs do.

    Where `width` is set, a row with more or fewer cells is none.
    """

    def __init__(self, lines: Iterator[str | None], sign: str) -> None:
        csv.field_size_limit(limits().file)
        self.lines, self.sign = lines, sign
        self.width: int | None = None
        self.back: list[str | None] = []
        self.taken: list[str] = []
        # what lines that are read again are paid from, so that no file is read over and over
        self.again = 4 * limits().file

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        number = 0
        while (row := self._next()) is not None:
            number += 1
            yield number, row

    def _line(self) -> str | None:
        """The next line, "" at the end, None for one that is too long."""
        return self.back.pop() if self.back else next(self.lines, "")

    def _feed(self, first: str) -> Iterator[str]:
        """The lines of a record, as long as its reader asks for them."""
        line: str | None = first
        size = 0
        while line and size <= limits().file:
            self.taken.append(line)
            size += len(line)
            yield line
            line = self._line()
        self.back.append(line)

    def _next(self) -> Row | None:
        first = self._line()
        if not first:
            return None if first == "" else too_large()
        self.taken = []
        cells: list[str] = []
        try:
            reader = csv.reader(self._feed(first), delimiter=self.sign, strict=True, skipinitialspace=self.sign != "\t")
            cells = _trimmed(next(reader), self.width)
        except csv.Error as error:
            return self._broken(f"its quotes do not fit ({error}): mend the row, with each quote inside a cell doubled")
        if cells and len(cells) != (self.width or len(cells)):
            found = f"it has {len(cells)} cells, the table {self.width} columns"
            return self._broken(f"{found}: mend the row, with quotes around a cell that has {self.sign!r} or a line break in it")
        return cells

    def _broken(self, why: str) -> Row:
        """What a record is that does not fit: its first line alone, and the others are read again."""
        if (paid := sum(map(len, self.taken[1:]))) <= self.again:
            self.again -= paid
            self.back.extend(reversed(self.taken[1:]))
        # programs that part cells by tabs often quote nothing, and a quote opens a title
        cells = _trimmed(self.taken[0].rstrip("\n").split("\t"), self.width) if self.sign == "\t" else []
        return cells if cells and len(cells) == self.width else why


def _trimmed(cells: list[str], width: int | None) -> list[str]:
    """The cells without empty ones that stand after the last column."""
    while cells and not cells[-1].strip() and (width is None or len(cells) > width):
        cells.pop()
    return cells


def records(file: BinaryIO, rank: Callable[[list[Row]], Any]) -> tuple[Records, Decoded, list[tuple[int, Row]]]:
    """The rows of a text table, the beginning of its text, and the first of the rows for a look ahead.

    The sign between cells is that by which `rank` tells most of the first rows. Raises EncodingError where it is no text.
    """
    head = file.read(_HEAD)
    file.seek(0)
    told = _encoding(head, whole=len(head) < _HEAD)
    lines = told.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    sep = lines[0].strip().lower()  # a line that Excel writes and reads
    signs = sep[4] if len(sep) == 5 and sep.startswith("sep=") else _SIGNS
    heads = {sign: _first_rows(lines, sign) for sign in signs}
    sign = max(signs, key=lambda one: rank([[], *(row for _, row in heads[one])]))
    return Records(_lines(file, told.encoding), sign), told, heads[sign]


def _first_rows(lines: list[str], sign: str) -> list[tuple[int, Row]]:
    filled = (one for one in Records((f"{line}\n" for line in lines), sign) if one[1])
    return list(islice(filled, HEAD))


def _encoding(head: bytes, *, whole: bool) -> Decoded:
    """The first bytes as text. A few lines that are not UTF-8 among many that are do not make the file another one."""
    if marked := next((name for mark, name in _MARKS.items() if head.startswith(mark)), None):
        return Decoded(codecs.getincrementaldecoder(marked)("replace").decode(head), marked, 1.0)
    if not whole:
        head = head[: head.rfind(b"\n") + 1] or head
    lines = [line for line in head.split(b"\n") if not line.isascii()]
    strange = sum(not _is_utf8(line) for line in lines)
    if strange > len(lines) / 10 or b"\x00" in head:
        try:
            return decode(head[: len(head) // 2 * 2] if b"\x00" in head else head)
        except EncodingError:
            if strange > len(lines) / 2 or b"\x00" in head:
                raise
    return Decoded(head.decode("utf-8", "surrogateescape"), "utf-8", 1.0)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: BinaryIO, encoding: str) -> Iterator[str | None]:
    """The lines of a text file, with `\\n` at their ends; None for one that is too long for an article.

    What is no letter in the encoding comes as half a surrogate pair.
    """
    unicode = encoding.startswith("utf")
    strict = encoding.startswith(("utf-16", "utf-32"))
    text = io.TextIOWrapper(file, encoding if unicode else "latin-1", "strict" if strict else "surrogateescape", newline=None)
    try:
        while line := text.readline(limits().file + 1):
            if len(line) > limits().file:
                while line and not line.endswith("\n"):
                    line = text.readline(limits().file)
                yield None
            else:
                yield line if unicode else _NO_LETTER.sub("\udc80", evidence.read(line, encoding))
    finally:
        with suppress(ValueError):  # the file may be closed already by whoever asks for no more
            text.detach()


def spoilt(cells: Iterable[str]) -> str | None:
    """Why the cells of a row are no text, if so: a byte of them did not fit the encoding."""
    if any(map(_LONE.search, cells)):
        return "a letter of the row is not in the encoding of the file: save the file as UTF-8, or mend the row"
    return None
