"""Who an award goes to: read from the award outwards, inside its clause.

Recipients stand behind `cho`, between the verb and the award (`tặng em Bằng khen`), before a passive or taking verb
(`A được tặng`, `B đoạt`), behind a colon, or in the lines of a list. Coordinated awards share recipients.
"""

from __future__ import annotations

import dataclasses
import re

from extract.award_parts import Term
from extract.clauses import Clause, Clauses
from extract.draft import Draft
from extract.pointers import Recipient
from extract.recipients import STAFF, Finder
from extract.text import squash
from extract.verbs import GIVE, PASSIVE, TAKE

_BETWEEN = (
    r"\s*(?:[)\"”»,]|năm \d{4}|\([^)]*\)|\s|trị giá [^,;]{3,40}|\d{4}(?: ?- ?\d{4})?|lên [^,.;]{3,40} của|đợt này|lần thứ \w+|"
    r"đột xuất|và (?:khen )?thưởng(?= cho)|của [^,.;:\n]{2,60}?(?= (?:cho|tặng|đến|tới)(?!\w))|(?:kèm|và thưởng|và)(?: theo)?(?: tiền)?(?: thưởng)?(?: nóng| đột xuất)? \d[^,;]{3,30}?(?= cho))*\s*"
)
TO = re.compile(
    _BETWEEN
    + r"(?:(?:được |đã )?(?:trao |tặng |phong tặng |trao tặng |tặng thưởng |xét tặng )?(?:cho|tới|gửi|dành cho|đối với|thuộc về|đến tay|về tay|tặng(?! (?:bằng|giấy|huân|huy|cờ|kèm|quà|danh|thưởng|thêm)))|"
    r"lên (?:[^,.;]{0,20} )?(?:quân kỳ|lá cờ|cờ)[^,.;]{0,40}? của|"
    r"của(?= (?:anh|chị|em|ông|bà)(?!\w)))(?!\w)"
)
GIFT_TO = re.compile(
    r"(?:\s*(?:[\"”»)]|\([^)]*\)|,?\s*(?:mỗi|trị giá|với tổng|tổng trị giá|bình quân)(?:[^,;\n.]|[.,](?=\d))*,?|,?\s*do [^,;.]{3,70} tài trợ\s*,?|"
    r"và (?:thưởng )?\d[^,;]{3,30}?(?= cho)|của [^,;.]{2,60}?(?= (?:cho|tặng|đến|tới)(?!\w))|năm học \d{4}(?:\s*-\s*\d{4})?|năm \d{4}|đã))*\s*"
    r"(?:được trao |được tặng |trao )?(?:cho|tới|đến tay|đến(?! từ| \d)|dành cho|tặng)(?!\w)"
)
MEMBERS = re.compile(
    r"[\s\"”»)]*(?:\([^)]*\)\s*)?(?:kèm[^,.;:]{0,40}|vì[^,.;:]{0,60}|năm \d{4}|đợt này)?\s*,?;?\s*"
    r"(?:(?:trong đó có|trong đó|tiêu biểu là|gồm có|gồm|là|có(?= \d)|có(?= [^.;]{0,70}? là ))(?!\w)\s*:?|:)"
)
NOT_YET = re.compile(r"(?<!\w)(?:người|đơn vị|nơi|em|cậu bé|cô gái)\s+(?:vừa|từng|đã|năm nay|đang)?\s*$")
NOMINATE = re.compile(r"(?<!\w)(?:suy tôn|bình chọn|bình bầu|bình xét|giới thiệu|lựa chọn|thống nhất chọn|bầu chọn)(?!\w)")
JURY = re.compile(r"(?<!\w)(?:tuyển chọn|chọn|bình chọn|xét chọn|chấm|công bố|ghi nhận|đánh giá)(?!\w)")
SPEAKS_FOR = re.compile(r"(?<!\w)(?:thay mặt|đại diện)(?: cho)? (?:các|những) (?:người|tập thể|cá nhân|em|đơn vị)[^.;:]{0,40}$")
PLAYER = re.compile(r"\s*[,(–-]\s*(?:vận động viên|vđv|cầu thủ|võ sĩ|kỳ thủ|đội)\s*$")
DESCRIBED = re.compile(r"\s*là (?:con|nữ|người|em|cháu|học sinh|dân tộc)(?!\w)")
TAKES = re.compile(r"\s*(?:được )?nhận(?!\w)")
KIN = re.compile(r"(?:các |đại diện )?(?:thân nhân|người thân|người nhà|đại diện gia đình)(?!\w)")
SAID = re.compile(r"(?<!\w)(?:cho biết|cho hay|nói|khẳng định|nhấn mạnh|kể|thông tin|chia sẻ|nhắc|giới thiệu)(?!\w)")
IS = re.compile(r"(?<!\w)(?:cũng )?là\s*$")
HOLDS = re.compile(r"\s*[-–,(]\s*")
CEREMONY = re.compile(r"(?<!\w)(?:lễ|buổi lễ|lễ kỷ niệm|kỷ niệm)(?!\w)[^.;]{0,120}?(?:đón nhận|nhận)(?!\w)")
GENERIC = re.compile(
    r"(?:^|(?<![,\w]) )(?:học sinh|sinh viên|vận động viên|vđv|cá nhân|tập thể|tác giả|người|em) (?:đã |vừa |từng )?(?:đoạt|đạt|giành|nhận|được)?\s*$"
)
VAGUE = re.compile(
    r"(?<!\w)(?:các|những|nhiều) (?:tập thể|cá nhân|tấm gương|em|học sinh|sinh viên|đơn vị)[^.;:]{0,40}(?:đã|vừa)?\s*$"
)
GIFTS = {"quà", "nhà", "học bổng", "tiền thưởng"}


