"""Near-copies of an article: which texts tell the same story, by their words alone.

`Signature` samples the runs of words around years, people, numbers and names: a copy shares several with what it was taken from, and
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
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest

from extract.text import fold
from schemas.catalogues import FamilyName, Province, load
from schemas.tables import Row

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
_FULL_NAME = 3
_SKETCH = 64
_ORDINARY = 20_000
_TELLING = 4
_IN_COMMON = 0.5
_FEW = 8
_RUN = 3
_GAP = 16
_SHORT = 80
_FAR = 1 << 30
_PLACES = 8
_SHORTEST = 0.3
_LONGEST_NAME = 4
_SHORTEST_NAME = 2
_MOULD = 0.002  # where no ordinary word differs, one other year or person is enough
_CHANCE = 5.0  # so many standard deviations more of the names and numbers are lost than of the other words
_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+|[^\w\s]|\n")
_CAPITAL, _SIGN = "capital", "sign"
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
Run = tuple[str, str, str]


@functools.cache
def _family_names() -> frozenset[str]:
    return frozenset(fold(row.name) for row in load(FamilyName))


@functools.cache
def _provinces() -> frozenset[str]:
    return frozenset(fold(row.name) for row in load(Province))


@functools.lru_cache(1 << 15)
def _sort(token: str) -> tuple[str, str]:
    """A token folded, and what it is."""
    if token[0].isalpha():
        return fold(token), _CAPITAL if token[0].isupper() else ""
    if token[0].isdigit():
        return token, "year" if _YEAR.fullmatch(token) else "number"
    return token, _SIGN


class Words:
    """The folded words of a text; `marks` tells where years, numbers, people and names stand: (kind, first, after the last)."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.marks: list[tuple[str, int, int]] = []
        words, cap = self.words, -1
        for token in _TOKEN.findall(text):
            folded, sort = _sort(token)
            if sort == _CAPITAL:
                if cap < 0:
                    cap = len(words)
            elif cap >= 0:
                self._named(cap)
                cap = -1
            if sort == _SIGN:
                continue
            if sort in ("year", "number"):
                self.marks.append((sort, len(words), len(words) + 1))
            words.append(folded)
        if cap >= 0:
            self._named(cap)

    def _named(self, start: int) -> None:
        """Note the capitals from `start` on as a name; one alone may begin a sentence and is none."""
        end = len(self.words)
        if end - start < 2:
            return
        for first in range(max(start, end - _LONGEST_NAME), end - _SHORTEST_NAME + 1):
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

    @functools.cached_property
    def runs(self) -> list[Run]:
        """Each three words that follow each other."""
        return list(zip(self.words, self.words[1:], self.words[2:], strict=False))

    @functools.cached_property
    def places(self) -> dict[Run, list[int]]:
        """Where each run of words stands."""
        found: dict[Run, list[int]] = {}
        for i, run in enumerate(self.runs):
            found.setdefault(run, []).append(i)
        return found


_words_kept = functools.lru_cache(256)(Words)  # the first few texts of a mould are compared with each of the others


def words_of(text: str) -> Words:
    """The words of a text; those of ordinary ones are kept for a while."""
    return _words_kept(text) if len(text) <= _ORDINARY else Words(text)


@dataclass(frozen=True)
class Signature:
    """What is kept of a text to find its copies by; a very short text has none.

    `keys` are looked up: hashes of 32 bits, the least of the runs of words around people and years (those are odd) and of those around
    numbers and names, so that a text of which a part was cut still has those of the rest. `people`, `years` and `names` hold 16 bits of
    each, to tell texts of one mould apart without reading them again.
    """

    keys: tuple[int, ...]
    people: bytes = b""
    years: bytes = b""
    names: bytes = b""

    @classmethod
    def of(cls, text: str) -> Signature:
        """The signature of a text."""
        told = Words(text)
        words = told.words
        if len(words) < LEAST_WORDS:
            return cls(())
        found: tuple[set[int], set[int]] = set(), set()
        sketch = {kind: set[int]() for kind in ("person", "year", "name")}
        for kind, start, end in told.marks:
            if kind == "person" and end - start < _FULL_NAME:
                kind = "name"
            odd = kind in ("year", "person")
            around = zlib.crc32(" ".join(words[max(start - _AROUND, 0) : start + _AROUND + 1]).encode())
            found[odd].add(around & ~1 | odd)
            if kind in sketch:
                sketch[kind].add(zlib.crc32(" ".join(words[max(end - _RUN, 0) : end]).encode()) & 0xFFFF)
        odd_keys = nsmallest(OF_PEOPLE, found[True])
        keys = (*odd_keys, *nsmallest(KEYS - len(odd_keys), found[False]))
        return cls(keys, *(b"".join(part.to_bytes(2) for part in sorted(told)[:_SKETCH]) for told in sketch.values()))

    @classmethod
    def of_cells(cls, keys: bytes, *sketches: bytes) -> Signature:
        """The signature that `cells` gave."""
        return cls(tuple(int.from_bytes(keys[i : i + 4]) for i in range(0, len(keys), 4)), *sketches)

    def cells(self) -> Row:
        """The cells of a row of `signatures`."""
        keys = b"".join(key.to_bytes(4) for key in self.keys)
        return {"keys": keys, "people": self.people, "years": self.years, "names": self.names}

    def enough(self, shared: int) -> bool:
        """Whether a text that shares so many keys may be a copy."""
        return shared >= min(_LEAST_SHARED, len(self.keys))

    def may_be(self, other: Signature) -> bool:
        """Whether a text of that signature is worth to be compared word by word."""
        pairs = ((self.people, other.people), (self.years, other.years), (self.names, other.names))
        return all(_in_common(one, two) for one, two in pairs)


