"""The command line. Everything beyond typer is imported inside the commands, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from corpus.account_commands import AccountsFile, accounts
from corpus.plain import line

if TYPE_CHECKING:
    from collections import Counter

    from corpus.inputs import Failure
    from corpus.runs import Tally

_TRACEBACK = "KHENTHUONG_TRACEBACK"
_SHOWN = 100


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
    gold = "gold"


class Stage(StrEnum):
    """Where an article can fail."""

    read = "read"
    extract = "extract"
    store = "store"


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
app.add_typer(accounts, name="accounts")
_PATHS = "Articles (.txt, .md, .html), files of many (.csv, .xlsx, .jsonl, .parquet, .warc, .zip) or folders of them"
Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Articles (.txt, .md, .html) or folders of them.")]
Columns = Annotated[
    str,
    typer.Option(
        metavar="FIELD=COLUMN,...",
        show_default=False,
        help="Which column of a table holds what, such as text=sapo+noi_dung,title=tieu_de; without it, by the names of the columns.",
    ),
]
ArchiveIn = Annotated[Path, typer.Option("--archive", metavar="FILE.db", help="The archive.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes that read; one a core where none is told.")]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUE", help="What one article may cost, such as file=200MB or pages=1000; docs/ingest.md has all."
    ),
]
ArchiveFile = Annotated[Path, typer.Argument(metavar="FILE.db", help="The archive.")]


def complain(error: object) -> None:
    """One line on stderr."""
    typer.echo(f"khenthuong: {line(error)}", err=True)


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


def _tell_failure(failure: Failure) -> None:
    complain(f"{failure.path}: {failure.reason}")


def _tell(tally: Tally, left: Counter[str] | None = None) -> None:
    """The tally of a run and what files it left out; exit code 1 where something failed."""
    typer.echo(str(tally))
    if left:
        kinds = ", ".join(f"{line(ending or 'without an ending')} {count}" for ending, count in left.most_common(20))
        count = left.total()
        were = "1 file of another kind was" if count == 1 else f"{count} files of other kinds were"
        typer.echo(f"{were} left out ({kinds}{', ...' if len(left) > 20 else ''})")
    if tally.failed:
        raise typer.Exit(1)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"khenthuong {version('khenthuong')}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version of khenthuong and end.")
    ] = False,
) -> None:
    """Options of the program itself."""


@app.command()
def extract(
    paths: Paths,
    form: Annotated[
        Format | None, typer.Option("--format", help="What to write.", show_default="json; with --explain on the screen, table")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write one file an article, DIR/NAME.json for NAME.txt.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell for each fact the rules, lexicon entries and cues that made it.")
    ] = False,
) -> None:
    """Read articles and tell their facts.

    On the screen, one named file gives its record, several a JSON array of {path, record}; jsonl gives one such object a line.
    With --explain, table tells the explanations in words, and JSON has them under the key explain.
    """
    form = form or (Format.table if explain and not out else Format.json)
    if out and form is Format.table:
        raise typer.BadParameter("a table goes to the screen; with --out take json, jsonl or html", param_hint="--format")
    if explain and form is Format.html:
        raise typer.BadParameter("a page holds no explanations; with --explain take table, json or jsonl", param_hint="--format")
    from corpus import extracting, output

    folder = output.Folder(out, form) if out else None
    failed: list[object] = []

    def fail(error: object) -> None:
        failed.append(error)
        complain(error)

    found = extracting.find(paths, fail, folder, explain=explain)
    if folder:
        written = extracting.write(found, folder, fail)
        complain(f"{written} {'article' if written == 1 else 'articles'} written to {out}, {len(failed)} failed")
    else:
        extracting.show(found, form, one=len(paths) == 1 and not paths[0].is_dir())
    if failed:
        raise typer.Exit(1)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help=f"{_PATHS}.")],
    archive: Annotated[Path, typer.Option(metavar="FILE.db", help="The archive; made where there is none.")],
    limit: Limit = None,
    workers: Workers = None,
    columns: Columns = "",
    watching: Annotated[bool, typer.Option("--watch", help="Go on taking in what arrives in the folders, until Ctrl-C.")] = False,
) -> None:
    """Bring articles into an archive. Can be repeated and interrupted: what is stored already is not read twice."""
    from collections import Counter

    from corpus import limits
    from corpus.ingest import ingest as run
    from corpus.progress import Progress
    from corpus.readers.columns import parsed

    limits.tell(limit or [])
    parsed(columns)
    if watching:
        from corpus.watch import watch

        def take(arrived: list[Path]) -> None:
            told = run(
                arrived, archive, now=_now, failed=_tell_failure, workers=workers, columns=columns, homes=paths, command="watch"
            )
            typer.echo(str(told))

        watch(paths, take, told=complain)
        return
    left: Counter[str] = Counter()
    with Progress(paths) as step:
        told = run(paths, archive, now=_now, progress=step, failed=_tell_failure, workers=workers, columns=columns, left=left)
    _tell(told, left)


@app.command()
def batch(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help=f"{_PATHS}; an address such as s3://... too.")],
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder or address for the Parquet files.")],
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:PORT", help="Dask scheduler; a cluster on this machine where none is told.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes of the cluster on this machine; one a core.")] = None,
    size: Annotated[int, typer.Option(min=1, help="Articles to a piece, about.")] = 1000,
    limit: Limit = None,
    columns: Columns = "",
) -> None:
    """Read articles on Dask into Parquet, for `load`. Can be repeated and interrupted: pieces that are done are not done again."""
    from corpus import limits
    from corpus.batch import batch as run
    from corpus.progress import pieces
    from corpus.readers.columns import parsed

    limits.tell(limit or [])
    parsed(columns)
    if scheduler and workers:
        raise typer.BadParameter("the scheduler has its own workers", param_hint="--workers")
    with pieces() as step:
        came = run(
            paths, out, scheduler=scheduler, workers=workers, size=size, progress=step, failed=_tell_failure, columns=columns
        )
    _tell(came.tally, came.left)


@app.command()
def load(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="What `batch` wrote.")],
    archive: Annotated[Path, typer.Option(metavar="FILE.db", help="The archive; made where there is none.")],
) -> None:
    """Bring what a batch run read into an archive, as `ingest` would have. Can be repeated and interrupted."""
    from corpus.load import load as run

    _tell(run(folder, archive, now=_now, failed=_tell_failure))


@app.command()
def reextract(
    archive: ArchiveIn,
    where: Annotated[
        str | None, typer.Option(metavar="SQL", help='Only articles for which this holds, such as "year = 2016".')
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what this version has read already.")] = False,
    workers: Workers = None,
) -> None:
    """Read stored articles anew with the extraction of today, as far as they can be read otherwise.

    Corrections by people stay. Can be repeated and interrupted.
    """
    from corpus.progress import Progress
    from corpus.reextract import reextract as run

    with Progress() as step:
        _tell(run(archive, now=_now, where=where, everything=everything, progress=step, failed=_tell_failure, workers=workers))


@app.command()
def retry(
    archive: ArchiveIn,
    stage: Annotated[Stage | None, typer.Option(help="Only failures of this stage.")] = None,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Try again what could not be taken in, from the bytes that the archive keeps of it."""
    from corpus import limits
    from corpus.progress import Progress
    from corpus.retry import retry as run

    limits.tell(limit or [])
    with Progress() as step:
        told = run(archive, now=_now, stage=stage, progress=step, failed=_tell_failure, workers=workers)
    if told.without:
        complain(f"{told.without} failures have no bytes in the archive: bring their files in again with ingest")
    _tell(told.tally)


