"""Pictures of pages -> strips of words, by Tesseract with its Vietnamese letters.

Tesseract runs as a program of its own on a picture handed to it in memory, for no longer than an article may take. It reads a
page that stands upright and level much better than one that does not, and grains of noise as accents: so a page is levelled
and smoothed first, and turned where it makes no sense as it is.
"""

from __future__ import annotations

import csv
import functools
import io
import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from corpus.encoding import EncodingError
from corpus.limits import limits
from corpus.readers.flow import Strip, edge, rows

DPI = 200
"""Dots an inch of A4 in which letters are large enough: more are only slower."""
_INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie, and in the project's folder pip install '.[ocr]'"
_LANGUAGE = "vie"
NOTHING = "no words can be read on the scan: scan it anew, upright and sharp, at 200 to 300 dots an inch, or type its text"
_SPECK = 10
"""Signs below this certainty, in hundredths, are dirt."""
_DOUBTFUL, _UNREADABLE = 0.7, 0.4
"""Certainty below which a page may stand on its head, and below which it holds no words."""
_APART = 2.5


@dataclass(frozen=True)
class Page:
    """The words of a page in reading order and how certain they are, 0..1 (0 without words)."""

    strips: list[Strip]
    certainty: float

    @property
    def letters(self) -> int:
        """How many characters it has."""
        return sum(len(strip.text) for strip in self.strips)


@functools.cache
def _program() -> str:
    """The path of Tesseract; raises EncodingError where it or its Vietnamese letters are missing."""
    path = shutil.which("tesseract")
    if path is None:
        raise EncodingError(f"it is a scan, and Tesseract, which reads scans, is not installed: {_INSTALL}")
    told = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    if _LANGUAGE not in told.stdout.split():
        raise EncodingError(f"it is a scan, and Tesseract has no Vietnamese letters: {_INSTALL}")
    return path


def pillow() -> Any:
    """The library that opens pictures; raises EncodingError where it is missing."""
    try:
        from PIL import Image
    except ImportError as error:
        raise EncodingError(f"it is a scan, and Pillow, which opens pictures, is not installed: {_INSTALL}") from error
    return Image


class Deadline:
    """When an article has taken as long as it may."""

    def __init__(self) -> None:
        self._end = time.monotonic() + limits().seconds

    def left(self) -> float:
        """Seconds that are left; raises EncodingError where there are none."""
        if (left := self._end - time.monotonic()) <= 0:
            raise EncodingError(
                f"reading it takes more than {limits().seconds} seconds: split it, or allow more with --limit seconds=..."
            )
        return left


def recognised(picture: Any, deadline: Deadline) -> Page:
    """The words on a grey picture of a page; raises EncodingError where Tesseract is missing, fails or takes too long."""
    _program()
    level = levelled(picture)
    page = _words(level, deadline)
    if page.certainty >= _DOUBTFUL:
        return page
    for turn in _turns(picture, deadline):
        turned = _words(levelled(picture.rotate(turn, expand=True, fillcolor=255)), deadline)
        page = max(page, turned, key=lambda one: one.certainty * min(one.letters, 200))
        if page.certainty >= _DOUBTFUL:
            break
    return page if page.certainty >= _UNREADABLE else Page([], 0.0)


def _run(picture: Any, deadline: Deadline, *options: str) -> str | None:
    """What Tesseract says of a picture, None where it finds nothing to say."""
    packed = io.BytesIO()
    picture.save(packed, "PPM")
    try:
        done = subprocess.run(
            [_program(), "-", "-", "--dpi", str(DPI), *options],
            input=packed.getvalue(),
            capture_output=True,
            timeout=deadline.left(),
            check=False,
            env={
                **os.environ,
                "OMP_THREAD_LIMIT": "1",
            },  # articles are read side by side; threads of one would only wait for another's
        )
    except subprocess.TimeoutExpired:
        deadline.left()
        raise
    except OSError as error:
        raise EncodingError(f"Tesseract cannot be started ({error.strerror}): {_INSTALL}") from error
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _turns(picture: Any, deadline: Deadline) -> list[int]:
    """By how many degrees, against the clock, to turn a page so that it stands upright: as Tesseract guesses, else all there are."""
    told = _run(picture, deadline, "--psm", "0", "-l", "osd") or ""
    found = re.search(r"Rotate: (\d+)", told)
    turn = (360 - int(found[1])) % 360 if found else 0
    return [turn] if turn else [180, 90, 270]


