"""Groups that can be given something: counted (`12 tập thể`), in words (`sinh viên nghèo vượt khó`), a place's people.

A group's words end where `STOP` tells; a comma among nouns of one count, or among things, ends nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from extract.draft import Draft, Span
from extract.folding import squash
from extract.lexicon import comma_pair
from extract.numerals import count_of
from extract.places_listed import goes_on
from extract.pointers import NOMINAL, Pointers, Recipient, counted_words, group_words
from extract.text import Intervals

_SIGN = re.compile(r"[,;:.()\n\"|]")
STOP = re.compile(
    r"(?<!\w)(?:vì|do|đã|cũng|được|đạt|nhận|vinh dự|(?<!làm )theo|kèm|(?<!cá )(?<!doanh )(?<!nghệ )(?<!bệnh )(?<!công )(?<!quân )(?<!nạn )(?<!thân )(?<!tư )(?<!hội )nhân(?! viên| dân| sự| đạo| văn| ái| tài| lực| quyền| rộng)|để|sẽ|(?<!nguyên )là|trong đó|cùng|và cả|gồm|tiêu biểu là|mỗi|(?<!công tác )(?<!đang học )(?<!học tập )(?<!sinh hoạt )(?<!làm việc )(?<!sinh sống )tại|nhiều năm liền|"
    r"trị giá|(?:đối )?với|từng|vừa|đang|đều|\d[\d.,]*\s*(?:triệu|nghìn|ngàn|tỷ|tỉ|đồng)|năm \d+|và (?:\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)|và (?:tặng|trao|thưởng|hỗ trợ|phong tặng|truy tặng|đề nghị|công nhận|phát động|ký kết|công bố|biểu dương|tuyên dương|khen thưởng|tổ chức|phát biểu|chúc mừng|khai mạc|triển khai|yêu cầu|kêu gọi|thăm|gặp mặt|ra mắt|khánh thành|danh hiệu)|đề nghị|có từ|của quỹ|lên nhận|nay|về việc|và quyết định)(?!\w)"
)
PEOPLE_OF = re.compile(
    r"(?<!\w)(?:(?:đảng bộ|chính quyền|nhân dân|cán bộ|quân|dân|các dân tộc|lực lượng vũ trang|llvt)(?:\s*,\s*|\s+và\s+)){1,4}"
    r"(?:cán bộ|nhân dân|quân|dân|chiến sĩ|lực lượng vũ trang(?: nhân dân)?|llvt(?: nhân dân)?)(?:\s+các dân tộc)?\s+(?=(?:trong |toàn )?(?:tỉnh|huyện|xã|thành phố|thị xã|thị trấn|phường|quận|tp)(?!\w))"
)
_HERE = re.compile(r"(?:trong|toàn) (?:tỉnh|huyện|xã|thành phố|thị xã|thị trấn|phường|quận)(?!\w)")
_LEADING = re.compile(
    r"(?<!\w)(?:các |hai |ba |0?\d )?(?:gần|hơn|trên|khoảng|đồng chí|đ/c|ông|bà|anh|chị|em|cô|thầy|cháu|mẹ|cụ|vđv|hlv|thầy giáo|cô giáo|thầy thuốc|liệt sĩ|các|hai|ba|những|các ông, bà|"
    r"nhóm tác giả|đại diện gia đình|gia đình|hộ|nguyên|tập thể|lực lượng|doanh nghiệp|lão nông|bác sĩ|kỹ sư|nghệ nhân|công nhân|học sinh|sinh viên|tổ công tác|tác giả|đơn vị|cá nhân|nóng|đột xuất|tất cả|cả|toàn bộ|(?:bác sĩ |bs )?chuyên khoa (?:1|2|i|ii|cấp 1|cấp 2)|nhà thơ|nhà văn|nhạc sĩ|nhà báo|họa sĩ)$"
)
_LEADING_SIGNS = ("(", '"nóng"')
_SEPARATING = frozenset(",;:+*•●–-")
_SEPARATOR = re.compile(
    r"(?<!\w)(?:và|cùng|cho|gồm|là|có|tặng|như|kể tới|về|đối với|với|trao|thưởng|khi|riêng|(?<!trong )danh sách|giao|vừa|biệt|được|công nhận|đề nghị|đề xuất|suy tôn|trong số|trong đó|năm qua|vừa qua|năm liền|đến nay|trước đó|trước đây|tôn vinh|vinh danh)$"
)
_IN = re.compile(r"(?<!\w)(?:trong|về) [^,.;:]*$")
_EACH = re.compile(r"(?:mỗi|các|những|nhiều|một số) ")
_STANDING_FOR = re.compile(r"\(\s*đại diện (?:cho )?(?:gần |hơn |trên )?$")  # `177 em (đại diện cho 1.000 học sinh)`
_APART = re.compile(r"[,;:.]|(?<!\w)(?:của|trong|do|và|có|đạt)(?!\w)")
_AND_DOES = re.compile(r"\s*và (?:tổ chức|triển khai|khánh thành|phát động|ký kết|công bố|kêu gọi)(?!\w)")
_DOES = re.compile(r"(?<!\w)(?:thành tích|tham gia|đóng góp|trong|công tác|chuẩn bị)(?!\w)")
_BLOCS = re.compile(r", (?:cụm|khối) (?:thi đua)(?!\w)")
_THINGS = re.compile(r", [^\W\d_]+(?: [^\W\d_]+){0,3}(?:, [^\W\d_]+(?: [^\W\d_]+){0,3}){0,3} và [^\W\d_]+(?: [^\W\d_]+)?")
_AUTHORS = re.compile(
    r"(?<!\w)của (?:cố )?(?:nhóm |các |hai )?(?:tác giả|nhà thơ|nhà văn|nhạc sĩ|nhà báo|họa sĩ|nghệ sĩ|đạo diễn)$"
)  # `loạt bài X của nhóm tác giả A - B được trao giải`
_OF_YEAR = re.compile(r"(?<!\w)năm (?:học )?(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?\s*:\s*$")
# the verb, no organisations
_ORGANISES = re.compile(
    r"tổ chức (?:(?:thực hiện|triển khai)(?! tốt)|hội nghị|hội thi|hội thảo|lễ|các hoạt động|các lớp|đại hội|cuộc|họp)(?!\w)"
)
_COMMA = re.compile(r"\s*,\s*")
WORK = re.compile(r'"(?:, [^",.;\d]{3,25})?\s*của$')  # `ca khúc “Bến sông” của A`: the prize for a work goes to its author
# `có nhiều đóng góp trong xây dựng giai cấp nông dân và Hội Nông dân`: what was built, no second recipient
_BUILT = re.compile(
    r"(?<!\w)(?:trong|cho|vào)(?: công cuộc| công tác| sự nghiệp| quá trình| việc)? (?:xây dựng|củng cố|phát triển) [^,.;:\d\n]{2,60} và $"
)
BODIES = ("tập thể", "đơn vị", "cơ quan", "tổ chức")
_WORDS = re.compile(r"\w+")
_LINKS = frozenset(("và", "cùng", "trong", "của", "về", "tại", "thuộc", "cho", "vì", "còn"))


def _blanks_before(text: str, at: int, start: int, comma: str = "") -> int:
    """Where the blanks, and commas where they are asked for, right before the character `at` begin."""
    while at > start and (text[at - 1].isspace() or text[at - 1] == comma):
        at -= 1
    return at


def _unlinked(text: str, at: int, start: int) -> int:
    """Where the words start..at end without commas and one word that only joins them to the next: `12 tập thể và`."""
    at = _blanks_before(text, at, start, ",")
    word = at
    while word > start and text[word - 1].isalpha():
        word -= 1
    before = _blanks_before(text, word, start, ",")
    return before if before < word and text[word:at] in _LINKS else at


class Groups(Pointers):
    """Finds groups on one page."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self.spans = sorted([*draft.unit_spans, *draft.person_spans], key=lambda s: s.start)
        self.starts = [s.start for s in self.spans]
        hits = draft.hits.get("award", ())
        self.honours = {hit.start: hit.end for hit in hits if hit.value.form == "danh hiệu thi đua"}
        self.in_sum = Intervals((m.start, m.end) for a in draft.amounts for m in a.mentions)

    def _in_list(self, at: int, start: int) -> bool:
        """Whether the words at `at` stand where a list's item can begin."""
        fold, begin = self.page.fold, max(start, at - 40)
        end = _blanks_before(fold, at, begin)
        if at - start < 3 or self.page.first(_AUTHORS, begin, end):
            return True
        while led := self._led(begin, end):
            end = _blanks_before(fold, end - led, begin)
        if end <= begin or fold[end - 1] in _SEPARATING or (fold[end - 1] in ".)" and fold[max(begin, end - 2)].isdecimal()):
            return True
        return self.page.first(_SEPARATOR, begin, end) is not None or WORK.search(fold, begin, end) is not None

    def _led(self, begin: int, end: int) -> int:
        """How many characters before the character `end` only lead up to an item: a form of address, `gần`, a bracket."""
        if sign := next((s for s in _LEADING_SIGNS if self.page.fold.endswith(s, begin, end)), ""):
            return len(sign)
        lead = self.page.first(_LEADING, begin, end)
        return end - lead.start() if lead else 0

    def _built(self, span: Span, start: int) -> bool:
        """Whether the body is told only as the second thing that somebody built."""
        joined = self.page.fold.endswith(" và ", start, span.start)
        return joined and self.page.first(_BUILT, max(start, span.start - 100), span.start) is not None

    def counted(self, start: int, end: int) -> list[Recipient]:
        """Every counted group from `start` to `end`, those whose members are named too."""
        found = []
        for match in self.page.find(counted_words(), start, end):
            if self.in_sum.covers(match.start()) or self._honour(match) or not self._in_list(match.start(), start):
                continue
            if self._named_body(match.start("noun")):
                continue
            if self.page.fold.endswith("có ", 0, match.start()) and self._children(match.end()):
                continue
            if self.page.first(_STANDING_FOR, max(start, match.start() - 30), match.start()):
                continue
            inner = [max(s.lead, match.end()) for s in self.people_between(match.end(), end)]
            inner += [s.start for s in self.units_between(match.end(), match.end() + 2) if self._one_body(match)]
            stop = self._phrase_end(self._nouns_end(match.end(), end), min([end, *inner]))
            stop = max(_unlinked(self.page.fold, stop, match.start()), match.end())
            text = squash(self.page.text[match.start() : stop])
            found.append(Recipient(match.start(), stop, text, "group", count_of(match["n"]), rule="recipient.counted"))
        return found

    def _honour(self, match: re.Match[str]) -> bool:
        """`...; 7 tập thể lao động xuất sắc; ...`: a title that is counted, no group that was given another award."""
        end = self.honours.get(match.start("noun"), 0)
        before = self.page.fold[max(0, match.start() - 3) : match.start()].rstrip()[-1:]
        behind = self.page.fold[end : end + 3].lstrip()[:1]
        apart = before == ";" or _OF_YEAR.search(self.page.fold, max(0, match.start() - 34), match.start())
        return end > match.end() and bool(apart) and behind in (";", ".", "")

    def _named_body(self, at: int) -> bool:
        """`3 Sở Y tế Lào Cai, Yên Bái và Sơn La`: the first of the bodies stands there with its name, no class of them."""
        near = self.units_between(at, at + 1)
        return bool(near) and near[0].kind in ("department", "government", "police", "mass organisation", "association")

    def _one_body(self, match: re.Match[str]) -> bool:
        """`01 tập thể Vụ A`: one is counted and named behind; `2 tập thể Vụ A` are of it."""
        return count_of(match["n"]) == 1 and match["noun"] in BODIES

    def _children(self, at: int) -> bool:
        """`bà A, có hai con là B và C`: a mother's children, named behind."""
        near = self.people_between(at, at + 12)
        return bool(near) and self.page.fold[at - 4 : near[0].start].split() == ["con", "là"]

    def _nouns_end(self, at: int, end: int) -> int:
        """Behind `12 tập thể, cá nhân`, `10 kỹ sư, công nhân`: one count of several nouns, none of them before a name."""
        comma = _COMMA.match(self.page.fold, at, end)
        more = group_words().match(self.page.fold, comma.end(), end) if comma else None
        if not more or _EACH.match(more[0]):
            return at
        named = self.people_between(more.end(), more.end() + 30)
        if self.page.text[more.end() : more.end() + 2].strip()[:1].isupper() or (
            named and not _APART.search(self.page.fold, more.end(), named[0].start)
        ):
            return at
        return self._nouns_end(more.end(), end)

    def _phrase_end(self, at: int, end: int) -> int:
        """Where a group's description ends: at a sign, a verb, or a named unit's sentence."""
        for stop in self._stops(at, end):
            if not (self.in_unit.covers(stop) or self._enumerates(at, stop) or self._more_deeds(at, stop)):
                return stop
        return end

    def _stops(self, at: int, end: int) -> Iterator[int]:
        """Where signs and `STOP` would end it, in order; blanks before them are no part of it."""
        fold, start = self.page.fold, at
        while start <= end:
            sign = _SIGN.search(fold, start, end)
            stop = sign.start() if sign else end
            for word in self.page.find(STOP, start, end):
                if word.start() >= stop:
                    break
                yield _blanks_before(fold, word.start(), at)
            yield _blanks_before(fold, stop, at)
            start = stop + 1

    def _more_deeds(self, at: int, stop: int) -> bool:
        """`có thành tích trong xây dựng và triển khai Đề án 06`: what the group did goes on, no other deed of the sentence."""
        return bool(_AND_DOES.match(self.page.fold, stop)) and self.page.first(_DOES, at, stop) is not None

    def _enumerates(self, at: int, stop: int) -> bool:
        """`thành tích trong lao động, sản xuất và công tác`: the comma at `stop` stands among things, in small letters up to `và`."""
        if self._compound(stop) or self._one_more_place(stop):
            return True
        if _BLOCS.match(self.page.fold, stop) and self.page.fold.endswith(("các cụm", "các khối"), 0, stop):
            return True
        listed = _THINGS.match(self.page.fold, stop)
        if not listed or not self.page.text[stop : listed.end()].islower() or not self.page.first(_IN, at, stop):
            return False
        return not any(
            group_words().match(self.page.fold, m.start()) for m in _WORDS.finditer(self.page.fold, stop, listed.end())
        )

    def _one_more_place(self, stop: int) -> bool:
        """`hộ nghèo các xã A, B và C`: the comma at `stop` stands among places where the group lives."""
        at = goes_on(self.page, stop) if self.page.fold.startswith(",", stop) else 0
        k = bisect_left(self.starts, at)
        return at > 0 and not (k < len(self.starts) and self.starts[k] == at)

    def _compound(self, stop: int) -> bool:
        """`phòng, chống dịch`, `cứu hộ, cứu nạn`: the comma at `stop` stands inside one expression."""
        return comma_pair(self.page.fold, stop)

    def _peoples(self, start: int, end: int) -> list[Recipient]:
        found = []
        for match in self.page.find(PEOPLE_OF, start, end):
            if here := _HERE.match(self.page.fold, match.end()):
                # only who stands right behind `cho`: others are there, or glad of it
                if self.page.fold[max(0, match.start() - 5) : match.start()].split()[-1:] == ["cho"]:
                    words = squash(self.page.text[match.start() : here.end()])
                    found.append(Recipient(match.start(), here.end(), words, "group", rule="recipient.peoples"))
                continue
            i = self.page.token_at(match.end())
            stop = self._phrase_end(match.end(), end)
            place = [t for t in self.page.tokens[i : i + 8] if t.start < stop]
            last = next(
                (k for k, t in enumerate(place) if k and t.is_word and not t.is_cap and t.fold not in ("phố", "xã", "trấn")),
                len(place),
            )
            if last:
                tail = place[last - 1].end
                found.append(
                    Recipient(
                        match.start(), tail, squash(self.page.text[match.start() : tail]), "group", rule="recipient.peoples"
                    )
                )
        return found

    def worded(self, start: int, end: int) -> Recipient | None:
        """A group in words right at `start`: `sinh viên nghèo vượt khó`, `các tập thể, cá nhân trong tỉnh`."""
        begin = start + len(self.page.fold[start:end]) - len(self.page.fold[start:end].lstrip())
        match = group_words().match(self.page.fold, begin, end)
        match = None if _ORGANISES.match(self.page.fold, begin) else match
        noun = NOMINAL.match(self.page.fold, match.end() + 1) if match and match[0] == "tập thể" else None
        if noun and self.nominal(match.end() if match else start, noun.end()):  # `tập thể Công ty` is the company
            return None
        i = bisect_left(self.starts, match.end()) if match else len(self.starts)
        if not match or (
            i < len(self.starts)
            and self.starts[i] <= match.end() + 2
            and ("tập thể" in match[0] or match[0] == "lực lượng")  # `lực lượng Công an huyện A` is the police there
            and not self.page.fold.startswith(" (", match.end())
        ):
            return None
        stop = self._phrase_end(match.end(), end)
        comma = _COMMA.match(self.page.fold, stop, end)
        if comma and (more := group_words().match(self.page.fold, comma.end(), end)):
            stop = self._phrase_end(more.end(), end)
        stop = max(_unlinked(self.page.fold, stop, begin), match.end())
        return Recipient(begin, stop, squash(self.page.text[begin:stop]), "group", rule="recipient.worded")
