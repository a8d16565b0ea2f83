"""The articles of one `extract`: read, extracted and, where asked, explained; what was found goes to the screen or into a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from corpus import output
from corpus.article import Article
from corpus.readers import article_files, articles_in, shown
from extract.explain import Explanations
from schemas import KhenthuongError, Record

Fail = Callable[[object], None]


@dataclass(frozen=True)
class Found:
    """One file's article and record; `why` explains each fact where that was asked for."""

    path: Path
    article: Article
    record: Record
    why: Explanations | None = None


def find(paths: Iterable[Path], fail: Fail, folder: output.Folder | None = None, *, explain: bool = False) -> Iterator[Found]:
    """What each article tells, in turn; what cannot be read goes to `fail` and the rest goes on."""
    for path in article_files(paths, fail):
        try:
            if folder:
                folder.target(path)
            for article in articles_in(path):
                yield _found(path, article, explain)
        except KhenthuongError as error:
            fail(error)
        except Exception as error:  # noqa: BLE001 - a fault on one article must not lose the others
            fail(f"{shown(path)}: {type(error).__name__}: {error}; report it with the file")


def _found(path: Path, article: Article, explain: bool) -> Found:
    if explain:
        from extract.explain import explained

        return Found(path, article, *explained(article.text, info=article.info))
    from corpus.inputs import extract_record

    return Found(path, article, extract_record(article))


def write(found: Iterable[Found], folder: output.Folder, fail: Fail) -> int:
    """Write one file an article; returns how many were written."""
    written = 0
    for one in found:
        try:
            folder.write(one.path, output.as_text(folder.form, one.article, one.record, one.why))
        except output.OutputError as error:
            fail(error)
        else:
            written += 1
    return written


def show(found: Iterable[Found], form: str, *, one: bool) -> None:
    """Print what was found; `one` tells that a single file was named."""
    if form == "html":
        _show_page(found)
    elif form == "json" and not one:
        for piece in output.as_array((each.article, each.record, each.why) for each in found):
            typer.echo(piece, nl=False)
    else:
        for each in found:
            if form == "table" and each.why is not None:
                from corpus.explaining import text

                typer.echo(text(each.article, each.record, each.why), nl=False)
            elif form == "table":
                output.print_table(each.article, each.record)
            else:
                typer.echo(output.as_text(form, each.article, each.record, each.why), nl=False)


def _show_page(found: Iterable[Found]) -> None:
    """One page goes to the screen; a second one would be no page."""
    from corpus.plain import lines

    pages: list[str] = []
    for each in found:
        if pages:
            raise typer.BadParameter("pages of several articles need --out DIR", param_hint="--format")
        pages.append(output.as_text("html", each.article, each.record))
    typer.echo(lines("".join(pages)), nl=False)
