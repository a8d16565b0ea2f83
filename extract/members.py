"""Members of a counted group that a later sentence names: `3 tập thể được tặng Bằng khen. Ba tập thể gồm: A, B, C`.

Where every member is named the members stand for the group, else they stand beside it (guidelines: decided cases).
"""

from __future__ import annotations

import re

from extract.clauses import Clauses
from extract.folding import fold
from extract.groups import BODIES
from extract.numerals import COUNTS, count_of
from extract.pointers import Recipient
from extract.recipients import Finder
from extract.text import Page
from schemas.facts import Award

NUMBER = r"\d{1,9}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
NOUN = (
    r"tập thể|cá nhân|đơn vị|hộ gia đình|hộ|gia đình|mẹ|gương|em|học sinh|nhà giáo|vận động viên|vđv|sinh viên|nông dân|công nhân|"
    r"hội viên|trường hợp|tác giả|người|cơ quan|doanh nghiệp|công ty|địa phương|trường|đồng chí|giáo viên|thí sinh"
)
GROUP_TOLD = re.compile(
    rf"(?<!\w)(?:(?P<n>{NUMBER})|các) (?P<noun>{NOUN})(?:, [^:.]{{1,20}})?(?: này| trên| đó)?(?: (?:của|thuộc) [^:.,;]{{1,40}}?)?"
    r"(?: được (?:khen thưởng|tặng|nhận|trao|đề nghị|đề xuất)[^:.;]{0,60}?)? (?:bao gồm|gồm|là|đó là)(?: có)?[ :]"
)
# `Tập thể được tặng Bằng khen là A và B`
ALL_TOLD = re.compile(
    r"(?P<n>(?!))?(?P<noun>tập thể|cá nhân|đơn vị) được (?:khen thưởng|tặng|nhận|trao|đề nghị|đề xuất)[^:.;]{0,60}? (?:bao gồm|gồm|là)[ :]"
)
SOME_TOLD = re.compile(
    rf"trong (?:số |(?=(?:{NUMBER}) ))(?:(?P<n>{NUMBER}) |các |những )?(?P<noun>{NOUN})(?!\w)[^.,;]{{0,30}}?(?:được|nhận|đoạt|đạt)[^.,;]{{0,40}}?,? (?:có|là) "
)
EXAMPLES = re.compile(
    r"(?:trong đó,? )?(?:phải kể (?:tới|đến)|có thể kể (?:tới|đến)|tiêu biểu|điển hình)(?: là| như| có| phải kể (?:tới|đến))?"
    r"(?: tấm gương| trường hợp)?(?: của)?[:,]? "
)
TELLS = re.compile(r"(?<!\w)(?:với|do|đã|được|từng|luôn|vì|bởi)(?!\w)")
# `Đó là A`, `Gồm: A, B`; `Cụ thể:` opens any talk, unless a list stands below
THOSE_ARE = re.compile(r"(?:đó|họ) là[,:]? |(?:bao )?gồm(?: có)?(?::| )\s*|cụ thể:$")
WORD = re.compile(r"\w+")
FAR = 900


class Members:
    """Names the members of groups among the awards of one page."""

    def __init__(self, page: Page, finder: Finder, clauses: Clauses) -> None:
        self.page, self.finder, self.clauses = page, finder, clauses

    def named(self, awards: list[Award]) -> list[Award]:
        """The awards with the members that later sentences tell."""
        if not any(award.recipient_kind == "group" for award in awards):
            return awards
        before = 0
        for start, end in self.page.sentences:
            group = self.page.first(GROUP_TOLD, start, end)
            match = group if group and group.start() == start else SOME_TOLD.match(self.page.fold, start, end)
            match = match or ALL_TOLD.match(self.page.fold, start, end) or self._counted_later(group, end)
            some = None if match else EXAMPLES.match(self.page.fold, start, end)
            those = None if match else THOSE_ARE.match(self.page.fold, start, end)
            if match:
                self._add(awards, self._group(awards, match), match.end(), end)
            elif those:
                self._add(awards, self._just_told(awards, before, start), those.end(), end, all_of_them=True)
            elif some and (of := self._just_told(awards, before, start)):
                stop = self.page.first(TELLS, some.end(), end)
                self._add(awards, of, some.end(), stop.start() if stop else end)
            before = start
        return awards

    def _counted_later(self, match: re.Match[str] | None, end: int) -> re.Match[str] | None:
        """`Trước đó, 6 cá nhân của Đội gồm: A, B, ...`: a counted group inside the sentence, as many members named behind it."""
        count = count_of(match["n"]) if match and match["n"] else None
        return match if match and count and len(self.finder.between(match.end(), end)) == count else None

    def _group(self, awards: list[Award], match: re.Match[str]) -> Award | None:
        """The award whose counted group the sentence goes on with."""
        count = count_of(match["n"]) if match["n"] else None
        same = [a for a in awards if (a.count or not count) and count in (None, a.count) and self._of_noun(a, match)]
        return same[-1] if same else None

    def _of_noun(self, award: Award, match: re.Match[str]) -> bool:
        words = WORD.findall(fold(award.recipient or ""))
        noun = match["noun"].split()
        at = 1 if words and (words[0].isdigit() or words[0] in COUNTS or words[0] in ("các", "những")) else 0
        near = 0 < match.start() - award.mentions[0].start < FAR
        # `2 tập thể được tặng Bằng khen. Hai đơn vị được khen thưởng là A và B`
        bodies = match["n"] and "được" in match[0].split() and match["noun"] in BODIES
        same = words[at : at + len(noun)] == noun or (bodies and " ".join(words[at:]).startswith(BODIES))
        return near and award.recipient_kind == "group" and bool(same)

    def _just_told(self, awards: list[Award], start: int, end: int) -> Award | None:
        """The one award that the sentence start..end tells of a group."""
        told = [a for a in awards if start <= a.mentions[0].start < end and a.recipient_kind == "group"]
        return told[0] if len(told) == 1 else None

    def _add(self, awards: list[Award], group: Award | None, begin: int, end: int, *, all_of_them: bool = False) -> None:
        if group is None:
            return
        stop = self.clauses.list_end(end) if self.clauses.opens_list(begin - 1, end) else end
        members = self.finder.between(begin, stop)
        last = self.finder.counted(max(0, begin - 60), begin)
        as_many = {group.count, *(one.count for one in last[-1:])}  # the group's own count may stand far before
        if not members or (all_of_them and len(members) not in as_many):
            return
        at = awards.index(group)
        whole = group.count is None or group.count == len(members)
        awards[at if whole else at + 1 : at + 1] = [self._member(group, one, begin) for one in members]

    def _member(self, group: Award, one: Recipient, begin: int) -> Award:
        words = [m for m in group.mentions if m.part != "recipient"]
        of_group = next((m.start for m in group.mentions if m.part == "recipient"), -1)
        whole = self.page.why.get(("awards", words[0].start, of_group), ())
        told = tuple(step for step in whole if not step[0].startswith("recipient."))
        later = ("link.later", self.page.sentence_of(begin - 1)[0], begin)
        self.page.note("awards", words[0].start, one.start, (*told, (one.rule, one.start, one.end), later))
        words.append(self.page.mention(one.start, one.end, "recipient"))
        fields = {"recipient": one.name, "recipient_kind": one.kind, "count": one.count, "mentions": words}
        return group.model_copy(update=fields)
