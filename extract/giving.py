"""Who an award goes to: read from the award outwards, inside its clause.

Recipients stand behind `cho`, between the verb and the award (`tặng em Bằng khen`), before a passive or taking verb
(`A được tặng`, `B đoạt`), behind a colon, or in the lines of a list. Coordinated awards share recipients.
"""

from __future__ import annotations

import dataclasses
import re

from extract.award_parts import Term
from extract.clauses import Clause
from extract.folding import squash
from extract.numerals import count_of
from extract.pointers import PRONOUN, Recipient, counted_words, linked
from extract.recipients import STAFF
from extract.standings import TAKEN, of_kind, ranked, won_for
from extract.subject_groups import WON, quoted_thing, works_behind
from extract.subjects import Subjects
from extract.verbs import CHEERED, DESCRIBED, GIVE, KIN, NEXT_GIVES, NEXT_VERB, NOMINATE, OPENED, OWN, SPEECH, TAKES

_BETWEEN = (
    r"\s*(?:[)\"”»,]|năm (?:học )?\d{4}(?: ?- ?\d{4})?|\([^)]*\)|\s|trị giá [^,;]{3,40}|\d{4}(?: ?- ?\d{4})?|lên [^,.;]{3,40} của|đợt này|lần này|dịp này|năm nay|lần thứ \w+|"
    r"(?:(?:ở|tại|trong|của) )?(?:các )?(?:bảng|nội dung|hạng mục|môn|thể loại) [^.;:\n]{1,50}?(?= (?:lần lượt |đã )?(?:được trao cho|thuộc về|về tay|đến tay)(?!\w))|(?:(?:ở|tại|trong|của|đối với) )?(?:nội dung|hạng cân|môn|thể loại|nhóm nghề|nghề) (?:(?!(?<!\w)dành(?!\w))[^.,;:\n]){1,40}?(?= cho(?!\w))|lần lượt|mỗi (?:giải|suất|phần) [^,;.\n]{0,12}?\d(?:[^,;.\n]|[.,](?=\d)){3,25}?(?= cho(?!\w))|"
    r"(?:và|kèm|kèm theo|cùng|cùng với|,) (?:nhiều |các )?(?:phần thưởng|phần quà|hoa|biểu trưng|tiền thưởng|tiền mặt|khen thưởng|biểu dương)(?: [^,.;:\n]{1,30}?)?(?= (?:cho|tới)(?!\w))|"
    r"(?:cùng|cùng với|kèm|kèm theo) \d(?:[^,.;]|[.,](?=\d)){3,40}?(?= cho(?!\w))|đột xuất|(?:vững mạnh|xuất sắc|dẫn đầu|nhất|nhì|phong trào|khối|cụm)(?: (?!(?:trong|vì|đã|để|và|nhân|được|có|do|là|của|tặng|trao|tạo|làm|mang|giúp|dành|chăm|lo|góp)(?!\w))[^\W\d_]+){1,8}?(?= cho(?!\w))|(?:có |vì |về )?thành tích [^,.;:\n]{2,60}?(?= cho(?!\w))|(?:vì |về )?(?:hành động|nghĩa cử)(?: [^\W\d_]+){1,3}?(?= cho(?!\w))|toàn diện|phong trào|chuyên đề|công trạng|duy nhất|và (?:khen )?thưởng(?= cho)|do [^,.;:\n]{2,40}(?:, [^,.;:\n]{2,40})?(?= (?:trao tặng|phong tặng|truy tặng|tặng|trao) (?:cho|tới)(?!\w))|của (?:[^,.;:\n]|\.(?=\S)|(?<=tp)\.){2,60}?(?= (?:cho|tặng|đến|tới)(?!\w))|(?:kèm|và thưởng|và)(?: theo)?(?: tiền)?(?: thưởng)?(?: nóng| đột xuất)? \d[^,;]{3,30}?(?= cho))*\s*"
)
TO = re.compile(
    _BETWEEN
    + r"(?:(?:được |đã )?(?:trao |tặng |phong tặng |trao tặng |tặng thưởng |xét tặng )?(?:cho|tới|gửi|dành cho|đối với|thuộc về|đến tay|về tay|tặng(?! (?:bằng|giấy|huân|huy|cờ|kèm|quà|danh|thưởng|thêm)))|"
    r"lên (?:[^,.;]{0,20} )?(?:quân kỳ|lá cờ|cờ)[^,.;]{0,40}? của|"
    r"của(?= (?:anh|chị|em|ông|bà)(?!\w)))(?!\w)"
)
GIFT_TO = re.compile(
    r"(?:\s*(?:[\"”»)]|\([^)]*\),?|toàn khóa|toàn phần|bán phần|,?\s*(?:mỗi|trị giá|với tổng|tổng trị giá|bình quân)(?:[^,;\n.]|[.,](?=\d))*,?|,?\s*do [^,;.]{3,70} tài trợ\s*,?|"
    r"và (?:thưởng )?\d[^,;]{3,30}?(?= cho)|(?:và|kèm|cùng|cùng với) (?:nhiều |các )?(?:phần thưởng|phần quà|hoa|khen thưởng)(?= (?:cho|tới)(?!\w))|của [^,;.]{2,60}?(?= (?:cho|tặng|đến|tới)(?!\w))|(?:năm học|niên khóa) \d{4}(?:\s*-\s*\d{4})?|(?:khóa|đợt|học kỳ) \d{1,3}|năm \d{4}|đã|,? ?động viên(?= (?:cho|tới)(?!\w))))*\s*"
    r"(?:được trao |được tặng |trao )?(?:cho|tới|đến tay|đến(?! từ| \d)|dành cho|tặng)(?!\w)"
)
VERB_BEFORE = re.compile(r"(?<!\w)(?:tặng|trao|gửi|có|viết)\s*[\"“]?$")
COUNTED_BEFORE = re.compile(r"\s+\d[\d.]* [^,.;:\d\n]{3,40}?\s*(?:,|;|và|, và)\s*(?:danh hiệu )?\"?")
KIN_OF = re.compile(r"(?:đại diện )?(?:thân nhân|người thân|gia đình)(?: của| gia đình)?\s+")
MEMBERS = re.compile(
    r"[\s\"”»)]*(?:\([^)]*\)\s*)?(?:(?:(?:trong (?:phong trào|đợt|dịp) [^,.;:\n]{2,120}?|năm \d{4}) )?để (?:lấy|xin) ý kiến(?: (?:rộng rãi|của|trong|nhân dân|toàn dân|người dân|cộng đồng|dư luận|theo quy định|trước khi trình))*(?=,? (?:gồm|bao gồm|là)(?!\w))|(?:19|20)\d\d(?= là )|kèm(?:[^,.;:]|[.,](?=\d)){0,80}|vì[^,.;:]{0,60}|theo quyết định[^,;:\n]{0,60}?|đều là [^,.;:\n]{3,60}|năm (?:học )?\d{4}(?: ?- ?\d{4})?|đợt này|lần này|dịp này|toàn diện|phong trào|chuyên đề|công trạng|(?:(?:xuất sắc|tiêu biểu|(?:đạt|có) [^,.;:\n]{2,40}?) )?(?:đã |vừa |cũng )?được (?:vinh danh|biểu dương|tuyên dương|tôn vinh)(?: (?:tại|trong|ở|dịp|lần|đợt) [^,.;:\d]{2,40}?)?(?= (?:gồm|là|bao gồm)))?\s*,?;?\s*"
    r"(?:\((?=trong đó|gồm|tiêu biểu))?(?:(?:trong đó có|trong đó|tiêu biểu là|gồm có|bao gồm|gồm|là|có(?= \d)|có(?= [^.;]{0,70}? là ))(?!\w)\s*:?|:)"
)
PRAISING = re.compile(r"(?: ngợi| động viên|,? (?:và )?(?:biểu dương|khen ngợi|chúc mừng|động viên|thưởng)(?= (?!cho)))*\s*")
CONCERNING = re.compile(r"\s*(?:riêng )?đối với (?P<who>[^.;:\n]{3,120}?), ")
DOES = re.compile(r"(?:(?!(?<!\w)(?:yêu cầu|để|việc|là|khẩn trương|mong)(?!\w))[^,.;:\n]){3,60}")
THIS_TIME = re.compile(r"(?:lần|dịp) này")  # `Người trao Bằng khen lần này là ông A`: who gives
FOR_DEEDS = re.compile(r"thành tích|ủng hộ|hành động|nghĩa cử")
PRAISING_TOO = re.compile(
    r"(?:,? (?:và )?(?:tuyên dương|biểu dương|khen ngợi|thưởng|động viên(?: tinh thần)?|tri ân|tặng hoa(?:,? chúc mừng)?)(?= (?!cho)))?\s*"
)
HANDED = (
    "bằng khen",
    "giấy khen",
    "kỷ niệm chương",
    "học bổng",
    "giải",
    "giải thưởng",
    "quà",
    "huân chương",
    "huy hiệu",
    "thư khen",
)  # `tặng Bằng khen anh A`, without `cho`
_STOP = re.compile(
    r"(?:(?<!\w)(?:kèm|vì thành tích|vì đã|nhân kỷ niệm|sau khi|đồng thời|nhưng|song|không nhất trí|không đồng ý|và được)|;\s*(?:và |đồng thời )?(?:đề nghị|(?:đã )?(?:khen thưởng|tuyên dương|công nhận)))(?!\w)"
    r"|(?<!\w)thưởng(?: nóng| đột xuất)?(?: số tiền)? \d(?:[^,;:.]|[.,](?=\d)){2,30} cho(?!\w)"  # `... và thưởng 5 triệu đồng cho B`
)
BRACKETS = re.compile(r"\s*\((?!trong đó|tiêu biểu)([^()\n]{5,600})\)")
BESIDE = re.compile(r"(?::| có) ")
JOINS = re.compile(r"(?:[,;]|(?<!\w)và)\s*$")
BARE = {"đơn vị", "cơ quan"}  # a noun that alone tells nobody
GIFTS = {"quà", "nhà", "học bổng", "tiền thưởng"}


