"""Words, numbers and signs of a text, with what each is wherever it stands.

>>> [(token.text, token.fold) for token in tokens("ôngTrương Hoà, 1.500")]
[('ông', 'ông'), ('Trương', 'trương'), ('Hoà', 'hòa'), (',', ','), ('1.500', '1.500')]
"""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

from extract.folding import fold

TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:['’ʼ](?=[^\W\d_])[^\W_]+)*|\d+(?:[.,]\d+)*|\S")


class Token:
    """A word, number or sign; `fold` is its folded form, `start` and `end` are offsets in the text.

    `is_word`, `is_cap` and `is_number` tell whether it begins with a letter, a capital, a digit.
    """

    __slots__ = ("end", "fold", "i", "is_cap", "is_number", "is_word", "start", "text")

    def __init__(
        self, i: int, start: int, end: int, text: str, fold: str, is_word: bool, is_cap: bool, is_number: bool
    ) -> None:  # written out: what a dataclass writes for itself stays slow where all else is compiled
        self.i = i
        self.start = start
        self.end = end
        self.text = text
        self.fold = fold
        self.is_word = is_word
        self.is_cap = is_cap
        self.is_number = is_number


_DIGITS = re.compile(r"\d+")
_Part = tuple[int, int, str, str, bool, bool, bool]


class _Piece(NamedTuple):
    """What stands between two blanks: its folded form, its tokens (start and end in it, and so on as `Token` has them), and where
    its runs of digits begin."""

    fold: str
    parts: tuple[_Part, ...]
    digits: tuple[int, ...]


class _Pieces(dict[str, _Piece]):
    """What stands between two blanks -> what it is made of. The same comes again on every page."""

    def __missing__(self, written: str) -> _Piece:
        parts: list[_Part] = []
        for match in TOKEN.finditer(written):
            parts += _parts(*match.span(), match[0])
        small = parts[0][3] if len(parts) == 1 and parts[0][2] == written else fold(written)
        for start, end, _, word, *_ in parts:
            if small[start:end] != word:  # `hoàLan`: two words, of which the first has its tone elsewhere when it stands alone
                small = small[:start] + word + small[end:]
        piece = _Piece(small, tuple(parts), tuple([match.start() for match in _DIGITS.finditer(written)]))
        if len(written) < _LONG:
            if len(self) >= _KNOWN:
                self.clear()
            self[written] = piece
        return piece


_LONG, _KNOWN = 48, 100_000
known = _Pieces()
"""What was met, kept for the next page."""


def _parts(start: int, end: int, word: str) -> list[_Part]:
    """One token, or the two that stand at start..end printed without a blank."""
    first, small = word[0], word.islower()
    if not small and first.islower() and (cut := _cut(word)):
        return [*_parts(start, start + cut, word[:cut]), *_parts(start + cut, end, word[cut:])]
    return [(start, end, word, sys.intern(fold(word)), first.isalpha(), not small and first.isupper(), first.isdecimal())]


def _cut(word: str) -> int:
    """Where a word that begins small goes on with a capital: two printed without a blank (`ôngTrương`, `trựcLĐLĐ`); else 0."""
    at = next((i for i, c in enumerate(word) if c.isupper()), 0)
    return at if at > 1 else 0


class Cut:
    """A text in its tokens, in order.

    `fold` is its folded form; `starts` tells where each token begins, `digits` where its runs of digits do, `places` which tokens a
    folded word is.
    """

    def __init__(self, text: str) -> None:
        self.tokens: list[Token] = []
        self.starts: list[int] = []
        self.digits: list[int] = []
        self.places: dict[str, list[int]] = {}
        pieces = [known[written] for written in text.split(" ")]
        self.fold = " ".join([piece.fold for piece in pieces])
        self._fill(pieces)

    def _fill(self, pieces: list[_Piece]) -> None:
        tokens, starts, digits, places = self.tokens, self.starts, self.digits, self.places
        at = i = 0
        for folded, parts, numbers in pieces:
            for start, end, word, small, is_word, is_cap, is_number in parts:
                tokens.append(Token(i, at + start, at + end, word, small, is_word, is_cap, is_number))
                starts.append(at + start)
                if (stands := places.get(small)) is None:
                    places[small] = [i]
                else:
                    stands.append(i)
                i += 1
            if numbers:
                digits += [at + number for number in numbers]
            at += len(folded) + 1


def tokens(text: str) -> list[Token]:
    """The tokens of a text in order; white space is none."""
    return Cut(text).tokens
