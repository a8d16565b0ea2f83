"""What could not be taken in, tried again from the bytes that the archive keeps of it.

A file of which no bytes are kept (it could not be read at all, is larger than an article, or a table that holds many) is counted
apart: it has to be brought in again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from corpus.archive import STAGE, Archive, existing
from corpus.ingest import take
from corpus.inputs import Failure, Input, Reader, extract_record
from corpus.runs import Progress, Tally
from corpus.workers import readers_of

_OF_STAGE = f"from failures where ? in ('', stage) and stage <> '{STAGE}'"
_KEPT = "(select sha256 from originals)"


@dataclass(frozen=True)
class Retried:
    """How it went, and how many failures have no bytes in the archive."""

    tally: Tally
    without: int


def retry(
    archive_path: str | Path,
    *,
    now: Callable[[], str],
    stage: str | None = None,
    progress: Progress | None = None,
    failed: Callable[[Failure], None] | None = None,
    reader: Reader = extract_record,
    workers: int | None = 1,
) -> Retried:
    """Try the failures of an archive again, those of one `stage` (read, extract, store) where it is told. Raises ArchiveError."""
    with Archive(existing(archive_path)) as archive:
        told = archive.db.execute(
            f"select distinct sha256, file, form, url {_OF_STAGE} and sha256 in {_KEPT} order by 2", [stage or ""]
        )
        files = told.fetchall()
        lacking = archive.db.execute(f"select count(*) {_OF_STAGE} and (sha256 is null or sha256 not in {_KEPT})", [stage or ""])
        without = int(lacking.fetchone()[0])
        with closing(readers_of(reader, workers)) as readers:
            coming = _inputs(archive, files)
            tally = take(coming, archive_path, readers, now=now, progress=progress, failed=failed, command="retry")
    return Retried(tally, without)


def _inputs(archive: Archive, files: list[tuple[str, str, str | None, str | None]]) -> Iterator[Input]:
    for sha256, file, form, url in files:
        (original,) = archive.rows("originals", "sha256 = ?", [sha256])
        yield Input(Path(file), file, sha256, data=cast("bytes", original["bytes"]), form=form, url=url)
