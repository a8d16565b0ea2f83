"""What a page says of itself: JSON-LD first, then meta elements and properties of elements. Nothing is guessed from footers.

The address may tell the day where nothing else does, in one of two forms that papers give their articles: `/2019/11/15/` in
its path, or the moment of publication in fourteen digits, `20191115083000`, at its end. Shorter runs of digits are numbers.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.readers.blocks import words
from corpus.readers.dates import first_day
from extract.folding import fold, squash

_ARTICLES = {"article", "newsarticle", "reportagenewsarticle", "blogposting", "report"}
_DATES = (
    "article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "publication_date", "dc.date.issued",
    "dc.date", "dcterms.created", "date",
)  # fmt: skip


_IS_DATE = frozenset(("datepublished", "dc:date", "dcterms:created", "dc:created"))
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"']+)\s*-->")
_DATED_PATH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")
_DATED_END = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)[0-2]\d[0-5]\d[0-5]\d\d{0,3}(?:\.\w+)?(?:\?.*)?$")
_PARTICLES = frozenset("và - – & của".split())


@dataclass
class Told:
    """What the page's head says; an empty field is not told.

    `titles` are its candidates, the best first, of which `sure` name the article alone; `body` is the text it tells of itself.
    """

    titles: tuple[str, ...] = ()
    sure: int = 0
    description: str | None = None
    body: str | None = None
    published_on: str | None = None
    author: str | None = None
    source: str | None = None
    url: str | None = None


def told(tree: Any) -> Told:
    """What the page says of itself, before anything is taken out of it."""
    meta = _meta(tree)
    ld = next(_articles(tree), {})
    site = clean(_name(ld.get("publisher"))) or clean(meta.get("og:site_name"))
    days = (ld.get("datePublished"), *(meta.get(name) for name in _DATES), *_properties(tree))
    sure = [clean(title) for title in (ld.get("headline"), meta.get("og:title"))]
    heads = (*filter(None, sure), clean(tree.findtext(".//title")))
    author = clean(meta.get("author"), 100)
    body = ld.get("articleBody")
    return Told(
        titles=tuple(_without_site(t, site) for t in heads if t),
        sure=sum(map(bool, sure)),
        description=clean(meta.get("og:description") or meta.get("description"), 1000),
        body=unicodedata.normalize("NFC", body) if isinstance(body, str) else None,
        published_on=next((day for text in days if isinstance(text, str) and (day := first_day(text))), None),
        author=person(_name(ld.get("author")), site) or (person(author, site) if author and looks_named(author) else None),
        source=site,
        url=_address(tree, meta),
    )


def saved_from(page: str) -> str | None:
    """The address that a browser noted in the page it saved.

    >>> saved_from("<!-- saved from url=(0028)http://www.sonoivu.example.vn/ --><html>")
    'http://www.sonoivu.example.vn/'
    """
    found = _SAVED_FROM.search(page[:4000])
    return found[1] if found else None


def day_in_address(url: str | None) -> str | None:
    """The day that an address tells, in the forms in which it is no number of something else.

    >>> day_in_address("https://bao.example.vn/2019/11/15/tin.html"), day_in_address("https://bao.example.vn/tin-20191115083000.htm")
    ('2019-11-15', '2019-11-15')
    >>> day_in_address("https://bao.example.vn/tin-20191115.htm") is None
    True
    """
    found = _DATED_PATH.search(url or "") or _DATED_END.search(url or "")
    return first_day(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}") if found else None


def looks_named(text: str) -> bool:
    """Whether each word begins as a name's does, and there are not many.

    >>> looks_named("Lan Anh - Y Jôn"), looks_named("Trường Đại học Hồng Lam")
    (True, False)
    """
    found = [w for w in re.split(r"[\s,;]+", text) if w and w not in _PARTICLES]
    return 1 < len(found) <= 12 and all(w[0].isupper() for w in found)


def _properties(tree: Any) -> Iterator[str]:
    """The days in elements that say they are the day of publication (microdata, RDFa)."""
    for element in tree.iter("span", "div", "time", "p", "li", "td"):
        told = f"{element.get('itemprop', '')} {element.get('property', '')}".lower().split()
        if told and not _IS_DATE.isdisjoint(told):
            yield element.get("content") or element.get("datetime") or (element.text or "")


def clean(value: Any, longest: int = 300) -> str | None:
    """One line of NFC text, or None where the value is none, too long for what it should be, or holds markup."""
    if not isinstance(value, str):
        return None
    text = squash(unicodedata.normalize("NFC", value))
    return text if text and len(text) <= longest and not re.search(r"<\s*/?\s*\w+", text) else None


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        if name and (content := element.get("content", "").strip()):
            found.setdefault(name, content)
    return found


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article; a broken script is passed over."""
    for element in tree.iter("script"):
        if "ld+json" in element.get("type", ""):
            try:
                found = json.loads(element.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _in(found, 0)


def _in(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _in(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if any(isinstance(k, str) and k.lower() in _ARTICLES for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield value
        yield from _in(value.get("@graph"), depth + 1)


def _name(value: Any) -> str | None:
    """The name in a JSON-LD person or organisation; of several, all, joined by a comma."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None


def person(value: Any, site: str | None) -> str | None:
    """A byline, unless it is the paper's name, an address or what software puts there."""
    name = clean(value, 100)
    if name is None or name == site or re.search(r"[@/\d]|\.(?:vn|com|org)\b", name) or fold(name) in words("author"):
        return None
    return name


def _without_site(title: str, site: str | None) -> str:
    """A title without the paper's name behind a dash or bar."""
    if site:
        title = re.sub(rf"\s*[-|–—:]+\s*{re.escape(site)}\s*$", "", title, flags=re.I) or title
    return title


def _address(tree: Any, meta: dict[str, str]) -> str | None:
    links = [e.get("href", "").strip() for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    return next((u for u in (*links, meta.get("og:url", "")) if re.match(r"https?://[^\s<>\"']+$", u)), None)
