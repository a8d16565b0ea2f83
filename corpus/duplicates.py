"""Near-copies of an article: which texts tell the same story, by their words alone.

Texts of one mould (the same sentences about other people, in another year) are no copies of each other: where both say the same
words and then name another year, number or person, that is held against them.

    >>> told = "Ngày 3/4, Sở Y tế tỉnh Nam Định trao Bằng khen cho bà Lê Thị Sáu, Trạm Y tế xã Hải Minh, vì thành tích của năm 2018."
    >>> alike(Words(told), Words(told.replace("vì thành tích", "do thành tích"))).share
    0.885
    >>> alike(Words(told), Words(told.replace("2018", "2015").replace("Lê Thị", "Đỗ Văn"))) is None, alike(Words(told), Words("Tin khác.")) is None
    (True, True)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.signatures import LEAST_WORDS, RUN, Words

SHARE = 0.70
"""Of the runs of three words in the shorter text, the share that a copy has in common with the longer."""
_SHORTEST = 0.3
_GAP = 16
_SHORT = 80
_FAR = 1 << 30
_PLACES = 8
_MOULD = 0.002  # where no ordinary word differs, one other year or person is enough
_CHANCE = 5.0  # so many standard deviations more of the names and numbers are lost than of the other words


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
        shared[here.stop : here.stop + RUN] = b"\1" * RUN
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
    was = then = -RUN if len(small.words) < _SHORT else -_FAR
    for i, run in enumerate(here):
        places = large.places.get(run)
        if places is None:
            continue
        j = then + i - was
        if not (0 <= j < len(there) and there[j] == run):
            j = next((at for at in places[:_PLACES] if there[at : at + RUN] == here[i : i + RUN]), -1)
            if j < 0:
                continue
        near = was + RUN < i <= was + RUN + _GAP and then + RUN < j <= then + RUN + _GAP
        yield (slice(was + RUN, i), slice(then + RUN, j)) if near else (slice(i, i), slice(j, j))
        was, then = i, j
    if len(small.words) < _SHORT and max(len(small.words) - was, len(large.words) - then) <= RUN + _GAP:
        yield slice(was + RUN, len(small.words)), slice(then + RUN, len(large.words))


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
