"""The place that closes a unit's name: a level (`tỉnh`, `TP.`, `huyện`), a name behind it, or a province alone."""

from __future__ import annotations

from extract.lexicon import word_set
from extract.names import follows, has_middle, is_sure, name_length, place_before, run_of_caps
from extract.text import fold
from extract.unit_lookup import Found, Lookup


class Places(Lookup):
    """Closes the names of units with their places."""

    def _close(self, unit: Found) -> Found:
        """Take the level and place behind the name: `tỉnh Bình Định`, `TP. Cần Thơ`, `huyện`, `Bắc Ninh`."""
        i = unit.last
        if i >= len(self.tokens) or not self._same_line(i):
            return unit
        level = self.levels.get(i) if self._level(i) else None
        if level and unit.head.bare != "" and level.value != "thôn":
            last = self.place_end(i, unit)
            unit.place, unit.last, unit.level, unit.whole = i, last, level.value, True
        elif level and level.value == "thôn" and unit.head.name in ("Chi bộ", "Chi hội", "Ban công tác Mặt trận", "Tổ"):
            end = level.last + (run_of_caps(self.page, level.last) or 1)
            unit.place, unit.last, unit.whole = i, end, True
        elif i in self.provinces and self.tokens[i].is_cap and not self._person_here(i):
            unit.place, unit.last, unit.whole = i, self.provinces[i].last, True
        elif fold(unit.head.name).endswith(("ủy", "đoàn")) and unit.head.bare == "yes" and (n := self._town(i, unit)):
            unit.place, unit.last = i, i + n
        elif unit.head.kind == "organisation" and follows(self.page, i):
            unit.last += min(run_of_caps(self.page, i), 3)
        return unit

    def _town(self, i: int, unit: Found) -> int:
        """How many words of a town's name follow `Huyện ủy`, `Thành đoàn`; none where a person's name does."""
        n = min(run_of_caps(self.page, i), 4) if follows(self.page, i) else 0
        person = name_length(self.page, i)
        if split := place_before(self.page, i):
            return split
        known = self.tokens[i].fold in word_set("commonest_families")
        if i in self.heads or i in self.bodies or i in self.titles or person >= 3 or (known and self._behind_post(unit)):
            return 0
        return n if n <= 3 else 0

    def _person_here(self, i: int) -> bool:
        n, last = name_length(self.page, i), self.provinces[i].last
        return n > last - i and is_sure(self.page, i, n) and name_length(self.page, last) < 2

    def place_end(self, i: int, unit: Found | None = None) -> int:
        """The token behind the level at token i and the place's name, where one follows."""
        level = self.levels[i]
        j = level.last
        if j < len(self.tokens) and self.tokens[j].text == "." and self.tokens[level.first].text.isupper():
            j += 1
        if j >= len(self.tokens) or not self._same_line(j):
            return level.last
        if j in self.provinces and self.tokens[j].is_cap:
            return self.provinces[j].last
        if level.value == "tỉnh" or (j in self.heads and self.heads[j].last - j > 1) or j in self.bodies:
            return level.last
        n = min(run_of_caps(self.page, j), 4)
        if split := place_before(self.page, j):
            return j + split
        person = name_length(self.page, j)
        if person >= 3 and is_sure(self.page, j, person) and (has_middle(self.page, j, person) or self._behind_post(unit)):
            return level.last
        while n > 2 and self._opens_person(j + n - 2):
            n -= 2
        if n:
            return j + n
        if j < len(self.tokens) and self.tokens[j].is_number and level.value in ("quận", "phường"):
            return j + 1
        return level.last

    def _opens_person(self, i: int) -> bool:
        return name_length(self.page, i) >= 3

    def _behind_post(self, unit: Found | None) -> bool:
        if unit is None:
            return False
        near = (self.titles.get(i) for i in range(max(0, unit.first - 4), unit.first))
        return any(h is not None and h.last >= unit.first for h in near)
