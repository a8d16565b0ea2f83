"""Recipients told one after the other: which of them are one list, which a group and its members, which only told of another.

Where every member of a counted group is named, the members stand for the group (guidelines: decided cases).
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re

from extract.folding import fold
from extract.groups import BODIES, Groups
from extract.lexicon import folded, spread
from extract.pointers import Recipient

_OWN_VERB = re.compile(r"(?<!\w)(?:trúng tuyển|đạt|đỗ|đoạt|giành|xếp loại|vượt)(?!\w)")
_PRAISED = re.compile(r"(?<!\w)được (?:tuyên dương|khen thưởng|biểu dương|vinh danh|tôn vinh|kết nạp)(?!\w)")
_OWN_PASSIVE = re.compile(r"\s*(?:(?:đã|vừa|cũng|đều|mới)\s+)*được(?!\w)(?!\s*(?:,|và)\s)")
_WINS = re.compile(r"(?:đoạt|đạt|giành)(?!\w)")
_REPORT = re.compile(
    r"(?<!\w)(?:nhắc|nói|kể|cho biết|trao|tặng|công nhận|chúc mừng|đề nghị|nhấn mạnh|khẳng định|giới thiệu|yêu cầu|cảm ơn|phát biểu|công bố|chủ trì|chứng kiến|đã có|có|tổ chức(?= (?:lễ|hội|buổi|chương trình|đại hội|cuộc)))(?!\w)"
)
_INHABITANTS = ("hộ", "người", "nhân khẩu", "đơn vị", "xã", "phường", "thôn", "cơ quan", "trường", "doanh nghiệp")
_ITS_OWN = re.compile(r",|(?<!\w)và\s*(?:đã |cũng |còn )?$")  # before the verb of another subject than the group
EACH_HAS = re.compile(r"(?<!\w)mỗi [^,.;:\d]{2,20} có\s*$")  # `các huyện A, B, mỗi huyện có 10 em được tặng`
_ONLY_THEN = re.compile(
    r"\s*(?:(?:đã|vừa|cũng|còn|lại|mới|từng|tiếp tục|vinh dự|được)\s*)*"
)  # before the verb of the last subject
# `Bệnh viện khám cho 500 người, được tặng`: whom the subject did something for
_FOR_THEM = re.compile(
    r"^(?!.*(?<!\w)(?:khen|tuyên dương|biểu dương|tôn vinh|vinh danh|trao|tặng|gặp mặt|lễ|đề nghị|chúc mừng)(?!\w))[^\n]* cho (?:hơn |gần |trên |khoảng )?$"
)
_AMONG = re.compile(r"(?<!\w)trong (?:tổng )?số (?:gần |hơn |trên )?$")  # `Trong số 30 tập thể, có 5 tập thể được tặng`
_APART = re.compile(r"[^,;]*[,;]\s*(?:(?:và|đã|vừa|cũng|còn|vinh dự|nhiều lần|liên tục)\s*)*")
# `33 đơn vị, trong đó có 8 hợp tác xã nhận`: a whole without a verb of its own, that opens its clause
_PART_OF = re.compile(r"(?:,|,? (?P<aside>\()) ?trong đó (?:có )?")
_AND = re.compile(r"\s*(?:,|và|, và)\s*")
_ASIDE_ENDS = re.compile(rf"\){_ONLY_THEN.pattern}")
_CLAUSE_OPENS = re.compile(
    r"\W*(?:(?:dịp|năm|tại|trong|đợt|nhân|qua|theo đó|kết quả|cụ thể)(?!\w)(?:(?!(?<!\w)(?:của|có|với)(?!\w))[^,.;:]){0,60}[,:] )?"
)
OPENS = re.compile(r"(?<!\w)(?:gồm|là|trong đó|tiêu biểu)(?!\w)|[:(\n]")
LONGEST_NOUN = 3  # words of a counted group that nothing more is told of: `12 hợp tác xã` is one too
PEOPLE = ("cá nhân", "người", "đồng chí", "công nhân", "cán bộ", "học sinh", "em", "nhà giáo")


def kind_of(noun: str) -> str:
    """What a counted group of the folded noun is made of: `unit`, `person`, or empty where it may be either."""
    return "unit" if noun.startswith(BODIES) else "person" if noun.startswith(PEOPLE) else ""


# `ông A đã nghỉ hưu, vợ là bà B được tặng`
_KIN = (
    r"(?:(?:vợ|chồng|con(?: trai| gái)?|bố|cha|mẹ|(?:anh|em) trai|(?:chị|em) gái)(?: (?:của )?(?:ông|bà|anh|chị|mình))? là\s+)?"
)


@functools.cache
def own_deeds() -> re.Pattern[str]:
    """A verb that opens what somebody does besides being given something."""
    return re.compile(
        rf"(?<!nghiên )(?<!tra )(?<!việc )(?<!đột )(?<!\w)(?:{'|'.join(sorted(folded('own_deeds'), key=len, reverse=True))})(?!\w)"
    )


@functools.cache
def _own_clause() -> re.Pattern[str]:
    """What the subject before does, up to the comma or semicolon behind which the next one, led by a few words at most, begins."""
    deed = own_deeds().pattern
    return re.compile(rf"\s+{deed}[^.:()\n]*[,;]\s*{_KIN}(?:(?!(?:và|cùng|với)\s|{deed})[^\W\d_]+\s+){{0,5}}")


class Chains(Groups):
    """Sorts out recipients that stand together."""

    def _members(self, found: list[Recipient]) -> list[Recipient]:
        """Drop a counted group all of whose members are named behind it, next to it or behind other groups of one list."""
        kept: list[Recipient] = []
        for k, one in enumerate(found):
            if not (one.count and one.kind == "group") or not self._all_named(one, found[k + 1 :]):
                kept.append(one)
        return kept

    def _all_named(self, group: Recipient, behind: list[Recipient]) -> bool:
        named = [r for r in behind if r.count is None]
        if not named:
            return False
        person = self.people_between(named[0].start, named[0].end)[:1]
        at = max(group.end, self.led_from(person[0])) if person else named[0].start  # `1 cá nhân bà A`
        if not self.page.first(OPENS, group.end, named[0].start) and self.page.fold[group.end : at].strip():
            return False
        next_to = list(itertools.takewhile(lambda r: r.count is None, behind))
        noun = fold(group.name).split(" ", 1)[-1]
        of_kind = [r for r in named if r.kind == kind_of(noun)]
        return group.count in (len(next_to), len(named), len(of_kind))

    def last_chain(self, found: list[Recipient], verb: int, begin: int = -1) -> list[Recipient]:
        """The recipients at the end that stand in one list: what comes before a verb of speech is another sentence's matter.

        The clause begins at the character `begin`, where that is known.
        """
        if len(found) > 1 and found[-1].count and self.page.first(EACH_HAS, found[-2].end, found[-1].start):
            return [dataclasses.replace(found[-1], count=None)]
        found = self._without_told_of(found, verb)
        alone = len(found) > 1 and _ONLY_THEN.fullmatch(self.page.fold, found[-1].end, verb)
        first = self._first_of(found[:-1])
        if begin >= 0 and len(found) > 1 and self._whole(found[-2:], begin, found[first].start, verb):
            return found[first:]
        chain, wins = found[-1:], _WINS.match(self.page.fold, verb)
        for one in reversed(found[:-1]):
            gap = self.page.fold[one.end : chain[0].start]
            if ";" in gap and one.name == found[-1].name:  # `A ký kết với B; B được tặng`: a list tells nobody twice
                break
            if _REPORT.search(gap) or "gồm" in gap.split() or "trong đó" in gap:
                break
            if one.count and chain[0].count and (_PRAISED.search(gap) or self._own_passive(one, chain[0], verb)):
                break
            # `Sở A dẫn đầu, Sở B được tặng`: two clauses, where `Sở A xếp nhất, Sở B xếp nhì được tặng` tells who each is
            if alone and (_own_clause().fullmatch(gap) or (gap.strip() == "," and self._counted_anew(one, found[-1]))):
                break
            # `163 em trúng tuyển, 500 em đạt loại giỏi và 3 em đoạt giải`: each has a verb of its own
            if wins and one.count and self.page.first(_OWN_VERB, one.start, chain[0].start):
                break
            chain.insert(0, one)
        return chain

    def _own_passive(self, one: Recipient, other: Recipient, verb: int) -> bool:
        """`4 cán bộ được bổ nhiệm, 6 cán bộ được tặng`: the first have a passive of their own, which `được tặng` is for the others."""
        own = _OWN_PASSIVE.match(self.page.fold, one.end, other.start)
        return own is not None and _ONLY_THEN.fullmatch(self.page.fold, other.end, verb) is not None

    def _first_of(self, found: list[Recipient]) -> int:
        """Which of the recipients begins the list of counted groups that ends with the last: `20 cá nhân và 33 đơn vị`."""
        first = max(len(found) - 1, 0)
        while first and found[first - 1].count and _AND.fullmatch(self.page.fold, found[first - 1].end, found[first].start):
            first -= 1
        return first

    def _whole(self, both: list[Recipient], begin: int, first: int, verb: int) -> bool:
        """`33 đơn vị, trong đó có 8 hợp tác xã nhận`: both; `33 đơn vị dự thi, trong đó có 8 đơn vị nhận` tells of the 8.

        The list that ends with the whole begins at the character `first`, its clause at `begin`.
        """
        whole, part = both
        joined = _PART_OF.fullmatch(self.page.fold, whole.end, part.start)
        if not joined or not whole.count or not part.count or whole.count <= part.count:
            return False
        if joined["aside"]:  # `33 đơn vị dự thi (trong đó có 8 hợp tác xã) được tặng`: the verb is the whole's
            return _ASIDE_ENDS.fullmatch(self.page.fold, part.end, verb) is not None
        same = fold(part.name).split(" ", 1)[-1] in (fold(whole.name).split(" ", 1)[-1], "em", "người")
        alone = len(whole.name.split()) <= LONGEST_NOUN and _ONLY_THEN.fullmatch(self.page.fold, part.end, verb)
        return not same and bool(alone and _CLAUSE_OPENS.fullmatch(self.page.fold, begin, first))

    def _without_told_of(self, found: list[Recipient], verb: int) -> list[Recipient]:
        """The recipients without a last group that is only told of the one before it: its members, its parts, those it came with."""
        if len(found) > 1 and found[-1].count == found[-2].count and found[-1].count:
            again = self.page.fold[found[-2].end : found[-1].start].rstrip().endswith(" cả")
            if again:  # `6 học sinh dự thi, cả 6 em đoạt giải`
                return found[:-1]
        if len(found) < 2 or not found[-1].count:
            return found
        one, group = found[-2:]
        behind = self.page.fold[group.end : verb]
        if _FOR_THEM.match(self.page.fold[one.end : group.start]) and _APART.fullmatch(behind):
            return found[:-1]
        if self.page.fold[one.end : group.start].strip().endswith("gồm") and (not one.count or "," in behind):
            return found[:-1]
        if one.kind == "unit":
            return found[:-1] if self._its_parts(one, group, verb) else found
        if not self._counts_inside(one, group):
            return found
        # `Huyện A có 8 cá nhân được tặng` tells of the 8, `gia đình ông A có 5 người hiến máu được tặng` of the family
        people = fold(group.name).split(" ", 1)[-1].startswith(_INHABITANTS) and "đều" not in behind.split()
        return found[-1:] if one.rule == "recipient.place" and not (people and _ITS_OWN.search(behind)) else found[:-1]

    def _counted_anew(self, one: Recipient, last: Recipient) -> bool:
        """`30 hộ thoát nghèo, 5 hộ được tặng`: the noun is told again alone, so what stands behind the first is its deed."""
        what, again = (fold(r.name).partition(" ")[2] if r.count else "" for r in (one, last))
        return bool(again) and what.startswith(f"{again} ")

    def _its_parts(self, one: Recipient, group: Recipient, verb: int) -> bool:
        """`Công ty A có 5 chi nhánh, được tặng`, `hợp tác với 5 ngân hàng`: the bodies are only told of the one before."""
        gap = self.page.fold[one.end : group.start].rstrip()
        bodies = fold(group.name).split(" ", 1)[-1].startswith(spread("counted_nouns"))
        if bodies and gap.endswith((" với", " gồm")) and not gap.endswith(("cùng với", "phối hợp với")):
            return True
        has = gap.endswith((" có", " với", " gồm")) and not gap.endswith(("trong đó có", "cùng với"))
        return has and bool(_ITS_OWN.search(self.page.fold[group.end : verb]))

    def _counts_inside(self, one: Recipient, group: Recipient) -> bool:
        """`gia đình ông A có 5 người cùng hiến máu`: the group is only told of the recipient before it."""
        gap = self.page.fold[one.end : group.start].rstrip()
        among = _AMONG.search(self.page.fold, max(0, one.start - 20), one.start)
        return gap.endswith(" có") and not gap.endswith("trong đó có") and not among
