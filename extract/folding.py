"""The folded form of words, by which they are compared: `fold` keeps the length, so an offset in it is an offset in the text.

>>> fold("Ðảng uỷ Quân sự tỉnh Khánh Hoà")
'đảng ủy quân sự tỉnh khánh hòa'
"""

from __future__ import annotations

import re
import unicodedata

_SAME = {"ð": "đ", "Ð": "đ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ", "\ufeff": " ", "\t": " "}
_SAME |= dict.fromkeys("“”„‟«»″〝〞＂", '"') | dict.fromkeys("‘’‚‛ʼ′`´", "'") | dict.fromkeys("–—−‐‑―", "-")
_SIGNS = frozenset(_SAME)
_SYLLABLE = re.compile(r"[sklmq](?<![^\W\d_].)(?:(?<=s)ỹ|(?<=k)ỉ|(?<=l)í|(?<=m)ĩ|(?<=q)u[íi])(?![^\W\d_])")
_SPELLING = {"sỹ": "sĩ", "kỉ": "kỷ", "lí": "lý", "mĩ": "mỹ", "quí": "quý", "qui": "quy"}


def _old_tone_place() -> dict[str, str]:
    table = {}
    for base, last in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in "\u0300\u0301\u0303\u0309\u0323":
            new = base + unicodedata.normalize("NFC", last + tone)
            table[new] = unicodedata.normalize("NFC", base + tone) + last
    return table


_TONE_PLACE = _old_tone_place()
# Patterns that begin with a set of letters are found at the speed of C
_TONED = re.compile(r"[ou](?<!q.)(?:" + "|".join(f"(?<={pair[0]}){pair[1]}" for pair in _TONE_PLACE) + r")(?![^\W\d_])")
_LOWER = {i: c for i in range(0x20, 0x2000) if len(c := chr(i).lower()) == 1}


def fold(text: str) -> str:
    """Lower case, one quote, dash and blank, old tone place (hoà = hòa), sỹ = sĩ; same length. For matching only."""
    return known[text] if len(text) < 64 else _fold(text)


def _fold(text: str) -> str:
    small = text.lower()
    text = small if len(small) == len(text) else text.translate(_LOWER)  # `İ` is two characters when small
    if not _SIGNS.isdisjoint(text):
        for sign in _SAME:
            text = text.replace(sign, _SAME[sign])
    text = _TONED.sub(lambda m: _TONE_PLACE[m[0]], text)
    return _SYLLABLE.sub(lambda m: _SPELLING[m[0]], text)


class _Words(dict[str, str]):
    """Words and names -> folded: the same are folded again and again."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        self[text] = folded = _fold(text)
        return folded


_KEPT = 16_384
known = _Words()


def squash(text: str) -> str:
    """`text` with every run of white space as one blank, none at its ends."""
    if text.isprintable() and "  " not in text and text == text.strip():  # as nearly all text is
        return text
    return " ".join(text.split())
