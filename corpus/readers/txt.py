"""Plain text: the file's text as it is. Title, day and byline are read from the text itself, by the extraction."""

from __future__ import annotations

from corpus.article import Article
from corpus.encoding import decode, mend


def read(data: bytes, name: str) -> Article:
    """The article in a text file.

    >>> read("Hội nghị\\r\\ntổng kết".encode("utf-16"), "a.txt").text
    'Hội nghị\\ntổng kết'
    """
    text, encoding = decode(data)
    mended = mend(text)
    return Article(
        path=name, text=mended, original=data, format="txt", encoding=encoding if mended is text else f"{encoding}, mended"
    )
