"""A web server on this machine for tests: pages by their path, and what was asked of it and when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Does = Callable[["Handler"], None]
PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
NEWS = "Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị và trao Bằng khen cho Trường THPT số {0}, là bài thứ {0} trong năm."


def news(number: int) -> bytes:
    """A page of news, another one for each number."""
    return PAGE.format(f"Trao Bằng khen cho trường số {number}", NEWS.format(number)).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers with what the site has at the path: bytes, or what a function does with this handler."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
            self.server.asked.append((time.monotonic(), self.path, dict(self.headers)))
        try:
            found = self.server.pages.get(self.path, lambda handler: handler.answer(404, b"none"))
            if callable(found):
                found(self)
            else:
                self.answer(200, found)
        finally:
            with self.server.lock:
                self.server.now -= 1

    def answer(self, status: int, body: bytes = b"", type_: str | None = "text/html; charset=utf-8", **headers: str) -> None:
        """A whole answer; headers with _ for -."""
        self.send_response(status)
        length = {} if status == 304 else {"Content_Length": str(len(body))}
        for name, value in ({"Content_Type": type_} | length | headers).items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, *parts: bytes, pause: float = 0.0) -> None:
        """Bytes as they are, then the end of the connection."""
        self.close_connection = True
        for part in parts:
            self.wfile.write(part)
            self.wfile.flush()
            self.server.ended.wait(pause)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


class Site(ThreadingHTTPServer):
    """`pages` by path; `asked`: (time, path, headers) of each request; `most` requests at once."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, ip: str = "127.0.0.1", pages: dict[str, bytes | Does] | None = None) -> None:
        super().__init__((ip, 0), Handler)
        self.pages: dict[str, bytes | Does] = pages or {}
        self.asked: list[tuple[float, str, dict[str, str]]] = []
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.now = self.most = 0
        self.port = self.server_address[1]
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def url(self, path: str, host: str | None = None) -> str:
        """The address of a path, by this host's name or another one."""
        return f"http://{host or self.server_address[0]}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, *_: object) -> None:
        """A client that goes away is what many tests are about."""

    def stop(self) -> None:
        """End it, and whatever it is still sending."""
        self.ended.set()
        self.shutdown()
        self.server_close()
