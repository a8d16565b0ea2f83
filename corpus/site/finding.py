"""What a search finds in the archive: articles, entities and facts that hold the words, by kind, counted and put in order.

Rows that hold all words side by side come first, then those that merely hold them; of few the best by the weight of the words, of
many the last taken in. Every question goes along an index of words and ends at a limit, so that words of every article are answered
about as quickly as rare ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from datasette.database import QueryInterrupted

from corpus.site.wanted import Wanted, bare, spellings
from corpus.words import exact, plain
from schemas.tables import ENTITIES, TABLES

KINDS = ("articles", *ENTITIES, "awards", "events", "documents", "amounts", "posts")
"""Tables that are searched, in the order of the page."""
MOST = 10_000
"""So many rows are counted."""
WEIGHED = 5_000
"""So many hits are put in order by the weight of their words: to weigh more takes long, and tells little."""
EXAMINED = 100_000
"""So many hits are looked at for what the index of words does not tell: the last taken in, of entities the first."""
CHECKED = 1_000
"""So many hits of an archive without the index of exact words are looked at for them."""
PATIENCE = 4_000
"""Milliseconds that one of the questions may take."""
_ARTICLES = "select id from articles where rowid in (select rowid from articles where {})"  # the inner one from a small index
_SPEAKS = {
    "units": "select article from article_units where unit = t.id",
    "people": "select article from article_officials where person = t.id union all select article from article_people where person = t.id",
    "award_types": "select article from awards where award_type = t.id",
    "themes": "select article from article_themes where theme = t.id",
}
_WEIGHTS = {"articles": ", 8.0, 1.0"}
Values = dict[str, Any]


@dataclass(frozen=True)
class Filters:
    """What narrows a search; None where nothing does. Years are those of articles and facts, of entities any of their years."""

    year_from: int | None = None
    year_to: int | None = None
    province: str | None = None
    source: str | None = None
    unit_kind: str | None = None


@dataclass(frozen=True)
class Indexes:
    """What the archive has: `exact` the indexes of words as printed and those of facts, `provinces` the column of articles."""

    exact: bool = True
    provinces: bool = True


@dataclass(frozen=True)
class Found:
    """Hits of one kind: how many, `more` where counting stopped there, `late` where there was no time for it.

    `places` are the rowids of the page in order, the first `near` of them with all words side by side.
    """

    kind: str
    count: int = 0
    more: bool = False
    places: list[int] = field(default_factory=list)
    near: int = 0
    late: bool = False


async def indexes(db: Any) -> Indexes:
    """Which indexes of words the archive has."""
    names = await db.execute("select name from sqlite_master where name in ('articles_fts_exact', 'idx_articles_provinces')")
    made = {row[0] for row in names.rows}
    return Indexes("articles_fts_exact" in made, "idx_articles_provinces" in made)


@dataclass(frozen=True)
class Search:
    """A search of the archive `db` for what is `wanted`."""

    db: Any
    wanted: Wanted
    filters: Filters
    has: Indexes

    async def find(self, kind: str, size: int, first: int = 0) -> Found:
        """The hits of a kind from number `first` on, `size` of them at most."""
        try:
            if self.has.exact or (not self.wanted.exact and TABLES[kind].search):
                return await self._find(kind, size, first)
            return await self._checked(kind, size, first) if TABLES[kind].search else Found(kind)
        except QueryInterrupted:
            return Found(kind, late=True)

    async def _find(self, kind: str, size: int, first: int) -> Found:
        count, cut = await self._count(kind, self.wanted)
        near = self.wanted.together() if size and count else None
        together = (await self._count(kind, near))[0] if near else 0
        places = list[int]()
        if near and first < together:
            places = await self._places(kind, near, None, size, first, together)
        close = len(places)
        if size > close and first + close < count:
            places += await self._places(kind, self.wanted, near, size - close, max(first - together, 0), count)
        return Found(kind, min(count, MOST), cut or count > MOST, places, close if near else len(places))

    async def _count(self, kind: str, asked: Wanted) -> tuple[int, bool]:
        """(rows up to one more than are counted, whether there are more that were not looked at)."""
        sql, values = self._hits(kind, asked, "")
        count = int((await self._ask(f"select count(*) from (select 1 {sql} limit {MOST + 1})", values)).single_value())
        if count > MOST or kind not in ENTITIES:
            return count, False
        every, values = self._words(kind, asked, None)
        return count, bool((await self._ask(f"select 1 {every} limit 1 offset {EXAMINED}", values)).rows)

    async def _places(self, kind: str, asked: Wanted, out: Wanted | None, size: int, first: int, count: int) -> list[int]:
        order = "rank" if count <= WEIGHED else "last"
        sql, values = self._hits(kind, asked, order, out)
        best = "order by t.articles desc, t.sort_key" if kind in ENTITIES else ""
        found = await self._ask(f"select h.place {sql} {best} limit :size offset :first", values | {"size": size, "first": first})
        return [row[0] for row in found.rows]

    async def _ask(self, sql: str, values: Values) -> Any:
        return await self.db.execute(sql, values, custom_time_limit=PATIENCE)

    def _words(self, kind: str, asked: Wanted, out: Wanted | None) -> tuple[str, Values]:
        """`from` and `where` of the rows that hold the words, but for those that hold `out`."""
        parts: list[str] = []
        values: Values = {}
        main = ""
        for sign, query in asked.match(" ".join(TABLES[kind].words)):
            index = _index(kind, sign)
            name = f"m{len(values)}"
            values[name] = query
            main = main or index
            matched = f"[{index}] match :{name}"
            parts.append(
                matched
                if len(values) == 1
                else f"+rowid {'not ' * (sign[0] == '-')}in (select rowid from [{index}] where {matched})"
            )
        if out:
            ((sign, values["out"]), *_) = out.match(" ".join(TABLES[kind].words))
            parts.append(f"+rowid not in (select rowid from [{_index(kind, sign)}] where [{_index(kind, sign)}] match :out)")
        if kind not in ENTITIES:
            parts, values = parts + self._among(kind), values | self._given()
        return f"from [{main}] where {' and '.join(parts)}", values

    def _hits(self, kind: str, asked: Wanted, order: str, out: Wanted | None = None) -> tuple[str, Values]:
        """`from` and `where` of the hits `h.place` with their rows `t`, in the order of the hits."""
        words, values = self._words(kind, asked, out)
        index = words.split("]")[0].removeprefix("from [")
        by = (
            f"bm25([{index}]{_WEIGHTS.get(kind, '')}), rowid"
            if order == "rank"
            else f"rowid{'' if kind in ENTITIES else ' desc'}"
        )
        hits = f"from (select rowid as place {words} {f'order by {by}' if order else ''}"
        if kind not in ENTITIES:
            return f"{hits}) h", values
        conditions = self._conditions(kind)
        # the join follows the order of the hits, and ends with them
        joined = f"{hits} limit {EXAMINED}) h cross join [{kind}] t on t.rowid = h.place"
        return f"{joined} where {' and '.join(conditions) or '1'}", values | self._given()

    def _given(self) -> Values:
        return {name: value for name, value in vars(self.filters).items() if value is not None}

    def _among(self, kind: str) -> list[str]:
        """What the filters ask of an article or a fact by its rowid, from indexes alone; what is told again counts once."""
        # the plus keeps SQLite from asking the index of words anew for each row of the set
        about = self._articles()
        if kind == "articles":
            return [f"+rowid in (select rowid from articles where {one})" for one in about]
        years = [one for one in about if one.startswith("year")]
        parts = [f"+rowid in (select rowid from [{kind}] where {one} and repeats is null)" for one in years]
        those = " and ".join(one for one in about if one not in years)
        if those:
            articles = _ARTICLES.format(those)
            parts.append(f"+rowid in (select rowid from [{kind}] where article in ({articles}) and repeats is null)")
        return parts or [f"+rowid not in (select rowid from [{kind}] where repeats is not null)"]

    def _conditions(self, kind: str) -> list[str]:
        """What the filters, and what counts at all, ask of an entity's row `t`."""
        told = self.filters
        parts = {"units": ["t.articles > 0"]}.get(kind, [])
        parts += ["t.last_year >= :year_from"] * (told.year_from is not None) + ["t.first_year <= :year_to"] * (
            told.year_to is not None
        )
        about = [one for one in self._articles() if not one.startswith("year")]
        speaks = _SPEAKS[kind]
        if kind == "units":
            parts += ["t.scope_kind = 'province' and t.scope = :province"] * (told.province is not None)
            parts += ["t.kind = :unit_kind"] * (told.unit_kind is not None)
            about = [one for one in about if ":source" in one]
        if about:
            articles = _ARTICLES.format(" and ".join(about))
            parts.append(f"exists (select 1 from ({speaks}) where article in ({articles}))")
        return parts

    def _articles(self) -> list[str]:
        """What the filters ask of an article."""
        told, parts = self.filters, list[str]()
        if told.year_from is not None or told.year_to is not None:
            parts.append(
                "year between "
                + " and ".join(
                    (":year_from" if told.year_from is not None else "0", ":year_to" if told.year_to is not None else "9999")
                )
            )
        if told.province is not None and self.has.provinces:
            parts.append("instr(provinces, '\"' || :province || '\"')")
        elif told.province is not None:
            units = "select id from units where scope_kind = 'province' and scope = :province"
            parts.append(f"id in (select article from article_units where unit in ({units}))")
        return parts + ["source = :source"] * (told.source is not None)

    async def _checked(self, kind: str, size: int, first: int) -> Found:
        """The hits of an archive that has no index of exact words, of those with the same letters."""
        loose = Wanted(tuple(term for term in self.wanted.without_accents().terms if not term.out))
        sql, values = Search(self.db, loose, self.filters, self.has)._hits(kind, loose, "rank")
        columns = " || ' ' || ".join(f"coalesce([{column}], '')" for column in TABLES[kind].words)
        joined = "" if "cross join" in sql else f"join [{kind}] on [{kind}].rowid = h.place"
        sql = sql if not joined else f"{sql} {joined}"
        found = await self._ask(f"select h.place, {columns} {sql} limit {CHECKED}", values)
        places = [place for place, text in found.rows if holds(self.wanted, text)]
        page = places[first : first + size]
        return Found(kind, len(places), len(found.rows) == CHECKED, page, len(page))


def holds(asked: Wanted, text: str) -> bool:
    """Whether a text holds what was typed with accents, and nothing that was to be left out."""
    text = text.lower().replace("ð", "đ")
    plain_text = bare(text)
    for term in asked.terms:
        forms = (spellings(word) if term.exact else [bare(word)] for word in term.words)
        pattern = r"[\W_]+".join(f"(?:{'|'.join(map(re.escape, form))})" for form in forms)
        if bool(re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", text if term.exact else plain_text)) is term.out:
            return False
    return True


def _index(kind: str, sign: str) -> str:
    return exact(kind) if sign.endswith("exact") else plain(kind)
