"""Lines as they stand on pages -> paragraphs: columns read one after the other, wrapped lines joined, what pages repeat left out,
and what a browser prints above and below a page (its address, and the day of printing, which is not the article's).

A line goes on in the next one when the next one's first word had no more room in it. Distances are in whatever unit the page has
(points of a PDF, dots of a scan), since only their proportions count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from corpus.readers.worded import Line

_MARK = re.compile(r"(?:[-+*•●–]|(\d{1,2})[.)])\s")
_BROKEN = re.compile(r"\w[-–/]$")
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:(?:trang|page)\s*)?(\d{1,4})(?:\s*[/|]\s*\d{1,4})?[-–—.\s]*", re.I)
_DATE = re.compile(
    r"(?:(?:thứ|chủ)\s+\w+\s*[,|-]?\s*)?(?:ngày(?: đăng| cập nhật)?\s*:?\s*)?"
    r"\d{1,2}\s*(?:[/.-]|tháng)\s*\d{1,2}\s*(?:[/.-]|,?\s*năm)\s*\d{4}(?!\d)[^.;]{0,40}",
    re.I,
)
_BEFORE_DATE = ("ngày", "ngày,", "từ", "đến", "và", ",", "-", "(")
_BROWSER_FOOT = re.compile(r"(?:https?|file)://\S+[\s|]+\d+/\d+")
_BROWSER_HEAD = re.compile(
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}[\s,]+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[APSC][MH])?[\s,]*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})?\s*\|",
    re.I,
)
_ENDS = tuple('.!?:;…”"»)')
_EDGES = 3
"""Lines at the top and at the bottom of a page among which heads, feet and page numbers are sought."""
_DEEP = 6
_TELLING, _NO_MARGIN = 4, 0.6
"""Lines that together tell a margin, and the share of a page's width in which no right margin is likely."""


