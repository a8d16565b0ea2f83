"""Who can be given something: named units and people, counted groups, groups in words, places, and words that stand for one.

`Finder.between(start, end)` lists the recipients told in a stretch of text. Bodies that only qualify another one (in a
person's post, in brackets, behind `thuộc`, `của`, `tại`) are none. Where every member of a counted group is named, the
members stand for the group (guidelines: decided cases).
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from dataclasses import dataclass

from extract.bodies import Body
from extract.draft import Draft, Span
from extract.lexicon import spread
from extract.links import antecedent
from extract.text import fold, squash

NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
VALUES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
STOP = re.compile(
    r"\s*(?:[,;:.()\n\"]|$|(?<!\w)(?:vì|do|đã|được|đạt|nhận|theo|kèm|nhân|để|sẽ|là|trong đó|cùng|gồm|tiêu biểu là|mỗi|tại|"
    r"trị giá|với|từng|vừa|đang|năm \d|và \d|và (?:tặng|trao)|có từ|của quỹ|lên nhận|nay)(?!\w))"
)
PRONOUN = re.compile(r"(?<!\w)(?:anh|chị|em|ông|bà|cô|thầy|cháu|đồng chí|mẹ)(?!\w)(?!\s+em(?!\w))")
PEOPLE_OF = re.compile(
    r"(?<!\w)(?:(?:đảng bộ|chính quyền|nhân dân|cán bộ|quân|dân|các dân tộc)(?:\s*,\s*|\s+và\s+)){1,4}"
    r"(?:cán bộ|nhân dân|quân|dân|chiến sĩ)(?:\s+các dân tộc)?\s+(?=tỉnh|huyện|xã|thành phố|thị xã|phường|quận|tp)"
)
NOMINAL = re.compile(
    r"(?<!\w)(?:nhà trường|công ty|tổng công ty|tập đoàn|bệnh viện|đơn vị|cụm|khối|trường|cục|sở|chi cục|xí nghiệp|nhà máy|"
    r"hợp tác xã|htx|quỹ|hội|ngân hàng|đội tuyển|viện|học viện|trung tâm)(?!\w)"
)
PLURAL = re.compile(r"(?:các|những|nhiều|mọi|mỗi|từng|toàn thể|một số|các xã|hai xã)\s*$")
BEHIND = re.compile(
    r"(?:thuộc|của|tại|ở|do|từ|về|trực thuộc|theo|khối|bởi|sinh viên|học sinh|giáo viên|lớp|cán bộ|nhân viên)\s*$"
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Words start..end that name who gets something; `kind` is unit, person or group."""

    start: int
    end: int
    name: str
    kind: str
    count: int | None = None
    members: bool = False


@functools.cache
def _group() -> re.Pattern[str]:
    nouns = "|".join(re.escape(fold(w)).replace(r"\ ", r"\s+") for w in sorted(spread("group_nouns"), key=len, reverse=True))
    return re.compile(rf"(?<![\w./-])(?P<n>{NUMBER})(?P<lot>\s+lượt)?\s+(?P<noun>(?:{nouns})(?!\w))")


@functools.cache
def _worded() -> re.Pattern[str]:
    nouns = "|".join(re.escape(fold(w)).replace(r"\ ", r"\s+") for w in sorted(spread("group_nouns"), key=len, reverse=True))
    return re.compile(rf"(?:các |những |mỗi |một số )?(?:{nouns})(?!\w)")


