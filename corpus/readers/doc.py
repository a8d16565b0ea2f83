"""Word files of 1997 to 2003 (.doc): the text of the body, tables as rows, footnotes, endnotes and text boxes at the end.

Left out, as for .docx: headers, footers, comments, deleted and hidden words. The number before an item of a list is no part of
such a file's text; the item gets a dash.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.article import Article
from corpus.encoding import EncodingError, too_long
from corpus.limits import limits
from corpus.readers.wordbinary import BROKEN, Look, Piece, Word
from corpus.readers.worded import Fonts, Line, Spans, article, heeding, row

_TABLE = str.maketrans(
    {"\x1e": "-", "\x1f": "\u00ad", "\x01": None, "\x02": None, "\x03": None, "\x04": None, "\x05": None, "\x08": None}
)
_ENDS = "\r\x07\x0c"
_HEADING = 1
"""The number that the style of the first heading has in every file."""
_FIELD, _RESULT, _FIELD_END = "\x13\x14\x15"


def read(data: bytes, name: str) -> Article:
    """The article in a Word file; raises EncodingError."""
    word = Word(data)
    text, footnotes, headers, macros, comments, endnotes, boxes = word.counts
    if sum(word.counts) > 2 * limits().text:
        raise EncodingError(too_long(sum(word.counts)))
    if text > max((piece.stop for piece in word.pieces), default=0):
        raise EncodingError(BROKEN)
    after = text + footnotes + headers + macros + comments
    parts = (0, text), (text, footnotes), (after, endnotes), (after + endnotes, boxes)
    bodies, fonts = heeding(lambda fonts: [_body(word, start, start + length, fonts) for start, length in parts])
    lines = [line for body in bodies for line in (*body.lines, Line("", "part"))]
    encoding = "cp1252" if all(piece.narrow for piece in word.pieces) else "utf-16"
    return article(data, name, "doc", lines, encoding=encoding, fonts=fonts, title=bodies[0].title)


class _Body:
    """Gathers lines from paragraphs, cells and rows as they end."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.lines: list[Line] = []
        self.title: str | None = None
        self.spans = Spans(fonts)
        self.cells: list[list[Line]] = []
        self.cell: list[Line] = []

    def end(self, sign: str, look: Look) -> None:
        """End a paragraph, cell or row with its mark."""
        text = self.spans.text()
        self.spans = Spans(self.fonts)
        line = Line(f"- {text}" if text and look.in_list else text, "item" if text and look.in_list else "text")
        if look.ends_row:
            self.row()
        elif sign == "\x07" or look.in_table:
            self.cell.append(line)
            if sign == "\x07":
                self.cells.append(self.cell)
                self.cell = []
        else:
            self.row()
            if text and not any(one.text for one in self.lines):
                self.title = text if look.style == _HEADING and "\n" not in text else None
            self.lines.append(line)

    def row(self) -> None:
        """End a row."""
        self.lines += row([*self.cells, self.cell] if self.cell else self.cells)
        self.cells, self.cell = [], []


def _body(word: Word, start: int, stop: int, fonts: Fonts) -> _Body:
    """A part of the text."""
    body = _Body(fonts)
    inside: list[bool] = []  # of the fields that are open: whether their result has begun
    for text, letters, paragraph in _runs(word, start, stop):
        font = word.font(letters, paragraph.style)
        for part, sign in _parted(text):
            if part and not letters.hidden and all(inside):
                body.spans.add(part.translate(_TABLE), font)
            if sign in (_FIELD, _RESULT, _FIELD_END):
                _field(inside, sign)
            elif sign and not (letters.hidden and sign == "\r"):
                body.end(sign, paragraph)
    body.end("\r", Look())
    body.row()
    return body


def _field(inside: list[bool], sign: str) -> None:
    """A field is its instruction, which is no text, then its result, which is."""
    if sign == _FIELD:
        inside.append(False)
    elif inside and sign == _RESULT:
        inside[-1] = True
    elif inside:
        inside.pop()


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """(text, the sign that ends it) up to each sign."""
    begun = 0
    for i, sign in enumerate(text):
        if sign in _ENDS or sign in (_FIELD, _RESULT, _FIELD_END):
            yield text[begun:i], sign
            begun = i + 1
    yield text[begun:], ""


def _runs(word: Word, start: int, stop: int) -> Iterator[tuple[str, Look, Look]]:
    """(text, look of its letters, look of its paragraph) of each stretch that looks alike."""
    for piece in word.pieces:
        first, last = max(piece.start, start), min(piece.stop, stop)
        while first < last:
            width = 1 if piece.narrow else 2
            place = piece.place + (first - piece.start) * width
            letters, until = word.letters.at(place)
            paragraph, further = word.paragraphs.at(place)
            ends = [last, *(first + max(-(-(end - place) // width), 1) for end in (until, further) if end is not None)]
            yield _decoded(word, piece, first, min(ends)), letters, paragraph
            first = min(ends)


def _decoded(word: Word, piece: Piece, start: int, stop: int) -> str:
    if piece.narrow:
        place = piece.place + start - piece.start
        return word.main[place : place + stop - start].decode("cp1252", "replace")
    place = piece.place + 2 * (start - piece.start)
    return word.main[place : place + 2 * (stop - start)].decode("utf-16-le", "surrogatepass")
