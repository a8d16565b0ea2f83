"""Who reads the articles: this process, or as many others as there are cores; each input is told in the order it is asked for.

A process that dies over an article (its memory taken, a fault in a library) costs that article: it is tried once more alone,
and a second death is its failure. Processes stop by themselves when the one that started them is gone.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol, cast

from corpus.article import Article
from corpus.inputs import Failure, Input, Reader, extract, read, too_slow
from corpus.limits import VARIABLE, limits
from corpus.rows import Rowing
from extract.pipeline import SELDOM

FEW = 16
"""Inputs that one process has read before another one has started."""
_GRACE = 30
# as bytes, in which what was read and not asked for yet takes a tenth of the room
Packed = bytes
Outcome = Rowing | Failure
Told = tuple[list[Article] | Failure, list[Outcome]]


class Readers(Protocol):
    """Reads inputs and extracts articles."""

    def ahead(self, inputs: Iterable[Input]) -> None:
        """Begin to read what will be asked for."""

    def read(self, one: Input) -> list[Article] | Failure:
        """The articles in a file, mostly one."""

    def extract(self, article: Article) -> Outcome:
        """The rows of an article that was read last."""

    def close(self) -> None:
        """End what is at work."""


class Here:
    """Reads in this process, when asked."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def ahead(self, inputs: Iterable[Input]) -> None:
        """Nothing is begun before it is asked for."""

    def read(self, one: Input) -> list[Article] | Failure:
        """The articles in a file, mostly one."""
        return read(one)

    def extract(self, article: Article) -> Outcome:
        """The rows of an article that was read last."""
        return extract(article, self.reader)

    def close(self) -> None:
        """Nothing is at work."""


class Pool:
    """Reads and extracts in other processes, from when an input is told ahead; `few` inputs and fewer are read here."""

    def __init__(self, reader: Reader, workers: int, few: int = FEW) -> None:
        self.reader, self.workers, self.few = reader, workers, few
        self.here = Here(reader)
        self.pool: ProcessPoolExecutor | None = None
        self.begun: dict[Input, Future[Packed]] = {}
        self.told: dict[str, Outcome] = {}
        """What became of the articles of the input that was read last, by their names."""

    def ahead(self, inputs: Iterable[Input]) -> None:
        """Begin to read what will be asked for."""
        new = [one for one in inputs if one not in self.begun and not one.error]
        if self.pool is None and len(new) > self.few:
            self.pool = processes(self.workers)
        if self.pool:
            self._begin(new)

    def _begin(self, inputs: Iterable[Input]) -> None:
        assert self.pool is not None
        try:
            for one in inputs:
                self.begun[one] = self.pool.submit(packed, one, self.reader)
        except BrokenProcessPool:
            self._again()

    def read(self, one: Input) -> list[Article] | Failure:
        """The articles in a file, mostly one."""
        self.told.clear()
        if one not in self.begun:
            return self.here.read(one)
        found, outcomes = self._result(one)
        if not isinstance(found, Failure):
            self.told = {article.path: outcome for article, outcome in zip(found, outcomes, strict=True)}
        return found

    def extract(self, article: Article) -> Outcome:
        """The rows of an article that was read last."""
        return self.told.pop(article.path, None) or self.here.extract(article)

    def _result(self, one: Input) -> Told:
        future = self.begun.pop(one)
        try:
            return _unpacked(future.result(_patience()))
        except (BrokenProcessPool, TimeoutError):
            # none of its processes has come back: one hangs over an article in code that cannot be interrupted
            end(self.pool)
            told = self._alone(one)
            self._again()
            return told

    def _alone(self, one: Input) -> Told:
        """Read one input in a process of its own."""
        with processes(1) as pool:
            try:
                return _unpacked(pool.submit(packed, one, self.reader).result(_patience()))
            except TimeoutError:
                end(pool)
                return Failure(one.name, "extract", too_slow(), one.sha256), []
            except BrokenProcessPool:
                reason = "the process that read it ended, as it does when memory runs out; cut the article and bring it in again"
                return Failure(one.name, "extract", reason, one.sha256), []

    def _again(self) -> None:
        """Begin anew what a broken pool has not told."""
        waiting = [one for one, future in self.begun.items() if not future.done() or future.exception()]
        self.pool = processes(self.workers)
        self._begin(waiting)

    def close(self) -> None:
        """End the processes; what they have begun and nobody asked for is dropped."""
        if self.pool:
            self.pool.shutdown(wait=True, cancel_futures=True)


def readers_of(reader: Reader, workers: int | None) -> Readers:
    """Readers in so many processes (None: one a core); this one where it is one."""
    workers = workers or os.cpu_count() or 1
    return Here(reader) if workers == 1 else Pool(reader, workers)


def work(one: Input, reader: Reader) -> Told:
    """What one input becomes."""
    found = read(one)
    return found, [] if isinstance(found, Failure) else [extract(article, reader) for article in found]


def packed(one: Input, reader: Reader) -> Packed:
    """What one input becomes, as bytes."""
    return pickle.dumps(work(one, reader), protocol=pickle.HIGHEST_PROTOCOL)


def _unpacked(told: Packed) -> Told:
    return cast("Told", pickle.loads(told))


def _patience() -> float:
    """Seconds to wait for an article: reading and extracting have the limit each, and are ended by themselves mostly."""
    return 2 * limits().seconds + _GRACE


def end(pool: ProcessPoolExecutor | None) -> None:
    """End the processes of a pool at once, whatever they do."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()


def processes(workers: int, nice: int = 0) -> ProcessPoolExecutor:
    """Processes that have loaded what reading needs; with `nice` they leave the cores to others that want them."""
    # A process forked from a program with threads (the progress bar is one) may hang: the server that forks has none
    ways = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
    if "forkserver" in ways:
        context.set_forkserver_preload(["corpus.workers", "corpus.warm"])
    return ProcessPoolExecutor(
        workers, mp_context=context, initializer=_begun_by, initargs=(os.getpid(), os.environ.get(VARIABLE, ""), nice)
    )


def _begun_by(parent: int, limited: str, nice: int = 0) -> None:
    """Leave Ctrl-C to the parent, and end when it is gone; the server that forked this process may be older than the limits."""
    os.environ[VARIABLE] = limited
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    importlib.import_module("corpus.warm")  # where no server did it: an article's time is for the article
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
    threading.Thread(target=_end_without, args=(parent,), daemon=True).start()


def _end_without(parent: int) -> None:
    while True:
        try:
            os.kill(parent, 0)
        except OSError:
            os._exit(1)
        time.sleep(1)
