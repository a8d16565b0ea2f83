"""Near-copies: found whatever was cut or changed, never between articles of one mould; their facts counted once; undone by hand for good."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from making import ask, dump
from test_ingest import then

from corpus import copies
from corpus.archive import Archive
from corpus.duplicates import Signature, Words, alike
from corpus.ingest import ingest
from corpus.stories import StoryError

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
