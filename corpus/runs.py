"""A run over an archive: its row in `runs`, with the tally kept up to date after each batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass

from corpus.archive import Archive
from corpus.version import current


@dataclass(frozen=True)
class Tally:
    """How a run went: always `read == stored + duplicate + failed + kept`; `kept` are articles that need no new reading."""

    read: int = 0
    stored: int = 0
    duplicate: int = 0
    failed: int = 0
    kept: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        kept = f" + {self.kept} kept" if self.kept else ""
        return f"{self.read} in = {self.stored} stored + {self.duplicate} duplicate + {self.failed} failed{kept}"


Progress = Callable[[Tally], None]


class Run:
    """A run that has begun; `now` gives the time as text, `command` is what was asked for."""

    def __init__(self, archive: Archive, now: Callable[[], str], command: str) -> None:
        self.archive = archive
        self.now = now
        self.tally = Tally()
        with archive.transaction():
            row = (now(), command, current().id)
            cursor = archive.db.execute("insert into runs (started, command, version) values (?, ?, ?)", row)
            self.id = int(cursor.lastrowid or 0)

    def note(self, tally: Tally, finished: str | None = None) -> None:
        """Write the tally into the run's row. Inside a transaction, after which the caller makes it the run's."""
        names = ", ".join(f"{name} = ?" for name in asdict(tally))
        self.archive.db.execute(f"update runs set finished = ?, {names} where id = ?", [finished, *astuple(tally), self.id])

    def finish(self) -> None:
        """Settle what is left, end the run, and let SQLite count the tables for its planner."""
        self.archive.settle()
        with self.archive.transaction():
            self.note(self.tally, self.now())
        self.archive.db.analyze()
