"""Which facts speak of one person, across articles, and what they tell of them.

Facts of one folded name that share a ground (a unit, a high office, or being told again in a near-copy) speak of one person.
What people decided (`corpus.joins`) is laid over those groups: it may take persons of several names for one, and some facts of
a group for somebody else. Others of the group stay what they were.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from corpus.joins import Join, Joins, Name, Place, Rule, Side, Words, found, rule_of
from corpus.names import forms, most, person_order
from corpus.resolve import ALONE, people
from schemas.tables import Row

Ground = tuple[str, str]
HELD = ("conferred", "past")
_FACTS = {"officials": "article_officials", "people": "article_people", "awards": "awards"}
# the columns of a person's name and of an award's status
_SPOKEN = {"officials": ("name", "null"), "people": ("name", "null"), "awards": ("recipient", "status")}
_PERSON = {"officials": "person", "people": "person", "awards": "recipient_person"}
_TOGETHER = 500
# sorts after the other grounds, so that no person's id depends on it
_AGAIN = "told again in a near-copy"
_NAMED = "named in the article"


def years(told: Iterable[int | None]) -> Row:
    """The first and the last of years, of which some may not be known."""
    known = [year for year in told if year]
    return {"first_year": min(known, default=None), "last_year": max(known, default=None)}


@dataclass(frozen=True)
class _Link:
    """A resolution of a person's name, and what the rules said of it."""

    id: str
    article: str
    list: str
    fact: str
    field: str
    key: str
    entity: str
    told: Ground
    rule: Rule


@dataclass(frozen=True)
class _Group:
    """Facts that speak of one person by the rules, with the grounds that hold them together."""

    key: str
    id: str
    facts: list[str]
    grounds: list[Ground]

    @property
    def aliases(self) -> set[str]:
        """An id for each ground: the person's is the least ground's, so it was one of these when less was known."""
        return {alias(self.key, *ground) for ground in self.grounds}


Decided = tuple[str, tuple[int, ...]]
"""Whom a fact speaks of, and the decisions of people that say so, the last one first."""


def alias(key: str, how: str, evidence: str) -> str:
    """The id of a person of whom no more is known than this ground."""
    return people(key, [(how, evidence)])[0].id


def settle(conn: sqlite3.Connection, key: str, joins: Joins) -> set[str]:
    """Work out the people of a folded name, and of those that people took for one with them; returns the names. In a transaction."""
    keys = joins.people_with(key)
    links = list(chain.from_iterable(_links(conn, one) for one in sorted(keys)))
    groups = [group for one in sorted(keys) for group in _group(conn, one, [link for link in links if link.key == one])]
    decided = _decided(conn, joins, groups, links)
    owners = {group.id: group.key for group in groups}
    kept = {told: owners.get(told) or joins.sides["people", told].key for told, _ in decided.values()}
    conn.executemany("insert or ignore into people (id, key) values (?, ?)", sorted(kept.items()))
    before = {link.fact: (link.list, link.entity) for link in links}
    for fact, (told, _) in decided.items():
        if before[fact][1] != told:
            _reassign(conn, before[fact][0], fact, told)
    _tell(conn, joins, links, decided)
    for told, cells in _person_cells(conn, joins, decided, _evidence(joins, groups, decided)):
        names = ", ".join(f"[{name}] = ?" for name in cells)
        conn.execute(f"update people set {names} where id = ?", [*cells.values(), told])
    stored = (told for one in keys for (told,) in conn.execute("select id from people where key = ?", [one]).fetchall())
    conn.executemany("delete from people where id = ?", [(told,) for told in stored if told not in kept])
    return keys


def _links(conn: sqlite3.Connection, key: str) -> Iterator[_Link]:
    # the plus keeps SQLite from walking the index of a column with few values
    query = "select id, article, list, fact, field, how, evidence, entity from resolutions where key = ? and +target = 'people'"
    for told, article, name, fact, of, how, evidence, entity in conn.execute(query, [key]):
        rule = rule_of({"target": "people", "entity": entity, "how": how, "evidence": evidence})
        yield _Link(told, article, name, fact, of, key, entity, (how, evidence), rule)


