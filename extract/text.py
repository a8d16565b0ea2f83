"""The text of one article as the components see it: tokens, sentences, lines, and a folded twin of equal length.

Every component works with character offsets into the NFC text, which never changes. `fold` keeps the length, so an
offset in the folded twin is an offset in the text:

    >>> fold("Ðảng uỷ Quân sự tỉnh Khánh Hoà")
    'đảng ủy quân sự tỉnh khánh hòa'
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from extract.why import Why
from schemas.facts import Mention

_SAME = {"ð": "đ", "Ð": "đ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ", "\ufeff": " ", "\t": " "}
_SAME |= dict.fromkeys("“”„‟«»″〝〞＂", '"') | dict.fromkeys("‘’‚‛ʼ′`´", "'") | dict.fromkeys("–—−‐‑―", "-")
_TONES = "̣̀́̃̉̀́̃̉"
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_](?:[^\W_]|['’ʼ](?=[^\W\d_]))*|\S")
_SYLLABLE = re.compile(r"(?<![^\W\d_])(?:sỹ|kỉ|lí|mĩ|quí|qui)(?![^\W\d_])")
_SPELLING = {"sỹ": "sĩ", "kỉ": "kỷ", "lí": "lý", "mĩ": "mỹ", "quí": "quý", "qui": "quy"}


def _old_tone_place() -> dict[str, str]:
    table = {}
    for base, last in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in "\u0300\u0301\u0303\u0309\u0323":
            new = base + unicodedata.normalize("NFC", last + tone)
            table[new] = unicodedata.normalize("NFC", base + tone) + last
    return table


_TONE_PLACE = _old_tone_place()
_TONED = re.compile(r"(?<!q)(?:" + "|".join(_TONE_PLACE) + r")(?![^\W\d_])")
_LOWER = {i: c for i in range(0x20, 0x2000) if len(c := chr(i).lower()) == 1}
_LOWER |= {ord(a): b for a, b in _SAME.items()}


def fold(text: str) -> str:
    """Lower case, one quote, dash and blank, old tone place (hoà = hòa), sỹ = sĩ; same length. For matching only."""
    return _fold_word(text) if len(text) < 64 else _fold(text)


def _fold(text: str) -> str:
    text = text.translate(_LOWER)
    text = _TONED.sub(lambda m: _TONE_PLACE[m[0]], text)
    return _SYLLABLE.sub(lambda m: _SPELLING[m[0]], text)


_fold_word = functools.lru_cache(maxsize=16384)(_fold)  # the same words and names are folded again and again


def squash(text: str) -> str:
    """`text` with every run of white space as one blank."""
    return " ".join(text.split())


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each word, number and sign.

    A word that went on small before a capital is two words printed without a blank (`ôngTrương`, `trựcLĐLĐ`).
    """
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if end - start > 2 and text[start].islower() and not (word := match[0]).islower():
            cut = next((i for i, c in enumerate(word) if c.isupper()), 0)
            if cut > 1:
                yield start, start + cut
                start += cut
        yield start, end


@functools.cache
def _kind(letter: str) -> tuple[bool, bool, bool]:
    return letter.isalpha(), letter.isupper(), letter.isdecimal()


_APART = re.compile(r"(?<![^\W_])'([^'\n]{3,150})'(?![^\W_])")  # words between single quotes, no apostrophe of a name


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


@dataclass(slots=True)
class Token:
    """A word, number or sign; `fold` is its folded form, `start` and `end` are offsets in the text.

    `is_word`, `is_cap` and `is_number` tell whether it begins with a letter, a capital, a digit.
    """

    i: int
    start: int
    end: int
    text: str
    fold: str
    is_word: bool
    is_cap: bool
    is_number: bool


@dataclass
class Page:
    """One article's text with what is derived from it. `sentences` and `lines` are (start, end) in characters.

    `why` holds what the components noted: (list, where the words begin and end) -> the rules by which they were read.
    """

    text: str
    sentences: list[tuple[int, int]] = field(default_factory=list)
    why: dict[tuple[str, int, int], Why] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError("the text is not NFC: normalise it before it gets offsets")
        self.fold = _APART.sub(lambda m: f'"{m[1]}"', fold(self.text))
        self._shouted: dict[tuple[int, int], bool] = {}

    @cached_property
    def tokens(self) -> list[Token]:
        """Words, numbers and signs in order; white space is no token."""
        text, folded = self.text.replace("Ð", "Đ"), self.fold  # U+00D0, the Icelandic letter that old fonts printed
        return [Token(i, a, b, text[a:b], folded[a:b], *_kind(text[a])) for i, (a, b) in enumerate(_words(self.text))]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [start for start, _ in self.lines]

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self.tokens]

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """(start, end) of each line that is not blank, without its surrounding white space."""
        return [(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", self.text)]

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
        return Mention(start=start, end=end, quote=self.quote(start, end), part=part)

    def note(self, of: str, start: int, end: int, why: Why) -> None:
        """Keep by which rules the words start..end became a fact of the list `of`; what was noted first stays."""
        self.why.setdefault((of, start, end), why)

    def is_shouted(self, start: int, end: int) -> bool:
        """Whether the words are all capitals, so that case tells nothing about names."""
        if (start, end) not in self._shouted:
            words = [t.text for t in self.tokens[slice(*self.token_span(start, end))] if t.is_word]
            self._shouted[start, end] = len(words) > 2 and all(word.isupper() for word in words)
        return self._shouted[start, end]
