"""The parts of a file that is a zip of XML parts (.docx), read within the limits and never written anywhere.

What its directory promises is checked before anything is unpacked, and what comes out is counted as it comes, since a
directory can lie.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from corpus.encoding import EncodingError, too_large
from corpus.limits import limits

_HARMLESS = 1_000_000
"""Bytes that may come out of however few: a page of blanks packs better than any ratio."""
_STEP = 1 << 20
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError),
    *(KeyError, IndexError, OverflowError, MemoryError),
)
_BROKEN = "the file is broken or cut off ({}): open it in the program that wrote it, save it anew and bring that in"


class Package:
    """The members of a zip, by name; raises EncodingError where it is broken or more than the limits allow."""

    def __init__(self, data: bytes) -> None:
        self._size = len(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _FAULTS as error:
            raise EncodingError(_BROKEN.format(error)) from error
        if len(members) > limits().members:
            raise EncodingError(
                f"it packs {len(members):,} parts, more than may be ({limits().members:,}): allow more with --limit members=..."
            )
        if (total := sum(one.file_size for one in members)) > limits().unpacked:
            raise EncodingError(
                f"it unpacks to {total:,} bytes, more than may be ({limits().unpacked:,}): allow more with --limit unpacked=..."
            )
        self.names = frozenset(one.filename for one in members)

    def part(self, name: str) -> bytes:
        """The bytes of a member that is there."""
        try:
            member = self._zip.getinfo(name)
            if member.flag_bits & 1:
                raise EncodingError("it is locked with a password: unlock it and save it anew")
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise EncodingError(_BROKEN.format(f"part {name!r} is packed in an unknown way"))
            most = max(_HARMLESS, limits().ratio * max(member.compress_size, 1))
            out = bytearray()
            with self._zip.open(member) as packed:
                while piece := packed.read(_STEP):
                    out += piece
                    if len(out) > limits().file:
                        raise EncodingError(too_large(len(out)))
                    if len(out) > most:
                        raise EncodingError(
                            f"a part of it unpacks to more than {limits().ratio} times its size, as a zip bomb does: "
                            "save it anew, or allow more with --limit ratio=..."
                        )
        except _FAULTS as error:
            raise EncodingError(_BROKEN.format(f"part {name!r}: {error}")) from error
        return bytes(out)

    def xml(self, name: str) -> Any:
        """The root of a member that is XML, None where there is no such member."""
        return tree(self.part(name)) if name in self.names else None


def tree(data: bytes) -> Any:
    """The root element of XML that declares no entities of its own; raises EncodingError.

    >>> tree(b"<a><b/></a>").tag
    'a'
    >>> tree(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    Traceback (most recent call last):
        ...
    corpus.encoding.EncodingError: its XML declares entities, by which a small file can blow up: save it anew and bring that in
    """
    declares = EncodingError("its XML declares entities, by which a small file can blow up: save it anew and bring that in")
    squeezed = data.replace(b"\x00", b"")  # so that UTF-16 hides nothing
    if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed:
        raise declares
    try:
        # libxml2 refuses more than 256 levels, long names and entities that grow, unless huge_tree is asked for
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EncodingError(_BROKEN.format(error)) from error
    if root.getroottree().docinfo.doctype:
        raise declares
    return root
