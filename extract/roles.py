"""What an official did at the event: the verbs of the clause that names the person (guidelines: *roles*)."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right

from extract.draft import Draft, NameSpan
from extract.folding import fold
from extract.phrases import rows
from schemas.facts import Role

ORDER: tuple[Role, ...] = ("chaired", "directed", "attended", "spoke", "conferred", "received", "signed")


# `nhận Huân chương do Chủ tịch nước trao`, `cho biết, tỉnh đã chọn 5 nông dân tham dự`: what others do
_OTHERS = {
    "conferred": re.compile(r"(?<!\w)(?:do|(?<!đạt )được(?! (?:mời|phân công|giao|đạt)))(?!\w)[^.;:]{0,80}(?<!và)(?<!,) ?$"),
    "attended": re.compile(r"(?<!\w)(?:cho biết|phát biểu|nhấn mạnh|khẳng định|yêu cầu|đề nghị|chọn|cử)(?!\w)"),
}


@functools.cache
def cues() -> tuple[tuple[Role, str, re.Pattern[str]], ...]:
    """(role, whether the cue stands before or after the name, pattern of the folded words)."""
    return tuple(
        (row["role"], row["side"], re.compile(rf"(?<!\w)(?:{fold(row['words'])})(?!\w)"))  # type: ignore[misc]
        for row in rows("roles")
    )


def roles_of(draft: Draft, spans: list[NameSpan]) -> list[Role]:
    """Roles told beside any of the places that name the person, in the guidelines' order."""
    found: set[Role] = set()
    page = draft.page
    for span in spans:
        begin, end = page.sentence_of(span.start)
        behind = bisect_right(draft.names, span.start, key=lambda s: s.start)
        following = min(draft.names[behind].start, end) if behind < len(draft.names) else end
        for role, side, pattern in cues():
            where = (begin, span.start) if side == "before" else (span.end, following)
            cue = page.first(pattern, *where)
            if cue and not (role in _OTHERS and side == "after" and page.first(_OTHERS[role], span.end, cue.start())):
                found.add(role)
                span.why += (("role.cue", *cue.span()),)
        if any(rule == "post.signed" for rule, *_ in span.why):
            found.add("signed")
    return [role for role in ORDER if role in found]
