"""What the first page shows: what the archive holds, from when to when, and what has come last."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from corpus.site import charts
from corpus.site.asked import Asked
from corpus.site.cells import FACTS
from corpus.site.explore import FIRST
from corpus.site.figures import Pages, by_year

COUNTED = ("articles", "units", "people", "awards", "amounts", "themes", "events", "documents")
SPAN = "select (select {end}(published_on) from articles), (select {end}(year) from articles)"
"""One end of the time that articles are of; each part reads the end of an index, both together would read all articles."""
YEARS = 20
"""So many years the chart of the first page has."""


def once(table: str) -> str:
    """The question how many rows a table has, those that a near-copy tells again not counted; answered from small indexes."""
    if table in FACTS:
        return f"select (select count(*) from {table}) - (select count(*) from {table} where repeats is not null)"
    # a unit that only copies name is kept, since their facts point to it
    return f"select count(*) from {table}" + (" where articles > 0" if table == "units" else "")


async def home(db: Any, table: Callable[[str], str], doubtful: Callable[[Any], Awaitable[int]] | None = None) -> dict[str, Any]:
    """What the template of the first page wants; `table` gives the address of a table's page.

    `doubtful` counts the doubtful facts that wait, where whoever asks may review them.
    """

    async def rows(sql: str) -> list[Any]:
        return list((await db.patiently(sql)).rows)

    first, last = [(await rows(SPAN.format(end=end)))[0] for end in ("min", "max")]
    return {
        "counts": {name: (await rows(once(name)))[0][0] for name in COUNTED},
        "span": {"first": first[0] or first[1], "last": last[0] or last[1]},
        "chart": await by_year(db, Pages(Asked().but(**FIRST), table), "forms", "form", most=YEARS),
        "patterns": charts.patterns(),
        "latest": await rows("select id, title, published_on, source from articles order by published_on desc, id limit 8"),
        "largest": await rows("select id, name, awards from units where awards > 0 order by awards desc, sort_key limit 8"),
        "doubts": await doubtful(db) if doubtful else 0,
    }
