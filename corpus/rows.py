"""One article and its record as rows of the archive's tables, and the record back from them.

The id of a fact is a hash of its article, its list, the offsets of its words and its values: reading the same article again
gives the same rows. All ids of one article begin alike, so that its rows stand together in every index: in a large archive a
batch then touches some hundred pages of them, not some ten thousand.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from corpus.article import Article
from corpus.names import digest, words_with_d
from corpus.resolve import ALONE, ArticleNames, Entity, award_type, people, theme
from corpus.signatures import Signature
from corpus.version import current
from extract.genre import genre
from schemas import LISTS, ArticleInfo, Award, Fact, Mention, Official, Person, Post, Record, Theme, Unit
from schemas.tables import FACTS, TABLES, Row, cells, values

Rows = dict[str, list[Row]]
FORMER = ("nguyên ", "cựu ")


def year_of(told: str | None) -> int | None:
    """The first year in what the article tells, such as `2019`, `2015 - 2020` or an ISO date."""
    digits = "".join(c if c.isdigit() else " " for c in told or "").split()
    return next((int(d) for d in digits if len(d) == 4 and d[:2] in ("18", "19", "20")), None)


def article_year(record: Record) -> int | None:
    """The year of publication, else that of the first event that has a date."""
    return year_of(record.article.published_on) or next((year_of(e.date) for e in record.events if e.date), None)


class Rowing:
    """The rows of one article; `entities` holds the entities its facts were resolved to."""

    def __init__(self, article: Article, record: Record, unlinked: Collection[tuple[str, int, str]] = ()) -> None:
        """`unlinked` are names that people said stand for no entity: list, place of the fact in it, field."""
        record.check(article.text)
        self.article = article
        self.record = record
        self.year = article_year(record)
        self.rows: Rows = defaultdict(list)
        self.entities: list[Entity] = []
        self.ids = self._fact_ids()
        self.unlinked = {self._place(*place) for place in unlinked}
        self.names = ArticleNames(record, article.id, self.ids)
        self.rows["articles"].append(self._article_row())
        signed: Row = {"article": article.id}
        self.rows["signatures"].append(signed | Signature.of(article.text).cells())
        self._mentions("article", article.id, record.article.mentions)
        for name in LISTS:
            for fact in getattr(record, name):
                self._fact(name, fact)
        self.rows["articles"][0]["provinces"] = self._provinces()

    @classmethod
    def of_rows(cls, article: Article, rows: Rows, entities: list[Entity]) -> Rowing:
        """The rows of an article that were made before."""
        told = cls.__new__(cls)
        told.article, told.rows, told.entities = article, rows, entities
        return told

    def __getstate__(self) -> dict[str, Any]:
        """What goes from one process to another: the rows, and no way to add to them."""
        return {"article": self.article, "rows": dict(self.rows), "entities": self.entities}

    def _id(self, *parts: object) -> str:
        return self.article.id[:6] + digest(*parts, length=12)

    def _fact_ids(self) -> dict[int, str]:
        ids: dict[int, str] = {}
        seen: dict[str, int] = defaultdict(int)
        for name in LISTS:
            for fact in getattr(self.record, name):
                told = self._id(self.article.id, name, fact.model_dump_json())
                # the same fact told twice with the same words keeps two rows
                ids[id(fact)] = told if not seen[told] else self._id(told, seen[told])
                seen[told] += 1
        return ids

    def _place(self, name: str, number: int, field: str) -> tuple[str, str]:
        """(fact, field) as resolutions have them; an official's `posts.0.unit` is the unit of the first post."""
        fact = self.ids[id(getattr(self.record, name)[number])]
        if field.startswith("posts."):
            _, post, field = field.split(".")
            return self._id(fact, "posts", int(post)), field
        return fact, field

    def _article_row(self) -> Row:
        article, told = self.article, self.record.article
        info: Row = {
            name: getattr(told, name) or getattr(article.info, name) for name in ArticleInfo.model_fields if name != "mentions"
        }
        return info | {
            "id": article.id,
            "year": self.year,
            "url": article.url,
            "path": article.path,
            "part": article.part,
            "format": article.format,
            "encoding": article.encoding,
            "certainty": article.certainty,
            "words": article.words,
            "facts": (facts := sum(len(getattr(self.record, name)) for name in LISTS)),
            "density": round(100 * facts / max(article.words, 1), 3),
            "sapo": article.sapo,
            "captions": json.dumps(article.captions, ensure_ascii=False),
            "genre": genre(article.text, self.record),
            "story": None,  # known when it is stored beside the others
            "text": article.text,
            "text_d": words_with_d(str(info["title"] or ""), article.text),
            "given": article.info.model_dump_json(exclude={"mentions"}, exclude_none=True),
            "version": current().id,
            "original": article.sha256,
        }

    def _provinces(self) -> str:
        """The provinces whose units the article names, as JSON."""
        cells = [entity.cells for entity in self.entities if entity.cells.get("scope_kind") == "province"]
        return json.dumps(sorted({str(told["scope"]) for told in cells}), ensure_ascii=False, separators=(",", ":"))

    def _mentions(self, name: str, fact: str, mentions: list[Mention]) -> None:
        table = TABLES["mentions"]
        for i, mention in enumerate(mentions):
            told = self._id(fact, mention.part, mention.start, mention.end, i)
            where: Row = {"id": told, "article": self.article.id, "list": name, "fact": fact}
            self.rows["mentions"].append(where | cells(table, mention))

    def _fact(self, name: str, fact: Fact) -> None:
        table, told = FACTS[name], self.ids[id(fact)]
        year = year_of(getattr(fact, "year", None) or getattr(fact, "date", None)) or self.year
        start = min(m.start for m in fact.mentions)
        row: Row = {"id": told, "article": self.article.id, "year": year, "start": start, "repeats": None} | cells(table, fact)
        row |= self._resolved(name, fact, told)
        self.rows[table.name].append(row)
        self._mentions(name, told, fact.mentions)
        if isinstance(fact, Official):
            for i, post in enumerate(fact.posts):
                self._post(i, post, row)

    def _post(self, i: int, post: Post, official: Row) -> None:
        told = self._id(official["id"], "posts", i)
        unit = self._link("posts", told, "unit", self.names.unit(post.unit))
        former = int(post.title.lower().startswith(FORMER))
        shared = {"article": self.article.id, "year": official["year"], "start": official["start"], "repeats": None}
        own: Row = {"id": told, "official": official["id"], "person": official["person"], "unit_id": unit, "former": former}
        self.rows["posts"].append(own | shared | cells(FACTS["posts"], post))

    def _resolved(self, name: str, fact: Fact, told: str) -> Row:
        row: Row = {}
        if isinstance(fact, Unit):
            index = next(i for i, unit in enumerate(self.record.units) if unit is fact)
            row["unit"] = self._link(name, told, "name", self.names.units[index])
        elif isinstance(fact, Official | Person):
            found = self.names.person(fact)
            alone = (told, "name") in self.unlinked
            links = [self._link(name, told, "name", entity) for entity in (found[:1] if alone else found)]
            row["person"] = links[0]
        elif isinstance(fact, Award):
            row["award_type"] = self._link(name, told, "award", award_type(fact.award))
            row["recipient_unit"] = row["recipient_person"] = None
            if unit := self.names.unit_exactly(fact.recipient):
                row["recipient_unit"] = self._link(name, told, "recipient", unit)
            else:
                person = self.names.recipient(fact.recipient, fact.recipient_kind, told)
                row["recipient_person"] = self._link(name, told, "recipient", person)
        elif isinstance(fact, Theme):
            row["theme"] = self._link(name, told, "title", theme(fact.title))
        for column in FACTS[name].columns:
            if column.refers == "units" and column.name not in row:
                row[column.name] = self._link(name, told, str(column.field), self.names.unit(getattr(fact, str(column.field))))
        return row

    def _link(self, name: str, fact: str, field: str, entity: Entity | None) -> str | None:
        if entity is None:
            return None
        if (fact, field) in self.unlinked:
            if entity.table != "people":
                return None
            (entity,) = people(entity.key, [(ALONE, fact)])
        self.entities.append(entity)
        told = self._id(fact, field, entity.table, entity.how, entity.evidence)
        row: Row = {"id": told, "article": self.article.id, "list": name, "fact": fact, "field": field}
        row |= {"target": entity.table, "entity": entity.id, "key": entity.key if entity.table == "people" else None}
        self.rows["resolutions"].append(row | {"how": entity.how, "evidence": entity.evidence})
        return entity.id


def record_of(rows: Rows) -> Record:
    """The record that the rows of one article hold: what `Rowing` was given, with the reader's knowledge filled in."""
    mentions: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.get("mentions", ()):
        mentions[row["fact"]].append(values(TABLES["mentions"], row))
    posts: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.get("posts", ()):
        posts[row["official"]].append(values(FACTS["posts"], row))
    (article,) = rows["articles"]
    told: dict[str, Any] = {"article": values(TABLES["articles"], article) | {"mentions": mentions[article["id"]]}}
    for name in LISTS:
        table = FACTS[name]
        told[name] = [values(table, row) | {"mentions": mentions[row["id"]]} for row in rows.get(table.name, ())]
        if name == "officials":
            for fact, row in zip(told[name], rows.get(table.name, ()), strict=True):
                fact["posts"] = posts[row["id"]]
    return Record.model_validate(told)


def stale_of(entities: list[Entity]) -> set[tuple[str, str]]:
    """(table, key) of what is to be worked out again: people go by their folded name, all else by its id."""
    return {(e.table, e.key if e.table == "people" else e.id) for e in entities}
