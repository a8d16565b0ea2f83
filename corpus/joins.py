"""What people decided about entities: two are one (merge), or some names stand for another one than they were taken for (split).

Each decision is a row of `corrections` whose `list` is the table of the entities. They are laid over what the rules of
`corpus.resolve` say, in the order they were made, wherever facts become rows, so that it does not matter whether an article came
in before or after. The resolution then tells the decisions and what the rules had said. People are regrouped as more articles
come, so theirs are laid over in `corpus.people`.
"""

from __future__ import annotations

import functools
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from corpus.names import identity
from corpus.resolve import Entity
from corpus.rows import Rowing
from schemas.tables import ENTITIES, FACTS, Row

MERGED, SPLIT = "merged by hand", "split by hand"
BY_HAND = f"('{MERGED}', '{SPLIT}')"
"""What `how` of a resolution says where people decided, for SQL."""
_READ = """select id, list, action, old, new, fact_told, exists (select 1 from corrections u where u.undoes = c.id)
    from corrections c where action in ('merge', 'split') order by id"""
Words = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Name:
    """A name in an article: fact and field it stood in, `key` its folded form, `words` where the fact stands in the text."""

    article: str
    fact: str
    field: str
    key: str
    words: Words

    def shared(self, words: Words) -> int:
        """How many of its words overlap others."""
        return sum(any(min(end, e) > max(start, s) for s, e in words) for start, end in self.words)


@dataclass(frozen=True)
class Side:
    """An entity as it was when something was decided about it: `cells` are what its facts do not tell.

    The id of a person hangs on the facts that are known, so those are found again by `grounds` (an id for each ground that held
    its mentions together) or, where they stood alone, by `names`.
    """

    id: str
    name: str | None
    key: str
    cells: Row = field(default_factory=dict)
    grounds: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()

    @property
    def json(self) -> str:
        """As a cell of `corrections`, what is empty left out."""
        told = {name: value for name, value in asdict(self).items() if value or name == "name"}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def of(cls, cell: str) -> Side:
        """`json` turned round."""
        told = json.loads(cell)
        told["names"] = names_of(told.get("names", ()))
        return cls(**told | {"grounds": tuple(told.get("grounds", ()))})


def names_of(told: Iterable[dict[str, Any]]) -> tuple[Name, ...]:
    """Names as JSON has them."""
    return tuple(Name(**one | {"words": tuple((start, end) for start, end in one["words"])}) for one in told)


@dataclass(frozen=True)
class Join:
    """One decision: a merge takes `old` for `new`, a split the `names`, which stood for `old`."""

    id: int
    table: str
    action: str
    old: Side
    new: Side
    names: tuple[Name, ...]

    @property
    def keys(self) -> set[str]:
        """The folded names of the people it is about."""
        return {self.old.key, self.new.key, *(one.key for one in (*self.names, *self.old.names, *self.new.names))}


class Rule(NamedTuple):
    """What the rules said of a resolution, and the decisions of people over it, the last one first."""

    entity: str
    how: str
    evidence: str
    decisions: tuple[int, ...]


def rule_of(row: Row) -> Rule:
    """What the rules said of a row of `resolutions`; of a person's the entity is the one it stands for now."""
    if row["how"] not in (MERGED, SPLIT):
        return Rule(str(row["entity"]), str(row["how"]), str(row["evidence"]), ())
    *decisions, how, evidence = json.loads(str(row["evidence"]))
    return Rule(str(row["entity"] if row["target"] == "people" else row["key"]), how, evidence, tuple(decisions))


class Place(NamedTuple):
    """Where a name may stand: fact, field, folded form, words."""

    fact: str
    field: str
    key: str
    words: Words


def found(names: Sequence[Name], places: Sequence[Place]) -> set[tuple[str, str]]:
    """(fact, field) of the names among places of their article: the same facts, else the same name at the same words, each once."""
    left = {(one.fact, one.field): one for one in places}
    told = {there for one in names if (there := (one.fact, one.field)) in left}
    for name in (one for one in names if (one.fact, one.field) not in told):
        shares = {
            there: name.shared(place.words)
            for there, place in left.items()
            if there not in told and (place.field, place.key) == (name.field, name.key)
        }
        best = max(shares, key=lambda there: shares[there], default=None)
        if best and shares[best]:
            told.add(best)
    return told


