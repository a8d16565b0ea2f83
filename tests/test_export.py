"""Exports hold what the archive holds, and a broken export leaves the old files whole."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from making import GoldReader, ask
from pyarrow import parquet

from corpus import export as module
from corpus.archive import Archive, ArchiveError
from corpus.export import ExportError, export
from corpus.ingest import ingest
from schemas import KhenthuongError, Record
from schemas.tables import TABLES

NAMES = [name for name in TABLES if name not in ("stale", "signatures", "story_keys")]


@pytest.fixture(scope="module")
def archive(samples, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("export") / "a.db"
    ingest([samples], path, now=lambda: "2026-01-02", reader=GoldReader(samples))
    return path


def columns(name: str) -> list[str]:
    return [c.name for c in TABLES[name].columns if c.type is not bytes and not c.generated]


def held(archive: Path, name: str) -> list[tuple]:
    conn = sqlite3.connect(archive)
    order = ", ".join(columns(name)) if TABLES[name].narrow else "rowid"
    rows = conn.execute(f"select {', '.join(f'[{c}]' for c in columns(name))} from [{name}] order by {order}").fetchall()
    conn.close()
    return rows


def test_csv(archive, tmp_path):
    files = export(archive, "csv", tmp_path / "new" / "out")
    assert [f.name for f in files] == [f"{name}.csv" for name in NAMES]
    for file in files:
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = csv.reader(lines)
        assert header == columns(file.stem)
        told = [["" if cell is None else str(cell) for cell in row] for row in held(archive, file.stem)]
        assert rows == told


def test_parquet(archive, tmp_path):
    for file in export(archive, "parquet", tmp_path):
        table = parquet.read_table(file)
        assert table.column_names == columns(file.stem)
        lists = [TABLES[file.stem].column(c).json for c in columns(file.stem)]
        assert [pa.types.is_list(kind) for kind in table.schema.types] == lists
        rows = list(zip(*(table.column(c).to_pylist() for c in table.column_names), strict=True))
        told = [
            tuple(json.loads(x) if is_list and x else x for x, is_list in zip(row, lists, strict=True))
            for row in held(archive, file.stem)
        ]
        assert rows == told


def test_jsonl_and_the_records(archive, tmp_path):
    files = export(archive, "jsonl", tmp_path)
    assert [f.name for f in files] == [*(f"{name}.jsonl" for name in NAMES), "records.jsonl"]
    for file in files[:-1]:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        assert len(rows) == len(held(archive, file.stem))
        assert all(list(row) == columns(file.stem) for row in rows)
    officials = [json.loads(line) for line in (tmp_path / "article_officials.jsonl").read_text(encoding="utf-8").splitlines()]
    assert any(row["roles"] == ["attended", "conferred"] for row in officials)
    lines = (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 24
    assert "thi đua" in lines[0]
    with Archive(archive, write=False) as opened:
        for line in lines:
            told = json.loads(line)
            article, path = told.pop("id"), told.pop("path")
            assert path.startswith("samples/")
            assert Record.model_validate(told) == opened.record(article)


def test_more_rows_than_go_in_at_once(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_AT_ONCE", 7)
    export(archive, "parquet", tmp_path)
    assert parquet.read_table(tmp_path / "awards.parquet").num_rows == ask(archive, "select count(*) from awards")[0] > 7


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_broken_export_leaves_the_old_file(archive, tmp_path, monkeypatch, form):
    export(archive, form, tmp_path)
    before = {f.name: f.read_bytes() for f in tmp_path.iterdir()}

    def broken(*_, **__):
        raise RuntimeError("broken off")

    monkeypatch.setattr(module, "islice", broken)
    monkeypatch.setattr(module.json, "dumps", broken)
    monkeypatch.setattr(module.spreadsheet, "writer", broken)
    with pytest.raises(RuntimeError, match="broken off"):
        export(archive, form, tmp_path)
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == before


def test_what_cannot_be_done_is_told(archive, tmp_path):
    with pytest.raises(ExportError, match="unknown format 'xlsx'; give one of csv, parquet, jsonl"):
        export(archive, "xlsx", tmp_path)
    file = tmp_path / "out"
    file.write_text("a file")
    with pytest.raises(ExportError, match="cannot be written"):
        export(archive, "csv", file)
    with pytest.raises(ArchiveError, match="no archive there"):
        export(tmp_path / "none.db", "csv", tmp_path)
    assert issubclass(ExportError, KhenthuongError)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a folder that nobody can write to: Linux has /proc")
def test_a_folder_that_cannot_be_written(archive):
    with pytest.raises(ExportError, match="cannot be written"):
        export(archive, "csv", "/proc/khenthuong")
