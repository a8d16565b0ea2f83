"""Entries that another entry says better: the same award told twice, vaguely, in the title, or of several grades at once."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import defaultdict

from extract.award_names import PARTYS
from extract.bodies import abbreviations
from extract.folding import fold
from extract.groups import BODIES
from extract.pointers import Recipient
from extract.shared_grades import mixed_grades
from schemas.facts import Award

PRAISE = {"khen thưởng", "tuyên dương", "vinh danh", "biểu dương"}
_WHO = r"(?:tập thể|cá nhân|đơn vị|tổ chức|doanh nghiệp|cơ quan|tác giả)"
YEARS_OF = re.compile(r"(?P<who>\S+ [^\d,;:]{2,40}?),?(?: có| đủ| tròn)* (?P<years>\d{2}) năm(?: tuổi (?i:đảng))?")
BARE_COUNT = re.compile(r"(?:\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?P<noun>tập thể|đơn vị|cá nhân)")
SPECIFIC = 3  # words of an award's name that tell no more than its form: `bằng khen`, `cờ thi đua`
WORD = re.compile(r"\w+")
PAPERS = ("bằng khen", "giấy khen", "thư khen", "cờ thi đua")
# `Chủ tịch UBND tỉnh` gives what `UBND tỉnh` gives; the Prime Minister and the Government have awards of their own
HEADED = re.compile(
    r"(?:chủ tịch|bộ trưởng|tổng giám đốc|giám đốc|hiệu trưởng|cục trưởng|tổng cục trưởng|viện trưởng|tư lệnh) "
    r"(?=(?:ủy ban|bộ|tổng công ty|công ty|tập đoàn|sở|công an|trường|đại học|học viện|tổng cục|cục|viện|quân khu|quân đoàn|bệnh viện) )"
)
HEADS = re.compile(r"^(?:ban (?:giám hiệu|giám đốc|lãnh đạo|chỉ huy)|bộ tư lệnh) ")
VAGUE = re.compile(
    rf"(?:các|những|nhiều) {_WHO}(?:(?:,| và) (?:các )?{_WHO})*(?: (?:có|đạt|xuất sắc|tiêu biểu|điển hình|theo)(?!\w).*)?"
)


@functools.lru_cache(maxsize=4096)
def key_of_award(name: str) -> str:
    """Folded name with its short forms written out.

    >>> key_of_award("Anh hùng LLVT nhân dân") == key_of_award("Anh hùng Lực lượng vũ trang nhân dân")
    True
    """
    words = [abbreviations().get(word.upper(), fold(word)) for word in re.findall(r"\w+", name)]
    return " ".join(words).removeprefix("danh hiệu ")


@functools.lru_cache(maxsize=4096)
def giver_of(grantor: str) -> str:
    """The body that gives, whether it or its head is told.

    >>> giver_of("Chủ tịch UBND tỉnh") == giver_of("UBND tỉnh"), giver_of("Thủ tướng Chính phủ") == giver_of("Chính phủ")
    (True, False)
    """
    return HEADED.sub("", key_of_award(grantor), count=1)


def given_by(one: Award) -> tuple[str, str]:
    """The award's name without who gives it, and who gives it: `Bằng khen của UBND tỉnh` is the `Bằng khen` that it gave."""
    name = key_of_award(one.award)
    return (name.removesuffix(" của " + key_of_award(one.grantor)), giver_of(one.grantor)) if one.grantor else (name, "")


def settle(awards: list[Award], title_end: int) -> list[Award]:
    """Drop what another entry says better.

    An award told without recipient whose recipients are named, one told under a vaguer name, one told twice under a long and a
    short name, a group that the title tells (it ends at character `title_end`) where the body tells who got that award, and
    a group that several grades share where the text also tells who got which grade.
    """
    names = [key_of_award(one.award) for one in awards]
    told: dict[str, int] = defaultdict(int)
    same: dict[tuple[str, str], list[tuple[str, int | None]]] = defaultdict(list)
    for one, name in zip(awards, names, strict=True):
        told[name] += bool(one.recipient)
        same[fold(one.recipient or ""), one.status].append((name, one.count))
    told_below = [(one, name) for one, name in zip(awards, names, strict=True) if one.mentions[0].start >= title_end]
    body = {name for _, name in told_below}
    exact = {name for one, name in told_below if one.count or one.recipient_kind in ("unit", "person")}
    mixed = (
        mixed_grades(awards, names)
        | _shorter_groups(awards, title_end)
        | _vague(awards, names)
        | _headline(awards, title_end)
        | _praised(awards)
        | _named_elsewhere(awards, names)
        | _heads_of(awards, names)
    )
    kept: dict[tuple[str, str, str, str | None], Award] = {}
    given: set[tuple[str, str, str]] = set()
    for one, name in zip(awards, names, strict=True):
        recipient = fold(one.recipient or "")
        # `6 Bằng khen và 11 Bằng khen của Bộ Y tế`: told by another number they are others
        fuller = (other for other, count in same[recipient, one.status] if not one.count or count in (None, one.count))
        longer = any(other.startswith(name + " ") for other in fuller)
        if (
            _unowned(one, name, told)
            or _in_title(one, name, exact if one.count else body, title_end)
            or (one.recipient and longer)
            or id(one) in mixed
        ):
            continue
        recipient = recipient or counted_prizes(one)
        grantor = giver_of(one.grantor) if one.grantor else None
        if grantor and (old := kept.pop((name, recipient, one.status, None), None)):
            one = old.model_copy(update={"grantor": one.grantor})
        told_of = (name, recipient, one.status)
        if grantor or told_of not in given:
            kept.setdefault((*told_of, grantor), one)
            given.add(told_of)
    return list(kept.values())


