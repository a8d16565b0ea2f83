"""How often signing in went wrong, and how long to wait before the next try; kept in memory, forgotten after an hour.

>>> attempts = Attempts(lambda: 0.0)
>>> for _ in range(6):
...     attempts.begin("lan", "192.0.2.1")
>>> attempts.wait("lan", "192.0.2.1"), attempts.wait("minh", "192.0.2.1"), attempts.wait("lan", "192.0.2.9")
(10, 0, 0)
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_FORGET = 3600.0
_MOST = 20_000
_FIRST = 5.0


@dataclass(frozen=True)
class _Bound:
    """So many tries are free; then the wait begins at five seconds, doubles at each, and is never longer than `longest` seconds."""

    free: int
    longest: float


# One who guesses a password; one who tries many names; many who try one name: its owner is kept out for no more than a minute.
_BOUNDS = {"both": _Bound(5, 900.0), "address": _Bound(40, 900.0), "name": _Bound(100, 60.0)}
_Key = tuple[str, str, str]


@dataclass
class _Count:
    tries: int = 0
    last: float = 0.0
    until: float = 0.0


class Attempts:
    """Counts tries by name and address; `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.counts: OrderedDict[_Key, _Count] = OrderedDict()

    def wait(self, name: str, address: str) -> int:
        """Seconds to wait before this name may be tried from this address; 0: none."""
        now = self.clock()
        untils = (found.until for key in _keys(name, address) if (found := self.counts.get(key)))
        return max(0, math.ceil(max(untils, default=0.0) - now))

    def begin(self, name: str, address: str) -> None:
        """Count a try, before it is known how it ends: of many at once each counts."""
        now = self.clock()
        for key in _keys(name, address):
            count = self.counts.get(key)
            if count is None or now - count.last > _FORGET:
                count = self.counts[key] = _Count()
            self.counts.move_to_end(key)
            bound = _BOUNDS[key[0]]
            count.tries, count.last = count.tries + 1, now
            if count.tries >= bound.free:
                count.until = now + min(_FIRST * 2 ** min(count.tries - bound.free, 20), bound.longest)
        while len(self.counts) > _MOST:
            self.counts.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """The last try went well: it counts no more, and those of this name from this address are forgotten."""
        for key in _keys(name, address):
            if key[0] == "both":
                self.counts.pop(key, None)
            elif count := self.counts.get(key):
                count.tries, count.until = count.tries - 1, 0.0 if count.tries - 1 < _BOUNDS[key[0]].free else count.until


def _keys(name: str, address: str) -> tuple[_Key, ...]:
    address = _network(address)
    return ("both", name[:100], address), ("address", "", address), ("name", name[:100], "")


def _network(address: str) -> str:
    """An address, of IPv6 the network: one who has one address of it has them all."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
