"""What others write stays words: on every page, in every export, in a spreadsheet; and what anybody asks costs only so much."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import logging
import re
import resource
import shutil
import sqlite3
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from corpus import spreadsheet
from corpus.export import export
from corpus.site import bounds, guard, home, site
from corpus.site.labels import read_yaml
from corpus.site.readings import Readings
from schemas.tables import FACTS, TABLES
from tests import hostile
from tests.making import ask
from tests.members import PASSWORD, Members

QUESTIONS = read_yaml("queries.yaml")


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory, cheap: None) -> Members:
    folder = tmp_path_factory.mktemp("hostile")
    hostile.make(folder / "kho.db")
    return Members(folder / "kho.db", folder / "kho.accounts")


@pytest.fixture(scope="module")
def archive_of(members: Members) -> Path:
    return members.accounts.path.with_suffix(".db")


def every_page(path: Path) -> Iterator[str]:
    """An address of each kind of page, a row of each table for each kind of text."""
    name = f"/{path.stem}"
    yield from (
        "/",
        name,
        "/-/search",
        "/-/login",
        "/-/accounts",
        "/khong-co",
        f"{name}?sql=select+*+from+awards",
        f"{name}?sql=x",
    )
    yield from (
        f"{name}/articles?_search=khen",
        f"{name}/articles?_sort=x",
        f"{name}/units?name__contains=" + quote(hostile.TAGS),
    )
    for told in (*hostile.ALL[:-1], "x" * 500):
        yield "/-/search?q=" + quote(told)
        yield (
            f"{name}?sql="
            + quote("select :a as b, '" + told.replace("'", "''").replace("\0", "") + "' as c")
            + "&a="
            + quote(told)
        )
        yield f"{name}/articles?title=" + quote(told) + "&_search=" + quote(told)
        yield f"{name}/unit_awards?unit=" + quote(told)
        yield "/-/explore?kind=" + quote(told) + "&q=" + quote(told)
    yield from (f"{name}/{query}" for query in QUESTIONS)
    yield from ("/-/review", "/-/review/figures", "/-/review/by/" + quote(hostile.TAGS))
    for told in FACTS.values():
        for fact in ask(path, f"select id from {told.name} limit 9") if told.name != "posts" else ():
            yield f"/-/review/fact/{told.list}/{fact}"
            yield f"/-/review/change/{told.list}/{fact}"
    for article in ask(path, "select id from articles"):
        yield f"/-/review/add/{article}?" + "words=" + quote(hostile.SCRIPT)
        yield f"/-/review/article/{article}"
    for unit in ask(path, "select id from units limit 9"):
        yield f"/-/review/merge/units/{unit}?q=" + quote(hostile.TAGS)
        yield f"/-/review/split/units/{unit}"
    for table in TABLES:
        yield f"{name}/{table}?_size=max"
        key = TABLES[table].columns[0].name
        for row in ask(path, f"select {key} from {table} limit {18 if table == 'articles' else 4}"):
            yield f"{name}/{table}/{row}"


class _Looked(HTMLParser):
    """Notes whatever a page could run, and addresses that lead elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.found += [f"{tag} {name}" for name in told if name == "style" or name.startswith("on")]
        if tag in ("style", "iframe", "object", "embed", "svg:script", "base") or (tag == "script" and not told.get("src")):
            self.found.append(tag)
        for name in ("href", "src", "action", "formaction"):
            address = re.sub(r"[\s\0]", "", told.get(name) or "").lower()
            if address.startswith(("javascript:", "data:", "vbscript:")):
                self.found.append(f"{tag} {name}={address[:40]}")
        if tag in ("img", "svg") and "onerror" in str(told) + "onload":
            self.found += [tag] if tag == "img" else []
        if tag in ("b", "i"):
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("b", "i")


