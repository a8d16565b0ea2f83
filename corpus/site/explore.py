"""The page of charts, `/-/explore`: what a reader asked for, counted by SQL, drawn by `charts`, each mark a link to its rows."""

from __future__ import annotations

import asyncio
import csv
import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Response
from markupsafe import Markup

from corpus.site import charts
from corpus.site.asked import NOT_TOLD, PARTS, Asked
from corpus.site.charts import Mark, Series, Stream, Tile
from corpus.site.labels import HERE, WORDS, read_yaml
from corpus.telling import number
from schemas.catalogues import Province, load

QUESTIONS: dict[str, dict[str, str]] = read_yaml("explore.yaml")
FIRST = {"status": ("conferred",)}
"""What is asked where a reader has not said anything of it: what was given, since a proposal is told again when it is granted."""
YEARS = 45
"""So many years a chart has; what is older stands in one column."""
LEVELS = ("state", "government", "ministry/province", "grassroots", NOT_TOLD)
STEEP = 30
"""How many times the middle sum the greatest may be before sums are drawn on a scale of powers of ten."""
_NAMED = charts.STYLES - 1
_CHOICES = {
    "form": "select distinct form, form from award_types where form <> '' order by 1",
    "level": "select distinct level, level from award_types where level <> ''",
    "scope": "select distinct scope, scope from units where scope_kind in ('province', 'ministry') order by scope_kind desc, scope",
    "theme": "select id, title from themes where articles > 0 order by articles desc, sort_key limit 300",
}
Rows = Sequence[Any]


