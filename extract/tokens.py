"""Words, numbers and signs of a text, with what each is wherever it stands.

>>> [(token.text, token.fold) for token in tokens("ôngTrương Hoà, 1.500")]
[('ông', 'ông'), ('Trương', 'trương'), ('Hoà', 'hòa'), (',', ','), ('1.500', '1.500')]
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from operator import itemgetter

from extract.folding import fold

TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:['’ʼ](?=[^\W\d_])[^\W_]+)*|\d+(?:[.,]\d+)*|\S")
_PIECES = re.compile(f"({TOKEN.pattern})")


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


_Shape = tuple[str, bool, bool, bool, int]


class _Shapes(dict[str, _Shape]):
    """Word, number or sign -> its folded form; whether it begins with a letter, a capital, a digit; where it is cut in two.

    The same words come again on every page, and one string for all of them is found again by its identity.
    """

    def __missing__(self, word: str) -> _Shape:
        first = word[0]
        shape = fold(word), first.isalpha(), first.isupper(), first.isdecimal(), _cut(word)
        if len(word) < _LONG:
            if len(self) >= _KNOWN:
                self.clear()
            self[word] = shape
        return shape


_LONG, _KNOWN = 32, 50_000
known = _Shapes()
"""What was met, kept for the next page."""


def _cut(word: str) -> int:
    """Where a word that went on small before a capital is two printed without a blank (`ôngTrương`, `trựcLĐLĐ`), else 0."""
    if len(word) > 2 and word[0].islower() and not word.islower():
        at = next((i for i, c in enumerate(word) if c.isupper()), 0)
        return at if at > 1 else 0
    return 0


def tokens(text: str) -> list[Token]:
    """The tokens of a text in order; white space is none."""
    pieces = _PIECES.split(text)  # what stands between, a token, what stands between, ...
    shapes = list(map(known.__getitem__, pieces[1::2]))
    if any(map(itemgetter(-1), shapes)):
        pieces = _halved(pieces)
        shapes = list(map(known.__getitem__, pieces[1::2]))
    if not shapes:
        return []
    ends = list(itertools.accumulate(map(len, pieces)))
    folds, letters, capitals, digits, _ = zip(*shapes, strict=True)
    return list(map(Token, itertools.count(), ends[::2], ends[1::2], pieces[1::2], folds, letters, capitals, digits))


def _halved(pieces: list[str]) -> list[str]:
    """The pieces, what is two words as two tokens with nothing between."""
    halved: list[str] = []
    for i, piece in enumerate(pieces):
        cut = known[piece][-1] if i % 2 else 0
        halved += [piece[:cut], "", piece[cut:]] if cut else [piece]
    return halved
