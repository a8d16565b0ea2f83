"""Awards that captions of pictures tell again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.draft import Draft
from extract.settle import key_of_award, told_again
from extract.text import Intervals
from schemas.facts import Award

CREDIT = re.compile(r"\W*ảnh(?!\w)")
CAPTION = 300  # characters of the longest line that is a caption


def without_captions(draft: Draft, awards: list[Award]) -> list[Award]:
    """The awards without those that a picture's caption tells of a group, where the text itself tells that award."""
    captions = Intervals(_captions(draft))
    text = [key_of_award(one.award) for one in awards if not captions.covers(one.mentions[0].start)]
    return [one for one in awards if not (captions.covers(one.mentions[0].start) and told_again(one, text))]


def _captions(draft: Draft) -> Iterator[tuple[int, int]]:
    """Short lines that end in a photographer's credit (`A trao Bằng khen cho B. Ảnh: C`)."""
    for start, end in draft.skip:
        line = draft.page.line_of(start)
        credit = CREDIT.match(draft.page.fold, start) and end >= line[1] - 2
        if credit and line[0] < start and line[1] - line[0] < CAPTION:
            yield line
