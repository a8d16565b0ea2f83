"""Words that stand for somebody told elsewhere: `anh`, `đồng chí`, `Công ty`, `Nhà trường`, `đơn vị`."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from extract.draft import Body, Draft, Span
from extract.folding import fold, squash
from extract.lexicon import spread
from extract.links import antecedent
from extract.names import run_of_caps
from extract.text import Intervals
from extract.why import Why

PRONOUN = re.compile(
    r"(?<!\w)(?:anh|chị|em|ông|bà|cô|thầy|cháu|đồng chí|mẹ)(?!\w)(?!\s*\")(?<!\"ông)(?<!\"bà)(?!\s+(?:em|hùng|ruột|nông|giáo|con|lão)(?!\w))"
)
NOMINAL = re.compile(
    r"(?<!\w)(?:nhà trường|công ty|tổng công ty|tập đoàn|bệnh viện|đơn vị|cụm|khối|trường|cục|sở|chi cục|xí nghiệp|nhà máy|"
    r"hợp tác xã|htx|quỹ|hội|ngân hàng|đội tuyển|viện|học viện|trung tâm|tòa án|kho bạc|ban chuyên án)(?!\w)"
)
# `Năm 2017, Quận vinh dự được Chủ tịch nước tặng`: the one place of its level that was told before
PLACE_NOUN = re.compile(
    r"(?:(?<=[,;:.\n]) |(?<=[,;:.\n–-])|^)\s*(?P<level>quận|huyện|thị xã|thành phố|tỉnh|xã|phường|thị trấn)"
    r"\s+(?:(?:đã|cũng|còn|lại|từng|vừa|liên tục|vinh dự)\s+)*$"
)
# `Công ty Than Hà Tu ... Tại lễ, Than Hà Tu được tặng`: a company told without its noun, as the subject right before the verb
COMPANY = re.compile(
    r"(?:tổng )?công ty(?: (?:cổ phần|cp|trách nhiệm hữu hạn|tnhh|mtv|một thành viên|1 thành viên|hai thành viên))*\s+(?=\S+ \S)"
)
OPENS = re.compile(r"(?:^|[,;:.\n–-])\s*$")
# `Kết quả, năm 2010 Tây Ninh được tặng`, `Nam Định dẫn đầu phong trào và được tặng`: a province that opens the clause, and what it does
_OPENS_CLAUSE = re.compile(
    r"\W*(?:(?:kết quả|đặc biệt|nhờ đó|nhờ vậy|vì vậy|do đó|riêng|theo đó|như vậy|ngoài ra|cũng trong),? )?"
    r"(?:(?:trong |riêng |vào )*(?:(?:\d{1,2}|hai|ba|bốn) năm(?: liền| qua| liên tục)?|năm (?:học )?\d{4}(?: ?- ?\d{4})?)(?: \([^()]*\))?,? )?\W*"
)
_PROVINCE_DOES = re.compile(
    r"\s+(?:(?:đã|cũng|còn|lại|từng|vừa|liên tục|tiếp tục|vinh dự|tự hào|luôn) )*"
    r"(?:(?:dẫn đầu|đứng|xếp|hoàn thành|đạt|thuộc|nằm|trở thành|là)(?!\w)[^,.;:]{2,120} và (?:(?:đã|cũng|tiếp tục|vinh dự) )*)?"
)
BEFORE_VERB = frozenset("đã cũng còn lại từng vừa liên tục tiếp tục vinh dự xuất sắc".split())
ELDER = re.compile(r"(?<!\w)(?:ông|bà|cô|thầy|anh|chị|mẹ|bác|chú)(?!\w)")
BESIDE = re.compile(r"(?<!\w)(?:của|cùng|với|con|cháu|vợ|chồng|bởi|gặp|nhờ)\s+(?:(?:nsnd|nsưt|nsut|cố) )?$")
PLURAL = re.compile(r"(?:các|những|nhiều|mọi|mỗi|từng|toàn thể|một số|các xã|hai xã)\s*$")


NUMBER = r"\d{1,3}(?:\.\d{3}){1,3}|\d{1,9}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"


@functools.cache
def counted_words() -> re.Pattern[str]:
    """A number and the noun of a group: `12 tập thể`, `63 lượt cá nhân`."""
    nouns = _any_of(spread("group_nouns") + spread("counted_nouns"))
    return re.compile(
        rf"(?<![\w./-])(?:(?P<of>\d{{1,4}})/(?=(?P=of)(?!\d)))?(?P<n>{NUMBER})(?P<lot>\s+lượt)?\s+(?P<noun>(?:nữ\s+)?(?:{nouns})(?!\w))"
    )


@functools.cache
def group_words() -> re.Pattern[str]:
    """The noun of a group without a number: `các tập thể`, `sinh viên`."""
    nouns = _any_of(spread("group_nouns"))
    return re.compile(rf"(?:các |những |mỗi |một số |nhiều |toàn thể |hàng (?:chục|trăm|nghìn|ngàn) )?(?:{nouns})(?!\w)")


@functools.cache
def _of_level(level: str) -> re.Pattern[str]:
    """The level of a place before a name: `quận Kiến An`."""
    return re.compile(rf"(?<!\w){level}\s+(?=[^\W\d_])")


def _any_of(nouns: tuple[str, ...]) -> str:
    """The alternatives of a pattern that finds any of the nouns, the longest first."""
    return "|".join(re.escape(fold(w)).replace(r"\ ", r"\s+") for w in sorted(nouns, key=len, reverse=True))


@dataclass(init=False, slots=True)
class Recipient:
    """Words start..end that name who gets something; `kind` is unit, person or group.

    `rule` tells how the words were read, `link` how they were tied to the award.
    """

    start: int
    end: int
    name: str
    kind: Literal["unit", "person", "group"]
    count: int | None
    members: bool
    rule: str
    link: Why

    def __init__(
        self,
        start: int,
        end: int,
        name: str,
        kind: Literal["unit", "person", "group"],
        count: int | None = None,
        members: bool = False,
        rule: str = "recipient.named",
        link: Why = (),
    ) -> None:  # written out: what a dataclass writes for itself stays slow where all else is compiled
        self.start = start
        self.end = end
        self.name = name
        self.kind = kind
        self.count = count
        self.members = members
        self.rule = rule
        self.link = link


def linked(found: list[Recipient], rule: str, start: int = -1, end: int = -1) -> list[Recipient]:
    """The recipients with the rule that ties them to an award, start..end the words that tell so; one tied already keeps its rule."""
    why = ((rule, start, end),)
    return [r if r.link else Recipient(r.start, r.end, r.name, r.kind, r.count, r.members, r.rule, why) for r in found]


class Pointers:
    """Resolves words of one page to the person or body they stand for."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.page, self.bodies = draft, draft.page, draft.bodies
        self.names = {s.start: unit.name for unit in draft.units for s in unit.mentions}
        self.people = draft.person_spans
        self.people_starts = [s.start for s in self.people]
        self.unit_starts = [s.start for s in draft.unit_spans]
        self.in_unit = Intervals((s.start, s.end) for s in draft.unit_spans)
        self.companies: dict[str, list[tuple[str, Body]]] = {}  # by the last word of the name without its noun
        for body in (b for b in self.bodies if b.spans[0].kind == "company"):
            name = squash(body.spans[0].name)
            if noun := COMPANY.match(fold(name)):
                self.companies.setdefault(name.split()[-1], []).append((name[noun.end() :], body))
        self.posts = {post.unit.start for span in draft.names for post in span.posts if post.unit}

    def people_between(self, start: int, end: int) -> list[Span]:
        """The persons named from `start` to `end`."""
        return self.people[bisect_left(self.people_starts, start) : bisect_left(self.people_starts, end)]

    def units_between(self, start: int, end: int) -> list[Span]:
        """The units named from `start` to `end`."""
        return self.draft.unit_spans[bisect_left(self.unit_starts, start) : bisect_left(self.unit_starts, end)]

    def people_named(self, start: int, end: int) -> list[Recipient]:
        """The persons named from `start` to `end`, as recipients."""
        return [Recipient(s.start, s.end, s.name, "person") for s in self.people_between(start, end)]

    def pronoun(self, start: int, end: int) -> Recipient | None:
        """`anh`, `bà`, `đồng chí` in start..end stand for the person named last before, with the same form of address if any."""
        for match in self.page.find(PRONOUN, start, end):
            if self.people_between(match.end(), match.end() + 4):
                continue
            line = self.page.line_of(match.start())[0]
            before = self.people_between(match.start() - 1200, match.start())
            near = [s for s in before if s.start >= line] or before
            addressed = [s for s in near if match[0] in self.page.fold[max(0, s.lead) : s.start].split()]
            young = match[0] in ("em", "cháu")  # who may be somebody's child
            mainly = [s for s in near if not self._of_another(s) or (young and not self._elder(s))] or near
            if near:
                return Recipient(match.start(), match.end(), (addressed or mainly)[-1].name, "person", rule="recipient.pronoun")
        return None

    def led_from(self, person: Span) -> int:
        """Where the words begin that belong to a person's name, the name itself if none do."""
        return person.lead if 0 <= person.lead < person.start else person.start

    def _elder(self, person: Span) -> bool:
        """Addressed as one older than an `em`: `con của ông A`."""
        return bool(ELDER.search(self.page.fold[self.led_from(person) : person.start]))

    def _of_another(self, person: Span) -> bool:
        """`con gái của NSND A`, `cùng ông B`: named only beside the one that the sentence is about."""
        lead = self.led_from(person)
        return bool(BESIDE.search(self.page.fold[max(0, lead - 16) : lead]))

    def nominal(self, start: int, end: int) -> Recipient | None:
        """`Công ty`, `Nhà trường`, `đơn vị` in start..end stand for a body told elsewhere."""
        for match in self.page.find(NOMINAL, start, end):
            if self.page.first(PLURAL, max(start, match.start() - 10), match.start()) or not self._alone(match, start):
                continue
            body = self._body(match[0], match.start())
            if body:
                name = self.names.get(body.spans[0].start, body.spans[0].name)
                return Recipient(match.start(), match.end(), name, "unit", rule="recipient.noun")
        return self._company(start, end) or self._place(start, end) or self._province(start, end)

    def _province(self, start: int, end: int) -> Recipient | None:
        """A province told by its bare name, which opens the clause from `start` on and is the subject of the verb at `end`."""
        for hit in self.draft.hits.get("province", ()):
            if not start <= hit.start < end or not _OPENS_CLAUSE.fullmatch(self.page.fold, start, hit.start):
                continue
            other = self.in_unit.covers(hit.start) or self.people_between(hit.start, hit.end)
            if not other and _PROVINCE_DOES.fullmatch(self.page.fold, hit.end, end):
                return Recipient(hit.start, hit.end, squash(self.page.text[hit.start : hit.end]), "group", rule="recipient.place")
        return None

    def _company(self, start: int, end: int) -> Recipient | None:
        """A company that the text names before, told right before the verb at `end` by its own name alone."""
        i = self.page.token_at(end) - 1
        while i > 0 and self.page.tokens[i].fold in BEFORE_VERB:
            i -= 1
        behind = self.page.tokens[i].end if i >= 0 else 0
        for stem, body in self.companies.get(self.page.tokens[i].text, ()) if i >= 0 else ():
            at = behind - len(stem)
            if at < max(start, body.spans[0].start) or not self.page.text.startswith(stem, at):
                continue
            place = any(hit.start == at and hit.end == behind for hit in self.draft.hits.get("province", ()))
            other = place or self.in_unit.covers(at) or self.people_between(at, behind)
            if not other and OPENS.search(self.page.fold, max(0, at - 3), at):
                name = self.names.get(body.spans[0].start, body.spans[0].name)
                return Recipient(at, behind, name, "unit", rule="recipient.noun")
        return None

    def _place(self, start: int, end: int) -> Recipient | None:
        """`Quận` right before the verb at `end`, where one place of that level only was named before."""
        noun = PLACE_NOUN.search(self.page.fold[max(start, end - 60) : end])
        if not noun:
            return None
        at = max(start, end - 60) + noun.start("level")
        named: dict[str, str] = {}
        for match in self.page.find(_of_level(noun["level"]), 0, at):
            i = self.page.token_at(match.end())
            if 0 < (n := run_of_caps(self.page, i)) < 4:  # behind more stands a person's name
                name = squash(self.page.text[match.start() : self.page.tokens[i + n - 1].end])
                named.setdefault(fold(name), name)
        if len(named) != 1:
            return None
        words = f"{noun['level']} {next(iter(named.values())).split(None, len(noun['level'].split()))[-1]}"
        return Recipient(at, at + len(noun["level"]), words, "group", rule="recipient.noun")

    def _alone(self, match: re.Match[str], start: int) -> bool:
        """Whether the noun stands for itself as subject or object, and is no part of a longer name or word."""
        if self.in_unit.covers(match.start()):
            return False
        after = self.page.fold[match.end() : match.end() + 12].split()
        if after[:1] and after[0] in (
            "thi",
            "nghị",
            "thảo",
            "viên",
            "trường",
            "phí",
            "khuyến",
            "học",
            "ngũ",
            "hình",
            "đồng",
            "hữu",
        ):
            return False
        before = self.page.fold[max(start - 4, match.start() - 14, 0) : match.start()].rstrip()
        return not before or bool(
            re.search(
                r"(?:[,;:.\n“\"–-]|(?<!\w)(?:cho|biết|nói|định|mạnh|mặt|mừng|và|tập thể|riêng|nay|đó|ấy|ông|này|vậy|toàn|của|là|năm liền|liên tục|năm qua|vừa qua|dịp này))$",
                before,
            )
        )

    def _body(self, noun: str, at: int) -> Body | None:
        if noun == "đơn vị":
            near = self.units_between(at - 200, at)
            near = [s for s in near if at - s.end < 120 and s.start not in self.posts]  # whose officer hands it over
            return next((b for b in self.bodies if near and near[-1] in b.spans), None)
        near = self.units_between(self.page.sentence_of(at)[0], at)
        named = [s for s in near if fold(s.name).startswith(noun + " ") and s.start not in self.posts]
        if named:
            return next((b for b in self.bodies if named[-1] in b.spans), None)
        noun = noun.removeprefix("nhà ") if noun == "nhà trường" else noun
        nouns = (
            (noun,)
            if noun != "trường"
            else ("trường", "đại học", "cao đẳng", "học viện", "trung cấp", "trung học", "tiểu học", "phổ thông")
        )
        return antecedent(self.bodies, nouns, at)
