"""What goes on inside an award's name behind its base: grade, quoted title, level, sector, a badge's years, the body that gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.draft import Draft
from extract.folding import squash
from extract.lexicon import folded, spread, word_set
from extract.names import follows, run_of_caps
from extract.phrases import by_first
from extract.unit_parts import one_word

GRADES = {
    "nhất": "Nhất",
    "nhì": "Nhì",
    "hai": "Nhì",
    "ba": "Ba",
    "i": "Nhất",
    "ii": "Nhì",
    "iii": "Ba",
    "1": "Nhất",
    "2": "Nhì",
    "3": "Ba",
}
LONGEST = 12
"""Words of the longest name of a prize."""
GIVEN = {"tặng", "nhận", "trao", "thưởng"}
CARRIED = re.compile(r"\s*,?\s*(?:trao|để|lên)(?!\w)")
GRADE = re.compile(r" hạng \w+$")
# `học bổng Năm học 2020 - 2021`: when it was given, no name
PERIOD = re.compile(r"\s+(?:năm học|niên khóa|học kỳ|khóa \d+|đợt \d+|lần \d+|lần thứ|năm \d+)(?!\w)")
_QUOTED = re.compile(r"\s*[\"']([^\"]{2,150}?)[\"'](?!\w)")


@dataclass(slots=True)
class Term:
    """An award named in the text: tokens first..last, characters start..end (with grantor), its name and what stands by it.

    `rule` tells how the name was read, `of` where the award stands whose name it repeats.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    form: str
    count: int | None = None
    grantor: str | None = None
    year: str | None = None
    bare: bool = False
    last_word: int = 0
    rule: str = "award.catalogue"
    of: tuple[int, int] | None = None


