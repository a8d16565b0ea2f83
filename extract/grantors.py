"""Who gives an award or is asked to: the office or body before the giving verb, or the one whose authority is lent."""

from __future__ import annotations

import re
from bisect import bisect_left

from extract.award_parts import Term
from extract.award_terms import Terms
from extract.bare_givers import BareGivers
from extract.clauses import HEAD, NEAR, Clause
from extract.decreed import LENT, Decreed
from extract.folding import fold

GIVES = re.compile(
    r"(?<!\w)(?:trao tặng|phong tặng|truy tặng|tặng thưởng|trao thưởng|công nhận|trao|tặng|thưởng|khen thưởng)(?!\w)"
)
BETWEEN = re.compile(
    r"(?: \((?!(?:ở |đứng |ngồi |người )?(?:giữa|bên|bìa|thứ|trái|phải|hàng|áo|đứng|ngồi|ảnh|ngoài|đầu|cuối))[a-zđâêôơưăà-ỹ&. -]{2,16}\)(?=\s))?\s*,?\s*(?:(?:nước )?(?:chxhcn|cộng hòa xã hội chủ nghĩa) việt nam |tncs hồ chí minh )?(?:(?:đã|cũng|vừa|còn|đang|sẽ|long trọng|trực tiếp|quyết định|tiếp tục|kịp thời|xem xét,?|xét|(?:hồ sơ|tờ trình) đề nghị|(?:biểu dương|tuyên dương|khen ngợi|thăm hỏi|đến thăm|tới thăm|thăm|động viên|gặp mặt)(?:,| và)?|tổ chức lễ|làm lễ|tổ chức|ký quyết định|có quyết định|ban hành quyết định[^.;]{0,80})\s*)*"
)
_DECISION = r"quyết định(?: số \S{1,30})?(?:,? ngày [\d/.-]{1,10}(?: tháng \d{1,2} năm \d{4})?,?)?"
SIGNED = re.compile(
    rf"\s*,?\s*(?:(?:đã|cũng|vừa) ){{0,2}}(?:ký|có|ra) (?:ban hành )?(?:các )?{_DECISION}(?:(?:,| và|, và) {_DECISION}){{0,2}}(?: về việc| về)?\s*"
)
HANDS = re.compile(r"trao(?: tặng| thưởng)?(?!\w)")
APPOSED = re.compile(r"\s*[,(–-]\s*(?:phó [^.;:,\d]{0,30}, )?[^.;:,\d]{0,40}")
DEPUTY = re.compile(r"(?:phó|thứ trưởng)(?!\w)")
HEADS = re.compile(r"(?:chủ tịch|tổng (?!thư ký|biên tập)|thủ tướng|bộ trưởng|giám đốc|hiệu trưởng|cục trưởng|tư lệnh)(?!\w)")
COUNTED = re.compile(r"\s*(?:và )?\d[\d.]*\s*(?:danh hiệu )?\"?")
WINS = re.compile(r"(?<!\w)(?:đoạt|giành|đạt)(?!\w)")
PRIZES = ("giải thưởng", "huy chương")
GIFTS = ("quà", "học bổng")
BY_ORGANISERS = (*PRIZES, *GIFTS)
PAID_BY = re.compile(r"[\s\"”»]*(?:,? ?(?:mỗi|trị giá|tổng trị giá|với tổng)(?:[^,;.\n]|[.,](?=\d)){3,60})?,? ?do\s+")
PAYS = re.compile(r"\s+(?:đã )?(?:tài trợ|hỗ trợ|trao tặng|trao|tặng|ủng hộ)(?!\w)")
OF_STATE = re.compile(r"nước|chính phủ|thủ tướng|quốc hội|quốc vương|tổng thống")
DONORS = re.compile(r"[\s\"”»]*của (?:các |những )?(?:nhà hảo tâm|mạnh thường quân|nhà tài trợ|cựu (?:học|sinh))")
OWNED = re.compile(r"[\s\"”»]*của [A-ZĐƯÂÊÔ]{2,}(?!\w)")
BY_LONGEST = 80  # characters of the longest office between `do` and its verb
MEMBER = re.compile(
    r"(?:nhân viên|học sinh|sinh viên|phụ huynh|giáo viên|công nhân|chiến sĩ|cầu thủ|vận động viên|hội viên|đoàn viên)(?!\w)"
)
WHERE = re.compile(
    r"(?<!\w)(?:phụ huynh|nhân viên|học sinh|sinh viên|công nhân|tại|ở|trụ sở|hội trường|trước|chứng kiến của|theo|cùng đi với|phối hợp|phối hợp với|phối hợp cùng|do)\s+$"
)
# `Công ty A, đơn vị thành viên của Tập đoàn B đã tặng`: A gives
BELONGS = re.compile(
    r"\s*[,(–-]\s*(?:là )?(?:một )?(?:đơn vị|công ty|doanh nghiệp|cơ quan|tổ chức|quỹ)(?: [^\W\d_]+){0,4} (?:của|thuộc|trực thuộc) $"
)
CLAUSE = re.compile(r"(?:^|[.;:,\n]\s*)$")
BY = re.compile(
    r"[\s\"”»,]*(?:lần thứ \w+ |năm (?:học )?\d{4}(?: ?- ?\d{4})? )?do (?=[^.;:]{3,60}? (?:trao tặng|phong tặng|truy tặng|tặng thưởng|tặng|trao)(?!\w))"
)
TOO = re.compile(r"(?<!\w)cũng được (?:tặng|trao|khen thưởng|thưởng)$")  # `...; 20 cá nhân cũng được tặng Bằng khen`
COMMA = re.compile(r"\s*,")
TO = re.compile(r"(?<!\w)(?:cho|đối với)(?!\w)")
PAPERS = ("bằng khen", "giấy khen")
FOR_WHOM = re.compile(r"\s+(?:cho|đối với)(?!\w)")  # `Bộ A có bằng khen đối với 5 tập thể`
LETTER = re.compile(r"(?<!\w)(?:có|gửi|viết|ra)\s*$")
REACH = 40  # words between an office and its verb of giving


