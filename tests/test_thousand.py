"""A thousand spoilt files of every kind, taken in at once: none lost, none that stops the others, nothing written beside the archive."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from making import ask

from corpus.article import Article
from corpus.ingest import ingest
from corpus.limits import VARIABLE
from schemas import Record
from tests import many_files, old_encodings
from tests.office_files import docx, mutated

HERE = Path(__file__).parent
COPIES = 50
SECONDS = 240


def nothing(_: Article) -> Record:
    """Reading is tried here, and not what is read from it."""
    return Record()


def whole(samples: Path, folder: Path) -> dict[str, bytes]:
    """A file of each kind: name -> bytes."""
    text = (samples / "sample_06.txt").read_text(encoding="utf-8")
    rows = many_files.sample_rows()
    for write, name in (
        (many_files.utf8_csv, "a.csv"), (many_files.utf16_tsv, "a.tsv"), (many_files.csv_gz, "a.csv.gz"), (many_files.jsonl, "a.jsonl"),
        (many_files.parquet, "a.parquet"), (many_files.xlsx, "a.xlsx"), (many_files.zip_in_zip, "a.zip"),
    ):  # fmt: skip
        write(rows, folder / name)
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    found |= {
        "a.txt": text.encode(),
        "tcvn3.txt": old_encodings.tcvn3(text)[0],
        "a.md": f"# {text}".encode(),
        "a.docx": docx(text),
    }
    office = HERE / "office"
    found |= {"a.doc": (office / "tcvn3.doc").read_bytes(), "a.rtf": (office / "tcvn3.rtf").read_bytes()}
    found |= {"a.pdf": (office / "sample_06.pdf").read_bytes(), "print.pdf": (office / "sample_06.print.pdf").read_bytes()}
    for page in ("sharepoint_ministry.html", "table_2003.htm", "news_jsonld.html"):
        found[page] = (HERE / "pages" / page).read_bytes()
    head = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    found["a.mhtml"] = head + found["news_jsonld.html"]
    found["a.warc"] = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (
        len(text.encode()),
        text.encode(),
    )
    return found


@pytest.mark.parametrize("workers", [2])
def test_a_thousand_spoilt_files_are_all_accounted_for(tmp_path, samples, monkeypatch, workers):
    monkeypatch.setenv(VARIABLE, "seconds=60 unpacked=50MB")
    for name in ("made", "in", "here", "passing"):
        (tmp_path / name).mkdir()
    kinds = whole(samples, tmp_path / "made")
    assert len(kinds) >= 20
    for name, data in kinds.items():
        for seed in range(COPIES):
            (tmp_path / "in" / f"{seed:02}_{name}").write_bytes(mutated(data, seed))
    files = sorted(path.name for path in (tmp_path / "in").iterdir())
    assert len(files) >= 1000
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passing"))
    path = tmp_path / "a.db"
    begun = time.monotonic()
    tally = ingest([tmp_path / "in"], path, now=lambda: "2026-01-01", reader=nothing, workers=workers)
    assert time.monotonic() - begun < SECONDS
    assert tally.read == tally.stored + tally.duplicate + tally.failed
    assert tally.read >= len(files)
    assert min(tally.stored, tally.failed) > 100
    told = Counter(ask(path, "select path from articles union all select path from copies union all select path from failures"))
    of_files = {name for name in files if any(one.startswith(f"in/{name}") for one in told)}
    assert sorted(set(files) - of_files) == []
    for reason in ask(path, "select reason from failures"):
        assert reason.strip()
        assert "report it with the file" not in reason
    assert ask(path, "pragma integrity_check") == ["ok"]
    assert list((tmp_path / "here").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "here", "in", "made", "passing"]
    again = ingest([tmp_path / "in"], path, now=lambda: "2026-01-01", reader=nothing, workers=workers)
    assert (again.read, again.stored, again.failed) == (tally.read, 0, tally.failed)
