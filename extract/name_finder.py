"""Names of persons as the text has them: behind an honorific, rank or post, by their own shape, or next in a list."""

from __future__ import annotations

import re

from extract.draft import NameSpan
from extract.folding import squash
from extract.lexicon import folded, word_set
from extract.name_lookup import NameLookup
from extract.names import follows, hyphened_length, is_sure, loose_length, name_length, run_of_caps
from extract.why import Step
from extract.works import pen_name

_ASIDE = re.compile(r"\([^()]{1,80}\) ?(?=[,;])")
APART = 120  # characters between two names of a list at most: a bracket and a sign
PRIZE_WORDS = ("nhất", "nhì", "ba", "tư", "khuyến", "đặc", "a", "b", "c", "thưởng")
NAMED_AFTER = re.compile(
    r"(?<!\w)(?:giải thưởng|giải|học bổng|cúp) (?:báo chí|văn học(?: nghệ thuật)?|văn nghệ|khoa học(?: (?:công nghệ|kỹ thuật))?|y học|toán học|môi trường)\s+$"
)
LIVING = re.compile(
    r"\((?:hiện |đang )?(?:trú|ngụ|ở|sống|địa chỉ|số nhà|thường trú)(?!\w)[^():]*(?<!\w)(?:ngõ|ngách|hẻm|số|đường|phố)(?!\w)[^():]*$"
)
OPENERS = {",", "-", "–", "(", ":"}
LIST_SIGNS = {",", "và", ";", "cùng"}


