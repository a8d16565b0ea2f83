"""How single values look: sums and dates as Vietnamese print writes them, codes in words, keys as links.

>>> money(55000000, "VND"), money(1250.5, "USD"), day("2013-12-11"), number(1234567)
('55.000.000 đ', '1.250,5 USD', '11/12/2013', '1.234.567')
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from corpus.joins import MERGED, SPLIT
from corpus.site.labels import NUMBERS, WORDS
from corpus.site.language import said
from corpus.telling import day, number
from schemas.tables import TABLES

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
NOTHING = Markup("&nbsp;")  # Datasette takes an empty answer for none
LISTED = {column.name for table in TABLES.values() for column in table.columns if column.json}
SUMS = ("value", "literal", "total", "least", "most")
FACTS = {name: table.list for name, table in TABLES.items() if table.list}
AROUND = 90
"""Letters before and after the words of a mention that pages.yaml asks for."""
# In a question a column that names something stands beside a column that holds the key: `unit` and `unit_id`.
ASKED = {
    "article": "articles",
    "proposal": "articles",
    "latest": "articles",
    "unit": "units",
    "person": "people",
    "award": "award_types",
    "award_type": "award_types",
    "theme": "themes",
    "story": "stories",
    "event": "events",
    "document": "documents",
    "there": "articles",
}
ASKED_BY = {"_unit": "units", "_person": "people"}


@functools.lru_cache(4096)  # anyone may ask for columns of any name
def _keys(table: str | None, column: str) -> tuple[tuple[str, str], ...]:
    """(column that holds the key, table it is a key of) for a column that names something."""
    return tuple(_found(table, column))


def _found(table: str | None, column: str) -> Iterator[tuple[str, str]]:
    if table is None:
        if column in ASKED:
            yield f"{column}_id", ASKED[column]
        yield from ((column + end, other) for end, other in ASKED_BY.items())
    elif table in TABLES:
        for told in TABLES[table].columns:
            if told.refers and column in (told.field, told.name):
                yield told.name, told.refers


def money(value: float, currency: str | None) -> str:
    """A sum with its currency."""
    return f"{number(value)} {'đ' if currency in (None, '', 'VND') else currency}"


class Cells:
    """Turns one value of a row into HTML; `link(table, key)` gives the address of a row's page."""

    def __init__(self, link: Callable[[str, str], str]) -> None:
        self.link = link

    def show(self, row: Mapping[str, Any], value: Any, column: str, table: str | None) -> Markup | None:
        """The HTML of a cell, or None where Datasette's own way will do."""
        label = value["label"] if isinstance(value, dict) else value
        key = self.key(row, column, table)
        if key:
            return self._linked(row, label, *key, column, table)
        if isinstance(value, dict) or value is None or value == "":
            return None if value else NOTHING
        return self._plain(row, value, column)

    def key(self, row: Mapping[str, Any], column: str, table: str | None) -> tuple[str, str] | None:
        """(table, key) of the row that a column names, if it names one."""
        if column == WORDS.tables.get(table or "", {}).get("label"):
            return str(table), _raw(row, "id")
        if table is None and column == "taken_for" and _raw(row, "taken_for_id"):
            return _raw(row, "target"), _raw(row, "taken_for_id")
        for name, other in _keys(table, column):
            if found := _raw(row, name):
                return other, found
        return None

    def _linked(self, row: Mapping[str, Any], label: Any, other: str, key: str, column: str, table: str | None) -> Markup:
        anchor = _anchor(row, FACTS[table]) if other == "articles" and table in FACTS else ""
        anchor = _raw(row, f"{column}_anchor") if table is None else anchor
        href = self.link(other, key) + (f"#{anchor}" if anchor else "")
        untold = "entity.there" if column == "there" and table is None else "site.untitled"
        return Markup('<a href="{}">{}</a>').format(href, label or WORDS.say(untold))

    def _plain(self, row: Mapping[str, Any], value: Any, column: str) -> Markup | None:
        if column in SUMS and isinstance(value, (int, float)):
            return Markup('<span class="money">{}</span>').format(money(value, _raw(row, "currency")))
        if column == "status":
            return state(str(value))
        if column == "evidence" and _raw(row, "how") in (MERGED, SPLIT):
            return escape(evidence(str(_raw(row, "how")), str(value)))
        if column in LISTED:
            return listed(str(value), column)
        if column == "share" and isinstance(value, float):
            return Markup("{}%").format(int(100 * value))
        if column == "again":
            return escape(WORDS.say("entity.again_in", n=number(value))) if value else NOTHING
        if column == "former":
            return escape(WORDS.say("entity.former")) if value else NOTHING
        if column == "quote" and "before" in row.keys():  # noqa: SIM118 - a sqlite3.Row is searched by value, not by key
            return quoted(str(row["before"] or ""), str(value), str(row["after"] or ""))
        if column == "how":
            return escape(rule(str(value)))
        if column == "of_field":
            return escape(said(WORDS.column(None, str(value))))
        if isinstance(value, str) and DAY.match(value):
            return Markup('<time datetime="{}" class="nowrap">{}</time>').format(value, day(value))
        if isinstance(value, (int, float)) and column in NUMBERS:
            return Markup(number(value))
        coded = WORDS.coded(column, value)
        return escape(said(coded)) if coded else None


