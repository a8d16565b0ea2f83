"""Files of many articles and files elsewhere: each article is read or counted as a failure, and a bad one costs itself alone."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pytest
from fsspec.spec import AbstractBufferedFile, AbstractFileSystem
from pyarrow import parquet

from corpus import pieces
from corpus.archive import Archive
from corpus.article import Article
from corpus.batch import BatchError, batch
from corpus.containers import spans, stretch
from corpus.ingest import ingest
from corpus.inputs import Failure, Input, extract_record, inputs
from corpus.inputs import read as read_all
from corpus.load import load
from corpus.partitions import partitions
from corpus.rows import Rowing
from corpus.runs import Tally
from corpus.site import SiteError, site
from corpus.workers import Here
from tests.making import article, record

NEWS = "Sở Y tế tỉnh Nam Định trao Bằng khen cho Trường THPT số {}."


def now() -> str:
    return "2026-01-01"


def lines(*rows: dict[str, str]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


class _File(AbstractBufferedFile):  # type: ignore[misc]
    """A file as those of buckets are: fetched by ranges, with no reading by lines of its own."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        content = self.fs.store[self.path]
        if isinstance(content, Exception):
            raise content
        return bytes(content[start:end])


class Bucket(AbstractFileSystem):  # type: ignore[misc]
    """Files by their path; one that is an exception cannot be read."""

    protocol = "bucket"
    cachable = False
    store: dict[str, Any] = {}  # noqa: RUF012 - every instance sees the same files

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:
        path = self._strip_protocol(path)
        if isinstance(self.store.get(f"{path}/"), Exception):
            raise self.store[f"{path}/"]
        if path in self.store:
            return [self._told(path)] if detail else [path]
        found: dict[str, Any] = {}
        for name in self.store:
            if name.startswith(f"{path}/"):
                rest = name[len(path) + 1 :]
                below = f"{path}/{rest.split('/')[0]}"
                found[below] = {"name": below, "size": 0, "type": "directory"} if "/" in rest else self._told(name)
        if not found:
            raise FileNotFoundError(path)
        return list(found.values()) if detail else list(found)

    def _told(self, name: str) -> dict[str, Any]:
        content = self.store[name]
        return {"name": name, "size": 100 if isinstance(content, Exception) else len(content), "type": "file"}

    def _open(self, path: str, mode: str = "rb", **_: Any) -> _File:
        return _File(self, self._strip_protocol(path), mode, size=self._told(self._strip_protocol(path))["size"])


@pytest.fixture
def bucket() -> Iterator[dict[str, Any]]:
    fsspec.register_implementation("bucket", Bucket, clobber=True)
    Bucket.store = {}
    yield Bucket.store
    Bucket.store = {}


def read_input(one: Input) -> Article | Failure:
    found = read_all(one)
    return found if isinstance(found, Failure) else found[0]


def names(*sources: object, size: int = 10) -> list[str]:
    return [one.name for piece in partitions([str(source) for source in sources], size) for one in piece.inputs()]


def test_files_of_a_bucket_are_read_by_lines(bucket: dict[str, Any]) -> None:
    bucket["kho/tin/a.jsonl"] = lines(*({"text": NEWS.format(n)} for n in range(25)))
    bucket["kho/tin/sau/b.txt"] = NEWS.format(99).encode()
    bucket["kho/tin/.an.txt"] = b"no"
    bucket["kho/tin/sau/b.html"] = b"<p>" + NEWS.format(98).encode() * 9 + b"</p>"
    bucket["kho/tin/sau/b_files/c.html"] = bucket["kho/tin/sau/b.html"]
    found = [read_input(one) for piece in partitions(["bucket://kho/tin"], 10) for one in piece.inputs()]
    assert [told.path for told in found] == [*(f"tin/a.jsonl#{n}" for n in range(1, 26)), "tin/sau/b.html", "tin/sau/b.txt"]
    assert not [told for told in found if isinstance(told, Failure)]


