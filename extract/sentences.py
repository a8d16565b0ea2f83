"""Tokens and sentences. Sentence ends come from underthesea (0.9 ms an article), line by line.

underthesea splits `(binhdinh.gov.vn)` and glued sentences (`tham gia.Trong`) differently from a reader; a split that no
white space follows is taken back, and one inside brackets or quotation marks is kept, since speeches hold sentences.
"""

from __future__ import annotations

from underthesea import sent_tokenize

from extract.draft import Draft, component
from extract.text import Page


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
            if at < len(line) and not line[at].isspace():
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
