"""The samples come out of every file of many letter for letter, with the facts of their plain texts; mutated files only fail."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.ingest import Tally, ingest
from corpus.inputs import Failure, Input, extract_record, inputs, read
from corpus.load import load
from corpus.partitions import partitions
from corpus.pieces import make
from corpus.workers import Here
from schemas import Record
from tests import old_encodings
from tests.many_files import WRITERS, as_csv, sample_rows, zipped
from tests.test_batch import now, rows

_OF_FILES = frozenset({"articles", "originals", "copies"})
_MUTATIONS = 100


def articles(found: list[Article] | Failure) -> list[Article]:
    assert not isinstance(found, Failure), found.reason
    return found


def texts(path: Path) -> list[str]:
    return [article.text for one in inputs([path]) for article in articles(read(one))]


def no_record(_: Article) -> Record:
    return Record()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the samples as plain texts."""
    folder = tmp_path_factory.mktemp("plain")
    for row in sample_rows(known=False):
        (folder / f"{row['STT']:>02}.txt").write_text(row["Nội dung"], encoding="utf-8")
    assert ingest([folder], folder / "a.db", now=now).stored == 24
    return folder / "a.db"


@pytest.mark.parametrize("name", WRITERS)
def test_samples_in_files_of_many_are_their_texts(tmp_path: Path, name: str, plain: Path) -> None:
    told = sample_rows(known=False)
    meant = {row["Nội dung"] for row in told}
    if name == "windows.csv":
        meant = {text.replace("●", "•") for text in meant}
    path = tmp_path / name
    if name == "thư mục":
        path.mkdir()
    WRITERS[name](told, path)
    archive = tmp_path / "a.db"
    tally = ingest([path], archive, now=now)
    assert set(texts(path)) == meant
    assert (tally.stored, tally.failed) == (24, 0)
    if name != "windows.csv":
        assert rows(archive, without=_OF_FILES) == rows(plain, without=_OF_FILES)
    again = ingest([path], archive, now=now)
    assert (again.stored, again.duplicate, again.failed) == (0, tally.read, 0)
    _by_pieces(tmp_path, path, archive, tally)


def _by_pieces(tmp_path: Path, path: Path, archive: Path, tally: Tally) -> None:
    """A batch run over the same file, in pieces, makes the same archive."""
    out = tmp_path / "out"
    plan = list(partitions([str(path)], 5))
    for piece in plan:
        make(piece.name, piece.inputs(), str(out), Here(extract_record))
    (out / "_plan.json").write_text(json.dumps({"sources": [], "pieces": [piece.name for piece in plan]}), encoding="utf-8")
    assert load(str(out), tmp_path / "b.db", now=now) == tally
    assert rows(tmp_path / "b.db") == rows(archive)


def test_the_cells_of_a_row_are_told(tmp_path: Path) -> None:
    for name in ("excel.csv", "Sổ tin.xlsx", "t.parquet", "t.jsonl"):
        WRITERS[name](sample_rows(), tmp_path / name)
        found = {one.name.rpartition("/")[2]: articles(read(one))[0] for one in inputs([tmp_path / name])}
        first = {"excel.csv": "#4", "Sổ tin.xlsx": "#Năm 2019!3"}.get(name, "#1")
        article = found[f"{name}{first}"]
        told = (article.info.title, article.info.published_on, article.info.source, article.url)
        assert told == ("Tin số 1, “có dấu phẩy; chấm phẩy”", "2019-03-01", "Báo Thử", "https://vd.vn/1")
        assert json.loads(article.original)["STT"] == "1"
        assert list(json.loads(article.original)) == list(sample_rows()[0])


@pytest.mark.parametrize("charset", ["tcvn3", "vni"])
def test_a_table_in_an_old_charset(tmp_path: Path, charset: str) -> None:
    table = as_csv(sample_rows()).replace("“", '""').replace("”", '""').replace("●", "-")
    data, meant = old_encodings.WRITERS[charset](table)
    (tmp_path / "a.csv").write_bytes(data)
    found = [articles(read(one))[0] for one in inputs([tmp_path / "a.csv"])]
    (tmp_path / "b.csv").write_text(meant, encoding="utf-8")
    assert [article.text for article in found] == texts(tmp_path / "b.csv")
    assert len(found) == 24
    assert {article.encoding for article in found} == {charset}
    assert min(article.certainty or 0 for article in found) > 0.95


