"""Sentences that go on with the one before: without a verb of their own, or with their subject left out."""

from __future__ import annotations

import re

from extract.clauses import Clause
from extract.pointers import Recipient, linked
from extract.recipients import Finder
from extract.sharing import Told, again
from extract.verbs import GIVE, SAID, TAKE

GIVES = re.compile(rf"{GIVE.pattern}|{TAKE.pattern}")
VERBLESS = re.compile(r"[\s\"“]*(?:(?:ngoài ra|bên cạnh đó|cùng với đó|đồng thời),? )?(?:còn có |có |còn )?[\s\"“]*")
_YEARS = r"(?:19|20)\d\d(?:\s*(?:-|–|,|và|đến)\s*(?:năm )?(?:19|20)\d\d)*"
_WHEN = rf"(?:(?:(?:trong|vào|từ|riêng|các|cũng trong|đến|những) )*năm (?:học )?{_YEARS}|(?:ngoài ra|bên cạnh đó|đồng thời|trước đó|sau đó|nhiều năm liền|nhiều năm qua|(?:\d|hai|ba|năm) năm (?:liền|liên tục)))"
# `Năm 2015 được tặng A; năm 2016 nhận B`: when, but not who
_TAKES = r"(?:(?:còn|đã|cũng|lại|tiếp tục|liên tục|vinh dự)\s+)*(?:được|đón nhận|nhận|đạt)(?!\w)"
SUBJECTLESS = re.compile(rf"\s*(?:[-–+*•]\s*)?{_WHEN}(?:,? {_WHEN})?,?\s+{_TAKES}")
# `Năm 2015 được tỉnh quan tâm, hội đã trao 20 suất quà`: behind the comma another one does something
SAME = re.compile(rf"[^,;:]*(?:[,;]\s*(?:và\s+)?(?:{_WHEN},?\s+)?{_TAKES}[^,;:]*)*")
WHO = re.compile(r"(?<!\w)(?:là|gồm|cho|thuộc về|có)(?!\w)")
NEAR = 3  # characters between two sentences of one paragraph


class Carried:
    """What the clauses of one page take over from the clause before them, read in order."""

    def __init__(self, finder: Finder) -> None:
        self.page, self.finder = finder.page, finder
        self.end, self.told = -1, list[Told]()

    def over(self, clause: Clause, read: list[Told]) -> None:
        """Give the awards that the clause tells the status or the recipients of those told before it."""
        before = self.told if clause.start - self.end < NEAR else []
        if before and read and clause.terms and self._verbless(clause):
            for told in read:
                told.decision = before[-1].decision
        elif read and clause.terms and self._subjectless(clause, read):
            to = self._subject(before) if before else self._opening(clause.start)
            for told in read:
                told.to = to
        self.end, self.told = clause.end, read

    def _verbless(self, clause: Clause) -> bool:
        """`Đề nghị tặng A cho 5 tập thể. Ngoài ra còn có B cho 7 cá nhân.`: the sentence goes on with the one before it."""
        opens = VERBLESS.fullmatch(self.page.fold, clause.start, clause.terms[0].start)
        return opens is not None and not self.page.first(GIVES, clause.start, clause.end)

    def _subjectless(self, clause: Clause, read: list[Told]) -> bool:
        """`Năm 2015 được tặng A`, and nobody told in the whole sentence."""
        opens = SUBJECTLESS.match(self.page.fold, clause.start, clause.terms[0].start)
        if not opens or not SAME.fullmatch(self.page.fold, opens.end(), clause.terms[0].start):
            return False
        nobody = not any(told.to for told in read) and not self.page.first(WHO, clause.terms[-1].last_word, clause.end)
        return nobody and not self.finder.between(clause.start, clause.end)

    def _subject(self, before: list[Told]) -> list[Recipient]:
        """The one body or person that was the subject of all awards told before."""
        to = before[0].to
        others = any([r.start for r in told.to] != [r.start for r in to] for told in before)
        if others or not self._one(to) or not any(step[0] in ("link.subject", "link.goes_on") for step in to[0].link):
            return []
        return again(to, "link.goes_on", before[-1].term)

    def _opening(self, at: int) -> list[Recipient]:
        """`Trường A thành lập năm 1960. Năm 2015 được tặng B`: who opens the sentence before the character `at`."""
        start, end = self.page.sentence_of(max(0, at - 2))
        near = at - end < NEAR and start < at
        found = [r for r in self.finder.between(start, end) if r.kind != "group"] if near else []  # of two, either may be meant
        opens = self._one(found) and self.finder.lead_of(found[0]) - start < 2 and not self.page.first(SAID, start, end)
        return linked(found, "link.goes_on", start, end) if opens else []

    def _one(self, to: list[Recipient]) -> bool:
        return len(to) == 1 and to[0].kind != "group" and not to[0].members
