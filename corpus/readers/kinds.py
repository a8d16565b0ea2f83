"""What a file is by its bytes, where these contradict the ending of its name: a .doc that is a web page, a .txt that is a PDF.

Old offices named files as they liked, and Word opened them all the same.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container

from corpus.encoding import EncodingError

_TEXTS = ("txt", "md", "html", "mhtml")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<!--.{0,2000}?-->|<\?[^>]{0,200}\?>)*", re.S)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.I)
_WORD_XML = re.compile(rb"<(?:w:wordDocument|pkg:package)[\s>]")
_MAIL = re.compile(rb"(?:\s|[\w-]{1,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n)*){0,20}?MIME-Version:", re.I)
_PARTS = {"word/": "docx", "xl/": "an Excel workbook", "ppt/": "a presentation", "content.xml": "an OpenDocument file"}
_STREAMS = {
    "WordDocument": "doc",
    "EncryptedPackage": "locked",
    "Workbook": "an Excel workbook",
    "Book": "an Excel workbook",
    "PowerPoint Document": "a presentation",
    "__properties_version1.0": "an Outlook message",
}
_SAVE = "open it in the program that wrote it and save the article as .docx, .pdf or .txt"


def kind(data: bytes, named: str, known: Container[str]) -> str:
    """The reader for these bytes, `named` being the one that goes by the ending; raises EncodingError where there is none.

    Only a reader that is `known` is named.

    >>> every = ("docx", "doc", "rtf", "pdf", "image", *_TEXTS)
    >>> kind(b"{\\\\rtf1 a}", "doc", every), kind(b"<html><p>a", "doc", every), kind(b"%PDF-1.4", "txt", every), kind(b"# a", "md", every)
    ('rtf', 'html', 'pdf', 'md')
    """
    found = _found(data, named)
    if found in known:
        return found
    if named in _TEXTS or not data.strip():
        return named if named in _TEXTS else "txt"  # whose reader tells what is amiss
    if b"\x00" in data or b"endobj" in data or len(re.findall(rb"[\x01-\x08\x0e-\x1f]", data)) > len(data) / 100:
        raise EncodingError(f"its bytes are no {named}, whatever its name says, and nothing else known here: {_SAVE}")
    return "txt"


def _found(data: bytes, named: str) -> str:
    """The reader that the bytes call for, or nothing; raises EncodingError for what no reader can read."""
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_streams(data)
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or _is_bitmap(data):
        return "image"
    if data.startswith(b"GIF8") or data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise EncodingError("it is a picture of a kind that is not read here (GIF, HEIC, AVIF): save it as PNG or JPEG")
    if data[:1024].lstrip().startswith(b"%PDF-") or (named == "pdf" and b"%PDF-" in data[:1024]):
        return "pdf"
    opening = data[:2]
    head = data[:8192].decode("utf-16", "replace").encode() if opening in (b"\xff\xfe", b"\xfe\xff") else data[:8192]
    begun = _OPENING.match(head)
    at = begun.end() if begun else 0
    if head.startswith(b"{\\rtf", at):
        return "rtf"
    if _WORD_XML.match(head, at):
        raise EncodingError(f"it is a Word file in one piece of XML: {_SAVE}")
    if _PAGE.match(head, at):
        return "html"
    return "mhtml" if named != "txt" and _MAIL.match(head) else ""


def _is_bitmap(data: bytes) -> bool:
    return (
        data[:2] == b"BM"
        and data[6:10] == b"\x00" * 4
        and data[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
    )


def _of_zip(data: bytes) -> str:
    from corpus.readers.packed import Package

    names = Package(data).names
    found = next((what for part, what in _PARTS.items() if any(name.startswith(part) for name in names)), "a zip of files")
    if found == "docx":
        return found
    ending = {"an Excel workbook": "give it the ending .xlsx", "a zip of files": "give it the ending .zip, or unpack it"}
    raise EncodingError(f"it is {found}, whatever its name says: {ending.get(found, _SAVE)}")


def _of_streams(data: bytes) -> str:
    """What a file of the old Office is, by the streams at its root."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {entry[0] for entry in ole.listdir() if len(entry) == 1}
    except Exception:  # noqa: BLE001 - olefile lets what its own reads meet pass; the reader tells that the file is broken
        return "doc"
    found = next((what for stream, what in _STREAMS.items() if stream in names), "doc")
    if found == "locked":
        raise EncodingError("it is locked with a password: unlock it and save it anew")
    if found != "doc":
        raise EncodingError(f"it is {found}, whatever its name says: {_SAVE}")
    return found
