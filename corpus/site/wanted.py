"""What a reader typed into the search box, as the indexes of words understand it, and where a text holds it.

A word without accents stands for every word of these letters; a word with accents for itself alone. Words in quotes stand side by
side; a minus before a word leaves out what holds it.

    >>> wanted("Hùng").match("title text"), wanted("hung").match("title text")
    ([('exact', '{title text} : ("hùng")')], [('plain', '{title text} : ("hung")')])
    >>> wanted('"thi đua" -cờ').match("text")
    [('exact', '{text} : (("thi đua" OR "thi ðua") NOT "cờ")')]
"""

from __future__ import annotations

import functools
import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WORD = re.compile(r"[^\W_]+")
LETTERS, WORDS = 1000, 24
"""So many letters of a query are read, and so many words looked for: more tell nothing apart."""
_PARTS = re.compile(r'((?<!\S)-)?(?:"([^"]*)"?|([^\s"]+))')
_SIGNS = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"') | {"−": "-"})
_SHAPES = {"a": "aăâ", "e": "eê", "i": "i", "o": "oôơ", "u": "uư", "y": "y"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = 7
"""Letters of the longest syllable, nghiêng."""
_SPANS = 20
"""So many places of a fact's words are looked at."""
_MANY = 64
"""Spellings of a phrase that are looked for."""


@functools.cache
def _bare(char: str) -> str:
    base = unicodedata.normalize("NFD", char.lower())[0]
    return "d" if base in "đð" else base


def bare(text: str) -> str:
    """`text` in small letters without marks, each character for one, so that offsets stay."""
    return "".join(map(_bare, text))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@functools.cache
def _tone_places() -> tuple[re.Pattern[str], dict[str, str]]:
    """Ends of syllables that are printed in two ways, òa and oà, each with the other one."""
    other: dict[str, str] = {}
    for first, last in ("oa", "oe", "uy"):
        for tone in _TONES:
            old, new = _nfc(first + tone) + last, first + _nfc(last + tone)
            other |= {old: new, new: old}
    return re.compile(rf"(?<!q)(?:{'|'.join(other)})$"), other


def spellings(word: str) -> list[str]:
    """The ways in which a word with accents is printed: the tone on either vowel.

    >>> spellings("thủy"), spellings("đoá"), spellings("quý")
    (['thủy', 'thuỷ'], ['đoá', 'đóa'], ['quý'])
    """
    pattern, other = _tone_places()
    return [word, *([pattern.sub(lambda m: other[m[0]], word)] if pattern.search(word) else [])]


def letters(word: str) -> list[str]:
    """The ways in which a word without accents stands in an index that drops all marks but the stroke of đ.

    >>> letters("dong"), letters("hung")
    (['dong', 'đong'], ['hung'])
    """
    if word.count("d") > 3:  # no word of the language
        return [word, word.replace("d", "đ")]
    return ["".join(one) for one in itertools.product(*("dđ" if c == "d" else c for c in word))]


@functools.lru_cache(256)
def accented(word: str) -> list[str]:
    """Every word with accents that a syllable without them may stand for.

    >>> len(accented("thi")), "đường" in accented("duong"), accented("facebook")
    (6, True, ['facebook'])
    """
    vowels = [i for i, c in enumerate(word) if c in _SHAPES]
    if len(word) > _SYLLABLE or not 0 < len(vowels) <= 3 or vowels[-1] - vowels[0] != len(vowels) - 1:
        return letters(word)
    found = list[str]()
    for head in letters(word[: vowels[0]]):
        for shapes in itertools.product(*(_SHAPES[word[i]] for i in vowels)):
            syllable = [*shapes, word[vowels[-1] + 1 :]]
            found.append(head + "".join(syllable))
            for i, tone in itertools.product(range(len(vowels)), _TONES):
                found.append(head + "".join(_nfc(c + tone) if n == i else c for n, c in enumerate(syllable)))
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Term:
    """Words that stand side by side, in small letters; those without accents count for any, unless one of them has some."""

    words: tuple[str, ...]
    out: bool = False

    @property
    def exact(self) -> bool:
        """Whether it was typed with accents."""
        return any(bare(word) != word for word in self.words)

    def match(self, kind: str) -> str:
        """The term for an index of that kind, `exact` or `plain`."""
        spelt = letters if kind == "plain" else spellings if self.exact else accented
        return _side_by_side([spelt(bare(word) if kind == "plain" else word) for word in self.words])


def _side_by_side(forms: list[list[str]]) -> str:
    """Words side by side, each in one of its forms; of more than can be spelt out, each stretch overlaps the next."""
    stretches: list[list[list[str]]] = [[]]
    for form in forms:
        stretch = stretches[-1]
        if len(stretch) > 1 and math.prod(map(len, stretch)) * len(form) > _MANY:
            stretches.append(stretch := stretch[-1:])
        stretch.append(form)
    return " AND ".join(_any(stretch) for stretch in stretches)


def _any(forms: list[list[str]]) -> str:
    told = [" ".join(one) for one in itertools.product(*forms)]
    told += [one.replace("đ", "ð") for one in told if "đ" in one]  # the Icelandic letter that old texts print
    return f'"{told[0]}"' if len(told) == 1 else "({})".format(" OR ".join(f'"{one}"' for one in told))


@dataclass(frozen=True)
class Wanted:
    """A query read: `terms` all of which are wanted, but those that are `out`; `cut` where it was too long."""

    terms: tuple[Term, ...]
    cut: bool = False

    @property
    def inside(self) -> list[Term]:
        """What is wanted."""
        return [term for term in self.terms if not term.out]

    @property
    def exact(self) -> bool:
        """Whether any of it was typed with accents."""
        return any(term.exact for term in self.terms)

    def __bool__(self) -> bool:
        return bool(self.inside)

    def match(self, columns: str) -> list[tuple[str, str]]:
        """(kind of index, query for it) for what is wanted in `columns`: each must find a row, and one with a minus must not.

        With a word of accents all is asked of the exact index; only words side by side without accents need the other.
        """
        if not self.exact:
            return [("plain", _query(columns, self.terms, "plain"))]
        apart = [term for term in self.terms if not term.exact and len(term.words) > 1]
        left = [term for term in self.terms if term not in apart]
        found = [("plain", _query(columns, [term], "plain")) for term in apart if not term.out]
        if any(not term.out for term in left):
            found.insert(0, ("exact", _query(columns, left, "exact")))
        else:
            found += [("-exact", _query(columns, [Term(term.words)], "exact")) for term in left]
        return found + [("-plain", _query(columns, [Term(term.words)], "plain")) for term in apart if term.out]

    def together(self) -> Wanted | None:
        """All that is wanted side by side, as it was typed; None where it is one term."""
        if len(self.inside) < 2:
            return None
        one = Term(tuple(word for term in self.inside for word in term.words))
        return Wanted((one, *(term for term in self.terms if term.out)))

    def without_accents(self) -> Wanted:
        """The same, finding words whatever their accents."""
        return Wanted(tuple(Term(tuple(map(bare, term.words)), term.out) for term in self.terms), self.cut)

    def __str__(self) -> str:
        """As it would be typed."""
        told = (" ".join(term.words) for term in self.terms)
        return " ".join(
            "-" * term.out + (f'"{words}"' if len(term.words) > 1 else words)
            for term, words in zip(self.terms, told, strict=True)
        )


def _query(columns: str, terms: Iterable[Term], kind: str) -> str:
    inside, out = (sorted(term.match(kind) for term in terms if term.out is left) for left in (False, True))
    return f"{{{columns}}} : ({' NOT '.join([' AND '.join(inside), *out])})"


def wanted(query: str) -> Wanted:
    """What `query` asks for; of signs, operators and whatever else is no word nothing is left.

    >>> str(wanted('Đồng Hới “thi đua” -cờ NEAR( số 12/QĐ-TTg'))
    'đồng hới "thi đua" -cờ near số "12 qđ ttg"'
    """
    terms, left, cut = list[Term](), WORDS, len(query) > LETTERS
    for minus, quoted, word in _PARTS.findall(_nfc(query[:LETTERS]).translate(_SIGNS)):
        words = tuple(WORD.findall((quoted or word).lower().replace("ð", "đ")))
        cut = cut or len(words) > left
        if kept := words[:left]:
            terms.append(Term(kept, bool(minus)))
            left -= len(kept)
    return Wanted(tuple(dict.fromkeys(terms)), cut)


class Marks:
    """Finds the words of a query in a text."""

    def __init__(self, asked: Wanted) -> None:
        self.any = {bare(word) for term in asked.inside if not term.exact for word in term.words}
        self.own = {one for term in asked.inside if term.exact for word in term.words for one in spellings(word)}
        self.own -= self.any
        self.first = [bare(word) for term in asked.inside for word in term.words]

    def hits(self, text: str, plain: str) -> list[re.Match[str]]:
        """The words of the query in `plain`, which is `text` without marks."""
        found = [m for m in WORD.finditer(plain) if m[0] in self.any or (self.own and _in(text, m) in self.own)]
        # where some words have accents, the others are mostly meant as typed: thi in `thi đua` is no thị, if there is a thi
        typed = {m[0] for m in found if _in(text, m) == m[0]} if self.own else set[str]()
        return [m for m in found if m[0] not in typed or _in(text, m) == m[0] or _in(text, m) in self.own]

    def among(self, text: str) -> bool:
        """Whether any word of the query stands in a text."""
        return bool(self.hits(text, bare(text)))

    def best(self, plain: str, hits: list[re.Match[str]], around: int) -> re.Match[str]:
        """The hit with the most of the query's words side by side, else near it."""
        phrase = " ".join(self.first)
        return max(
            hits,
            key=lambda m: (
                plain.startswith(phrase, m.start()),
                len({h[0] for h in hits if 0 <= h.start() - m.start() < around}),
                -m.start(),
            ),
        )

    def marked(self, text: str) -> Markup:
        """All of `text`, its hits marked."""
        return _marked(text, self.hits(text, bare(text)), 0, len(text))

    def around(self, text: str, around: int = 110) -> Markup:
        """The stretch of `text` with most of the query's words, about `around` characters to each side, hits marked."""
        plain = bare(text)
        hits = self.hits(text, plain)
        if not hits:
            return escape(text[: 2 * around] + ("…" if len(text) > 2 * around else ""))
        best = self.best(plain, hits, around)
        return _marked(text, hits, *_stretch(text, best.start(), best.end(), around))

    def at(self, text: str, spans: Sequence[tuple[int, int]], around: int = 90) -> Markup:
        """The stretch of `text` about the one of `spans` with most of the query's words, hits marked."""
        stretches = [_stretch(text, start, min(end, start + 2 * around), around) for start, end in spans[:_SPANS]]
        told = [(self.hits(text[a:b], bare(text[a:b])), a, b) for a, b in stretches]
        hits, first, last = max(told, key=lambda one: (len({hit[0] for hit in one[0]}), -one[1]))
        ends = Markup("… " if first else ""), Markup(" …" if last < len(text) else "")
        return ends[0] + _marked(text[first:last], hits, 0, last - first) + ends[1]


def _in(text: str, hit: re.Match[str]) -> str:
    return text[hit.start() : hit.end()].lower()


def _stretch(text: str, start: int, end: int, around: int) -> tuple[int, int]:
    """Where whole words begin and end about so many characters before and after."""
    first = text.rfind(" ", 0, max(start - around, 0)) + 1
    last = text.find(" ", min(end + around, len(text)))
    return first, len(text) if last < 0 or last > end + 2 * around else last


def _marked(text: str, hits: list[re.Match[str]], first: int, last: int) -> Markup:
    parts, at = [Markup("… ") if first else Markup("")], first
    for hit in hits:
        if first <= hit.start() and hit.end() <= last:
            parts += [escape(text[at : hit.start()]), Markup("<mark>{}</mark>").format(text[hit.start() : hit.end()])]
            at = hit.end()
    return Markup("").join([*parts, escape(text[at:last]), Markup(" …") if last < len(text) else Markup("")])


def snippet(text: str, query: str, around: int = 110) -> Markup:
    """The stretch of `text` with most of the words of a query, hits marked.

    >>> snippet("Hội nghị họp tại thị xã Đồng Hới hôm qua.", "dong hoi", 4)
    Markup('… thị xã <mark>Đồng</mark> <mark>Hới</mark> …')
    """
    return Marks(wanted(query)).around(text, around)
