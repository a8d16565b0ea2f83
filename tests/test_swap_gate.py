"""Fields lose at most two points on swapped articles, or what the gate lets them off; limits only fall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract import gate, swap_gate
from extract.evaluate import FIELDS, Figures

SETS = json.loads(gate.FILE.read_text(encoding="utf-8"))
HERE = Path("gold")


def test_samples_lose_no_more_than_they_may(samples):
    assert swap_gate.complaints(SETS["samples"], samples) == []


def test_gold_dev_loses_no_more_than_it_may(shared):
    assert swap_gate.complaints(SETS["dev"], shared / "gold" / "dev") == []


def test_two_points_are_allowed_and_a_field_that_is_let_off_has_its_limit():
    told = {"units": 2.0, "posts": 3.0, "awards": 2.1, "themes": -4.0, "persons": 3.1}
    lines = swap_gate.complaints({"swapped": {"posts": 3.0, "persons": 3.0}}, HERE, lambda _: told)
    assert [line.split(" points")[0] for line in lines] == ["gold: awards loses 2.1", "gold: persons loses 3.1"]


def test_a_limit_falls_and_goes():
    pinned = {"floors": {"units": 0.9}, "swapped": {"units": 5.0, "posts": 2.6, "awards": 4.0}}
    new = swap_gate.repin(pinned, HERE, None, lambda _: {"units": 3.0, "posts": 2.5, "awards": 2.0})
    assert new == {"floors": {"units": 0.9}, "swapped": {"units": 3.5, "posts": 2.6}}


@pytest.mark.parametrize("reason", [None, "  "])
def test_a_limit_does_not_rise_in_silence(reason):
    for pinned in ({}, {"swapped": {"units": 2.5}}):
        with pytest.raises(swap_gate.SwapGateError, match=r"units loses 2\.6 points"):
            swap_gate.repin(pinned, HERE, reason, lambda _: {"units": 2.6})


def test_a_limit_that_rises_keeps_its_reason():
    new = swap_gate.repin({}, HERE, "harder names", lambda _: {"units": 2.6})
    assert new["swapped"] == {"units": 3.1}
    assert new["risen"] == [{"field": "units", "from": 2.0, "to": 3.1, "reason": "harder names"}]
    assert [e["to"] for e in swap_gate.repin(new, HERE, "again", lambda _: {"units": 4.0})["risen"]] == [3.1, 4.5]


def test_lost_points_are_those_of_fields_that_have_gold(monkeypatch):
    own, other = ({field: Figures(hits, 10 - hits, 10 - hits) for field in FIELDS} for hits in (9, 8))
    own["themes"] = Figures(0, 0, 3)
    monkeypatch.setattr(swap_gate, "measure", lambda folder, processes: (own, other))
    told = swap_gate.lost(HERE)
    assert {round(points, 6) for points in told.values()} == {10.0}
    assert set(told) == set(FIELDS) - {"themes"}


def test_no_limit_is_looser_than_when_the_swaps_were_made():
    assert max([0, *(limit for pinned in SETS.values() for limit in pinned.get("swapped", {}).values())]) <= 5.5
