"""Why a fact is told: the rule, the lexicon entry and the cue are those that made it, and telling them changes no record.

`explained.csv` has a sentence for every rule: the fact's words, the words that let the rule apply, and an entry told of the fact
(empty: none, the words were read by their shape).
"""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest
from drafts import draft_of, news
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from extract.explain import Explanation, explained, rules
from extract.folding import fold
from extract.lexicon import Lexicon
from extract.phrases import rows
from extract.text import Page
from schemas import LISTS, Fact

HERE = Path(__file__).parent
CODE = re.compile(r"(?:unit|person|post|role|amount|award|recipient|link|status|theme|document|date|event|mandate)\.[a-z_]+")
WITH_RULES = {
    "unit": ("units",), "person": ("officials", "people"), "post": ("officials",), "role": ("officials",), "amount": ("amounts",),
    "award": ("awards",), "recipient": ("awards",), "link": ("awards",), "status": ("awards",), "theme": ("themes",),
    "document": ("documents",), "date": ("events", "documents"), "event": ("events",), "mandate": ("mandates",),
}  # fmt: skip
with (HERE / "explained.csv").open(encoding="utf-8", newline="") as lines:
    TOLD = list(csv.DictReader(lines))


def one(text: str, list_: str, i: int = 0) -> Explanation:
    return explained(text)[1][list_][i]


def codes(explanation: Explanation) -> list[str]:
    return [rule.code for reading in explanation.readings for rule in reading.rules]


def cues(explanation: Explanation) -> list[tuple[str, str]]:
    return [(cue.part, cue.quote) for cue in explanation.cues]


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["rule"])
def test_each_rule_is_told_where_it_made_a_fact(told):
    _, why = explained(told["text"], published_on=told["published_on"] or None)
    found = [
        (fact, rule)
        for fact in why[told["list"]]
        for reading in fact.readings
        for rule in reading.rules
        if rule.code == told["rule"] and reading.words.quote == told["words"]
    ]
    assert found, {name: list(map(codes, facts)) for name, facts in why.items()}
    fact, rule = found[0]
    assert (rule.words.quote if rule.words else "") == told["at"]
    entries = [f"{entry.file}: {entry.phrase}" for entry in fact.entries]
    assert told["entry"] in entries if told["entry"] else fact.by_shape
    assert fact.by_shape is (entries == [])


def test_every_rule_in_code_is_in_the_file_and_has_a_sentence(root):
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (root / "extract").glob("*.py") if path.name != "why.py"]
    strings = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    coded = {value for value in strings if isinstance(value, str) and CODE.fullmatch(value)}
    assert len(coded) > 100
    assert coded == set(rules()) == {told["rule"] for told in TOLD}


@pytest.mark.parametrize("row", rows("rules"), ids=lambda row: row["rule"])
def test_a_rule_is_told_in_both_languages_and_its_cue_is_a_field(row):
    assert all(row[name] == row[name].strip() != "" for name in ("vi", "en", "source"))
    assert row["vi"] != row["en"]
    kinds = [LISTS[name] for name in WITH_RULES[row["rule"].split(".")[0]]]
    assert not row["cue"] or all(row["cue"] in kind.model_fields for kind in kinds)


@pytest.mark.parametrize("path", sorted((HERE.parent / "corpus" / "samples").glob("*.txt")), ids=lambda path: path.stem)
def test_every_fact_of_a_sample_is_explained_and_no_record_changes(path):
    text = path.read_text(encoding="utf-8")
    record, why = explained(text)
    assert record == extract.read(text)
    assert sum(map(len, why.values())) > 10
    for name in LISTS:
        facts: list[Fact] = getattr(record, name)
        assert len(why.get(name, [])) == len(facts)
        for fact, told in zip(facts, why.get(name, []), strict=True):
            assert told.readings
            assert bool(told.entries) is not told.by_shape
            assert {(r.words.start, r.words.end) for r in told.readings} <= {(m.start, m.end) for m in fact.mentions}
            places = [*told.cues, *(r.words for r in told.readings), *(e.words for e in told.entries)]
            places += [rule.words for r in told.readings for rule in r.rules if rule.words]
            assert all(text[m.start : m.end] == m.quote for m in places)
            assert told.trust.confidence == fact.confidence
            if name == "awards" and fact.cue:
                assert fold(fact.cue) in {fold(quote) for part, quote in cues(told) if part == "status"}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(re.findall(r"\S+|\n", news(3) + news(8))), max_size=60))
