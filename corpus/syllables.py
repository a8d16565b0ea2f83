"""How Vietnamese a text reads: which of its words with marks are syllables that Vietnamese spelling knows.

>>> marked("Quyết định, của Bộ"), marked("QuyÕt ®Þnh, cña Bé")
((4, 4), (4, 1))
"""

from __future__ import annotations

import functools
import re
import unicodedata

_RHYMES = (
    "a ai ao au ay ac ach am an ang anh ap at ak ăc ăm ăn ăng ăp ăt ăk âu ây âc âm ân âng âp ât âk "
    "e eo ec em en eng ep et ek ê êu êch êm ên ênh êp êt êk i ia iu ich im in inh ip it ik iêu iêc iêm iên iêng iêp iêt "
    "o oi oc om on ong op ot ok oong ooc ô ôi ôc ôm ôn ông ôp ôt ôk ơ ơi ơm ơn ơng ơp ơt "
    "u ua ui uc um un ung up ut uk uôi uôc uôm uôn uông uôt uy uya uyu uych uyn uynh uyp uyt uyên uyêt uê uêu uêch uên uênh uêt "
    "uơ uây uân uâng uât oa oai oay oao oac oach oam oan oang oanh oap oat oăc oăm oăn oăng oăt oe oeo oen oet "
    "ư ưa ưi ưu ưc ưm ưng ưt ươi ươu ươc ươm ươn ương ươp ươt y yêu yêm yên yêng yêt ynh yt"
).split()
_AFTER_QU = (
    "a ai ao au ay ac ach an ang anh ap at ăc ăm ăn ăng ăp ăt âu ây ân âng ât e en eo et ê êch ên ênh êt i ich inh it "
    "o ơ ơi ơn ôc y ych ynh yp yt yên yêt"
).split()
_NARROW = "[eêiy]"


def _any(rhymes: list[str]) -> str:
    return "|".join(sorted(rhymes, key=len, reverse=True))


_SYLLABLE = re.compile(
    rf"(?:(?:[bdđhlmnprstvx]|k|ch|gi|kh|nh|ph|th|tr)?(?:{_any(_RHYMES)})"
    rf"|(?:c|ng)(?!{_NARROW})(?:{_any(_RHYMES)})|g(?![eê])(?:{_any(_RHYMES)})|n?gh(?={_NARROW})(?:{_any(_RHYMES)})"
    rf"|qu(?:{_any(_AFTER_QU)}))"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_EDGES = "0123456789!\"#$%&'()*+,-./:;<=>?@[]_{|}~«»“”‘’…–—•●◦▪■►→★°²³€\xa0\ufeff\u200b"
_PARTS = re.compile(r"[-–—/.,:;()\"'“”‘’+…]+")


@functools.lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word is a syllable as Vietnamese spells it: initial, rhyme, at most one tone, and that one possible.

    Written small, with a capital first or in capitals; ð counts as đ.

    >>> [is_syllable(word) for word in ("Quyết", "NGHỊ", "ngề", "quyêt", "ộuyết", "quyẾt", "Đăk", "Ðảng")]
    [True, True, False, False, False, False, True, True]
    """
    if not (word.islower() or word[1:].islower() or word.isupper() or len(word) == 1):
        return False
    parts = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    tones = [mark for mark in parts if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    # a syllable that ends in a stop has the sharp or the heavy tone; names of the highlands end in k without one
    if bare.endswith(("c", "ch", "p", "t")) and "".join(tones) not in ("\u0301", "\u0323"):
        return False
    return _SYLLABLE.fullmatch(bare) is not None


def parts(word: str) -> list[str]:
    """The marked parts of what stands between two blanks, without the signs around them.

    >>> parts("“thi-đua…(khen"), parts("QĐ-UBND.")
    (['đua'], ['QĐ'])
    """
    stripped = (part.strip(_EDGES) for part in _PARTS.split(word))
    return [part for part in stripped if not part.isascii()]


def marked(text: str) -> tuple[int, int]:
    """(words that hold a letter beyond ASCII, those of them that are Vietnamese syllables)."""
    words = good = 0
    for word in text.split():
        if not word.isascii():
            for part in parts(word):
                words += 1
                good += is_syllable(part)
    return words, good
