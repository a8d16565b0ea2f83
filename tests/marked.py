"""Test sentences that carry their answer inline: `trao <amount value="2000000" per="suất">2 triệu đồng/suất</amount>`.

Text and answer are one object, and bad markup is refused, so no sentence can test less than it seems to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TAG = re.compile(r'<(?P<close>/?)(?P<name>[a-z]+)(?P<attrs>(?: [a-z_]+="[^"<>]*")*)>')
_ATTR = re.compile(r'([a-z_]+)="([^"]*)"')


class MarkupError(ValueError):
    """The sentence is marked up wrongly."""


@dataclass(frozen=True)
class Mark:
    """Marked words: tag, characters, and what is said of them."""

    tag: str
    start: int
    end: int
    quote: str
    attrs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Marked:
    """A sentence without its tags, and its marks in order."""

    text: str
    marks: tuple[Mark, ...]

    def of(self, tag: str) -> list[Mark]:
        """The marks of one tag."""
        return [mark for mark in self.marks if mark.tag == tag]


def parse(marked: str, tags: set[str]) -> Marked:
    """Text and marks of a sentence; raises MarkupError for a tag not in `tags`, unclosed, crossing, empty or malformed."""
    text, at = "", 0
    open_tags: list[tuple[str, int, dict[str, str]]] = []
    marks: list[Mark] = []
    for match in _TAG.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        name = match["name"]
        if name not in tags:
            raise MarkupError(f"unknown tag {name!r} in {marked!r}; known: {', '.join(sorted(tags))}")
        if not match["close"]:
            pairs = _ATTR.findall(match["attrs"])
            if len(dict(pairs)) != len(pairs):
                raise MarkupError(f"an attribute stands twice in {match[0]!r}")
            open_tags.append((name, len(text), dict(pairs)))
            continue
        if match["attrs"] or not open_tags or open_tags[-1][0] != name:
            raise MarkupError(f"{match[0]!r} closes nothing in {marked!r}")
        _, start, attrs = open_tags.pop()
        if start == len(text):
            raise MarkupError(f"{name!r} marks no words in {marked!r}")
        marks.append(Mark(name, start, len(text), text[start:], attrs))
    text += marked[at:]
    if open_tags:
        raise MarkupError(f"{open_tags[-1][0]!r} is not closed in {marked!r}")
    if re.search(r"</?[a-z]|[a-z\"]>", text):
        raise MarkupError(f"malformed tag in {marked!r}")
    return Marked(text, tuple(sorted(marks, key=lambda m: (m.start, -m.end))))


def name(marked: str) -> str:
    """The sentence as a test id: its words without tags."""
    return _TAG.sub("", marked)[:70]
