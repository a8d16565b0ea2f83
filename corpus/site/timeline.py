"""Year by year on the page of a unit, person, award type or theme: how many awards, posts, events, articles; a table and a chart.

Each number is counted along an index, and leads to the rows that it counts.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from corpus.site.labels import WORDS, read_yaml

YEARS: dict[str, dict[str, dict[str, Any]]] = read_yaml("pages.yaml")["years"]
# what the chart shows: the first of these groups of which there is anything
_SHOWN = (("received", "held", "proposed", "possible"), ("given", "asked"), ("articles",), ("attended", "named"), ("posts",))
_STEP, _BAR, _TALL, _FOOT = 26, 18, 90, 18
_GAPS = 60
"""Years without anything are left out of the chart where it would be wider than so many."""


def counting(told: dict[str, Any]) -> str:
    """The question that counts the rows of one column of the table by their years."""
    column, of = told["column"], told.get("of", "*")
    conditions = [f"{column} = :id", "repeats is null"]
    for name, value in told.get("only", {}).items():
        field, _, op = name.partition("__")
        values = ", ".join(f"'{one}'" for one in value.split(","))
        conditions.append(f"{field} in ({values})" if op == "in" else f"{field} = {values}")
    return f"select year, count({of}) as n from {told['table']} where {' and '.join(conditions)} group by 1"


async def years(db: Any, table: str, key: str) -> dict[str, Any] | None:
    """What the page of an entity shows of its years; None where nothing is known.

    `columns` (name, table, filters), `rows` (year or None, a number for each column), `chart` (see `chart`).
    """
    asked = YEARS.get(table, {})
    answers = await asyncio.gather(*(db.execute(counting(told), {"id": key}) for told in asked.values()))
    found: dict[int | None, dict[str, int]] = defaultdict(dict)
    for name, answer in zip(asked, answers, strict=True):
        for year, n in answer.rows:
            found[year][name] = n
    columns = [name for name in asked if any(name in told for told in found.values())]
    if not columns:
        return None
    order = sorted(found, key=lambda year: -(year or 0))
    return {
        "columns": [{"name": n, "table": asked[n]["table"], "filters": _filters(asked[n], key)} for n in columns],
        "rows": [(year, [found[year].get(name, 0) for name in columns]) for year in order],
        "chart": chart({year: told for year, told in found.items() if year is not None}),
    }


def _filters(told: dict[str, Any], key: str) -> dict[str, str]:
    return {told["column"]: key, "repeats__isnull": "1", **told.get("only", {})}


def chart(found: dict[int, dict[str, int]]) -> dict[str, Any] | None:
    """The bars of a chart in its own units: year -> series -> number; None where there are too few years for one.

    >>> told = chart({2014: {"received": 2}, 2016: {"received": 1, "proposed": 1}})
    >>> [(bar["year"], bar["series"], bar["height"]) for bar in told["bars"]], told["years"]
    ([(2014, 'received', 90), (2016, 'received', 45), (2016, 'proposed', 45)], [(2014, 13), (2015, 39), (2016, 65)])
    """
    series = next((told for told in _SHOWN if any(name in row for row in found.values() for name in told)), ())
    held = sorted(year for year, row in found.items() if any(name in row for name in series))
    if len(held) < 2:
        return None
    every = list(range(held[0], held[-1] + 1)) if held[-1] - held[0] < _GAPS else held
    most = max(sum(found[year].get(name, 0) for name in series) for year in held)
    bars = []
    for at, year in enumerate(every):
        foot = _TALL
        for name in series:
            if n := found.get(year, {}).get(name, 0):
                height = max(round(_TALL * n / most), 1)
                foot -= height
                title = WORDS.say("entity.bar", year=year, n=n, what=WORDS.say(f"entity.{name}").lower())
                x = at * _STEP + (_STEP - _BAR) // 2
                bars.append({"x": x, "y": foot, "height": height, "series": name, "year": year, "title": title})
    step = 1 if len(every) <= 16 else 5
    marked = [
        (year, at * _STEP + _STEP // 2)
        for at, year in enumerate(every)
        if year % step == 0 or len(every) != held[-1] - held[0] + 1
    ]
    used = [name for name in series if any(bar["series"] == name for bar in bars)]
    return {
        "bars": bars,
        "years": marked,
        "series": used,
        "width": len(every) * _STEP,
        "height": _TALL + _FOOT,
        "bar": _BAR,
        "tall": _TALL,
        "most": most,
    }
