"""Rules of known sites and of the software many sites run on: where their pages have title, sapo, body, day and the rest.

Each file in `sites/` is one rule, in YAML. To add a site, save some of its pages, look in each for the element that holds
the article, and write:

    hosts: [baotinh.example.vn]     # the rule holds for these and hosts below them (www., m.)
    body: div.noidung               # the element of the article's text; the only key that must be there, besides hosts or marks
    title: h1.tieude                # and any of: title, sapo, date, author, source, captions
    drop: [div.quangcao]            # what is in the article's element and not the article
    items: div.tin-van              # the element of each item, where a page has several news items

A value is a CSS selector or a list of them, tried in turn: the first that finds words counts. A rule for software has `marks`
(selectors, one of which the page must have) or `generator` (how the page's meta element of that name begins) in place of hosts.
A page's host is that of its address, as `<link rel=canonical>`, `og:url`, the comment of the browser that saved it, or the
archive it lies in tell. The rule of a host comes before those of software. A rule that finds no article in a page is left
aside, and the page is read as any other: nothing is lost when a site changes.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from schemas.errors import KhenthuongError

FOLDER = Path(__file__).with_name("sites")


class SiteError(KhenthuongError):
    """A rule that cannot be used; the message names file and key."""


@dataclass(frozen=True)
class Site:
    """A rule: selectors by what they find, and which pages it holds for."""

    name: str
    hosts: tuple[str, ...] = ()
    generator: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    sapo: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    path: Path = field(default=FOLDER, compare=False)

    def find(self, key: str, tree: Any) -> list[Any]:
        """The elements that the first selector of a key that finds words finds; a meta element counts by its content."""
        for selector in getattr(self, key):
            if found := [e for e in _compiled(selector)(tree) if e.get("content") or any(t.strip() for t in e.itertext())]:
                return found
        return []

    def every(self, key: str, tree: Any) -> list[Any]:
        """The elements that any selector of a key finds."""
        return [e for selector in getattr(self, key) for e in _compiled(selector)(tree)]


_KEYS = [told.name for told in fields(Site) if told.name not in ("name", "path")]
_SELECTORS = [name for name in _KEYS if name not in ("hosts", "generator")]


@functools.lru_cache(1024)
def _compiled(selector: str) -> Any:
    from cssselect import HTMLTranslator
    from lxml import etree

    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


@functools.lru_cache(4)
def sites(folder: Path = FOLDER) -> tuple[Site, ...]:
    """The rules of a folder, by the names of their files; raises SiteError."""
    return tuple(load(path) for path in sorted(folder.glob("*.yaml")))


def load(path: Path) -> Site:
    """The rule in a file; raises SiteError."""
    import yaml

    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SiteError(f"{path}: it cannot be read as YAML ({' '.join(str(error).split())}): mend it") from error
    if not isinstance(told, dict):
        raise SiteError(f"{path}: it is no list of `key: value`: write it as the other rules are")
    if unknown := [key for key in told if key not in _KEYS]:
        raise SiteError(f"{path}: {unknown[0]}: there is no such key; the keys are {', '.join(_KEYS)}")
    values = {key: _strings(path, key, value) for key, value in told.items()}
    for key in _SELECTORS:
        for selector in values.get(key, ()):
            _check(path, key, selector)
    for host in values.get("hosts", ()):
        if host != host.lower() or not host.strip(".") or set(host) & set("/: "):
            raise SiteError(
                f"{path}: hosts: {host!r} is no host: write it in small letters without http:// and path, such as bao.vn"
            )
    if not values.get("body"):
        raise SiteError(f"{path}: body: it is missing: write the selector of the element that holds the article")
    if not any(values.get(key) for key in ("hosts", "generator", "marks")):
        raise SiteError(f"{path}: hosts: neither hosts nor generator nor marks tell which pages it is for: write one of them")
    return Site(path.stem, path=path, **cast("dict[str, Any]", values))


def _strings(path: Path, key: str, value: object) -> tuple[str, ...]:
    told = value if isinstance(value, list) else [value]
    if not told or not all(isinstance(one, str) and one.strip() for one in told):
        raise SiteError(f"{path}: {key}: it must be words or a list of words, not {value!r}")
    return tuple(told)


def _check(path: Path, key: str, selector: str) -> None:
    from cssselect import SelectorError

    try:
        _compiled(selector)
    except SelectorError as error:
        raise SiteError(f"{path}: {key}: {selector!r} is no CSS selector ({error}): mend it") from error


def site_of(tree: Any, url: str | None, rules: tuple[Site, ...] | None = None) -> Site | None:
    """The rule for a page: that of its host, the longest name first, else that of its software."""
    rules = sites() if rules is None else rules
    host = _host(url)
    named = [(len(one), site) for site in rules for one in site.hosts if host == one or host.endswith(f".{one}")]
    if named:
        return max(named, key=lambda told: told[0])[1]
    made = [(e.get("content") or "").strip() for e in tree.iter("meta") if (e.get("name") or "").lower() == "generator"]
    for site in rules:
        if any(one.startswith(site.generator) for one in made if site.generator) or site.every("marks", tree):
            return site
    return None


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""
