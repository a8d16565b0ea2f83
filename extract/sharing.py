"""What coordinated awards share: recipients told once for several, a subject that goes on, grades told apart one by one."""

from __future__ import annotations

import dataclasses
import itertools
import re
from dataclasses import dataclass, field

from extract.award_parts import GRADE, Term
from extract.clauses import Clause
from extract.folding import fold, squash
from extract.further_grades import PRIZE
from extract.pointers import Recipient, linked
from extract.recipients import Finder
from extract.standings import RANKS
from extract.status import Decision
from extract.verbs import GIVE, PASSIVE, TAKE, no_gain

JOINT = re.compile(r"\s*[\"”»)]*\s*(?:\([^)]*\))?\s*(?:,|và|,\s*và|cùng|;)?\s*[\"“«]?\s*(?:danh hiệu|\d+|các|của)?\s*[\"“«]?\s*")
NEW_GIVER = re.compile(r"\s*(?:\([^)]*\))?\s*(?:năm (?:học )?\d{4}(?: ?- ?\d{4})?|cấp tỉnh)?\s*[\"”»]?\s*(?:,|và|,\s*và)\s")
OPENS_WITH = re.compile(
    r"\s*(?:(?:kết quả|chung cuộc|kết thúc [^,.;]{3,60}),? )?với (?:tổng cộng |thành tích |tổng số )?(?:\d[\d.]*|\w+)\s*"
)
AFTER_PRIZES = re.compile(r"\s*(?:các loại|các môn)?\s*,\s*")
WINS = re.compile(r"\s*(?:đã |vươn |tiếp tục |xuất sắc )*(?:đoạt|giành|dẫn đầu|xếp|đứng|vươn|trở thành|về nhất|lên ngôi)(?!\w)")
FILLERS = set(
    "và còn cũng đã từng lại tiếp tục nhưng song đến nay năm các lần hai ba nhiều liền vinh dự mới vừa trong đó ngoài ra cùng".split()
)
GOES_ON = re.compile(
    r"\s*(?:và )?(?:còn |đã |vinh dự |có )?(?:\d năm (?:liền |liên tục |liên tiếp )?)?(?:được|đạt|đoạt|nhận|giành)(?!\w)"
)


ASKS = re.compile(r"(?<!\w)(?:đề nghị|đề xuất|(?<!chương )(?<!công )(?<!quá )(?<!tiến )trình|hướng dẫn)(?!\w)")
# `A được Chính phủ tặng Cờ thi đua; Bộ Y tế tặng Bằng khen`: another gives to the same
AGENT = re.compile(
    r"(?:\s*năm (?:học )?\d{4}(?: ?- ?\d{4})?)?\s*[;,]\s*(?:và )?(?P<by>(?:(?!(?<!\w)được(?!\w))[^.;:,\d]){3,60}?)\s(?:đã )?(?:trao tặng|truy tặng|tặng thưởng|tặng)\s*"
    r"(?:danh hiệu )?[\"“]?\d*\s*"
)
STATE = re.compile(r"(?:chủ tịch nước|thủ tướng(?: chính phủ)?|nhà nước)")
OFFICE = re.compile(
    r"(?:(?:tổng |phó )?(?:thủ tướng|bộ trưởng|thứ trưởng|chủ tịch|giám đốc|bí thư|hiệu trưởng|cục trưởng|viện trưởng)\s+)?"
)
GIFTS = ("quà", "học bổng", "tiền thưởng", "nhà")
CHO = re.compile(r"[^.;:]{0,80}?(?<!\w)(?:cho|tới|đến tay)(?!\w)")


@dataclass
class Told:
    """What was read about one award term."""

    term: Term
    to: list[Recipient] = field(default_factory=list)
    decision: Decision = field(default_factory=lambda: Decision("conferred"))
    sure: bool = True
    counted: bool = False
    """The count beside the award is how many of it were given, whatever the recipients' number."""


def again(found: list[Recipient], rule: str, other: Term) -> list[Recipient]:
    """The recipients of another award, with the rule that gives them this one too."""
    step = (rule, other.start, other.end)
    holds = rule != "link.goes_on"  # `A là Chiến sĩ thi đua, được tặng Bằng khen`: holds the title, was given the other
    return [dataclasses.replace(r, link=(*r.link, step), members=r.members and holds) for r in found]


