"""Hosts of the web, asked politely: for robots.txt first, for one page at a time, with a pause between two requests."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from corpus import robots
from corpus.addresses import AddressError, asked
from corpus.fetched import FetchError

if TYPE_CHECKING:
    from corpus.web import Answer, Resolve

MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 502, 503, 504)


@dataclass(frozen=True)
class Manners:
    """How hosts are asked. Seconds: `delay` between two requests to a host, which its robots.txt may raise up to `longest`;
    `silence` that it may keep; `patience` for a host that tells when to come back, else `backoff` doubled with each of `tries`.

    `private`: addresses of networks of one's own too. `hops` redirects are followed, `hosts` asked at once, and a host that was
    `silent` for so many addresses in a row is left alone. Raises FetchError.
    """

    agent: str = robots.NAME
    private: bool = False
    delay: float = 2.0
    longest: float = 60.0
    silence: float = 30.0
    backoff: float = 5.0
    patience: float = 120.0
    tries: int = 3
    hops: int = 5
    hosts: int = 8
    silent: int = 3

    def __post_init__(self) -> None:
        if not (math.isfinite(self.delay) and self.delay >= 0):
            raise FetchError(f"a pause of {self.delay} s cannot be kept: give --delay a number of seconds")
        if not (self.agent.isascii() and self.agent.isprintable() and len(self.agent) < 300):
            raise FetchError("the contact must be one short line of plain letters, such as a mail address: correct --contact")


@dataclass(frozen=True)
class Clock:
    """The time of day, seconds that only grow, and how to wait."""

    now: Callable[[], datetime]
    seconds: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class PageError(Exception):
    """Why there is no page at an address, with what to do, and the status that the host answered with."""

    def __init__(self, reason: str, http: int | None = None) -> None:
        super().__init__(reason)
        self.http = http


@dataclass
class _Host:
    """What is known of a host in this run. `turn`: one request at a time; `free`: when the next may begin."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: dict[str, robots.Rules] = field(default_factory=dict)
    pause: float = 0.0
    free: float = 0.0
    silent: int = 0
    closed: str | None = None


