"""Zip files: what is packed in them is read as if it lay in a folder called as the zip, `tin.zip/2019/bài 1.docx`.

Nothing is written to disk under a name that a zip tells. A file in it that cannot be taken costs itself alone; a zip that is
made to deceive (files that overlap, more of them or more bytes than the limits allow) is refused.
"""

from __future__ import annotations

import io
import re
import shutil
import stat
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from corpus.encoding import marked, too_large
from corpus.inputs import Failure, Input, in_a_line, told
from corpus.limits import limits
from corpus.opening import STRETCHES, WHOLE, How, Room, UnpackError, bloated
from corpus.readers import hidden, holds, pages_of

Inner = Callable[[BinaryIO, str, How], Iterator[Input]]
PACKED = (".zip",)
_END = struct.Struct("<4s4H2LH")
_HEAD = 30
"""Bytes before a packed file, with its name besides."""
_TAIL = 76 + _END.size + 0xFFFF
_ENTRY = b"PK\x01\x02"
_UNICODE_PATH = 0x7075
_IN_MEMORY = 16_000_000
_LEADS_OUT = re.compile(r"^(?:/|[A-Za-z]:)|(?:^|/)\.\.(?:/|$)")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error)


def checked(file: BinaryIO) -> zipfile.ZipFile:
    """A zip whose list of files may be believed; raises UnpackError, or what zipfile raises where it is none."""
    size = file.seek(0, io.SEEK_END)
    _count(file, size)
    packed = zipfile.ZipFile(file)
    entries = packed.infolist()
    if len(entries) > limits().members:
        raise UnpackError(_too_many())
    places = sorted((one.header_offset, one.compress_size, one.orig_filename) for one in entries)
    following = [start for start, *_ in places[1:]] + [packed.start_dir]
    for (start, length, name), end in zip(places, following, strict=bool(places)):
        if start + _HEAD + length > end:
            raise UnpackError(f"the files in it overlap ({name} for one), as in a zip bomb: it is not read")
    return packed


def _too_many() -> str:
    return f"it holds more than {limits().members:,} files: split it, or allow more with --limit members=..."


