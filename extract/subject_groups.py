"""Groups that stand before a verb as its subject: works that win a prize, each of a group counted before."""

from __future__ import annotations

import re

from extract.award_parts import Term
from extract.folding import fold, squash
from extract.numerals import count_of
from extract.pointers import NUMBER, Recipient, counted_words
from extract.text import Page

WON = ("huy chương", "giải", "giải thưởng")
WORK = (
    "(?:tác phẩm|bài viết|bài báo|ca khúc|bài thơ|truyện ngắn|bộ phim|phim|đề tài|sáng kiến|giải pháp|bức ảnh|tiết mục|công trình|sản phẩm|"
    "bài dự thi|bài thi|mô hình|dự án)"
)
WORKS = re.compile(
    rf"(?<![\w./-])(?P<who>(?P<n>{NUMBER}) {WORK}(?: (?!đã|vừa|cũng|đều|được)[^\W\d_]+){{0,2}})(?: (?:đã|vừa|cũng|đều))?\s*$"
)
_WINNER = "(?:em|học sinh|sinh viên|vận động viên|vđv|huấn luyện viên|hlv|hs|thí sinh|tác giả|cá nhân|tập thể|đội|giáo viên|người|cầu thủ)"
# Behind `các`, `mỗi` words may tell the class more closely: `các huấn luyện viên có học trò đạt`
WINNERS = re.compile(
    rf"(?<!\w)(?:cho|tới|với|thưởng|tặng|trao) (?:(?:các |những )?{_WINNER}"
    rf"|(?:các|những|mỗi|từng) {_WINNER}(?:, {_WINNER})*(?: (?!(?:và|được|là|vì|do|để)(?!\w))[^\W\d_]+){{0,5}}?)"
    r"(?: đã)? (?:đoạt|đạt|giành)\s+(?:được )?$"
)
_HAS_WINNERS = re.compile(rf" có {_WINNER}$")
STANDS_FOR = ("recipient.noun", "recipient.pronoun")
WORKS_BEHIND = re.compile(rf"\s*(?P<who>(?P<n>{NUMBER}) {WORK}(?: (?:dự thi|báo chí|xuất sắc))?)(?!\w)")
NAMED_WORK = re.compile(
    rf'(?<!\w){WORK}(?: [^\W\d_]+){{0,3}} "(?P<who>[^"\n]{{2,120}})"\s*(?:(?:đã|vừa|cũng|vinh dự|xuất sắc)\s*)*$'
)
OPENED = re.compile(r"(?:^|[,;:]|(?<!\w)trong đó(?: có)?)\s*$")
EACH = re.compile(
    r"\s*mỗi (?P<noun>em|cá nhân|tập thể|học sinh|đơn vị|người|hộ|gia đình|sinh viên|giáo viên)(?: (?:còn|đã|cũng|đều))?\s*"
)
FAR = 500  # characters before `Mỗi em` in which the group is counted


def _group(page: Page, at: tuple[int, int], count: int | None = None) -> Recipient:
    """The words at these characters as a group: counted, or else a thing that is named in quotation marks."""
    rule = "recipient.quoted" if count is None else "recipient.counted"
    return Recipient(*at, squash(page.quote(*at)), "group", count, rule=rule)


def counted_works(page: Page, term: Term, begin: int, verbs: list[int]) -> Recipient | None:
    """`15 tác phẩm đoạt giải Nhì`: works that win one prize; `117 tác phẩm đoạt giải, trong đó có 5 giải A` win several.

    Those right before the last of the verbs, else before the first: `4 tiết mục đạt loại khá, 6 tiết mục đạt giải A`.
    """
    for verb in (max(verbs), min(verbs)) if term.form in WON and term.count is None else ():
        near = max(begin, verb - 60)
        if verb > near and (works := WORKS.search(page.fold, near, verb)):
            return _group(page, works.span("who"), count_of(works["n"]))
    return None


def works_behind(page: Page, at: int, found: list[Recipient]) -> Recipient | None:
    """`giải A cho 3 tác phẩm`: the works counted at the character `at`; none where their authors are `found` right behind."""
    works = WORKS_BEHIND.match(page.fold, at)
    others = [r.start for r in found if r.rule not in STANDS_FOR]
    if not works or (others and page.fold.find(",", works.end(), others[0]) < 0):
        return None
    return _group(page, works.span("who"), count_of(works["n"]))


def quoted_thing(page: Page, at: int) -> Recipient | None:
    """`đối với “Nơi tưởng niệm ...”`: a thing named in quotation marks."""
    match = re.match(rf'\s*(?:(?:di tích|{WORK}) )?"([^"\n]{{3,120}})"', page.fold[at : at + 150])
    if not match:
        return None
    return _group(page, (at + match.start(1), at + match.end(1)))


def named_work(page: Page, term: Term, begin: int, verb: int) -> Recipient | None:
    """`Công trình “Máy gặt lúa” đoạt giải Nhất`: a work that the clause opens with, told without its author."""
    work = page.first(NAMED_WORK, max(begin, verb - 160), verb) if term.form in WON else None
    if not work or not OPENED.search(page.fold, begin, work.start()):
        return None
    return _group(page, work.span("who"))


def each_of(page: Page, begin: int, verb: int) -> Recipient | None:
    """`Mỗi em được trao giấy khen`: the group counted before."""
    each = EACH.fullmatch(page.fold, begin, verb) if verb > begin else None
    before = page.find(counted_words(), max(0, begin - FAR), begin) if each else iter(())
    same = [m for m in before if each and each["noun"] in (m["noun"], "em", "người")]
    if not same:
        return None
    return _group(page, same[-1].span(), count_of(same[-1]["n"]))


def others_win(one: Recipient) -> bool:
    """`HLV có VĐV đoạt giải`: those that the group has won, not the group.

    >>> others_win(Recipient(0, 10, "HLV có VĐV", "group"))
    True
    """
    return _HAS_WINNERS.search(fold(one.name)) is not None
