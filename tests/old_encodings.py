"""Sample articles written in every encoding an article may come in, by other hands than the reader's where there are any.

`python -m tests.old_encodings` tells how many are read back letter for letter: whole, and cut short. iconv writes UTF-16, TCVN 5712,
VISCII and windows-1258; TCVN3, VNI and VPS are written from the project's tables, which the tests compare with viparse's.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.charsets import letters
from corpus.encoding import Decoded, EncodingError, decode, mended

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
_SIGNS = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "•": "-", "●": "-", "«": '"', "»": '"', "…": "...", "²": "2"}
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
Writer = Callable[[str], tuple[bytes, str]]


def iconv(name: str, text: str) -> bytes:
    """What iconv makes of the text."""
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", name], input=text.encode(), capture_output=True, check=True).stdout


def plain(text: str) -> str:
    """The text with signs that any charset has."""
    return text.translate(_SIGNS)


def western(text: str) -> str:
    """The text with signs that windows-1252 has."""
    return text.replace("●", "•")


def in_table(name: str, text: str) -> str:
    """The text as Latin-1 or windows-1252 shows its bytes in a charset of the project's tables."""
    told = letters(name)
    return "".join(told.get(letter, letter) for letter in text)


def as_tcvn3(text: str) -> str:
    """What can be told of a text from TCVN3, whose capitals with a tone are small letters that a capital font draws large.

    Words of two capitals or more that it has, and lines of capitals with such a word, are seen to be capitals; other words
    lose a capital that has a tone.
    """
    return "\n".join(_line_as_tcvn3(line) for line in text.split("\n"))


def _line_as_tcvn3(line: str) -> str:
    words = re.findall(r"[^\W\d_]+", line)
    if line.isupper() and any(map(_is_seen, words)):
        return line
    return re.sub(r"[^\W\d_]+", lambda m: m[0] if m[0].isupper() and _is_seen(m[0]) else _small(m[0]), line)


def _is_seen(word: str) -> bool:
    return len(re.findall("[A-ZĂÂÊÔƠƯĐ]", word)) >= 2


def _small(word: str) -> str:
    held = letters("tcvn3")
    return "".join(c if c.isascii() or c in held else c.lower() for c in word)


def tcvn3(text: str) -> tuple[bytes, str]:
    """The text in TCVN3 with the windows-1252 signs that its fonts have."""
    text = western(text).replace("«", "“").replace("»", "”")
    return _bytes("".join(letters("tcvn3").get(c) or letters("tcvn3").get(c.lower(), c) for c in text)), as_tcvn3(text)


def _bytes(shown: str) -> bytes:
    return b"".join(c.encode("latin-1") if c <= "\xff" else c.encode("cp1252") for c in shown)


def windows_1258(text: str) -> bytes:
    """windows-1258 as Windows writes it: letters with their vowel marks, tones as characters of their own."""
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        out.append(base + "".join(c for c in parts if c in _TONES))
    return "".join(out).encode("cp1258")


