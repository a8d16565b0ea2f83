"""Text that was set in a font of an old charset (.VnTime, VNI-Times, VPS Times): the font tells how its letters are read.

Word processors and old web pages keep such text as the characters U+0020-U+00FF of its bytes, some as windows-1252 shows them.

    >>> from_font("Quyết định", ".VnTime"), from_font("QuyÕt ®Þnh", ".VnTimeH"), from_font("Café", "Arial")
    ('Quyết định', 'QUYẾT ĐỊNH', 'Café')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus import evidence
from corpus.charsets import as_bytes, to_unicode

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FAMILIES = (
    # the dot tells TCVN3 from fonts of other makers such as VNtimes; in a PDF it may be lost, but not the capital
    (re.compile(r"(?i:\.vn)|Vn[A-Z]"), "tcvn3"),
    (re.compile(r"(?i:vni)[-_ ]|VNI[A-Z]"), "vni"),
    (re.compile(r"(?i:vps)(?![a-z])"), "vps"),
    (re.compile(r"(?i:viscii)"), "viscii"),
)
_STYLE = re.compile(r"[-, ]*(?:bold|italic|oblique|regular|mt|ps)+$", re.I)
# a PDF's text layer has other characters of the same shape for some bytes
_SHAPES = {"\u03bc": "\xb5", "\u2212": "\xad", "\u2219": "\xb7"}
_SHAPED = re.compile(f"(?<=[^\\W\\d_])[{''.join(_SHAPES)}]|[{''.join(_SHAPES)}](?=[^\\W\\d_])")


def font_encoding(font: str) -> str | None:
    """The old charset of a font's text: tcvn3, vni, vps, viscii, or None where the font is none of theirs.

    >>> [font_encoding(font) for font in (".VnTime", "ABCDEF+.VnArialH", "VNI-Times", "VPS Times", "Times New Roman", "VNtimes")]
    ['tcvn3', 'tcvn3', 'vni', 'vps', None, None]
    """
    name = _SUBSET.sub("", font.strip().strip("\"'"))
    return next((charset for pattern, charset in _FAMILIES if pattern.match(name)), None)


def is_capital(font: str) -> bool:
    """Whether a font of TCVN3 draws small letters as capitals.

    >>> [is_capital(font) for font in (".VnTimeH", ".vntimeh", ".VnArialH,Bold", ".VnTime", "VNI-TimesH")]
    [True, True, True, False, False]
    """
    return font_encoding(font) == "tcvn3" and _STYLE.sub("", font.strip().strip("\"'")).casefold().endswith("h")


def from_font(text: str, font: str) -> str:
    """Text set in `font`, in NFC; as it was where the font is of no old charset or the text has letters beyond its bytes.

    >>> from_font("ñaõ taëng “Huaân chöông”", "VNI-Times"), from_font("tÆng", "Arial")
    ('đã tặng “Huân chương”', 'tÆng')
    """
    charset = font_encoding(font)
    if charset is None:
        return text
    shown = _SHAPED.sub(lambda m: _SHAPES[m[0]], text)
    if any(letter > "\xff" and (letter.isalpha() or unicodedata.combining(letter)) for letter in as_bytes(shown)):
        return text
    read = unicodedata.normalize("NFC", to_unicode(shown, charset))
    return read.upper() if is_capital(font) else read


def from_fonts(pieces: Sequence[tuple[str, str | None]]) -> list[str]:
    """Pieces of one document, each with its font, in order: as `from_font` reads them, where the document bears that out.

    A program that turned the text into Unicode may have left the fonts' names: text that reads better as it is stays.

    >>> from_fonts([("QuyÕt ®Þnh", ".VnTimeH"), (" 5: ", "Arial"), ("t«i", ".VnTime")])
    ['QUYẾT ĐỊNH', ' 5: ', 'tôi']
    >>> from_fonts([("Tôi đã quyết định", ".VnTime"), (" tôi", ".VnTime"), ("thôi", None)])
    ['Tôi đã quyết định', ' tôi', 'thôi']
    """
    told = [text for text, _ in pieces]
    parted: dict[str, list[int]] = {}
    for i, (_, font) in enumerate(pieces):
        if font and (charset := font_encoding(font)):
            parted.setdefault(charset, []).append(i)
    for places in parted.values():
        read = [from_font(told[i], str(pieces[i][1])) for i in places]
        if _odds("".join(read)) >= _odds("".join(told[i] for i in places)):
            for i, text in zip(places, read, strict=True):
                told[i] = text
    return told


def _odds(text: str) -> float:
    return evidence.score(evidence.sample(text))