@dataclass(frozen=True)
class Strip:
    """Words that stand together: from `left` to `right` on the base line `base` (downwards), `size` high.

    `first` is the width of the first word, `blank` tells of a blank drawn behind the last one; `line` tells which strips stand side by side. `start` and `edge` are the margins of
    the column it stands in, None where that is the whole page; of `cells` there are several in a row of a table.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    first: float
    line: int = 0
    blank: bool = False
    start: float | None = None
    edge: float | None = None
    cells: bool = False


def reading_order(strips: Iterable[Strip]) -> list[Strip]:
    """The strips of a page as they are read: column by column where there are columns of prose, else line by line."""
    found = sorted(strips, key=lambda strip: (strip.line, strip.left))
    return _read([list(group) for _, group in groupby(found, key=lambda strip: strip.line)], 0)


def _read(lines: list[list[Strip]], depth: int) -> list[Strip]:
    at = _gutter([strip for line in lines for strip in line]) if depth < _DEEP else None
    if at is None:
        return rows(lines)
    out: list[Strip] = []
    for crosses, group in groupby(lines, key=lambda line: any(strip.left < at < strip.right for strip in line)):
        zone = list(group)
        left = [part for line in zone if (part := [strip for strip in line if strip.right <= at])]
        right = [part for line in zone if (part := [strip for strip in line if strip.right > at])]
        if crosses or not left or not right or min(len(left), len(right)) < 3:
            out += rows(zone)
        else:
            out += [one for side in (left, right) for one in _in_column(_read(side, depth + 1))]
    return out


def _in_column(strips: list[Strip]) -> list[Strip]:
    """The strips with the margins of their column, unless a narrower one has given them its own."""
    start, end = min(strip.left for strip in strips), edge(strips)
    return [strip if strip.edge is not None else replace(strip, start=start, edge=end) for strip in strips]


def rows(lines: list[list[Strip]]) -> list[Strip]:
    """Each line as one strip; a line that only goes on below cells of the row above it belongs to these."""
    out: list[Strip] = []
    cells: list[Strip] = []
    for line in lines:
        below = [i for strip in line for i, cell in enumerate(cells) if abs(strip.left - cell.left) < 0.4 * cell.size]
        if len(cells) > 1 and len(below) == len(line) and 0 not in below and _is_near(cells[0], line[0]):
            for i, strip in zip(below, line, strict=True):
                cells[i] = replace(cells[i], text=f"{cells[i].text} {strip.text}", right=max(cells[i].right, strip.right))
            cells[0] = replace(cells[0], base=line[0].base)
            out[-1] = _row(cells)
        else:
            cells = list(line)
            out.append(_row(cells))
    return out


def _is_near(cell: Strip, strip: Strip) -> bool:
    return strip.base - cell.base < 1.6 * strip.size


def _row(line: list[Strip]) -> Strip:
    if len(line) == 1:
        return line[0]
    text = " | ".join(strip.text for strip in line)
    return replace(line[0], text=text, right=line[-1].right, size=max(strip.size for strip in line), cells=True)


def _gutter(strips: list[Strip]) -> float | None:
    """Where a blank stands between two columns of prose; None where the lines go over the whole width or are rows of a table."""
    if len(strips) < 8:
        return None
    size = median(strip.size for strip in strips)
    edges = sorted([(strip.left, 1) for strip in strips] + [(strip.right, -1) for strip in strips])
    over = left = 0
    found: list[tuple[int, float, float]] = []
    for (x, step), (further, _) in pairwise(edges):
        over += step
        left += step < 0
        right = len(strips) - left - over
        if further - x >= 0.8 * size and min(left, right) >= 4 and over * 4 <= len(strips):
            found.append((over, x - further, (x + further) / 2))
    for _, _, at in sorted(found):
        sides = [strip for strip in strips if strip.right <= at], [strip for strip in strips if strip.left >= at]
        if all(_is_prose(side) for side in sides):
            return at
    return None


def _is_prose(side: list[Strip]) -> bool:
    """Whether lines fill their column, as those of wrapped text do and cells do not."""
    left, right = min(strip.left for strip in side), max(strip.right for strip in side)
    room = max(1.5 * median(strip.size for strip in side), 0.15 * (right - left))
    filled = sum(strip.right >= right - room for strip in side)
    return filled * 2 >= len(side) and median(len(strip.text) for strip in side) >= 18


def paragraphs(pages: Sequence[list[Strip]], width: float = 0.0) -> list[Line]:
    """The paragraphs of an article whose pages are read in order, with blank lines where more than a line's distance parts them.

    Where few lines tell the right margin, it is not left of three fifths of a page's `width`.
    """
    kept = _without_furniture(pages)
    wide = [strip for page in kept for strip in page if strip.edge is None and not strip.cells]
    start, end = (min(strip.left for strip in wide), edge(wide)) if wide else (0.0, 0.0)
    if sum(strip.right > end - 2 * strip.size for strip in wide) < _TELLING:
        end = max(end, _NO_MARGIN * width)
    strips = [
        (number, strip if strip.edge is not None else replace(strip, start=start, edge=end))
        for number, page in enumerate(kept)
        for strip in page
    ]
    usual = _usual_gap(strips)
    out: list[Line] = []
    text = ""
    for at, (number, strip) in enumerate(strips):
        if at == 0:
            text = strip.text
            continue
        before = strips[at - 1]
        gap = _gap(before, (number, strip))
        far = gap is None or gap > 1.25 * usual
        below = strips[at + 1] if at + 1 < len(strips) else None
        begins = below is not None and _gap((number, strip), below) is not None and _indent(strip, below[1])
        if not begins and _goes_on(text, before[1], strip, jump=gap is None, far=far):
            text += ("" if _BROKEN.search(text) and strip.text[0].isalnum() and not before[1].blank else " ") + strip.text
        else:
            out += [_line(text, before[1].cells), *([Line("")] if far and not (before[1].cells and strip.cells) else [])]
            text = strip.text
    return [*out, *([_line(text, strips[-1][1].cells)] if strips else [])]


def _line(text: str, cells: bool) -> Line:
    return Line(text, "row" if cells else "item" if _MARK.match(text) else "text")


def edge(strips: Sequence[Strip]) -> float:
    """The right margin: where many lines end, or where the longest one does."""
    rights = sorted((strip.right for strip in strips), reverse=True)
    room = median(strip.size for strip in strips)
    best, count, last = rights[0], 0, 0
    for first, right in enumerate(rights):
        while last < len(rights) and rights[last] > right - room:
            last += 1
        if last - first > count:
            best, count = right, last - first
    return best if count * 10 >= len(rights) * 3 else rights[0]


def _gap(before: tuple[int, Strip], after: tuple[int, Strip]) -> float | None:
    """How far a line stands below the one before it, in its size; None where it stands on another page or in another column."""
    (page, a), (next_page, b) = before, after
    if page != next_page or a.edge != b.edge or b.base <= a.base:
        return None
    return (b.base - a.base) / max(a.size, b.size)


def _usual_gap(strips: list[tuple[int, Strip]]) -> float:
    """How far the lines of a paragraph stand apart."""
    full = [gap for a, b in pairwise(strips) if (gap := _gap(a, b)) is not None and _is_full(a[1], b[1]) and not a[1].cells]
    return median(full) if full else 1.5


def _is_full(a: Strip, b: Strip) -> bool:
    """Whether the first word of the next line had no room in this one."""
    assert a.edge is not None
    assert a.start is not None
    if _is_centred(a) and _is_below_middle(a, b):
        return a.right - a.left + b.first + 0.25 * a.size > 0.93 * (a.edge - a.start)
    return a.right + b.first + 0.25 * a.size > a.edge - 0.3 * a.size


def _goes_on(text: str, a: Strip, b: Strip, *, jump: bool, far: bool) -> bool:
    """Whether `b` is the rest of the line `a`, which ends `text`.

    `jump`: it stands on another page or in another column, `far`: beyond a line's distance.
    """
    if a.cells or b.cells or (far and not jump) or not _is_full(a, b) or abs(a.size - b.size) > 0.12 * max(a.size, b.size):
        return False
    if a.text.endswith(_ENDS) and (jump or _MARK.match(b.text)) and not b.text[:1].islower():
        return False
    if (
        (_DATE.fullmatch(b.text) and not text.endswith(_BEFORE_DATE))
        or _follows(text, b.text)
        or (_is_heading(text) and not b.text.isupper())
    ):
        return False
    assert a.start is not None
    assert b.start is not None
    deeper = (b.left - b.start) - (a.left - a.start) > 0.8 * b.size
    return not deeper or _MARK.match(a.text) is not None or _is_below_middle(a, b)


def _follows(text: str, further: str) -> bool:
    """Whether two texts are items of one list that follow on each other.

    >>> _follows("6. Phòng Cảnh sát", "7. Bà Linh"), _follows("- Sở Y tế", "- Sở Nội vụ"), _follows("Thi đua", "- Khen thưởng")
    (True, True, False)
    """
    first, second = _MARK.match(text), _MARK.match(further)
    if first is None or second is None:
        return False
    if first[1] and second[1]:
        return int(second[1]) == int(first[1]) + 1
    return first[0] == second[0]


def _is_heading(text: str) -> bool:
    """Whether a text of several words is in capitals."""
    return text.isupper() and text.count(" ") >= 2


def _indent(strip: Strip, below: Strip) -> bool:
    """Whether a line stands further in than the one below it, as the first of a paragraph does."""
    return not strip.cells and not _is_centred(strip) and strip.left - below.left > 0.8 * strip.size and _is_full(strip, below)


def _is_below_middle(a: Strip, b: Strip) -> bool:
    """Whether `b` stands in the middle below `a`, as the rest of a title does."""
    return _is_centred(b) and abs((a.left + a.right) - (b.left + b.right)) < 2.5 * b.size


def _is_centred(strip: Strip) -> bool:
    assert strip.start is not None
    assert strip.edge is not None
    if min(strip.left - strip.start, strip.edge - strip.right) < 0.4 * strip.size:
        return False
    return abs((strip.left - strip.start) - (strip.edge - strip.right)) < 2.5 * strip.size


def _without_furniture(pages: Sequence[list[Strip]]) -> list[list[Strip]]:
    """The pages without the heads, feet and page numbers that they share; a page that is nothing else stays as it is."""
    shared = _shared(pages)
    printed = any(_BROWSER_FOOT.fullmatch(strip.text) for page in pages for strip in _outer(page))

    def stays(number: int, strip: Strip) -> bool:
        if printed and (_BROWSER_FOOT.fullmatch(strip.text) or _BROWSER_HEAD.match(strip.text)):
            return False
        match = _PAGE_NUMBER.fullmatch(strip.text)
        is_number = match is not None and (int(match[1]) == number or match[0].strip(" -–—.") != match[1])
        return not is_number and _key(strip) not in shared

    out: list[list[Strip]] = []
    for number, page in enumerate(pages, 1):
        page = _without_ahead(page, pages[number] if number < len(pages) else [])
        outer = {id(strip) for strip in _outer(page)}
        out.append([strip for strip in page if id(strip) not in outer or stays(number, strip)] or page)
    return out


def _shared(pages: Sequence[list[Strip]]) -> set[tuple[str, int]]:
    """What stands at the same place of at least two pages and a third of all; numbers in it are alike, or count the pages."""
    told: dict[tuple[str, int], dict[int, tuple[int, ...]]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for strip in _outer(page):
            told[_key(strip)][number] = tuple(int(digits[:9]) for digits in re.findall(r"\d+", strip.text))
    return {key for key, found in told.items() if len(found) > 1 and len(found) * 3 >= len(pages) and _count_pages(found)}


def _count_pages(found: dict[int, tuple[int, ...]]) -> bool:
    slots = zip(*([(value, value - page) for value in values] for page, values in found.items()), strict=False)
    return all(len({alike for alike, _ in slot}) == 1 or len({counting for _, counting in slot}) == 1 for slot in slots)


def _without_ahead(page: list[Strip], following: list[Strip]) -> list[Strip]:
    """A page without the letter of the next page's first line that browsers draw on it too, where its accent reaches up so far."""
    if not page or not following:
        return page
    last, first = max(page, key=lambda strip: strip.base), min(following, key=lambda strip: strip.base)
    ahead = len(last.text) <= 2 and last.text in first.text and first.left - 1 <= last.left <= first.right
    return [strip for strip in page if strip is not last] if ahead else page


def _outer(page: list[Strip]) -> list[Strip]:
    down = sorted(page, key=lambda strip: strip.base)
    return [*down[:_EDGES], *down[max(len(down) - _EDGES, _EDGES) :]]


def _key(strip: Strip) -> tuple[str, int]:
    """What a head or foot has in common on all pages: its words but for numbers, and its place."""
    return re.sub(r"\d+", "0", strip.text.casefold()), round(strip.base / max(strip.size, 1) / 2)
