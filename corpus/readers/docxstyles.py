"""What the styles and lists of a Word file say of a run or paragraph: its font, its style's name, the number before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_DEEP = 30
"""Styles that may rest on each other: more is a ring."""


def local(element: Any) -> str:
    """An element's name without its namespace, of which Word has had several; none for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, name: str) -> Any:
    """The first child of that name, None without one."""
    return None if element is None else next((one for one in element if local(one) == name), None)


def attribute(element: Any, name: str) -> str | None:
    """An attribute, whatever its namespace."""
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: Any) -> None:
        told = [] if root is None else list(root)
        self._styles = {attribute(one, "styleId"): one for one in told if local(one) == "style"}
        normal = [
            key
            for key, one in self._styles.items()
            if attribute(one, "type") == "paragraph" and attribute(one, "default") in ("1", "true", "on")
        ]
        self._normal = normal[0] if normal else None
        defaults = next((one for one in told if local(one) == "docDefaults"), None)
        self._font = _font(child(child(defaults, "rPrDefault"), "rPr"))

    def name(self, style: str | None) -> str:
        """The name of a style in small letters, which is English whatever the language of Word."""
        return (attribute(child(self._styles.get(style), "name"), "val") or "").lower()

    def font(self, run: Any, style: str | None) -> str | None:
        """The font of a run with these properties in a paragraph of that style."""
        return (
            _font(run)
            or self._of(attribute(child(run, "rStyle"), "val"))
            or self._of(style if style in self._styles else self._normal)
            or self._font
        )

    def numbering(self, style: str | None) -> Any:
        """The `numPr` of a style, None without one."""
        return next((told for one in self._chain(style) if (told := child(child(one, "pPr"), "numPr")) is not None), None)

    def _of(self, style: str | None) -> str | None:
        return next((font for one in self._chain(style) if (font := _font(child(one, "rPr")))), None)

    def _chain(self, style: str | None) -> list[Any]:
        found: list[Any] = []
        while (one := self._styles.get(style)) is not None and len(found) < _DEEP:
            found.append(one)
            style = attribute(child(one, "basedOn"), "val")
        return found


def _font(run: Any) -> str | None:
    told = child(run, "rFonts")
    return attribute(told, "hAnsi") or attribute(told, "ascii")


@dataclass
class _Level:
    """A level of a list: how its numbers look (`%1.`), where they begin."""

    form: str
    text: str
    start: int


class Numbers:
    """The lists of a file, counting as the paragraphs come."""

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for one in () if root is None else root:
            if local(one) == "abstractNum":
                self._lists[attribute(one, "abstractNumId") or ""] = _levels(one)
            elif local(one) == "num":
                self._add(attribute(one, "numId") or "", one)

    def _add(self, key: str, one: Any) -> None:
        """A list in use; where it begins anew it has counts of its own."""
        base = attribute(child(one, "abstractNumId"), "val") or ""
        changed = {
            _number(attribute(over, "ilvl")): over
            for over in one
            if local(over) == "lvlOverride" and child(over, "startOverride") is not None
        }
        if changed and base in self._lists:
            levels = dict(self._lists[base])
            for at, over in changed.items():
                if at in levels:
                    start = _number(attribute(child(over, "startOverride"), "val"), 1)
                    levels[at] = _Level(levels[at].form, levels[at].text, start)
            base = f"{base} of {key}"
            self._lists[base] = levels
        self._of[key] = base

    def mark(self, *told: Any) -> str:
        """What stands before a paragraph that the first `numPr` puts into a list: `1. `, `- `; nothing where none does."""
        told = tuple(one for one in told if one is not None)
        key = next((value for one in told if (value := attribute(child(one, "numId"), "val"))), None)
        at = next((_number(value) for one in told if (value := attribute(child(one, "ilvl"), "val"))), 0)
        levels = self._lists.get(self._of.get(key or "", ""))
        if not levels or key is None or (level := levels.get(at)) is None:
            return ""
        counts = self._counts.setdefault(self._of[key], {})
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        if level.form == "bullet":
            return f"{level.text if level.text in tuple('-+*•–') else '-'} "
        if level.form == "none":
            return f"{level.text} " if level.text and "%" not in level.text else ""

        def counted(found: re.Match[str]) -> str:
            n = int(found[1]) - 1
            used = levels.get(n, level)
            return numbered(counts.get(n, used.start), used.form)

        return re.sub(r"%([1-9])", counted, level.text).strip() + " "


def _levels(one: Any) -> dict[int, _Level]:
    return {
        _number(attribute(level, "ilvl")): _Level(
            attribute(child(level, "numFmt"), "val") or "decimal",
            attribute(child(level, "lvlText"), "val") or "",
            _number(attribute(child(level, "start"), "val"), 1),
        )
        for level in one
        if local(level) == "lvl"
    }


def _number(told: str | None, otherwise: int = 0) -> int:
    return int(told) if told and told.isascii() and told.isdigit() and len(told) < 7 else otherwise


def numbered(n: int, form: str) -> str:
    """A number as a list writes it.

    >>> numbered(3, "decimal"), numbered(4, "upperRoman"), numbered(2, "lowerLetter"), numbered(28, "upperLetter")
    ('3', 'IV', 'b', 'BB')
    """
    if form in ("upperLetter", "lowerLetter") and 0 < n <= 26 * 20:
        letters = chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letters if form == "upperLetter" else letters.lower()
    if form in ("upperRoman", "lowerRoman") and 0 < n < 4000:
        signs = (("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40))
        out = ""
        for sign, worth in (*signs, ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)):
            out += sign * (n // worth)
            n %= worth
        return out if form == "upperRoman" else out.lower()
    return f"{n:02}" if form == "decimalZero" else str(n)
