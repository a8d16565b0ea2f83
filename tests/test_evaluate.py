"""Figures equal those of the scorer beside the gold articles, and each matching rule holds on small records."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from extract.evaluate import FIELDS, EvaluateError, compare, evaluate, shown
from extract.gold_words import fold, fold_title


def scored(shared: Path, gold: Path, pred: Path) -> dict[str, dict[str, float]]:
    told = [sys.executable, str(shared / "gold" / "score.py"), "--gold", str(gold), "--pred", str(pred), "--json"]
    return json.loads(subprocess.run(told, capture_output=True, check=True, encoding="utf-8").stdout)["fields"]


def ours(figures) -> dict[str, dict[str, float]]:
    return {name: {"precision": f.precision, "recall": f.recall, "f1": f.f1, "gold": f.gold} for name, f in figures.items()}


@pytest.mark.parametrize("name", ["dev", "samples", "offgenre"])
def test_figures_equal_the_scorers_on_what_is_extracted(shared, tmp_path, name):
    gold = shared / "gold" / name
    for path in gold.glob("*.txt"):
        record = extract.read(path.read_text(encoding="utf-8")).model_dump(mode="json", exclude_none=True)
        (tmp_path / f"{path.stem}.json").write_text(json.dumps(record), encoding="utf-8")
    assert ours(evaluate(gold)) == scored(shared, gold, tmp_path)


@pytest.mark.parametrize("shift", [1, 5])
def test_figures_equal_the_scorers_on_wrong_and_odd_records(shared, tmp_path, shift):
    """Gold records of other articles, first variants and lists of variants, are predictions with every kind of fault."""
    paths = sorted((shared / "gold" / "samples").glob("*.json")) + sorted((shared / "gold" / "dev").glob("*.json"))
    golds = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}
    (tmp_path / "gold").mkdir()
    (tmp_path / "pred").mkdir()
    pairs = []
    for i, (name, gold) in enumerate(golds.items()):
        other = list(golds.values())[(i + shift) % len(golds)]
        pred = {key: value + other.get(key, [])[::2] for key, value in gold.items() if isinstance(value, list)}
        (tmp_path / "gold" / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")
        (tmp_path / "pred" / f"{name}.json").write_text(json.dumps(pred), encoding="utf-8")
        pairs.append((name, gold, pred))
    figures = ours(compare(pairs))
    assert figures == scored(shared, tmp_path / "gold", tmp_path / "pred")
    assert 0.3 < figures["awards"]["f1"] < 1


WORDS = st.sampled_from(
    [
        "UBND tỉnh",
        "Ủy ban nhân dân Tỉnh",
        "Hoà  Bình",
        "Hòa-Bình",
        "hạng II",
        "Hạng Nhì",
        "giải Hai",
        "danh hiệu LĐTT",
        "4 cá nhân",
        "",
        "Ðảng",
        "GD&ĐT",
    ]
)
VALUES = st.one_of(st.none(), WORDS, st.lists(WORDS, max_size=3))
AWARDS = st.fixed_dictionaries(
    {"award": VALUES, "status": VALUES}, optional={"recipient": VALUES, "recipients": st.lists(WORDS, max_size=2)}
)
OFFICIALS = st.fixed_dictionaries(
    {"name": VALUES, "posts": st.lists(st.fixed_dictionaries({"title": VALUES, "unit": VALUES}), max_size=2)}
)
AMOUNTS = st.fixed_dictionaries(
    {"value": st.sampled_from([1, 1.2, 55000000, 0])}, optional={"currency": st.sampled_from(["VND", "USD"])}
)
DOCUMENTS = st.fixed_dictionaries({}, optional={"number": VALUES, "name": VALUES, "title": VALUES})
RECORDS = st.fixed_dictionaries(
    {
        "units": st.lists(st.fixed_dictionaries({"name": VALUES}), max_size=3),
        "officials": st.lists(OFFICIALS, max_size=2),
        "awards": st.lists(AWARDS, max_size=3),
        "amounts": st.lists(AMOUNTS, max_size=2),
        "documents": st.lists(DOCUMENTS, max_size=2),
        "themes": st.lists(st.fixed_dictionaries({"title": VALUES}), max_size=2),
        "events": st.lists(st.fixed_dictionaries({"date": st.sampled_from([None, "2016-11-11", "2017-01-01"])}), max_size=2),
    }
)


@pytest.fixture(scope="module")
def scorer(shared):
    import importlib.util

    spec = importlib.util.spec_from_file_location("scorer", shared / "gold" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@settings(max_examples=200)
@given(gold=RECORDS, pred=RECORDS)
def test_any_two_records_are_compared_as_the_scorer_does(scorer, gold, pred):
    figures = compare([("a", gold, pred)])
    for name, (rows, match) in scorer.FIELDS.items():
        hits, missed, extra = scorer.pair(rows(gold), rows(pred), match)
        assert (figures[name].hits, figures[name].missed, figures[name].extra) == (hits, len(missed), len(extra)), name
    assert list(figures) == list(scorer.FIELDS)


@pytest.mark.parametrize(
    "text",
    ["UBND TP. Hoà Bình", "Ðảng ủy ðó", "GD&ĐT, R&D", "  a—b_c ", "BTV Tỉnh uỷ", "hạng I giải 3", "phong trào thi đua “X”"],
)
def test_folding_is_the_scorers(scorer, text):
    assert fold(text) == scorer.fold(text)
    assert fold_title(text) == scorer.fold_title(text)


@pytest.mark.parametrize(
    ("field", "gold", "pred", "same"),
    [
        ("units", {"units": [{"name": ["Cụm", "Cụm thi đua số II"]}]}, {"units": [{"name": "cụm thi đua, số II"}]}, True),
        ("units", {"units": [{"name": "Sở Y tế"}]}, {"units": [{"name": "Sở Y tê"}]}, False),
        ("persons", {"people": [{"name": "Lê An"}]}, {"officials": [{"name": "Lê An"}]}, True),
        (
            "posts",
            {"officials": [{"name": "A", "posts": [{"title": "Thứ trưởng", "unit": "Bộ Tư pháp"}]}]},
            {"officials": [{"name": "A", "posts": [{"title": "Thứ trưởng Bộ Tư pháp"}]}]},
            True,
        ),
        ("amounts", {"amounts": [{"value": 55000000}]}, {"amounts": [{"value": 55000000.2, "currency": "VND"}]}, True),
        ("amounts", {"amounts": [{"value": 5}]}, {"amounts": [{"value": 5, "currency": "USD"}]}, False),
        ("amounts", {"amounts": [{"value": 5}]}, {"amounts": [{"value": None}]}, False),
        (
            "award names",
            {"awards": [{"award": "Huân chương hạng I"}] * 2},
            {"awards": [{"award": "tấm Huân chương hạng Nhất"}]},
            True,
        ),
        (
            "awards",
            {"awards": [{"award": "A", "recipient": "12 tập thể"}]},
            {"awards": [{"award": "A", "recipient": "tập thể"}]},
            True,
        ),
        ("awards", {"awards": [{"award": "A", "recipient": "Sở Y tế"}]}, {"awards": [{"award": "A", "recipient": "Sở"}]}, False),
        ("awards", {"awards": [{"award": "A"}]}, {"awards": [{"award": "A", "recipients": [{"name": None}]}]}, True),
        (
            "awards+status",
            {"awards": [{"award": "A", "status": "past"}]},
            {"awards": [{"award": "A", "status": "proposed"}]},
            False,
        ),
        ("themes", {"themes": [{"title": "Dân vận khéo"}]}, {"themes": [{"title": "phong trào “Dân vận khéo”"}]}, True),
        ("event dates", {"events": [{"date": "2016-11-11"}]}, {"events": [{"date": "2016-11-12"}]}, False),
        ("documents", {"documents": [{"number": "12/QĐ"}]}, {"documents": [{"name": "12/QĐ"}]}, False),
        ("documents", {"documents": [{"name": "Luật X"}]}, {"documents": [{"title": "luật x"}]}, True),
    ],
)
def test_matching_rules(field, gold, pred, same):
    figures = compare([("a", gold, pred)])[field]
    assert (figures.f1 == 1.0) is same
    assert (not figures.errors) is same


def test_every_field_has_figures_and_an_empty_one_is_zero():
    figures = compare([])
    assert list(figures) == list(FIELDS)
    assert {(f.precision, f.recall, f.f1, f.gold) for f in figures.values()} == {(0.0, 0.0, 0.0, 0)}


def test_errors_are_told_in_one_line_without_mentions():
    figures = compare([("bai", {"units": [{"name": "Sở\nY tế"}]}, {"units": [{"name": "Bộ Y tế", "mentions": [1]}]})])
    assert [shown(error) for error in figures["units"].errors] == [
        'bai units - {"name": "Sở\\nY tế"}',
        'bai units + {"name": "Bộ Y tế"}',
    ]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "no gold records"),
        ({"a.json": "{}"}, "needs its text beside it"),
        ({"a.json": "{", "a.txt": "Sở"}, "no JSON"),
        ({"a.json": "[]", "a.txt": "Sở"}, "a JSON list"),
    ],
)
def test_unusable_gold_is_refused(tmp_path, files, why):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(EvaluateError, match=why):
        evaluate(tmp_path)


def test_the_reader_may_be_another(tmp_path):
    (tmp_path / "a.json").write_text('{"units": [{"name": "Sở Y tế"}]}', encoding="utf-8")
    (tmp_path / "a.txt").write_text("Sở Y tế", encoding="utf-8")
    figures = evaluate(tmp_path, lambda text: {"units": [{"name": text}]})
    assert figures["units"].f1 == 1.0
