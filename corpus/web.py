"""One request to a host of the web, within the limits: whatever the other side does, it ends in an answer or a reason.

The connection is made to an IP address that has been looked at, never to a name that would be looked up a second time: a host
that changes its address in between gains nothing. The environment's proxies are not used, they would connect for us.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpcore

from corpus.addresses import refused
from corpus.limits import limits
from schemas.errors import KhenthuongError

Resolve = Callable[[str, int], Awaitable[list[str]]]
HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip",  # the one form that is unpacked here, within the limits
}
_SOME = 65_536
"""Bytes that are read of an answer that is no page, so that its connection can go on."""
_TRIED = 4
"""Addresses of one host that are tried."""
_SMALL = 1_000_000
"""A page of not more bytes may be packed however well."""
_GONE = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))


class WebError(KhenthuongError):
    """Why there is no answer, with what to do; `again`: another try may go better, `silent`: the host said nothing at all."""

    def __init__(self, reason: str, *, again: bool = False, silent: bool = False) -> None:
        super().__init__(reason)
        self.again = again
        self.silent = silent


@dataclass(frozen=True)
class Answer:
    """An answer as it came: `body` unpacked, `ip` of the computer it came from."""

    url: str
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes = field(default=b"", repr=False)
    ip: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of this name (small letters)."""
        return next((value for key, value in self.headers if key.lower() == name), None)


async def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host; raises OSError. The system's look-up cannot be stopped, so it has a thread that nobody waits for."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def settle(told: list[str] | OSError) -> None:
        if found.done():
            return
        if isinstance(told, OSError):
            found.set_exception(told)
        else:
            found.set_result(told)

    def look() -> None:
        try:
            told: list[str] | OSError = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            told = error if isinstance(error, OSError) else socket.gaierror(socket.EAI_NONAME, "no name of a host")
        with suppress(RuntimeError):  # the run has ended meanwhile
            loop.call_soon_threadsafe(settle, told)

    threading.Thread(target=look, daemon=True).start()
    return list(dict.fromkeys(await found))