def _read_all(path: Path) -> tuple[int, list[Failure]]:
    """How many inputs come of a file, and which of them fail; an archive counts the same."""
    came: list[Input] = list(inputs([path]))
    failed = [found for one in came if isinstance(found := read(one), Failure)]
    return len(came), failed


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "thư mục"])
def test_mutated_files_only_fail(tmp_path: Path, name: str) -> None:
    WRITERS[name](sample_rows()[:20], tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    chance = random.Random(f"hỏng {name}")
    start, failures = time.monotonic(), 0
    for _ in range(_MUTATIONS):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] ^= 1 << chance.randrange(8)
                case 1:
                    del data[at : at + chance.randrange(1, 200)]
                case 2:
                    data[at:at] = chance.randbytes(chance.randrange(1, 50))
                case _:
                    data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b'"""\n'))
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        (tmp_path / name).write_bytes(data)
        came, failed = _read_all(tmp_path / name)
        assert came > 0
        assert not [failure for failure in failed if "report it with the file" in failure.reason]
        failures += bool(failed)
    assert failures > _MUTATIONS / 4
    assert time.monotonic() - start < 120


_MEASURE = """
import resource, sys
from corpus.inputs import inputs
count = sum(not one.error for one in inputs([sys.argv[1]]))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_long_table_is_read_in_little_memory(tmp_path: Path) -> None:
    line = ",".join(["{n}", '"Tiêu đề, số {n}"', '"' + "Sở Y tế tặng Bằng khen.\n" * 20 + '"'])
    with (tmp_path / "a.csv").open("w", encoding="utf-8") as file:
        file.write("STT,Tiêu đề,Nội dung\n")
        file.writelines(line.format(n=n) + "\n" for n in range(100_000))
    (tmp_path / "b.csv").write_bytes(b"text\nmot\n")
    told = []
    for name in ("a.csv", "b.csv"):
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, str(tmp_path / name)], capture_output=True, text=True, check=True, cwd=Path.cwd()
        )
        told.append([int(part) for part in done.stdout.split()])
    assert (tmp_path / "a.csv").stat().st_size > 60_000_000
    assert (told[0][0], told[1][0]) == (100_000, 1)
    unit = 1 if sys.platform == "darwin" else 1024
    assert (told[0][1] - told[1][1]) * unit < 30_000_000


def test_files_of_other_kinds_are_counted(tmp_path: Path) -> None:
    (tmp_path / "tin" / "ảnh").mkdir(parents=True)
    for name in ("a.txt", "b.mp3", "ảnh/c.MP3", "ảnh/d.css", "ảnh/không đuôi", ".an", "~$a.xlsx"):
        (tmp_path / "tin" / name).write_text("Sở Y tế họp.", encoding="utf-8")
    (tmp_path / "tin" / "t.zip").write_bytes(
        zipped({"x/e.mp3": b"1", "x/f.txt": b"Bo Y te hop.", "g.exe": b"1", "n.zip": zipped({"h.exe": b"1"})})
    )
    left: Counter[str] = Counter()
    failed: list[Failure] = []
    tally = ingest([tmp_path / "tin"], tmp_path / "a.db", now=now, reader=no_record, left=left, failed=failed.append)
    assert tally == Tally(read=3, stored=2, failed=1)
    assert failed[0].path == "tin/t.zip/n.zip"
    assert left == {".mp3": 3, ".css": 1, "": 1, ".exe": 2}
    by_pieces: Counter[str] = Counter()
    for piece in partitions([str(tmp_path / "tin")], 1, left=by_pieces):
        made: Counter[str] = Counter()
        done = make(piece.name, piece.inputs(made), str(tmp_path / "out"), Here(no_record), made)
        by_pieces += done.left
    assert by_pieces == left
