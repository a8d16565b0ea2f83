"""The place that closes a unit's name: a level (`tỉnh`, `TP.`, `huyện`), a name behind it, or a province alone."""

from __future__ import annotations

from extract.folding import fold
from extract.lexicon import Hit, folded, word_set
from extract.names import follows, has_middle, is_sure, name_length, opens_name, place_before, run_of_caps
from extract.unit_lookup import Found, Lookup

NATIONAL = ("legislature", "government", "head of state")  # one body each


class Places(Lookup):
    """Closes the names of units with their places."""

    def _close(self, unit: Found) -> Found:
        """Take the level and place behind the name: `tỉnh Bình Định`, `TP. Cần Thơ`, `huyện`, `Bắc Ninh`."""
        i = unit.last
        if i >= len(self.tokens) or not self._same_line(i):
            return unit
        if abroad := self.abroad(i):
            unit.parts += (("unit.abroad", unit.last, abroad),)
            unit.last = abroad
            return unit
        level = self.levels.get(i) if self._level(i) else None
        if level and unit.head.bare == "yes" and unit.head.kind in NATIONAL:  # `đại biểu Quốc hội tỉnh Hà Nam`
            return unit
        if (end := self._region(i)) and not level:
            unit.place, unit.last, unit.whole = i, end, True
            unit.parts += (("unit.region", i, end),)
        elif level and unit.head.bare != "" and level.value != "thôn":
            last = self.place_end(i, unit)
            unit.place, unit.last, unit.level, unit.whole = i, last, level.value, True
            unit.parts += (("unit.place", i, last),)
        elif end := self._hamlet(unit, i, level.last if level else i + 1):
            unit.place, unit.last, unit.whole = i, end, True
            unit.parts += (("unit.hamlet", i, end),)
        elif i in self.provinces and self.tokens[i].is_cap and not self._person_here(i):
            unit.place, unit.last, unit.whole = i, self.provinces[i].last, True
            unit.parts += (("unit.province", i, unit.last),)
        elif fold(unit.head.name).endswith(("ủy", "đoàn")) and unit.head.bare == "yes" and (n := self._town(i, unit)):
            unit.place, unit.last = i, i + n
            unit.parts += (("unit.town", i, i + n),)
        elif unit.head.kind == "organisation" and follows(self.page, i):
            unit.last = self._behind_organisation(i)
            unit.parts += (("unit.branch", i, unit.last),) if unit.last > i else ()
        return unit

    def _of_a_country(self, unit: Found) -> bool:
        """`các công ty dầu khí Nga`: a small noun behind a plural word, no name but the country's, tells of many."""
        before = self.tokens[unit.first - 1].fold if unit.first else ""
        several = self.tokens[unit.first].text.islower() and before in ("các", "những")
        country = (self.countries.get(k) for k in range(max(unit.first, unit.last - 6), unit.last))
        return several and any(h is not None and h.last == unit.last for h in country)

    def abroad(self, i: int) -> int:
        """`Quốc hội Lào`, `Bộ Quốc phòng Cuba`: the token behind the country at token i, 0 for none or a person (`Anh Đức`)."""
        if i + 1 >= len(self.tokens) or not follows(self.page, i):
            return self.countries[i].last if i in self.countries and follows(self.page, i) else 0
        i += self.tokens[i].fold == "nước"
        country = self.countries.get(i)
        if country is None or name_length(self.page, i) >= 2 or (country.last - i == 1 and run_of_caps(self.page, i) > 1):
            return 0
        return country.last

    def _both_levels(self, unit: Found, i: int) -> int:
        """`Tòa án nhân dân hai cấp tỉnh X`: the courts of a province and of its districts as one body."""
        words = [t.fold for t in self.tokens[i : i + 2]]
        both = len(words) == 2 and words[0] in ("hai", "2", "02") and words[1] == "cấp" and follows(self.page, i)
        return i + 2 if both and unit.head.kind in ("court", "procuracy") and (i + 2 in self.levels) else 0

    def _branch(self, unit: Found, i: int) -> int:
        """`Ngân hàng Nhà nước Chi nhánh tỉnh`."""
        bank = unit.head.kind in ("company", "ministry")
        return (
            i + 2 if bank and i + 2 in self.levels and self.tokens[i].fold == "chi" and self.tokens[i + 1].fold == "nhánh" else 0
        )

    def _hamlet(self, unit: Found, i: int, j: int) -> int:
        """`Chi bộ thôn Đông`, `Chi bộ khu 5`, `Chi hội Phụ nữ tổ 3`: the token behind the hamlet, 0 where there is none."""
        known = i in self.levels or self.tokens[i].text in word_set("hamlets")
        if not known or unit.head.kind not in ("party", "mass organisation", "association", "team", "committee"):
            return 0
        if j >= len(self.tokens) or not follows(self.page, j) or not (self.tokens[j].is_cap or self.tokens[j].is_number):
            return 0
        return j + (place_before(self.page, j, 1) or run_of_caps(self.page, j, 4) or 1)

    def _behind_organisation(self, i: int) -> int:
        """`BIDV Chi nhánh Hà Nam`, `Viettel Quảng Ninh`: a branch or place behind a body's own name, never a person."""
        branch = i + 1 < len(self.tokens) and self.tokens[i].fold == "chi" and self.tokens[i + 1].fold == "nhánh"
        j = i + 2 if branch else i
        if j in self.levels:
            return self.place_end(j) if branch else i
        if j < len(self.tokens) and j in self.provinces and self.tokens[j].is_cap:
            return self.provinces[j].last
        if (n := name_length(self.page, j)) and is_sure(self.page, j, n):
            return i
        caps = run_of_caps(self.page, j) if j < len(self.tokens) and follows(self.page, j) else 0
        return j + min(caps, 3) if caps or not branch else i

    def _region(self, i: int) -> int:
        """`khu vực IV`, `khu vực 3`: the token behind a numbered region of a court, treasury or customs office."""
        words = [t.fold for t in self.tokens[i : i + 3]]
        if words[:2] != ["khu", "vực"] or len(words) < 3 or not follows(self.page, i):
            return 0
        return i + 3 if words[2].isdigit() or words[2] in word_set("roman_numbers") else 0

    def _town(self, i: int, unit: Found) -> int:
        """How many words of a town's name follow `Huyện ủy`, `Thành đoàn`; none where a person's name does."""
        n = min(run_of_caps(self.page, i), 4) if follows(self.page, i) else 0
        person = name_length(self.page, i)
        if split := place_before(self.page, i):
            return split
        if unit.head.name == "Tỉnh ủy" or i in self.heads or i in self.bodies or i in self.titles:
            return 0
        if person >= 3 or self._officer(unit, i):
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
        if j >= len(self.tokens) or not self._same_line(j) or (j > level.last and self._next_sentence(j)):
            return level.last
        if j in self.provinces and self.tokens[j].is_cap:
            last = self.provinces[j].last
            small = level.value in ("xã", "phường", "thị trấn") and run_of_caps(self.page, j) == last - j + 1
            return last + 1 if small else last  # `xã Đồng Nai Thượng`
        if level.value == "tỉnh" or (j in self.heads and self.heads[j].last - j > 1) or j in self.bodies:
            return level.last
        if (level.value not in ("xã", "phường") or self._highlander(j)) and self._officer(unit, j):
            return level.last
        n = min(run_of_caps(self.page, j), 4)
        if split := place_before(self.page, j):
            return j + split
        person = name_length(self.page, j)
        if person >= 3 and is_sure(self.page, j, person) and (has_middle(self.page, j, person) or self._behind_post(unit)):
            return level.last
        while n > 2 and (self._opens_person(j + n - 2) or self._highlander(j + n - 2)):
            n -= 2
        if n:
            return j + n
        if j < len(self.tokens) and self.tokens[j].is_number and level.value in ("quận", "phường"):
            return j + 1
        return level.last

    def _next_sentence(self, j: int) -> bool:
        """`do Công an TP. Ông Nam nói`, `UBND TP. Theo đó`: behind the full stop stands no town, but what opens a sentence."""
        if j in self.provinces or j in self.towns or not follows(self.page, j):
            return False
        opener = self.tokens[j].fold in word_set("sentence_openers") or j in self.heads_any
        return j in self.honorifics or (opener and run_of_caps(self.page, j) == 1)

    def _officer(self, unit: Found | None, i: int) -> bool:
        """`Giám đốc Sở Trần Hạnh`: who holds the post told before the unit, where one of the commonest family names follows."""
        if i >= len(self.tokens) or i in self.provinces or i in self.towns or not self._behind_post(unit):
            return False
        holder = any(h.last == i for k in range(max(0, i - 6), i) if (h := self.titles.get(k)))
        closed = self.tokens[i - 1].text.islower() and i not in self.level_ends
        known = holder or closed or self.tokens[i].fold in word_set("commonest_families") or self._highlander(i)
        return known and name_length(self.page, i) >= 2

    def _highlander(self, i: int) -> bool:
        """`Ksor H'Khuyên`, `Kpă Thuyên`, `H'Bia Niê`: two words no commune of the highlands is called by (`Cư M'gar`, `Y Tý` are)."""
        if run_of_caps(self.page, i) != 2:
            return False
        first, second = self.tokens[i : i + 2]
        family = first.fold in word_set("highland_families") or (opens_name(first) and "'" in second.fold)
        return family or ("'" in first.fold and second.fold in word_set("highland_families"))

    def _opens_person(self, i: int) -> bool:
        return name_length(self.page, i) >= 3

    def _behind_post(self, unit: Found | None) -> bool:
        return any(not self._held(title) for title in self._posts_of(unit))

    def _post_told(self, unit: Found) -> bool:
        """Whether every post before the unit is told of a person named before it."""
        posts = self._posts_of(unit)
        return bool(posts) and all(map(self._held, posts))

    def _posts_of(self, unit: Found | None) -> list[Hit]:
        if unit is None:
            return []
        first = self.head_ends.get(unit.first, unit.first)
        near = [h for i in range(max(0, first - 6), first) if (h := self.titles.get(i)) and h.last >= first]
        return [h for h in near if h.first == near[0].first and not self._people(h)]

    def _held(self, title: Hit) -> bool:
        """`ông Trương Hoài Nam, nguyên Chi cục trưởng Chi cục X`: the post is told of the person before it."""
        j = title.first - (self.tokens[title.first - 1].fold in word_set("modifiers")) if title.first else 0
        if j < 3 or self.tokens[j - 1].fold not in (",", "-", "("):
            return False
        return any(name_length(self.page, k) == j - 1 - k and self._called(k) for k in range(max(0, j - 6), j - 2))

    def _post_near(self, i: int) -> bool:
        """Whether a post is told in the words before token i, other bodies between them or not."""
        for k in range(i - 1, max(-1, i - 12), -1):
            if self.tokens[k].text in (".", ";", ":"):
                return False
            if k in self.titles and not self._people(self.titles[k]):
                return True
        return False

    def _people(self, title: Hit) -> bool:
        """`cán bộ, chiến sĩ Sư đoàn 3`: many who serve there, no one's post."""
        before = self.tokens[title.first - 1].fold if title.first else ""
        listed = before in (",", "các", "và") or self.page.fold[title.end : title.end + 1] == ","
        return listed and self.page.fold[title.start : title.end] in folded("group_nouns")

    def _bracket(self, i: int) -> int:
        """A short form in brackets inside the name: `Sở Giáo dục và Đào tạo (GD&ĐT) tỉnh X`."""
        tokens = self.tokens
        if i >= len(tokens) or tokens[i].text != "(":
            return 0
        for j in range(i + 1, min(i + 8, len(tokens))):
            if tokens[j].text == ")":
                inner = self.page.text[tokens[i].end : tokens[j].start]
                letters = [c for c in inner if c.isalpha()]
                short = (letters and sum(c.isupper() for c in letters) >= len(letters) * 0.6) or inner.lower().startswith("vụ ")
                more = j + 1 < len(tokens) and (
                    j + 1 in self.levels
                    or tokens[j + 1].text == "Việt"
                    or (tokens[j + 1].is_cap and j + 1 in self.provinces | self.heads | self.bodies)
                    or self._field_behind(j + 1)
                )
                return j + 1 if short and more else 0
        return 0

    def _field_behind(self, i: int) -> bool:
        """`Hội Khoa học Kỹ thuật (KHKT) Cầu đường`: a field goes on behind the short form of the one before; a deed does not."""
        field = self.fields.get(i) if self.tokens[i].is_cap and follows(self.page, i) else None
        return field is not None and field.value != "start" and not name_length(self.page, i)