class Checked(httpcore.AsyncNetworkBackend):
    """Connects to public addresses alone, or with `private` to all."""

    def __init__(self, *, private: bool = False, look_up: Resolve = resolve) -> None:
        self.private = private
        self.look_up = look_up
        self.through = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the host that is allowed and answers; raises WebError or httpcore's errors."""
        error: Exception = WebError("the host has no address: check the name", silent=True)
        try:
            async with asyncio.timeout(timeout):
                found = await self._allowed(host, port)
        except TimeoutError as late:
            raise httpcore.ConnectTimeout("its name was not looked up in time") from late
        for ip in found:
            try:
                return await self.through.connect_tcp(ip, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        raise error

    async def _allowed(self, host: str, port: int) -> list[str]:
        try:
            found = await self.look_up(host, port)
        except socket.gaierror as error:
            if error.errno in _GONE:
                raise WebError("there is no host of this name: check the address", silent=True) from error
            why = f"the host's name cannot be looked up ({error.strerror}): check the connection and run the command again"
            raise WebError(why, again=True, silent=True) from error
        allowed = found if self.private else [ip for ip in found if not refused(ip)]
        if found and not allowed:
            why = f"the host's address is {found[0]}, and {refused(found[0])}: give --allow-private to fetch from a network of your own"
            raise WebError(why)
        return allowed[:_TRIED]


def pool(*, private: bool, connections: int, look_up: Resolve = resolve) -> httpcore.AsyncConnectionPool:
    """Connections that check whom they go to, and his certificate (by SSL_CERT_FILE where that is set)."""
    import httpx

    return httpcore.AsyncConnectionPool(
        ssl_context=httpx.create_ssl_context(),
        max_connections=connections,
        keepalive_expiry=30,
        network_backend=Checked(private=private, look_up=look_up),
    )


async def ask(
    connections: httpcore.AsyncConnectionPool,
    url: str,
    headers: dict[str, str],
    *,
    silence: float,
    cut: int | None = None,
    fit: Callable[[Answer], None] | None = None,
) -> Answer:
    """Ask for the page at an address; raises WebError.

    `silence`: seconds that the host may say nothing; the whole may take `limits().seconds`. `cut`: bytes after which a page is
    cut off, where it need not be whole. `fit` looks at the answer before its body is read, and may raise.
    """
    times = dict.fromkeys(("connect", "read", "write"), silence)
    try:
        async with asyncio.timeout(limits().seconds):
            sent = list((HEADERS | headers).items())
            async with connections.stream("GET", url, headers=sent, extensions={"timeout": times}) as response:
                head = _head(url, response)
                whole = head.status == 200 and cut is None
                if whole and fit:
                    fit(head)
                body = _Body(head, None if whole else cut or _SOME)
                async for chunk in response.aiter_stream():
                    if body.add(chunk):
                        break
                return Answer(head.url, head.status, head.reason, head.headers, body.bytes(), head.ip)
    except TimeoutError as error:
        why = f"the page took more than {limits().seconds} s: run the command again later, or raise the limit seconds"
        raise WebError(why, silent=True) from error
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise _failed(error, silence) from error


def _head(url: str, response: httpcore.Response) -> Answer:
    told = [(_text(name), _text(value)) for name, value in response.headers]
    reason = _text(response.extensions.get("reason_phrase", b""))
    stream = response.extensions.get("network_stream")
    server = stream.get_extra_info("server_addr") if stream else None
    return Answer(url, response.status, reason, told, ip=server[0] if server else None)


def _text(told: bytes) -> str:
    """A header's text: UTF-8, as Vietnamese hosts send names of files and addresses, else as the standard has it."""
    try:
        return told.decode("utf-8")
    except UnicodeDecodeError:
        return told.decode("latin-1")


def _failed(error: Exception, silence: float) -> WebError:
    """The reason for an error of the connection."""
    later = "run the command again later"
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause and len(causes) < 9:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    told = " ".join(str(error).split())[:200] or type(error).__name__
    if bad := next((one for one in causes if isinstance(one, ssl.SSLCertVerificationError)), None):
        return WebError(
            f"the host's certificate is not valid ({bad.verify_message}): save the page by hand if you trust the host"
        )
    if any(isinstance(one, ssl.SSLError) for one in causes):
        return WebError(f"no secure connection could be made ({told}): try the address with http://, or save the page by hand")
    if isinstance(error, httpcore.TimeoutException):
        return WebError(f"the host said nothing for {silence:g} s: {later}", again=True, silent=True)
    if isinstance(error, httpcore.ConnectError):
        return WebError(f"the host cannot be connected to ({told}): {later}", again=True, silent=True)
    return WebError(f"the connection broke before the page was whole ({told}): {later}", again=True)


class _Body:
    """The bytes of a body as they come: unpacked, and stopped where there are too many or where they unpack to too many."""

    def __init__(self, head: Answer, cut: int | None) -> None:
        self.cut = cut
        self.most = cut or limits().file
        self.parts: list[bytes] = []
        self.came = self.size = 0
        told = head.header("content-encoding") if head.status == 200 else None
        how = (told or "identity").strip().lower()
        if how not in ("identity", "gzip", "x-gzip"):
            raise WebError(f"the page is packed as {how[:40]!r}, which was not asked for: save the page by hand")
        self.zip = zlib.decompressobj(31) if how in ("gzip", "x-gzip") else None
        length = head.header("content-length") or ""
        if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > self.most:
            self._too_large()

    def add(self, chunk: bytes) -> bool:
        """Take a piece; whether there are enough."""
        self.came += len(chunk)
        if self.zip is None:
            self._keep(chunk)
        while self.zip and chunk and self.size <= self.most:
            if self.zip.eof:
                if not chunk.startswith(b"\x1f"):
                    break  # filling behind the packed page; another packed part would begin so
                self.zip = zlib.decompressobj(31)
            try:
                self._keep(self.zip.decompress(chunk, self.most - self.size + 1))
            except zlib.error as error:
                raise WebError("the page is not packed as its head tells: save the page by hand") from error
            chunk = self.zip.unconsumed_tail or self.zip.unused_data
        return self.size > self.most

    def _keep(self, some: bytes) -> None:
        self.parts.append(some)
        self.size += len(some)
        if self.size > _SMALL and self.size > self.came * limits().ratio and self.zip:
            why = f"the page unpacks to more than {limits().ratio} times its bytes: look at it in a browser, or raise the limit ratio"
            raise WebError(why)
        if self.size > self.most:
            self._too_large()

    def _too_large(self) -> None:
        if self.cut is None:
            raise WebError(f"the page has more than {self.most:,} bytes: save it by hand, or raise the limit file")

    def bytes(self) -> bytes:
        """All of them; raises WebError where a packed page is cut off."""
        if self.zip and not self.zip.eof and self.came and self.cut is None:
            raise WebError("the packed page is cut off: run the command again later", again=True)
        return b"".join(self.parts)
