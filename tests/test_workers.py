"""Several processes read: the archive is the one that one process makes, and a process that dies costs its article alone."""

import ctypes
import gc
import os
import pickle
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.article import Article, ReadError
from corpus.deadline import TooSlowError, within
from corpus.ingest import ingest
from corpus.inputs import Failure, extract_record
from corpus.runs import Tally
from corpus.workers import Pool, processes
from extract.pipeline import SELDOM
from schemas import Record

DEADLY = "làm chết tiến trình"


def dump(path: Path) -> str:
    db = sqlite3.connect(path)
    try:
        return "\n".join(db.iterdump())
    finally:
        db.close()


def news(n: int) -> str:
    return f"Ngày {n % 28 + 1}/3/2019, Sở Y tế họp.\n\nÔng Lê Văn Sáu, Giám đốc Sở Y tế, trao Bằng khen cho {n + 2} tập thể.\n"


def folder_of(path: Path, count: int) -> Path:
    path.mkdir()
    for n in range(count):
        (path / f"bai-{n:03}.txt").write_text(news(n % (count - 3)), encoding="utf-8")  # the last three are copies
    (path / "hong.txt").write_bytes(b"\x00\x01\x02" * 50)
    (path / "trung.md").write_text(news(1), encoding="utf-8")
    return path


def reader(article: Article) -> Record:
    """Ends its process over one article."""
    if DEADLY in article.text:
        os._exit(9)
    return extract_record(article)


def slow(article: Article) -> Record:
    """Goes on for ever over one article, and hangs over another."""
    if "mãi" in article.text:
        while True:
            sum(range(1000))
    if "treo" in article.text:
        ctypes.PyDLL(None).sleep(600)  # holds the interpreter's lock, as code of a library may
    return extract_record(article)


def run(folder: Path, archive: Path, workers: int, **more: object) -> Tally:
    return ingest([folder], archive, now=lambda: "2026-01-01", workers=workers, batch=20, **more)  # type: ignore[arg-type]


def test_two_processes_make_the_archive_that_one_makes(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "bai", 40)
    one, two = run(folder, tmp_path / "one.db", 1), run(folder, tmp_path / "two.db", 2)
    assert one == two
    assert (one.read, one.duplicate, one.failed) == (42, 3, 1)  # .md is read otherwise than .txt
    assert dump(tmp_path / "one.db") == dump(tmp_path / "two.db")
    assert run(folder, tmp_path / "two.db", 2).stored == 0


def test_few_files_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.workers.processes", lambda workers: pytest.fail("a process was started"))
    assert run(folder_of(tmp_path / "bai", 6), tmp_path / "a.db", 2).stored == 4


def test_a_process_that_dies_costs_its_article_alone(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "bai", 30)
    (folder / "bai-004.txt").write_text(f"Bài này {DEADLY} đọc nó.", encoding="utf-8")
    failures: list[tuple[str, str]] = []
    tally = run(folder, tmp_path / "a.db", 2, reader=reader, failed=lambda f: failures.append((f.path, f.reason)))
    assert (tally.read, tally.failed, tally.read - tally.stored - tally.duplicate) == (32, 2, 2)
    assert [path for path, reason in failures if "process that read it ended" in reason] == ["bai/bai-004.txt"]


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom corpus.workers import Pool\nfrom corpus.inputs import Input, extract_record\nfrom pathlib import Path\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(extract_record, 2, few=0)\n"
        "    one = Input(Path(sys.argv[1]), 'a')\n    pool.ahead([one])\n    pool.read(one)\n"
        "    print(*pool.pool._processes, flush=True)\n    time.sleep(60)\n"
    )
    (tmp_path / "run.py").write_text(script, encoding="utf-8")
    (tmp_path / "a.txt").write_text(news(1), encoding="utf-8")
    parent = subprocess.Popen([sys.executable, tmp_path / "run.py", tmp_path / "a.txt"], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    children = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert children
    assert not any(alive(pid) for pid in children)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_the_pool_tells_what_one_process_tells(tmp_path: Path) -> None:
    from corpus.inputs import inputs
    from corpus.rows import Rowing

    folder = folder_of(tmp_path / "bai", 20)
    pool = Pool(extract_record, 2, few=0)
    try:
        asked = list(inputs([folder]))
        pool.ahead(asked)
        for one in asked:
            found = pool.read(one)
            for article in [] if isinstance(found, Failure) else found:
                rowing = pool.extract(article)
                assert isinstance(rowing, Rowing)
                assert rowing.rows == Rowing(article, extract_record(article)).rows
    finally:
        pool.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setenv("KHENTHUONG_LIMITS", "seconds=4")
    folder = folder_of(tmp_path / "bai", 30)
    (folder / "bai-004.txt").write_text("Bài này đọc mãi.", encoding="utf-8")
    failures: list[tuple[str, str]] = []
    tally = run(folder, tmp_path / "a.db", workers, reader=slow, failed=lambda f: failures.append((f.path, f.reason)))
    assert (tally.read, tally.failed, tally.stored) == (32, 2, 27)
    assert [path for path, reason in failures if "longer than 4 seconds" in reason] == ["bai/bai-004.txt"]


def test_a_process_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHENTHUONG_LIMITS", "seconds=4")
    monkeypatch.setattr("corpus.workers._GRACE", 1)
    folder = folder_of(tmp_path / "bai", 30)
    (folder / "bai-004.txt").write_text("Bài này làm treo máy.", encoding="utf-8")
    failures: list[tuple[str, str]] = []
    tally = run(folder, tmp_path / "a.db", 2, reader=slow, failed=lambda f: failures.append((f.path, f.reason)))
    assert (tally.read, tally.failed, tally.stored) == (32, 2, 27)
    assert [path for path, reason in failures if "longer than 4 seconds" in reason] == ["bai/bai-004.txt"]


def for_ever(seconds: float) -> None:
    with within(seconds):
        while True:
            sum(range(1000))


def test_time_that_is_up_ends_the_block_alone() -> None:
    for _ in range(3):
        with pytest.raises(TooSlowError):
            for_ever(0.1)
        begun = time.monotonic()
        with within(5):
            while time.monotonic() < begun + 0.6:
                sum(range(1000))


def test_what_cannot_be_read_at_all_goes_to_no_process(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "bai", 30)
    for n in range(20):
        (folder / f"out-{n}.txt").symlink_to("/etc/hostname")
    begun = time.monotonic()
    failures: list[str] = []
    tally = run(folder, tmp_path / "a.db", 2, failed=lambda f: failures.append(f.reason))
    assert (tally.failed, sum("leads out of the folder" in reason for reason in failures)) == (21, 20)
    assert time.monotonic() - begun < 60
    error = ReadError("a", "b", stage="store")
    again = pickle.loads(pickle.dumps(error))
    assert (again.path, again.reason, again.stage, str(again)) == ("a", "b", "store", str(error))


def test_cycles_are_looked_for_seldom_while_articles_come_in(tmp_path: Path) -> None:
    seen: list[int] = []

    def watching(article: Article) -> Record:
        seen.append(gc.get_threshold()[0])
        return extract_record(article)

    usual = gc.get_threshold()
    ingest([folder_of(tmp_path / "in", 5)], tmp_path / "a.db", now=lambda: "2026-01-01", reader=watching)
    assert set(seen) == {SELDOM}
    assert gc.get_threshold() == usual
    assert processes(1).submit(gc.get_threshold).result()[0] == SELDOM
