"""Limits: told by name, taken over by other processes, refused where they are no limits."""

from __future__ import annotations

import pytest

from corpus import limits as told
from corpus.limits import VARIABLE, LimitError, Limits, limits, parsed


@pytest.mark.parametrize("wrong", ["pages", "pages=many", "page=3", "file=3XB", "file=-1", "pages=0"])
def test_what_is_no_limit_is_refused_with_the_names_there_are(wrong):
    with pytest.raises(LimitError, match=r"NAME one of file, text, pages"):
        parsed(wrong)


def test_a_limit_that_is_told_counts_for_this_process_and_those_it_starts(monkeypatch):
    monkeypatch.setenv(VARIABLE, "pages=7 file=1KB")
    told.tell(["file=2MB"])
    assert (limits().pages, limits().file, limits().depth) == (7, 2_000_000, Limits.depth)


def test_a_wrong_limit_changes_nothing(monkeypatch):
    monkeypatch.setenv(VARIABLE, "pages=7")
    with pytest.raises(LimitError):
        told.tell(["seconds=soon"])
    assert limits() == parsed("pages=7")
