"""Fetching: polite to hosts, safe from them, and each address counted once, against servers on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import itertools
import os
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore
import pytest
from making import heeding_ctrl_c
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from corpus import fetch as fetching
from corpus import robots
from corpus.cli import app
from corpus.fetch import Clock, FetchError, Manners, Tally, fetch
from corpus.fetched import STATE
from corpus.ingest import ingest
from corpus.inputs import inputs
from corpus.limits import VARIABLE
from corpus.media import ENDINGS
from corpus.readers import FORMATS
from tests.serving import Handler, Site, news

QUICK = Manners("khenthuong/test", private=True, delay=0, silence=1.5, backoff=0.01)
MORNING = datetime(2026, 1, 1, tzinfo=UTC)


class Time:
    """A clock whose pauses take no time and are noted."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def seconds(self) -> float:
        return time.monotonic() + sum(self.slept)

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.seconds())

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


class Fetcher:
    """A list and a folder; `run` fetches, and afterwards `failures` and `rows` tell how it went."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.list = folder / "urls.txt"
        self.time = Time()
        self.failures: dict[str, str] = {}
        self.steps: list[Tally] = []

    def run(self, *urls: str, manners: Manners = QUICK, **how) -> Tally:
        self.list.write_text("\n".join(urls), encoding="utf-8")
        self.failures = {}
        self.steps = []
        clock = Clock(self.time.now, self.time.seconds, self.time.sleep)
        before = sorted(self.folder.iterdir())
        tally = fetch(
            self.list, self.out, clock=clock, manners=manners, failed=self.failures.__setitem__, progress=self._step, **how
        )
        assert sorted({*self.folder.iterdir()} - {self.out}) == sorted({*before} - {self.out}), "written outside"
        assert not list(self.out.rglob("*.part"))
        assert tally.addresses == len(dict.fromkeys(urls)) == len(self.steps)
        assert tally.failed == len(self.failures)
        return tally

    def _step(self, tally: Tally, total: int) -> None:
        assert tally.addresses <= total
        self.steps.append(tally)

    @property
    def reason(self) -> str:
        (reason,) = self.failures.values()
        return reason

    @property
    def rows(self) -> list[dict]:
        db = sqlite3.connect(self.out / STATE)
        db.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in db.execute("select * from addresses order by url")]
        finally:
            db.close()

    def records(self) -> list[tuple[str, str, bytes]]:
        """(address, status, body) of what lies in the web archives."""
        found = []
        for file in sorted(self.out.glob("*/*.warc.gz")):
            with file.open("rb") as opened:
                for record in ArchiveIterator(opened, check_digests="raise"):
                    body = record.content_stream().read()
                    found.append((record.rec_headers["WARC-Target-URI"], record.http_headers.get_statuscode(), body))
        return found


@pytest.fixture
def fetcher(tmp_path: Path) -> Fetcher:
    folder = tmp_path / "work"
    folder.mkdir()
    return Fetcher(folder)


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.stop()


# What is fetched


def test_pages_are_kept_with_their_address_and_ingested(fetcher, site):
    site.pages = {f"/tin/{n}": news(n) for n in range(5)} | {"/bai.txt": lambda h: h.answer(200, b"Trao thu" * 20, "text/plain")}
    urls = [site.url(path) for path in site.pages]
    assert fetcher.run(*urls) == Tally(new=6)
    assert sorted((url, status) for url, status, _ in fetcher.records()) == sorted((url, "200") for url in urls)
    assert {row["sha256"] for row in fetcher.rows} == {hashlib.sha256(body).hexdigest() for *_, body in fetcher.records()}
    archive = fetcher.folder / "kho.db"
    assert ingest([fetcher.out], archive, now=lambda: "2026-01-01").stored == 6
    with contextlib.closing(sqlite3.connect(archive)) as db:
        assert {url for (url,) in db.execute("select url from articles")} == set(urls)


def test_a_host_is_told_who_asks_and_nothing_else(fetcher, site):
    site.pages = {"/a": news(1)}
    fetcher.run(site.url("/a"), manners=replace(QUICK, agent="khenthuong/0.1 (+an@bao.vn)"))
    assert {tuple(sorted(headers)) for *_, headers in site.asked} == {
        ("Accept", "Accept-Encoding", "Accept-Language", "Host", "User-Agent")
    }
    assert {headers["User-Agent"] for *_, headers in site.asked} == {"khenthuong/0.1 (+an@bao.vn)"}


def test_what_is_finished_is_not_asked_again_until_told(fetcher, site):
    site.pages = {
        "/a": lambda h: h.answer(304 if h.headers["If-None-Match"] == '"x"' else 200, news(1), ETag='"x"'),
        "/b": news(2),
    }
    since = "Thu, 01 Jan 2026 00:00:00 GMT"
    site.pages["/c"] = lambda h: h.answer(304 if h.headers["If-Modified-Since"] == since else 200, news(3), Last_Modified=since)
    urls = [site.url(path) for path in "/a /b /c".split()]
    assert fetcher.run(*urls) == Tally(new=3)
    count = len(site.asked)
    assert fetcher.run(*urls) == Tally(skipped=3)
    assert len(site.asked) == count
    assert fetcher.run(*urls, again=True) == Tally(unchanged=3)
    assert [row["http"] for row in fetcher.rows] == [304, 200, 304]
    site.pages |= {"/a": news(4), "/b": news(5)}
    assert fetcher.run(*urls, again=True) == Tally(new=2, unchanged=1)
    # what a page was lies beside what it is
    assert len(fetcher.records()) == 5
    assert fetcher.run(*urls) == Tally(skipped=3)


def test_a_page_that_is_gone_later_stays_and_is_asked_for_again(fetcher, site):
    site.pages = {"/a": news(1)}
    fetcher.run(site.url("/a"))
    del site.pages["/a"]
    assert fetcher.run(site.url("/a"), again=True) == Tally(failed=1)
    assert "404" in fetcher.reason
    assert len(fetcher.records()) == 1
    site.pages = {"/a": news(1)}
    assert fetcher.run(site.url("/a")) == Tally(unchanged=1)
    assert fetcher.rows[0]["reason"] is None


def test_a_page_whose_file_is_gone_is_fetched_anew(fetcher, site):
    site.pages = {"/a": lambda h: h.answer(304 if h.headers["If-None-Match"] else 200, news(1), ETag='"x"')}
    fetcher.run(site.url("/a"))
    next(fetcher.out.glob("*/*.gz")).unlink()
    assert fetcher.run(site.url("/a")) == Tally(new=1)
    assert len(fetcher.records()) == 1


def test_redirects_are_followed_and_kept(fetcher, site):
    site.pages = {
        "/cu": lambda h: h.answer(301, b"moved", Location="/tin/khen th\u01b0\u1edfng".encode().decode("latin-1")),
        "/tin/khen%20th%C6%B0%E1%BB%9Fng": news(1),
    }
    assert fetcher.run(site.url("/cu")) == Tally(new=1)
    final = site.url("/tin/khen%20th%C6%B0%E1%BB%9Fng")
    assert fetcher.records() == [(site.url("/cu"), "301", b""), (final, "200", news(1))]
    assert (fetcher.rows[0]["url"], fetcher.rows[0]["final"]) == (site.url("/cu"), final)


def test_only_the_address_where_the_page_was_is_asked_whether_it_has_changed(fetcher, site):
    site.pages = {
        "/cu": lambda h: h.answer(302, Location="/moi"),
        "/moi": lambda h: h.answer(304 if h.headers["If-None-Match"] else 200, news(1), ETag='"x"'),
    }
    assert fetcher.run(site.url("/cu")) == Tally(new=1)
    assert fetcher.run(site.url("/cu"), again=True) == Tally(unchanged=1)
    asked = [(path, headers.get("If-None-Match")) for _, path, headers in site.asked if path != "/robots.txt"]
    assert asked == [("/cu", None), ("/moi", None), ("/cu", None), ("/moi", '"x"')]


@pytest.mark.parametrize(
    ("told", "body", "type_"),
    [
        ("text/html", news(1), "text/html"),
        ("application/octet-stream", news(1), "text/html"),
        (None, b"<!-- a --><!-- b -->\n<!DOCTYPE html><p>Tin", "text/html"),
        ("application/octet-stream", b"%PDF-1.4 ...", "application/pdf"),
        ("text/html", b"%PDF-1.4 ...", "application/pdf"),
        ("application/zip", b"PK\x03\x04....word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("image/jpeg", b"\xff\xd8\xff\xe0...", "image/jpeg"),
    ],
)  # fmt: skip
def test_a_page_is_of_the_kind_that_its_bytes_tell(fetcher, site, monkeypatch, told, body, type_):
    for ending in (".pdf", ".docx", ".jpg"):
        monkeypatch.setitem(FORMATS, ending, ending[1:])
    site.pages = {"/a": lambda h: h.answer(200, body, told)}
    assert fetcher.run(site.url("/a")) == Tally(new=1)
    assert fetcher.rows[0]["type"] == type_
    taken = [(one.data, one.form) for one in inputs([fetcher.out])]
    assert taken == [(body, FORMATS[ENDINGS[type_]])]


@pytest.mark.parametrize(
    ("told", "body"),
    [
        ("video/mp4", b"x"),
        ("application/json", b"{}"),
        ("application/zip", b"PK\x03\x04..."),
        (None, b"abc"),
        ("image/gif", b"GIF89a"),
    ],
)
def test_what_no_reader_reads_is_refused_with_its_kind(fetcher, site, told, body):
    site.pages = {"/a": lambda h: h.answer(200, body, told)}
    assert fetcher.run(site.url("/a")) == Tally(failed=1)
    assert (told or "octet-stream") in fetcher.reason
    assert fetcher.reason.endswith("give the address of the article itself")


def test_a_film_is_not_loaded(fetcher, site):
    site.pages = {"/a": lambda h: h.raw(b"HTTP/1.1 200 OK\r\nContent-Type: Video/mp4\r\n\r\n", b"film", pause=3)}
    start = time.monotonic()
    assert fetcher.run(site.url("/a")) == Tally(failed=1)
    assert "no reader takes in" in fetcher.reason
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize("status", [201, 204, 206, 400, 401, 403, 404, 410, 418, 500])
def test_what_is_no_page_is_a_failure_that_is_not_insisted_on(fetcher, site, status):
    site.pages = {"/a": lambda h: h.answer(status, b"" if status == 204 else b"no")}
    assert fetcher.run(site.url("/a")) == Tally(failed=1)
    assert f"answered {status}" in fetcher.reason
    assert len(site.paths) == 1
    assert fetcher.rows[0]["http"] == status


def test_an_empty_page_is_a_failure(fetcher, site):
    site.pages = {"/a": b" \n"}
    assert fetcher.run(site.url("/a")) == Tally(failed=1)
    assert "empty" in fetcher.reason


def test_lines_that_are_no_address_are_counted(fetcher, site):
    site.pages = {"/a": news(1)}
    assert fetcher.run(site.url("/a"), "bao.vn/tin", "http://an:matkhau@127.0.0.1/") == Tally(new=1, failed=2)
    told = f"{fetcher.failures}{fetcher.rows}".encode() + (fetcher.out / STATE).read_bytes()
    assert b"matkhau" not in told


# Polite to hosts


def test_a_host_is_asked_for_one_page_at_a_time_with_a_pause_and_several_hosts_at_once(tmp_path):
    sites = [Site(ip) for ip in ("127.0.0.1", "127.0.0.2", "127.0.0.3")]
    slow = lambda h: (time.sleep(0.1), h.answer(200, news(1)))  # noqa: E731
    for site in sites:
        site.pages = {f"/{n}": slow for n in range(4)}
    fetcher = Fetcher(tmp_path)
    urls = [site.url(f"/{n}") for site in sites for n in range(4)]
    start = time.monotonic()
    real = Clock(lambda: MORNING, time.monotonic)
    fetcher.list.write_text("\n".join(urls))
    assert fetch(fetcher.list, fetcher.out, clock=real, manners=replace(QUICK, delay=0.3)) == Tally(new=12)
    took = time.monotonic() - start
    for site in sites:
        site.stop()
        times = [at for at, *_ in site.asked]
        assert len(times) == 5
        assert min(b - a for a, b in itertools.pairwise(times)) >= 0.3
        assert site.most == 1
    # one host alone takes 5 requests and 4 pauses
    assert took < 2 * (4 * 0.4 + 0.3)
    assert max(site.asked[0][0] for site in sites) < min(site.asked[-1][0] for site in sites)


def test_no_more_hosts_are_asked_at_once_than_told_and_waiting_counts_for_no_page(tmp_path, site, monkeypatch):
    monkeypatch.setenv(VARIABLE, "seconds=2")
    site.pages = {"/": lambda h: (time.sleep(0.7), h.answer(200, news(1)))}
    names = [f"127.0.0.{n}" for n in range(1, 9)]
    fetcher = Fetcher(tmp_path)

    async def here(*_: object) -> list[str]:
        return ["127.0.0.1"]

    assert fetcher.run(*(site.url("/", name) for name in names), manners=replace(QUICK, hosts=2), look_up=here) == Tally(new=8)
    assert site.most == 2


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", []),
        (b"User-agent: khenthuong\nDisallow: /\n\nUser-agent: *\nAllow: /", []),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: KhenThuong\nDisallow:", ["/a", "/b.aspx?id=1", "/c/d"]),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /*.aspx\r\nDisallow: /c/\r\nAllow: /c/d$", ["/a", "/c/d"]),
        (b"User-agent: others\nDisallow: /", ["/a", "/b.aspx?id=1", "/c/d"]),
        (b"User-agent: *\nDisallow: /*?id=", ["/a", "/c/d"]),
        (b"<html>Khong tim thay</html>", ["/a", "/b.aspx?id=1", "/c/d"]),
        (b"\xff\xfe\x00rubbish\nUser-agent: *\nDisallow: /c", ["/a", "/b.aspx?id=1"]),
    ],
)
def test_robots_txt_is_obeyed(fetcher, site, rules, allowed):
    site.pages = {"/robots.txt": rules, "/a": news(1), "/b.aspx?id=1": news(2), "/c/d": news(3)}
    tally = fetcher.run(*(site.url(path) for path in list(site.pages)[1:]))
    assert site.paths == allowed
    assert tally == Tally(new=len(allowed), failed=3 - len(allowed))
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 1
    assert all("robots.txt forbids" in reason for reason in fetcher.failures.values())


def endless(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not handler.server.ended.is_set():
        handler.wfile.write(b"User-agent: *\nDisallow: /b\n" * 1000)


def drip(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n", *[b"a"] * 200, pause=0.2)


BOMB = gzip.compress(b"\n" * 20_000_000)


@pytest.mark.parametrize(
    ("does", "fetched"),
    [
        (lambda h: h.answer(404), True),
        (lambda h: h.answer(403), True),
        (lambda h: h.answer(500), False),
        (lambda h: h.answer(503), False),
        (lambda h: h.answer(429), False),
        (lambda h: h.raw(b""), False),
        (lambda h: h.raw(b"rubbish\r\n\r\n"), False),
        (lambda h: h.answer(302, Location="/robots.txt"), True),
        (lambda h: h.answer(302, Location="/khac.txt"), False),
        (lambda h: h.answer(302, Location="file:///etc/passwd"), False),
        (lambda h: h.answer(200, BOMB, Content_Encoding="gzip"), True),  # its first half a megabyte forbids nothing
        (endless, False),
        (drip, False),
    ],
)
def test_what_a_host_does_with_robots_txt_decides(fetcher, site, monkeypatch, does, fetched):
    monkeypatch.setenv(VARIABLE, "seconds=1")
    site.pages = {"/robots.txt": does, "/khac.txt": b"User-agent: *\nDisallow: /b", "/b": news(1), "/b2": news(2)}
    start = time.monotonic()
    assert fetcher.run(site.url("/b"), site.url("/b2")) == (Tally(new=2) if fetched else Tally(failed=2))
    assert time.monotonic() - start < 5
    assert {"/b", "/b2"} <= set(site.paths) if fetched else not {"/b", "/b2"} & set(site.paths)
    assert all(re.search(r"robots\.txt.*: ", reason) for reason in fetcher.failures.values())


def test_a_robots_txt_is_read_up_to_a_size_and_none_of_its_lines_by_half():
    filling = b"User-agent: *\n" + b"#" * (robots.MOST - 40) + b"\n"
    cut = filling + b"Disallow: /a/very/long/path\nDisallow: /x\n"
    assert robots.of(200, filling + b"Disallow: /x\n").allows("http://bao.vn/a")
    assert not robots.of(200, filling + b"Disallow: /x\n").allows("http://bao.vn/x")
    assert len(cut) > robots.MOST > len(filling)
    assert robots.of(200, cut).allows("http://bao.vn/a/very/long/pages")


def test_a_robots_txt_of_many_names_and_rules_costs_little():
    names = b"".join(b"User-agent: a%d\n" % n for n in range(15_000))
    rules = b"".join(b"Disallow: /*x%d*y\n" % n for n in range(13_000))
    start = time.process_time()
    assert robots.of(200, names + b"User-agent: khenthuong\n" + rules).allows("http://bao.vn/" + "x" * 3000)
    assert not robots.of(200, names + b"User-agent: khenthuong\n" + rules).allows("http://bao.vn/x7zy")
    assert time.process_time() - start < 5


def test_a_wanted_pause_is_kept_within_bounds(fetcher, site):
    site.pages = {"/robots.txt": b"User-agent: *\nCrawl-delay: 7", "/a": news(1), "/b": news(2)}
    fetcher.run(site.url("/a"), site.url("/b"))
    assert [round(pause) for pause in fetcher.time.slept] == [7, 7]
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 99999"
    fetcher.time.slept.clear()
    fetcher.run(site.url("/a"), site.url("/b"), again=True, manners=replace(QUICK, longest=9))
    assert [round(pause) for pause in fetcher.time.slept] == [9, 9]


def test_a_busy_host_is_asked_again_when_it_tells(fetcher, site):
    answers = {"/a": [("7", 429), ("Thu, 01 Jan 2026 00:00:00 GMT", 503), (None, 503)], "/b": [("soon", 429)]}

    def busy(handler: Handler) -> None:
        if answers[handler.path]:
            told, status = answers[handler.path].pop(0)
            handler.answer(status, b"busy", **({"Retry_After": told} if told else {}))
        else:
            handler.answer(200, news(len(handler.path)))

    site.pages = {"/a": busy, "/b": busy}
    assert fetcher.run(site.url("/a"), site.url("/b"), manners=replace(QUICK, tries=4, backoff=3)) == Tally(new=2)
    assert [round(pause) for pause in fetcher.time.slept] == [7, 12, 3]
    assert site.paths == ["/a"] * 4 + ["/b"] * 2


def test_a_host_that_stays_busy_is_a_failure(fetcher, site):
    site.pages = {"/a": lambda h: h.answer(503), "/b": news(1)}
    assert fetcher.run(site.url("/a"), site.url("/b")) == Tally(new=1, failed=1)
    assert "answered 503" in fetcher.reason
    assert site.paths == ["/a"] * 3 + ["/b"]


def test_a_host_that_asks_for_a_long_pause_is_left_alone(fetcher, site):
    site.pages = {"/a": news(1), "/b": lambda h: h.answer(429, Retry_After="3600"), "/c": news(3), "/d": news(4)}
    assert fetcher.run(*(site.url(path) for path in site.pages)) == Tally(new=1, failed=3)
    assert site.paths == ["/a", "/b"]
    assert set(fetcher.failures.values()) == {"the host asks to be left alone for 3600 s: run the command again after that"}
    assert max(fetcher.time.slept, default=0) < 3600
    site.pages["/b"] = news(2)
    assert fetcher.run(*(site.url(path) for path in site.pages)) == Tally(new=3, skipped=1)


def test_a_host_that_does_not_answer_is_given_up(fetcher, site):
    silent = lambda h: h.raw(b"", pause=9)  # noqa: E731
    site.pages = {f"/{n}": silent for n in range(9)}
    assert fetcher.run(*(site.url(f"/{n}") for n in range(9)), manners=replace(QUICK, silence=0.2, tries=1)) == Tally(failed=9)
    assert site.paths == ["/0", "/1", "/2"]
    assert sum("asked no more" in reason for reason in fetcher.failures.values()) == 6


# Safe from hosts

BROKEN = {
    "cut off": (
        lambda h: h.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>mot phan"),
        "broke",
    ),
    "cut off in a chunk": (lambda h: h.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<p>mot phan"), "broke"),
    "no chunk": (lambda h: h.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"), "broke"),
    "no answer": (lambda h: h.raw(b""), "broke"),
    "no HTTP": (lambda h: h.raw(b"SSH-2.0-OpenSSH_9\r\n"), "broke"),
    "two lengths": (lambda h: h.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"), "broke"),
    "length that is none": (lambda h: h.raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcdef"), "broke"),
    "huge headers": (lambda h: h.raw(b"HTTP/1.1 200 OK\r\n", *[b"X-A: " + b"a" * 60_000 + b"\r\n"] * 9), "broke"),
    "endless headers": (lambda h: h.raw(b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 500_000), "broke"),
    "endless body": (endless, "more than 2,000,000 bytes"),
    "slow body": (drip, "more than 2 s"),
    "slow head": (lambda h: h.raw(b"HTTP/1.1 200 OK\r\n", *[b"X-A: a\r\n"] * 99, pause=0.2), "more than 2 s"),
    "endless continues": (lambda h: h.raw(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 99, pause=0.2), "more than 2 s"),
    "silence": (lambda h: h.raw(b"", pause=9), "said nothing for 1.5 s"),
    "said to be too large": (
        lambda h: h.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2000001\r\n\r\nab"),
        "more than 2,000,000 bytes",
    ),
    "a bomb": (lambda h: h.answer(200, gzip.compress(b"a" * 1_900_000), Content_Encoding="gzip"), "more than 200 times"),
    "a bomb in parts": (
        lambda h: h.answer(200, gzip.compress(os.urandom(9000) + b"a" * 999_999) * 3, Content_Encoding="gzip"),
        "more than 2,000,000 bytes",
    ),
    "packed and cut off": (lambda h: h.answer(200, gzip.compress(news(1))[:-9], Content_Encoding="gzip"), "cut off"),
    "not packed": (lambda h: h.answer(200, news(1), Content_Encoding="gzip"), "not packed as its head tells"),
    "packed otherwise": (lambda h: h.answer(200, b"x", Content_Encoding="br"), "packed as 'br'"),
    "packed twice": (lambda h: h.answer(200, b"x", Content_Encoding="gzip, gzip"), "packed as 'gzip, gzip'"),
    "304 unasked": (lambda h: h.answer(304), "answered 304"),
    "a circle": (lambda h: h.answer(302, Location="/a"), "circle"),
    "no location": (lambda h: h.answer(302), "to nowhere"),
    "endless redirects": (lambda h: h.answer(302, Location=f"{h.path}a"), "more than 5 times"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_whatever_a_host_does_ends_in_a_failure_of_that_page_alone(fetcher, site, monkeypatch, what):
    monkeypatch.setenv(VARIABLE, "file=2MB seconds=2")
    does, why = BROKEN[what]
    site.pages = {"/" + "a" * n: does for n in range(1, 10)} | {"/b": news(1)}
    start = time.monotonic()
    assert fetcher.run(site.url("/a"), site.url("/b"), manners=replace(QUICK, tries=2)) == Tally(new=1, failed=1)
    assert why in fetcher.reason
    assert ": " in fetcher.reason
    assert time.monotonic() - start < 8
    assert [url for url, *_ in fetcher.records()] == [site.url("/b")]


def test_a_broken_connection_is_tried_again(fetcher, site):
    count = iter(range(9))
    site.pages = {
        "/a": lambda h: h.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\na") if next(count) < 2 else h.answer(200, news(1))
    }
    assert fetcher.run(site.url("/a")) == Tally(new=1)
    assert site.paths == ["/a"] * 3


def test_packed_chunked_and_strange_answers_are_read(fetcher, site):
    packed = gzip.compress(news(1)[:50]) + gzip.compress(news(1)[50:]) + b"\0" * 9
    site.pages = {
        "/goi": lambda h: h.answer(200, packed, Content_Encoding="GZIP"),
        "/chunk": lambda h: h.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(news(2)), news(2))),
        "/dai": lambda h: h.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(news(3)), news(3)), b"thua"),
        "/den-het": lambda h: h.raw(b"HTTP/1.0 200\r\nContent-Type: text/html\r\n\r\n" + news(4)),
        "/dau": lambda h: h.raw(b"HTTP/1.1 200 \xc4\x90\xff\r\nContent-Type: text/html\r\nX-\x41: \xff\xfe\x80\xc4\x91\r\nETag: \"\xff\"\r\n\r\n" + news(5)),
    }  # fmt: skip
    urls = [site.url(path) for path in site.pages]
    assert fetcher.run(*urls) == Tally(new=5), fetcher.failures
    assert {url: body for url, _, body in fetcher.records()} == {url: news(n) for n, url in enumerate(urls, 1)}
    assert fetcher.run(*urls, again=True) == Tally(unchanged=5)


HERE = "127.0.0.1 localhost 2130706433 0x7f.1 0x7f000001 017700000001 127.1 0 0.0.0.0 [::1] [::ffff:127.0.0.1] [::]".split()


@pytest.mark.parametrize("host", HERE)
def test_this_computer_is_not_asked_by_whatever_name(fetcher, site, host):
    assert fetcher.run(site.url("/a", host), manners=replace(QUICK, private=False)) == Tally(failed=1)
    assert site.asked == []
    assert "give --allow-private" in fetcher.reason or "no host of this name" in fetcher.reason


class Internet:
    """Hosts with public addresses, which lead to a site on this machine; `connected`: the addresses that were connected to."""

    def __init__(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hosts: dict[str, list[list[str]]] = {}
        self.connected: list[str] = []
        connect = httpcore.AnyIOBackend.connect_tcp

        async def connect_tcp(backend: httpcore.AnyIOBackend, host: str, port: int, *more: object) -> httpcore.AsyncNetworkStream:
            self.connected.append(host)
            assert host.startswith("8."), "a connection to an address that no test means"
            return await connect(backend, "127.0.0.1", site.port)

        monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect_tcp)

    async def look_up(self, host: str, _: int) -> list[str]:
        told = self.hosts.get(host, [[host.strip("[]")]])
        return told.pop(0) if len(told) > 1 else told[0]


@pytest.fixture
def internet(site, monkeypatch) -> Internet:
    return Internet(site, monkeypatch)


PUBLIC = replace(QUICK, private=False)


def test_a_host_that_changes_its_address_gains_nothing(fetcher, site, internet):
    site.pages = {"/a": news(1), "/robots.txt": lambda h: h.answer(404, Connection="close")}
    internet.hosts = {"doi.test": [["8.8.8.8"], ["127.0.0.1"]], "dong.test": [["10.0.0.1", "8.8.4.4", "::1"]]}
    assert fetcher.run("http://doi.test/a", "http://dong.test/a", manners=PUBLIC, look_up=internet.look_up) == Tally(
        new=1, failed=1
    )
    assert "http://doi.test/a" in fetcher.failures
    assert "127.0.0.1, and it is loopback" in fetcher.reason
    assert set(internet.connected) == {"8.8.8.8", "8.8.4.4"}
    assert site.paths == ["/a"]


@pytest.mark.parametrize(
    "to",
    [
        *"""http://127.0.0.1/kin http://169.254.169.254/latest http://[::1]/ http://[::ffff:10.0.0.1]/ //192.168.1.1/ http://noi-bo.test/
    http://8.8.8.8:1/@127.0.0.1 file:///etc/passwd javascript:alert(1) http://an:matkhau@8.8.8.8/ // http://[::1 /// gopher:x \x01
    ftp://8.8.8.8/ http://8.8.8.8\\@127.0.0.1/ http://8.8.8.8:99999/ http://""".split(),
        "http://" + "a" * 5000,
    ],
)
def test_a_redirect_leads_nowhere_that_an_address_may_not(fetcher, site, internet, to):
    internet.hosts = {"bao.test": [["8.8.8.8"]], "noi-bo.test": [["192.168.0.1"]]}
    site.pages = {"/a": lambda h: h.answer(302, Location=to), "/@127.0.0.1": lambda h: h.answer(404)}
    assert fetcher.run("http://bao.test/a", manners=PUBLIC, look_up=internet.look_up) == Tally(failed=1)
    assert set(internet.connected) == {"8.8.8.8"}
    assert set(site.paths) <= {"/a", "/", "/@127.0.0.1"}
    assert "matkhau" not in f"{fetcher.failures}{fetcher.rows}"
    assert "fault" not in fetcher.reason
    assert "report" not in fetcher.reason