def _group(conn: sqlite3.Connection, key: str, links: Sequence[_Link]) -> Iterator[_Group]:
    """The people of one folded name, as the rules have them."""
    leads = {link.fact: link.rule.evidence for link in links if link.rule.how == _NAMED}
    grounds: dict[str, set[Ground]] = defaultdict(set)
    lists: dict[str, str] = {}
    for link in links:
        if link.fact not in leads:
            lists[link.fact] = link.list
            grounds[link.fact].add((link.rule.how, link.rule.evidence))
    for fact, first in _told_again(conn, lists):
        if first in grounds:
            grounds[fact].add((_AGAIN, first))
            grounds[first].add((_AGAIN, first))
    for fact, lead in leads.items():
        # an award's recipient is whoever the article's entry of that name is
        grounds[fact] = grounds.get(lead) or {(ALONE, lead)}
    for facts, joined in _groups(grounds):
        yield _Group(key, people(key, joined)[0].id, facts, joined)


def _decided(conn: sqlite3.Connection, joins: Joins, groups: Sequence[_Group], links: Sequence[_Link]) -> dict[str, Decided]:
    """Whom each fact speaks of: the person of its group, unless people decided otherwise."""
    keys = {group.key for group in groups}
    about = [one for one in joins.told if one.table == "people" and one.keys & keys]
    splits = _splits(conn, about, links)
    # facts of one group about which the same was decided go together
    block_of = {fact: (n, splits.get(fact, frozenset())) for n, group in enumerate(groups) for fact in group.facts}
    blocks: dict[tuple[int, frozenset[int]], Decided] = {block: (groups[block[0]].id, ()) for block in block_of.values()}
    aliases = [group.aliases if about else set() for group in groups]

    def here(side: Side) -> set[str]:
        """The ids that an entity of before has now."""
        named = {block_of[fact][0] for fact in _named(conn, side.names, links)}
        own = {n for n, ids in enumerate(aliases) if n in named or ids & {side.id, *side.grounds}}
        return {told for (n, _), (told, by) in blocks.items() if n in own and not joins.splits & set(by)}

    for one in about:
        there, now = here(one.new), {told for told, _ in blocks.values()}
        target = min(there) if there and one.new.id not in now else one.new.id
        gone = here(one.old) | {one.old.id} if one.action == "merge" else set()
        for block, (told, by) in blocks.items():
            if (told in gone and told != target) or one.id in block[1]:
                blocks[block] = (target, (one.id, *by))
    return {fact: blocks[block] for fact, block in block_of.items()}


def _splits(conn: sqlite3.Connection, about: Sequence[Join], links: Sequence[_Link]) -> dict[str, frozenset[int]]:
    """The splits that facts are about; an award goes with the entry of the article that its recipient is."""
    splits: dict[str, frozenset[int]] = {}
    for one in about:
        for fact in _named(conn, one.names, links):
            splits[fact] = splits.get(fact, frozenset()) | {one.id}
    follow = {link.fact: splits[link.rule.evidence] for link in links if link.rule.how == _NAMED and link.rule.evidence in splits}
    return follow | splits


def _named(conn: sqlite3.Connection, names: Sequence[Name], links: Sequence[_Link]) -> set[str]:
    """The facts in which names stand that something was decided about."""
    facts, left = set[str](), defaultdict[str, list[Name]](list)
    here = {(link.fact, link.field) for link in links} if names else set()
    for name in names:
        if (name.fact, name.field) in here:
            facts.add(name.fact)
        else:  # its article was read otherwise since
            left[name.article].append(name)
    for article, those in left.items():
        places = [
            Place(link.fact, link.field, link.key, words_of(conn, link.fact))
            for link in links
            if link.article == article and link.fact not in facts
        ]
        facts |= {fact for fact, _ in found(those, places)}
    return facts


def words_of(conn: sqlite3.Connection, fact: str) -> Words:
    """Where a fact stands in its article."""
    return tuple(conn.execute("select start, [end] from mentions where fact = ? order by id", [fact]))


def _tell(conn: sqlite3.Connection, joins: Joins, links: Sequence[_Link], decided: dict[str, Decided]) -> None:
    """Let the resolutions tell what people decided."""
    told = ((joins.cells(link.rule, decided[link.fact][1]), link) for link in links)
    changed = [(*cells.values(), link.id) for cells, link in told if (cells["how"], cells["evidence"]) != link.told]
    conn.executemany("update resolutions set how = ?, evidence = ? where id = ?", changed)


