"""Which charset a text is in, by how Vietnamese each reading of it is.

Every reading is scored on the words that hold more than ASCII, each once: a syllable that reports print speaks for the reading,
the more the more often they print it; a rare one and a word that is no syllable speak against it. `syllables.csv` has the
counts, of reports other than the samples and of the project's own word lists. A score is the logarithm of the odds that
the words were read rightly; `Choice.certainty` is the share that the best reading has of the odds of all that read the words
otherwise, "no Vietnamese text" among them.

    >>> choose("QuyÕt ®Þnh cña Bé Néi vô").name, choose("Le président de la République").certainty < 0.01
    ('tcvn3', True)
"""

from __future__ import annotations

import csv
import functools
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from corpus.charsets import CHARSETS, as_bytes, raised, to_unicode
from corpus.syllables import is_syllable, parts

Reading = Callable[[str], str]
"""From text as Latin-1 or windows-1252 shows its bytes to the text that was meant; what it cannot read stays as shown."""
WINDOW = 7_000
"""Characters that are looked at in the head, the middle and the end of a text."""
_WORDS, _LETTERS = 400, 60
# a syllable that the reports print once, at most, one they do not print, no syllable, signs at the edge of a word of ASCII
_ONCE, _MOST, _RARE, _NONE, _SIGN = 0.5, 4.0, -1.2, -2.7, 1.0
# the offices wrote TCVN3 and VNI, Windows 1258
_BEFORE = {"viscii": -1.0, "vps": -1.5, "tcvn5712": -2.0}
NOTHING = 3.0
"""Log odds that are asked of a reading before it is believed as much as not."""
_BLANK = re.compile(r"[ \t\n\r\v\f]+")
_MARKED = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_CODE = re.compile(r"[A-ZĐÐ&]{2,}|[đĐ]")


class Choice(NamedTuple):
    """A reading: its name and 0..1, how certain it is among those that were tried."""

    name: str
    certainty: float


@functools.cache
def _odds() -> dict[str, float]:
    """Syllable -> log odds that it stands in Vietnamese print and not in a wrong reading."""
    with Path(__file__).with_name("syllables.csv").open(encoding="utf-8", newline="") as lines:
        return {row["syllable"]: min(_ONCE + math.log(int(row["count"])), _MOST) for row in csv.DictReader(lines)}


def sample(text: str) -> list[str]:
    """Words that hold more than printed ASCII, each once: of the head, the middle and the end from the first mark on."""
    first = _MARKED.search(text)
    if first is None:
        return []
    begin, end = max(first.start() - WINDOW // 10, 0), len(text)
    starts = (begin, max(begin, (begin + end - WINDOW) // 2), max(begin, end - WINDOW))
    words: dict[str, None] = {}
    for start in dict.fromkeys(starts):
        found = _BLANK.split(text[start : start + WINDOW])
        # the ends of a window may be parts of words
        found = found[start > 0 : len(found) - (start + WINDOW < end)] or found
        words.update((word[:_LETTERS], None) for word in found if not word.isascii() or _CONTROL.search(word))
    return list(words)[:: len(words) // _WORDS + 1]


def score(words: Iterable[str]) -> float:
    """Log odds that these words, of which each has letters or signs beyond ASCII, are Vietnamese print."""
    return sum(map(_of_word, words))


@functools.lru_cache(maxsize=20_000)
def _of_word(word: str) -> float:
    if _CONTROL.search(word):
        return _NONE
    found = [part for piece in word.split() for part in parts(piece)]
    return sum(map(_of_part, found)) if found else _SIGN


def _of_part(part: str) -> float:
    if _CODE.fullmatch(part):
        return 0.0
    return _odds().get(part.lower().replace("ð", "đ"), _RARE) if is_syllable(part) else _NONE


def utf8(shown: str) -> str:
    """UTF-8 that was shown by a table of one byte a letter, line by line; a line that is none stays.

    >>> utf8("Ä‘á»‹nh\\nđịnh")
    'định\\nđịnh'
    """
    return "\n".join(map(_utf8_line, shown.split("\n")))


def _utf8_line(line: str) -> str:
    try:
        return as_bytes(line).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


def codec(name: str) -> Reading:
    """How Python's codec of that name reads the bytes; U+FFFD where they mean nothing in it."""

    def read(shown: str) -> str:
        return unicodedata.normalize("NFC", shown.encode("latin-1").decode(name, "replace"))

    return read


def table(name: str) -> Reading:
    """How the charset `name` reads the bytes."""

    def read(shown: str) -> str:
        text = unicodedata.normalize("NFC", to_unicode(shown, name))
        return raised(text) if name == "tcvn3" else text

    return read


BYTES: dict[str, Reading] = {name: table(name) for name in CHARSETS}
"""The readings of bytes that are not UTF-8."""
TEXT: dict[str, Reading] = {"utf-8": utf8, "utf-8 twice": lambda shown: utf8(utf8(shown)), **BYTES}
"""The readings of text that was decoded wrongly once before."""


def choose(text: str, readings: dict[str, Reading] = BYTES, otherwise: float = 0.0) -> Choice:
    """The best reading of a text as Latin-1 or windows-1252 shows it; `otherwise` are the log odds that it is right as shown.

    Among readings that agree in every word looked at, the first is chosen.
    """
    words = sample(text)
    joined = "\n".join(words)
    told = [(name, read(joined)) for name, read in readings.items()]
    scored = {read: score(read.split("\n")) + _BEFORE.get(name, 0.0) for name, read in reversed(told)}
    name, best = max(told, key=lambda r: scored[r[1]])
    against = [NOTHING + otherwise, *(s for read, s in scored.items() if read != best)]
    return Choice(name, 1 / (1 + sum(math.exp(min(s - scored[best], 500)) for s in against)))
