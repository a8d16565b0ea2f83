"""What one article may cost: limits that keep a broken or hostile file from stopping the rest, each with a default.

They are changed for one run by `--limit NAME=VALUE`, or for all by the environment variable KHENTHUONG_LIMITS, which the
processes that read take over:

    >>> parsed("pages=1000, file=200MB").pages, parsed("file=200MB").file, parsed("").seconds
    (1000, 200000000, 300)
"""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass, fields, replace

from schemas.errors import KhenthuongError

VARIABLE = "KHENTHUONG_LIMITS"
_SIZES = {"": 1, "K": 10**3, "KB": 10**3, "M": 10**6, "MB": 10**6, "G": 10**9, "GB": 10**9}


class LimitError(KhenthuongError):
    """A limit that is told wrongly; the message names it and those there are."""


@dataclass(frozen=True)
class Limits:
    """Bytes of a file that is one article, characters of its text, pages of a PDF; for a file that packs others how deep they may
    lie in each other, how many there may be, and the bytes they may unpack to, in all and by each byte packed; seconds an article
    may take to be read; dots of a picture. Of one request to the site: its bytes, its articles, seconds until it is answered."""

    file: int = 50_000_000
    text: int = 1_000_000
    pages: int = 300
    depth: int = 4
    members: int = 200_000
    unpacked: int = 4_000_000_000
    ratio: int = 200
    seconds: int = 300
    pixels: int = 100_000_000
    request: int = 20_000_000
    articles: int = 100
    answer: int = 60

    def __str__(self) -> str:
        return ", ".join(f"{field.name}={getattr(self, field.name)}" for field in fields(self))


def limits() -> Limits:
    """The limits of this run."""
    return parsed(os.environ.get(VARIABLE, ""))


@functools.lru_cache(8)
def parsed(told: str) -> Limits:
    """Limits as `NAME=VALUE` parted by blanks or commas tell them, sizes with KB, MB or GB; raises LimitError."""
    names = [field.name for field in fields(Limits)]
    changed: dict[str, int] = {}
    for one in filter(None, re.split(r"[\s,]+", told)):
        found = re.fullmatch(r"(\w+)=(\d+)([A-Za-z]*)", one)
        if not found or found[1] not in names or (unit := _SIZES.get(found[3].upper())) is None or int(found[2]) == 0:
            raise LimitError(f"limit {one!r}: write NAME=VALUE, such as file=200MB, with NAME one of {', '.join(names)}")
        changed[found[1]] = int(found[2]) * unit
    return replace(Limits(), **changed)


def tell(told: list[str]) -> None:
    """Set limits for this process and those it starts; raises LimitError."""
    if told:
        both = " ".join([os.environ.get(VARIABLE, ""), *told]).strip()
        parsed(both)
        os.environ[VARIABLE] = both
