"""Counted groups whose members another sentence names: `tặng Bằng khen cho 3 cá nhân. A, B và C nhận Bằng khen của UBND tỉnh`.

Where every member of a counted group is named, the members stand for the group (guidelines: decided cases).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict

from extract.chains import kind_of
from extract.folding import fold
from extract.settle import given_by
from extract.text import Page
from schemas.facts import Award

WORD = re.compile(r"\w+")
# `Ngoài ra, A và B cũng được tặng Bằng khen`: others
MORE = re.compile(
    r"\W*(?:ngoài ra|bên cạnh đó|cùng với đó|cùng ngày|đồng thời|trước đó|riêng|đợt(?! này))(?!\w)|(?<!\w)(?:cũng|thêm|còn|tiếp tục)(?!\w)"
)
AGAIN = re.compile(r"(?:nói |kể )?(?:trên|này|đó)")  # `đã trao Bằng khen cho 3 cá nhân trên`
# `Thay mặt UBND tỉnh, ông A trao Bằng khen cho 2 tập thể`: what was told before is handed over
HANDED_OVER = re.compile(r"\W*(?:thay mặt|thừa ủy quyền|thừa lệnh|được (?:sự )?ủy quyền)(?!\w)")
SOON = 200  # characters at most between the sentence of a group and the one that names its members
Key = tuple[str, str, str, int]


def without_spelled_out(page: Page, awards: list[Award]) -> list[Award]:
    """The awards without groups all of whose members a sentence soon behind them names; the members were given it by the same body."""
    groups = [one for one in awards if one.recipient_kind == "group" and (one.count or 0) > 1]
    if not groups:
        return awards
    lists = _lists(awards)
    dropped: set[int] = set()
    by: dict[int, str | None] = {}
    spelled = [(group, same) for group in groups if (same := _members(page, group, lists))]
    givers: dict[int, set[str]] = defaultdict(set)
    for group, same in spelled:
        givers[id(same)].add(given_by(group)[1])
    for group, same in spelled:
        # `A tặng X cho 2 tập thể; B tặng X cho 2 tập thể. C và D được tặng X`: nobody tells of whom they got it
        if len(givers[id(same)]) == 1:
            dropped.add(id(group))
            by.update({id(one): one.grantor or group.grantor for one in same})
    kept = [one for one in awards if id(one) not in dropped]
    return [one.model_copy(update={"grantor": by[id(one)]}) if id(one) in by else one for one in kept]


def _members(page: Page, group: Award, lists: dict[Key, list[list[Award]]]) -> list[Award]:
    """The members of the group that a sentence near it names, given the award by the same body in the same year."""
    award, giver = given_by(group)
    told = lists.get((award, group.status, _kind_of(group), group.count or 0), [])
    k = bisect_right(told, group.mentions[0].start, key=lambda same: same[0].mentions[0].start)
    same = told[k] if k < len(told) and _soon(page, group, told[k][0]) else []
    same = same or (told[k - 1] if k and _told_again(page, told[k - 1][0], group) else [])
    by_it = all(not giver or given_by(one)[1] in ("", giver) for one in same)
    then = {one.year for one in [group, *same] if one.year}
    return same if by_it and len(then) < 2 else []


def _lists(awards: list[Award]) -> dict[Key, list[list[Award]]]:
    """The awards of bodies or persons told by one mention of the award, by name, status, kind and how many they are."""
    told: dict[tuple[int, str], list[Award]] = defaultdict(list)
    for one in awards:
        if one.recipient and not one.count and one.recipient_kind in ("unit", "person"):
            told[one.mentions[0].start, one.recipient_kind].append(one)
    lists: dict[Key, list[list[Award]]] = defaultdict(list)
    for (_, kind), same in sorted(told.items()):
        lists[given_by(same[0])[0], same[0].status, kind, len(same)].append(same)
    return lists


def _kind_of(group: Award) -> str:
    """What the group is made of: bodies, persons, or what may be either."""
    noun = " ".join(WORD.findall(fold(group.recipient or ""))[1:])
    return kind_of(noun)


def _soon(page: Page, group: Award, member: Award) -> bool:
    """Whether the member is named in a sentence soon behind the group's, which tells of no others."""
    end = page.sentence_of(group.mentions[0].start)[1]
    start, at = page.sentence_of(member.mentions[0].start)[0], member.mentions[0].start
    return end <= start < end + SOON and not MORE.search(page.fold, start, at)


def _told_again(page: Page, member: Award, group: Award) -> bool:
    """Whether the group is the members named before, told once more: as `những người trên`, or where it is handed over to them."""
    start = page.sentence_of(group.mentions[0].start)[0]
    words = fold(group.recipient or "").split(" ", 2)[-1]
    again = AGAIN.search(words) if words.endswith(("trên", "này", "đó")) else HANDED_OVER.match(page.fold, start)
    return again is not None and 0 <= start - page.sentence_of(member.mentions[0].start)[1] < SOON
