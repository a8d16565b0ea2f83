"""Readers and archivists at once: `python -m corpus.crowd ARCHIVE --seconds 60 --readers 20 --reviewers 2`.

The site is served as users serve it, over a copy of the archive. Readers ask for pages by chance; each archivist signs in, opens the
queue, accepts, changes, rejects and takes back, as quickly as the site answers. At the end each correction that was answered as made
must be a row, and no row may be there that nobody made.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import random
import re
import secrets
import shutil
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlencode

from corpus.visits import addresses, serving

SECONDS, READERS, REVIEWERS = 60.0, 20, 2
_PASSWORD = secrets.token_hex(12)
_PATIENCE = 60
_FACT = re.compile(r"/-/review/accept/(\w+)/([^\"/?]+)\"")
# a field of each list that takes any words
_WORDS = {"awards": "occasion", "amounts": "about", "units": "name", "themes": "title", "people": "name", "documents": "name"}


@dataclass
class Kind:
    """What was asked of one kind: seconds of each answer, and what went wrong."""

    name: str
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def late(self) -> float:
        """The 95th percentile of the seconds; 0 where nothing was asked."""
        return sorted(self.seconds)[math.ceil(0.95 * len(self.seconds)) - 1] if self.seconds else 0.0

    @property
    def median(self) -> float:
        """The middle one of the seconds; 0 where nothing was asked."""
        return statistics.median(self.seconds) if self.seconds else 0.0


@dataclass
class Outcome:
    """What came of it: the kinds of requests, the corrections that were answered as made, and the rows there are, by who and action."""

    kinds: dict[str, Kind]
    made: Counter[tuple[str, str]]
    rows: Counter[tuple[str, str]]
    met: int

    @property
    def lost(self) -> int:
        """Corrections that were answered as made and are no row."""
        return (self.made - self.rows).total()

    @property
    def errors(self) -> list[str]:
        """What went wrong, rows that nobody made too."""
        more = [
            f"{n} rows by {who} ({action}) that were not answered as made" for (who, action), n in (self.rows - self.made).items()
        ]
        return [wrong for kind in self.kinds.values() for wrong in kind.wrong] + more


class Browser:
    """One who visits the site: keeps its cookies, and notes how long each answer took."""

    def __init__(self, host: str, kinds: dict[str, Kind], lock: threading.Lock) -> None:
        self.host, self.kinds, self.lock = host, kinds, lock
        self.cookies: dict[str, str] = {}

    def ask(self, kind: str, path: str, sent: dict[str, str] | None = None, right: Sequence[int] = (200,)) -> tuple[int, str]:
        """(status, body); of a POST with the token of our forms, answered as to a script. A status that is not right is an error."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept-Language": "vi"}
        body = None
        if sent is not None:
            body = urlencode({"csrftoken": self.cookies.get("ds_csrftoken", "")} | sent)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        start = time.perf_counter()
        link = http.client.HTTPConnection(self.host, timeout=_PATIENCE)
        try:
            link.request("GET" if sent is None else "POST", path, body, headers)
            answer = link.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for told in answer.headers.get_all("set-cookie") or ():
                self.cookies |= {name: one.value for name, one in SimpleCookie(told).items()}
            status, wrong = answer.status, "" if answer.status in right else f"{path}: {answer.status} {text[-200:]}"
        except (OSError, http.client.HTTPException) as error:
            status, text, wrong = 0, "", f"{path}: {error!r}"
        finally:
            link.close()
        with self.lock:
            self.kinds.setdefault(kind, Kind(kind)).seconds.append(time.perf_counter() - start)
            if wrong:
                self.kinds[kind].wrong.append(wrong)
        return status, text


class Reviewer:
    """An archivist at work: `made` counts what was answered as made, `met` what somebody else had been at."""

    def __init__(self, name: str, browser: Browser, articles: Sequence[str]) -> None:
        self.name, self.browser, self.articles = name, browser, articles
        self.choice = random.Random(name)
        self.made: Counter[str] = Counter()
        self.met = 0
        self.numbers: list[int] = []

    def work(self, until: float) -> None:
        """Review until that time."""
        self.browser.ask("sign in", "/-/login")
        self.browser.ask("sign in", "/-/login", {"id": self.name, "password": _PASSWORD}, (303,))
        while time.monotonic() < until:
            _, page = self.browser.ask("queue", f"/-/review?{urlencode({'list': self.choice.choice(['', '', *_WORDS])})}")
            found = _FACT.findall(page)[:5]
            if not found:  # nothing waits any more: whatever an article tells
                _, page = self.browser.ask("article", self.choice.choice(self.articles))
                found = self.choice.sample(facts := _FACT.findall(page), min(5, len(facts)))
            for list_, key in found:
                if time.monotonic() >= until:
                    break
                self._decide(list_, key)

    def _decide(self, list_: str, key: str) -> None:
        act = self.choice.choices(["accept", "change", "reject", "undo"], [5, 4, 1, 2])[0]
        if act == "undo" and self.numbers:
            self._send("undo", str(self.numbers.pop()), {"why": "thử"})
            return
        sent = {"why": "thử"}
        if act == "change" and list_ in _WORDS:
            sent[_WORDS[list_]] = f"Thử {self.choice.randrange(10**9)}"
            self.browser.ask("form", f"/-/review/change/{list_}/{quote(key)}", right=(200, 404, 409))
        else:
            act = "reject" if act == "reject" else "accept"
        self._send(act, f"{list_}/{quote(key)}", sent)

    def _send(self, act: str, what: str, sent: dict[str, str]) -> None:
        status, body = self.browser.ask(act, f"/-/review/{act}/{what}", sent, (200, 404, 409))
        if status != 200:
            self.met += status in (404, 409)
            return
        self.made[act] += 1
        if number := json.loads(body).get("undo"):
            self.numbers.append(number)


