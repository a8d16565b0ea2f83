"""What an official did at the event (guidelines: *roles*): the verbs of the clause that names the person, and the awards read.

Sides of a cue in `lexicon/roles.csv`: `after` stands anywhere behind the name in its clause, `verb` there where a verb stands,
`next` right behind the name and its posts, `agent` the same behind `do` or `được` and the name, `list` before a list of names
(`Dự lễ có A; B`), `open` before the clause of the one who acts (`Phát biểu tại lễ, A ...`).
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from extract.draft import Draft, NameSpan, component
from extract.folding import fold
from extract.phrases import rows
from extract.role_groups import Group, Groups
from extract.why import Step
from schemas.facts import Role

ORDER: tuple[Role, ...] = ("chaired", "directed", "attended", "spoke", "conferred", "received", "signed")
_LISTED = ("chaired", "attended", "directed", "signed")
"""What those between whom a semicolon stands do together (`A, Bí thư; B, Chủ tịch đến dự`)."""

# `nhận Huân chương do Chủ tịch nước trao`: what others do
_PASSIVE = re.compile(
    r"(?<!\w)(?:do|bị|nghe|(?<!đạt )(?<!có )được(?! (?:mời|phân công|giao|đạt|sự|ủy quyền)))(?!\w)(?:(?! - )[^.;:]){0,80}(?<!,) ?$"
)
# `cho biết, tỉnh đã chọn 5 nông dân tham dự`: what is told, not done
_TELLS = re.compile(
    r"(?<!\w)(?:cho biết|cho rằng|cho hay|nêu rõ|khẳng định|nhấn mạnh|yêu cầu|đề nghị|kiến nghị|trình bày|thông tin|kêu gọi|lưu ý|mong muốn"
    r"|mong|phát biểu|nói|chúc(?! mừng)|tin tưởng|băn khoăn|bổ sung|cảm ơn|ca ngợi|tri ân|hoan nghênh)(?!\w)"
)
_SENDS = re.compile(r"(?<!\w)(?:chọn|cử|mời|vận động|động viên|đưa|giúp|tổ chức|hướng dẫn|tạo điều kiện)(?!\w)")
_NOT = re.compile(
    r"(?<!\w)(?:không|chưa|chẳng|sẽ|từng|để|xin|mời|lễ|buổi|việc|giao|hội nghị|chương trình|nghe|theo|lời|bài|các|những|đơn|hồ sơ"
    r"|tờ trình|sự|của|đáng|nhằm|qua|số|muốn|có thể|phải|cần|khi|dịp|thông qua|người|nội dung|ý kiến|công tác|lần) $"
)
_VERB = re.compile(
    r"(?:[,;]|(?<!\w)(?:và|đã|cũng|vẫn|đồng thời|còn|rồi|phát biểu|tiếp tục|trân trọng|thẳng thắn|nhiệt liệt|xúc động|cùng|lại|vừa)) $"
)
_NEAR = re.compile(
    r"(?:[ \t]+(?:và|cùng) (?:một số|nhiều|các) (?:đại biểu|đb|đồng chí|ý kiến|thành viên)(?: khác)?)?"
    r"(?:[ \t]*[,–-])?(?:[ \t]*(?:thay mặt|đại diện)[^,.;:\n]{0,60},)?[ \t]*"
    r"(?:(?:đã|cũng|còn|vẫn|xin|vừa|trân trọng|xúc động|thẳng thắn|gửi lời|trực tiếp|đồng thời|vui mừng|tiếp tục|lại) )*"
)
_OTHER_SUBJECT = re.compile(
    r", (?:các|những|cả|toàn|mỗi|nhiều|một số|\d+|tỉnh|huyện|xã|bà con|nhân dân|ban tổ chức|đơn vị|quỹ)(?!\w)[^,;]{0,60}$"
)
_WITH = re.compile(r"[\s,;]*(?:cùng|và|với|đại diện|lãnh đạo)(?!\w)")  # who comes too
_HEAD = re.compile(r"(?<!\w)(?:có|gồm|gồm có|là)(?!\w)|:")
_SIDE = re.compile(r"về phía [^,.;:\n]{2,60} có(?!\w)")
_WELCOME = re.compile(
    r"[\s:]*(?:sự (?:tham gia|tham dự|hiện diện|có mặt) của )?(?:(?:các|hai|ba) )?(?:đồng chí|ông|bà|đ/c|vị)?[\s:]*"
)
_SPEECH = re.compile(r"(?<!\w)(?:bài|nghe|lời|ý kiến|được|mời|không|nội dung|người|các|những) $")
_OPENED = re.compile(r",[^,;:.\n]{0,12}$")
_ITEM = re.compile(r"[-–+*•]|\d{1,2}[.)]")
_POSTHUMOUS = re.compile(r"(?<!\w)truy tặng(?!\w)")
_REACH, _LINES = 160, 40
_NEAR_BY = 100  # characters before a verb that tell whose it is
_HANDED = 12  # characters between `trao` and the award


@functools.cache
def cues() -> tuple[tuple[Role, str, re.Pattern[str]], ...]:
    """(role, side on which the cue stands, pattern of the folded words)."""
    return tuple(
        (row["role"], row["side"], re.compile(rf"(?<!\w)(?:{fold(row['words'])})(?!\w)"))  # type: ignore[misc]
        for row in rows("roles")
    )


@functools.cache
def _of(*sides: str) -> tuple[tuple[Role, str, re.Pattern[str]], ...]:
    return tuple(cue for cue in cues() if cue[1] in sides)


class Roles:
    """The roles told beside each name of one page: the name's place among the names -> (role, words that told it); of others than `wanted` little is sought."""

    def __init__(self, draft: Draft, wanted: set[int]) -> None:
        self.page, self.names, self.groups = draft.page, draft.names, Groups(draft)
        self.units = {span.end: span.start for span in draft.unit_spans}
        self.starts = [span.start for span in draft.names]
        self.told: dict[int, dict[Role, Step]] = {}
        for group in self.groups.all:
            if not wanted.isdisjoint(range(group.first, group.last + 1)):
                self._acted(group)
        self._listed()
        self._opened()
        self._asked()

    def _give(self, group: Group, role: Role, start: int, end: int) -> None:
        """The role to each of the group, to the last alone where they only stand in one list."""
        first = group.last if group.apart and role not in _LISTED else group.first
        for k in range(first, group.last + 1):
            self.told.setdefault(k, {}).setdefault(role, ("role.cue", start, end))

    def _acted(self, group: Group) -> None:
        """What the words behind the names tell."""
        if group.part == "object":
            return
        end = self.page.sentence_of(self.names[group.last].start)[1]
        if group.last + 1 < len(self.names):
            end = min(end, self.groups.begins[group.last + 1])
        if group.part == "hand":
            self._give(group, "conferred", group.begin - 4, group.begin)
        elif group.part == "says":
            if self.page.fold[group.tail : group.tail + 2].lstrip()[:1] in (",", ":"):
                self._give(group, "spoke", group.begin - 5, group.begin)
        else:
            self._near(group, end)
            if group.part == "acts":
                self._behind(group, end)

    def _near(self, group: Group, end: int) -> None:
        """Cues right behind the names and posts; of an agent the verbs of others stand further behind."""
        near = _NEAR.match(self.page.fold, group.tail, max(end, group.tail))
        at = near.end() if near else group.tail
        for role, _, pattern in _of("next") if group.part == "acts" else _of("next", "agent", "after", "verb"):
            if cue := pattern.match(self.page.fold, at, end):
                self._give(group, role, *cue.span())

    def _behind(self, group: Group, end: int) -> None:
        """Cues anywhere behind the names, in what they do, not in what they tell."""
        colon = self.page.fold.find(":", group.tail, end)
        end = colon + 1 if colon >= 0 else end
        tells = self.page.first(_TELLS, group.tail, end)
        for role, side, pattern in _of("after", "verb"):
            if role != "spoke" and tells and self.page.fold[tells.start() : tells.end()] != "phát biểu":
                stop = tells.start()
            else:
                stop = end
            for cue in self.page.find(pattern, group.tail, stop):
                if not self._others(role, side, group.tail, cue.start()):
                    self._give(group, role, *cue.span())
                    break

    def _others(self, role: Role, side: str, tail: int, at: int) -> bool:
        """Whether the cue is none of the group's own deeds."""
        page, near = self.page, max(tail, at - _NEAR_BY)
        if _NOT.search(page.fold, max(tail, at - 14), at) or page.first(_PASSIVE, near, at):
            return True
        if role == "attended" and (page.first(_SENDS, tail, at) or _WITH.match(page.fold, tail, at)):
            return page.first(_SENDS, tail, at) is not None
        if side == "verb" and not (_VERB.search(page.fold, near, at) or _NEAR.fullmatch(page.fold, tail, at)):
            return True
        verb = at - 3 if page.fold.endswith("đã ", near, at) else at
        unit = self.units.get(verb - 1, 0)
        if unit > tail and page.fold[tail:unit].strip(" ,-–"):
            return True
        other = _OTHER_SUBJECT.search(page.fold, near, at)
        return other is not None and page.fold[tail : other.start()].strip(" ,-–") != ""

    def _listed(self) -> None:
        """Lists behind one cue, over lines too: `Dự lễ có các đồng chí: A, ...; B, ...`."""
        for role, _, pattern in _of("list"):
            reached = 0
            for cue in self.page.find(pattern):
                if cue.start() >= reached and (stretch := self._stretch(role, *cue.span())):
                    self._give_all(role, cue.span(), *stretch)
                    reached = stretch[1]
        for start, end in self.page.sentences if "phía" in self.page.places else ():
            side = _SIDE.match(self.page.fold, start, end)
            k = bisect_left(self.starts, side.end()) if side else len(self.names)
            if side and k < len(self.names) and _WELCOME.fullmatch(self.page.fold, side.end(), self.groups.begins[k]):
                self._give_all("attended", side.span(), side.end(), self._end(end))

    def _stretch(self, role: Role, start: int, end: int) -> tuple[int, int] | None:
        """Where the names stand that a list's cue tells of; None where the cue opens no list."""
        close = self.page.sentence_of(start)[1]
        k = bisect_left(self.starts, end)
        named = self.groups.begins[k] if k < len(self.names) else close
        head = self.page.first(_HEAD, end, max(end, min(named + 1, close, end + _REACH)))
        if _NOT.search(self.page.fold, max(0, start - 14), start):
            return None
        if not head or ";" in self.page.fold[end : head.start()] or (head[0] == "là" and role != "chaired"):
            return None
        if role != "attended" and not _WELCOME.fullmatch(self.page.fold, head.end(), named):
            return None
        return head.end(), self._end(close)

    def _end(self, close: int) -> int:
        """The end of the sentence, or of the list that goes on in the next lines."""
        text, lines = self.page.text, self.page.lines
        if text[close - 1 : close] != ":" and text[close - 1 : close] != ";":
            return close
        at = bisect_left(lines, (close, close))
        for start, end in lines[at : at + _LINES]:
            if text[close - 1] not in ":;," and not _ITEM.match(text, start):
                break
            close = end
        return close

    def _give_all(self, role: Role, cue: tuple[int, int], start: int, end: int) -> None:
        """The role to all who are named between, unless another is told by them."""
        for group in self._between(start, end):
            if not self.groups.owned(group):
                for k in range(group.first, group.last + 1):
                    self.told.setdefault(k, {}).setdefault(role, ("role.cue", *cue))

    def _between(self, start: int, end: int) -> Iterator[Group]:
        groups = self.groups.all
        i = bisect_left(groups, start, key=lambda g: self.starts[g.first])
        while i < len(groups) and self.starts[groups[i].first] < end:
            yield groups[i]
            i += 1

    def _opened(self) -> None:
        """`Phát biểu tại lễ, A`: the first name that opens a clause behind the cue, where none stands before it."""
        for role, _, pattern in _of("open"):
            for cue in self.page.find(pattern):
                begin, end = self.page.sentence_of(cue.start())
                k = bisect_left(self.starts, begin)
                if k == len(self.names) or self.starts[k] < cue.start():
                    continue
                if _SPEECH.search(self.page.fold, max(begin, cue.start() - 12), cue.start()) or self._of_others(cue.end()):
                    continue
                for group in islice(self._between(cue.end(), end), 3):
                    if group.part == "acts" and _OPENED.search(self.page.fold, cue.end(), group.begin):
                        self._give(group, role, *cue.span())
                        break

    def _asked(self) -> None:
        """Who answers in an interview: two lines or more that open with the name and a colon."""
        answers: dict[str, list[Group]] = {}
        for group in self.groups.all:
            alone = group.first == group.last and self.page.line_of(group.begin)[0] == group.begin
            if alone and self.page.fold.startswith(":", group.tail):
                answers.setdefault(fold(self.names[group.first].name).split()[-1], []).append(group)
        for groups in answers.values():
            for group in groups if len(groups) > 1 else []:
                self._give(group, "spoke", group.tail, group.tail + 1)

    def _of_others(self, at: int) -> bool:
        """`Phát biểu của các đại biểu rất sôi nổi`."""
        return self.page.fold.startswith(" của", at)


