"""`Các em`, `bà con`, `hai đồng chí` before a verb: the group or the persons that the words before tell of.

Only one counted group that the pronoun fits, or persons addressed by it, stand for it; where there are more nobody does.
"""

from __future__ import annotations

import functools
import re

from extract.chains import own_deeds
from extract.draft import Span
from extract.folding import fold
from extract.numerals import count_of
from extract.phrases import rows
from extract.pointers import Recipient, counted_words
from extract.recipients import Finder

JOINED = re.compile(r"\s*(?:\([^()\n]{1,40}\)\s*)?(?:,|và|, và|cùng)\s*(?:(?:em|cháu|bạn|đồng chí)\s+)?")
# `Trường A có 500 học sinh`: how large it is, nobody that did something (`Có 5 học sinh` are those told of); `ông A và 5 chiến sĩ`: more than the group
NOT_ALONE = re.compile(
    r"(?:\w\s+(?:có|với|gồm|quản lý|chăm sóc|nuôi dưỡng|dạy|và|cùng|(?:đại diện|thay mặt)(?: cho)?)|(?<!\w)trong(?: tổng)?(?: số)?)\s*(?:gần |hơn |trên |khoảng )?$"
)
WHO = re.compile(r"[^.;:,()\n]{0,60}?\s*(?:[:(]|(?<!\w)(?:gồm|là)(?!\w):?)\s*(?:(?:các|em|cháu|bạn|đồng chí)\s+){0,2}")
MANY = re.compile(r"\s*(?:(?:các|hai|ba|bốn|năm|\d{1,2})\s+)+")
SOME = re.compile(
    r"(?<!\w)(?:nhiều|một số|số ít|phần lớn|đa số|không ít|nửa(?: số)?) (?:em|cháu|bạn|đồng chí|người|hộ|học sinh|sinh viên)(?!\w)"
)  # `300 học sinh, nhiều em là người nghèo`
NEAR = 60  # characters before the verb in which the pronoun stands


@functools.cache
def _nouns() -> dict[str, frozenset[str]]:
    """Pronoun -> the nouns of the groups that it can stand for."""
    return {fold(row["pronoun"]): frozenset(fold(noun) for noun in row["nouns"].split(";")) for row in rows("plural_pronouns")}


@functools.cache
def _pronoun() -> re.Pattern[str]:
    nouns = "|".join(sorted(_nouns(), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:(?:các|cả)?\s*(?:(?P<n>\d{{1,2}}|hai|ba|bốn|năm)\s+)?)(?P<noun>{nouns})"
        r"(?: này| trên| đó| ấy)?\s+(?:(?:đã|vừa|cũng|đều|còn|luôn|đang|vinh dự|mới|xứng đáng)\s+)*$"
    )


def plural(finder: Finder, begin: int, verb: int) -> list[Recipient]:
    """Whom the plural pronoun right before the verb stands for, in the clause from `begin` on."""
    page = finder.page
    told = _pronoun().search(page.fold, max(begin, verb - NEAR), verb)
    if not told or (not told["n"] and told[0].split()[0] not in ("các", "bà")):
        return []
    lead = page.fold[begin : told.start()].rstrip()
    if lead and lead[-1] not in ",;:":
        return []
    start = page.sentence_of(told.start())[0]
    here = (start, told.start())
    before = (page.sentence_of(start - 2)[0], start) if start > 1 else here
    count = count_of(told["n"]) if told["n"] else None
    return _meant(finder, told, here, count) or _meant(finder, told, before, count)


def _meant(finder: Finder, told: re.Match[str], where: tuple[int, int], count: int | None) -> list[Recipient]:
    """The one counted group, or the persons, of the words `where` that the pronoun fits."""
    page, nouns = finder.page, _nouns()[told["noun"]]
    begin, end = told.span()
    groups = [m for m in page.find(counted_words(), *where) if m["noun"] in nouns and not finder.in_sum.covers(m.start())]
    people = _addressed(finder, told["noun"], where)
    # `hai cháu A và B` are the persons named
    groups = [m for m in groups if not any(m.start() <= finder.led_from(p) < m.end() for p in people)]
    if people and not groups:
        fits = len(people) == count if count else len(people) > 1
        return [Recipient(begin, end, s.name, "person", rule="recipient.pronoun") for s in people] if fits else []
    if len(groups) == 1 and (named := _named(finder, groups[0], where[1])):
        right = len(named) == count_of(groups[0]["n"]) == (count or len(named))
        return [Recipient(begin, end, s.name, "person", rule="recipient.pronoun") for s in named] if right else []
    if count or people or len(groups) != 1 or NOT_ALONE.search(page.fold, max(0, groups[0].start() - 30), groups[0].start()):
        return []
    if page.first(SOME, groups[0].end(), where[1]):
        return []
    deed = page.first(own_deeds(), groups[0].end(), where[1])
    one = next(iter(finder.counted(groups[0].start(), deed.start() if deed else where[1])), None)
    return [Recipient(begin, end, one.name, "group", one.count, rule="recipient.pronoun")] if one else []


def _named(finder: Finder, group: re.Match[str], end: int) -> list[Span]:
    """`3 học sinh là A, B và C`: who the members of the group are."""
    found: list[Span] = []
    for person in finder.people_between(group.end(), end):
        joint = JOINED if found else WHO
        if not joint.fullmatch(finder.page.fold, found[-1].end if found else group.end(), person.start):
            break
        found.append(person)
    return found


def _addressed(finder: Finder, pronoun: str, where: tuple[int, int]) -> list[Span]:
    """The persons of the words `where` addressed by the pronoun, and those joined to them."""
    page = finder.page
    found: list[Span] = []
    for person in finder.people_between(*where):
        # `em A`, `đồng chí Thiếu tá B`, `hai cháu C`, `các bạn D`
        lead = MANY.sub("", page.fold[finder.led_from(person) : person.start])
        joined = bool(found) and JOINED.fullmatch(page.fold, found[-1].end, person.start)
        if f"{lead.strip()} ".startswith(pronoun + " ") or joined:
            found.append(person)
    return found
