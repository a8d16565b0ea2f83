"""Who is looking at which doubtful facts: what one archivist has before them is not given to another for some minutes.

It is only a courtesy, kept in memory: two who correct the same fact all the same are told of each other.

>>> turns = Turns(clock=lambda: 0.0)
>>> turns.take("lan", ["a", "b"]); turns.others("minh") == {"a": "lan", "b": "lan"}, turns.others("lan")
(True, {})
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

PATIENCE = 600.0
"""Seconds for which what somebody looks at is theirs."""


class Turns:
    """The facts that are being looked at: id -> (who, until when)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.held: dict[str, tuple[str, float]] = {}

    def take(self, who: str, facts: Iterable[str]) -> None:
        """Give these facts to somebody, in place of those they had."""
        until = self.clock() + PATIENCE
        self.held = {fact: told for fact, told in self.held.items() if told[0] != who and told[1] > self.clock()}
        self.held |= dict.fromkeys(facts, (who, until))

    def others(self, who: str) -> dict[str, str]:
        """The facts that others look at now, and who."""
        now = self.clock()
        return {fact: other for fact, (other, until) in self.held.items() if other != who and until > now}
