"""Files -> articles: one module a format, chosen by the ending of the file's name.

A reader is `read(data, name)` and gives an Article, or a list of them where a page holds several news items. A folder gives only
its article files, in the order of their names. Files that hold many articles (`corpus.containers`) give rows and pages, which
have their readers too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from corpus.article import Article, ReadError
from corpus.encoding import EncodingError, too_large, too_long
from corpus.limits import limits

__all__ = ["CONTAINERS", "FORMATS", "article_files", "articles_in", "articles_of", "read_bytes", "read_file", "shown"]

FORMATS = {".txt": "txt", ".md": "md", ".html": "html", ".htm": "html", ".mhtml": "mhtml", ".mht": "mhtml"}
CONTAINERS = (".jsonl", ".jsonl.gz", ".parquet", ".warc", ".warc.gz")
"""Endings of files that hold many articles."""


def shown(path: Path | str) -> str:
    """The path as it can be printed and stored: with `/`, and with � for bytes that are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")


def article_files(
    paths: Iterable[Path | str], failed: Callable[[ReadError], None] | None = None, *, containers: bool = False
) -> Iterator[Path]:
    """The article files among `paths`, each once: a file itself, and of a folder all those below it, by name.

    With `containers`, files that hold many articles are among them.

    Hidden files and folders are left out. What cannot be taken (nothing there, a file of another type, a folder that
    cannot be listed) is handed to `failed` and the rest goes on; without `failed` it is raised.
    """
    endings = (*FORMATS, *(CONTAINERS if containers else ()))
    seen: set[str] = set()
    for path in map(Path, paths):
        for found in _below(path, endings) if path.is_dir() else _named(path, endings):
            if isinstance(found, ReadError):
                if failed is None:
                    raise found
                failed(found)
            elif (real := os.path.realpath(found)) not in seen:  # as Path.resolve, which cannot stand a link to itself
                seen.add(real)
                yield found


def _named(path: Path, endings: tuple[str, ...]) -> Iterator[Path | ReadError]:
    if not os.path.lexists(path):
        yield ReadError(shown(path), "there is no such file or folder: check the path")
    elif not path.name.lower().endswith(endings):
        yield ReadError(shown(path), f"it is none of {', '.join(endings)}: give the article in one of these")
    else:
        yield path


def _below(folder: Path, endings: tuple[str, ...]) -> Iterator[Path | ReadError]:
    denied: list[OSError] = []
    none = True
    for at, folders, files in os.walk(folder, onerror=denied.append):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _is_of_page(f, files))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(endings):
                none = False
                yield Path(at, name)
    for error in denied:
        yield ReadError(shown(error.filename), f"the folder cannot be listed ({error.strerror}): check its permissions")
    if none and not denied:
        yield ReadError(shown(folder), f"there is no article file ({', '.join(endings)}) in the folder: check the path")


def _is_of_page(folder: str, files: list[str]) -> bool:
    """Whether a folder holds what a browser saved with a page beside it (`tin_files` of `tin.html`): frames and advertisements.

    >>> _is_of_page("tin_files", ["tin.html"]), _is_of_page("my_files", ["tin.html"])
    (True, False)
    """
    name, mark, rest = folder.rpartition("_files")
    if not mark:
        name, mark, rest = folder.rpartition(".files")
    return bool(name and mark and not rest) and any(f"{name}{end}" in files for end in (".html", ".htm", ".HTM", ".HTML"))


def read_file(path: Path | str, *, root: Path | str | None = None) -> Article:
    """The one article in a file; else as `articles_in`."""
    return _only(articles_in(path, root=root))


def articles_in(path: Path | str, *, root: Path | str | None = None) -> list[Article]:
    """The articles in a file, mostly one. Their `path` is told from `root` on, or is the file's name; of several with `#1`, `#2`...

    Raises ReadError: the file cannot be read, is empty, binary, too long, in an unknown encoding, or holds no article.
    """
    path = Path(path)
    name = shown(path.relative_to(root)) if root is not None and path.is_relative_to(root) else shown(path.name)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(shown(path), "it is no regular file: give a file or a folder")
        if status.st_size > limits().file:
            raise ReadError(shown(path), too_large(status.st_size))
        data = path.read_bytes()
    except OSError as e:
        raise ReadError(shown(path), f"the file cannot be read ({e.strerror}): check that it is there and its permissions") from e
    try:
        return articles_of(data, name)
    except EncodingError as e:
        raise ReadError(shown(path), str(e)) from e


def read_bytes(data: bytes, name: str, form: str | None = None) -> Article:
    """The one article in the bytes of a file called `name`; else as `articles_of`."""
    return _only(articles_of(data, name, form))


def _only(found: list[Article]) -> Article:
    if len(found) > 1:
        raise ReadError(found[0].path, f"it holds {len(found)} news items: read each for itself")
    return found[0]


def articles_of(data: bytes, name: str, form: str | None = None, url: str | None = None) -> list[Article]:
    """The articles in the bytes of a file called `name`; raises EncodingError or ReadError.

    `form` names the reader where the ending of the name does not: txt, md, html, mhtml, row; `url` is where the bytes were got.

    >>> (article,) = articles_of("# Hội nghị tổng kết\\n\\nSáng 5/3/2019, Sở Y tế tổ chức hội nghị.".encode(), "tin/bai.md")
    >>> article.info.title, article.text
    ('Hội nghị tổng kết', 'Hội nghị tổng kết\\n\\nSáng 5/3/2019, Sở Y tế tổ chức hội nghị.')
    """
    form = form or FORMATS.get(Path(name).suffix.lower())
    if form is None:
        raise ReadError(name, f"it is none of {', '.join(FORMATS)}: give the article in one of these")
    reader = import_module(f"corpus.readers.{form}")
    read = reader.read(data, name, url=url) if form == "html" else reader.read(data, name)
    found = [read] if isinstance(read, Article) else list(read)
    found = [replace(one, url=one.url or url) for one in found]
    if (length := max(len(article.text) for article in found)) > limits().text:
        raise EncodingError(too_long(length))
    return found if len(found) == 1 else [replace(one, path=f"{name}#{n}") for n, one in enumerate(found, 1)]
