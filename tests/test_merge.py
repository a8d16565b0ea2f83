"""Entities merged and split by people: laid over what the rules say, whatever comes in later and in whatever order, and taken back."""

from __future__ import annotations

import json
import random
import shutil
import threading
from pathlib import Path

import pytest
from making import ask, dump, record

from corpus import pieces, review
from corpus.archive import Archive
from corpus.article import Article
from corpus.corrections import CorrectionError
from corpus.ingest import ingest
from corpus.joins import merged_into
from corpus.load import load
from corpus.names import digest
from corpus.partitions import partitions
from corpus.reextract import reextract
from corpus.review import Hand
from corpus.rows import Rowing
from corpus.workers import Here
from schemas import Record
from schemas.tables import ENTITIES

HAND = Hand("lan", "2026-02-03T04:05:06", "đọc lại bản in")
BODY = "Hội nghị số {n} bàn việc thi đua, nghe báo cáo, thảo luận và biểu quyết các nội dung trong năm. "
FACTS = {
    "a": {
        "units": [{"name": "Sở Y tế tỉnh Nam Định"}, {"name": "Bệnh viện Sáng"}],
        "officials": [{"name": "Nguyễn Văn An", "posts": [{"title": "Giám đốc", "unit": "Sở Y tế tỉnh Nam Định"}]}],
        "awards": [{"award": "Bằng khen", "status": "conferred", "recipient": "Bệnh viện Sáng"}],
        "themes": [{"title": "Thi đua yêu nước xanh", "kind": "chủ đề"}],
    },
    "b": {
        "units": [{"name": "Sở Y tế tỉnh Nam Định"}, {"name": "Bệnh viện Sáng"}],
        "officials": [{"name": "Nguyễn Văn An", "posts": [{"title": "Giám đốc", "unit": "Sở Y tế tỉnh Nam Định"}]}],
        "people": ["Trần Thị Bé"],
        "awards": [
            {"award": "Bằng khen", "status": "past", "recipient": "Trần Thị Bé", "recipient_kind": "person"},
            {"award": "Giấy khen", "status": "conferred", "recipient": "Bệnh viện Sáng", "grantor": "Sở Y tế tỉnh Nam Định"},
        ],
    },
    "c": {
        "units": [{"name": "Sở Ytế tỉnh Nam Định"}, {"name": "Bệnh viện Sáng"}],
        "officials": [{"name": "Ng. Văn An", "posts": [{"title": "Giám đốc", "unit": "Sở Ytế tỉnh Nam Định"}]}],
        "awards": [{"award": "Bằng khem", "status": "conferred", "recipient": "Ng. Văn An", "recipient_kind": "person"}],
        "themes": [{"title": "Thi đua yêu nuớc xanh", "kind": "chủ đề"}],
    },
    "d": {
        "units": ["Sở Ytế tỉnh Nam Định"],
        "people": ["Nguyễn Văn An", "Trần Thị Bé"],
        "awards": [{"award": "Bằng khem", "status": "conferred", "recipient": "Sở Ytế tỉnh Nam Định"}],
    },
    "e": {
        "units": ["Bệnh viện Sáng", "Sở Ytế tỉnh Nam Định"],
        "officials": [
            {"name": "Ng. Văn An", "posts": [{"title": "Giám đốc", "unit": "Sở Ytế tỉnh Nam Định"}]},
            {"name": "Nguyễn Văn An", "posts": [{"title": "Giám đốc", "unit": "Bệnh viện Sáng"}]},
        ],
        "themes": [{"title": "Thi đua yêu nước xanh", "kind": "phong trào"}, {"title": "Thi đua yêu nuớc xanh"}],
    },
    "f": {
        "units": ["Bệnh viện Sáng", "Sở Y tế tỉnh Nam Định"],
        "officials": [
            {
                "name": "Nguyễn Văn An",
                "posts": [
                    {"title": "Giám đốc", "unit": "Bệnh viện Sáng"},
                    {"title": "nguyên Giám đốc", "unit": "Sở Y tế tỉnh Nam Định"},
                ],
            }
        ],
        "people": ["Trần Thị Bé"],
    },
}
FIRST = ("a", "b", "c")


def then() -> str:
    return "2026-01-02T03:04:05"


def text_of(name: str) -> str:
    """Text with every name of the article, in its place each."""
    names = " ".join(str(one[key]) for _, one, key in told(name))
    return f"{BODY.format(n=name)}{names}.\n{digest(name)}\n"


