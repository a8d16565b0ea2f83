"""Who an award goes to, told before it: the subject of a passive or taking verb, the holder of a title, a winner beside a prize."""

from __future__ import annotations

import dataclasses
import re

from extract.award_parts import Term
from extract.clauses import Clause, Clauses
from extract.draft import Draft, Span
from extract.folding import fold
from extract.plurals import plural
from extract.pointers import Recipient, counted_words, linked
from extract.recipients import Finder
from extract.subject_groups import WINNERS, WON, counted_works, each_of, named_work, others_win
from extract.verbs import (
    AND_OTHERS,
    CEREMONY,
    FOR_BODY,
    FORCE,
    GIVE,
    IS,
    JURY,
    NOT_YET,
    OWN_NOUN,
    PASSIVE,
    PRAISED,
    SAID,
    SPEAKS_FOR,
    TAKE,
    VAGUE,
    no_gain,
)

PLAYER = re.compile(r"\s*[,(–-]\s*(?:vận động viên|vđv|cầu thủ|võ sĩ|kỳ thủ|đội)\s*$")
HOLDS = re.compile(r"\s*[-–,(]\s*")
GENERIC = re.compile(
    r"(?:^|(?<![,\w]) )(?:học sinh|sinh viên|vận động viên|vđv|cá nhân|tập thể|tác giả|người|em) (?:đã |vừa |từng )?(?:đoạt|đạt|giành|nhận|được)?\s*$"
)
AUXILIARY = re.compile(r"\s*(?:(?:đã|vừa|từng|cũng|còn|lại|luôn|vinh dự|liên tục|nhiều lần|tiếp tục|rất)\s*){0,4}")
NEW_CLAUSE = re.compile(r"(?<!\w)(?:đã|vừa|luôn|cũng) [^,;.\n]{3,100}, (?=(?:các|những)(?!\w))")
APPOSED = re.compile(r"\s*(?:[,-] [^;(\n]{2,60}?)?\s*")
ASKED = re.compile(r"(?<!\w)(?:đề nghị|đề xuất|giới thiệu|chúc mừng|biểu dương|tuyên dương|vinh danh|tôn vinh)(?: cho)?\s+")
ADDRESSED = 30  # characters of the longest title and form of address before who is asked for
# `Toàn thể cán bộ vui mừng khi trường nhận ...`, `Các tập thể được tặng Bằng khen phải ...`: no group that was given it
OTHERS_DO = re.compile(r"(?<!\w)(?:khi|chúc mừng|vui|mừng|mong|mà|nếu|để|bạn)(?!\w)")
MUST = re.compile(r"\s+(?:phải|cần|hãy|được tuyển|sẽ|đều phải)(?!\w)")
SHORT = re.compile(r"\([^()]{2,8}\)")  # `Nhà giáo ưu tú (NGƯT) Lê Thị Lý`
GIVEN_NOW = re.compile(
    r"(?<!\w)(?:phong tặng|truy tặng|tặng danh hiệu|trao danh hiệu|nhận danh hiệu|công nhận)(?: danh hiệu)?[\s\"“]*$"
)
GIVEN_ELSE = re.compile(r"\s*(?:là|huân chương|huy chương|giải thưởng|bằng khen|giấy khen|kỷ niệm chương|danh hiệu|cờ)(?!\w)")
COUNTED_OF = ("huy hiệu", "bằng khen", "giấy khen", "kỷ niệm chương")  # `có 3 đồng chí Huy hiệu 80 năm`
# `danh sách 3 cá nhân đề nghị tặng Bằng khen`: who is put forward
TO_GET = re.compile(
    r"\s*đề nghị (?:(?!được )[^.;:,\"]{3,60}? )?(?:được )?(?:xét )?(?:tặng thưởng|trao tặng|phong tặng|truy tặng|tặng|nhận|công nhận)(?: danh hiệu)?[\s\"“]*"
)
MANY = re.compile(r"(?:các|những|nhiều|toàn thể|hàng)(?!\w)")


