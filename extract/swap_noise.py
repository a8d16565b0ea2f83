"""Another way to print the same words: quotation marks, U+00D0 for Đ, tone places, doubled blanks, NFD."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from random import Random

_QUOTES = ('""', "“”", "«»", "‘’", "„”")
_OPEN, _CLOSE, _STRAIGHT = "“«„", "”»", '"＂'
_SHARE_OF_BLANKS = 0.04


def _tone_places() -> list[tuple[str, str]]:
    """Pairs (`oà`, `òa`) for each tone, small, capitalised and in capitals."""
    pairs = []
    for base, last in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in "\u0300\u0301\u0303\u0309\u0323":
            new, old = (unicodedata.normalize("NFC", told) for told in (base + last + tone, base + tone + last))
            pairs += [(new, old), (new.capitalize(), old.capitalize()), (new.upper(), old.upper())]
    return pairs


_NEW_TO_OLD = dict(_tone_places())
_OLD_TO_NEW = {old: new for new, old in _NEW_TO_OLD.items()}
_NEW = re.compile(r"(?<![qQ])(?:" + "|".join(_NEW_TO_OLD) + r")(?![^\W\d_])")
_OLD = re.compile("(?:" + "|".join(_OLD_TO_NEW) + r")(?![^\W\d_])")


def old_tones(text: str) -> str:
    """Tone marks where the old rule puts them.

    >>> old_tones("Thanh Hoá, khoẻ, thuỷ, quý"), new_tones("hòa, THỦY")
    ('Thanh Hóa, khỏe, thủy, quý', 'hoà, THUỶ')
    """
    return _NEW.sub(lambda m: _NEW_TO_OLD[m[0]], text)


def new_tones(text: str) -> str:
    """Tone marks where the new rule puts them."""
    return _OLD.sub(lambda m: _OLD_TO_NEW[m[0]], text)


def requoted(text: str, pair: str) -> str:
    """Double quotation marks as `pair`; a line in which they do not come in pairs stays as it is.

    >>> requoted('phong trào "Dạy tốt" và “Học tốt”', "«»")
    'phong trào «Dạy tốt» và «Học tốt»'
    """
    return "".join(_requoted_line(line, pair) for line in text.splitlines(keepends=True))


def _requoted_line(line: str, pair: str) -> str:
    opened, out = False, []
    for sign in line:
        if sign in _OPEN or (sign in _STRAIGHT and not opened):
            if opened:
                return line
            opened, sign = True, pair[0]
        elif sign in _CLOSE or sign in _STRAIGHT:
            if not opened:
                return line
            opened, sign = False, pair[1]
        out.append(sign)
    return line if opened else "".join(out)


def doubled(text: str, random: Random) -> str:
    """Some blanks between words doubled."""
    return re.sub(r"(?<=\S) (?=\S)", lambda _: "  " if random.random() < _SHARE_OF_BLANKS else " ", text)


@dataclass(frozen=True)
class Noise:
    """How one article is printed; an empty Noise changes nothing."""

    quotes: str = ""
    eth: bool = False
    tones: str = ""
    blanks: bool = False
    decomposed: bool = False

    def printed(self, text: str, random: Random) -> str:
        """`text` printed so."""
        if self.quotes:
            text = requoted(text, self.quotes)
        if self.tones:
            text = (old_tones if self.tones == "old" else new_tones)(text)
        if self.blanks:
            text = doubled(text, random)
        if self.eth:
            text = text.replace("Đ", "Ð")
        return unicodedata.normalize("NFD", text) if self.decomposed else text


def noise(number: int) -> Noise:
    """The noise of an article's swap `number`: each kind comes up in ten swaps, alone and with others."""
    return Noise(
        quotes=_QUOTES[number % len(_QUOTES)],
        eth=number % 4 == 3,
        tones=("", "old", "new")[number % 3],
        blanks=number % 3 == 1,
        decomposed=number % 5 == 4,
    )
