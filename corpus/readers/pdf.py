"""PDFs: the text of their pages, and of pages that are pictures what OCR reads.

Heads, feet and page numbers that pages share are left out, and so are letters that stand slanted across a page. A page is read
as a picture where it has no text, and where a picture fills it that has little text over it (a stamp of a signature) or text that is
no Vietnamese (a poor layer of old OCR).
"""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import dataclass
from typing import Any

from corpus.article import Article
from corpus.encoding import EncodingError, marked, too_large, too_long
from corpus.limits import limits
from corpus.readers import ocr
from corpus.readers.flow import Strip, paragraphs
from corpus.readers.pdfpage import strips
from corpus.readers.worded import Fonts, article, heeding

_BROKEN = "the PDF is broken or cut off: open it, print it anew as PDF and bring that in"
_LOCKED = "the PDF is locked with a password: unlock it, save it anew and bring that in"
_STAMP = 400
"""Letters below which a page that is a picture has only stamps and signatures besides."""
_PICTURE = 0.5
_MOST_DPI = 300
_STEP = 1 << 16
_PACKED = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")


@dataclass(frozen=True)
class _Page:
    """What a page says, how certain that is (None where it was no picture), how wide it is in the unit of its strips."""

    strips: list[Strip]
    certainty: float | None = None
    width: float = 0.0


def read(data: bytes, name: str) -> Article:
    """The article in a PDF; raises EncodingError."""
    import pypdfium2

    _check(data)
    deadline = ocr.Deadline()
    try:
        with pypdfium2.PdfDocument(data) as opened:
            if len(opened) > limits().pages:
                raise EncodingError(
                    f"it has {len(opened):,} pages, more than may be ({limits().pages:,}): split it into its articles, "
                    "or allow more with --limit pages=..."
                )
            pages, fonts = heeding(lambda fonts: _pages(opened, fonts, deadline))
    except pypdfium2.PdfiumError as error:
        raise EncodingError(_LOCKED if "assword" in str(error) else _BROKEN) from error
    read_by_ocr = [page for page in pages if page.certainty is not None]
    lines = paragraphs([page.strips for page in pages], max((page.width for page in pages), default=0.0))
    if not read_by_ocr:
        return article(data, name, "pdf", lines, encoding="pdf", fonts=fonts)
    return article(data, name, "pdf", lines, encoding="ocr", fonts=fonts, certainty=_certainty(pages))


def _certainty(pages: list[_Page]) -> float:
    """How certain the words of all pages are, each by its letters; raises EncodingError where nothing can be relied on."""
    weights = [sum(len(strip.text) for strip in page.strips) for page in pages]
    told = [1.0 if page.certainty is None else page.certainty for page in pages]
    if not sum(weights):
        raise EncodingError(ocr.NOTHING)
    return round(sum(w * c for w, c in zip(weights, told, strict=True)) / sum(weights), 4)


def _check(data: bytes) -> None:
    """Refuse what is cut off, or unpacks to more than may be: a PDF that lacks its end may lack pages too."""
    if len(data) > limits().file:
        raise EncodingError(too_large(len(data)))
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-2048:]:
        raise EncodingError(_BROKEN)
    most = max(limits().file, min(limits().ratio * len(data), limits().unpacked))
    for begun in _PACKED.finditer(data):
        unpack, at = zlib.decompressobj(), begun.end()
        try:
            while at < len(data) and not unpack.eof and most >= 0:
                most -= len(unpack.decompress(unpack.unconsumed_tail or data[at : at + _STEP], 16 * _STEP))
                at += 0 if unpack.unconsumed_tail else _STEP
        except zlib.error:
            continue  # no packed stream, or a broken one
        if most < 0:
            raise EncodingError(
                f"it unpacks to more than {limits().ratio} times its size, as a bomb does: print it anew, or allow more with --limit ratio=..."
            )


def _pages(opened: Any, fonts: Fonts, deadline: ocr.Deadline) -> list[_Page]:
    out: list[_Page] = []
    length = 0
    for number in range(len(opened)):
        deadline.left()
        page = opened[number]
        try:
            out.append(_page(page, fonts, deadline))
        finally:
            page.close()
        length += sum(len(strip.text) for strip in out[-1].strips)
        if length > 2 * limits().text:
            raise EncodingError(too_long(length))
    return out


def _page(page: Any, fonts: Fonts, deadline: ocr.Deadline) -> _Page:
    found, width = strips(page, fonts), page.get_width()
    text = "\n".join(strip.text for strip in found)
    letters = sum(map(str.isalpha, text))
    if letters >= _STAMP and _is_readable(text):
        return _Page(found, width=width)
    share, density = _picture(page)
    if letters and share < _PICTURE:  # a short last page, or letters of an old charset that is yet to be found out
        return _Page(found, width=width)
    seen = _rendered(page, min(max(density, ocr.DPI), _MOST_DPI))
    if seen is None or ocr.is_blank(seen):
        return _Page(found, width=width)
    told = ocr.recognised(seen, deadline)
    return _Page(told.strips, told.certainty) if told.letters > letters else _Page(found)


def _is_readable(text: str) -> bool:
    """Whether a text has the accents of Vietnamese, right ones."""
    words, good = marked(text)
    return good * 2 > words and words * 10 > len(text.split())


def _picture(page: Any) -> tuple[float, float]:
    """(the share of a page that its largest picture covers, its dots an inch)."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    best = (0.0, 0.0)
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = one.get_bounds()
        share = (right - left) * (top - bottom) / max(width * height, 1)
        if share > best[0]:
            across = max(abs(right - left), abs(top - bottom)) / 72
            best = share, max(one.get_px_size()) / across if across > 0 else 0.0
    return best


def _rendered(page: Any, dpi: float) -> Any:
    """A page as a grey picture of no more dots than may be, None where it has no size."""
    width, height = page.get_size()
    if not (width >= 1 and height >= 1 and math.isfinite(width * height)):
        return None
    ocr.pillow()
    scale = min(dpi / 72, math.sqrt(limits().pixels / (width * height)))
    if min(width, height) * scale < 1:
        return None
    return page.render(scale=scale, grayscale=True).to_pil().convert("L")
