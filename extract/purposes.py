"""What a sum of money is for: each of what (`mỗi suất`, `/giải`), and the clause about it.

>>> page = Page("Quỹ tặng học trò nghèo mỗi suất 2 triệu đồng.")
>>> per(page, 7, 10, 0)[0], about(page, 7, 10, 0)
('suất', 'Quỹ tặng học trò nghèo mỗi suất')
"""

from __future__ import annotations

import functools
import re

from extract.folding import fold, squash
from extract.lexicon import spread
from extract.text import Page
from extract.tokens import Token

_STOPS = frozenset(".;:?!…")
_EMPTY = frozenset({"trong", "đó", "này", "hơn", "gần", "khoảng", "trên", "chừng", "tới", "đến", "từ", "là", "với", "cả"})
"""Words that tell nothing of what a sum is for."""
_HOLLOW = re.compile(
    r"(?<!\w)(?:(?:với|có|là|gồm|hơn|gần|khoảng|trên|chừng|tới|đến|xấp xỉ|ước tính|ước|lên|đạt|mức|tổng|số tiền|trị giá|giá trị|kinh phí|số)\s+)+$"
)
"""Words right before a sum that only say that it is one: `với tổng số tiền hơn`."""
_LATER = frozenset({"trong", "từ", "do", "tiền", "tiếp"})
"""Words behind a sum that tell its source or day rather than what it is for."""
_JOINTS = frozenset({"và", "cho", "của", "do", "để", "vào", "tại", "trong", "với", "từ", "nhằm"})
"""Words at which a clause that is too long may begin."""
_LONGEST, _LONGEST_AHEAD, _FEW = 14, 10, 4
_CLAUSE = _STOPS | {",", "(", "•", "●"}


def per(page: Page, first: int, after: int, floor: int) -> tuple[str, int, int] | None:
    """What each sum is for: words after `/` or `mỗi`, and their characters. The sum has the tokens first..after, the one before it ends
    at token `floor`."""
    tokens = page.tokens
    i = after
    parts: list[str] = []
    while i + 1 < len(tokens) and tokens[i].text == "/" and tokens[i + 1].is_word:
        words = _per_words(tokens, i + 1) or 1
        parts.append(" ".join(t.text for t in tokens[i + 1 : i + 1 + words]))
        i += 1 + words
    if parts:
        return "/".join(parts).lower(), tokens[after].start, tokens[i - 1].end
    i = after + (i < len(tokens) and tokens[i].fold == "cho")
    if i < len(tokens) and tokens[i].fold in ("mỗi", "một", "1") and (words := _per_words(tokens, i + 1)):
        return _told(page, i, words)
    for i in range(first - 1, max(floor, first - 14) - 1, -1):
        if tokens[i].text in _STOPS or "\n" in page.text[tokens[i].end : tokens[i + 1].start]:
            return None
        if tokens[i].fold == "mỗi" and (words := _per_words(tokens, i + 1, first)):
            return _told(page, i, words)
    return None


def _told(page: Page, each: int, words: int) -> tuple[str, int, int]:
    tokens = page.tokens
    start, end = tokens[each].start, tokens[each + words].end
    return squash(page.quote(tokens[each + 1].start, end)).lower(), start, end


@functools.cache
def _per_phrases() -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in spread("per"))


def _per_words(tokens: list[Token], at: int, limit: int | None = None) -> int:
    """Number of tokens of the longest counted noun at `at`, before token `limit`; 0 where none begins."""
    for length in (3, 2, 1):
        fits = at + length <= (len(tokens) if limit is None else limit)
        if fits and " ".join(t.fold for t in tokens[at : at + length]) in _per_phrases():
            return length
    return 0


def about(page: Page, first: int, last: int, floor: int) -> str | None:
    """The clause of the sum: a few words before it; what follows it or the clause before, where those tell too little."""
    tokens = page.tokens
    begin = _clause_start(page, first, floor, _CLAUSE)
    end = _told_until(page, begin, first)
    if end - begin < _FEW - 1:
        ahead = _ahead(page, last)
        if ahead and (end == begin or tokens[last].fold not in _LATER):
            return ahead
    before, told = _clause_before(page, begin, floor) if end - begin < _FEW else (begin, end)
    if end == begin:
        begin, end = (before, told) if told > before else (begin, first)
    elif told - before >= _FEW and tokens[begin - 1].text == ",":  # `giúp 2.349 đoàn viên, người lao động 5 tỷ đồng`
        begin = before
    while end > begin and tokens[end - 1].fold in _EMPTY:
        end -= 1
    return squash(page.quote(tokens[begin].start, tokens[end - 1].end)) if end > begin else None


