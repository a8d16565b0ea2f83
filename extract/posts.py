"""Positions beside a name: before it (`Thứ trưởng Bộ Tư pháp A`), behind it (`A - Phó Bí thư Tỉnh ủy, Trưởng đoàn ...`), in brackets."""

from __future__ import annotations

import functools
import re

from extract.draft import NameSpan, RawPost, Span
from extract.folding import fold, squash
from extract.lexicon import Hit, folded, spread, word_set
from extract.name_finder import OPENERS, NameFinder
from extract.names import follows, name_length
from extract.phrases import by_first

WITHIN = ("mass organisation", "party", "department", "association", "committee")  # bodies inside others
OWNING = ("school", "hospital", "company", "institute")
LEADS = re.compile(r"(?:giám đốc|hiệu trưởng|viện trưởng)$")  # who leads the whole body, whatever else he does in a part of it
PEOPLE = re.compile(r"\s*[,(]\s*(?:người dân tộc|dân tộc|người)\s+[^,;:.()\n]{2,20}?\s*\)?(?=\s*[,-])")
ELECTED = re.compile(
    r"\s+(?:tiếp tục |đã |vừa )?(?:được (?:(?!(?:đề nghị|dự kiến|giới thiệu|quy hoạch|đề xuất|đề cử|xem xét))[^,.;:\d]{2,40} )?(?:bầu|bổ nhiệm|tái cử|tín nhiệm)(?: lại)?|tái đắc cử|đắc cử|tái cử)"
    r"(?: làm| giữ| vào| là)?(?: chức(?: danh| vụ)?| cương vị)? "
)
JOINERS = {",", "và", "kiêm", "-", "–"}


