"""Addresses to fetch: those of a list, each once and in one form, and which computers may be connected to.

Nothing here uses the network; `asked` needs httpx, which parses an address as it is going to be requested.

>>> refused("192.168.1.10"), refused("::ffff:127.0.0.1"), refused("8.8.8.8")
('it is private', 'it is loopback', None)
>>> hidden("http://an:matkhau@bao.vn/tin")
'http://…@bao.vn/tin'
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.limits import limits
from schemas.errors import KhenthuongError

LONGEST = 4000
"""Characters of an address; those of portals have some hundreds."""
_LOGIN = re.compile(r"^([\w+.-]+://)?.*@", re.S)
_HOST = re.compile(r"(?=.*[a-z0-9:])[a-z0-9._:-]+(%25\w+)?")
_IP = ipaddress.IPv4Address | ipaddress.IPv6Address
# Networks where the address that is really meant stands in the last bits: NAT64, and 6to4 in bits 16 to 48.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL = tuple(
    map(ipaddress.ip_network, ("100.64.0.0/10", "192.0.0.0/24", "64:ff9b:1::/48", "100::/64", "fec0::/10", "2001::/23"))
)


class AddressError(KhenthuongError):
    """An address that is not fetched; the message tells why and what to do, without a password that it may hold."""


@dataclass(frozen=True)
class Wrong:
    """A line of a list that is no address to fetch, as it can be shown, and why."""

    line: str
    reason: str


def hidden(address: str) -> str:
    """The address without the name and password that it may hold: without all that stands before its last @."""
    return _LOGIN.sub(r"\1…@", address)


def refused(ip: str) -> str | None:
    """Why a computer with this IP address is none of the public internet; None where it is one.

    An IPv6 address that stands for an IPv4 address is judged by that one.
    """
    address = _meant(ipaddress.ip_address(ip.partition("%")[0]))
    for name in ("unspecified", "loopback", "link_local", "multicast", "private", "reserved"):
        if getattr(address, f"is_{name}"):
            return f"it is {name.replace('_', '-')}"
    if any(address in network for network in _LOCAL) or not address.is_global:
        return "it is reserved"
    return None


def _meant(address: _IP) -> _IP:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


def asked(address: str) -> str:
    """The address as it is asked for: its letters escaped, its host in small ASCII letters, without the part after #.

    Raises AddressError: it is no http(s) address, has no host, a name and password, or is too long.
    """
    import httpx

    shown = hidden(address)[:200]
    if len(address) > LONGEST:
        raise AddressError(f"{shown}…: the address has more than {LONGEST:,} characters: shorten it")
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError) as error:
        why = "it has an @" if "@" in address else " ".join(str(error).split())[:100]  # which could quote a password
        raise AddressError(f"{shown}: it is no address ({why}): correct it") from error
    if url.scheme not in ("http", "https"):
        raise AddressError(f"{shown}: only addresses that begin with http:// or https:// are fetched: write it so")
    if not url.raw_host:
        raise AddressError(f"{shown}: the address names no host: correct it")
    port = 1 if url.port is None else url.port
    if not _HOST.fullmatch(url.raw_host.decode("ascii")) or not 0 < port < 65536:
        raise AddressError(f"{shown}: the address names no host or port that there can be: correct it")
    if url.userinfo:
        raise AddressError(f"{shown}: there is a name or password in the address: take it out, or save the page by hand")
    # urls without a path and with "/" are one
    return str(url.copy_with(fragment=None, raw_path=url.raw_path or b"/"))


def listed(text: str) -> Iterator[str | Wrong]:
    """The addresses of a list, each once, in order: one a line; blank lines and what follows # at the line's start or a blank
    are left out."""
    seen: set[str] = set()
    for line in text.splitlines():
        if not (told := re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()):
            continue
        try:
            found = asked(told)
        except AddressError as error:
            shown = hidden(told)[:200]
            if shown not in seen:
                seen.add(shown)
                yield Wrong(shown, str(error).removeprefix(f"{shown}…: ").removeprefix(f"{shown}: "))
            continue
        if found not in seen:
            seen.add(found)
            yield found


def list_text(path: Path) -> str:
    """The text of a list of addresses in UTF-8, or in UTF-16 with its mark; raises AddressError."""
    try:
        if path.stat().st_size > limits().file:
            raise AddressError(f"{path}: the list has more than {limits().file:,} bytes: split it")
        data = path.read_bytes()
    except OSError as error:
        raise AddressError(f"{path}: the list cannot be read ({error.strerror}): check the path") from error
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise AddressError(f"{path}: the list is no text in UTF-8 ({error.reason}): save it as plain text in UTF-8") from error
