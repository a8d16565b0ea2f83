"""Rich text (.rtf): the text of the body, by its fonts' code pages, with tables as rows and the marks of lists.

Footnotes stand at the end. Left out, as for .docx: headers, footers, comments, deleted and hidden words, pictures, and what the
file says of itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

from corpus.article import Article
from corpus.encoding import EncodingError, too_large
from corpus.limits import limits
from corpus.readers.worded import Fonts, Line, Spans, article, heeding, row

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,40})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([\s\S])|([{}])|([^\\{}\r\n]+)|[\r\n]+")
_SKIPPED = frozenset(
    "colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc ftncn aftnsep aftnsepc "
    "aftncn shprslt nonshppict nonesttables objdata fldinst filetbl revtbl private1 template xe tc upr sp sn sv bkmkstart "
    "bkmkend atnid atnauthor annotation listtable listoverridetable rsidtbl themedata datastore".split()
)
_STARRED = frozenset(("shpinst", "nesttableprops"))
"""Groups that a program may leave out when it does not know them, and that hold text all the same."""
_MARKS = ("listtext", "pntext")
_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "enspace": " ", "emspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SYMBOL = 2


class _State(NamedTuple):
    """What a group takes over from the one around it."""

    where: str = "text"
    font: int | None = None
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    heading: bool = False


class _Font(NamedTuple):
    name: str = ""
    charset: int | None = None


def read(data: bytes, name: str) -> Article:
    """The article in a rich text file; raises EncodingError."""
    if len(data) > limits().file:
        raise EncodingError(too_large(len(data)))
    begun = data[:1024].find(b"{\\rtf")
    if begun < 0:
        raise EncodingError(_CUT)
    text, fonts = heeding(lambda fonts: _read(data[begun:], fonts))
    return article(
        data, name, "rtf", [*text.lines, Line("", "part"), *text.notes], encoding=text.codec, fonts=fonts, title=text.title
    )


def _read(data: bytes, fonts: Fonts) -> _Text:
    text = _Text(fonts)
    text.over(data)
    return text


class _Text:
    """The lines of a file, gathered token by token; groups are a stack of states, so that no depth is a depth of calls."""

    def __init__(self, old: Fonts) -> None:
        self.old = old
        self.lines: list[Line] = []
        self.notes: list[Line] = []
        self.title: str | None = None
        self.codec = "cp1252"
        self.fonts: dict[int, _Font] = {}
        self.default: int | None = None
        self.state = _State()
        self.stack: list[_State] = []
        self.spans, self.mark = Spans(self.old), Spans(self.old)
        self.raw = bytearray()
        self.units: list[int] = []
        self.cells: list[list[Line]] = []
        self.cell: list[Line] = []
        self.above: list[Spans] = []
        self.skip = 0
        self.starred = False

    def over(self, data: bytes) -> None:
        """Take in a whole file."""
        at, end = 0, len(data)
        while at < end:
            token = _TOKEN.match(data, at)
            if token is None:
                raise EncodingError(_CUT)
            at = token.end()
            word, number, code, symbol, brace, literal = token.groups()
            if word is not None:
                count = int(number) if number is not None else None
                if word == b"bin":
                    at += max(count or 0, 0)
                self._word(word.decode("ascii"), count)
            elif code is not None:
                self._byte(bytes((int(code, 16),)))
            elif symbol is not None:
                self._symbol(symbol.decode("latin-1"))
            elif literal is not None:
                self._byte(literal)
            elif brace == b"{":
                self._flush()
                self.stack.append(self.state)
                self.skip = 0
            elif brace == b"}":
                if not self.stack:
                    break
                self._close()
                if not self.stack:  # what follows the file's own group is no part of it
                    break
        if self.stack or at > end:
            raise EncodingError(_CUT)
        self._paragraph()
        self.lines += [line for cell in (*self.cells, self.cell) for line in cell]

    def _close(self) -> None:
        self._flush()
        before, self.state = self.state, self.stack.pop()
        self.starred, self.skip = False, 0
        if before.where == "footnote" and self.state.where != "footnote":
            self.notes.append(Line(self.spans.text()))
            self.spans = self.above.pop() if self.above else Spans(self.old)
        elif self.state.where == before.where:
            # what a paragraph is holds until the next \pard, in whichever group it was said
            self.state = self.state._replace(in_table=before.in_table, heading=before.heading)

    def _flush(self) -> None:
        """Turn the bytes and code units gathered into text of the font they stand in."""
        if not (self.raw or self.units):
            return
        font = self._font()
        if self.units:
            packed = b"".join(unit.to_bytes(2, "little") for unit in self.units)
            text = packed.decode("utf-16-le", "replace")
            self.units.clear()
        elif font.charset == _SYMBOL:
            text = "".join("•" if byte >= 0x80 else chr(byte) for byte in self.raw)
        else:
            text = bytes(self.raw).decode(_CHARSETS.get(-1 if font.charset is None else font.charset, self.codec), "replace")
        self.raw.clear()
        (self.mark if self.state.where == "mark" else self.spans).add(text, font.name or None)

    def _font(self) -> _Font:
        return self.fonts.get(-1 if self.state.font is None else self.state.font, _Font())

    def _shown(self) -> bool:
        return self.state.where in ("text", "mark", "footnote") and not (self.state.hidden or self.state.deleted)

    def _byte(self, data: bytes) -> None:
        """Literal bytes, less those that stand in for a code unit before them."""
        self.starred = False
        if self.skip:
            taken = min(self.skip, len(data))
            self.skip -= taken
            data = data[taken:]
        if self.state.where == "fonts":
            self._font_name(data)
        elif data and self._shown():
            if self.units:
                self._flush()
            self.raw += data

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.starred = True
        elif symbol in "\r\n":
            self._word("par", None)
        elif self.skip:
            self.skip -= 1
        elif put := _SYMBOLS.get(symbol):
            self._put(put)

    def _put(self, text: str) -> None:
        if self._shown():
            self._flush()
            (self.mark if self.state.where == "mark" else self.spans).add(text, self._font().name or None)

    def _word(self, word: str, number: int | None) -> None:
        starred, self.starred = self.starred, False
        where = self.state.where
        if where == "skip":
            return
        if word == "u" and number is not None:
            self._unit(number)
        elif word in _SKIPPED or (starred and word not in _STARRED):
            self._go("skip")
        elif word in _MARKS:
            self._go("mark")
            self.mark = Spans(self.old)
        elif word == "footnote" and where == "text":
            self._flush()
            self.above.append(self.spans)
            self.spans = Spans(self.old)
            self._go("footnote")
        elif word == "fonttbl":
            self._go("fonts")
        elif where == "fonts":
            self._font_word(word, number)
        elif word in _SIGNS:
            if self.skip:
                self.skip -= 1
            else:
                self._put(_SIGNS[word])
        elif act := _ACTS.get(word):
            act(self, number)

    def _go(self, where: str) -> None:
        self._flush()
        self.state = self.state._replace(where=where)

    def _unit(self, number: int) -> None:
        if self._shown():
            if self.raw:
                self._flush()
            self.units.append(number & 0xFFFF)
        self.skip = self.state.fallback

    def _font_word(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self.state = self.state._replace(font=number)
            self.fonts[number] = _Font()
        elif word == "fcharset" and self.state.font is not None:
            self.fonts[self.state.font] = self.fonts.get(self.state.font, _Font())._replace(charset=number)

    def _font_name(self, data: bytes) -> None:
        key = self.state.font
        if key is not None and len(told := self.fonts.get(key, _Font()).name) < 100:
            name, end, _ = data.decode("latin-1").partition(";")
            self.fonts[key] = self.fonts.get(key, _Font())._replace(name=(told + name).strip())
            if end:
                self.state = self.state._replace(font=None)

    def _set(self, **changed: object) -> None:
        self._flush()
        self.state = self.state._replace(**changed)  # type: ignore[arg-type]

    def _pard(self, _: int | None) -> None:
        self._set(in_table=False, heading=False)

    def _plain(self, _: int | None) -> None:
        self._set(font=self.default, hidden=False, deleted=False)

    def _code_page(self, number: int | None) -> None:
        try:
            self.codec = codecs.lookup(f"cp{number}").name
        except LookupError:
            self.codec = "cp1252"

    def _default_font(self, number: int | None) -> None:
        self.default = number
        self._set(font=number)

    def _paragraph(self, _: int | None = None) -> None:
        """End a paragraph: a line of the text, or of the cell it stands in."""
        self._flush()
        if self.state.where == "footnote":
            self.spans.add("\n")
            return
        if self.state.where != "text":
            return
        text, mark = self.spans.text(), self.mark.text()
        self.spans, self.mark = Spans(self.old), Spans(self.old)
        if mark and text:
            mark = f"{mark if mark[0].isalnum() or mark in tuple('-+*•–(') else '-'} "
        line = Line(mark + text if text else "", "item" if mark and text else "text")
        if self.state.in_table:
            self.cell.append(line)
            return
        if self.cells or self.cell:  # cells that no row ended
            self._row(None)
        if text and not any(one.text for one in self.lines):
            self.title = text if self.state.heading and "\n" not in text else None
        self.lines.append(line)

    def _cell(self, _: int | None) -> None:
        self._flush()
        if self.state.where == "text":
            self.state = self.state._replace(in_table=True)
            self._paragraph()
            self.cells.append(self.cell)
            self.cell = []

    def _row(self, _: int | None) -> None:
        if self.cell:
            self.cells.append(self.cell)
        self.lines += row(self.cells)
        self.cells, self.cell = [], []


_CUT = "the file is broken or cut off: open it in the program that wrote it, save it anew and bring that in"
_ACTS: dict[str, Callable[[_Text, int | None], None]] = {
    "par": _Text._paragraph,
    "sect": _Text._paragraph,
    "page": _Text._paragraph,
    "nestcell": _Text._paragraph,
    "cell": _Text._cell,
    "row": _Text._row,
    "pard": _Text._pard,
    "plain": _Text._plain,
    "ansicpg": _Text._code_page,
    "deff": _Text._default_font,
    "f": lambda text, n: text._set(font=n),
    "uc": lambda text, n: text._set(fallback=1 if n is None else max(n, 0)),
    "v": lambda text, n: text._set(hidden=n != 0),
    "deleted": lambda text, n: text._set(deleted=n != 0),
    "intbl": lambda text, n: text._set(in_table=n != 0),
    "outlinelevel": lambda text, n: text._set(heading=n == 0),
}