def _subject(one: Told) -> bool:
    """Whether the award's recipients are the subject of the clause (`A được ... tặng`)."""
    return any(step[0] == "link.subject" for r in one.to for step in r.link)


def _graded(term: Term) -> str:
    """The award's name without its grade."""
    name = fold(term.name) if term.form == "giải thưởng" else ""
    return "giải" if PRIZE.fullmatch(name) else GRADE.sub("", term.name)


class Sharing:
    """Completes what was read about the awards of one clause."""

    def __init__(self, finder: Finder) -> None:
        self.page, self.finder = finder.page, finder

    def share(self, clause: Clause, told: list[Told]) -> None:
        """Coordinated awards share what only one of them tells; later ones go on with the subject before."""
        for k in range(len(told) - 2, -1, -1):
            gap = self.page.fold[told[k].term.end : told[k + 1].term.start]
            if not told[k].to and told[k + 1].to and JOINT.fullmatch(gap) and not self._counted_apart(told[k], told[k + 1]):
                same = [r for r in told[k + 1].to if r.start > told[k + 1].term.start or r.end <= told[k].term.start]
                told[k].to = again(same, "link.shared", told[k + 1].term)
        for one, nxt in itertools.pairwise(told):
            gap = self.page.fold[one.term.end : nxt.term.start]
            gives = GIVE.search(gap) and not PASSIVE.search(gap) and not (NEW_GIVER.match(gap) and nxt.term.count is None)
            goes_on = GOES_ON.match(gap, gap.rfind(";") + 1)
            many = gap.rstrip().endswith(" nhiều") and not goes_on  # `A và nhiều B` may be others'
            held = nxt.term.form.startswith("danh hiệu") and self._others_hold(one, nxt, gap)
            apart = many or held or (";" in gap and not JOINT.fullmatch(gap) and not goes_on) or self._own_subject(gap)
            worth = no_gain(self.page.fold, one.term.end, nxt.term.start, nxt.term.end)
            other = _subject(one) and nxt.term.form not in GIFTS and self._another_gives(one.term.end, gap, nxt.term)
            with_it = not worth and not gives and not apart and len(gap) < 120 and "cho" not in gap.split()
            other = other or self._gives_too(one, nxt.term)
            if one.to and not nxt.to and (other or with_it):
                nxt.to = again([r for r in one.to if r.end <= nxt.term.start], "link.goes_on", one.term)
        self._by_grade(told)
        self._by_count(told)
        self._opened_with(clause, told)
        if clause.intro and told and not any(one.to for one in told):
            subject = self._opening(*clause.intro)
            for one in told:
                one.to = linked([subject] if subject else [], "link.intro", *clause.intro)

    def _opening(self, start: int, end: int) -> Recipient | None:
        """Who the line that opens a list tells of: `Sở A được tặng:`, `Sở A:`; in `Sở A đề nghị tặng:` it is who asks."""
        subject = self.finder.nominal(start, end) or next(iter(self.finder.between(start, end)), None)
        if not subject or subject.kind == "group":
            return None
        behind = self.page.fold[subject.end : end]
        takes = PASSIVE.search(behind) or TAKE.search(behind) or not GIVE.search(behind)
        return subject if takes and not ASKS.search(behind) else None

    def _gives_too(self, one: Told, term: Term) -> bool:
        """`UBND tỉnh trao X cho em A, Tỉnh đoàn tặng Y`: another body gives the same persons one more award."""
        behind = one.to[-1].end if one.to and all(r.kind == "person" and not r.count for r in one.to) else term.start
        more = term.name.startswith(one.term.name + " ")  # which would be taken for the same award's fuller name
        if not one.term.end < behind < term.start or term.count is not None or term.form in GIFTS or more:
            return False
        return self._another_gives(behind, self.page.fold[behind : term.start], term)

    def _another_gives(self, at: int, gap: str, term: Term) -> bool:
        """Whether the words between two awards are a body that gives the second, with nobody told behind it."""
        agent = AGENT.fullmatch(gap)
        if not agent or CHO.match(self.page.fold, term.end) or self.finder.people_between(term.end, term.end + 30):
            return False
        if STATE.fullmatch(agent["by"]):
            return True
        begin, end = at + agent.start("by"), at + agent.end("by")
        body = next((u for u in self.finder.draft.unit_spans if u.end == end and u.start >= begin), None)
        return body is not None and bool(OFFICE.fullmatch(self.page.fold, begin, body.start))

    def _opened_with(self, clause: Clause, told: list[Told]) -> None:
        """`Với 9 giải Nhất và 3 giải Nhì, Sở A dẫn đầu`: the prizes that open a sentence are its subject's."""
        if not told or told[0].to or not OPENS_WITH.fullmatch(self.page.fold, clause.start, told[0].term.start):
            return
        run = [told[0]]
        for one in told[1:]:
            if one.to or not one.term.count or not JOINT.fullmatch(self.page.fold, run[-1].term.end, one.term.start):
                break
            run.append(one)
        comma = AFTER_PRIZES.match(self.page.fold, run[-1].term.end, clause.end)
        found = self.finder.between(comma.end(), min(clause.end, comma.end() + 90))[:1] if comma else []
        if found and comma and found[0].start - comma.end() < 12 and WINS.match(self.page.fold, found[0].end):
            for one in run:
                one.to = linked(found, "link.subject", *comma.span())

    def _by_grade(self, told: list[Told]) -> None:
        """`hạng Nhì, hạng Ba cho A và B`: as many grades of one order as names go to one name each, in their order."""
        for _, run in itertools.groupby(list(told), key=lambda one: (_graded(one.term), [r.start for r in one.to])):
            graded = list(run)
            to = graded[0].to
            if len({one.term.name for one in graded}) == len(to) == len(graded) > 1 and not any(r.count for r in to):
                for one, recipient in zip(graded, to, strict=True):
                    one.to, one.sure = again([recipient], "link.by_grade", one.term), False
            elif len(graded) > 1 and to and _graded(graded[0].term) == "giải" and self._together(graded):
                self._shared_out(told, graded)

    def _together(self, graded: list[Told]) -> bool:
        """`giải Nhì, Ba`: prizes told as one, none of them counted."""
        near = itertools.pairwise(one.term for one in graded)
        return not any(one.term.count for one in graded) and all(
            JOINT.fullmatch(self.page.fold, one.end, after.start) for one, after in near
        )

    def _shared_out(self, told: list[Told], graded: list[Told]) -> None:
        """`giải Nhì, Ba cho 14 thí sinh`: one award of that name; nobody's where other than one is named (`cho A, B và C`)."""
        first, to = graded[0], graded[0].to
        if len(to) == 1 and to[0].kind != "group":  # who won all of them
            return
        if any(r.kind != "group" for r in to):
            for one in graded:
                one.to = []
            return
        first.term.end = graded[-1].term.end
        first.term.name = squash(self.page.text[first.term.start : first.term.end])
        told[:] = [one for one in told if one is first or not any(one is other for other in graded)]

    def _counted_apart(self, one: Told, after: Told) -> bool:
        """`3 danh hiệu A và Bằng khen cho 97 cá nhân`: three titles are not what the 97 were given."""
        many = {r.count for r in after.to}
        title = one.term.form.startswith("danh hiệu") and one.term.count and not after.term.count
        return bool(title and many) and not many & {None, one.term.count}

    def _others_hold(self, one: Told, after: Told, gap: str) -> bool:
        """`27 cá nhân được tặng A; 72 danh hiệu B`: titles told by another number and without a verb are others'."""
        many = {r.count for r in one.to if r.count}
        return bool(after.term.count and many) and after.term.count not in many and not TAKE.search(gap)

    def _by_count(self, told: list[Told]) -> None:
        """`8 Bằng khen, 30 Giấy khen cho 38 hộ`: the awards add up to those who were given them, so each has its own count."""
        for to, run in itertools.groupby(told, key=lambda one: [(r.start, r.count) for r in one.to]):
            shared = list(run)
            counts = [one.term.count or 0 for one in shared]
            if len(shared) > 1 and len(to) == 1 and all(counts) and sum(counts) == to[0][1]:
                for one in shared:
                    one.counted = True

    def _own_subject(self, gap: str) -> bool:
        """Whether words before the verb tell of another subject, even one that the finder does not see."""
        verb = PASSIVE.search(gap) or TAKE.search(gap) or RANKS.search(gap)
        lead = re.sub(r"\([^)]*\)|\d+|[^\w\s]", " ", gap[: verb.start()]) if verb else ""
        return len([w for w in lead.split() if w not in FILLERS]) > 2
