"""Twenty readers and two archivists at once: nothing goes wrong, and no correction is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from corpus.crowd import Kind, Outcome, crowd, main, told


def test_readers_and_archivists_at_once(archive: Path) -> None:
    before = archive.read_bytes()
    outcome = crowd(archive, seconds=5)
    assert outcome.errors == []
    assert outcome.lost == 0
    assert outcome.made == outcome.rows
    assert {who for who, _ in outcome.made} == {"nguoi1", "nguoi2"}
    assert len(outcome.kinds["read"].seconds) > 20
    assert archive.read_bytes() == before


def test_what_is_lost_or_made_by_nobody_is_told() -> None:
    one, other = ("lan", "accept"), ("lan", "reject")
    kinds = {"read": Kind("read", [0.1, 0.2, 0.4], ["/x: 500"])}
    outcome = Outcome(kinds, Counter({one: 3}), Counter({one: 1, other: 1}), 0)
    assert outcome.lost == 2
    assert outcome.errors == ["/x: 500", "1 rows by lan (reject) that were not answered as made"]
    assert "read             3       1.5       1   0.200s   0.400s" in list(told(outcome, 2))


def test_the_command_prints_its_table(archive: Path, capsys) -> None:
    assert main([str(archive), "--seconds", "1", "--readers", "1", "--reviewers", "1"]) == 0
    assert "lost: 0" in capsys.readouterr().out
