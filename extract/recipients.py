"""Who can be given something: named units and people, counted groups, groups in words, places, and words that stand for one.

`Finder.between(start, end)` lists the recipients told in a stretch of text. Bodies that only qualify another one (in a
person's post, in brackets, behind `thuộc`, `của`, `tại`) are none. Where every member of a counted group is named, the
members stand for the group (guidelines: decided cases).
"""

from __future__ import annotations

import re
from bisect import bisect_left

from extract.draft import Draft, Span
from extract.folding import fold, squash
from extract.groups import BODIES, WORK
from extract.names import run_of_caps
from extract.parents import Parents
from extract.places_listed import listed_places, listed_provinces, name_alone
from extract.pointers import NOMINAL, Recipient

_NO_CALLING = re.compile(
    r"[^\w\s]|\d|(?<!\w)(?:của|với|và|do|trong|tại|ở|vì|để|khi|là|có|được|đã|cho|tặng|trao|từ|theo|mà|bởi|sau|trước|nhằm|người thân|con|cháu|mẹ|vợ|chồng)(?!\w)"
)
# `bà A, có hai con là B và C`, `em A, con ông B và bà C`: whose kin they are
_KIN_OF = re.compile(
    r"(?<!\w)(?:có (?:[^\W\d_]+ )?(?:con|chồng|vợ|cha|bố|mẹ)(?: [^\W\d_]+)? là|con (?:của )?(?:ông|bà|anh|chị)|con (?:trai|gái) (?:của )?)(?!\w)(?:(?! và (?:em|cháu|anh|chị|bạn) )[^;,)\n])*$"
)
# `Theo ông A, xã được tặng`, `Theo Giám đốc Sở B Lê Văn A và bà C, ...`: who tells it; `Theo đó ông A, bà B được tặng` tells who got it
_TOLD_BY = re.compile(
    r"\W*theo (?!(?:đó|đề nghị|đề xuất|danh sách|kế hoạch|kết quả|nghị quyết|thông báo|tiếng gọi|lời kêu gọi)(?!\w)|quyết định(?! của))[^,;:.\n\d]{0,80}"
)
_SOURCE_ENDS = re.compile(r"(?: và [^,;:.\n]{3,60}|\s*[-–(][^,;\n]{2,60})?\s*,")
# `Theo Sở A, Bệnh viện B được tặng`: behind the comma is whom the source tells of; no second comma, which a list would have
_BODY_TELLS = re.compile(r"\W*theo (?:(?:báo cáo|thống kê|thông tin|tin|số liệu|quyết định|đại diện|lãnh đạo) (?:(?:của|từ) )?)?")
_SPOUSES = re.compile(r"vợ chồng\s+(?:ông|anh|cụ)\s*$")
_FAMILY = re.compile(r"(?:gia đình|hộ|vợ chồng)\s+(?:ông|bà|anh|chị|cụ|ông bà)\s*$")
_AND_LAST = re.compile(r"(?:và|cùng)\s*(?:\w+\s+){0,2}$")
_COUPLE = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?và (?:bà|chị|cô|ông|anh) [^\W\d_]")
_BRACKET = re.compile(r"\s*\((?P<who>[^()\n]{5,600})\)")
_EXAMPLES = re.compile(r"^(?:trong đó|trong số|như|tiêu biểu|điển hình|ảnh|do|thuộc|của)(?!\w)|\.\.\.$|…$")
_PAPER = re.compile(r"\s*(?:\([^()\n]*\)\s*)?[-–]\s*")
_ADDRESS = re.compile(r"(?<!\w)(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố) [^,.;:]{2,25},\s*$")  # `huyện A, tỉnh B`
GIVING = re.compile(
    r"\s*(?:đã |cũng )?(?:ủng hộ|tài trợ|hỗ trợ|đóng góp|trao|tặng|phong tặng|khen thưởng|tuyên dương|biểu dương|vinh danh)(?!\w)"
)
PLACES = re.compile(
    r"(?<!\w)(?:(?P<many>các |hai |ba |\d+ )?(?P<level>xã|phường|huyện|thị xã|thị trấn|tỉnh|thành phố))\s+(?=[^\W\d_])"
)
OF_PROVINCE = re.compile(r"(?:tỉnh|thành phố) [^,.;:]{2,25}[;.]")
STAFF = re.compile(
    r"(?<!\w)tập thể (?:[\w, ]{2,40}(?:, | và ))?(?:cán bộ|công chức|viên chức|giáo viên|bác sĩ|y bác sĩ|chiến sĩ|nhân viên|"
    r"công nhân|người lao động|nhà giáo|giảng viên|học sinh|sinh viên)(?: của)?\s*$"
)
BEHIND = re.compile(
    r"(?:thuộc|của|tại|ở|do|từ|về|trực thuộc|theo|khối|bởi|sinh viên|học sinh|giáo viên|lớp|cán bộ|nhân viên"
    r"|(?:tại|thuộc|của|ở) các [^\W\d_]+(?: [^\W\d_]+)?, (?:đơn vị|phòng|ban))\s*$"
)


