"""Near-copies of an article: which texts tell the same story, by their words alone.

`keys` samples the runs of words around years, people, numbers and names: a copy shares several with what it was taken from, and
texts that have no more than the phrases of the genre in common share none. `alike` then compares two texts word by word. Texts of
one mould (the same sentences about other people, in another year) are no copies of each other: where both say the same words and
then name another year, number or person, that is held against them.

    >>> told = "Ngày 3/4, Sở Y tế tỉnh Nam Định trao Bằng khen cho bà Lê Thị Sáu, Trạm Y tế xã Hải Minh, vì thành tích của năm 2018."
    >>> alike(Words(told), Words(told.replace("vì thành tích", "do thành tích"))).share
    0.885
    >>> alike(Words(told), Words(told.replace("2018", "2015").replace("Lê Thị", "Đỗ Văn"))) is None, alike(Words(told), Words("Tin khác.")) is None
    (True, True)
"""

from __future__ import annotations

import functools
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from extract.text import fold
from schemas.catalogues import FamilyName, Province, load

KEYS = 16
"""Keys of an article, at most."""
OF_PEOPLE = 8
"""Of them, those around years and people, at most: what texts of one mould do not share."""
SHARE = 0.70
"""Of the runs of three words in the shorter text, the share that a copy has in common with the longer."""
LEAST_WORDS = 20
"""A text of fewer words is nobody's copy: it says too little to tell."""
_AROUND = 2
_LEAST_SHARED = 2
_RUN = 3
_GAP = 16
_SHORTEST = 0.3
_LONGEST_NAME = 4
_MOULD = 0.002  # where no ordinary word differs, one other year or person is enough
_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+|[^\w\s]|\n")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
Run = tuple[str, str, str]


@functools.cache
def _family_names() -> frozenset[str]:
    return frozenset(fold(row.name) for row in load(FamilyName))


@functools.cache
def _provinces() -> frozenset[str]:
    return frozenset(fold(row.name) for row in load(Province))


class Words:
    """The folded words of a text; `marks` tells where years, numbers, people and names stand: (kind, first, after the last)."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.marks: list[tuple[str, int, int]] = []
        words, cap = self.words, -1
        for token, folded in zip(_TOKEN.findall(text), _TOKEN.findall(fold(text)), strict=True):
            if token[0].isalpha():
                if folded == token:  # small letters
                    if cap >= 0:
                        self._named(cap)
                        cap = -1
                elif cap < 0 and token[0].isupper():
                    cap = len(words)
                words.append(folded)
                continue
            if cap >= 0:
                self._named(cap)
                cap = -1
            if token[0].isdigit():
                self.marks.append(("year" if _YEAR.fullmatch(token) else "number", len(words), len(words) + 1))
                words.append(folded)
        if cap >= 0:
            self._named(cap)

    def _named(self, start: int) -> None:
        """Note the capitals from `start` on as a name; one alone may begin a sentence and is none."""
        end = len(self.words)
        if end - start < 2:
            return
        for first in range(max(start, end - _LONGEST_NAME), end - 1):
            if self.words[first] in _family_names():
                kind = "name" if " ".join(self.words[first:end]) in _provinces() else "person"
                self.marks.append((kind, first, end))
                return
        self.marks.append(("name", start, end))

    @functools.cached_property
    def kinds(self) -> list[str]:
        """The kind of mark that each word stands in; empty for most."""
        found = [""] * len(self.words)
        for kind, start, end in self.marks:
            found[start:end] = [kind] * (end - start)
        return found

    def runs(self) -> Iterator[Run]:
        """Each three words that follow each other."""
        return zip(self.words, self.words[1:], self.words[2:], strict=False)


def keys(text: str) -> tuple[int, ...]:
    """The article's keys, 32 bits each, odd those around people and years; none for a very short text.

    They are the least hashes of their kind, so that a text of which a part was cut still has those of the rest.
    """
    told = Words(text)
    words = told.words
    if len(words) < LEAST_WORDS:
        return ()
    found: tuple[set[int], set[int]] = set(), set()
    for kind, start, _ in told.marks:
        around = " ".join(words[max(start - _AROUND, 0) : start + _AROUND + 1])
        odd = kind in ("year", "person")
        found[odd].add(zlib.crc32(around.encode()) & ~1 | odd)
    people = nsmallest(OF_PEOPLE, found[True])
    return (*people, *nsmallest(KEYS - len(people), found[False]))


def worth_a_look(own: Collection[int], shared: Collection[int]) -> bool:
    """Whether a text with the keys `own` may be a copy of one that has `shared` of them.

    Texts of one mould share nearly all keys but those around people and years.

    >>> worth_a_look(range(16), range(16)), worth_a_look(range(16), range(0, 16, 2)), worth_a_look(range(16), [5])
    (True, False, False)
    """
    people, ours = (sum(key & 1 for key in told) for told in (shared, own))
    others, theirs = len(shared) - people, len(own) - ours
    if len(shared) < min(_LEAST_SHARED, len(own)):
        return False
    return not (ours >= 3 and others >= 0.7 * theirs and people <= 0.35 * ours)


@dataclass(frozen=True)
class Likeness:
    """How far one text is a copy: the share of the shorter's runs of words, and of its names and numbers, that the longer has."""

    share: float
    names: float

    @property
    def how(self) -> str:
        """In words."""
        return f"{self.share:.0%} of the shorter, {self.names:.0%} of its names and numbers"


