"""What a reader asked to see of the facts: years, status, form, level, place, theme, giver and recipient of awards.

One reading serves the charts and the tables that their marks lead to, so that both count the same rows. The form or level of an
award stands with its type, the place with its unit: no column of the table has them, so a table's address takes them as arguments
of ours (`_form=`, `_scope=`), which `corpus.site.plugin` turns into conditions. `-` stands for what is not told.

    >>> asked = Asked.of({"from": ["2010"], "form": ["cờ thi đua"], "status": ["conferred"]})
    >>> asked.link("awards", year=2012)
    'year=2012&status=conferred&_form=c%E1%BB%9D+thi+%C4%91ua&repeats__isnull=1'
    >>> asked.where("awards")[0]
    "year >= cast(:first as integer) and status = :status0 and award_type in (select id from award_types where coalesce(nullif(form, ''), '-') = :form0) and repeats is null"
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

PARTS = ("status", "form", "level", "scope", "theme", "giver", "receiver")
NOT_TOLD = "-"
# what these stand for is no column of a table; a table's address tells it with _ before it
LENT = {"awards": PARTS, "amounts": ("scope", "theme"), "article_themes": ("scope",)}
TYPED = "coalesce(nullif({0}, ''), '-')"
"""Form or level of an award type."""
GIVER = "case kind when 'government' then 'government/' || scope_kind else coalesce(kind, '-') end"
"""What a unit is as a giver: the governments of country, province and district apart."""
_UNITS_OF = "select id from units where scope_kind in ('province', 'ministry') and {0}"
_RECEIVER = "coalesce((select kind from units where units.id = recipient_unit), recipient_kind, '-')"
_MOST = 100  # values of a part; there are fewer kinds of units
Values = tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """Years from `first` to `last`, and the values that each part may have; nothing asked is everything.

    `year` narrows to one of them; 0 asks for what has none.
    """

    first: int | None = None
    last: int | None = None
    parts: Mapping[str, Values] = field(default_factory=dict)

    @classmethod
    def of(cls, args: Mapping[str, Sequence[str]]) -> Asked:
        """From the arguments of the charts' page, each a list of values; what is no year is not heeded."""
        first, last = (_year(args.get(name, ())) for name in ("from", "to"))
        if first and last and first > last:
            first, last = last, first
        return cls(first, last, {part: told for part in PARTS if (told := _told(args.get(part, ())))})

    @classmethod
    def lent(cls, table: str, args: Mapping[str, Sequence[str]]) -> Asked:
        """From the arguments of a table's page that are no columns of it."""
        return cls(parts={part: told for part in LENT.get(table, ()) if (told := _told(args.get(f"_{part}", ())))})

    def but(self, **parts: Values) -> Asked:
        """The same with other values for some parts."""
        return dataclasses.replace(self, parts={**self.parts, **parts})

    def one(self, part: str) -> str:
        """The value asked for, where there is just one."""
        told = self.parts.get(part, ())
        return told[0] if len(told) == 1 else ""

    def where(self, table: str, *, scan: bool = False, also: str = "repeats is null") -> tuple[str, dict[str, Any]]:
        """The condition on the rows of `table`, and its parameters.

        `scan`: the query goes along an index of its own, which conditions on other columns must not draw it away from.
        """
        # an index that begins with the status would be chosen, and each of its many rows looked up for the rest
        plus = "+" if scan or self.parts.keys() & {"scope", "theme", "giver", "receiver"} else ""
        found, given = [], dict[str, Any]()
        for name, sign, year in (("first", ">=", self.first), ("last", "<=", self.last)):
            if year:
                # the page of SQL gives parameters as text, which no number equals
                found.append(f"{plus}year {sign} cast(:{name} as integer)")
                given[name] = year
        for sql, values in self.conditions(table, plus):
            found.append(sql)
            given |= values
        return " and ".join([*found, *([also] if also else [])]) or "1", given

    def conditions(self, table: str, plus: str = "+") -> Iterator[tuple[str, dict[str, str]]]:
        """(condition, parameters) for each part that the rows of `table` can be asked for."""
        for part in PARTS if table == "awards" else ("scope", "theme"):
            if values := self.parts.get(part, ()):
                yield _condition(table, part, plus, values), {f"{part}{i}": value for i, value in enumerate(values)}

    def arguments(self) -> list[tuple[str, str]]:
        """The arguments of the charts' page that ask the same."""
        years = [(name, str(year)) for name, year in (("from", self.first), ("to", self.last)) if year]
        return years + [(part, value) for part, values in self.parts.items() for value in values]

    def link(
        self, table: str, *, year: int | None = None, until: int | None = None, more: Mapping[str, str] = MappingProxyType({})
    ) -> str:
        """The query string of the table's page that has these rows: of one `year` (0: those without), or `until` one."""
        told: list[tuple[str, str]] = []
        if year is not None:
            told += [("year", str(year))] if year else [("year__isnull", "1")]
        else:
            last = until or self.last
            told += [(name, str(y)) for name, y in (("year__gte", self.first), ("year__lte", last)) if y]
        told += list(more.items())
        heavy = bool(self.parts.keys() & {"scope", "theme", "giver", "receiver"})
        for part in PARTS if table == "awards" else ("scope", "theme"):
            plain = part not in LENT.get(table, ()) or (part == "status" and not heavy)
            told += [(part if plain else f"_{part}", value) for value in self.parts.get(part, ())]
        return urlencode([*told, ("repeats__isnull", "1")])


def _is(expression: str, names: Sequence[str]) -> str:
    return f"{expression} = {names[0]}" if len(names) == 1 else f"{expression} in ({', '.join(names)})"


def _condition(table: str, part: str, plus: str, values: Values) -> str:
    names = [f":{part}{i}" for i in range(len(values))]
    if part in ("form", "level"):
        types = f"{plus}award_type in (select id from award_types where {_is(TYPED.format(part), names)})"
        return f"({types} or award_type is null)" if NOT_TOLD in values else types
    if part == "giver":
        return f"grantor_unit in (select id from units where {_is(GIVER, names)})"
    if part == "receiver":
        return _is(_RECEIVER, names)
    if part == "scope" and table == "awards":
        return f"recipient_unit in ({_UNITS_OF.format(_is('scope', names))})"
    if part == "scope":
        return f"{plus}article in (select article from article_units where unit in ({_UNITS_OF.format(_is('scope', names))}))"
    if part == "theme" and table != "article_themes":
        # awards are found along the index of their articles
        return f"{plus if table != 'awards' else ''}article in (select article from article_themes where {_is('theme', names)})"
    return _is(f"{plus}{part}", names)


def _told(values: Sequence[str]) -> Values:
    return tuple(dict.fromkeys(value for value in values if value))[:_MOST]


def _year(values: Sequence[str]) -> int | None:
    told = values[0].strip() if values else ""
    return int(told) if told.isascii() and told.isdecimal() and len(told) == 4 else None
