"""People as the text names them, and the positions that stand beside a name.

A name is found behind an honorific, rank or post, or by its own shape (family name and two or more syllables). Positions
stand before it (`Thứ trưởng Bộ Tư pháp Lê Tiến Châu`), behind it (`Lê Kim Toàn - Phó Bí thư Tỉnh ủy, Trưởng đoàn ...`), in
brackets, or before a list of names (`các Phó Chủ tịch UBND tỉnh A và B`). Who is an official is decided in `links`, when
every place where the person is named is known.
"""

from __future__ import annotations

import functools

from extract.draft import Draft, NameSpan, RawPost, Span, component
from extract.lexicon import Hit, spread
from extract.names import follows, is_sure, loose_length, name_length, run_of_caps
from extract.text import fold, squash

MODIFIERS = {"nguyên", "cựu", "quyền", "q", "tân"}
TAILS = {"thường trực", "thứ nhất", "phụ trách", "danh dự", "điều hành"}
LINKS = {"của", "tại", "thuộc", "ở"}
OPENERS = {",", "-", "–", "(", ":"}
JOINERS = {",", "và", "kiêm", "-", "–"}
TOGETHER = {"cùng", "đều"}
PLURAL = {"các", "hai", "ba", "2", "3", "4", "những", "nguyên"}
NATIONS = {"Việt", "Đảng", "Nhà", "Quốc", "Trung", "Bộ", "Ban", "Ủy", "Hội"}
DEPUTY = {"đại biểu", "đb", "đại biểu quốc hội", "đbqh"}
LIST_SIGNS = {",", "và", ";", "cùng"}


