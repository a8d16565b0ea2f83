"""What a search shows of each hit: its name, what else it tells, and the words of the article around the hit, marked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from corpus.site.cells import money
from corpus.site.labels import WORDS
from corpus.site.wanted import Marks
from corpus.telling import day
from schemas.tables import ENTITIES, TABLES

Hit = dict[str, Any]
FORMS = 4
"""So many further spellings of a name are shown."""
_HEAD = 300
_ARTICLE = "select rowid as row_at, id, title, published_on, source, text from articles where rowid in ({})"
_FACT = """
    select t.*, t.rowid as row_at, a.title as article_title, a.published_on, a.source, a.text{more}
    from [{table}] t join articles a on a.id = t.article where t.rowid in ({holes})
"""
_HOLDER = ", (select name from article_officials o where o.id = t.official) as holder"
_MENTIONS = "select fact, start, [end], quote from mentions where fact in ({})"


class Hits:
    """Makes hits of rows; `link(table, key)` gives the address of a row's page."""

    def __init__(self, db: Any, marks: Marks, link: Callable[[str, str], str]) -> None:
        self.db = db
        self.marks = marks
        self.link = link

    async def of(self, kind: str, places: Sequence[int]) -> list[Hit]:
        """The hits of a kind by the rowids of their rows, in that order."""
        if not places:
            return []
        holes = ", ".join("?" * len(places))
        if kind == "articles":
            rows = (await self.db.execute(_ARTICLE.format(holes), list(places))).rows
            made = {row["row_at"]: self._article(row) for row in rows}
        elif kind in ENTITIES:
            rows = (await self.db.execute(f"select *, rowid as row_at from [{kind}] where rowid in ({holes})", list(places))).rows
            made = {row["row_at"]: self._entity(kind, row) for row in rows}
        else:
            sql = _FACT.format(table=kind, more=_HOLDER if kind == "posts" else "", holes=holes)
            rows = (await self.db.execute(sql, list(places))).rows
            mentions = await self._mentions([_stands(kind, row) for row in rows])
            made = {row["row_at"]: self._fact(kind, row, mentions[_stands(kind, row)]) for row in rows}
        return [made[place] for place in places if place in made]

    async def _mentions(self, facts: list[str]) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for row in await self.db.execute(_MENTIONS.format(", ".join("?" * len(facts))), facts):
            found[row["fact"]].append(row)
        return found

    def _article(self, row: Any) -> Hit:
        title = self.marks.marked(row["title"] or WORDS.say("site.untitled"))
        hit: Hit = {"kind": "articles", "id": row["id"], "url": self.link("articles", row["id"]), "title": title, "details": []}
        # the text mostly begins with the title, which stands above it
        head = row["text"].find(row["title"]) if row["title"] else -1
        body = row["text"][head + len(row["title"]) :].lstrip() if 0 <= head < _HEAD else ""
        context = self.marks.around(body) if self.marks.among(body) else self.marks.around(row["text"])
        return hit | {"date": row["published_on"], "source": row["source"], "context": context}

    def _entity(self, kind: str, row: Any) -> Hit:
        label = TABLES[kind].columns[1].name
        name = str(row[label] or "")
        shown = self.marks.marked(name)
        others = [one for one in json.loads(row["variants"] or "[]") if one != name]
        marked = [found for one in others if "<mark>" in (found := self.marks.marked(one))]
        details = []
        if "kind" in row.keys() and row["kind"]:  # noqa: SIM118 - a sqlite3.Row is searched by value, not by key
            details.append(WORDS.value("kind", row["kind"]))
        details.append(WORDS.say("search.in_articles", n=row["articles"] or 0))
        if row["first_year"]:
            details.append("–".join(dict.fromkeys((str(row["first_year"]), str(row["last_year"])))))
        # what the name itself shows needs no other form
        context = Markup("; ").join(marked[:FORMS]) if marked and "<mark>" not in shown else None
        return {
            "kind": kind,
            "id": row["id"],
            "url": self.link(kind, row["id"]),
            "title": shown,
            "details": details,
            "context": context,
        }

    def _fact(self, kind: str, row: Any, mentions: list[Any]) -> Hit:
        names, rest = _TOLD[kind](row)
        anchor = f"officials-{row['official']}" if kind == "posts" else f"{kind}-{row['id']}"
        where = {"id": row["article"], "title": row["article_title"] or WORDS.say("site.untitled")}
        hit: Hit = {"kind": kind, "id": row["id"], "url": f"{self.link('articles', row['article'])}#{anchor}", "article": where}
        hit |= {"title": self.marks.marked(names), "details": [self.marks.marked(str(one)) for one in rest if one]}
        spans = [(m["start"], m["end"]) for m in mentions] or [(row["start"], row["start"] + 1)]
        hit |= {"date": row["published_on"], "source": row["source"], "context": self.marks.at(row["text"], spans)}
        return hit | ({"status": row["status"]} if kind == "awards" else {})


def _stands(kind: str, row: Any) -> str:
    """The fact whose words a row stands on: a post stands on those of its official."""
    return str(row["official"] if kind == "posts" else row["id"])


def _document(row: Any) -> str:
    return f"{row['kind']} {row['number']}" if row["number"] else str(row["name"] or row["kind"])


_TOLD: dict[str, Callable[[Any], tuple[str, list[Any]]]] = {
    "awards": lambda row: (row["award"], [row["recipient"], row["grantor"], row["occasion"], row["year"]]),
    "events": lambda row: (row["kind"], [day(row["date"] or ""), row["place"], row["organizer"]]),
    "documents": lambda row: (_document(row), [day(row["date"] or ""), row["issuer"]]),
    "amounts": lambda row: (money(row["value"], row["currency"]), [row["about"], row["per"], row["year"]]),
    "posts": lambda row: (row["holder"] or row["title"], [row["title"], row["unit"], row["year"]]),
}
