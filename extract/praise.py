"""Praise of a counted group that names no form: `tuyên dương 191 nhà giáo`, `khen thưởng đột xuất cho 2 tập thể`.

Guidelines, decided cases: it is an award named `khen thưởng` or `tuyên dương`. Only what names no award is read.
"""

from __future__ import annotations

import itertools
import re

from extract.award_parts import Term
from extract.clauses import Clauses, telling
from extract.draft import Draft
from extract.folding import fold
from extract.grantors import Grantors
from extract.pointers import Recipient, linked
from extract.recipients import Finder
from extract.status import decide
from extract.text import Page
from extract.verbs import only_worth
from schemas.facts import Award

VERB = re.compile(
    r"(?<!\w)(?P<verb>tuyên dương|(?<!thư )biểu dương(?= (?:cho )?\d)|(?<=được )biểu dương(?=(?: (?:tại|trong|ở|dịp|nhân|năm|lần|đợt) [^.;:]{2,80})?\s*(?:[.;]|$|, trong đó))|(?<!thi đua )(?<!thi đua, )(?<!thi đua - )khen thưởng|vinh danh)(?: thành tích)?(?: đột xuất| thường xuyên| (?:quá trình )?cống hiến)?(?!\w)(?!,? (?:cao|hàng)?\s*(?:năm|giai đoạn))"
)
_BODY = (
    r"(?:các (?:cấp|ngành|bộ|ban|sở|địa phương)|ngành|bộ|sở|ubnd|ủy ban|chính phủ|thủ tướng|tỉnh|thành phố|huyện|quận|trung ương"
    r"|chủ tịch|giám đốc|tổng cục|cục|công an|liên đoàn|hội|đảng ủy)(?: (?!được|đạt|đã|có|tổ chức|trao|tặng)[^\W\d_]+){0,8}"
)
# `được khen thưởng`, `được UBND xã khen thưởng`, `được Giám đốc Sở, các cấp, ngành khen thưởng`
BEFORE = re.compile(
    rf"(?<!\w)(?:được|vinh dự được)(?:\s+{_BODY}(?:, {_BODY}){{1,3}}|\s+[^,.;:\d]{{2,60}})?\s*"
    r"(?:(?:biểu dương|tôn vinh)(?:,| và|, và)\s*)?$"
)
REACH = 500  # characters of the longest list of groups that one verb praises
BY = 160  # characters before the verb in which stands who praises
PASSIVE = 90  # characters of the longest passive with the body that praises
DOING = 30  # characters of the longest words that tell that it is done
ADDRESS = 12  # characters of the longest form of address before a name
OTHER_VERB = re.compile(
    r"\s*(?:,|;|và|đồng thời|,\s*đồng thời)\s+(?:đã )?(?:trao tặng|trao|tặng|hỗ trợ|đề nghị)(?!\w)"
    r"|\s*,\s+\d[\d.]* [^,.;]{2,60}? (?:được|nhận)(?!\w)"
)
TO = re.compile(r"\s+(?:cho |đối với )?")
PARTS = re.compile(r"\s*,?\s*(?:gồm|bao gồm|trong đó)(?: có)? \d")  # `188 em được khen thưởng, gồm 8 em ...`
PLANNED = re.compile(r"(?<!\w)(?:sẽ|yêu cầu|giao|chỉ đạo|xem xét|dự kiến|đề xuất)(?!\w)")
# `Ông A ghi nhận, biểu dương 5 đơn vị`: words in a speech, which honour nobody
SPOKEN = re.compile(
    r"(?<!\w)(?:phát biểu|ghi nhận|đánh giá|nhấn mạnh|cảm ơn|cũng|thay mặt|ông|bà|đồng chí|đ/c|chủ tịch(?! nước)|bí thư|giám đốc|bộ trưởng|thứ trưởng|trưởng|lãnh đạo)(?!\w)"
)
HUNDREDS = re.compile(r"(?<!\w)hàng (?:chục|trăm|nghìn|ngàn|vạn)(?: nghìn| ngàn| vạn)?(?!\w)")
# `8 đồng chí đạt danh hiệu A và 20 cán bộ được khen thưởng`: behind the award before stands who was praised
OWN_SUBJECT = re.compile(rf'[\s"]*(?:năm (?:học )?\d{{4}}(?: ?- ?\d{{4}})?\s*)?(?:,|và|, và)\s+(?:có )?(?=\d|{HUNDREDS.pattern})')
LISTED = re.compile(r"\s+(?:gồm có|gồm|là)\s*:?\s*")
# `đề nghị Chính phủ tặng A cho B`: no deed of its own stands between
ASKED = re.compile(r"(?<!\w)(?:(?<!theo )đề nghị|suy tôn)(?!\w)(?:(?!(?<!\w)(?:đã|quyết định)(?!\w))[^:.])*;$")
DONE = re.compile(r"(?<!\w)(?:đã|vừa|quyết định)\s+(?:biểu dương,? |kịp thời )?$")
FOLLOWS = re.compile(
    r"\s*(?:được )?(?:cho |đối với )?(?:(?:hơn|trên|gần|khoảng) (?=\d))?(?=\d|(?:em|anh|chị|ông|bà|cháu|đồng chí) )"
)