class Names:
    """Finds the names on one page, then reads the positions around each."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.page, self.tokens = draft, draft.page, draft.page.tokens
        self.honorifics = _by_first([h for h in draft.hits.get("honorific", []) if self._address(h)])
        self.titles = _by_first(draft.hits.get("title", []))
        self.title_ends: dict[int, Hit] = {}
        for hit in self.titles.values():
            if hit.last not in self.title_ends or hit.first < self.title_ends[hit.last].first:
                self.title_ends[hit.last] = hit
        towns = draft.hits.get("province", []) + draft.hits.get("town", [])
        self.places = {h.first: h.last for h in sorted(towns, key=lambda h: h.last)}
        self.noun_ends = self._noun_ends()
        self.levels = _by_first(draft.hits.get("level", []))
        self.awards = _covered(draft.hits.get("award", []))
        self.award_ends = {first: hit.last for first, hit in _by_first(draft.hits.get("award", [])).items()}
        self.units: dict[int, Span] = {}
        self.unit_ends: dict[int, Span] = {}
        self.in_unit: set[int] = set()
        for span in draft.unit_spans:
            first, last = self.page.token_span(span.start, span.end)
            self.units[first], self.unit_ends[last] = span, span
            self.in_unit.update(range(first, last))

    def _noun_ends(self) -> dict[int, tuple[Hit, str]]:
        """Where a title with a bare noun behind it ends: `Giám đốc bệnh viện` -> (title, noun)."""
        ends: dict[int, tuple[Hit, str]] = {}
        for hit in self.titles.values():
            noun, end = self._noun(hit.last)
            if noun:
                ends.setdefault(end, (hit, noun))
        return ends

    # -- names ---------------------------------------------------------------------------------------------------

    def find(self) -> list[NameSpan]:
        """Every name, in order, without positions."""
        found: list[NameSpan] = []
        i = 0
        while i < len(self.tokens):
            span = self._at(i, found)
            if span:
                found.append(span)
                i = max(self.page.token_at(span.end), i + 1)
            else:
                i += 1
        return found

    def _at(self, i: int, found: list[NameSpan]) -> NameSpan | None:
        token = self.tokens[i]
        if i in self.in_unit or not token.is_word or self.draft.skipped(token.start):
            return None
        if self.page.is_shouted(*self.page.line_of(token.start)):
            return None
        if (j := self._behind_honorific(i)) and j not in self.in_unit:
            n = name_length(self.page, j) or self._loose(j)
            n = self._cut(j, n)
            return self._span(j, n, True) if n else None
        return self._plain(i, found)

    def _address(self, hit: Hit) -> bool:
        """`Y Sĩ Byă` is a name and `y sĩ Byă` a male nurse: behind the first word an honorific goes on small."""
        inner = self.tokens[hit.first + 1 : hit.last]
        return hit.value.kind in ("state title", "degree", "academic rank") or not any(
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

    def _loose(self, j: int) -> int:
        token = self.tokens[j]
        if not token.is_cap or j in self.places or token.text in NATIONS or j in self.titles or token.text.isupper():
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
        if not self.tokens[i].is_cap or i in self.awards:
            return None
        n = self._cut(i, name_length(self.page, i))
        listed = bool(found) and self._listed(found[-1], i)
        if not n and listed and self._known_end(found, i):
            return self._span(i, 1, True)
        if not n and listed and (rare := self._rare_name(i)):
            return self._span(i, rare, False)
        if not n or self._no_person(i, n):
            return None
        cued = i in self.unit_ends or i in self.title_ends
        apposed = self._apposed(i + n)
        if (n >= 2 and (cued or listed or apposed)) or is_sure(self.page, i, n):
            return self._span(i, n, cued or apposed)
        if n == 1 and (listed or apposed or self.tokens[i].text[1:2] in "'’ʼ"):
            return self._span(i, n, cued or apposed)
        return None

    def _rare_name(self, i: int) -> int:
        """`anh A, Khấu Mý Sò và B`: three or four capitals between listed names, the family name in no catalogue."""
        n = run_of_caps(self.page, i, 5)
        after = self.tokens[i + n].fold if i + n < len(self.tokens) else "."
        words = [self.tokens[i + k].text for k in range(n)]
        return (
            n if n in (3, 4) and after in (",", "và", "(") and all(w[1:].islower() for w in words) and i not in self.titles else 0
        )

    def _known_end(self, found: list[NameSpan], i: int) -> bool:
        """`hai ông Khằm và Giàng`: a given name told in full before, listed behind another given name."""
        known = {span.name.split()[-1] for span in found if " " in span.name}
        return " " not in found[-1].name and self.tokens[i].text in known

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
        return one in _no_person_words() or two in _no_person_words() or self._quoted(i, n)

    def _quoted(self, i: int, n: int) -> bool:
        """Whether the name is all that stands in quotation marks: a title or nickname rather than a person."""
        before = self.page.fold[self.tokens[i].start - 1 : self.tokens[i].start]
        after = self.page.fold[self.tokens[i + n - 1].end : self.tokens[i + n - 1].end + 1]
        return before == '"' and after == '"'

    def _listed(self, last: NameSpan, i: int) -> bool:
        between = squash(self.page.text[last.end : self.tokens[i].start])
        return between in LIST_SIGNS or between in (", và", "; và")

    def _apposed(self, j: int) -> bool:
        """Whether a post stands behind a comma, dash or bracket at token j."""
        return j + 1 < len(self.tokens) and self.tokens[j].text in OPENERS and self._title_at(j + 1) is not None

    def _span(self, i: int, n: int, cued: bool) -> NameSpan:
        start, end = self.tokens[i].start, self.tokens[i + n - 1].end
        return NameSpan(start, end, squash(self.page.text[start:end]).replace("Ð", "Đ"), cued)

    # -- posts ---------------------------------------------------------------------------------------------------

    def _title_at(self, i: int) -> Hit | None:
        j = i
        while j < len(self.tokens) and self.tokens[j].fold in MODIFIERS | {"."} and j - i < 3:
            j += 1
        return self.titles.get(j)

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
            if fold(" ".join(t.text for t in self.tokens[j : j + size])) in TAILS and (size == 1 or j + size <= len(self.tokens)):
                j += size
                break
        if hit.value.category == "village" or fold(hit.value.title) in ("trưởng bản", "trưởng buôn", "trưởng thôn", "trưởng xóm"):
            j += name_run(self, j)
        k = j + 1 if j < len(self.tokens) and self.tokens[j].fold in LINKS else j
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

    def _noun(self, j: int) -> tuple[str | None, int]:
        """A bare noun that stands for a body told elsewhere: `Giám đốc bệnh viện`, `Trưởng Ban Chỉ đạo`."""
        for size in (3, 2, 1):
            words = " ".join(t.fold for t in self.tokens[j : j + size])
            if words in _nouns() and self._near(j):
                return words, j + size
        return None, 0

    def _post(self, i: int, j: int, unit: Span) -> tuple[RawPost, int]:
        end = self.page.token_span(unit.start, unit.end)[1]
        return RawPost(self._words(i, j), self.tokens[i].start, self.tokens[j - 1].end, unit), end

    def _words(self, i: int, j: int) -> str:
        return squash(self.page.text[self.tokens[i].start : self.tokens[j - 1].end])

    def posts_from(self, i: int) -> tuple[list[RawPost], int]:
        """The positions one after the other from token i on."""
        posts: list[RawPost] = []
        end = i
        while i < len(self.tokens) and (told := self.post_at(i)):
            posts.append(told[0])
            end = i = self._skip_parent(told[1])
            if i + 1 >= len(self.tokens) or self.tokens[i].fold not in JOINERS or "\n" in self._gap(i):
                break
            i += 1
            if self.tokens[i].fold in ("làm", "kiêm", "là", "và"):
                i += 1
        return posts, end

    def _gap(self, i: int) -> str:
        return self.page.text[self.tokens[i - 1].end : self.tokens[i].start]

    def _skip_parent(self, i: int) -> int:
        """`Tổ trưởng Tổ cầu số 2, Công ty X` and `... Phòng Y (Công ty X)`: the parent body is no post of its own."""
        while i + 1 < len(self.tokens) and self.tokens[i].text in (",", "(") and i + 1 in self.units:
            i = self.page.token_span(self.units[i + 1].start, self.units[i + 1].end)[1]
            if i < len(self.tokens) and self.tokens[i].text == ")":
                i += 1
        return i

    def before(self, span: NameSpan) -> tuple[list[RawPost], int]:
        """The position that ends right before the name (and its honorific), and the token where it begins."""
        i = self.page.token_at(span.start)
        i = self._honorific_start(i)
        if (
            i > 1
            and self.tokens[i - 1].text in "-–"
            and self._near(i - 1)
            and (i - 1 in self.unit_ends or i - 1 in self.title_ends)
        ):
            i -= 1
        if i in self.unit_ends:
            unit = self.unit_ends[i]
            first = self.page.token_span(unit.start, unit.end)[0]
            title = self.title_ends.get(first) or self._title_around(first, i)
            linked = self.title_ends.get(first - 1) if first and self.tokens[first - 1].fold in LINKS else None
            if hit := title or linked:
                start = self._modified(hit.first)
                end = min(hit.last, first)
                return [RawPost(self._words(start, end), self.tokens[start].start, self.tokens[end - 1].end, unit)], start
            return [], i
        if i in self.noun_ends and self._near(i):
            hit, noun = self.noun_ends[i]
            start = self._modified(hit.first)
            post = RawPost(self._words(start, hit.last), self.tokens[start].start, self.tokens[hit.last - 1].end, noun=noun)
            return [post], start
        if (hit := self.title_ends.get(i)) and self._near(i):
            start = self._modified(hit.first)
            return [RawPost(self._words(start, i), self.tokens[start].start, self.tokens[i - 1].end)], start
        return [], i

    def _title_around(self, first: int, end: int) -> Hit | None:
        """The title that holds the head noun at token `first` (`Trưởng Ban Dân tộc`)."""
        near = (self.titles.get(k) for k in range(max(0, first - 6), first))
        return next((h for h in near if h and first < h.last <= end), None)

    def _modified(self, i: int) -> int:
        if i and self.tokens[i - 1].fold in MODIFIERS and follows(self.page, i):
            return i - 1
        return i

    def _honorific_start(self, i: int) -> int:
        """The token where the chain of honorifics before token i begins."""
        for j in range(max(i - 8, 0), i):
            if j in self.honorifics and self._behind_honorific(j) == i:
                return j
        return i

    def after(self, span: NameSpan) -> list[RawPost]:
        """The positions behind the name."""
        i = self.page.token_at(span.end)
        if i + 1 >= len(self.tokens):
            return []
        if self.tokens[i].text in OPENERS and self.tokens[i].text != ":":
            i += 1
            if self.tokens[i].fold in ("là", "hiện", "đang"):
                i += 1
            if i in self.award_ends and self.tokens[min(self.award_ends[i], len(self.tokens) - 1)].text == ",":
                i = self.award_ends[i] + 1
        elif self.tokens[i].fold in ("là", "làm", "giữ") and i + 1 in self.titles:
            i += 1
        else:
            return []
        posts, end = self.posts_from(i)
        if posts and end < len(self.tokens) and self._next_has_own(end):
            posts.pop()
        if end + 1 < len(self.tokens) and self.tokens[end].fold == "làm" and posts:
            posts += self.posts_from(end + 1)[0]
        return posts

    def _next_has_own(self, end: int) -> bool:
        """The last position stands directly before another name, so it is that person's."""
        n = name_length(self.page, end)
        return follows(self.page, end) and (n >= 2 or (end in self.honorifics and bool(self._behind_honorific(end))))


