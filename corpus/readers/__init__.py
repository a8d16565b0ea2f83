"""Files -> articles: one module a format, chosen by the ending of the file's name.

A reader is `read(data, name)` and gives an Article, or a list of them where a page holds several news items. A folder gives only
its article files, in the order of their names. Files that hold many articles (`corpus.containers`) give rows and pages, which
have their readers too.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from corpus.article import Article, ReadError, item_of
from corpus.encoding import EncodingError, too_large, too_long
from corpus.limits import limits
from corpus.readers.kinds import kind

__all__ = [
    "CONTAINERS",
    "FORMATS",
    "article_files",
    "articles_in",
    "articles_of",
    "hidden",
    "holds",
    "listed",
    "pages_of",
    "read_bytes",
    "read_file",
    "shown",
]

FORMATS = {".txt": "txt", ".md": "md", ".html": "html", ".htm": "html", ".mhtml": "mhtml", ".mht": "mhtml"}
FORMATS |= {".docx": "docx", ".doc": "doc", ".rtf": "rtf", ".pdf": "pdf"}
FORMATS |= dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), "image")
_MANY = (".jsonl", ".csv", ".tsv", ".parquet", ".xlsx", ".xlsm", ".warc", ".zip")
CONTAINERS = (*_MANY, *(f"{end}.gz" for end in (".jsonl", ".csv", ".tsv", ".warc", *FORMATS)))
"""Endings of files that hold many articles, or one that is packed."""


def shown(path: Path | str) -> str:
    """The path as it can be printed and stored: with `/`, and with � for bytes that are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")


def holds(name: str) -> str | None:
    """Whether a file of this name is one article, or a file of many, or neither: `one`, `many` or None.

    >>> holds("2019/Bài 1.HTML"), holds("bai.html.gz"), holds("anh.css")
    ('one', 'many', None)
    """
    name = name.lower()
    return "one" if name.endswith(tuple(FORMATS)) else "many" if name.endswith(CONTAINERS) else None


def hidden(name: str) -> bool:
    """Whether a file or folder of this name is none of the user's: hidden, or what office programs keep beside an open file."""
    return name.startswith((".", "~$"))


def listed(endings: Iterable[str]) -> str:
    """Endings in words; those of packed files are left out."""
    return ", ".join(end for end in endings if not end.endswith(".gz"))


def article_files(
    paths: Iterable[Path | str],
    failed: Callable[[ReadError], None] | None = None,
    *,
    containers: bool = False,
    left: Counter[str] | None = None,
) -> Iterator[Path]:
    """The article files among `paths`, each once: a file itself, and of a folder all those below it, by name.

    With `containers`, files that hold many articles are among them. Files of other kinds in a folder are counted in `left`,
    by their endings.

    Hidden files and folders are left out. What cannot be taken (nothing there, a file of another type, a folder that
    cannot be listed, a link that leads out of the folder) is handed to `failed` and the rest goes on; without `failed` it is
    raised.
    """
    endings = (*FORMATS, *(CONTAINERS if containers else ()))
    left = Counter() if left is None else left
    seen: set[str] = set()
    for path in map(Path, paths):
        for found in _below(path, endings, left) if path.is_dir() else _named(path, endings):
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
        yield ReadError(shown(path), f"it is none of {listed(endings)}: give the article in one of these")
    else:
        yield path


def _below(folder: Path, endings: tuple[str, ...], left: Counter[str]) -> Iterator[Path | ReadError]:
    denied: list[OSError] = []
    none = True
    real = os.path.realpath(folder)
    for at, folders, files in os.walk(folder, onerror=denied.append):
        folders[:] = sorted(f for f in folders if not hidden(f) and set(files).isdisjoint(pages_of(f)))
        # a link to a folder is not gone through: what it leads to is read where it lies, if that is in here
        for path in (Path(at, name) for name in folders):
            if _leads_out(path, real):
                yield _link(path)
        for path in (Path(at, name) for name in sorted(files) if not hidden(name)):
            if _leads_out(path, real):
                yield _link(path)
            elif path.name.lower().endswith(endings):
                none = False
                yield path
            else:
                left[path.suffix.lower()] += 1
    for error in denied:
        yield ReadError(shown(error.filename), f"the folder cannot be listed ({error.strerror}): check its permissions")
    if none and not denied:
        yield ReadError(shown(folder), f"there is no article file ({listed(endings)}) in the folder: check the path")


def _leads_out(path: Path, folder: str) -> bool:
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(folder)


def _link(path: Path) -> ReadError:
    return ReadError(shown(path), "it is a link that leads out of the folder: give what it leads to by its own path")


def pages_of(folder: str) -> tuple[str, ...]:
    """The names of the pages beside which a browser saves a folder of this name, with frames and advertisements.

    >>> pages_of("tin_files"), pages_of("tin")
    (('tin.html', 'tin.htm', 'tin.HTML', 'tin.HTM'), ())
    """
    name = folder.removesuffix("_files").removesuffix(".files")
    return tuple(f"{name}{end}" for end in (".html", ".htm", ".HTML", ".HTM")) if name not in ("", folder) else ()


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

    `form` names the reader where the ending of the name does not: txt, md, html, row and others, one a module; without it the
    bytes decide where they contradict the ending. What stands after `|` in it is for the reader. `url` is where the bytes were got.

    >>> (article,) = articles_of("# Hội nghị tổng kết\\n\\nSáng 5/3/2019, Sở Y tế tổ chức hội nghị.".encode(), "tin/bai.md")
    >>> article.info.title, article.text
    ('Hội nghị tổng kết', 'Hội nghị tổng kết\\n\\nSáng 5/3/2019, Sở Y tế tổ chức hội nghị.')
    """
    form, _, told = (form or "").partition("|")
    if not form and (named := FORMATS.get(Path(name).suffix.lower())) is None:
        raise ReadError(name, f"it is none of {', '.join(FORMATS)}: give the article in one of these")
    form = form or kind(data, named or "txt", FORMATS.values())
    reader = import_module(f"corpus.readers.{form}")
    read = reader.read(data, name, url=url) if form == "html" else reader.read(data, name, *([told] if told else []))
    found = [read] if isinstance(read, Article) else list(read)
    found = [replace(one, url=one.url or url) for one in found]
    if (length := max(len(article.text) for article in found)) > limits().text:
        raise EncodingError(too_long(length))
    return found if len(found) == 1 else [replace(one, path=item_of(name, n), part=n) for n, one in enumerate(found, 1)]
