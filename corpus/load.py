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
from corpus.ingest import Progress, Tally, take
from corpus.inputs import Failure, Input, extract, extract_record
from corpus.rows import Rowing


@dataclass(frozen=True)
class _Known(Input):
    """An input with what became of it."""

    article: Article | Failure = field(kw_only=True, compare=False, repr=False)
    outcome: Rowing | Failure | None = field(kw_only=True, compare=False, repr=False)


class Loaded:
    """Hands out what was read before (`corpus.workers.Readers`)."""

    def __init__(self, out: str) -> None:
        self.out = out
        self.names = plan_of(out)

    def inputs(self) -> Iterator[Input]:
        """What came in, in order."""
        for name in self.names:
            for one, article, outcome in pieces.read(name, self.out):
                yield _Known(one.path, one.name, one.sha256, article=article, outcome=outcome)

    def ahead(self, inputs: Iterable[Input]) -> None:
        """All is read."""

    def read(self, one: Input) -> Article | Failure:
        """The article of an input."""
        assert isinstance(one, _Known)
        return one.article

    def extract(self, one: Input, article: Article) -> Rowing | Failure:
        """The rows of that article."""
        assert isinstance(one, _Known)
        # a duplicate in its piece is none here where the article that it repeats did not go in
        return one.outcome if one.outcome is not None else extract(one, article, extract_record)

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
