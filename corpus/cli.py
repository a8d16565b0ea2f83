"""The command line. Everything beyond typer is imported inside the commands, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

if TYPE_CHECKING:
    from corpus.article import Article
    from corpus.ingest import Failure, Tally
    from schemas import Record

Found = Iterator[tuple[Path, "Article", "Record"]]
_TRACEBACK = "KHENTHUONG_TRACEBACK"


class Format(StrEnum):
    """What `extract` can write."""

    json = "json"
    jsonl = "jsonl"
    table = "table"
    html = "html"


class Files(StrEnum):
    """What `export` can write."""

    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"


class _Group(TyperGroup):
    """Turns whatever goes wrong into one line and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (TyperException, typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            complain("interrupted; the same command again does what is left")
            raise
        except Exception as error:
            from schemas.errors import KhenthuongError

            known = isinstance(error, KhenthuongError)
            if not known and os.environ.get(_TRACEBACK):
                raise
            what = f"a fault of the program: run again with {_TRACEBACK}=1 and report what it prints"
            complain(error if known else f"{type(error).__name__}: {error}; {what}")
            raise typer.Exit(1) from error


app = typer.Typer(
    name="khenthuong",
    cls=_Group,
    help="Facts from Vietnamese reports on emulation and commendation (thi đua, khen thưởng).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would double the time of --help
)
Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Articles (.txt, .md, .html) or folders of them.")]
ArchiveFile = Annotated[Path, typer.Argument(metavar="FILE.db", help="The archive.")]


def complain(error: object) -> None:
    """One line on stderr."""
    typer.echo(f"khenthuong: {_line(error)}", err=True)


def _line(told: object) -> str:
    """In one line, and with � for what a terminal would obey: a file can be named with an escape sequence."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(str(told).split()))


@app.command()
def extract(
    paths: Paths,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.json,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write one file an article, DIR/NAME.json for NAME.txt.")
    ] = None,
) -> None:
    """Read articles and tell their facts.

    On the screen, one named file gives its record, several a JSON array of {path, record}; jsonl gives one such object a line.
    """
    from corpus import output

    if out and form is Format.table:
        raise typer.BadParameter("a table goes to the screen; with --out take json, jsonl or html", param_hint="--format")
    folder = output.Folder(out, form) if out else None
    failed: list[object] = []

    def fail(error: object) -> None:
        failed.append(error)
        complain(error)

    found = _records(paths, fail, folder)
    if folder:
        _write(found, folder, fail)
    else:
        _show(found, form, one=len(paths) == 1 and not paths[0].is_dir())
    if failed:
        raise typer.Exit(1)


def _show(found: Found, form: Format, *, one: bool) -> None:
    """Print what was found; `one` tells that a single file was named."""
    from corpus import output

    if form is Format.html:
        return _print_page(found)
    if form is Format.json and not one:
        for piece in output.as_array((article, record) for _, article, record in found):
            typer.echo(piece, nl=False)
        return None
    for _, article, record in found:
        if form is Format.table:
            output.print_table(article, record)
        else:
            typer.echo(output.as_text(form, article, record), nl=False)
    return None


def _records(paths: list[Path], fail: Callable[[object], None], folder: Any) -> Found:
    """(file, article, record) of each article; what cannot be read goes to `fail` and the rest goes on."""
    from corpus.ingest import extract_record
    from corpus.readers import article_files, read_file, shown
    from schemas import KhenthuongError

    for path in article_files(paths, fail):
        try:
            if folder:
                folder.target(path)
            article = read_file(path)
            record = extract_record(article)
        except KhenthuongError as error:
            fail(error)
        except Exception as error:  # noqa: BLE001 - a fault on one article must not lose the others
            fail(f"{shown(path)}: {type(error).__name__}: {error}; report it with the file")
        else:
            yield path, article, record


def _write(found: Found, folder: Any, fail: Callable[[object], None]) -> None:
    from corpus.output import OutputError

    for path, article, record in found:
        try:
            folder.write(path, article, record)
        except OutputError as error:
            fail(error)


def _print_page(found: Found) -> None:
    """One page goes to the screen; a second one would be no page."""
    from corpus.highlight import page

    told: list[str] = []
    for _, article, record in found:
        if told:
            raise typer.BadParameter("pages of several articles need --out DIR", param_hint="--format")
        told.append(page(article, record))
    typer.echo("".join(told), nl=False)


@app.command()
def ingest(
    paths: Paths,
    archive: Annotated[Path, typer.Option(metavar="FILE.db", help="The archive; made where there is none.")],
) -> None:
    """Bring articles into an archive. Can be repeated and interrupted: what is stored already is not read twice."""
    from datetime import UTC, datetime

    from corpus.ingest import ingest as run

    def now() -> str:
        return datetime.now(UTC).isoformat(timespec="seconds")

    def fail(failure: Failure) -> None:
        complain(f"{failure.path}: {failure.reason}")

    with _Progress(paths) as step:
        tally = run(paths, archive, now=now, progress=step, failed=fail)
    typer.echo(f"{tally.read} in = {tally.stored} stored + {tally.duplicate} duplicate + {tally.failed} failed")
    if tally.failed:
        raise typer.Exit(1)


class _Progress:
    """A bar on stderr with articles, articles/s and failures; nothing where stderr is no terminal."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        self.bar: Any = None

    def __enter__(self) -> Callable[[Tally], None]:
        if not sys.stderr.isatty():
            return lambda _: None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        from corpus.readers import article_files

        told = (
            TextColumn("[bold]articles"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[failed]}"), TimeRemainingColumn(),
        )  # fmt: skip
        total = sum(1 for _ in article_files(self.paths, lambda _: None))
        self.bar = Progress(*told, console=Console(stderr=True))
        task = self.bar.add_task("", total=total, rate="", failed="")
        self.bar.start()

        def step(tally: Tally) -> None:
            elapsed = self.bar.tasks[task].elapsed or 0
            rate = f"{tally.read / elapsed:.1f} articles/s" if elapsed else ""
            self.bar.update(task, completed=tally.read, total=max(total, tally.read), rate=rate, failed=f"{tally.failed} failed")

        return step

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()


@app.command()
def serve(
    archive: ArchiveFile,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8001,
) -> None:
    """Serve the site over an archive, until Ctrl-C."""
    from corpus.site import serve as run

    run(archive, host, port)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option(metavar="DIR", help="Gold records NAME.json, each beside its text NAME.txt.")],
    errors: Annotated[bool, typer.Option("--errors", help="List each miss (-) and false alarm (+).")] = False,
) -> None:
    """Measure the extraction against gold records.

    Told for each field: precision, recall and F1 of exact matches after folding.
    """
    from extract.evaluate import evaluate as run
    from extract.evaluate import shown

    figures = run(gold)
    if errors:
        for line in sorted(shown(error) for told in figures.values() for error in told.errors):
            typer.echo(line)
    typer.echo(f"{len(list(gold.glob('*.json')))} articles")
    typer.echo(f"{'field':<15}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}")
    for field, told in figures.items():
        typer.echo(f"{field:<15}{told.gold:>6}{told.precision:>8.3f}{told.recall:>8.3f}{told.f1:>8.3f}")


@app.command()
def export(
    archive: ArchiveFile,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the files.")],
    form: Annotated[Files, typer.Option("--format", help="What to write.")] = Files.csv,
) -> None:
    """Write an archive's tables as files."""
    from corpus.export import export as run

    for path in run(archive, form, out):
        typer.echo(str(path))


@app.command()
def status(archive: ArchiveFile) -> None:
    """Tell what is in an archive: rows, runs, and what failed."""
    from corpus.archive import status as run

    told = run(archive)
    for table, count in told["counts"].items():
        typer.echo(f"{table:<20}{count:>10,}")
    typer.echo("\nlast runs")
    for row in told["runs"]:
        read, stored, duplicate, failed = (row[name] or 0 for name in ("read", "stored", "duplicate", "failed"))
        line = f"{read} in = {stored} stored + {duplicate} duplicate + {failed} failed"
        typer.echo(f"{row['started']}  {line if row['finished'] else f'{line}, interrupted'}")
    typer.echo(f"\n{len(told['failures'])} failures")
    for row in told["failures"]:
        typer.echo(_line(f"{row['path']}: {row['stage']}: {row['reason']}"))


def main() -> None:
    """Entry point; what is printed is UTF-8 wherever it goes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
