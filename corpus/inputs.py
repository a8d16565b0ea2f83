"""What comes in: the files of the folders given, each once, and what one of them becomes: rows, or a failure that tells why."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.article import Article, ReadError
from corpus.rows import Rowing
from schemas import Record

Reader = Callable[[Article], Record]


@dataclass(frozen=True)
class Failure:
    """A file that could not be taken in."""

    path: str
    stage: str
    reason: str
    sha256: str | None = None


@dataclass(frozen=True)
class Input:
    """A file to take in; without `sha256` it cannot be read, and `error` may tell why."""

    path: Path
    name: str
    sha256: str | None = None
    error: ReadError | None = None


def extract_record(article: Article) -> Record:
    """The record of an article, read by the pipeline; what the reader knows goes in with the text."""
    import extract

    return extract.read(article.text, info=article.info)


def read(one: Input) -> Article | Failure:
    """The article in a file."""
    from corpus.readers import read_file

    try:
        if one.error:
            raise one.error
        article = replace(read_file(one.path), path=one.name)
        article.text.encode("utf-8")  # half a surrogate pair can neither be hashed nor stored
        return article
    except ReadError as error:
        return Failure(one.name, error.stage, error.reason, one.sha256)
    except Exception as error:  # noqa: BLE001 - a reader's own fault must not lose the other articles
        return Failure(one.name, "read", fault(error), one.sha256)


def extract(one: Input, article: Article, reader: Reader) -> Rowing | Failure:
    """The rows of an article, as `reader` reads it."""
    try:
        return Rowing(article, reader(article))
    except Exception as error:  # noqa: BLE001 - one article that breaks a rule must not stop the run
        return Failure(one.name, "extract", fault(error), one.sha256)


def fault(error: Exception) -> str:
    """An error of the program in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}; report it with the file"


def inputs(paths: Iterable[str | Path]) -> Iterator[Input]:
    """The files to take in, in order, each once; what cannot be taken comes as an input that tells why."""
    from corpus.readers import article_files

    errors: list[ReadError] = []
    seen: set[str] = set()
    for path in map(Path, paths):
        for file in article_files([path], errors.append):
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                yield _input(file, _name(file, path if path.is_dir() else path.parent))
        yield from (Input(path, error.path, None, error) for error in errors)
        errors.clear()


def _name(file: Path, folder: Path) -> str:
    """The name an article goes by: from the folder that was given on, so that two folders' `bai-1.txt` differ."""
    from corpus.readers import shown

    return shown(Path(folder.resolve().name, file.relative_to(folder)))


def _input(file: Path, name: str) -> Input:
    try:
        if file.is_file():
            with file.open("rb") as content:
                return Input(file, name, hashlib.file_digest(content, "sha256").hexdigest())
    except OSError:
        pass  # the reader tells why
    return Input(file, name)
