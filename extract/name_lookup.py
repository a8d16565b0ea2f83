"""What a page's phrases say about each token, for the grammar of persons' names: forms of address, titles, places, units, awards."""

from __future__ import annotations

from extract.draft import Draft, Span
from extract.folding import fold
from extract.lexicon import Hit, folded, word_set
from extract.names import follows, place_before
from extract.phrases import by_first
from extract.works import authors


class NameLookup:
    """The phrases of one page by their tokens."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.page, self.tokens = draft, draft.page, draft.page.tokens
        self.honorifics = by_first([h for h in draft.hits.get("honorific", []) if self._address(h)])
        self.titles = by_first(draft.hits.get("title", []))
        self.title_ends: dict[int, Hit] = {}
        for hit in draft.hits.get("title", []):
            if hit.last not in self.title_ends or hit.first < self.title_ends[hit.last].first:
                self.title_ends[hit.last] = hit
        towns = draft.hits.get("province", []) + draft.hits.get("town", [])
        self.places = {h.first: h.last for h in sorted(towns, key=lambda h: h.last)}
        self.noun_ends = self._noun_ends()
        self.authors = {start: work for start, work in authors(self.page).items() if self.page.token_at(start) not in self.places}
        self.levels = by_first(draft.hits.get("level", []))
        self.awards = _covered(draft.hits.get("award", []))
        self.award_ends = {first: hit.last for first, hit in by_first(draft.hits.get("award", [])).items()}
        self.units: dict[int, Span] = {}
        self.unit_ends: dict[int, Span] = {}
        self.in_unit: set[int] = set()
        for span in draft.unit_spans:
            first, last = self.page.token_span(span.start, span.end)
            if first in self.titles and self.titles[first].last == last:  # `UVTƯ Đảng`: a title that holds its body
                continue
            self.units[first], self.unit_ends[last] = span, span
            self.in_unit.update(range(first, last))
        self.town_ends = self._towns_before_names()

    def _towns_before_names(self) -> dict[int, int]:
        """Where `, quận Hoàng Mai` ends before a name -> where the unit before it ends; the town is nobody's name."""
        ends: dict[int, int] = {}
        for first, level in self.levels.items():
            j = level.last
            if first in self.in_unit or j >= len(self.tokens) or not self.tokens[j].is_cap:
                continue
            if split := place_before(self.page, j):
                self.in_unit.update(range(j, j + split))
                comma = first - 1 in self.unit_ends and self.tokens[first - 1].text == ","
                ends[j + split] = first - 1 if comma else first
        return ends

    def _noun_ends(self) -> dict[int, tuple[Hit, str]]:
        """Where a title with a bare noun behind it ends: `Giám đốc bệnh viện` -> (title, noun)."""
        ends: dict[int, tuple[Hit, str]] = {}
        for hit in self.titles.values():
            noun, end = self._noun(hit.last)
            if noun:
                ends.setdefault(end, (hit, noun))
        return ends

    def _inside_name(self, i: int) -> bool:
        """`Hoàng Anh Sông Lam`: a form of address with a capital right behind another capital is a word of a name."""
        address = self.honorifics[i].value.kind == "address" and self.tokens[i].is_cap and i > 0
        return address and self.tokens[i - 1].is_cap and follows(self.page, i)

    def _address(self, hit: Hit) -> bool:
        """`Y Sĩ Byă` is a name and `y sĩ Byă` a male nurse: behind the first word an honorific goes on small."""
        inner = self.tokens[hit.first + 1 : hit.last]
        return hit.value.kind in ("state title", "degree", "academic rank", "religious") or not any(
            t.is_cap and not t.text.isupper() and fold(t.text) == t.fold and t.fold != "việt" for t in inner
        )

    def _behind_honorific(self, i: int) -> int:
        """The token behind a chain of honorifics, ranks and degrees that opens at token i (0: there is none)."""
        j = i
        while j in self.honorifics and self.honorifics[j].first == j:
            j = self.honorifics[j].last
            while j < len(self.tokens) and self.tokens[j].text in (".", ",") and self._degree(j):
                j += 1
        return j if j > i and j < len(self.tokens) and self._near(j) else 0

    def _degree(self, j: int) -> bool:
        """A full stop or comma inside `PGS.TS`, `giáo sư, tiến sĩ`."""
        if self.tokens[j].text == ".":
            return j + 1 < len(self.tokens) and (j + 1 in self.honorifics or self.tokens[j + 1].is_cap)
        return j + 1 in self.honorifics and self.honorifics[j + 1].value.kind in ("degree", "academic rank", "state title")

    def _near(self, j: int) -> bool:
        return "\n" not in self._gap(j)

    def _title_at(self, i: int) -> Hit | None:
        j = i
        while j < len(self.tokens) and j - i < 3 and ((word := self.tokens[j].fold) == "." or word in word_set("modifiers")):
            j += 1
        return self.titles.get(j)

    def _noun(self, j: int) -> tuple[str | None, int]:
        """A bare noun that stands for a body told elsewhere: `Giám đốc bệnh viện`, `Trưởng Ban Chỉ đạo`."""
        for size in (3, 2, 1):
            words = " ".join(t.fold for t in self.tokens[j : j + size])
            if (words in folded("owners") or words in folded("bare_nouns")) and self._near(j):
                return (None, 0) if words in word_set("shared_nouns") and self._goes_on(j + size) else (words, j + size)
        return None, 0

    def _goes_on(self, i: int) -> bool:
        """`Chủ tịch Ủy ban vì trẻ em`: small words at token i that may be more of the body's name, no form of address."""
        small = i < len(self.tokens) and self.tokens[i].text.islower() and i not in self.honorifics and follows(self.page, i)
        return small and self.tokens[i].fold not in ("là", "gồm", "và", "kiêm")

    def _honorific_start(self, i: int) -> int:
        """The token where the chain of honorifics before token i begins."""
        for j in range(max(i - 8, 0), i):
            if j in self.honorifics and self._behind_honorific(j) == i:
                return j
        return i

    def _gap(self, i: int) -> str:
        return self.page.text[self.tokens[i - 1].end : self.tokens[i].start]


def _covered(hits: list[Hit]) -> set[int]:
    return {i for hit in hits if hit.last - hit.first > 1 for i in range(hit.first, hit.last)}