class Grantors(Decreed):
    """Finds grantors on one page."""

    def __init__(self, terms: Terms) -> None:
        super().__init__(terms)
        self.addresses = {hit.start: hit.end for hit in terms.draft.hits.get("honorific", ())}
        self.people = [s.start for s in terms.draft.person_spans]
        self.bare = BareGivers(terms.draft, BETWEEN)

    def award(self, clause: Clause, term: Term, held: object, status: str) -> str | None:
        """The grantor of an award, held before or not; none where `Bằng khen của ngành` leaves open of which branch."""
        found = term.grantor or (None if held else self.of(clause, term))
        if not found and status == "conferred":
            found = self.decided(clause, term)
        return found if fold(found or "") != "ngành" else None

    def of(self, clause: Clause, term: Term) -> str | None:
        """The grantor told in the clause of an award, or in the line that opens its list."""
        if behind := self.behind_year(term):
            return behind
        if OWNED.match(self.page.text, term.end) or DONORS.match(
            self.page.fold, term.end
        ):  # `Giấy khen của CĐGD tỉnh`: from a body that is not understood
            return None
        if by := BY.match(self.page.fold, term.end):
            return self._by(by.end())
        near = max(clause.start, term.start - NEAR)
        cut = self.page.fold.rfind(";", near, term.start) + 1
        title = term.form.startswith("danh hiệu") and COUNTED.fullmatch(self.page.fold, cut, term.start)
        title = title if " được " in self.page.fold[near:cut] else None
        if cut and (title or self.page.first(WINS, cut, term.start)):
            near = cut  # `A được B tặng X; 5 cá nhân đạt Y`: what is won behind the semicolon is not from B
        wrote = term.form == "thư khen" or (term.form in PAPERS and FOR_WHOM.match(self.page.fold, term.end))
        found = self._wrote(near, term.start) if wrote else None
        found = found or self.told(near, term.start)
        if found and term.form in PRIZES and self._won(near, term.start):
            return None
        if not found and term.start - clause.start > NEAR:
            found = self.told(clause.start, clause.start + HEAD)
        found = found or (self.told(*clause.intro) if clause.intro else None)
        if found and term.form == "huân chương" and not OF_STATE.search(fold(found)):  # who hands an order over
            return None
        found = found or (self._sponsor(term, clause.end) if term.form in GIFTS else None)
        return found or (self.organisers(near, term.start) if term.form in BY_ORGANISERS else None)

    def _sponsor(self, term: Term, end: int) -> str | None:
        """`20 suất học bổng, mỗi suất 2 triệu đồng, do Công ty A tài trợ`: the one body that pays for a gift."""
        by = PAID_BY.match(self.page.fold, term.end, end)
        office = self._office(by.end()) if by else None
        if office and MEMBER.match(fold(office[0])):
            return None
        return office[0] if office and PAYS.match(self.page.fold, office[1], end) else None

    def decided(self, clause: Clause, term: Term) -> str | None:
        """The grantor of a conferred award that no office gives in its clause: the decision's, or the one that lends its authority."""
        found = self.by_decision(clause, term) or self.on_behalf(term)
        return found if found and (term.form != "huân chương" or OF_STATE.search(fold(found))) else None

    def _by(self, at: int) -> str | None:
        """`do Chủ tịch nước trao tặng`: the office right behind `do`; none where it is a deputy or does something else."""
        office, verb = self._office(at), self.page.first(GIVES, at, at + BY_LONGEST)
        if not office or not verb or not self._gives(office[1], verb.start()):
            return None
        titled = self.page.token_at(at) in self.terms.names.titles
        return office[0] if (HEADS.match(fold(office[0])) if titled else not DEPUTY.match(fold(office[0]))) else None

    def _won(self, start: int, end: int) -> bool:
        """`UBND tỉnh thưởng 5 triệu đồng cho em A vì đoạt huy chương vàng`: what was won is not from whoever praises it."""
        given = list(self.page.find(GIVES, start, end))
        return bool(given) and self.page.first(WINS, given[-1].end(), end) is not None

    def _wrote(self, start: int, end: int) -> str | None:
        """`Bộ Công an có thư khen`: who writes a letter of praise."""
        verb = self.page.first(LETTER, start, end)
        return self.before(verb.start(), start) if verb else None

    def told(self, start: int, end: int) -> str | None:
        """Who gives with one of the verbs from `start` to `end`, the last ones first."""
        lent = list(self.page.find(LENT, start, end))
        verbs = list(self.page.find(GIVES, start, end))
        if lent and (office := self._office(lent[-1].end())) and not self._by_another(lent[-1].end(), verbs, end):
            return office[0]
        for verb in reversed(verbs):
            if found := self.before(verb.start(), start):
                return found
            if self._own_giver(verb, verbs, start):
                return None
        return None

    def before(self, verb: int, start: int) -> str | None:
        """The office from `start` on that does what the verb at the character `verb` tells."""
        first = self.page.token_at(verb)
        for i in range(first - 1, max(self.page.token_at(start) - 1, first - REACH), -1):
            office = self._office_at(i)
            if office and self._gives(office[1], verb) and not self._given_to(office[1], verb, start):
                name, j = self._longest(i, office[1]) or (office[0], i)
                start_of = self.page.tokens[i].start
                if own := self.page.first(BELONGS, max(start, start_of - 60), start_of):
                    return self.before(own.start(), start)
                aside = self._not_acting(name, j, office[1], verb)
                return None if aside or self._hands_over(name, self.page.tokens[i].start, verb) else name
        return self.bare.before(verb, start)

    def _gives(self, at: int, verb: int) -> bool:
        """Whether the office that ends at `at`, its holder's name behind it or not, does what the verb tells or signs the decision."""
        k = bisect_left(self.people, at)
        person = self.terms.draft.person_spans[k] if k < len(self.people) else None
        named = person is not None and person.start <= verb and self._addressed(at) == person.start
        at = person.end if person and named else at
        told = BETWEEN.fullmatch(self.page.fold, at, verb) and not (named and HANDS.match(self.page.fold, verb))
        return bool(told or SIGNED.fullmatch(self.page.fold, at, verb))

    def _addressed(self, at: int) -> int:
        """Where a name can begin behind an office that ends at `at`: `, Đại tá` and other forms of address passed over."""
        while self.page.text[at : at + 1] in (" ", ",", "\u00a0") or at in self.addresses:
            at = self.addresses.get(at, at + 1)
        return at

    def _given_to(self, at: int, verb: int, start: int) -> bool:
        """`UBND tỉnh tặng Bằng khen cho Sở A, trao Cờ thi đua cho Sở B`: Sở A, before the comma, got the first."""
        if not COMMA.match(self.page.fold, at, verb):
            return False
        given = [m.end() for m in self.page.find(GIVES, start, at)]
        return bool(given) and self.page.first(TO, given[-1], at) is not None

    def _hands_over(self, office: str, at: int, verb: int) -> bool:
        """`ông A, Bí thư Tỉnh đoàn trao Bằng khen`, a deputy: whoever hands it over need not be the one that gives."""
        if DEPUTY.match(fold(office)):
            return True
        if HEADS.match(fold(office)) or not HANDS.match(self.page.fold, verb):
            return False
        k = bisect_left(self.people, at) - 1
        person = self.terms.draft.person_spans[k] if k >= 0 else None
        if not person or not APPOSED.fullmatch(self.page.fold, person.end, at):
            return False
        # `Theo ông A, Sở B đã trao`: a body told of by A, no post of his
        lead = person.lead if 0 <= person.lead < person.start else person.start
        told_by = self.page.fold.startswith(fold(office), at) and self.page.fold.endswith("theo ", 0, lead)
        return not told_by

    def _own_giver(self, verb: re.Match[str], verbs: list[re.Match[str]], start: int) -> bool:
        """`UBND tỉnh tặng A; bà con tặng B`: the verb behind the `;` has a subject of its own, even one that is no office."""
        cut = self.page.fold.rfind(";", start, verb.start())
        own = next((one for one in verbs if one.start() > cut), verb)
        if own is verb and TOO.search(self.page.fold, max(cut, start), verb.end()):
            return False
        return cut > 0 and own is verb and not BETWEEN.fullmatch(self.page.fold, cut + 1, verb.start())

    def _by_another(self, lent: int, verbs: list[re.Match[str]], end: int) -> bool:
        """`Thừa ủy quyền của Chủ tịch nước, ông A trao X; Giám đốc Sở tặng Y`: behind the `;` somebody else gives."""
        cut = self.page.fold.rfind(";", lent, end)
        own = next((verb for verb in verbs if verb.start() > cut), None) if cut > 0 else None
        return own is not None and not BETWEEN.fullmatch(self.page.fold, cut + 1, own.start())

    def _not_acting(self, name: str, j: int, at: int, verb: int) -> bool:
        """`phụ huynh Trường A thưởng`, `tại trụ sở Sở B đã tặng`, `Theo Giám đốc Sở C, ông D tặng`: the office only tells who or where."""
        before = self.page.fold[max(0, self.page.tokens[j].start - 30) : self.page.tokens[j].start]
        if MEMBER.match(fold(name)) or WHERE.search(before):
            return True
        if not COMMA.match(self.page.fold, at, verb):
            return False
        return (j not in self.terms.names.titles or not CLAUSE.search(before)) and self._apart(at, verb)

    def _apart(self, at: int, verb: int) -> bool:
        """Whether a comma, or a comma and another's name with a form of address, stands between the office and the verb."""
        return self.page.text[at : at + 1] == "," and not SIGNED.fullmatch(self.page.fold, at, verb)

    def _longest(self, i: int, end: int) -> tuple[str, int] | None:
        """`Chủ tịch UBND tỉnh` rather than `UBND tỉnh`: the title before the body that ends at the same word."""
        for j in range(max(0, i - 6), i):
            office = self._office_at(j)
            if office and office[1] == end:
                return office[0], j
        return None