def crowd(archive: Path, *, seconds: float = SECONDS, readers: int = READERS, reviewers: int = REVIEWERS) -> Outcome:
    """Let them at a copy of the archive for so many seconds."""
    kinds, lock = dict[str, Kind](), threading.Lock()
    with _copy(archive, reviewers) as (copy, names), serving(copy) as host:
        pages = addresses(copy)
        articles, paths = pages["page of articles"], [path for some in pages.values() for path in some]
        with closing(sqlite3.connect(copy)) as db:
            before = db.execute("select coalesce(max(id), 0) from corrections").fetchone()[0]
        until = time.monotonic() + seconds
        workers = [Reviewer(name, Browser(host, kinds, lock), articles) for name in names]
        jobs: list[Callable[[], None]] = [lambda one=one: one.work(until) for one in workers]  # type: ignore[misc]
        jobs += [lambda n=n: _read(Browser(host, kinds, lock), paths, n, until) for n in range(readers)]  # type: ignore[misc]
        threads = [threading.Thread(target=job) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with closing(sqlite3.connect(copy)) as db:
            found = db.execute("select who, action, count(*) from corrections where id > ? group by 1, 2", [before])
            rows = Counter({(who, action): n for who, action, n in found})
            assert db.execute("pragma integrity_check").fetchone() == ("ok",)
            assert db.execute("select count(*) from stale").fetchone() == (0,)
    made = Counter({(one.name, act): n for one in workers for act, n in one.made.items()})
    return Outcome(kinds, made, rows, sum(one.met for one in workers))


def _read(browser: Browser, pages: Sequence[str], number: int, until: float) -> None:
    choice = random.Random(number)
    while time.monotonic() < until:
        # a page of a fact that was changed meanwhile is gone
        browser.ask("read", choice.choice(pages), right=(200, 302, 404))


@contextmanager
def _copy(archive: Path, reviewers: int) -> Iterator[tuple[Path, list[str]]]:
    """(a copy of the archive with accounts beside it, their names), until the block ends."""
    from corpus.site.accounts import Accounts, beside

    with tempfile.TemporaryDirectory(prefix="khenthuong-") as folder:
        copy = Path(folder) / archive.name
        shutil.copy(archive, copy)
        accounts = Accounts(beside(copy))
        names = [f"nguoi{n + 1}" for n in range(reviewers)]
        for name in names:
            accounts.add(name, "archivist", _PASSWORD, "2026-01-02T03:04:05")
        yield copy, names


def told(outcome: Outcome, seconds: float) -> Iterator[str]:
    """The lines of the table."""
    yield f"{'request':<10} {'number':>7} {'a second':>9} {'errors':>7} {'median':>8} {'95 %':>8}"
    for kind in sorted(outcome.kinds.values(), key=lambda one: -len(one.seconds)):
        many = len(kind.seconds)
        yield f"{kind.name:<10} {many:>7} {many / seconds:>9.1f} {len(kind.wrong):>7} {kind.median:>7.3f}s {kind.late:>7.3f}s"
    yield f"corrections answered as made: {outcome.made.total()}; rows: {outcome.rows.total()}; lost: {outcome.lost}"
    yield f"facts that somebody else had been at: {outcome.met}"


def main(argv: Sequence[str] | None = None) -> int:
    """The command; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m corpus.crowd", description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for how long (%(default)s)")
    parser.add_argument("--readers", type=int, default=READERS, help="how many read (%(default)s)")
    parser.add_argument("--reviewers", type=int, default=REVIEWERS, help="how many review (%(default)s)")
    asked = parser.parse_args(argv)
    outcome = crowd(asked.archive, seconds=asked.seconds, readers=asked.readers, reviewers=asked.reviewers)
    for line in told(outcome, asked.seconds):
        print(line)
    for wrong in outcome.errors[:20]:
        print(wrong, file=sys.stderr)
    return 1 if outcome.errors or outcome.lost else 0


if __name__ == "__main__":
    sys.exit(main())
