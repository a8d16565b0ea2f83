"""Text -> record: a pure spaCy pipeline. The same text and the same reference date give the same record.

It knows no files, no database, no clock and no network; what it loads is loaded on first use.

    >>> record = read("Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị. Ông Trần Văn Bình, Giám đốc Sở Y tế chủ trì.")
    >>> [o.name for o in record.officials], record.events[0].date
    (['Trần Văn Bình'], '2019-03-05')
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas.facts import ArticleInfo, Record

__all__ = ["Text", "read", "read_many"]


@dataclass(frozen=True)
class Text:
    """One article to read: its text and what its reader knows of it (title, date, author... from the page or file)."""

    text: str
    info: ArticleInfo | None = None


def read(text: str, *, published_on: str | None = None, info: ArticleInfo | None = None) -> Record:
    """The facts of one article.

    `published_on` (ISO date) gives the year to dates written without one, where the text does not tell its own day of
    publication; `info` is what is known of the article from outside its text. Mentions count characters of the text in
    NFC; pass NFC to keep your own offsets.
    """
    from extract.blanks import Even
    from extract.pipeline import record_of, run, uncollected

    even = Even(unicodedata.normalize("NFC", text))
    given = info or ArticleInfo()
    with uncollected():  # until the draft is gone, so that the collector has little to look at when it comes back
        return even.record(record_of(run(even.text, published_on or given.published_on, given)))


def read_many(articles: Iterable[Text | str]) -> Iterator[Record]:
    """The record of each article, in order, one at a time."""
    for article in articles:
        one = Text(article) if isinstance(article, str) else article
        yield read(one.text, info=one.info)