@dataclass
class _Kind:
    """Marks of one kind that two texts print alike, that differ, and that differ in a single word."""

    same: int = 0
    other: int = 0
    damaged: int = 0

    @property
    def both(self) -> int:
        """Those that stand between the same words in both."""
        return self.same + self.other + self.damaged


@dataclass
class _Found:
    """What became of the marks of the shorter text, by kind, and which share of marked and of other words the longer lacks."""

    kinds: dict[str, _Kind]
    marked: int
    marked_lost: float
    plain_lost: float

    @property
    def same(self) -> float:
        """The share of the marks that stand in both."""
        both = sum(kind.both for kind in self.kinds.values())
        return sum(kind.same for kind in self.kinds.values()) / both if both else 1.0

    def differ(self) -> bool:
        """Whether the texts speak of other years, people or sums; a slip here and there is none."""
        year, person = self.kinds["year"], self.kinds["person"]
        if (year.other or person.other) and self.plain_lost <= _MOULD:
            return True
        if year.other > 1 or year.other * 4 >= max(year.both, 1) or person.other * 10 >= max(person.both, 1):
            return True
        changed = person.other + person.damaged
        if changed and (changed == person.both or (changed > 1 and changed * 3 >= person.both)):
            return True
        if any(kind.other > 1 and kind.other * 3 >= kind.both for kind in (self.kinds["number"], self.kinds["name"])):
            return True
        return self.marked >= 10 and self.marked_lost > max(0.25, 5 * self.plain_lost)


def alike(one: Words, other: Words) -> Likeness | None:
    """How far the texts are copies, or None where they are none. Takes time in proportion to the words of both."""
    small, large = sorted((one, other), key=lambda words: len(words.words))
    if len(small.words) < max(LEAST_WORDS, _SHORTEST * len(large.words)):
        return None
    here, there = _places(small), _places(large)
    share = sum(run in there for run in here) / len(here)
    if share < SHARE:
        return None
    found = _compared(small, large, there)
    if found.differ():
        return None
    return Likeness(round(share, 3), round(found.same, 3))


def _places(words: Words) -> dict[Run, list[int]]:
    """Where each run of words stands."""
    found: dict[Run, list[int]] = {}
    for i, run in enumerate(words.runs()):
        found.setdefault(run, []).append(i)
    return found


def _compared(small: Words, large: Words, there: dict[Run, list[int]]) -> _Found:
    """Walk through the shorter text; what it prints between the words of both is set beside what the longer prints there."""
    kinds = {kind: _Kind() for kind in ("year", "number", "person", "name")}
    shared = bytearray(len(small.words))
    for here, at in _walk(small, there):
        if here.start < here.stop:
            _changed(kinds, _marked(small, here), _marked(large, at))
        shared[here.stop : here.stop + _RUN] = b"\1" * _RUN
    for kind, start, end in small.marks:
        kinds[kind].same += all(shared[start:end])
    lost = Counter(bool(kind) for kind, held in zip(small.kinds, shared, strict=True) if not held)
    marked = sum(map(bool, small.kinds))
    plain = len(small.words) - marked
    return _Found(kinds, marked, lost[True] / max(marked, 1), lost[False] / max(plain, 1))


def _walk(small: Words, there: dict[Run, list[int]]) -> Iterator[tuple[slice, slice]]:
    """(stretch of the shorter, stretch of the longer) before each run of words that both have; empty where nothing is to compare."""
    was, then = -1, -1
    for i, run in enumerate(small.runs()):
        places = there.get(run)
        if places is None:
            continue
        if was >= 0 and then + i - was in places:
            j = then + i - was
        elif len(places) == 1:
            j = places[0]
        else:
            yield slice(i, i), slice(0, 0)
            continue
        near = was >= 0 and was + _RUN < i <= was + _RUN + _GAP and then + _RUN < j <= then + _RUN + _GAP
        yield (slice(was + _RUN, i), slice(then + _RUN, j)) if near else (slice(i, i), slice(j, j))
        was, then = i, j


def _marked(words: Words, at: slice) -> dict[str, set[str]]:
    """The marked words of a stretch, by kind."""
    found: dict[str, set[str]] = {}
    for word, kind in zip(words.words[at], words.kinds[at], strict=True):
        if kind:
            found.setdefault(kind, set()).add(word)
    return found


def _changed(kinds: dict[str, _Kind], here: dict[str, set[str]], there: dict[str, set[str]]) -> None:
    """Count what stands between the same words in both texts: another year or number, another name."""
    for kind in ("year", "number"):
        if kind in here and kind in there and not here[kind] & there[kind]:
            kinds[kind].other += 1
    mine, theirs = (told.get("person", set()) | told.get("name", set()) for told in (here, there))
    if mine and theirs and not mine & theirs:
        kind = kinds["person" if "person" in here or "person" in there else "name"]
        if len(mine) > 1 and len(theirs) > 1:
            kind.other += 1
        else:  # one word may be a slip of the print
            kind.damaged += 1