class Finder:
    """Finds recipients on one page."""

    def __init__(self, draft: Draft, bodies: list[Body]) -> None:
        self.draft, self.page, self.bodies = draft, draft.page, bodies
        self.names = {s.start: unit.name for unit in draft.units for s in unit.mentions}
        self.posts = {post.unit.start for span in draft.names for post in span.posts if post.unit}
        self.spans = sorted([*draft.unit_spans, *draft.person_spans], key=lambda s: s.start)
        self.starts = [s.start for s in self.spans]
        self.amounts = [(m.start, m.end) for a in draft.amounts for m in a.mentions if m.part == "value" or m.part == "name"]

    def between(self, start: int, end: int) -> list[Recipient]:
        """The recipients told from `start` to `end`, in order, groups replaced by their members where all are named."""
        found = self._named(start, end) + self._counted(start, end) + self._peoples(start, end)
        found = self._places(start, end, found) + found
        kept: list[Recipient] = []
        for one in sorted(found, key=lambda r: (r.start, -r.end)):
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return self._members(kept, start)

    def _named(self, start: int, end: int) -> list[Recipient]:
        found: list[Recipient] = []
        sub: Span | None = None
        for span in self.spans[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
            if span.kind == "person":
                if self._in_list(span.start, start):
                    found.append(
                        Recipient(
                            span.start,
                            span.end,
                            self._of_family(span),
                            "person" if span.name in self._of_family(span) else "group",
                        )
                    )
                sub = None
            elif self._free(span, start) and not (sub and self._parent(sub, span)):
                found.append(Recipient(span.start, span.end, self.names.get(span.start, span.name), "unit"))
                sub = span
        return found

    def _of_family(self, span: Span) -> str:
        """`gia đình bà Võ Thị Lành` is a group in words, not the person."""
        before = self.page.fold[max(0, span.start - 16) : span.start]
        if match := re.search(r"(?:gia đình|hộ|vợ chồng)\s+(?:ông|bà|anh|chị|cụ|ông bà)\s*$", before):
            return squash(self.page.text[span.start - len(before) + match.start() : span.end])
        return span.name

    def _free(self, span: Span, start: int) -> bool:
        if span.start in self.posts:
            return False
        before = self.page.fold[max(start, span.start - 20) : span.start]
        if BEHIND.search(before) or before.rstrip().endswith("("):
            return False
        return self._in_list(span.start, start)

    def _in_list(self, at: int, start: int) -> bool:
        """Whether the words at `at` stand where a list's item can begin."""
        before = self.page.fold[max(0, start - 6, at - 60) : at].rstrip()
        before = re.sub(r"(?:\(|các |hai |ba |\d )?(?:đồng chí|đ/c|ông|bà|anh|chị|em|cô|thầy|cháu|mẹ|cụ|vđv|hlv|ths|ts|gs|pgs|bs|[.]|[ck]{2}ii?|"
                        r"đại tá|thượng tá|trung tá|thiếu tá|đại úy|thượng úy|trung úy|thiếu úy|kỹ sư|bác sĩ|nghệ nhân|lão nông|cử nhân|thạc sĩ|"
                        r"thầy giáo|cô giáo|thầy thuốc|liệt sĩ|nhóm tác giả|gia đình|hộ|nguyên|thiếu tướng|tập thể|doanh nghiệp|,\s*bà|học sinh)\s*$", "", before).rstrip()  # fmt: skip
        if at - start < 3 or not before:
            return True
        return bool(
            re.search(
                r"(?:[,;:\n+*•●–-]|\d[.)]|(?<!\w)(?:và|cùng|cho|gồm|là|có|tặng|như|kể tới|về|đối với|với|em|trao|thưởng|ông|bà|khi|riêng|giao|vừa|biệt|dịp này,))$",
                before,
            )
        )

    def _parent(self, sub: Span, span: Span) -> bool:
        """`Phòng Cảnh sát giao thông, Công an tỉnh`: the second body owns the first."""
        between = squash(self.page.text[sub.end : span.start])
        small = sub.kind in (
            "department",
            "team",
            "office",
            "committee",
            "association",
            "mass organisation",
        ) and not sub.name.startswith("Sở")
        return (
            between == ","
            and small
            and fold(sub.name).startswith(("phòng", "đội", "khoa", "tổ", "phân xưởng", "ban ", "chi đoàn", "liên chi"))
        )

    def _counted(self, start: int, end: int) -> list[Recipient]:
        found = []
        for match in _group().finditer(self.page.fold, start, end):
            if any(a <= match.start() < b for a, b in self.amounts) or not self._in_list(match.start(), start):
                continue
            stop = self._phrase_end(match.end(), end)
            number = match["n"]
            count = VALUES.get(number) or int(number.replace(".", ""))
            text = squash(self.page.text[match.start() : stop])
            found.append(Recipient(match.start(), stop, text, "group", count))
        return found

    def _phrase_end(self, at: int, end: int) -> int:
        """Where a group's description ends: at a sign, a verb, or a named unit's sentence."""
        stop = STOP.search(self.page.fold, at, end)
        return stop.start() if stop else end

    def _peoples(self, start: int, end: int) -> list[Recipient]:
        found = []
        for match in PEOPLE_OF.finditer(self.page.fold, start, end):
            i = self.page.token_at(match.end())
            stop = self._phrase_end(match.end(), end)
            place = [t for t in self.page.tokens[i : i + 8] if t.start < stop]
            last = next(
                (k for k, t in enumerate(place) if k and t.is_word and not t.is_cap and t.fold not in ("phố", "xã", "trấn")),
                len(place),
            )
            if last:
                tail = place[last - 1].end
                found.append(Recipient(match.start(), tail, squash(self.page.text[match.start() : tail]), "group"))
        return found

    def _places(self, start: int, end: int, found: list[Recipient]) -> list[Recipient]:
        """Communes and districts that get something themselves: `cho các xã A, B, C`, `Xã A ... được thưởng`."""
        places: list[Recipient] = []
        pattern = re.compile(
            r"(?<!\w)(?:(?P<many>các |hai |ba |\d+ )?(?P<level>xã|phường|huyện|thị xã|thị trấn|tỉnh|thành phố))\s+(?=[^\W\d_])"
        )
        for match in pattern.finditer(self.page.fold, start, end):
            if any(f.start <= match.start() < f.end for f in found) or not self._in_list(match.start(), start):
                continue
            i, level = self.page.token_at(match.end()), match["level"]
            while i < len(self.page.tokens) and self.page.tokens[i].is_cap and self.page.tokens[i].start < end:
                first = i
                while i < len(self.page.tokens) and self.page.tokens[i].is_cap and self.page.tokens[i].is_word and i - first < 3:
                    i += 1
                a, b = self.page.tokens[first].start, self.page.tokens[i - 1].end
                begin = match.start("level") if not places or first == self.page.token_at(match.end()) else a
                places.append(Recipient(min(begin, a), b, f"{level} {squash(self.page.text[a:b])}", "group"))
                if not match["many"] or i + 1 >= len(self.page.tokens) or self.page.tokens[i].fold not in (",", "và"):
                    break
                i += 1
        return places

    def _members(self, found: list[Recipient], start: int) -> list[Recipient]:
        """Drop a counted group all of whose members are named behind it; mark the members of one that stays."""
        kept: list[Recipient] = []
        for k, one in enumerate(found):
            if one.count and one.kind == "group":
                gap = self.page.fold[one.end : found[k + 1].start] if k + 1 < len(found) else ""
                opened = re.match(r"\s*(?:,\s*)?(?:gồm|là|:|\(|trong đó|tiêu biểu)", gap) or (":" in gap)
                named = [r for r in found[k + 1 :] if r.count is None]
                following = 0
                for r in found[k + 1 :]:
                    if r.count is not None:
                        break
                    following += 1
                if opened and (following == one.count or len(named) == one.count):
                    continue
            kept.append(one)
        return kept

    # -- words that stand for one told elsewhere -------------------------------------------------------------------

    def pronoun(self, start: int, end: int) -> Recipient | None:
        """`anh`, `bà`, `đồng chí` in start..end stand for the person named last before."""
        for match in PRONOUN.finditer(self.page.fold, start, end):
            before = [s for s in self.draft.person_spans if s.start < match.start()]
            if before and match.start() - before[-1].end < 900:
                return Recipient(match.start(), match.end(), before[-1].name, "person")
        return None

    def nominal(self, start: int, end: int) -> Recipient | None:
        """`Công ty`, `Nhà trường`, `đơn vị` in start..end stand for a body told elsewhere."""
        for match in NOMINAL.finditer(self.page.fold, start, end):
            if PLURAL.search(self.page.fold, max(start, match.start() - 10), match.start()) or self._counted(
                max(start, match.start() - 8), match.end()
            ):
                continue
            if any(s.start <= match.start() < s.end for s in self.draft.unit_spans):
                continue
            body = self._body(match[0], match.start())
            if body:
                return Recipient(match.start(), match.end(), self.names.get(body.spans[0].start, body.spans[0].name), "unit")
        return None

    def _body(self, noun: str, at: int) -> Body | None:
        if noun == "đơn vị":
            near = [s for s in self.draft.unit_spans if s.start < at and at - s.end < 120]
            return next((b for b in self.bodies if near and near[-1] in b.spans), None)
        noun = noun.removeprefix("nhà ") if noun == "nhà trường" else noun
        nouns = (
            (noun,)
            if noun != "trường"
            else ("trường", "đại học", "cao đẳng", "học viện", "trung cấp", "trung học", "tiểu học", "phổ thông")
        )
        return antecedent(self.bodies, nouns, at)

    def worded(self, start: int, end: int) -> Recipient | None:
        """A group in words right at `start`: `sinh viên nghèo vượt khó`, `các tập thể, cá nhân trong tỉnh`."""
        begin = start + len(self.page.fold[start:end]) - len(self.page.fold[start:end].lstrip())
        match = _worded().match(self.page.fold, begin, end)
        if not match:
            return None
        stop = self._phrase_end(match.end(), end)
        more = re.match(
            r"\s*,\s*(?:các |những )?(?:cá nhân|sinh viên|học sinh|người lao động|nông dân)(?!\w)", self.page.fold[stop:end]
        )
        if more:
            stop = self._phrase_end(stop + more.end(), end)
        return Recipient(begin, stop, squash(self.page.text[begin:stop]), "group")
