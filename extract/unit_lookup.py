"""What a page's phrases say about each token, for the grammar of unit names: heads, fields, levels, provinces, titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.draft import Draft
from extract.lexicon import Hit, folded, longest, word_set
from extract.names import follows, is_sure, name_length
from extract.phrases import Head, by_first
from extract.text import Intervals, Page
from extract.works import works

CODE = re.compile(r"(?:P[ACHKVX]|[ACHVX])\d\d$")
_CODED = re.compile(r"(?<![\w/.-])\d{1,5}[-/](?:[\w.]+[-/])*$")
_DEPUTIES = "Đoàn đại biểu Quốc hội"
_DEPARTMENT = Head("", "police", owner=True)


@dataclass(slots=True)
class Found:
    """A unit found: tokens first..last, its head, and the tokens of the place that closes it (empty when there is none).

    `parts` are the rules by which it was read, each with its tokens.
    """

    first: int
    last: int
    head: Head
    place: int
    whole: bool
    level: str = ""
    parts: tuple[tuple[str, int, int], ...] = ()


class Lookup:
    """The phrases of one page by their first token."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.page: Page = draft.page
        self.tokens = draft.page.tokens
        hits = draft.hits
        self.works = Intervals(works(self.page))
        self.titles = by_first(hits.get("title", []))
        self.awards = {hit.first: hit.last for hit in hits.get("award", ())}
        self.honorifics = by_first(hits.get("honorific", []))
        self.bodies = by_first(hits.get("body", []))
        self.sectors = by_first(hits.get("sector", []))
        self.fields = by_first(hits.get("field", []))
        self.field_ends = {h.last for table in (self.sectors, self.fields) for h in table.values()}
        self.deed_ends = {h.last for h in self.fields.values() if h.value == "start"}
        self.levels = by_first([h for h in hits.get("level", []) if self._places(h)])
        self.level_ends = {h.last for h in self.levels.values()}
        self.provinces = by_first(hits.get("province", []))
        self.towns = by_first(hits.get("town", []))
        self.countries = by_first([h for h in hits.get("country", []) if self.tokens[h.first].is_cap])
        self.long_heads = {i: hit.last for i, hit in by_first(hits.get("head", [])).items() if hit.last - i > 1}
        self.plain = {i: h for h in longest(hits.get("not_unit", [])) if self._common(h) for i in range(h.first, h.last)}
        codes = self._codes()
        heads = [
            h
            for h in hits.get("head", [])
            if self.tokens[h.first].text not in word_set("levelled_heads") or h.last in self.levels
        ]
        self.heads_any = by_first(heads + codes)
        self.head_ends = {hit.last: first for first, hit in self.heads_any.items()}
        self.heads = by_first([h for h in heads if self._open(h)] + codes)
        tables = (self.fields, self.sectors, self.heads, self.bodies)
        self.covered = {i for table in tables for hit in table.values() for i in range(hit.first, hit.last)}
        self.known = self.fields.keys() | self.sectors.keys() | self.heads.keys() | self.bodies.keys()

    def _places(self, hit: Hit) -> bool:
        """A level, not the village's word as a name, letters of a short form (`VH-TT`) or half of a word (`xã hội`)."""
        i = hit.first
        if (
            hit.last < len(self.tokens)
            and self.tokens[hit.last].fold in word_set("level_compounds")
            and follows(self.page, hit.last)
        ):
            return False
        if hit.value == "thôn":
            return self.tokens[i].text.islower()
        return not (i and self.tokens[i - 1].text in ("-", "&") and self.tokens[i - 1].end == self.tokens[i].start)

    def _codes(self) -> list[Hit]:
        """`PC45`, `C02`, `A70`: code numbers of police departments, in articles that tell of the police."""
        if "công an" not in self.page.fold:
            return []
        words = [word for word in self.page.places if len(word) in (3, 4) and word[-1].isdigit()]
        codes = [t for i in sorted(i for word in words for i in self.page.places[word]) if CODE.match((t := self.tokens[i]).text)]
        told = (t for t in codes if not (t.i and self.tokens[t.i - 1].fold in folded("before_code")))
        return [Hit(t.i, t.i + 1, t.start, t.end, "head", _DEPARTMENT) for t in told]

    def _common(self, hit: Hit) -> bool:
        """`Công đoàn viên` is a member and `Công đoàn Viên chức` a union: a common noun goes on small where the list does.

        So does `cán bộ hội`, while `cán bộ Hội Nông dân` holds a unit.
        """
        words = hit.value.split()
        pairs = zip(words, (t for t in self.tokens[hit.first : hit.last] if t.is_word), strict=False)
        apart = [t for word, t in list(pairs)[1:] if t.is_cap and not t.text.isupper() and word.islower()]
        return not any(t.i in self.fields or t.i in self.sectors or t.i in self.long_heads for t in apart)

    def _open(self, hit: Hit) -> bool:
        token = self.tokens[hit.first]
        if hit.first > 1 and self.tokens[hit.first - 1].text == "Y" and self._called(hit.first - 1):
            return False
        if self._inside_title(hit) or (hit.last - hit.first == 1 and self._person(hit.first)) or self._repeated(hit):
            return False
        if token.is_cap or token.text.isupper():
            return True
        if any(self.long_heads.get(i, 0) >= hit.last for i in (hit.first - 1, hit.first - 2)):
            return False  # the last syllable of `công đoàn`
        after = self.tokens[hit.last] if hit.last < len(self.tokens) else None
        if hit.value.name == "Chi nhánh":
            return hit.last in self.levels
        fielded = hit.last - hit.first > 1 and hit.last in self.fields
        goes_on = after is not None and follows(self.page, hit.last) and (after.is_cap or fielded)
        room = hit.value.name in ("Phòng", "Khoa") and self._capital_field(hit.last)
        return bool(hit.value.lower and goes_on) or room or self._behind_title(hit) or self._regional(hit)

    def _regional(self, hit: Hit) -> bool:
        """`khối thi đua các huyện miền núi`: a cluster is named by the region of its members, in small letters too."""
        level = self.levels.get(hit.last + 1)
        one = hit.value.name.endswith("thi đua") and not (hit.first and self.tokens[hit.first - 1].fold in ("các", "những"))
        return one and level is not None and self.tokens[hit.last].fold == "các" and self._regions(level.last) > 0

    def _regions(self, i: int) -> int:
        """`trung du - miền núi`: the token behind the kinds of region named from token i on, 0 where there is none."""
        last, j = 0, i
        while " ".join(t.fold for t in self.tokens[j : j + 2]) in word_set("regions"):
            last = j = j + 2
            j += j < len(self.tokens) and self.tokens[j].fold in ("-", "–", ",", "và")
        return last

    def _called(self, i: int) -> bool:
        """Whether a title or an honorific ends right before token i: `Đại biểu Y Khoa Byă`, `ông Lê Nam`."""
        near = (table.get(k) for table in (self.titles, self.honorifics) for k in range(max(0, i - 5), i))
        return any(h is not None and h.last == i for h in near)

    def _inside_title(self, hit: Hit) -> bool:
        """`Phó Bí thư Thường trực`, `Phó Trưởng ban Thường trực`: the noun belongs to the title, which holds no unit."""
        if hit.value.name not in ("Thường trực", "Ban Thường trực", "Ban"):
            return False
        near = (t for i in range(max(hit.first - 4, 0), hit.first) if (t := self.titles.get(i)) and t.last >= hit.last)
        return any(hit.value.name != "Ban" or (t.last > hit.last and self.tokens[t.last - 2].fold == "thường") for t in near)

    def _repeated(self, hit: Hit) -> bool:
        """`Phó Trưởng ban Ban Tuyên giáo`: the noun of the title before the unit itself, unlike `Phòng Phòng, chống ...`."""
        return (
            hit.last < len(self.tokens)
            and hit.last - hit.first == 1
            and hit.last not in self.plain
            and self.tokens[hit.last].fold == self.tokens[hit.first].fold
        )

    def _written(self, body: Hit) -> bool:
        """Whether a body's name has its capital; of a long one the later words' do: `ban chấp hành Trung ương Đảng`."""
        capitals = sum(t.is_cap for t in self.tokens[body.first : body.last])
        return self.tokens[body.first].is_cap or (body.last - body.first > 5 and capitals > 1)

    def _behind_level(self, i: int) -> bool:
        """`TP.Hội An`: the word glued to a level's short form belongs to a town's name."""
        dot = self.tokens[i - 1]
        return dot.text == "." and dot.end == self.tokens[i].start and i - 2 in self.levels and self.tokens[i].is_cap

    def _in_code(self, i: int) -> bool:
        """`Chỉ thị 78-CT/QUTW`: letters of a document's number, which begins with figures."""
        start = self.tokens[i].start
        return (
            self.page.text[start - 1 : start] in ("-", "/")
            and _CODED.search(self.page.text, max(0, start - 24), start) is not None
        )

    def _opens_head(self, i: int, last: int) -> bool:
        """`Trung ương Đoàn Thanh niên ...`: the last word of the body found is the first of a longer head."""
        return i in self.heads_any and self.heads_any[i].last > last

    def _person(self, i: int) -> bool:
        """`Đoàn Văn Phi`: a head noun that is a family name here."""
        n = name_length(self.page, i)
        addressed = any(
            (h := self.honorifics.get(k)) and h.last == i and h.value.kind == "address" for k in range(max(0, i - 3), i)
        )
        return (
            n >= 3
            and is_sure(self.page, i, n)
            and (addressed or self._among_people(i, n) or not (i + 1 in self.provinces or self._country(i + 1)))
            and i + 1 not in self.heads_any
            and not self.tokens[i + 1].text.isupper()
        )

    def _among_people(self, i: int, n: int) -> bool:
        """`Trần Lan Anh, Đoàn Kiên Giang, Ngô Thị Na`: one of the persons listed, where no other delegation stands near.

        In `Lê Na, Đoàn Kiên Giang, Vũ Lan, Đoàn Bình Định` each name is followed by its delegation.
        """
        tokens, last = self.tokens, i + n
        if i < 4 or last + 1 >= len(tokens) or tokens[i - 1].fold not in (",", "và") or tokens[last].fold not in (",", "và"):
            return False
        before = any(
            name_length(self.page, k) == i - 1 - k and is_sure(self.page, k, i - 1 - k) for k in range(max(0, i - 6), i - 3)
        )
        behind = name_length(self.page, last + 1)
        near = (k for k in range(max(0, i - 20), min(last + 20, len(tokens) - 1)) if k != i)
        others = any(tokens[k].fold == tokens[i].fold and (k + 1 in self.provinces or self._country(k + 1)) for k in near)
        return before and behind >= 3 and is_sure(self.page, last + 1, behind) and not others

    def _country(self, i: int) -> bool:
        """`Đoàn Việt Nam`: a country of two words; `Đoàn Anh Đức` may be a person."""
        own = [t.text for t in self.tokens[i : i + 2]] == ["Việt", "Nam"]
        return own or (i in self.countries and self.countries[i].last - i > 1)

    def _behind_title(self, hit: Hit) -> bool:
        """`Trưởng phòng Điều dưỡng`, `Trưởng khoa Nhi`: the small noun of the title opens the unit."""
        before = self.tokens[hit.first - 1].fold if hit.first else ""
        kinds = (
            "party",
            "department",
            "office",
            "committee" if hit.value.name == "Ban" and self._capital_field(hit.last) else "",
        )
        if any(
            (t.last == hit.first or (t.last == hit.last and hit.value.kind in kinds)) and t.last - t.first > 1
            for i in range(max(0, hit.first - 4), hit.first)
            if (t := self.titles.get(i))
        ):
            return True
        return before == "trưởng" and hit.value.name in ("Phòng", "Khoa", "Ban", "Bộ môn", "Đoàn", "Trạm", _DEPUTIES)

    def _capital_field(self, i: int) -> bool:
        """`Phó ban Tôn giáo`: a field with a capital right behind the noun, so that the title holds the body's head."""
        known = i in self.bodies or (i in self.heads_any and self.heads_any[i].value.kind != "police")
        return i in self.fields and self.tokens[i].is_cap and follows(self.page, i) and not known

    def _level(self, i: int) -> bool:
        """Whether a level of place (`tỉnh`, `TP.`) stands at token i, and not the head `Tỉnh ủy`."""
        return i in self.levels and not (i in self.heads and self.heads[i].last > self.levels[i].last)

    def _same_line(self, i: int) -> bool:
        return "\n" not in self.page.text[self.tokens[i - 1].end : self.tokens[i].start]

    def _done_for(self, i: int, last: int) -> bool:
        """`Bệnh viện khám cho người nghèo`, `Sở khen thưởng 5 tập thể`: what a body does, not what it is called."""
        if not self.tokens[i].text.islower() or last + 1 >= len(self.tokens):
            return False
        return self.tokens[last].fold == "cho" or (self.tokens[last].is_number and self.tokens[last + 1].text.islower())
