"""Stored articles read anew by the extraction of today, as far as they can be read otherwise; corrections by people stay.

Each article's row tells the version that read it. Where only word lists have changed since, articles without the changed words
are kept as they are. A batch of articles changes in one transaction, so a run that is broken off goes on where it stopped; an
article that cannot be read anew keeps its facts and becomes a failure.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from corpus.archive import STAGE, Archive, ArchiveError, existing
from corpus.article import Article
from corpus.ingest import BATCH
from corpus.inputs import Failure, Input, Reader, extract_record, in_a_line
from corpus.review import corrected, keep, laid_over
from corpus.rows import Rowing, record_of
from corpus.runs import Progress, Run, Tally
from corpus.version import Version, Words, concerns, current
from corpus.workers import Outcome, Readers, readers_of
from extract.pipeline import seldom_collected
from schemas import KhenthuongError


@dataclass(frozen=True)
class _Stored(Input):
    """An article of the archive."""

    article: Article = field(kw_only=True, compare=False, repr=False)

    def articles(self) -> list[Article]:
        """The article itself."""
        return [self.article]


def reextract(
    archive_path: str | Path,
    *,
    now: Callable[[], str],
    where: str | None = None,
    everything: bool = False,
    progress: Progress | None = None,
    failed: Callable[[Failure], None] | None = None,
    batch: int = BATCH,
    reader: Reader = extract_record,
    workers: int | None = 1,
) -> Tally:
    """Read the articles of an archive anew that were read by another version and for which `where` (SQL over `articles`) holds.

    `everything` reads anew whatever version read it. The tally counts articles read anew as stored, and as kept those that the
    changes do not concern. Raises ArchiveError, also where the SQL is wrong.
    """
    with Archive(existing(archive_path)) as archive, closing(readers_of(reader, workers)) as readers, seldom_collected():
        ids = _ids(archive, where, everything)
        run = _Again(archive, readers, now)
        for plan in run.ahead((ids[i : i + batch] for i in range(0, len(ids), batch)), everything):
            for failure in run.take(plan):
                if failed:
                    failed(failure)
            if progress:
                progress(run.tally)
        run.finish()
        return run.tally


def _ids(archive: Archive, where: str | None, everything: bool) -> list[str]:
    """The articles to look at, in the order they were taken in."""
    query = f"select id from articles where ({where or 1}\n) and ({int(everything)} or version is not ?) order by rowid"
    try:
        archive.db.execute("pragma query_only = 1")
        return [str(told) for (told,) in archive.db.execute(query, [current().id])]
    except (sqlite3.Error, sqlite3.Warning) as error:
        why = 'give a condition on the columns of articles, such as "year = 2016"'
        raise ArchiveError(f"{archive.path}: --where {where}: {error}; {why}") from error
    finally:
        archive.db.execute("pragma query_only = 0")


@dataclass(frozen=True)
class _Plan:
    """Of a batch: what is to be read anew, and what is kept as it is."""

    coming: list[_Stored]
    kept: list[str]


class _Again(Run):
    def __init__(self, archive: Archive, readers: Readers, now: Callable[[], str]) -> None:
        super().__init__(archive, now, "reextract")
        self.readers = readers
        self.changes: dict[str, tuple[Words, ...] | None] = {}

    def ahead(self, batches: Iterable[list[str]], everything: bool) -> Iterator[_Plan]:
        """The plans of the batches; the readers know of the next one."""
        plans: deque[_Plan] = deque()
        for ids in batches:
            plans.append(self._plan(ids, everything))
            self.readers.ahead(plans[-1].coming)
            if len(plans) > 1:
                yield plans.popleft()
        yield from plans

    def _plan(self, ids: list[str], everything: bool) -> _Plan:
        plan = _Plan([], [])
        for told in ids:
            article, version = self.archive.article(told)
            phrases = None if everything else self._changed(version)
            if phrases is not None and not concerns(article.text, article.info, phrases):
                plan.kept.append(told)
            else:
                plan.coming.append(_Stored(Path(article.path), article.path, article.id, article=article))
        return plan

    def _changed(self, version: str) -> tuple[Words, ...] | None:
        """What has changed since a version; None where that is not known, or concerns all articles."""
        if version not in self.changes:
            found = self.archive.rows("extractors", "id = ?", [version])
            self.changes[version] = Version.unpacked(cast("bytes", found[0]["content"])).changed(current()) if found else None
        return self.changes[version]

    def take(self, plan: _Plan) -> list[Failure]:
        """Put what is read anew in place of what was read, in one transaction. Returns what failed."""
        outcomes = [outcome for one in plan.coming for outcome in self._read(one)]
        with self.archive.transaction():
            # asked now, since somebody may have corrected an article while it was read
            by_hand = corrected(self.archive, [one.article.id for one in plan.coming])
            outcomes = [self._corrected(told) if _id(told) in by_hand else told for told in outcomes]
            rowings = [told for told in outcomes if isinstance(told, Rowing)]
            failures = [replace(told, stage=STAGE, sha256=None) for told in outcomes if isinstance(told, Failure)]
            self.archive.replace(rowings)
            for rowing in rowings:
                self.archive.mended(rowing.article.path, anew=True)
            kept = [(current().id, told) for told in plan.kept]
            self.archive.db.conn.executemany("update articles set version = ? where id = ?", kept)
            for failure in failures:
                self.archive.fail(failure, self.now())
            read = len(rowings) + len(failures) + len(kept)
            tally = self.tally + Tally(read, len(rowings), 0, len(failures), len(kept))
            self.note(tally)
        self.tally = tally
        return failures

    def _corrected(self, outcome: Outcome) -> Outcome:
        """What was read anew, with its corrections laid over it."""
        if isinstance(outcome, Failure):
            return outcome
        record = record_of(outcome.rows)
        try:
            rowing, laid = laid_over(self.archive, outcome.article.id, record)
        except (KhenthuongError, ValueError) as error:
            return Failure(outcome.article.path, STAGE, in_a_line(error))
        keep(self.archive, record, rowing, laid)
        return rowing

    def _read(self, one: _Stored) -> list[Outcome]:
        found = self.readers.read(one)
        return [found] if isinstance(found, Failure) else [self.readers.extract(article) for article in found]


def _id(outcome: Outcome) -> str | None:
    return outcome.article.id if isinstance(outcome, Rowing) else None
