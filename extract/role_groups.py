"""Who acts in a sentence: the names told together, the posts behind each, and whether they act or something is done to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.draft import Draft, NameSpan

_ASIDE = re.compile(r"[ \t]*\([^()\n]{0,80}\)|\)")
_JOINT = re.compile(
    r"[ \t]*(?:[,;]?[ \t]*(?:và|cùng với|cùng)|[,;])[ \t]*(?:(?:các|hai) )?(?:(?:ông|bà|đồng chí|đ/c|anh|chị)[ \t]+)?"
)
# `trao cho A`, `đóng góp của A`, `gặp A`
_OBJECT = re.compile(
    r"(?<!\w)(?:cho|của|với|từ|thay mặt|cùng|cùng với|gặp|thăm|mời|tặng|trao|tặng hoa|nghe|chúc mừng|chúc|sau|như|ngày sinh|bổ nhiệm|bầu"
    r"|cử|giới thiệu|(?<!thi đua, )(?<!thi đua - )khen thưởng|khen|tuyên dương|biểu dương|vinh danh|tôn vinh|ca ngợi|cảm ơn|biết ơn|(?<!khen )thưởng|hỏi|đón|tiếp|phê bình"
    r"|đề nghị|yêu cầu|giao|phân công|đề cử|không có|ngoài|trừ|thay|về|nhờ|bên cạnh|trước|con|vợ|chồng|mẹ|gia đình)"
    r"(?: (?:các|hai|cả|riêng|em|\d+))? $"
)
_GIVEN = re.compile(r"(?<!\w)cho(?! (?:biết|rằng|hay|thấy)(?!\w))[^,.;:\n]{1,80}$")
_OWNED = re.compile(r"(?<!\w)(?:của|cho|con|vợ|chồng|gia đình)(?: (?:các|hai|cả))? $")
_BESIDE = re.compile(
    r"(?<!\w)(?:với|thay mặt|cùng|cùng với|sau|trước|theo|nhờ|bên cạnh|ngoài|thay|(?:ủy quyền|ủy nhiệm|nhất trí|đồng ý|phân công|chứng kiến"
    r"|tham gia|tham dự) của) $"
)
_AGENT = re.compile(r"(?<!\w)(?:do|được|bởi)(?: (?:các|hai))? $")
_HAND = re.compile(r"(?<!\w)(?:nhận|đón)(?!\w)[^.;:\n]{0,60} từ tay $")
_SAYS = re.compile(r"(?:^|[,;.:\"“”–(-]\s?)(?:cũng )?theo $")
_LOOK = 90  # characters before a name that can tell what is done with it


@dataclass(slots=True)
class Group:
    """Names told together: those at first..last of the page's names; `apart` where a semicolon stands between two.

    `begin` is where the words of the first begin, `tail` where those of the last end; `part` is what they are in the
    sentence: `acts`, `agent` (`do A trình bày`), `hand` (`nhận ... từ tay A`), `says` (`theo A, ...`) or `object`.
    """

    first: int
    last: int
    begin: int
    tail: int
    part: str
    apart: bool = False


class Groups:
    """The names of one page in their groups."""

    def __init__(self, draft: Draft) -> None:
        self.page, self.names = draft.page, draft.names
        leads = [span.lead if 0 <= span.lead < span.start else span.start for span in self.names]
        self.begins = [max(lead, self.page.sentence_of(span.start)[0]) for lead, span in zip(leads, self.names, strict=True)]
        self.tails = [self._tail(k, span) for k, span in enumerate(self.names)]
        self.all: list[Group] = []
        for k in range(len(self.names)):
            self._add(k)

    def _tail(self, k: int, span: NameSpan) -> int:
        """Where the posts behind the name end, with what stands in brackets behind them."""
        following = self.begins[k + 1] if k + 1 < len(self.names) else len(self.page.text)
        ends = [span.end]
        for post in span.posts:
            if "làm" in self.page.fold[span.end : post.start]:  # `do A làm Giám đốc`
                continue
            ends += [post.end, post.unit.end if post.unit else 0]
            ends += [end for rule, _, end in post.why if rule == "post.deputy"]
            if post.noun and self.page.fold.startswith(" " + post.noun, post.end):  # `Giám đốc Công ty`, of a body told elsewhere
                ends.append(post.end + 1 + len(post.noun))
        end = max(end for end in ends if end <= following or end == span.end)
        aside = _ASIDE.match(self.page.fold, end, max(end, following))
        return aside.end() if aside else end

    def _add(self, k: int) -> None:
        """Put a name into the last group where a joint stands between, else into one of its own."""
        begin, last = self.begins[k], self.all[-1] if self.all else None
        joint = _JOINT.fullmatch(self.page.fold, last.tail, begin) if last and begin - last.tail < 30 else None
        if last and joint and not (joint[0].strip() == "," and self._beside(last)):
            last.last, last.tail = k, self.tails[k]
            last.apart = last.apart or ";" in joint[0]
        else:
            self.all.append(Group(k, k, begin, self.tails[k], self._part(begin)))

    def _beside(self, group: Group) -> bool:
        """`Cùng với ông A, bà B phát biểu`: who comes behind the comma acts."""
        return _BESIDE.search(self.page.fold, max(0, group.begin - 30), group.begin) is not None

    def _part(self, at: int) -> str:
        start = max(self.page.sentence_of(at)[0], at - _LOOK)
        before = self.page.fold[start:at]
        if self.page.first(_HAND, start, at):
            return "hand"
        if _OBJECT.search(before):
            return "object"
        if self.page.first(_AGENT, start, at):
            return "agent"
        if before.endswith("theo ") and _SAYS.search(before):
            return "says"
        return "object" if self.page.first(_GIVEN, start, at) else "acts"

    def owned(self, group: Group) -> bool:
        """`vợ của A`: others are told of by them."""
        return _OWNED.search(self.page.fold, max(0, group.begin - 24), group.begin) is not None
