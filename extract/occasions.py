"""On what occasion an award was given: a contest, the edition of a prize, a day that is kept, the time that totals are told for.

The contest of a prize or medal is told behind it, named once in its sentence or the one before, or what the article is about.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from extract.award_parts import Term
from extract.clauses import Clause, begin_of
from extract.event_parts import named
from extract.folding import fold
from extract.lexicon import spread
from extract.text import Page
from extract.years import EDITED
from schemas.facts import Event

_WON = ("giải thưởng", "huy chương")
_BEHIND = re.compile(r"[\s\"”»]*(?:(?:tại|ở|trong|của)\s+)?(?:các\s+)?")
_AT = re.compile(r"(?<!\w)(?:tại|ở|trong|qua|tham dự|dự|đoạt|giành|đạt)\s+(?:các\s+)?$")
_ENDS = re.compile(
    r"\s*[,(](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)|\s+(?:và\s+|đã\s+)?(?:tổ chức|trao|tặng|đoạt|giành|đạt|được|lần lượt|nội dung|công bố|"
    r"giải (?:nhất|nhì|ba|tư|khuyến|đặc|thưởng|[abc])|huy chương|năm (?:trước|sau|qua|nay))(?!\w)"
)
_HELD = re.compile(
    r"(?<!\w)(?:tại|ở|trong|qua|tham dự|dự|từ|tổ chức|chung kết|bế mạc|kết thúc|tổng kết|trao giải)\s+(?:lễ (?:trao giải|bế mạc|tổng kết)\s+|các\s+)?$"
)
_TO_COME = re.compile(r"(?<!\w)(?:sẽ|chuẩn bị|sắp|phấn đấu|hướng tới|đăng ký|phát động)(?!\w)")
_EDITION = re.compile(r"[\s\"”»]*(?P<what>lần thứ (?:\d{1,3}|[ivxlc]{1,7}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))(?!\w)")
# `Nhân kỷ niệm 65 năm Ngày truyền thống, ...`, `... nhân dịp Tết Nguyên đán`; `5 cá nhân ngày 5/3` are persons
_KEPT = re.compile(
    r"(?<!\w)(?:nhân dịp|(?<![\w)\"] )nhân) "
    r"(?P<what>(?:lễ kỷ niệm|kỷ niệm|ngày(?! \d)|tết|lễ|khai giảng|năm học mới|đại hội|tháng)(?!\w)[^,;:()\n.]{2,120}?)"
    r"(?=\s*(?:[,;:.(\n]|$|\s(?:tại|do|cho|đã|với|cùng|và (?:trao|tặng|khen)|\d{1,2}[/.]\d)))"
)
_WHY = re.compile(r"(?<!\w)(?:vì|do|nhờ|bởi|sau khi|với|ghi nhận)(?!\w)")
_DONE = re.compile(
    r"(?<!\w)(?:vì|do|nhờ|đã|có|với|tổ chức|thực hiện|tham gia|phục vụ|hoạt động|hoàn thành|đạt|đoạt|giành|trong|tại)(?!\w)"
)
# `Trong 5 năm, 68 lượt người được tặng X`: totals of that time
_PERIOD = re.compile(
    r"(?<!\w)(?P<what>(?:(?:trong |qua )?(?:suốt )?(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) năm (?:qua|gần đây)"
    r"|trong (?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) năm(?=,| \()|từ đầu năm(?: \d{4})? đến nay|từ khi thành lập đến nay"
    r"|(?:trong )?(?:nhiệm kỳ|giai đoạn) (?:qua(?!\w)|\d{4} ?- ?\d{4})))(?!\w)"
)
_OPENS = re.compile(r"(?:^|[.;:,\n(])[\s\"+*•●▪-]*(?:(?:như vậy|theo đó|được biết|kết quả|cụ thể|đặc biệt),? )*$")
_ELSE = re.compile(
    r"(?<!\w)(?:riêng|trước (?:đó|đây)|năm (?:học )?(?:19|20)\d\d|lần này|dịp này|đợt này|hôm nay|vừa|hiện|tại (?:hội nghị|buổi|lễ|đại hội|chương trình)|(?:sáng|chiều|tối|ngày) \d+)(?!\w)"
)


@functools.cache
def contests() -> re.Pattern[str]:
    """The nouns of contests."""
    nouns = sorted(map(fold, spread("contests")), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, nouns)) + r")(?!\w)")


class Occasions:
    """Finds the contests of one page."""

    def __init__(self, page: Page, events: Iterable[Event], terms: Iterable[Term], published: int | None) -> None:
        self.page, self.published = page, published
        self.editions: dict[str, list[tuple[int, int]]] = {}
        for term in terms:
            name = fold(term.name)
            if name.startswith(EDITED) and (edition := _EDITION.match(page.fold, term.end)):
                self.editions.setdefault(name, []).append(edition.span("what"))
        told = [(m.start, m.end) for event in events for m in event.mentions if m.part == "kind"]
        held = [at for start, end in told if (noun := contests().match(page.fold, start)) and (at := self._named(noun, end))]
        self.held = held[0] if len({page.fold[slice(*at)] for at in held}) == 1 else None
        """The one contest that the article is about."""

    def of(self, clause: Clause, term: Term, status: str, *, many: bool) -> tuple[int, int] | None:
        """Characters that tell the occasion of an award, to `many` or one; None where none, or more than one, is told."""
        start = begin_of(self.page, clause, term)
        return (
            (self._contest(clause, term, status) if term.form in _WON else None)
            or self._edition(term, status)
            or (self._kept(start, term, clause.end) if status in ("conferred", "proposed") and term.form not in _WON else None)
            or (self._period(start, term) if many and not term.year else None)
        )

    def _contest(self, clause: Clause, term: Term, status: str) -> tuple[int, int] | None:
        behind = _BEHIND.match(self.page.fold, term.end, clause.end)
        if behind and (noun := contests().match(self.page.fold, behind.end(), clause.end)):
            return self._named(noun, clause.end)
        start, end = self._in_brackets(clause, term)
        found = (self._at(noun, start, end) for noun in self.page.find(contests(), start, end))
        told = [at for at in found if at and not at[0] <= term.start < at[1]]
        if len({self.page.fold[slice(*at)] for at in told}) == 1:
            return told[0]
        if status != "conferred" or told:
            return None
        return self.held or (self._before(clause) if start == clause.start else None)

    def _in_brackets(self, clause: Clause, term: Term) -> tuple[int, int]:
        """`giành 2 HCV tại SEA Games (cũng là nhà vô địch quốc gia)`: what stands in brackets is told of apart."""
        opened = self.page.fold.rfind("(", clause.start, term.start)
        if opened < 0 or self.page.fold.find(")", opened, term.start) >= 0:
            return clause.start, clause.end
        closed = self.page.fold.find(")", term.end, clause.end)
        return opened, closed if closed >= 0 else clause.end

    def _before(self, clause: Clause) -> tuple[int, int] | None:
        """The contest that the sentence before, in the same line, or the line that opens the list tells of."""
        at, end = (clause.intro[0], clause.intro[1]) if clause.intro else (clause.start, clause.start)
        line = self.page.line_of(at)[0]
        start = self.page.sentence_of(at - 2)[0] if at > line else line
        if self.page.first(_TO_COME, start, end):
            return None
        nouns = self.page.find(contests(), start, end)
        held = [noun for noun in nouns if _HELD.search(self.page.fold, max(start, noun.start() - 30), noun.start())]
        told = [found for noun in held if (found := self._named(noun, end))]
        return told[0] if len({self.page.fold[slice(*found)] for found in told}) == 1 else None

    def _edition(self, term: Term, status: str) -> tuple[int, int] | None:
        """`Giải thưởng X lần thứ 11`: behind the name, or where the article tells of no other one."""
        if not fold(term.name).startswith(EDITED):
            return None
        if own := _EDITION.match(self.page.fold, term.end):
            return own.span("what")
        # `Giải thưởng X lần thứ 10 ... ông A nhận Giải thưởng X năm 2012`: another edition
        if term.year and (not self.published or int(term.year[-4:]) < self.published - 1):
            return None
        told = self.editions.get(fold(term.name), [])
        return told[0] if status == "conferred" and len({self.page.fold[slice(*at)] for at in told}) == 1 else None

    def _kept(self, start: int, term: Term, end: int) -> tuple[int, int] | None:
        """`Nhân dịp kỷ niệm 50 năm Ngày thành lập, ...`: the day kept, told in the sentence once."""
        told = list(self.page.find(_KEPT, start, end))
        if len(told) != 1 or ";" in self.page.fold[term.end : max(told[0].start(), term.end)]:
            return None
        at = told[0].start()
        since = term.end if at > term.end else max(start, self.page.fold.rfind(",", start, at))
        # `vì đã giúp người nghèo nhân dịp Tết, Sở A được tặng`, `cho 5 đội tổ chức hội thao nhân dịp ...`: when that was done
        return None if self.page.first(_WHY if at < term.start else _DONE, since, at) else told[0].span("what")

    def _period(self, start: int, term: Term) -> tuple[int, int] | None:
        """`Trong 5 năm, 68 lượt người được tặng X`: the time that the words before tell totals of."""
        told = list(self.page.find(_PERIOD, start, term.start))
        if len(told) != 1 or self.page.first(_ELSE, told[0].end(), term.start):
            return None
        begin = max(start, told[0].start() - 40)
        before = self.page.fold[begin : told[0].start()]
        return told[0].span("what") if _OPENS.search(before if begin == start else "x" + before) else None

    def _at(self, noun: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
        """`tại Hội thi X`, `Tham dự cuộc thi Y`: the contest, where it is told as the place of what was won."""
        at = _AT.search(self.page.fold, max(start, noun.start() - 14), noun.start())
        return self._named(noun, end) if at else None

    def _named(self, noun: re.Match[str], end: int) -> tuple[int, int] | None:
        """The contest's name from its noun on, None where it is the noun alone, or two are named."""
        start, stop = named(self.page, noun.start(), noun.end(), end)
        if cut := _ENDS.search(self.page.fold, noun.end(), stop):
            stop = cut.start()
        # `tại Giải A và Hội khỏe B`: nobody tells at which; `cuộc thi Olympic Toán` is one
        two = any(other.start() > noun.end() + 1 for other in self.page.find(contests(), noun.end(), stop))
        return (start, stop) if stop > noun.end() + 1 and not two else None
