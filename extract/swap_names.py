"""Other names for the people, places and units of one article, and where the old ones stand.

Who and what is renamed is read from the gold record and from the words before a name (`huyện`, `xã`), never from the
extraction under test.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from random import Random

from extract.gold_words import fold
from extract.lexicon import spread
from extract.swap_noise import new_tones, old_tones
from schemas.catalogues import FamilyName, load

Edit = tuple[int, int, str]
Names = dict[str, str]

_LETTERS = [chr(i) for i in range(0x41, 0x1EFA)]
_UPPER = "".join(c for c in _LETTERS if c.isupper())
_LOWER = "".join(c for c in _LETTERS if c.islower())
CAP = rf"(?:[{_UPPER}][\w'’]*)"
LEVEL = r"(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|thôn|bản|buôn|[Tt][Pp]\.?|TX\.?|TT\.?)"
SYLLABLE = re.compile(
    r"(?:ngh?|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}"
    r"(?:ch|nh|ng|[cmnpt])?$"
)


@functools.cache
def family_names() -> frozenset[str]:
    """Family names of the catalogue."""
    return frozenset(row.name for row in load(FamilyName) if row.kind == "family name")


def called(name: str) -> str:
    """The part of a full name by which its bearer is called.

    >>> [called(n) for n in ("Trần Thị Mai", "H'Hen Niê", "Y Bhăm Ayun", "Giàng A Páo")]
    ['Mai', "H'Hen", 'Y Bhăm', 'A Páo']
    """
    words = name.split()
    if re.match(r"[HK]['’]", words[0]):
        return words[0]
    if words[0] == "Y" and len(words) > 1:
        return " ".join(words[:2])
    return " ".join(words[-2:]) if len(words) > 2 and words[-2] == "A" else words[-1]


@functools.cache
def shape(name: str) -> str:
    """What kind of name may stand for this one: `native`, `foreign`, or `monk`."""
    words = name.split()
    if words[0] == "Thích":
        return "monk"
    native = all(SYLLABLE.match(word.lower()) for word in words)
    known = any(name.startswith(f"{family} ") for family in family_names()) or re.match(r"[YA]\s|.*['’]", name)
    return "native" if known or (native and len(words) > 1) else "foreign"


def gender(name: str, text: str) -> str:
    """`f`, `m`, or `u` where neither the name nor the words before it tell."""
    if re.search(r"\bThị\b|\bH['’]|^Ka\b", name):
        return "f"
    if re.search(r"\bVăn\b|^Y\b|\bA\b", name):
        return "m"
    before = {
        m[1].lower() for m in re.finditer(rf"\b(ông|bà|anh|chị|cô|thầy|mẹ)\s+(?:\S+\s+)?{re.escape(name)}", text, re.IGNORECASE)
    }
    women, men = before & {"bà", "chị", "cô", "mẹ"}, before & {"ông", "anh", "thầy"}
    return "f" if women and not men else "m" if men and not women else "u"


class Pool:
    """Names to hand out, each once and none that stands in the article."""

    def __init__(self, text: str, random: Random) -> None:
        self._folded, self._random, self._used = f" {fold(text)} ", random, set[str]()
        self._alone = set[str]()

    def take(self, names: Iterable[str], alone: bool = False) -> str:
        """One of `names`; `alone` where its bearer is also called by less than the full name."""
        free = [name for name in names if self._free(name) and not (alone and f" {fold(called(name))} " in self._folded)]
        if not free:
            raise LookupError("no name is left")
        name = self._random.choice(free)
        self._used |= {fold(name), fold(called(name))}
        self._folded += f"{fold(name)} " if alone else ""
        self._alone |= {fold(called(name))} if alone else set()
        return name

    def _free(self, name: str) -> bool:
        told = fold(name), fold(called(name))
        return not self._used & set(told) and f" {told[0]} " not in self._folded and not self._alone & set(told[0].split())


@dataclass
class Renaming:
    """Old phrase -> new phrase, given names that follow an honorific, and phrases that stay."""

    names: Names = field(default_factory=dict)
    given: Names = field(default_factory=dict)
    fixed: list[str] = field(default_factory=list)

    def edits(self, text: str) -> Iterator[Edit]:
        """What changes in `text`; the leftmost longest phrase counts, and a fixed phrase hides what it holds."""
        if text in self.given and text not in self.names:
            yield 0, len(text), self.given[text]
            return
        hidden = self.hidden(text)
        for match in self._names.finditer(text) if self.names else ():
            if not any(a < match.end() and match.start() < b for a, b in hidden):
                yield match.start(), match.end(), self._in_case(match[0])
        for match in self._called.finditer(text) if self.given else ():
            for name in self._given.finditer(text, match.start(), match.end()):
                yield name.start(), name.end(), self.given[_key(name[0], self.given)]

    def hidden(self, text: str) -> list[tuple[int, int]]:
        """Where phrases stand that stay."""
        return [m.span() for m in self._fixed.finditer(text)] if self.fixed else []

    def masked(self, text: str) -> str:
        """`text` with every phrase that is renamed or fixed blotted out."""
        for phrases, pattern in ((self.fixed, "_fixed"), (self.names, "_names")):
            text = getattr(self, pattern).sub("…", text) if phrases else text
        return text

    def _in_case(self, old: str) -> str:
        new = self.names[_key(old, self.names)]
        if old.isupper() and not _key(old, self.names).isupper():
            return new.upper()
        return new[0].lower() + new[1:] if old[0].islower() else new

    @functools.cached_property
    def _fixed(self) -> re.Pattern[str]:
        return _fixed(tuple(self.fixed))

    @functools.cached_property
    def _names(self) -> re.Pattern[str]:
        return _any(self.names, upper=True)

    @functools.cached_property
    def _given(self) -> re.Pattern[str]:
        return _any(self.given)

    @functools.cached_property
    def _called(self) -> re.Pattern[str]:
        before = "|".join(re.escape(w) for w in spread("swap/called"))
        name = self._given.pattern
        return re.compile(rf"(?<!\w)(?i:{before})\s+{name}(?:(?:,|\s+và)\s+{name})*(?!\s{CAP}\s{CAP})")


def _key(old: str, names: Mapping[str, str]) -> str:
    """The phrase that `old` is a spelling of."""
    wanted = _plain(old)
    return next(name for name in names if _plain(name) == wanted)


def _plain(told: str) -> str:
    return re.sub(r"[\s–-]+", " ", old_tones(told.replace("Ð", "Đ").replace("’", "'").lower())).strip()


@functools.lru_cache(64)
def _fixed(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The phrases that stay; they are the same for every swap of an article, and the pattern is long."""
    return _any(phrases, upper=True, gap=r"\W+")


