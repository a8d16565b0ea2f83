"""Files opened, here or elsewhere, and how the articles in them are to be read; what unpacks to too much is stopped.

Files are opened through fsspec, so that one in a bucket (`s3://...`) is read as one in a folder.
"""

from __future__ import annotations

import gzip
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from corpus.limits import limits
from schemas.errors import KhenthuongError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_FREE = 1_000_000
"""Bytes that any file may unpack to: a short one of one letter packs better than any limit lets it."""


class UnpackError(KhenthuongError):
    """A packed file that unpacks to more than the limits allow; the message is the reason, without the file's name."""


class RoomError(UnpackError):
    """Files packed in each other that all together unpack to more than the limits allow."""


@dataclass(frozen=True)
class Span:
    """A stretch of a file: bytes of lines, rows of a table or files of a zip from `start` to `stop`, the first number `first`."""

    start: int = 0
    stop: int | None = None
    first: int = 1


WHOLE = Span()
STRETCHES = 16
"""Into how many stretches a file is cut that must be looked through from its beginning for each."""


class Room:
    """How many bytes the files packed in one file may still unpack to, and those packed in them in their turn."""

    def __init__(self, size: int) -> None:
        self.most = self.left = min(limits().unpacked, max(size * limits().ratio, _FREE))

    def take(self, size: int) -> None:
        """Take room for so many bytes; raises RoomError where there is not enough."""
        self.left -= size
        if self.left < 0:
            raise RoomError(
                f"what is packed in it unpacks to more than {self.most:,} bytes: unpack it by hand and look at it, or allow more "
                f"with --limit unpacked=... or ratio=..."
            )


@dataclass(frozen=True)
class How:
    """How a file of many is read: which stretch, what `--columns` told, and where to count the files in it of other kinds.

    `depth` tells how many zips it lies in, itself counted; `room` is what a zip's files may unpack to, and None outside of one.
    """

    span: Span = WHOLE
    columns: str = ""
    left: Counter[str] = field(default_factory=Counter)
    depth: int = 1
    room: Room | None = None


def elsewhere(url: str) -> bool:
    """Whether a file lies in a bucket or on a host, and not in a folder here."""
    return "://" in url


def opened(url: str) -> BinaryIO:
    """A file here or elsewhere, as the standard library's are: files of buckets read no line by itself."""
    import fsspec

    raw = fsspec.open(url, "rb").open() if elsewhere(url) else io.FileIO(url)
    return io.BufferedReader(raw, 1 << 20)


def bloated(unpacked: int, packed: int) -> bool:
    """Whether so many bytes packed unpack to more than files of words do."""
    return unpacked > max(_FREE, packed * limits().ratio)


def unpacked(file: BinaryIO) -> BinaryIO:
    """What a gzip file holds; reading it raises UnpackError where it unpacks to too much."""
    return cast("BinaryIO", io.BufferedReader(cast("Any", _Gunzip(file)), 1 << 20))


class _Gunzip(io.RawIOBase):
    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.gzip = gzip.GzipFile(fileobj=file)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.gzip.seek(offset, whence)

    def tell(self) -> int:
        return self.gzip.tell()

    def readinto(self, room: WriteableBuffer) -> int:
        count = self.gzip.readinto(room)
        if bloated(self.gzip.tell(), self.file.tell()):
            raise UnpackError(
                f"it unpacks to more than {limits().ratio} times its bytes: unpack it by hand and look at it, or allow more with "
                f"--limit ratio=..."
            )
        return count
