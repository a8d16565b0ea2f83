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
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.charsets import CHARSETS, as_bytes, raised, to_unicode
from corpus.syllables import is_syllable, parts

AS_IT_IS, TWICE = "", "utf-8 twice"
TEXT = (AS_IT_IS, "utf-8", TWICE, *CHARSETS)
"""The readings of text that may have been decoded wrongly before; those of bytes that are not UTF-8 are CHARSETS."""
WINDOW = 7_000
"""Characters that are looked at in the head, the middle and the end of a text."""
_WORDS, _LETTERS = 400, 60
# a syllable that the reports print once, at most, one they do not print, no syllable, a byte that means nothing, signs at a word
_ONCE, _MOST, _RARE, _NONE, _NOTHING, _SIGN = 0.5, 4.0, -1.2, -2.7, -5.0, 1.0
# the offices wrote TCVN3 and VNI, Windows 1258; letters that make UTF-8 do so by no chance
_BEFORE = {"utf-8": 7.0, TWICE: 7.0, "viscii": -1.0, "vps": -1.5, "tcvn5712": -2.0}
NOTHING = 3.0
"""Log odds that are asked of a reading before it is believed as much as not."""
_BLANK = re.compile(r"[ \t\n\r\v\f]+")
_MARKED = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_CODE = re.compile(r"[A-ZĐÐ&]{2,}|[đĐ]")


class Choice(NamedTuple):
    """A reading: its name and 0..1, how certain it is among those that were tried, and how certain that there was nothing to do."""

    name: str
    certainty: float
    otherwise: float


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
        return _NOTHING
    found = [part for piece in word.split() for part in parts(piece)]
    return sum(map(_of_part, found)) if found else _SIGN


def _of_part(part: str) -> float:
    if is_syllable(part):
        return _odds().get(part.lower().replace("ð", "đ"), _RARE)
    return 0.0 if _CODE.fullmatch(part) else _NONE


def read(shown: str, name: str, *, strict: bool = False) -> str:
    """Text shown as Latin-1 or windows-1252, read as a charset of `TEXT` or by the codec of that name, in NFC.

    What means nothing in it stays as shown, or with `strict`, and by a codec, is U+FFFD.

    >>> read("Ä‘á»‹nh", "utf-8"), read("®Þnh", "tcvn3"), read("đình", "utf-8")
    ('định', 'định', 'đình')
    """
    if name in CHARSETS:
        text = to_unicode(shown, name, strict=strict)
    elif name.startswith("utf-8"):
        text = "\n".join(map(_utf8, shown.split("\n")))
        text = read(text, "utf-8") if name == TWICE else text
    else:
        text = shown.encode("latin-1").decode(name, "replace")
    text = unicodedata.normalize("NFC", text)
    return raised(text) if name == "tcvn3" else text


def _utf8(line: str) -> str:
    try:
        return as_bytes(line).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


def choose(text: str, names: Sequence[str] = CHARSETS) -> Choice:
    """The best reading of a text as Latin-1 or windows-1252 shows it.

    Where AS_IT_IS is among the names, that is believed before others, also of a text that is not Vietnamese. Of readings that
    agree in every word looked at, the first is chosen.
    """
    words = sample(text)
    shown = "\n".join(words)
    told = {name: shown if name == AS_IT_IS else read(shown, name, strict=True) for name in names}
    scored: dict[str, float] = {}
    for name, reading in told.items():
        odds = score(reading.split("\n")) + _BEFORE.get(name, 0.0)
        if name == AS_IT_IS:
            odds = NOTHING + max(odds, 0.0)
        if reading not in scored:
            scored[reading] = odds
    name = max(told, key=lambda name: scored[told[name]])
    best = scored[told[name]]
    against = [odds for reading, odds in scored.items() if reading != told[name]] + [NOTHING] * (AS_IT_IS not in told)
    share = 1 / (1 + sum(math.exp(min(odds - best, 500)) for odds in against))
    right = scored.get(shown, NOTHING) if AS_IT_IS in told else NOTHING
    return Choice(name, round(share, 3), round(share * math.exp(min(right - best, 0)), 3))
