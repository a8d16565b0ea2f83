"""The letters of a PDF page as strips of words, by where they stand on the page and not by the order they were drawn in.

A line whose accented letters are drawn from a second font, or after the rest, thus reads as it is seen. Letters that stand
across the page are lines of their own; slanted ones (watermarks) are none.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from corpus.legacy import font_encoding
from corpus.readers.flow import Strip, reading_order
from corpus.readers.worded import Fonts, Spans

_BLANK, _APART, _APART_DRAWN, _WIDE = 0.18, 0.8, 1.4, 3.0
"""How wide a gap is a blank, how wide one parts columns and cells, one with a blank drawn in it, one with the only blank of its
line, in letter sizes."""
_UNUSUAL = 2.2
"""How many times as wide as others a blank is that parts them."""
_NEAR = 3
"""Lines above and below that may be rows of the same table."""
_BLANKS_DRAWN = 0.08
"""Share of blanks among letters from which a page is one whose blanks are drawn."""
_SLANT = 12
"""Degrees off the straight by which a line of letters is a watermark."""
_SOFT_HYPHEN = 2


class _Look(NamedTuple):
    """What letters drawn together share: the quarter turns they stand in, their size, their font where it is an old one."""

    quarter: int
    size: float
    font: str | None


@dataclass(slots=True)
class _Letter:
    """A character and where it stands, its base line downwards."""

    char: str
    left: float
    right: float
    base: float
    size: float
    font: str | None


def strips(page: Any, fonts: Fonts) -> list[Strip]:
    """What a page says, in reading order; `fonts` reads those of old charsets."""
    out: list[Strip] = []
    for letters in sorted(_letters(page).values(), key=len, reverse=True):
        found: list[Strip] = []
        room = _APART if sum(one.char.isspace() for one in letters) >= _BLANKS_DRAWN * len(letters) else 2 * _APART
        lines = list(_lines(letters))
        starts = [[part[0].left for part in list(_apart(line, room))[1:]] for line in lines]
        for n, line in enumerate(lines):
            near = [left for other in (*starts[max(n - _NEAR, 0) : n], *starts[n + 1 : n + 1 + _NEAR]) for left in other]
            found += [strip for part in _apart(line, room, near) if (strip := _strip(part, n, fonts))]
        out += reading_order(found)
    return out


def _letters(page: Any) -> dict[int, list[_Letter]]:
    """The letters by the quarter turns they stand in, each as if it stood upright."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    raw = text.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    found: dict[int, list[_Letter]] = defaultdict(list)
    looks: dict[int, _Look | None] = {}
    for i in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if (code < ord(" ") and code != _SOFT_HYPHEN) or pdfium.FPDFText_IsGenerated(raw, i) == 1:
            continue
        drawn = ctypes.cast(pdfium.FPDFText_GetTextObject(raw, i), ctypes.c_void_p).value or 0
        if drawn not in looks:
            looks[drawn] = _look(raw, i)
        if (look := looks[drawn]) is None:
            continue
        letters = found[look.quarter]
        char = "-" if code == _SOFT_HYPHEN else chr(code)
        if letters and unicodedata.combining(char):
            letters[-1].char += char
            continue
        pdfium.FPDFText_GetCharOrigin(raw, i, x, y)
        pdfium.FPDFText_GetLooseCharBox(raw, i, box)
        left, right, base = _upright(look.quarter, x.value, y.value, box)
        letters.append(_Letter(char, left, right, base, look.size, look.font))
    return found


def _look(text: Any, i: int) -> _Look | None:
    """The look of letter `i`, None where it is slanted or has no size."""
    import pypdfium2.raw as pdfium

    matrix, flags = pdfium.FS_MATRIX(), ctypes.c_int()
    pdfium.FPDFText_GetMatrix(text, i, matrix)
    size = pdfium.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    quarter = round(angle / 90)
    if not (math.isfinite(size) and size > 0.5) or abs(angle - 90 * quarter) > _SLANT:
        return None
    name = ctypes.create_string_buffer(200)
    length = pdfium.FPDFText_GetFontInfo(text, i, name, len(name), flags)
    font = name.value.decode("utf-8", "replace") if 0 < length <= len(name) else ""
    return _Look(quarter % 4, size, font if font_encoding(font) else None)


