"""News in brief: where several news items stand on one page, and where each begins.

A page is parted only on strong evidence, since an article with subheadings must stay one: every part has a heading of its own and
paragraphs under it, and either nearly every part has its own date line or byline, or the page's title says that it is news in
brief and nothing but items stands under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.readers.blocks import Block, name_words
from corpus.readers.bylines import is_byline
from corpus.readers.dates import first_day
from corpus.readers.parting import LONGEST_HEAD, NEWS_LEAD
from corpus.readers.titles import begins, key, names_no_article

_BULLET = re.compile(r"^\s*(?:[●•■◆▪►*+]|(?:\d{1,2}|[IVX]{1,4})[.)])\s+")


def is_head(block: Block) -> bool:
    """Whether a line is printed as a heading and reads like one."""
    if block.caption or block.linked or not 10 <= len(block.text) <= LONGEST_HEAD or block.text[-1] in ".,;:":
        return False
    named = block.owner.tag in ("h1", "h2", "h3", "h4", "h5") or bool(block.called & _HEADED)
    # a byline may be bold too; one of five words in capitals is a heading
    bold = block.is_bold and (not is_byline(block.text) or len(block.text.split()) > 4)
    return (named or bold) and not first_day(block.text) and not names_no_article(block.text)


_HEADED = name_words("title tieude headline")


def bare(head: str) -> str:
    """A heading without the sign or number before it.

    >>> bare("● HẢI PHÒNG: TUYÊN DƯƠNG"), bare("2. Trao Bằng khen")
    ('HẢI PHÒNG: TUYÊN DƯƠNG', 'Trao Bằng khen')
    """
    return _BULLET.sub("", head)


def says_so(titles: Iterable[str]) -> bool:
    """Whether one of the titles over a page says that it is news in brief."""
    return any(begins(title, "brief") for title in titles)


def items_of(lines: Sequence[Block], title: str | None, called: bool) -> list[list[Block]]:
    """The items that the lines under a title are, none where they are one article; `called` where the page says it is in brief."""
    heads = [i for i, b in enumerate(lines) if is_head(b) and not (title and key(b.text) == key(title))]
    heads = _with_prose(lines, heads)
    if len(heads) < 2:
        return []
    parts = [list(lines[at:to]) for at, to in zip(heads, [*heads[1:], len(lines)], strict=True)]
    before = lines[: heads[0]]
    own = sum(_has_own(part) for part in parts)
    # the date line of the first item may stand above it, and the last item alone may lack one
    if own >= max(2, len(parts) - 1) and not any(b.is_prose for b in before):
        return parts
    leads = sum(any(NEWS_LEAD.match(b.text) for b in part[1:3]) for part in parts)
    if called and len(parts) >= 3 and leads * 3 >= len(parts) * 2 and not any(b.is_prose for b in before):
        return parts
    return []


def _with_prose(lines: Sequence[Block], heads: list[int]) -> list[int]:
    """The headings that have a paragraph before the next one."""
    ends = [*heads[1:], len(lines)][: len(heads)]
    return [at for at, to in zip(heads, ends, strict=True) if any(b.is_prose and not b.is_bold for b in lines[at + 1 : to])]


def _has_own(part: Sequence[Block]) -> bool:
    """Whether an item has a date line under its heading or a byline at its end."""
    dated = any(len(b.text) <= 80 and not b.is_prose and first_day(b.text) and not begins(b.text, "clock") for b in part[1:3])
    return dated or is_byline(part[-1].text)


def shared_byline(parts: list[list[Block]]) -> Block | None:
    """The byline under the last item that stands for all: no other item has one."""
    last = parts[-1][-1]
    alone = is_byline(last.text) and not any(is_byline(part[-1].text) for part in parts[:-1])
    return last if alone and len(parts[-1]) > 2 else None
