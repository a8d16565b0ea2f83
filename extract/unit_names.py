"""Units found on a page: a head, the parts its name goes on with, nested units and owners."""

from __future__ import annotations

from extract.lexicon import Hit, spread, word_set
from extract.names import follows, run_of_caps
from extract.phrases import Head
from extract.unit_lookup import Found
from extract.unit_parts import NEEDS_PLACE, Parts

LONGEST = 60
"""Tokens of the longest name that is read: each part looks back at those before it."""
DEEPEST = 12
"""Bodies within bodies of one name that are read."""


class Scanner(Parts):
    """Walks one page and finds the units in it."""

    depth = 0

    def scan(self) -> list[Found]:
        """Every unit, left to right, nested ones inside their owner's name left out."""
        found: list[Found] = []
        last = 0
        for i in sorted(self.heads.keys() | self.bodies.keys()):
            unit = self.unit_at(i) if i >= last else None
            last = unit.last if unit else last
            if unit and self._usable(unit):
                found.append(unit)
        return found

    def _usable(self, unit: Found) -> bool:
        start = self.tokens[unit.first].start
        award = self.awards.get(unit.first, 0) > unit.last  # `Trường Tiên tiến xuất sắc`
        if award or self.works.covers(start) or self._prized(unit):
            return False
        return not self.draft.skipped(start) and not self.page.is_shouted(*self.page.line_of(start))

    def _prized(self, unit: Found) -> bool:
        """`giải thưởng Chi hội phụ nữ tiêu biểu`, `danh hiệu “Tổ Hóa xuất sắc”`: words of the name of a prize or title."""
        i, j = unit.first, unit.last
        i -= i > 0 and self.tokens[i - 1].fold == '"'
        if " ".join(t.fold for t in self.tokens[max(0, i - 2) : i]) not in ("giải thưởng", "danh hiệu") or self._named(unit):
            return False
        town = unit.place and any(t.is_cap for t in self.tokens[unit.place : j])
        return not town and " ".join(t.fold for t in self.tokens[j : j + 2]) in word_set("title_praise")

    def unit_at(self, i: int) -> Found | None:
        """The unit whose name begins at token i, with everything that belongs to it; `whole` tells if it identifies a body."""
        head, body, plain = self.heads.get(i), self.bodies.get(i), self.plain.get(i)
        if body and (not self._written(body) or self._opens_head(body.last - 1, body.last)):
            body = None
        if head and (
            (i and (self._place_name(i, head) or self._behind_level(i))) or self._only_opens(i, head) or self._in_code(i)
        ):
            return None
        size = max(head.last if head else i, body.last if body else i)
        if size == i or (plain and (plain.last >= size or plain.first < i)):
            return None
        if body and body.last >= size:
            if body.first and self.tokens[i - 1].text in ("-", "/") and self.tokens[i - 1].end == self.tokens[i].start:
                return None
            known = body.value in spread("organisations")
            kind = head.value if head and head.last == body.last else Head(body.value, "organisation" if known else "ministry")
            unit = Found(i, body.last, kind, 0, True, parts=(("unit.body", i, body.last),))
            unit.last = self._by(unit, "unit.branch", self._branch(unit, unit.last)) or unit.last
            if (kind.kind == "army" or kind.name.startswith("Tổng cục ")) and (army := self._army(unit.last)):
                unit.last = self._by(unit, "unit.nested", army)
                return unit
            unit.last = self._by(unit, "unit.nested", self._chapter(unit)) or unit.last
            ministry = kind.kind == "ministry" and unit.last == body.last and not self._level(unit.last)
            if ministry:
                unit.last = self._by(unit, "unit.abroad", self.abroad(unit.last)) or unit.last
            return unit if ministry else self._close(unit)
        assert head is not None
        unit = Found(i, head.last, head.value, 0, head.value.bare == "yes" or self._telling(head))
        unit.parts = (("unit.head" if head.value.name else "unit.code", i, head.last),)
        self._extend(unit)
        if (
            self.tokens[i].text.islower()
            and not any(t.is_cap or t.is_number for t in self.tokens[i : unit.last])
            and not unit.place
        ):
            known = (head.value.kind == "party" and head.value.bare == "yes") or self._regional(head)
            return unit if known or self.tokens[i].fold in ("vụ", "phòng", "khoa", "ban") else None
        if self._of_a_country(unit):
            return None
        if head.value.name in word_set("firms") and not unit.place and not self._named(unit):
            unit.whole = unit.whole and any(not t.is_word or t.is_cap for t in self.tokens[head.last : unit.last])
        return unit

    def _army(self, i: int) -> int:
        """`Tổng cục Chính trị Quân đội nhân dân Việt Nam`: the token behind the army or police told right behind its body, 0 for none."""
        told = i in self.heads and self.heads[i].value.name in word_set("forces") and follows(self.page, i)
        army = self.unit_at(i) if told else None
        return army.last if army else 0

    def _chapter(self, unit: Found) -> int:
        """`Đoàn TNCS Hồ Chí Minh Trường THPT A`: the token behind the body whose own chapter of the union is named, 0 for none."""
        i, union = unit.last, ("mass organisation", "association")
        inner = self.heads.get(i)
        own = inner is not None and inner.value.kind in union  # `Đoàn TNCS Hồ Chí Minh Huyện đoàn A`: a comma was left out
        chapter = unit.head.kind in union and i in self.known and not own and follows(self.page, i)
        return self._nested(unit, i) if chapter else 0

    def _only_opens(self, i: int, head: Hit) -> bool:
        """`lực lượng Công an tỉnh` names the police, `Thường trực Ban Bí thư` is a post."""
        if head.value.name == "Lực lượng":
            return head.last in self.heads_any
        if (
            head.value.name == "Thường trực"
            and head.last in self.heads_any
            and self.heads_any[head.last].value.name == "Tiểu ban"
        ):
            return True
        if head.value.name == "Trung ương":
            return head.last in self.provinces
        return head.value.name == "Thường trực" and i in self.titles and self.titles[i].last > head.last

    def _place_name(self, i: int, head: Hit) -> bool:
        """`khu phố Hội Phú`, `xã Trường Yên`, `Giải U19 nữ ...`: the word belongs to a place or contest named before it."""
        before = self.tokens[i - 1]
        if head.value.name == "Trường" and before.text == "," and i + 1 not in self.known and self._commune_before(i - 1):
            return True
        if head.value.name in word_set("place_heads") and before.fold in word_set("place_prepositions"):
            return True
        if head.last - i == 1 and follows(self.page, i) and i in self.level_ends:
            return before.text.islower() and head.value.kind not in ("government", "legislature", "police", "party")
        return (
            head.value.name.startswith("U")
            and head.value.kind == "team"
            and before.fold in ("giải", "loại", "kết", "địch", "đấu")
        )

    def _commune_before(self, comma: int) -> bool:
        """`xã Phước Minh, Trường Hòa`: whether a level and its place's name end at the comma."""
        levels = (self.levels.get(k) for k in range(max(0, comma - 6), comma))
        return any(h is not None and h.last + run_of_caps(self.page, h.last) == comma for h in levels)

    def _telling(self, head: Hit) -> bool:
        """`Ban Dân vận`, `Hội Nông dân`: a head of the catalogue that holds the field, so that it names one body here."""
        if head.value.kind not in ("party", "mass organisation", "association") or head.last - head.first < 3:
            return False
        return not head.value.generic and self.tokens[head.first + 1].is_cap

    def _extend(self, unit: Found) -> None:
        """Let the name go on over fields, capitals, numbers and nested units, then over its place."""
        kind, empty = unit.head.kind, not self._holds_field(unit)
        if kind in ("ministry", "department") and unit.last in self.sectors and self.sectors[unit.last].last > unit.last:
            unit.last, empty = self._by(unit, "unit.field", self._field(unit.last, True)), False
            unit.whole = True
            if unit.head.name in ("Bộ", "Sở", "Ty"):
                unit.last = self._by(unit, "unit.bracket", self._bracket(unit.last)) or unit.last
                self._close(unit)
                return
        while unit.last - unit.first < LONGEST:
            step = self._by(unit, "unit.bracket", self._bracket(unit.last)) or self._step(unit, empty)
            if not step:
                break
            part = self.heads.get(unit.last)
            unit.whole = unit.whole or not (part and step == part.last and part.value.kind in NEEDS_PLACE)
            unit.last, empty = step, False
        self._close(unit)
        if self.tokens[unit.last - 1].text in ("-", "–", "&"):  # `Công an tỉnh - Lê Diện`: nothing of the name behind it
            unit.last -= 1
        if unit.head.kind == "school" and self._only_levels(unit) and self._levels_named(unit):
            unit.whole = bool(unit.place)
        if unit.head.name in word_set("place_heads"):
            unit.whole = self._proper(unit)
        if unit.head.name == "Lực lượng" or (unit.head.name == "Trường" and not self._known_school(unit)):
            unit.whole = bool(unit.place)

    def _proper(self, unit: Found) -> bool:
        """`Cảng Hải Phòng`, `Mỏ than Hà Lầm`: a head that is a place too needs a capital of its own and a name."""
        return self.tokens[unit.first].is_cap and (bool(unit.place) or self._named(unit))

    def _levels_named(self, unit: Found) -> bool:
        """Whether the name ends with a second level of school: no name of a school by itself."""
        near = (self.heads_any.get(k) for k in range(unit.first + 1, unit.last))
        return any(h and h.last == unit.last and h.value.kind == "school" and h.value.name != "Trường" for h in near)

    def _holds_field(self, unit: Found) -> bool:
        """`Trung tâm Văn hóa`: the head itself ends with a field, which others may be joined to."""
        near = (self.fields.get(i) for i in range(unit.first + 1, unit.last - 1))
        return any(hit is not None and hit.last == unit.last and self.tokens[hit.first].is_cap for hit in near)

    def _known_school(self, unit: Found) -> bool:
        """`Trường Wageningen` is too little to tell a school from a place (`xã Trường Yên`)."""
        return unit.last - unit.first > 2 or self.tokens[unit.first].text.islower()

    def _step(self, unit: Found, empty: bool) -> int:
        """The token behind the next part of the name, 0 where the name ends."""
        i = unit.last
        if i >= len(self.tokens) or self.tokens[i].start > self.tokens[i - 1].end + 3 or not self._same_line(i):
            return 0
        token = self.tokens[i]
        if self._level(i) and not (empty and unit.head.kind == "team" and not token.text.isupper()):
            return 0
        if nested := self._nested(unit, i) or self._nested_pair(unit, i):
            return self._by(unit, "unit.nested", nested)
        if branch := self._branch(unit, i) or self._both_levels(unit, i):
            return self._by(unit, "unit.branch", branch)
        if self.tokens[i].text == "Việt" and i + 1 < len(self.tokens) and self.tokens[i + 1].text == "Nam":
            return self._by(unit, "unit.capital", i + 2)
        if (quoted := self._quoted(unit, i)) or unit.head.bare == "yes":
            return self._by(unit, "unit.quoted", quoted)
        if level := self._school_level(unit, i):
            return self._by(unit, "unit.small", level)
        if i in self.heads and i not in self.plain and not self._field(i, empty):
            if not self._as_name(unit, i):
                return 0
            if self.heads[i].last - i > 1 and self.heads[i].value.name == "Tập đoàn":
                return self._by(unit, "unit.small", self.heads[i].last)
        if (word := self._field(i, empty)) and not (token.text.islower() and self._capitals_only(unit, i, empty)):
            return self._by(unit, "unit.field", word)
        if unit.head.kind in ("fund", "school") and (more := self._small(unit, i)):
            return self._by(unit, "unit.small", more)
        if more := self._until_place(unit, i) or self._until_name(unit, i) or self._event(unit, i):
            return self._by(unit, "unit.small", more)
        capital = token.is_word and token.is_cap
        return self._by(unit, "unit.capital", self._capital(unit, i, empty)) if capital else self._sign(unit, i, empty)

    def _by(self, unit: Found, rule: str, step: int) -> int:
        """`step`, the token behind the next part, with the rule that found it kept on the unit."""
        if step:
            unit.parts += ((rule, unit.last, step),)
        return step

    def _sign(self, unit: Found, i: int, empty: bool) -> int:
        """Behind a name's words: a cluster's members, a number, or a joint."""
        token = self.tokens[i]
        if unit.head.kind == "emulation cluster" and (token.fold == "các" or token.is_number) and (i + 1) in self.levels:
            return self._by(unit, "unit.members", self._levels_together(i))
        if unit.head.kind == "emulation cluster" and token.fold == "các" and (members := self._members(i)):
            return self._by(unit, "unit.members", members)
        if unit.head.kind == "emulation cluster" and (fellow := self._fellow(i)):
            return self._by(unit, "unit.joint", fellow)
        number = self._by(unit, "unit.number", self._number(unit, i))
        return number or self._by(unit, "unit.joint", self._joint(unit, i, empty))

    def _as_name(self, unit: Found, i: int) -> bool:
        """Whether a head noun is only a word of this name (`Trường Cao đẳng Nghề`, `Quỹ Bảo trợ`)."""
        inner = self.heads[i].value
        if inner.name in word_set("place_heads"):
            return True
        if inner.kind == "department" and self.tokens[i].text.isupper() and i in self.deed_ends:  # `Cục Quản lý THADS`
            return True
        if unit.head.kind == "company" and inner.name == "Trường":
            return i + 1 < len(self.tokens) and self.tokens[i + 1].is_cap and i + 1 not in self.known
        return unit.head.kind in ("school", "company", "media") and inner.kind == unit.head.kind

    def _nested(self, unit: Found, i: int) -> int:
        if unit.head.owner and self.tokens[i].fold in word_set("clustered") and unit.head.kind == "emulation cluster":
            return i + 1
        if unit.head.owner and i not in self.plain and not self._longer_field(i) and (owner := self._owner_noun(i)):
            return owner
        if not unit.head.owner or (i not in self.heads and i not in self.bodies) or i in self.plain:
            return 0
        if self.depth >= DEEPEST:
            return 0
        self.depth += 1
        inner = self.unit_at(i)
        self.depth -= 1
        small_school = inner is not None and inner.head.kind == "school" and self._named(inner)  # `Đoàn trường THPT X`
        if inner is None or not (self.tokens[i].is_cap or small_school) or not (inner.whole or inner.head.kind in NEEDS_PLACE):
            return 0
        unit.place, unit.level = inner.place, inner.level
        return inner.last

    def _nested_pair(self, unit: Found, i: int) -> int:
        """`Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh`: one office of two bodies."""
        j = i + 1
        if unit.head.name != "Văn phòng" or self.tokens[i].fold not in ("và", "-", "&") or j not in self.heads:
            return 0
        lawmaking = self.heads[j].value.kind in NEEDS_PLACE and any(
            self.heads[k].value.kind == "legislature" for k in range(unit.first + 1, i) if k in self.heads
        )
        return self._nested(unit, j) if lawmaking and not unit.place else 0

    def _longer_field(self, i: int) -> bool:
        """`Tổ Khoa học tự nhiên`: the words are a field, not the head `Khoa`."""
        hit = self.sectors.get(i) or self.fields.get(i)
        return hit is not None and hit.last - i > 1

    def _owner_noun(self, i: int) -> int:
        """`Công đoàn trường`, `Đảng ủy Cục`: a bare noun that ends the name."""
        for size in (2, 1):
            last = i + size
            if last <= len(self.tokens) and " ".join(t.fold for t in self.tokens[i:last]) in spread("owners"):
                after = self.tokens[last] if last < len(self.tokens) and follows(self.page, last) else None
                known = (
                    i in self.heads and after and (after.is_cap or after.is_number or last in self.fields or after.fold == "số")
                )
                if self.tokens[i].text == "khối" and after and (after.is_number or after.fold == "phố"):
                    return 0  # `Chi bộ khối 6`: a hamlet of a town
                known = known and not (self.tokens[i].text.isupper() and self._person(last))  # `Công đoàn TCT Tạ Thiên Minh`
                return 0 if known or (after and last in self.levels) else last
        return 0