def test_a_busy_host_is_asked_again_and_what_is_not_there_is_a_failure(bucket: dict[str, Any], tmp_path: Path) -> None:
    bucket["kho/a.txt"] = TimeoutError("SlowDown")
    bucket["kho/b.jsonl"] = lines({"text": NEWS.format(1)})
    for path, error in (("kho/a.txt", TimeoutError("slow")), ("kho/b.jsonl", ConnectionError("gone"))):
        plan = list(partitions([f"bucket://{path}"], 10))
        bucket[path] = error
        with pytest.raises(OSError, match=r"slow|gone"):
            pieces.make(plan[0].name, plan[0].inputs(), str(tmp_path / "out"), Here(extract_record))
        assert pieces.done(str(tmp_path / "out")) == set()
        bucket[path] = PermissionError("no")
        came = pieces.make(plan[0].name, plan[0].inputs(), str(tmp_path / path[-5:]), Here(extract_record))
        assert came.tally == Tally(read=1, failed=1)


def test_a_folder_that_cannot_be_listed_is_an_error(bucket: dict[str, Any], tmp_path: Path) -> None:
    bucket["kho/a/1.txt"] = NEWS.encode()
    bucket["kho/b/1.txt"] = NEWS.encode()
    bucket["kho/b/"] = PermissionError("403")
    with pytest.raises(BatchError, match="cannot be listed"):
        batch(["bucket://kho"], str(tmp_path / "out"))


def test_half_a_letter_in_a_title_costs_its_row(tmp_path: Path) -> None:
    told = [
        {"text": NEWS.format(1), "title": "Tin vui \ud83d"},
        {"text": NEWS.format(2), "url": "\udc00"},
        {"text": NEWS.format(3)},
    ]
    (tmp_path / "a.jsonl").write_bytes(lines(*told))
    (plan,) = partitions([str(tmp_path / "a.jsonl")], 10)
    came = pieces.make(plan.name, plan.inputs(), str(tmp_path / "out"), Here(extract_record))
    assert came.tally == ingest([tmp_path / "a.jsonl"], tmp_path / "a.db", now=now) == Tally(read=3, stored=1, failed=2)


def test_a_bad_row_of_a_table_costs_itself(tmp_path: Path) -> None:
    words = [NEWS.format(n).encode() for n in range(1000)]
    words[300] = b"S\xff\xfe"
    offsets = pa.array([0, *(sum(map(len, words[: n + 1])) for n in range(1000))], pa.int32())
    spoilt = pa.StringArray.from_buffers(1000, offsets.buffers()[1], pa.py_buffer(b"".join(words)))
    parquet.write_table(pa.table({"text": spoilt}), tmp_path / "a.parquet")
    tally = ingest([tmp_path / "a.parquet"], tmp_path / "a.db", now=now, reader=lambda told: record(told.text))
    assert tally == Tally(read=1000, stored=999, failed=1)
    with Archive(tmp_path / "a.db", write=False) as archive:
        (row,) = archive.rows("failures")
    assert row["path"].endswith("a.parquet#301")
    assert "UTF-8" in str(row["reason"])


def test_text_kept_as_bytes_is_text(tmp_path: Path) -> None:
    table = pa.table({"text": pa.array([NEWS.format(1).encode(), b"\xff"], pa.binary())})
    parquet.write_table(table, tmp_path / "a.parquet")
    good, bad = (read_input(one) for one in inputs([tmp_path / "a.parquet"]))
    assert not isinstance(good, Failure)
    assert good.text == NEWS.format(1)
    assert isinstance(bad, Failure)


def test_a_large_group_of_rows_is_cut_into_few_stretches(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": [NEWS.format(n) for n in range(500)]}), path, row_group_size=400)
    found = list(spans(str(path), path.name, 5))
    assert len(found) <= 16 + 20
    assert sum(count for _, count in found) == 500
    told = [one.name for span, _ in found for one in stretch(str(path), path.name, span)]
    assert told == [f"a.parquet#{n}" for n in range(1, 501)]


def test_a_line_without_end_and_a_last_line_without_break(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"text": "a"}, {"text": "b"}) + b'{"text": "c"}')
    assert [(span.start, span.stop, span.first, count) for span, count in spans(str(path), path.name, 2)] == [
        (0, 28, 1, 2),
        (28, 41, 3, 1),
    ]
    assert [name.split("/")[-1] for name in names(path, size=2)] == [f"a.jsonl#{n}" for n in (1, 2, 3)]


