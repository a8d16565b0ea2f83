"""The site around the readings: the page for a text, the processes that read, the request log, a path behind a proxy."""

from __future__ import annotations

import asyncio
import html
import json
import os
import re
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

from corpus.site import SiteError, requestlog, site, under
from corpus.site.reading import Failed, Item, Job, work
from corpus.site.readings import BusyError, Process, Readings
from tests.asking import API, TEXT, Service
from tests.browsing import serving

SECRET = "Đơn vị Bí Mật Xyz"
PAGE = "/-/extract"


def told(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


# the page


def test_a_text_is_shown_with_its_facts(service: Service) -> None:
    page = service.ask("POST", PAGE, data={"text": TEXT}).text
    assert "5.000.000 VND" in told(page)
    assert "đã trao" in told(page)
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert page.count(f'id="{anchor}"') == 1, anchor
    assert re.search(r'<span class="m k-units" id="b1-m-units-\d+-0"', page)
    record = html.unescape(page.split('id="b1-record"')[1].split(">", 1)[1].split("</pre>")[0])
    assert json.loads(record) == service.post({"text": TEXT})
    assert html.escape(TEXT) in page.split("</textarea>")[0]


def test_links_lead_to_what_the_archive_has(service: Service) -> None:
    text = "Chiều 5/3/2019, UBND tỉnh Nghệ An trao Bằng khen cho Sở Chưa Có Trong Kho Nào."
    page = service.ask("POST", PAGE, data={"text": text}).text
    links = re.findall(r'href="(/samples/[a-z_]+/[^"?#]+)"', page)
    assert links
    for link in links:
        assert service.ask("GET", link).status_code == 200
    assert ">Sở Chưa Có Trong Kho Nào</a>" not in page.split('class="facts"')[1]


def test_each_file_and_each_error_is_shown(service: Service) -> None:
    files = [("file", ("a.txt", TEXT.encode())), ("file", ("b.exe", b"MZ")), ("file", ("c.md", f"# Đầu đề\n\n{TEXT}".encode()))]
    page = service.ask("POST", PAGE, files=files).text
    assert [told(one) for one in re.findall(r"<h2 id.*?</h2>", page)][::2] == ["a.txt", "Đầu đề"]
    assert "b1-m-awards-0-0" in page
    assert "b3-m-awards-0-0" in page
    assert ".docx" in told(page.split('id="b2-title"')[1])[:300]


def test_a_form_that_cannot_be_read_is_shown_again(service: Service) -> None:
    for body, status in (({"text": " "}, 422), ({"text": "a\x00"}, 422)):
        found = service.ask("POST", PAGE, data=body)
        assert (found.status_code, 'role="alert"' in found.text) == (status, True)
    for content, kind, status in (
        (b"a", "text/plain", 415),
        (b"\xff", "application/x-www-form-urlencoded", 400),
        (b"text=%ff", "application/x-www-form-urlencoded", 400),
        (b"x", "multipart/form-data", 400),
        (b"x" * 20_000_001, "application/x-www-form-urlencoded", 413),
    ):
        assert service.ask("POST", PAGE, content=content, headers={"content-type": kind}).status_code == status


def test_the_record_can_be_downloaded_without_script(service: Service) -> None:
    found = service.ask("POST", PAGE, data={"text": TEXT, "as": "json"})
    assert "attachment" in found.headers["content-disposition"]
    assert found.json() == service.post({"text": TEXT})


def test_a_hostile_text_stays_text(service: Service) -> None:
    text = f'</textarea><script>alert(1)</script> id="m-units-0-0" {{{{ 7 * 7 }}}} \u202e {TEXT}'
    files = [("file", ('"><img src=x onerror=alert(1)>.txt', text.encode()))]
    for page in (service.ask("POST", PAGE, data={"text": text}).text, service.ask("POST", PAGE, files=files).text):
        assert "<script>" not in page
        assert "<img" not in page
        assert "49" not in told(page).split("{{")[1][:20]


def test_a_form_of_another_site_is_refused(service: Service) -> None:
    cookie = re.search(r"ds_csrftoken=[^;]+", service.ask("GET", PAGE).headers["set-cookie"])
    assert cookie
    headers = {"cookie": cookie[0]}
    token = re.search(r'name="csrftoken" value="([^"]+)"', service.ask("GET", PAGE, headers=headers).text)
    assert token
    for form in ({"data": {"text": TEXT}}, {"data": {"text": TEXT, "csrftoken": "x"}}, {"files": {"file": ("a.txt", b"a")}}):
        assert service.ask("POST", PAGE, headers=headers, **form).status_code == 403
    ours: dict[str, Any] = {"data": {"csrftoken": token[1]}, "files": {"file": ("a.txt", TEXT.encode())}}
    assert service.ask("POST", PAGE, headers=headers, **ours).status_code == 200


def test_nothing_is_written(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    log = tmp_path / "log" / "requests.log"
    before = archive.read_bytes()
    with serving(archive, "--log", str(log)) as base:
        left = everything(tmp_path / "tmp")
        text = f"Sáng 5/3/2019, {SECRET} trao Bằng khen. " * 50_000  # more than is kept in memory by default
        body = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{SECRET}.txt"\r\n\r\n{text[:900_000]}\r\n--x--\r\n'
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        for path in (PAGE, API):
            request = urllib.request.Request(f"{base}{path}?q={'x'}", body.encode(), kind)
            assert urllib.request.urlopen(request, timeout=120).status == 200
        assert everything(tmp_path / "tmp") == left
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [re.sub(r"\S+Z |\d+ms|\d+B", "", line) for line in lines] == [
        f"POST {PAGE} 200   visitor",
        f"POST {API} 200   visitor",
    ]
    assert archive.read_bytes() == before


def everything(folder: Path) -> set[str]:
    """Its files; the socket by which processes are started is none."""
    return {str(path) for path in folder.rglob("*") if path.is_file()}


# the processes that read


def deadly(job: Job) -> list[Item | Failed]:
    """Stands in for `work`: dies, hangs or reads, as the job's name says."""
    if job.name == "die":
        os._exit(9)
    if job.name == "hang":
        time.sleep(600)
    return work(job)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    monkeypatch.setattr("corpus.site.readings.work", deadly)
    monkeypatch.setattr("corpus.site.readings._GRACE", 1)
    process = Process()
    yield process
    process.close(wait=True)


def job(name: str = "bai.txt") -> Job:
    return Job(TEXT.encode(), name, "txt")


def test_a_process_that_dies_or_hangs_is_replaced(process: Process) -> None:
    async def ask() -> list[Any]:
        return [
            (await process.read(job(name), seconds))[0]
            for name, seconds in (("a", 60), ("die", 60), ("b", 60), ("hang", 1), ("c", 60))
        ]

    found = asyncio.run(ask())
    assert [getattr(one, "code", "read") for one in found] == ["read", "crashed", "read", "too_slow", "read"]


def test_an_article_that_dies_costs_the_batch_nothing_else(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.site.readings.work", deadly)
    found = service.post({"articles": [{"text": TEXT}, {"text": TEXT, "path": "die"}, {"text": TEXT}]})["articles"]
    assert [one.get("error", {}).get("code", "read") for one in found] == ["read", "crashed", "read"]


def test_the_time_of_a_request_is_that_of_all_its_articles(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.site.readings.work", deadly)
    monkeypatch.setattr("corpus.site.readings._GRACE", 0)
    service.post({"text": TEXT})
    monkeypatch.setenv("KHENTHUONG_LIMITS", "answer=2")
    found = service.post({"articles": [{"text": TEXT, "path": "hang"}, {"text": TEXT}]})["articles"]
    assert [one["error"]["code"] for one in found] == ["too_slow", "too_slow"]
    assert "2 giây" in found[1]["error"]["message"]


def test_who_waits_too_long_is_told_to_come_again() -> None:
    async def ask() -> list[Any]:
        readings = Readings(1, wait=0.2)
        async with readings.turn():
            waited = await asyncio.gather(*(_turn(readings) for _ in range(3)), return_exceptions=True)
        return [*waited, await _turn(readings)]

    found = asyncio.run(ask())
    assert [type(one) for one in found] == [BusyError, BusyError, BusyError, Process]


async def _turn(readings: Readings) -> Process:
    async with readings.turn() as process:
        return process


def test_those_who_come_to_a_crowd_are_turned_away(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.site.extracting import readings_of

    monkeypatch.setattr(readings_of(service.ds), "coming", 1000)
    error = service.post({"text": TEXT}, 503)["error"]
    assert error["code"] == "busy"
    assert service.ask("POST", API, json={"text": TEXT}).headers["retry-after"] == "15"
    assert service.ask("POST", PAGE, data={"text": TEXT}).status_code == 503


def test_pages_are_quick_while_texts_are_read(server: str, samples: Path) -> None:
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(samples.glob("*.txt"))) * 2
    body = json.dumps({"text": text}).encode()
    done: list[int] = []

    def read() -> None:
        request = urllib.request.Request(server + API, body, {"Content-Type": "application/json"})
        try:
            done.append(urllib.request.urlopen(request, timeout=120).status)
        except urllib.error.HTTPError as error:
            done.append(error.code)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    times = []
    while any(thread.is_alive() for thread in threads):
        begun = time.monotonic()
        urllib.request.urlopen(server + "/-/health", timeout=60).read()
        times.append(time.monotonic() - begun)
        time.sleep(0.02)
    assert set(done) <= {200, 503}
    assert 200 in done
    # an extraction on the loop of the server would take a second and more from every page
    assert sorted(times)[len(times) // 2] < 0.5


# the request log


def test_a_line_of_the_log_cannot_be_forged(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    requestlog.write_to(str(log))
    try:
        requestlog.note("GET", "/a\r\nb \x1b[2J\u2028\u202e é", "q=1\n2", status=200, seconds=0.0124, size=5, who="reader:x\ny z")
    finally:
        requestlog.close()
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert line.split(" ", 1)[1] == r"GET /a\r\nb%20\x1b[2J\u2028\u202e%20é?q=1\n2 200 12ms 5B reader:x\ny%20z"


def test_a_log_that_cannot_be_written_is_told(archive: Path, tmp_path: Path) -> None:
    from corpus.site import serve

    (tmp_path / "a").write_text("")
    with pytest.raises(SiteError, match="--log"):
        serve(archive, port=0, log=str(tmp_path / "a" / "b.log"))


# a path behind a proxy


@contextmanager
def proxy(to: str, prefix: str, *, strip: bool) -> Iterator[str]:
    """A proxy that serves what is under `prefix` from the site at `to`, and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not (self.path + "/").startswith(prefix):
                self.send_error(404, "outside")
                return
            path = "/" + (self.path + "/" * (self.path + "/" == prefix)).removeprefix(prefix) if strip else self.path
            request = urllib.request.Request(to + path, headers=dict(self.headers.items()))
            try:
                found = opener.open(request, timeout=60)
            except urllib.error.HTTPError as error:
                found = error
            body = found.read()
            self.send_response(found.status)
            for name, value in found.headers.items():
                if name.lower() not in ("transfer-encoding", "content-length", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    class Still(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            """A redirect is the browser's affair."""

    opener = urllib.request.build_opener(Still)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def get(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    try:
        found = urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60)
    except urllib.error.HTTPError as error:
        found = error
    return found.status, {name.lower(): told for name, told in found.headers.items()}, found.read().decode("utf-8", "replace")


def crawl(begin: str, base: str, most: int) -> dict[str, str]:
    """Address -> what is wrong with it, of what the links from `begin` lead to, two of each kind."""
    wrong: dict[str, str] = {}
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    todo = [begin]
    while todo and len(seen) < most:
        address = todo.pop(0)
        kind = re.sub(r"[0-9a-f]{12,}|=[^&#]*|\d+", "*", address)
        if address in seen or kinds.get(kind, 0) >= 2:
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        status, headers, page = get(address, **{"Accept-Language": "vi"})
        if status != 200:
            wrong[address] = str(status)
        if not headers["content-type"].startswith("text/html"):
            continue
        for found in re.findall(r'\s(?:href|src|action)="([^"#][^"]*)"', page):
            link = urljoin(address, html.unescape(found)).partition("#")[0]
            if link.startswith(base.rsplit("/", 2)[0] + "/") and not link.startswith(base):
                wrong[link] = f"outside, on {address}"
            elif link.startswith(base):
                todo.append(link)
    assert len(seen) > 40
    return wrong


@pytest.mark.parametrize("strip", [False, True], ids=["whole", "stripped"])
def test_every_link_stays_under_the_path_of_the_site(archive: Path, tmp_path: Path, strip: bool) -> None:
    # an archive that is called as the path it is under is the hardest
    shutil.copy(archive, tmp_path / "kho.db")
    with serving(tmp_path / "kho.db", "--base-url", "/kho/", "--trust-proxy") as to, proxy(to, "/kho/", strip=strip) as outside:
        assert crawl(f"{outside}/kho/", f"{outside}/kho/", 150) == {}
        assert get(f"{outside}/kho")[0] == 200
        status, headers, _ = get(f"{outside}/kho/-/language?to=en&back=/kho/-/search?q=a")
        assert (status, headers["content-type"][:9]) == (200, "text/html")
        _, headers, _ = get(f"{outside}/kho/-/extract")
        assert re.search(r"ds_csrftoken=.*; Path=/kho/;", headers["set-cookie"])
        _, _, page = get(f"{outside}/kho/kho/articles/")  # goes to the address without the last /
        assert "Bài" in page
        _, _, told = get(f"{outside}/kho/-/openapi.json")
        assert json.loads(told)["servers"] == [{"url": "/kho"}]


def test_a_redirect_stays_under_the_path(archive: Path) -> None:
    ds = site(archive, "/kho/")

    async def ask(path: str) -> Any:
        transport = httpx.ASGITransport(app=ds.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    for path in ("/kho/samples/articles/", "/samples/articles/"):
        assert asyncio.run(ask(path)).headers["location"] == "/kho/samples/articles"
    found = asyncio.run(ask("/kho/-/language?to=en"))
    assert found.headers["location"] == "/kho/"
    assert "Path=/kho/" in found.headers["set-cookie"]


def test_what_is_no_path_is_refused(archive: Path) -> None:
    assert [under(path) for path in ("/", "kho", "/a/b")] == ["/", "/kho/", "/a/b/"]
    for path in ("/../", "/a b/", "//x//", "/é/", "http://a/"):
        with pytest.raises(SiteError, match="is no path"):
            under(path)


@pytest.mark.parametrize("trusted", [True, False])
def test_a_proxy_is_believed_only_where_it_is_told(archive: Path, tmp_path: Path, trusted: bool) -> None:
    with serving(archive, *(["--trust-proxy"] if trusted else [])) as base:
        _, _, page = get(f"{base}/samples/articles.json?_size=1&_shape=objects", **{"X-Forwarded-Proto": "https"})
        assert json.loads(page)["next_url"].startswith("https://" if trusted else "http://")
