"""Search: accents, phrases, what is left out, filters, facts in their words, odd queries, and archives without its indexes."""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import sqlite3
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from corpus import words
from corpus.archive import Archive
from corpus.rows import Rowing
from corpus.site import site
from corpus.site.finding import KINDS
from corpus.site.wanted import Marks, accented, bare, wanted
from corpus.upgrade import BEFORE
from schemas.tables import TABLES
from tests.making import article, ask, record

HUNG = "Lễ trao Bằng khen cho ông Nguyễn Văn Hùng, Giám đốc Sở Y tế tỉnh Nam Định."
HUNG_2 = "Hội nghị tổng kết của Sở Y tế tỉnh Quảng Bình. Ông Trần Quốc Hưng nhận Giấy khen tại Đồng Hới; kinh phí 5 triệu đồng."
APART = "Hội thảo ở huyện Đồng Phú bàn việc sửa luật. Khách từ Hà Nội tới Hới Dương rất đông."
OLD = "Ủy ban nhân dân tỉnh Khánh Hoà khen thưởng Trạm thuỷ văn theo Quyết định số 12/QĐ-UBND."
ETH = "Công đoàn Ðồng Tháp phát động phong trào hiến máu."


def rowing(text: str, path: str, day: str, source: str, **lists: Any) -> Rowing:
    title = text.split(".")[0]
    return Rowing(article(text, path), record(text, article={"title": title, "published_on": day, "source": source}, **lists))


def store(path: Path) -> Path:
    """An archive of five articles."""
    prize = {"award": "Bằng khen", "recipient": "Nguyễn Văn Hùng", "recipient_kind": "person", "status": "conferred"}
    paper = {"award": "Giấy khen", "recipient": "Trần Quốc Hưng", "recipient_kind": "person", "status": "proposed"}
    post = {"name": "Nguyễn Văn Hùng", "posts": [{"title": "Giám đốc", "unit": "Sở Y tế tỉnh Nam Định"}]}
    made = [
        rowing(HUNG, "a.txt", "2015-03-01", "Báo Nam Định", units=["Sở Y tế tỉnh Nam Định"], awards=[prize], officials=[post]),
        rowing(
            HUNG_2, "b.txt", "2019-04-01", "Báo Quảng Bình", units=["Sở Y tế tỉnh Quảng Bình"], awards=[paper], people=["Trần Quốc Hưng"],
            events=[{"kind": "Hội nghị tổng kết", "place": "Đồng Hới"}], amounts=[{"value": 5e6, "about": "5 triệu đồng"}],
        ),
        rowing(APART, "c.txt", "2016-01-01", "Báo Quảng Bình", themes=["Cả nước thi đua"]),
        rowing(OLD, "d.txt", "2017-01-01", "Báo Khánh Hòa", units=["Trạm thuỷ văn"], documents=[{"kind": "Quyết định", "number": "12/QĐ-UBND"}]),
        rowing(ETH, "e.txt", "2018-01-01", "Báo Quảng Bình", units=["Công đoàn Ðồng Tháp"]),
    ]  # fmt: skip
    with Archive(path) as archive:
        with archive.transaction():
            archive.store(made, 1)
        archive.settle()
    return path


