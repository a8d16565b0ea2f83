"""The words with which a pattern can begin, read from the pattern itself, so that it is tried only where one of them stands.

Python's engine tries a pattern like `(?<!\\w)(?:tặng|trao)` at every character. A page knows where each word and each number
stands (`Page.places`); `Page.find` and `Page.first` try such a pattern there alone, and find the same.

    >>> sorted(openings(re.compile(r"(?<!\\w)(?:đ/c|trao(?: tặng)?|tặng)(?!\\w)")).whole)
    ['trao', 'tặng', 'đ']
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

DIGIT = "0"
"""The opening of a pattern that may begin with digits."""
_MOST = 4000
"""Openings of one pattern beyond which it is tried everywhere."""
_SIGNS_IN_WORDS = "_'’ʼ"
Items = list[tuple[Any, Any]]


class Openings(NamedTuple):
    """Folded words that a match begins with, and beginnings of such words where the pattern leaves the rest open."""

    whole: frozenset[str]
    parts: tuple[str, ...]


class _UnknownOpening(Exception):
    """The pattern may begin with something else than letters or digits."""


def openings(pattern: re.Pattern[str]) -> Openings | None:
    """The openings of a pattern over folded text; None where it may begin inside a word or number, or with another sign.

    >>> openings(re.compile(r"\\\\w+ người")) is None
    True
    """
    try:
        tree = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
        found = {(letters.lower(), ended) for items in _alternatives(tree) for letters, ended in _opened(items)}
    except _UnknownOpening:
        return None
    if len(found) > _MOST:
        return None
    return Openings(
        frozenset(sys.intern(word) for word, ended in found if ended), tuple(sorted(word for word, ended in found if not ended))
    )


class Known(NamedTuple):
    """A pattern whose openings have been read, and its number, in the order in which they were."""

    pattern: re.Pattern[str]
    openings: Openings | None
    number: int


_KNOWN: dict[int, Known] = {}
_WHOLE: dict[str, list[int]] = {}
_PARTS: dict[str, list[int]] = {}
_KEPT = 100_000


class _Opened(dict[str, tuple[int, ...]]):
    """Folded words that were met -> the numbers of the patterns they open."""

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) >= _KEPT:
            self.clear()
        begun = (word[:size] for size in range(1, min(len(word), max(map(len, _PARTS), default=0)) + 1))
        numbers = {*_WHOLE.get(word, ()), *(number for part in begun for number in _PARTS.get(part, ()))}
        self[word] = opened = tuple(sorted(numbers))
        return opened


_OPENED = _Opened()


def openings_of(pattern: re.Pattern[str]) -> Known:
    """`openings`, read once a process; kept by identity, since the hash of a pattern grows with it."""
    known = _KNOWN.get(id(pattern))
    if known is None:
        known = _KNOWN[id(pattern)] = Known(pattern, openings(pattern), len(_KNOWN))
        for table, words in ((_WHOLE, known.openings.whole), (_PARTS, known.openings.parts)) if known.openings else ():
            for word in words:
                table.setdefault(word, []).append(known.number)
        _OPENED.clear()
    return known


def opened(places: dict[str, list[int]]) -> list[list[int]]:
    """For each pattern known so far, by its number, the places of the words that open it, in no order.

    >>> known = openings_of(re.compile(r"(?<!\\w)(?:trao|tặng)"))
    >>> opened({"tặng": [5, 9], "trao": [1], "cờ": [2]})[known.number]
    [5, 9, 1]
    """
    found: list[list[int]] = [[] for _ in _KNOWN]
    for word, stands in places.items():
        for number in _OPENED[word]:
            found[number].extend(stands)
    return found


def _alternatives(tree: Items) -> list[Items]:
    """The alternatives of a pattern that has several at its top: `(?<!\\w)a|(?<!\\w)b`."""
    if tree and tree[0][0] is op.BRANCH:
        return [[*branch, *tree[1:]] for branch in tree[0][1][1]]
    return [tree]


def _opened(items: Items) -> Iterator[tuple[str, bool]]:
    """The openings of one alternative, which a lookbehind keeps from beginning inside a word, or inside a number."""
    before = _kept_from(items[0]) if items else set()
    for letters, ended in _walk(items, ""):
        if not ({op.CATEGORY_WORD, op.CATEGORY_DIGIT} if letters == DIGIT else {op.CATEGORY_WORD}) & before:
            raise _UnknownOpening
        yield letters, ended


def _kept_from(item: tuple[Any, Any]) -> set[Any]:
    """The kinds of characters that cannot stand before a match: `(?<!\\w)`, `(?<![\\d/])`, `\\b`."""
    code, value = item
    if item == (op.AT, op.AT_BOUNDARY):
        return {op.CATEGORY_WORD}
    if code is not op.ASSERT_NOT or value[0] > 0 or len(value[1]) != 1 or value[1][0][0] is not op.IN:
        return set()
    return {kind for code, kind in value[1][0][1] if code is op.CATEGORY}


def _walk(items: Items, letters: str) -> Iterator[tuple[str, bool]]:
    """(letters, whether the word ends there) for each way in which the items can go on behind `letters`."""
    while items:
        (code, value), *items = items
        if code is op.LITERAL and chr(value).isalpha():
            letters += chr(value)
        elif code is op.LITERAL or code is op.IN:
            yield from _one_of([(code, value)] if code is op.LITERAL else value, items, letters)
            return
        elif code is op.SUBPATTERN:
            items = [*value[3], *items]
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _walk([*branch, *items], letters)
            return
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT):
            yield from _repeated(value, items, letters)
            return
        elif letters and (code is op.AT or (code is op.ASSERT_NOT and value[0] > 0 and _is_word(value[1]))):
            yield letters, True
            return
        elif code not in (op.ASSERT, op.ASSERT_NOT, op.AT):
            break
    yield _left_open(letters)


def _is_word(items: Any) -> bool:
    return [(code, value) for code, value in items] == [(op.IN, [(op.CATEGORY, op.CATEGORY_WORD)])]


def _one_of(choices: Items, items: Items, letters: str) -> Iterator[tuple[str, bool]]:
    """One character of a set: its letters are followed, another sign ends the word."""
    for code, value in choices:
        if code is op.LITERAL and chr(value).isalpha():
            yield from _walk(items, letters + chr(value))
        elif not letters and ((code, value) == (op.CATEGORY, op.CATEGORY_DIGIT) or (code is op.LITERAL and chr(value).isdigit())):
            yield DIGIT, True
        elif (code, value) == (op.CATEGORY, op.CATEGORY_SPACE) or (
            code is op.LITERAL and not chr(value).isalnum() and chr(value) not in _SIGNS_IN_WORDS
        ):
            yield _ended(letters)
        elif not letters and code is op.RANGE and all(chr(end).isdigit() for end in value):
            yield DIGIT, True
        else:
            yield _left_open(letters)


def _repeated(repeat: tuple[int, Any, Any], items: Items, letters: str) -> Iterator[tuple[str, bool]]:
    """Something that may come again, or not at all."""
    least, most, inner = repeat
    if least == 0:
        yield from _walk(items, letters)
    if most == 1:
        yield from _walk([*inner, *items], letters)
        return
    for told, ended in _walk([*inner], letters):
        yield (told, ended) if ended else _left_open(told)


def _ended(letters: str) -> tuple[str, bool]:
    if not letters:
        raise _UnknownOpening
    return letters, True


def _left_open(letters: str) -> tuple[str, bool]:
    if not letters:
        raise _UnknownOpening
    return letters, False
