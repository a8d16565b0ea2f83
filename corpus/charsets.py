"""The old Vietnamese charsets: TCVN3 (ABC fonts), TCVN 5712, VNI-Windows, VISCII, VPS, each turned into Unicode
letters; windows-1258 as Python has it.

`charsets.csv` has a row for each marked letter and its bytes in each charset. TCVN3 is the part of TCVN 5712 that the ABC
fonts have: no capital letters with a tone. What a charset has no letter for is read as windows-1252, as those programs showed it.

    >>> to_unicode("QuyÕt ®Þnh cña Bé", "tcvn3"), to_unicode("Quyeát ñònh cuûa Boä", "vni")
    ('Quyết định của Bộ', 'Quyết định của Bộ')
"""

from __future__ import annotations

import codecs
import csv
import functools
import re
from pathlib import Path

CHARSETS = ("tcvn3", "vni", "cp1258", "viscii", "vps", "tcvn5712")
# of TCVN 5712 beside its whole letters: tones that follow their letter
_TONES = {"tcvn5712": dict(zip("\xb0\xb1\xb2\xb3\xb4", "\u0300\u0309\u0303\u0301\u0323", strict=True))}
# VNI as other programs than Windows' own wrote it
_VARIANTS = {"vni": {"yï": "ỵ", "YÏ": "Ỵ", "iø": "ì", "iù": "í", "IØ": "Ì", "IÙ": "Í"}}
_WESTERN = {byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0)}
WESTERN = {byte: letter for byte, letter in _WESTERN.items() if letter != "\ufffd"}
"""What windows-1252 shows for the bytes that Latin-1 has no letter for."""
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = re.compile("[a-z]")
_AS_BYTES = {ord(letter): chr(byte) for byte, letter in WESTERN.items()}


@functools.cache
def letters(name: str) -> dict[str, str]:
    """Letter -> the characters U+0001-U+00FF that stand for it in a charset; a letter the charset lacks is left out.

    >>> letters("vni")["ộ"], letters("tcvn3")["ộ"], "Ộ" in letters("tcvn3")
    ('oä', 'é', False)
    """
    with Path(__file__).with_name("charsets.csv").open(encoding="utf-8", newline="") as lines:
        return {row["letter"]: bytes.fromhex(row[name]).decode("latin-1") for row in csv.DictReader(lines) if row[name]}


def _letters_of(name: str) -> dict[int, str]:
    """Byte -> letter, where one byte is one letter."""
    if name == "cp1258":
        read = {byte: bytes([byte]).decode(name, "replace") for byte in range(0x80, 0x100)}
        return {byte: letter for byte, letter in read.items() if letter != "\ufffd"}
    single = {shown: letter for letter, shown in letters(name).items() if len(shown) == 1}
    return WESTERN | {ord(shown): letter for shown, letter in (single | _TONES.get(name, {})).items()}


@functools.cache
def _table(name: str) -> dict[int, str]:
    """For str.translate: each character that a byte may have been shown as -> what the charset means by it."""
    read = _letters_of(name)
    return read | {ord(WESTERN[byte]): letter for byte, letter in read.items() if byte in WESTERN}


@functools.cache
def _strict_table(name: str) -> dict[int, str]:
    return dict.fromkeys(range(0xC0, 0x100), "\ufffd") | _table(name)


@functools.cache
def _decoding(name: str, strict: bool) -> str:
    """The table as Python's codecs take it, which is many times quicker."""
    return "".join(map(chr, range(0x100))).translate(_strict_table(name) if strict else _table(name))


@functools.cache
def _pairs(name: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What to look for in text of a charset with letters of two characters, and those letters.

    The mark of a capital may be written small: `AÙ` and `Aù` are the same.
    """
    found = {shown: letter for letter, shown in letters(name).items() if len(shown) == 2} | _VARIANTS.get(name, {})
    found |= {shown[0] + shown[1].lower(): letter for shown, letter in found.items() if shown[0].isupper()}
    first, second = ("".join(sorted({shown[i] for shown in found})) for i in (0, 1))
    return re.compile(f"[{first}][{second}]|[{''.join(map(chr, _strict_table(name)))}]"), found


def to_unicode(text: str, name: str, *, strict: bool = False) -> str:
    """Text whose characters stand for the bytes of a charset. What lies beyond U+00FF stays.

    A byte from 0x80 to 0x9F may stand there as itself or as windows-1252 shows it. The text of TCVN 5712 and windows-1258 needs
    NFC. A Western letter that the charset does not have stays too, or with `strict` is U+FFFD.

    >>> to_unicode("Hà Néi", "tcvn3"), to_unicode("Hà Néi", "tcvn3", strict=True)
    ('Hà Nội', 'H\ufffd Nội')
    """
    if name != "vni":
        try:
            return codecs.charmap_decode(text.encode("latin-1"), "strict", _decoding(name, strict))[0]
        except UnicodeEncodeError:
            return text.translate(_strict_table(name) if strict else _table(name))
    read = _strict_table(name) if strict else _table(name)
    pattern, found = _pairs(name)
    return pattern.sub(lambda m: found.get(m[0]) or m[0].translate(read), text)


def as_bytes(text: str) -> str:
    """The text with windows-1252's own letters and signs as the characters U+0080-U+009F of their bytes.

    >>> as_bytes("Ä‘á»‹nh").encode("latin-1").decode()
    'định'
    """
    return text.translate(_AS_BYTES)


def raised(text: str) -> str:
    """Text of TCVN3 with capital words whole: its marked letters are small ones that a capital font draws large.

    A word is raised where it has two capitals or more and no small letter but marked ones; so is a whole line that has such
    a word and no small letter of ASCII.

    >>> raised("QUYếT địNH số 5 của Bộ"), raised("Bộ NộI Vụ"), raised("Bộ Y Tế")
    ('QUYẾT ĐỊNH số 5 của Bộ', 'BỘ NỘI VỤ', 'Bộ Y Tế')
    """
    return "\n".join(_raised_line(line) for line in text.split("\n"))


def _raised_line(line: str) -> str:
    told = _WORD.sub(lambda m: m[0].upper() if _is_capitals(m[0]) else m[0], line)
    return line.upper() if told != line and not _SMALL.search(line) else told


def _is_capitals(word: str) -> bool:
    """Whether a word is capitals but for marked letters."""
    return sum(map(str.isupper, word)) >= 2 and not _SMALL.search(word)
