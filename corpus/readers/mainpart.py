"""Which lines of a page are the article: trafilatura first, readability where trafilatura took menus for text.

Both are asked only which paragraphs are the article's; its lines are then taken from the page itself, in order, so that
rows, short lines between paragraphs, the sapo and the byline stay.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from typing import Any

from lxml import etree

from corpus.readers.blocks import Block
from corpus.readers.dates import first_day

# they warn of every page that holds no article; the reader tells that itself
for _judge in ("trafilatura", "readability"):
    logging.getLogger(_judge).setLevel(logging.CRITICAL)
_BYLINE = re.compile(r"^(?:\(?(?:tin|bài|ảnh|theo|nguồn|tác giả|thực hiện|pv|ctv)\b.{0,70}|[A-ZÀ-ỸĐ][^\d.!?]{2,40})\)?$", re.I)
_BYLINE_WORDS = 8


def _squeezed(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def article_lines(tree: Any, lines: list[Block]) -> tuple[int, list[Block]]:
    """(index of the first paragraph in `lines`, the article's lines from it on); raises ValueError where there is none."""
    prose = [i for i, b in enumerate(lines) if b.is_prose]
    core = _core(tree, lines, prose)
    if not core:
        raise ValueError("no paragraph of an article")
    inside = _container(lines, core)
    core = [i for i in core if id(lines[i].owner) in inside]
    first, last = core[0], core[-1]
    kept: list[Block] = []
    length = sum(len(lines[i].text) for i in core)
    told = 0
    for i in range(first, last + 1):
        block = lines[i]
        if block.opens("end") and told * 10 > length * 6:
            return first, kept
        if id(block.owner) in inside and _is_text(block):
            kept.append(block)
            told += len(block.text)
    return first, kept + _tail(lines[last + 1 :], inside)


def _is_text(block: Block) -> bool:
    return not (block.linked or block.opens("line") or block.opens("end"))


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
            return agreed or found
    return found


def _trafilatura(page: str) -> str:
    import trafilatura

    return _squeezed(trafilatura.extract(page, include_comments=False, include_tables=True) or "")


def _readability(page: str) -> str:
    from readability import Document

    try:
        summary = etree.fromstring(Document(page).summary(html_partial=True), etree.HTMLParser())
    except (etree.LxmlError, ValueError, TypeError):
        return ""
    return "" if summary is None else _squeezed("".join(summary.itertext()))


def _container(lines: list[Block], core: list[int]) -> set[int]:
    """The ids of all elements in the innermost one that holds four fifths of the core."""
    held: Counter[int] = Counter()
    elements: dict[int, Any] = {}
    for i in core:
        for element in (lines[i].owner, *lines[i].owner.iterancestors()):
            held[id(element)] += len(lines[i].text)
            elements[id(element)] = element
    whole = sum(len(lines[i].text) for i in core)
    depths = {key: sum(1 for _ in element.iterancestors()) for key, element in elements.items() if held[key] * 5 >= whole * 4}
    chosen = elements[max(depths, key=depths.__getitem__)]
    return {id(b.owner) for b in lines if b.owner is chosen or chosen in b.owner.iterancestors()}


def _tail(lines: list[Block], inside: set[int]) -> list[Block]:
    """What follows the last paragraph: short lines of the same container, and a byline below it."""
    kept: list[Block] = []
    for block in lines:
        if not _is_text(block):
            break
        byline = _BYLINE.match(block.text) is not None and len(block.text.split()) <= _BYLINE_WORDS
        if (id(block.owner) not in inside and not byline) or len(kept) >= 40:
            break
        kept.append(block)
        if id(block.owner) not in inside:
            break
    return kept


def lead(lines: list[Block], title: int | None, first: int) -> list[Block]:
    """What stands between title and first paragraph: the line with the date, and the sapo."""
    start = first if title is None else title + 1
    kept: list[Block] = []
    dated = False
    for block in lines[start:first]:
        if not dated and len(block.text) <= 120 and first_day(block.text):
            kept.append(block)
            dated = True
        elif block.is_prose and _is_text(block):
            kept.append(block)
    return kept