def test_files_alike_in_two_places_are_two(tmp_path: Path) -> None:
    for place in ("A", "B"):
        (tmp_path / place / "2019").mkdir(parents=True)
        (tmp_path / place / "2019" / "t.jsonl").write_bytes(lines({"text": NEWS.format(place)}))
        stamp = 1_500_000_000

        os.utime(tmp_path / place / "2019" / "t.jsonl", (stamp, stamp))
    plan = list(partitions([str(tmp_path / "A" / "2019"), str(tmp_path / "B" / "2019")], 10))
    assert len({piece.name for piece in plan}) == 2


def test_a_folder_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "tin" / "sau").mkdir(parents=True)
    for n, place in enumerate(("tin", "tin/sau")):
        (tmp_path / place / f"{n}.txt").write_text(NEWS.format(n), encoding="utf-8")
    assert names(tmp_path / "tin", tmp_path / "tin" / "sau") == ["tin/0.txt", "tin/sau/1.txt"]


def test_a_source_that_is_gone_takes_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "a.txt").write_text(NEWS.format(1), encoding="utf-8")
    out, source = str(tmp_path / "out"), str(tmp_path / "tin")
    batch([source], out, workers=1)
    before = pieces.done(out)
    (tmp_path / "tin").rename(tmp_path / "away")
    assert batch([source], out, workers=1).tally.failed == 1
    assert before < pieces.done(out)
    assert not [path for path in Path(out).rglob(".*") if path.is_file()]


def test_a_mended_file_is_no_failure_any_more(tmp_path: Path) -> None:
    path = tmp_path / "m" / "b.parquet"
    path.parent.mkdir()
    path.write_bytes(b"broken")
    assert ingest([path], tmp_path / "a.db", now=now).failed == 1
    parquet.write_table(pa.table({"text": [NEWS.format(1)]}), path)
    assert ingest([path], tmp_path / "a.db", now=now).stored == 1
    with Archive(tmp_path / "a.db", write=False) as archive:
        assert archive.rows("failures") == []


def test_a_copy_of_what_is_known_by_its_bytes_is_loaded(tmp_path: Path) -> None:
    """The first of two equal texts is known by its bytes as another article, so the second is no duplicate any more."""
    said = "# Sở Y tế tỉnh Nam Định trao Bằng khen.\n\nÔng Lê Văn Sáu dự."
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.md").write_bytes(said.encode())
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "x.txt").write_bytes(said.encode())
    (tmp_path / "two" / "y.txt").write_bytes(said.replace("\n", "\r\n").encode())
    tallies = []
    for name in ("ingest", "load"):
        archive = tmp_path / f"{name}.db"
        ingest([tmp_path / "one"], archive, now=now)
        if name == "ingest":
            tallies.append(ingest([tmp_path / "two"], archive, now=now))
            continue
        (plan,) = partitions([str(tmp_path / "two")], 10)
        out = str(tmp_path / "out")
        pieces.make(plan.name, plan.inputs(), out, Here(extract_record))
        Path(out, "_plan.json").write_text(json.dumps({"sources": [], "pieces": [plan.name]}), encoding="utf-8")
        tallies.append(load(out, archive, now=now))
    assert tallies == [Tally(read=2, stored=1, duplicate=1)] * 2


def test_the_page_of_a_unit_shows_its_newest_articles(tmp_path: Path) -> None:

    with Archive(tmp_path / "a.db") as archive, archive.transaction():
        archive.db.execute("insert into runs (id, started) values (1, '2026')")
        for n in range(330):
            text = f"Bộ Y tế họp lần {n}."
            told = record(
                text,
                units=["Bộ Y tế"],
                article={"title": f"Tin số {n}.", "published_on": f"2019-{n // 28 + 1:02}-{n % 28 + 1:02}"},
            )
            archive.store([Rowing(article(text, f"{n}.txt"), told)], 1)
    with Archive(tmp_path / "a.db") as archive:
        archive.settle()
        unit = archive.rows("units")[0]["id"]
    page = asyncio.run(site(tmp_path / "a.db").client.get(f"/a/units/{unit}")).text
    assert all(f"Tin số {n}." in page for n in range(300, 330))
    assert "Tin số 290." not in page
    assert ">330<" in page, "how many there are, with a link to all"


def test_an_archive_of_another_version_is_not_served(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db"):
        pass
    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute("pragma user_version = 1")
    with pytest.raises(SiteError, match="another version"):
        site(tmp_path / "a.db")
