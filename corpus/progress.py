"""How far a run is: a bar on stderr, where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.runs import Tally

if TYPE_CHECKING:
    from corpus.batch import Step
    from corpus.fetch import Tally as Fetched


class Progress:
    """A bar on stderr with articles, articles/s and failures; nothing where stderr is no terminal."""

    def __init__(self, paths: list[Path] | None = None) -> None:
        self.paths = paths or []
        self.bar: Any = None

    def __enter__(self) -> Callable[[Tally], None]:
        """What to call with the tally after each batch."""
        if not sys.stderr.isatty():
            return lambda _: None
        from corpus.inputs import files

        total = sum(1 for _ in files(self.paths)) or None
        self.bar = _bar("articles")
        task = self.bar.add_task("", total=total, rate="", failed="")
        self.bar.start()

        def step(tally: Tally) -> None:
            elapsed = self.bar.tasks[task].elapsed or 0
            rate = f"{tally.read / elapsed:.1f} articles/s" if elapsed else ""
            self.bar.update(
                task, completed=tally.read, total=total and max(total, tally.read), rate=rate, failed=f"{tally.failed} failed"
            )

        return step

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()


def _bar(what: str) -> Any:
    from rich import progress
    from rich.console import Console

    told = (
        progress.TextColumn(f"[bold]{what}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TextColumn("{task.fields[failed]}"),
        progress.TimeRemainingColumn(),
    )
    return progress.Progress(*told, console=Console(stderr=True))


@contextmanager
def addresses() -> Iterator[Callable[[Fetched, int], None]]:
    """What to call with the tally of a fetch and the count of its addresses: a bar on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with _bar("addresses") as bar:
        task = bar.add_task("", total=None, rate="", failed="")

        def step(tally: Fetched, total: int) -> None:
            asked = tally.addresses - tally.skipped
            rate = f"{asked / (bar.tasks[task].elapsed or 1):.1f} pages/s"
            bar.update(task, completed=tally.addresses, total=total, rate=rate, failed=f"{tally.failed} failed")

        yield step


@contextmanager
def pieces() -> Iterator[Callable[[Step], None]]:
    """What to call after each piece of a batch run: a line on stderr, written over where that is a terminal."""
    start = time.monotonic()
    shown = False

    def step(done: Step) -> None:
        nonlocal shown
        rate = done.tally.read / max(time.monotonic() - start, 0.1)
        line = f"{done.pieces}/{done.of} pieces, {done.tally.read} articles, {rate:.1f} articles/s, {done.tally.failed} failed"
        if sys.stderr.isatty():
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
            shown = True

    yield step
    if shown:
        print(file=sys.stderr)
