"""Charts as SVG, made from numbers alone: columns, lines, dots, small columns, flows, tiles.

Each mark is a link with its words in a `<title>`. Across, everything stands in percent of the page, down in pixels, so that a chart fits
desk and phone and its letters keep their size. Colours are classes of the style sheet (`s0`, `s1`, …); each has a pattern too
(`patterns`, once a page), since not everyone tells colours apart.

    >>> ticks(1234), ticks(3), short(1_250_000)
    ([0, 500, 1000, 1500], [0, 1, 2, 3], '1,25 triệu')
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus.site.labels import WORDS
from corpus.telling import number

HEIGHT = 230
"""Pixels between the ground line and the top of a chart."""
STYLES = 8
"""So many colours and patterns there are."""
_FOOT = 24
_HEAD = 14
_DECIMALS = 100
_ROOMY, _FEW = 30, 8  # so many columns leave room for numbers above them on a desk, on a phone
_PATTERNS = (
    "",
    "M0 6L6 0",
    "M1.5 1.5h1.5v1.5h-1.5z",
    "M0 3h6",
    "M0 0L6 6",
    "M3 0v6",
    "M0 6L6 0M0 0L6 6",
    "M0 3h6M3 0v6",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a chart shows as one bar, point, tile or stream: `title` in words, `href` its rows."""

    value: float
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Series:
    """Marks of one name, one for each period; None where there is nothing. `style` chooses colour and pattern."""

    name: str
    marks: Sequence[Mark | None]
    style: int = 0

    @property
    def total(self) -> float:
        """What its marks add up to."""
        return sum(mark.value for mark in self.marks if mark)


def short(value: float) -> str:
    """A number as an axis has it: thousands and more in words, in the language of the page."""
    for size, unit in ((1e15, "e15"), (1e12, "e12"), (1e9, "e9"), (1e6, "e6")):
        if abs(value) >= size:
            return f"{number(round(value / size, 2 if value < 10 * size else 1 if value < 100 * size else 0))} {WORDS.say(f'explore.{unit}')}"
    return number(value)


def ticks(most: float, count: int = 4) -> list[float]:
    """Round numbers from 0 to `most` or the next above, about `count` steps; whole ones."""
    if most <= 0:
        return [0, 1]
    step = most / count
    size = 10 ** math.floor(math.log10(step))
    step = max(next(size * part for part in (1, 2, 5, 10) if size * part >= step), 1)
    return [int(i * step) for i in range(math.ceil(most / step) + 1)]


def decades(values: Iterable[float]) -> list[float]:
    """Powers of ten around positive values, at most seven of them."""
    told = [math.log10(value) for value in values if value > 0]
    first, last = math.floor(min(told)), math.ceil(max(told))
    step = math.ceil(max(last - first, 1) / 6)
    return [10.0**power for power in range(first, max(last, first + 1) + step, step)]


def patterns() -> Markup:
    """The patterns of the colours; once on a page that has charts."""
    made = Markup("").join(
        Markup(
            '<pattern id="w{0}" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="s{0}" width="6" height="6"/>'
            '<path class="over" d="{1}"/></pattern>'
        ).format(i, line)
        for i, line in enumerate(_PATTERNS)
    )
    return Markup('<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{}</defs></svg>').format(made)


def swatch(style: int, kind: str = "s") -> Markup:
    """A sign of a series for words beside it: a square of its colour and pattern, a point (`p`), a shade of the map (`q`)."""
    shapes = {"s": Markup('<rect width="14" height="14" rx="2" {}/>').format(_fill(style))}
    shapes["p"] = Markup('<circle class="point p{}" cx="7" cy="7" r="4"/>').format(style)
    shapes["q"] = Markup('<rect class="tile q{}" width="14" height="14" rx="2"/>').format(style)
    return Markup('<svg class="swatch" width="14" height="14" aria-hidden="true">{}</svg>').format(shapes[kind])


def columns(
    periods: Sequence[str], series: Sequence[Series], name: str, shown: Callable[[float], str], *, beside: bool = False
) -> Markup:
    """Columns of all series one upon the other, the first lowest, or `beside` each other.

    What columns add up to stands above them where there is room.
    """
    sums = [sum(mark.value for one in series if (mark := one.marks[i])) for i in range(len(periods))]
    most = max((mark.value for one in series for mark in one.marks if mark), default=0) if beside else max(sums, default=0)
    scale = ticks(most)
    wide, parts = 100 / max(len(periods), 1), []
    bar = 0.8 * wide / (len(series) if beside else 1)
    for i, total in enumerate(sums):
        below = 0.0
        for n, one in enumerate(series):
            if mark := one.marks[i]:
                top, foot = _y(below + mark.value, scale), _y(below, scale)
                across = (i + 0.1) * wide + (n * bar if beside else 0)
                parts.append(link(mark, _rect(across, top, bar, max(foot - top, 1), _fill(one.style))))
                below += 0 if beside else mark.value
        if total and len(periods) <= _ROOMY and not beside:
            parts.append(text((i + 0.5) * wide, _y(total, scale) - 4, shown(total), "total" + " wide" * (len(periods) > _FEW)))
    return _frame(name, periods, scale, Markup("").join(parts), shown)


