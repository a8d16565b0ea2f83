"""Prizes told of a place in a table (`Đoàn A xếp thứ ba với 4 HCV`), beside what they are worth (`10 triệu đồng/HCV`) or won for."""

from __future__ import annotations

import re

from extract.award_parts import Term
from extract.pointers import NUMBER, Recipient, linked
from extract.recipients import Finder
from extract.subject_groups import WON
from extract.text import Page
from extract.verbs import GIVE

RANKS = re.compile(
    r"(?<!\w)(?:dẫn đầu|đứng đầu|(?:xếp|đứng)(?: ở)?(?: vị trí)? (?:thứ|hạng|nhất|nhì|ba)|về (?:nhất|nhì|ba))(?!\w)"
)
_WITH = r"(?:,? với (?:tổng (?:số|cộng) |thành tích )?(?:được )?(?:\d[\d.]*|[^\W\d_]+)\s*)"
_RANKED = re.compile(
    rf"\s*(?:(?:đã|đang|tạm|tiếp tục|xuất sắc|vươn lên|cùng|là đơn vị|là đoàn|là đội)\s+)*{RANKS.pattern}(?: \d{{1,2}})?[^.,;:()\d]{{0,50}}?{_WITH}"
)
_ALONE = re.compile(_WITH)
_NEXT_IS = re.compile(
    r"[,;.:\n]\s*(?:(?:tiếp|kế) (?:đến|theo|sau)|(?:xếp|đứng)(?: ở)? (?:vị trí |thứ |hạng |sau )[^.,;:()]{1,40}?|(?:các )?vị trí [^.,;:()]{1,30}?)"
    r"(?: lần lượt)? là\s*$"
)
_FOR = re.compile(r"(?<!\w)(?:giành|đoạt|đạt|mang về|đem về)(?: được)?(?!\w)")
_FOR_EACH = re.compile(r"(?:đồng|đ|triệu|nghìn|ngàn|usd)\s?/\s?$")
_PUPILS = "(?:em|học sinh|hs|sinh viên|học viên|vận động viên|vđv|huấn luyện viên|hlv|giáo viên)"
_WON = re.compile(r"\s*(?:đã |vừa |xuất sắc )?(?:giành|đoạt|đạt)(?: được)?\s*")
_MANY_WON = re.compile(
    rf"(?<![\w./-])(?!(?:0?1|một) )(?:{NUMBER}) {_PUPILS}(?: [^\W\d_]+){{0,5}}? (?:đã |vừa )?(?:giành|đoạt|đạt)(?: được)?\s*$"
)
_REWARD = re.compile(r"[^.;:\d]{0,40}? sẽ được (?:[^.;:,\d]{2,40} )?(?:thưởng|khen thưởng|tặng thưởng|trao thưởng)(?!\w)")
_PLAN = re.compile(
    rf"(?<!\w)(?:cơ cấu|thể lệ|kết thúc|theo đó|mỗi|hằng năm|hàng năm|sẽ(?! được)|chọn|tìm|có thể|khi|(?:0?1|một) {_PUPILS})(?!\w)"
)
TAKEN = re.compile(r"(?<!\w)(?:được|nhận|đón nhận|đoạt|đạt|giành)(?!\w)")
_FOR_WHOM = re.compile(r"(?<!\w)được (?!phân công|giao|mời)[^.;:\n]{2,80}(?:tặng|trao)(?!\w)[^.;:\n]*$")
_OF_KIND = re.compile(r"\s*(?:đơn vị|cá nhân|tập thể|người) (?:đạt|có|dẫn đầu|xuất sắc|tiêu biểu|đã|lập)(?!\w)")
_FIELD = re.compile(r"\s*(?:các |từng )?(?:nhóm (?:nghề|việc|môn)|nghề|nội dung|môn|lĩnh vực|hạng mục|thể loại)(?!\w)")
FAR = 90  # characters of the longest words that tell a place in a table


def ranked(finder: Finder, term: Term, left: int) -> list[Recipient]:
    """Whose place in the table the prize is told with; `left` is where the award before or the clause ends."""
    if term.form not in ("huy chương", "giải thưởng"):
        return []
    found = finder.between(left, term.start)
    one = found[-1] if found and term.start - found[-1].end < FAR else None
    if not one or one.count:
        return []
    fold = finder.page.fold
    lead = finder.lead_of(one)
    if told := _RANKED.fullmatch(fold, one.end, term.start):
        return linked([one], "link.subject", *told.span())
    told = _ALONE.fullmatch(fold, one.end, term.start)
    begin = max(left, lead - FAR)
    opens = told and _NEXT_IS.search(("\n" if begin == left else "") + fold[begin:lead])
    return linked([one], "link.subject", begin, lead) if opens else []


def won_for(finder: Finder, term: Term, begin: int) -> bool:
    """`A giành 2 HCV cho đoàn B`: behind `cho` stands for whom A won them."""
    won = list(finder.page.find(_FOR, begin, term.start)) if term.form in ("huy chương", "giải thưởng") else []
    given = (m for m in finder.page.find(GIVE, won[-1].end(), term.start) if m[0] != "được") if won else iter(())
    return bool(won) and next(given, None) is None


def of_kind(page: Page, at: int, begin: int, start: int) -> bool:
    """`A được tặng Cờ nhất đối với nhóm nghề hàn`: the words at `at` tell what field, or kind of body, the subject got it for."""
    if _FIELD.match(page.fold, at):
        return page.first(TAKEN, begin, start) is not None
    return _OF_KIND.match(page.fold, at) is not None and page.first(_FOR_WHOM, begin, start) is not None


def won_already(finder: Finder, term: Term, begin: int) -> bool:
    """`8 học sinh đoạt giải Nhất sẽ được thưởng 12 triệu đồng`: the prize is won, only the money is still to come."""
    page, start = finder.page, max(begin, term.start - FAR)
    if term.form not in WON or not _REWARD.match(page.fold, term.end) or page.first(_PLAN, begin, term.start):
        return False
    near = finder.people_between(start, term.start)
    named = near and _WON.fullmatch(page.fold, near[-1].end, term.start)
    return bool(named or page.first(_MANY_WON, start, term.start))


def is_rate(page: Page, term: Term) -> bool:
    """`thưởng 10 triệu đồng/HCV`: the prize tells what the sum is for."""
    per = page.text[max(0, term.start - 2) : term.start].rstrip().endswith("/") and term.form in WON
    return per and page.first(_FOR_EACH, max(0, term.start - 9), term.start) is not None