def test_words_in_any_order_are_explained_without_changing_the_record(words):
    text = " ".join(words)
    record, why = explained(text)
    assert record == extract.read(text)
    assert all(told.readings for facts in why.values() for told in facts)


def test_an_award_tells_its_rules_entries_cues_and_trust():
    text = "Hội nghị đề nghị tặng Giấy khen cho bà Lê Thị Na."
    told = one(text, "awards")
    assert [(r.words.quote, r.words.part, [x.code for x in r.rules]) for r in told.readings] == [
        ("Giấy khen", "award", ["award.base", "status.cue"]),
        ("Lê Thị Na", "recipient", ["recipient.named", "link.behind"]),
    ]
    assert cues(told) == [("status", "đề nghị"), ("recipient", "cho")]
    status = next(entry for entry in told.entries if entry.file.endswith("status_cues.csv"))
    assert (status.phrase, status.of, status.words.start) == ("đề nghị", "proposed, before", text.index("đề nghị"))
    row = next(r for r in rows("confidence") if (r["list"], r["sign"]) == ("awards", "person behind the award"))
    assert (told.trust.sign, told.trust.vi) == ("person behind the award", "người đứng sau khen thưởng")
    assert (told.trust.facts, told.trust.right) == (int(row["facts"]), int(row["right"]))
    assert told.trust.confidence == float(row["confidence"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Đề nghị Bộ Y tế tặng Bằng khen cho các cá nhân sau:\n- Bà Lê Thị Na: Bằng khen.", ["Đề nghị"]),
        (f"Hội nghị đề nghị cho {'các đơn vị, tập thể, cá nhân ' * 60} tặng Giấy khen cho bà Lê Thị Na.", ["đề nghị"]),
        ("Giấy khen của bà Lê Thị Na vừa được Bộ trình.", ["vừa được Bộ trình"]),
        ("Xã đề nghị thưởng 5 triệu đồng cho bà Lê Thị Na.", ["đề nghị"]),
        ("Tỉnh đề nghị tuyên dương 191 nhà giáo.", ["đề nghị"]),
        ("Bà Lê Thị Na (quê Nam Định) được tặng Bằng khen năm 2012. Sáng 5/3/2019, bà Na kể.", ["2012"]),
        ("Năm 2012, bà Lê Thị Na được tặng Bằng khen. Sáng 5/3/2019, bà Na kể.", ["2012"]),
    ],
)
def test_the_cue_of_a_status_is_told_where_it_stands(text, told):
    found = [cue for award in explained(text)[1]["awards"] for cue in award.cues if cue.part == "status"]
    assert {cue.quote for cue in found} == set(told)


def test_an_official_tells_honorific_post_and_role():
    told = one("Tại lễ, ông Lê Văn Bảy, Giám đốc Sở Y tế, phát biểu chỉ đạo. Ông Bảy chủ trì.", "officials")
    assert ("name", "ông") in cues(told)
    assert ("posts", "Giám đốc") in cues(told)
    assert ("roles", "phát biểu chỉ đạo") in cues(told)
    assert ("roles", "chủ trì") in cues(told)
    of = {entry.words.quote: entry.of for entry in told.entries if entry.file.endswith("roles.csv")}
    assert of["chủ trì"] == "chaired, after"


def test_an_occupation_that_makes_no_official_is_no_rule_of_one():
    assert codes(one("Ông Lê Văn Bảy, giáo viên, kể.", "people")) == ["person.honorific"]
    told = one("Ông Lê Văn Bảy, giáo viên, Giám đốc Sở Y tế, kể.", "officials")
    assert [rule.words.quote for r in told.readings for rule in r.rules if rule.code == "post.behind"] == ["Giám đốc"]


def test_the_unit_of_a_post_tells_no_entry_of_the_official():
    told = one("Bà Lê Thị Na, Phó Trưởng phòng Công tác sinh viên, kể.", "officials")
    assert "post.unit" in codes(told)
    assert [entry.phrase for entry in told.entries] == ["Lê", "Phó Trưởng", "bà"]


