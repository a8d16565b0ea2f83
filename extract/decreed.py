"""Who gives an award where no office stands before its verb: a decision's office, one that lends its authority, a contest's organisers."""

from __future__ import annotations

import re

from extract.award_parts import Term
from extract.award_terms import Terms
from extract.clauses import Clause
from extract.folding import fold, squash

# `Theo Quyết định số 12/QĐ-CTN ngày 5/3/2019 của Chủ tịch nước, bà A được tặng X`; one about rules gave nobody anything
DECISION = re.compile(
    r"(?<!\w)quyết định(?: (?:này|khen thưởng))?(?: số [^;:\n]{3,90}?| (?:trên |cùng )?ngày [^;:\n]{3,40}?)? của\s+"
)
RULES = re.compile(
    r"\s*,?\s*(?:về |ban hành |quy định |phê duyệt |sửa đổi |thành lập )(?!(?:việc )?(?:công nhận|tặng|trao|phong|truy|khen))"
)
PASSIVE = re.compile(
    r"(?<!\w)được (?:trao tặng|phong tặng|truy tặng|truy phong|tặng thưởng|khen thưởng|công nhận|vinh danh|đón nhận|nhận|trao|tặng)(?!\w)"
)
LENT = re.compile(r"(?<!\w)thừa (?:ủy quyền|lệnh|ủy nhiệm)(?: của)?\s+")
# `Thừa ủy quyền của Chủ tịch nước, ông A trao các danh hiệu cho ...`
HANDED = re.compile(
    r"(?<!\w)(?:trao tặng|trao|gắn|công bố)\s+(?:các |những )?(?:quyết định (?:công nhận|phong tặng|tặng) )?(?=(?P<what>danh hiệu|huân chương|bằng công nhận)(?!\w))"
)
OF = re.compile(r"[\s\"”»]*(?:năm (?:học )?(?:19|20)\d\d(?: ?[-–] ?(?:19|20)\d\d)?|lần thứ [\w-]+|đợt \d+)[\s\"”»]*\s+của\s+")
WITH = re.compile(r"(?<!\w)(?:phối hợp|cùng|với)(?: (?:với|cùng))? $")  # `Công ty A phối hợp với Ban Tổ chức tặng`: A gives
ORGANISERS = re.compile(
    r"(?<!\w)(?P<who>ban tổ chức(?: (?:cuộc thi|hội thi|hội thao|hội diễn|giải|liên hoan|chương trình))?)\s+"
    r"(?:(?:đã|cũng|sẽ|còn|vừa) )?(?:quyết định |(?:chọn|chấm|xét)(?: chọn)? [^.;:\n]{0,50}? để )?(?=(?:trao|tặng|công nhận|phát)(?!\w))"
)
NOBODY = {"đại biểu", "lãnh đạo"}


class Decreed:
    """Finds such grantors on one page."""

    def __init__(self, terms: Terms) -> None:
        self.page, self.terms = terms.page, terms
        self.handed = self._handed()

    def _handed(self) -> dict[str, str]:
        """Kind of award -> the one office on whose behalf somebody hands it out; kinds that two offices give are left out."""
        offices: dict[str, set[str]] = {}
        for match in self.page.find(LENT):
            told = self._office(match.end())
            end = self.page.sentence_of(match.start())[1]
            handed = self.page.first(HANDED, told[1], end) if told else None
            if told and handed:
                offices.setdefault(handed["what"], set()).add(told[0])
        return {what: next(iter(names)) for what, names in offices.items() if len(names) == 1}

    def behind_year(self, term: Term) -> str | None:
        """`danh hiệu “X” năm 2015 của Trung ương Hội Y`: the office behind the year."""
        of = OF.match(self.page.fold, term.end)
        told = self._office(of.end()) if of else None
        return told[0] if told else None

    def by_decision(self, clause: Clause, term: Term) -> str | None:
        """The office of the one decision that the clause, or the line above its list, rests on."""
        left = max(clause.start, self.page.fold.rfind(";", clause.start, term.start) + 1)
        cut = self.page.fold.find(";", term.end, clause.end)
        right = cut if cut >= 0 else clause.end
        for start, end in filter(None, ((left, right), clause.intro)):
            decisions = list(self.page.find(DECISION, start, end))
            told = self._office(decisions[0].end()) if len(decisions) == 1 else None
            if told and not RULES.match(self.page.fold, told[1]) and self._rests_on(term, decisions[0], told[1], end):
                return told[0]
        return None

    def _rests_on(self, term: Term, decision: re.Match[str], office: int, end: int) -> bool:
        """Whether it is given by the decision: passively behind it (`..., bà A được tặng X`), or right before `theo Quyết định`."""
        if decision.start() > term.end:
            return self.page.fold.endswith("theo ", 0, decision.start())
        passive = list(self.page.find(PASSIVE, office, min(end, term.start)))
        return bool(passive) and self.page.fold.rfind("được", office, min(end, term.start)) == passive[-1].start()

    def organisers(self, start: int, at: int) -> str | None:
        """`Ban tổ chức trao giải Nhất cho đội A`: a contest's organisers, who are no unit of a name."""
        told = list(self.page.find(ORGANISERS, start, at))
        if not told or self.page.first(WITH, max(start, told[-1].start("who") - 20), told[-1].start("who")):
            return None
        return squash(self.page.text[slice(*told[-1].span("who"))])

    def on_behalf(self, term: Term) -> str | None:
        """The office on whose behalf the article says that awards of this kind were handed out."""
        kind = "danh hiệu" if term.form == "danh hiệu vinh dự nhà nước" else term.form
        return self.handed.get(kind) or self.handed.get(" ".join(term.name.lower().split()[:3]))

    def _office(self, start: int) -> tuple[str, int] | None:
        return self._office_at(self.page.token_at(start))

    def _office_at(self, i: int) -> tuple[str, int] | None:
        if i not in self.terms.names.units and i not in self.terms.names.titles:
            return None
        start = self.page.tokens[i].start
        staff = i > 0 and self.page.tokens[i - 1].text in ("Bộ", "Ban", "ban") and self.page.tokens[i].fold in ("tư", "chỉ")
        if staff:  # `Bộ Tư lệnh`, `Ban Chỉ huy`: which one?
            return None
        if self.page.text[start - 1 : start] in ("-", "/"):  # a document's number: `12/QĐ-CTN`
            return None
        told = self.terms.names.office_at(i)
        if told and fold(told[0]) in NOBODY:
            return None
        return (told[0], self.page.tokens[told[1] - 1].end) if told else None
