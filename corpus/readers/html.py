"""Web pages: the article's lines with its title first, and what the page says of itself (title, sapo, day, byline, paper, address).

A page saved from a portal with menus, counters and notices gives only the article. The day is that of the site's rule, JSON-LD,
meta elements or the line at the title, never a footer's; where none tells one, the page's address may. Captions of pictures leave
the text and are kept beside it. A page of several news items gives several articles, with the page's bytes as origin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from corpus.article import Article
from corpus.encoding import Decoded, EncodingError, decode, mended, reread, too_long
from corpus.limits import limits
from corpus.readers import briefs, crediting, nothing, rules
from corpus.readers.blocks import Block, blocks, drop, parse, prune, short_text, words
from corpus.readers.captions import make_caption, settle
from corpus.readers.dates import first_day
from corpus.readers.fonts import read_fonts
from corpus.readers.mainpart import Part, body, captions, known_part, lead, lines_in, main_part
from corpus.readers.pagemeta import Told, day_in_address, looks_named, person, saved_from, told
from corpus.readers.posting import day_of
from corpus.readers.titles import key, names_no_article, sapo_line, title_line
from extract.folding import fold, squash
from schemas.facts import ArticleInfo

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I)
_ENOUGH = 200
_TOLD_FROM = re.compile(r"(?:in từ|đường dẫn|địa chỉ bài viết|link)[^:]{0,20}:\s*(https?://[^\s<>\"']+)$", re.I)


@dataclass(frozen=True)
class _Page:
    """A page that holds an article: its lines from the title on, what is known of all of them, the items that a rule knows."""

    name: str
    data: bytes
    read: Decoded
    title: str | None
    opening: list[Block]
    body: list[Block]
    sapo: str | None
    captions: tuple[str, ...]
    url: str | None
    info: ArticleInfo
    items: list[list[Block]]
    lines: list[Block]
    title_line: Block | None
    heads: tuple[str, ...]


def read(data: bytes, name: str, *, charset: str | None = None, url: str | None = None) -> list[Article]:
    """The article in a web page, or each item where it is news in brief; raises EncodingError where the page holds none.

    `charset` and `url` are what the page's envelope says of it, where it has one.
    """
    page = _page(data, name, charset, url)
    parts = page.items or _items(page)
    return _articles(page, parts) if parts else [_article(page)]


def _items(page: _Page) -> list[list[Block]]:
    """The items that the page's lines are; its title may be that of the first, where one above it names them all."""
    lines = [*page.opening, *page.body]
    called = briefs.says_so(page.heads)
    if called and page.title_line is not None and not briefs.says_so([page.title_line.text]):
        return briefs.items_of([page.title_line, *lines], None, called)
    return briefs.items_of(lines, page.title, called)


def _page(data: bytes, name: str, charset: str | None = None, url: str | None = None) -> _Page:
    declared = _CHARSET.search(data[:4096])
    read = decode(data, charset or (declared[1].decode("ascii") if declared else None))
    read = read.then(reread(read.text))
    page = read.text
    try:
        tree = parse(page)
    except (etree.LxmlError, ValueError) as e:
        raise EncodingError(nothing.why(None, page)) from e
    if tree is None:
        raise EncodingError(nothing.why(None, page))
    if fonts := read_fonts(tree, read.encoding):
        read = read.then(Decoded(page, fonts, 1.0))
    head = told(tree)
    address = head.url or saved_from(page) or url
    site = rules.site_of(tree, address)
    found = _found(tree, site) if site else _Found([])
    lines = _lines(tree, site if found.body else None)
    try:
        part = known_part(found.body, lines) or main_part(tree, lines)
    except ValueError as e:
        if len(head.body or "") < _ENOUGH:
            raise EncodingError(nothing.why(parse(page), page)) from e
        lines = [Block(squash(line), 0, tree) for line in (head.body or "").split("\n") if line.strip()]
        part = Part(0, len(lines) - 1, len(head.body or ""), frozenset((id(tree),)))
    return _told(name, data, read, head, found, lines, part, address)


@dataclass(frozen=True)
class _Found:
    """What a site's rule finds in a page, before anything is taken out of it."""

    body: list[Any]
    items: list[Any] = field(default_factory=list)
    title: str | None = None
    sapo: str | None = None
    day: str | None = None
    author: str | None = None
    source: str | None = None


def _found(tree: Any, site: rules.Site) -> _Found:
    items = site.find("items", tree)
    if len(items) > 1:
        return _Found(items, items)
    bodies = {element: len("".join(element.itertext())) for element in site.find("body", tree)}
    best = max(bodies, key=bodies.__getitem__, default=None)
    # a list of articles has the element many times: no rule can tell which is the article
    if best is None or bodies[best] < _ENOUGH or bodies[best] * 10 < 6 * sum(bodies.values()):
        return _Found([])
    texts = {name: _first(site, name, tree) for name in ("title", "sapo", "date", "author", "source")}
    author = texts["author"]
    return _Found(
        [best],
        [],
        texts["title"],
        texts["sapo"],
        first_day(texts["date"] or ""),
        person(author, None) if author and looks_named(author) else None,
        re.sub(r"^(?:nguồn(?: tin)?|theo)\s*:?\s*", "", texts["source"] or "", flags=re.I) or None,
    )


