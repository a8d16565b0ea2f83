"""Bodies and the bodies they belong to, told by their heads (`lexicon/parents.csv`)."""

from __future__ import annotations

import functools

from extract.folding import fold
from extract.phrases import rows


@functools.cache
def _parents() -> frozenset[tuple[str, str]]:
    """(part, whole): heads of bodies and of the bodies they belong to."""
    return frozenset((row["part"], row["whole"]) for row in rows("parents"))


def is_part(part: str, whole: str) -> bool:
    """`Vụ Pháp chế, Bộ Nội vụ`: whether two bodies are part and whole by their heads.

    >>> is_part("Vụ Pháp chế", "Bộ Nội vụ"), is_part("Sở Y tế", "Bộ Nội vụ")
    (True, False)
    """
    staff = fold(whole).startswith(("bộ chỉ huy", "bộ tư lệnh"))
    if staff and fold(part).startswith(
        ("cục thuế", "cục hải quan", "cục thống kê", "cục thi hành", "vụ", "trường", "học viện", "tổng cục")
    ):
        return False
    heads = [[" ".join(words[:n]) for n in (1, 2, 3, 4)] for words in (fold(part).split(), fold(whole).split())]
    return any((a, b) in _parents() for a in heads[0] for b in heads[1])