def test_a_unit_tells_each_place_by_its_own_rules():
    told = one("UBND tỉnh Nam Định họp. UBND tỉnh khen Sở Y tế.", "units")
    assert [(r.words.quote, [x.code for x in r.rules]) for r in told.readings] == [
        ("UBND tỉnh Nam Định", ["unit.head", "unit.place"]),
        ("UBND tỉnh", ["unit.head", "unit.place", "unit.short_for"]),
    ]
    assert [entry.phrase for entry in told.entries] == ["UBND", "tỉnh", "Nam Định", "UBND", "tỉnh"]


def test_an_entry_inside_a_longer_one_and_a_flag_are_not_told():
    told = one("Sở Y tế tỉnh Nam Định họp.", "units")
    assert "nam" not in [entry.phrase for entry in told.entries]
    assert [entry.of for entry in told.entries if entry.file.endswith("fields.csv")] == [None]
    alias = one("BGD&ĐT và Bộ GD&ĐT họp.", "units")
    assert "Bộ Giáo dục và Đào tạo" in [entry.of for entry in alias.entries]


def test_a_sign_that_gold_has_not_tells_the_others_of_its_list():
    told = one("Xã hưởng ứng phong trào Xây dựng đời sống mới.", "themes").trust
    assert (told.sign, told.vi) == ("by its capital", "theo chữ hoa")
    other = next(r for r in rows("confidence") if (r["list"], r["sign"]) == ("themes", "any other"))
    assert (told.confidence, told.facts, told.right) == (float(other["confidence"]), int(other["facts"]), int(other["right"]))


def test_every_measured_sign_has_vietnamese_words():
    assert {(r["list"], r["sign"]) for r in rows("confidence")} <= {(r["list"], r["sign"]) for r in rows("signs")}
    assert all(row["vi"] for row in rows("signs"))


def test_what_was_noted_first_stays():
    page = Page("Sở Y tế")
    page.note("units", 0, 7, (("unit.head", 0, 2),))
    page.note("units", 0, 7, (("unit.body", 0, 7),))
    assert page.why == {("units", 0, 7): (("unit.head", 0, 2),)}


def test_a_hit_tells_its_entry_as_the_file_writes_it():
    words = Lexicon([("head", "Sở Y tế", 1, "a.csv"), ("head", "SYT", 1, "b.csv"), ("body", "Sở Y tế", 1, "c.csv")])
    page = Page("sở  y tế và SYT")
    told = [(hit.kind, entry.file, entry.phrase) for hit in words.find(page) if (entry := words.entry(page, hit))]
    assert told == [("head", "a.csv", "Sở Y tế"), ("body", "c.csv", "Sở Y tế"), ("head", "b.csv", "SYT")]


@pytest.mark.parametrize("file", sorted({entry.file for told in TOLD for entry in one(told["text"], told["list"]).entries}))
def test_the_files_told_exist(root, file):
    assert (root / file).is_file()


def test_the_pipeline_notes_nothing_on_a_text_without_facts():
    assert draft_of("trời xanh mây trắng").page.why == {}
    assert explained("trời xanh mây trắng")[1] == {}


def test_money_goes_to_those_told_before_as_they_were_read_there():
    why = explained("Tỉnh tặng Bằng khen cho bà Cầm Thị Mai và 12 tập thể, thưởng 10 triệu đồng.")[1]["awards"]
    money = [told for told in why if "award.money" in codes(told)]
    assert [codes(told)[2:] for told in money] == [
        ["recipient.named", "link.money_with"],
        ["recipient.counted", "link.money_with"],
    ]


def test_doubled_blanks_are_told_as_the_text_has_them():
    text = "Hội  nghị  đề  nghị tặng   Giấy  khen cho bà Lê  Thị Na."
    record, why = explained(text)
    told = why["awards"][0]
    assert record == extract.read(text)
    assert [r.words.quote for r in told.readings] == ["Giấy  khen", "Lê  Thị Na"]
    assert cues(told) == [("status", "đề  nghị"), ("recipient", "cho")]
    assert all(text[e.words.start : e.words.end] == e.words.quote for e in told.entries)
