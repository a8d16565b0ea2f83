"""All word lists in one trie over folded tokens, the value beside the word.

A phrase is found whatever its case, tone-mark place, quotes, and blanks; where it holds a comma or hyphen, either or none
matches (`thi đua, khen thưởng` = `Thi đua - Khen thưởng`). An abbreviation (all capitals) is found only in capitals.
"""

from __future__ import annotations

import functools
import itertools
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extract.folding import fold
from extract.text import Page
from extract.tokens import TOKEN

_PUNCT = (",", "-")


class Hit:
    """A phrase found: tokens first..last (after), characters start..end, its list and the value beside the word."""

    __slots__ = ("end", "first", "kind", "last", "start", "value")

    def __init__(self, first: int, last: int, start: int, end: int, kind: str, value: Any) -> None:
        self.first = first
        self.last = last
        self.start = start
        self.end = end
        self.kind = kind
        self.value = value


@dataclass(slots=True)
class Entry:
    """A phrase of list `kind` as its data file (path from the project's root, empty where it has none) writes it."""

    kind: str
    value: Any
    exact: str | None
    phrase: str
    file: str


@dataclass(slots=True)
class _Node:
    """The phrases that end with a word, and the words with which some go on."""

    entries: list[Entry] = field(default_factory=list)
    further: dict[str, _Node] = field(default_factory=dict)


class Lexicon:
    """Phrases of many lists, found in one pass.

    >>> words = Lexicon([("head", "Sở", 1), ("head", "Sở Y tế", 2), ("short", "SYT", 3)])
    >>> [(h.kind, h.value) for h in words.find(Page("Giám đốc sở  Y tế"))]
    [('head', 1), ('head', 2)]
    """

    def __init__(self, entries: Iterable[tuple[str, str, Any] | tuple[str, str, Any, str]]) -> None:
        self._root = _Node()
        for entry in entries:
            self.add(*entry)

    def add(self, kind: str, phrase: str, value: Any, file: str = "") -> None:
        """Add one phrase of list `kind` from the data file `file`; what is in the list already stays as it is."""
        tokens = TOKEN.findall(fold(phrase))
        exact = phrase if phrase.replace(" ", "").isupper() and len(tokens) == 1 else None
        slots = [("", *_PUNCT) if t in _PUNCT and 0 < i < len(tokens) - 1 else (t,) for i, t in enumerate(tokens)]
        for choice in itertools.product(*slots):
            node = self._root
            for token in choice:
                if token:
                    node = node.further.setdefault(sys.intern(token), _Node())  # the same objects as on the page are found sooner
            if not any(e.kind == kind and e.exact in (None, exact) for e in node.entries):
                node.entries.append(Entry(kind, value, exact, phrase, file))

    def find(self, page: Page) -> list[Hit]:
        """Every hit, by first token, shorter before longer."""
        tokens, size, opening, found = page.tokens, len(page.tokens), self._root.further, list[Hit]()
        firsts: list[int] = []
        for word in opening.keys() & page.places.keys():
            firsts += page.places[word]
        firsts.sort()
        for first in firsts:
            token, last = tokens[first], first + 1
            node: _Node | None = opening[token.fold]
            while node is not None:
                for entry in node.entries:
                    if entry.exact is None or token.text == entry.exact:
                        found.append(Hit(first, last, token.start, tokens[last - 1].end, entry.kind, entry.value))
                node = node.further.get(tokens[last].fold) if last < size and node.further else None
                last += 1
        return found

    def entry(self, page: Page, hit: Hit) -> Entry | None:
        """The entry that made a hit on the page; None where no phrase did.

        >>> words, page = Lexicon([("short", "SYT", 3, "heads.csv")]), Page("Đại diện SYT")
        >>> [words.entry(page, hit).file for hit in words.find(page)]
        ['heads.csv']
        """
        node = self._root
        for token in page.tokens[hit.first : hit.last]:
            node = node.further.get(token.fold, _Node())
        words = page.tokens[hit.first].text
        fits = (e for e in node.entries if e.kind == hit.kind and e.value == hit.value and e.exact in (None, words))
        return next(fits, None)


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Leftmost, then longest of overlapping hits."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.first, -h.last)):
        if not kept or hit.first >= kept[-1].last:
            kept.append(hit)
    return kept


@functools.cache
def spread(name: str) -> tuple[str, ...]:
    """Lines of a small word list beside this module: `lexicon/NAME.txt`, one phrase a line, `#` opens a comment."""
    from pathlib import Path

    path = Path(__file__).parent / "lexicon" / f"{name}.txt"
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


@functools.cache
def folded(name: str) -> frozenset[str]:
    """The folded phrases of the list `lexicon/NAME.txt`."""
    return frozenset(fold(phrase) for phrase in spread(name))


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """The words of one row of `lexicon/word_sets.csv`, as written."""
    import csv
    from pathlib import Path

    with (Path(__file__).parent / "lexicon" / "word_sets.csv").open(encoding="utf-8", newline="") as lines:
        return next(frozenset(row["words"].split(";")) for row in csv.DictReader(lines) if row["set"] == name)


@functools.cache
def _comma_pairs() -> tuple[tuple[str, str], ...]:
    """The parts of expressions with a comma: `phòng, chống`."""
    return tuple((first, second) for first, second in (pair.split(", ") for pair in spread("comma_pairs")))


def comma_pair(text: str, at: int) -> bool:
    """Whether the sign at the character `at` is a comma inside one expression: `phòng, chống`."""
    if not text.startswith(",", at):
        return False
    before, after = text[max(0, at - 12) : at], text[at + 1 : at + 14].lstrip()
    return any(before.endswith(first) and after.startswith(second) for first, second in _comma_pairs())
