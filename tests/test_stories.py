"""Near-copies: found whatever was cut or changed, never between articles of one mould; their facts counted once; undone by hand for good."""

from __future__ import annotations

import random
import re
import shutil
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from making import article, ask, dump
from test_ingest import then

from corpus import copies
from corpus.archive import Archive
from corpus.duplicates import Signature, Words, alike
from corpus.ingest import ingest
from corpus.rows import Rowing
from corpus.stories import HELD, StoryError
from schemas import Record

LIGHT, HEAVY = (0.10, 0.02), (0.35, 0.05)
_SENTENCE = re.compile(r"((?<=[.!?])\s+|\n+)")


def edited(text: str, how: tuple[float, float], chance: random.Random, words: Sequence[str]) -> str:
    """A copy with a share of the sentences cut and a share of the words changed to any of `words`."""
    cut, change = how
    parts = _SENTENCE.split(text)
    kept = [a + b for a, b in zip(parts[::2], [*parts[1::2], ""], strict=True) if chance.random() >= cut]
    return " ".join(chance.choice(words) if chance.random() < change else word for word in "".join(kept).split(" ")).strip()


@pytest.fixture(scope="module")
def texts(samples: Path) -> list[str]:
    return [path.read_text(encoding="utf-8").strip() for path in sorted(samples.glob("*.txt"))]


@pytest.fixture(scope="module")
def words(texts: list[str]) -> list[str]:
    """Every word of the samples, so that a year may be changed to a name and a name to another."""
    return [word for text in texts for word in text.split()]


def take(path: Path, *folders: Path, **more) -> None:
    assert ingest(folders, path, now=then, **more).failed == 0


def write(folder: Path, named: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in named.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def stories(path: Path) -> dict[str, str | None]:
    """File -> file of the article that leads its story."""
    query = "select a.path, l.path from articles a left join articles l on l.id = a.story order by 1"
    return {Path(a).stem: b and Path(b).stem for a, b in ask(path, query)}


def test_light_copies_are_all_grouped_and_heavy_ones_nine_in_ten(texts, words):
    chance = random.Random(5)
    found = {}
    for how in (LIGHT, HEAVY):
        told = []
        for text in texts:
            first, own = Signature.of(text), Words(text)
            for _ in range(10):
                copy = edited(text, how, chance, words)
                sign = Signature.of(copy)
                near = sign.enough(len(set(sign.keys) & set(first.keys))) and sign.may_be(first)
                told.append(near and alike(Words(copy), own) is not None)
        found[how] = sum(told) / len(told)
    assert found[LIGHT] == 1
    assert found[HEAVY] >= 0.9


def linked(path: Path) -> list[tuple[str, str]]:
    return ask(path, "select a.path, b.path from story_links l join articles a on a.id = l.article join articles b on b.id = l.of")


def stored_bare(path: Path, texts: Iterator[str]) -> None:
    """Articles without facts: signatures, links and keys alone, as storing makes them."""
    with Archive(path) as archive:
        for start, some in enumerate(iter(lambda: [text for _, text in zip(range(500), texts, strict=False)], [])):
            rowings = [Rowing(article(unicodedata.normalize("NFC", text), f"{start}-{n}.txt"), Record()) for n, text in enumerate(some)]
            with archive.transaction():
                archive.store(rowings, run=1)


@pytest.fixture(scope="module")
def swapped(tmp_path_factory) -> Path:
    """5,000 articles in the words of the samples about other people, places, years and sums."""
    path = tmp_path_factory.mktemp("swapped") / "a.db"
    stored_bare(path, copies.texts(5000, 3))
    return path


def test_no_two_of_5000_swapped_articles_are_taken_for_copies(swapped):
    assert ask(swapped, "select count(*) from articles") == [5000]
    assert linked(swapped) == []


def test_a_copy_is_found_among_thousands_of_its_mould(swapped, texts, words, tmp_path):
    chance = random.Random(11)
    texts = ask(swapped, "select text from articles order by id limit 40")
    path = Path(shutil.copy(swapped, tmp_path))
    with Archive(path) as archive, archive.transaction():
        archive.store([Rowing(article(edited(text, LIGHT, chance, words)), Record()) for text in texts], run=1)
    assert len({b for _, b in linked(path)}) >= 38


def test_many_that_differ_in_one_word_cost_no_more_each_than_few(tmp_path, texts):
    took = []
    for count in (200, 1600):
        path = tmp_path / f"{count}.db"
        start = time.process_time()
        stored_bare(path, (f"{texts[0]}\nBản {n}." for n in range(count)))
        with Archive(path) as archive:
            archive.settle()
        took.append((time.process_time() - start) / count)
        assert ask(path, "select copies from stories") == [count]
        assert ask(path, "select max(n) from (select count(*) as n from story_keys group by key)") == [HELD]
    assert took[1] < 2 * took[0]


@pytest.fixture(scope="module")
def folder(texts, words, tmp_path_factory) -> Path:
    """Six samples, each with two light copies, in file order after, between and before the others; and six articles more."""
    chance, named = random.Random(3), {}
    for i, text in enumerate(texts[:12]):
        named[f"{i:02}-b"] = text
        if i < 6:
            named[f"{i:02}-a"], named[f"{i:02}-c"] = (edited(text, LIGHT, chance, words) for _ in "ac")
    return write(tmp_path_factory.mktemp("near") / "bai", named)


@pytest.fixture(scope="module")
def near(folder, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "near.db"
    take(path, folder)
    return path


def test_copies_stay_articles_and_are_grouped(near):
    found = stories(near)
    assert len(found) == 24
    groups = {}
    for name, lead in found.items():
        groups.setdefault(lead, set()).add(name)
    assert sorted(map(sorted, (names for lead, names in groups.items() if lead))) == [
        [f"{i:02}-a", f"{i:02}-b", f"{i:02}-c"] for i in range(6)
    ]
    assert groups[None] == {f"{i:02}-b" for i in range(6, 12)}
    assert ask(near, "select copies from stories") == [3] * 6
    assert all(share >= 0.7 and names > 0.5 and how for share, names, how in ask(near, "select share, names, how from story_links"))


def test_the_archive_is_the_same_however_it_was_filled(near, folder, tmp_path, monkeypatch):
    whole = dump(near)
    for name, more in (("two", {"workers": 2}), ("ones", {"batch": 1}), ("sevens", {"batch": 7})):
        take(tmp_path / f"{name}.db", folder, **more)
        assert dump(tmp_path / f"{name}.db") == whole, name
    broken = tmp_path / "broken.db"
    for files in (9, 17, 24):  # a run that is broken off has stored the first of the files
        take(broken, *sorted(folder.iterdir())[:files], batch=4)
        monkeypatch.setattr("corpus.ingest._SETTLE_FIRST", files)
    first, again = dump(broken), dump(near)
    assert {name: len(rows) for name, rows in first.items()} == {name: len(rows) for name, rows in again.items()}
    assert first["story_links"] == again["story_links"]
    assert [row[1:] for row in first["stories"]] == [row[1:] for row in again["stories"]]