class Giving(Subjects):
    """Finds the recipients of the awards of one page."""

    def to(self, clause: Clause, term: Term, left: int, right: int, told: str) -> list[Recipient]:
        """Recipients of one award; `left` and `right` are where the awards before and behind it end and begin."""
        to = (
            self._in_brackets(term)
            or self._behind_to(term, right, clause)
            or self._right_behind(term, right, clause)
            or ([] if self._winners(term) else self._before_award(term, left))
            or linked(self._holder(term), "link.holder")
            or self._subject(clause, term, left, told)
            or ranked(self.finder, term, left)
            or self._concerning(clause, term)
        )
        return [self._late(r, term) for r in self._members(clause, term, right, to or self._nominated(clause, term, left))]

    def _concerning(self, clause: Clause, term: Term) -> list[Recipient]:
        """`Đối với 59 học sinh giỏi, UBND tỉnh tặng Bằng khen`: who the sentence opens with."""
        opens = CONCERNING.match(self.page.fold, clause.start, term.start)
        found = self.finder.between(opens.start("who"), opens.end("who")) if opens else []
        given = list(self.page.find(GIVE, opens.end(), term.start)) if opens and term.form not in WON else []
        acts = bool(given) and opens is not None and DOES.fullmatch(self.page.fold, opens.end(), given[0].start())
        return linked(found, "link.concerning", *opens.span()) if opens and acts else []

    def _in_brackets(self, term: Term) -> list[Recipient]:
        """`03 giải Nhì (Sở A, Sở B và Sở C)`: as many named recipients in brackets as awards are counted."""
        match = BRACKETS.match(self.page.fold, term.end)
        found = [r for r in self.finder.between(*match.span(1)) if not r.count] if match else []
        return linked(found, "link.brackets", *match.span()) if match and len(found) <= (term.count or 1) else []

    def _right_behind(self, term: Term, right: int, clause: Clause) -> list[Recipient]:
        """`tặng Giấy khen 2 tập thể`, `tặng Bằng khen anh A`, `có thư khen Công an tỉnh B`: no `cho` before who gets it."""
        verb = self._gift_verb(clause, term)
        if not verb or term.count or self.tells_who(term):
            return []
        praised = (PRAISING if term.form == "thư khen" else PRAISING_TOO).match(self.page.fold, term.end)
        begin = praised.end() if praised else term.end
        found = self.finder.between(begin, self._region_end(term.end, clause, right))
        many_too = term.form == "thư khen" or (term.form == "quà" and CHEERED.match(self.page.fold, term.end, begin) is not None)
        many = self.finder.worded(begin, clause.end) if many_too else None
        if many and (not found or self.finder.lead_of(found[0]) > many.start):
            found = [many]
        if not found or self.page.fold[begin : self.finder.lead_of(found[0])].strip():
            return []
        person = found[0].kind == "person" and term.form in HANDED
        body = found[0].kind == "unit" and term.form in ("huân chương", "huy chương")
        named = (person or body or many_too) and not term.grantor
        return linked(found, "link.behind", *verb.span()) if found[0].count or named else []

    def _gift_verb(self, clause: Clause, term: Term) -> re.Match[str] | None:
        """The verb right before the award, or before the one that it follows in `tặng Bằng khen 3 đơn vị, Giấy khen 11 cá nhân`."""
        at = term.start
        for other in reversed([t for t in clause.terms if t.start < term.start]):
            if not COUNTED_BEFORE.fullmatch(self.page.fold, other.end, at):
                break
            at = other.start
        return self.page.first(VERB_BEFORE, clause.start, at)

    def _late(self, one: Recipient, term: Term) -> Recipient:
        """`trao cho thân nhân của anh A`, `... của 6 mẹ`: who is honoured is A, are the 6."""
        many = KIN_OF.match(self.page.fold, one.start, one.end) if term.form not in GIFTS and not one.count else None
        if many and (counted := counted_words().match(self.page.fold, many.end(), one.end)):
            name, count = squash(self.page.text[many.end() : one.end]), count_of(counted["n"])
            return dataclasses.replace(one, start=many.end(), name=name, count=count, rule="recipient.counted")
        named = self.finder.people_named(one.start, one.end + 2) if KIN.match(one.name.lower()) else []
        return dataclasses.replace(named[0], link=one.link) if len(named) == 1 else one

    def _nominated(self, clause: Clause, term: Term, left: int) -> list[Recipient]:
        """`suy tôn Sở A là đơn vị dẫn đầu, đề nghị Chính phủ tặng A`: who is put forward before the proposal."""
        ask = self.page.fold.rfind("đề nghị", clause.start, term.start)
        verbs = list(self.page.find(NOMINATE, clause.start, ask)) if ask > 0 else []
        found = self.finder.between(verbs[-1].end(), ask) if verbs else []
        found = [r for r in found if r.start >= left] or found  # behind the award before, which went to the others
        return linked(found, "link.nominated", *verbs[-1].span()) if verbs else []

    def _behind_to(self, term: Term, right: int, clause: Clause) -> list[Recipient]:
        """Recipients behind `cho`, `thuộc về`, `đến tay`."""
        pattern = GIFT_TO if term.form in GIFTS else TO
        match = pattern.match(self.page.fold, term.end, max(right, term.end))
        # `A được Bộ B tặng Cờ thi đua cho đơn vị đạt thành tích cao`: for what kind of body A is
        if match and FOR_DEEDS.search(match[0]) and self.page.first(TAKEN, clause.start, term.start):
            return []
        if match and match[0].endswith("cho") and won_for(self.finder, term, clause.start):
            return []
        if match and of_kind(self.page, match.end(), clause.start, term.start):
            return []
        found = self._told_behind(match, right, clause) if match else []
        if match and term.form in WON and not self.page.first(TAKEN, clause.start, term.start):
            works = works_behind(self.page, match.end(), found)
            found = [works] if works else found
        # `2 giải ba thuộc về Nông trường A và B`: the count tells that B is one too
        if found and term.count == len(found) + 1 and (last := self.finder.of_one_head(found[-1])):
            found = [*found, last]
        return linked(found, "link.behind", *match.span()) if match else []

    def _told_behind(self, match: re.Match[str], right: int, clause: Clause) -> list[Recipient]:
        """The recipients that begin where `match`, which ends with `cho`, ends."""
        end = self._region_end(match.end(), clause, right)
        found = [r for r in self.finder.between(match.end(), end) if not (r.count and TAKES.match(self.page.fold, r.end))]
        opened = OPENED.match(self.page.fold, clause.start) is not None
        if speaks := [k for k, r in enumerate(found) if self._speaks(r, match.end(), opened)]:
            found = found[: speaks[0]]
        if not found and self.page.text[end - 1 : end] == ":":
            found = self.finder.between(end, self.clauses.list_end(end))
        found = self._parts(found, clause) or found
        group_first = self.finder.worded(match.end(), end)
        if group_first and group_first.name.lower().startswith("mỗi"):
            return []
        if group_first and PRONOUN.fullmatch(group_first.name.lower()):
            one = self.finder.pronoun(match.end(), end)
            return [one] if one else []
        if group_first and group_first.name.lower() in BARE:
            return found or [one for one in [self.finder.nominal(match.end(), end)] if one]
        if group_first and found and self._is(group_first, found[0]):
            return found
        if group_first and (not found or found[0].start > group_first.start) and not self._list_head(group_first, found):
            return [group_first]
        if not found:
            one = (
                self.finder.nominal(match.end(), end)
                or self.finder.pronoun(match.end(), end)
                or quoted_thing(self.page, match.end())
            )
            return [one] if one else []
        return found

    def _speaks(self, one: Recipient, to: int, opened: bool) -> bool:
        """`Sau khi trao A cho B, ông C biểu dương`, `trao A cho B, ông C biểu dương`: the subject of a clause, no recipient."""
        if one.kind != "person" or not SPEECH.match(self.page.fold, one.end):
            return False
        return opened or self.page.fold[to : self.finder.lead_of(one)].rstrip().endswith(",")

    def _parts(self, found: list[Recipient], clause: Clause) -> list[Recipient]:
        """`132 cá nhân, gồm 89 sinh viên nhận học bổng, 27 ...`: the whole and its parts, where they add up to it."""
        whole = found[0] if found and found[0].count else None
        parts = self.finder.counted(whole.end, clause.end) if whole else []
        if not whole or len(parts) < 2 or sum(r.count or 0 for r in parts) != whole.count:
            return []
        # `gồm: 40 năm tuổi Đảng: 2 đồng chí`: those right behind another award got that one
        own = {t.end + len(m[0]) for t in clause.terms if (m := BESIDE.match(self.page.fold, t.end))}
        return [whole] + [r for r in parts if r.start not in own and not TAKES.match(self.page.fold, r.end)]

    def _is(self, group: Recipient, named: Recipient) -> bool:
        """`đơn vị chủ nhà là Trường A`: who the group in words is."""
        return self.page.fold[group.end : max(group.end, self.finder.lead_of(named))].strip() == "là"

    def _list_head(self, head: Recipient, found: list[Recipient]) -> bool:
        """`các ông, bà: A, B` and `học sinh: A`: the words before a colon only open the list of names."""
        gap = self.page.fold[head.end : found[0].start] if found else ""
        tail = self.page.fold[head.start : found[0].start] if found else ""
        led = len(self.page.fold[head.start : found[0].start].split()) <= 2 if found else False
        if found and found[0].kind == "unit" and STAFF.fullmatch(self.page.fold, head.start, found[0].start):
            return True
        inside = bool(found) and found[0].start < head.end and (found[0].kind == "person" or led)
        return bool(found) and (
            ":" in gap or gap == " (" or inside or (len(tail) < 24 and found[0].kind == "person" and "của" not in tail)
        )

    def _region_end(self, start: int, clause: Clause, right: int) -> int:
        """Where the list of recipients stops: at the next giving verb or `;` before another award, else at the clause's end."""
        end = min(clause.end, right)
        if right < clause.end:
            gap = self.page.fold[start:right]
            cut = max(gap.rfind(";"), gap.rfind(". "))
            verb = [m.start() for m in NEXT_VERB.finditer(gap)]
            end = start + min([v for v in verb if v > 3] + ([cut] if cut > 0 else []) + [right - start])
            end = self._before_giver(start, end)
        if stop := _STOP.search(self.page.fold[start:end]):
            end = start + stop.start()
        if end >= clause.end - 1 and self.clauses.heads_list(start, clause.end):
            end = self.clauses.list_end(clause.end)
        return end

    def _before_giver(self, start: int, verb: int) -> int:
        """`cho Sở A và UBND tỉnh tặng B cho Sở C`: the body right before the next verb of giving gives, it was given nothing."""
        gives = self.page.fold[verb - 1 : verb].isspace() and NEXT_GIVES.match(self.page.fold, verb)
        said = start + len(self.page.fold[start:verb].rstrip())
        giver = next((s for s in self.draft.unit_spans if s.end == said and s.start > start), None) if gives else None
        joined = giver and JOINS.search(self.page.fold, start, giver.start)
        return joined.start() if joined else verb

    def _before_award(self, term: Term, left: int) -> list[Recipient]:
        """Between the verb and the award: `tặng em Bằng khen`, `tặng các tập thể, cá nhân 3 Huân chương`."""
        verbs = [m for m in self.page.find(GIVE, left, term.start) if m[0] != "được"]
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
        found = [r for r in found if (r.end <= term.start and r.count is None) or r.kind != "group"]
        return linked(found, "link.between", *verbs[-1].span())

    def _members(self, clause: Clause, term: Term, right: int, to: list[Recipient]) -> list[Recipient]:
        """Named members told behind the award: `được tặng Bằng khen, trong đó có A, B`, `... là: A; B`, or the lines below."""
        match = MEMBERS.match(self.page.fold, term.end, right)
        if not match or (THIS_TIME.search(match[0]) and not self.page.first(TAKEN, clause.start, term.start)):
            return to
        end = self._region_end(match.end(), clause, right) if right < clause.end else clause.end
        found = self.finder.between(match.end(), end)
        if term.count and found and not to and sum(r.count or term.count for r in found) < term.count:
            return to  # `163 tập thể tiên tiến (trong đó có 49 trường)`
        if all(r.count for r in found) and right >= clause.end and self.clauses.heads_list(clause.start, clause.end):
            found = self.finder.between(match.end(), self.clauses.list_end(clause.end))
        found = linked(found, "link.members", *match.span())
        if right < clause.end:  # the next award's own
            found = [r for r in found if not (r.count and not self.page.fold[r.end : right].strip())]
        # `9 em, có 4 em là con liệt sĩ`, `cờ cho 2 tập thể, có 75 cá nhân được ...`: told of for themselves
        of = (DESCRIBED, OWN) if right < clause.end else (DESCRIBED,)
        apart = {r.start for r in found if r.count and any(pattern.match(self.page.fold, r.end) for pattern in of)}
        named = [r for r in found if r.start >= match.end() and r.start not in apart]
        counted = [r for r in to if r.count]
        if counted and named and sum(r.count or 0 for r in counted) <= len(named):
            to = [r for r in to if not r.count]
        if named and match[0].rstrip(" :").endswith(("là", "gồm", "gồm có")):  # `nhà khoa học được trao Giải thưởng X là bà A`
            to = [r for r in to if r.count or (r.kind != "group" and r.rule != "recipient.noun")]
        return to + [r for r in named if r.name not in {t.name for t in to}]