# `cho tập thể Công ty và cá nhân ông A`: a bare noun that opens the list
BODY_AND = re.compile(
    r"\s*(?:(?:ngoài ra|bên cạnh đó|trước đó|đồng thời|đặc biệt|(?:nhân )?dịp này|năm \d{4}|tại (?:buổi lễ|lễ|hội nghị|đây)),? )?"
    rf"(?:tập thể\s+)?{NOMINAL.pattern}(?:\s+thuộc\s+(?:khối|cụm)(?:\s[^\W\d_]+){{1,7}}?)?(?:\s+và|,|\s+cùng)\s+(?:cá nhân\s+)?"
)


class Finder(Parents):
    """Finds recipients on one page."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        hits = draft.hits.get("award", ())
        self.provinces = {hit.start: hit.end for hit in draft.hits.get("province", ())}
        self.titles = {hit.end: hit.start for hit in hits if hit.value.form == "danh hiệu vinh dự nhà nước"}

    def between(self, start: int, end: int) -> list[Recipient]:
        """The recipients told from `start` to `end`, in order, groups replaced by their members where all are named."""
        groups = self._named_in_brackets(self.counted(start, end)) + self._worded_brackets(start, end)
        found = self._named(start, end) + groups + self._peoples(start, end)
        if not any(r.kind == "person" for r in found):
            found = self._places(start, end, found) + listed_places(self.page, groups, end) + found
            found = found or listed_provinces(self.page, self.provinces, start, end)
        kept: list[Recipient] = []
        for one in sorted(found, key=lambda r: (r.start, -r.end)):
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return self._opens(start, end, kept) + self._members(kept)

    def before(self, begin: int, verb: int) -> list[Recipient]:
        """The recipients of the last list told before a verb, in the clause from `begin` on."""
        return self.last_chain(self.between(begin, verb), verb, begin)

    def _opens(self, start: int, end: int, found: list[Recipient]) -> list[Recipient]:
        """`Công ty và ông A`: the body that a bare noun at `start` stands for, right before the first of those found."""
        noun = BODY_AND.match(self.page.fold, start, end) if found and found[0].start < start + 90 else None
        body = self.nominal(start, noun.end()) if noun and self.lead_of(found[0]) <= noun.end() else None
        return [body] if body and body.name not in {one.name for one in found} else []

    def _named(self, start: int, end: int) -> list[Recipient]:
        found: list[Recipient] = []
        sub: Span | None = None
        owner: Span | None = None
        upto = start  # the end of `sub` and its parents
        for span in self.spans[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
            if self.bracket(span.start, start) is not None or self._gives(span, end):
                continue
            if span.kind == "person" and (
                _KIN_OF.search(self.page.fold, max(start, span.start - 120), span.start) or self.tells(span, start)
            ):
                continue
            if span.kind == "person":
                lead = self._untitled(max(span.lead, start) if 0 <= span.lead < span.start else span.start, start)
                if self._in_list(lead, start) or self._in_list(span.start, start) or self._calling(lead, start):
                    name = self._of_family(span)
                    rule = "recipient.named" if name == span.name else "recipient.family"
                    found.append(Recipient(span.start, span.end, name, "person" if name == span.name else "group", rule=rule))
                sub = None
            elif sub and self._parent(sub, span, start, end, upto):
                # `Trung đoàn 1, Sư đoàn 9, Quân đoàn 4`
                upto = span.end if span.kind == "army" or self._third(span, start, end) else upto
            elif self._affiliation(found, span):
                continue
            else:
                joint = squash(self.page.text[owner.end : span.start]) if owner is not None else ""
                owned = joint in (",", "và", ", và") and not (joint == "," and self._told_by(owner, span, start))
                owner = span if owned or self._behind(span, start) else None
                if (not owned and self._free(span, start)) or self._collective(span, start):
                    found.append(Recipient(span.start, span.end, self.names.get(span.start, span.name), "unit"))
                sub, upto = span, span.end
        return found

    def tells(self, person: Span, start: int) -> bool:
        """`Theo ông A, xã được tặng`: who tells of it."""
        lead = self.led_from(person)
        return bool(_SOURCE_ENDS.match(self.page.fold, person.end) and _TOLD_BY.fullmatch(self.page.fold, start, lead))

    def _told_by(self, source: Span | None, body: Span, start: int) -> bool:
        """`Theo Sở A, Bệnh viện B được tặng`: of whom the body that opens the clause tells."""
        alone = not self.page.fold.startswith(",", body.end)
        return alone and source is not None and bool(_BODY_TELLS.fullmatch(self.page.fold, start, source.start))

    def _gives(self, span: Span, end: int) -> bool:
        """`Tỉnh đoàn tặng`: who gives, where the words looked at end right before the verb too."""
        behind = self._with_dash(span)
        return GIVING.match(self.page.fold, behind, max(end, self.page.line_of(span.start)[1])) is not None

    def _with_dash(self, span: Span) -> int:
        """Where a body and the one behind its dash end: `Quỹ A - Công ty B tài trợ`."""
        k = bisect_left(self.starts, span.end)
        joined = k < len(self.spans) and self.page.text[span.end : self.starts[k]].strip() in ("-", "–")
        return self.spans[k].end if joined else span.end

    def lead_of(self, one: Recipient) -> int:
        """Where the words begin that belong to a recipient: form of address, rank and state title of a person."""
        person = self.people_between(one.start, one.end)[:1] if one.kind == "person" else []
        lead = min(one.start, self.led_from(person[0])) if person else one.start
        return self._untitled(lead, max(0, lead - 80))

    def _affiliation(self, found: list[Recipient], span: Span) -> bool:
        """A body behind a person and a comma or dash is where the person belongs: `A, lớp K12, Trường B`, `A (bút danh) - Báo B`."""
        if not found or found[-1].kind != "person":
            return False
        gap = self.page.fold[found[-1].end : span.start]
        begin = self.page.line_of(found[-1].start)[0]
        before = self.page.fold[begin : self.lead_of(found[-1])].strip()
        listed = before.endswith("-") and before != "-"  # a dash that opens the line is a bullet
        if _PAPER.fullmatch(gap) and not listed:  # `- Ông A - Công ty B - Sở C`: each dash is an item's
            return True
        return "," in gap and ";" not in gap and "\n" not in gap and not _AND_LAST.search(gap)

    def _untitled(self, at: int, start: int) -> int:
        """Where the state title right before `at` begins: `cho Nhà giáo ưu tú Lê Thị Lý`."""
        end = at
        while end > start and self.page.fold[end - 1] in ' "':
            end -= 1
        return max(self.titles.get(end, at), start)

    def _calling(self, at: int, start: int) -> bool:
        """`cho thợ lò A`, `cho nữ công nhân vệ sinh môi trường B`: plain words alone before a name tell what the person does."""
        before = self.page.text[start:at]
        words = before.split()
        return 0 < len(words) < 8 and not _NO_CALLING.search(before) and before.islower()

    def bracket(self, at: int, start: int) -> int | None:
        """Where the round bracket opens, from `start` on, that `at` stands in; one never closed ends with its item (`A (...; B`)."""
        opened = self.page.text.rfind("(", start, at)
        if opened < 0 or self.page.text.find(")", opened, at) >= 0:
            return None
        closed = self.page.text.find(";", opened, at) < 0 or self.page.text.find(")", at, self.page.line_of(at)[1]) >= 0
        return opened if closed else None

    def _of_family(self, span: Span) -> str:
        """`gia đình bà Võ Thị Lành` is a group in words, not the person."""
        before = self.page.fold[max(0, span.start - 16) : span.start]
        two = _COUPLE.match(self.page.text, span.end)
        if two and self.page.text[two.end() - 1].isupper() and _SPOUSES.search(before):  # `vợ chồng ông A và bà B`: two persons
            return span.name
        if match := _FAMILY.search(before):
            return squash(self.page.text[span.start - len(before) + match.start() : span.end])
        return span.name

    def _free(self, span: Span, start: int) -> bool:
        if span.start in self.posts:
            return False
        return not self._behind(span, start) and self._in_list(span.start, start) and not self._built(span, start)

    def _collective(self, span: Span, start: int) -> bool:
        """`tập thể cán bộ, giáo viên Trường A` is the school."""
        staff = self.page.first(STAFF, max(start, span.start - 80), span.start)
        return staff is not None and self._in_list(staff.start(), start)

    def _behind(self, span: Span, start: int) -> bool:
        """Behind `của`, `thuộc`, `tại`: the body only tells whose or where."""
        before = self.page.fold[max(start, span.start - 36) : span.start]
        return (bool(BEHIND.search(before)) and not WORK.search(before.rstrip())) or before.rstrip().endswith("(")

    def _named_in_brackets(self, groups: list[Recipient]) -> list[Recipient]:
        """`3 cơ quan (Sở A, Sở B, Sở C) được tặng`: those in the brackets, where they are as many."""
        found = []
        for one in groups:
            bracket = _BRACKET.match(self.page.fold, one.end)
            inside = self._named(bracket.start("who"), bracket.end("who")) if bracket else []
            found += inside if one.count and len(inside) == one.count else [one]
        return found

    def _worded_brackets(self, start: int, end: int) -> list[Recipient]:
        """`các tập thể (Sở A, Sở B)`: those that the brackets name, bodies of a noun for bodies and else persons."""
        opens = self.page.fold.find(" (", start, min(end, start + 120))
        one = self.worded(start, end) if opens >= 0 else None
        bracket = _BRACKET.match(self.page.fold, one.end, end) if one else None
        if not one or not bracket or _EXAMPLES.search(bracket["who"]):
            return []
        inside = self._named(bracket.start("who"), bracket.end("who"))
        bodies = any(noun in fold(one.name).split(" thuộc ")[0] for noun in BODIES)
        return inside if len(inside) > 1 and all(r.kind == ("unit" if bodies else "person") for r in inside) else []

    def _places(self, start: int, end: int, found: list[Recipient]) -> list[Recipient]:
        """Communes and districts that get something themselves: `cho các xã A, B, C`, `Xã A ... được thưởng`."""
        places: list[Recipient] = []
        for match in self.page.find(PLACES, start, end):
            if any(f.start <= match.start() < f.end for f in found) or not self._in_list(match.start(), start):
                continue
            if self.bracket(match.start(), start) is not None or self.in_unit.covers(match.start()):
                continue
            if self.page.first(_ADDRESS, max(start, match.start() - 40), match.start()) or self._address(match.start()):
                continue
            i, level = self.page.token_at(match.end()), match["level"]
            while i < len(self.page.tokens) and self.page.tokens[i].is_cap and self.page.tokens[i].start < end:
                first = i
                i += min(run_of_caps(self.page, i), 3)
                a, b = self.page.tokens[first].start, self.page.tokens[i - 1].end
                begin = match.start("level") if not places or first == self.page.token_at(match.end()) else a
                places.append(
                    Recipient(min(begin, a), b, f"{level} {squash(self.page.text[a:b])}", "group", rule="recipient.place")
                )
                if i + 1 >= len(self.page.tokens) or self.page.tokens[i].fold not in (",", "và"):
                    break
                if not match["many"] and not self._one_more(i, level):
                    break
                i += 1
        return places

    def _one_more(self, i: int, level: str = "") -> int:
        """`xã A và B`: where the one name alone ends behind `và` at token i, which opens no body and is no province; 0 for none."""
        end = name_alone(self.page, i)
        start = self.page.tokens[i + 1].start if end else 0
        other = start in self.heads or self.in_unit.covers(start) or (start in self.provinces and level != "tỉnh")
        return 0 if other else end

    def of_one_head(self, body: Recipient) -> Recipient | None:
        """`Nông trường A và B`: the second body, which shares the head of the first."""
        i = self.page.token_at(body.end)
        head, end = self.heads.get(body.start), self._one_more(i) if i < len(self.page.tokens) else 0
        if not head or not end or head >= body.end:
            return None
        start = self.page.tokens[i + 1].start
        name = squash(f"{self.page.text[body.start : head]} {self.page.text[start:end]}")
        return Recipient(start, end, name, "unit", rule="recipient.one_head")

    def _address(self, at: int) -> bool:
        """`Trường A, xã B, ...`: the place right behind a body and a comma tells where it is, unless a list goes on with `và`."""
        k = bisect_left(self.starts, at) - 1
        # `...; Bệnh viện A, tỉnh B; ...`
        behind = k >= 0 and OF_PROVINCE.match(self.page.fold, at) and self.page.fold.endswith(", ", 0, at)
        if behind and 0 <= self.page.fold.rfind(";", 0, at) < self.starts[k]:
            return True
        if (
            k < 0
            or self.spans[k].kind in ("person", "government", "party")
            or squash(self.page.text[self.spans[k].end : at]) != ","
        ):
            return False
        return not re.match(r"[^,.;:\n]{0,40},?\s+và\s+(?:xã|phường|huyện)", self.page.fold[at : at + 90])
