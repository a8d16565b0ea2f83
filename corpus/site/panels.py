"""The charts of more than one scale or none: themes over the years, streams from givers to recipients, the map; and all of the page."""

from __future__ import annotations

import asyncio
import csv
import functools
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from datasette.database import QueryInterrupted

from corpus.site import charts, diagrams
from corpus.site.charts import Mark
from corpus.site.diagrams import Stream, Tile
from corpus.site.figures import LEVELS, Chart, Pages, Rows, Years, by_year, counted, grouped, named, no_year, say, statuses, sums
from corpus.site.labels import HERE
from corpus.telling import number
from schemas.catalogues import Province, load


async def themes(db: Any, pages: Pages) -> Chart:
    """The themes that most articles name, each a small chart of its years."""
    chart, rows = await counted(db, "themes", pages.asked)
    years = Years(row["year"] for row in rows)
    titles = {row["theme_id"]: row["theme"] for row in rows}
    cells: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        cells[row["theme_id"]][years.at(row["year"]) if row["year"] else -1] += row["n"]
    most = max((n for counts in cells.values() for place, n in counts.items() if place >= 0), default=1)
    for theme, counts in cells.items():
        asked = pages.asked.but(theme=(theme,))
        marks = [
            Mark(
                n,
                say("mark", period=label, name=titles[theme], n=number(n)),
                pages.rows("article_themes", asked, **years.asked(i)),
            )
            if (n := counts[i])
            else None
            for i, label in enumerate(years.labels)
        ]
        picture = charts.small(years.labels, marks, most, titles[theme]) if years.labels else None
        given = {"key": theme, "title": titles[theme], "n": counts.total(), "picture": picture}
        chart.cells.append(given | {"href": pages.rows("article_themes", asked)})
        no_year(chart, counts[-1], pages.rows("article_themes", asked, year=0))
    chart.columns = [say("theme"), say("year"), say("times")]
    chart.rows = [[str(row["theme"]), str(row["year"] or ""), number(row["n"])] for row in rows]
    return chart


async def flows(db: Any, pages: Pages) -> Chart:
    """What goes from kinds of givers to kinds of recipients, of awards whose giver is named."""
    chart, rows = await counted(db, "flows", pages.asked, scan=True)
    left, right = (_Side(part, rows) for part in ("giver", "receiver"))
    cells = Counter[tuple[int, int]]()
    for row in rows:
        cells[left.of[row["giver"]], right.of[row["receiver"]]] += row["n"]

    def mark(n: int, a: int | None, b: int | None) -> Mark:
        words = " → ".join(side.names[i] for side, i in ((left, a), (right, b)) if i is not None)
        givers = left.groups[a] if a is not None else tuple(left.of)
        asked = pages.asked.but(giver=givers, receiver=() if b is None else right.groups[b])
        return Mark(n, say("flow", name=words, n=number(n)), pages.rows("awards", asked))

    if cells:
        ends = [mark(sum(n for (at, _), n in cells.items() if at == a), a, None) for a in range(len(left.groups))]
        others = [mark(sum(n for (_, at), n in cells.items() if at == b), None, b) for b in range(len(right.groups))]
        streams = [Stream(a, b, mark(n, a, b)) for (a, b), n in sorted(cells.items())]
        chart.picture = diagrams.flows(ends, others, (left.names, right.names), streams, say("flows"))
    chart.columns = [say("giver"), say("receiver"), say("times")]
    chart.rows = [[named("giver", row["giver"]), named("receiver", row["receiver"]), number(row["n"])] for row in rows]
    return chart


class _Side:
    """The nodes on one side of the streams: the values of a part in each, their names, and in which node a value is."""

    def __init__(self, part: str, rows: Rows) -> None:
        totals = Counter[str]()
        for row in rows:
            totals[row[part]] += row["n"]
        self.groups = grouped([value for value, _ in totals.most_common()])
        self.names = [named(part, group[0]) if len(group) == 1 else say("others") for group in self.groups]
        self.of = {value: i for i, group in enumerate(self.groups) for value in group}


async def provinces(db: Any, pages: Pages) -> Chart:
    """Awards to units of each province, on a map of tiles; ministries and provinces of old in a list."""
    chart, rows = await counted(db, "provinces", pages.asked, scan=True)
    counts = {row["scope"]: row["n"] for row in rows}
    places = tile_places()
    values = {place["name"]: sum(counts.get(name, 0) for name in place["scopes"]) for place in places}
    most = max(values.values())
    made = []
    for place in places:
        n = values[place["name"]]
        words = say("place", name=place["name"], n=number(n)) + (say("now", name=place["now"]) if place["now"] else "")
        scopes = tuple(name for name in place["scopes"] if name in counts) or place["scopes"][:1]
        link = Mark(n, words, pages.rows("awards", pages.asked.but(scope=scopes))) if n else None
        made.append(Tile(place["row"], place["column"], place["label"], link, diagrams.shade(n, most)))
    if counts:
        chart.picture = diagrams.tiles(made, say("provinces"))
        chart.legend = [(charts.swatch(i, "q"), _span(first, last)) for i, first, last in diagrams.shades(most)]
    on_map = {name for place in places for name in place["scopes"]}
    chart.cells = [
        {
            "title": row["scope"],
            "n": row["n"],
            "on_map": row["scope"] in on_map,
            "href": pages.rows("awards", pages.asked.but(scope=(row["scope"],))),
        }
        for row in rows
    ]
    chart.columns = [say("scope"), say("times")]
    chart.rows = [[str(row["scope"]), number(row["n"])] for row in rows]
    return chart


def _span(first: int, last: int) -> str:
    return number(first) if first == last else f"{number(first)}–{number(last)}"


@functools.cache
def tile_places() -> list[dict[str, Any]]:
    """The places of tiles.csv: row, column, name, label, the scopes of units that stand for it, the province it is part of since 2025."""
    titles = {row.id: row.name for row in load(Province)}
    now = {row.name: titles[row.successor_ids[0]] for row in load(Province) if "63" in row.map and row.successor_ids}
    with (HERE / "tiles.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    return [
        {
            "row": int(row["row"]),
            "column": int(row["column"]),
            "name": row["name"],
            "label": row["label"],
            "scopes": (row["name"], *filter(None, row["also"].split(";"))),
            "now": now.get(row["name"], "") if now.get(row["name"]) != row["name"] else "",
        }
        for row in told
    ]


DRAWN: dict[str, Callable[[Any, Pages], Any]] = {
    "forms": lambda db, pages: by_year(db, pages, "forms", "form"),
    "statuses": statuses,
    "levels": lambda db, pages: by_year(db, pages, "levels", "level", order=LEVELS),
    "provinces": provinces,
    "flows": flows,
    "sums": sums,
    "themes": themes,
}
"""The charts in the order of the page."""


async def drawn(db: Any, pages: Pages) -> list[Chart]:
    """All charts; one that was not counted in time says so."""

    async def one(key: str) -> Chart:
        try:
            return await DRAWN[key](db, pages)  # type: ignore[no-any-return]
        except QueryInterrupted:
            return Chart(key, late=True)

    return list(await asyncio.gather(*map(one, DRAWN)))
