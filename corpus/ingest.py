"""Articles into the archive: read, extract, resolve, store, in batches that go in whole or not at all.

A run can be repeated (what is stored is known by the bytes of its file and by its text, and costs one hash) and killed (the
next run goes on after the last whole batch). One bad article never stops it: it is kept in `failures` with stage and reason,
tried again by the next run, and its failure is taken back once it goes in.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from corpus.archive import Archive
from corpus.article import Article, item_of
from corpus.inputs import Failure, Input, Reader, extract_record, fault, holders, inputs
from corpus.rows import Rowing
from corpus.runs import Progress, Run, Tally
from corpus.workers import Outcome, Readers, readers_of
from extract.pipeline import seldom_collected

# Names that many articles print are counted anew each time they are settled: first after so many batches, then after twice as
# many, and so on, so that the cost of it all grows with the articles and not with their square
_SETTLE_FIRST = 4
_AHEAD = 1
"""Batches that the readers begin before they are asked for."""
_SECONDS = 10
"""After which what is read is stored, though a batch is not full."""
BATCH = 250
"""Articles to a transaction. In a large archive each touches thousands of pages of its indexes, most of which the next one touches
again: fewer transactions write less."""


@dataclass(frozen=True)
class Done:
    """What an article came to: `name` is its own, `known` the id of a stored one, `outcome` none where it is a duplicate."""

    input: Input
    name: str
    article: Article | None = None
    outcome: Outcome | None = None
    known: str | None = None
    part: int = 0


def ingest(
    paths: Iterable[str | Path],
    archive_path: str | Path,
    *,
    now: Callable[[], str],
    progress: Progress | None = None,
    failed: Callable[[Failure], None] | None = None,
    batch: int = BATCH,
    reader: Reader = extract_record,
    command: str = "ingest",
    workers: int | None = 1,
    columns: str = "",
    left: Counter[str] | None = None,
    homes: Sequence[Path] = (),
) -> Tally:
    """Take files and folders into the archive at `archive_path`, which is made where there is none.

    `now` gives the time as text for the row of the run; after each batch `failed` is called with each file that failed and
    `progress` with the tally so far. Raises ArchiveError where the archive cannot be used; everything else that goes wrong is a
    row of `failures`. `workers` processes read and extract (None: one a core), `reader` then must be known to them by
    its name; the archive is the same however many they are. `columns` tells the columns of tables
    (`corpus.readers.columns`); files of other kinds that were left out are counted in `left`, by their endings; for `homes` see
    `corpus.inputs.inputs`.
    """
    with closing(readers_of(reader, workers)) as readers:
        coming = inputs(paths, columns=columns, left=left, homes=homes)
        return take(coming, archive_path, readers, now=now, progress=progress, failed=failed, batch=batch, command=command)


def take(
    coming: Iterable[Input],
    archive_path: str | Path,
    readers: Readers,
    *,
    now: Callable[[], str],
    progress: Progress | None = None,
    failed: Callable[[Failure], None] | None = None,
    batch: int = BATCH,
    command: str = "ingest",
) -> Tally:
    """Take inputs into the archive as `readers` read them; all else as `ingest`."""
    with Archive(archive_path) as archive, seldom_collected():
        run = _Taking(archive, readers, now, command)
        due = _SETTLE_FIRST
        for number, chunk in enumerate(_ahead(coming, batch, run), 1):
            for failure in run.take(chunk):
                if failed:
                    failed(failure)
            if number == due:
                archive.settle()
                due *= 2
            if progress:
                progress(run.tally)
        run.finish()
        return run.tally


def _ahead(coming: Iterable[Input], batch: int, run: _Taking) -> Iterator[list[Input]]:
    """The inputs in batches; the readers know of those to come, so that they go on while others are stored."""
    coming = iter(coming)
    known: deque[list[Input]] = deque()
    for chunk in iter(lambda: list(islice(coming, batch)), []):
        run.ahead(chunk)
        known.append(chunk)
        if len(known) > _AHEAD:
            yield known.popleft()
    yield from known


class _Taking(Run):
    def __init__(self, archive: Archive, readers: Readers, now: Callable[[], str], command: str) -> None:
        super().__init__(archive, now, command)
        self.readers = readers

    def ahead(self, chunk: list[Input]) -> None:
        """Let the readers begin with what is not known yet."""
        self.readers.ahead(self._unknown(chunk))

    def _unknown(self, chunk: list[Input]) -> Iterator[Input]:
        """The archive is asked only by readers that begin ahead."""
        known = self.archive.parts_of(chunk)
        yield from (one for one in chunk if one not in known)

    def take(self, chunk: list[Input]) -> list[Failure]:
        """Take in a batch: everything of it in one transaction, after the slow part is done. Returns what failed."""
        known = self.archive.parts_of(chunk)
        done: list[Done] = []
        failed: list[Failure] = []
        texts: set[str] = set()
        begun = time.monotonic()
        for one in chunk:
            if time.monotonic() - begun > _SECONDS:
                # scans take seconds each: a run that is broken off soon must get on too
                failed += self._store(done)
                done, begun = [], time.monotonic()
            if told := known.get(one):
                done += [Done(one, item_of(one.name, n), known=article, part=n) for n, article in told]
                continue
            found = self.readers.read(one)
            if isinstance(found, Failure):
                done.append(Done(one, one.name, outcome=found))
                continue
            for article in found:
                done.append(Done(one, article.path, article, part=article.part))
                if article.id in texts or self.archive.known([article.id]):
                    continue
                done[-1] = replace(done[-1], outcome=self.readers.extract(article))
                if isinstance(done[-1].outcome, Rowing):
                    texts.add(article.id)
        return failed + self._store(done)

    def _store(self, done: list[Done]) -> list[Failure]:
        try:
            return self._write(done)
        except (sqlite3.Error, ValueError, OverflowError):
            # one article does not fit: find it by storing each alone
            return [failure for one in done for failure in self._store_one(one)]

    def _store_one(self, one: Done) -> list[Failure]:
        try:
            return self._write([one])
        except (sqlite3.Error, ValueError, OverflowError) as error:
            return self._write([replace(one, outcome=Failure(one.name, "store", fault(error), one.input.sha256))])

    def _write(self, done: list[Done]) -> list[Failure]:
        rowings = [one.outcome for one in done if isinstance(one.outcome, Rowing)]
        failed = [one.outcome for one in done if isinstance(one.outcome, Failure)]
        with self.archive.transaction():
            # another program may have stored the same text since this one looked
            taken = self.archive.known(r.article.id for r in rowings)
            rowings = [r for r in rowings if r.article.id not in taken]
            self.archive.store(rowings, self.id)
            mended: set[str] = set()
            for one in done:
                if isinstance(one.outcome, Failure):
                    self.archive.fail(one.outcome, self.now(), one.input)
                    continue
                self.archive.mended(one.name)
                # what lies in a file that could not be read before
                for file in holders(one.name):
                    if file not in mended:
                        mended.add(file)
                        self.archive.mended(file)
                if one.outcome is None or one.outcome.article.id in taken:
                    self._duplicate(one)
            duplicate = len(done) - len(rowings) - len(failed)
            tally = self.tally + Tally(len(done), len(rowings), duplicate, len(failed))
            self.note(tally)
        self.tally = tally
        return failed

    def _duplicate(self, one: Done) -> None:
        """Note a further file of a stored article; the file it was stored from is no further one."""
        told = one.article.id if one.article else str(one.known)
        stored = self.archive.rows("articles", "id = ?", [told], "id")
        if not stored:
            raise ValueError(f"its text is that of article {told}, which could not be stored")
        if (stored[0]["path"], stored[0]["original"]) != (one.name, one.input.sha256):
            self.archive.keep_copy(told, one.input, one.part, one.article.original if one.article else None)