def test_a_redirect_to_another_host_obeys_that_host(fetcher, site):
    other = Site("127.0.0.2", {"/robots.txt": b"User-agent: *\nDisallow: /kin", "/kin": news(1), "/mo": news(2)})
    site.pages = {
        "/1": lambda h: h.answer(302, Location=other.url("/kin")),
        "/2": lambda h: h.answer(302, Location=other.url("/mo")),
    }
    try:
        assert fetcher.run(site.url("/1"), site.url("/2")) == Tally(new=1, failed=1)
    finally:
        other.stop()
    assert other.paths == ["/mo"]
    assert "robots.txt forbids" in fetcher.reason


def test_a_host_that_several_redirect_to_has_its_turn_too(fetcher, site):
    third = Site("127.0.0.3", {f"/{n}": lambda h: (time.sleep(0.05), h.answer(200, news(1))) for n in range(8)})
    sites = [site, Site("127.0.0.2")]
    for n in range(8):
        sites[n % 2].pages[f"/{n}"] = lambda h: h.answer(302, Location=third.url(h.path))
    try:
        assert fetcher.run(*(sites[n % 2].url(f"/{n}") for n in range(8))) == Tally(new=8)
    finally:
        third.stop()
        sites[1].stop()
    assert third.most == 1
    assert [path for _, path, _ in third.asked].count("/robots.txt") == 1


