"""The charts: each mark counts the rows to which it leads, whatever was asked for, and nothing in an archive breaks the page."""

from __future__ import annotations

import asyncio
import html
import json
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from corpus.archive import Archive
from corpus.ingest import ingest
from corpus.rows import Rowing
from corpus.site import charts, diagrams, site
from corpus.site.asked import Asked
from corpus.site.charts import Mark, Series
from corpus.site.figures import YEARS, Years
from corpus.site.panels import tile_places
from schemas.catalogues import Province, load
from tests.making import GoldReader, article, ask, record

HOSTILE = '</title><script>alert(1)</script> "{{ 7 * 7 }}" <img src=x onerror=alert(1)>'
LINK = re.compile(r'<a href="([^"]*)"><title>([^<]*)</title>')
FILTERS = (
    "",
    "?status=",
    "?status=proposed&from=2010&to=2018",
    "?form=b%E1%BA%B1ng+khen&status=",
    "?form=-&status=",
    "?level=state&status=past",
    "?scope=L%C3%A2m+%C4%90%E1%BB%93ng&status=",
    "?theme={theme}&status=",
    "?from=2030&to=1990&level=-",
)


class Site:
    """A site under test, and what its tables count."""

    def __init__(self, path: Path) -> None:
        self.path, self.ds = path, site(path)
        self.counts: dict[str, tuple[int, float]] = {}

    def get(self, path: str, status: int = 200) -> str:
        found = asyncio.run(self.ds.client.get(path))
        assert found.status_code == status, (path, found.status_code)
        return str(found.text)

    def rows(self, href: str) -> tuple[int, float]:
        """How many rows the table at an address has, and what the values of the first thousand add up to."""
        if href not in self.counts:
            path, _, query = href.partition("?")
            found = json.loads(self.get(f"{path}.json?{query}&_nofacet=1&_size=1000&_shape=objects"))
            self.counts[href] = found["filtered_table_rows_count"], sum(row.get("value") or 0 for row in found["rows"])
        return self.counts[href]


def marks(page: str) -> list[tuple[str, str]]:
    """(address, words) of each mark of a page."""
    return [(html.unescape(href), html.unescape(words)) for href, words in LINK.findall(page)]


def figures(words: str) -> list[int]:
    """The numbers after the name of a mark: how many, and what they add up to."""
    words = re.sub(r" \(từ 1/7/2025 .*\)$", "", words)
    return [int(n.replace(".", "")) for n in re.findall(r"\d[\d.]*", words.rpartition(": ")[2])]