def receivers(draft: Draft) -> dict[str, Step | None]:
    """Folded names of persons with awards -> the words of one that the article gives; None for what is held, asked for, or posthumous."""
    found: dict[str, Step | None] = {}
    for award in draft.awards:
        if award.recipient_kind != "person" or not award.recipient:
            continue
        words, last = award.mentions[0], award.mentions[-1]
        begin, end = draft.page.sentence_of(words.start)[0], draft.page.sentence_of(last.start)[1]
        given = award.status == "conferred" and not draft.page.first(_POSTHUMOUS, min(begin, last.start), max(end, words.end))
        key = fold(award.recipient)
        found[key] = found.get(key) or (("role.award", words.start, words.end) if given else None)
    return found


def _received(draft: Draft, spans: list[NameSpan], award: Step | None, told: dict[Role, Step]) -> bool:
    """Add `received` to what is told where the award read says so; it is not theirs if they hand it over (`A ... và trao Giấy khen`)."""
    own = told.get("conferred")
    if award is None or (own and 0 <= award[1] - own[2] < _HANDED):
        return False
    key = ("people", spans[0].start, spans[0].end)
    draft.page.why[key] = (*draft.page.why.get(key, ()), award)
    return True


@component("roles")
def run(draft: Draft) -> None:
    """Set the roles of `draft.officials`."""
    if not draft.officials:
        return
    place = {(span.start, span.end): k for k, span in enumerate(draft.names)}
    wanted = {place[span.start, span.end] for spans in draft.official_spans for span in spans}
    roles, awards = Roles(draft, wanted), receivers(draft)
    for official, spans in zip(draft.officials, draft.official_spans, strict=True):
        found: dict[Role, Step] = {}
        for span in spans:
            told = roles.told.get(place[span.start, span.end], {})
            key = ("people", span.start, span.end)
            draft.page.why[key] = (*draft.page.why.get(key, ()), *told.values())
            found |= told
        acted = set(found)
        name = fold(official.name)
        if name in awards:  # what was read of the award tells more than the verb beside the name
            acted.discard("received")
            acted |= {"received"} if _received(draft, spans, awards[name], found) else set()
        if any(rule == "post.signed" for span in spans for rule, *_ in span.why):
            acted.add("signed")
        official.roles = [role for role in ORDER if role in acted]
