"""Which lines of a page are the article: trafilatura first, readability where trafilatura took menus for text.

Both are asked only which paragraphs are the article's; its lines are then taken from the page itself, in order, so that
rows, short lines between paragraphs, the sapo and the byline stay. Where a rule knows the article's element, nobody is asked.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from corpus.readers.blocks import Block, held
from corpus.readers.bylines import is_byline
from corpus.readers.dates import first_day
from corpus.readers.titles import begins, key

# they warn of every page that holds no article; the reader tells that itself
for _judge in ("trafilatura", "readability"):
    logging.getLogger(_judge).setLevel(logging.CRITICAL)
_CREDITS = 3
_IMPRINT = re.compile(r"^\W*(?:©|bản quyền|copyright)|^.{0,200}giấy phép\b.{0,80}?\d+\s*/\s*(?:GP|QĐ|XB|BC|CBC)", re.I | re.S)
_ENOUGH = 200


def _squeezed(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


@dataclass(frozen=True)
class Part:
    """The article in a page's lines: its first and last paragraph, and the ids of the elements that hold it."""

    first: int
    last: int
    length: int
    inside: frozenset[int]

    def after(self, lines: list[Block], title: int) -> Part:
        """The article where its title was taken for its first paragraph: the next one is the first then."""
        following = (i for i in range(title + 1, self.last + 1) if lines[i].is_prose and id(lines[i].owner) in self.inside)
        return replace(self, first=next(following, self.first))


def main_part(tree: Any, lines: list[Block]) -> Part:
    """Where the article stands; raises ValueError where there is none."""
    prose = [i for i, b in enumerate(lines) if b.is_prose]
    while prose and is_imprint(lines[prose[-1]].text):
        prose.pop()
    core = _core(tree, lines, prose)
    if not core:
        raise ValueError("no paragraph of an article")
    inside = _container(tree, lines, core)
    return _part(lines, [i for i in core if id(lines[i].owner) in inside], inside)


def is_imprint(text: str) -> bool:
    """Whether a line is the one under a page that tells its licence, or whose it is.

    >>> is_imprint("Giấy phép số 31/GP-TTĐT do Cục Quản lý phát thanh cấp ngày 12/5/2010"), is_imprint("© Báo Nam Định")
    (True, True)
    """
    return len(text) <= 600 and _IMPRINT.search(text) is not None


def known_part(elements: Iterable[Any], lines: list[Block]) -> Part | None:
    """The article in the elements that a rule names; None where they hold too little for one."""
    inside = frozenset(id(e) for element in elements for e in element.iter())
    core = [i for i, b in enumerate(lines) if id(b.owner) in inside and b.is_prose]
    return _part(lines, core, inside) if sum(len(lines[i].text) for i in core) >= _ENOUGH else None


def _part(lines: list[Block], core: list[int], inside: frozenset[int]) -> Part:
    return Part(core[0], core[-1], sum(len(lines[i].text) for i in core), inside)


def lines_in(element: Any, lines: list[Block]) -> list[Block]:
    """The lines of text in an element, its heading first though it may be a link."""
    inside = frozenset(id(e) for e in element.iter())
    found = [b for b in lines if id(b.owner) in inside]
    return [b for i, b in enumerate(found) if i == 0 or _is_text(b)]


def body(lines: list[Block], part: Part) -> tuple[list[Block], int]:
    """(the article's lines from its first paragraph on, index of the line that ends it)."""
    kept: list[Block] = []
    told = 0
    for i in range(part.first, part.last + 1):
        block = lines[i]
        if block.opens("end") and told * 10 > part.length * 6:
            return kept, i
        if id(block.owner) in part.inside and _is_text(block):
            kept.append(block)
            told += len(block.text)
    tail, end = _tail(lines, part)
    return kept + tail, end


def captions(lines: list[Block], start: int, end: int, part: Part) -> tuple[str, ...]:
    """What is told of the article's pictures: in its element, or between its title and its first paragraph."""
    found = [
        b.text
        for i, b in enumerate(lines[start:end], start)
        if b.caption and not b.linked and (id(b.owner) in part.inside or i < part.first)
    ]
    return tuple(dict.fromkeys(found))


def _is_text(block: Block) -> bool:
    return not (block.caption or block.linked or block.opens("line") or block.opens("end"))


def _core(tree: Any, lines: list[Block], prose: list[int]) -> list[int]:
    """The paragraphs that are the article's, by the one judge or the other."""
    page = etree.tostring(tree, encoding="unicode", method="html")
    text = _trafilatura(page)
    found = [i for i in prose if _squeezed(lines[i].text) in text]
    menu = sum(1 for b in lines if (b.linked or not _is_text(b)) and len(b.text) > 5 and _squeezed(b.text) in text)
    if menu >= 3 or not found:
        second = _readability(page)
        agreed = [i for i in prose if _squeezed(lines[i].text) in second]
        if sum(len(lines[i].text) for i in agreed) * 5 >= sum(len(lines[i].text) for i in found) * 2:
            return agreed or found or _all(lines, prose)
    return found


def _all(lines: list[Block], prose: list[int]) -> list[int]:
    """Every paragraph, where neither judge could read the page and there is enough for an article."""
    return prose if sum(len(lines[i].text) for i in prose) >= _ENOUGH else []


def _trafilatura(page: str) -> str:
    import trafilatura

    # without `fast` it asks two judges of its own, one of them readability, the other quadratic in a page's lines
    return _squeezed(trafilatura.extract(page, include_comments=False, include_tables=True, fast=True) or "")


def _readability(page: str) -> str:
    from readability import Document

    try:
        summary = etree.fromstring(Document(page).summary(html_partial=True), etree.HTMLParser())
    except (etree.LxmlError, ValueError, TypeError):
        return ""
    return "" if summary is None else _squeezed("".join(summary.itertext()))


def _container(tree: Any, lines: list[Block], core: list[int]) -> frozenset[int]:
    """The ids of all elements in the innermost one that holds four fifths of the core."""
    told = held(tree, [(lines[i].owner, len(lines[i].text)) for i in core])
    whole = told[tree]
    chosen = inner = tree
    while inner is not None:
        chosen = inner
        inner = next((child for child in chosen if told.get(child, 0) * 5 >= whole * 4), None)
    return frozenset(id(e) for e in chosen.iter())


def _tail(lines: list[Block], part: Part) -> tuple[list[Block], int]:
    """What follows the last paragraph: lines of the same element, up to links or other articles, and credits below it."""
    kept: list[Block] = []
    out = 0
    for i in range(part.last + 1, len(lines)):
        block = lines[i]
        if id(block.owner) in part.inside:
            if is_imprint(block.text) or not (block.caption or _is_text(block)):
                return kept, i
            kept += [block] * (not block.caption)
        elif out < _CREDITS and _is_text(block) and is_byline(block.text):
            kept.append(block)
            out += 1
        elif not block.caption:
            return kept, i
    return kept, len(lines)


def lead(lines: list[Block], title: int | None, part: Part, sapo: str | None = None) -> list[Block]:
    """What stands between title and first paragraph: the line with the date, the sapo, and lines of the article's own element."""
    start = title + 1 if title is not None else 0
    kept: list[Block] = []
    dated = title is None
    for block in lines[start : part.first]:
        if not dated and len(block.text) <= 120 and first_day(block.text) and not begins(block.text, "clock"):
            kept.append(block)
            dated = True
        elif _is_text(block) and (
            id(block.owner) in part.inside
            or (block.is_prose and title is not None)
            or (sapo is not None and key(block.text) == key(sapo))
        ):
            kept.append(block)
    return kept
