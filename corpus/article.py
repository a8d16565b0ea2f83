"""One article as a reader hands it on: its text in NFC, what is known of it from outside the text, its original bytes.

>>> from schemas import ArticleInfo
>>> article = Article(path="2019/bai-1.txt", text="Hội nghị tổng kết", original=b"...", format="txt", encoding="utf-8")
>>> article.id, article.words, article.info == ArticleInfo()
('bcd5d32d049da70d', 4, True)
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schemas import ArticleInfo, KhenthuongError


class ReadError(KhenthuongError):
    """An article that could not be taken in: `path` as given, `stage` (read, extract, store), `reason` with what to do."""

    def __init__(self, path: str, reason: str, *, stage: str = "read") -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[Any, ...]:
        return _read_error, (self.path, self.reason, self.stage)


def item_of(file: str, part: int) -> str:
    """The name of a news item of a file, by its number there; the only one goes by the file's own.

    >>> item_of("tin.html", 2), item_of("tin.html", 0)
    ('tin.html#2', 'tin.html')
    """
    return f"{file}#{part}" if part else file


def _read_error(path: str, reason: str, stage: str) -> ReadError:
    return ReadError(path, reason, stage=stage)


@dataclass(frozen=True)
class Article:
    """`path` is the name relative to the folder that was read, with `/`; `text` is NFC and never changes after.

    `part` is its number among the news items of its file, 0 where it is the only one. `info` holds what the reader knows (title,
    date... of the page or file); `url` is the address the page tells of itself, `format` the reader's name (txt, md, html),
    `encoding` what the bytes were read with, `certainty` how certain that is (0..1, `corpus.encoding.Decoded`; None where there
    was nothing to find out), `original` the bytes as found. `sapo` is the paragraph of the text that sums it up,
    where the page tells which one; `captions` what stands under its pictures, which is no part of the text.
    """

    path: str
    text: str
    original: bytes = field(repr=False)
    format: str = "txt"
    encoding: str = "utf-8"
    certainty: float | None = None
    url: str | None = None
    info: ArticleInfo = field(default_factory=ArticleInfo)
    part: int = 0
    sapo: str | None = None
    captions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError(f"{self.path}: the text is not NFC; normalise it before it gets offsets")

    @cached_property
    def id(self) -> str:
        """The first 16 hex digits of the SHA-256 of the text: the same text is the same article."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()[:16]

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.path.removesuffix(f"#{self.part}") if self.part else self.path

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the original bytes."""
        return hashlib.sha256(self.original).hexdigest()

    @property
    def words(self) -> int:
        """How many words, as white space parts them."""
        return len(self.text.split())
