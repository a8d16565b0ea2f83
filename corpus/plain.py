"""Text for a terminal: what an article or a file's name holds is shown and never obeyed. Imports nothing, so that help is quick."""

from __future__ import annotations


def line(told: object) -> str:
    """In one line, and with � for what a terminal would obey: a file can be named with an escape sequence.

    >>> line("Sở \\x1b[31mY tế\\n tỉnh")
    'Sở �[31mY tế tỉnh'
    """
    return lines(" ".join(str(told).split()))


def lines(text: str) -> str:
    """As `line`, with its line breaks and tabs kept."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)
