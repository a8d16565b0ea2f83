"""What a word processor's file holds, as text: its paragraphs, items and rows with the blank lines that part them.

Text set in an old Vietnamese font (.VnTime, VNI-Times) is told by the font of its run, not by its letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeVar

from corpus import evidence
from corpus.article import Article
from corpus.encoding import Decoded, EncodingError, mended, too_long
from corpus.legacy import font_encoding, from_font
from corpus.limits import limits
from schemas.facts import ArticleInfo

_T = TypeVar("_T")
PROSE = 60
"""Characters from which a line is taken for a paragraph."""
_BLANKS = re.compile(r"[ \t\u00a0]*\n[ \t\u00a0]*")
_HALVES = re.compile("[\ud800-\udfff]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True)
class Line:
    """A paragraph with the line breaks inside it, an item of a list or a row of a table; without text, a blank line.

    The kind `part` is where another part of the file begins, such as its notes.
    """

    text: str
    kind: Literal["text", "item", "row", "part"] = "text"


@dataclass
class Fonts:
    """Reads text set in old fonts, and remembers whether what came out is better Vietnamese than what went in.

    A program that turned a file into Unicode may have left the fonts' names; then they are not to be heeded.
    """

    heeded: bool = True
    charsets: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)

    def read(self, text: str, font: str | None) -> str:
        """The text set in that font as Unicode."""
        if not self.heeded or font is None or (charset := font_encoding(font)) is None:
            return text
        read = from_font(text, font)
        self.told.append(text)
        self.came.append(read)
        if read != text:
            self.charsets.add(charset)
        return read

    def mislead(self) -> bool:
        """Whether the text was better as it was."""
        if self.told == self.came:
            return False
        came, told = (evidence.score(evidence.sample("".join(texts))) for texts in (self.came, self.told))
        return came < told


def heeding(walk: Callable[[Fonts], _T]) -> tuple[_T, Fonts]:
    """What a walk over a file gives, and its fonts; once more without them where they mislead."""
    fonts = Fonts()
    found = walk(fonts)
    if fonts.mislead():
        fonts = Fonts(heeded=False)
        found = walk(fonts)
    return found, fonts


@dataclass
class Spans:
    """The text of a paragraph with the font of each stretch."""

    fonts: Fonts = field(default_factory=Fonts)
    parts: list[tuple[str, str | None]] = field(default_factory=list)

    def add(self, text: str, font: str | None = None) -> None:
        """Put text behind the rest; stretches of one font are one, so that a letter written as two is not cut."""
        if not text:
            return
        if self.parts and self.parts[-1][1] == font:
            self.parts[-1] = (self.parts[-1][0] + text, font)
        else:
            self.parts.append((text, font))

    def text(self) -> str:
        """The paragraph as Unicode, without blanks at the ends of its lines."""
        text = "".join(self.fonts.read(text, font) for text, font in self.parts)
        if _HALVES.search(text):  # letters beyond the first 65,536 that came as two halves
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = _NO_TEXT.sub("", text.replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n"))
        return _BLANKS.sub("\n", unicodedata.normalize("NFC", text).replace("\t", " ")).strip()


def row(cells: Sequence[Sequence[Line]]) -> list[Line]:
    """A row of a table as one line `a | b`, or the lines of its cells where the table only lays out the page.

    >>> row([[Line("1")], [Line("Sở"), Line("Y tế")]])
    [Line(text='1 | Sở Y tế', kind='row')]
    """
    full = [[line for line in cell if line.text] for cell in cells]
    told = [cell for cell in full if cell]
    if (len(told) == 1 and len(told[0]) > 1) or any(sum(len(line.text) >= PROSE for line in cell) > 1 for cell in told):
        return [line for cell in told for line in cell]
    texts = [" ".join(" ".join(line.text.split("\n")) for line in cell) for cell in full]
    return [Line(" | ".join(texts) if len(told) > 1 else "".join(texts), "row")] if told else []


def joined(lines: Sequence[Line]) -> str:
    """The lines as text: a blank line between paragraphs, none between items of a list and rows of a table.

    Where people put blank lines between their paragraphs themselves, the lines they did not part stay together.

    >>> joined([Line("Tin"), Line("Danh sách:"), Line("- một", "item"), Line("- hai", "item")])
    'Tin\\n\\nDanh sách:\\n\\n- một\\n- hai'
    >>> joined([Line("Tin"), Line("5/3/2019"), Line(""), Line("Sáng nay"), Line("")])
    'Tin\\n5/3/2019\\n\\nSáng nay'
    """
    if (begins := next((i for i, line in enumerate(lines) if line.kind == "part"), None)) is not None:
        return "\n\n".join(filter(None, (joined(lines[:begins]), joined(lines[begins + 1 :]))))
    told = [(line, i) for i, line in enumerate(lines) if line.text]
    gaps = [(a, b, j - i > 1) for (a, i), (b, j) in pairwise(told)]
    between = [parted for a, b, parted in gaps if a.kind != b.kind or a.kind == "text"]
    typed = any(between) and sum(between) * 3 >= len(between)
    out = [told[0][0].text] if told else []
    for a, b, parted in gaps:
        one = a.kind == b.kind != "text" or (typed and "row" not in (a.kind, b.kind))
        out += ["\n" if one and not parted else "\n\n", b.text]
    return "".join(out)


def article(
    data: bytes,
    name: str,
    form: str,
    lines: Sequence[Line],
    *,
    encoding: str,
    fonts: Fonts | None = None,
    certainty: float | None = None,
    title: str | None = None,
) -> Article:
    """The article that the lines are; raises EncodingError where there is no text, or too much.

    `encoding` is what the file keeps its text in; `certainty` is that of OCR, else it is told by the charsets that were found out.
    """
    text = joined(lines)
    if not text:
        raise EncodingError("there is no text in it: give the article's text, or a scan of it as PDF or picture")
    if len(text) > limits().text:
        raise EncodingError(too_long(len(text)))
    found = Decoded(text, ", then ".join([encoding, *sorted(fonts.charsets if fonts else ())]), 1.0)
    found = found.then(mended(text))
    text = found.text.replace(_SOFT_HYPHEN, "")  # not before: TCVN3 has a letter there
    return Article(
        path=name,
        text=text,
        original=data,
        format=form,
        encoding=found.encoding,
        certainty=found.certainty if certainty is None else round(certainty * found.certainty, 4),
        info=ArticleInfo(title=title if title and text.startswith(title) else None),
    )