def praise(draft: Draft, finder: Finder, clauses: Clauses, grantors: Grantors) -> dict[tuple[str, ...], Award]:
    """Awards named `tuyên dương` or `khen thưởng`, by award, recipient and status."""
    page = draft.page
    found: dict[tuple[str, ...], Award] = {}
    verbs = list(page.find(VERB))
    ends = [*(verb.start() for verb in verbs[1:]), len(page.text)]  # each verb tells up to the next one
    for verb, following in zip(verbs, ends, strict=False):
        start, end = page.sentence_of(verb.start())
        if (
            verb["verb"] == "biểu dương"
            and not page.fold.endswith("được ", start, verb.start())
            and page.first(SPOKEN, start, verb.start())
        ):
            continue
        end = min(end, following)
        stop = page.fold.find(";", verb.end(), end)
        start, end = page.fold.rfind(";", start, verb.start()) + 1 or start, stop if stop > 0 else end
        passive = BEFORE.search(page.fold, max(start, verb.start() - PASSIVE), verb.start())
        if passive and (parts := PARTS.match(page.fold, verb.end(), end)):
            end = parts.start()
        if terms := [t for t in clauses.within(start, end) if not _describes(page.fold, start, t)]:
            if passive and (own := OWN_SUBJECT.match(page.fold, max(t.end for t in terms), passive.start())):
                start = own.end()
            else:
                end = _before_gift(page.fold, verb.end(), terms[0].start)
        if end < verb.end() or clauses.opens_list(start, end) or draft.skipped(start):
            continue
        giver = grantors.told(max(start, verb.start() - BY), verb.end())
        acted = giver is not None and not _planned(page.fold, start, verb.start())
        groups = _groups(finder, verb, passive, start, end, acted=acted)
        if not groups:
            continue
        stretches = [*_goes_on(page, start, verb.start()), *telling(start, verb.end("verb"))]
        after = (verb.end(), min(len(page.fold), verb.end() + 60))
        decision = decide(page, stretches, after, year=None, published=None, is_rule=False)
        for one in groups if decision.status != "none" else []:
            spoken = [
                page.mention(*verb.span("verb"), "award"),
                page.mention(one.start, one.end, "recipient"),
            ]
            steps = (("award.praise", *verb.span("verb")), (one.rule, one.start, one.end), *one.link, decision.step)
            page.note("awards", verb.start("verb"), one.start, steps)
            award = Award(
                award=verb["verb"],
                recipient=one.name,
                recipient_kind=one.kind,
                count=one.count,
                status=decision.status,
                cue=decision.cue,
                grantor=giver,
                mentions=spoken,
                confidence=0.7,
            )
            found.setdefault((award.award, fold(one.name), award.status, ""), award)
    return found


def _goes_on(page: Page, start: int, verb: int) -> list[tuple[int, int]]:
    """`đề nghị tặng Bằng khen cho 3 tập thể; khen thưởng 5 cá nhân`: the words that govern the bare verb behind `;` too."""
    begin = max(page.sentence_of(verb)[0], start - REACH)
    asked = page.first(ASKED, begin, start) if begin < start and not page.fold[start:verb].strip() else None
    return [asked.span()] if asked else []


