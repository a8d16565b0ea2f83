"""Which line of a page is the article's title, and which paragraph its sapo.

No single sign is sure: an h1 may be the site's name, the page's <title> a section, a class the design's. Each line above the
article is weighed by all of them; a line that nothing speaks for is no title.
"""

from __future__ import annotations

import functools
import re

from corpus.readers.blocks import Block, words
from corpus.readers.dates import first_day
from corpus.readers.pagemeta import Told
from extract.folding import fold

_LONGEST = 300
_ENOUGH = 20
_LESS = 15
_TITLE = frozenset("title tieude headline tentin tenbai tieu tin-title".split())
_NOT_TITLE = frozenset("module moduletable portlet widget sidebar menu site slogan logo topper box block".split())
_SAPO = frozenset(
    "sapo summary tomtat trichdan trichyeu intro lead hometext desc description excerpt chapeau mota gioithieu introtext".split()
)
_SAPO_LONGEST = 900


def key(text: str) -> str:
    """The letters of a line alone, to compare lines by.

    >>> key("Sở Y tế: tổng kết!")
    'sởytếtổngkết'
    """
    return re.sub(r"\W+", "", fold(text))


@functools.cache
def _keys(where: str) -> frozenset[str]:
    return frozenset(map(key, words(where)))


def begins(text: str, where: str) -> bool:
    """Whether a line begins with one of the words of boilerplate.

    >>> begins("Hôm nay: 20/11/2026", "clock"), begins("Cổng thông tin điện tử tỉnh", "site")
    (True, True)
    """
    bare = fold(text).lstrip(" ([*-–•|.:·»>=~")
    return any(bare.startswith(word) and not bare[len(word) : len(word) + 1].isalpha() for word in words(where))


def names_no_article(text: str) -> bool:
    """Whether a line is the name of a site or of a section of it, as pages have it where the title should be."""
    return begins(text, "site") or key(text) in _keys("section")


def title_line(lines: list[Block], first: int, head: Told) -> int | None:
    """Index of the line that is the article's title: above its first paragraph, or first in it where it is printed as a title."""
    weighed = [(w, i) for i in range(first + 1) if (w := _weight(lines, i, first, head)) is not None]
    best = max(weighed, default=(0.0, 0))
    # where the head names the site alone, less must do
    needed = _ENOUGH if any(not names_no_article(told) for told in head.titles) else _LESS
    return best[1] if best[0] >= needed else None


def _weight(lines: list[Block], i: int, first: int, head: Told) -> float | None:
    """How much speaks for a line as the title; None where it cannot be."""
    block = lines[i]
    heading = block.owner.tag in ("h1", "h2", "h3", "h4") or _in_h1(block)
    if block.caption or len(block.text) > _LONGEST or (block.linked and not _in_h1(block)):
        return None
    if len(block.text) < 8 and not _in_h1(block):
        return None
    if len(block.text) <= 60 and first_day(block.text) and not heading:
        return None
    if i >= first and not (heading or block.is_bold or block.called & _TITLE):
        return None
    told = _by_head(block.text, head)
    by_class = 25 * bool(block.called & _TITLE and not block.called & _NOT_TITLE)
    by_tag = 25 if _in_h1(block) else 16 if heading else 10 * block.is_bold
    near = next((n for n in (1, 2) if i + n < len(lines) and _is_date_line(lines[i + n])), 0)
    told += by_class + by_tag + 15 * bool(near) + 10 * (i + 1) / (first + 1)
    told -= 60 * names_no_article(block.text) + 15 * (len(block.text.split()) < 4) + 40 * (block.linked and told < 60)
    return told - 20 * (block.text[-1] in ".;:," or len(block.text) > 220)


def _by_head(text: str, head: Told) -> float:
    mine = key(text)
    best = 0.0
    for n, told in enumerate(map(key, head.titles)):
        sure = n < head.sure
        if not mine or not told:
            continue
        if mine == told:
            best = max(best, 100 if sure else 70)
        elif (mine in told or told in mine) and min(len(mine), len(told)) * 2 >= max(len(mine), len(told)):
            best = max(best, 60)
        elif mine in told and len(text.split()) >= 4:
            best = max(best, 20)
    return best


def _in_h1(block: Block) -> bool:
    return block.owner.tag == "h1" or next(block.owner.iterancestors("h1"), None) is not None


def _is_date_line(block: Block) -> bool:
    return len(block.text) <= 120 and first_day(block.text) is not None and not begins(block.text, "clock")


def sapo_line(opening: list[Block], body: list[Block], head: Told) -> Block | None:
    """The paragraph that sums the article up: what its class says, what is printed bold above the rest, what the head repeats."""
    paragraphs = [b for b in (*opening, *body[:3]) if len(b.text) <= _SAPO_LONGEST and len(b.text) >= 40 and not b.caption]
    for block in paragraphs:
        if block.called & _SAPO:
            return block
    first = next((b for b in (*opening, *body) if b.is_prose), None)
    if first is None or len(first.text) > _SAPO_LONGEST:
        return None
    if first.is_bold and any(b.is_prose and not b.is_bold for b in body):
        return first
    told = key(head.description or "")
    return first if len(told) >= 60 and key(first.text).startswith(told[:60]) else None
