"""A row of a table (a JSON line, a row of a sheet): its cells go by the names of its columns (`corpus.readers.columns`).

`text` holds the article, or `html` the page; `title`, `published_on`, `source`, `author`, `author_unit` and `url` what is known
of it besides. Where the page tells one of these too, the cell counts. A text that has tags is read without them, and in whole: it
is no page with menus around an article.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

from lxml import etree

from corpus.article import Article
from corpus.encoding import EncodingError, reread
from corpus.readers import html, txt
from corpus.readers.blocks import blocks, parse, prune
from corpus.readers.columns import Columns, columns, shown
from corpus.readers.dates import first_day
from extract.folding import squash
from schemas.facts import ArticleInfo

_CELLS = tuple(name for name in ArticleInfo.model_fields if name not in ("mentions", "published_on"))
_TAGS = re.compile(r"</(?:p|div|span|td|b|strong|em|h[1-6]|body)\s*>|<br\s*/?>", re.I)
_ADDRESS = re.compile(r"(?:[a-z]+://|www\.)\S+", re.I)


def read(data: bytes, name: str, told: str = "|") -> list[Article]:
    """The article in a row, given as a JSON object, or each item of its page; `told` is what `columns.form_of` told.

    Raises EncodingError where it has none.

    >>> row = {"Nội dung": "Hội nghị tổng kết", "title": "Tổng kết", "Ngày đăng": "15/11/2016"}
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
    encoding, _, by_hand = told.partition("|")
    where = columns(tuple(cells), by_hand)
    text, page = _text(cells, where), _cell(cells, where.fields.get("html", ()))
    url = _address(cells, where)
    if not (text or page):
        raise EncodingError(_no_text(cells, url))
    words = (_without_tags(text) if text else page or "").encode("utf-8", "surrogatepass")
    found = txt.read(words, name) if text else html.read(words, name, url=url)
    day = first_day(_cell(cells, where.fields.get("published_on", ())) or "")
    known = {key: reread(cell).text for key in _CELLS if (cell := _cell(cells, where.fields.get(key, ())))}
    known |= {"published_on": day} if day else {}
    if len(found) > 1:
        known.pop("title", None)  # it names them all
    infos = [ArticleInfo.model_validate(inner.info.model_dump() | known) for inner in found]
    rows = [
        replace(one, original=data, format="row", url=url or one.url, info=info) for one, info in zip(found, infos, strict=True)
    ]
    return [_encoded(one, encoding) for one in rows]


def _encoded(article: Article, table: str) -> Article:
    """The article with the encoding of its table, as `form_of` tells it, in place of that of the row."""
    if not table:
        return article
    name, _, certainty = table.rpartition(" ")
    more = article.encoding.removeprefix("utf-8").removeprefix(", then ")
    both = round(float(certainty) * (1 if article.certainty is None else article.certainty), 3)
    return replace(article, encoding=", then ".join(filter(None, (name, more))), certainty=both)


def _no_text(cells: dict[str, Any], url: str | None) -> str:
    if url:
        return f"no text, only the address {url}: fetch the address with `khenthuong fetch` and bring in what it saves"
    return (
        f"no text: a row has the article in `text` or `html` or a column of a like name, this one has {shown(cells)}: where another "
        "column has the article, tell it with --columns text=NAME"
    )


def _text(cells: dict[str, Any], where: Columns) -> str | None:
    """The lead and the parts of the text; one that stands in the last of them already is left out. A lead alone is no article."""
    parts = [cell for part in where.parts if (cell := _cell(cells, part))]
    if not parts:
        return None
    if lead := _cell(cells, where.lead):
        parts.insert(0, lead)
    last = squash(parts[-1])
    return "\n\n".join([*(part for part in parts[:-1] if squash(part) not in last), parts[-1]])


def _without_tags(text: str) -> str:
    """The lines of a text, with those that its tags make where it has any."""
    if not _TAGS.search(text):
        return text
    try:
        tree = parse(text)
        prune(tree)
    except (etree.LxmlError, ValueError):
        return text
    lines = blocks(tree)
    return "".join(("\n" if line.joined else "\n\n") + line.text for line in lines).strip() or text


def _address(cells: dict[str, Any], where: Columns) -> str | None:
    """The cell named `url`, or one of a like name that has an address and not where somebody lives."""
    names = where.fields.get("url", ())
    return _cell(cells, [n for n in names if n == "url" or _ADDRESS.fullmatch(_cell(cells, [n]) or "")])


def _cell(cells: dict[str, Any], names: tuple[str, ...] | list[str]) -> str | None:
    """The first of these cells that has words, in NFC."""
    values = (cells[name] for name in names)
    return next(
        (unicodedata.normalize("NFC", value.strip()) for value in values if isinstance(value, str) and value.strip()), None
    )