def _upright(quarter: int, x: float, y: float, box: Any) -> tuple[float, float, float]:
    """(left, right, base line downwards) of a letter as if the page were turned so that it stands upright."""
    if quarter == 0:
        return x, max(box.right, x), -y
    if quarter == 1:
        return y, max(box.top, y), x
    if quarter == 2:
        return -x, max(-box.left, -x), y
    return -y, max(-box.bottom, -y), -x


def _lines(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """The letters of each line from left to right, lines from top to bottom; raised and lowered ones with the line they belong to."""
    lines: list[list[_Letter]] = []
    for letter in sorted(letters, key=lambda one: one.base):
        if lines and letter.base - lines[-1][0].base <= 0.3 * max(letter.size, lines[-1][0].size):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    merged: list[list[_Letter]] = []
    for line in lines:
        if merged and _belongs(merged[-1], line):
            merged[-1] += line
        else:
            merged.append(line)
    for line in merged:
        yield sorted(line, key=lambda one: one.left)


def _belongs(above: list[_Letter], line: list[_Letter]) -> bool:
    """Whether one of two neighbouring lines is only a raised or lowered part of the other."""
    small, large = sorted((above, line), key=lambda one: max(letter.size for letter in one))
    size = max(letter.size for letter in large)
    if max(letter.size for letter in small) > 0.8 * size or line[0].base - above[0].base > 0.6 * size:
        return False
    left, right = min(letter.left for letter in large), max(letter.right for letter in large)
    return all(left - size < letter.left < right + size for letter in small)


def _apart(line: list[_Letter], room: float, starts: Sequence[float] = ()) -> Iterator[list[_Letter]]:
    """A line parted where its words stand so far apart that they are cells or columns.

    Where blanks are drawn between them, that is much further than its other words: a justified line has wide blanks everywhere.
    Less far is enough below one of the `starts` of cells in lines nearby.
    """
    words = [letter for letter in line if not letter.char.isspace()]
    drawn = {id(a) for a, b in pairwise(line) if b.char.isspace()}
    gaps = sorted(b.left - a.right for a, b in pairwise(words) if id(a) in drawn)
    usual = gaps[(len(gaps) - 1) // 2] if len(gaps) > 1 else _WIDE * (words[0].size if words else 0) / _UNUSUAL
    part: list[_Letter] = []
    last: _Letter | None = None
    blank = False
    for letter in line:
        if last is not None and not letter.char.isspace():
            least = _APART if any(abs(letter.left - start) < _BLANK * letter.size for start in starts) else _APART_DRAWN
            most = max(least * letter.size, _UNUSUAL * usual) if blank else room * letter.size
            if letter.left - last.right > most:
                yield part
                part = []
        part.append(letter)
        last, blank = (last, True) if letter.char.isspace() else (letter, False)
    yield part


def _strip(letters: list[_Letter], number: int, fonts: Fonts) -> Strip | None:
    """Letters as words, None where they are blanks."""
    shown = [i for i, letter in enumerate(letters) if not letter.char.isspace()]
    if not shown:
        return None
    blank = shown[-1] + 1 < len(letters)
    letters = letters[shown[0] : shown[-1] + 1]
    spans = Spans(fonts)
    before: _Letter | None = None
    first: float | None = None
    for letter in letters:
        if before is not None:
            if letter.char == before.char and letter.left - before.left < 0.1 * letter.size and not letter.char.isspace():
                continue  # drawn twice, to look bold
            apart = letter.left - before.right > _BLANK * letter.size
            if apart and not (letter.char.isspace() or before.char.isspace()):
                spans.add(" ", before.font)
            if first is None and (apart or letter.char.isspace()):
                first = before.right - letters[0].left
        spans.add(letter.char, letter.font)
        before = letter
    text = spans.text().replace("\n", " ")
    right = max(letter.right for letter in letters[-3:])
    base = sorted(letter.base for letter in letters)[len(letters) // 2]
    size = max(letter.size for letter in letters)
    width = right - letters[0].left if first is None else first
    return Strip(text, letters[0].left, right, base, size, width, number, blank) if text else None