def _evidence(joins: Joins, groups: Sequence[_Group], decided: dict[str, Decided]) -> dict[str, str]:
    """What holds the facts of each person together, as a cell."""
    grounds: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    hands: dict[str, set[int]] = defaultdict(set)
    for group in groups:
        for told, by in {decided[fact] for fact in group.facts}:
            hands[told] |= set(by)
            grounds[told] |= set() if joins.splits & set(by) else set(group.grounds)
    return {
        told: json.dumps(
            [f"{how}: {evidence}" for how, evidence in sorted(grounds[told])] + [f"{joins.how(n)}: {n}" for n in sorted(by)],
            ensure_ascii=False,
        )
        for told, by in hands.items()
    }


def _groups(grounds: dict[str, set[Ground]]) -> Iterator[tuple[list[str], list[Ground]]]:
    """The facts that shared grounds join, directly or through others, with the grounds of each group."""
    by_ground: dict[Ground, list[str]] = defaultdict(list)
    for fact, told in grounds.items():
        for ground in told:
            by_ground[ground].append(fact)
    left = dict.fromkeys(grounds)
    while left:
        todo, facts, joined = [next(iter(left))], set[str](), set[Ground]()
        while todo:
            fact = todo.pop()
            if fact in left:
                del left[fact]
                facts.add(fact)
                fresh = grounds[fact] - joined
                joined |= fresh
                todo += [other for ground in fresh for other in by_ground[ground]]
        yield sorted(facts), sorted(joined)


def _told_again(conn: sqlite3.Connection, lists: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(fact, the fact of a near-copy that it repeats) of those facts that repeat one."""
    for name, table in _FACTS.items():
        facts = [fact for fact, told in lists.items() if told == name]
        for some in (facts[i : i + _TOGETHER] for i in range(0, len(facts), _TOGETHER)):
            marks = ", ".join("?" * len(some))
            yield from conn.execute(f"select id, repeats from {table} where id in ({marks}) and repeats is not null", some)


def _reassign(conn: sqlite3.Connection, name: str, fact: str, told: str) -> None:
    conn.execute(f"update [{_FACTS[name]}] set [{_PERSON[name]}] = ? where id = ?", [told, fact])
    conn.execute("update posts set person = ? where official = ?", [told, fact])
    conn.execute("update resolutions set entity = ? where fact = ? and +target = 'people'", [told, fact])


def _person_cells(
    conn: sqlite3.Connection, joins: Joins, decided: dict[str, Decided], evidence: dict[str, str]
) -> Iterator[tuple[str, Row]]:
    """The cells of each person; those of one name are asked for together, of whom there may be hundreds."""
    found: dict[str, _Person] = {told: _Person() for told in evidence}
    ids = list(evidence)
    for some in (ids[i : i + _TOGETHER] for i in range(0, len(ids), _TOGETHER)):
        marks = ", ".join("?" * len(some))
        for kind, (name, status) in _SPOKEN.items():
            column = _PERSON[kind]
            columns = f"{column}, id, article, {name}, year, {status}, repeats"
            for told, fact, *row in conn.execute(f"select {columns} from {_FACTS[kind]} where {column} in ({marks})", some):
                if fact in decided:  # else it is another's again and stale, since a decision was taken back
                    found[told].add(*row, by_hand=bool(decided[fact][1]))
        query = f"select person, official, title, unit from posts where person in ({marks}) order by year, title, unit"
        for told, official, *post in conn.execute(query, some):
            if official in decided:
                found[told].posts[" ".join(filter(None, post))] = None
    for told, person in found.items():
        name = most(person.own) if person.own else joins.sides["people", told].name or most(person.printed)
        yield (
            told,
            {
                "name": name,
                "articles": len(person.articles),
                "awards": person.held,
                **years(person.years),
                "posts": json.dumps(list(person.posts), ensure_ascii=False),
                "evidence": evidence[told],
                "variants": forms(person.printed),
                "sort_key": person_order(name),
            },
        )


@dataclass
class _Person:
    """What the facts of one person tell; `own` are the names of those that the rules took for them."""

    printed: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    years: set[int | None] = field(default_factory=set)
    posts: dict[str, None] = field(default_factory=dict)
    held: int = 0

    def add(self, article: str, form: str, year: int | None, status: str | None, repeats: str | None, *, by_hand: bool) -> None:
        self.years.add(year)
        for names in (self.printed, *(() if by_hand else (self.own,))):
            names[form] += repeats is None
        if repeats is None:
            self.articles.add(article)
            self.held += status in HELD
