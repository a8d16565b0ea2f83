"""Ingest: nothing is lost, nothing comes twice, a killed run goes on, a bad article stops nobody."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from making import GoldReader, ask, dump, record

from corpus.archive import Archive, ArchiveError, status
from corpus.article import Article
from corpus.ingest import ingest
from corpus.readers import txt
from corpus.runs import Tally
from schemas import Record

KILLS = 20


def then() -> str:
    return "2026-01-02T03:04:05"


def simple(article: Article) -> Record:
    return record(article.text, units=["Sở Y tế"] if "Sở Y tế" in article.text else [])


def take(path: Path, *folders: Path, reader=simple, **more) -> Tally:
    return ingest(folders, path, now=then, reader=reader, **more)


def write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def long(words: str) -> str:
    return f"{words}. " + "Hội nghị tổng kết phong trào thi đua diễn ra tại Nam Định. " * 3


def test_samples_go_in_and_a_second_run_changes_nothing(tmp_path, samples):
    path, reader = tmp_path / "a.db", GoldReader(samples)
    first = take(path, samples, reader=reader, batch=7)
    assert first == Tally(read=24, stored=24, duplicate=0, failed=0)
    assert ask(path, "select count(*) from units where name is null union all select count(*) from stale") == [0, 0]
    before = dump(path)

    def never(article: Article) -> Record:
        raise AssertionError("what is stored is not read again")

    assert take(path, samples, reader=never) == Tally(read=24, stored=0, duplicate=24, failed=0)
    assert dump(path) == before
    assert ask(path, "select count(*) from run_articles where run = 1") == [24]
    assert ask(path, "select path from articles order by path limit 1") == ["samples/sample_01.txt"]


def test_original_bytes_are_kept(tmp_path):
    content = "\ufeff" + long("Sở Y tế")
    folder = write(tmp_path / "bai", a_txt=content)
    take(tmp_path / "a.db", folder)
    assert ask(tmp_path / "a.db", "select o.bytes from articles a join originals o on o.sha256 = a.original") == [
        content.encode()
    ]
    assert ask(tmp_path / "a.db", "select name, size from originals") == [("bai/a.txt", len(content.encode()))]


def test_the_same_bytes_and_the_same_text_are_one_article(tmp_path, monkeypatch):
    text = long("Sở Y tế")
    folder = write(tmp_path / "bai", a_txt=text, b_txt=text, c_txt=text.encode("utf-16"), d_txt=long("Sở Nội vụ"))
    path = tmp_path / "a.db"
    assert take(path, folder) == Tally(read=4, stored=2, duplicate=2, failed=0)
    assert ask(path, "select path from copies order by path") == ["bai/b.txt", "bai/c.txt"]
    assert ask(path, "select count(*) from originals") == [3]
    before = dump(path)
    monkeypatch.setattr("corpus.readers.read_file", None)  # known by their bytes, no file is read again
    assert take(path, folder, batch=1) == Tally(read=4, stored=0, duplicate=4, failed=0)
    assert dump(path) == before


def test_a_file_named_twice_is_read_once(tmp_path):
    folder = write(tmp_path / "bai", a_txt=long("Sở Y tế"))
    assert take(tmp_path / "a.db", folder, folder / "a.txt", folder) == Tally(read=1, stored=1)
    assert ask(tmp_path / "a.db", "select path from articles") == ["bai/a.txt"]


def test_two_folders_with_files_of_one_name(tmp_path):
    for year in ("2019", "2020"):
        write(tmp_path / year, bai_txt=long(f"Năm {year}"), hong_txt=b"")
    path = tmp_path / "a.db"
    assert take(path, tmp_path / "2019", tmp_path / "2020") == Tally(read=4, stored=2, failed=2)
    assert ask(path, "select path from articles order by path") == ["2019/bai.txt", "2020/bai.txt"]
    assert ask(path, "select path from failures order by path") == ["2019/hong.txt", "2020/hong.txt"]


def fussy(article: Article) -> Record:
    if "hỏng" in article.text:
        raise RuntimeError("two\nlines")
    if "lệch" in article.text:
        return record("Sở Y tế khác", units=["Sở Y tế"])
    told = simple(article)
    if "lớn" in article.text:
        return record(article.text, awards=[{"award": "Bằng khen", "status": "past", "count": 2**70}])
    return told


def test_a_bad_article_stops_nobody_and_is_told(tmp_path):
    files = {"a_txt": long("Sở Y tế"), "b_txt": long("hỏng"), "c_txt": b"", "d_txt": long("lệch"), "e_txt": b"\x00\x01\x02" * 500}
    folder = write(tmp_path / "bai", **files, f_txt=long("lớn"), g_txt=long("Sở Nội vụ"))
    path = tmp_path / "a.db"
    told = []
    tally = take(path, folder, tmp_path / "none", reader=fussy, failed=told.append)
    assert tally == Tally(read=8, stored=2, failed=6)
    assert str(tally) == "8 in = 2 stored + 0 duplicate + 6 failed"
    failures = ask(path, "select path, stage, sha256 is null from failures order by path")
    assert sorted((f.path, f.stage, f.sha256 is None) for f in told) == failures
    assert failures == [
        (str(tmp_path / "none"), "read", 1),
        ("bai/b.txt", "extract", 0),
        ("bai/c.txt", "read", 0),
        ("bai/d.txt", "extract", 0),
        ("bai/e.txt", "read", 0),
        ("bai/f.txt", "store", 0),
    ]
    for reason in ask(path, "select reason from failures"):
        assert reason.strip()
        assert "\n" not in reason
    assert ask(path, "select reason from failures where path = 'bai/b.txt'") == [
        "RuntimeError: two lines; report it with the file"
    ]
    assert ask(path, "select path from articles order by path") == ["bai/a.txt", "bai/g.txt"]


def test_a_failure_that_goes_in_later_is_taken_back(tmp_path):
    folder = write(tmp_path / "bai", a_txt=long("hỏng"), b_txt=b"", c_txt=long("Sở Y tế"))
    path = tmp_path / "a.db"
    assert take(path, folder, reader=fussy) == Tally(read=3, stored=1, failed=2)
    assert take(path, folder, reader=fussy) == Tally(read=3, duplicate=1, failed=2)
    assert ask(path, "select count(*) from failures") == [2]
    write(folder, b_txt=long("Sở Y tế"))
    assert take(path, folder) == Tally(read=3, stored=1, duplicate=2)
    assert ask(path, "select count(*) from failures") == [0]


def test_a_text_that_cannot_be_stored_takes_its_copies_with_it(tmp_path):
    text = long("lớn")
    folder = write(tmp_path / "bai", a_txt=text, b_txt=text.encode("utf-16"), c_txt=long("Sở Y tế"))
    path = tmp_path / "a.db"
    assert take(path, folder, reader=fussy) == Tally(read=3, stored=1, failed=2)
    assert ask(path, "select path, stage from failures order by path") == [("bai/a.txt", "store"), ("bai/b.txt", "store")]
    assert ask(path, "select count(*) from copies") == [0]


def several(monkeypatch) -> None:
    """Text files whose news items are parted by lines of stars."""
    real = txt.read

    def read(data: bytes, name: str) -> list[Article]:
        parts = data.decode().split("\n***\n")
        return [replace(one, original=data) for part in parts for one in real(part.encode(), name)]

    monkeypatch.setattr(txt, "read", read)


def test_the_news_items_of_one_page_are_articles_with_one_origin(tmp_path, monkeypatch):
    several(monkeypatch)
    items = [long("Sở Y tế"), long("Sở Nội vụ"), long("Sở Y tế"), long("hỏng"), long("Sở Tài chính")]
    folder = write(tmp_path / "bai", a_txt="\n***\n".join(items), b_txt=long("Sở Nội vụ"))
    path = tmp_path / "a.db"
    assert take(path, folder, reader=fussy) == Tally(read=6, stored=3, duplicate=2, failed=1)
    stored = ask(path, "select path from articles order by path")
    assert stored == ["bai/a.txt#1", "bai/a.txt#2", "bai/a.txt#5"]
    assert len(set(ask(path, "select original from articles"))) == 1
    assert ask(path, "select path from copies order by path") == ["bai/a.txt#3", "bai/b.txt"]
    assert ask(path, "select path, stage from failures") == [("bai/a.txt#4", "extract")]
    before = dump(path)
    assert take(path, folder, reader=fussy) == Tally(read=6, duplicate=5, failed=1)  # one of it failed: it is read again
    assert dump(path) == before
    assert take(path, folder) == Tally(read=6, stored=1, duplicate=5)
    before = dump(path)
    write(tmp_path / "khac", c_txt="\n***\n".join(items))
    monkeypatch.setattr(txt, "read", None)  # known by its bytes
    assert take(path, folder) == Tally(read=6, duplicate=6)
    assert dump(path) == before
    assert take(path, tmp_path / "khac") == Tally(read=5, duplicate=5)
    assert ask(path, "select path from copies where path like 'khac/%' order by path") == [f"khac/c.txt#{n}" for n in range(1, 6)]


def test_the_bytes_of_what_failed_are_kept_until_it_goes_in(tmp_path):
    folder = write(tmp_path / "bai", a_txt=long("hỏng"), b_txt=b"\x00\x01" * 40, c_txt=b"\x00\x01" * 40)
    path = tmp_path / "a.db"
    take(path, folder, reader=fussy)
    kept = "select f.path, f.at, length(o.bytes) from failures f join originals o on o.sha256 = f.sha256 order by f.path"
    sizes = [(folder / "a.txt").stat().st_size, 80, 80]
    assert ask(path, kept) == list(zip(["bai/a.txt", "bai/b.txt", "bai/c.txt"], [then()] * 3, sizes, strict=True))
    before = dump(path)
    ingest([folder], path, now=lambda: "2027-01-01", reader=fussy)  # the same failures are as old as before
    assert dump(path) == before
    write(folder, b_txt=long("Sở Y tế"))
    take(path, folder)
    assert ask(path, "select path from failures") == ["bai/c.txt"]
    assert ask(path, "select size from originals order by size")[0] == 80
    write(folder, c_txt=long("Sở Tài chính"))
    take(path, folder)
    assert ask(path, "select count(*) from originals where size = 80") == [0]


def test_another_program_may_store_the_same_meanwhile(tmp_path):
    folder = write(tmp_path / "bai", a_txt=long("Sở Y tế"), b_txt=long("Sở Nội vụ"))
    path = tmp_path / "a.db"

    def slow(article: Article) -> Record:
        if "Sở Y tế" in article.text:
            assert take(path, folder / "a.txt") == Tally(read=1, stored=1)
        return simple(article)

    assert take(path, folder, reader=slow) == Tally(read=2, stored=1, duplicate=1)
    assert ask(path, "select count(*) from failures") == [0]
    assert ask(path, "select run from run_articles order by run") == [1, 2]


def test_what_the_reader_knows_is_kept(tmp_path):
    folder = write(tmp_path / "bai", a_md="# Hội nghị tổng kết\n\n" + long("Sở Y tế"))
    take(tmp_path / "a.db", folder)
    assert ask(tmp_path / "a.db", "select title, format, encoding from articles") == [("Hội nghị tổng kết", "md", "utf-8")]


def test_progress_and_runs_are_told(tmp_path, samples):
    path, told = tmp_path / "a.db", []
    ingest([samples], path, now=then, reader=GoldReader(samples), progress=told.append, batch=10, command="ingest samples")
    assert [t.read for t in told] == [10, 20, 24]
    assert all(t.read == t.stored + t.duplicate + t.failed for t in told)
    (run,) = status(path)["runs"]
    expected = {"id": 1, "started": then(), "finished": then(), "command": "ingest samples"}
    assert run == run | expected | {"read": 24, "stored": 24, "duplicate": 0, "failed": 0}
    assert ask(path, "select count(*) > 10 from sqlite_stat1") == [1]


def test_nothing_to_take(tmp_path):
    empty = write(tmp_path / "bai")
    assert take(tmp_path / "a.db", empty) == Tally(read=1, failed=1)
    assert ingest([], tmp_path / "b.db", now=then) == Tally()


def test_an_archive_that_cannot_be_used_ends_the_run_before_it_begins(tmp_path, samples):
    with pytest.raises(ArchiveError, match="a folder"):
        take(tmp_path, samples)


def test_a_disk_that_fills_up_is_no_fault_of_the_article(tmp_path, samples, monkeypatch):
    path = tmp_path / "a.db"

    def small(self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.db.execute("pragma max_page_count = 260")

    original = Archive.__init__
    monkeypatch.setattr(Archive, "__init__", small)
    with pytest.raises(ArchiveError, match="full"):
        take(path, samples, reader=GoldReader(samples), batch=6)
    monkeypatch.setattr(Archive, "__init__", original)
    assert ask(path, "select count(*) from failures") == [0]
    assert take(path, samples, reader=GoldReader(samples)).failed == 0
    assert ask(path, "select count(*) from articles") == [24]


@pytest.fixture(scope="module")
def many(samples, tmp_path_factory) -> Path:
    """72 articles: each sample three times with other words after it, a double, and files that fail."""
    folder = tmp_path_factory.mktemp("many")
    for i, sample in enumerate(sorted(samples.glob("*.txt"))):
        text = sample.read_text(encoding="utf-8").strip()
        for n in range(3):
            (folder / f"bai_{n}_{i:02}.txt").write_text(f"{text}\n\nBản {n}.", encoding="utf-8")
    (folder / "bai_1_trung.txt").write_bytes((folder / "bai_0_00.txt").read_bytes())
    (folder / "bai_2_rong.txt").write_bytes(b"")
    return folder


def _ingest_quietly(folder: Path, path: Path, reader: GoldReader) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    ingest([folder], path, now=then, reader=reader, batch=5)


def test_killed_twenty_times_it_ends_as_one_undisturbed_run(tmp_path, samples, many, monkeypatch):
    monkeypatch.setattr("corpus.ingest._SETTLE_FIRST", 3)
    reader = GoldReader(samples)
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    begun = time.monotonic()
    assert take(whole, many, reader=reader, batch=5) == Tally(read=74, stored=72, duplicate=1, failed=1)
    takes = time.monotonic() - begun
    chance = random.Random(20161111)
    fork = multiprocessing.get_context("fork")
    kills = stored = 0
    for _ in range(KILLS):
        process = fork.Process(target=_ingest_quietly, args=(many, killed, reader))
        process.start()
        process.join(chance.uniform(0, takes / 9))
        process.kill()
        process.join()
        kills += process.exitcode == -9
        try:
            told = status(killed)["counts"]["articles"]
        except ArchiveError:
            told = 0  # killed before there was an archive
        # what a kill leaves can be opened by a reader
        assert told >= stored
        stored = told
    assert kills >= KILLS // 2, "most runs must have been killed before their end"
    tally = take(killed, many, reader=reader, batch=5)
    assert (tally.read, tally.failed) == (74, 1)
    assert dump(killed) == dump(whole)
    assert sorted(ask(killed, "select article from run_articles")) == sorted(ask(whole, "select article from run_articles"))
    assert ask(killed, "pragma integrity_check") == ["ok"]
    assert not [p for p in tmp_path.iterdir() if p.name not in ("whole.db", "killed.db")]


def test_the_same_bytes_under_another_ending_may_be_read_otherwise(tmp_path):
    folder = write(tmp_path / "bai", a_txt="# " + long("Sở Y tế"), b_md="# " + long("Sở Y tế"))
    for batch in (1, 2):
        path = tmp_path / f"{batch}.db"
        assert take(path, folder, batch=batch) == Tally(read=2, stored=2)
        before = dump(path)
        assert take(path, folder, batch=batch) == Tally(read=2, duplicate=2)
        assert dump(path) == before
    assert dump(tmp_path / "1.db") == dump(tmp_path / "2.db")


def test_news_items_of_one_text_are_counted_each_time(tmp_path, monkeypatch):
    several(monkeypatch)
    folder = write(tmp_path / "bai", a_txt="\n***\n".join([long("Sở Y tế")] * 3))
    path = tmp_path / "a.db"
    assert take(path, folder) == Tally(read=3, stored=1, duplicate=2)
    before = dump(path)
    assert take(path, folder) == Tally(read=3, duplicate=3)
    assert dump(path) == before


def test_what_is_read_slowly_is_stored_before_a_batch_is_full(tmp_path, samples, monkeypatch):
    monkeypatch.setattr("corpus.ingest._SECONDS", -1)
    reader, seen, path = GoldReader(samples), [], tmp_path / "a.db"

    def broken_off(article: Article) -> Record:
        seen.append(article)
        if len(seen) == 9:
            raise KeyboardInterrupt
        return reader(article)

    with pytest.raises(KeyboardInterrupt):
        take(path, samples, reader=broken_off)
    assert ask(path, "select count(*) from articles") == [8]
    assert take(path, samples, reader=reader) == Tally(read=24, stored=16, duplicate=8)
    take(tmp_path / "b.db", samples, reader=reader)
    assert dump(path) == dump(tmp_path / "b.db")


def test_files_of_one_name_in_folders_of_one_name_are_all_taken_in(tmp_path):
    for place, words in (("a", "Sở Y tế"), ("b", "Sở Nội vụ")):
        (tmp_path / place).mkdir()
        write(tmp_path / place / "tin", bai_txt=long(words))
    path, folders = tmp_path / "a.db", [tmp_path / "a" / "tin", tmp_path / "b" / "tin"]
    assert take(path, folders[0]) == Tally(read=1, stored=1)
    assert take(path, *folders) == Tally(read=2, stored=1, duplicate=1)
    assert ask(path, "select count(distinct text) from articles") == [2]
