"""The archive: what goes in comes out, entities are a function of the facts, search finds with and without accents."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from making import GoldReader, article, ask, dump, gold_record, record

import corpus.archive
from corpus import review
from corpus.archive import Archive, ArchiveError, status
from corpus.article import Article
from corpus.corrections import CorrectionError
from corpus.inputs import Failure
from corpus.review import Hand
from corpus.rows import Rowing, article_year, record_of, year_of
from corpus.site import tables_of
from schemas import KhenthuongError, Record
from schemas.tables import TABLES

HAND = Hand("lan", "2026-02-03")


def store(path, *pairs: tuple[Article, Record], at_once: bool = True):
    """An archive with these articles, in one batch or in one each."""
    with Archive(path) as archive:
        archive.db.execute("insert into runs (id, started) values (1, 'then')")
        batches = [pairs] if at_once else [[pair] for pair in pairs]
        for batch in batches:
            with archive.transaction():
                archive.store([Rowing(*pair) for pair in batch], run=1)
            archive.settle()
    return path


@pytest.fixture(scope="module")
def gold(samples):
    """Every sample with its gold record."""
    found = []
    for path in sorted(samples.glob("*.txt")):
        text = path.read_text(encoding="utf-8").strip()
        found.append((article(text, f"samples/{path.name}"), gold_record(path.with_suffix(".json"), text)))
    return found


@pytest.fixture(scope="module")
def filled(gold, tmp_path_factory):
    return store(tmp_path_factory.mktemp("archive") / "gold.db", *gold)


def test_every_record_comes_back(filled, gold):
    with Archive(filled, write=False) as archive:
        for told, expected in gold:
            assert archive.record(told.id) == expected


def test_every_mention_stands_in_its_article(filled):
    rows = ask(
        filled, "select substr(a.text, m.start + 1, m.end - m.start), m.quote from mentions m join articles a on a.id = m.article"
    )
    assert len(rows) > 1000
    assert all(stands == quote for stands, quote in rows)


def test_a_mention_that_does_not_stand_there_is_refused():
    with pytest.raises(ValueError, match="does not stand at"):
        Rowing(article("Sở Y tế họp."), record("Sở Nội vụ họp.", units=["Sở Nội vụ"]))


def test_every_reference_leads_somewhere(filled):
    assert ask(filled, "pragma foreign_key_check") == []
    for list_, table in [("units", "article_units"), ("awards", "awards"), ("posts", "posts"), ("people", "article_people")]:
        assert ask(
            filled, f"select count(*) from resolutions where list = ? and fact not in (select id from {table})", list_
        ) == [0]
    assert ask(filled, "select count(*) from article_units where unit is null") == [0]
    assert ask(filled, "select count(*) from article_officials where person is null") == [0]
    assert ask(filled, "select count(*) from stale") == [0]


def test_facts_carry_their_year(filled):
    assert ask(filled, "select year from documents where number = '225/2005/NĐ-CP' limit 1") in ([2005], [])
    assert ask(filled, "select count(*) from articles where published_on is not null and year <> substr(published_on, 1, 4)") == [
        0
    ]
    assert ask(filled, "select count(*) from awards where year_told = '2019' and year <> 2019") == [0]
    told = "select count(*), count(w.year), count(w.year_told) from awards w join articles a on a.id = w.article where a.year is not null"
    ((awards, with_year, with_own),) = ask(filled, told)
    assert awards == with_year > with_own > 0


def test_former_posts_are_told(filled):
    assert ask(filled, "select distinct former from posts where title like 'nguyên %'") == [1]
    assert ask(filled, "select count(*) from posts where former = 1 and title not like 'nguyên %'") == [0]


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("2019", 2019),
        ("2015 - 2020", 2015),
        ("năm học 2019-2020", 2019),
        ("05/3", None),
        (None, None),
        ("18-9-2020", 2020),
        ("0123456", None),
    ],
)
def test_years_in_words(told, year):
    assert year_of(told) == year


def test_the_year_of_an_article_without_a_date_is_that_of_its_event():
    text = "Hội nghị tổng kết năm 2012."
    assert article_year(record(text, events=[{"kind": "Hội nghị", "date": "2012-12-30"}])) == 2012
    assert (
        article_year(record(text, article={"published_on": "2013-01-02"}, events=[{"kind": "Hội nghị", "date": "2012-12-30"}]))
        == 2013
    )
    assert article_year(record(text)) is None


def test_counts_of_entities_are_those_of_the_facts(filled):
    for table, column, facts in [
        ("units", "unit", "article_units"),
        ("award_types", "award_type", "awards"),
        ("themes", "theme", "article_themes"),
    ]:
        query = f"select count(*) from {table} e where articles <> (select count(distinct article) from {facts} where {column} = e.id)"
        assert ask(filled, query) == [0]
        assert ask(filled, f"select count(*) from {table} where articles = 0") == [0]
    assert ask(filled, "select count(*) from people where articles < 1 or name is null or sort_key is null") == [0]
    held = "select count(*) from units u where awards <> (select count(*) from awards where recipient_unit = u.id and status in ('conferred', 'past'))"
    assert ask(filled, held) == [0]


def test_units_of_two_articles_of_one_province_are_one(filled):
    rows = ask(filled, "select name, variants, articles from units where key = 'ủy ban nhân dân @ nghệ an'")
    assert rows == [("UBND tỉnh Nghệ An", '["UBND tỉnh", "UBND tỉnh Nghệ An"]', 2)]
    assert len(ask(filled, "select id from units where variants like '%\"UBND tỉnh\"%'")) > 10


def post(name: str, title: str, unit: str | None, **more):
    return {"name": name, "posts": [{"title": title, "unit": unit}], **more}


def pair(text: str, **lists):
    return article(text, f"thu/{len(text)}.txt"), record(text, **lists)


PEOPLE = [
    pair(
        "Ông Lê Văn Hùng, Giám đốc Công ty Sao Mai.",
        units=["Công ty Sao Mai"],
        officials=[post("Lê Văn Hùng", "Giám đốc", "Công ty Sao Mai")],
    ),
    pair(
        "Ông Lê Văn Hùng, Chủ tịch Hội Sen, Phó Giám đốc Công ty Sao Mai họp.",
        units=["Công ty Sao Mai", "Hội Sen"],
        officials=[
            {
                "name": "Lê Văn Hùng",
                "posts": [{"title": "Chủ tịch", "unit": "Hội Sen"}, {"title": "Phó Giám đốc", "unit": "Công ty Sao Mai"}],
            }
        ],
    ),
    pair(
        "LÊ VĂN HÙNG, nguyên Chủ tịch Hội Sen.", units=["Hội Sen"], officials=[post("LÊ VĂN HÙNG", "nguyên Chủ tịch", "Hội Sen")]
    ),
    pair(
        "Ông Lê Văn Hùng, Giám đốc Công ty Sao Hôm.",
        units=["Công ty Sao Hôm"],
        officials=[post("Lê Văn Hùng", "Giám đốc", "Công ty Sao Hôm")],
    ),
    pair(
        "Ông Lê Văn Hưng, Giám đốc Công ty Sao Mai!",
        units=["Công ty Sao Mai"],
        officials=[post("Lê Văn Hưng", "Giám đốc", "Công ty Sao Mai")],
    ),
    pair(
        "Em Lê Văn Hùng được tặng Bằng khen.",
        people=["Lê Văn Hùng"],
        awards=[{"award": "Bằng khen", "status": "conferred", "recipient": "Lê Văn Hùng", "recipient_kind": "person"}],
    ),
    pair("Một em khác là Lê Văn Hùng.", people=["Lê Văn Hùng"]),
]


def test_people_are_one_only_by_a_shared_unit(tmp_path):
    path = store(tmp_path / "a.db", *PEOPLE)
    people = ask(
        path, "select name, articles, awards, json_array_length(posts) from people order by name, articles desc, awards, 4"
    )
    one, other = ("Lê Văn Hùng", 3, 0, 4), ("Lê Văn Hưng", 1, 0, 1)
    assert people == [one, ("Lê Văn Hùng", 1, 0, 0), ("Lê Văn Hùng", 1, 0, 1), ("Lê Văn Hùng", 1, 1, 0), other]
    (evidence,) = ask(path, "select evidence from people where articles = 3")
    assert {told.split(":")[0] for told in json.loads(evidence)} == {"same name and unit"}
    assert len(json.loads(evidence)) == 2
    assert ask(
        path, "select count(*) from posts p join article_officials o on o.id = p.official where p.person is not o.person"
    ) == [0]
    assert ask(path, "select count(*) from awards w join people p on p.id = w.recipient_person where p.awards = 1") == [1]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_people_do_not_hang_on_the_order_of_articles(tmp_path, order):
    expected = dump(store(tmp_path / "a.db", *PEOPLE))
    shuffled = [PEOPLE[i] for i in order] + PEOPLE[4:]
    assert dump(store(tmp_path / "b.db", *shuffled, at_once=False)) == expected


def test_entities_do_not_hang_on_order_or_batches(tmp_path, filled, gold):
    assert dump(store(tmp_path / "b.db", *reversed(gold), at_once=False)) == dump(filled)


def test_names_shown_are_those_most_articles_print(tmp_path):
    texts = ["Viện Sao Mai họp.", "Viện Sao Mai họp tiếp.", "Viện sao mai."]
    pairs = [pair(text, units=[{"name": text[:12], "kind": kind}]) for text, kind in zip(texts, ("a", "b", "b"), strict=True)]
    path = store(tmp_path / "a.db", *pairs)
    assert ask(path, "select name, kind, variants, articles from units") == [
        ("Viện Sao Mai", "b", '["Viện Sao Mai", "Viện sao mai"]', 3)
    ]


def test_names_shown_tell_their_place(tmp_path):
    nam_dinh = {"title": "Nam Định tổng kết"}
    texts = [f"UBND tỉnh họp với Sở Y tế lần {n}." for n in (1, 20, 300)]
    bare = [pair(text, units=["UBND tỉnh", "Sở Y tế"], article=nam_dinh) for text in texts]
    path = store(tmp_path / "a.db", *bare, pair("UBND tỉnh Nam Định họp.", units=["UBND tỉnh Nam Định"]))
    assert ask(path, "select name, articles from units order by name") == [("Sở Y tế (Nam Định)", 3), ("UBND tỉnh Nam Định", 4)]


def test_two_facts_alike_are_two_rows(tmp_path):
    text = "Trao 5 triệu đồng và 5 triệu đồng."
    path = store(tmp_path / "a.db", pair(text, amounts=[{"value": 5e6, "about": "5 triệu đồng"}] * 2))
    assert ask(path, "select value from amounts") == [5e6, 5e6]


@pytest.mark.parametrize(
    "query", ["dong hoi", '"Đồng" "Hới"', "DONG HOI", "đong hơi", "thi dua yeu nuoc", '"thi" "đua"', "duong", "Đường"]
)
def test_search_finds_with_and_without_accents(tmp_path, query):
    text = "Trường Trung cấp Luật Đồng Hới thi đua yêu nước trên Đường 9."
    path = store(
        tmp_path / "a.db", pair(text, units=["Trường Trung cấp Luật Đồng Hới"]), pair("Sông Hồng.", units=["Hội Sông Hồng"])
    )
    assert len(ask(path, "select rowid from articles_fts where articles_fts match ?", query)) == 1
    if "hoi" in query or "Hới" in query:
        assert len(ask(path, "select rowid from units_fts where units_fts match ?", query)) == 1


@pytest.mark.parametrize("query", ["dong hoi", '"Đồng" "Hới"'])
def test_search_finds_the_letter_eth(tmp_path, query):
    path = store(
        tmp_path / "a.db", pair("Luật Ðồng Hới.", units=["Luật Ðồng Hới"]), pair("Luật Bảo Hội.", units=["Luật Bảo Hội"])
    )
    for table in ("articles", "units"):
        assert len(ask(path, f"select rowid from {table}_fts where {table}_fts match ?", query)) == 1


def test_search_over_the_names_of_people_and_themes(tmp_path):
    text = "Bà Đoàn Thị Đào; phong trào Đền ơn đáp nghĩa."
    path = store(tmp_path / "a.db", pair(text, people=["Đoàn Thị Đào"], themes=["Đền ơn đáp nghĩa"]))
    assert len(ask(path, "select rowid from people_fts where people_fts match 'doan dao'")) == 1
    assert len(ask(path, "select rowid from people_fts where people_fts match '\"Đoàn\"'")) == 1
    assert len(ask(path, "select rowid from themes_fts where themes_fts match 'den on'")) == 1
    assert ask(path, "select rowid from people_fts where people_fts match 'toan'") == []


def test_search_follows_names_that_change(tmp_path, filled):
    conn = sqlite3.connect(filled)
    for table in ("articles", "units", "people", "award_types", "themes"):
        conn.execute(f"insert into {table}_fts ({table}_fts) values ('integrity-check')")
    conn.close()


def test_every_facet_and_reference_has_an_index(filled):
    for table in TABLES.values():
        indexed = set(ask(filled, f"select ii.name from pragma_index_list('{table.name}') il, pragma_index_info(il.name) ii"))
        assert {c.name for c in table.columns if c.index or c.refers} <= indexed


def test_tables_of_the_file_are_those_declared(filled):
    names = ask(filled, "select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
    assert {n for n in names if "_fts" not in n} == set(TABLES)
    for table in TABLES.values():
        columns = ask(filled, f"select name from pragma_table_xinfo('{table.name}')")
        assert columns == [c.name for c in table.columns if not c.generated] + [c.name for c in table.columns if c.generated]


def test_unknown_article(filled):
    with Archive(filled, write=False) as archive, pytest.raises(KeyError):
        archive.record("none")


def test_record_of_rows_is_the_record(gold):
    told, expected = gold[0]
    assert record_of(Rowing(told, expected).rows) == expected


def refused(path, *words: str, write: bool = True):
    with pytest.raises(ArchiveError) as told:
        Archive(path, write=write)
    message = str(told.value)
    assert isinstance(told.value, KhenthuongError)
    assert "\n" not in message
    for word in (str(path), *words):
        assert word in message


def test_what_is_no_archive_is_refused(tmp_path):
    text = tmp_path / "bai.txt"
    text.write_text("Không phải SQLite, " * 100, encoding="utf-8")
    refused(text, "not an SQLite file")
    refused(text, "not an SQLite file", write=False)
    assert text.read_text(encoding="utf-8").startswith("Không phải")
    refused(tmp_path, "a folder", "archive.db")
    refused(tmp_path / "none" / "a.db", "does not exist", "make it first")
    refused(tmp_path / "a.db", "no archive there", "khenthuong ingest", write=False)
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("create table t (a)").connection.close()
    refused(other, "no khenthuong archive")
    later = tmp_path / "later.db"
    sqlite3.connect(later).execute("pragma user_version = 99").connection.close()
    refused(later, "another version (99")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a folder that nobody can write to: Linux has /proc")
def test_a_folder_that_cannot_be_written_is_refused():
    # root may write wherever rights forbid it to others, but not here
    refused(Path("/proc/khenthuong.db"), "cannot be written", "check the rights")


def test_an_archive_that_is_only_read_is_not_written(tmp_path):
    path = store(tmp_path / "a.db")
    with Archive(path, write=False) as archive, pytest.raises(ArchiveError, match="cannot be written"), archive.transaction():
        archive.fail(Failure("a", "read", "b"), "2026-01-01")


def test_another_writer_is_waited_for_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.archive._BUSY_SECONDS", 0.1)
    path = store(tmp_path / "a.db")
    with Archive(path) as one, Archive(path) as other, one.transaction():
        late = other.transaction()
        with pytest.raises(ArchiveError, match="another program is writing"):
            late.__enter__()


def test_an_empty_file_becomes_an_archive(tmp_path):
    path = tmp_path / "a.db"
    path.touch()
    store(path)
    assert status(path)["counts"]["articles"] == 0
    assert [p.name for p in tmp_path.iterdir()] == ["a.db"]


def test_an_archive_is_made_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.db"

    with monkeypatch.context() as patch:
        patch.setattr(corpus.archive, "VERSION", "0; nonsense")
        with pytest.raises(ArchiveError, match=r"a\.db: SQLite says: "):
            Archive(path)
    assert path.stat().st_size == 0
    store(path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.db"]


def test_two_programs_that_make_an_archive_at_once_share_it(tmp_path, monkeypatch):
    path, real, others = tmp_path / "a.db", corpus.archive._make_table, [1]

    def slow(db, table):
        if others and others.pop():
            with Archive(path) as other:
                other.fail(Failure("bai.txt", "read", "the file is empty"), "2026-01-01")
        real(db, table)

    monkeypatch.setattr(corpus.archive, "_make_table", slow)
    with Archive(path) as archive:
        assert [row["path"] for row in archive.rows("failures")] == ["bai.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.db"]


def test_what_a_killed_program_was_writing_is_taken_back(tmp_path, filled):
    torn, path = tmp_path / "torn.db", tmp_path / "a.db"
    shutil.copy(filled, torn)
    conn = sqlite3.connect(torn, isolation_level=None)
    conn.executescript("pragma cache_size = 5; begin immediate; update mentions set quote = 'torn'")
    for name in ("", "-journal"):
        shutil.copy(f"{torn}{name}", f"{path}{name}")
    conn.close()
    for name in ("", "-journal"):
        shutil.copy(f"{path}{name}", f"{path}2{name}")
    with Archive(path, write=False) as archive:
        assert archive.rows("mentions", "quote = 'torn'") == []
    assert dump(path, ()) == dump(filled, ())
    assert set(TABLES) <= set(tables_of(Path(f"{path}2")))


def test_a_decision_about_a_person_is_taken_back(tmp_path):
    path = store(tmp_path / "a.db", *PEOPLE)
    query = (
        "select r.id from resolutions r join posts p on p.official = r.fact where p.title like 'nguyên%' and r.target = 'people'"
    )
    (told,) = ask(path, query)
    with Archive(path) as archive:
        review.unlink(archive, told, HAND)
    people = ask(path, "select articles from people where name in ('Lê Văn Hùng', 'LÊ VĂN HÙNG') order by 1")
    assert people == [1, 1, 1, 1, 2]
    assert ask(path, "select how from resolutions where id = ?", told) == ["split by hand"]
    assert ask(path, "select count(*) from article_officials where person is null") == [0]


@pytest.mark.parametrize(
    ("table", "column", "target"), [("article_units", "unit", "units"), ("awards", "award_type", "award_types")]
)
def test_a_decision_about_a_name_is_taken_back(tmp_path, table, column, target):
    path = store(tmp_path / "a.db", *PEOPLE)
    told, fact, entity = ask(
        path, f"select id, fact, entity from resolutions where target = '{target}' and field in ('name', 'award') limit 1"
    )[0]
    before = ask(path, f"select articles from {target} where id = ?", entity)[0]
    with Archive(path) as archive:
        review.unlink(archive, told, HAND)
        with pytest.raises(CorrectionError, match="there is none"):
            review.unlink(archive, told, HAND)
    assert ask(path, f"select {column} from {table} where id = ?", fact) == [None]
    left = ask(path, f"select articles from {target} where id = ?", entity)
    assert left == ([before - 1] if before > 1 else [])


def test_what_fails_in_a_transaction_leaves_nothing(tmp_path, gold):
    path = store(tmp_path / "a.db")
    before = dump(path, ())
    rowing = Rowing(*gold[0])
    rowing.rows["mentions"].append(rowing.rows["mentions"][0])
    with Archive(path) as archive, pytest.raises(sqlite3.IntegrityError), archive.transaction():
        archive.store([rowing], run=1)
    assert dump(path, ()) == before


def test_the_gold_reader_reads_every_sample(samples, gold):
    reader = GoldReader(samples)
    assert [reader(told) for told, _ in gold] == [expected for _, expected in gold]
