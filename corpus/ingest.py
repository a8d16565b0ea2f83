"""Articles into the archive: read, extract, resolve, store, in batches that go in whole or not at all.

A run can be repeated (what is stored is known by the bytes of its file and by its text, and costs one hash) and killed (the
next run goes on after the last whole batch). One bad article never stops it: it is kept in `failures` with stage and reason,
tried again by the next run, and its failure is taken back once it goes in.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from corpus.archive import Archive
from corpus.article import Article, ReadError
from corpus.rows import Rowing
from schemas import Record

VERSION = "1"
# hot names are worked out again each time they are settled, so not after every batch
_SETTLE_EVERY = 20


@dataclass(frozen=True)
class Tally:
    """How a run went: always `read == stored + duplicate + failed`."""

    read: int = 0
    stored: int = 0
    duplicate: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.read} = {self.stored} stored + {self.duplicate} duplicate + {self.failed} failed"


@dataclass(frozen=True)
class Failure:
    """A file that could not be taken in."""

    path: str
    stage: str
    reason: str
    sha256: str | None = None


@dataclass(frozen=True)
class _Input:
    """A file to take in; without `sha256` it cannot be read, and `error` may tell why."""

    path: Path
    name: str
    sha256: str | None = None
    error: ReadError | None = None


Done = tuple[_Input, Article | None, Rowing | Failure | None]
Reader = Callable[[Article], Record]
Progress = Callable[[Tally], None]


def extract_record(article: Article) -> Record:
    """The record of an article, read by the pipeline; what the reader knows goes in with the text."""
    import extract

    return extract.read(article.text, info=article.info)


def ingest(
    paths: Iterable[str | Path],
    archive_path: str | Path,
    *,
    now: Callable[[], str],
    progress: Progress | None = None,
    failed: Callable[[Failure], None] | None = None,
    batch: int = 50,
    reader: Reader = extract_record,
    command: str = "ingest",
) -> Tally:
    """Take files and folders into the archive at `archive_path`, which is made where there is none.

    `now` gives the time as text for the row of the run; after each batch `failed` is called with each file that failed and
    `progress` with the tally so far. Raises ArchiveError where the archive cannot be used; everything else that goes wrong is a
    row of `failures`.
    """
    with Archive(archive_path) as archive:
        run = _Run(archive, reader, now, command)
        inputs = iter(_inputs(paths))
        for number, chunk in enumerate(iter(lambda: list(islice(inputs, batch)), []), start=1):
            for failure in run.take(chunk):
                if failed:
                    failed(failure)
            if number % _SETTLE_EVERY == 0:
                archive.settle()
            if progress:
                progress(run.tally)
        run.finish(now())
        return run.tally


class _Run:
    def __init__(self, archive: Archive, reader: Reader, now: Callable[[], str], command: str) -> None:
        self.archive = archive
        self.reader = reader
        self.tally = Tally()
        with archive.transaction():
            row = (now(), command, VERSION)
            cursor = archive.db.execute("insert into runs (started, command, version) values (?, ?, ?)", row)
            self.id = int(cursor.lastrowid or 0)

    def take(self, chunk: list[_Input]) -> list[Failure]:
        """Take in a batch: everything of it in one transaction, after the slow part is done. Returns what failed."""
        known = self._known([i.sha256 for i in chunk if i.sha256])
        done: list[Done] = []
        texts: set[str] = set()
        for one in chunk:
            if one.sha256 in known:
                done.append((one, None, None))
                continue
            article = self._read(one)
            if isinstance(article, Failure):
                done.append((one, None, article))
            elif article.id in texts or self.archive.known("articles", "id", [article.id]):
                done.append((one, article, None))
            else:
                outcome = self._extract(one, article)
                done.append((one, article, outcome))
                if isinstance(outcome, Rowing):
                    texts.add(article.id)
        return self._store(done, known)

    def _known(self, hashes: list[str]) -> dict[str, str]:
        articles = self.archive.known("articles", "original", hashes)
        return articles | self.archive.known("copies", "original", hashes)

    def _read(self, one: _Input) -> Article | Failure:
        from corpus.readers import read_file

        try:
            if one.error:
                raise one.error
            article = replace(read_file(one.path), path=one.name)
            article.text.encode("utf-8")  # half a surrogate pair can neither be hashed nor stored
            return article
        except ReadError as error:
            return Failure(one.name, error.stage, error.reason, one.sha256)
        except Exception as error:  # noqa: BLE001 - a reader's own fault must not lose the other articles
            return Failure(one.name, "read", _fault(error), one.sha256)

    def _extract(self, one: _Input, article: Article) -> Rowing | Failure:
        try:
            return Rowing(article, self.reader(article))
        except Exception as error:  # noqa: BLE001 - one article that breaks a rule must not stop the run
            return Failure(one.name, "extract", _fault(error), one.sha256)

    def _store(self, done: list[Done], known: dict[str, str]) -> list[Failure]:
        try:
            return self._write(done, known)
        except (sqlite3.Error, ValueError, OverflowError):
            # one article does not fit: find it by storing each alone
            return [failure for one in done for failure in self._store_one(one, known)]

    def _store_one(self, one: Done, known: dict[str, str]) -> list[Failure]:
        given, article, _ = one
        try:
            return self._write([one], known)
        except (sqlite3.Error, ValueError, OverflowError) as error:
            return self._write([(given, article, Failure(given.name, "store", _fault(error), given.sha256))], known)

    def _write(self, done: list[Done], known: dict[str, str]) -> list[Failure]:
        rowings = [outcome for *_, outcome in done if isinstance(outcome, Rowing)]
        failed = [outcome for *_, outcome in done if isinstance(outcome, Failure)]
        with self.archive.transaction():
            # another program may have stored the same text since this one looked
            taken = self.archive.known("articles", "id", [r.article.id for r in rowings])
            rowings = [r for r in rowings if r.article.id not in taken]
            self.archive.store(rowings, self.id)
            for one, article, outcome in done:
                if isinstance(outcome, Failure):
                    self.archive.fail(outcome.path, outcome.stage, outcome.reason, outcome.sha256)
                    continue
                self.archive.mended(one.name)
                if outcome is None or outcome.article.id in taken:
                    self._duplicate(one, article, known)
            tally = replace(
                self.tally,
                read=self.tally.read + len(done),
                stored=self.tally.stored + len(rowings),
                failed=self.tally.failed + len(failed),
                duplicate=self.tally.duplicate + len(done) - len(rowings) - len(failed),
            )
            self._note(tally)
        self.tally = tally
        return failed

    def _duplicate(self, one: _Input, article: Article | None, known: dict[str, str]) -> None:
        """Note a further file of a stored article; the file it was stored from is no further one."""
        told = article.id if article else known[str(one.sha256)]
        stored = self.archive.rows("articles", "id = ?", [told], "id")
        if not stored:
            raise ValueError(f"its text is that of article {told}, which could not be stored")
        if (stored[0]["path"], stored[0]["original"]) != (one.name, one.sha256):
            self.archive.keep_copy(told, one.name, str(one.sha256), article.original if article else None)

    def _note(self, tally: Tally, finished: str | None = None) -> None:
        row = (finished, tally.read, tally.stored, tally.duplicate, tally.failed, self.id)
        query = "update runs set finished = ?, read = ?, stored = ?, duplicate = ?, failed = ? where id = ?"
        self.archive.db.execute(query, row)

    def finish(self, finished: str) -> None:
        """Settle what is left, end the run, and let SQLite count the tables for its planner."""
        self.archive.settle()
        with self.archive.transaction():
            self._note(self.tally, finished)
        self.archive.db.analyze()


def _fault(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}; report it with the file"


def _inputs(paths: Iterable[str | Path]) -> Iterator[_Input]:
    """The files to take in, in order, each once; what cannot be taken comes as an input that tells why."""
    from corpus.readers import article_files

    errors: list[ReadError] = []
    seen: set[str] = set()
    for path in map(Path, paths):
        for file in article_files([path], errors.append):
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                yield _input(file, _name(file, path if path.is_dir() else path.parent))
        yield from (_Input(path, error.path, None, error) for error in errors)
        errors.clear()


def _name(file: Path, folder: Path) -> str:
    """The name an article goes by: from the folder that was given on, so that two folders' `bai-1.txt` differ."""
    from corpus.readers import shown

    return shown(Path(folder.resolve().name, file.relative_to(folder)))


def _input(file: Path, name: str) -> _Input:
    try:
        if file.is_file():
            with file.open("rb") as content:
                return _Input(file, name, hashlib.file_digest(content, "sha256").hexdigest())
    except OSError:
        pass  # the reader tells why
    return _Input(file, name)