class Hosts:
    """All hosts of a run, each with its turn; to be used with `async with`."""

    def __init__(self, manners: Manners, clock: Clock, look_up: Resolve | None = None) -> None:
        from corpus import web

        self.manners = manners
        self.clock = clock
        self.room = asyncio.Semaphore(manners.hosts)
        self.pool = web.pool(private=manners.private, connections=manners.hosts, look_up=look_up or web.resolve)
        self.hosts: dict[str, _Host] = {}

    async def __aenter__(self) -> Hosts:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.pool.aclose()

    async def follow(self, url: str, conditions: Callable[[str], dict[str, str]], fit: Callable[[Answer], None]) -> list[Answer]:
        """The answer to the request for a page, the last, and the redirects that led to it; raises PageError.

        `conditions` gives further headers for an address, `fit` may refuse an answer before its body is read.
        """
        answers: list[Answer] = []
        at = url
        while True:
            answers.append(await self._page(at, conditions(at), fit))
            if answers[-1].status not in MOVED:
                return answers
            at = _location(answers[-1])
            if at in [one.url for one in answers]:
                why = "its redirects lead in a circle, perhaps for want of a cookie: save the page by hand"
                raise PageError(why, answers[-1].status)
            if len(answers) > self.manners.hops:
                raise PageError(f"it redirects more than {self.manners.hops} times: save the page by hand", answers[-1].status)

    async def _page(self, url: str, headers: dict[str, str], fit: Callable[[Answer], None]) -> Answer:
        from corpus.web import WebError

        rules = await self._rules(url)
        if not rules.allows(url):
            raise PageError(rules.why or "the host's robots.txt forbids it to programs: ask the host, or save the page by hand")
        host = self._host(url)
        try:
            answer = await self._insist(url, headers, fit=fit)
        except WebError as error:
            host.silent = host.silent + 1 if error.silent else 0
            if host.silent >= self.manners.silent:
                why = f"the host did not answer for {host.silent} addresses in a row and was asked no more"
                host.closed = host.closed or f"{why}: run the command again later"
            raise PageError(str(error)) from error
        host.silent = 0
        if host.closed and answer.status in _BUSY:
            raise PageError(host.closed, answer.status)
        return answer

    async def _insist(self, url: str, headers: dict[str, str], **how: Any) -> Answer:
        """The answer to one request, tried again where that may help; raises WebError."""
        from corpus.web import WebError

        host = self._host(url)
        for number in range(self.manners.tries):
            last = number == self.manners.tries - 1
            pause = min(self.manners.backoff * 2.0**number, self.manners.patience)
            try:
                answer = await self._ask(host, url, headers, **how)
            except WebError as error:
                if not error.again or last:
                    raise
            else:
                if answer.status not in _BUSY:
                    return answer
                told = _wanted_pause(answer.header("retry-after"), self.clock.now())
                if told is not None and told > self.manners.patience:
                    host.closed = f"the host asks to be left alone for {told:.0f} s: run the command again after that"
                if last or host.closed:
                    return answer
                pause = pause if told is None else told
            self._wait(host, pause)
        raise AssertionError("the last try returns or raises")

    async def _ask(self, host: _Host, url: str, headers: dict[str, str], **how: Any) -> Answer:
        """One request, when it is the host's turn."""
        from corpus import web

        async with host.turn:
            if host.closed:
                raise web.WebError(host.closed)
            while (left := host.free - self.clock.seconds()) > 0:
                await self.clock.sleep(left)
            async with self.room:
                try:
                    named = {"User-Agent": self.manners.agent, **headers}
                    return await web.ask(self.pool, url, named, silence=self.manners.silence, **how)
                finally:
                    self._wait(host, max(host.pause, self.manners.delay))

    async def _rules(self, url: str) -> robots.Rules:
        """What the robots.txt of the address's host allows; it is fetched once a run."""
        host, origin = self._host(url), url[: url.index("/", len("https://"))]
        async with host.reading:
            if origin not in host.rules:
                host.rules[origin] = rules = await self._robots(origin)
                host.pause = max(host.pause, min(rules.pause, self.manners.longest))
                self._wait(host, max(host.pause, self.manners.delay))
            return host.rules[origin]

    async def _robots(self, origin: str) -> robots.Rules:
        from corpus.web import WebError

        at = f"{origin}/robots.txt"
        try:
            for _ in range(robots.HOPS + 1):
                answer = await self._insist(at, {}, cut=robots.MOST + 1)
                if answer.status not in MOVED:
                    return robots.of(answer.status, answer.body)
                at = _location(answer)
        except WebError as error:
            return robots.Rules(str(error).replace("the page", "its robots.txt", 1))
        except PageError as error:
            return robots.unknown(str(error))
        return robots.of(404, b"")

    def _host(self, url: str) -> _Host:
        return self.hosts.setdefault(name(url), _Host())

    def _wait(self, host: _Host, seconds: float) -> None:
        host.free = max(host.free, self.clock.seconds() + seconds)


def name(url: str) -> str:
    """The host of an address, whatever its port: one computer has one turn."""
    return urlsplit(url).hostname or ""


def _location(answer: Answer) -> str:
    """Where a redirect leads; raises PageError."""
    told = answer.header("location")
    if not told:
        raise PageError("it redirects to nowhere: look at the page in a browser", answer.status)
    try:
        return asked(urljoin(answer.url, told.strip()))
    except (AddressError, ValueError) as error:
        why = str(error) if isinstance(error, AddressError) else "it is no address"
        raise PageError(f"it redirects to an address that is not fetched ({why})", answer.status) from error


def _wanted_pause(told: str | None, now: datetime) -> float | None:
    """Seconds that a host asks for, told as a number or as a time of day; None where it tells none.

    >>> _wanted_pause("30", datetime(2026, 1, 1, tzinfo=UTC)), _wanted_pause("soon", datetime(2026, 1, 1, tzinfo=UTC))
    (30.0, None)
    >>> _wanted_pause("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    told = (told or "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        then = parsedate_to_datetime(told)
    except (ValueError, TypeError, OverflowError):
        return None
    return max((then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - now.timestamp(), 0.0)