def _shown(data: bytes) -> str:
    """Bytes as browsers show windows-1252."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)


def again(times: int, shown: Callable[[bytes], str]) -> Writer:
    """UTF-8 taken for Western and saved as UTF-8, so many times."""

    def write(text: str) -> tuple[bytes, str]:
        data = text.encode()
        for _ in range(times):
            data = shown(data).encode()
        return data, text

    return write


def saved(writer: Writer) -> Writer:
    """Bytes of an old charset that were taken for windows-1252 and saved as UTF-8."""

    def write(text: str) -> tuple[bytes, str]:
        data, meant = writer(text)
        return _shown(data).encode(), meant

    return write


def _latin(data: bytes) -> str:
    return data.decode("latin-1")


def _vni(text: str) -> tuple[bytes, str]:
    return _bytes(in_table("vni", western(text))), western(text)


def _vps(text: str) -> tuple[bytes, str]:
    return _bytes(in_table("vps", plain(text))), plain(text)


def _viscii(text: str) -> tuple[bytes, str]:
    return iconv("VISCII", plain(text)), plain(text)


WRITERS: dict[str, Writer] = {
    "utf-8": lambda text: (text.encode(), text),
    "utf-8 with mark": lambda text: (text.encode("utf-8-sig"), text),
    "utf-8 with \\r\\n": lambda text: (text.replace("\n", "\r\n").encode(), text),
    "nfd": lambda text: (unicodedata.normalize("NFD", text).encode(), text),
    "utf-16 with mark": lambda text: (iconv("UTF-16", text), text),
    "utf-16-le": lambda text: (iconv("UTF-16LE", text), text),
    "utf-16-be": lambda text: (iconv("UTF-16BE", text), text),
    "windows-1258": lambda text: (windows_1258(western(text)), western(text)),
    "windows-1258 by iconv": lambda text: (iconv("CP1258", western(text)), western(text)),
    "tcvn3": tcvn3,
    "tcvn 5712 by iconv": lambda text: (iconv("TCVN-5712", plain(text)), plain(text)),
    "vni": _vni,
    "viscii by iconv": _viscii,
    "vps": _vps,
    "utf-8 read as latin-1": again(1, _latin),
    "utf-8 read as cp1252": again(1, _shown),
    "utf-8 read twice as latin-1": again(2, _latin),
    "utf-8 read twice as cp1252": again(2, _shown),
    "tcvn3 saved as utf-8": saved(tcvn3),
    "vni saved as utf-8": saved(_vni),
    "viscii saved as utf-8": saved(_viscii),
    "vps saved as utf-8": saved(_vps),
    "Ð for Đ": lambda text: (text.replace("Đ", "Ð").replace("đ", "ð").encode(), text),
}


def read(data: bytes) -> Decoded:
    """The text of a file, as the readers have it."""
    found = decode(data)
    return found.then(mended(found.text))


def samples() -> dict[str, str]:
    """Name -> text of each sample; a letter eth in it is Đ, which the old charsets have no other letter for."""
    return {path.stem: path.read_text(encoding="utf-8").replace("Ð", "Đ") for path in sorted(SAMPLES.glob("*.txt"))}


def whole(text: str) -> Iterator[str]:
    """The article."""
    yield text


def titles(text: str) -> Iterator[str]:
    """Its first line."""
    yield text.split("\n", 1)[0]


def heads(text: str) -> Iterator[str]:
    """Its first 60 characters."""
    yield text[:60]


def paragraphs(text: str) -> Iterator[str]:
    """Each line that holds a letter beyond ASCII."""
    yield from (line for line in text.split("\n") if not line.isascii())


def eights(text: str) -> Iterator[str]:
    """Eight words in a row, of each twenty-four."""
    words = text.split()
    yield from (" ".join(words[i : i + 8]) for i in range(0, len(words) - 7, 24))


CUTS = (whole, titles, heads, paragraphs, eights)


def outcomes(writer: Writer, cut: Callable[[str], Iterator[str]]) -> Iterator[tuple[str, str, Decoded | None]]:
    """(right, wrong or refused; text that was meant; what was read) of each piece of each sample."""
    for text in samples().values():
        for piece in cut(text):
            data, meant = writer(piece)
            try:
                told = read(data)
            except EncodingError:
                yield "refused", meant, None
                continue
            yield "right" if told.text == meant else "wrong", meant, told


def main() -> None:
    """Print the table, and what was wrongly read."""
    wrong: list[str] = []
    for name, writer in WRITERS.items():
        row = []
        for cut in CUTS:
            found = list(outcomes(writer, cut))
            counted = Counter(kind for kind, *_ in found)
            row.append(
                f"{cut.__name__} {counted['right']}/{len(found)}"
                + "".join(f" {k} {counted[k]}" for k in ("wrong", "refused") if counted[k])
            )
            wrong += [f"{name}, {cut.__name__}: {m[:70]!r} -> {t}" for k, m, t in found if k == "wrong" and t]
        sys.stdout.write(f"{name:28} {'; '.join(row)}\n")
    sys.stdout.write("\n".join(line[:300] for line in wrong) + "\n")


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    sys.stdout.write(f"{time.perf_counter() - start:.1f} s\n")
