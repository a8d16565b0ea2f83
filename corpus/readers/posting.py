"""The day of publication in the lines of a page: never that of a clock in its head, a related article or the imprint."""

from __future__ import annotations

from corpus.readers.blocks import Block, name_words, names
from corpus.readers.dates import first_day
from corpus.readers.titles import begins

_DATED = frozenset("date time publishdate ngay ngaydang posted calendar".split())
_CLOCKS = frozenset("today current now clock currentdate".split())
_HEADS = frozenset("header head top topbar banner masthead".split())


def day_of(lines: list[Block], title: int | None, opening: list[Block], span: tuple[int, int, int]) -> str | None:
    """The day that an article's lines tell: below the title, above it in its box, or after the article where a line says so.

    `title` is the index of its title, `span` those of its first and last paragraph and of where to look no further.
    """
    first, last, end = span
    for block in lines[title + 1 : first] if title is not None else opening:
        if (
            not block.is_prose
            and not begins(block.text, "clock")
            and (day := first_day(block.when or "") or first_day(block.text))
        ):
            return day
    for block in reversed(lines[max(0, (title or 0) - 2) : title or 0]):
        if block.linked:
            break
        if (
            title is not None
            and _stands_with(block, lines[title])
            and (day := first_day(block.when or "") or first_day(block.text))
        ):
            return day
    for block in lines[last:end]:
        if len(block.text) <= 120 and begins(block.text, "posted") and (day := first_day(block.text)):
            return day
    return None


def _stands_with(block: Block, title: Block) -> bool:
    """Whether a line above the title is the article's date line: called so, and with the title in a box that is no head of the page."""
    if len(block.text) > 80 or begins(block.text, "clock") or not block.called & _DATED or block.called & _CLOCKS:
        return False
    around = [e for e in title.owner.iterancestors() if e.tag not in ("body", "html", "form")][:4]
    for element in block.owner.iterancestors():
        if element in around:
            return True
        if element.tag == "header" or name_words(names(element)) & _HEADS:
            return False
    return False