class Giving:
    """Finds the recipients of the awards of one page."""

    def __init__(self, draft: Draft, finder: Finder, clauses: Clauses) -> None:
        self.draft, self.page, self.finder, self.clauses = draft, draft.page, finder, clauses

    def to(self, clause: Clause, term: Term, left: int, right: int, told: str) -> list[Recipient]:
        """Recipients of one award; `left` and `right` are where the awards before and behind it end and begin."""
        to = (
            self._behind_to(term, right, clause)
            or self._before_award(term, left)
            or self._holder(term)
            or self._subject(clause, term, left, told)
        )
        return [self._late(r) for r in self._members(clause, term, right, to or self._nominated(clause, term))]

    def _late(self, one: Recipient) -> Recipient:
        """`trao cho thân nhân của anh A`: who is honoured is A."""
        named = self.finder.people_named(one.start, one.end + 2) if KIN.match(one.name.lower()) else []
        return named[0] if len(named) == 1 else one

    def _nominated(self, clause: Clause, term: Term) -> list[Recipient]:
        """`suy tôn Sở A là đơn vị dẫn đầu, đề nghị Chính phủ tặng A`: who is put forward before the proposal."""
        ask = self.page.fold.rfind("đề nghị", clause.start, term.start)
        verbs = list(NOMINATE.finditer(self.page.fold, clause.start, ask)) if ask > 0 else []
        return self.finder.between(verbs[-1].end(), ask) if verbs else []

    def _behind_to(self, term: Term, right: int, clause: Clause) -> list[Recipient]:
        """Recipients behind `cho`, `thuộc về`, `đến tay`."""
        pattern = GIFT_TO if term.form in GIFTS else TO
        match = pattern.match(self.page.fold, term.end, max(right, term.end))
        if not match:
            return []
        end = self._region_end(match.end(), clause, right)
        found = [r for r in self.finder.between(match.end(), end) if not (r.count and TAKES.match(self.page.fold, r.end))]
        if not found and self.page.text[end - 1 : end] == ":":
            found = self.finder.between(end, self.clauses.list_end(end))
        found = self._parts(found, clause) or found
        group_first = self.finder.worded(match.end(), end)
        if group_first and group_first.name.lower().startswith("mỗi"):
            return []
        if group_first and (not found or found[0].start > group_first.start) and not self._list_head(group_first, found):
            return [group_first]
        if not found:
            one = self.finder.nominal(match.end(), end) or self.finder.pronoun(match.end(), end) or self._quoted(match.end())
            return [one] if one else []
        return found

    def _parts(self, found: list[Recipient], clause: Clause) -> list[Recipient]:
        """`132 cá nhân, gồm 89 sinh viên nhận học bổng, 27 ...`: the whole and its parts, where they add up to it."""
        whole = found[0] if found and found[0].count else None
        parts = self.finder.counted(whole.end, clause.end) if whole else []
        if not whole or len(parts) < 2 or sum(r.count or 0 for r in parts) != whole.count:
            return []
        return [whole] + [r for r in parts if not TAKES.match(self.page.fold, r.end)]

    def _quoted(self, at: int) -> Recipient | None:
        """`đối với “Nơi tưởng niệm ...”`: a thing named in quotation marks."""
        match = re.match(r'\s*(?:di tích |công trình |tác phẩm )?"([^"\n]{3,120})"', self.page.fold[at : at + 150])
        if not match:
            return None
        start, end = at + match.start(1), at + match.end(1)
        return Recipient(start, end, squash(self.page.text[start:end]), "group")

    def _list_head(self, head: Recipient, found: list[Recipient]) -> bool:
        """`các ông, bà: A, B` and `học sinh: A`: the words before a colon only open the list of names."""
        gap = self.page.fold[head.end : found[0].start] if found else ""
        tail = self.page.fold[head.start : found[0].start] if found else ""
        led = len(self.page.fold[head.start : found[0].start].split()) <= 2 if found else False
        if found and found[0].kind == "unit" and STAFF.fullmatch(self.page.fold, head.start, found[0].start):
            return True
        inside = bool(found) and found[0].start < head.end and (found[0].kind == "person" or led)
        return bool(found) and (":" in gap or inside or (len(tail) < 24 and found[0].kind == "person" and "của" not in tail))

    def _region_end(self, start: int, clause: Clause, right: int) -> int:
        """Where the list of recipients stops: at the next giving verb or `;` before another award, else at the clause's end."""
        end = min(clause.end, right)
        if right < clause.end:
            gap = self.page.fold[start:right]
            cut = max(gap.rfind(";"), gap.rfind(". "))
            verb = [
                m.start()
                for m in re.finditer(
                    r"(?<!\w)(?:,|và|đồng thời|;)?\s*(?:đã )?(?:trao|tặng|đề nghị|truy tặng|được|đạt|nhận|kèm)(?!\w)", gap
                )
            ]
            end = start + min([v for v in verb if v > 3] + ([cut] if cut > 0 else []) + [right - start])
        stop = re.search(
            r"(?<!\w)(?:kèm|vì thành tích|vì đã|nhân kỷ niệm|sau khi|đồng thời|nhưng|song)(?!\w)", self.page.fold[start:end]
        )
        if stop:
            end = start + stop.start()
        if end >= clause.end - 1 and self.clauses.opens_list(start, clause.end):
            end = self.clauses.list_end(clause.end)
        return end

    def _before_award(self, term: Term, left: int) -> list[Recipient]:
        """Between the verb and the award: `tặng em Bằng khen`, `tặng các tập thể, cá nhân 3 Huân chương`."""
        verbs = [m for m in GIVE.finditer(self.page.fold, left, term.start) if m[0] != "được"]
        if not verbs or self.page.fold[max(0, verbs[-1].start() - 12) : verbs[-1].start()].rstrip().endswith("được"):
            return []
        start = verbs[-1].end()
        end = start + len(self.page.fold[start : term.start].rstrip(' "“«0123456789.')) if term.count else term.start
        if not self.page.fold[start : term.start].strip(' "“«0123456789.'):
            return []
        found = self.finder.between(start, end)
        if not found:
            short = self.page.fold[start : term.start].strip()
            one = (self.finder.pronoun(start, term.start) if len(short) < 9 else None) or self.finder.worded(start, end)
            found = [one] if one and not re.match(r"\s*(?:hàng|nhiều|\d+)\s", self.page.fold[start : term.start]) else []
        return [r for r in found if (r.end <= term.start and r.count is None) or r.kind != "group"]

    def _holder(self, term: Term) -> list[Recipient]:
        """`Anh hùng lao động Bùi Đức Phú`: a state title directly before the name of its holder."""
        if not term.form.startswith("danh hiệu"):
            return []
        before = self.finder.people_between(term.start - 40, term.start)
        if before and HOLDS.fullmatch(self.page.fold, before[-1].end, term.start):
            return [Recipient(before[-1].start, before[-1].end, before[-1].name, "person", members=True)]
        near = self.finder.people_between(term.end + 1, term.end + 13)
        if near and not self.page.fold[term.end : near[0].start].strip(' "”').replace("ông", "").replace("bà", "").strip():
            return [Recipient(near[0].start, near[0].end, near[0].name, "person", members=True)]
        return []

    def _subject(self, clause: Clause, term: Term, left: int, told: str) -> list[Recipient]:
        """Before a passive or taking verb."""
        gives = list(GIVE.finditer(self.page.fold, left, term.start))
        verbs = [m.start() for m in TAKE.finditer(self.page.fold, left, term.start)]
        verbs += [
            m.start() for m in PASSIVE.finditer(self.page.fold, left, term.start) if any(g.start() >= m.start() for g in gives)
        ]
        if term.form == "danh hiệu thi đua" or "vô địch" in term.name:
            verbs += [m.start() for m in IS.finditer(self.page.fold, left, term.start)]
        if not verbs:
            return self._beside(clause, term, left)
        begin = self._begin(clause, left, verbs)
        first = min([v for v in verbs if v >= begin], default=max(verbs))
        if SPEAKS_FOR.search(self.page.fold, begin, first):
            return self.finder.people_named(term.last_word, term.last_word + 60)[:1]
        if VAGUE.search(self.page.fold, begin, first) or GENERIC.search(self.page.fold, begin, max(verbs)):
            return []
        if (ceremony := CEREMONY.search(self.page.fold, begin, max(verbs) + 8)) and ceremony.end() >= max(verbs):
            return self._honoured(term, begin, ceremony)
        found = self.finder.last_chain(self.finder.between(begin, max(verbs)), max(verbs))
        if found and (said := SAID.search(self.page.fold, found[-1].end, max(verbs))):
            found = self.finder.between(said.end(), max(verbs)) or self.finder.people_named(said.end(), max(verbs))[-1:]
        if IS.match(self.page.fold, max(verbs), term.start):
            return [dataclasses.replace(r, members=True) for r in found]
        found = [r for r in found if r.kind != "unit" or not JURY.search(self.page.fold, r.end, max(verbs))]
        if found and NOT_YET.search(self.page.fold, begin, first):
            return found[-1:]
        if not found:
            one = self._worded_subject(begin, first, told)
            if told != "possible":
                last = self._last_person(begin, first)
                near = self.finder.nominal(begin, first) or (self.finder.pronoun(begin, first) if first - begin < 160 else None)
                one = last if last and near and near.start < last.start else near or last or one
            elif one is None:
                one = self.finder.nominal(begin, first)
            found = [one] if one else []
        if found and PLAYER.fullmatch(self.page.fold, found[-1].end, max(verbs)):
            return [dataclasses.replace(found[-1], members=True)]
        return found

    def _begin(self, clause: Clause, left: int, verbs: list[int]) -> int:
        """Where the subject's clause begins: behind the last `;` that another award or verb stands before."""
        cut = self.page.fold.rfind(";", left, max(verbs))
        return cut + 1 if cut >= 0 and (left > clause.start or any(v < cut for v in verbs)) else left

    def _honoured(self, term: Term, begin: int, ceremony: re.Match[str]) -> list[Recipient]:
        """`lễ kỷ niệm 40 năm thành lập U và đón nhận A`, `U tổ chức lễ đón nhận A`, `dự lễ đón nhận A của U`: U, never a guest."""
        founded = re.search(r"thành lập", ceremony[0])
        inside = self.finder.between(ceremony.start() + founded.end(), ceremony.end()) if founded else []
        before = self.page.fold[begin : ceremony.start()]
        if inside or re.search(r"(?<!\w)(?:dự|tham dự|chứng kiến)(?!\w)[^,;]{0,30}$", before):
            return inside[:1] or self._owner(term)
        return self._owner(term) or self.finder.last_chain(self.finder.between(begin, ceremony.start()), ceremony.start())

    def _owner(self, term: Term) -> list[Recipient]:
        """The body behind `của` in `lễ đón nhận Huân chương Lao động của Nhà máy X`, which a state order never comes from."""
        match = re.match(r"\s*của\s+", self.page.fold[term.last_word : term.last_word + 8])
        if not term.form.startswith(("huân", "danh hiệu vinh dự")) or not match:
            return []
        return self.finder.between(term.last_word + match.end(), term.last_word + 120)[:1]

    def _beside(self, clause: Clause, term: Term, left: int) -> list[Recipient]:
        """`Công đoàn A giải ba`: a prize right behind the name of its winner."""
        if term.form not in ("giải thưởng", "huy chương"):
            return []
        found = self.finder.between(left, term.start)
        gap = self.page.fold[found[-1].end : term.start].strip(" :-") if found else ""
        alone = left == clause.start or ";" in self.page.fold[left : found[-1].start] if found else False
        return found[-1:] if not gap or (gap == "," and alone) else []

    def _last_person(self, begin: int, verb: int) -> Recipient | None:
        """`do A, vận động viên giành 2 HCV`: a person named shortly before the verb, wherever in the clause."""
        near = [s for s in self.finder.people_between(begin, verb) if verb - 30 < s.end <= verb]
        return Recipient(near[-1].start, near[-1].end, near[-1].name, "person") if near else None

    def _worded_subject(self, begin: int, verb: int, told: str) -> Recipient | None:
        """`đơn vị xếp thứ nhất được ...`: a group in words that opens the clause."""
        starts = [begin, *(begin + m.end() for m in re.finditer(r"[,:;]\s*", self.page.fold[begin:verb]))]
        for at in reversed(starts):
            one = self.finder.worded(at, verb)
            if (
                one
                and verb - one.end < 8
                and not SAID.search(one.name.lower())
                and (len(one.name.split()) > 2 or (told == "possible" and " " in one.name))
            ):
                return one
        return None

    def _members(self, clause: Clause, term: Term, right: int, to: list[Recipient]) -> list[Recipient]:
        """Named members told behind the award: `được tặng Bằng khen, trong đó có A, B`, `... là: A; B`, or the lines below."""
        match = MEMBERS.match(self.page.fold, term.end, right)
        if not match:
            return to
        end = min(clause.end, right)
        if right < clause.end:
            end = self._region_end(match.end(), clause, right)
        found = self.finder.between(match.end(), end)
        if not found and self.clauses.opens_list(clause.start, clause.end):
            found = self.finder.between(clause.end, self.clauses.list_end(clause.end))
        named = [r for r in found if r.start >= match.end() and not (r.count and DESCRIBED.match(self.page.fold, r.end))]
        counted = [r for r in to if r.count]
        if counted and named and sum(r.count or 0 for r in counted) <= len(named):
            to = [r for r in to if not r.count]
        return to + [r for r in named if r.name not in {t.name for t in to}]
