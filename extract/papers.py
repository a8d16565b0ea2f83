"""Fills the measured tables of `docs/extraction.md`; each stands between its own two marks.

python -m extract.papers    write the table of precision and recall
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from schemas.errors import KhenthuongError

ROOT = Path(__file__).parent.parent
PAPER = ROOT / "docs" / "extraction.md"
SETS = {
    "samples": ROOT / "corpus" / "samples",
    "dev": (ROOT / "../shared/gold/dev").resolve(),
    "offgenre": (ROOT / "../shared/gold/offgenre").resolve(),
}


class PaperError(KhenthuongError):
    """A paper without the place for a table."""


def markdown(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A table, the first column to the left.

    >>> print(markdown(["field", "F1"], [["units", 0.9]]))
    | field | F1 |
    | --- | ---: |
    | units | 0.9 |
    """
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def between(text: str, name: str) -> tuple[int, int]:
    """Where the table `name` stands in the text of a paper; raises PaperError."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n?<!-- end -->", text, re.S)
    if found is None:
        raise PaperError(f"{PAPER.name}: no marks `<!-- {name} -->` and `<!-- end -->`; put them where the table belongs")
    return found.span(1)


def filled(text: str, name: str, table: str) -> str:
    """The text with the table between its marks.

    >>> filled("<!-- a -->\\n<!-- end -->", "a", "| 1 |")
    '<!-- a -->\\n| 1 |\\n<!-- end -->'
    """
    start, end = between(text, name)
    return f"{text[:start]}{table}{'' if text[end:].startswith(chr(10)) else chr(10)}{text[end:]}"


def write(name: str, table: str) -> None:
    """Put the table into the paper."""
    PAPER.write_text(filled(PAPER.read_text(encoding="utf-8"), name, table), encoding="utf-8")


def figures() -> str:
    """Precision, recall and F1 of each field on each set that is there."""
    from extract.evaluate import FIELDS, evaluate

    sets = {name: evaluate(folder) for name, folder in SETS.items() if folder.is_dir()}
    rows = []
    for field in FIELDS:
        told = (of[field] for of in sets.values())
        cells = [
            c
            for f in told
            for c in ((f.gold, *(f"{x:.3f}" for x in (f.precision, f.recall, f.f1))) if f.gold else (0, "", "", ""))
        ]
        rows.append([field, *cells])
    return markdown(["field", *(f"{name}: {what}" for name in sets for what in ("gold", "P", "R", "F1"))], rows)


def beside() -> str:
    """How often each further field of a fact that was found is right, wrong, missed, or told where gold tells none."""
    from extract.evaluate_beside import Beside, evaluate

    sets = {name: evaluate(folder) for name, folder in SETS.items() if folder.is_dir() and name != "offgenre"}
    parts = tuple(vars(Beside()))
    fields = sorted({field for told in sets.values() for field in told})
    rows = [[field, *(getattr(told.get(field, Beside()), part) for told in sets.values() for part in parts)] for field in fields]
    return markdown(["field", *(f"{name}: {part}" for name in sets for part in parts)], rows)


def main() -> None:
    """Write the tables of figures."""
    for name, table in (("figures", figures()), ("beside", beside())):
        write(name, table)
        print(table)


if __name__ == "__main__":
    main()
