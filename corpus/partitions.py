"""The work of a batch run in pieces: files, and stretches of files that hold many articles, about so many articles to a piece.

A piece goes by what it is made of: names, places, sizes and times of change. A run over a folder to which files were added so
makes new pieces of those alone, since where one piece ends depends on the name it ends with and not on how many came before.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.containers import holds_many, passing, spans, stretch
from corpus.encoding import too_large
from corpus.inputs import Failure, Input, files, given, told
from corpus.limits import limits
from corpus.names import digest
from corpus.opening import WHOLE, Span, elsewhere
from corpus.readers import CONTAINERS, FORMATS, hidden, holds, listed, pages_of
from corpus.version import current

_HERE = ("file", "local")


@dataclass(frozen=True)
class Item:
    """A file at `url` that goes by `name`, or a stretch of one, or what cannot be taken; `stamp` changes when the file does."""

    name: str
    url: str = ""
    stamp: str = ""
    span: Span = WHOLE
    failure: Failure | None = None
    columns: str = ""

    def inputs(self, left: Counter[str] | None = None) -> Iterator[Input]:
        """The inputs it holds, read where they are asked for; files of other kinds in a zip are counted in `left`."""
        if self.failure:
            yield told(self.failure)
        elif holds_many(self.name):
            yield from stretch(self.url, self.name, self.span, columns=self.columns, left=left)
        elif not elsewhere(self.url):
            yield given(Path(self.url), self.name)
        else:
            yield _fetched(self.url, self.name)


@dataclass(frozen=True)
class Partition:
    """A piece of the work: its items in order; `name` is the same as long as they are."""

    items: tuple[Item, ...]

    @cached_property
    def name(self) -> str:
        """`part-` and a hash of the items and of the pipeline's version."""
        told = ((i.name, i.url, i.stamp, astuple(i.span), i.failure, *filter(None, [i.columns])) for i in self.items)
        return f"part-{digest(current().id, *told)}"

    def inputs(self, left: Counter[str] | None = None) -> Iterator[Input]:
        """The inputs of all items; files of other kinds in zips are counted in `left`, by their endings."""
        for item in self.items:
            yield from item.inputs(left)


def partitions(sources: Sequence[str], size: int, *, columns: str = "", left: Counter[str] | None = None) -> Iterator[Partition]:
    """The pieces of `sources` (files and folders, here or at an address that fsspec knows), of about `size` articles.

    `columns` is what `--columns` told; files of other kinds in folders are counted in `left`, by their endings.
    """
    items: list[Item] = []
    held = 0
    for item, count in _pieces(sources, size, columns, Counter() if left is None else left):
        items.append(item)
        held += count or size
        if held >= 2 * size or count in (0, size) or int(digest(item.name, length=8), 16) % size == 0:
            yield Partition(tuple(items))
            items, held = [], 0
    if items:
        yield Partition(tuple(items))


def _pieces(sources: Sequence[str], size: int, columns: str, left: Counter[str]) -> Iterator[tuple[Item, int]]:
    """(item, articles it has; 0 where that is not known)."""
    for item in _items(sources, left):
        if item.failure or not holds_many(item.name):
            yield item, 1
            continue
        item = replace(item, columns=columns)
        try:
            for span, count in spans(item.url, item.name, size):
                yield replace(item, span=span), count
        except Exception as error:  # noqa: BLE001 - a broken file must not lose the others; reading it whole tells what is wrong
            yield replace(item, stamp=f"{item.stamp} {type(error).__name__}"), 0


def _items(sources: Sequence[str], left: Counter[str]) -> Iterator[Item]:
    import fsspec

    seen: set[str] = set()
    for here, some in groupby(map(fsspec.core.url_to_fs, sources), key=lambda told: _is_here(told[0])):
        if here:
            yield from map(_here, files((path for _, path in some), left))
            continue
        for fs, path in some:
            for item in _elsewhere(fs, path, left):
                if item.failure or item.url not in seen:
                    seen.add(item.url)
                    yield item


def _is_here(fs: Any) -> bool:
    return not set(_HERE).isdisjoint((fs.protocol,) if isinstance(fs.protocol, str) else fs.protocol)


def _here(found: tuple[Path, str] | Failure) -> Item:
    if isinstance(found, Failure):
        return Item(found.path, failure=found)
    path, name = found
    try:
        status = path.stat()
    except OSError:
        return Item(name, os.fspath(path.absolute()))  # the reader tells why
    return Item(name, os.fspath(path.absolute()), f"{status.st_size} {status.st_mtime_ns}")


def _elsewhere(fs: Any, path: str, left: Counter[str]) -> Iterator[Item]:
    """The article files below an address, in the order in which a folder here is gone through."""
    if fs.isfile(path):
        yield _there(fs, fs.info(path), PurePosixPath(path).name)
        return
    none = True
    for info, name in _below(fs, path, PurePosixPath(path).name):
        if holds(name) is None:
            left[PurePosixPath(name).suffix.lower()] += 1
        else:
            none = False
            yield _there(fs, info, name)
    if none:
        reason = f"there is no article file ({listed((*FORMATS, *CONTAINERS))}): check the address"
        yield Item(path, failure=Failure(path, "read", reason))


def _below(fs: Any, path: str, name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each file of a folder, then those of the folders in it; a folder that cannot be listed is an error.

    `fs.walk` leaves such folders out without a word: it hands `on_error` to no folder below the first.
    """
    told = [(PurePosixPath(info["name"].rstrip("/")), info) for info in fs.ls(path, detail=True)]
    seen = ((at.name, info) for at, info in told if str(at) != path.rstrip("/") and not hidden(at.name))
    shown = sorted(seen, key=itemgetter(0))
    yield from ((info, f"{name}/{last}") for last, info in shown if info["type"] == "file")
    files = {last for last, info in shown if info["type"] == "file"}
    for last, info in shown:
        if info["type"] == "directory" and files.isdisjoint(pages_of(last)):
            yield from _below(fs, info["name"].rstrip("/"), f"{name}/{last}")


def _there(fs: Any, info: dict[str, Any], name: str) -> Item:
    changed = next(
        (info[key] for key in ("ETag", "etag", "mtime", "LastModified", "last_modified", "created") if key in info), ""
    )
    if (size := info.get("size") or 0) > limits().file and not holds_many(name):
        return Item(name, failure=Failure(name, "read", too_large(size)))
    return Item(name, fs.unstrip_protocol(info["name"]), f"{size} {changed}")


def _fetched(url: str, name: str) -> Input:
    import fsspec

    try:
        with fsspec.open(url, "rb").open() as file:
            data = file.read(limits().file + 1)
    except OSError as error:
        if passing(url, error):
            raise
        why = f"the file cannot be read ({error.strerror or error}): check that it is there and its permissions"
        return told(Failure(name, "read", why))
    return Input.of(data, name)
