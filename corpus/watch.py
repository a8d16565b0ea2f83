"""A folder watched: what arrives in it is handed on once it is whole.

The folder is listed again and again, and every file known by its size and times: that works on network drives and in containers
too, where the system tells of no changes, and misses nothing for longer than a round.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.article import ReadError
from corpus.readers import article_files, shown
from schemas.errors import KhenthuongError

EVERY = 2.0
"""Seconds between two rounds."""
SETTLE = 5.0
"""Seconds that a file must have stayed as it is to count as whole; an empty one, which many programs begin with, longer."""
_EMPTY = 12
_LONGEST = 300.0
_REST = 10
"""Times that a round took, to rest after it: a folder of very many files does not keep a processor busy."""

Take = Callable[[list[Path]], object]
Find = Callable[[Path], Iterable[Path]]
_Stamp = tuple[int, int, int]


class WatchError(KhenthuongError):
    """What cannot be watched."""


@dataclass
class _Seen:
    """A file as it was when it last changed, and when that was noticed; `taken` once it was handed on."""

    stamp: _Stamp
    since: float
    taken: bool = False


@dataclass
class Watched:
    """What is known of the folders from round to round, of the files that `find` finds in them."""

    folders: list[Path]
    find: Find
    settle: float = SETTLE
    seen: dict[str, _Seen] = field(default_factory=dict)

    def whole(self, now: float) -> list[Path]:
        """The files that are whole and were not handed on as they are, by name; `now` in seconds that only grow.

        A file is not handed on again until it changes, whatever became of it: one that cannot be read is not tried in a loop.
        A file that is gone is forgotten, but not while its whole folder is, as a drive may be for a while.
        """
        gone = tuple(f"{folder}{os.sep}" for folder in self.folders if not folder.is_dir())
        found = dict(self._files())
        self.seen = {path: seen for path, seen in self.seen.items() if path in found or path.startswith(gone)}
        ready: list[str] = []
        for path, stamp in found.items():
            seen = self.seen.get(path)
            if seen is None or seen.stamp != stamp:
                seen = self.seen[path] = _Seen(stamp, now)
            wait = self.settle if stamp[0] else self.settle * _EMPTY
            if not seen.taken and now - seen.since >= wait:
                seen.taken = True
                ready.append(path)
        return [Path(path) for path in sorted(ready)]

    def back(self, paths: list[Path]) -> None:
        """Take files back that could not be taken in, through no fault of theirs: they are handed on again."""
        for path in paths:
            if seen := self.seen.get(str(path)):
                seen.taken = False

    def _files(self) -> Iterator[tuple[str, _Stamp]]:
        for folder in self.folders:
            for path in self.find(folder) if folder.is_dir() else ():
                # what a program still writes has an ending of its own (.part, .crdownload), or a name such as this
                if not path.name.startswith((".", "~")) and (stamp := _stamp(str(path))):
                    yield str(path), stamp


class Articles:
    """Finds the article files of a folder, as `ingest` does; what it cannot take is `told` once."""

    def __init__(self, told: Callable[[object], None]) -> None:
        self.told = told
        self.before: set[str] = set()

    def __call__(self, folder: Path) -> Iterator[Path]:
        """The files, those in deeper folders among them."""
        errors: list[ReadError] = []
        none = True
        for path in article_files([folder], errors.append, containers=True):
            none = False
            yield path
        waiting = none and os.access(folder, os.R_OK | os.X_OK)  # a folder with nothing in it yet is no error here
        for error in errors:
            if not (waiting and error.path == shown(folder)) and str(error) not in self.before:
                self.before.add(str(error))
                self.told(error)


def _stamp(path: str) -> _Stamp | None:
    """Size and times of a file; None where it is gone or is no file. The second time tells of a change of its permissions."""
    try:
        told = Path(path).stat()
    except OSError:
        return None
    return (told.st_size, told.st_mtime_ns, told.st_ctime_ns) if stat.S_ISREG(told.st_mode) else None


def watch(
    folders: Iterable[Path],
    take: Take,
    *,
    find: Find | None = None,
    every: float = EVERY,
    settle: float = SETTLE,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    told: Callable[[object], None] = print,
) -> None:
    """Hand what arrives in the folders on to `take`, the files of a round together, until KeyboardInterrupt.

    `find` gives the files of a folder that count, article files where it is not told; rounds begin `every` so many seconds.
    Raises WatchError where a folder is not there to begin with; one that goes later is waited for, which is `told`. Where `take`
    raises KhenthuongError (an archive that another program writes to), that is told too, and it is called with the same files
    again, ever more seldom. What else it raises ends the watch.
    """
    watched = Watched(list(folders), find or Articles(told), settle)
    for folder in watched.folders:
        if not folder.is_dir():
            raise WatchError(f"{folder}: there is no such folder to watch: check the path")
    missing: set[Path] = set()
    pause = every
    while True:
        missing = _missing(watched.folders, missing, told)
        begun = clock()
        ready = watched.whole(begun)
        rest = (clock() - begun) * _REST
        try:
            if ready:
                take(ready)
                pause = every
        except KhenthuongError as error:
            watched.back(ready)
            pause = min(pause * 2, _LONGEST)
            told(f"{error}; tried again in {pause:g} s")
        sleep(max(pause, rest))


def _missing(folders: list[Path], before: set[Path], told: Callable[[object], None]) -> set[Path]:
    now = {folder for folder in folders if not folder.is_dir()}
    for folder in sorted(now ^ before):
        told(f"{folder}: the folder is gone; waiting for it" if folder in now else f"{folder}: the folder is back")
    return now