class NameFinder(NameLookup):
    """Finds the names of persons on one page."""

    def find(self) -> list[NameSpan]:
        """Every name, in order, without positions."""
        found: list[NameSpan] = []
        end, line, shouted = 0, (0, -1), False
        for i in sorted({*self.honorifics, *[token.i for token in self.tokens if token.is_cap]}):
            start = self.tokens[i].start
            if start >= line[1]:
                line = self.page.line_of(start)
                shouted = self.page.is_shouted(*line)
            if start >= end and not shouted and (span := self._at(i, found)):
                found.append(span)
                end = span.end
        return found

    def _at(self, i: int, found: list[NameSpan]) -> NameSpan | None:
        token = self.tokens[i]
        if i in self.in_unit or not token.is_word or self.draft.skipped(token.start):
            return None
        if found and (n := self._coauthor(found[-1], i)):
            return self._span(i, n, True, ("person.coauthor", found[-1].start, found[-1].end))
        if (j := self._behind_honorific(i)) and j not in self.in_unit and self.places.get(i, i) <= j:
            n = hyphened_length(self.page, j) or name_length(self.page, j) or (0 if self._inside_name(i) else self._loose(j))
            n = self._cut(j, n)
            why = ("person.honorific", token.start, self.tokens[j - 1].end)
            return self._span(j, n, True, why) if n and not self._from_place(i, j, n) else None
        if token.start in self.authors and i not in self.titles and (n := self._cut(i, pen_name(self.page, i))):
            return self._span(i, n, True, ("person.author", *self.authors[token.start]))
        return self._plain(i, found)

    def _coauthor(self, last: NameSpan, i: int) -> int:
        """`tác giả Lý Sơn Hà – Anh Thư`: the length of a pen name behind a dash and another author's name, 0 for none."""
        if "\n" in self.page.text[last.end : self.tokens[i].start]:  # `- Giải Nhì: ...` in the line below
            return 0
        if self.tokens[i - 1].text not in ("-", "–") or self.tokens[i - 1].start - last.end > 2 or " " not in last.name:
            return 0
        first = self.page.token_at(last.start)
        words = {t.fold for t in self.tokens[max(0, first - 14) : first]}
        n = run_of_caps(self.page, i, 4)
        known = i in self.titles or i in self.places or i in self.units or i in self.in_unit
        return n if n > 1 and not known and {"tác", "giả"} <= words else 0

    def _from_place(self, i: int, j: int, n: int) -> bool:
        """`các học sinh Ninh Thuận`, `vận động viên Phú Thọ`: people of a place; `bà Phú Thọ` is a person."""
        whole = self.places.get(j, 0) >= j + n
        return whole and all(h.value.kind != "address" for k in range(i, j) if (h := self.honorifics.get(k)))

    def _loose(self, j: int) -> int:
        token = self.tokens[j]
        if (
            not token.is_cap
            or j in self.places
            or token.text in word_set("nation_words")
            or j in self.titles
            or token.text.isupper()
        ):
            return 0
        return loose_length(self.page, j)

    def _cut(self, j: int, n: int) -> int:
        """End the name before a unit, a title or an award begins."""
        for k in range(1, n):
            at = j + k
            if at in self.in_unit or (at in self.titles and self.titles[at].last - at > 1) or at in self.awards:
                return k
        return n

    def _plain(self, i: int, found: list[NameSpan]) -> NameSpan | None:
        """A name without honorific: sure by its shape, behind a post, or next in a list of names."""
        prize = self.tokens[i].text == "Giải" and i + 1 < len(self.tokens) and self.tokens[i + 1].fold in PRIZE_WORDS
        if not self.tokens[i].is_cap or i in self.awards or prize:
            return None
        n = self._cut(i, name_length(self.page, i))
        listed = bool(found) and self._listed(found[-1], i)
        if not n and listed and self._known_end(found, i):
            return self._span(i, 1, True, ("person.given", -1, -1))
        if not n and listed and (rare := self._rare_name(i) or self._foreign(found[-1], i)):
            return self._span(i, rare, False, ("person.rare", -1, -1))
        if not n or self._no_person(i, n) or self._street(i) or self._namesake(i):
            return None
        cued = (
            i in self.unit_ends
            or i in self.title_ends
            or (i in self.noun_ends and self._near(i))
            or bool(self._called(i))
            or self._dashed(i)
        )
        apposed = self._apposed(i + n)
        if (n >= 2 and (cued or listed or apposed)) or is_sure(self.page, i, n):
            return self._span(i, n, cued or apposed, self._beside(i, n, listed, apposed))
        if n == 1 and (listed or apposed or self.tokens[i].text[1:2] in "'’ʼ"):
            return self._span(i, n, cued or apposed, self._beside(i, n, listed, apposed))
        return None

    def _namesake(self, i: int) -> bool:
        """`Giải thưởng Văn học Nguyễn Thị A`, `giải Báo chí Trần B`: whom a prize is named after."""
        start = self.tokens[i].start
        return NAMED_AFTER.search(self.page.fold, max(0, start - 50), start) is not None

    def _street(self, i: int) -> bool:
        """`(trú tại ngõ 51, Lương Khánh Thiện, quận X)`: a name between commas inside an address in brackets is a street."""
        start = self.tokens[i].start
        opened = self.page.text.rfind("(", max(0, start - 60), start)
        return opened >= 0 and self.tokens[i - 1].text == "," and LIVING.match(self.page.fold, opened, start) is not None

    def _dashed(self, i: int) -> bool:
        """`Bí thư Đảng ủy Công an tỉnh - Lê Diện`: a dash stands between a post with its unit and the name."""
        unit = self.unit_ends.get(i - 1)
        if unit is None or self.tokens[i - 1].text not in "-–" or not self._near(i):
            return False
        return self.page.token_span(unit.start, unit.end)[0] in self.title_ends

    def _called(self, i: int) -> tuple[int, int] | None:
        """Characters of a noun for persons right before the name: `lão nông Lê Thuần`, `các cá nhân: Vũ Phương (...)`."""
        j = i - (self.tokens[i - 1].text == ":" or self.tokens[i - 1].fold in ("gồm", "là")) if i else 0
        words = [t.fold for t in self.tokens[max(0, j - 2) : j]]
        whole = " ".join(words) in folded("person_nouns")
        if not words or not self._near(i) or not (whole or words[-1] in folded("person_nouns")):
            return None
        return self.tokens[j - len(words) if whole else j - 1].start, self.tokens[j - 1].end

    def _beside(self, i: int, n: int, listed: bool, apposed: bool) -> Step:
        """What let the n tokens from i be a name: the post, unit or noun before, the post behind, the list, else their shape."""
        if i in self.title_ends or i in self.noun_ends:
            post = self.title_ends[i] if i in self.title_ends else self.noun_ends[i][0]
            return ("person.post", post.start, post.end)
        if i in self.unit_ends:
            return ("person.unit", self.unit_ends[i].start, self.unit_ends[i].end)
        if noun := self._called(i):
            return ("person.called", *noun)
        if self._dashed(i):
            return ("person.unit", self.unit_ends[i - 1].start, self.unit_ends[i - 1].end)
        if apposed and (title := self._title_at(i + n + 1)):
            return ("person.apposed", title.start, title.end)
        return ("person.listed", -1, -1) if listed else ("person.shape", -1, -1)

    def _rare_name(self, i: int) -> int:
        """`anh A, Khấu Mý Sò và B`: three or four capitals between listed names, the family name in no catalogue."""
        n = run_of_caps(self.page, i, 5)
        after = self.tokens[i + n].fold if i + n < len(self.tokens) else "."
        words = [self.tokens[i + k].text for k in range(n)]
        return (
            n if n in (3, 4) and after in (",", "và", "(") and all(w[1:].islower() for w in words) and i not in self.titles else 0
        )

    def _foreign(self, last: NameSpan, i: int) -> int:
        """`các nghệ sĩ Jared Leto, Rita Ora và B`: behind a foreign name of two words in a list stands another."""
        n = loose_length(self.page, i)
        told = " " in last.name and not name_length(self.page, self.page.token_at(last.start))
        known = i in self.titles or i in self.honorifics or i in self.in_unit or i in self.units or i in self.places
        return self._cut(i, n) if told and 2 <= n <= 4 and not known else 0

    def _known_end(self, found: list[NameSpan], i: int) -> bool:
        """`hai ông Khằm và Giàng`: a given name told in full before, listed behind another given name."""
        if " " in found[-1].name:
            return False
        given = f" {self.tokens[i].text}"
        return any(span.name.endswith(given) for span in found)

    def _no_person(self, i: int, n: int) -> bool:
        if self.places.get(i, 0) >= i + n:
            return True
        if i == 0 or i in self.unit_ends or not follows(self.page, i):
            return self._quoted(i, n)
        i -= self.tokens[i - 1].text == "."
        if self.tokens[i - 1].is_number and i > 1 and self.tokens[i - 2].fold == "số":
            return True
        one = self.tokens[i - 1].fold
        two = f"{self.tokens[i - 2].fold} {one}" if i > 1 else one
        placed = one in folded("before_no_person") and two not in word_set("person_compounds")
        return placed or two in folded("before_no_person") or self._quoted(i, n)

    def _quoted(self, i: int, n: int) -> bool:
        """Whether the name is all that stands in quotation marks: a title or nickname rather than a person."""
        before = self.page.fold[self.tokens[i].start - 1 : self.tokens[i].start]
        after = self.page.fold[self.tokens[i + n - 1].end : self.tokens[i + n - 1].end + 1]
        return before == '"' and after == '"'

    def _listed(self, last: NameSpan, i: int) -> bool:
        if self.tokens[i].start - last.end > APART:
            return False
        between = squash(self.page.text[last.end : self.tokens[i].start])
        if between[:1] == "(" and (told := _ASIDE.match(between)):
            between = between[told.end() :]
        return between in LIST_SIGNS or between in (", và", "; và")

    def _apposed(self, j: int) -> bool:
        """Whether a post stands behind a comma, dash or bracket at token j."""
        return j + 1 < len(self.tokens) and self.tokens[j].text in OPENERS and self._title_at(j + 1) is not None

    def _span(self, i: int, n: int, cued: bool, why: Step) -> NameSpan:
        start, end = self.tokens[i].start, self.tokens[i + n - 1].end
        return NameSpan(start, end, squash(self.page.text[start:end]).replace("Ð", "Đ"), cued, why=(why,))
