"""CSV that a spreadsheet shows and does not run: a cell that it would take for a formula gets an apostrophe before it.

>>> defused("=1+1"), defused("-5"), defused("+84 912"), defused("@SUM(A1)"), defused("Sở Y tế"), defused(-5)
("'=1+1", '-5', "'+84 912", "'@SUM(A1)", 'Sở Y tế', -5)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Any

_RUN = re.compile(r"[\s\0\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
# numbers as a computer or a Vietnamese writes them
_NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?([eE][+-]?\d+)?|\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+)")


def defused(cell: Any) -> Any:
    """A cell as CSV may have it; plain numbers and whatever is no text stay as they are."""
    return f"'{cell}" if isinstance(cell, str) and _RUN.match(cell) and not _NUMBER.fullmatch(cell) else cell


class _Writer:
    """As `csv.writer`, cells defused."""

    def __init__(self, file: Any, **options: Any) -> None:
        self._writer = csv.writer(file, **options)

    def writerow(self, row: Iterable[Any]) -> Any:
        """Write a row; gives back what the file's `write` does, which Datasette awaits."""
        return self._writer.writerow([defused(cell) for cell in row])

    def writerows(self, rows: Iterable[Iterable[Any]]) -> None:
        """Write rows."""
        self._writer.writerows([defused(cell) for cell in row] for row in rows)


writer = _Writer  # this module stands in for `csv` where Datasette writes its answers