def _in_common(one: bytes, other: bytes) -> bool:
    """Whether two sketches share as much as copies do; too few tell nothing."""
    mine, theirs = ({told[i : i + 2] for i in range(0, len(told), 2)} for told in (one, other))
    few = min(len(mine), len(theirs))
    return few < _TELLING or len(mine & theirs) + (few < _FEW) >= _IN_COMMON * few


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
    """What became of the marks of the shorter text, by kind; its marked and its other words, and those that the longer lacks."""

    kinds: dict[str, _Kind]
    marked: int
    plain: int
    marked_lost: int
    plain_lost: int

    @property
    def same(self) -> float:
        """The share of the marks that stand in both."""
        both = sum(kind.both for kind in self.kinds.values())
        return sum(kind.same for kind in self.kinds.values()) / both if both else 1.0

    def differ(self) -> bool:
        """Whether the texts speak of other years, people or sums; a slip here and there is none."""
        year, person = self.kinds["year"], self.kinds["person"]
        if (year.other or person.other) and self.plain_lost <= _MOULD * self.plain:
            return True
        if year.other > 1 or year.other * 4 >= max(year.both, 1) or person.other * 10 >= max(person.both, 1):
            return True
        changed = person.other + person.damaged
        if changed > 1 and changed * 3 >= person.both:
            return True
        if any(kind.other > 1 and kind.other * 3 >= kind.both for kind in (self.kinds["number"], self.kinds["name"])):
            return True
        expected = (self.marked_lost + self.plain_lost) * self.marked / max(self.marked + self.plain, 1)
        return (self.marked_lost - expected) ** 2 > _CHANCE**2 * (expected + 1) and self.marked_lost > expected


def alike(one: Words, other: Words) -> Likeness | None:
    """How far the texts are copies, or None where they are none. Takes time in proportion to the words of both."""
    small, large = sorted((one, other), key=lambda words: len(words.words))
    if len(small.words) < max(LEAST_WORDS, _SHORTEST * len(large.words)):
        return None
    here, there = small.places, large.places
    share = sum(run in there for run in here) / len(here)
    if share < SHARE:
        return None
    found = _compared(small, large)
    if found.differ():
        return None
    return Likeness(round(share, 3), round(found.same, 3))


def _compared(small: Words, large: Words) -> _Found:
    """Walk through the shorter text; what it prints between the words of both is set beside what the longer prints there."""
    kinds = {kind: _Kind() for kind in ("year", "number", "person", "name")}
    shared = bytearray(len(small.words))
    for here, at in _walk(small, large):
        if here.start < here.stop:
            _changed(kinds, _marked(small, here), _marked(large, at))
        shared[here.stop : here.stop + _RUN] = b"\1" * _RUN
    del shared[len(small.words) :]  # the end of the text is no run
    for kind, start, end in small.marks:
        kinds[kind].same += all(shared[start:end])
    lost = Counter(bool(kind) for kind, held in zip(small.kinds, shared, strict=True) if not held)
    marked = sum(map(bool, small.kinds))
    return _Found(kinds, marked, len(small.words) - marked, lost[True], lost[False])


def _walk(small: Words, large: Words) -> Iterator[tuple[slice, slice]]:
    """(stretch of the shorter, stretch of the longer) before each run of words that both have; empty where nothing is to compare.

    From one run to the next it goes straight on; elsewhere only where five words are the same. A short text has no head or foot,
    so that its beginning and its end are compared too.
    """
    here, there = small.runs, large.runs
    was = then = -_RUN if len(small.words) < _SHORT else -_FAR
    for i, run in enumerate(here):
        places = large.places.get(run)
        if places is None:
            continue
        j = then + i - was
        if not (0 <= j < len(there) and there[j] == run):
            j = next((at for at in places[:_PLACES] if there[at : at + _RUN] == here[i : i + _RUN]), -1)
            if j < 0:
                continue
        near = was + _RUN < i <= was + _RUN + _GAP and then + _RUN < j <= then + _RUN + _GAP
        yield (slice(was + _RUN, i), slice(then + _RUN, j)) if near else (slice(i, i), slice(j, j))
        was, then = i, j
    if len(small.words) < _SHORT and max(len(small.words) - was, len(large.words) - then) <= _RUN + _GAP:
        yield slice(was + _RUN, len(small.words)), slice(then + _RUN, len(large.words))


def _marked(words: Words, at: slice) -> dict[str, set[str]]:
    """The marked words of a stretch, by kind."""
    found: dict[str, set[str]] = {}
    for word, kind in zip(words.words[at], words.kinds[at], strict=True):
        if kind:
            found.setdefault(kind, set()).add(word)
    return found


def _changed(kinds: dict[str, _Kind], here: dict[str, set[str]], there: dict[str, set[str]]) -> None:
    """Count what stands between the same words in both texts: another year or number, another name."""
    for name in ("year", "number"):
        if name in here and name in there and not here[name] & there[name]:
            kinds[name].other += min(len(here[name]), len(there[name]))
    mine, theirs = (told.get("person", set()) | told.get("name", set()) for told in (here, there))
    if mine and theirs and not mine & theirs:
        kind = kinds["person" if "person" in here or "person" in there else "name"]
        if len(mine) > 1 and len(theirs) > 1:
            kind.other += 1
        else:  # one word may be a slip of the print
            kind.damaged += 1
