"""Drawings beside the charts of `charts`: streams between two rows of nodes, and a map of tiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus.site.charts import STYLES, Mark, link, px, short, svg, text

_LEAST = 32  # pixels that a node has, so that two lines of words fit
_TALL = 300  # pixels of all nodes of a side together
_TILE = (50, 44)
_SHADES = 5


@dataclass(frozen=True, slots=True)
class Stream:
    """What goes from one node to another, each told by its place in the list of nodes."""

    left: int
    right: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the map of tiles; without a mark where it has no rows."""

    row: int
    column: int
    label: str
    mark: Mark | None
    shade: int = 0


def flows(
    left: Sequence[Mark], right: Sequence[Mark], names: tuple[Sequence[str], Sequence[str]], streams: Sequence[Stream], name: str
) -> Markup:
    """Streams from the nodes on the left to those on the right, as wide as what goes there; names and numbers beside the nodes."""
    total = sum(stream.mark.value for stream in streams) or 1
    unit = _TALL / total
    sides = [_stacked([max(mark.value * unit, 1.5) for mark in side]) for side in (left, right)]
    height = max(side[-1][1] + _LEAST / 2 for side in sides if side) if left else _LEAST
    used = [[top for top, _ in side] for side in sides]
    parts = []
    for stream in streams:
        thick = max(stream.mark.value * unit, 1)
        a, b = used[0][stream.left], used[1][stream.right]
        used[0][stream.left] += stream.mark.value * unit
        used[1][stream.right] += stream.mark.value * unit
        path = f"M0 {px(a)}C50 {px(a)} 50 {px(b)} 100 {px(b)}V{px(b + thick)}C50 {px(b + thick)} 50 {px(a + thick)} 0 {px(a + thick)}Z"
        parts.append(link(stream.mark, Markup('<path class="stream s{}" d="{}"/>').format(stream.left % STYLES, path)))
    middle = Markup('<svg x="34%" width="32%" height="{0}" viewBox="0 0 100 {0}" preserveAspectRatio="none">{1}</svg>').format(
        px(height), Markup("").join(parts)
    )
    ends = []
    for side, marks, told, x, css in ((sides[0], left, names[0], 33, "end"), (sides[1], right, names[1], 67, "first")):
        for (top, foot), mark, label in zip(side, marks, told, strict=True):
            at = (top + foot) / 2
            bar = Markup('<rect class="node" x="{}%" y="{}" width="1%" height="{}"/>').format(
                33 if css == "end" else 66, px(top), px(foot - top)
            )
            words = text(x - 1 if css == "end" else x + 1, at - 1, label, f"{css} name") + text(
                x - 1 if css == "end" else x + 1, at + 13, short(mark.value), css
            )
            ends.append(link(mark, bar + words))
    return svg(name, math.ceil(height) + 4, middle + Markup("").join(ends))


def tiles(places: Sequence[Tile], name: str) -> Markup:
    """A map of equal tiles, each with its name and number, darker with more."""
    size = [max((at[i] for at in ((p.column, p.row) for p in places)), default=0) + 1 for i in (0, 1)]
    parts = Markup("").join(map(_tile, places))
    return Markup('<svg class="tiles" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        size[0] * _TILE[0], size[1] * _TILE[1], name, parts
    )


def _tile(place: Tile) -> Markup:
    wide, high = _TILE
    x, y, middle = place.column * wide + 1, place.row * high + 1, place.column * wide + wide / 2
    shape = Markup('<rect class="tile q{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>').format(
        place.shade, x, y, wide - 2, high - 2
    )
    lines = [(word, "place") for word in place.label.split(" ", 1)]
    lines += [(short(place.mark.value), "count")] if place.mark else []
    for i, (word, css) in enumerate(lines):
        shape += Markup('<text class="on{} {}" x="{}" y="{}">{}</text>').format(
            place.shade, css, px(middle), y + 12 + 12 * i, word
        )
    return link(place.mark, shape) if place.mark else shape


def shade(value: float, most: float) -> int:
    """How dark a tile of `value` is, 1 to 5, where `most` is the darkest; 0 for nothing.

    Each shade spans as many times the one before: numbers of provinces lie far apart.

    >>> [shade(value, 100) for value in (0, 1, 5, 30, 100)]
    [0, 1, 2, 4, 5]
    """
    return min(math.ceil(_SHADES * math.log1p(value) / math.log1p(most) - 1e-9), _SHADES) if value > 0 else 0


def shades(most: int) -> list[tuple[int, int, int]]:
    """(shade, least, greatest) of whole numbers up to `most`, for the key of a map.

    >>> shades(6)
    [(2, 1, 1), (3, 2, 2), (4, 3, 3), (5, 4, 6)]
    """
    ends = [math.floor(math.expm1(i / _SHADES * math.log1p(most)) + 1e-6) for i in range(_SHADES + 1)]
    return [(i, ends[i - 1] + 1, ends[i]) for i in range(1, _SHADES + 1) if ends[i] > ends[i - 1]]


def _stacked(heights: Sequence[float]) -> list[tuple[float, float]]:
    """(top, foot) of nodes one below the other, far enough apart for their words."""
    found, at = [], 0.0
    for tall in heights:
        room = max(tall + 6, _LEAST)
        found.append((at + (room - tall) / 2, at + (room + tall) / 2))
        at += room
    return found