def test_a_host_that_is_not_there_is_a_failure(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert fetcher.run(f"http://127.0.0.1:{port}/a", "http://khong-co.invalid/") == Tally(failed=2)
    assert "cannot be connected to" in fetcher.failures[f"http://127.0.0.1:{port}/a"]
    assert "name" in fetcher.failures["http://khong-co.invalid/"]


def test_a_name_that_is_not_looked_up_in_time_is_a_failure(fetcher):
    async def never(*_: object) -> list[str]:
        await asyncio.sleep(60)
        return []

    start = time.monotonic()
    assert fetcher.run("http://bao.test/a", manners=replace(QUICK, silence=0.2, tries=2), look_up=never) == Tally(failed=1)
    assert fetcher.reason.startswith("the host said nothing for 0.2 s")
    assert time.monotonic() - start < 5


def test_a_certificate_must_be_valid(fetcher, site, monkeypatch, tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("no openssl: apt-get install openssl")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=may-chu -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*make.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.pages = {"/a": news(1)}
    url = site.url("/a").replace("http:", "https:")
    assert fetcher.run(url) == Tally(failed=1)
    assert "certificate is not valid" in fetcher.reason
    assert site.asked == []
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    assert fetcher.run(url) == Tally(new=1)
    assert fetcher.run(url.replace("127.0.0.1", "localhost")) == Tally(failed=1)


# Stopped and run again


def start(fetcher: Fetcher, root: Path, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "corpus", "fetch", fetcher.list, "--out", fetcher.out, "--allow-private", *more]
    return subprocess.Popen(
        list(map(str, words)),
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeding_ctrl_c,  # noqa: PLW1509 - it sets one signal
    )


def until(true, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_run_that_is_killed_goes_on_where_it_was(fetcher, site, root):
    big = lambda h: h.answer(200, news(int(h.path[1:])) + b" " * 1_000_000)  # noqa: E731
    site.pages = {f"/{n}": big for n in range(20)}
    urls = [site.url(path) for path in site.pages]
    fetcher.list.write_text("\n".join(urls))
    for kills in (1, 2):
        running = start(fetcher, root, "--delay", "0")
        until(lambda kills=kills: len(site.paths) >= 6 * kills)
        running.kill()
        running.communicate()
        assert running.returncode == -signal.SIGKILL
    kept = len(fetcher.records())
    assert 0 < kept < 20
    tally = fetcher.run(*urls)
    assert (tally.failed, tally.unchanged, tally.new + tally.skipped) == (0, 0, 20)
    assert tally.skipped >= kept - 2
    assert len(fetcher.records()) == 20
    # the two that were killed on the way were asked for twice
    assert len(site.paths) <= 22
    assert not list(fetcher.out.rglob("*.part"))


def test_ctrl_c_ends_at_once(fetcher, site, root):
    site.pages = {"/1": news(1), "/2": lambda h: h.raw(b"HTTP/1.1 200 OK\r\n", b"", pause=30)}
    fetcher.list.write_text("\n".join(site.url(path) for path in site.pages))
    running = start(fetcher, root, "--delay", "0.1")
    until(lambda: "/2" in site.paths)
    pressed = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=10)
    assert time.monotonic() - pressed < 2
    assert "the same command again does what is left" in told
    assert running.returncode == 130
    site.pages["/2"] = news(2)
    assert fetcher.run(*(site.url(path) for path in site.pages)) == Tally(new=1, skipped=1)


def test_what_a_killed_run_left_half_written_is_taken_away(fetcher, site):
    site.pages = {"/a": news(1)}
    (fetcher.out / "127.0.0.1").mkdir(parents=True)
    for name in (".a.warc.gz.part", "b.warc.gz"):
        (fetcher.out / "127.0.0.1" / name).write_bytes(b"half")
    assert fetcher.run(site.url("/a")) == Tally(new=1)
    assert (fetcher.out / "127.0.0.1" / "b.warc.gz").exists()


def test_two_runs_do_not_write_to_one_folder(fetcher, site):
    def second(handler: Handler) -> None:
        with pytest.raises(FetchError, match="another run"):
            fetch(fetcher.list, fetcher.out, clock=Clock(lambda: MORNING, time.monotonic), manners=QUICK)
        handler.answer(200, news(1))

    site.pages = {"/a": second}
    assert fetcher.run(site.url("/a")) == Tally(new=1)
    assert fetcher.run(site.url("/a"), again=True) == Tally(unchanged=1)


def test_a_folder_that_cannot_be_used_is_told(fetcher, site, tmp_path):
    site.pages = {"/a": news(1)}
    fetcher.out.write_text("a file")
    with pytest.raises(FetchError, match="give another with --out"):
        fetcher.run(site.url("/a"))
    fetcher.out = tmp_path / "work" / "khac"
    fetcher.out.mkdir()
    (fetcher.out / STATE).write_text("no database" * 100)
    with pytest.raises(FetchError, match="move it away"):
        fetcher.run(site.url("/a"))


def test_a_full_disk_ends_the_run_and_keeps_what_is_there(fetcher, site, monkeypatch):
    site.pages = {"/a": news(1), "/b": news(2)}
    sync = os.fsync

    def full(handle: int) -> None:
        if len(fetcher.steps) == 1:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FetchError, match=r"No space left.*make room"):
        fetcher.run(site.url("/a"), site.url("/b"))
    monkeypatch.undo()
    assert [(row["url"], row["status"]) for row in fetcher.rows] == [(site.url("/a"), "new")]
    assert fetcher.run(site.url("/a"), site.url("/b")) == Tally(new=1, skipped=1)


def test_an_empty_list_and_a_wrong_contact_are_refused(fetcher, site):
    with pytest.raises(FetchError, match="no address in the list"):
        fetcher.run("# trống")
    for agent in ("a\r\nX: y", "Đơn vị", "a" * 400):
        with pytest.raises(FetchError, match="--contact"):
            Manners(agent)
    with pytest.raises(FetchError, match="--delay"):
        Manners(delay=float("nan"))


def test_without_the_packages_it_tells_how_to_install_them(fetcher, site, monkeypatch):
    monkeypatch.setattr(fetching, "find_spec", lambda name: None if name == "protego" else name)
    with pytest.raises(FetchError, match=r"needs protego: .*pip install '\.\[fetch\]'"):
        fetcher.run(site.url("/a"))


def test_the_command_tells_what_came_and_what_failed(fetcher, site):
    site.pages = {"/a": news(1)}
    fetcher.list.write_text(f"{site.url('/a')}\n{site.url('/b')}\n# c\n{site.url('/a')}#d\nan:matkhau@bao.vn\n")
    words = ["fetch", str(fetcher.list), "--out", str(fetcher.out), "--delay", "0", "--contact", "an@bao.vn", "--allow-private"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert done.stdout == "3 addresses = 1 new + 0 unchanged + 2 failed + 0 skipped\n"
    assert f"khenthuong: {site.url('/b')}: the host answered 404, there is no such page: check the address\n" in done.stderr
    assert "matkhau" not in done.output
    assert {headers["User-Agent"].partition(" ")[2] for *_, headers in site.asked} == {"(+an@bao.vn)"}
    site.pages["/b"] = news(2)
    fetcher.list.write_text(f"{site.url('/a')}\n{site.url('/b')}\n")
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.stdout) == (0, "2 addresses = 1 new + 0 unchanged + 0 failed + 1 skipped\n")
