"""Quotation marks of every kind, paired: `“ ”`, `« »`, `‘ ’`, `"`, `'`, also misprinted (`“...“`), nested or with blanks inside.

>>> text = "phong trào « Năm tốt », ông K’Brêu nói: “Ta gọi là ‘ba nhất’”"
>>> [text[a:b] for a, b in pairs(text)]
[' Năm tốt ', 'Ta gọi là ‘ba nhất’']
"""

from __future__ import annotations

import re

_OPEN, _CLOSE, _STRAIGHT = "“„‟«‹‘‚‛〝", "”»›’〞", "\"'″＂"
_MARK = re.compile(f"[{_OPEN}{_CLOSE}{_STRAIGHT}]|\n")
_LONGEST = 260
_DEEPEST = 8


def pairs(text: str) -> list[tuple[int, int]]:
    """(start, end) of the words inside each outermost pair of marks, in order; a mark left open by its line's end is none."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[int, str]] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        if mark == "\n":
            stack.clear()
        elif _opens(text, at, mark, stack):
            stack.append((at, mark))
            del stack[:-_DEEPEST]
        elif stack and not _is_apostrophe(text, at, mark):
            begin, _ = stack.pop()
            if at - begin <= _LONGEST:
                found.append((begin + 1, at))
    return _outermost(found)


def _is_apostrophe(text: str, at: int, mark: str) -> bool:
    """Whether the mark stands inside a word, as in `K’Brêu`."""
    return mark in "'’‘" and 0 < at < len(text) - 1 and text[at - 1].isalpha() and text[at + 1].isalpha()


def _opens(text: str, at: int, mark: str, stack: list[tuple[int, str]]) -> bool:
    if _is_apostrophe(text, at, mark):
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    free = not before or before.isspace() or before in "([:,-–"
    if mark in _STRAIGHT:
        if mark == "'":
            return free and not any(m == mark for _, m in stack)
        # `“Ba sẵn sàng"`: a straight mark after a word, before a blank, closes whatever is open
        closes = bool(stack) and (any(m == mark for _, m in stack) or (not free and not after.isalnum()))
        return not closes
    if mark in _OPEN:
        # `“Dân vận khéo“`: an opening mark right after a word, with its like open, closes
        return free or not any(m == mark for _, m in stack)
    return not stack and free and after.isalpha() and mark != "’"


def _outermost(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda pair: (pair[0], -pair[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
