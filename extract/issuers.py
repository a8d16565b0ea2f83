"""Who issued a document: `của X` after its number or day, or the subject of `X ban hành Quyết định`.

>>> page = Page("Quyết định số 5/QĐ-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch về việc tặng Bằng khen")
>>> page.quote(*after(page, 26))
'Bộ Văn hóa, Thể thao và Du lịch'
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence

from extract.draft import Span
from extract.folding import fold
from extract.lexicon import spread
from extract.phrases import rows
from extract.text import Page

_OF = re.compile(r"\s*[,)]?\s*(?:do\s+(?=.{3,60}\b(?:ban hành|ký))|của\s+(?:các\s+)?)")
_DRAFTS = re.compile(r"\s(?:soạn thảo|dự thảo|tham mưu|xây dựng)(?!\w)")
_ISSUES = re.compile(
    r"\s*,?\s*(?:đã |vừa |cũng |đều |mới )*(?:ra|có|ký|ban hành|ký ban hành|gửi|công bố|trình|ban bố)(?: (?:các|một))?\s*$"
)


def after(page: Page, end: int, persons: Sequence[int] = (), units: Sequence[Span] = ()) -> tuple[int, int] | None:
    """Characters of who issued it, in `của X` after character `end`; `persons` are where names begin, `units` the units, in order."""
    match = _OF.match(page.fold, end)
    if not match:
        return None
    _, line_end = page.line_of(end)
    limit = _next(persons, match.end(), line_end)
    told = _span(page, match.end(), min(line_end, limit), units)
    return None if told and _DRAFTS.match(page.fold, told[1]) else told


def _next(persons: Sequence[int], after: int, default: int) -> int:
    """Where the next person is named; `persons` are in order."""
    i = bisect_right(persons, after)
    return persons[i] if i < len(persons) else default


def _span(page: Page, start: int, limit: int, units: Sequence[Span]) -> tuple[int, int] | None:
    """The name that begins at `start`: up to a word that tells what the document does and is no part of a unit (`Bộ Giao thông`)."""
    if not _heads().match(page.fold, start):
        return None
    tokens = page.tokens
    i = page.token_at(start)
    first = i
    while i < len(tokens) and tokens[i].start < limit and i - first < 16 and _continues(page, first, i, units):
        i += 1
    while i > first and not (tokens[i - 1].is_word or tokens[i - 1].is_number):
        i -= 1
    return (tokens[first].start, tokens[i - 1].end) if i > first else None


def _continues(page: Page, first: int, i: int, units: Sequence[Span]) -> bool:
    """Whether token `i` belongs to the name that begins at token `first`."""
    token, text = page.tokens[i], page.text
    holder = bisect_right(units, token.start, key=lambda u: u.start) - 1
    if holder >= 0 and units[holder].start < token.start < units[holder].end:
        return True
    closed = holder >= 0 and units[holder].end == page.tokens[i - 1].end and units[holder].start < token.start
    if closed and token.is_cap and _ends().match(page.fold, token.start):  # `của UBND tỉnh Quy chế thi đua`
        return False
    following = page.tokens[i + 1] if i + 1 < len(page.tokens) else None
    if token.fold == "và":
        return following is not None and following.is_cap and not _ends().match(page.fold, following.start)
    if token.is_word:
        return not _stops().match(page.fold, token.start)
    if token.text == ",":
        return _comma_inside(page, first, i)
    glued = following is not None and following.start == token.end and not text[token.start - 1].isspace()
    return token.text in "-–&" or (token.text in "./" and glued)


def _comma_inside(page: Page, first: int, comma: int) -> bool:
    """Whether a comma belongs to a name (`Bộ Văn hóa, Thể thao và Du lịch`): capitals after it and `và` soon."""
    tokens = page.tokens
    after = tokens[comma + 1 : comma + 9]
    if (
        not after
        or not after[0].is_cap
        or tokens[comma - 1].start < tokens[first].start
        or _heads().match(page.fold, after[0].start)
    ):
        return False
    return any(t.fold == "và" for t in after) and tokens[first].fold in ("bộ", "sở", "ban", "phòng", "giám", "ủy", "bộ trưởng")


@functools.cache
def _heads() -> re.Pattern[str]:
    words = sorted(map(fold, spread("issuer_heads")), key=len, reverse=True)
    return re.compile(r"(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


@functools.cache
def _ends() -> re.Pattern[str]:
    """What after `và` begins another body or another document."""
    words = [*spread("issuer_heads"), *(row["kind"] for row in rows("document_kinds"))]
    return re.compile(r"(?:" + "|".join(re.escape(fold(word)) for word in words) + r")(?!\w)")


@functools.cache
def _stops() -> re.Pattern[str]:
    words = sorted(map(fold, spread("issuer_stops")), key=len, reverse=True)
    return re.compile(r"(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def before(page: Page, begin: int, persons: Sequence[int] = ()) -> tuple[int, int] | None:
    """Characters of the subject in `X ban hành Quyết định`, where the citation begins at `begin`."""
    start, _ = page.sentence_of(begin)
    clause = page.fold[start:begin]
    verb = _ISSUES.search(clause)
    if not verb or not verb[0].strip():
        return None
    heads = _heads()
    best = None
    for match in re.finditer(r"(?<!\w)\w", clause[: verb.start()]):
        at = match.start()
        if heads.match(clause, at) and "," not in clause[at : verb.start()]:
            best = best or (start + at, start + verb.start())
    if best is None or best[1] - best[0] > 90:
        return None
    end = _next(persons, best[0], best[1])
    return best[0], best[0] + len(page.text[best[0] : min(end, best[1])].rstrip(" ,"))
