"""Which lines of a page are the article: trafilatura first, readability where trafilatura took menus for text.

Both are asked only which paragraphs are the article's; its lines are then taken from the page itself, in order, so that
rows, short lines between paragraphs, the sapo and the byline stay.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from lxml import etree

from corpus.readers.blocks import Block
from corpus.readers.dates import first_day

# they warn of every page that holds no article; the reader tells that itself
for _judge in ("trafilatura", "readability"):
    logging.getLogger(_judge).setLevel(logging.CRITICAL)
_CREDIT = re.compile(r"(?:tin|bài|ảnh|theo|nguồn|tác giả|thực hiện|pv|ctv)\b", re.I)
_BYLINE_WORDS = 8
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


def main_part(tree: Any, lines: list[Block]) -> Part:
    """Where the article stands; raises ValueError where there is none."""
    prose = [i for i, b in enumerate(lines) if b.is_prose]
    core = _core(tree, lines, prose)
    if not core:
        raise ValueError("no paragraph of an article")
    inside = _container(lines, core)
    core = [i for i in core if id(lines[i].owner) in inside]
    return Part(core[0], core[-1], sum(len(lines[i].text) for i in core), inside)


def body(lines: list[Block], part: Part) -> list[Block]:
    """The article's lines from its first paragraph on."""
    kept: list[Block] = []
    told = 0
    for block in lines[part.first : part.last + 1]:
        if block.opens("end") and told * 10 > part.length * 6:
            return kept
        if id(block.owner) in part.inside and _is_text(block):
            kept.append(block)
            told += len(block.text)
    return kept + _tail(lines[part.last + 1 :], part.inside)


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
            return agreed or found or _all(lines, prose)
    return found


def _all(lines: list[Block], prose: list[int]) -> list[int]:
    """Every paragraph, where neither judge could read the page and there is enough for an article."""
    return prose if sum(len(lines[i].text) for i in prose) >= _ENOUGH else []


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


def _container(lines: list[Block], core: list[int]) -> frozenset[int]:
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
    return frozenset(id(b.owner) for b in lines if b.owner is chosen or chosen in b.owner.iterancestors())


def _tail(lines: list[Block], inside: frozenset[int]) -> list[Block]:
    """What follows the last paragraph: lines of the same element, up to links or other articles, and a byline below it."""
    kept: list[Block] = []
    for block in lines:
        if not _is_text(block):
            break
        if id(block.owner) not in inside:
            return kept + [block] * _is_byline(block.text)
        kept.append(block)
    return kept


def _is_byline(line: str) -> bool:
    """Whether a line is a credit or a name.

    >>> _is_byline("Tin, ảnh: Lê Thu"), _is_byline("Lê Thu - Y Jôn"), _is_byline("Về đầu trang")
    (True, True, False)
    """
    words = line.split()
    if len(words) > _BYLINE_WORDS or not line[-1:].isalpha():
        return False
    return _CREDIT.match(line) is not None or (len(words) > 1 and all(w[0].isupper() or not w[0].isalnum() for w in words))


def lead(lines: list[Block], title: int | None, part: Part) -> list[Block]:
    """What stands between title and first paragraph: the line with the date, the sapo, and lines of the article's own element."""
    start = title + 1 if title is not None else 0
    kept: list[Block] = []
    dated = title is None
    for block in lines[start : part.first]:
        if not dated and len(block.text) <= 120 and first_day(block.text):
            kept.append(block)
            dated = True
        elif _is_text(block) and (id(block.owner) in part.inside or (block.is_prose and title is not None)):
            kept.append(block)
    return kept
