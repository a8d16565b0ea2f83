"""What a sum of money is for: each of what (`mỗi suất`, `/giải`), and the clause about it.

>>> page = Page("Quỹ tặng học trò nghèo mỗi suất 2 triệu đồng.")
>>> per(page, 7, 10, 0)[0], about(page, 7, 10, 0)
('suất', 'Quỹ tặng học trò nghèo mỗi suất')
"""

from __future__ import annotations

import functools

from extract.folding import fold, squash
from extract.lexicon import spread
from extract.text import Page
from extract.tokens import Token

_STOPS = frozenset(".;:?!…")
_EMPTY = frozenset({"trong", "đó", "này", "hơn", "gần", "khoảng", "trên", "chừng", "tới", "đến", "từ", "là", "với", "cả"})
"""Words that tell nothing of what a sum is for."""


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
    """The clause of the sum: at most nine words before it, or what follows it, or the clause before."""
    tokens = page.tokens
    begin = _clause_start(page, first, floor, _STOPS | {",", "(", "•", "●"})
    if first - begin < 2 or all(t.fold in _EMPTY for t in tokens[begin:first]):
        if last < len(tokens) and tokens[last].fold in spread("purpose_starts"):
            end = last
            while end < len(tokens) and end - last < 8 and tokens[end].text not in _STOPS | {",", ")", "("}:
                end += 1
            return squash(page.quote(tokens[last].start, tokens[end - 1].end))
        begin = _clause_start(page, first, floor, _STOPS)
    if all(t.fold in _EMPTY for t in tokens[begin:first]):
        return None
    return squash(page.quote(tokens[begin].start, tokens[first - 1].end))


def _clause_start(page: Page, first: int, floor: int, stops: frozenset[str]) -> int:
    tokens = page.tokens
    begin = first
    while begin > floor and first - begin < 9 and (tokens[begin - 1].text not in stops or _glued(tokens, begin - 1)):
        if "\n" in page.text[tokens[begin - 1].end : tokens[begin].start]:
            break
        begin -= 1
    while begin < first and (not tokens[begin].is_word or tokens[begin].fold in ("và", "với", "là", "được")):
        begin += 1
    return begin


def _glued(tokens: list[Token], dot: int) -> bool:
    """Whether a full stop stands inside a name, as in `TP.HCM`."""
    inside = 0 < dot < len(tokens) - 1 and tokens[dot].text == "."
    return inside and tokens[dot - 1].end == tokens[dot].start and tokens[dot].end == tokens[dot + 1].start
