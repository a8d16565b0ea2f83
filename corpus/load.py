"""What a batch run read, into an archive: the ordinary ingest, with the pieces of the run in place of the files.

The archive is the one that an ingest of the same files makes: duplicates, failures and the tally too. It can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus import pieces
from corpus.article import Article
from corpus.batch import plan_of
from corpus.ingest import take
from corpus.inputs import Failure, Input, extract, extract_record
from corpus.runs import Progress, Tally
from corpus.workers import Outcome


@dataclass(frozen=True)
class _Known(Input):
    """An input with what became of it."""

    found: list[Article] | Failure = field(kw_only=True, compare=False, repr=False)
    outcomes: list[Outcome | None] = field(kw_only=True, compare=False, repr=False)


class Loaded:
    """Hands out what was read before (`corpus.workers.Readers`)."""

    def __init__(self, out: str) -> None:
        self.out = out
        self.names = plan_of(out)
        self.told: dict[str, Outcome | None] = {}

    def inputs(self) -> Iterator[Input]:
        """What came in, in order."""
        for name in self.names:
            for one, found, outcomes in pieces.read(name, self.out):
                yield _Known(**vars(one), found=found, outcomes=outcomes)

    def ahead(self, inputs: Iterable[Input]) -> None:
        """All is read."""

    def read(self, one: Input) -> list[Article] | Failure:
        """The articles of an input."""
        assert isinstance(one, _Known)
        if not isinstance(one.found, Failure):
            self.told = {article.path: outcome for article, outcome in zip(one.found, one.outcomes, strict=True)}
        return one.found

    def extract(self, article: Article) -> Outcome:
        """The rows of an article that was read last."""
        # a duplicate in its piece is none here where the article that it repeats did not go in
        return self.told[article.path] or extract(article, extract_record)

    def close(self) -> None:
        """Nothing is at work."""


def load(
    out: str,
    archive_path: str | Path,
    *,
    now: Callable[[], str],
    progress: Progress | None = None,
    failed: Callable[[Failure], None] | None = None,
) -> Tally:
    """Take what a batch run wrote to `out` into the archive. Raises BatchError or ArchiveError."""
    readers = Loaded(out)
    return take(readers.inputs(), archive_path, readers, now=now, progress=progress, failed=failed, command="load")
