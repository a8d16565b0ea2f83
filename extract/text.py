"""The text of one article as the components see it: tokens, sentences, lines, and a folded twin of equal length.

Every component works with character offsets into the NFC text, which never changes; an offset in the folded twin is one in the
text.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from extract.openings import DIGIT, Openings, opened, openings_of
from extract.tokens import Cut
from extract.why import Why
from schemas.facts import Mention, stood

_APART = re.compile(r"'(?<![^\W_].)([^'\n]{3,150})'(?![^\W_])")  # words between single quotes, no apostrophe of a name
_NOTHING: Iterator[re.Match[str]] = iter(())
_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_UNKNOWN: list[int] = []


def found_at(
    pattern: re.Pattern[str], text: str, begins: list[int], start: int = 0, end: int = sys.maxsize
) -> Iterator[re.Match[str]]:
    """Matches that begin at one of `begins`, which are in order, none over another."""
    for begin in begins:
        if begin >= start and (match := pattern.match(text, begin, end)):
            yield match
            start = match.end()


class Intervals:
    """Stretches of text, which may overlap, for asking quickly whether a character lies in one.

    >>> Intervals([(5, 9), (0, 4), (1, 2)]).covers(3)
    True
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = list[tuple[int, int]]()
        for start, end in sorted(spans):
            # An end is never before that of an earlier stretch, so that the last stretch begun tells
            self._spans.append((start, max(end, self._spans[-1][1] if self._spans else end)))
        self._starts = [start for start, _ in self._spans]

    def covers(self, at: int) -> bool:
        """Whether the character `at` lies in one of the stretches."""
        i = bisect_right(self._starts, at) - 1
        return i >= 0 and at < self._spans[i][1]


class Page:
    """One article's text with what is derived from it. `sentences` and `lines` are (start, end) in characters.

    `fold` is the folded text, `tokens` its words, numbers and signs in order, `places` tells at which of them a folded word
    stands. `why` holds what the components noted: (list, where the words begin and end) -> the rules by which they were read.
    """

    def __init__(self, text: str) -> None:
        if not unicodedata.is_normalized("NFC", text):
            raise ValueError("the text is not NFC: normalise it before it gets offsets")
        self.text = text
        self.why: dict[tuple[str, int, int], Why] = {}
        cut = Cut(text.replace("Ð", "Đ"))  # U+00D0, the Icelandic letter that old fonts printed
        self.tokens, self.fold, self.places, self._starts, self._digits = cut.tokens, cut.fold, cut.places, cut.starts, cut.digits
        if apart := list(_APART.finditer(self.fold)) if "'" in self.fold else []:
            self.fold = _APART.sub(r'"\1"', self.fold)
            for at in [at for match in apart for at in (match.start(), match.end() - 1)]:
                self.tokens[self.token_at(at)].fold = '"'
            self.places = {}
            for token in self.tokens:
                self.places.setdefault(token.fold, []).append(token.i)
        self.lines = [match.span() for match in _LINE.finditer(text)]
        self._line_starts = [start for start, _ in self.lines]
        self.sentences: list[tuple[int, int]] = []
        self._sentence_starts: list[int] = []
        self._shouted: dict[tuple[int, int], bool] = {}
        self._begun: dict[int, list[int] | None] = {}
        self._opened: list[list[int]] = []

    def parted(self, sentences: list[tuple[int, int]]) -> None:
        """Set the sentences, which are in order."""
        self.sentences = sentences
        self._sentence_starts = [start for start, _ in sentences]

    def _begins(self, pattern: re.Pattern[str]) -> list[int] | None:
        """Characters at which a pattern can begin, in order; None where that is not known."""
        key = id(pattern)
        begins = self._begun.get(key, _UNKNOWN)
        if begins is _UNKNOWN:
            known = openings_of(pattern)
            begins = self._begun[key] = None if known.openings is None else self._sought(known.openings, known.number)
        return begins

    def _sought(self, openings: Openings, number: int) -> list[int]:
        if not self._opened:
            self._opened = opened(self.places)
        if number < len(self._opened):
            found = self._opened[number]
        else:  # a pattern that was never sought before this page
            whole, parts = openings.whole, openings.parts
            found = [i for word in self.places if word in whole or word.startswith(parts) for i in self.places[word]]
        begins = [self._starts[i] for i in found]
        return sorted(begins + self._digits if DIGIT in openings.whole else begins)

    def find(
        self, pattern: re.Pattern[str], start: int = 0, end: int | None = None, *, written: bool = False
    ) -> Iterator[re.Match[str]]:
        r"""What `pattern.finditer(self.fold, start, end)` gives, tried only where a word stands that it can begin with.

        `written` seeks it in the text as written.

        >>> [match.span() for match in Page("tặng và trao tặng").find(re.compile(r"(?<!\w)(?:trao )?tặng"))]
        [(0, 4), (8, 17)]
        """
        text = self.text if written else self.fold
        end, begins = len(text) if end is None else end, self._begins(pattern)
        if begins is None:
            return pattern.finditer(text, start, end)
        first, last = bisect_left(begins, start), bisect_left(begins, end)
        return found_at(pattern, text, begins[first:last], start, end) if first < last else _NOTHING

    def first(self, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """What `pattern.search(self.fold, start, end)` gives, found as `find` does."""
        end, begins = len(self.fold) if end is None else end, self._begins(pattern)
        if begins is None:
            return pattern.search(self.fold, start, end)
        for k in range(bisect_left(begins, start), bisect_left(begins, end)):
            if match := pattern.match(self.fold, begins[k], end):
                return match
        return None

    def token_at(self, start: int) -> int:
        """Index of the first token that begins at or after character `start`."""
        return bisect_left(self._starts, start)

    def token_span(self, start: int, end: int) -> tuple[int, int]:
        """(first token, after the last token) inside the characters start..end."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def sentence_of(self, start: int) -> tuple[int, int]:
        """The sentence that holds character `start`."""
        i = bisect_right(self._sentence_starts, start) - 1
        return self.sentences[max(i, 0)] if self.sentences else (0, len(self.text))

    def line_of(self, start: int) -> tuple[int, int]:
        """The line that holds character `start`."""
        i = bisect_right(self._line_starts, start) - 1
        return self.lines[max(i, 0)] if self.lines else (0, len(self.text))

    def quote(self, start: int, end: int) -> str:
        """The words between two offsets, as written."""
        return self.text[start:end]

    def mention(self, start: int, end: int, part: str) -> Mention:
        """The words between two offsets as a mention of a fact, `part` the field they were read for."""
        return stood(start, end, self.text[start:end], part)

    def note(self, of: str, start: int, end: int, why: Why) -> None:
        """Keep by which rules the words start..end became a fact of the list `of`; what was noted first stays."""
        self.why.setdefault((of, start, end), why)

    def is_shouted(self, start: int, end: int) -> bool:
        """Whether the words are all capitals, so that case tells nothing about names."""
        if (start, end) not in self._shouted:
            words = [t.text for t in self.tokens[slice(*self.token_span(start, end))] if t.is_word]
            self._shouted[start, end] = len(words) > 2 and all(word.isupper() for word in words)
        return self._shouted[start, end]
