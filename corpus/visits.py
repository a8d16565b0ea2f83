"""How quick the site over an archive answers: its pages asked for over its own HTTP, one after another and by twenty readers at once."""

from __future__ import annotations

import http.client
import math
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from corpus.site.labels import read_yaml

MEDIAN, LATE = 0.3, 1.0
"""Seconds that pages of each kind may take at the median and at the 95th percentile."""
ROUNDS = 3
READERS = 20
SECONDS = 20
_EACH = 10
"""Pages of a kind that are asked for."""
_SEARCHED = (
    "thi dua",
    "cờ thi đua chính phủ",
    "dong hoi",
    "Bằng khen",
    "huân chương lao động hạng nhất",
    "nguyen van hung",
    "sở y tế",
)


@dataclass
class Visits:
    """Seconds of each page of a kind, slowest with its address."""

    kind: str
    seconds: list[float] = field(default_factory=list)
    slowest: str = ""

    @property
    def median(self) -> float:
        """Of all pages of the kind."""
        return statistics.median(self.seconds)

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return sorted(self.seconds)[math.ceil(0.95 * len(self.seconds)) - 1]


@contextmanager
def serving(archive: Path) -> Iterator[str]:
    """`host:port` of the site, served by the command that users start, until the block ends."""
    words = [sys.executable, "-m", "corpus", "serve", str(archive), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            yield urlsplit(re.search(r"http://\S+", line)[0]).netloc  # type: ignore[index]
        finally:
            server.terminate()


def get(host: str, path: str) -> tuple[int, bytes]:
    """(status, body) of a page."""
    link = http.client.HTTPConnection(host, timeout=60)
    try:
        link.request("GET", path)
        answer = link.getresponse()
        return answer.status, answer.read()
    finally:
        link.close()


def addresses(archive: Path, each: int = _EACH) -> dict[str, list[str]]:
    """Kind of page -> addresses: the entities that most articles name are among those asked for, and others by chance."""
    base = f"/{quote(archive.stem)}"
    with closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True)) as db:
        found = {
            "home": ["/", base],
            "table": [f"{base}/{table}" for table in ("articles", "awards", "units", "people", "mentions", "amounts")],
            "table with facets": [*_faceted(base)],
            "search": [f"/-/search?{urlencode({'q': words})}" for words in _SEARCHED],
            "charts": ["/-/explore", "/-/explore?status=proposed", "/-/explore?from=2015&level=state"],
            "question": [f"{base}/{name}" for name in read_yaml("queries.yaml")],
            "question answered": [*_asked(db, base)],
        }
        for table in ("articles", "units", "people", "award_types", "themes", "awards"):
            found[f"page of {table}"] = [f"{base}/{table}/{quote(told)}" for told in _some(db, table, each)]
    return found


def _faceted(base: str) -> Iterator[str]:
    for table, facets in (
        ("awards", ("status", "year", "award_type")),
        ("awards", ("grantor", "recipient_kind")),
        ("article_units", ("kind", "year")),
        ("units", ("kind", "scope")),
        ("amounts", ("currency", "year")),
        ("articles", ("year", "source")),
    ):
        yield f"{base}/{table}?{urlencode([('_facet', facet) for facet in facets])}"
    yield f"{base}/awards?repeats__isnull=1&_facet=recipient_kind&_facet=year"
    yield f"{base}/awards?status=proposed&_facet=year&_facet=award_type"
    yield f"{base}/awards?_sort_desc=year"
    yield f"{base}/units?_search=so+y+te"
    yield f"{base}/people?_sort=sort_key&_size=100"


def _some(db: sqlite3.Connection, table: str, each: int) -> list[str]:
    by = {"articles": "words", "awards": "year"}.get(table, "articles")
    hot = [row[0] for row in db.execute(f"select id from {table} order by {by} desc limit {each // 2}")]
    most = db.execute(f"select max(rowid) from {table}").fetchone()[0] or 0
    choice = random.Random(table)
    return hot + [
        db.execute(f"select id from {table} where rowid >= ? limit 1", [choice.randint(1, most)]).fetchone()[0] for _ in hot
    ]


def _asked(db: sqlite3.Connection, base: str) -> Iterator[str]:
    """Each question with the value that a reader would take first for each of its parameters."""
    for name, told in read_yaml("queries.yaml").items():
        for parameter, asked in told.get("ask", {}).items():
            if sql := asked.get("choices"):
                value = db.execute(f"select * from ({sql}) limit 1").fetchone()
                yield f"{base}/{name}?{urlencode({parameter: value[0] if value else ''})}"


def visit(host: str, pages: Mapping[str, Sequence[str]], rounds: int | None = None) -> Iterator[Visits]:
    """Ask for every page, one after another, once before any is timed. Raises AssertionError where one is not 200.

    Meanwhile the site has made its common pages ready, which it does for some seconds after its start.
    """
    for path in [path for paths in pages.values() for path in paths]:
        _timed(host, path)
    for kind, paths in pages.items():
        told, worst = Visits(kind), 0.0
        for path in paths:
            for _ in range(rounds or ROUNDS):
                took = _timed(host, path)
                told.seconds.append(took)
                if took > worst:
                    worst, told.slowest = took, path
        yield told


def _timed(host: str, path: str) -> float:
    """Seconds until a page is read; raises AssertionError where it is not 200."""
    start = time.perf_counter()
    status, body = get(host, path)
    took = time.perf_counter() - start
    assert status == 200, f"{path}: {status}: {body[:500]!r}"
    return took


def crowd(
    host: str, pages: Mapping[str, Sequence[str]], readers: int = READERS, seconds: float = SECONDS
) -> tuple[int, list[str]]:
    """(pages that were read, what went wrong) where so many readers ask for pages by chance at once."""
    paths = [path for some in pages.values() for path in some]
    read, wrong, until = [0] * readers, list[str](), time.monotonic() + seconds

    def reader(number: int) -> None:
        choice = random.Random(number)
        while time.monotonic() < until:
            path = choice.choice(paths)
            try:
                status, body = get(host, path)
            except OSError as error:
                wrong.append(f"{path}: {error}")
                continue
            read[number] += 1
            if status != 200 or b"database is locked" in body:
                wrong.append(f"{path}: {status}")

    threads = [threading.Thread(target=reader, args=(n,)) for n in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(read), wrong
