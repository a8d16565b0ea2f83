"""Groups that stand before a verb as its subject: works that win a prize, each of a group counted before."""

from __future__ import annotations

import re

from extract.award_parts import Term
from extract.folding import squash
from extract.numerals import count_of
from extract.pointers import NUMBER, Recipient, counted_words
from extract.text import Page

WON = ("huy chương", "giải", "giải thưởng")
WORKS = re.compile(
    rf"(?<![\w./-])(?P<who>(?P<n>{NUMBER}) (?:tác phẩm|bài viết|bài báo|ca khúc|bài thơ|truyện ngắn|bộ phim|phim|đề tài|sáng kiến|giải pháp"
    r"|bức ảnh|tiết mục)(?: (?!đã|vừa|cũng|đều|được)[^\W\d_]+){0,2})(?: (?:đã|vừa|cũng|đều))?\s*$"
)
EACH = re.compile(
    r"\s*mỗi (?P<noun>em|cá nhân|tập thể|học sinh|đơn vị|người|hộ|gia đình|sinh viên|giáo viên)(?: (?:còn|đã|cũng|đều))?\s*"
)
FAR = 500  # characters before `Mỗi em` in which the group is counted


def counted_works(page: Page, term: Term, begin: int, verb: int) -> Recipient | None:
    """`15 tác phẩm đoạt giải Nhì`: works that win one prize; `117 tác phẩm đoạt giải, trong đó có 5 giải A` win several."""
    near = max(begin, verb - 60)
    works = WORKS.search(page.fold, near, verb) if verb > near and term.form in WON and term.count is None else None
    if not works:
        return None
    start, end = works.span("who")
    return Recipient(start, end, squash(page.text[start:end]), "group", count_of(works["n"]), rule="recipient.counted")


def each_of(page: Page, begin: int, verb: int) -> Recipient | None:
    """`Mỗi em được trao giấy khen`: the group counted before."""
    each = EACH.fullmatch(page.fold, begin, verb) if verb > begin else None
    before = page.find(counted_words(), max(0, begin - FAR), begin) if each else iter(())
    same = [m for m in before if each and each["noun"] in (m["noun"], "em", "người")]
    if not same:
        return None
    (start, end), count = same[-1].span(), count_of(same[-1]["n"])
    return Recipient(start, end, squash(page.text[start:end]), "group", count, rule="recipient.counted")
