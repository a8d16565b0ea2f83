"""What a field may lose on swapped articles: two points of F1; a field that still loses more may not lose more than now.

`gate.json` keeps under `swapped` the fields that are let off, with their limit in points. A limit falls with every pin and
goes when two points are kept; it rises only with a reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from extract.evaluation_table import differences, measure
from schemas.errors import KhenthuongError

ALLOWED = 2.0
SLACK = 0.5
Measure = Callable[[Path], Mapping[str, float]]


class SwapGateError(KhenthuongError):
    """A limit would rise and no reason is given."""


def lost(folder: Path) -> dict[str, float]:
    """Points of F1 that each field of the gold articles in `folder` loses when they are swapped."""
    return {field: -points for field, points in differences(*measure(folder, processes=1)).items()}


def complaints(pinned: Mapping[str, Any], folder: Path, measured: Measure = lost) -> list[str]:
    """The fields that lose more than they may, one line each."""
    limits = pinned.get("swapped", {})
    return [
        f"{folder.name}: {field} loses {points:.1f} points on swapped articles, {limits.get(field, ALLOWED)} are allowed; run make eval ERRORS=1"
        for field, points in measured(folder).items()
        if points > limits.get(field, ALLOWED)
    ]


def repin(pinned: Mapping[str, Any], folder: Path, reason: str | None = None, measured: Measure = lost) -> dict[str, Any]:
    """`pinned` with the limits that are needed now; raises SwapGateError where one would rise and no reason is given.

    >>> repin({"swapped": {"units": 4.0}}, Path("gold"), None, lambda _: {"units": 2.21, "posts": 1.0})["swapped"]
    {'units': 2.8}
    """
    old, new, risen = pinned.get("swapped", {}), {}, list(pinned.get("risen", []))
    for field, points in measured(folder).items():
        limit = min(old.get(field, math.inf), math.ceil(10 * (points + SLACK)) / 10)
        if points > old.get(field, ALLOWED):
            if not (reason and reason.strip()):
                raise SwapGateError(
                    f"{folder.name}: {field} loses {points:.1f} points on swapped articles; mend it, or run --lower 'REASON'"
                )
            limit = math.ceil(10 * (points + SLACK)) / 10
            risen.append({"field": field, "from": old.get(field, ALLOWED), "to": limit, "reason": reason.strip()})
        if points > ALLOWED:
            new[field] = limit
    return {**pinned, "swapped": new} | ({"risen": risen} if risen else {})
