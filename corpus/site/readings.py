"""Readings for the site: processes that read what readers send, so that the pages of the others stay quick.

They are started when the first is needed, take turns, and are the ones that die of a hostile text: the next reading has a new
one. Who finds all of them busy waits a little, and is then told to come again.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

from corpus.limits import limits
from corpus.site.reading import Failed, Item, Job, limited, work
from corpus.workers import end, processes

WAIT = 10.0
"""Seconds that a request waits for its turn."""
AGAIN = 15
"""Seconds after which one that was turned away may come again."""
_STEP = 0.02
_GRACE = 3.0
_NICE = 10
_CROWD = 8
"""Requests for each process that may be on their way at once, those included that still send or wait."""


class BusyError(Exception):
    """All processes are at work and others wait already."""


class Process:
    """One process that reads; it is another one after a death."""

    def __init__(self) -> None:
        self.pool: ProcessPoolExecutor | None = None

    async def read(self, job: Job, seconds: float) -> list[Item | Failed]:
        """What a job comes to, which may take so many seconds; never raises for what is read."""
        job = replace(job, told=limited(seconds))
        began = False
        try:
            # where no process has run yet, the start of one holds up whoever starts it
            future = await asyncio.to_thread(self._submit, job)
            began = True
            told = await asyncio.wait_for(asyncio.wrap_future(future), seconds + _GRACE)
            began = False
            return told
        except TimeoutError:
            return [Failed(job.name, "too_slow")]
        except BrokenProcessPool:
            return [Failed(job.name, "crashed")]
        finally:
            if began:
                self.close()

    def _submit(self, job: Job) -> asyncio.Future[list[Item | Failed]]:
        if self.pool is None:
            self.pool = processes(1, nice=_NICE)
        try:
            return self.pool.submit(work, job)  # type: ignore[return-value]
        except BrokenProcessPool:  # it died while it had nothing to do
            self.pool = processes(1, nice=_NICE)
            return self.pool.submit(work, job)  # type: ignore[return-value]

    async def warm(self) -> None:
        """Start the process, so that the first reader does not wait for it."""
        await self.read(Job("Sở Y tế họp.".encode(), "bai.txt"), limits().answer)

    def close(self, *, wait: bool = False) -> None:
        """End the process, whatever it does."""
        pool, self.pool = self.pool, None
        end(pool)
        if pool:
            pool.shutdown(wait=wait, cancel_futures=True)


class Readings:
    """So many processes that take turns; by default one a core."""

    def __init__(self, count: int | None = None, wait: float = WAIT) -> None:
        self.all = [Process() for _ in range(count or os.cpu_count() or 1)]
        self.free = deque(self.all)
        self.wait = wait
        self.coming = 0
        self.queue: deque[object] = deque()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """The time from a request's first byte to its answer; raises BusyError where too many are at that."""
        if self.coming >= _CROWD * len(self.all):
            raise BusyError
        self.coming += 1
        try:
            yield
        finally:
            self.coming -= 1

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Process]:
        """A process for one request; raises BusyError where none is free in time."""
        ticket, until = object(), time.monotonic() + self.wait
        self.queue.append(ticket)
        try:
            # asked again and again, since a lock of asyncio belongs to one loop and a site may see several
            while not (self.free and self.queue[0] is ticket):
                if time.monotonic() >= until:
                    raise BusyError
                await asyncio.sleep(_STEP)
            process = self.free.popleft()
        finally:
            self.queue.remove(ticket)
        try:
            yield process
        finally:
            self.free.appendleft(process)  # the one that is warm

    async def warm(self) -> None:
        """Start one process, where none is at work or was."""
        if self.coming == 0 and all(process.pool is None for process in self.all):
            async with self.turn() as process:
                await process.warm()

    def close(self) -> None:
        """End all processes."""
        for process in self.all:
            process.close(wait=True)