def _words(picture: Any, deadline: Deadline) -> Page:
    """The words on a page that stands upright."""
    table = _run(picture, deadline, "--psm", "3", "-l", _LANGUAGE, "-c", "tessedit_create_tsv=1")
    told = csv.DictReader(io.StringIO(table or ""), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in told if row.get("level") == "5" and _is_word(row["text"] or "", float(row["conf"]))]
    weight = sum(len(row["text"]) for row in words)
    certainty = sum(float(row["conf"]) * len(row["text"]) for row in words) / weight / 100 if weight else 0.0
    return Page(_strips(words), round(certainty, 4))


def _is_word(text: str, certainty: float) -> bool:
    """Whether it is a word or a sign, and no speck of dirt."""
    return any(map(str.isalnum, text)) or (bool(text.strip()) and certainty >= _SPECK)


def _strips(words: list[dict[str, str]]) -> list[Strip]:
    """The words as strips, a strip a line; those of a narrow block have its margins."""
    blocks: dict[str, dict[tuple[str, str], list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for word in words:
        blocks[word["block_num"]][word["par_num"], word["line_num"]].append(word)
    if not words:
        return []
    usual = median(int(word["height"]) for word in words)
    found = [rows([list(_of_line(line, usual)) for line in block.values()]) for block in blocks.values()]
    width = max(s.right for block in found for s in block) - min(s.left for block in found for s in block)
    out: list[Strip] = []
    for block in found:
        start, end = min(strip.left for strip in block), edge(block)
        narrow = len(block) >= 3 and end - start < 0.65 * width and not any(strip.cells for strip in block)
        out += [replace(strip, start=start, edge=end) for strip in block] if narrow else block
    return out


def _of_line(words: list[dict[str, str]], usual: float) -> Iterator[Strip]:
    """A line of words as one strip, as several where they stand far apart."""
    bottom = median(int(word["top"]) + int(word["height"]) for word in words)
    size = median(int(word["height"]) for word in words)
    size = usual if 0.6 * usual < size < 1.6 * usual else max(size, 1)
    strip: Strip | None = None
    for word in words:
        left, width = int(word["left"]), int(word["width"])
        if strip is not None and left - strip.right <= _APART * size:
            strip = replace(strip, text=f"{strip.text} {word['text']}", right=left + width)
            continue
        if strip is not None:
            yield strip
        strip = Strip(word["text"], left, left + width, bottom, size, width)
    if strip is not None:
        yield strip


def levelled(picture: Any) -> Any:
    """A grey picture with its lines level and its noise smoothed, so far as it needs either."""
    from PIL import ImageFilter

    image = pillow()
    if _noise(picture) > 4:
        picture = picture.filter(ImageFilter.GaussianBlur(0.8))
    turn = _slope(picture)
    if abs(turn) >= 0.15:
        picture = picture.rotate(turn, resample=image.Resampling.BICUBIC, expand=True, fillcolor=_paper(picture))
    return picture


def _paper(picture: Any) -> int:
    """The grey of the paper."""
    counts = picture.histogram()
    return max(range(len(counts)), key=counts.__getitem__)


def _noise(picture: Any) -> float:
    """By how much a dot differs from its neighbours where there should be only paper."""
    from PIL import ImageChops, ImageFilter, ImageStat

    middle = picture.crop([int(side * part) for part in (0.3, 0.7) for side in picture.size])
    smooth = middle.filter(ImageFilter.MedianFilter(3))
    paper = smooth.point(lambda grey: 255 * (grey > 128))
    return float(ImageStat.Stat(ImageChops.difference(middle, smooth), paper).mean[0]) if paper.getbbox() else 0.0


def _slope(picture: Any) -> float:
    """By how many degrees, against the clock, to turn a page so that its lines are level: then dark and light rows differ most."""
    image = pillow()
    small = picture.copy()
    small.thumbnail((800, 1100), image.Resampling.BOX)
    ink = _paper(small) * 0.7
    dark = small.point(lambda grey: 255 * (grey < ink))

    def sharpness(turn: float) -> float:
        rows = dark.rotate(turn).convert("F").resize((1, dark.height), image.Resampling.BOX).tobytes()
        return sum((a - b) ** 2 for a, b in pairwise(memoryview(rows).cast("f")))

    best = max((turn / 2 for turn in range(-10, 11)), key=sharpness)
    return max((best + turn / 10 for turn in range(-5, 6)), key=sharpness)


def is_blank(picture: Any) -> bool:
    """Whether there is hardly a dot of ink on a page."""
    counts, paper = picture.histogram(), _paper(picture)
    return bool(sum(counts[: int(paper * 0.7)]) < 2e-5 * sum(counts))