class Joins:
    """The decisions of an archive: `told` are those that count, in the order they were made."""

    def __init__(self, told: Sequence[Join], sides: Iterable[tuple[str, Side]]) -> None:
        self.told = told
        self.sides = {(table, side.id): side for table, side in sides}
        self.targets = {(one.table, one.new.id) for one in told}
        self.splits = {one.id for one in told if one.action == "split"}
        self._actions = {one.id: one.action for one in told}
        self._merged = {(one.table, one.old.id) for one in told if one.action == "merge" and one.table != "people"}
        self._named: dict[str, dict[int, list[Name]]] = defaultdict(lambda: defaultdict(list))
        for one in told:
            for name in one.names if one.table != "people" else ():
                self._named[name.article][one.id].append(name)
        self.decide = functools.cache(self._decide)

    @classmethod
    def of(cls, conn: sqlite3.Connection) -> Joins:
        """Those of an archive."""
        told, sides = list[Join](), list[tuple[str, Side]]()
        for number, table, action, old, new, names, undone in conn.execute(_READ):
            one = Join(number, table, action, Side.of(old), Side.of(new), names_of(json.loads(names or "[]")))
            sides += [(table, one.old), (table, one.new)]
            if not undone:
                told.append(one)
        return cls(told, sides)

    def _decide(self, table: str, entity: str, splits: frozenset[int] = frozenset()) -> tuple[str, tuple[int, ...]]:
        """What a name stands for that the rules took for `entity` and these splits are about, and the decisions, the last first."""
        decisions: tuple[int, ...] = ()
        for one in self.told:
            if one.table == table and (one.id in splits or (one.action == "merge" and one.old.id == entity)):
                entity, decisions = one.new.id, (one.id, *decisions)
        return entity, decisions

    def how(self, decision: int) -> str:
        """What a resolution says of a decision."""
        return MERGED if self._actions[decision] == "merge" else SPLIT

    def cells(self, rule: Rule, decisions: tuple[int, ...]) -> Row:
        """How a resolution tells decisions."""
        if not decisions:
            return {"how": rule.how, "evidence": rule.evidence}
        told = json.dumps([*decisions, rule.how, rule.evidence], ensure_ascii=False)
        return {"how": self.how(decisions[0]), "evidence": told}

    def entity(self, table: str, told: str) -> Entity:
        """An entity that something was decided about."""
        side = self.sides[table, told]
        return Entity(table, told, side.key, "", "", side.cells)

    def alone(self) -> str:
        """Units known in their article alone that something was decided about, as a list in JSON."""
        return json.dumps([told for (_, told), side in self.sides.items() if side.cells.get("scope_kind") == "article"])

    def lay(self, rowing: Rowing) -> list[Entity]:
        """Lay the decisions over the rows of an article; returns the entities its facts then stand for. Twice does no more than once."""
        if not self._merged and rowing.article.id not in self._named:
            return rowing.entities
        splits = self._split(rowing)
        stand: set[tuple[str, str]] = set()
        facts: dict[str, dict[Any, Row]] = {}
        for row in rowing.rows.get("resolutions", ()):
            table, name = str(row["target"]), str(row["list"])
            if table != "people":
                rule = rule_of(row)
                about = frozenset(splits.get((str(row["fact"]), str(row["field"])), ()))
                told, decisions = self.decide(table, rule.entity, about)
                row |= {"entity": told, "key": rule.entity if decisions else None} | self.cells(rule, decisions)
                holder, column = column_of(name, str(row["field"]), table)
                by_id = facts.setdefault(holder, {one["id"]: one for one in rowing.rows[holder]} if holder not in facts else {})
                by_id[row["fact"]][column] = told
            stand.add((table, str(row["entity"])))
        known = [one for one in rowing.entities if (one.table, one.id) in stand]
        fresh = stand - {(one.table, one.id) for one in known}
        return known + [self.entity(*told) for told in sorted(fresh)]

    def _split(self, rowing: Rowing) -> dict[tuple[str, str], set[int]]:
        """The splits that each (fact, field) of an article is about."""
        splits: dict[tuple[str, str], set[int]] = defaultdict(set)
        if rowing.article.id in self._named:
            places = _places(rowing)
            for number, names in self._named[rowing.article.id].items():
                for there in found(names, places):
                    splits[there].add(number)
        return splits

    def people_with(self, key: str) -> set[str]:
        """The folded names of people who may be one with those of this one, itself among them."""
        keys, before = {key}, 0
        while len(keys) > before:
            before = len(keys)
            for one in self.told:
                if one.table == "people" and one.keys & keys:
                    keys |= one.keys
        return keys


@functools.cache
def column_of(name: str, of: str, table: str) -> tuple[str, str]:
    """(table of facts, column) that holds the entity of `table` that field `of` of a fact of list `name` stands for.

    >>> column_of("awards", "recipient", "people"), column_of("posts", "unit", "units")
    (('awards', 'recipient_person'), ('posts', 'unit_id'))
    """
    facts = FACTS[name]
    return facts.name, next(column.name for column in facts.columns if column.refers == table and column.field == of)


def columns_to(table: str) -> list[tuple[str, str, str, str]]:
    """(list, table of facts, column, field) of what refers to entities of `table`; where articles name them, first."""
    assert table in ENTITIES
    told = [(n, t.name, c.name, c.field) for n, t in FACTS.items() for c in t.columns if c.refers == table and c.field]
    return sorted(told, key=lambda one: not one[1].startswith("article_"))


def _places(rowing: Rowing) -> list[Place]:
    """The names of an article's units, award types and themes."""
    rows = rowing.rows
    words: dict[Any, list[tuple[int, int]]] = defaultdict(list)
    for mention in rows.get("mentions", ()):
        words[mention["fact"]].append((int(str(mention["start"])), int(str(mention["end"]))))
    facts = {row["id"]: row for table in FACTS.values() for row in rows.get(table.name, ())}
    return [
        Place(
            str(row["fact"]),
            str(row["field"]),
            identity(str(facts[row["fact"]][str(row["field"])])),
            # a post stands on the words of its official
            tuple(words[facts[row["fact"]].get("official", row["fact"])]),
        )
        for row in rows.get("resolutions", ())
        if row["target"] != "people"
    ]


def merged_into(conn: sqlite3.Connection, table: str, told: str) -> str | None:
    """The entity that one of this id was taken for by people, which has no row of its own any more; None where there is none."""
    joins = Joins.of(conn)
    one = next((one for one in reversed(joins.told) if (one.table, one.action, one.old.id) == (table, "merge", told)), None)
    if one is None:
        return None
    if table == "people":  # whose own id may have changed, since more articles told more of them
        query = f"select entity, evidence from resolutions where key = ? and +target = 'people' and how = '{MERGED}' order by id"
        for entity, evidence in conn.execute(query, [one.old.key]):
            if one.id in json.loads(evidence)[:-2]:
                return str(entity)
    entity, _ = joins.decide(table, told)
    return entity