def counted_prizes(one: Award) -> str:
    """The number that tells prizes of one grade from others: `báo in có 2 giải A; báo hình có 3 giải A`.

    >>> counted_prizes(Award.model_construct(award="giải A", count=2))
    '2'
    """
    return str(one.count or "") if fold(one.award).startswith("giải ") else ""


def _unowned(one: Award, name: str, told: dict[str, int]) -> bool:
    if one.recipient is not None:
        return False
    longer = any(count and other.startswith(name + " ") for other, count in told.items())
    return told[name] >= (one.count or 1) or (longer and bool(one.count))


def _in_title(one: Award, name: str, body: set[str], title_end: int) -> bool:
    """A unit or group that only the title tells, where the body tells that award too, with or without its full name."""
    if one.mentions[0].start >= title_end or one.recipient_kind == "person":
        return False
    return name in body or (one.recipient_kind == "group" and any(other.startswith(name) for other in body))


def _vague(awards: list[Award], names: list[str]) -> set[int]:
    """`bằng khen cho các tập thể, cá nhân` where the text also tells which ones, or how many, that award is for."""
    vague = [one for one in awards if not one.count and VAGUE.fullmatch(fold(one.recipient or ""))]
    if not vague:
        return set()
    exact = {
        (key_of_award(one.award), giver_of(one.grantor or ""))
        for one in awards
        if (one.recipient or one.count) and one not in vague
    }
    of = {id(one): name for one, name in zip(awards, names, strict=True)}
    again: set[int] = set()
    for one in vague:
        name = of[id(one)]
        # `Nhiều tập thể được Bộ Y tế tặng Bằng khen`: others than the 5 that UBND tỉnh gave theirs
        giver = giver_of(one.grantor or "") if fold(one.recipient or "").startswith("nhiều ") else ""
        if any(
            (other.startswith(name) or name.startswith(other)) and not (giver and by not in ("", giver)) for other, by in exact
        ):
            again.add(id(one))
    return again


def _praised(awards: list[Award]) -> set[int]:
    """`khen thưởng em A` where the text also tells what A was given, `25 tập thể được khen thưởng` where 25 got a paper."""
    praised = [one for one in awards if fold(one.award) in PRAISE]
    if not praised:
        return set()
    given = {(one.recipient, one.status) for one in awards if fold(one.award) not in PRAISE}
    papers = [one for one in awards if fold(one.award).startswith(PAPERS)]
    found = {id(one) for one in praised if one.recipient_kind == "person" and (one.recipient, one.status) in given}
    by: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in papers:
        by[_whom(one), one.status].add(giver_of(one.grantor or ""))
    for one in praised:
        givers = by.get((_whom(one), one.status), set())
        of_kind = one.count or one.recipient_kind == "unit"
        # `Công an tỉnh khen thưởng 3 cá nhân; UBND huyện tặng Giấy khen cho 3 cá nhân`: told once each
        if of_kind and givers and (not one.grantor or givers & {"", giver_of(one.grantor)}):
            found.add(id(one))
    return found


def _whom(one: Award) -> str:
    """Who was given it: a name, or of a counted group how many of what kind."""
    return f"{one.count} {_kind_of(one)}" if one.count else fold(one.recipient or "")


def _kind_of(one: Award) -> str:
    """What a counted group is made of: `body`, or the noun behind its number."""
    noun = " ".join(WORD.findall(fold(one.recipient or ""))[1:])
    return "body" if noun.startswith(BODIES) else " ".join(noun.split()[:2])