class Found:
    """A site and what its search answers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ds = site(path)

    def answer(self, end: str = "", **asked: Any) -> Any:
        return asyncio.run(self.ds.client.get(f"/-/search{end}?{urlencode(asked)}", headers={"accept-language": "vi"}))

    def data(self, q: str, **asked: Any) -> dict[str, Any]:
        got = self.answer(".json", q=q, **asked)
        assert got.status_code == 200, got.text
        return dict(got.json())

    def page(self, q: str, **asked: Any) -> str:
        got = self.answer(q=q, **asked)
        assert got.status_code == 200, got.text
        return str(got.text)

    def files(self, q: str, **asked: Any) -> list[str]:
        """The files of the articles found, best first."""
        known = dict(ask(self.path, "select id, path from articles"))
        return [str(known[hit["id"]]).removesuffix(".txt") for hit in self.data(q, **asked)["kinds"]["articles"]["results"]]

    def titles(self, q: str, kind: str, **asked: Any) -> list[str]:
        return [hit["title"] for hit in self.data(q, **asked)["kinds"][kind]["results"]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return Found(store(tmp_path_factory.mktemp("search") / "kho.db"))


@pytest.mark.parametrize(
    ("query", "files"),
    [
        ("hung", "ab"), ("HUNG", "ab"), ("Hùng", "a"), ("hùng", "a"), ("HÙNG", "a"), ("Hưng", "b"), ("Húng", ""), ("hừng", ""),
        ("dong hoi", "bc"), ("Đồng Hới", "bc"), ("đồng hơi", ""), ("đong", ""), ("dong thap", "e"), ("Đồng Tháp", "e"), ("Ðồng Tháp", "e"),
        ('"dong hoi"', "b"), ('"Đồng Hới"', "b"), ("“đồng hới”", "b"), ('"đồng hới', "b"), ('"Hới Đồng"', ""),
        ("dong hoi -luat", "b"), ("dong hoi -luật", "b"), ("dong hoi -luạt", "bc"), ('dong hoi -"sửa luật"', "b"), ('đồng hới -"sua luat"', "b"),
        ("khanh hoa", "d"), ("Khánh Hoà", "d"), ("Khánh Hòa", "d"), ("thủy văn", "d"), ("thuỷ văn", "d"), ("thuy van", "d"),
        ("12/QĐ-UBND", "d"), ("12/qd-ubnd", "d"), ("hung Sở", "ab"), ("Hùng so y te", "a"), ('Hùng "so y te"', "a"), ('"so y te" -Hùng', "b"),
        ("bang khen NOT hung", ""), ("so\u0323̉", ""), (unicodedata.normalize("NFD", "Hùng"), "a"),
    ],
)  # fmt: skip
def test_which_articles_are_found(found: Found, query: str, files: str) -> None:
    assert sorted(found.files(query)) == list(files)


def test_words_side_by_side_come_first(found: Found) -> None:
    assert found.files("dong hoi") == found.files("Đồng Hới") == ["b", "c"]
    page = found.page("Đồng Hới", kind="articles")
    assert page.index("Hội nghị tổng kết của Sở Y tế") < page.index("không đứng liền nhau") < page.index("Đồng</mark> Phú")
    assert "không đứng liền nhau" not in found.page("hung")


def test_every_kind_is_found_in_its_words(found: Found) -> None:
    asked = {
        "units": ("so y te", "Sở Y tế tỉnh Nam Định"), "people": ("Hưng", "Trần Quốc Hưng"), "themes": ("ca nuoc", "Cả nước thi đua"),
        "award_types": ("giay khen", "Giấy khen"), "awards": ("Giấy khen Hưng", "Giấy khen"), "events": ("dong hoi", "Hội nghị tổng kết"),
        "documents": ('"12/QĐ-UBND"', "Quyết định 12/QĐ-UBND"), "amounts": ("trieu dong", "5.000.000 đ"), "posts": ("giám đốc", "Nguyễn Văn Hùng"),
    }  # fmt: skip
    assert {*asked, "articles"} == set(KINDS)
    for kind, (query, title) in asked.items():
        assert title in found.titles(query, kind), kind


def test_a_fact_shows_its_words_and_leads_to_its_place(found: Found) -> None:
    (hit,) = found.data("Giấy khen", kind="awards")["kinds"]["awards"]["results"]
    ((fact, where),) = ask(found.path, "select id, article from awards where award = 'Giấy khen'")
    assert hit["url"] == f"/kho/articles/{where}#awards-{fact}"
    assert "Trần Quốc Hưng nhận Giấy khen tại Đồng Hới" in hit["context"]
    page = found.page("Giấy khen", kind="awards")
    assert "nhận <mark>Giấy</mark> <mark>khen</mark> tại" in page
    article_page = asyncio.run(found.ds.client.get(hit["url"].split("#")[0])).text
    assert f'id="awards-{fact}"' in article_page
    ((official,),) = [ask(found.path, "select official from posts")]
    (hit,) = found.data("Giám đốc", kind="posts")["kinds"]["posts"]["results"]
    assert hit["url"].endswith(f"#officials-{official}")
    assert f'id="officials-{official}"' in article_page or where not in hit["url"]


@pytest.mark.parametrize(
    ("filters", "files"),
    [
        ({"year_from": 2016}, "b"), ({"year_to": 2016}, "a"), ({"year_from": 2019, "year_to": 2019}, "b"), ({"year_from": 2020}, ""),
        ({"province": "Quảng Bình"}, "b"), ({"province": "Nam Định"}, "a"), ({"province": "Bình"}, ""), ({"province": '"'}, ""),
        ({"source": "Báo Nam Định"}, "a"), ({"source": "Báo Nam Định", "province": "Quảng Bình"}, ""), ({"year_from": "x", "year_to": "²"}, "ab"),
    ],
)  # fmt: skip
def test_filters_narrow_articles_and_facts(found: Found, filters: dict[str, Any], files: str) -> None:
    assert sorted(found.files("so y te", **filters)) == list(files)
    awards = {"a": "Bằng khen", "b": "Giấy khen"}
    assert sorted(found.titles("khen", "awards", **filters)) == sorted(awards[one] for one in files)
    people = {"a": "Nguyễn Văn Hùng", "b": "Trần Quốc Hưng"}
    assert sorted(found.titles("hung", "people", **filters)) == sorted(people[one] for one in files)
    if "source" not in filters:
        assert len(found.titles("so y te", "units", **filters)) == len(files)


def test_kinds_of_units_narrow_units(found: Found) -> None:
    (kind,) = set(ask(found.path, "select kind from units where name like 'Sở%'"))
    with sqlite3.connect(found.path) as conn:
        conn.execute("update units set kind = 'department' where name like 'Sở Y tế tỉnh Nam%'")
    assert found.titles("so y te", "units", unit_kind="department") == ["Sở Y tế tỉnh Nam Định"]
    assert found.data("so y te", unit_kind="department")["kinds"]["articles"]["count"] == 2
    with sqlite3.connect(found.path) as conn:
        conn.execute("update units set kind = ?", [kind])


def test_filters_stand_in_the_form_and_can_be_taken_away(found: Found) -> None:
    page = found.page("so y te", kind="articles", year_from=2016, province="Quảng Bình")
    links = [html.unescape(href) for href in re.findall(r'href="([^"]*)"', page)]
    assert "/-/search?q=so+y+te&kind=articles&province=Qu%E1%BA%A3ng+B%C3%ACnh" in links
    assert "/-/search?q=so+y+te&kind=articles&year_from=2016" in links
    assert '<option value="Quảng Bình" selected>' in page
    assert re.search(r'name="year_from"[^>]*value="2016"', page)
    assert re.findall(r'<option value="([^"]*Định|[^"]*Bình)"', page)[:2] == ["Nam Định", "Quảng Bình"]


def test_nothing_with_these_accents_offers_all_accents(found: Found) -> None:
    page = found.page("đồng hơi")
    assert '<a href="/-/search?q=dong+hoi">Tìm không dấu: dong hoi</a> (3 kết quả)' in page
    assert "<mark>" not in page
    told = found.data("đồng hơi")["without_accents"]
    assert (told["q"], told["count"]) == ("dong hoi", 3)
    assert sum(kind["count"] for kind in found.data(told["q"])["kinds"].values()) == 3
    assert found.data("khongcochunaynhuvay")["without_accents"] is None
    assert found.data("ngoằn")["without_accents"] is None
    assert "Không tìm thấy gì" in found.page("ngoằn")


def test_a_kind_is_read_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "nhieu.db"
    made = [
        rowing(
            f"Tin số {n}. Thi đua {'yêu nước' if n % 2 else 'và đua tranh yêu thích nước nhà'} lần {n}.",
            f"{n}.txt",
            "2015-01-01",
            "Báo",
        )
        for n in range(50)
    ]
    with Archive(path) as archive, archive.transaction():
        archive.store(made, 1)
    found = Found(path)
    seen: list[str] = []
    address: str | None = "/-/search.json?q=thi+dua+yeu+nuoc&kind=articles"
    while address:
        told = asyncio.run(found.ds.client.get(address)).json()["kinds"]["articles"]
        seen += [hit["id"] for hit in told["results"]]
        address = told["next"]
        assert told["count"] == 50
    assert len(seen) == len(set(seen)) == 50
    odd = dict(ask(path, "select id, cast(path as integer) % 2 from articles"))
    assert [odd[one] for one in seen] == [1] * 25 + [0] * 25, "side by side first, over all pages"
    page = found.page("thi đua yêu nước", kind="articles", page=2)
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    assert found.data("thi dua", kind="articles", page=9)["kinds"]["articles"]["results"] == []


ODD = [
    "", " ", '"', '""', "-", "--", "-x", '-"x"', "a OR", "*", "NEAR(", "NEAR(a b, 2)", "' --", "(", ")", "^a", "a*", "{title} : a", "title:a", "\x00", "a\x00b",
    "+", "AND", "NOT", "a NOT b", "\u202ehùng\u202c", "\u200bhùng", "<script>alert(1)</script>", "\U0001f600", "%", "_", "ﬁ ß İ", "đ" * 900,
    "d" * 10_000, "đua " * 2_500, '"' + "đoàn đại biểu đi dự đại hội đảng " * 300, "-đua " * 2000, "a-" * 5000, "thuong " * 20 + "hùng", "duoc doi dang doan dua dong dan di đã",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_any_query_is_answered(found: Found, query: str) -> None:
    for kind in ({}, {"kind": "awards"}):
        page = found.page(query, **kind)
        assert "<script>alert" not in page
        assert found.data(query, **kind)["q"] == query.replace("\x00", " ").strip()


def test_odd_parameters_are_answered(found: Found) -> None:
    for odd in (
        {"kind": "x"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "9" * 50},
        {"year_from": "9" * 50},
        {"province": "'"},
        {"source": "\x00"},
        {"unit_kind": "%"},
    ):
        assert found.data("hung", **odd)["q"] == "hung"
        found.page("hung", **odd)
    assert "Câu hỏi dài quá" in found.page("đua tranh " * 30)
    assert "ít nhất một chữ" in found.page("-hùng")


@given(st.text(max_size=60))
def test_no_query_is_wrong_for_the_index(text: str) -> None:
    conn = sqlite3.connect(":memory:")
    for kind, tokens in (("plain", words.PLAIN), ("exact", words.EXACT)):
        conn.execute(f"create virtual table {kind} using fts5 (text, tokenize='{tokens}')")
    asked = wanted(text)
    for one in filter(None, (asked, asked.without_accents(), asked.together())):
        for sign, query in one.match("text") if one else ():
            conn.execute(f"select 1 from {sign.strip('-')} where {sign.strip('-')} match ?", [query]).fetchall()
    Marks(asked).around(text)


def test_every_word_of_the_samples_is_among_those_its_letters_stand_for(samples: Path) -> None:
    text = (
        unicodedata.normalize("NFC", " ".join(path.read_text(encoding="utf-8") for path in samples.glob("*.txt")))
        .lower()
        .replace("ð", "đ")
    )
    seen = {
        word
        for word in re.findall(r"[^\W\d_]+", text)
        if len(word) <= 7 and re.fullmatch(r"[^aeiouy]*[aeiouy]{1,3}[^aeiouy]*", bare(word))
    }
    assert len(seen) > 1000
    assert [word for word in seen if word not in accented(bare(word))] == []


def test_marks_are_the_words_that_were_meant() -> None:
    assert Marks(wanted("thi đua")).marked("Chỉ thị về thi đua") == Markup("Chỉ thị về <mark>thi</mark> <mark>đua</mark>")
    assert Marks(wanted("Hùng")).marked("Hưng, Hùng") == Markup("Hưng, <mark>Hùng</mark>")
    assert Marks(wanted("thủy")).marked("<b>thuỷ</b>") == Markup("&lt;b&gt;<mark>thuỷ</mark>&lt;/b&gt;")


def lacking(path: Path, told: Path) -> Path:
    """A copy of an archive as the last release made it."""
    shutil.copy(path, told)
    with sqlite3.connect(told) as conn:
        for name, *_ in words.indexes():
            for trigger in ("ai", "ad", "au"):
                conn.execute(f"drop trigger if exists {name}_{trigger}")
            conn.execute(f"drop table {name}")
        conn.execute("drop index idx_articles_provinces")
        conn.execute("alter table articles drop column provinces")
    conn.close()
    return told


def test_an_archive_of_the_last_release_is_searched_as_it_is(found: Found, tmp_path: Path) -> None:
    old = Found(lacking(found.path, tmp_path / "kho.db"))
    before = old.path.read_bytes()
    for query, files in (
        ("hung", "ab"),
        ("Hùng", "a"),
        ("Hưng", "b"),
        ("Đồng Hới", "bc"),
        ('"Đồng Hới"', "b"),
        ("dong hoi -luật", "b"),
        ("Khánh Hoà", "d"),
    ):
        assert sorted(old.files(query)) == list(files), query
    assert sorted(old.files("so y te", province="Quảng Bình")) == ["b"]
    assert sorted(old.files("Sở y te", province="Quảng Bình", year_from=2016)) == ["b"]
    assert old.titles("Hưng", "people") == ["Trần Quốc Hưng"]
    assert old.data("Giấy khen")["kinds"]["awards"]["count"] == 0
    assert "chưa có chỉ mục" in old.page("Hùng")
    assert "chưa có chỉ mục" not in found.page("Hùng")
    assert old.path.read_bytes() == before


def test_an_archive_of_an_earlier_release_is_completed_when_it_is_opened(found: Found, tmp_path: Path) -> None:
    path = lacking(found.path, tmp_path / "kho.db")
    with sqlite3.connect(path) as conn:
        conn.execute(f"pragma user_version = {BEFORE[0]}")
    conn.close()
    with Archive(path, write=False) as archive:
        assert archive.counts()["articles"] == 5
    assert Found(path).files("Hùng") == ["a"]
    assert Found(path).titles("Hưng", "awards") == ["Giấy khen"]
    query = "select path, provinces from articles order by path"
    assert ask(path, query) == ask(found.path, query)
    objects = "select name from sqlite_master where name like '%\\_fts%' escape '\\' or name like '%articles%' order by 1"
    assert ask(path, objects) == ask(found.path, objects)
    sound(path)


def sound(path: Path) -> None:
    """Every index of words agrees with its table."""
    with sqlite3.connect(path) as conn:
        for table in (t for t in TABLES.values() if t.words):
            for name in (words.exact(table.name), words.plain(table.name)):
                conn.execute(f"insert into [{name}] ([{name}], rank) values ('integrity-check', 1)")
    conn.close()


def by_row(path: Path) -> None:
    """Make an archive as the release before did, which filled its indexes by a trigger for each row."""
    with sqlite3.connect(path) as conn:
        columns, new = (", ".join(f"{row}[{c}]" for c in TABLES["awards"].words) for row in ("", "new."))
        for name in (words.exact("awards"), words.plain("awards")):
            into = f"insert into [{name}] (rowid, {columns}) values (new.rowid, {new});"
            conn.execute(f"create trigger [{name}_ai] after insert on [awards] begin {into} end")
        conn.execute(f"pragma user_version = {BEFORE[1]}")
    conn.close()


@pytest.mark.parametrize("before", [False, True])
def test_the_indexes_follow_what_is_read_anew(tmp_path: Path, before: bool) -> None:
    path = store(tmp_path / "kho.db")
    if before:
        by_row(path)
    text = HUNG
    other = record(
        text,
        article={"title": "Tin khác"},
        units=["Sở Y tế tỉnh Thái Bình"],
        awards=[{"award": "Huy hiệu", "status": "possible"}],
    )
    with Archive(path) as archive:
        with archive.transaction():
            archive.replace([Rowing(article(text, "a.txt"), other)])
        archive.settle()
    sound(path)
    found = Found(path)
    assert found.data("Bằng khen", kind="awards")["kinds"]["awards"]["count"] == 0
    assert found.titles("Huy hiệu", "awards") == ["Huy hiệu"]
    assert found.files("khac") == ["a"]
    assert found.files("so y te", province="Nam Định") == []
    assert found.files("so y te", province="Thái Bình") == ["a"]


def test_datasettes_own_search_keeps_the_index_without_accents(found: Found) -> None:
    for table in (t for t in TABLES.values() if t.words):
        name = asyncio.run(found.ds.databases["kho"].fts_table(table.name))
        assert name == (f"{table.name}_fts" if table.search else None)
    page = asyncio.run(found.ds.client.get(f"/kho/articles?_search={quote('dong hoi')}")).text
    assert "<mark>Đồng</mark> <mark>Hới</mark>" in page
    rows = asyncio.run(found.ds.client.get(f"/kho/articles.json?_search={quote('Đồng Hới')}&_shape=array")).json()
    assert len(rows) == 2


def test_facts_that_a_near_copy_tells_again_are_found_once(tmp_path: Path) -> None:
    path = store(tmp_path / "kho.db")
    with sqlite3.connect(path) as conn:
        conn.execute("update awards set repeats = 'x' where award = 'Giấy khen'")
    conn.close()
    assert Found(path).data("khen", kind="awards")["kinds"]["awards"]["count"] == 1


@pytest.mark.parametrize("opened", [True, False])
def test_what_takes_too_long_is_said(found: Found, monkeypatch: pytest.MonkeyPatch, opened: bool) -> None:
    monkeypatch.setattr("corpus.site.finding.PATIENCE", -1)
    if not opened:  # a connection that has to open the indexes first
        found = Found(found.path)
    told = found.data("Quảng Bình tổng kết")
    assert all(kind["late"] for kind in told["kinds"].values())
    assert "Chưa kịp tìm" in found.page("Quảng Bình tổng kết")
