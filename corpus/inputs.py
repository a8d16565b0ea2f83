"""What comes in: the files of the folders given and the articles inside files of many, each once, and what one of them becomes:
rows, or a failure that tells why."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.article import Article, ReadError, item_of
from corpus.deadline import TooSlowError, within
from corpus.encoding import EncodingError
from corpus.limits import limits
from corpus.rows import Rowing
from schemas import Record

Reader = Callable[[Article], Record]
_REPORT = "; report it with the file"


@dataclass(frozen=True)
class Failure:
    """A file that could not be taken in."""

    path: str
    stage: str
    reason: str
    sha256: str | None = None


@dataclass(frozen=True)
class Input:
    """A file to take in, or the `data` of a row or page in one, with the `form` they have and the `url` they were got from.

    What stands in the form after `|` is for its reader (`corpus.readers.columns.form_of`).
    Without `sha256` it cannot be read, and `error` may tell why.
    """

    path: Path
    name: str
    sha256: str | None = None
    error: ReadError | None = None
    data: bytes | None = field(default=None, repr=False, compare=False)
    form: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, data: bytes, name: str, form: str | None = None, url: str | None = None) -> Input:
        """An input whose bytes are at hand."""
        return cls(Path(name), name, hashlib.sha256(data).hexdigest(), data=data, form=form, url=url)

    def articles(self) -> list[Article]:
        """The articles it holds; raises ReadError or EncodingError."""
        from corpus.readers import articles_in, articles_of

        return articles_in(self.path) if self.data is None else articles_of(self.data, self.name, self.form, self.url)

    def content(self) -> bytes | None:
        """Its bytes, where they are still those that were hashed and no more than an article has."""
        if self.data is not None or self.sha256 is None:
            return self.data
        try:
            data = self.path.read_bytes() if self.path.stat().st_size <= limits().file else None
        except OSError:
            return None
        return data if data is not None and hashlib.sha256(data).hexdigest() == self.sha256 else None


def extract_record(article: Article) -> Record:
    """The record of an article, read by the pipeline; what the reader knows goes in with the text."""
    import extract

    return extract.read(article.text, info=article.info)


def read(one: Input) -> list[Article] | Failure:
    """The articles in a file, mostly one."""

    try:
        if one.error:
            raise one.error
        with within(limits().seconds):
            found = one.articles()
        for article in found:
            for words in (
                article.text,
                article.url,
                article.sapo,
                *article.captions,
                *(value for _, value in article.info if isinstance(value, str)),
            ):
                (words or "").encode("utf-8")  # half a surrogate pair can neither be hashed nor stored
        return [replace(article, path=item_of(one.name, article.part)) for article in found]
    except ReadError as error:
        return Failure(one.name, error.stage, error.reason, one.sha256)
    except EncodingError as error:
        return Failure(one.name, "read", str(error), one.sha256)
    except TooSlowError:
        return Failure(one.name, "read", too_slow(), one.sha256)
    except Exception as error:  # noqa: BLE001 - a reader's own fault must not lose the other articles
        return Failure(one.name, "read", fault(error), one.sha256)


def extract(article: Article, reader: Reader) -> Rowing | Failure:
    """The rows of an article, as `reader` reads it."""
    try:
        with within(limits().seconds):
            return Rowing(article, reader(article))
    except TooSlowError:
        return Failure(article.path, "extract", too_slow(), article.sha256)
    except Exception as error:  # noqa: BLE001 - one article that breaks a rule must not stop the run
        return Failure(article.path, "extract", fault(error), article.sha256)


def too_slow() -> str:
    """Why an article was given up."""
    return f"it took longer than {limits().seconds} seconds: cut it into smaller articles, or allow more with --limit seconds=..."


def fault(error: Exception) -> str:
    """An error of the program in one line."""
    return f"{in_a_line(error, 300)}{_REPORT}"


def is_fault(reason: str) -> bool:
    """Whether a failure is an error of the program, and none of the article.

    >>> is_fault(fault(ValueError("no such row"))), is_fault(too_slow())
    (True, False)
    """
    return reason.endswith(_REPORT)


def in_a_line(error: Exception, most: int = 200) -> str:
    """An error's kind and its message, of that not more than `most` letters."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:most]}"


def inputs(
    paths: Iterable[str | Path], *, columns: str = "", left: Counter[str] | None = None, homes: Sequence[Path] = ()
) -> Iterator[Input]:
    """What to take in, in order, each file once; what cannot be taken comes as an input that tells why.

    `columns` is what `--columns` told; files of other kinds in folders and zips are counted in `left`, by their endings. A file
    below one of the folders `homes` goes by the name it has when that folder is taken in.
    """
    from corpus.containers import holds_many, stretch

    for found in files(paths, left, homes):
        if isinstance(found, Failure):
            yield told(found)
        elif holds_many(found[1]):
            yield from stretch(str(found[0]), found[1], columns=columns, left=left)
        else:
            yield given(*found)


def files(
    paths: Iterable[str | Path], left: Counter[str] | None = None, homes: Sequence[Path] = ()
) -> Iterator[tuple[Path, str] | Failure]:
    """(file, name it goes by) of each file on this machine, in order, each once, or why it cannot be taken."""
    from corpus.readers import article_files

    errors: list[ReadError] = []
    seen: set[str] = set()
    for path in map(Path, paths):
        for file in article_files([path], errors.append, containers=True, left=left):
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                home = next((folder for folder in homes if file.is_relative_to(folder)), path if path.is_dir() else path.parent)
                yield file, _name(file, home)
        yield from (Failure(error.path, error.stage, error.reason) for error in errors)
        errors.clear()


def holders(name: str) -> Iterator[str]:
    """The names of the files of many that what goes by `name` lies in.

    >>> list(holders("tin/2019.zip/bảng.xlsx#Sheet1!12"))
    ['tin/2019.zip', 'tin/2019.zip/bảng.xlsx']
    """
    from corpus.readers import holds

    yield from (name[: at.start()] for at in re.finditer("[/#]", name) if holds(name[: at.start()]) == "many")


def told(failure: Failure) -> Input:
    """An input that comes to nothing but this failure."""
    return Input(Path(failure.path), failure.path, None, ReadError(failure.path, failure.reason, stage=failure.stage))


def _name(file: Path, folder: Path) -> str:
    """The name an article goes by: from the folder that was given on, so that two folders' `bai-1.txt` differ."""
    from corpus.readers import shown

    return shown(Path(folder.resolve().name, file.relative_to(folder)))


def given(file: Path, name: str) -> Input:
    """The input that a file on this machine is."""
    try:
        if file.is_file():
            with file.open("rb") as content:
                return Input(file, name, hashlib.file_digest(content, "sha256").hexdigest())
    except OSError:
        pass  # the reader tells why
    return Input(file, name)
