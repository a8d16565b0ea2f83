"""Positions beside a name: before it (`Thứ trưởng Bộ Tư pháp A`), behind it (`A - Phó Bí thư Tỉnh ủy, Trưởng đoàn ...`), in brackets."""

from __future__ import annotations

import re

from extract.draft import NameSpan, RawPost
from extract.folding import fold
from extract.lexicon import Hit, folded, word_set
from extract.name_finder import OPENERS
from extract.names import follows, name_length
from extract.post_parts import PostParts

PEOPLE = re.compile(r"\s*[,(]\s*(?:người dân tộc|dân tộc|người)\s+[^,;:.()\n]{2,20}?\s*\)?(?=\s*[,-])")
ELECTED = re.compile(
    r"\s+(?:tiếp tục |đã |vừa )?(?:được (?:(?!(?:đề nghị|dự kiến|giới thiệu|quy hoạch|đề xuất|đề cử|xem xét))[^,.;:\d]{2,40} )?(?:bầu|bổ nhiệm|tái cử|tín nhiệm)(?: lại)?|tái đắc cử|đắc cử|tái cử)"
    r"(?: làm| giữ| vào| là)?(?: chức(?: danh| vụ)?| cương vị)? "
)


def _plural_before(names: PostParts, i: int) -> bool:
    """Whether a word for several stands before token i, forms of address between them or not."""
    j = next((k for size in (1, 2) if (k := i - size) >= 0 and (hit := names.honorifics.get(k)) and hit.last == i), i)
    return j > 0 and names.tokens[j - 1].fold in word_set("plural_words")


class Posts(PostParts):
    """Reads the positions around the names of one page."""

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
            whole = whole or (bool(earlier) and self._member(earlier[0], begin))
            if not earlier or earlier[0].start in taken or not whole or self._for_another(begin):
                break
            if self.tokens[start - 1].fold == "kiêm" and not earlier[0].noun:
                earlier[0].unit = earlier[0].unit or posts[0].unit
                earlier[0].why = earlier[0].why or (("post.borrowed", posts[0].start, posts[0].end),)
            posts, start = earlier + posts, begin
        return self._with_borrowed(posts), start

    def _member(self, post: RawPost, begin: int) -> bool:
        """`Ủy viên Trung ương Đảng, Phó Chủ tịch nước A`: membership of a committee, told before what the member is besides.

        `các Ủy viên Trung ương Đảng, Thứ trưởng A` may be several guests.
        """
        title = fold(post.title)
        known = word_set("member_titles")
        of_body = post.unit is not None and (title in known or f"{title} {fold(post.unit.name)}" in known)
        return (of_body or title in word_set("members_alone")) and not _plural_before(self, begin)

    def _before_comma(self, i: int, span: NameSpan) -> tuple[list[RawPost], int]:
        """`Phó Chủ tịch HĐND tỉnh X, ông A đã ...`: a post that opens the clause, a comma, a form of address and the name."""
        addressed = i < self.page.token_at(span.start) and i > 2 and self.tokens[i - 1].text == ","
        if not addressed or not (i - 1 in self.unit_ends or i - 1 in self.envoy_ends) or span.posts or not self._near(i):
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
        i -= i > 0 and self.tokens[i - 1].fold == "của"
        return " ".join(t.fold for t in self.tokens[max(0, i - 2) : i]) in word_set("mandate_words")

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
        """The token where the title found at token i begins: a deputy of no title in the catalogue (`Phó Đoàn trưởng`), a former one."""
        for words in ({"phó"}, word_set("modifiers")):
            if i and self.tokens[i - 1].fold in words and follows(self.page, i) and i not in self.title_ends:
                i -= 1
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
        elif self._unmarked(span, i):
            return self._directly(i)
        else:
            return []
        posts, end = self.posts_from(i)
        if posts and end < len(self.tokens) and self._next_has_own(end):
            first = self._honorific_start(self.page.token_at(span.start))
            if (
                self._member(posts[0], i) and self._ending_at(first)[0]
            ):  # `Bí thư Tỉnh ủy A, Ủy viên Trung ương Đảng, Thứ trưởng B`
                return []
            posts.pop()
        if end + 1 < len(self.tokens) and self.tokens[end].fold == "làm" and posts:
            posts += self.posts_from(end + 1)[0]
        return posts

    def _unmarked(self, span: NameSpan, i: int) -> bool:
        """`ông Trần Lâm Giám đốc Sở Y tế`: an office right behind a name with a form of address, the comma left out.

        `ông Trần Lâm quản lý Công ty X` tells what he does.
        """
        hit = self._title_at(i)
        if hit is None or not follows(self.page, i) or all(rule != "person.honorific" for rule, *_ in span.why):
            return False
        return self.page.fold[hit.start : hit.end] not in word_set("verb_titles") | folded("status_titles")

    def _directly(self, i: int) -> list[RawPost]:
        """The positions at token i, behind a name without a comma, where they tell their body; the last is not his where a name follows."""
        posts, end = self.posts_from(i)
        k = end + (end < len(self.tokens) and self.tokens[end].text in ("-", "–"))
        if posts and k < len(self.tokens) and (self._next_has_own(end) or name_length(self.page, k) >= 2):
            posts.pop()
        whole = posts and (posts[0].unit or posts[0].noun or fold(posts[0].title) in folded("state_offices"))
        return posts if whole else []

    def _next_has_own(self, end: int) -> bool:
        """The last position stands directly before another name, so it is that person's."""
        n = name_length(self.page, end)
        return follows(self.page, end) and (n >= 2 or (end in self.honorifics and bool(self._behind_honorific(end))))
