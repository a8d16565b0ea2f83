"""Works named in quotation marks behind their kind: `ca khúc “...” của Hà Thu`.

A work's title holds no unit, and behind `của` stands its author, whose pen name may lack a family name.
"""

from __future__ import annotations

import functools
import re

from extract.folding import fold
from extract.lexicon import word_set
from extract.names import name_length, run_of_caps
from extract.text import Page

_BY = re.compile(r"\s+(?:\([^()]{1,40}\)\s+)?của\s+(?:(?:tác giả|nhóm tác giả)\s+)?")


_QUOTED_BY = re.compile(r'"\s*[,-]?\s*(?:của )?tác giả\s+')  # `“Mùa lũ”, tác giả Vĩnh Quyền`


@functools.cache
def _pattern() -> re.Pattern[str]:
    nouns = sorted(map(fold, word_set("work_nouns")), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, nouns)) + r')(?:\s[^\W\d]+){0,3}\s(?P<title>"[^"\n]{1,120}")')


def works(page: Page) -> list[tuple[int, int]]:
    """Characters of the works' titles, quotation marks and all.

    >>> page = Page("Tặng giải A cho ca khúc “Chiều bên sông” của Hà Thu.")
    >>> [page.quote(*title) for title in works(page)]
    ['“Chiều bên sông”']
    """
    return [match.span("title") for match in page.find(_pattern())]


def authors(page: Page) -> dict[int, tuple[int, int]]:
    """Character where an author is named -> characters of the work."""
    behind = ((title, _BY.match(page.fold, title[1])) for title in works(page))
    told = {match.end(): title for title, match in behind if match}
    return told | {match.end(): match.span() for match in _QUOTED_BY.finditer(page.fold)}


def pen_name(page: Page, i: int) -> int:
    """How many words from token i on are an author's name, with a family name or not; 0 for a body's short name or a nation."""
    words = page.tokens[i : i + run_of_caps(page, i, 4)]
    shaped = len(words) > 1 and all(t.text[1:].islower() for t in words) and words[0].text not in word_set("nation_words")
    return name_length(page, i) or (len(words) if shaped else 0)
