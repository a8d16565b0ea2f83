"""What a page says of itself: JSON-LD first, then meta elements. Nothing is guessed from footers or addresses."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.readers.blocks import words
from corpus.readers.dates import first_day
from extract.text import fold, squash

_ARTICLES = {"article", "newsarticle", "reportagenewsarticle", "blogposting", "report"}
_DATES = (
    "article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "publication_date", "dc.date.issued",
    "dc.date", "dcterms.created", "date",
)  # fmt: skip


@dataclass
class Told:
    """What the page's head says; an empty field is not told. `titles` are its candidates, the best first."""

    titles: tuple[str, ...] = ()
    published_on: str | None = None
    author: str | None = None
    source: str | None = None
    url: str | None = None


def told(tree: Any) -> Told:
    """What the page says of itself, before anything is taken out of it."""
    meta = _meta(tree)
    ld = next(_articles(tree), {})
    site = clean(_name(ld.get("publisher"))) or clean(meta.get("og:site_name"))
    days = (ld.get("datePublished"), *(meta.get(name) for name in _DATES))
    heads = (ld.get("headline"), meta.get("og:title"), tree.findtext(".//title"))
    return Told(
        titles=tuple(_without_site(t, site) for t in map(clean, heads) if t),
        published_on=next((day for text in days if isinstance(text, str) and (day := first_day(text))), None),
        author=_person(_name(ld.get("author")), site) or _person(meta.get("author"), site),
        source=site,
        url=_address(tree, meta),
    )


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


def _person(value: Any, site: str | None) -> str | None:
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
