"""Web pages: the article's lines with its title first, and what the page says of itself (title, day, byline, paper, address).

A page saved from a portal with menus, counters and notices gives only the article. The day is taken from JSON-LD, meta
elements or the line at the title, never from a footer.
"""

from __future__ import annotations

import re

from lxml import etree

from corpus.article import Article
from corpus.encoding import Decoded, EncodingError, decode, mended, reread, too_long
from corpus.limits import limits
from corpus.readers.blocks import Block, blocks, parse, prune, words
from corpus.readers.dates import first_day
from corpus.readers.fonts import read_fonts
from corpus.readers.mainpart import body, lead, main_part
from corpus.readers.pagemeta import Told, told
from extract.text import fold, squash
from schemas.facts import ArticleInfo

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I)
_NONE = "no article was found in the page: save the page of the article itself, or its text as .txt"
_HEADINGS = ("h1", "h2", "h3", "h4")


def read(data: bytes, name: str) -> Article:
    """The article in a web page; raises EncodingError where the page holds none."""
    declared = _CHARSET.search(data[:4096])
    found = decode(data, declared[1].decode("ascii") if declared else None)
    found = found.then(reread(found.text))
    try:
        tree = parse(found.text)
    except (etree.LxmlError, ValueError) as e:
        raise EncodingError(_NONE) from e
    if tree is None:
        raise EncodingError(_NONE)
    if charset := read_fonts(tree, found.encoding):
        found = found.then(Decoded(found.text, charset, 1.0))
    head = told(tree)
    prune(tree)
    lines = blocks(tree)
    if (length := sum(len(b.text) for b in lines)) > limits().text:
        raise EncodingError(too_long(length))
    try:
        part = main_part(tree, lines)
    except ValueError as e:
        raise EncodingError(_NONE) from e
    at = _title_line(lines, part.first, head)
    title = lines[at].text if at is not None else next(iter(head.titles), None)
    opening = lead(lines, at, part)
    day = head.published_on or next((d for b in opening if not b.is_prose and (d := first_day(b.text))), None)
    found = found.then(mended(_joined(title, opening, body(lines, part))))
    return Article(
        path=name,
        text=found.text,
        original=data,
        format="html",
        encoding=found.encoding,
        certainty=found.certainty,
        url=head.url,
        info=ArticleInfo(title=reread(title).text if title else None, published_on=day, author=head.author, source=head.source),
    )


def _title_line(lines: list[Block], first: int, head: Told) -> int | None:
    """Index of the line above the first paragraph that is the article's title.

    In this order: a line that the page's head holds, the last h1, a line whose class says title, the last other heading.
    """
    above = [i for i in range(first) if (len(lines[i].text) >= 8 and not lines[i].linked) or lines[i].owner.tag == "h1"]
    heads = [_key(t) for t in head.titles]
    named = [i for i in above if len(lines[i].text.split()) >= 4 and any(_key(lines[i].text) in h for h in heads)]
    if named:
        return max(named, key=lambda i: (len(lines[i].text), i))
    for fits in (_is_h1, _is_title_class, lambda b: b.owner.tag in _HEADINGS):
        if found := [i for i in above if fits(lines[i]) and not first_day(lines[i].text)]:
            return found[-1]
    return None


def _is_h1(block: Block) -> bool:
    return any(e.tag == "h1" for e in (block.owner, *block.owner.iterancestors()))


def _is_title_class(block: Block) -> bool:
    near = [block.owner, *list(block.owner.iterancestors())[:1]]
    told = " ".join(f"{e.get('class', '')} {e.get('id', '')}" for e in near).lower()
    return re.search(r"title|tieu-?_?de|headline|tentin|ten-tin", told) is not None


def _key(text: str) -> str:
    return re.sub(r"\W+", "", fold(text))


def _joined(title: str | None, opening: list[Block], body: list[Block]) -> str:
    """Title, date line, sapo and body as the samples have them: a blank line between paragraphs, none between rows."""
    text = title or ""
    for i, block in enumerate([*opening, *body]):
        if title and _key(block.text) == _key(title):
            continue
        line = block.text if block.is_prose else _without_controls(block.text)
        text += ("\n" if block.joined and i > len(opening) else "\n\n" if text else "") + line
    return text.strip()


def _without_controls(line: str) -> str:
    """A date line without the words of its neighbours, such as print and counter.

    >>> _without_controls("(10/01/2006 - 08:14) Bản in Lượt xem: 1.846")
    '(10/01/2006 - 08:14)'
    """
    if not first_day(line):
        return line
    folded = fold(line)
    ends = [at for word in words("line") if (at := folded.find(f" {word}")) > 0]
    return squash(line[: min(ends, default=len(line))]).rstrip(" |-–•")