@app.command()
def fetch(
    addresses: Annotated[Path, typer.Argument(metavar="FILE.txt", help="Addresses of pages, one a line; # begins a comment.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the pages; ingest takes it in.")],
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to a host.")] = 2.0,
    contact: Annotated[
        str | None, typer.Option(help="Your mail address or site, told to each host, so that it can write to you.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask for pages that were fetched before, whether they have changed.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this computer and from networks of your own too.")
    ] = False,
    limit: Limit = None,
) -> None:
    """Fetch pages from the web into web archives, for `ingest`. Can be repeated and interrupted: what is there is not asked again.

    Each host's robots.txt is obeyed, and a host is asked for one page at a time.
    """
    import time
    from datetime import UTC, datetime
    from importlib.metadata import version

    from corpus import limits
    from corpus.fetch import Clock, Manners
    from corpus.fetch import fetch as run
    from corpus.progress import addresses as bar

    limits.tell(limit or [])
    agent = f"khenthuong/{version('khenthuong')}" + (f" (+{contact})" if contact else "")
    manners = Manners(agent, allow_private, delay)
    clock = Clock(lambda: datetime.now(UTC), time.monotonic)

    def fail(address: str, reason: str) -> None:
        complain(f"{address}: {reason}")

    with bar() as step:
        tally = run(addresses, out, clock=clock, manners=manners, again=again, progress=step, failed=fail)
    typer.echo(str(tally))
    if tally.failed:
        raise typer.Exit(1)