def _first(site: rules.Site, name: str, tree: Any) -> str | None:
    """The words of the first element that a rule's selector finds: those it shows, or those in its attributes."""
    for element in site.find(name, tree):
        told = element.get("content") or (element.get("datetime") if name == "date" else None) or short_text(element, 2000)
        if told:
            return squash(told)
    return None


def _lines(tree: Any, site: rules.Site | None) -> list[Block]:
    """The page's lines, without what is no text of it."""
    for element in site.every("drop", tree) if site else ():
        drop(element)
    for element in site.every("captions", tree) if site else ():
        make_caption(element)
    settle(tree)
    _open_noscript(tree)
    prune(tree)
    lines = blocks(tree)
    if (length := sum(len(b.text) for b in lines)) > limits().text:
        raise EncodingError(too_long(length))
    return lines


def _open_noscript(tree: Any) -> None:
    """Keep the words for browsers without scripts where they are most of the page."""
    inside = [e for e in tree.iter("noscript") if e.find(".//p") is not None]
    if inside and sum(len("".join(e.itertext())) for e in inside) * 2 > len(
        "".join(tree.itertext("p", "div", "td", "span", "noscript"))
    ):
        for element in inside:
            element.tag = "div"


def _told(
    name: str, data: bytes, read: Decoded, head: Told, found: _Found, lines: list[Block], part: Part, url: str | None
) -> _Page:
    """The article's lines and what they and the page's head tell of it."""
    at = _line_of(found.title, lines, part) if found.title else None
    if at is None:
        at = title_line(lines, part.first, head)
    title = found.title or (lines[at].text if at is not None else next((t for t in head.titles if not names_no_article(t)), None))
    if at is not None and at >= part.first:
        part = part.after(lines, at)
    opening = lead(lines, at, part, found.sapo)
    text, end = body(lines, part)
    if not found.items and nothing.is_list(lines[at + 1 if at is not None else 0 : end], title):
        raise EncodingError(nothing.LIST)
    sapo = sapo_line(opening, text, head)
    items = [told for told in (lines_in(item, lines) for item in found.items) if any(b.is_prose for b in told[1:])]
    heads = (title or "", *head.titles, *(b.text for b in lines[max(0, (at or 0) - 3) : at or 0] if not b.linked))
    near = [*lines[(at or 0) : part.first], *text[-4:], *lines[end : end + 4]]
    url = url or next((m[1] for b in (*lines[:8], *lines[-8:]) if (m := _TOLD_FROM.match(b.text))), None)
    info = ArticleInfo(
        title=reread(title).text if title else None,
        published_on=found.day
        or head.published_on
        or day_of(lines, at, opening, (part.first, part.last, end + 4))
        or day_in_address(url),
        author=found.author or head.author or crediting.author(near, head.source),
        source=found.source or crediting.source(near) or head.source,
    )
    pictures = tuple(reread(told).text for told in captions(lines, at or 0, end, part))
    return _Page(
        name,
        data,
        read,
        title,
        opening,
        text,
        found.sapo or (sapo.text if sapo else None),
        pictures,
        url,
        info,
        items,
        lines,
        lines[at] if at is not None else None,
        heads,
    )


def _line_of(title: str, lines: list[Block], part: Part) -> int | None:
    """Index of the line that is a title, above the article's first paragraph or as it."""
    return next((i for i in range(min(part.first + 1, len(lines)) - 1, -1, -1) if key(lines[i].text) == key(title)), None)


def _article(page: _Page) -> Article:
    told = page.read.then(mended(_joined(page.title, page.opening, page.body)))
    return Article(
        path=page.name,
        text=told.text,
        original=page.data,
        format="html",
        encoding=told.encoding,
        certainty=told.certainty,
        url=page.url,
        info=page.info,
        sapo=reread(page.sapo).text if page.sapo else None,
        captions=page.captions,
    )


def _articles(page: _Page, parts: Sequence[list[Block]]) -> list[Article]:
    """The articles that the items of a page are, `name#1`, `name#2`...: what an item does not tell, the page tells for it."""
    found = []
    at = {id(block): i for i, block in enumerate(page.lines)}
    ends = [*(at[id(part[0])] for part in parts[1:]), len(page.lines)]
    shared = briefs.shared_byline(list(parts))
    headed = next((day for head in page.heads if briefs.says_so([head]) and (day := first_day(head))), None)
    for n, ((first, *rest), end) in enumerate(zip(parts, ends, strict=True), 1):
        if shared is not None and n < len(parts):
            rest = [*rest, shared]
        day = next((d for b in rest[:2] if not b.is_prose and len(b.text) <= 80 and (d := first_day(b.text))), None)
        title = briefs.bare(first.text)
        own = {reread(b.text).text for b in page.lines[at[id(first)] : end] if b.caption}
        pictures = tuple(told for told in page.captions if told in own)
        one = replace(page, name=f"{page.name}#{n}", title=title, opening=[], body=rest, sapo=None, captions=pictures)
        info = page.info.model_copy(update={"title": reread(title).text, "published_on": day or page.info.published_on or headed})
        found.append(_article(replace(one, info=info)))
    return found


def _joined(title: str | None, opening: list[Block], body: list[Block]) -> str:
    """Title, date line, sapo and body as the samples have them: a blank line between paragraphs, none between rows."""
    text = title or ""
    for i, block in enumerate([*opening, *body]):
        if title and key(block.text) == key(title):
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