def _named_elsewhere(awards: list[Award], names: list[str]) -> set[int]:
    """`Bằng khen của Bộ Y tế cho 3 tập thể` where another sentence names, as one list, three bodies that got it."""
    counted = [(one, name) for one, name in zip(awards, names, strict=True) if one.count and len(name.split()) > SPECIFIC]
    bare = [(one, name, BARE_COUNT.fullmatch(fold(one.recipient or ""))) for one, name in counted]
    if not any(match for _, _, match in bare):
        return set()
    lists: dict[tuple[str, str, str, int], int] = defaultdict(int)
    for one, name in zip(awards, names, strict=True):
        if one.recipient and not one.count:
            lists[name, one.status, one.recipient_kind or "", one.mentions[0].start] += 1
    whole: set[int] = set()
    for one, name, match in bare:
        kind = "person" if match and match["noun"] == "cá nhân" else "unit"
        if match and any(key[:3] == (name, one.status, kind) and number == one.count for key, number in lists.items()):
            whole.add(id(one))
    return whole


def _heads_of(awards: list[Award], names: list[str]) -> set[int]:
    """`Ban Giám hiệu Trường A đón nhận B` where the text tells that Trường A got it: they took it for their school."""
    pairs = zip(awards, names, strict=True)
    heads = [(one, name, fold(one.recipient or "")) for one, name in pairs if one.recipient_kind == "unit"]
    heads = [(one, name, words) for one, name, words in heads if HEADS.match(words)]
    if not heads:
        return set()
    given = {(name, fold(one.recipient or "")) for one, name in zip(awards, names, strict=True)}
    return {id(one) for one, name, words in heads if (name, HEADS.sub("", words)) in given}


def _headline(awards: list[Award], title_end: int) -> set[int]:
    """`Khen thưởng 3 người dũng cảm` in the title, where the text tells what those three were given."""
    body = [one for one in awards if one.mentions[0].start >= title_end]
    counts = {one.count for one in body} | {len({fold(one.recipient) for one in body if one.recipient and not one.count})}
    title = [one for one in awards if one.mentions[0].start < title_end and fold(one.award) in PRAISE]
    return {id(one) for one in title if one.count in counts}


def _shorter_groups(awards: list[Award], title_end: int) -> set[int]:
    """Groups told again under a shorter name: `7 cá nhân` where `7 cá nhân tiêu biểu` got the same award of the same body.

    What the title tells is dropped for what the text tells, whichever is longer.
    """
    told: dict[tuple[str, str, int], list[tuple[Award, str]]] = defaultdict(list)
    for one in awards:
        if one.recipient_kind == "group" and one.count:
            name, giver = given_by(one)
            told[name, one.status, one.count].append((one, giver))
    short: set[int] = set()
    for same in told.values():
        for one, giver in same:
            begins = key_of_award(one.recipient or "") + " "
            longer = [(other, by) for other, by in same if key_of_award(other.recipient or "").startswith(begins)]
            if any(
                other.mentions[0].start >= title_end and (not by or giver in ("", by)) and not _others(one, other, begins)
                for other, by in longer
            ):
                short.add(id(one))
    return short


def _others(one: Award, other: Award, begins: str) -> bool:
    """`3 tập thể ... 3 tập thể khác`, `7 cá nhân và 7 cá nhân ngành y tế`: others than those told first, or told with them."""
    more = key_of_award(other.recipient or "").removeprefix(begins)
    return more.startswith(("khác", "còn lại")) or one.mentions[0].start == other.mentions[0].start


def told_again(one: Award, text: list[str]) -> bool:
    """Whether an award of a group is among those that the text tells, whose keys are `text`."""
    name = key_of_award(one.award)
    return one.recipient_kind not in ("person", "unit") and any(
        other.startswith(name) or name.startswith(other) for other in text
    )


def badge_of(name: str, one: Recipient | None) -> tuple[str, Recipient | None]:
    """`Huy hiệu Đảng, gồm: 2 đồng chí 60 năm tuổi Đảng`: the years tell which of the Party's badges they were given.

    >>> name, one = badge_of("Huy hiệu Đảng", Recipient(0, 9, "2 đồng chí 60 năm tuổi Đảng", "group", 2))
    >>> name, one.name
    ('Huy hiệu 60 năm tuổi Đảng', '2 đồng chí')
    """
    years = YEARS_OF.fullmatch(one.name) if one and one.count and PARTYS.search(fold(name)) else None
    if not one or not years:
        return name, one
    return f"Huy hiệu {years['years']} năm tuổi Đảng", dataclasses.replace(one, name=years["who"])


def cased(name: str) -> str:
    """A shouted name in the case of a sentence, its grade kept."""
    words = name.split()
    if sum(w.isupper() for w in words) < 3:
        return name
    return " ".join(w.capitalize() if k == 0 else (w.lower() if w.isupper() else w) for k, w in enumerate(words))