def _count(file: BinaryIO, size: int) -> None:
    """Count the files in a zip's list before zipfile makes an object of each, by its own rules of where the list stands."""
    file.seek(max(size - _TAIL, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return  # zipfile tells what is wrong
    listed = int(_END.unpack_from(tail, at)[5])
    if tail[at - 20 : at].startswith(b"PK\x06\x07") and tail[at - 76 : at].startswith(b"PK\x06\x06"):
        at -= 76
        listed = int.from_bytes(tail[at + 40 : at + 48], "little")
    file.seek(max(size - len(tail) + at - listed, 0))
    count, before = 0, b""
    while data := file.read(1 << 20):
        count += (before + data).count(_ENTRY)
        before = data[-3:]
        if count > limits().members:
            raise UnpackError(_too_many())


def spans(file: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """(first file, the one after the last) of each stretch of a zip, about `size` files in each and not many stretches."""
    count = len(checked(file).infolist())
    step = max(size, -(-count // STRETCHES))
    yield from ((start, min(start + step, count)) for start in range(0, count, step))


def members(file: BinaryIO, name: str, how: How, inner: Inner) -> Iterator[Input]:
    """What is packed in a zip, in the zip's own order; files of many in it are handed to `inner`.

    Raises UnpackError, and what zipfile raises where it is no zip.
    """
    size = file.seek(0, io.SEEK_END)
    packed = checked(file)
    entries = [(entry, *_name(entry)) for entry in packed.infolist()]
    first: dict[str, zipfile.ZipInfo] = {}
    for entry, inside, _ in entries:
        first.setdefault(inside, entry)
    how = replace(how, room=how.room or Room(size))
    for entry, inside, out in entries[how.span.start : how.span.stop]:
        if entry.is_dir() or _left_out(inside, first):
            continue
        label = f"{name}/{inside}"
        linked = stat.S_ISLNK(entry.external_attr >> 16)
        if not (linked or out) and holds(inside) is None:
            how.left[PurePosixPath(inside).suffix.lower()] += 1
        elif why := _refused(entry, label, how, linked=linked, out=out, twice=first[inside] is not entry):
            yield told(Failure(label, "read", why))
        else:
            yield from _member(packed, entry, label, how, inner)
    if not how.span.start and not any(_counts(*one, first) for one in entries):
        yield told(Failure(name, "read", "there is no article file in it: look into it, or take it away"))


def _counts(entry: zipfile.ZipInfo, inside: str, out: bool, names: Container[str]) -> bool:
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    return not (entry.is_dir() or _left_out(inside, names)) and (linked or out or holds(inside) is not None)


def _left_out(inside: str, names: Container[str]) -> bool:
    """Whether it is hidden, one of the notes that macOS packs beside each file, or what was saved with a page in the zip."""
    parts = inside.split("/")
    if any(part == "__MACOSX" or hidden(part) for part in parts):
        return True
    return any("/".join((*parts[:at], page)) in names for at, folder in enumerate(parts[:-1]) for page in pages_of(folder))


def _refused(entry: zipfile.ZipInfo, label: str, how: How, *, linked: bool, out: bool, twice: bool) -> str | None:
    """Why a file in a zip is not read, told from the zip's list alone."""
    many = holds(label) == "many"
    if linked:
        return "it is a link to another file: pack that file itself"
    if out:
        return "its name leads out of the zip: pack it again under a plain name"
    if twice:
        return "a file of the same name stands before it in the zip: pack it again under another name"
    if entry.flag_bits & 1:
        return "it is locked by a password: unpack it and bring in the files themselves"
    if bloated(entry.file_size, entry.compress_size):
        return (
            f"it unpacks from {entry.compress_size:,} to {entry.file_size:,} bytes, more than {limits().ratio} times, as in a zip bomb: "
            "unpack it by hand and look at it, or allow more with --limit ratio=..."
        )
    if not many and entry.file_size > limits().file:
        return too_large(entry.file_size)
    if many and label.lower().endswith(PACKED) and how.depth >= limits().depth:
        return f"it lies {how.depth + 1} zips deep, deeper than {limits().depth}: unpack it by hand, or allow more with --limit depth=..."
    return None


def _member(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, label: str, how: How, inner: Inner) -> Iterator[Input]:
    """The article in a file of a zip, or the articles; a file of many is unpacked into one without a name first."""
    assert how.room
    how.room.take(entry.file_size)
    many = holds(label) == "many"
    with cast("BinaryIO", tempfile.TemporaryFile() if many and entry.file_size > _IN_MEMORY else io.BytesIO()) as copy:
        try:
            with packed.open(entry) as file:  # which gives no more bytes than the list tells
                shutil.copyfileobj(file, copy, 1 << 20)
            if copy.tell() != entry.file_size:
                raise EOFError(f"{copy.tell():,} of {entry.file_size:,} bytes")
        except _BROKEN as error:
            why = f"it cannot be unpacked ({in_a_line(error)}): pack it again from the file itself"
            yield told(Failure(label, "read", why))
            return
        copy.seek(0)
        if many:
            yield from inner(copy, label, replace(how, span=WHOLE, depth=how.depth + label.lower().endswith(PACKED)))
        else:
            yield Input.of(copy.read(), label)


def _name(entry: zipfile.ZipInfo) -> tuple[str, bool]:
    """The name of a file inside the zip, with `/` and in NFC, and whether it leads out of the zip."""
    name = unicodedata.normalize("NFC", _decoded(entry)).replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "?", bool(_LEADS_OUT.search(name))


def _decoded(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: what is not said to be UTF-8 is that all the same, or the code page of the machine it was packed on."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.orig_filename.encode("cp437", "replace")
    if (path := _unicode_path(entry.extra, raw)) is not None:
        return path
    for codec in ("utf-8", "cp1258"):
        try:
            name = unicodedata.normalize("NFC", raw.decode(codec))
        except UnicodeDecodeError:
            continue
        words, good = marked(re.sub(r"[/_.-]", " ", name))
        if codec == "utf-8" or (words and good == words):
            return name
    return entry.filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name that Info-ZIP writes beside one in an old code page, where it is of the same name."""
    while len(extra) >= 4:
        tag, length = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if tag == _UNICODE_PATH and body[:1] == b"\x01" and int.from_bytes(body[1:5], "little") == zlib.crc32(raw):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None
