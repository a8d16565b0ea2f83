"""What is kept of an article's text to find its near-copies by, and the words that two texts are compared by.

A signature samples the runs of words around years, people, numbers and names: a copy shares several with what it was taken from,
and texts that have no more than the phrases of the genre in common share none.

    >>> told = "Ngày 3/4, Sở Y tế tỉnh Nam Định trao Bằng khen cho bà Lê Thị Sáu, Trạm Y tế xã Hải Minh, vì thành tích của năm 2018."
    >>> [" ".join(Words(told).words[first:after]) for kind, first, after in Words(told).marks if kind in ("person", "year")]
    ['lê thị sáu', 'hải minh', '2018']
    >>> one, copy = Signature.of(told), Signature.of(told.replace("trao Bằng khen", "tặng Bằng khen"))
    >>> len(one.keys), len({*one.keys} & {*copy.keys}), one.may_be(copy)
    (7, 6, True)
"""

from __future__ import annotations

import functools
import re
import zlib
from dataclasses import dataclass
from heapq import nsmallest

from extract.folding import fold
from schemas.catalogues import FamilyName, Province, load
from schemas.tables import Row

KEYS = 16
"""Keys of an article, at most."""
OF_PEOPLE = 8
"""Of them, those around years and people, at most: what texts of one mould do not share."""
LEAST_WORDS = 20
"""A text of fewer words is nobody's copy: it says too little to tell."""
RUN = 3
"""Words to a run."""
_AROUND = 2
_LEAST_SHARED = 2
_FULL_NAME = 3
_LONGEST_NAME = 4
_SHORTEST_NAME = 2
_SKETCH = 64
_TELLING = 4
_IN_COMMON = 0.5
_FEW = 8
_ORDINARY = 20_000
_LONG = 64
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


def _sort(token: str) -> tuple[str, str]:
    """A token folded, and what it is."""
    if token[0].isalpha():
        return fold(token), _CAPITAL if token[0].isupper() else ""
    if token[0].isdigit():
        return token, "year" if _YEAR.fullmatch(token) else "number"
    return token, _SIGN


_sort_kept = functools.lru_cache(1 << 15)(_sort)  # the same words are met again and again


class Words:
    """The folded words of a text; `marks` tells where years, numbers, people and names stand: (kind, first, after the last)."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.marks: list[tuple[str, int, int]] = []
        words, cap = self.words, -1
        for token in _TOKEN.findall(text):
            folded, sort = (_sort_kept if len(token) < _LONG else _sort)(token)
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
                sketch[kind].add(zlib.crc32(" ".join(words[max(end - RUN, 0) : end]).encode()) & 0xFFFF)
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
