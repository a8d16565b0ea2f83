"""PDFs."""

from __future__ import annotations

from corpus.article import Article
from corpus.readers.flow import paragraphs
from corpus.readers.pdfpage import strips
from corpus.readers.worded import article


def read(data: bytes, name: str) -> Article:
    """The article in a PDF."""
    import pypdfium2

    charsets: set[str] = set()
    with pypdfium2.PdfDocument(data) as opened:
        pages = [strips(opened[i], charsets) for i in range(len(opened))]
    return article(data, name, "pdf", paragraphs(pages), encoding="pdf", charsets=charsets)
