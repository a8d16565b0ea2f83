"""Which of two bodies told together is the other one's parent: `Phòng Cảnh sát giao thông, Công an tỉnh`.

Inside the items of a list (`A, U; B, V; C, W`) the first body is the recipient, those behind it are above it.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from extract.chains import Chains
from extract.clauses import BULLET
from extract.draft import Draft, Span
from extract.folding import fold, squash
from extract.wholes import is_part

_NUMBERED = re.compile(r"P[ACHKVX]\d\d$")
_LISTS = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|và|, và|cùng)\s*(?:cho )?")
_CODE = re.compile(r"\([^()]{2,12}\) ?")
_OTHER_KIND = re.compile(
    r"; (?:và )?(?:các |\d+ )?(?:cá nhân|tập thể|đơn vị|đồng chí)(?!\w)"
)  # `các tập thể: A, B; các cá nhân: C`
_PARTS = ("phòng", "đội", "khoa", "tổ ", "phân xưởng", "chi đoàn", "liên chi", "bộ môn", "văn phòng", "trạm")
OF_DISTRICT = re.compile(r"công an (?:huyện|thị xã|thị trấn|xã|phường|quận)(?!\w)")
OF_PROVINCE = re.compile(r"công an (?:tỉnh|thành phố)(?!\w)|bộ công an(?!\w)")
OWNERS = {"company", "hospital", "police", "school", "ministry", "government", "court", "procuracy", "army"}


def _small(body: Span) -> bool:
    """Whether a body is by its head a part of others: `Phòng Tổng hợp`, `Khoa Nội`."""
    name = fold(body.name)
    return name.startswith(_PARTS) or (name.startswith("ban ") and len(name.split()) < 5)


class Parents(Chains):
    """Tells bodies from those above them on one page."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self.heads = {hit.start: hit.end for hit in sorted(draft.hits.get("head", ()), key=lambda h: h.end)}

    def _parent(self, sub: Span, span: Span, start: int, end: int, upto: int) -> bool:
        """`Phòng Cảnh sát giao thông, Công an tỉnh`: the second body owns the first, whose other owners end at `upto`."""
        if _NUMBERED.search(sub.name) and _NUMBERED.fullmatch(span.name):  # `Phòng PC03, PA06, PA07` are three
            return False
        between = _CODE.sub("", squash(self.page.text[upto : span.start]))
        small = _small(sub)
        first = fold(span.name).split()[0]
        owned = any(f" {word}" in fold(sub.name) for word in ("công an", "công ty", "bệnh viện", "trường", "sở", "cục", "ubnd"))
        if between == "," and (self._pair(sub, span, start, end) or self._item(sub, span, end)):
            return True
        if between == "," and is_part(sub.name, span.name) and not self._goes_on(span, end):
            counted = self.counted(start, sub.start)  # `2 đơn vị: Cục A, Bộ B` are two
            named = bisect_left(self.starts, end) - bisect_left(self.starts, counted[-1].end) if counted else 0
            return not counted or counted[-1].count != named
        if between in ("-", "–") and (small or first.isupper() or fold(sub.name).startswith("cục")):
            return span.kind in OWNERS and not owned
        return between == "," and small and not owned and span.kind in OWNERS and not fold(sub.name).startswith(first)

    def _goes_on(self, span: Span, end: int) -> bool:
        """`Cục A, Bộ B và Sở C`: a list goes on behind the body."""
        k = bisect_left(self.starts, span.end)
        return k < len(self.spans) and self.starts[k] < end and bool(_LISTS.fullmatch(self.page.fold, span.end, self.starts[k]))

    def _pair(self, sub: Span, span: Span, start: int, end: int) -> bool:
        """`A, U; B, V; C, W`: inside an item between semicolons the second body is the first one's parent."""
        # `các tập thể: Viện A, Viện B; các cá nhân: ...`; `Công an huyện A, Công an tỉnh B; ...`
        if self._head(sub) == self._head(span) and not (OF_DISTRICT.match(fold(sub.name)) and OF_PROVINCE.match(fold(span.name))):
            return False
        begin = self.page.text.rfind(";", start, sub.start) + 1 or start
        stop = self.page.text.find(";", span.end, end)
        item = self.page.text[begin : stop if stop >= 0 else end]
        if stop >= 0 and _OTHER_KIND.match(self.page.fold, stop):
            return False
        return (begin > start or stop >= 0) and item.count(",") <= 2 and not re.search(r"\d (?:cá nhân|tập thể)", item)

    def _third(self, span: Span, start: int, end: int) -> bool:
        """`Nhà máy A, Xí nghiệp B, Tổng cục C; Viện D, Cục E; Lữ đoàn F`: the second body of an item has one above it too."""
        k = bisect_left(self.starts, span.end)
        above = k < len(self.spans) and self.spans[k].kind in ("army", "ministry", "police") and self.starts[k] < end
        return above and self.page.fold.count(";", start, end) > 1 and squash(self.page.text[span.end : self.starts[k]]) == ","

    def _head(self, span: Span) -> str:
        """The first word of a body's name, of an army's the whole head: `Bộ đội Biên phòng tỉnh A` is of a `Bộ Tư lệnh`."""
        head = self.heads.get(span.start, 0) if span.kind == "army" else 0
        return self.page.fold[span.start : head] if head else fold(span.name).split()[0]

    def _item(self, sub: Span, span: Span, end: int) -> bool:
        """`- Phòng A, Viện B` alone on a line of a list: the part and its whole."""
        start, stop = self.page.line_of(sub.start)
        bullet = BULLET.match(self.page.text, start, stop)
        alone = bullet is not None and bullet.end() == sub.start and span.end <= stop <= end
        if not alone or not _small(sub) or _small(span):
            return False
        return not self.page.fold[span.end : stop].strip(" ;.,")