def lines(periods: Sequence[str], series: Sequence[Series], name: str) -> Markup:
    """A line with a point a period for each series, its name at its end."""
    scale = ticks(max((mark.value for one in series for mark in one.marks if mark), default=0))
    wide, parts, ends = 100 / max(len(periods), 1), [], []
    for one in series:
        heights = [_y(mark.value if mark else 0, scale) for mark in one.marks]
        path = " ".join(f"{px((i + 0.5) * wide)},{px(y)}" for i, y in enumerate(heights))
        parts.append(
            Markup(
                '<svg width="100%" height="{0}" viewBox="0 0 100 {0}" preserveAspectRatio="none"><polyline class="line l{1}" points="{2}"/></svg>'
            ).format(_HEAD + HEIGHT, one.style, path)
        )
        parts += [_point((i + 0.5) * wide, heights[i], mark, one.style) for i, mark in enumerate(one.marks) if mark]
        ends.append((heights[-1], one))
    at = math.inf
    for height, one in sorted(ends, key=lambda end: -end[0]):
        at = min(height - 9, at - 15)
        parts.append(text(100, at, one.name, f"end t{one.style}"))
    return _frame(name, periods, scale, Markup("").join(parts), short)


def dots(periods: Sequence[str], series: Sequence[Series], name: str, shown: Callable[[float], str]) -> Markup:
    """A point a period for each series, on a scale of powers of ten."""
    scale = decades(mark.value for one in series for mark in one.marks if mark)
    wide = 100 / max(len(periods), 1)
    low, high = math.log10(scale[0]), math.log10(scale[-1])

    def y(value: float) -> float:
        return _HEAD + HEIGHT * (1 - (math.log10(max(value, scale[0])) - low) / (high - low))

    parts = []
    for one in series:
        for i, mark in enumerate(one.marks):
            if mark:
                parts.append(_point((i + 0.5) * wide, y(mark.value), mark, one.style))
    return _frame(name, periods, scale, Markup("").join(parts), shown, y)


def small(periods: Sequence[str], marks: Sequence[Mark | None], most: float, name: str) -> Markup:
    """Low columns of one series, `most` the value that fills the height, the first and the last period written below."""
    high, wide = 56, 100 / max(len(periods), 1)
    parts = [Markup('<line class="ground" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(high + 2)]
    for i, mark in enumerate(marks):
        if mark:
            tall = max(high * mark.value / most, 2)
            parts.append(link(mark, _rect((i + 0.1) * wide, high + 2 - tall, 0.8 * wide, tall, _fill(0))))
    ends = [(0, periods[0], "first"), (100, periods[-1], "end")] if len(periods) > 1 else [(50, periods[0], "")]
    parts += [text(at, high + 17, label, css) for at, label, css in ends]
    return svg(name, high + 22, Markup("").join(parts))


def _frame(
    name: str,
    periods: Sequence[str],
    scale: Sequence[float],
    marks: Markup,
    shown: Callable[[float], str],
    y: Callable[[float], float] | None = None,
) -> Markup:
    """The numbers at the side, the light lines, the periods below."""
    place = y or (lambda value: _y(value, scale))
    told = [shown(value) for value in scale]
    wide = max(map(len, told)) * 7 + 6
    axis = Markup("").join(
        Markup('<text class="end" x="{}" y="{}">{}</text>').format(wide - 5, px(place(value) + 4), label)
        for value, label in zip(scale, told, strict=True)
    )
    grid = Markup("").join(
        Markup('<line class="{0}" x1="0" x2="100%" y1="{1}" y2="{1}"/>').format("grid" if i else "ground", px(place(value)))
        for i, value in enumerate(scale)
    )
    step = next(step for step in (1, 2, 5, 10, 20) if len(periods) / step <= 16 or step == 20)
    labels = [i for i, label in enumerate(periods) if step == 1 or not label.isdecimal() or int(label) % step == 0]
    below = Markup("").join(
        text((i + 0.5) * 100 / len(periods), _HEAD + HEIGHT + 18, periods[i], "" if n % 2 == 0 or len(labels) <= 7 else "wide")
        for n, i in enumerate(labels)
    )
    tall = _HEAD + HEIGHT + _FOOT
    return Markup('<div class="plot"><svg width="{0}" height="{1}" aria-hidden="true">{2}</svg>{3}</div>').format(
        wide, tall, axis, svg(name, tall, grid + marks + below)
    )


def svg(name: str, height: int, inner: Markup) -> Markup:
    """A drawing as wide as the page, called `name`."""
    # a group and no image: what stands in an image cannot be followed as a link by those who hear the page
    return Markup('<svg class="marks" height="{}" role="group" aria-label="{}">{}</svg>').format(height, name, inner)


def link(mark: Mark, shape: Markup) -> Markup:
    """A shape that leads to its rows."""
    return Markup('<a href="{}"><title>{}</title>{}</a>').format(mark.href, mark.title, shape)


def _point(x: float, y: float, mark: Mark, style: int) -> Markup:
    return link(
        mark,
        Markup('<circle class="hold" cx="{0}%" cy="{1}" r="10"/><circle class="point p{2}" cx="{0}%" cy="{1}" r="4"/>').format(
            px(x), px(y), style
        ),
    )


def text(x: float, y: float, words: str, css: str = "") -> Markup:
    """Words at a place, `x` in percent."""
    return Markup('<text class="{}" x="{}%" y="{}">{}</text>').format(css, px(x), px(y), words)


def _rect(x: float, y: float, width: float, height: float, fill: Markup) -> Markup:
    return Markup('<rect x="{}%" y="{}" width="{}%" height="{}" {}/>').format(px(x), px(y), px(width), px(height), fill)


def _fill(style: int) -> Markup:
    style %= STYLES
    return Markup('class="s{0}"').format(style) if not style else Markup('class="bar" fill="url(#w{0})"').format(style)


def _y(value: float, scale: Sequence[float]) -> float:
    return _HEAD + HEIGHT * (1 - value / scale[-1])


def px(value: float) -> str:
    """A coordinate, no finer than the eye."""
    return f"{round(value * _DECIMALS) / _DECIMALS:g}"
