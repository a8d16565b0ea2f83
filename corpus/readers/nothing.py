"""Why a page holds no article: what it is instead, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from corpus.readers.blocks import Block, short_text
from corpus.readers.titles import key

_NONE = "no article was found in the page"
_SAVE = "save the page of the article itself, or its text as .txt"
_TEMPLATE = re.compile(r"\{\{[^{}]{1,80}\}\}|\{%[^{}]{1,80}%\}|<%=[^<>]{1,80}%>")
_STATE = re.compile(r"__NEXT_DATA__|__NUXT__|__INITIAL_STATE__|__APOLLO_STATE__|__PRELOADED_STATE__|window\.__DATA__")
_TEASER = 420
_MOST = 5


def why(tree: Any, page: str) -> str:
    """The reason for a page in which nothing was found; `tree` is the page as it came."""
    if tree is not None and (tree.find(".//frameset") is not None or _is_frame(tree)):
        return f"{_NONE}: its text stands in a frame, which is a page of its own: bring in that page (it may lie in the folder saved with this one)"
    if len(_TEMPLATE.findall(page[:400_000])) >= 2:
        return f"{_NONE}: its places such as {{{{title}}}} were not filled in yet: open it again and save it as .mhtml when it shows its text, or {_SAVE}"
    if _STATE.search(page):
        return (
            f"{_NONE}: its text stands in a script alone: open it again and save it as .mhtml when it shows its text, or {_SAVE}"
        )
    return f"{_NONE}: {_SAVE}"


def _is_frame(tree: Any) -> bool:
    return next(tree.iter("iframe", "frame"), None) is not None and not any(
        len(short_text(p, 100_000) or "") > 200 for p in tree.iter("p", "td")
    )


def is_list(lines: Sequence[Block], title: str | None) -> bool:
    """Whether the lines taken for an article are those of a list: headings that are links, each with a teaser of a line or two."""
    prose = [i for i, b in enumerate(lines) if b.is_prose]
    teased = sum(_is_teaser(lines, i, title) for i in prose)
    return teased >= _MOST and teased * 10 >= len(prose) * 7


def _is_teaser(lines: Sequence[Block], i: int, title: str | None) -> bool:
    """Whether a paragraph is short and stands under a heading that is a link, or above a link to the rest."""
    if len(lines[i].text) > _TEASER:
        return False
    above = next((b for b in reversed(lines[max(0, i - 3) : i]) if b.linked), None)
    headed = above is not None and len(above.text.split()) >= 4 and not (title and key(above.text) == key(title))
    after = lines[i + 1] if i + 1 < len(lines) else None
    return headed or lines[i].text.endswith(("...", "…")) or (after is not None and after.linked and after.opens("more"))


LIST = f"{_NONE}: it is a list of articles with a line or two of each: {_SAVE}"
