"""Plain text: the file's text as it is. Title, day and byline are read from the text itself, by the extraction."""

from __future__ import annotations

from corpus.article import Article
from corpus.encoding import decode, mended


def read(data: bytes, name: str) -> Article:
    """The article in a text file.

    >>> read("Hội nghị\\r\\ntổng kết".encode("utf-16"), "a.txt").text
    'Hội nghị\\ntổng kết'
    """
    found = decode(data)
    told = found.then(mended(found.text))
    return Article(path=name, text=told.text, original=data, format="txt", encoding=told.encoding, certainty=told.certainty)