def state(status: str) -> Markup:
    """An award's status as a pill."""
    return Markup('<span class="state state-{}">{}</span>').format(status, WORDS.value("status", status))


def quoted(before: str, words: str, after: str) -> Markup:
    """Words of an article, marked, among those of their paragraph that stand around them.

    >>> quoted("Hôm qua. / Ủy ban tặng ", "Bằng khen", " cho Sở Y tế, nơ")
    Markup('<span class="quote">Hôm qua. / Ủy ban tặng <mark>Bằng khen</mark> cho Sở Y tế, …</span>')
    """
    _, line, near = before.rpartition("\n")
    if not line and len(before) >= AROUND:
        near = "… " + before.partition(" ")[2]
    rest, line, _ = after.partition("\n")
    if not line and rest:
        rest = rest.rpartition(" ")[0] + " …"
    return Markup('<span class="quote">{}<mark>{}</mark>{}</span>').format(near, words, rest)


def rule(how: str) -> str:
    """The rule by which a name was taken for something, in words, with what it went by.

    >>> rule("province of the article: UBND tỉnh Lâm Đồng")
    'đơn vị cấp tỉnh, lấy theo tỉnh của bài: UBND tỉnh Lâm Đồng'
    """
    name, _, by = how.partition(": ")
    told = str(WORDS.value("how", name))
    return f"{told}: {by}" if by else told


def evidence(how: str, kept: str) -> str:
    """What a rule stood on, in words; what people merged or split keeps the rule that stood before.

    >>> evidence("merged by hand", '[11, "named in the article", "Cục Thuế tỉnh"]')
    'bài nêu đúng tên này: Cục Thuế tỉnh'
    >>> evidence("merged by hand", "7")
    '7'
    """
    if how not in (MERGED, SPLIT):
        return kept
    try:
        *_, before, stood_on = json.loads(kept)  # the decisions, the last first, then the rule
    except (ValueError, TypeError):  # any question may call any words `evidence`
        return kept
    return ": ".join(part for part in (rule(str(before)) if before else "", str(stood_on or "")) if part)


def listed(text: str, column: str) -> Markup:
    """A list kept as JSON: doubts each with its warning, other values with semicolons."""
    try:
        values = json.loads(text)
    except ValueError:  # any question may call any words `flags`
        values = text
    values = values if isinstance(values, list) else [text]
    if not values:
        return NOTHING
    if column != "flags":
        return escape("; ".join(str(WORDS.value(column, v)) for v in values))
    return Markup(" ").join(Markup('<span class="doubt">{}</span>').format(WORDS.value("flags", v)) for v in values)


def _raw(row: Mapping[str, Any], name: str) -> str:
    value = row[name] if name in row.keys() else None  # noqa: SIM118 - a sqlite3.Row is searched by value, not by key
    value = value["value"] if isinstance(value, dict) else value
    return "" if value is None else str(value)


def _anchor(row: Mapping[str, Any], name: str) -> str:
    """Where on the article's page the fact of this row stands; a post stands with its official."""
    return f"officials-{_raw(row, 'official')}" if name == "posts" else f"{name}-{_raw(row, 'id')}"
