"""The site as Datasette answers it: pages, words, search, questions, hostile text, reading only."""

from __future__ import annotations

import asyncio
import hashlib
import html
import re
import shutil
import socket
import sqlite3
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import pytest

from corpus.archive import Archive
from corpus.ingest import ingest
from corpus.inputs import Failure
from corpus.rows import Rowing
from corpus.site import SiteError, serve, site
from corpus.site.cells import FACTS
from corpus.site.labels import WORDS, read_yaml
from schemas import LISTS
from schemas.catalogues import AwardType, CentralBody, UnitKind, load
from schemas.facts import Role, Status
from schemas.tables import TABLES
from tests.making import GoldReader, article, ask, record

QUERIES: dict[str, Any] = read_yaml("queries.yaml")
SEEN = [name for name, told in WORDS.tables.items() if not told.get("hidden")]
FIGURES = "Quỹ được ủng hộ 55.000.000 triệu đồng."
HOSTILE = 'Sở "Y tế" <img src=x onerror=alert(1)>'
SCRIPT = "</script><script>alert('x')</script> {{ 7 * 7 }}"


class Site:
    """A site under test: `get` a page, its status checked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ds = site(path)

    def answer(self, path: str, **more: Any) -> Any:
        return asyncio.run(self.ds.client.request(more.pop("method", "GET"), path, **more))

    def get(self, path: str, status: int = 200) -> str:
        found = self.answer(path)
        assert found.status_code == status, f"{path}: {found.status_code}"
        return str(found.text)

    def ids(self, table: str, where: str = "1", *values: Any) -> list[Any]:
        return ask(self.path, f"select id from {table} where {where}", *values)


def told(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def hrefs(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'href="([^"]*)"', page)]


@pytest.fixture(scope="module")
def gold(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The samples with what their gold records tell, a doubtful sum, a chair handed on and a file that failed."""
    path = tmp_path_factory.mktemp("site") / "kho.db"
    ingest([samples], path, now=lambda: "2026-01-01", reader=GoldReader(samples))
    text = f"Khối thi đua số 1 họp tại Đồng Hới.\n{FIGURES}\nSở Y tế nhận làm Khối trưởng năm 2017."
    amount = {"value": 55e6, "literal": 55e12, "flags": ["unit_repeated"], "about": "55.000.000 triệu đồng"}
    chair = {"title": "Khối trưởng", "holder": "Sở Y tế", "unit": "Khối thi đua số 1", "year": "2017"}
    units = ["Khối thi đua số 1", "Sở Y tế"]
    prize = {"award": "Cờ thi đua của Chính phủ", "recipient": "Sở Y tế tỉnh Nam Định", "recipient_kind": "unit"}
    later = [
        (
            f"{told}{prize['award']} cho Sở Y tế tỉnh Nam Định.",
            {"units": [prize["recipient"]], "awards": [prize | {"status": s, "year": y}]},
        )
        for told, s, y in (("Đề nghị ", "proposed", "2016"), ("Trao ", "conferred", "2017"))
    ]
    made = record(text, article={"title": "Họp Khối"}, units=units, amounts=[amount], mandates=[chair])
    with Archive(path) as archive, archive.transaction():
        archive.store([Rowing(article(text, "khac/hop.txt"), made)], 1)
        archive.store(
            [Rowing(article(words, f"{lists['awards'][0]['year']}.txt"), record(words, **lists)) for words, lists in later], 1
        )
        archive.fail(Failure("hong.bin", "read", "not a text"), "2026-01-01")
    with Archive(path) as archive:
        archive.settle()
        with archive.transaction():
            archive.db.execute("update units set kind = 'school' where name like 'Trường%'")
    return Site(path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An archive whose every text tries to break out of the page."""
    path = tmp_path_factory.mktemp("site") / "du lieu.db"
    text = f"{HOSTILE} khen {SCRIPT}\n" + "".join(f'<b onclick="x">{i}</b>' for i in range(3))
    lists: dict[str, Any] = {
        "units": [HOSTILE],
        "awards": [{"award": SCRIPT, "recipient": HOSTILE, "recipient_kind": "unit", "status": "proposed", "grantor": SCRIPT}],
        "amounts": [{"value": 5, "about": SCRIPT, "flags": [SCRIPT], "per": HOSTILE}],
        "themes": [SCRIPT],
        "documents": [{"kind": SCRIPT, "number": HOSTILE}],
        "events": [{"kind": SCRIPT, "place": HOSTILE}],
        "people": [HOSTILE],
        "officials": [{"name": SCRIPT, "posts": [{"title": HOSTILE, "unit": SCRIPT}]}],
        "mandates": [{"title": SCRIPT, "holder": HOSTILE}],
    }
    made = record(text, article={"title": SCRIPT, "source": HOSTILE}, **lists)
    with Archive(path) as archive, archive.transaction():
        archive.db.execute("insert into runs (id, started) values (1, '2026')")
        archive.store([Rowing(article(text, f"{HOSTILE}.txt", url="javascript:alert(1)"), made)], 1)
    with Archive(path) as archive:
        archive.settle()
    return Site(path)


def pages(found: Site) -> list[str]:
    """Every kind of page: tables, questions, rows of each table, search."""
    name = "/" + quote(found.path.stem).replace("%20", "~20")
    rows = [f"{name}/{t}/{i}" for t in TABLES for i in ask(found.path, f"select {TABLES[t].columns[0].name} from {t} limit 3")]
    fixed = [
        "/",
        name,
        "/-/explore",
        "/-/search",
        "/-/search?q=thi+dua",
        f"{name}/articles?_search=thi+dua",
        f"{name}?sql=select+*+from+awards",
    ]
    return fixed + [f"{name}/{t}" for t in TABLES] + [f"{name}/{q}" for q in QUERIES] + rows


def test_every_page_answers(gold: Site) -> None:
    for path in pages(gold):
        page = gold.get(path)
        assert '<html lang="vi">' in page
        assert 'class="message-error"' not in page, path


def test_the_answers_say_that_nothing_comes_from_elsewhere(gold: Site) -> None:
    for path in ("/", "/kho/articles", "/-/search?q=a", "/khong-co"):
        found = gold.answer(path)
        assert "default-src 'none'" in found.headers["content-security-policy"]
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', found.text)
        assert not [
            link for link in re.findall(r'<link[^>]*href="([^"]*)"', found.text) if "//" in link.removeprefix("http://localhost")
        ]


def test_a_page_that_is_not_there_says_so_in_vietnamese(gold: Site) -> None:
    assert "Không có trang này" in told(gold.get("/kho/articles/khong-co", 404))


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_words(gold: Site, table: str) -> None:
    about = gold.ds.table_metadata("kho", table)
    assert about["title"].split(" — ")[0] == TABLES[table].vi
    assert WORDS.about(table)["vi"] in about["description"]
    assert WORDS.about(table)["en"] in about["description"]
    for column in TABLES[table].columns:
        assert about["columns"][column.name] == f"{column.vi.removesuffix(' (đã nhận ra)')} — {column.en}"
    assert told(gold.get(f"/kho/{table}")).count(WORDS.about(table)["vi"]) == 1
    for facet in about["facets"]:
        assert TABLES[table].column(facet if isinstance(facet, str) else facet["array"]), facet


@pytest.mark.parametrize(("table", "name"), [(t, n) for t, n in FACTS.items() if n in LISTS])
def test_columns_wear_the_labels_of_the_facts(gold: Site, table: str, name: str) -> None:
    page = told(gold.get(f"/kho/{table}").split("<table")[-1])
    for field, info in LISTS[name].model_fields.items():
        column = "year_told" if field == "year" else field
        if column in WORDS.shown([c.name for c in TABLES[table].columns], table):
            assert info.json_schema_extra["vi"] in page, field  # type: ignore[index, call-overload]


def test_every_code_has_words(archive: Path) -> None:
    """What the tables hold as a code is told in Vietnamese: every kind of unit the catalogue knows, every state, level and doubt."""
    kinds = {row.kind for row in (*load(UnitKind), *load(CentralBody))} | {
        k for k in ask(archive, "select distinct kind from units") if k
    }
    levels = {row.level for row in load(AwardType) if row.level}
    flags = set(ask(archive, "select distinct j.value from amounts, json_each(flags) j")) | {"unit_repeated"}
    codes = {"kind": kinds, "level": levels, "flags": flags, "status": get_args(Status), "roles": get_args(Role)}
    for column, values in codes.items():
        assert [value for value in values if WORDS.coded(column, value) is None] == [], column


def test_questions_have_words_for_every_column(gold: Site) -> None:
    for name, query in QUERIES.items():
        assert query["vi"] in told(gold.get(f"/kho/{name}"))
        for ask_for in query.get("ask", {}).values():
            assert ask_for["vi"] in told(gold.get(f"/kho/{name}"))
        columns = gold.answer(f"/kho/{name}.json").json()["columns"]
        assert [c for c in WORDS.shown(columns) if WORDS.column(None, c)["vi"] == c] == [], name


def test_home_counts_what_the_archive_holds(gold: Site) -> None:
    page = told(gold.get("/"))
    (awards,) = ask(gold.path, "select count(*) from awards")
    assert f"{awards} khen thưởng" in page
    (latest,) = ask(gold.path, "select title from articles order by published_on desc limit 1")
    assert latest in page


@pytest.mark.parametrize("name", QUERIES)
def test_questions_have_rows_that_lead_to_the_articles(gold: Site, name: str) -> None:
    page = gold.get(f"/kho/{name}")
    rows = page.count("<tr>") - 1
    assert rows > 0
    found = [href for href in hrefs(page) if href.startswith("/kho/articles/")]
    if "article_id" in QUERIES[name]["sql"]:
        assert found, name
    for href in found[:3]:
        path, _, anchor = href.partition("#")
        assert not anchor or f'id="{anchor}"' in gold.get(path), href


@pytest.mark.parametrize("name", [n for n, q in QUERIES.items() if q.get("ask")])
def test_parameters_narrow_the_answer(gold: Site, name: str) -> None:
    """Each value that a parameter offers gives rows; blank gives all; what nothing matches gives none."""
    every = len(gold.answer(f"/kho/{name}.json?_shape=array").json())
    for parameter, about in QUERIES[name]["ask"].items():
        nothing = quote('không có "thứ này')
        offered = [value for value in ask(gold.path, about["choices"]) if value is not None]
        assert offered, parameter
        for value in offered[:4]:
            rows = gold.answer(f"/kho/{name}.json?_shape=array&{parameter}={quote(str(value))}").json()
            assert 0 < len(rows) <= every, (parameter, value)
        none = gold.answer(f"/kho/{name}.json?_shape=array&{parameter}={nothing}").json()
        assert none == [], parameter


def test_names_in_parameters_need_no_accents(gold: Site) -> None:
    rows = gold.answer("/kho/unit_awards.json?_shape=array&unit=truong+dai+hoc+kinh+te").json()
    assert {row["unit"] for row in rows} == {"Trường Đại học Kinh tế - Kỹ thuật Hồng Lam"}
    rows = gold.answer("/kho/person_posts.json?_shape=array&person=ma+thi+hanh").json()
    assert {row["person"] for row in rows} == {"Ma Thị Hạnh Thúy"}


def test_sums_states_and_doubts_read_as_vietnamese(gold: Site) -> None:
    page = told(gold.get("/kho/doubtful_amounts"))
    assert "55.000.000 đ" in page
    assert "55.000.000.000.000 đ" in page
    assert "đơn vị tính in hai lần" in page
    awards = gold.get("/kho/awards?status=proposed")
    assert "Trạng thái = đề nghị" in told(awards)
    assert "proposed" not in told(awards[awards.index("<tbody>") : awards.index("</tbody>")])


def test_keys_are_shown_as_names(gold: Site) -> None:
    (row,) = ask(
        gold.path, "select award_type, recipient_unit from awards where recipient = 'Sở Tài chính' and status = 'proposed'"
    )
    page = gold.get("/kho/awards?status=proposed&_size=max")
    assert f'href="/kho/award_types/{row[0]}"' in page
    assert f'href="/kho/units/{row[1]}"' in page
    assert "col-award_type" not in page, "the key itself is no column for a reader"
    (key, name) = ask(
        gold.path, "select person, name from posts join people on people.id = person order by posts.year desc, posts.id"
    )[0]
    assert f'<a href="/kho/people/{key}">{name}</a>' in gold.get("/kho/posts")


def test_what_became_of_a_proposal(gold: Site) -> None:
    rows = gold.answer("/kho/proposed_then_conferred.json?_shape=array").json()
    (given,) = [row for row in rows if row["outcome"] == "đã trao"]
    assert (given["recipient"], given["proposed_in"], given["conferred_in"]) == ("Sở Y tế tỉnh Nam Định", 2016, 2017)
    assert rows[0] == given
    page = gold.get("/kho/proposed_then_conferred?outcome=đã trao")
    assert {f"/kho/articles/{row}" for row in gold.ids("articles", "path in ('2016.txt', '2017.txt')")} <= {
        h.split("#")[0] for h in hrefs(page)
    }


@pytest.mark.parametrize("where", ["facts", "rows", "questions"])
def test_hostile_text_is_only_text(hostile: Site, where: str) -> None:
    looked = {"facts": "/articles/", "rows": "/", "questions": "?"}[where]
    for path in [p for p in pages(hostile) if looked in p]:
        page = hostile.get(path)
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert '<b onclick="x">' not in page, path
        assert 'href="javascript:' not in page, path
        assert "49" not in re.sub(r"[\d.]+ ms", "", told(page)).split("{{")[0][-40:]
    key = hostile.ids("articles")[0]
    assert html.escape(SCRIPT, quote=False)[:20] in hostile.get(f"/du~20lieu/articles/{key}")


def test_nothing_can_be_written(gold: Site) -> None:
    before = hashlib.sha256(gold.path.read_bytes()).hexdigest()
    for sql in ("delete from articles", "insert into units (id) values ('x')", "drop table units", "pragma user_version = 9"):
        assert gold.answer(f"/kho?sql={quote(sql)}").status_code == 400
    for path in ("/kho", "/kho/articles", "/kho/flags_proposed", "/-/search", "/"):
        assert gold.answer(path, method="POST", data={"sql": "delete from articles"}).status_code == 405
    for path in pages(gold):
        gold.get(path)
    assert not [query for query in QUERIES.values() if query.get("write")]
    assert hashlib.sha256(gold.path.read_bytes()).hexdigest() == before
    assert sorted(p.name for p in gold.path.parent.iterdir()) == [gold.path.name]


def test_any_question_can_be_shown(gold: Site) -> None:
    odd = "select '[x' as flags, '[]' as roles, 5 as status, x'ff' as value, '2013-99-99' as date, null as article, 1.5 as total, '<b>' as unit"
    page = gold.get("/kho?sql=" + quote(odd))
    assert "[x" in told(page)
    assert "1,5 đ" in told(page)
    assert "<b>" not in page
    assert "no such column: khong_co" in told(gold.get("/kho?sql=" + quote("select khong_co"), 400))


def test_analysts_may_ask_sql_and_bare_folds(gold: Site) -> None:
    found = gold.answer("/kho.json?_shape=array&sql=" + quote("select bare('Đồng Hới') as a, bare(null) as b"))
    assert found.json() == [{"a": "dong hoi", "b": None}]


def test_long_answers_say_that_they_are_cut(gold: Site) -> None:
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select i from n"
    page = gold.get("/kho?sql=" + quote(numbers.format(600)))
    assert page.count("<tr>") == 501
    assert "500 dòng đầu trong 600 dòng" in told(page)
    assert "khenthuong export" not in page
    assert "khenthuong export" in gold.get("/kho?sql=" + quote(numbers.format(3000)))


def test_an_archive_that_grows_is_seen(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "kho.db"
    files = sorted(samples.glob("*.txt"))
    ingest(files[:1], path, now=lambda: "2026", reader=GoldReader(samples))
    found = Site(path)
    assert "1 bài" in told(found.get("/"))
    ingest(files[:2], path, now=lambda: "2026", reader=GoldReader(samples))
    assert "2 bài" in told(found.get("/"))


def test_an_archive_that_nobody_may_write_is_served(gold: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(shutil.copy(gold.path, tmp_path / "chi_doc.db"))
    monkeypatch.setattr("os.access", lambda *_: False)
    found = Site(path)
    assert not found.ds.databases["chi_doc"].is_mutable
    found.get("/chi_doc/awards")


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "no such archive"), (b"khong phai kho" * 99, "not readable as an archive"), ("sqlite", "no archive of khenthuong")],
)
def test_what_is_no_archive_is_refused_in_one_line(tmp_path: Path, content: Any, says: str) -> None:
    path = tmp_path / "x.db"
    if content == "sqlite":
        sqlite3.connect(path).execute("create table t (a)")
    elif content:
        path.write_bytes(content)
    with pytest.raises(SiteError) as error:
        serve(path)
    assert says in str(error.value)
    assert str(path) in str(error.value)
    assert "khenthuong ingest" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_port_that_is_taken_is_said(gold: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SiteError, match=f"127.0.0.1:{port}: .*--port"):
            serve(gold.path, port=port)


@pytest.mark.parametrize("name", QUERIES)
def test_questions_answer_on_the_demo_archive(archive: Path, name: str) -> None:
    """What the extraction really reads from the samples gives rows, within the time a page may take."""
    rows = Site(archive).answer(f"/samples/{name}.json?_shape=array").json()
    assert len(rows) > 0
