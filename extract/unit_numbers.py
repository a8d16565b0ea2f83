"""Numbers in the names of units: `Sư đoàn 5`, `Cụm thi đua số II`, `Nhà máy Dệt 8-3`, and what a number only counts."""

from __future__ import annotations

from extract.lexicon import folded, word_set
from extract.names import follows
from extract.unit_lookup import Found
from extract.unit_places import Places

NUMBERED = {"army", "emulation cluster", "team", "police", "committee", "court", "fund", "hospital", "institute", "club"}

OF_SCHOOLS = {"xã", "phường", "thị trấn"}
COUNTED = {"committee", "mass organisation", "association"}


class Numbers(Places):
    """Reads the number that a unit's name goes on with."""

    def _close(self, unit: Found) -> Found:
        """`Trường Tiểu học thị trấn Phú Lương 1`: one of the schools of a commune has a number behind the commune's name."""
        before, i = unit.last, super()._close(unit).last
        placed = i > before and unit.level in OF_SCHOOLS and unit.head.kind == "school" and self.tokens[i - 1].is_cap
        if placed and i < len(self.tokens) and follows(self.page, i) and (last := self._number_alone(i)):
            unit.parts += (("unit.number", i, last),)
            unit.last = last
        return unit

    def _number_alone(self, i: int) -> int:
        """The token behind `1` or `số 1` at token i; 0 where the number counts what stands behind it (`5 cô giáo`)."""
        last = i + 2 if self.tokens[i].fold == "số" else i + 1
        if not self.tokens[last - 1].text.isdigit() or len(self.tokens[last - 1].text) > 1:
            return 0
        after = self.tokens[last] if last < len(self.tokens) and follows(self.page, last) else None
        behind = self.page.text[self.tokens[last - 1].end : self.tokens[last - 1].end + 1]
        alone = after is None or not after.is_word or after.fold in word_set("number_ends")
        return last if alone and behind not in ("/", "-", "–", "%") else 0

    def _numbered(self, i: int) -> bool:
        """`Cụm thi đua số 1 thống nhất`: behind a number the name ends before small words."""
        return self.tokens[i].is_number or (self.tokens[i - 1].fold == "số" and self.tokens[i].fold in word_set("roman_numbers"))

    def _number(self, unit: Found, i: int) -> int:
        token = self.tokens[i]
        if token.fold == "số" and i + 1 < len(self.tokens):
            after = self.tokens[i + 1]
            return i + 2 if after.is_number or after.fold in word_set("roman_numbers") else 0
        if token.is_number and (day := self._anniversary(unit, i)):
            return day
        if token.is_number and len(token.text) < 5 and self._takes_number(unit, i):
            word = self.tokens[i + 1].text if i + 1 < len(self.tokens) else "."
            glued = i + 1 < len(self.tokens) and self.tokens[i + 1].start == token.end
            beyond = self.page.text[self.tokens[i + 1].end : self.tokens[i + 1].end + 1] if glued else ""
            if glued and word in "/.-" and beyond.isalnum():
                return 0
            if glued and word[0].isalpha():
                return i + 2
            return 0 if self._counts(unit, i) else i + 1
        return 0

    def _counts(self, unit: Found, i: int) -> bool:
        """Whether the number at token i counts what stands behind it (`Đội 5 người`) and is no part of the name."""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        year = len(self.tokens[i].text) == 4
        if year and unit.head.kind in ("club", "fund"):
            return False
        if not year and after is not None and after.fold == "năm" and not self._told_year(i + 2):
            return True
        level = self.levels.get(i + 1)
        if level and level.last + 1 in self.levels and self.tokens[level.last].text == ",":  # `Bộ CHQS 12 tỉnh, thành phố`
            return True
        if after is None or not after.text[0].islower() or unit.head.kind in ("army", "emulation cluster"):
            return False
        if level and unit.head.kind in COUNTED and (self.tokens[i].text[0] == "0" or len(self.tokens[i].text) == 1):
            # `Ủy ban MTTQ 06 huyện`, `Hội Nông dân 5 thành phố`
            return True
        if level and len(self.tokens[i].text) > 1 and not (level.last < len(self.tokens) and self.tokens[level.last].text == ","):
            return False
        return after.fold not in folded("stops")

    def _told_year(self, i: int) -> bool:
        """`Cụm thi đua số 3 năm 2019` holds a number and a year; `Công ty Hồng Lĩnh 35 năm xây dựng` counts years."""
        return i < len(self.tokens) and self.tokens[i].is_number

    def _anniversary(self, unit: Found, i: int) -> int:
        """`Nhà máy Dệt 8-3`, `Bệnh viện 30/4`: a day and month as the name."""
        tokens, last = self.tokens, i + 3
        if unit.head.kind not in ("company", "hospital", "school", "cooperative", "club") or last > len(tokens):
            return 0
        glued = all(tokens[k].end == tokens[k + 1].start for k in (i, i + 1))
        day = (
            tokens[i].text.isdigit()
            and tokens[i + 2].text.isdigit()
            and int(tokens[i].text) < 32
            and int(tokens[i + 2].text) < 13
        )
        further = last < len(tokens) and tokens[last].start == tokens[last - 1].end and tokens[last].text in "-/"
        return last if glued and day and tokens[i + 1].fold in "-/" and not further else 0

    def _takes_number(self, unit: Found, i: int) -> bool:
        """Whether the head's kind has numbers, or a capital or field that the number follows (`Công ty Phát điện 3`)."""
        head = unit.last == unit.first + len(unit.head.name.split())
        if unit.head.kind == "institute" and len(self.tokens[i].text) == 4:
            return False
        if unit.head.kind in NUMBERED or self.tokens[i - 1].is_cap:
            return True
        if unit.head.kind == "company" and i + 1 < len(self.tokens) and self.tokens[i + 1].is_cap and follows(self.page, i + 1):
            return True
        return (
            unit.head.kind in ("company", "school")
            and self.tokens[unit.first].is_cap
            and len(self.tokens[i].text) < (4 if head else 2)
        )
