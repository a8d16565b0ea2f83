"""Where awards are told: sentences and list lines that hold award terms, with the line that opens their list."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from extract.award_parts import Term
from extract.text import Page

HEAD, NEAR = 300, 700  # characters at the head of a long list, and before an award, that tell its status and grantor


def telling(start: int, at: int) -> list[tuple[int, int]]:
    """The stretches of the words start..at that tell of what stands at `at`: all, or of many the head and the last.

    >>> telling(0, 500), telling(0, 5000)
    ([(0, 500)], [(0, 300), (4300, 5000)])
    """
    return [(start, at)] if at - start <= HEAD + NEAR else [(start, start + HEAD), (at - NEAR, at)]


BULLET = re.compile(r"\s*(?:[-–*+•●▪]|\d{1,2}[.)]|[IVX]{1,4}[.)](?=\s))\s*")
# `Hội đồng đề nghị khen thưởng. Cụ thể:`: the sentence before such words tells what the list is
LEAD_IN = re.compile(
    r"\s*(?:cụ thể|trong đó|bao gồm|gồm|gồm có|đó là|danh sách|(?P<result>kết quả))(?: như sau| gồm| có| là)?\s*:\s*$"
)


VOTE = re.compile(r"(?<!\w)(?:suy tôn|bình xét|bỏ phiếu|họp xét)(?!\w)")
ACT = re.compile(
    r"(?<!\w)(?:suy tôn|bình xét|bỏ phiếu)(?!\w)|(?<!\w)(?:đề nghị|trình|xét|thống nhất|quyết định)(?:(?!(?<!\w)(?:tiếp tục|đẩy mạnh)(?!\w))[^.;:]){0,160}"
    r"(?<!\w)(?:khen thưởng|tặng|trao|truy tặng|phong tặng|công nhận)(?!\w)"
)


@dataclass
class Clause:
    """A sentence or list line start..end with its terms; `intro` opens its list, `heading` is the award it stands under."""

    start: int
    end: int
    terms: list[Term]
    intro: tuple[int, int] | None = None
    heading: Term | None = None


class Clauses:
    """The clauses of one page."""

    def __init__(self, page: Page, terms: list[Term]) -> None:
        self.page, self.terms = page, terms
        self.starts = [t.start for t in terms]
        self.line_starts = [start for start, _ in page.lines]

    def within(self, start: int, end: int) -> list[Term]:
        """The terms that begin from `start` to `end`."""
        return self.terms[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def find(self) -> list[Clause]:
        """Sentences and list lines with terms, and list lines under a heading that is an award."""
        found: list[Clause] = []
        intro: tuple[int, int] | None = None
        heading: Term | None = None
        before = 0
        for start, end in self.page.sentences:
            lead = LEAD_IN.match(self.page.fold, start, end)
            leads = lead and self.page.first(VOTE if lead["result"] else ACT, before, start)
            told, before = (before if leads else start), start
            terms = self.within(start, end)
            line = self.page.line_of(start)
            bullet = BULLET.match(self.page.text, *line)
            opens = self.opens_list(start, end)
            if len(terms) == 1 and self._is_heading(terms[0], start, end):
                heading = terms[0] if opens or self._listed_behind(line) else None
            elif heading and bullet and not terms:
                found.append(Clause(start, end, [], intro, heading))
            else:
                if not bullet:
                    heading = None
                    intro = (told, end) if opens else (intro if terms and line[1] - line[0] < 120 else None)
                if terms:
                    found.append(Clause(start, end, terms, intro if bullet or intro != (told, end) else None))
                    heading = terms[-1] if opens and not bullet else heading if not opens else None
        return found

    def opens_list(self, start: int, end: int) -> bool:
        """Whether the words end in a colon, so that list lines may follow."""
        return self.page.text[start:end].rstrip().endswith(":")

    def list_end(self, at: int) -> int:
        """The end of the list lines without awards of their own that follow the character `at`."""
        end = at
        for start, stop in self.page.lines[bisect_left(self.line_starts, at) :]:
            if not BULLET.match(self.page.text, start, stop) or self.within(start, stop):
                break
            end = stop
        return end

    def _listed_behind(self, line: tuple[int, int]) -> bool:
        i = bisect_left(self.line_starts, line[1])
        return i < len(self.page.lines) and bool(BULLET.match(self.page.text, *self.page.lines[i]))

    def _is_heading(self, term: Term, start: int, end: int) -> bool:
        """A line that holds an award's name and nothing else."""
        words = BULLET.sub("", self.page.fold[start:end], count=1)
        return not words.replace(self.page.fold[term.start : term.end], "").replace("danh hiệu", "").strip(' :*-+"”“.')