@app.command()
def serve(
    archive: ArchiveFile,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0: any that is free.")] = 8001,
    private: Annotated[bool, typer.Option("--private", help="Let nobody read who has no account.")] = False,
    accounts_file: AccountsFile = None,
    proxy: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A proxy before it, which is believed who asks and whether over https."),
    ] = None,
) -> None:
    """Serve the site over an archive, until Ctrl-C."""
    from corpus.site import serve as run

    run(archive, host, port, accounts=accounts_file, private=private, proxy=proxy)


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
    """Write an archive's tables as files; with --format gold the articles that somebody checked as gold records, for evaluate."""
    if form is Files.gold:
        from corpus.gold import export_gold

        told = export_gold(archive, out)
        for path in told.files:
            typer.echo(str(path))
        complain(told)
        return
    from corpus.export import export as run

    for path in run(archive, form, out):
        typer.echo(str(path))


@app.command()
def status(archive: ArchiveFile, everything: Annotated[bool, typer.Option("--all", help="List every failure.")] = False) -> None:
    """Tell what is in an archive: rows, runs, and what failed."""
    from collections import Counter
    from dataclasses import asdict

    from corpus.archive import status as run
    from corpus.runs import Tally

    told = run(archive)
    for table, count in told["counts"].items():
        typer.echo(f"{table:<20}{count:>10,}")
    typer.echo("\narticles by genre (1: a report on emulation and commendation)")
    for band, count in told["genre"].items():
        typer.echo(f"{band:<20}{count:>10,}")
    if told["reviewed"]:
        typer.echo(f"\n{'looked at by people':<32}{'right':>8}{'wrong':>8}{'missed':>8}{'P':>8}   95% between")
    for figure in told["reviewed"]:
        name = f"  {figure.field}" if figure.field else figure.name
        counts = "".join(f"{count:>8,}" for count in (figure.right, figure.wrong, figure.missed))
        low, high = figure.interval
        typer.echo(f"{name:<32}{counts}" + (f"{figure.precision:>8.3f}   {low:.3f} and {high:.3f}" if figure.seen else ""))
    if waiting := sum(told["waiting"].values()):
        reasons = ", ".join(f"{count:,} {why}" for why, count in told["waiting"].items() if count)
        typer.echo(f"\n{waiting:,} doubts wait ({reasons})")
    typer.echo("\nlast runs")
    for row in told["runs"]:
        tally = Tally(**{name: row[name] or 0 for name in asdict(Tally())})
        typer.echo(f"{row['started']}  {tally if row['finished'] else f'{tally}, interrupted'}")
    failures = told["failures"]
    stages = Counter(str(row["stage"]) for row in failures)
    counted = ", ".join(f"{count} {stage}" for stage, count in stages.items())
    typer.echo(f"\n{len(failures)} failures{f' ({counted})' if counted else ''}")
    for row in failures if everything else failures[:_SHOWN]:
        typer.echo(line(f"{row['path']}: {row['stage']}: {row['reason']}"))
    if not everything and len(failures) > _SHOWN:
        typer.echo(f"... {len(failures) - _SHOWN} more: khenthuong status --all")


stories = typer.Typer(
    help="Articles that are near-copies of each other: list them, part one from the others, join two by hand.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(stories, name="stories")
InArchive = Annotated[Path, typer.Option("--archive", metavar="FILE.db", help="The archive.")]
By = Annotated[str, typer.Option(help="Who decides; the name of the user where none is told.")]
Why = Annotated[str, typer.Option(help="Why, for those who come after.")]


@stories.command("list")
def list_stories(
    archive: InArchive,
    article: Annotated[str, typer.Option(metavar="ID", help="The story of this article alone.")] = "",
) -> None:
    """List the stories that several articles tell, each with its articles, the one that leads it first."""
    from corpus.archive import Archive
    from corpus.stories import listed

    with Archive(archive, write=False) as opened:
        for title, articles in listed(opened.db.conn, article):
            typer.echo(line(title or "(no title)"))
            for one in articles:
                typer.echo(line("  ".join(str(one[name] or "") for name in ("id", "published_on", "path"))))


@stories.command()
def part(
    archive: InArchive,
    article: Annotated[str, typer.Argument(metavar="ID", help="The article, as `stories list` gives it.")],
    by: By = "",
    why: Why = "",
) -> None:
    """Take an article out of its story, for good: no later run joins it to others."""
    from corpus.archive import Archive

    with Archive(archive) as opened:
        opened.part(article, by=by or _user(), at=_now(), why=why)


@stories.command()
def join(
    archive: InArchive,
    article: Annotated[str, typer.Argument(metavar="ID", help="The article.")],
    of: Annotated[str, typer.Argument(metavar="ID", help="An article of the story it belongs to.")],
    by: By = "",
    why: Why = "",
) -> None:
    """Count an article to the story of another, whose facts then count once."""
    from corpus.archive import Archive

    with Archive(archive) as opened:
        opened.join(article, of, by=by or _user(), at=_now(), why=why)


def _user() -> str:
    from getpass import getuser

    return getuser()


def main() -> None:
    """Entry point; what is printed is UTF-8 wherever it goes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