class Subjects:
    """Finds the recipients told before the awards of one page."""

    def __init__(self, draft: Draft, finder: Finder, clauses: Clauses) -> None:
        self.draft, self.page, self.finder, self.clauses = draft, draft.page, finder, clauses

    def _holder(self, term: Term) -> list[Recipient]:
        """`Anh hùng lao động Bùi Đức Phú`: a state title directly before the name of its holder."""
        if not term.form.startswith("danh hiệu"):
            return []
        if near := self._named_behind(term):
            return [Recipient(near.start, near.end, near.name, "person", members=not self._given_now(term, near))]
        before = self.finder.people_between(term.start - 40, term.start)
        if before and HOLDS.fullmatch(self.page.fold, before[-1].end, term.start):
            return [Recipient(before[-1].start, before[-1].end, before[-1].name, "person", members=True)]
        return []

    def _named_behind(self, term: Term) -> Span | None:
        """`Nhà giáo ưu tú Lê Thị Lý`: the person named right behind the title."""
        near = self.finder.people_between(term.end + 1, term.end + 20)
        between = SHORT.sub("", self.page.fold[term.end : near[0].start] if near else "")
        return near[0] if near and not between.strip(' "”').replace("ông", "").replace("bà", "").strip() else None

    def tells_who(self, term: Term) -> bool:
        """`Bằng khen cho 61 học sinh đoạt giải`, `Bằng khen cho Nhà giáo ưu tú Lê Thị Lý`: it only tells who somebody is."""
        prize = (term.bare and term.form == "giải thưởng") or self._winners(term) or self._bracketed(term) is not None
        if prize or term.form != "danh hiệu vinh dự nhà nước":
            return prize
        near = self._named_behind(term)
        return near is not None and not self._given_now(term, near)

    def _given_now(self, term: Term, near: Span) -> bool:
        """`phong tặng Nghệ sĩ Nhân dân A`, and no other award or office behind the name: the title is what was given."""
        given = GIVEN_NOW.search(self.page.fold, max(0, term.start - 30), term.start)
        return given is not None and not GIVEN_ELSE.match(self.page.fold, near.end)

    def _subject(self, clause: Clause, term: Term, left: int, told: str) -> list[Recipient]:
        """Before a passive or taking verb."""
        if self._winners(term) or no_gain(self.page.fold, left, term.start, term.end):
            return []
        gives = list(self.page.find(GIVE, left, term.start))
        words = list(self.page.find(TAKE, left, term.start))
        passive = self.page.find(PASSIVE, left, term.start)
        words += [m for m in passive if any(g.start() >= m.start() for g in gives)]
        if term.form == "danh hiệu thi đua" or "vô địch" in term.name:
            words += self.page.find(IS, left, term.start)
        if not words:
            return linked(self._beside(clause, term, left), "link.beside")
        verbs = [m.start() for m in words]
        begin = self._begin(clause, left, verbs)
        opened = self.finder.bracket(max(verbs), begin)
        if opened is not None and counted_words().match(self.page.fold, opened + 1):
            begin = opened + 1  # `nhiều tập thể được khen thưởng (9 tập thể được tặng A; ...)`
        verb = max(words, key=lambda m: m.start())
        if apart := counted_works(self.page, term, begin, verbs) or each_of(self.page, begin, min(verbs)):
            return linked([apart], "link.subject", *verb.span())
        work = named_work(self.page, term, begin, min(verbs))
        if work and not self.finder.between(begin, work.start):
            return linked([work], "link.subject", *verb.span())
        many = plural(self.finder, begin, min([v for v in verbs if v >= begin], default=max(verbs)))
        return linked(many or self._before_verb(term, begin, verbs, told), "link.subject", *verb.span())

    def _before_verb(self, term: Term, begin: int, verbs: list[int], told: str) -> list[Recipient]:
        """Who the clause from `begin` on tells before the verbs that begin at the characters `verbs`."""
        first = min([v for v in verbs if v >= begin], default=max(verbs))
        if spoken := self.page.first(SPEAKS_FOR, begin, first):
            named = self.finder.people_named(term.last_word, term.last_word + 60)[:1]
            return linked(named, "link.spoken_for", *spoken.span())
        if other := self.page.first(FOR_BODY, begin, max(verbs)):
            return self._for_body(other)
        if self.page.first(VAGUE, begin, first):
            one = self._worded_subject(begin, first, told)
            return [one] if one and not OTHERS_DO.search(fold(one.name)) and not MUST.match(self.page.fold, term.end) else []
        if self.page.first(GENERIC, begin, max(verbs)):
            return []
        if (ceremony := self.page.first(CEREMONY, begin, max(verbs) + 8)) and ceremony.end() >= max(verbs):
            return linked(self._honoured(term, begin, ceremony), "link.ceremony", *ceremony.span())
        found = self._told_subject(begin, verbs)
        if found and (said := self.page.first(SAID, found[-1].end, max(verbs))):
            found = self.finder.between(said.end(), max(verbs)) or self.finder.people_named(said.end(), max(verbs))[-1:]
        if IS.match(self.page.fold, max(verbs), term.start):
            held = not self.page.fold.endswith("công nhận ", 0, max(verbs))
            return [dataclasses.replace(r, members=held) for r in found]
        found = [r for r in found if r.kind != "unit" or not self.page.first(JURY, r.end, max(verbs))]
        if found and self.page.first(NOT_YET, begin, first):
            return found[-1:]
        if not found:
            one = self._worded_subject(begin, first, told) or self._nearest(first, max(verbs))
            one = None if one and OTHERS_DO.search(fold(one.name)) else one
            many = one is not None and MANY.match(self.page.fold, one.start)  # `Các thầy cô giáo`: nobody told before
            if told != "possible" and not many:
                last = self._last_person(begin, first)
                near = self.finder.nominal(begin, first) or (self.finder.pronoun(begin, first) if first - begin < 160 else None)
                one = last if last and near and near.start < last.start else near or last or one
            elif one is None:
                one = self.finder.nominal(begin, first)
            found = [one] if one else []
        if found and self.page.first(AND_OTHERS, found[-1].end, max(verbs)):
            return []
        if found and PLAYER.fullmatch(self.page.fold, found[-1].end, max(verbs)):
            return [dataclasses.replace(found[-1], members=True)]
        return found

    def _for_body(self, other: re.Match[str]) -> list[Recipient]:
        """Whoever takes an award for a body, or is glad of it, was given none; nobody where the body is not told."""
        begin, end = other.span(other.lastgroup or 0)
        found = self.finder.between(begin, end)[:1]
        one = None if found else self.finder.nominal(begin, end) or (self.finder.worded(begin, end) if other["many"] else None)
        return linked([one] if one else found, "link.spoken_for", *other.span())

    def _told_subject(self, begin: int, verbs: list[int]) -> list[Recipient]:
        """The recipients before the verbs, or those that the clause tells better: who is asked for, a team, a clause's own subject."""
        found = self._asked_for(begin, verbs) or self.finder.before(begin, max(verbs))
        if found and found[-1].count and (host := self._host(begin, found, max(verbs))):
            return [host]
        noun = self.page.first(OWN_NOUN, found[-1].end, max(verbs)) if found else None
        if noun:
            one = self.finder.nominal(noun.start("noun"), max(verbs))
            return [one] if one else []
        own = self._own_group(found[-1].end, verbs) if found else None
        return [own] if own else found

    def _asked_for(self, begin: int, verbs: list[int]) -> list[Recipient]:
        """`Khối thống nhất đề nghị A được tặng`, `Bộ trưởng chúc mừng A được tặng`: A, not who asks or congratulates."""
        asked = list(self.page.find(ASKED, begin, max(verbs)))
        found = self.finder.between(asked[-1].end(), max(verbs)) if asked else []
        verb = min((v for v in verbs if found and v >= found[-1].end), default=-1)
        near = bool(found) and found[0].start - asked[-1].end() < ADDRESSED
        told = near and AUXILIARY.fullmatch(self.page.fold, found[-1].end, verb)
        return self.finder.last_chain(found, verb) if told else []

    def _host(self, begin: int, found: list[Recipient], verb: int) -> Recipient | None:
        """`Đoàn A dự giải với 95 vận động viên; giành 20 huy chương`: the team, not those it came with."""
        apart = ";" in self.page.fold[found[-1].end : verb] and AUXILIARY.fullmatch(
            self.page.fold, self.page.fold.rfind(";", 0, verb) + 1, verb
        )
        first = self.finder.between(begin, found[0].end)[:1] if apart else []
        return first[0] if first and first[0].kind == "unit" and first[0].start < found[-1].start else None

    def _winners(self, term: Term) -> bool:
        """`Bằng khen cho các học sinh đoạt giải Nhất`, `tặng mỗi em giành HCV 5 triệu đồng`: the prize tells which students."""
        kind = self.page.first(WINNERS, max(0, term.start - 90), term.start) if term.form in WON else None
        return kind is not None and not self.finder.people_between(*kind.span()) and not self.finder.units_between(*kind.span())

    def _bracketed(self, term: Term) -> int | None:
        """Where the round bracket opens that the prize stands in: `A (giành 5 huy chương vàng)`."""
        if term.form not in WON:
            return None
        at = self.finder.bracket(term.start, max(0, term.start - 80))
        return at if at is not None and "\n" not in self.page.text[at : term.start] else None

    def aside(self, term: Term, begin: int) -> Recipient | None:
        """`A, đội tuyển bơi (giành 5 huy chương vàng); B`: the one named before the bracket won what stands in it."""
        opened = self._bracketed(term)
        found = [r for r in self.finder.between(begin, opened) if not r.count] if opened is not None and opened > begin else []
        if not found or not opened or self.finder.people_between(found[-1].end, opened):
            return None
        return found[-1] if APPOSED.fullmatch(self.page.fold, found[-1].end, opened) else None

    def _own_group(self, start: int, verbs: list[int]) -> Recipient | None:
        """`Đoàn A đã về đích sớm, các vận động viên đoạt 3 huy chương`: a new clause tells its own subject, a group in words."""
        comma = self.page.first(NEW_CLAUSE, start, max(verbs))
        verb = min((v for v in verbs if comma and v > comma.end()), default=start)
        one = self.finder.worded(comma.end(), verb) if comma else None
        return one if one and AUXILIARY.fullmatch(self.page.fold, one.end, verb) else None

    def _nearest(self, first: int, verb: int) -> Recipient | None:
        """`Ghi nhận thành tích đã đạt được, nhà trường được tặng A`: the first verb stood in a clause before the subject."""
        near = self.finder.nominal(first, verb)
        return near if near and AUXILIARY.fullmatch(self.page.fold, near.end, verb) else None

    def _begin(self, clause: Clause, left: int, verbs: list[int]) -> int:
        """Where the subject's clause begins: behind the `;` that another award or verb stands before."""
        cut = self.page.fold.rfind(";", left, max(verbs))
        if left > clause.start and not any(v < cut for v in verbs):
            cut = self.page.fold.find(";", left, max(verbs))  # further ones stand inside a list of names and posts
            return cut + 1 if cut >= 0 else left
        return cut + 1 if cut >= 0 and (any(v < cut for v in verbs) or bool(self.page.first(PRAISED, left, cut + 3))) else left

    def _honoured(self, term: Term, begin: int, ceremony: re.Match[str]) -> list[Recipient]:
        """`lễ kỷ niệm 40 năm thành lập U và đón nhận A`, `U tổ chức lễ đón nhận A`, `dự lễ đón nhận A của U`: U, never a guest."""
        founded = re.search(r"thành lập|truyền thống", ceremony[0])
        inside = self.finder.between(ceremony.start() + founded.end(), ceremony.end()) if founded else []
        inside = [r for r in inside if not (founded and founded[0] != "thành lập" and FORCE.search(fold(r.name)))]
        before = self.page.fold[begin : ceremony.start()]
        if inside or re.search(r"(?<!\w)(?:dự|tham dự|chứng kiến)(?!\w)[^,;]{0,30}$", before):
            return inside[:1] or self._owner(term)
        found = self._owner(term) or self.finder.before(begin, ceremony.start())
        host = None if found else self.finder.nominal(begin, ceremony.start())
        return [host] if host else found

    def _owner(self, term: Term) -> list[Recipient]:
        """`lễ đón nhận Huân chương Lao động của Nhà máy X`, `... hạng Ba Trường Y`: a body, which a state order never comes from."""
        match = re.match(r"[\"”»\s]*(của\s+)?", self.page.fold[term.last_word : term.last_word + 8])
        if not term.form.startswith(("huân", "danh hiệu vinh dự")) or not match:
            return []
        begin = term.last_word + match.end()
        end = min(term.last_word + 120, self.page.sentence_of(term.start)[1])
        found = [r for r in self.finder.between(begin, end)[:1] if not re.search("[,;:]", self.page.fold[begin : r.start])]
        return found if match[1] or (found and found[0].start == begin and found[0].kind == "unit") else []

    def _beside(self, clause: Clause, term: Term, left: int) -> list[Recipient]:
        """`Công đoàn A giải ba`: a prize right behind the name of its winner."""
        if term.form not in ("giải thưởng", "huy chương"):
            inside = self.page.fold.rfind("trong đó", left, term.start)
            begin = inside + len("trong đó") if inside >= 0 else left
            asked = self.page.fold.find("đề nghị", begin, term.start) >= 0
            groups = self.finder.counted(begin, term.start) if asked or term.form in COUNTED_OF else []
            beside = term.form in COUNTED_OF and groups and not self.page.fold[groups[-1].end : term.start].strip()
            return groups[-1:] if beside or (groups and TO_GET.fullmatch(self.page.fold, groups[-1].end, term.start)) else []
        found = self.finder.between(left, term.start)
        gap = self.page.fold[found[-1].end : term.start].strip(" :-") if found else ""
        alone = left == clause.start or ";" in self.page.fold[left : found[-1].start] if found else False
        return found[-1:] if not gap or (gap == "," and alone) else []

    def _last_person(self, begin: int, verb: int) -> Recipient | None:
        """`do A, vận động viên giành 2 HCV`: a person named shortly before the verb, wherever in the clause."""
        told = self.finder.people_between(begin, verb)
        near = [s for s in told if verb - 30 < s.end <= verb and not self.finder.tells(s, begin)]
        return Recipient(near[-1].start, near[-1].end, near[-1].name, "person") if near else None

    def _worded_subject(self, begin: int, verb: int, told: str) -> Recipient | None:
        """`đơn vị xếp thứ nhất được ...`: a group in words that opens the clause."""
        starts = [begin, *(begin + m.end() for m in re.finditer(r"[,:;]\s*", self.page.fold[begin:verb]))]
        for at in reversed(starts):
            if "%" in self.page.fold[begin:at]:  # `90% thôn, tổ dân phố được công nhận`
                continue
            one = self.finder.worded(at, verb)
            # `mỗi em đoạt huy chương vàng được thưởng ...`: a rate, nobody's medal
            if (
                one
                and verb - one.end < 8
                and not SAID.search(one.name.lower())
                and not others_win(one)
                and not one.name.lower().startswith("mỗi ")
                and (len(one.name.split()) > 2 or (told == "possible" and " " in one.name))
            ):
                return one
        return None
