"""Pages whose text is set in fonts of old charsets: each element's text is read as its font tells.

The font is what `<font face>`, a style or the page's style sheet gives the element, else that of the element around it.
"""

from __future__ import annotations

import re
from typing import Any

from corpus.legacy import font_encoding, from_fonts, is_capital

_FAMILY = re.compile(r"font-family\s*:\s*([^;]+)", re.I)
_SELECTOR = re.compile(r"(?:[a-z]\w*)?(?:\.[\w-]+)?", re.I)


def read_fonts(tree: Any, known: str = "") -> str | None:
    """Turn the text of a tree that is set in old fonts into Unicode, in place; the charsets' names, or None where none was.

    `known` tells the encoding that the page was read with: where that was TCVN3, only its capital fonts are left to be heeded.

    >>> from lxml import etree
    >>> page = etree.fromstring('<p>Tin: <font face=".VnTime">QuyÕt <b>®Þnh</b></font> <i>tôi</i></p>')
    >>> read_fonts(page), "".join(page.itertext())
    ('tcvn3', 'Tin: Quyết định tôi')
    """
    rules = _rules(tree)
    fonts: dict[Any, str | None] = {}
    places: list[tuple[Any, str]] = []
    pieces: list[tuple[str, str]] = []
    for element in tree.iter("*"):
        around = fonts.get(element.getparent())
        own = None if element.tag in ("script", "style") else _own(element, rules) or around
        fonts[element] = own
        for part, font in (("text", own), ("tail", around)):
            if (text := getattr(element, part)) and font and font_encoding(font):
                places.append((element, part))
                pieces.append((text, font))
    if known.endswith("tcvn3"):
        for (element, part), (text, font) in zip(places, pieces, strict=True):
            setattr(element, part, text.upper() if is_capital(font) else text)
        return None
    told: set[str] = set()
    for (element, part), (text, font), read in zip(places, pieces, from_fonts(pieces), strict=True):
        if read != text:
            setattr(element, part, read)
            told.add(str(font_encoding(font)))
    return " and ".join(sorted(told)) or None


def _rules(tree: Any) -> dict[str, str]:
    """Selector -> font, of the style sheets in the page: those by tag, class or both."""
    rules: dict[str, str] = {}
    for sheet in tree.iter("style"):
        for rule in (sheet.text or "").split("}"):
            selectors, _, body = rule.rpartition("{")
            if font := _family(body):
                named = (name.strip().lower() for name in selectors.replace("<!--", "").split(","))
                rules |= {name: font for name in named if name and _SELECTOR.fullmatch(name)}
    return rules


def _own(element: Any, rules: dict[str, str]) -> str | None:
    """The font that an element is given itself."""
    if font := _family(element.get("style", "")) or element.get("face", "").split(",")[0].strip():
        return font
    tag = str(element.tag).lower()
    names = [f".{name}" for name in element.get("class", "").lower().split()] if rules else []
    return next((rules[key] for key in (*(tag + name for name in names), *names, tag) if key in rules), None)


def _family(style: str) -> str | None:
    found = _FAMILY.search(style)
    return found[1].split(",")[0].strip(" \t\r\n\"'") if found else None
