"""No more seconds for an article than the limit: what goes on beyond it is ended by an exception in its thread.

One thread a process watches. Code of a C library sees the exception when it returns; a process that hangs in such code is ended by
the one that waits for it (`corpus.workers`).

>>> with within(5):
...     sum(range(10))
45
"""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PAUSE = 0.25


class TooSlowError(BaseException):
    """The time is up. No Exception, so that nothing on the way takes it for an error of its own."""


class _Watch:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.deadlines: dict[int, float] = {}
        self.ended: set[int] = set()
        threading.Thread(target=self._run, daemon=True, name="deadline").start()

    def _run(self) -> None:
        while True:
            time.sleep(_PAUSE)
            now = time.monotonic()
            with self.lock:
                for thread in [thread for thread, deadline in self.deadlines.items() if deadline < now]:
                    del self.deadlines[thread]
                    self.ended.add(thread)
                    _raise_in(thread, TooSlowError)

    def begin(self, thread: int, seconds: float) -> None:
        with self.lock:
            self.deadlines[thread] = time.monotonic() + seconds

    def end(self, thread: int) -> None:
        """Also takes back an exception that has not reached the thread yet."""
        with self.lock:
            self.deadlines.pop(thread, None)
            if thread in self.ended:
                self.ended.discard(thread)
                _raise_in(thread, None)


_watch: _Watch | None = None
_making = threading.Lock()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)


def _watching() -> _Watch:
    global _watch  # noqa: PLW0603 - one for the process
    with _making:
        if _watch is None:
            _watch = _Watch()
        return _watch


def _forget() -> None:
    global _watch  # noqa: PLW0603 - the thread of the process that was forked is not in this one
    _watch = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooSlowError in the block when it takes longer."""
    watch, thread = _watching(), threading.get_ident()
    watch.begin(thread, seconds)
    try:
        yield
    finally:
        watch.end(thread)