@functools.cache
def _no_person_words() -> frozenset[str]:
    return frozenset(fold(word) for word in spread("before_no_person"))


@functools.cache
def _nouns() -> frozenset[str]:
    return frozenset(fold(word) for word in (*spread("owners"), *spread("bare_nouns")))


def name_run(names: Names, j: int) -> int:
    """How many capitalised words go on from token j, right behind the one before: the place in `Trưởng bản Pá Khôm`."""
    n = 0
    while j + n < len(names.tokens) and names.tokens[j + n].is_cap and follows(names.page, j + n) and n < 3:
        n += 1
    return n


def _by_first(hits: list[Hit]) -> dict[int, Hit]:
    table: dict[int, Hit] = {}
    for hit in hits:
        if hit.first not in table or hit.last > table[hit.first].last:
            table[hit.first] = hit
    return table


def _covered(hits: list[Hit]) -> set[int]:
    return {i for hit in hits if hit.last - hit.first > 1 for i in range(hit.first, hit.last)}


def share(names: Names, spans: list[NameSpan]) -> None:
    """Give a post told for several names to each: before a list (`các Ủy viên: A, B`) or behind it (`A và B, cùng là ...`)."""
    for k, span in enumerate(spans):
        lead, start = names.before(span)
        span.lead = names.tokens[start].start
        heading = _heading(names, span) if not lead else []
        group = lead and start and names.tokens[start - 1].fold in PLURAL
        mates = [span]
        while group or heading:
            nxt = k + len(mates)
            if nxt >= len(spans) or not names._listed(mates[-1], _first(names, spans[nxt])) or spans[nxt].posts:
                break
            mates.append(spans[nxt])
        for mate in mates:
            mate.posts = mate.posts + (lead or heading)
            mate.cued = mate.cued or bool(lead or heading)
        if together := _together(names, span):
            for mate in _chain_back(names, spans, k):
                mate.posts = mate.posts + together
                mate.cued = True