class Parts:
    """Reads the parts of award names on one page; each method takes what it reads into the term."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.page, self.tokens = draft, draft.page, draft.page.tokens
        self.sectors = by_first(draft.hits.get("sector", []))
        self.fields = by_first(draft.hits.get("field", []))
        self.provinces = by_first(draft.hits.get("province", []))
        self.titles = by_first(draft.hits.get("title", []))
        self.units = {self.page.token_at(s.start): s for s in draft.unit_spans}

    def _quote(self, j: int) -> tuple[str, int] | None:
        """(words in quotation marks right behind token j-1, character behind the closing mark)."""
        at = self.tokens[j - 1].end if j else 0
        match = _QUOTED.match(self.page.fold, at)
        if match and "\n" not in match[0]:
            return squash(self.page.text[match.start(1) : match.end(1)]), match.end()
        return None

    def _grade(self, term: Term) -> None:
        """`hạng Nhất`, `hạng III`, `các hạng`, `các loại`; the name gets the grade in words."""
        j = term.last
        if (j < len(self.tokens) and self.tokens[j].text == '"') or (j < len(self.tokens) and self.tokens[j].text in "”»"):
            j += 1
        words = [t.fold for t in self.tokens[j : j + 2]]
        if len(words) == 2 and words[0] == "hạng" and words[1] in GRADES:
            term.name = f"{term.name} hạng {GRADES[words[1]]}"
            term.last, term.end = j + 2, self.tokens[j + 1].end
        elif words in (["các", "hạng"], ["các", "loại"]):
            term.name = f"{term.name} {' '.join(words)}"
            term.last, term.end = j + 2, self.tokens[j + 1].end

    def _tails(self, term: Term) -> None:
        for size in (2, 1):
            words = " ".join(t.fold for t in self.tokens[term.last : term.last + size])
            if words in spread("award_tails") and follows(self.page, term.last):
                term.last += size
                term.end = self.tokens[term.last - 1].end
                term.name = squash(self.page.text[term.start : term.end])
                return

    def _scope(self, term: Term) -> None:
        """`cấp tỉnh`, `ngành Kiểm sát nhân dân`, `Ngành Tư pháp`, `toàn quốc`, `thời kỳ đổi mới`."""
        j = term.last
        while j < len(self.tokens) and self.tokens[j].text in '”»"’':
            j += 1
        words = [t.fold for t in self.tokens[j : j + 3]]
        last = 0
        if words[:1] == ["cấp"] and len(words) > 1 and self.tokens[j + 1].is_word:
            last = j + 2 + (words[1] in ("cơ", "thành", "nhà", "quốc", "tổng", "quân") and len(words) > 2)
        elif words[:1] == ["ngành"] and len(words) > 1 and self.tokens[j + 1].is_cap:
            last = self._sector(j + 1)
        elif words == ["thời", "kỳ", "đổi"] and self.page.fold.startswith(" mới", self.tokens[j + 2].end):
            last = j + 4
        elif words[:2] in (["toàn", "quốc"], ["toàn", "quân"], ["toàn", "ngành"]):
            last = j + 2
        elif term.form == "bằng chứng nhận" and words[:1] and words[0] in ("xã", "di", "huyện", "đạt", "trường"):
            last = self._until_stop(j)
        if last:
            inner = self.page.text[self.tokens[j].start : self.tokens[last - 1].end]
            term.name = f"{term.name} {squash(inner)}"
            term.last, term.end = last, self.tokens[last - 1].end

    def _sector(self, j: int) -> int:
        for table in (self.sectors, self.fields):
            if j in table:
                return table[j].last
        return j + max(run_of_caps(self.page, j), 1)

    def _until_stop(self, j: int) -> int:
        end = j
        while end < len(self.tokens) and self.tokens[end].is_word and end - j < 9:
            if self.tokens[end].fold in ("cho", "năm", "của", "đối", "tại", "và"):
                break
            end += 1
        return end

    def _badge(self, term: Term) -> None:
        text = self.page.fold[term.end : term.end + 70]
        if match := re.match(
            r"\s+(?:(?:từ )?\d+(?: năm)?(?:(?:,| và|, và| đến|-) \d+(?: năm)?)* (?:năm )?tuổi đảng|đảng)(?!\w)", text
        ):
            term.end += match.end()
            term.last = self.page.token_at(term.end)
            term.name = squash(self.page.text[term.start : term.end])

    def _flag(self, term: Term) -> bool:
        """`nhận cờ của Thủ tướng Chính phủ`: a flag that is given, and whose."""
        i, owner = term.first, term.last
        given = i > 0 and self.tokens[i - 1].fold in GIVEN
        owned = term.form == "cờ thi đua" and owner + 1 < len(self.tokens) and self.tokens[owner].fold == "của"
        office = self.office_at(owner + 1) if given and owned else None
        return office is not None and not CARRIED.match(self.page.fold, self.tokens[office[1] - 1].end)

    def _proper(self, term: Term) -> None:
        """`Giải thưởng Lý Tự Trọng`, `Giải thưởng 15 tháng 10`, `học bổng Kova`: the name that follows the base."""
        j = term.last
        if j >= len(self.tokens) or not follows(self.page, j) or j in self.units or PERIOD.match(self.page.fold, term.end):
            return
        n = run_of_caps(self.page, j, 5)
        if match := re.match(r"\s+\d+ tháng \d+", self.page.fold[term.end : term.end + 20]):
            end = self.page.token_at(term.end + match.end())
        elif n and self.tokens[j].is_cap:
            end = j + n
            while n == 1 and end < len(self.tokens) and end - j < 5 and follows(self.page, end) and self._inner(end):
                end += 1
            if n == 1 and end - j < 4 and end < len(self.tokens) and follows(self.page, end):
                end += run_of_caps(self.page, end, 3)
            end = max(end, self._name_end(j))
            praise = " ".join(t.fold for t in self.tokens[end : end + 2]) in word_set("title_praise")
            if praise and any(
                hit.first == j for hit in self.draft.hits.get("head", ())
            ):  # `giải thưởng Chi hội phụ nữ tiêu biểu`
                end += 2
        else:
            return
        base = squash(self.page.text[term.start : term.end]).split()[-len(term.name.split()) :]
        term.name = f"{' '.join(base)} {squash(self.page.text[term.end : self.tokens[end - 1].end])}"
        term.last, term.end = end, self.tokens[end - 1].end

    def _name_end(self, j: int) -> int:
        """Where a name from token j on ends: `Văn học Nghệ thuật`, `Khoa học và Công nghệ`, `Chất lượng Quốc gia`."""
        end = j
        while end < len(self.tokens) and end - j < LONGEST and (end == j or follows(self.page, end)):
            token, further = self.tokens[end], end
            if token.is_cap:
                further = max(end + run_of_caps(self.page, end, 5), self._field_end(end))
            elif end > j and self.tokens[end - 1].is_cap and self._inner(end) and one_word(self.tokens[end - 1].text, token.text):
                further = end + 1
            elif token.fold in ("và", "-") and end + 1 < len(self.tokens) and self.tokens[end + 1].is_cap:
                further = self._field_end(end + 1)
            if further <= end:
                break
            end = further
        return self._province_end(end)

    def _province_end(self, i: int) -> int:
        """`Giải thưởng Văn học tỉnh Sơn La`: where the province that a name ends with ends, else i."""
        words = [t.fold for t in self.tokens[i : i + 2]]
        place = i + 1 if words[:1] == ["tỉnh"] else i + 2 if words == ["thành", "phố"] else 0
        return self.provinces[place].last if place and place in self.provinces and follows(self.page, i) else i

    def _field_end(self, i: int) -> int:
        return max((table[i].last for table in (self.sectors, self.fields) if i in table), default=0)

    def _inner(self, i: int) -> bool:
        token = self.tokens[i]
        return token.is_word and token.text.islower() and token.fold not in folded("stops") and token.fold not in ("của", "cho")

    def office_at(self, i: int) -> tuple[str, int] | None:
        """(the body or office named from token i on, the token behind it): `Chủ tịch UBND tỉnh`, `Bộ Y tế`, `Chủ tịch nước`."""
        if i in self.units:
            last = self.page.token_span(self.units[i].start, self.units[i].end)[1]
            return squash(self.page.text[self.tokens[i].start : self.tokens[last - 1].end]), last
        title = self.titles.get(i)
        if not title:
            return None
        unit = next((k for k in range(i + 1, title.last + 1) if k in self.units), None)
        last = self.page.token_span(self.units[unit].start, self.units[unit].end)[1] if unit is not None else title.last
        return squash(self.page.text[self.tokens[i].start : self.tokens[last - 1].end]), last
