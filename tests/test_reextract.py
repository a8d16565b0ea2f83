"""Reading stored articles anew: only what must be, in whole batches, and as if they were taken in today; and retrying failures."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from making import RUN_TABLES, ask, dump

from corpus import review, version
from corpus.archive import Archive, ArchiveError
from corpus.article import Article
from corpus.ingest import ingest
from corpus.inputs import extract_record
from corpus.reextract import reextract
from corpus.retry import retry
from corpus.runs import Tally
from corpus.version import Version, concerns, current
from schemas import ArticleInfo, Record

# the tables that tell of the reading itself
APART = (*RUN_TABLES, "extractors")


def then() -> str:
    return "2026-01-02T03:04:05"


@pytest.fixture(scope="module")
def taken(samples, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("read") / "a.db"
    ingest([samples], path, now=then)
    return path


@pytest.fixture
def path(taken, tmp_path) -> Path:
    return Path(tmp_path / "a.db").write_bytes(taken.read_bytes()) and tmp_path / "a.db"


def older(path: Path, old: Version) -> None:
    """Let all articles have been read by an older version."""
    with Archive(path) as archive, archive.transaction():
        archive.know(old)
        archive.db.execute("update articles set version = ?", [old.id])


def poor(article: Article) -> Record:
    told = extract_record(article)
    return told.model_copy(update={"awards": told.awards[:1], "units": told.units[1:], "officials": []})


def test_what_was_read_today_is_not_read_again(path):
    def never(article: Article) -> Record:
        raise AssertionError(article.path)

    before = dump(path)
    assert reextract(path, now=then, reader=never) == Tally()
    assert dump(path) == before


@pytest.mark.parametrize("workers", [1, 2])
def test_read_anew_the_archive_is_as_if_taken_in_today(path, taken, samples, tmp_path, workers):
    old = tmp_path / "old.db"
    ingest([samples], old, now=then, reader=poor)
    assert dump(old) != dump(taken)
    older(old, Version("other code", {}))
    assert reextract(old, now=then, batch=5, workers=workers) == Tally(read=24, stored=24)
    assert dump(old, APART) == dump(taken, APART)
    assert ask(old, "select command, read, stored, finished is null from runs where id = 2") == [("reextract", 24, 24, 0)]
    assert set(ask(old, "select version from articles")) == {current().id}


def test_a_change_of_words_concerns_the_articles_that_have_them(path):
    name = "extract/lexicon/heads.csv"
    old = replace(current(), lists=current().lists | {name: (*current().lists[name], "Bệnh viện,hospital,no,no,no,,,")})
    older(path, old)
    seen: list[str] = []

    def reader(article: Article) -> Record:
        seen.append(article.path)
        return extract_record(article)

    before = dump(path, APART)
    tally = reextract(path, now=then, reader=reader)
    having = ask(path, "select path from articles where text like '%bệnh viện%' or text like '%Bệnh viện%' order by 1")
    assert having
    assert set(having) <= set(seen)
    assert len(seen) < 24
    assert tally == Tally(read=24, stored=len(seen), kept=24 - len(seen))
    assert ask(path, "select read, stored, kept from runs where command = 'reextract'") == [(24, len(seen), 24 - len(seen))]
    after = dump(path, APART)
    assert {k: v for k, v in after.items() if k != "articles"} == {k: v for k, v in before.items() if k != "articles"}
    assert set(ask(path, "select version from articles")) == {current().id}


def test_other_code_or_a_list_in_another_order_concerns_all():
    old = current()
    name, lines = next((name, lines) for name, lines in old.lists.items() if len(lines) > 3)
    assert old.changed(old) == ()
    assert old.changed(replace(old, code="x")) is None
    assert old.changed(replace(old, lists=old.lists | {name: (lines[0], *reversed(lines[1:]))})) is None
    assert old.changed(replace(old, lists=old.lists | {name: lines[1:]})) is None
    assert old.changed(replace(old, lists=old.lists | {"new.txt": ("a",)})) is None
    assert Version.unpacked(old.packed) == old


def test_words_known_from_outside_the_article_count():
    phrases = (version.words_of("Nam Định"),)
    assert concerns("Hội nghị", ArticleInfo(source="Báo Nam Định"), phrases)
    assert concerns("HỘI NGHỊ NAM ĐỊNH", ArticleInfo(), phrases)
    assert concerns("tại tỉnhNam Định", ArticleInfo(), phrases)
    assert not concerns("Hội nghị", ArticleInfo(source="Báo Nam Hà"), phrases)


def test_where_chooses_and_a_wrong_one_is_refused(path):
    older(path, Version("other", {}))
    assert reextract(path, now=then, where="path in (select path from articles order by words limit 7)").stored == 7
    before = dump(path)
    for wrong in ("nothing = 1", "1); delete from articles; --", "1) or (delete", "id in (insert into articles default values)"):
        with pytest.raises(ArchiveError, match="--where"):
            reextract(path, now=then, where=wrong)
    assert dump(path) == before


def test_an_article_that_cannot_be_read_anew_keeps_its_facts(path):
    older(path, Version("other", {}))
    before = dump(path, (*APART, "articles"))
    (name,) = ask(path, "select path from articles order by path limit 1")

    def reader(article: Article) -> Record:
        if article.path == name:
            raise RuntimeError("hỏng")
        return extract_record(article)

    told = []
    assert reextract(path, now=then, reader=reader, failed=told.append) == Tally(read=24, stored=23, failed=1)
    assert [failure.path for failure in told] == ask(path, "select path from failures") == [name]
    assert dump(path, (*APART, "articles", "failures")) == {k: v for k, v in before.items() if k != "failures"}
    assert reextract(path, now=then) == Tally(read=1, stored=1)
    assert ask(path, "select count(*) from failures") == [0]


def _again(path: Path) -> None:
    reextract(path, now=then, batch=2)


def test_killed_again_and_again_it_ends_as_one_undisturbed_run(path, taken):
    older(path, Version("other", {}))
    chance, fork = random.Random(3), multiprocessing.get_context("fork")
    begun = time.monotonic()
    kills = 0
    for _ in range(8):
        process = fork.Process(target=_again, args=(path,))
        process.start()
        process.join(chance.uniform(0.02, 0.3))
        process.kill()
        process.join()
        kills += process.exitcode == -9
        assert time.monotonic() - begun < 60
    assert kills >= 3
    reextract(path, now=then)
    assert dump(path, APART) == dump(taken, APART)
    assert ask(path, "pragma integrity_check") == ["ok"]


def test_a_version_that_the_archive_does_not_know_is_read_anew(path):
    with Archive(path) as archive, archive.transaction():
        archive.db.execute("pragma foreign_keys = 0")
        archive.db.execute("update articles set version = 'stranger'")
    assert reextract(path, now=then) == Tally(read=24, stored=24)


def fussy(article: Article) -> Record:
    if "hỏng" in article.text:
        raise RuntimeError("hỏng")
    return extract_record(article)


def test_failures_are_tried_again_from_the_bytes_that_were_kept(tmp_path):
    folder = tmp_path / "bai"
    folder.mkdir()
    (folder / "a.txt").write_text("Sở Y tế hỏng.", encoding="utf-8")
    (folder / "b.txt").write_text("Sở Y tế hỏng.", encoding="utf-8")
    (folder / "c.jsonl").write_text('{"text": "Sở Nội vụ hỏng."}\n{"text": "Sở Y tế họp."}\n', encoding="utf-8")
    (folder / "d.txt").write_bytes(b"\x00\x01" * 30)
    path = tmp_path / "a.db"
    tally = ingest([folder, tmp_path / "none"], path, now=then, reader=fussy)
    assert tally == Tally(read=6, stored=1, failed=5)
    for file in folder.iterdir():
        file.unlink()
    again = retry(path, now=then, reader=fussy)
    assert (again.tally, again.without) == (Tally(read=4, failed=4), 1)
    assert retry(path, now=then, stage="store").tally == Tally()
    again = retry(path, now=then, stage="extract")
    assert (again.tally, again.without) == (Tally(read=3, stored=2, duplicate=1), 0)
    assert ask(path, "select path from articles order by path") == ["bai/a.txt", "bai/c.jsonl#1", "bai/c.jsonl#2"]
    assert ask(path, "select path from copies") == ["bai/b.txt"]
    assert ask(path, "select path from failures order by path") == [str(tmp_path / "none"), "bai/d.txt"]


def pruned(root: Path, copy: Path, text: str) -> int:
    """Copy the two lower floors, without the rows of word lists that do not concern a text; returns how many were left out."""
    left_out = 0
    for floor in ("schemas", "extract"):
        shutil.copytree(root / floor, copy / floor, ignore=shutil.ignore_patterns("__pycache__"))
    for name, lines in current().lists.items():
        kept = [*lines[:1], *(line for line in lines[1:] if may_concern(name, lines, line, text))]
        left_out += len(lines) - len(kept)
        (copy / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    return left_out


def may_concern(name: str, lines: tuple[str, ...], line: str, text: str) -> bool:
    told = Version("", {name: lines}).changed(Version("", {name: tuple(one for one in lines if one != line)}))
    return told is None or concerns(text, ArticleInfo(), told)


@pytest.mark.parametrize("number", [2, 5, 10, 23])
def test_rows_that_do_not_concern_an_article_change_nothing_in_it(root, samples, tmp_path, number):
    text = (samples / f"sample_{number:02}.txt").read_text(encoding="utf-8").strip()
    assert pruned(root, tmp_path, text) > 300
    code = "import sys, extract; print(extract.read(sys.stdin.read()).model_dump_json())"
    done = subprocess.run([sys.executable, "-c", code], input=text, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert Record.model_validate_json(done.stdout) == extract_record(Article(path="a.txt", text=text, original=b""))


def test_a_correction_made_while_articles_are_read_anew_is_laid_over(path):
    older(path, Version("other", {}))
    (name, fact) = ask(path, "select articles.path, amounts.id from amounts join articles on articles.id = article limit 1")[0]

    def reader(article: Article) -> Record:
        if article.path == name:
            with Archive(path) as archive:
                review.change(archive, "amounts", fact, "value", 7_777_777, review.Hand("lan", then()))
        return extract_record(article)

    assert reextract(path, now=then, reader=reader, batch=2).stored == 24
    assert ask(path, "select count(*) from amounts where value = 7777777") == [1]
    assert ask(path, "select unplaced from extracted") == ["[]"]


def test_correcting_an_article_is_no_new_reading(path):
    older(path, old := Version("other", {}))
    fact = ask(path, "select id from amounts limit 1")[0]
    with Archive(path) as archive:
        review.accept(archive, "amounts", fact, review.Hand("lan", then()))
    assert set(ask(path, "select version from articles")) == {old.id}


def test_what_could_not_be_read_anew_is_no_failure_of_a_file(path, samples):
    older(path, Version("other", {}))

    def never(article: Article) -> Record:
        raise RuntimeError("hỏng")

    assert reextract(path, now=then, reader=never).failed == 24
    assert set(ask(path, "select stage from failures")) == {"reextract"}
    assert retry(path, now=then).tally == Tally()
    assert retry(path, now=then).without == 0
    ingest([samples], path, now=then)
    assert ask(path, "select count(*) from failures") == [24]  # known by their bytes, and still not read anew
    reextract(path, now=then)
    assert ask(path, "select count(*) from failures") == [0]


def test_a_page_that_is_tried_again_keeps_its_address(tmp_path):
    (tmp_path / "a.warc").write_bytes(
        b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nWARC-Target-URI: http://soyte.example.vn/tin/1\r\n"
        + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(told := "Sở Y tế họp hỏng.".encode()), told)
    )
    path = tmp_path / "a.db"
    assert ingest([tmp_path / "a.warc"], path, now=then, reader=fussy).failed == 1
    assert retry(path, now=then).tally.stored == 1
    assert ask(path, "select url from articles") == ["http://soyte.example.vn/tin/1"]


@pytest.mark.parametrize("run", [reextract, retry])
def test_no_archive_is_made_where_there_is_none(tmp_path, run):
    with pytest.raises(ArchiveError, match="no archive there"):
        run(tmp_path / "nham.db", now=then)
    assert list(tmp_path.iterdir()) == []
