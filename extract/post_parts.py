"""One position or a row of them, read from where it begins: title, bare noun, unit, and units told once for two."""

from __future__ import annotations

import functools
import re

from extract.bodies import key_of
from extract.draft import Draft, NameSpan, RawPost, Span
from extract.folding import fold, squash
from extract.lexicon import Hit, folded, spread, word_set
from extract.name_finder import NameFinder
from extract.names import follows, run_of_caps
from extract.phrases import by_first
from extract.unit_parts import one_word

WITHIN = ("mass organisation", "party", "department", "association", "committee")  # bodies inside others
OWNING = ("school", "hospital", "company", "institute")
LEADS = re.compile(r"(?:giám đốc|hiệu trưởng|viện trưởng)$")  # who leads the whole body, whatever else he does in a part of it
SHORT = re.compile(r"\s?\((?=[^)]*[A-ZĐ])[A-ZĐÂĂÊÔƠƯ\d&-]{2,10}\)")
REGION = re.compile(r" (?:khu vực )?(?:phía nam|phía bắc|miền nam|miền bắc|miền trung)(?!\w)")
JOINERS = {",", "và", "kiêm", "-", "–"}


class PostParts(NameFinder):
    """Reads the positions that begin at a token of one page."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        for first, unit in self.units.items():  # `Giám đốc Công ty Hoa Sen (HSC) A`: the short name belongs to the unit
            if first in self.title_ends and (short := SHORT.match(self.page.text, unit.end) or self._region(first, unit)):
                self.unit_ends.setdefault(self.page.token_at(short.end()), unit)
        self.envoy_ends: set[int] = set()
        self._envoys()

    def _plain(self, i: int, found: list[NameSpan]) -> NameSpan | None:
        """A name without honorific; behind a post in a body of the whole country a pen name of two capitals too."""
        return super()._plain(i, found) or self._pen_named(i)

    def _region(self, first: int, unit: Span) -> re.Match[str] | None:
        """`Phó đại diện Tổng cục X phía Nam`: the region behind the unit at token `first` whom somebody stands for there."""
        envoy = first > 1 and self.tokens[first - 1].fold == "diện" and self.tokens[first - 2].fold == "đại"
        return REGION.match(self.page.fold, unit.end) if envoy else None

    def _pen_named(self, i: int) -> NameSpan | None:
        """`Chủ tịch Hội Nhà văn Việt Nam Hữu Thỉnh trao giải`: who holds the post, no family name told."""
        unit = self.unit_ends.get(i)
        if (
            unit is None
            or not fold(unit.name).endswith(" việt nam")
            or run_of_caps(self.page, i) != 2
            or not follows(self.page, i)
        ):
            return None
        tables = (self.places, self.titles, self.honorifics, self.levels, self.heads, self.awards, self.countries)
        known = i in self.fields or any(k in table for table in tables for k in (i, i + 1))
        words = [token.text for token in self.tokens[i : i + 3]]
        named = all(word.isalpha() and word[1:].islower() for word in words[:2])
        ends = len(words) == 3 and (words[2] == "," or (fold(words[2]) in folded("stops") and words[2].islower()))
        posted = self.page.token_span(unit.start, unit.end)[0] in self.title_ends
        known = known or (posted and named and one_word(words[0].lower(), words[1].lower()))  # `Đương Nhiệm`
        return self._span(i, 2, True, ("person.unit", unit.start, unit.end)) if named and ends and posted and not known else None

    def _envoys(self) -> None:
        """`Đại sứ (nước) Lào tại Việt Nam`: the nations belong to the title."""
        for first, hit in list(self.titles.items()):
            if fold(hit.value.title) not in word_set("envoys"):
                continue
            sender = self._nation(hit.last + (self.tokens[min(hit.last, len(self.tokens) - 1)].fold == "nước"))
            at = sender and sender < len(self.tokens) and self.tokens[sender].fold == "tại"
            last = self._nation(sender + 1) if at else sender if sender > hit.last + 1 else 0
            if last:
                end = self.tokens[last - 1].end
                self.titles[first] = self.title_ends[last] = Hit(first, last, hit.start, end, hit.kind, hit.value)
                self.envoy_ends.add(last)

    def _nation(self, i: int) -> int:
        """The token behind the country named at token i, 0 for none."""
        if [t.text for t in self.tokens[i : i + 2]] == ["Việt", "Nam"]:
            return i + 2
        return self.countries[i].last if i in self.countries and self.tokens[i].is_cap else 0

    @functools.cached_property
    def fields(self) -> set[int]:
        """First tokens of the fields that names of units hold."""
        return {hit.first for hit in self.draft.hits.get("field", [])}

    @functools.cached_property
    def countries(self) -> dict[int, Hit]:
        """Countries by their first token."""
        return by_first(self.draft.hits.get("country", []))

    def post_at(self, i: int) -> tuple[RawPost, int] | None:
        """The position that begins at token i and the token behind it."""
        hit = self._title_at(i)
        if hit is None or self.tokens[i].text == ".":
            return None
        inside = next((k for k in range(hit.first + 1, hit.last) if k in self.units), None)
        if inside is not None:
            return self._post(i, inside, self.units[inside])
        j = hit.last
        for size in (2, 1):
            if fold(" ".join(t.text for t in self.tokens[j : j + size])) in word_set("title_tails") and (
                size == 1 or j + size <= len(self.tokens)
            ):
                j += size
                break
        if pagoda := self._pagoda(i, j):
            return pagoda
        if hit.value.category == "village" or fold(hit.value.title) in ("trưởng bản", "trưởng buôn", "trưởng thôn", "trưởng xóm"):
            j += self._place_run(j)
        k = j + 1 if j < len(self.tokens) and self.tokens[j].fold in word_set("owner_links") else j
        k += self._apart(i, j)
        if k in self.units and self._near(k):
            return self._post(i, j, self.units[k])
        for b in range(k, min(k + 7, len(self.tokens) - 1)):
            if self.tokens[b].text == "(" and b + 1 in self.units:
                return self._post(i, j, self.units[b + 1])
            if not self.tokens[b].is_word and not self.tokens[b].is_number:
                break
        post = RawPost(self._words(i, j), self.tokens[i].start, self.tokens[j - 1].end)
        post.noun, end = self._noun(k)
        return post, end or j

    def _pagoda(self, i: int, j: int) -> tuple[RawPost, int] | None:
        """`trụ trì chùa Linh Phước`: the position of the tokens i..j in a pagoda, which is no unit of the reports."""
        two = " ".join(t.fold for t in self.tokens[j : j + 2]) in word_set("pagodas")
        if not two and (j >= len(self.tokens) or self.tokens[j].fold not in word_set("pagodas")):
            return None
        last = j + 1 + two
        last += self._place_run(last)
        if last == j + 1 + two:
            return None
        place, start, end = self._words(j, last), self.tokens[j].start, self.tokens[last - 1].end
        why = (("post.unit", start, end),)
        return RawPost(self._words(i, j), self.tokens[i].start, self.tokens[j - 1].end, place=place, why=why), last

    def _apart(self, i: int, j: int) -> bool:
        """`Viện trưởng, Viện X`, `Chỉ huy trưởng, Bộ Chỉ huy Y`: a comma at token j before the unit whose noun the title holds."""
        unit = self.units.get(j + 1)
        if unit is None or self.tokens[j].text != "," or not self._near(j + 1):
            return False
        noun = " ".join(t.fold for t in self.tokens[i:j] if t.fold not in word_set("title_ranks"))
        head = " ".join(key_of(unit.name, {}).split()[:4])
        return bool(noun) and f" {noun} " in f" {head} "

    def _post(self, i: int, j: int, unit: Span) -> tuple[RawPost, int]:
        first, end = self.page.token_span(unit.start, unit.end)
        region = self._region(first, unit)
        return self._of_unit(i, j, unit), self.page.token_at(region.end()) if region else end

    def _of_unit(self, i: int, j: int, unit: Span) -> RawPost:
        """The position of the tokens i..j in a unit named beside it."""
        if self.tokens[j - 1].fold == "tổng":  # `Tổng Thanh tra Chính phủ`: half a word is no title
            whole = self.titles.get(j - 1)
            j = min(j + 2, whole.last) if whole else j
        why = (("post.unit", unit.start, unit.end),)
        post = RawPost(self._words(i, j), self.tokens[i].start, self.tokens[j - 1].end, unit, why=why)
        if region := self._region(self.page.token_at(unit.start), unit):  # not the body itself: its office there
            post.unit, post.place = None, f"{unit.name}{self.page.text[region.start() : region.end()]}"
        return post

    def _words(self, i: int, j: int) -> str:
        return squash(self.page.text[self.tokens[i].start : self.tokens[j - 1].end])

    def posts_from(self, i: int) -> tuple[list[RawPost], int]:
        """The positions one after the other from token i on."""
        posts: list[RawPost] = []
        start = end = i
        while i < len(self.tokens) and (told := self.post_at(i)):
            if i > start and self._unknown_unit(i, told):
                break
            posts.append(told[0])
            self._joined(posts, i)
            end = i = self._skip_parent(told[1])
            if i + 1 >= len(self.tokens) or "\n" in self._gap(i):
                break
            if self.tokens[i].fold == "nguyên" and i + 1 in self.titles:
                continue
            if self.tokens[i].fold not in JOINERS:
                break
            i += 1
            if self.tokens[i].fold in ("làm", "kiêm", "là", "và"):
                i += 1
        return self._with_borrowed(posts), end

    def _unknown_unit(self, i: int, told: tuple[RawPost, int]) -> bool:
        """`A, Bí thư X và Chủ tịch UBDN TP ...`: a position of a body that is not understood, hardly the same person's."""
        post, j = told
        bare = not (post.unit or post.noun) and j < len(self.tokens) and self.tokens[j].is_cap and follows(self.page, j)
        return bare and self.tokens[i - 1].fold == "và"

    def _joined(self, posts: list[RawPost], i: int) -> None:
        """`Phó Tư lệnh kiêm Tham mưu trưởng Quân khu 3`: the unit is told once for both."""
        if len(posts) > 1 and self.tokens[i - 1].fold == "kiêm" and not (posts[-2].unit or posts[-2].noun):
            if posts[-1].unit and LEADS.search(fold(posts[-2].title)) and (whole := self._whole(posts[-1].unit)):
                posts[-2].place = whole
            else:
                posts[-2].unit = posts[-1].unit
            posts[-2].why += (("post.borrowed", posts[-1].start, posts[-1].end),)

    def _housing(self, unit: Span) -> str:
        """`Bí thư Đảng ủy, Chủ tịch Công đoàn Công ty X` leads the company's Party body; that of a union by itself is not told."""
        return self._whole(unit) or ("" if unit.kind in ("mass organisation", "association") else unit.name)

    def _whole(self, part: Span) -> str | None:
        """`Phó Giám đốc kiêm Trưởng khoa Nội, Bệnh viện X`, `... kiêm Chủ tịch Công đoàn Trường Y`: the body that the part belongs to."""
        if part.kind not in WITHIN:
            return None
        behind = self.page.token_span(part.start, part.end)[1]
        if behind < len(self.tokens) and self.tokens[behind].text == "," and behind + 1 in self.units:
            return self.units[behind + 1].name
        first = self.page.token_at(part.start)
        inside = (self.heads.get(i) for i in range(first + 1, behind))
        owner = next((h for h in inside if h and h.value.kind in OWNING), None)
        return squash(self.page.text[owner.start : part.end]) if owner else None

    @functools.cached_property
    def heads(self) -> dict[int, Hit]:
        """The heads of units by their first token."""
        return by_first(self.draft.hits.get("head", []))

    def _with_borrowed(self, posts: list[RawPost]) -> list[RawPost]:
        """`Chủ tịch Công đoàn, Phó Giám đốc Công ty X`: the bare noun is the next position's body's, or its place's."""
        for post, later in zip(posts[-2::-1], posts[:0:-1], strict=True):
            self._led(post, later)
            noun = next((n for n in spread("bodies_within") if fold(post.title).endswith(fold(n)) or post.noun == fold(n)), None)
            if noun is None or post.unit or post.place or not (later.unit or later.place):
                continue
            body = self._housing(later.unit) if later.unit else later.place or ""
            if later.unit and later.unit.kind in ("government", "legislature", "party", "committee"):
                words = body.split()
                level = next((k for k, word in enumerate(words) if fold(word) in word_set("place_levels")), None)
                body = " ".join(words[level:]) if level else ""
            if body:
                post.title = post.title if fold(post.title).endswith(fold(noun)) else f"{post.title} {noun}"
                post.place, post.noun = body, None
                post.why += (("post.borrowed", later.start, later.end),)
        return posts

    def _led(self, post: RawPost, later: RawPost) -> None:
        """`Phó Giám đốc, Chánh Thanh tra Sở Y tế`: a leader told without body, beside a post in a part, leads the whole."""
        leads = LEADS.search(fold(post.title))
        if leads and later.unit and not (post.unit or post.noun or post.place):
            bodies = tuple(f"{body} " for body in word_set(f"led by a {leads[0]}"))
            first, last = self.page.token_span(later.unit.start, later.unit.end)
            names = (
                squash(self.page.text[self.tokens[k].start : later.unit.end]) for k in range(first + 1, last) if k in self.heads
            )
            if owner := next((name for name in names if f"{fold(name)} ".startswith(bodies)), None):
                post.place = owner
                post.why += (("post.borrowed", later.start, later.end),)

    def _skip_parent(self, i: int) -> int:
        """`Tổ trưởng Tổ cầu số 2, Công ty X` and `... Phòng Y (Công ty X)`: the parent body is no post of its own."""
        while i + 1 < len(self.tokens) and self.tokens[i].text in (",", "(") and i + 1 in self.units:
            i = self.page.token_span(self.units[i + 1].start, self.units[i + 1].end)[1]
            if i < len(self.tokens) and self.tokens[i].text == ")":
                i += 1
        return i

    def _place_run(self, j: int) -> int:
        """How many capitalised words go on from token j, right behind the one before: the place in `Trưởng bản Pá Khôm`."""
        n = 0
        while j + n < len(self.tokens) and self.tokens[j + n].is_cap and follows(self.page, j + n) and n < 3:
            n += 1
        return n
