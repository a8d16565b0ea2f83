"""A page as its lines: paragraphs, list items, table rows, captions, in the order in which they are read.

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
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from extract.folding import fold, squash

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
_UNSEEN = frozenset("hidden hide d-none sr-only element-invisible visually-hidden".split())
_STRONG = frozenset("b strong h1 h2 h3 h4 h5 h6 th".split())
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

    `joined` tells that only a line break, or the next row or item of a list, parts it from the line before; `strong` how many
    of its characters are printed bold; `caption` that it tells of a picture; `when` is the moment that a <time> in it tells;
    `names` are class and id of the elements that open the line.
    """

    text: str
    links: int
    owner: Any
    joined: bool = False
    strong: int = 0
    caption: bool = False
    when: str | None = None
    names: str = ""

    @property
    def linked(self) -> bool:
        """Whether it is a link more than text."""
        return self.links * 2 > len(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a paragraph."""
        return not self.caption and len(self.text) >= PROSE and self.text.count(" ") >= 7 and self.links * 3 < len(self.text)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is printed bold, or a heading."""
        return self.strong * 10 >= len(self.text) * 9

    @functools.cached_property
    def called(self) -> frozenset[str]:
        """The words in the names of the elements it opens with, of the element it stands in and of the one around that.

        >>> tree = parse('<div class="NewsHead"><p id=lbl_date><span class="ngayDang">5/3/2019</span></p></div>')
        >>> sorted(blocks(tree)[0].called)
        ['dang', 'date', 'head', 'lbl', 'lbl_date', 'news', 'newshead', 'ngay', 'ngaydang']
        """
        told = [self.names, *(names(e) for e in (self.owner, self.owner.getparent()) if e is not None and e.tag != "body")]
        return name_words(" ".join(told))

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
        drop(element)
    for element in list(tree.iter()):
        if _is_unseen(element):
            drop(element)
    prose = held(tree, [(b.owner, len(b.text)) for b in blocks(tree) if b.is_prose])
    for element in list(tree.iter("div", "section", "ul", "ol", "p", "table", "span", "td", "li", "dl", "header")):
        if element.getparent() is None or not name_words(names(element)) & words("name"):
            continue
        if prose.get(element, 0) * 3 < prose.get(tree, 0) and element.find(".//h1") is None:
            drop(element)


def _is_unseen(element: Any) -> bool:
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        return True
    # a script may show what its class hides, so only little is taken for unseen
    return not _UNSEEN.isdisjoint(element.get("class", "").split()) and short_text(element, 300) is not None


def held(tree: Any, parts: list[tuple[Any, int]]) -> dict[Any, int]:
    """What each element holds in itself and below, of what stands in elements: one walk, however deep the tree is."""
    told: dict[Any, int] = {}
    for element, amount in parts:
        told[element] = told.get(element, 0) + amount
    for element in reversed(list(tree.iter())):
        parent = element.getparent()
        if element in told and parent is not None and element is not tree:
            told[parent] = told.get(parent, 0) + told[element]
    return told


def short_text(element: Any, most: int) -> str | None:
    """The text of an element on one line, or None where it is longer than `most` or stands in as many elements."""
    if next(islice(element.iter(), most, None), None) is not None:
        return None
    text = squash("".join(element.itertext()))
    return text if len(text) <= most else None


def names(element: Any) -> str:
    """Class and id of an element."""
    return f"{element.get('class', '')} {element.get('id', '')}"


@functools.lru_cache(4096)
def name_words(told: str) -> frozenset[str]:
    """The words that names are made of, each name whole among them.

    >>> sorted(name_words("PhotoCMS_Caption tin-lienquan"))
    ['caption', 'cms', 'lienquan', 'photo', 'photocms', 'photocms_caption', 'tin', 'tin-lienquan']
    """
    found = set(told.lower().split())
    for name in re.split(r"[^A-Za-z]+", told):
        found |= {part.lower() for part in (name, *_NAME_PARTS.findall(name)) if part}
    return frozenset(found)


def drop(element: Any) -> None:
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
        self.inside = dict.fromkeys(("a", "strong", "figcaption"), 0)
        self.links = self.strong = self.breaks = 0
        self.mark = self.names = ""
        self.when: str | None = None
        self.in_item = False

    def step(self, element: Any, by: int) -> None:
        """Go into an element (1) or out of it (-1)."""
        tag = element.tag
        self.inside["a"] += by * (tag == "a")
        self.inside["strong"] += by * (tag in _STRONG)
        self.inside["figcaption"] += by * (tag == "figcaption")
        if by > 0 and tag not in _BLOCKS and not self.parts and element.attrib:
            self.names += f"{names(element)} "
        if by > 0 and tag == "time":
            self.when = self.when or element.get("datetime")

    def add(self, text: str | None) -> None:
        if text and (self.parts or not text.isspace()):
            self.parts.append(text)
            if self.inside["a"] or self.inside["strong"]:
                length = len(squash(text))
                self.links += length if self.inside["a"] else 0
                self.strong += length if self.inside["strong"] else 0

    def end(self, owner: Any, *, item: bool = False, br: bool = False) -> None:
        text = squash(unicodedata.normalize("NFC", "".join(self.parts)))
        if text:
            joined = item or self.breaks == 1
            caption = self.inside["figcaption"] > 0
            self.found.append(
                Block(self.mark + text, self.links, owner, joined, self.strong, caption, self.when, self.names.strip())
            )
            self.mark, self.breaks, self.when = "", 0, None
        self.parts, self.links, self.strong, self.names = [], 0, 0, ""
        self.breaks = self.breaks + 1 if br else 0 if text else self.breaks


def blocks(tree: Any) -> list[Block]:
    """The lines of the tree in reading order."""
    lines = _Lines()
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
                _boundary(lines, element, element if element is tree else element.getparent())
            lines.step(element, 1)
            lines.add(element.text)
        else:
            if tag == "br":
                lines.end(element.getparent(), br=True)
            elif tag in _BLOCKS:
                _boundary(lines, element, element)
            lines.step(element, -1)
            if element is not tree:
                lines.add(element.tail)
    lines.end(tree)
    return lines.found


def _boundary(lines: _Lines, element: Any, owner: Any) -> None:
    """Begin or end a block: what was gathered is a line of `owner`, and an item of a list gets its mark."""
    lines.end(owner, item=lines.in_item and bool(lines.found))
    lines.breaks = 0
    if element.tag == "li":
        lines.in_item = not lines.in_item
        lines.mark = "- " if lines.in_item else ""


def _is_data(table: Any) -> bool:
    """Whether a table holds rows of short cells, and not the layout of the page."""
    if table.find(".//table") is not None or table.find(".//form") is not None:
        return False
    rows = list(table.iter("tr"))
    if len(rows) < 2:
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
