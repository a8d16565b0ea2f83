"""The binary Word format of 1997 to 2003, as its published description ([MS-DOC]) tells it: text by pieces, and what the
formatting says of each stretch of the file (its font, whether it is deleted, hidden, in a table).

Every number read from the file may be a lie: what lies outside is an error, and each loop takes a step forward.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.encoding import EncodingError

BROKEN = "the file is broken or cut off: open it in Word or LibreOffice, save it as .docx and bring that in"
_OLD = "it was written by a Word older than 1997: open it in LibreOffice, save it as .docx and bring that in"
_LOCKED = "it is locked with a password: unlock it in Word, save it as .docx and bring that in"
_PAGE = 512
_DEEP = 30
_DELETED, _HIDDEN, _FONT, _STYLE = 0x0800, 0x083C, 0x4A4F, 0x4A30
_IN_TABLE, _ROW_END, _LIST, _INNER_ROW = 0x2416, 0x2417, 0x460B, 0x244C
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


@dataclass(frozen=True)
class Look:
    """What the formatting says of a stretch: of its letters and of its paragraph."""

    font: int | None = None
    hidden: bool = False
    in_table: bool = False
    ends_row: bool = False
    in_list: bool = False
    style: int = 0


PLAIN = Look()


@dataclass
class Stretches:
    """Looks by the place in the file from which each holds, in order."""

    starts: list[int] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)

    def at(self, place: int) -> tuple[Look, int | None]:
        """(look at a place, place where the next one begins)."""
        i = bisect_right(self.starts, place)
        return (self.looks[i - 1] if i else PLAIN), (self.starts[i] if i < len(self.starts) else None)


@dataclass(frozen=True)
class Piece:
    """Characters `start` to `stop` of the text stand from `place` on, in one byte each or in two."""

    start: int
    stop: int
    place: int
    narrow: bool


class Word:
    """A file's streams and tables; raises EncodingError where they are not what they should be."""

    def __init__(self, data: bytes) -> None:
        self.main, table = _streams(data)
        self._table = table
        self.letters = Stretches()
        self.paragraphs = Stretches()
        try:
            # text, footnotes, headers, macros (no longer used), comments, endnotes, text boxes
            self.counts = struct.unpack_from("<7i", self.main, 0x4C)
            self.pieces = list(self._pieces())
            self.fonts = list(self._fonts())
            self._styles = list(self._styles_told())
            for places, told, size in ((self.letters, 12, 1), (self.paragraphs, 13, 13)):
                found = sorted(self._looks(told, size), key=lambda one: one[0])
                places.starts, places.looks = [start for start, _ in found], [look for _, look in found]
        except (struct.error, IndexError, ValueError, OverflowError) as error:
            raise EncodingError(BROKEN) from error
        if min(self.counts) < 0:
            raise EncodingError(BROKEN)

    def _told(self, number: int) -> bytes:
        """The part of the table stream that pair `number` of the file's head points at."""
        start, size = struct.unpack_from("<II", self.main, 0x9A + 8 * number)
        if start + size > len(self._table):
            raise ValueError("outside of the table")
        return self._table[start : start + size]

    def _pieces(self) -> Iterator[Piece]:
        told = self._told(33)
        at = 0
        while told[at] == 1:
            at += 3 + struct.unpack_from("<H", told, at + 1)[0]
        if told[at] != 2:
            raise ValueError("no piece table")
        size = struct.unpack_from("<I", told, at + 1)[0]
        count = (size - 4) // 12
        at += 5
        bounds = struct.unpack_from(f"<{count + 1}I", told, at)
        for i in range(count):
            place = struct.unpack_from("<I", told, at + 4 * (count + 1) + 8 * i + 2)[0]
            narrow = bool(place & 0x40000000)
            place = (place & 0x3FFFFFFF) // (2 if narrow else 1)
            length = bounds[i + 1] - bounds[i]
            if length < 0 or place + length * (1 if narrow else 2) > len(self.main):
                raise ValueError("a piece outside of the file")
            yield Piece(bounds[i], bounds[i + 1], place, narrow)

    def _fonts(self) -> Iterator[str]:
        told = self._told(15)
        at = 4
        for _ in range(struct.unpack_from("<H", told)[0] if told else 0):
            size = told[at] + 1
            yield told[at + 40 : at + size].decode("utf-16-le", "replace").partition("\x00")[0]
            at += size

    def _styles_told(self) -> Iterator[tuple[int, int | None]]:
        """(style it rests on, its own font) of each style, by number."""
        told = self._told(1)
        if not told:
            return
        head = struct.unpack_from("<H", told)[0]
        count, fixed = struct.unpack_from("<HH", told, 2)
        self._font = struct.unpack_from("<H", told, 14)[0] if head >= 14 else None
        at = 2 + head
        for _ in range(count):
            size = struct.unpack_from("<H", told, at)[0]
            yield _style(told[at + 2 : at + 2 + size], fixed)
            at += 2 + size + size % 2

    def font(self, look: Look, style: int) -> str | None:
        """The name of the font of letters that look so in a paragraph of that style."""
        number = look.font
        for _ in range(_DEEP):
            if number is not None or style >= len(self._styles):
                break
            style, number = self._styles[style]
        number = self._font if number is None else number
        return self.fonts[number] if number is not None and number < len(self.fonts) else None

    _font: int | None = None

    def _looks(self, number: int, size: int) -> Iterator[tuple[int, Look]]:
        """(place, look from there on) of each stretch that the formatting pages tell, letters (size 1) or paragraphs."""
        told = self._told(number)
        count = max(len(told) - 4, 0) // 8
        pages = struct.unpack_from(f"<{count}I", told, 4 * (count + 1)) if count else ()
        for page in dict.fromkeys(one & 0x3FFFFF for one in pages):
            data = self.main[page * _PAGE : (page + 1) * _PAGE]
            if len(data) < _PAGE:
                raise ValueError("a formatting page outside of the file")
            runs = data[_PAGE - 1]
            bounds = struct.unpack_from(f"<{runs + 1}I", data)
            for i in range(runs):
                at = data[4 * (runs + 1) + size * i] * 2
                yield bounds[i], (_paragraph(data, at) if size > 1 else _letters(data, at)) if at else PLAIN
            yield bounds[runs], PLAIN


