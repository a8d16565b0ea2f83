"""Where awards are told: sentences and list lines that hold award terms, with the line that opens their list."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from extract.award_parts import Term
from extract.numerals import count_of
from extract.pointers import counted_words
from extract.text import Page
from extract.verbs import SAID, SPEECH

ALONE = 150  # characters of the longest line that is nothing but a name
HEAD, NEAR = 300, 700  # characters at the head of a long list, and before an award, that tell its status and grantor


def telling(start: int, at: int) -> list[tuple[int, int]]:
    """The stretches of the words start..at that tell of what stands at `at`: all, or of many the head and the last.

    >>> telling(0, 500), telling(0, 5000)
    ([(0, 500)], [(0, 300), (4300, 5000)])
    """
    return [(start, at)] if at - start <= HEAD + NEAR else [(start, start + HEAD), (at - NEAR, at)]


TO_WHOM = re.compile(r"(?<!\w)cho(?: (?:các|hai|ba|những) (?:ông, bà|ông|bà|anh|chị|em|đồng chí|tập thể|cá nhân|đơn vị))?:$")
SPOKEN = re.compile(rf"{SPEECH.pattern}|{SAID.pattern}|(?<!\w)(?:tham dự|dự|trao|tặng|tổ chức|phối hợp|diễn ra)(?!\w)")
BULLET = re.compile(r"\s*(?:[-–*+•●▪]|\d{1,2}[.)]|[IVX]{1,4}[.)](?=\s))\s*")
KINDS = re.compile(r"\s*(?:(?P<deep>\d{1,2}\.\d{1,2})|(?P<number>\d{1,2}[.)])|(?P<roman>[IVX]{1,4}[.)]\s)|(?P<sign>[-–*+•●▪]))")
# `Bằng khen: 02 tập thể, gồm`: behind the count that ends a line whose list stands below
COUNT_ENDS = re.compile(r"(?: \w+){0,2}(?:[,;]? (?:gồm có|bao gồm|gồm|cụ thể|như sau|là))*\s*;?\s*$")
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


def begin_of(page: Page, clause: Clause, term: Term) -> int:
    """Where the words begin that tell of a term: with its clause, or with the sentence of the heading before it."""
    return clause.start if clause.start <= term.start else page.sentence_of(term.start)[0]


def _idle(term: Term) -> bool:
    """A bare `giải`, which tells no award."""
    return term.bare and term.form == "giải thưởng"


_BESIDE = 60
"""Characters at most that a heading has beside the award's name: its number, signs."""


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
        before = items = 0
        for start, end in self.page.sentences:
            lead = LEAD_IN.match(self.page.fold, start, end)
            leads = lead and self.page.first(VOTE if lead["result"] else ACT, before, start)
            told, before = (before if leads else start), start
            terms = self.within(start, end)
            line = self.page.line_of(start)
            bullet = BULLET.match(self.page.text, *line)
            opens = self.opens_list(start, end)
            items = items + (bullet is not None and start == line[0]) if all(map(_idle, terms)) else 0
            if heading and not bullet and items < (heading.count or 0) and self._caption(line):
                continue
            if len(terms) == 1 and self._is_heading(terms[0], start, end):
                heading = terms[0] if opens or self._listed_behind(line) else None
                if bullet and intro and not heading:  # `Sở A được tặng:` above lines of awards alone
                    found.append(Clause(start, end, terms, intro))
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

    def heads_list(self, start: int, end: int) -> bool:
        """Whether the words end in a colon, or in a colon and the count of those that the list lines below name."""
        return self.opens_list(start, end) or self._counts_list(start, end)

    def _counts_list(self, start: int, end: int) -> bool:
        """`1. Đề nghị tặng Bằng khen: 02 tập thể`, above as many list lines."""
        colon = self.page.fold.rfind(":", start, end)
        counted = list(self.page.find(counted_words(), colon, end)) if colon >= 0 else []
        if not counted or self.page.fold[colon + 1 : counted[0].start()].strip():
            return False
        if not COUNT_ENDS.match(self.page.fold, counted[-1].end(), end):
            return False
        items = bisect_left(self.line_starts, self.list_end(end)) - bisect_left(self.line_starts, end)
        return items == sum(count_of(one["n"]) for one in counted)

    def _kind(self, at: int) -> str | None:
        """The kind of item, by what opens it, that the line of the character `at` is."""
        start, end = self.page.line_of(at)
        kind = KINDS.match(self.page.text, start, end)
        if not kind or not BULLET.match(self.page.text, start, end):
            return None
        return kind["sign"] or kind.lastgroup

    def _alone_below(self, at: int) -> int | None:
        """`Điều 1. Tặng Bằng khen cho:` and one name in the line below, which no sign opens: where that line ends."""
        k = bisect_left(self.line_starts, at)
        lines = self.page.lines[k : k + 1]
        several = not self.page.fold.endswith("cho:", 0, at)  # `cho các ông:`
        most = 4 * ALONE if several else ALONE
        plain = [stop for start, stop in lines if not BULLET.match(self.page.text, start, stop) and stop - start < most]
        if plain and several and self.page.first(SPOKEN, *lines[0]):
            return None
        return plain[0] if plain and not self.within(*lines[0]) and not self.opens_list(*lines[0]) else None

    def list_end(self, at: int) -> int:
        """The end of the list lines without awards of their own that follow the character `at`.

        Below an item of a list stand items of another kind, up to the next item like it.
        """
        end, own = at, self._kind(at - 1)
        if self.page.first(TO_WHOM, max(0, at - 24), at) and (alone := self._alone_below(at)):
            return alone
        for k, (start, stop) in enumerate(self.page.lines[bisect_left(self.line_starts, at) :]):
            if not BULLET.match(self.page.text, start, stop) or self.within(start, stop):
                break
            kind = self._kind(start)
            if k == 0 and kind == own:
                own = None  # numbered anew
            if own and kind == own:
                break
            end = stop
        return end

    def _caption(self, line: tuple[int, int]) -> bool:
        """A line between two items of a list that tells no award and opens nothing."""
        i = bisect_left(self.line_starts, line[0])
        kinds = [self._kind(self.line_starts[k]) for k in (i - 1, i + 1) if 0 <= k < len(self.line_starts)]
        between = len(kinds) == 2 and kinds[0] is not None and kinds[0] == kinds[1]
        return between and not self.opens_list(*line) and all(map(_idle, self.within(*line)))

    def _listed_behind(self, line: tuple[int, int]) -> bool:
        i = bisect_left(self.line_starts, line[1])
        behind = self.page.lines[i] if i < len(self.page.lines) else None
        return behind is not None and bool(BULLET.match(self.page.text, *behind)) and not self.within(*behind)

    def _is_heading(self, term: Term, start: int, end: int) -> bool:
        """A line that holds an award's name and nothing else."""
        if end - start > term.end - term.start + _BESIDE:
            return False
        words = BULLET.sub("", self.page.fold[start:end], count=1)
        return not words.replace(self.page.fold[term.start : term.end], "").replace("danh hiệu", "").strip(' :*-+"”“.')
