"""Names compared, ordered and searched: one form for identity, one for search, one for the alphabet, one for addresses.

Accents are folded for search, never for identity:

    >>> identity("UBND Tỉnh  Khánh Hoà") == identity("Ủy ban nhân dân tỉnh Khánh Hòa")
    True
    >>> identity("Nguyễn Văn Hùng") == identity("Nguyễn Văn Hưng")
    False
    >>> plain("Đồng Hới"), slug("Đồng Hới")
    ('dong hoi', 'dong-hoi')
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections import Counter

from extract.folding import fold
from schemas.catalogues import ShortForm, load

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {c: i + 12 for i, c in enumerate(_ALPHABET)}
_TONE = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_MARK = {"\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u0306": {"a": "ă"}, "\u031b": {"o": "ơ", "u": "ư"}}
_D = str.maketrans("đĐðÐ", "dDdD")
_SYLLABLE_TOO = re.compile(r"TƯ|CA")
_WORD = re.compile(r"[^\W_]+")
_HAS_D = re.compile(r"[^\W\d_]*[đĐðÐ][^\W\d_]*")


@functools.cache
def _short_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = {row.short: row.long for row in load(ShortForm)}
    longest = "|".join(re.escape(short) for short in sorted(rows, key=len, reverse=True))
    # a form in capitals may be glued to the next word by its point: TP.HCM, T.Ư
    return re.compile(rf"(?<![^\W_])(?:{longest})(?![^\W_])\.?"), rows


@functools.lru_cache(1 << 16)
def identity(name: str) -> str:
    """`name` with case, tone-mark place, quotes, punctuation and short forms levelled; its accents stay."""
    pattern, rows = _short_forms()
    shouted = name.isupper()

    def written_out(found: re.Match[str]) -> str:
        # among capitals TƯ and CA are syllables
        if shouted and _SYLLABLE_TOO.fullmatch(found[0]):
            return found[0]
        return f" {rows.get(found[0]) or rows[found[0].rstrip('.')]} "

    return person_identity(pattern.sub(written_out, unicodedata.normalize("NFC", name)))


def person_identity(name: str) -> str:
    """As `identity`, without short forms, which people's names have none of.

    >>> person_identity("TRẦN THỊ TƯ") == person_identity("Trần Thị Tư")
    True
    """
    return " ".join(_WORD.findall(fold(unicodedata.normalize("NFC", name).replace("&", " và "))))


def plain(name: str) -> str:
    """`name` in small letters without any mark, đ as d: for search and addresses only."""
    marked = unicodedata.normalize("NFD", name.lower().translate(_D))
    return " ".join(_WORD.findall("".join(c for c in marked if not unicodedata.combining(c))))


@functools.lru_cache(1 << 16)
def slug(name: str, length: int = 48) -> str:
    """`name` as part of an address, whole words up to `length` letters."""
    cut = plain(name).replace(" ", "-")
    return cut if len(cut) <= length else cut[:length].rsplit("-", 1)[0]


def digest(*parts: object, length: int = 16) -> str:
    """Hex digits of the SHA-256 of the parts; no two lists of parts run together."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8")).hexdigest()[:length]


def entity_id(name: str, *key: object) -> str:
    """A readable id that `key` alone decides, save for the letters of `name` before it."""
    return f"{slug(name)}-{digest(*key, length=8)}".lstrip("-")


def most(counted: Counter[str]) -> str:
    """The form most articles print; of equals the longest, then the first of the alphabet."""
    return min(counted, key=lambda form: (-counted[form], -len(form), form))


def forms(counted: Counter[str]) -> str:
    """The forms as a cell."""
    return json.dumps(sorted(counted), ensure_ascii=False)


def words_with_d(*texts: str | None) -> str:
    """The words of the texts that hold đ, with d, each once, in order: what full-text search lacks to find `thi dua`.

    A word that old texts print with the letter eth is there with đ as well.
    """
    found = [m[0].lower() for text in texts if text for m in _HAS_D.finditer(text)]
    forms = (form for word in found for form in (word.translate(_D), *((word.replace("ð", "đ"),) if "ð" in word else ())))
    return " ".join(dict.fromkeys(forms))


@functools.lru_cache(1 << 16)
def _syllable(word: str) -> tuple[bytes, bytes, bytes]:
    letters, tones = bytearray(), bytearray()
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONE:
            if tones:
                tones[-1] = _TONE[char] + 1
        elif char in _MARK and letters:
            base = _ALPHABET[letters[-1] - 12] if 12 <= letters[-1] < 12 + len(_ALPHABET) else ""
            marked = _MARK[char].get(base)
            letters[-1] = _LETTER[marked] if marked else letters[-1]
        else:
            letters.append(_LETTER.get(char, 2 + int(char) if char in "0123456789" else 60))
            tones.append(1)
    cases = bytes(2 if c.isupper() else 1 for c in unicodedata.normalize("NFC", word))
    return bytes(letters), bytes(tones), cases


def order_key(name: str) -> bytes:
    """Bytes that sort as a Vietnamese dictionary does: letters, then tones (ngang huyền hỏi ngã sắc nặng), then case.

    >>> sorted(["Ông Tư", "Đỗ An", "An Bình", "Anh Dũng", "Dũng", "Ôn Tư", "Áng"], key=order_key)
    ['An Bình', 'Áng', 'Anh Dũng', 'Dũng', 'Đỗ An', 'Ôn Tư', 'Ông Tư']
    """
    parts = [_syllable(word) for word in name.split()]
    return b"\x00".join(b"\x01".join(part[i] for part in parts) for i in range(3))


_key_of = functools.lru_cache(maxsize=20_000)(order_key)


def compared(one: str, other: str) -> int:
    """Below 0 where `one` stands before `other` in a Vietnamese dictionary, above where after, 0 where they are the same.

    >>> compared("Đông", "Dung") > 0, compared("An", "Áng") < 0
    (True, True)
    """
    before, after = _key_of(one), _key_of(other)
    return (before > after) - (before < after)


def person_order(name: str) -> bytes:
    """As `order_key`, by the given name, which stands last, then by the whole name."""
    given = name.split()[-1:] or [""]
    return order_key(given[0]) + b"\x00\x00" + order_key(name)