@pytest.fixture(scope="module")
def gold(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The samples' gold records; some facts told again, some without a year, some long ago, an award of no type, a doubtful sum."""
    path = tmp_path_factory.mktemp("charts") / "kho.db"
    ingest([samples], path, now=lambda: "2026-01-01", reader=GoldReader(samples))
    with Archive(path) as archive, archive.transaction():
        for table in ("awards", "amounts", "article_themes"):
            ids = [row[0] for row in archive.db.execute(f"select id from {table} order by id")]
            for change, chosen in (
                ("repeats = 'x'", ids[::7]),
                ("year = null", ids[1::9]),
                ("year = 1951", ids[2::11]),
                ("year = 1962", ids[3::13]),
            ):
                archive.db.execute(f"update {table} set {change} where id in ({', '.join('?' * len(chosen))})", chosen)
        archive.db.execute(
            "update awards set award_type = null where id in (select id from awards where repeats is null limit 3)"
        )
        archive.db.execute("update units set scope = 'Huế', scope_kind = 'province' where scope = 'Điện Biên'")
        archive.db.execute("update units set scope = 'Bộ Y tế', scope_kind = 'ministry' where scope = 'Hà Giang'")
    return Site(path)


@pytest.mark.parametrize("query", FILTERS)
def test_each_mark_counts_its_rows(gold: Site, query: str) -> None:
    (theme,) = ask(gold.path, "select theme from article_themes group by 1 order by count(*) desc, 1 limit 1")
    page = gold.get("/-/explore" + query.replace("{theme}", quote(theme)))
    found = marks(page)
    for href, words in found:
        count, total = gold.rows(href)
        told = figures(words)
        assert told[0] == count > 0, words
        if "/amounts?" in href:
            assert told[1] == total, words
    assert found or "Không có gì" in page
    for href, words in re.findall(r'<p class="soft note"><a href="([^"]+)">([^<]+)</a>', page):
        assert int(re.findall(r"\d+", words)[0]) == gold.rows(html.unescape(href))[0], words
    for href, count in re.findall(r'<a href="([^"]+)">[^<]+</a> (?:<span>)?([\d.]+)(?:</span>)?</li>', page):
        assert int(count.replace(".", "")) == gold.rows(html.unescape(href))[0]


def test_nothing_asked_shows_every_chart_and_all_that_was_conferred(gold: Site) -> None:
    page = gold.get("/-/explore")
    for chart in ("forms", "statuses", "levels", "provinces", "flows", "sums", "themes"):
        assert re.search(rf'id="{chart}">.*?</figure>', page, re.S), chart
    (conferred,) = ask(gold.path, "select count(*) from awards where status = 'conferred' and repeats is null")
    for chart in ("forms", "levels"):
        part = page[page.index(f'id="{chart}"') : page.index("</figure>", page.index(f'id="{chart}"'))]
        without = sum(gold.rows(html.unescape(href))[0] for href in re.findall(r'note"><a href="([^"]+)"', part))
        assert sum(figures(words)[0] for _, words in marks(part)) + without == conferred
        assert without > 0
    assert "≤" in page  # what is long ago stands in one column
    assert any("year__lte=" in href for href, _ in marks(page))


def test_old_years_stand_together() -> None:
    years = Years([1930, None, 1985, 2025])
    assert len(years.labels) == YEARS
    assert (years.labels[0], years.labels[-1]) == ("≤1981", "2025")
    assert (years.at(1930), years.at(1985)) == (0, 4)
    assert (years.asked(0), years.asked(4)) == ({"until": 1981}, {"year": 1985})
    assert Years([2016]).labels == ["2016"]
    assert Years([None]).labels == []


def test_figures_sql_and_csv_tell_the_same(gold: Site) -> None:
    page = gold.get("/-/explore?from=2000&status=")
    for chart in ("forms", "statuses", "levels", "provinces", "flows", "sums", "themes"):
        part = page[page.index(f'id="{chart}"') : page.index("</figure>", page.index(f'id="{chart}"'))]
        asked = html.unescape(re.findall(r'href="/kho\?(sql=[^"]+)"', part)[0])
        rows = json.loads(gold.get(f"/kho.json?{asked}&_shape=objects"))["rows"]
        lines = gold.get(html.unescape(re.findall(r'href="(/kho\.csv\?[^"]+)"', part)[0])).split("\r\n")
        assert len(lines) == len(rows) + 2
        shown = [int(cell.replace(".", "")) for cell in re.findall(r"<td>([\d.]+)</td>", part)]
        counted = sum(row["total" if chart == "sums" else "n"] for row in rows)
        years = sum(row["year"] for row in rows) if chart == "themes" else 0  # they stand in a column of their own
        assert sum(shown) - years == counted > 0, chart


def test_table_takes_what_is_no_column_of_it(gold: Site) -> None:
    told = urlencode({"_form": "bằng khen", "_scope": "Lâm Đồng", "status": "conferred"})
    page = gold.get(f"/kho/awards?{told}")
    assert "Hình thức = bằng khen" in html.unescape(page)
    assert 'name="_scope" value="Lâm Đồng"' in page  # kept when another filter is added
    (count,) = ask(
        gold.path,
        """select count(*) from awards a join award_types t on t.id = a.award_type join units u on u.id = a.recipient_unit
           where t.form = 'bằng khen' and u.scope = 'Lâm Đồng' and a.status = 'conferred'""",
    )
    assert gold.rows(f"/kho/awards?{told}")[0] == count
    (units,) = ask(gold.path, "select count(*) from units")
    assert gold.rows("/kho/units?_form=x")[0] == units  # no such argument there


@pytest.mark.parametrize(
    "query",
    [
        "from=abc&to=20%2000",
        "from=99999",
        "scope=" + quote("'; drop table awards; --"),
        "theme=" + quote(HOSTILE),
        "status=x&form=x&level=x",
        "status=%00&giver=y&receiver=z",
        "&".join(f"form={i}" for i in range(2000)),
    ],
)
def test_odd_questions_are_answered(gold: Site, query: str) -> None:
    page = gold.get(f"/-/explore?{query}")
    assert "<script>alert" not in page
    assert "<img" not in page


@pytest.fixture
def few(tmp_path: Path) -> Any:
    def made(*articles: tuple[str, dict[str, Any]]) -> Site:
        path = tmp_path / "it.db"
        with Archive(path) as archive, archive.transaction():
            archive.db.execute("insert into runs (id, started) values (1, '2026')")
            for n, (text, lists) in enumerate(articles):
                archive.store([Rowing(article(text, f"{n}.txt"), record(text, **lists))], 1)
        with Archive(path) as archive:
            archive.settle()
        return Site(path)

    return made


def test_empty_archive(few: Any) -> None:
    page = few().get("/-/explore")
    assert page.count("Không có gì theo bộ lọc này.") == 7
    assert marks(page) == []


def test_one_year_alone(few: Any) -> None:
    award = {
        "award": "Giấy khen",
        "recipient": "Sở Y tế tỉnh Nam Định",
        "recipient_kind": "unit",
        "status": "conferred",
        "year": "2016",
    }
    found = few(("Trao Giấy khen cho Sở Y tế tỉnh Nam Định.", {"units": [award["recipient"]], "awards": [award]}))
    page = found.get("/-/explore")
    assert any(words.startswith("2016, giấy khen: 1 lượt") for _, words in marks(page))
    assert any(words.startswith("Nam Định: 1 lượt (từ 1/7/2025 thuộc Ninh Bình)") for _, words in marks(page))
    for href, words in marks(page):
        assert figures(words)[0] == found.rows(href)[0], words


def test_sums_far_apart_stand_on_powers_of_ten(few: Any) -> None:
    def paid(values: Sequence[float], year: int) -> tuple[str, dict[str, Any]]:
        text = f"Năm {year} chi tiền."
        return text, {"article": {"published_on": f"{year}-01-01"}, "amounts": [{"value": v, "about": "chi"} for v in values]}

    page = few(paid([5e6], 2014), paid([7e6], 2015), paid([9e17, 1], 2016)).get("/-/explore")
    assert "2016, khoản rõ: 2 khoản, cộng 900.000.000.000.000.001 đ" in page or "900.000.000.000.000.000 đ" in page
    assert "cao gấp mười" in page
    assert "triệu tỷ đ" in page


def test_hostile_names_stay_words(few: Any) -> None:
    award = {
        "award": HOSTILE,
        "recipient": HOSTILE,
        "recipient_kind": "unit",
        "status": "conferred",
        "year": "2016",
        "grantor": HOSTILE,
    }
    text = f"{HOSTILE} khen {HOSTILE}"
    found = few((text, {"units": [HOSTILE], "awards": [award], "themes": [HOSTILE], "article": {"published_on": "2016-01-01"}}))
    with sqlite3.connect(found.path) as conn:
        conn.execute("update units set scope = ?, scope_kind = 'province', kind = ?", [HOSTILE, HOSTILE])
        conn.execute("update award_types set form = ?, level = ?", [HOSTILE, HOSTILE])
    page = found.get("/-/explore")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "49" not in re.sub(r"[a-z-]+=\"[^\"]*\"", "", page)
    for href, words in marks(page):
        assert found.rows(href)[0] == 1, words
        assert "<script>alert" not in found.get(href)


def test_english(gold: Site) -> None:
    found = asyncio.run(gold.ds.client.get("/-/explore", headers={"accept-language": "en"}))
    assert "<h1>Explore</h1>" in found.text
    assert "Who honours whom" in found.text
    assert "lượt" not in found.text


def test_the_map_has_each_province_of_63_once() -> None:
    names = {row.name for row in load(Province) if "63" in row.map.split(";")} - {"Huế"}
    places = tile_places()
    assert sorted(place["name"] for place in places) == sorted(names)
    assert len({(place["row"], place["column"]) for place in places}) == len(places) == 63
    assert {place["now"] for place in places if place["name"] in ("Nam Định", "Hà Giang", "Hà Nội")} == {
        "Ninh Bình",
        "Tuyên Quang",
        "",
    }


def test_charts_hold_any_number() -> None:
    periods = [str(year) for year in range(1980, 2026)]
    for most in (1, 3, 10**7, 10**15):
        one = Series("a", [Mark(most if i % 2 else 1, f"{HOSTILE} {i}", "/x?a=1&b=2") for i in range(len(periods))], 0)
        two = Series("b", [None] * len(periods), 1)
        for drawn in (
            charts.columns(periods, [one, two], "n", charts.short),
            charts.columns(periods, [one, two], "n", charts.short, beside=True),
            charts.lines(periods, [one, two], "n"),
            charts.dots(periods, [one, two], "n", charts.short),
            charts.small(periods, one.marks, most, "n"),
        ):
            assert len(LINK.findall(drawn)) == len(periods)
            assert "<script>" not in drawn
            assert all(-1 <= float(y) <= 300 for y in re.findall(r' y="([^"]+)"', drawn))
            assert all(float(tall) >= 0 for tall in re.findall(r' height="([^"%]+)"', drawn))
        assert charts.ticks(most)[-1] >= most
        assert len(charts.ticks(most)) <= 7
    assert diagrams.shades(0) == []


def test_what_is_asked_is_told_in_addresses() -> None:
    asked = Asked.of({"from": ["2016"], "to": ["2010"], "form": ["a", "a", ""], "scope": ["Hà Nội"]})
    assert (asked.first, asked.last, asked.parts) == (2010, 2016, {"form": ("a",), "scope": ("Hà Nội",)})
    assert asked.link("awards", year=0).startswith("year__isnull=1&")
    assert "year__gte=2010&year__lte=2012" in asked.link("awards", until=2012)
    assert "_form" not in asked.link("amounts")
    assert Asked.of({"from": ["٢٠١٦"]}).first is None
