"""The figures behind the charts: counted by the SQL of explore.yaml, drawn by `charts`, each mark a link to the rows it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict
from urllib.parse import urlencode

from markupsafe import Markup

from corpus.site import charts
from corpus.site.asked import NOT_TOLD, Asked
from corpus.site.charts import Mark, Series
from corpus.site.labels import WORDS, read_yaml
from corpus.telling import number

QUESTIONS: dict[str, dict[str, str]] = read_yaml("explore.yaml")
YEARS = 45
"""So many years a chart has; what is older stands in one column."""
LEVELS = ("state", "government", "ministry/province", "grassroots", NOT_TOLD)
STEEP = 30
"""How many times the middle sum the greatest may be before sums are drawn on a scale of powers of ten."""
_NAMED = charts.STYLES - 1
Rows = Sequence[Any]
Groups = list[tuple[str, ...]]


@dataclass
class Chart:
    """A chart as the page has it: the drawing, its figures as a table, the SQL that counted them."""

    key: str
    picture: Markup | None = None
    legend: list[tuple[Markup, str]] = field(default_factory=list)
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


class Span(TypedDict, total=False):
    """One year, or every year until one."""

    year: int
    until: int


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

    def asked(self, place: int) -> Span:
        """What a link to the rows of a place asks for."""
        return {"until": self.first} if self.older and not place else {"year": self.first + place}


@dataclass(frozen=True)
class Pages:
    """Where the rows of a table stand, and how one asks for them."""

    asked: Asked
    table: Callable[[str], str]

    def rows(
        self,
        table: str,
        asked: Asked | None = None,
        *,
        year: int | None = None,
        until: int | None = None,
        more: Mapping[str, str] | None = None,
    ) -> str:
        """The address of these rows."""
        return f"{self.table(table)}?{(asked or self.asked).link(table, year=year, until=until, more=more or {})}"


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
    return chart, (await db.patiently(chart.sql, given)).rows


async def by_year(db: Any, pages: Pages, key: str, part: str, *, order: Sequence[str] = (), most: int = YEARS) -> Chart:
    """Awards by year, stacked by a part: the form or the level."""
    chart, rows = await counted(db, key, pages.asked)
    years = Years((row["year"] for row in rows), most)
    totals = Counter[str]()
    for row in rows:
        totals[row[part]] += row["n"]
    ranked = [value for value in order if value in totals] or [value for value, _ in totals.most_common()]
    groups = grouped(ranked)
    of = {value: i for i, group in enumerate(groups) for value in group}
    cells = [[0] * len(years.labels) for _ in groups]
    without = 0
    for row in rows:
        if row["year"]:
            cells[of[row[part]]][years.at(row["year"])] += row["n"]
        else:
            without += row["n"]
    series = [_series(pages, years, part, group, cells[i], i) for i, group in enumerate(groups)]
    chart.legend = [(charts.swatch(one.style), one.name) for one in series]
    if years.labels:
        chart.picture = charts.columns(years.labels, series, say(key), charts.short)
    _table(chart, years, series)
    no_year(chart, without, pages.rows("awards", year=0))
    return chart


def grouped(ranked: Sequence[str]) -> Groups:
    """The first values each alone, the rest together, as many groups as there are styles."""
    most = len(ranked) if len(ranked) <= charts.STYLES else _NAMED
    return [*((value,) for value in ranked[:most]), *([tuple(ranked[most:])] if ranked[most:] else [])]


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


def no_year(chart: Chart, count: int, href: str) -> None:
    """Tell of the rows without a year, which no column has."""
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
    no_year(chart, without, pages.rows("awards", pages.asked.but(status=()), year=0, more={"status__in": ",".join(both)}))
    return chart


async def sums(db: Any, pages: Pages) -> Chart:
    """Sums in đồng by year, doubtful ones apart; no rates per gift or prize."""
    chart, rows = await counted(db, "sums", pages.asked)
    years = Years(row["year"] for row in rows)
    series = []
    for flagged in (0, 1):
        more = {"currency": "VND", "per__isnull": "1"} | ({"flags__not": "[]"} if flagged else {"flags": "[]"})
        told = [row for row in rows if row["flagged"] == flagged]
        marks = _sums(pages, years, say(f"sums_{flagged}"), told, more)
        series.append(Series(say(f"sums_{flagged}"), marks, flagged))
        no_year(chart, sum(row["n"] for row in told if not row["year"]), pages.rows("amounts", year=0, more=more))
    shown = [one for one in series if any(one.marks)]
    values = sorted(mark.value for one in shown for mark in one.marks if mark)
    steep = bool(values) and values[-1] > STEEP * max(values[len(values) // 2], 1)
    if steep:
        chart.picture = charts.dots(years.labels, shown, say("sums"), _dong)
        chart.notes.insert(0, (say("steep"), ""))
    elif values:
        chart.picture = charts.columns(years.labels, shown, say("sums"), _dong, beside=True)
    chart.legend = [(charts.swatch(one.style, "p" if steep else "s"), one.name) for one in shown]
    _table(chart, years, shown)
    return chart


def _dong(value: float) -> str:
    return f"{charts.short(value)} đ"


def _sums(pages: Pages, years: Years, name: str, rows: Rows, more: dict[str, str]) -> list[Mark | None]:
    counts, totals = Counter[int](), Counter[int]()
    for row in rows:
        if row["year"]:
            counts[years.at(row["year"])] += row["n"]
            totals[years.at(row["year"])] += row["total"]

    def mark(place: int, label: str) -> Mark:
        words = say("sum", period=label, name=name, n=number(counts[place]), total=number(totals[place]))
        return Mark(totals[place], words, pages.rows("amounts", more=more, **years.asked(place)))

    return [mark(place, label) if counts[place] else None for place, label in enumerate(years.labels)]
