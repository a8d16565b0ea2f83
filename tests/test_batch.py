"""A batch run on Dask and what it loads: the archive that ingest makes, whatever the form of the files and whoever dies on the way."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import fsspec
import pytest
from typer.testing import CliRunner

from corpus import pieces
from corpus.article import Article
from corpus.batch import BatchError, batch
from corpus.cli import app
from corpus.ingest import ingest
from corpus.inputs import Failure, extract_record
from corpus.load import load
from corpus.partitions import partitions
from corpus.runs import Tally
from corpus.workers import Here
from schemas import Record
from schemas.tables import TABLES

DEADLY = "làm chết tiến trình"
MURDER = "giết một lần"
RUNS = {"runs", "run_articles"}


def now() -> str:
    return "2026-01-01"


def deadly(grave: Path, article: Article) -> Record:
    """Notes in `grave` each article that is read; ends its process over one, and over another the first time alone."""
    with (grave / "read").open("a", encoding="utf-8") as file:
        file.write(f"{article.path}\n")
    once = grave / "killed"
    if DEADLY in article.text or (MURDER in article.text and not once.exists()):
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_record(article)


def rows(path: Path, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """The rows of every table, sorted; bytes and all."""
    db = sqlite3.connect(path)
    try:
        return {
            name: sorted(map(repr, db.execute(f"select * from [{name}]")))
            for name in TABLES
            if name not in RUNS and name not in without
        }
    finally:
        db.close()


def news(n: int) -> str:
    return (
        f"Ngày {n % 28 + 1}/3/2019, Sở Y tế tỉnh Nam Định họp.\n\n"
        f"Ông Lê Văn Sáu, Giám đốc Sở Y tế, trao Bằng khen cho Trường THPT số {n} và thưởng {n + 1}.000.000 đồng.\n"
    )


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    """Samples, short news, copies, a broken file, folders below folders."""
    path = tmp_path / "tin"
    for n in range(30):
        below = path / f"{n % 3}" / "sâu hơn"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"bài {n:02}.txt").write_text(news(n % 27), encoding="utf-8")
    for sample in sorted(samples.glob("*.txt"))[:3]:
        (path / sample.name).write_bytes(sample.read_bytes())
    (path / "hong.txt").write_bytes(b"\x00\x01\x02" * 50)
    (path / "a.html").write_text(f"<html><body><h1>Tin</h1><p>{news(99)}</p></body></html>", encoding="utf-8")
    return path


@pytest.fixture
def grave(tmp_path: Path) -> Path:
    """Where `deadly` notes what it does."""
    path = tmp_path / "grave"
    path.mkdir()
    return path


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0") as started:
        yield started


def test_one_process_two_processes_and_dask_make_one_archive(tmp_path: Path, folder: Path, cluster: Any) -> None:
    archives = [tmp_path / f"{name}.db" for name in ("one", "two", "dask")]
    tallies = [ingest([folder], archive, now=now, workers=n) for n, archive in enumerate(archives[:2], 1)]
    out = str(tmp_path / "out")
    step = batch([str(folder)], out, scheduler=cluster.scheduler_address, size=6)
    assert step.pieces == step.of > 3
    assert (step.tally.read, step.tally.failed) == (35, 1)
    tallies.append(load(out, archives[2], now=now))
    assert tallies == [Tally(read=35, stored=31, duplicate=3, failed=1)] * 3
    first, *others = [rows(archive) for archive in archives]
    assert sum(map(len, first.values())) > 1000
    for other in others:
        assert other == first
    assert load(out, archives[2], now=now).stored == 0
    assert rows(archives[2]) == first


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path: Path, folder: Path, grave: Path) -> None:
    (folder / "giet.txt").write_text(f"Sở Y tế {MURDER}, trao Bằng khen cho Trường THPT Sông Lam.", encoding="utf-8")
    out = str(tmp_path / "out")
    step = batch([str(folder)], out, workers=2, size=6, reader=partial(deadly, grave))
    assert (grave / "killed").exists()
    assert (step.tally.read, step.tally.failed) == (36, 1)
    assert load(out, tmp_path / "dask.db", now=now).failed == 1
    ingest([folder], tmp_path / "one.db", now=now)
    assert rows(tmp_path / "dask.db") == rows(tmp_path / "one.db")


def test_an_article_that_ends_every_process_costs_itself_alone(tmp_path: Path, folder: Path, grave: Path) -> None:
    (folder / "chet.txt").write_text(f"Sở Y tế {DEADLY}.", encoding="utf-8")
    failures: list[Failure] = []
    out = str(tmp_path / "out")
    step = batch([str(folder)], out, workers=1, size=50, reader=partial(deadly, grave), failed=failures.append)
    assert (step.tally.read, step.tally.failed) == (36, 2)
    assert {f.path: "process that read it ended" in f.reason for f in failures} == {"tin/chet.txt": True, "tin/hong.txt": False}
    assert load(out, tmp_path / "a.db", now=now).stored == 31


def test_pieces_that_are_done_are_not_done_again(tmp_path: Path, folder: Path, grave: Path, cluster: Any) -> None:
    def run() -> list[str]:
        (grave / "read").unlink(missing_ok=True)
        batch([str(folder)], out, scheduler=cluster.scheduler_address, size=6, reader=partial(deadly, grave))
        return (grave / "read").read_text(encoding="utf-8").splitlines() if (grave / "read").exists() else []

    out = str(tmp_path / "out")
    assert 31 <= len(run()) <= 34  # copies in different pieces are read twice
    assert run() == []
    name = min(pieces.done(out))
    Path(out, "_done", f"{name}.json").unlink()  # as if it had been broken off
    again = run()
    assert 0 < len(again) < 20
    (folder / "0" / "thêm.txt").write_text(news(500), encoding="utf-8")
    added = run()
    assert "tin/0/thêm.txt" in added
    assert len(added) < 25
    (folder / "0" / "thêm.txt").unlink()
    run()
    assert load(out, tmp_path / "a.db", now=now).read == 35  # what is no longer in the folder is no longer in what was read


def as_rows(folder: Path) -> list[dict[str, str]]:
    return [
        {"text": path.read_text(encoding="utf-8").strip(), "title": f"Tin {path.stem}", "url": f"https://vd.vn/{n}"}
        for n, path in enumerate(sorted(folder.rglob("bài*.txt")))
    ]


def jsonl(told: list[dict[str, str]], path: Path) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told), encoding="utf-8")
    return path


def jsonl_gz(told: list[dict[str, str]], path: Path) -> Path:
    path.write_bytes(gzip.compress(jsonl(told, path.with_name("p.jsonl")).read_bytes()))
    path.with_name("p.jsonl").unlink()
    return path


def parquet(told: list[dict[str, str]], path: Path) -> Path:
    import pyarrow as pa
    from pyarrow import parquet as pq

    pq.write_table(pa.Table.from_pylist(told), path, row_group_size=7)
    return path


def warc(told: list[dict[str, str]], path: Path) -> Path:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for row in told:
            for status, body in (("200 OK", row["text"]), ("404 Not Found", "Không có trang này.")):
                head = StatusAndHeaders(status, [("Content-Type", "text/plain; charset=utf-8")], protocol="HTTP/1.1")
                answer = io.BytesIO(body.encode())
                writer.write_record(writer.create_warc_record(row["url"], "response", payload=answer, http_headers=head))
    return path


@pytest.mark.parametrize(
    ("write", "name"),
    [(jsonl, "t.jsonl"), (jsonl_gz, "t.jsonl.gz"), (parquet, "t.parquet"), (warc, "t.warc"), (warc, "t.warc.gz")],
)
def test_files_of_many_articles_give_the_facts_of_their_texts(tmp_path: Path, folder: Path, write: Any, name: str) -> None:
    told = as_rows(folder)
    (tmp_path / "bảng").mkdir()
    path = write(told, tmp_path / "bảng" / name)
    (tmp_path / "văn bản").mkdir()
    for n, row in enumerate(told):
        (tmp_path / "văn bản" / f"{n:02}.txt").write_text(row["text"], encoding="utf-8")
    by_itself, by_text, by_pieces = (tmp_path / f"{n}.db" for n in ("file", "text", "pieces"))
    assert ingest([path], by_itself, now=now) == ingest([tmp_path / "văn bản"], by_text, now=now) == Tally(30, 27, 3)
    # the articles differ in their file, and a row tells title and address besides
    of_files = frozenset({"articles", "originals", "copies", "stories"})
    assert rows(by_itself, without=of_files) == rows(by_text, without=of_files)
    out = str(tmp_path / "out")
    plan = list(partitions([str(path)], 4))
    assert [one for piece in plan for one in piece.inputs()] == [
        one for piece in partitions([str(path)], 10**6) for one in piece.inputs()
    ]
    assert len(plan) > 3 or name.endswith(("gz", "warc"))
    for piece in plan:
        pieces.make(piece.name, piece.inputs(), out, Here(extract_record))
    Path(out, "_plan.json").write_text(json.dumps({"sources": [], "pieces": [piece.name for piece in plan]}), encoding="utf-8")
    load(out, by_pieces, now=now)
    assert rows(by_pieces) == rows(by_itself)
    db = sqlite3.connect(by_itself)
    assert db.execute("select count(*) from articles where path like ?", [f"bảng/{name}#%"]).fetchone()[0] == 27
    if write is not warc:
        assert (
            db.execute("select count(*) from articles where title like 'Tin bài%' and url like 'https://vd.vn/%'").fetchone()[0]
            == 27
        )
    db.close()


def test_broken_rows_and_files_are_counted(tmp_path: Path) -> None:
    lines = [json.dumps({"text": news(1)}), "{hỏng", "[]", '{"title": "không có bài"}', "", json.dumps({"text": news(2)})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no table")
    (tmp_path / "c.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\nbroken")[:-9])
    (tmp_path / "d.jsonl.gz").write_bytes(b"no gzip")
    failures: list[Failure] = []
    tally = ingest([tmp_path], tmp_path / "a.db", now=now, failed=failures.append)
    assert (tally.read, tally.stored, tally.failed) == (2 + 3 + 3, 2, 6)
    where = {f.path.rpartition("/")[2]: f.reason for f in failures}
    assert sorted(where) == ["a.jsonl#2", "a.jsonl#3", "a.jsonl#4", "b.parquet", "c.warc.gz", "d.jsonl.gz"]
    assert "`text` or `html`" in where["a.jsonl#4"]
    assert "is broken or cut off and cannot be read (" in where["b.parquet"]
    step = list(partitions([str(tmp_path)], 2))
    assert sum(1 for piece in step for _ in piece.inputs()) == 8


def test_an_address_works_as_a_folder(tmp_path: Path, folder: Path) -> None:
    """The files in memory stand for a bucket: fsspec reads both by the same calls."""
    memory = fsspec.filesystem("memory")
    memory.put(f"{folder}/", "/kho/tin/", recursive=True)
    told = "memory://kho/tin"
    here, there = ([one.name for piece in partitions([source], 6) for one in piece.inputs()] for source in (str(folder), told))
    assert there == here
    names = []
    for piece in partitions([told], 6):
        pieces.make(piece.name, piece.inputs(), "memory://kho/out", Here(extract_record))
        names.append(piece.name)
    memory.pipe_file("/kho/out/_plan.json", json.dumps({"sources": [told], "pieces": names}).encode())
    assert load("memory://kho/out", tmp_path / "there.db", now=now) == ingest([folder], tmp_path / "here.db", now=now)
    assert rows(tmp_path / "there.db") == rows(tmp_path / "here.db")
    memory.rm("/kho", recursive=True)


def test_what_cannot_be_done_is_told(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    with pytest.raises(BatchError, match="no batch run there"):
        load(str(out), tmp_path / "a.db", now=now)
    out.mkdir()
    (out / "_plan.json").write_text(json.dumps({"sources": ["khác"], "pieces": ["part-1"]}), encoding="utf-8")
    with pytest.raises(BatchError, match="1 of 1 pieces are not done"):
        load(str(out), tmp_path / "a.db", now=now)
    with pytest.raises(BatchError, match="was read from khác"):
        batch([str(folder)], str(out))
    monkeypatch.setattr("corpus.batch._ANSWER", "1s")
    with pytest.raises(BatchError, match="no Dask scheduler answers"):
        batch([str(folder)], str(tmp_path / "new"), scheduler="tcp://127.0.0.1:9")


def test_the_commands(tmp_path: Path, samples: Path) -> None:
    out, archive = str(tmp_path / "out"), str(tmp_path / "a.db")
    done = CliRunner().invoke(app, ["batch", str(samples), "--out", out, "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert "24 in = 24 stored + 0 duplicate + 0 failed" in done.output
    done = CliRunner().invoke(app, ["load", out, "--archive", archive])
    assert done.exit_code == 0, done.output
    assert "24 in = 24 stored" in done.output


def test_a_failure_is_kept_as_ingest_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"tin": "không có bài"}) + "\n" + json.dumps({"text": news(1)}), encoding="utf-8"
    )
    ingest([tmp_path / "a.jsonl"], tmp_path / "one.db", now=now)
    batch([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), workers=1)
    load(str(tmp_path / "out"), tmp_path / "two.db", now=now)
    one, two = (rows(tmp_path / f"{name}.db")["failures"] for name in ("one", "two"))
    assert len(one) == 1
    assert one == two
