"""Plain text: the file's text as it is. Title, day and byline are read from the text itself, by the extraction."""

from __future__ import annotations

from corpus.article import Article
from corpus.encoding import decode, mended
from corpus.readers.parting import parts_of


def read(data: bytes, name: str) -> list[Article]:
    """The article in a text file, or each news item where lines of stars or dashes part several.

    >>> [article.text for article in read("Hội nghị\\r\\ntổng kết".encode("utf-16"), "a.txt")]
    ['Hội nghị\\ntổng kết']
    """
    found = decode(data)
    text, encoding, certainty = found.then(mended(found.text))
    parts = parts_of(text) or [text]
    return [Article(path=name, text=part, original=data, format="txt", encoding=encoding, certainty=certainty) for part in parts]
