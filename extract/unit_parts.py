"""The parts a unit's name goes on with: fields, capitals, small words, quotation marks, joints, brackets."""

from __future__ import annotations

import functools

from underthesea import word_tokenize

from extract.lexicon import folded, word_set
from extract.names import follows, has_middle, is_sure, name_length, place_before, run_of_caps
from extract.unit_clusters import Clusters
from extract.unit_lookup import Found

NEEDS_PLACE = {"legislature", "government"}
OWN_NAMED = {"party", "army", "company"}  # bodies of a proper name that nobody's name follows without a post
NAMED_AFTER_PEOPLE = {"school", "company", "fund", "club", "institute", "hospital", "cooperative"}
FIELDED = {"institute", "office", "department", "committee", "association", "hospital", "school", "fund", "club"}
JOINTS = {"và", "-", ",", "&", "đạo", "quốc", "gia", "phối"}


@functools.lru_cache(4096)
def one_word(first: str, second: str) -> bool:
    """Whether underthesea takes two syllables for one word: `Lắp ráp` is, `Vinh họp` is not (0.1 ms a pair)."""
    return len(word_tokenize(f"{first} {second}")) == 1


class Parts(Clusters):
    """Reads one part of a unit's name: each method gives the token behind the part that begins at token i, 0 for none."""

    def _event(self, unit: Found, i: int) -> int:
        """`Tiểu ban Văn kiện Đại hội XIV`, `Ban Chỉ đạo Đại hội TDTT tỉnh`: a committee is named by its congress."""
        plain = self.plain.get(i)
        owned = plain is not None and plain.first == i and plain.value in word_set("owned_events")
        return plain.last if plain and owned and unit.head.kind == "committee" and self.tokens[i].is_cap else 0

    def _school_level(self, unit: Found, i: int) -> int:
        """`Trường Tiểu học và THCS X`, `TH&THCS X`: two levels of school before one name."""
        head = self.heads_any.get(i + 1)
        if unit.head.kind != "school" or self.tokens[i].fold not in ("và", "&") or not self._only_levels(unit):
            return 0
        return head.last if head and head.value.kind == "school" and head.value.name != "Trường" else 0

    def _only_levels(self, unit: Found) -> bool:
        """Whether a school's name so far is levels of school only (`Trường TH`, `Trường Tiểu học`)."""
        words = self.tokens[unit.first + 1 : unit.last]
        return all(t.i in self.covered or (t.text.isupper() and len(t.text) < 5) or not t.is_cap for t in words)

    def _levels_together(self, i: int) -> int:
        """`các tỉnh, thành phố Đông Nam Bộ` inside a cluster's name."""
        j = i + 1
        while j in self.levels or (j < len(self.tokens) and self.tokens[j].fold in (",", "và") and j + 1 in self.levels):
            j = self.levels[j].last if j in self.levels else j + 1
        if [t.fold for t in self.tokens[j : j + 4]] == ["trực", "thuộc", "trung", "ương"]:
            return j + 4
        region = max(self._regions(j), self._field(j, True))
        return region or (j + run_of_caps(self.page, j, 4) if j < len(self.tokens) else j)

    def _quoted(self, unit: Found, i: int) -> int:
        """`CLB “Nhịp cầu thơ”`: a name in quotation marks right behind the head."""
        if unit.head.kind not in ("club", "fund") or unit.last != i or self.tokens[i].fold not in ('"', "'"):
            return 0
        for j in range(i + 1, min(i + 14, len(self.tokens))):
            if self.tokens[j].fold == self.tokens[i].fold:
                return j + 1
        return 0

    def _capitals_only(self, unit: Found, i: int, empty: bool) -> bool:
        """Whether small words at token i, although a field, are no part of this name: behind some heads, verbs behind more."""
        verb = self.fields.get(i)
        verbal = verb is not None and verb.value == "start" and i not in self.sectors and not self._deed_against(i, verb.last)
        if unit.head.kind == "police":
            return verbal
        return (unit.head.goes_on == "capitals" and (empty or i not in self.field_ends)) or (
            verbal and unit.head.goes_on == "nouns"
        )

    def _until_name(self, unit: Found, i: int) -> int:
        """`Công ty TNHH kết cấu thép Sao Mai`: a trade in a few small words between a company's form and its name."""
        if unit.head.kind != "company" or self._named(unit) or unit.last - unit.first < 2:
            return 0
        for j in range(i, min(i + 6, len(self.tokens))):
            token = self.tokens[j]
            if not token.is_word or not follows(self.page, j) or j in self.titles or j in self.honorifics:
                return 0
            if token.is_cap:
                return j if j > i and not self._verb(i) else 0
            if token.fold in folded("stops") or j in self.heads:
                return 0
        return 0

    def _until_place(self, unit: Found, i: int) -> int:
        """A few small words, no stops, between a name's fields and its place: `Trung tâm Phát triển quỹ đất tỉnh X`."""
        if unit.head.kind not in FIELDED or not self.tokens[unit.first].is_cap or unit.last - unit.first < 2 or self._named(unit):
            return 0
        for j in range(i, min(i + 5, len(self.tokens))):
            if j > i and self._level(j):
                place = self.levels[j].last
                return j if place < len(self.tokens) and self.tokens[place].is_cap and follows(self.page, place) else 0
            token = self.tokens[j]
            small = token.text.islower() and token.is_word and token.fold not in folded("stops") and follows(self.page, j)
            if not small or j in self.titles or j in self.honorifics or j in self.heads_any or self._verb(j):
                return 0
        return 0

    def _verb(self, i: int) -> bool:
        hit = self.fields.get(i)
        return hit is not None and hit.value == "start"

    def _small(self, unit: Found, i: int) -> int:
        """Small words inside a fund's or school's name: `Quỹ học bổng Nắng cao nguyên`, `Trung cấp Luật vị Thanh`."""
        words = self.tokens[i : i + 3]
        if not words or not words[0].is_word or not words[0].text.islower():
            return 0
        if words[0].fold in folded("stops") and [t.fold for t in words[:2]] != ["mang", "tên"]:
            return 0
        if i in self.titles or i in self.honorifics or i in self.heads:
            return 0
        capital = len(words) > 1 and words[1].is_cap and follows(self.page, i + 1)
        if unit.head.kind == "school":
            return i + 2 if capital and not self._named(unit) else 0
        return i + 1 if self.tokens[i - 1].is_cap or self.tokens[i - 1].text.islower() else 0

    def _capital(self, unit: Found, i: int, empty: bool) -> int:
        glued = self.tokens[i - 1].end == self.tokens[i].start
        if i in self.honorifics and i not in self.fields and self.tokens[i].text.isupper() and not glued:
            return 0
        if i in self.provinces and self.tokens[i].is_cap:
            return 0 if unit.head.kind == "media" else self._province_inside(i)
        if self._behind_post(unit) and (split := place_before(self.page, i)):
            return i + split
        if unit.head.kind not in NAMED_AFTER_PEOPLE and self._officer(unit, i):
            return 0
        n = name_length(self.page, i)
        if n and is_sure(self.page, i, n) and i not in self.provinces:
            named = has_middle(self.page, i, n) or self.tokens[unit.first].text.islower() or self._behind_short(unit, i)
            if self._own_name(unit, i) and not has_middle(self.page, i, n):
                return i + n
            if any(t.is_number for t in self.tokens[unit.first : i]):
                return 0
            posted = unit.head.kind != "school" and named and self._behind_post(unit)
            of_unit = unit.head.kind in NAMED_AFTER_PEOPLE and not self._named(unit) and not posted
            if (unit.head.kind == "team" and not of_unit) or posted:
                return 0
            common = self.tokens[i].fold in word_set("commonest_families")
            if not of_unit and (not empty or unit.whole or common or has_middle(self.page, i, n)):
                return 0
            return i + n
        title = self.titles.get(i)
        if title and not empty and title.last - i > 1:
            return 0
        if (
            (
                (dash := i + 1) + 1 < len(self.tokens)
                and self.tokens[dash].text == "-"
                and self.tokens[dash].start == self.tokens[i].end
            )
            and self.tokens[dash + 1].is_number
            and self.tokens[dash + 1].start == self.tokens[dash].end
        ):
            return dash + 2
        return self._compound(unit, i) or i + 1

    def _behind_short(self, unit: Found, i: int) -> bool:
        """`Chủ tịch Hội CCB Tạ Thiên Minh`: the short form before the name told the field."""
        short = self.tokens[i - 1].text
        return unit.head.kind not in NAMED_AFTER_PEOPLE and len(short) > 1 and short.isupper()

    def _own_name(self, unit: Found, i: int) -> bool:
        """Whether words like a person's are the unit's: nobody holds a post there, or somebody told before holds it."""
        if self._post_told(unit):
            return True
        small = self.tokens[i - 1].text.islower() and self.tokens[i].fold not in word_set("commonest_families")
        return (small or unit.head.kind in OWN_NAMED) and not self._post_near(unit.first)

    def _province_inside(self, i: int) -> int:
        """A province in the middle of a proper name goes with it; one that a person's name follows, or nothing, closes it."""
        last = self.provinces[i].last
        if last < len(self.tokens) and self.tokens[last].is_number and follows(self.page, last):
            return last
        if last >= len(self.tokens) or not follows(self.page, last) or not self.tokens[last].is_cap:
            return 0
        return 0 if name_length(self.page, last) >= 2 or last in self.titles or last in self.heads_any else last

    def _compound(self, unit: Found, i: int) -> int:
        """`Xí nghiệp Đầu máy Lam Kinh`: a word of two syllables, the second small, before a capital or the name's end."""
        j = i + 1
        if j >= len(self.tokens) or not follows(self.page, j) or self._named(unit) or j in self.levels:
            return 0
        second = self.tokens[j]
        if not (second.is_word and second.text.islower()) or j in self.titles:
            return 0
        deed = f"{self.tokens[i].fold} {second.fold}" in word_set("deed_compounds")
        if deed and unit.head.kind in FIELDED:  # `Phòng Đăng ký kinh doanh`
            return j + 1
        if second.fold in folded("stops") or second.fold == "khóa":  # `Hội Nhà văn VN khóa VIII`
            return 0
        ends = j + 1 >= len(self.tokens) or not follows(self.page, j + 1)
        if not ends and (self.tokens[j + 1].is_cap or self._level(j + 1) or self._field(j + 1, False)):
            return j + 1
        if not ends and self.tokens[j + 1].is_word and one_word(second.text, self.tokens[j + 1].text):  # `Bỏng quốc gia`
            return 0
        return j + 1 if not self.tokens[i].text.isupper() and one_word(self.tokens[i].text, second.text) else 0

    def _named(self, unit: Found) -> bool:
        """Whether the name holds a proper name already (capitals behind the head beyond fields)."""
        return any(t.is_cap and t.i not in self.covered for t in self.tokens[unit.first + 1 : unit.last])

    def _field(self, i: int, empty: bool) -> int:
        hit = max(filter(None, (self.sectors.get(i), self.fields.get(i))), key=lambda h: h.last, default=None)
        if not hit or (self.tokens[i].text.islower() and self._numbered(i - 1)):
            return 0
        listed = self.tokens[i].fold == "các" and not empty
        inside = empty or self._after_joint(i) or self._deed_against(i, hit.last)
        verb = hit.kind == "field" and hit.value == "start" and (listed or not inside or self._done_for(i, hit.last))
        return 0 if verb else hit.last

    def _deed_against(self, i: int, last: int) -> bool:
        """`Đội Tuyên truyền phòng, chống ma túy`: a deed of the name goes on with what it is directed against."""
        return i in self.deed_ends and self.tokens[last - 1].fold == "chống" and last in self.fields and not self._verb(last)

    def _after_joint(self, i: int) -> bool:
        return (i in self.deed_ends and self.tokens[i].is_cap) or self.tokens[i - 1].fold in JOINTS

    def _joint(self, unit: Found, i: int, empty: bool) -> int:
        """`và`, `-`, `,` and `&` go on only where a field or, behind `-` and `&`, a capital follows."""
        token = self.tokens[i]
        if empty or i + 1 >= len(self.tokens) or not self._same_line(i + 1):
            return 0
        j = i + 1
        if token.fold == "về":
            national = unit.head.kind == "committee" and self.tokens[i - 1].fold in ("gia", "ương")
            return self._field(j, True) if national else 0
        if token.fold == "ngành" and unit.head.owner and self.tokens[j].is_cap:
            return self._field(j, True) or self._compound(unit, j) or j + 1
        if token.fold == "và" and ((unit.head.kind == "company" and j in self.heads_any) or self.tokens[j].fold == "các"):
            return 0
        if j in self.awards:  # `của Hội Nông dân và Giấy khen`: no trade in paper
            return 0
        if unit.head.kind == "department" and token.fold in ("và", "-") and (level := self._taught(i)):
            return level
        if token.fold not in ("và", "-", ",", "&") or (j in self.heads and not self._only_word(j)) or j in self.titles:
            return 0
        if name_length(self.page, j) and is_sure(self.page, j, name_length(self.page, j)):
            return 0
        field = self._field(j, True)
        if token.fold == "," and not (field and (self._comma_inside(unit, field) or self._fought(unit, i))):
            return 0
        kin = [t.fold for t in self.tokens[j : j + 2]] in (["gia", "đình"], ["thân", "nhân"])
        kin = kin and unit.head.kind in ("army", "police", "school", "company", "hospital")
        if token.fold == "và" and unit.head.name == "Tạp chí" and self._theme(j):
            return self._compound(unit, j)
        if token.fold == "và" and (not field or (kin and self.tokens[j].text.islower())):  # `Lữ đoàn 80 và gia đình`
            return 0
        if token.fold in ("-", "&") and not (field or self._dash_inside(j)):
            return 0
        if token.fold == "-" and self._verb(j) and self.tokens[j].text.islower():  # `Trường A - vì cứu bạn`
            return 0
        return field or j

    def _taught(self, i: int) -> int:
        """`Khoa Tiểu học - Mầm non`: where the further level of school ends that is taught, and no school named; 0 for none."""
        first, head = self.head_ends.get(i), self.heads.get(i + 1)
        if first is None or head is None or self.heads_any[first].value.kind != "school" or head.value.kind != "school":
            return 0
        named = head.last < len(self.tokens) and self.tokens[head.last].is_cap and follows(self.page, head.last)
        return 0 if named or head.value.name == "Trường" else head.last

    def _theme(self, j: int) -> bool:
        """`Tạp chí Nhà văn và Tác phẩm`: a capital that opens no body, prize, post or place."""
        tables = (self.known, self.titles, self.honorifics, self.provinces, self.awards)
        return self.tokens[j].is_cap and not any(j in table for table in tables)

    def _only_word(self, j: int) -> bool:
        """A head that is a field here: small (`và trung tâm`), or a service (`Công nghiệp - Viễn thông`)."""
        head = self.heads[j]
        named = head.last < len(self.tokens) and self.tokens[head.last].is_cap
        if named and ((head.value.lower and head.last - j > 1) or self._capital_field(head.last)):
            return False
        service = head.value.name in word_set("place_heads")
        return bool(self._field(j, True)) and (service or not self.tokens[j].is_cap)

    def _dash_inside(self, j: int) -> bool:
        short = run_of_caps(self.page, j) <= 2 or j in self.countries  # `Bệnh viện Việt Nam - Thụy Điển Uông Bí`
        return self.tokens[j].is_cap and j not in self.titles and short

    def _fought(self, unit: Found, i: int) -> bool:
        """`Đội Cảnh sát điều tra tội phạm về kinh tế, ma túy`: small words listed of what is fought or investigated."""
        words = self.tokens[unit.first + 1 : i]
        before = self.tokens[i - 1].text
        small = (before.islower() or before.isupper()) and self.tokens[i + 1].text.islower()
        noun = self.fields.get(i + 1)
        return small and noun is not None and noun.value != "start" and any(t.fold in ("chống", "phạm") for t in words)

    def _comma_inside(self, unit: Found, j: int) -> bool:
        """A comma belongs to the name where `và` + field follows behind it (`Văn hóa, Thể thao và Du lịch`)."""
        if unit.head.kind in FIELDED and unit.last in self.deed_ends:  # `Trung tâm Đào tạo, bồi dưỡng cán bộ`
            return unit.last + 1 in self.fields
        if unit.head.kind in ("school", "company"):
            return False
        return j < len(self.tokens) and self.tokens[j].fold in ("và", "dịch", "tham", "tội", "cứu")
