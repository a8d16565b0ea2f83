"""Word files (.docx): the text of the body in reading order, as it is shown with all changes accepted.

Tables give rows, text boxes stand after the paragraph they hang on, footnotes and endnotes at the end. Left out: headers,
footers and comments, which are no text of the article, deleted and hidden words; and what the file says of itself, since its
author is the typist, its day that of typing, and its title often that of the file it was copied from.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from corpus.article import Article
from corpus.encoding import EncodingError
from corpus.readers.docxstyles import Numbers, Styles, attribute, child, local
from corpus.readers.packed import Package
from corpus.readers.worded import Fonts, Line, Spans, article, heeding, row

_SKIPPED = frozenset(
    "del moveFrom Fallback instrText delText delInstrText rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange "
    "tblGridChange numberingChange sectPr rt docPartObj".split()
)
_HEADINGS = ("title", "heading 1")
_NO_WORD = "it is a zip, but no Word file: give the files in it by themselves, or the article as .docx"


def read(data: bytes, name: str) -> Article:
    """The article in a Word file; raises EncodingError."""
    package = Package(data)
    walk, fonts = heeding(lambda fonts: _walk(package, fonts))
    return article(data, name, "docx", walk.lines, encoding="utf-8", fonts=fonts, title=walk.title)


def _walk(package: Package, fonts: Fonts) -> _Walk:
    """What the text of a Word file and its notes gave."""
    main = _main(package)
    folder = posixpath.dirname(main)
    root = package.xml(main)
    if root is None or local(root) != "document":
        raise EncodingError(_NO_WORD)
    styles = Styles(package.xml(posixpath.join(folder, "styles.xml")))
    walk = _Walk(styles, Numbers(package.xml(posixpath.join(folder, "numbering.xml"))), fonts)
    walk.over(root)
    for notes in ("footnotes", "endnotes"):
        if (told := package.xml(posixpath.join(folder, f"{notes}.xml"))) is not None:
            walk.lines.append(Line("", "part"))
            walk.over(told)
    return walk


def _main(package: Package) -> str:
    """The name of the part that holds the text."""
    told = package.xml("_rels/.rels")
    for one in () if told is None else told:
        if str(one.get("Type", "")).endswith("/officeDocument"):
            target = posixpath.normpath(str(one.get("Target", "")).lstrip("/"))
            if target in package.names:
                return target
    return "word/document.xml"


@dataclass
class _Paragraph:
    """A paragraph that is open: its words, its style, the mark of its list, the text boxes that hang on it."""

    style: str | None
    mark: str
    spans: Spans
    boxes: list[Line] = field(default_factory=list)
    goes_on: bool = False


class _Walk:
    """Gathers the lines of a part: a state by element, so that no depth of nesting is a depth of calls."""

    def __init__(self, styles: Styles, numbers: Numbers, fonts: Fonts) -> None:
        self.styles, self.numbers, self.fonts = styles, numbers, fonts
        self.lines: list[Line] = []
        self.title: str | None = None
        self._open: list[_Paragraph] = []
        self._sinks: list[list[Line]] = [self.lines]
        self._rows: list[list[list[Line]]] = []
        self._font: list[str | None] = []
        self._before: _Paragraph | None = None

    def over(self, root: Any) -> None:
        """Take in what stands below the root."""
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: Any = None
        for event, element in walk:
            tag = local(element)
            if element is skipped:  # what is skipped ends all the same
                skipped = None
            elif event == "start" and (tag in _SKIPPED or self._is_hidden(tag, element)):
                walk.skip_subtree()
                skipped = element
            elif act := getattr(self, f"_{event}_{tag}", None):
                act(element)
            elif event == "start" and self._open:
                self._open[-1].spans.add(_sign(tag, element), self._font[-1] if self._font else None)
        # a note parts from the next one
        self._before = None

    @staticmethod
    def _is_hidden(tag: str, element: Any) -> bool:
        """Whether it is a hidden run, a field that waits to be filled in, or the line above the notes."""
        if tag == "r":
            told = child(child(element, "rPr"), "vanish")
            return told is not None and attribute(told, "val") not in ("0", "false", "off")
        if tag == "sdt":
            return child(child(element, "sdtPr"), "showingPlcHdr") is not None
        return tag in ("footnote", "endnote") and attribute(element, "type") not in (None, "normal")

    def _start_p(self, element: Any) -> None:
        told = child(element, "pPr")
        style = attribute(child(told, "pStyle"), "val")
        if self._before is not None and not self._open:  # the mark at its end was deleted: this one is its rest
            opened, self._before = self._before, None
        else:
            mark = self.numbers.mark(child(told, "numPr"), self.styles.numbering(style))
            opened = _Paragraph(style, mark, Spans(self.fonts))
        opened.goes_on = child(child(told, "rPr"), "del") is not None
        self._open.append(opened)
        self._sinks.append(opened.boxes)

    def _end_p(self, _: Any) -> None:
        done = self._open.pop()
        self._sinks.pop()
        if done.goes_on and not self._open:
            self._before = done
            return
        text = done.spans.text()
        if text and not self.title and not any(line.text for line in self.lines) and not self._rows and "\n" not in text:
            self.title = text if self.styles.name(done.style) in _HEADINGS else ""
        self._sinks[-1].append(Line(done.mark + text if text else "", "item" if text and done.mark else "text"))
        self._sinks[-1].extend(done.boxes)

    def _start_r(self, element: Any) -> None:
        told = child(element, "rPr")
        self._font.append(self.styles.font(told, self._open[-1].style if self._open else None))

    def _end_r(self, _: Any) -> None:
        self._font.pop()

    def _start_tr(self, _: Any) -> None:
        self._rows.append([])

    def _end_tr(self, _: Any) -> None:
        self._sinks[-1].extend(row(self._rows.pop()))

    def _start_tc(self, _: Any) -> None:
        self._sinks.append([])

    def _end_tc(self, _: Any) -> None:
        cell = self._sinks.pop()
        if self._rows:
            self._rows[-1].append(cell)
        else:
            self._sinks[-1].extend(cell)


def _sign(tag: str, element: Any) -> str:
    """What an element of a run says."""
    if tag == "t":
        return element.text or ""
    if tag == "sym":
        code = int(attribute(element, "char") or "0", 16) if (attribute(element, "char") or "").isalnum() else 0
        return "•" if 0xE000 <= code < 0xF900 else chr(code) if 0 < code < 0xD800 else ""
    return {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}.get(tag, "")
