"""What a page of the web is: its media type, told by the server or by its first bytes, and the ending that files of it have.

>>> kind("text/html; charset=utf-8", b"<html>"), kind("application/octet-stream", b"%PDF-1.4"), kind(None, b"")
('text/html', 'application/pdf', 'application/octet-stream')
>>> ending("text/html; charset=utf-8"), ending("video/mp4")
('.html', None)
"""

from __future__ import annotations

import re

from corpus.readers import FORMATS

ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
}
_ANY = "application/octet-stream"
_UNTOLD = re.compile(
    r"(application|binary)/(octet-stream|(x-)?(force-)?download|x-unknown|unknown|binary)|unknown/unknown|\*/\*|"
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARKS = (
    (re.compile(rb"%PDF-"), "application/pdf"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"II\*\0|MM\0\*"), "image/tiff"),
    (re.compile(rb"RIFF....WEBP", re.S), "image/webp"),
    (re.compile(rb"\{\\rtf"), "application/rtf"),
)
_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*(<!--((?!-->).)*-->\s*)*<(!doctype html|html|head|body)\b", re.I | re.S)
_LOOKED = 4096


def kind(told: str | None, data: bytes) -> str:
    """The media type of a page: what its first bytes say without doubt, else what the server told."""
    for mark, found in _MARKS:
        if mark.match(data):
            return found
    name = (told or "").partition(";")[0].strip().lower()
    if data[:4] == b"PK\x03\x04" and b"word/" in data:
        return _WORD
    if not _UNTOLD.fullmatch(name):
        return name
    return "text/html" if _PAGE.match(data[:_LOOKED]) else _ANY


def hopeless(told: str | None) -> bool:
    """Whether it can be told without its bytes that no reader takes it in."""
    return (told or "").strip().lower().startswith(("audio/", "video/", "font/"))


def ending(media_type: str) -> str | None:
    """The ending of files of a media type, as a head tells it; None where no reader takes them in."""
    found = ENDINGS.get(media_type.partition(";")[0].strip().lower())
    return found if found in FORMATS else None
