"""What a host lets programs fetch: its robots.txt as RFC 9309 reads it, and the pause that it asks for.

>>> rules = of(200, b"User-agent: *\\nDisallow: /quan-tri\\nDisallow: /*.aspx$\\nCrawl-delay: 10")
>>> rules.allows("http://bao.vn/tin/1"), rules.allows("http://bao.vn/quan-tri/1"), rules.allows("http://bao.vn/a.aspx")
(True, False, False)
>>> rules.pause, of(404, b"").allows("http://bao.vn/"), of(503, b"").allows("http://bao.vn/")
(10.0, True, False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

NAME = "khenthuong"
"""The name that hosts can address rules to."""
MOST = 512 * 1024
"""Bytes that are read; RFC 9309 asks for 500 KiB at least. What stands behind them counts as not there."""
HOPS = 5
"""Redirects that are followed to it; after more of them it counts as not there."""
_AGENT = re.compile(r"^([ \t]*user[- ]?agent[ \t]*(?::|[ \t])[ \t]*)([^\n#]*)", re.I | re.M)


@dataclass(frozen=True)
class Rules:
    """`why` no page of the host may be fetched, where it is known at once; else `told` tells of each page."""

    why: str | None = None
    told: Protego | None = None

    def allows(self, url: str) -> bool:
        """Whether the page at this address may be fetched."""
        return self.why is None and (self.told is None or self.told.can_fetch(url, NAME))

    @property
    def pause(self) -> float:
        """Seconds between two requests that the host asks for; 0 where it asks for none."""
        return (self.told.crawl_delay(NAME) if self.told else None) or 0.0


def of(status: int, body: bytes) -> Rules:
    """The rules of a host that answered the request for its robots.txt so: no such file allows all, a fault nothing."""
    if status == 429 or status >= 500:
        return unknown(f"it answered {status}")
    if status != 200:
        return Rules()
    from protego import Protego

    text = body[:MOST].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if len(body) > MOST:
        text = text[: text.rfind("\n") + 1]  # a line cut in half may forbid or allow too much
    return Rules(None, Protego.parse(_AGENT.sub(_ours, text)))


def unknown(why: str) -> Rules:
    """The rules of a host whose robots.txt could not be had: it may forbid anything, so nothing is fetched."""
    return Rules(f"its robots.txt could not be read ({why}), and it may forbid the page: run the command again later")


def _ours(line: re.Match[str]) -> str:
    """The line that names a program, and one name for all those that are not this one: the parser keeps each rule once for each
    name, so that a hostile file of many names and many rules would fill the memory."""
    name = line[2].strip().lower().strip("*") or "*"
    return line[1] + (line[2] if name == "*" or name in NAME else "another")
