"""Several grades of one order that a counted group shares: `Huân chương Lao động hạng Nhì, hạng Ba cho 4 cá nhân`."""

from __future__ import annotations

import re
from collections import defaultdict

from extract.award_parts import GRADE
from extract.folding import fold
from extract.groups import BODIES
from schemas.facts import Award

_COUNT = re.compile(r"\w+ ")


def _bodies(one: Award) -> bool:
    """Whether a counted group is made of bodies."""
    return _COUNT.sub("", fold(one.recipient or ""), count=1).startswith(BODIES)


def mixed_grades(awards: list[Award], names: list[str]) -> set[int]:
    """Awards of several grades given to one counted group together, whose grades are told apart elsewhere."""
    shared: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for k, one in enumerate(awards):
        if one.count and one.recipient_kind == "group" and len(one.mentions) > 1 and GRADE.search(names[k]):
            shared[one.mentions[1].start, one.count, GRADE.sub("", names[k])].append(k)
    mixed: set[int] = set()
    for members in shared.values():
        apart = {names[k] for k in members}
        kinds = (
            ("unit", "group") if _bodies(awards[members[0]]) else ("person", "group")
        )  # a body's order is none of the 3 persons'
        others = any(names[k] in apart and one.recipient_kind in kinds for k, one in enumerate(awards) if k not in members)
        if len(apart) > 1 and others:
            mixed.update(id(awards[k]) for k in members)
    return mixed


def undivided(awards: list[Award]) -> list[Award]:
    """`hạng Nhì, hạng Ba cho 4 cá nhân`: nobody tells how many of the four got which grade, so neither is counted."""
    graded: dict[tuple[int, int, str], list[Award]] = defaultdict(list)
    for one in awards:
        if one.count and one.recipient_kind == "group" and len(one.mentions) > 1 and GRADE.search(one.award):
            graded[one.mentions[1].start, one.count, GRADE.sub("", fold(one.award))].append(one)
    apart = {id(one) for same in graded.values() if len({one.award for one in same}) > 1 for one in same}
    return [one.model_copy(update={"count": None}) if id(one) in apart else one for one in awards] if apart else awards