def _streams(data: bytes) -> tuple[bytes, bytes]:
    """(the main stream, the table stream that goes with it)."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                raise EncodingError(_LOCKED)
            main = ole.openstream("WordDocument").read()
            mark, _, _, _, _, flags = struct.unpack_from("<6H", main)
            if mark != 0xA5EC or struct.unpack_from("<H", main, 2)[0] < 0xC1:
                raise EncodingError(_OLD if mark in (0xA5DC, 0xA5DB, 0xA5EC) else BROKEN)
            if flags & 0x8100:
                raise EncodingError(_LOCKED)
            return main, ole.openstream("1Table" if flags & 0x0200 else "0Table").read()
    except EncodingError:
        raise
    except Exception as error:  # olefile lets what its own reads meet pass: struct.error, IndexError, MemoryError and more
        raise EncodingError(BROKEN) from error


def _changes(told: bytes) -> Iterator[tuple[int, bytes]]:
    """(what is changed, its operand) of each change of formatting in a list of them."""
    at = 0
    while at + 2 < len(told):
        code = struct.unpack_from("<H", told, at)[0]
        at += 2
        kind = code >> 13
        if kind != 6:
            size = _SIZES[kind]
        elif code in (0xD608, 0xD606):
            size = struct.unpack_from("<H", told, at)[0] + 1 if at + 2 <= len(told) else 1
        else:
            size = told[at] + 1
        yield code, told[at : at + size]
        at += size


def _letters(data: bytes, at: int) -> Look:
    font, hidden = None, False
    for code, operand in _changes(data[at + 1 : at + 1 + data[at]]):
        if code == _FONT and len(operand) == 2:
            font = int.from_bytes(operand, "little")
        elif code in (_DELETED, _HIDDEN):
            hidden = hidden or operand[:1] in (b"\x01", b"\x81")
    return Look(font=font, hidden=hidden)


def _paragraph(data: bytes, at: int) -> Look:
    size = data[at] * 2 - 1 if data[at] else data[at + 1] * 2
    at += 1 if data[at] else 2
    told = data[at : at + size]
    changed = dict(_changes(told[2:]))

    def on(code: int) -> bool:
        return any(changed.get(code, b""))

    return Look(
        in_table=on(_IN_TABLE),
        ends_row=on(_ROW_END) or on(_INNER_ROW),
        in_list=0 < int.from_bytes(changed.get(_LIST, b""), "little") < 0x7FF,  # 0xF801 says that it is in none
        style=int.from_bytes(told[:2], "little"),
    )


def _style(told: bytes, fixed: int) -> tuple[int, int | None]:
    """(style it rests on, its own font) of one style's description."""
    if len(told) < fixed or len(told) < 10:
        return 0xFFF, None
    kind, parts = struct.unpack_from("<HH", told, 2)
    at = fixed + 2 + 2 * struct.unpack_from("<H", told, fixed)[0] + 2 if len(told) >= fixed + 2 else len(told)
    font = None
    # a paragraph's style says first what it does to the paragraph, then to its letters
    for i in range(min(parts & 0xF, 3)):
        if at + 2 > len(told):
            break
        size = struct.unpack_from("<H", told, at)[0]
        if i == {1: 1, 2: 0}.get(kind & 0xF):
            for code, operand in _changes(told[at + 2 : at + 2 + size]):
                if code == _FONT and len(operand) == 2:
                    font = int.from_bytes(operand, "little")
        at += 2 + size + size % 2
    return kind >> 4, font