def _told_until(page: Page, begin: int, first: int) -> int:
    """The token behind the words from `begin` that tell something; `begin` where they only lead up to the sum: `mỗi suất trị giá`."""
    tokens = page.tokens
    end = first
    if begin < first:
        hollow = _HOLLOW.search(page.fold, tokens[begin].start, tokens[first].start)
        end = page.token_at(hollow.start()) if hollow else first
    while end > begin and not (tokens[end - 1].is_word or tokens[end - 1].is_number or tokens[end - 1].text in '”»")'):
        end -= 1
    each = end > begin and tokens[begin].fold == "mỗi" and _per_words(tokens, begin + 1, end) == end - begin - 1
    return begin if each or all(t.fold in _EMPTY for t in tokens[begin:end]) else end


def _ahead(page: Page, last: int) -> str | None:
    """What follows the sum, where it begins as a purpose does: `để làm đường`, `từ cán bộ, đảng viên`."""
    tokens = page.tokens
    if last >= len(tokens) or tokens[last].fold not in spread("purpose_starts"):
        return None
    end = last
    while end < len(tokens) and end - last < _LONGEST_AHEAD and tokens[end].text not in _STOPS | {")", "("}:
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        listed = (
            following is not None
            and following.is_word
            and not following.is_cap
            and following.fold not in spread("purpose_starts")
        )
        if "\n" in page.text[tokens[end - 1].end : tokens[end].start] or (tokens[end].text == "," and not listed):
            break
        end += 1
    return squash(page.quote(tokens[last].start, tokens[end - 1].end)) if end > last else None


def _clause_before(page: Page, begin: int, floor: int) -> tuple[int, int]:
    """The words before the clause that begins at `begin`: up to the comma before, or the label in `Công ty Hoa Sen: 50 triệu đồng`."""
    tokens = page.tokens
    edge = begin
    while edge > floor and tokens[edge - 1].text in ',“«"':
        edge -= 1
    if edge > floor and tokens[edge - 1].text == ":":
        edge -= 1
    start = _clause_start(page, edge, floor, _CLAUSE)
    if edge - start < 3:
        start = _clause_start(page, edge, floor, _STOPS)
    return start, _told_until(page, start, edge)


def _clause_start(page: Page, first: int, floor: int, stops: frozenset[str]) -> int:
    """Where the clause before token `first` begins; brackets that it closes are part of it."""
    tokens = page.tokens
    begin, closed = first, False
    while begin > floor and (
        tokens[begin - 1].text not in stops or (closed and tokens[begin - 1].text == "(") or _glued(tokens, begin - 1)
    ):
        if "\n" in page.text[tokens[begin - 1].end : tokens[begin].start]:
            break
        begin -= 1
        closed = tokens[begin].text == ")" or (closed and tokens[begin].text != "(")
        if first - begin >= _LONGEST and _joins(tokens, begin):
            break
        if first - begin == 2 * _LONGEST:
            begin = next((k for k in range(first - _LONGEST, first - 3) if _joins(tokens, k)), first - _LONGEST)
            break
    while begin < first and (not _opens(tokens[begin]) or tokens[begin].fold in ("và", "với", "là", "được")):
        begin += 1
    return begin


def _opens(token: Token) -> bool:
    return token.is_word or token.text in "“«"


def _joins(tokens: list[Token], at: int) -> bool:
    """Whether a clause that is too long may begin here: a word that joins, a name behind small words, an opening quotation mark."""
    name = at > 1 and tokens[at].is_cap and tokens[at - 1].is_word and not (tokens[at - 1].is_cap or tokens[at - 2].is_cap)
    return name or tokens[at].fold in _JOINTS or tokens[at].text in "“«"


def _glued(tokens: list[Token], dot: int) -> bool:
    """Whether a full stop ends nothing: inside a name, as in `TP.HCM`, or in a row of them that the sentence goes on behind."""
    if not 0 < dot < len(tokens) - 1:
        return False
    stop, before, after = tokens[dot], tokens[dot - 1], tokens[dot + 1]
    if stop.text == "…" or (stop.text == "." and "." in (before.text, after.text)):
        behind = next((t for t in tokens[dot + 1 : dot + 4] if t.text != "."), None)
        return behind is not None and behind.is_word and not behind.is_cap
    return stop.text == "." and before.end == stop.start and stop.end == after.start
