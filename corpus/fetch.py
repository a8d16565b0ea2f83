"""Pages of the web into a folder that `ingest` takes in: the one part of khenthuong that uses the network, for addresses given by hand.

Whatever a host does costs its own addresses alone; each of them is new, unchanged, skipped, or failed with a reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import media
from corpus.addresses import Wrong, list_text, listed
from corpus.fetched import FAILED, NEW, UNCHANGED, Fetched, FetchError
from corpus.hosts import Clock, Hosts, Manners, PageError, name
from corpus.inputs import fault

if TYPE_CHECKING:
    from corpus.web import Answer, Resolve

__all__ = ["Clock", "FetchError", "Manners", "Tally", "fetch"]

SKIPPED = "skipped"
_PACKAGES = ("httpcore", "httpx", "protego")


@dataclass(frozen=True)
class Tally:
    """How a run went: `addresses` is the sum of the others."""

    new: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def addresses(self) -> int:
        """Addresses that are done with."""
        return self.new + self.unchanged + self.failed + self.skipped

    def one(self, status: str) -> Tally:
        """With one address more."""
        return replace(self, **{status: getattr(self, status) + 1})

    def __str__(self) -> str:
        told = f"{self.new} new + {self.unchanged} unchanged + {self.failed} failed + {self.skipped} skipped"
        return f"{self.addresses} addresses = {told}"


assert {NEW, UNCHANGED, FAILED, SKIPPED} == set(Tally.__dataclass_fields__)
Progress = Callable[[Tally, int], None]
Failing = Callable[[str, str], None]


def fetch(
    list_path: Path,
    out: Path,
    *,
    clock: Clock,
    manners: Manners | None = None,
    again: bool = False,
    progress: Progress | None = None,
    failed: Failing | None = None,
    look_up: Resolve | None = None,
) -> Tally:
    """Fetch the addresses of a list into the folder `out`.

    What was fetched before is asked `again` only where that is told, and then the host is asked for what has changed. After each
    address `progress` is called with the tally and how many addresses there are, and `failed` with (address, reason) where it
    failed. Raises FetchError, AddressError.
    """
    if missing := [package for package in _PACKAGES if not find_spec(package)]:
        told = f"fetching needs {', '.join(missing)}: install what is missing with pip install '.[fetch]' in khenthuong's folder"
        raise FetchError(told)
    addresses = list(listed(list_text(list_path)))
    if not addresses:
        raise FetchError(f"{list_path}: there is no address in the list: write one a line")
    with closing(Fetched(out)) as kept:
        run = _Run(kept, clock, len(addresses), progress, failed)
        asyncio.run(run.all(addresses, manners or Manners(), again, look_up))
        return run.tally


class _Run:
    def __init__(self, kept: Fetched, clock: Clock, count: int, progress: Progress | None, failed: Failing | None) -> None:
        self.kept = kept
        self.clock = clock
        self.count = count
        self.progress = progress
        self.failed = failed
        self.tally = Tally()

    async def all(self, addresses: list[str | Wrong], manners: Manners, again: bool, look_up: Resolve | None) -> None:
        """Every address: those of a host one after the other, hosts side by side."""
        of_host: dict[str, list[str]] = {}
        for one in addresses:
            if isinstance(one, Wrong):
                self._fail(one.line, one.reason)
            elif not again and (row := self.kept.row(one)) and row.done:
                self._done(SKIPPED)
            else:
                of_host.setdefault(name(one), []).append(one)
        try:
            async with Hosts(manners, self.clock, look_up) as hosts, asyncio.TaskGroup() as group:
                for urls in of_host.values():
                    group.create_task(self._each(urls, hosts))
        except BaseExceptionGroup as several:
            raise several.exceptions[0] from None

    async def _each(self, urls: list[str], hosts: Hosts) -> None:
        for url in urls:
            try:
                self._done(await self._page(url, hosts))
            except PageError as error:
                self._fail(url, str(error), error.http)
            except FetchError:
                raise
            except Exception as error:  # noqa: BLE001 - a fault of the program over one page must not stop the run
                self._fail(url, fault(error))

    def _fail(self, url: str, reason: str, http: int | None = None) -> None:
        self.kept.fail(url, reason, http, self.clock.now())
        if self.failed:
            self.failed(url, reason)
        self._done(FAILED)

    def _done(self, status: str) -> None:
        self.tally = self.tally.one(status)
        if self.progress:
            self.progress(self.tally, self.count)

    async def _page(self, url: str, hosts: Hosts) -> str:
        """Fetch a page and keep it; returns how it went, or raises PageError."""
        row = self.kept.row(url)
        answers = await hosts.follow(url, row.conditions if row else lambda _: {}, _fit)
        page = answers[-1]
        if page.status == 304 and row and row.conditions(page.url):
            return self.kept.unchanged(url, self.clock.now())
        if page.status != 200:
            raise PageError(_refusal(page.status), page.status)
        if not page.body.strip():
            raise PageError("the page is empty: look at it in a browser", page.status)
        media_type = media.kind(page.header("content-type"), page.body)
        if not media.ending(media_type):
            raise PageError(_no_reader(media_type), page.status)
        return self.kept.keep(url, answers, media_type, self.clock.now())


def _fit(answer: Answer) -> None:
    """Refuse what no reader takes in, where that can be told before it is loaded."""
    from corpus.web import WebError

    told = answer.header("content-type")
    if answer.status == 200 and media.hopeless(told):
        raise WebError(_no_reader(told or ""))


def _no_reader(media_type: str) -> str:
    return (
        f"it is {media_type[:80] or 'of no kind that is told'}, which no reader takes in: give the address of the article itself"
    )


def _refusal(status: int) -> str:
    if status in (401, 403, 407):
        return f"the host answered {status}, it refuses programs or wants a login: save the page by hand"
    if status in (404, 410):
        return f"the host answered {status}, there is no such page: check the address"
    if status == 429 or status >= 500:
        return f"the host answered {status}, it is busy or out of order: run the command again later"
    return f"the host answered {status}, which is no page: look at it in a browser"