def _first(names: Names, span: NameSpan) -> int:
    return names._honorific_start(names.page.token_at(span.start))


def _heading(names: Names, span: NameSpan) -> list[RawPost]:
    """`các Phó Bí thư Tỉnh Đoàn: A và B`: a post before a colon before the first name."""
    i = _first(names, span)
    if i < 2 or names.tokens[i - 1].text != ":":
        return []
    for j in range(max(i - 14, 0), i - 1):
        if j in names.titles and (told := names.post_at(j)) and told[1] == i - 1:
            return [told[0]]
    return []


def _together(names: Names, span: NameSpan) -> list[RawPost]:
    i = names.page.token_at(span.end)
    tokens = names.tokens
    if i + 3 < len(tokens) and tokens[i].text == "," and tokens[i + 1].fold in TOGETHER and tokens[i + 2].fold == "là":
        return names.posts_from(i + 3)[0]
    return []


def _chain_back(names: Names, spans: list[NameSpan], k: int) -> list[NameSpan]:
    chain = [spans[k]]
    while k and names._listed(spans[k - 1], _first(names, spans[k])):
        k -= 1
        chain.append(spans[k])
    return chain


def deputies(names: Names, span: NameSpan) -> None:
    """`Đại biểu A (Hà Tĩnh)`, `ĐB B, Thái Bình`, `đại biểu C - Lào Cai`: the province is the deputy's unit."""
    for post in span.posts:
        if fold(post.title) not in DEPUTY or post.unit:
            continue
        i = names.page.token_at(span.end)
        if i + 1 < len(names.tokens) and names.tokens[i].text in ("(", ",", "-", "–"):
            j = i + 1
            at = names.levels[j].last if j in names.levels else j
            at += at < len(names.tokens) and names.tokens[at].text == "."
            if at in names.places:
                post.place = squash(names.page.text[names.tokens[j].start : names.tokens[names.places[at] - 1].end])


@component("people")
def run(draft: Draft) -> None:
    """Set `draft.names`: every place where a person is named, with the positions told beside it."""
    names = Names(draft)
    spans = names.find()
    for span in spans:
        span.posts = names.after(span)
    share(names, spans)
    for span in spans:
        deputies(names, span)
    draft.names = spans
