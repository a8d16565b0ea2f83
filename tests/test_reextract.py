"""Reading stored articles anew: only what must be, in whole batches, and as if they were taken in today; and retrying failures."""

from __future__ import annotations

import multiprocessing
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from making import RUN_TABLES, ask, dump

from corpus import version
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
