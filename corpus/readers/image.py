"""Pictures of an article (.png, .jpg, .tif of one page or several, .bmp, .webp): what OCR reads on them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from corpus.article import Article
from corpus.encoding import EncodingError, too_large
from corpus.limits import limits
from corpus.readers import ocr
from corpus.readers.flow import paragraphs
from corpus.readers.worded import article

_BROKEN = "the picture is broken or cut off ({}): scan it anew or save it anew as PNG"
_KINDS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_FINE, _COARSE = 400, 1200
"""Dots an inch from which a scan is made coarser, and dots across below which a page is made larger."""


def read(data: bytes, name: str) -> Article:
    """The article on a picture; raises EncodingError."""
    if len(data) > limits().file:
        raise EncodingError(too_large(len(data)))
    deadline = ocr.Deadline()
    pages: list[ocr.Page] = []
    width = 0
    for page in _pages(data):
        width = max(width, page.width)
        if deadline.left() and not ocr.is_blank(page):
            pages.append(ocr.recognised(page, deadline))
    letters = sum(page.letters for page in pages)
    if not letters:
        raise EncodingError(ocr.NOTHING)
    certainty = sum(page.certainty * page.letters for page in pages) / letters
    lines = paragraphs([page.strips for page in pages], width)
    return article(data, name, "image", lines, encoding="ocr", certainty=round(certainty, 4))


def _pages(data: bytes) -> Iterator[Any]:
    """The pages of a picture file, in grey."""
    image = ocr.pillow()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is too large is refused below, by the limit told
            with image.open(io.BytesIO(data), formats=_KINDS) as opened:
                for number in range(limits().pages + 1):
                    try:
                        opened.seek(number)
                    except EOFError:
                        return
                    if number == limits().pages:
                        raise EncodingError(
                            f"it has more pages than may be ({limits().pages:,}): split it, or allow more with --limit pages=..."
                        )
                    if (dots := opened.width * opened.height) > limits().pixels:
                        raise EncodingError(
                            f"it has {dots:,} dots, more than a picture may have ({limits().pixels:,}): scan it at 300 dots an inch, "
                            "or allow more with --limit pixels=..."
                        )
                    yield _grey(opened)
    except EncodingError:
        raise
    except image.DecompressionBombError as error:
        raise EncodingError(
            f"it has more dots than a picture may have ({limits().pixels:,}): scan it at 300 dots an inch"
        ) from error
    except Exception as error:  # Pillow's readers of formats let whatever they stumble over pass
        why = "no picture is found in it" if "BytesIO" in str(error) else " ".join(str(error).split())[:100]
        raise EncodingError(_BROKEN.format(why or type(error).__name__)) from error


def _grey(opened: Any) -> Any:
    """The page a picture file stands at: upright, on white, of a size at which letters are read well."""
    from PIL import ImageOps

    image = ocr.pillow()
    dpi = opened.info.get("dpi", (0, 0))[0]
    page = ImageOps.exif_transpose(opened)
    if page.mode.startswith("I") or page.mode == "F":
        page = page.point(lambda value: value / 256 + 0).convert("L")
    elif page.mode in ("RGBA", "LA", "PA") or "transparency" in page.info:
        page = page.convert("RGBA")
        page = image.alpha_composite(image.new("RGBA", page.size, "white"), page)
    page = page.convert("L")
    if dpi and dpi >= _FINE:
        page = page.resize(
            (max(page.width * 300 // int(dpi), 1), max(page.height * 300 // int(dpi), 1)), image.Resampling.LANCZOS
        )
    elif max(page.size) < _COARSE:
        page = page.resize((page.width * 2, page.height * 2), image.Resampling.LANCZOS)
    return page
