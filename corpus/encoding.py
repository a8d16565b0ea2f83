"""Bytes -> NFC text, or a clear refusal: wrongly decoded text never passes in silence.

UTF-8 comes first, then what the file declares; windows-1258 is believed only when its letters form Vietnamese syllables.
UTF-8 that was once read as Latin-1 or windows-1252 is mended when the mended text is Vietnamese and the found text is not.

    >>> decode("Hội nghị".encode("utf-8-sig"))
    ('Hội nghị', 'utf-8-sig')
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from corpus.limits import limits
from schemas.errors import KhenthuongError

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or Word file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"SQLite format 3\x00": "an SQLite file",
}
_VOWELS = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iêu iu oa oă oai oao oay oe oeo oi oo ôi ôô ơi ua uâ uai uao uau uay uây "
    "ue ueo uê uêu ui uo uô uôi uơ uy uya uyê uyu uă uôu ươi ưa ưi ươ ươu ưu yê yêu ya"
).split()
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|ph|th|tr|ch|gh|gi|qu|[bcdđghklmnpqrstvx])?(?:"
    + "|".join(sorted(_VOWELS, key=len, reverse=True))
    + r")(?:ch|ng|nh|[ckmnpt])?"
)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_EDGES = "0123456789!\"#$%&'()*+,-./:;<=>?@[]_{|}~«»“”‘’…–—•●◦▪■►→★°²³€\xa0\ufeff\u200b"
_PARTS = re.compile(r"[-–—/.,:;()\"'“”‘’+…]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class EncodingError(KhenthuongError):
    """Bytes that cannot be read as text; the message is the reason and what to do, without the file's name."""


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """(text, name of the encoding). The text is NFC with `\\n` line ends and no BOM; raises EncodingError.

    `declared` is the charset a page names of itself; it is believed where the bytes are not UTF-8.
    """
    if not data.strip():
        raise EncodingError("the file is empty: put the article's text in it or take it away")
    if len(data) > limits().file:
        raise EncodingError(too_large(len(data)))
    text, name = _characters(data, declared)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip().strip("\ufeff"):
        raise EncodingError("the file is empty: put the article's text in it or take it away")
    if len(controls := _CONTROL.findall(text)) and ("\x00" in controls or len(controls) > len(text) / 100):
        raise EncodingError(_binary(data))
    return text, name


def too_large(size: int | None = None) -> str:
    """Why so many bytes, counted or not, are not read."""
    return (
        f"{f'{size:,}' if size else 'its'} bytes are more than an article can have ({limits().file:,}): {_SPLIT.format('file')}"
    )


def too_long(length: int) -> str:
    """Why a text of so many characters is not read."""
    return f"its text of {length:,} characters is longer than an article's ({limits().text:,}): {_SPLIT.format('text')}"


_SPLIT = "split it into its articles, or allow more with --limit {}=..."


def _characters(data: bytes, declared: str | None) -> tuple[str, str]:
    """Text as the bytes' own mark, UTF-8, the declared charset or windows-1258 give it."""
    for bom, name in _BOMS.items():
        if data.startswith(bom):
            try:
                return data.decode(name), name
            except UnicodeDecodeError as e:
                raise EncodingError(f"it opens with the mark of {name}, but byte {e.start:,} does not fit: {_SAVE}") from e
    if b"\x00" in data or any(data.startswith(magic) for magic in _KINDS):
        raise EncodingError(_binary(data))
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as e:
        broken = e
    for name in dict.fromkeys(filter(None, (_codec(declared), "cp1258"))):
        try:
            text = unicodedata.normalize("NFC", data.decode(name))
        except UnicodeDecodeError:
            continue
        if _believable(text):
            return text, name
    line = data.count(b"\n", 0, broken.start) + 1
    if len(re.findall(rb"[\x00-\x08\x0e-\x1f]", data)) > len(data) / 100:
        raise EncodingError(_binary(data))
    raise EncodingError(
        f"it is not UTF-8 (byte {broken.start:,}, line {line}) nor another Vietnamese encoding known here: {_SAVE}"
    )


_SAVE = "open it in the program that wrote it and save it as UTF-8"


def _binary(data: bytes) -> str:
    kind = next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), "a binary file")
    return f"it is {kind}, not text: give the article as .txt, .md or .html"


def _codec(declared: str | None) -> str | None:
    """Python's name of a declared charset that may be believed: none for those that take any byte for a letter."""
    try:
        name = codecs.lookup((declared or "").strip()).name
    except (LookupError, ValueError):
        return None
    return "cp1258" if name in {"iso8859-1", "cp1252", "ascii", "utf-8", "latin-1"} else name


def marked(text: str) -> tuple[int, int]:
    """(words that hold a letter beyond ASCII, those of them that are Vietnamese syllables).

    >>> marked("Quyết định, của Bộ"), marked("QuyÕt ®Þnh, cña Bé")
    ((4, 4), (4, 1))
    """
    words = good = 0
    for word in text.split():
        if word.isascii():
            continue
        for part in _PARTS.split(word.lower().replace("ð", "đ")):
            part = part.strip(_EDGES)
            if not part.isascii():
                words += 1
                bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", part).translate(_TONES))
                good += _SYLLABLE.fullmatch(bare) is not None
    return words, good


def _believable(text: str) -> bool:
    words, good = marked(text)
    return words >= 3 and good >= 0.85 * words


def mend(text: str) -> str:
    """The text itself, or what it was before it was wrongly decoded; raises EncodingError where neither is Vietnamese.

    >>> mend("Há»™i nghá»‹ tá»•ng káº¿t cÃ´ng tÃ¡c")
    'Hội nghị tổng kết công tác'
    """
    words, good = marked(text)
    if words < 3 or good >= 0.5 * words:
        return text
    import ftfy

    mended = unicodedata.normalize("NFC", ftfy.fix_encoding(text))
    if mended != text and "\ufffd" not in mended and _believable(mended):
        return mended
    if words < 20:
        return text
    raise EncodingError(
        f"{words - good} of {words} words with accents are not Vietnamese (an old font encoding such as TCVN3 or VNI, or another language): "
        "convert it to Unicode"
    )