def told(name: str):
    keys = {"units": "name", "officials": "name", "people": "name", "awards": "award", "themes": "title"}
    for list_, rows in FACTS[name].items():
        for row in rows:
            one = {keys[list_]: row} if isinstance(row, str) else row
            yield list_, one, keys[list_]


def reader(article: Article) -> Record:
    """Stands in for the extraction: gives the facts above."""
    return record(article.text, **next(FACTS[name] for name in FACTS if digest(name) in article.text))


def write(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(text_of(name), encoding="utf-8")
    return folder


def take(path: Path, folder: Path) -> Path:
    assert ingest([folder], path, now=then, reader=reader).failed == 0
    return path


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """An archive of the first articles, and one of all, with the files."""
    root = tmp_path_factory.mktemp("merged")
    take(root / "first.db", write(root / "bai", *FIRST))
    take(root / "all.db", write(root / "bai", *FACTS))
    return root


@pytest.fixture
def path(made, tmp_path) -> Path:
    return Path(shutil.copy(made / "all.db", tmp_path / "a.db"))


@pytest.fixture
def first(made, tmp_path) -> Path:
    return Path(shutil.copy(made / "first.db", tmp_path / "b.db"))


def facts(path: Path) -> dict[str, list[object]]:
    """All but what tells of the corrections themselves."""
    return {name: rows for name, rows in dump(path).items() if name != "corrections"}


def differ(one: Path, other: Path) -> dict[str, tuple[list[object], list[object]]]:
    here, there = facts(one), facts(other)
    return {name: ([*here[name]], [*there[name]]) for name in here if here[name] != there[name]}


def again(path: Path) -> None:
    assert reextract(path, now=then, everything=True, reader=reader).failed == 0


def entity(path: Path, table: str, name: str) -> str:
    (told,) = ask(path, f"select id from {table} where {'title' if table == 'themes' else 'name'} = ?", name)
    return str(told)


def people(path: Path, name: str, title: str) -> str:
    """The person of this name who holds a post."""
    (told,) = ask(
        path,
        "select distinct p.person from posts p join people e on e.id = p.person where e.name = ? and p.title = ?",
        name,
        title,
    )
    return str(told)


NAMES = {
    "units": ("Sở Ytế tỉnh Nam Định", "Sở Y tế tỉnh Nam Định"),
    "award_types": ("Bằng khem", "Bằng khen"),
    "themes": ("Thi đua yêu nuớc xanh", "Thi đua yêu nước xanh"),
}


@pytest.mark.parametrize("table", NAMES)
def test_merged_entities_are_one_everywhere_and_two_again_when_it_is_taken_back(path, table):
    before = facts(path)
    gone, into = (entity(path, table, name) for name in NAMES[table])
    counted = dict(ask(path, f"select id, articles from {table}"))
    with Archive(path) as archive:
        number = review.merge(archive, table, gone, into, HAND)
        assert merged_into(archive.db.conn, table, gone) == into
        assert merged_into(archive.db.conn, table, into) is None
    assert entity(path, table, NAMES[table][1]) == into
    assert not any(gone in row for name, rows in facts(path).items() if name != "resolutions" for row in rows)
    articles, variants = ask(path, f"select articles, variants from {table} where id = ?", into)[0]
    assert max(counted[gone], counted[into]) < articles <= counted[gone] + counted[into]
    assert set(NAMES[table]) <= set(json.loads(variants))
    merged = facts(path)
    again(path)
    assert facts(path) == merged
    with Archive(path) as archive:
        review.undo(archive, number, HAND)
        assert merged_into(archive.db.conn, table, gone) is None
    assert facts(path) == before
    again(path)
    assert facts(path) == before


def test_the_resolution_tells_who_decided_and_what_the_rule_had_said(path):
    gone, into = (entity(path, "units", name) for name in NAMES["units"])
    query = "select list, field, key, how, evidence from resolutions where {} = ? and target = 'units' order by id"
    before = ask(path, query.format("entity"), gone)
    with Archive(path) as archive:
        number = review.merge(archive, "units", gone, into, HAND)
    after = ask(path, query.format("key"), gone)
    assert len(after) == len(before) > 4
    assert {row[3] for row in after} == {"merged by hand"}
    assert [(row[0], row[1], None, *json.loads(row[4])[1:]) for row in after] == before
    assert {json.loads(row[4])[0] for row in after} == {number}
    (row,) = ask(path, "select who, at, why, article, list, action, field, old, new from corrections")
    assert row[:7] == ("lan", HAND.at, HAND.why, None, "units", "merge", "unit")
    assert [json.loads(cell)["name"] for cell in row[7:]] == [*NAMES["units"]]


def test_a_merged_person_of_another_name_is_one_and_keeps_the_fuller_name(path):
    before = facts(path)
    gone, into = entity(path, "people", "Ng. Văn An"), people(path, "Nguyễn Văn An", "nguyên Giám đốc")
    with Archive(path) as archive:
        number = review.merge(archive, "people", gone, into, HAND)
        assert merged_into(archive.db.conn, "people", gone) == into
    name, articles, awards, evidence = ask(path, "select name, articles, awards, evidence from people where id = ?", into)[0]
    assert (name, articles, awards) == ("Nguyễn Văn An", 5, 1)
    assert json.loads(evidence)[-1] == f"merged by hand: {number}"
    assert ask(path, "select count(*) from people where id = ?", gone) == [0]
    assert set(ask(path, "select person from posts where person in (?, ?)", gone, into)) == {into}
    merged = facts(path)
    again(path)
    assert facts(path) == merged
    with Archive(path) as archive:
        review.undo(archive, number, HAND)
    assert facts(path) == before


def test_a_person_who_stood_alone_is_found_again_though_the_fact_is_read_otherwise(path):
    alone = ask(path, "select person from article_people where name = 'Trần Thị Bé' order by article")
    assert len(set(alone)) == 3
    with Archive(path) as archive:
        for gone in alone[1:]:
            review.merge(archive, "people", gone, alone[0], HAND)
    (count,) = ask(path, "select articles from people where name = 'Trần Thị Bé'")
    assert count == 3

    def doubtful(article: Article) -> Record:
        read = reader(article)
        for person in read.people:
            person.confidence = 0.25
        return read

    before = ask(path, "select id from article_people")
    reextract(path, now=then, everything=True, reader=doubtful)
    assert set(ask(path, "select id from article_people")).isdisjoint(before)
    assert ask(path, "select articles from people where name = 'Trần Thị Bé'") == [3]
    with Archive(path) as archive:
        now = ask(path, "select id from people where name = 'Trần Thị Bé'")[0]
        assert [merged_into(archive.db.conn, "people", gone) for gone in alone[1:]] == [now, now]


def test_what_comes_later_stands_for_the_merged_entity(path, first, made):
    for db in (first, path):
        with Archive(db) as archive:
            for table, (gone, into) in NAMES.items():
                review.merge(archive, table, entity(db, table, gone), entity(db, table, into), HAND)
    assert differ(first, path) != {}
    take(first, made / "bai")
    assert differ(first, path) == {}


def test_what_a_batch_run_read_is_loaded_over_the_merges(path, first, made, tmp_path):
    out, names = tmp_path / "out", []
    for piece in partitions([str(made / "bai")], 2):
        pieces.make(piece.name, piece.inputs(), str(out), Here(reader))
        names.append(piece.name)
    (out / "_plan.json").write_text(json.dumps({"sources": [str(made / "bai")], "pieces": names}), encoding="utf-8")
    for db in (first, path):
        with Archive(db) as archive:
            review.merge(archive, "units", *(entity(db, "units", name) for name in NAMES["units"]), HAND)
    assert load(str(out), first, now=then).stored == 3
    assert differ(first, path) == {}


def test_a_person_whose_id_changes_as_more_is_known_stays_merged(path, first, made):
    # the article that tells of two units of An comes later and gives the person another id
    one, other = (people(db, "Nguyễn Văn An", "Giám đốc") for db in (first, path))
    assert one != other or ask(path, "select count(*) from people where name = 'Nguyễn Văn An'") != [1]
    for db, into in ((first, one), (path, other)):
        with Archive(db) as archive:
            review.merge(archive, "people", entity(db, "people", "Ng. Văn An"), into, HAND)
    take(first, made / "bai")
    assert differ(first, path) == {}


def test_merges_follow_each_other_and_go_in_no_circle(path):
    before = facts(path)
    one, two, three = (entity(path, "units", name) for name in (*NAMES["units"], "Bệnh viện Sáng"))
    with Archive(path) as archive:
        a = review.merge(archive, "units", one, two, HAND)
        b = review.merge(archive, "units", two, three, HAND)
        assert merged_into(archive.db.conn, "units", one) == merged_into(archive.db.conn, "units", two) == three
        for gone, into in ((three, one), (one, three), (three, two)):
            with pytest.raises(CorrectionError, match=f"was merged into '{three}'"):
                review.merge(archive, "units", gone, into, HAND)
    chained = facts(path)
    again(path)
    assert facts(path) == chained
    with Archive(path) as archive:
        review.undo(archive, a, HAND)
        assert merged_into(archive.db.conn, "units", one) is None
        with pytest.raises(CorrectionError, match="taken back already"):
            review.undo(archive, a, HAND)
        review.undo(archive, b, HAND)
    assert facts(path) == before


@pytest.mark.parametrize("into", [True, False])
def test_names_of_a_unit_stand_for_another_one(path, into):
    before = facts(path)
    unit, other = (entity(path, "units", name) for name in reversed(NAMES["units"]))
    (article,) = ask(path, "select id from articles where path like '%/b.txt'")
    with Archive(path) as archive:
        those = review.resolutions_of(archive, "units", unit, article=article)
        assert len(those) == 3  # the unit, its official's post, the award it gave
        assert set(those) < set(review.resolutions_of(archive, "units", unit, form="Sở Y tế tỉnh Nam Định"))
        assert review.resolutions_of(archive, "units", unit, form="Sở Y tế") == []
        number = review.split(archive, those, HAND, into=other if into else None)
    (told,) = ask(path, "select unit from article_units where article = ? and name = 'Sở Y tế tỉnh Nam Định'", article)
    assert told == other if into else told not in (unit, other)
    assert set(ask(path, "select unit_id from posts where article = ?", article)) == {told}
    assert ask(path, "select grantor_unit from awards where article = ? and grantor is not null", article) == [told]
    (name,) = ask(path, "select name from units where id = ?", told)
    assert name == (NAMES["units"][0] if into else "Sở Y tế tỉnh Nam Định")
    assert {(h, json.loads(e)[0]) for h, e in ask(path, "select how, evidence from resolutions where key = ?", unit)} == {
        ("split by hand", number)
    }
    assert ask(path, "select article, action, list from corrections") == [(article, "split", "units")]
    split = facts(path)
    again(path)
    assert facts(path) == split
    with Archive(path) as archive:
        review.undo(archive, number, HAND)
    assert facts(path) == before


def test_a_split_name_is_found_again_by_its_words(path):
    unit = entity(path, "units", "Sở Y tế tỉnh Nam Định")
    (article,) = ask(path, "select id from articles where path like '%/b.txt'")
    with Archive(path) as archive:
        review.split(archive, review.resolutions_of(archive, "units", unit, article=article), HAND)
    (told,) = ask(path, "select unit from article_units where article = ? and name like 'Sở Y%'", article)

    def doubtful(article: Article) -> Record:
        read = reader(article)
        for one in (*read.units, *read.officials, *read.awards):
            one.confidence = 0.25
        return read

    before = ask(path, "select id from article_units")
    reextract(path, now=then, everything=True, reader=doubtful)
    assert set(ask(path, "select id from article_units")).isdisjoint(before)
    assert ask(path, "select unit from article_units where article = ? and name like 'Sở Y%'", article) == [told]
    assert ask(path, "select distinct unit_id from posts where article = ?", article) == [told]
    assert ask(path, "select grantor_unit from awards where article = ? and grantor is not null", article) == [told]
    assert ask(path, "select count(*) from article_units where unit = ?", told) == [1]


def test_a_split_is_taken_back_after_the_name_was_resolved_otherwise(tmp_path):
    (tmp_path / "a.txt").write_text("UBND tỉnh Nam Định họp với Sở Y tế về việc thi đua.", encoding="utf-8")
    path = tmp_path / "a.db"

    def less(article: Article) -> Record:
        return record(article.text, units=["Sở Y tế"])

    ingest([tmp_path / "a.txt"], path, now=then, reader=lambda one: record(one.text, units=["UBND tỉnh Nam Định", "Sở Y tế"]))
    (unit,) = ask(path, "select unit from article_units where name = 'Sở Y tế'")
    with Archive(path) as archive:
        number = review.split(archive, review.resolutions_of(archive, "units", unit), HAND)
    reextract(path, now=then, everything=True, reader=less)
    assert ask(path, "select how from resolutions") == ["split by hand"]
    with Archive(path) as archive:
        review.undo(archive, number, HAND)
    ingest([tmp_path / "a.txt"], tmp_path / "b.db", now=then, reader=less)
    assert differ(path, tmp_path / "b.db") == {}
    assert ask(path, "select scope_kind from units") == ["article"]


def test_an_entity_that_no_article_names_any_more_but_an_award_is_kept(path):
    (told,) = ask(path, "select r.id from resolutions r join awards a on a.id = r.fact where field = 'grantor'")
    with Archive(path) as archive:
        review.split(archive, [told], HAND)
    (unit,) = ask(path, "select grantor_unit from awards where grantor is not null")
    assert ask(path, "select name, articles from units where id = ?", unit) == [("Sở Y tế tỉnh Nam Định", 1)]


def test_some_facts_of_a_person_are_another_person_and_their_awards_go_with_them(path):
    before = facts(path)
    gone = entity(path, "people", "Ng. Văn An")
    (article,) = ask(path, "select id from articles where path like '%/c.txt'")
    with Archive(path) as archive:
        (entry,) = ask(path, "select id from resolutions where article = ? and list = 'officials' and target = 'people'", article)
        number = review.split(archive, [entry], HAND)
        told = ask(path, "select person from article_officials where article = ? union select person from posts where article = ?"
            " union select recipient_person from awards where article = ?", article, article, article)  # fmt: skip
        assert len(told) == 1
        assert told != [gone]
    name, key, evidence = ask(path, "select name, key, evidence from people where id = ?", told[0])[0]
    assert (name, key, json.loads(evidence)) == ("Ng. Văn An", "ng văn an", [f"split by hand: {number}"])
    assert ask(path, "select articles from people where id = ?", gone) == [1]
    split = facts(path)
    again(path)
    assert facts(path) == split
    with Archive(path) as archive:
        review.undo(archive, number, HAND)
    assert facts(path) == before


def test_near_copies_stay_what_they_are(tmp_path):
    text = " ".join(f"Việc thứ {n} là giao cho tổ {n * 7} làm trong quý {n % 4}." for n in range(60))
    award = {"award": "Bằng khen", "status": "past", "recipient": "Phòng Tổ chức"}

    def gives(article: Article) -> Record:
        return record(article.text, units=["Sở Y tế Nam Định", "Phòng Tổ chức"], awards=[award])

    folder, path = tmp_path / "bai", tmp_path / "a.db"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(f"Sở Y tế Nam Định họp. {text} Bản {n}. Phòng Tổ chức nhận Bằng khen.", encoding="utf-8")
    ingest([folder / "0.txt", folder / "1.txt"], path, now=then, reader=gives)
    told = "select id, repeats from awards union all select id, repeats from article_units order by 1"
    before = ask(path, told)
    assert sum(repeats is not None for _, repeats in before) == 3
    # the unit is known in its article alone, so its name tells that the copy speaks of it too; afterwards its id would tell otherwise
    gone, _ = ask(path, "select id from units where name = 'Phòng Tổ chức' order by id")
    with Archive(path) as archive:
        review.merge(archive, "units", gone, ask(path, "select unit from article_units where name = 'Sở Y tế Nam Định'")[0], HAND)
    assert ask(path, told) == before
    reextract(path, now=then, everything=True, reader=gives)
    assert ask(path, told) == before
    ingest([folder], path, now=then, reader=gives)
    ingest([folder / f"{n}.txt" for n in range(2)], tmp_path / "b.db", now=then, reader=gives)
    ingest([folder], tmp_path / "b.db", now=then, reader=gives)
    assert ask(path, told) == ask(tmp_path / "b.db", told)


@pytest.mark.parametrize(
    ("table", "gone", "into", "why"),
    [
        ("awards", "x", "y", "no table of entities; give one of units"),
        ("units", "x", "y", "no entity 'x'; it may have changed since"),
        ("units", "unit", "unit", "merged with itself"),
        ("units", "unit", "person", "it is one of people"),
        ("people", "unit", "person", "it is one of units"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_changes_nothing(path, table, gone, into, why):
    ids = {"unit": entity(path, "units", NAMES["units"][0]), "person": entity(path, "people", "Ng. Văn An")}
    before = dump(path)
    with Archive(path) as archive, pytest.raises(CorrectionError, match=why):
        review.merge(archive, table, ids.get(gone, gone), ids.get(into, into), HAND)
    assert dump(path) == before


@pytest.mark.parametrize("wrong", ["none", "unknown", "two", "same", "other table", "no such"])
def test_what_cannot_be_split_is_refused_and_changes_nothing(path, wrong):
    before = dump(path)
    one, other = (entity(path, "units", name) for name in NAMES["units"])
    with Archive(path) as archive:
        those = {name: review.resolutions_of(archive, "units", name) for name in (one, other)}
        given = {"none": [], "unknown": ["x"], "two": those[one] + those[other]}.get(wrong, those[one])
        into = {"same": one, "other table": entity(path, "people", "Ng. Văn An"), "no such": "x"}.get(wrong)
        with pytest.raises(CorrectionError):
            review.split(archive, given, HAND, into=into)
        with pytest.raises(CorrectionError, match="no table of entities"):
            review.resolutions_of(archive, "runs", "x")
    assert dump(path) == before


def test_of_two_who_merge_at_once_the_second_is_told(path):
    one, two = (entity(path, "units", name) for name in NAMES["units"])
    outcomes: list[object] = []
    ready = threading.Barrier(2)

    def go(gone: str, into: str) -> None:
        with Archive(path) as archive:
            ready.wait()
            try:
                outcomes.append(review.merge(archive, "units", gone, into, HAND))
            except CorrectionError as error:
                outcomes.append(str(error))

    threads = [threading.Thread(target=go, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    number, refused = sorted(outcomes, key=str)
    assert number == 1
    assert "was merged into" in str(refused)
    assert ask(path, "select count(*) from corrections") == [1]
    assert ask(path, "select count(*) from units where id in (?, ?)", one, two) == [1]


def decide(archive: Archive, path: Path, chance: random.Random) -> int | None:
    """Any merge or split that the archive allows; None where it refuses."""
    table = chance.choice(ENTITIES)
    ids = ask(path, f"select id from {table} order by id")
    one, other = chance.choice(ids), chance.choice([*ids, None])
    try:
        if other and chance.random() < 0.5:
            return review.merge(archive, table, one, other, HAND)
        those = review.resolutions_of(archive, table, one)
        return review.split(archive, chance.sample(those, chance.randint(1, len(those))), HAND, into=other)
    except CorrectionError:
        return None


@pytest.mark.parametrize("seed", range(12))
def test_any_decisions_hold_and_are_taken_back_in_any_order(path, first, made, seed):
    chance = random.Random(seed)
    before = facts(path)
    with Archive(path) as archive:
        numbers = [number for _ in range(8) if (number := decide(archive, path, chance))]
        assert len(numbers) > 2
        for number in chance.sample(numbers, len(numbers) // 3):
            review.undo(archive, number, HAND)
            numbers.remove(number)
    decided = facts(path)
    again(path)
    assert facts(path) == decided
    columns = {"units": "article_units.unit", "award_types": "awards.award_type", "themes": "article_themes.theme"}
    for table, column in (*columns.items(), ("units", "awards.recipient_unit"), ("people", "posts.person")):
        holder, name = column.split(".")
        lost = f"select count(*) from {holder} where {name} is not null and {name} not in (select id from {table})"
        assert ask(path, lost) == [0]
    with Archive(path) as archive:
        for number in chance.sample(numbers, len(numbers)):
            review.undo(archive, number, HAND)
    assert facts(path) == before


@pytest.mark.parametrize("seed", range(12))
def test_decisions_are_the_same_whatever_came_first(path, first, made, seed):
    """Decided while the first articles were there, or found there when all were taken in."""
    chance = random.Random(seed)
    with Archive(first) as archive:
        numbers = [number for _ in range(6) if (number := decide(archive, first, chance))]
        review.undo(archive, numbers[0], HAND)
        rows = archive.rows("corrections")
    take(first, made / "bai")
    with Archive(path) as archive, archive.transaction():
        archive.insert("corrections", rows)
    again(path)
    assert differ(first, path) == {}


def test_laying_over_twice_is_laying_over_once(path):
    gone, into = (entity(path, "units", name) for name in NAMES["units"])
    with Archive(path) as archive:
        review.merge(archive, "units", gone, into, HAND)
        merged = facts(path)
        article, _ = archive.article(ask(path, "select id from articles where path like '%/c.txt'")[0])
        rowing = Rowing(article, reader(article))
        for _ in range(2):
            with archive.transaction():
                archive.replace([rowing])
            archive.settle()
    assert facts(path) == merged
