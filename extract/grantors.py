"""Who gives an award or is asked to: the office or body before the giving verb, or the one whose authority is lent."""

from __future__ import annotations

import re

from extract.award_parts import Term
from extract.award_terms import Terms
from extract.clauses import HEAD, NEAR, Clause

GIVES = re.compile(
    r"(?<!\w)(?:trao tặng|phong tặng|truy tặng|tặng thưởng|trao thưởng|công nhận|trao|tặng|thưởng|khen thưởng)(?!\w)"
)
LENT = re.compile(r"(?<!\w)thừa (?:ủy quyền|lệnh|ủy nhiệm)(?: của)?\s+")
BETWEEN = re.compile(
    r"\s*,?\s*(?:(?:đã|cũng|vừa|còn|đang|sẽ|long trọng|trực tiếp|quyết định|xét|ký quyết định|có quyết định|ban hành quyết định[^.;]{0,80})\s*)*"
)


class Grantors:
    """Finds grantors on one page."""

    def __init__(self, terms: Terms) -> None:
        self.page, self.terms = terms.page, terms

    def of(self, clause: Clause, term: Term) -> str | None:
        """The grantor told in the clause of an award, or in the line that opens its list."""
        found = self._told(max(clause.start, term.start - NEAR), term.start)
        if not found and term.start - clause.start > NEAR:
            found = self._told(clause.start, clause.start + HEAD)
        return found or (self._told(*clause.intro) if clause.intro else None)

    def _told(self, start: int, end: int) -> str | None:
        lent = list(LENT.finditer(self.page.fold, start, end))
        verbs = list(GIVES.finditer(self.page.fold, start, end))
        if lent and (office := self._office(lent[-1].end())) and not self._by_another(lent[-1].end(), verbs, end):
            return office[0]
        for verb in reversed(verbs):
            first = self.page.token_at(verb.start())
            for i in range(first - 1, max(self.page.token_at(start) - 1, first - 24), -1):
                office = self._office(self.page.tokens[i].start)
                if office and BETWEEN.fullmatch(self.page.fold, office[1], verb.start()):
                    return self._longest(i, office[1]) or office[0]
        return None

    def _by_another(self, lent: int, verbs: list[re.Match[str]], end: int) -> bool:
        """`Thừa ủy quyền của Chủ tịch nước, ông A trao X; Giám đốc Sở tặng Y`: behind the `;` somebody else gives."""
        cut = self.page.fold.rfind(";", lent, end)
        own = next((verb for verb in verbs if verb.start() > cut), None) if cut > 0 else None
        return own is not None and not BETWEEN.fullmatch(self.page.fold, cut + 1, own.start())

    def _longest(self, i: int, end: int) -> str | None:
        """`Chủ tịch UBND tỉnh` rather than `UBND tỉnh`: the title before the body that ends at the same word."""
        for j in range(max(0, i - 6), i):
            office = self._office(self.page.tokens[j].start)
            if office and office[1] == end:
                return office[0]
        return None

    def _office(self, start: int) -> tuple[str, int] | None:
        told = self.terms.names.office_at(self.page.token_at(start))
        return (told[0], self.page.tokens[told[1] - 1].end) if told else None
