"""What was fetched, in the folder of a run: `fetch.db`, a row an address, and a small web archive for each page.

A page has a file of its own, HOST/ADDRESS-CONTENT.warc.gz (both by their hashes), and not a place in a large one: it is there
whole or not at all, whenever the run is killed, and a page that has changed since lies beside what it was. The row is written
after the file; where only that is missing, the page is fetched once more into the same file.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.plain import line
from schemas.errors import KhenthuongError

if TYPE_CHECKING:
    from corpus.web import Answer

STATE = "fetch.db"
NEW, UNCHANGED, FAILED = "new", "unchanged", "failed"
_TABLE = """
create table if not exists addresses (
  url text primary key, status text not null, time text not null, reason text, http integer, final text, etag text,
  last_modified text, type text, bytes integer, sha256 text, file text
) strict
"""


class FetchError(KhenthuongError):
    """A run that cannot go on; the message tells why and what to do."""


@dataclass(frozen=True)
class Row:
    """What is known of an address: how it went the last time, and the page where one was fetched.

    `final` is the address that the page was found at, `file` its web archive below the folder.
    """

    url: str
    status: str
    final: str | None
    etag: str | None
    last_modified: str | None
    sha256: str | None
    file: str | None

    @property
    def done(self) -> bool:
        """Whether the address need not be asked again."""
        return self.status != FAILED

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask the host for the page only where it has changed."""
        if url != self.final:
            return {}
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value and value.isascii() and value.isprintable()}


class Fetched:
    """The folder of a run. One program at a time writes to it; raises FetchError where another one does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob("*/.*.part"):
                left.unlink()
        except OSError as error:
            raise FetchError(f"{folder}: the folder cannot be used ({error.strerror}): give another with --out") from error
        try:
            self.db = sqlite3.connect(folder / STATE, timeout=1, isolation_level=None)
            # kept until the end of this program, however it ends
            self.db.execute("pragma locking_mode = exclusive")
            self.db.execute("begin exclusive")
            self.db.execute(_TABLE)
            self.db.execute("commit")
        except sqlite3.OperationalError as error:
            why = "another run is writing to it, or it cannot be written"
            raise FetchError(f"{folder / STATE}: {why} ({error}): let that run end, or give another --out") from error
        except sqlite3.DatabaseError as error:
            why = f"it is damaged or no state of a run ({error})"
            raise FetchError(f"{folder / STATE}: {why}: move it away, and the pages are fetched again") from error

    def close(self) -> None:
        """Let others write."""
        self.db.close()

    def row(self, url: str) -> Row | None:
        """What is known of an address; None where nothing is, or where the file of its page is gone."""
        columns = ", ".join(Row.__dataclass_fields__)
        found = self.db.execute(f"select {columns} from addresses where url = ?", (url,)).fetchone()
        row = Row(*found) if found else None
        if row and row.file and not (self.folder / row.file).is_file():
            return None
        return row if row and (row.file or row.status == FAILED) else None

    def keep(self, url: str, answers: list[Answer], media_type: str, now: datetime) -> str:
        """Keep a page, whose answer is the last; those before it led there. Returns whether it is NEW or UNCHANGED."""
        page = answers[-1]
        sha256 = hashlib.sha256(page.body).hexdigest()
        before = self.row(url)
        same = before is not None and before.sha256 == sha256
        file = before.file if before and same and before.file else _file(url, page.url, sha256)
        if not same:
            self._write(file, _warc(answers, media_type, now))
        status = UNCHANGED if same else NEW
        told = (page.header("etag"), page.header("last-modified"), media_type, len(page.body), sha256, file)
        self._put(
            "insert or replace into addresses (url, status, time, http, final, etag, last_modified, type, bytes, sha256, file)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (url, status, _time(now), page.status, page.url, *told),
        )
        return status

    def unchanged(self, url: str, now: datetime) -> str:
        """Note that the host tells that the page is as it was."""
        self._put(
            "update addresses set status = ?, time = ?, http = 304, reason = null where url = ?", (UNCHANGED, _time(now), url)
        )
        return UNCHANGED

    def fail(self, url: str, reason: str, http: int | None, now: datetime) -> str:
        """Note why an address could not be fetched; a page that it had before is kept."""
        self._put(
            "insert into addresses (url, status, time, reason, http) values (?, ?, ?, ?, ?) on conflict (url) do update set"
            " status = excluded.status, time = excluded.time, reason = excluded.reason, http = excluded.http",
            (url, FAILED, _time(now), line(reason), http),
        )
        return FAILED

    def _put(self, query: str, values: tuple[object, ...]) -> None:
        try:
            self.db.execute(query, values)
        except sqlite3.Error as error:
            raise FetchError(f"{self.folder / STATE}: cannot be written ({error}): make room and run it again") from error

    def _write(self, file: str, data: bytes) -> None:
        target = self.folder / file
        aside = target.with_name(f".{target.name}.part")
        try:
            target.parent.mkdir(exist_ok=True)
            with aside.open("wb") as written:
                written.write(data)
                written.flush()
                os.fsync(written.fileno())
            aside.replace(target)
            _sync(target.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise FetchError(f"{target}: cannot be written ({error.strerror}): make room and run it again") from error


def _sync(folder: Path) -> None:
    """Have the names in a folder outlast a loss of power; not every system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _time(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def _file(url: str, final: str, sha256: str) -> str:
    host = final.partition("://")[2].partition("/")[0].lower()
    folder = re.sub(r"[^a-z0-9.-]+", "_", host).strip("._-")[:80] or "host"
    return f"{folder}/{hashlib.sha256(url.encode()).hexdigest()[:16]}-{sha256[:16]}.warc.gz"


def _warc(answers: list[Answer], media_type: str, now: datetime) -> bytes:
    """A web archive of the page and of the answers that led to it. Bodies lie in it unpacked, and their heads tell so."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for answer in answers:
        page = answer is answers[-1]
        status = f"{answer.status} {line(answer.reason)}".strip().encode("ascii", "replace").decode()
        head = StatusAndHeaders(status, _headers(answer), protocol="HTTP/1.1")
        about = {"WARC-Date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        if answer.ip:
            about["WARC-IP-Address"] = answer.ip.partition("%")[0]
        if page:
            about["WARC-Identified-Payload-Type"] = media_type
        body = io.BytesIO(answer.body if page else b"")
        record = writer.create_warc_record(answer.url, "response", payload=body, http_headers=head, warc_headers_dict=about)
        writer.write_record(record)
    return out.getvalue()


_CHANGED = ("content-encoding", "transfer-encoding", "content-length")
_PRIVATE = ("set-cookie", "set-cookie2")


def _headers(answer: Answer) -> list[tuple[str, str]]:
    """The head as it came, but for what is no longer so of the unpacked body, which keeps its value under another name."""
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _CHANGED else name, line(value))
        for name, value in answer.headers
        if name.lower() not in _PRIVATE
    ]
    return [*kept, ("Content-Length", str(len(answer.body)))]