def _describes(text: str, start: int, term: Term) -> bool:
    """`khen thưởng 45 học sinh đạt giải, trong đó giải Nhất 30 triệu đồng`: who they are and what they get, no other award."""
    return (term.bare and term.form == "giải thưởng") or only_worth(text, start, term.start, term.end)


def _before_gift(text: str, at: int, term: int) -> int:
    """Where `khen thưởng 103 học sinh` ends in `khen thưởng 103 học sinh và trao 151 suất học bổng`; 0 where the award is the praise's."""
    other = OTHER_VERB.search(text, at, term) if at < term else None
    return other.start() if other else 0


def _units(finder: Finder, verb: re.Match[str], start: int, end: int, *, passive: bool, acted: bool) -> list[Recipient]:
    """`đã khen thưởng đột xuất Phòng A`, `các đơn vị được khen thưởng gồm: A, B`: bodies named right behind the verb."""
    page = finder.page
    told = (LISTED if passive else TO).match(page.fold, verb.end(), end)
    done = passive or acted or "đột xuất" in verb[0] or DONE.search(page.fold, max(start, verb.start() - DOING), verb.start())
    if not told or not done:
        return []
    named = finder.between(told.end(), min(end, told.end() + REACH))
    if not named or named[0].kind != "unit" or named[0].start - told.end() > 1:
        return []
    units = itertools.takewhile(lambda one: one.kind == "unit", named)
    return linked(list(units), "link.behind", *verb.span())


def _planned(text: str, start: int, at: int) -> bool:
    """`UBND sẽ khen thưởng A`, `yêu cầu Sở B khen thưởng A`, `gặp mặt, khen thưởng A`: no deed of its own."""
    return text.endswith((", ", "và "), 0, at) or PLANNED.search(text, max(start, at - 120), at) is not None


def _members(finder: Finder, verb: re.Match[str], found: list[Recipient], end: int) -> list[Recipient]:
    """`2 cá nhân được vinh danh là bà A và ông B`: the persons or bodies, where they are as many as were counted."""
    told = LISTED.match(finder.page.fold, verb.end(), end) if len(found) == 1 and found[0].count else None
    named = finder.between(told.end(), end) if told else []
    all_of_them = bool(named) and len(named) == found[0].count and {r.kind for r in named} in ({"person"}, {"unit"})
    return linked(named, "link.members", *told.span()) if told and all_of_them else []


def _hundreds(finder: Finder, passive: re.Match[str], start: int) -> list[Recipient]:
    """`hàng nghìn lượt tập thể, cá nhân được`: a group right before the passive, counted roughly."""
    page, at = finder.page, passive.start()
    near = list(page.find(HUNDREDS, max(start, at - PASSIVE), at))
    one = finder.worded(near[-1].start(), at) if near else None
    return linked([one], "link.subject", *passive.span()) if one and not page.fold[one.end : at].strip() else []


def _groups(
    finder: Finder, verb: re.Match[str], passive: re.Match[str] | None, start: int, end: int, *, acted: bool
) -> list[Recipient]:
    """The counted groups, or the one person, that the clause start..end tells as praised; `passive` is the `được` before the verb."""
    behind = FOLLOWS.match(finder.page.fold, verb.end(), end)
    # `Các tập thể được khen thưởng gồm: A, B` without who praises them are those of an award told before
    if units := _units(
        finder, verb, start, end, passive=passive is not None and len(passive[0].split()) > 2, acted=acted and passive is None
    ):
        return units
    if behind:
        found = linked(finder.between(behind.end(), min(end, behind.end() + REACH)), "link.behind", *behind.span())
    elif passive:
        found = finder.last_chain(finder.between(max(start, passive.start() - REACH), passive.start()), passive.start())
        found = linked(found, "link.subject", *passive.span())
        if members := _members(finder, verb, found, end) or _hundreds(finder, passive, start):
            return members
    else:
        return []
    named = [r for r in found[:1] if behind and r.kind == "person" and r.start - behind.end() < ADDRESS]
    return named or [r for r in found if r.count and r.kind == "group"]
