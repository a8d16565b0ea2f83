"""A row of a table (a JSON line, a row of a Parquet file): its cells go by the names of the record's fields.

`text` holds the article, or `html` the page; `title`, `published_on`, `source`, `author`, `author_unit` and `url` what is known
of it besides. Where the page tells one of these too, the cell counts.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from corpus.article import Article
from corpus.encoding import EncodingError
from corpus.readers import html, txt
from corpus.readers.dates import first_day
from schemas.facts import ArticleInfo

_CELLS = tuple(name for name in ArticleInfo.model_fields if name not in ("mentions", "published_on"))


def read(data: bytes, name: str) -> list[Article]:
    """The article in a row, given as a JSON object, or each item of its page; raises EncodingError where it has none.

    >>> row = {"text": "Hội nghị tổng kết", "title": "Tổng kết", "published_on": "15/11/2016"}
    >>> (article,) = read(json.dumps(row).encode(), "tin.jsonl#1")
    >>> article.text, article.info.title, article.info.published_on, article.format
    ('Hội nghị tổng kết', 'Tổng kết', '2016-11-15', 'row')
    """
    try:
        cells = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise EncodingError(f"the line is no JSON ({error}): mend it or take it out") from error
    if not isinstance(cells, dict):
        raise EncodingError("the line is no JSON object: write it as {" + '"text": ...}')
    text, page = _cell(cells, "text"), _cell(cells, "html")
    if not (text or page):
        raise EncodingError(f"no text: a row has the article in `text` or `html`, this one has {', '.join(cells) or 'no cell'}")
    words = (text or page or "").encode("utf-8", "surrogatepass")
    url = _cell(cells, "url")
    found = txt.read(words, name) if text else html.read(words, name, url=url)
    day = first_day(_cell(cells, "published_on") or "")
    known = {key: told for key in _CELLS if (told := _cell(cells, key))} | ({"published_on": day} if day else {})
    if len(found) > 1:
        known.pop("title", None)  # it names them all
    return [
        replace(
            inner,
            original=data,
            format="row",
            encoding="utf-8",
            url=url or inner.url,
            info=ArticleInfo.model_validate(inner.info.model_dump() | known),
        )
        for inner in found
    ]


def _cell(cells: dict[str, Any], name: str) -> str | None:
    value = cells.get(name)
    return value.strip() or None if isinstance(value, str) else None
