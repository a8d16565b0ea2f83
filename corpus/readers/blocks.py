"""A page as its lines: paragraphs, list items, table rows, in the order in which they are read.

What is no text of the page goes first (scripts, controls, hidden parts), then boxes whose class or id names them
(comments, related articles, menus), unless such a box holds much of the page's prose.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from extract.text import fold, squash

_DROPPED = (
    "script style noscript iframe object embed template svg math canvas audio video input select option textarea button nav "
    "footer aside head link meta img"
).split()
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
PROSE = 60


@functools.cache
def words(where: str) -> frozenset[str]:
    """The folded words of `boilerplate.csv` that stand `where` (name, end, line, author)."""
    path = Path(__file__).with_name("boilerplate.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return frozenset(fold(row["words"]) for row in csv.DictReader(lines) if row["where"] == where)


@dataclass
class Block:
    """One line of the page: its text, how many of its characters are links, the element it stands in, how it follows on.

    `joined` tells that only a line break, or the next row or item of a list, parts it from the line before.
    """

    text: str
    links: int
    owner: Any
    joined: bool = False

    @property
    def linked(self) -> bool:
        """Whether it is a link more than text."""
        return self.links * 2 > len(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a paragraph."""
        return len(self.text) >= PROSE and self.text.count(" ") >= 7 and self.links * 3 < len(self.text)

    def opens(self, where: str) -> bool:
        """Whether it is one of the words of boilerplate, alone or before a number, colon or bracket."""
        if len(self.text) > PROSE:
            return False
        bare = re.sub(r"[\s\d.,:;()\[\]|>«»/+-]+$", "", fold(self.text)).strip(" >|•·-–")
        return bare in words(where) or bare.split(":")[0].strip() in words(where)


def parse(text: str) -> Any:
    """The page as a tree; raises etree.ParserError or etree.XMLSyntaxError where there is none."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    return etree.fromstring(_NO_XML.sub(" ", text).encode("utf-8"), parser)


def prune(tree: Any) -> None:
    """Take out of the tree what is not read, and the boxes that are not the article."""
    for element in list(tree.iter(*_DROPPED)):
        _drop(element)
    for element in list(tree.iter()):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
            _drop(element)
    whole = sum(len(b.text) for b in blocks(tree) if b.is_prose)
    for element in list(tree.iter("div", "section", "ul", "ol", "p", "table", "span", "td", "li", "dl", "header")):
        if element.getparent() is None or not _is_box(element):
            continue
        held = sum(len(b.text) for b in blocks(element) if b.is_prose)
        if held * 3 < whole and element.find(".//h1") is None:
            _drop(element)


def _is_box(element: Any) -> bool:
    told = f"{element.get('class', '')} {element.get('id', '')}"
    parts = [part.lower() for name in re.split(r"[^A-Za-z]+", told) for part in (name, *_NAME_PARTS.findall(name))]
    return any(part in words("name") for part in parts)


def _drop(element: Any) -> None:
    """Remove an element with all it holds; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    # a reference such as &#1; brings in what the tree itself would refuse
    tail = _NO_XML.sub(" ", element.tail or "")
    if before is None:
        parent.text = _NO_XML.sub(" ", parent.text or "") + tail
    else:
        before.tail = _NO_XML.sub(" ", before.tail or "") + tail
    parent.remove(element)


class _Lines:
    """Text gathered until an element ends the line."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.parts: list[str] = []
        self.links = 0
        self.breaks = 0
        self.mark = ""
        self.in_item = False

    def add(self, text: str | None, linked: bool) -> None:
        if text:
            self.parts.append(text)
            self.links += len(squash(text)) if linked else 0

    def end(self, owner: Any, *, item: bool = False, br: bool = False) -> None:
        text = squash(unicodedata.normalize("NFC", "".join(self.parts)))
        if text:
            self.found.append(Block(self.mark + text, self.links, owner, joined=item or self.breaks == 1))
            self.mark, self.breaks = "", 0
        self.parts, self.links = [], 0
        self.breaks = self.breaks + 1 if br else 0 if text else self.breaks


def blocks(tree: Any) -> list[Block]:
    """The lines of the tree in reading order."""
    lines = _Lines()
    links = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag == "table" and _is_data(element):
                lines.end(element)
                lines.found += _rows(element)
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                _boundary(lines, element)
            links += tag == "a"
            lines.add(element.text, links > 0)
        else:
            links -= tag == "a"
            if tag == "br":
                lines.end(element.getparent(), br=True)
            elif tag in _BLOCKS:
                _boundary(lines, element)
            if element is not tree:
                lines.add(element.tail, links > 0)
    lines.end(tree)
    return lines.found


def _boundary(lines: _Lines, element: Any) -> None:
    """Begin or end a block: what was gathered is a line, and an item of a list gets its mark."""
    lines.end(element, item=lines.in_item and bool(lines.found))
    lines.breaks = 0
    if element.tag == "li":
        lines.in_item = not lines.in_item
        lines.mark = "- " if lines.in_item else ""


def _is_data(table: Any) -> bool:
    """Whether a table holds rows of short cells, and not the layout of the page."""
    rows = list(table.iter("tr"))
    if len(rows) < 2 or table.find(".//table") is not None or table.find(".//form") is not None:
        return False
    if any(sum(len("".join(p.itertext())) >= PROSE for p in cell.iter("p")) > 1 for cell in table.iter("td")):
        return False
    cells = [[squash("".join(cell.itertext())) for cell in row if cell.tag in ("td", "th")] for row in rows]
    wide = sum(sum(map(bool, row)) >= 2 for row in cells)
    linked = sum(len("".join(a.itertext())) for a in table.iter("a"))
    total = sum(len(cell) for row in cells for cell in row)
    return wide * 3 >= len(rows) * 2 and max(len(cell) for row in cells for cell in [*row, ""]) <= 400 and linked * 2 <= total


def _rows(table: Any) -> Iterator[Block]:
    for i, row in enumerate(table.iter("tr")):
        cells = [_cell(cell) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            yield Block(unicodedata.normalize("NFC", " | ".join(cells)), 0, row, joined=i > 0)


def _cell(cell: Any) -> str:
    """The cell's text, a blank where an element parts two words."""
    return squash(" ".join(text for block in blocks(cell) for text in [block.text]))
