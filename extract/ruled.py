"""Where an article tells of a law or of rules: as its subject, or only in some of its sentences.

What a law's draft says of awards was given to nobody (guidelines: decided cases). An ordinary report in which somebody also
asks to amend the rules of emulation still tells of awards that were given.
"""

from __future__ import annotations

import re

from extract.clauses import Clauses
from extract.pointers import Recipient
from extract.text import Page

RULES = re.compile(r"(?<!\w)(?:dự thảo luật|dự án luật|dự luật|sửa đổi, bổ sung)(?!\w)")
# a cluster's meeting amends its rules by the way; a law that is amended is what the article is about
LAW = re.compile(
    r"(?:d|sửa đổi, bổ sung (?:(?:một số|các) (?:điều|quy định) (?:của |trong )?)?(?:luật|nghị định|thông tư|pháp lệnh))"
)
# `theo quy định tại Điều 25 Luật A, được sửa đổi, bổ sung năm 2013`: what a proposal rests on
BY_LAW = re.compile(r"(?<!\w)theo (?:quy định )?(?:tại |của )?(?:điều|khoản|luật|nghị định|thông tư)(?!\w)[^;]*, (?:đã )?được $")
BASIS = re.compile(r"\W*căn cứ(?!\w)")
GOES_ON = re.compile(r"\W*(?:theo đó|cụ thể|luật|dự thảo|nghị định|quy chế)(?!\w)")
SOME = re.compile(r"(?:các|những|nhiều|một số|hàng|toàn thể)(?!\w)")  # they are more than whoever the rules fit
LEAD = 60  # characters of a sentence that is the article's first, not the day or the place above it
Span = tuple[int, int]


def of_anyone(to: list[Recipient], start: int) -> bool:
    """`Người có 30 năm công tác được tặng X`: whoever is such a one, told at the head of the sentence that begins at `start`."""
    return [(r.kind, r.count, r.start) for r in to] == [("group", None, start)] and not SOME.match(to[0].name.lower())


class Ruled:
    """The laws and rules that one page tells of; `whole` is where it tells that it is about them."""

    def __init__(self, page: Page, clauses: Clauses, *, titled: bool) -> None:
        self.page = page
        self.told = [m.span() for m in page.find(RULES) if not (m[0].startswith("sửa") and self._basis(m.start()))]
        self.whole: Span | None = self._subject(clauses, titled=titled) if self.told else None

    def _subject(self, clauses: Clauses, *, titled: bool) -> Span | None:
        """The law that the title, or the first sentence before any award, tells of."""
        title = self.page.lines[0][1] if titled else 0
        lead = next((end for start, end in self.page.sentences if start >= title and end - start >= LEAD), len(self.page.fold))
        lead = min([lead, *(term.start for term in clauses.within(title, lead))])
        early = [span for span in self.told if span[1] <= lead]
        return next((span for span in early if span[0] < title or LAW.match(self.page.fold, span[0])), None)

    def over(self, start: int, at: int, to: list[Recipient]) -> Span | None:
        """The rules that an award at the character `at` to those of `to` is told under, in the sentence that begins at `start`."""
        return self.whole or self.before(start, at) or (self.goes_on(start) if of_anyone(to, start) else None)

    def before(self, start: int, at: int) -> Span | None:
        """The rules told before the character `at` in its sentence, which begins at `start`, or in the one that it goes on with."""
        if not self.told:
            return None
        if start and GOES_ON.match(self.page.fold, start, at):
            start = self.page.sentence_of(start - 2)[0]
        return next((span for span in reversed(self.told) if start <= span[0] and span[1] <= at), None)

    def goes_on(self, start: int) -> Span | None:
        """The rules told in the sentence before the one that begins at `start`, in its line."""
        if start <= self.page.line_of(start)[0]:
            return None
        before = self.page.sentence_of(start - 2)[0]
        return next((span for span in self.told if before <= span[0] < start), None)

    def _basis(self, at: int) -> bool:
        """`Căn cứ Luật sửa đổi, bổ sung ...;`: what a decision rests on, which makes no rule of it."""
        start = self.page.sentence_of(at)[0]
        return bool(BASIS.match(self.page.fold, start) or self.page.first(BY_LAW, max(start, at - 300), at))
