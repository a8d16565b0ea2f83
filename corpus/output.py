"""Records written: JSON, JSON lines, a table for the terminal, a page; to the screen or one file an article.

A file is written aside and moved in place, so that a reader never finds half of one.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.article import Article
from corpus.plain import line, lines
from corpus.readers import shown
from schemas import KhenthuongError, Record

if TYPE_CHECKING:
    from extract.explain import Explanations

_CONTROLS = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
ENDINGS = {"json": ".json", "jsonl": ".jsonl", "html": ".html"}


class OutputError(KhenthuongError):
    """A result that cannot be written where it was asked for."""


def as_json(record: Record, why: Explanations | None = None) -> str:
    """The record as it is compared with gold records: UTF-8, one blank of indent, what is not told left out.

    With explanations the key `explain` beside the lists holds them: `explain["units"][i]` is of `units[i]`.
    """
    return _dumped(record.model_dump(mode="json", exclude_none=True) | _explain(why), indent=1)


def as_line(article: Article, record: Record, why: Explanations | None = None) -> str:
    """One line of JSON: the article's path, its record, and where asked `explain` as in `as_json`."""
    return _dumped({"path": article.path, "record": record.model_dump(mode="json", exclude_none=True)} | _explain(why))


def _explain(why: Explanations | None) -> dict[str, Any]:
    if why is None:
        return {}
    return {"explain": {name: [one.model_dump(mode="json", exclude_none=True) for one in told] for name, told in why.items()}}


def _dumped(told: dict[str, Any], indent: int | None = None) -> str:
    """JSON in UTF-8; control characters that JSON may hold raw and a terminal would obey are escaped too."""
    text = json.dumps(told, ensure_ascii=False, indent=indent)
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def as_text(form: str, article: Article, record: Record, why: Explanations | None = None) -> str:
    """What goes into the article's file in one of the `ENDINGS` forms; a page holds no explanations."""
    if form == "html":
        from corpus.highlight import page

        return page(article, record)
    return as_json(record, why) if form == "json" else as_line(article, record, why)


def print_table(article: Article, record: Record) -> None:
    """The facts as a table: what they are, their other fields, the words they stand on."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from corpus.highlight import ORDER
    from corpus.site.labels import WORDS
    from corpus.telling import details, heading, name

    table = Table(
        title=Text(line(record.article.title or article.path)),
        caption=Text(line(article.path)),
        show_lines=False,
        title_justify="left",
    )
    for column in ("Loại / list", "Sự việc / fact", "Chi tiết / details", "Nguyên văn / words"):
        table.add_column(column, overflow="fold")
    for list_ in ORDER:
        for fact in getattr(record, list_):
            status = WORDS.value("status", fact.status) if list_ == "awards" else None
            told = [f"{label['vi']}: {text}" for label, text in details(fact)]
            words = " … ".join(dict.fromkeys(" ".join(m.quote.split()) for m in fact.mentions))
            cells = (heading(list_)["vi"], f"{name(fact)} [{status}]" if status else name(fact), "\n".join(told), words)
            table.add_row(*(Text(lines(cell)) for cell in cells))
        if getattr(record, list_):
            table.add_section()
    Console(width=None if Console().is_terminal else 160, highlight=False).print(table)


class Folder:
    """The folder of `--out`: one file for each input's name; a second input of the same name is refused, not written over."""

    def __init__(self, path: Path, form: str) -> None:
        self.path = path
        self.form = form
        self.taken: dict[str, Path] = {}
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise OutputError(f"{shown(path)}: the folder cannot be made ({e.strerror}); give another with --out") from e

    def target(self, source: Path) -> Path:
        """The file for the input `source`; raises OutputError where an input of this run has it already."""
        target = self.path / f"{source.stem}{ENDINGS[self.form]}"
        first = self.taken.setdefault(target.name.casefold(), source)
        if first != source:
            raise OutputError(
                f"{shown(source)}: {shown(target.name)} is taken by {shown(first)} in this run; extract it into another folder"
            )
        if target.exists() and target.resolve() == source.resolve():
            raise OutputError(f"{shown(source)}: its result would be written over it; give another folder with --out")
        return target

    def write(self, source: Path, text: str) -> None:
        """Write the file of one input; raises OutputError."""
        target = self.target(source)
        aside = target.with_name(f".{target.name}.new")
        try:
            aside.write_text(text, encoding="utf-8", newline="\n")
            aside.replace(target)
        except OSError as e:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise OutputError(
                f"{shown(target)}: cannot be written ({e.strerror}); check the folder's permissions and space"
            ) from e


def as_array(found: Iterable[tuple[Article, Record, Explanations | None]]) -> Iterable[str]:
    """The pieces of a JSON array of {path, record}, and `explain` where it is told, as they come."""
    opening = "["
    for article, record, why in found:
        yield f"{opening}\n{as_line(article, record, why).rstrip()}"
        opening = ","
    yield "\n]\n" if opening == "," else "[]\n"
