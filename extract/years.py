"""The year of an award that its own words do not tell: told before it in its sentence, or at the head of its list.

    >>> from extract.text import Page
    >>> page = Page("Riêng năm 2019, đơn vị được UBND tỉnh tặng Cờ thi đua")
    >>> page.quote(*told_before(page, 0, 44))
    '2019'

A year of work (`thành tích năm 2019`), of a decision's day or of a person's life tells nothing of an award.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.award_parts import Term
from extract.clauses import Clause, begin_of
from extract.folding import fold, squash
from extract.pointers import Recipient
from extract.text import Page
from extract.verbs import GIVE, TAKE
from schemas.facts import Award

_ONE = r"(?:19|20)\d\d(?:\s*-\s*(?:19|20)\d\d)?(?![\w/]|[.,]\d)"
YEAR = re.compile(
    rf"(?<!\w)(?:năm (?:học )?(?P<one>{_ONE})|các năm:? (?P<many>(?:19|20)\d\d(?:\s*(?:,|và|-)\s*(?:19|20)\d\d)*)(?![\w/]))"
)
ANY_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d]|[.,]\d)")
# Where words begin that tell when: a sentence, a list line, what stands behind a comma
_OPENS = re.compile(
    r"(?:^|[.;:,(\n]|(?<!\w)và(?= ))[\s\"+*•●▪()\d.-]*(?:(?:riêng|đặc biệt|được biết|trước đó|tiếp đó|sau đó|cụ thể|ngoài ra|nhờ đó|gần đây|mới đây|trong đó|nhất là|như vậy),? )*"
    r"(?:trong |vào |riêng |đầu |giữa |cuối )*$"
)
_AIMS = re.compile(r"(?<!\w)(?:phấn đấu|quyết tâm|mục tiêu) (?:là )?(?:đến |trong )?$")
_RESULT = re.compile(
    r"(?:^|\n)[\s+*•●▪-]*kết quả(?: (?:khen thưởng|thi đua|bình xét|xếp loại))?(?:,? (?:thi đua|khen thưởng))? $"
)
_LISTS = re.compile(
    r"(?:^|\n)[\s+*•●▪\d.-]*(?:danh sách|kết quả)(?! thành tích)(?:(?! có thành)[^.;:\d])*? (?:khen thưởng|danh hiệu(?: thi đua)?|vinh danh|tuyên dương) $"
)
_LABELS = re.compile(r"[^.;:,\d]{0,40}:")
_AT_ONCE = re.compile(r",? (?:(?:đã|vinh dự|tiếp tục|cũng|lại|còn|từng|vừa|đều) )*(?:được|đạt|đón nhận|nhận|đoạt|giành)(?!\w)")
_BESIDE = re.compile(r"[\s,(]{1,2}(?:vào |trong )?")
_TITLED = re.compile(
    r"\s*,?\s*(?:ông|bà|anh|chị|em|cô|thầy|cụ|đồng chí|đ/c|bác s[ĩỹ]|giáo sư|[TG]S\.?|nhà giáo|nghệ s[ĩỹ])(?!\w)(?:\s+[A-ZĐÀ-Ỹ]\w+){0,6}"
)
_LEADS = r",?\s*(?:(?:đã|từng|vinh dự|cũng|còn|lại|tiếp tục|là người|vừa) ?)*"
_AND_OTHERS = re.compile(rf"\s*(?:,|và|, và|cùng){_TITLED.pattern}")
_AT_MOST = re.compile(_LEADS)
_ONLY = re.compile(rf"(?:\s*[,(][^.;:]{{3,150}}?[,)])?{_LEADS}")
# What else happened in that year, before the award was given: no year of the award
_OTHERWISE = re.compile(
    r"(?<!\w)(?:trước (?:đó|đây)|sau (?:đó|này|khi)|về sau|tiếp (?:đó|theo)|rồi|(?<!thực )(?<!thể )(?:hiện|giờ) (?:có|đang|là|nay|đã)|đến giờ|nay|năm (?:ngoái|trước|sau|qua|nay|liền|liên)|lần (?:được|liên)|"
    r"liên tục|liên tiếp|hằng năm|hàng năm|mỗi năm|những năm|các năm|giai đoạn|nhiệm kỳ|thành lập|ra đời|đổi tên|sáp nhập|tách (?:ra|thành)|chuyển (?:về|sang|đến|tới|công tác)|nhập ngũ|"
    r"tốt nghiệp|sinh (?:ra|năm|tại)|kết nạp|nghỉ hưu|hy sinh|bắt đầu|khởi nghiệp|trở về|về (?:công tác|làm|quê|hưu|nước)|vào (?:làm|nghề|đảng)|tham gia cách mạng|là năm|so với|"
    r"được (?:bổ nhiệm|bầu|điều|kết nạp|phân công|cử|đào tạo|tuyển|cấp phép|nhận vào|giao))(?!\w)"
)
# `Năm 2019, Công ty A - đơn vị được tặng X - đã ủng hộ Y`: what is told of A by the way
_ASIDE = re.compile(r" [-(] ?(?:đơn vị|người|một trong|nơi|tập thể|doanh nghiệp|cá nhân)(?!\w)")
_ONCE = re.compile(r"(?<!\w)từng(?!\w)")
EDITED = "giải thưởng "
"""How names begin of what is given once each year or so; scholarships are given many times."""
_REACH = 300  # characters between a year and the verb of giving that it stands for


def _verb(page: Page, start: int, end: int) -> re.Match[str] | None:
    found = [verb for verb in (page.first(GIVE, start, end), page.first(TAKE, start, end)) if verb]
    return min(found, key=lambda verb: verb.start(), default=None)


def told_before(page: Page, start: int, at: int, one: Recipient | None = None) -> tuple[int, int] | None:
    """Characters of the year that the words from `start` on tell for the award at `at`, which goes to `one`."""
    years = list(page.find(YEAR, start, at))
    if not years or page.first(ANY_YEAR, years[-1].end(), at):
        return None
    year = years[-1]
    told = year.span("one") if year["one"] else year.span("many")
    end, begin = year.end(), max(start, year.start() - 60)
    before = page.fold[begin : year.start()] if begin == start else "x" + page.fold[begin + 1 : year.start()]
    whose = one is not None and one.kind != "group" and start <= one.end <= year.start()
    if whose and one and _BESIDE.fullmatch(page.fold, one.end, year.start()) and _AT_ONCE.match(page.fold, end, at):
        return told if not page.first(_OTHERWISE, end, at) else None
    if _RESULT.search(before) or _LISTS.search(before):
        return told if _LABELS.match(page.fold, end, at) and not page.first(_OTHERWISE, end, at) else None
    aims = _AIMS.search(before)
    if not (_OPENS.search(before) or aims) or page.first(_OTHERWISE, end, at):
        return None
    # `ngày thành lập (năm 1970), Sở A được tặng`: a year in brackets is that of the words before them
    if ")" in page.fold[end:at] and "(" not in page.fold[end : page.fold.find(")", end)]:
        return None
    if aims and ";" in page.fold[end:at]:  # what is told behind an aim is no part of it
        return None
    if page.fold.startswith(":", end) or not page.fold[end:at].strip(' "'):
        return told
    return told if _governs(page, end, at, one) else None


def _governs(page: Page, end: int, at: int, one: Recipient | None) -> bool:
    """Whether the words behind a year tell of a giving in it, and of nothing else that came first."""
    verb = _verb(page, end, min(at, end + _REACH))
    if verb is None or page.first(_ONCE, verb.end(), at) or _ASIDE.search(page.fold, end, at):
        return False
    if re.search(r"[;:]|\.(?!\d)", page.fold[end : verb.start()]):
        return False
    titled = _TITLED.match(page.text, end, verb.start())
    person = one is not None and one.kind == "person" and one.start < verb.start()
    if not titled and not person:
        return True
    named = max(titled.end() if titled else end, one.end if one and person else end)
    while more := _AND_OTHERS.match(page.text, named, verb.start()):  # `ông A, bà B và ông C`
        named = more.end()
    # `Năm 1970, ông A vào chiến trường và được tặng X`: a life goes on before the giving
    return bool((_ONLY if named > end else _AT_MOST).fullmatch(page.fold, named, verb.start()))


class Years:
    """Finds the years of the awards of one page."""

    def __init__(self, page: Page, terms: Iterable[Term], published: int | None) -> None:
        self.page, self.published = page, published
        self.prizes: dict[str, set[str]] = {}
        for term in terms:
            if term.year and (name := fold(term.name)).startswith(EDITED):
                self.prizes.setdefault(name, set()).add(term.year)

    def of(self, clause: Clause, term: Term, one: Recipient | None, status: str) -> str | None:
        """The award's year: behind its name, before it in its sentence, at the head of its list, or that of the prize's one edition."""
        # `trao Bằng khen cho Nhà giáo Ưu tú A`: what A is called was given before
        called = one is not None and one.kind == "person" and not self.page.fold[term.end : max(term.end, one.start)].strip(' "')
        if term.year or (called and one is not None and term.end <= one.start):
            return term.year
        start = begin_of(self.page, clause, term)
        told = told_before(self.page, start, term.start, one)
        # `- Sở A, từng được tặng X`: no award of the list
        once = status == "past" and self.page.first(_ONCE, start, term.start)
        if not told and clause.intro and not once and not self.page.first(ANY_YEAR, start, term.start):
            told = told_before(self.page, *clause.intro)
        if told:
            return re.sub(r"\s*(?:,|và)\s*", ", ", squash(self.page.quote(*told)))
        return self._edition(term) if status == "conferred" else None

    def _edition(self, term: Term) -> str | None:
        """`Giải thưởng X năm 2013`: the year of a prize given now, where the article tells of no other one."""
        years = self.prizes.get(fold(term.name), set())
        year = next(iter(years)) if len(years) == 1 else None
        return year if year and self.published and int(year[-4:]) >= self.published - 1 else None


def both(old: Award, new: Award, published: int | None) -> Award:
    """An award told twice, with the years of both; the year of one counts for the other where it is the article's own."""
    if old.year == new.year or not new.year:
        return old
    if not old.year:
        own = published is not None and int(new.year[-4:]) >= published - 1 and old.status in ("conferred", "proposed")
        return old.model_copy(update={"year": new.year}) if own else old
    years = sorted({*old.year.split(", "), *new.year.split(", ")})
    return old.model_copy(update={"year": ", ".join(years)})