@dataclass
class Chart:
    """A chart as the page has it: the drawing, its figures as a table, the SQL that counted them."""

    key: str
    picture: Markup | None = None
    legend: list[tuple[Markup, str, float]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    sql: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    late: bool = False

    @property
    def asks(self) -> str:
        """The query string by which the SQL page asks the same."""
        return urlencode({"sql": self.sql, **self.given})


class Years:
    """The years along a chart, without gaps; what is older than `YEARS` of them stands in the first."""

    def __init__(self, years: Iterable[int | None], most: int = YEARS) -> None:
        told = sorted({year for year in years if year})
        self.first = max(told[0], told[-1] - most + 1) if told else 0
        self.last = told[-1] if told else -1
        self.older = bool(told) and told[0] < self.first
        self.labels = [f"≤{y}" if self.older and y == self.first else str(y) for y in range(self.first, self.last + 1)]

    def at(self, year: int) -> int:
        """The place of a year."""
        return max(year - self.first, 0)

    def asked(self, place: int) -> dict[str, int]:
        """What a link to the rows of a place asks for."""
        return {"until": self.first} if self.older and not place else {"year": self.first + place}


@dataclass(frozen=True)
class Pages:
    """Where the rows of a table stand, and how one asks for them."""

    asked: Asked
    table: Callable[[str], str]

    def rows(self, table: str, asked: Asked | None = None, **more: Any) -> str:
        """The address of these rows."""
        return f"{self.table(table)}?{(asked or self.asked).link(table, **more)}"


def say(key: str, **values: Any) -> str:
    """The words of this page."""
    return WORDS.say(f"explore.{key}", **values)


def named(part: str, value: str) -> str:
    """A value of a part as a reader knows it; a theme's key stays."""
    if part == "giver" and value.startswith("government/"):
        key = value.replace("/", "_")
        return say(key) if value in ("government/nation", "government/province") else say("government_local")
    if value == NOT_TOLD:
        return say(f"no_{part}")
    code = {"giver": "kind", "receiver": "kind"}.get(part, part)
    told = WORDS.coded(code, value) or (WORDS.coded("recipient_kind", value) if part == "receiver" else None)
    return str(WORDS.value(code if WORDS.coded(code, value) else "recipient_kind", value)) if told else value


async def counted(db: Any, key: str, asked: Asked, *, scan: bool = False) -> tuple[Chart, Rows]:
    """A chart without its drawing, and the rows that its SQL answers."""
    question = QUESTIONS[key]
    where, given = asked.where(question["table"], scan=scan)
    chart = Chart(key, sql=question["sql"].replace("<where>", where), given=given)
    return chart, (await db.execute(chart.sql, given)).rows


async def by_year(db: Any, pages: Pages, key: str, part: str, *, order: Sequence[str] = (), most: int = YEARS) -> Chart:
    """Awards by year, stacked by a part: the form or the level."""
    chart, rows = await counted(db, key, pages.asked)
    years = Years((row["year"] for row in rows), most)
    totals = Counter[str]()
    for row in rows:
        totals[row[part]] += row["n"]
    ranked = [value for value in order if value in totals] or [value for value, _ in totals.most_common()]
    groups: list[tuple[str, ...]] = [(value,) for value in ranked]
    if len(groups) > charts.STYLES:
        groups = [*groups[:_NAMED], tuple(group[0] for group in groups[_NAMED:])]
    of = {value: i for i, group in enumerate(groups) for value in group}
    cells = [[0] * len(years.labels) for _ in groups]
    without = 0
    for row in rows:
        if row["year"]:
            cells[of[row[part]]][years.at(row["year"])] += row["n"]
        else:
            without += row["n"]
    series = [_series(pages, years, part, group, cells[i], i) for i, group in enumerate(groups)]
    chart.legend = [(charts.swatch(one.style), one.name, one.total) for one in series]
    if years.labels:
        chart.picture = charts.columns(years.labels, series, say(key))
    _table(chart, years, series)
    _no_year(chart, without, pages.rows("awards", year=0))
    return chart


def _series(pages: Pages, years: Years, part: str, group: tuple[str, ...], counts: Sequence[int], style: int) -> Series:
    name = named(part, group[0]) if len(group) == 1 else say("others")
    asked = pages.asked.but(**{part: group})
    marks = [
        Mark(n, say("mark", period=years.labels[i], name=name, n=number(n)), pages.rows("awards", asked, **years.asked(i)))
        if n
        else None
        for i, n in enumerate(counts)
    ]
    return Series(name, marks, style)


def _table(chart: Chart, years: Years, series: Sequence[Series], shown: Callable[[float], str] = number) -> None:
    chart.columns = [say("year"), *(one.name for one in series)]
    chart.rows = [
        [label, *(shown(mark.value) if (mark := one.marks[i]) else "0" for one in series)]
        for i, label in enumerate(years.labels)
        if any(one.marks[i] for one in series)
    ]


def _no_year(chart: Chart, count: int, href: str) -> None:
    if count:
        chart.notes.append((say("without_year", n=number(count)), href))


async def statuses(db: Any, pages: Pages) -> Chart:
    """Proposed against conferred, by year; whatever status was asked for."""
    both = ("proposed", "conferred")
    asked = pages.asked.but(status=both)
    chart, rows = await counted(db, "statuses", asked)
    years = Years(row["year"] for row in rows)
    series, without = [], 0
    for style, status in enumerate(both):
        counts = [0] * len(years.labels)
        for row in rows:
            if row["status"] == status and row["year"]:
                counts[years.at(row["year"])] += row["n"]
        series.append(_series(pages, years, "status", (status,), counts, style))
    without = sum(row["n"] for row in rows if not row["year"])
    if years.labels:
        chart.picture = charts.lines(years.labels, series, say("statuses"))
    _table(chart, years, series)
    _no_year(chart, without, pages.rows("awards", pages.asked.but(status=()), year=0, status__in=",".join(both)))
    return chart


async def sums(db: Any, pages: Pages) -> Chart:
    """Sums in đồng by year, doubtful ones apart; no rates per gift or prize."""
    chart, rows = await counted(db, "sums", pages.asked)
    years = Years(row["year"] for row in rows)
    series = []
    for flagged in (0, 1):
        name, more = (
            say(f"sums_{flagged}"),
            {"currency": "VND", "per__isnull": "1"} | ({"flags__not": "[]"} if flagged else {"flags": "[]"}),
        )
        cells = [[0, 0.0] for _ in years.labels]
        for row in rows:
            if row["flagged"] == flagged and row["year"]:
                cell = cells[years.at(row["year"])]
                cell[0], cell[1] = cell[0] + row["n"], cell[1] + row["total"]
            elif row["flagged"] == flagged:
                _no_year(chart, row["n"], pages.rows("amounts", year=0, **more))
        marks = [
            Mark(
                total,
                say("sum", period=years.labels[i], name=name, n=number(n), total=number(total)),
                pages.rows("amounts", **years.asked(i), **more),
            )
            if n
            else None
            for i, (n, total) in enumerate(cells)
        ]
        series.append(Series(name, marks, flagged))
    values = sorted(mark.value for one in series for mark in one.marks if mark)
    if values and values[-1] > STEEP * values[len(values) // 2] and values[-1] > 0:
        chart.picture = charts.dots(years.labels, series, say("sums"), lambda value: f"{charts.short(value)} ₫")
        chart.notes.insert(0, (say("steep"), ""))
    elif values:
        chart.picture = charts.columns(years.labels, series, say("sums"))
    told = [one for one in series if one.total]
    chart.legend = [(charts.swatch(one.style), one.name, one.total) for one in told]
    _table(chart, years, told)
    return chart


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
        _no_year(chart, counts[-1], pages.rows("article_themes", asked, year=0))
    chart.columns = [say("theme"), say("year"), say("times")]
    chart.rows = [[str(row["theme"]), str(row["year"] or ""), number(row["n"])] for row in rows]
    return chart


async def flows(db: Any, pages: Pages) -> Chart:
    """What goes from kinds of givers to kinds of recipients, of awards whose giver is named."""
    chart, rows = await counted(db, "flows", pages.asked, scan=True)
    sides = []
    for part in ("giver", "receiver"):
        totals = Counter[str]()
        for row in rows:
            totals[row[part]] += row["n"]
        groups: list[tuple[str, ...]] = [(value,) for value, _ in totals.most_common()]
        if len(groups) > charts.STYLES:
            groups = [*groups[:_NAMED], tuple(group[0] for group in groups[_NAMED:])]
        sides.append(groups)
    of = [{value: i for i, group in enumerate(groups) for value in group} for groups in sides]
    cells = Counter[tuple[int, int]]()
    for row in rows:
        cells[of[0][row["giver"]], of[1][row["receiver"]]] += row["n"]
    names = [
        [named(part, g[0]) if len(g) == 1 else say("others") for g in groups]
        for part, groups in zip(("giver", "receiver"), sides, strict=True)
    ]
    givers = tuple(value for group in sides[0] for value in group)

    def mark(n: int, left: int | None, right: int | None) -> Mark:
        words = " → ".join(names[side][i] for side, i in enumerate((left, right)) if i is not None)
        asked = pages.asked.but(
            giver=givers if left is None else sides[0][left], receiver=() if right is None else sides[1][right]
        )
        return Mark(n, say("flow", name=words, n=number(n)), pages.rows("awards", asked))

    ends = [
        [
            mark(sum(n for pair, n in cells.items() if pair[side] == i), *((i, None) if not side else (None, i)))
            for i in range(len(sides[side]))
        ]
        for side in (0, 1)
    ]
    streams = [Stream(a, b, mark(n, a, b)) for (a, b), n in sorted(cells.items())]
    if streams:
        chart.picture = charts.flows(ends[0], ends[1], (names[0], names[1]), streams, say("flows"))
    chart.columns = [say("giver"), say("receiver"), say("times")]
    chart.rows = [[named("giver", row["giver"]), named("receiver", row["receiver"]), number(row["n"])] for row in rows]
    return chart


async def provinces(db: Any, pages: Pages) -> Chart:
    """Awards to units of each province, on a map of tiles; ministries and provinces of old in a list."""
    chart, rows = await counted(db, "provinces", pages.asked, scan=True)
    counts = {row["scope"]: row["n"] for row in rows}
    places = tile_places()
    values = {place["name"]: sum(counts.get(name, 0) for name in place["scopes"]) for place in places}
    least = charts.shades(list(values.values()))
    made = []
    for place in places:
        n = values[place["name"]]
        words = say("place", name=place["name"], n=number(n)) + (say("now", name=place["now"]) if place["now"] else "")
        scopes = tuple(name for name in place["scopes"] if name in counts) or place["scopes"][:1]
        link = Mark(n, words, pages.rows("awards", pages.asked.but(scope=scopes))) if n else None
        made.append(Tile(place["row"], place["column"], place["label"], link, sum(n >= value for value in least) if n else 0))
    if counts:
        chart.picture = charts.tiles(made, say("provinces"))
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


async def choices(db: Any, asked: Asked) -> dict[str, list[tuple[str, str]]]:
    """(value, words) that each part may have, with what was asked for."""
    found: dict[str, list[tuple[str, str]]] = {
        "status": [(s, named("status", s)) for s in ("conferred", "proposed", "past", "possible")]
    }
    for part, sql in _CHOICES.items():
        told = [
            (str(value), str(words) if part == "theme" else named(part, str(words))) for value, words in await db.execute(sql)
        ]
        found[part] = told + [(value, value) for value in asked.parts.get(part, ()) if value not in {v for v, _ in told}]
    found["level"].sort(key=lambda told: LEVELS.index(told[0]) if told[0] in LEVELS else len(LEVELS))
    return found


def read(args: Mapping[str, Sequence[str]]) -> Asked:
    """What the arguments of the page ask for; what was given, where they say nothing of the status."""
    asked = Asked.of(args)
    return asked if "status" in args else asked.but(**FIRST)


async def page(datasette: Any, request: Any) -> Response:
    """`/-/explore?from=&to=&form=&level=&status=&scope=&theme=`."""
    name, db = next((name, db) for name, db in datasette.databases.items() if not name.startswith("_"))
    asked = read({key: request.args.getlist(key) for key in request.args})
    pages = Pages(asked, lambda table: str(datasette.urls.table(name, table)))
    given = {
        "asked": asked,
        "charts": await drawn(db, pages),
        "offered": await choices(db, asked),
        "patterns": charts.patterns(),
        "sql_allowed": await datasette.permission_allowed(request.actor, "execute-sql", resource=name, default=True),
    }
    return Response.html(await datasette.render_template("explore.html", given, request=request))


async def shown(db: Any, asked: Asked) -> list[tuple[str, str, str]]:
    """(part, value, words) of what a table's page was asked for in our own arguments."""
    told = []
    for part in PARTS:
        for value in asked.parts.get(part, ()):
            words = named(part, value)
            if part == "theme":
                rows = (await db.execute("select title from themes where id = ?", [value])).rows
                words = rows[0]["title"] if rows else value
            told.append((part, value, words))
    return told
