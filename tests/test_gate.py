"""The quality gate holds on the samples and, where it is there, on the gold beside the project; floors only rise."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from extract import gate

SETS = json.loads(gate.FILE.read_text(encoding="utf-8"))


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.txt").write_text("Bài thử.", encoding="utf-8")
    (folder / "a.json").write_text("{}", encoding="utf-8")
    return folder


def pinned(folder: Path, **floors: float) -> dict[str, object]:
    return {"folder": str(folder), "fingerprint": gate.fingerprint(folder), "floors": floors}


def test_samples_reach_their_floors(samples):
    assert gate.complaints(SETS["samples"], samples) == []


def test_gold_dev_reaches_its_floors(shared):
    assert gate.complaints(SETS["dev"], shared / "gold" / "dev") == []


def test_the_first_article_alone_is_read_almost_whole(shared, tmp_path):
    for file in (shared / "gold" / "dev").glob("000_thidua_cum2.*"):
        shutil.copy(file, tmp_path)
    reached = gate.f1(tmp_path)
    assert len(reached) >= 10
    assert {field: f1 for field, f1 in reached.items() if f1 < 0.9} == {}


@pytest.mark.parametrize("name", SETS)
def test_no_floor_lies_below_what_was_promised(name):
    least = {
        "units": 0.75,
        "officials": 0.85,
        "posts": 0.70,
        "persons": 0.85,
        "amounts": 0.85,
        "award names": 0.70,
        "awards": 0.50,
        "themes": 0.75,
        "event dates": 0.70,
        "documents": 0.75,
    }
    assert {field: floor for field, floor in least.items() if SETS[name]["floors"].get(field, 0) < floor} == {}


def test_a_field_below_its_floor_is_named(gold):
    lines = gate.complaints(pinned(gold, units=0.8, awards=0.5), gold, lambda _: {"units": 0.79, "awards": 0.5})
    assert [line.split(";")[0] for line in lines] == ["gold: units 0.790 is below its floor 0.8"]


def test_a_field_that_is_not_measured_any_more_is_named(gold):
    assert len(gate.complaints(pinned(gold, units=0.8), gold, lambda _: {})) == 1


@pytest.mark.parametrize("name", ["a.txt", "a.json"])
def test_another_gold_is_noticed(gold, name):
    before = pinned(gold, units=0.8)
    (gold / name).write_text("{ }", encoding="utf-8")
    assert "the gold is not the one" in gate.complaints(before, gold, lambda _: {"units": 1.0})[0]
    after = gate.repin(before, gold, None, lambda _: {"units": 1.0})
    assert gate.complaints(after, gold, lambda _: {"units": 1.0}) == []


def test_a_renamed_or_added_gold_file_is_noticed(gold):
    before = gate.fingerprint(gold)
    (gold / "a.txt").rename(gold / "b.txt")
    renamed = gate.fingerprint(gold)
    (gold / "c.json").write_text("", encoding="utf-8")
    (gold / "notes.md").write_text("not gold", encoding="utf-8")
    added = gate.fingerprint(gold)
    (gold / "notes.md").unlink()
    assert len({before, renamed, added}) == 3
    assert gate.fingerprint(gold) == added


def test_pinning_raises_floors_and_never_lowers_them_in_silence(gold):
    up = gate.repin(pinned(gold, units=0.75), gold, None, lambda _: {"units": 0.9, "themes": 0.6})
    assert up["floors"] == {"units": 0.895, "themes": 0.595}
    # within the slack the floor stays where it was
    assert gate.repin(up, gold, None, lambda _: {"units": 0.897, "themes": 0.6})["floors"] == up["floors"]
    with pytest.raises(gate.GateError, match=r"units reaches 0\.800, its floor is 0\.895"):
        gate.repin(up, gold, None, lambda _: {"units": 0.8, "themes": 0.6})
    with pytest.raises(gate.GateError):
        gate.repin(up, gold, "  ", lambda _: {"units": 0.8, "themes": 0.6})


def test_a_lowered_floor_keeps_its_reason(gold):
    down = gate.repin(pinned(gold, units=0.9, awards=0.5), gold, "stricter gold", lambda _: {"units": 0.8, "awards": 0.6})
    assert down["floors"] == {"units": 0.795, "awards": 0.595}
    assert down["lowered"] == [{"field": "units", "from": 0.9, "to": 0.795, "reason": "stricter gold"}]
    again = gate.repin(down, gold, "fewer articles", lambda _: {"units": 0.7, "awards": 0.6})
    assert [entry["reason"] for entry in again["lowered"]] == ["stricter gold", "fewer articles"]


@pytest.fixture
def file(gold, tmp_path, monkeypatch) -> Path:
    path = tmp_path / "gate.json"
    sets = {"try": pinned(gold, units=0.8), "away": {"folder": str(tmp_path / "none"), "fingerprint": "", "floors": {"units": 1}}}
    path.write_text(json.dumps(sets), encoding="utf-8")
    monkeypatch.setattr(gate, "FILE", path)
    return path


def measured(monkeypatch, value: float) -> None:
    figures = type("Figures", (), {"f1": value, "gold": 3})
    monkeypatch.setattr(gate.swap_gate, "measure", lambda folder, processes: ({}, {}))
    monkeypatch.setattr(gate, "evaluate", lambda folder: {"units": figures, "themes": type("None_", (), {"f1": 0.0, "gold": 0})})


def test_the_command_checks(file, monkeypatch, capsys):
    measured(monkeypatch, 0.8)
    assert gate.main([]) == 0
    assert "try: every field reaches its floor" in (said := capsys.readouterr().out)
    assert "away: no folder" in said
    measured(monkeypatch, 0.7)
    assert gate.main([]) == 1
    assert "units 0.700 is below its floor 0.8" in capsys.readouterr().out


def test_the_command_pins_and_leaves_a_set_that_is_away_alone(file, monkeypatch, capsys):
    before = json.loads(file.read_text(encoding="utf-8"))
    measured(monkeypatch, 0.9)
    assert gate.main(["--repin"]) == 0
    after = json.loads(file.read_text(encoding="utf-8"))
    assert after["try"]["floors"] == {"units": 0.895}
    assert after["away"] == before["away"]
    measured(monkeypatch, 0.5)
    assert gate.main(["--repin"]) == 1
    assert "its floor is 0.895" in capsys.readouterr().out
    assert json.loads(file.read_text(encoding="utf-8")) == after
    assert gate.main(["--repin", "--lower", "a stricter gold"]) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["try"]["floors"] == {"units": 0.495}