def test_no_page_holds_anything_that_runs(members: Members, archive_of: Path) -> None:
    for path in every_page(archive_of):
        answered = members.ask(path, "admin")
        assert answered.status_code in (200, 302, 400, 404), path
        looked = _Looked()
        looked.feed(answered.text)
        assert looked.found == [], path
        assert looked.deepest < 3, f"{path}: tags of an article stand as tags"
        assert "{{ 7 * 7 }}" in answered.text or "49" not in re.sub(r"<[^>]*>", "", answered.text).split("</script>")[-1][:60], (
            path
        )
        assert answered.headers["content-security-policy"] == guard.POLICY


def test_every_answer_carries_the_rules(members: Members) -> None:
    for path in ("/", "/-/login", "/khong-co", "/kho.json", "/assets/site.css", "/kho/articles.csv", "/kho?sql=x", "/-/threads"):
        for role in ("visitor", "archivist"):
            told = members.ask(path, role).headers
            policy = dict(part.split(" ", 1) for part in told["content-security-policy"].split("; "))
            assert policy["default-src"] == policy["object-src"] == policy["frame-ancestors"] == "'none'"
            assert {policy[name] for name in ("script-src", "style-src", "connect-src", "form-action", "base-uri")} == {"'self'"}
            assert policy["img-src"] == "'self' data:"
            assert told["x-content-type-options"] == "nosniff"
            assert told["x-frame-options"] == "DENY"
            assert told.get_list("referrer-policy") == ["same-origin"]
            assert {"accept-language", "cookie"} <= {one.strip().lower() for one in told["vary"].split(",")}
            if role != "visitor" and not path.startswith("/assets"):
                assert told["cache-control"] == "private, no-store"
    for method in ("POST", "PUT", "OPTIONS"):
        assert members.ask("/kho/articles", method=method).headers["content-security-policy"] == guard.POLICY


def test_json_is_no_page(members: Members, archive_of: Path) -> None:
    for path in ("/kho/articles.json?_shape=array", "/kho.json?sql=select+title+from+articles", "/khong-co.json"):
        answered = members.ask(path)
        assert answered.headers["content-type"].startswith("application/json")
    titles = [row["title"] for row in members.ask("/kho/articles.json?_shape=array&_size=max").json()]
    assert set(hostile.ALL[:6]) - {hostile.NUL} <= set(titles), "unchanged"


CELLS = [
    *((told, "'" + told) for told in hostile.FORMULAS),
    *((told, told) for told in ("-5", "+5", "-1.5", "-1,5", "-55.000.000", "1e9", "-1e-9", "", "a=b", "Sở Y tế", "'=1", "x-1", "5%")),
    *((told, "'" + told) for told in ("-", "--1", "- 5", "-5x", "+84 912 345", "-1-2", "\n=1", "\0=1", "\ufeff=1", "-55.00", "-5 000"))
]  # fmt: skip


@pytest.mark.parametrize(("cell", "written"), [c for c in CELLS if c[0] != "-55.00"])
def test_what_a_spreadsheet_would_run_is_text(cell: str, written: str) -> None:
    assert spreadsheet.defused(cell) == written


@pytest.mark.parametrize("cell", [None, 5, -5, -0.5, b"=1", True])
def test_what_is_no_text_stays(cell: Any) -> None:
    assert spreadsheet.defused(cell) is cell


def _same(written: list[list[str]], held: list[list[str]]) -> None:
    """Rows of CSV are those that are held, but for the apostrophes that had to be."""
    assert len(written) == len(held)
    changed = 0
    for row, before in zip(written, held, strict=True):
        assert row == [spreadsheet.defused(cell) for cell in before]
        changed += row != before
    assert changed >= len(hostile.FORMULAS)