class Posts(NameFinder):
    """Reads the positions around the names of one page."""

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

    def _apart(self, i: int, j: int) -> bool:
        """`Viện trưởng, Viện X`, `Chỉ huy trưởng, Bộ Chỉ huy Y`: a comma at token j before the unit whose noun the title holds."""
        unit = self.units.get(j + 1)
        if unit is None or self.tokens[j].text != "," or not self._near(j + 1):
            return False
        noun = " ".join(t.fold for t in self.tokens[i:j] if t.fold not in word_set("title_ranks"))
        head = " ".join(fold(unit.name).split()[:4])
        return bool(noun) and f" {noun} " in f" {head} "

    def _post(self, i: int, j: int, unit: Span) -> tuple[RawPost, int]:
        end = self.page.token_span(unit.start, unit.end)[1]
        return self._of_unit(i, j, unit), end

    def _of_unit(self, i: int, j: int, unit: Span) -> RawPost:
        """The position of the tokens i..j in a unit named beside it."""
        why = (("post.unit", unit.start, unit.end),)
        return RawPost(self._words(i, j), self.tokens[i].start, self.tokens[j - 1].end, unit, why=why)

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
            noun = next((n for n in spread("bodies_within") if fold(post.title).endswith(fold(n)) or post.noun == fold(n)), None)
            if noun is None or post.unit or post.place or not (later.unit or later.place):
                continue
            body = later.unit.name if later.unit else later.place or ""
            if later.unit and later.unit.kind in ("government", "legislature", "party", "committee"):
                words = body.split()
                level = next((k for k, word in enumerate(words) if fold(word) in word_set("place_levels")), None)
                body = " ".join(words[level:]) if level else ""
            if body:
                post.title = post.title if fold(post.title).endswith(fold(noun)) else f"{post.title} {noun}"
                post.place, post.noun = body, None
                post.why += (("post.borrowed", later.start, later.end),)
        return posts

    def _skip_parent(self, i: int) -> int:
        """`Tổ trưởng Tổ cầu số 2, Công ty X` and `... Phòng Y (Công ty X)`: the parent body is no post of its own."""
        while i + 1 < len(self.tokens) and self.tokens[i].text in (",", "(") and i + 1 in self.units:
            i = self.page.token_span(self.units[i + 1].start, self.units[i + 1].end)[1]
            if i < len(self.tokens) and self.tokens[i].text == ")":
                i += 1
        return i

    def before(self, span: NameSpan, taken: set[int]) -> tuple[list[RawPost], int]:
        """The positions that end right before the name (and its honorific), and the token where they begin.

        Positions at the characters `taken` are told of the person named before.
        """
        i = self._honorific_start(self.page.token_at(span.start))
        i = self.town_ends.get(i, i)
        if (
            i > 1
            and self.tokens[i - 1].text in "-–"
            and self._near(i - 1)
            and (i - 1 in self.unit_ends or i - 1 in self.title_ends)
        ):
            i -= 1
        posts, start = self._ending_at(i)
        if not posts:
            posts, start = self._before_comma(i, span)
        while posts and start > 2 and self.tokens[start - 1].fold in (",", "kiêm") and self._near(start - 1):
            earlier, begin = self._ending_at(start - 1)
            whole = posts[0].unit or (earlier and {fold(p.title) for p in (earlier[0], posts[0])} <= folded("state_offices"))
            if not earlier or earlier[0].start in taken or not whole or self._for_another(begin):
                break
            if self.tokens[start - 1].fold == "kiêm" and not earlier[0].noun:
                earlier[0].unit = earlier[0].unit or posts[0].unit
                earlier[0].why = earlier[0].why or (("post.borrowed", posts[0].start, posts[0].end),)
            posts, start = earlier + posts, begin
        return self._with_borrowed(posts), start

    def _before_comma(self, i: int, span: NameSpan) -> tuple[list[RawPost], int]:
        """`Phó Chủ tịch HĐND tỉnh X, ông A đã ...`: a post that opens the clause, a comma, a form of address and the name."""
        addressed = i < self.page.token_at(span.start) and i > 2 and self.tokens[i - 1].text == "," and i - 1 in self.unit_ends
        if not addressed or span.posts or not self._near(i):
            return [], i
        posts, start = self._ending_at(i - 1)
        opens = start == 0 or self.tokens[start - 1].text in (",", ".", ":") or not self._near(start)
        alone = (
            self.tokens[self.page.token_at(span.end)].text not in (",", "-", "–") if span.end < len(self.page.text) - 1 else True
        )
        return (posts, start) if posts and opens and alone and not self._for_another(start) else ([], i)

    def _for_another(self, i: int) -> bool:
        """`thừa ủy quyền của Chủ tịch nước, Bí thư Tỉnh ủy A`: the post at token i is of whom the person named stands for."""
        i += self.tokens[i].fold == "quyền"  # `ủy quyền Chủ tịch nước` is no acting president
        if i > 2 and self.tokens[i - 1].fold == "và" and self._near(i - 1):  # `ủy quyền của Chủ tịch nước và Thủ tướng`
            begin = self._ending_at(i - 1)[1]
            if begin < i - 1:
                return self._for_another(begin)
        words = [t.fold for t in self.tokens[max(0, i - 3) : i]]
        return bool(words) and (words[-2:] in (["thay", "mặt"], ["ủy", "quyền"]) or words[-2:] == ["quyền", "của"])

    def _ending_at(self, i: int) -> tuple[list[RawPost], int]:
        """The position that ends before token i, and the token where it begins."""
        if i in self.unit_ends:
            unit = self.unit_ends[i]
            first = self.page.token_span(unit.start, unit.end)[0]
            title = self.title_ends.get(first) or self._title_around(first, i)
            linked = self.title_ends.get(first - 1) if first and self.tokens[first - 1].fold in word_set("owner_links") else None
            if linked is None and first and (apart := self.title_ends.get(first - 1)) and self._apart(apart.first, first - 1):
                linked = apart
            if hit := title or linked:
                start = self._modified(hit.first)
                end = min(hit.last, first)
                return [self._of_unit(start, end, unit)], start
            if first > 1 and self.tokens[first - 1].text == "," and first - 1 in self.unit_ends and self._near(first):
                return self._ending_at(first - 1)
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
        if i and self.tokens[i - 1].fold in word_set("modifiers") and follows(self.page, i):
            return i - 1
        return i

    def after(self, span: NameSpan) -> list[RawPost]:
        """The positions behind the name."""
        i = self.page.token_at(span.end)
        if people := PEOPLE.match(self.page.fold, span.end):  # `bà A, dân tộc Ê Đê, Chủ tịch ...`
            i = self.page.token_at(people.end())
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
        elif (elected := ELECTED.match(self.page.fold, span.end)) and self.page.token_at(elected.end()) in self.titles:
            i = self.page.token_at(elected.end())
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

    def _place_run(self, j: int) -> int:
        """How many capitalised words go on from token j, right behind the one before: the place in `Trưởng bản Pá Khôm`."""
        n = 0
        while j + n < len(self.tokens) and self.tokens[j + n].is_cap and follows(self.page, j + n) and n < 3:
            n += 1
        return n
