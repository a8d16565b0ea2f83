"""What stands under a picture: each caption of the page becomes a <figcaption>, so that it is told apart from the text.

Pages mark captions in many ways: a <figcaption>, a class that says so, the row under the picture in a small table, a
centred or slanted line right after the picture. A line that is none of these stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.readers.blocks import name_words, names, short_text

LONGEST = 500
_BESIDE = 300
_NAMED = frozenset("caption chuthich imgcaption imagecaption photocaption figcaption imgdesc imagedesc imgnote".split())
_NAMED_PAIRS = (
    ("chu", "thich"),
    ("img", "desc"),
    ("image", "desc"),
    ("img", "note"),
    ("photo", "note"),
    ("img", "cap"),
    ("image", "cap"),
    ("photo", "cap"),
    ("pic", "cap"),
    ("wp", "caption"),
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
_SLANTED = re.compile(r"font-style\s*:\s*italic", re.I)
_SIGN = re.compile(r"icon|button|^bt|btn|arrow|bullet|spacer|blank|print|pdf|e?mail|logo|banner", re.I)
_WHOLE = frozenset("html body form main article head table tbody tr".split())
_HOLDS = frozenset("p div td center span dd li figure th blockquote".split())
_BOLD = "b strong h1 h2 h3 h4 h5 h6".split()


def settle(tree: Any) -> None:
    """Rename what tells of a picture to <figcaption>, before pictures are taken out of the tree."""
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.tag not in _WHOLE and element.tag != "caption" and _is_named(element):
            make_caption(element)
    for figure in list(tree.iter("figure")):
        if figure.find(".//figcaption") is None and figure.find(".//img") is not None and figure.find(".//table") is None:
            make_caption(figure)
    seen: set[Any] = set()
    for picture in [img for img in tree.iter("img") if not _is_sign(img)]:
        inline, holder = _holder(picture)
        if holder is None or holder.tag == "figcaption" or _after_inline(inline):
            continue
        if holder not in seen and holder.tag not in _WHOLE:
            seen.add(holder)
            _settle_beside(picture, holder)


def _is_sign(picture: Any) -> bool:
    """Whether a picture is a sign of the page's design: small, or called an icon, a button or the like."""
    small = any(re.fullmatch(r"\s*[1-5]?\d\s*(?:px)?\s*", picture.get(side, "")) for side in ("width", "height"))
    return small or _SIGN.search(picture.get("src", "").rpartition("/")[2]) is not None


def make_caption(element: Any, deep: int = 0) -> None:
    """Make an element a caption; of one that holds the picture too, the parts that do not."""
    if deep > 5 or not short_text(element, LONGEST):
        return
    if element.find(".//img") is None:
        element.tag = "figcaption"
        return
    if not any((part or "").strip() for part in (element.text, *(child.tail for child in element))):
        for child in element:
            make_caption(child, deep + 1)
    elif element.tag not in _WHOLE:
        element.tag = "figcaption"


def _is_named(element: Any) -> bool:
    told = names(element)
    if told == " ":
        return False
    parts = name_words(told)
    return bool(parts & _NAMED) or any(parts.issuperset(pair) for pair in _NAMED_PAIRS)


def _holder(picture: Any) -> tuple[Any, Any]:
    """(the piece of a line that the picture is, the element that holds the line)."""
    inline, holder = picture, picture.getparent()
    for _ in range(6):
        if holder is None or holder.tag in _HOLDS - {"span"} or holder.tag in _WHOLE:
            break
        inline, holder = holder, holder.getparent()
    return inline, holder


def _settle_beside(picture: Any, holder: Any) -> None:
    """The caption of a picture that no name tells: in its small table, after it in its line, or in the next line."""
    if _in_table(picture, holder) or (own := short_text(holder, _BESIDE)) is None:
        return
    if own:
        if (_is_centred(holder) or _is_slanted(holder)) and not _is_linked(holder) and not _before(holder, picture):
            holder.tag = "figcaption"
    elif (line := _next(holder)) is not None and _reads_as_caption(line):
        line.tag = "figcaption"


def _after_inline(inline: Any) -> bool:
    """Whether a slanted piece of the line after the picture, which follows on one or two breaks, was a caption."""
    found = inline.getnext()
    for _ in range(3):
        if found is None or (found.getprevious().tail or "").strip():
            return False
        if found.tag == "br":
            found = found.getnext()
            continue
        alone = not (found.tail or "").strip() and len(short_text(found, _BESIDE) or "") > 3
        if alone and found.tag in ("i", "em", "span", "font") and _is_slanted(found):
            found.tag = "figcaption"
            return True
        return False
    return False


def _in_table(picture: Any, holder: Any) -> bool:
    """Whether the picture stands in a small table of pictures and short lines; these lines are then captions."""
    cell = next((e for e in (holder, *_up(holder, 4)) if e.tag in ("td", "th")), None)
    table = next((e for e in _up(cell, 4) if e.tag == "table"), None)
    if (
        table is None
        or not short_text(table, _BESIDE)
        or table.find(".//table") is not None
        or _is_linked(table)
        or _before(table, picture)
    ):
        return False
    told = [cell for cell in table.iter("td", "th") if short_text(cell, _BESIDE)]
    if len(told) > 2 * sum(1 for _ in table.iter("img")):
        return False
    for cell in told:
        cell.tag = "figcaption"
    return True


def _up(element: Any, most: int) -> Iterator[Any]:
    for _ in range(most):
        element = element.getparent() if element is not None else None
        if element is None:
            return
        yield element


def _next(holder: Any) -> Any:
    """The element after the picture's own, past empty ones, where no bare text stands between."""
    found = holder
    for _ in range(3):
        if (found.tail or "").strip() or (found := found.getnext()) is None:
            return None
        if found.find(".//img") is not None or (text := short_text(found, _BESIDE)) is None:
            return None
        if text:
            return found
    return None


def _reads_as_caption(line: Any) -> bool:
    if line.tag not in _HOLDS and line.tag not in ("em", "i", "font", "h6"):
        return False
    return not _is_linked(line) and (_is_slanted(line) or (_is_centred(line) and not _holds_all(line, _BOLD)))


def _is_centred(element: Any) -> bool:
    for one in (element, *element.iterchildren("p", "div", "span", "font")):
        told = one.get("align", "").lower() in ("center", "middle") or _CENTRED.search(one.get("style", ""))
        if told or one.tag == "center" or name_words(names(one)) & {"center", "rtecenter"}:
            return True
    return False


def _is_slanted(element: Any) -> bool:
    return _holds_all(element, ("i", "em", "cite"), _SLANTED)


def _is_linked(element: Any) -> bool:
    return _holds_all(element, ("a",), part=0.5)


def _holds_all(element: Any, tags: Any, style: re.Pattern[str] | None = None, part: float = 0.9) -> bool:
    """Whether elements of these tags or this style, in a short element or around it, hold its text, or a part of it."""
    whole = len("".join(element.itertext()).strip())
    found = 0
    stack = [element]
    while stack:
        one = stack.pop()
        if one.tag in tags or (style and style.search(one.get("style", ""))):
            found += len("".join(one.itertext()).strip())
        else:
            stack += one
    return whole > 0 and found >= part * whole


def _before(holder: Any, picture: Any) -> bool:
    """Whether text stands before the picture in its element: the picture then belongs to a line of text."""
    around = set(picture.iterancestors())
    for element in holder.iter():
        if element is picture:
            return False
        if (element.text or "").strip() or (element not in around and (element.tail or "").strip()):
            return True
    return False