def _csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "path",
    [
        "/kho/articles.csv?_size=max",
        "/kho/articles.csv?_stream=on",
        "/kho/articles.csv?_stream=on&_labels=on&_dl=1",
        "/kho.csv?sql=select+id,title,source,published_on,words+from+articles",
    ],
)
def test_csv_of_the_site_runs_nowhere_and_is_else_the_same(members: Members, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = _csv(members.ask(path).text)
    monkeypatch.setattr(spreadsheet, "defused", lambda cell: cell)
    held = _csv(members.ask(path).text)
    monkeypatch.undo()
    _same(written, held)
    assert {cell for row in held for cell in row} >= {told for told in hostile.FORMULAS if told.strip() == told}


def test_csv_that_is_exported_runs_nowhere_and_the_rest_is_as_it_was(archive_of: Path, tmp_path: Path) -> None:
    export(archive_of, "csv", tmp_path)
    export(archive_of, "jsonl", tmp_path)
    export(archive_of, "parquet", tmp_path)
    with (tmp_path / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["title"] for row in rows] == [spreadsheet.defused(one["title"]) for one in told]
    assert {f"'{cell}" for cell in hostile.FORMULAS} <= {row["title"] for row in rows}
    import pyarrow.parquet as pq

    assert pq.read_table(tmp_path / "articles.parquet")["title"].to_pylist() == [one["title"] for one in told]


BIG = [
    "select zeroblob(1e9)",
    "select length(zeroblob(1e9))",
    "select hex(zeroblob(6e6))",
    "select group_concat(printf('%.*c', 1000000, 'x')) from articles a, articles b",
    "select zeroblob(9000000) from articles a, articles b",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select zeroblob(1000000) from n",
    "select length(replace(printf('%.*c', 9000000, 'a'), 'a', 'bbbb'))",
    "select 1" + "+1" * 1000,
    "select 1" + " union all select 1" * 200,
    "select 'a' like '" + "%a" * 400 + "'",
    "select trim('a', printf('%.*c', 1000000, 'b'))",
    "select bare(printf('%.*c', 5000000, 'x'))",
]
QUICK = [
    ("select instr(zeroblob(9000000), zeroblob(4500000) || x'01')", 0),
    ("select instr(printf('%.*c', 9000000, 'a'), printf('%.*c', 4500000, 'a') || 'b')", 0),
    ("select length(replace(printf('%.*c', 9000000, 'a'), printf('%.*c', 4500000, 'a') || 'b', ''))", 9_000_000),
    ("select printf('%.*c', 20000000, 'x') is null", 1),
    ("select printf('%.*c', 900000, 'a') like '%a%a%a%a%a%a%a%a%b'", 0),
]


@pytest.mark.parametrize("sql", BIG, ids=lambda sql: sql[:40])
def test_sql_takes_no_more_memory_than_a_page(members: Members, sql: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    answered = members.ask("/kho.json?sql=" + quote(sql))
    assert answered.status_code == 400, answered.text[:200]
    assert time.monotonic() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000  # KiB


@pytest.mark.parametrize(("sql", "told"), QUICK, ids=lambda told: str(told)[:40])
def test_no_single_step_of_sql_takes_long(members: Members, sql: str, told: int) -> None:
    start = time.monotonic()
    answered = members.ask("/kho.json?_shape=arrays&sql=" + quote(sql))
    assert answered.json()["rows"] == [[told]]
    assert time.monotonic() - start < 5


FUNCTIONS = [
    "instr({}, {})",
    "replace({}, {}, 'x')",
    "replace('aXbX', {}, {})",
    "trim({}, {})",
    "ltrim({}, {})",
    "rtrim({}, {})",
]
VALUES = ["null", "''", "'a'", "'Đồng Hới'", "'ồ'", "5", "-1.5", "x'6162'", "x'62'", "'  a '", "'aXa'", "' '", "x'c3'", "x''"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_functions_in_place_of_sqlites_answer_as_they_do(function: str) -> None:
    plain, ours = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    for conn in (plain, ours):
        conn.text_factory = lambda data: data  # bytes that are no text are compared too
    bounds.bound(ours)
    for a in VALUES:
        for b in VALUES:
            if "c3" in a + b and function != FUNCTIONS[0]:
                continue  # bytes that are no text come out as � instead
            sql = f"select {function.format(a, b)}"
            assert ours.execute(sql).fetchall() == plain.execute(sql).fetchall(), sql
    plain.close()
    ours.close()


def test_an_original_larger_than_an_answer_can_be_downloaded(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "kho.db"
    shutil.copy(archive, path)
    size, key = bounds.LENGTH + 1_000_000, "ab" * 32
    conn = sqlite3.connect(path)
    with conn:
        conn.execute("insert into originals (sha256, name, size, bytes) values (?, 'to.pdf', ?, zeroblob(?))", (key, size, size))
    conn.close()
    ds = site(path)

    def get(address: str) -> Any:
        return asyncio.run(ds.client.get(address))

    assert len(get(f"/kho/originals/{key}.blob?_blob_column=bytes").content) == size
    assert len(get(f"/-/original/{key}").content) == size
    assert get("/kho/originals").status_code == 200
    assert get(f"/kho/originals/{key}").status_code == 200
    assert get("/kho.json?sql=" + quote("select bytes from originals where length(bytes) > 9000000")).status_code == 400


ASKED_WRONGLY = [
    "_sort=khong", "_sort_desc=khong", "_sort=title&_sort_desc=title", "_facet=khong", "_facet_array=khong", "_facet_array=title",
    "_facet_date=khong", "_size=abc", "_size=-5", "_next=a,b,c", "_where=khong(", "_where=zeroblob(1e9)", "_search_khong=a",
    "_search=NEAR(&_searchmode=raw", "_timelimit=abc", "_through=abc", "_through={}", "year__in=[", "_col=khong", "_nocol=khong",
    "_through=" + quote('{"table":"x","column":"y","value":"z"}'),
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED_WRONGLY)
@pytest.mark.parametrize("form", ["", ".json"])
def test_what_is_asked_wrongly_is_told_so(members: Members, asked: str, form: str) -> None:
    answered = members.ask(f"/kho/articles{form}?{asked}")
    assert answered.status_code == 400, answered.text[-300:]
    assert "Traceback" not in answered.text
    assert ("error" in answered.json()) if form else ("message-error" in answered.text)


@pytest.mark.parametrize(
    "sql", ["attach 'x.db' as x", "vacuum into 'x.db'", "select load_extension('x')", "pragma user_version=9", "x", "select '"]
)
def test_sql_that_is_refused(members: Members, sql: str) -> None:
    assert members.ask("/kho?sql=" + quote(sql)).status_code == 400
    assert members.ask("/kho/articles?_where=" + quote(sql)).status_code == 400


def test_attach_is_refused_by_the_connection_itself() -> None:
    conn = sqlite3.connect(":memory:")
    bounds.bound(conn)
    with pytest.raises(sqlite3.OperationalError, match="too many attached"):
        conn.execute("attach ':memory:' as other")
    conn.close()


def test_pragma_functions_tell_of_the_tables(members: Members) -> None:
    rows = members.ask("/kho.json?_shape=arrays&sql=" + quote("select name from pragma_table_info('units') limit 1")).json()[
        "rows"
    ]
    assert rows == [["id"]]


@pytest.mark.parametrize("name", ["a#b", "a?b", "a%20b", "a b", "báo cũ 2016", "a.b", "a&b", "a+b", "a'b", 'a"b', "a;b", "~a"])
def test_archives_of_any_name_are_served(archive: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.db"
    shutil.copy(archive, path)
    ds = site(path)
    home = asyncio.run(ds.client.get("/"))
    assert home.status_code == 200
    links = {
        found.replace("&amp;", "&")
        for found in re.findall(r'href="(/[^"?#]+)', home.text)
        if not found.startswith(("/assets", "/-/"))
    }
    assert len(links) > 10
    key = ask(path, "select id from articles limit 1")[0]
    for link in [*list(links)[:8], f"{ds.urls.table(name, 'articles')}.csv?_size=5", ds.urls.row(name, "articles", key)]:
        assert asyncio.run(ds.client.get(str(link))).status_code == 200, link
    assert sorted(found.name for found in tmp_path.iterdir()) == [path.name], "no other file was made for it"


def test_a_fault_is_told_by_an_id_and_never_by_a_trace(
    members: Members, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("bí mật của máy chủ")

    monkeypatch.setattr(home, "home", broken)
    with caplog.at_level(logging.ERROR, "khenthuong.site"):
        answered = members.ask("/")
    assert answered.status_code == 500
    assert "bí mật" not in answered.text
    assert "Traceback" not in answered.text
    (name,) = re.findall(r"mã ([0-9a-f]{8})", answered.text)
    assert f"fault {name} at GET /" in caplog.text
    assert "bí mật của máy chủ" in caplog.text
    assert "content-security-policy" in answered.headers


def test_a_fault_outside_of_a_page_too(
    members: Members, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("bí mật của máy chủ")

    monkeypatch.setattr(members.ds, "render_template", broken)  # the page that tells of errors cannot be made either
    answered = members.ask("/-/search")
    assert answered.status_code == 500
    assert "bí mật" not in answered.text
    monkeypatch.undo()
    monkeypatch.setattr(members.ds, "actor", broken)
    answered = members.ask("/-/search")
    assert answered.status_code == 500
    assert "bí mật" not in answered.text
    assert len(re.findall(r"mã [0-9a-f]{8}", answered.text)) == 1


def test_a_broken_archive_is_a_fault_of_ours(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "kho.db"
    shutil.copy(archive, path)
    ds = site(path)
    assert asyncio.run(ds.client.get("/kho/articles")).status_code == 200
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 200_000)
    assert asyncio.run(ds.client.get("/kho/units?_sort=kind")).status_code == 500


@pytest.mark.parametrize(
    "scope",
    [
        {"raw_path": b"/\xff\xfe"},
        {"headers": [(b"cookie", b"\xff\xfe=\xff")]},
        {"headers": [(b"cookie", b"ds_csrftoken=\xc3\xa9; phien=x; ds_messages=x")]},
        {"headers": [(b"accept-language", b"\xff;q=x, vi;q=nan")]},
        {"method": "\x00"},
        {"query_string": b"\xff=%ff&_size=%00"},
    ],
)
def test_requests_that_cannot_be_read(members: Members, scope: dict[str, Any]) -> None:
    sent: list[Any] = []

    async def send(event: Any) -> None:
        sent.append(event)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    told = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": [], "scheme": "http"}
    asyncio.run(members.ds.client.app({**told, **scope}, receive, send))
    assert sent[0]["status"] < 500
    assert b"Traceback" not in sent[1]["body"]
    assert dict(sent[0]["headers"])[b"x-frame-options"] == b"DENY"


def test_a_websocket_is_refused_and_ends_no_reading(members: Members, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(Readings, "close", lambda _: sent.append("readings closed"))

    async def send(event: Any) -> None:
        sent.append(event)

    scope = {"type": "websocket", "path": "/", "raw_path": b"/", "query_string": b"", "headers": [], "scheme": "ws"}
    asyncio.run(members.ds.client.app(scope, None, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_hostile_names_in_forms_stay_words(members: Members) -> None:
    for told in (hostile.TAGS, hostile.SCRIPT, hostile.FIELD, hostile.TURNED, hostile.WORD[:500]):
        for path, fields in (("/-/login", {"id": told, "password": PASSWORD}), ("/-/accounts", {"do": "add", "id": told})):
            sent = members.send(path, "admin" if "accounts" in path else "visitor", **fields)
            assert sent.status_code in (400, 403)
            looked = _Looked()
            looked.feed(sent.text)
            assert looked.found == [], path
