"""Plain text: the file's text as it is. Title, day and byline are read from the text itself, by the extraction."""

from __future__ import annotations

from corpus.article import Article
from corpus.encoding import decode, mend
from corpus.readers.parting import parts_of


def read(data: bytes, name: str) -> list[Article]:
    """The article in a text file, or each news item where lines of stars or dashes part several.

    >>> [article.text for article in read("Hội nghị\\r\\ntổng kết".encode("utf-16"), "a.txt")]
    ['Hội nghị\\ntổng kết']
    """
    text, encoding = decode(data)
    mended = mend(text)
    encoding = encoding if mended is text else f"{encoding}, mended"
    parts = parts_of(mended) or [mended]
    return [Article(path=name, text=part, original=data, format="txt", encoding=encoding) for part in parts]
