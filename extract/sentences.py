"""Tokens and sentences. Sentence ends come from underthesea (0.9 ms an article), line by line.

underthesea splits `(binhdinh.gov.vn)` and glued sentences (`tham gia.Trong`) differently from a reader; a split that no
white space follows, or that stands behind an abbreviation (`TX. Buôn Hồ`) or a list's number, is taken back, and one inside brackets or quotation marks is kept, since speeches hold sentences.
"""

from __future__ import annotations

import re

from underthesea import sent_tokenize

from extract.draft import Draft, component
from extract.text import Page

ABBREVIATED = re.compile(
    r"(?:(?<!\w)(?:TX|TP|Tp|T\.P|TT|Q|P|H|Tr|St|TS|ThS|Ths|GS|PGS|BS|Bs|KS|CN|NS|Th|T|Mr|Mrs|Ms|đ/c|Đ/c|[A-ZĐ])|^\s*\d{1,2}|^\s*[a-zđ])\.$"
)


def sentences(page: Page) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in order; a line break always ends one."""
    found: list[tuple[int, int]] = []
    for start, end in page.lines:
        line, at, begin = page.text[start:end], 0, 0
        for piece in sent_tokenize(line):
            words = piece.split()
            if not words:
                continue
            for word in words:
                at = line.index(word, at) + len(word)
            if (at < len(line) and not line[at].isspace()) or ABBREVIATED.search(line, begin, at):
                continue
            found.append((start + begin, start + at))
            begin = at + len(line[at:]) - len(line[at:].lstrip())
        if begin < len(line):
            found.append((start + begin, end))
    return found


@component("sentences")
def run(draft: Draft) -> None:
    """Set `page.sentences`."""
    draft.page.sentences = sentences(draft.page)