def _any(phrases: Iterable[str], upper: bool = False, gap: str = "") -> re.Pattern[str]:
    """Any of the phrases, in each spelling: tone place, U+00D0, blanks, dashes, capitals, a small first letter."""
    forms: list[tuple[str, str]] = []
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        spelt = {phrase, old_tones(phrase), new_tones(phrase)}
        if upper:
            spelt |= {told.upper() for told in spelt}
            spelt |= {told[0].lower() + told[1:] for told in spelt if " " in told and phrase.istitle()}
        # A long name may be glued to the word after it (`Vũ Văn Bìnhchia sẻ`), a short one may be part of a longer name.
        end = rf"(?![^\W{_LOWER}]|[{_LOWER}]{{1,2}}(?!\w))" if upper and phrase.istitle() and phrase.count(" ") > 1 else r"(?!\w)"
        forms += [(end, _spelt(told, gap)) for told in sorted(spelt)]
    # Two words printed without a blank (`ôngTrương`) still are two.
    before = rf"(?:(?<!\w)|(?<=[{_LOWER}])(?={CAP}\s))"
    # an end stands once for the forms it is common to: it is long
    groups = (f"(?:{'|'.join(told for _, told in group)}){end}" for end, group in groupby(forms, key=itemgetter(0)))
    return re.compile(rf"{before}(?:{'|'.join(groups)})")


def _spelt(phrase: str, gap: str) -> str:
    """A pattern of `phrase`; `gap` stands between words instead of blanks or a dash."""
    told = re.escape(phrase).replace("Đ", "[ĐÐ]").replace("’", "'").replace("'", "['’]")
    if gap:
        return gap.join(re.findall(r"[\w\[\]'’]+", told.replace("\\", "")))
    return re.sub(r"(?:\\ |\\-|–)+", lambda m: r"\s*[-–]\s*" if "-" in m[0] or "–" in m[0] else r"\s+", told)
