"""Confidence is what it says, the docs tell what is measured, and a source that is switched off is off."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from extract import calibrate, confidence, papers
from extract.ablation import BASELINE, SOURCES, WHOLE
from extract.calibrate import Seen, first_readings, learned, left_out, measured, plain, reliability, seen
from schemas.facts import LISTS, Award, Mention, Official, Post, Record, Unit

FACTS = [Seen("a", "themes", "in quotation marks", True)] * 30 + [Seen("b", "themes", "known title", False)] * 2


@pytest.fixture(scope="module")
def by_set():
    return {name: seen(folder) for name, folder in papers.SETS.items() if folder.is_dir()}


def mention(start: int, part: str = "name") -> Mention:
    return Mention(start=start, end=start + 1, quote="x", part=part)


def award(first: str, status: str = "conferred", **rest: object) -> Award:
    parts = [first, "recipient" if first == "award" else "award"]
    return Award(award="Bằng khen", status=status, mentions=[mention(9 * k, part) for k, part in enumerate(parts)], **rest)


def test_facts_at_the_top_are_right_at_the_rate_said(by_set):
    facts = [fact for of in by_set.values() for fact in of]
    for name in ("gold", "left out"):
        bins = measured(by_set)[name]
        assert sum(b.facts for b in bins) == len(facts) > 1000
        for one in bins:
            if one.low >= 0.9:
                assert -0.02 < one.share - one.said < 0.05, one  # the rules know these articles
        doubted = [one for one in bins if one.low < 0.9]  # too few facts to look at each bin
        assert sum(one.right for one in doubted) / sum(one.facts for one in doubted) < bins[-1].share - 0.03


def test_little_more_is_said_of_reports_never_seen_than_is_right(by_set):
    bins, facts = measured(by_set)["never seen"], [fact for of in by_set.values() for fact in of]
    assert sum(b.facts for b in bins) == len(first_readings()) > 500
    assert all(one.share > one.said - 0.07 for one in bins if one.low >= 0.9), bins
    # what gold alone would say of them
    rows = {key: sure for key, (_, _, sure) in learned(facts).items()}
    gold = reliability((confidence.told(rows, f.list, f.sign), f.right) for f in first_readings())
    assert min(one.share - one.said for one in gold) < -0.15


def rows_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def table_of_docs(name: str) -> list[list[str]]:
    text = papers.PAPER.read_text(encoding="utf-8")
    return rows_of(text[slice(*papers.between(text, name))])


def test_the_docs_tell_the_measured_reliability(by_set):
    columns = measured(by_set) if len(by_set) == len(papers.SETS) else {"samples": measured(by_set)["samples"]}
    (head, _, *now), (heads, _, *told) = rows_of(plain(columns)), table_of_docs("reliability")
    docs = {row[0]: dict(zip(heads, row, strict=True)) for row in told}
    for row in now:
        cells = dict(zip(head, row, strict=True))
        for name in columns:
            facts = int(cells[f"{name}: facts"])
            assert int(docs[row[0]][f"{name}: facts"]) == pytest.approx(facts, abs=4 + 0.25 * facts), f"{row}: run make docs"
            for what in ("said", "right") if facts >= 20 else ():
                found = float(docs[row[0]][f"{name}: {what}"])
                assert found == pytest.approx(float(cells[f"{name}: {what}"]), abs=0.02 + 1 / facts), f"{row}: run make docs"


def test_every_sign_is_known_and_none_is_certain(by_set):
    rows = confidence.table()
    told = {(fact.list, fact.sign) for of in by_set.values() for fact in of}
    assert told <= set(rows)
    assert {name for name, _ in rows} == set(LISTS)
    assert all(0.4 < sure < 1 for sure in rows.values())


def test_the_table_is_the_same_from_the_same_facts(by_set):
    facts = [fact for of in by_set.values() for fact in of]
    told = list(learned(facts))
    assert told == list(learned(reversed(facts))) == sorted(told, key=lambda row: (list(LISTS).index(row[0]), row[1]))
    head, *rows = confidence.FILE.read_text(encoding="utf-8").splitlines()
    assert head == "list,sign,facts,right,confidence"
    assert [tuple(row.split(",")[:2]) for row in rows] == list(confidence.table())


def test_few_facts_prove_little_and_unseen_signs_less():
    rows = learned(FACTS)
    quoted, known, other = (rows["themes", sign][2] for sign in ("in quotation marks", "known title", confidence.OTHER))
    assert quoted > other > known > 0.5
    assert confidence.told({k: v[2] for k, v in rows.items()}, "themes", "never seen") == other


def test_an_article_left_out_gives_nothing_to_its_own_confidence():
    assert {sure for sure, right in left_out(FACTS) if not right} == {learned(FACTS[:30])["themes", confidence.OTHER][2]}


def test_signs():
    units = [
        Unit(name=name, mentions=[mention(k)] * n)
        for k, (name, n) in enumerate({"Sở A": 1, "Bộ Y tế": 1, "Đội B": 2, "Đội C": 1}.items())
    ]
    official = Official(name="Lê A", posts=[Post(title="Giám đốc", unit="Sở A")], mentions=[mention(0)])
    awards = [
        award("award", "possible"),
        award("award"),
        award("award", recipient="các hộ", recipient_kind="group"),
        award("award", recipient="3 hộ", recipient_kind="group", count=3),
        award("award", "proposed", recipient="3 hộ", recipient_kind="group", count=3),
        award("recipient", recipient="Đội D", recipient_kind="unit"),
        award("award", recipient="Lê A", recipient_kind="person"),
    ]
    signs = confidence.signs(Record(units=units, officials=[official], awards=awards))
    assert signs["units"] == ["holds a post or an award", "central body or with its place", "named again", "named once"]
    assert signs["officials"] == ["every post with its unit"]
    told = ["possible", "nobody named", "group without number", "counted group behind the award", "counted group not given now"]
    assert signs["awards"] == [*told, "body before the award", "person behind the award"]


def test_a_fact_is_as_sure_as_its_sign():
    record = Record(units=[Unit(name="Đội C", mentions=[mention(0)], confidence=0.31)])
    assert confidence.sure(record, {"units": ["named once"]}, {("units", "named once"): 0.77}).units[0].confidence == 0.77


def test_the_table_of_sources_is_in_the_docs():
    rows = table_of_docs("ablation")
    assert [row[0] for row in rows[2:]] == [*SOURCES, BASELINE]
    assert re.fullmatch(r"0\.\d{3}", rows[2][1])


def test_a_source_switched_off_is_off(tmp_path, root):
    (tmp_path / "a.txt").write_text("Sở Y tế tặng Bằng khen cho ông Lê Văn Bách, Giám đốc Bệnh viện Hồng Hà.", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"units": [{"name": "Sở Y tế"}, {"name": "Bệnh viện Hồng Hà"}]}', encoding="utf-8")
    code = "import sys; from pathlib import Path; from extract.ablation import measure; print(measure(sys.argv[1], [Path(sys.argv[2])])['units'])"
    for name, units in ((WHOLE, "1.0"), ("no catalogue of unit heads", "0.0")):
        command = [sys.executable, "-c", code, name, str(tmp_path)]
        assert subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split()[-1] == units


def test_a_table_from_fewer_articles_replaces_none(monkeypatch, tmp_path):
    monkeypatch.setattr(calibrate, "SETS", papers.SETS | {"dev": tmp_path / "none"})
    with pytest.raises(calibrate.CalibrateError, match="nothing written"):
        calibrate.main(["--write"])


def test_every_source_names_what_there_is():
    for source in SOURCES.values():
        for module, name, _ in source.functions:
            of = __import__(module, fromlist=["_"])
            for part in name.split("."):
                of = getattr(of, part)
        files = [*(f"{name}.txt" for name in source.lists), *(f"{name}.csv" for name in source.tables)]
        assert [name for name in files if not (confidence.FILE.parent / name).exists()] == []
