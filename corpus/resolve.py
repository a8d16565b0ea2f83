"""From names to entities: which unit, person, award type and theme a fact speaks of, and on what evidence.

A mention is not an entity. Every decision is a row of `resolutions` (rule and evidence), so that it can be looked at and taken
back. Names are compared with accents kept. Units are told apart as `corpus.scope` says; a person is the same across articles
only where, beside the name, a unit or a high office is shared; everyone else stays a person of one article. Everything here is
a function of the record alone: the order in which articles come in does not matter.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace

from corpus.names import entity_id, identity, person_identity, plain
from corpus.scope import Home, UnitKey, has_place, home_of, province_titles, unit_key
from schemas import Official, Person, Record, Unit
from schemas.catalogues import AwardType, Campaign, CentralBody, Position, load
from schemas.tables import Row

_LEAD = re.compile(r"^(?:danh hiệu|phong trào thi đua|phong trào|cuộc vận động|chủ đề|tấm|suất) ")
_GRADE = re.compile(r" (hạng|giải) (nhất|nhì|ba|i{1,3}|[123]|hai|đặc biệt)$")
_GRADES = {"i": "nhất", "1": "nhất", "ii": "nhì", "2": "nhì", "hai": "nhì", "iii": "ba", "3": "ba"}
_FORMER = re.compile(r"^(?:nguyên|cựu) ")
ALONE = "one article only"


@dataclass(frozen=True)
class Entity:
    """What a name was taken for: `table` and `id`, the `key` that was looked up, rule and evidence, cells of the entity's row."""

    table: str
    id: str
    key: str
    how: str
    evidence: str
    cells: Row = field(default_factory=dict)


def _title_key(name: str) -> str:
    key = identity(name)
    return _LEAD.sub("", key) or key


@functools.cache
def _award_aliases() -> dict[str, AwardType]:
    found: dict[str, AwardType] = {}
    for row in load(AwardType):
        for alias in (row.name, *row.aliases):
            found.setdefault(_title_key(alias), row)
    return found


def _other_grantor(key: str, row: AwardType) -> str:
    """The grantor in a folded name, where it is another than the one in the row's own name."""
    ours, own = (text.partition(" của ")[2] for text in (key, _title_key(row.name)))
    return ours if ours and own and ours not in own and own not in ours else ""


@functools.cache
def _campaign_aliases() -> dict[str, Campaign]:
    found: dict[str, Campaign] = {}
    for row in load(Campaign):
        for alias in (row.title, *row.variants):
            found.setdefault(_title_key(alias), row)
    return found


def award_type(name: str) -> Entity:
    """The type of an award by its name: a row of the catalogue, with its grade where it has one, else a type of its own.

    A row that stands for many grantors (`Giấy khen của Cục trưởng`, also `của Hiệu trưởng`) gives a type for each of them.

    >>> award_type("Huân chương Lao động hạng Nhì").id, award_type("HCLĐ hạng II").id
    ('hc_lao_dong-nhi', 'hc_lao_dong-nhi')
    """
    key, aliases = _title_key(name), _award_aliases()
    row, grade, title = aliases.get(key), "", ""
    if not row and (graded := _GRADE.search(key)):
        row = aliases.get(key[: graded.start()])
        told = _GRADES.get(graded[2], graded[2])
        grade = next((g for g in row.grades if identity(g) == told), "") if row else ""
        title = f"{row.name} {graded[1]} {grade}" if row and grade else ""
        row = row if grade else None
    if row:
        cells: Row = {"name": title or row.name, "form": row.form, "grade": grade or None, "level": row.level or None}
        told_id = f"{row.id}-{plain(grade)}" if grade else row.id
        if grantor := _other_grantor(key, row):
            cells["name"], told_id = None, f"{row.id}-{entity_id(grantor, 'award_types', key)}"
        return Entity("award_types", told_id, told_id, "catalogue of award types", key, cells | {"catalogue": row.id})
    words = key.split()
    like = next((aliases[head] for n in range(len(words), 1, -1) if (head := " ".join(words[:n])) in aliases), None)
    cells = {"form": like.form if like else None}
    return Entity("award_types", entity_id(key, "award_types", key), key, "same folded name", key, cells)


def theme(title: str) -> Entity:
    """The campaign of the catalogue that a title names, else a theme of its own by its folded title."""
    key = _title_key(title)
    row = _campaign_aliases().get(key)
    if row:
        cells: Row = {"title": row.title, "kind": row.kind, "campaign": row.id}
        return Entity("themes", row.id, row.id, "catalogue of campaigns", key, cells)
    return Entity("themes", entity_id(key, "themes", key), key, "same folded title", key)


@functools.cache
def _names_of_bodies() -> dict[str, str]:
    return {identity(row.name): row.name for row in load(CentralBody)}


@functools.cache
def _offices() -> frozenset[str]:
    """Offices that few people of a time hold: with the name they are evidence enough, without a unit too."""
    rows = load(Position)
    high = {r.title for r in rows if r.governs == "head of state"}
    high |= {r.title for r in rows if (r.category, r.governs, r.contains_unit_noun) == ("government", "government", "no")}
    return frozenset(map(identity, high | {"Tổng Bí thư"}))


@functools.cache
def _titles() -> tuple[str, ...]:
    titles = {identity(title) for row in load(Position) for title in (row.title, *row.abbreviations)}
    return tuple(sorted(titles, key=len, reverse=True))


@functools.lru_cache(1 << 15)
def _after_titles(folded: str) -> tuple[str, ...]:
    """What follows a title at the head of a folded name, of the longest title first."""
    return tuple(folded[len(title) + 1 :] for title in _titles() if folded.startswith(title + " "))


def scope_title(key: UnitKey) -> str:
    """The province or body a unit's key is bound to, as people write it; empty where the name itself is enough."""
    return province_titles().get(key.scope) or _names_of_bodies().get(key.scope) or key.scope


class ArticleNames:
    """The units and people of one record, resolved; the other names of the record are looked up among them."""

    def __init__(self, record: Record, article: str, ids: dict[int, str]) -> None:
        """`ids` holds the row id of each fact by `id(fact)`."""
        info = record.article
        self.article = article
        self.ids = ids
        self.home: Home = home_of((_fullest(u) for u in record.units), info.title, (info.source, info.author_unit))
        self.units = [self._unit(unit) for unit in record.units]
        self._by_name: dict[str, Entity] = {}
        self._by_key: dict[str, Entity] = {}
        for unit, entity in zip(record.units, self.units, strict=True):
            self._by_key.setdefault(entity.key, entity)
            for name in (unit.name, *unit.variants):
                self._by_name.setdefault(identity(name), entity)
        self._people: dict[str, tuple[str, Entity]] = {}
        named: list[Official | Person] = [*record.officials, *record.people]
        for person in named:
            entity = self.person(person)[0]
            for name in (person.name, *person.variants):
                self._people.setdefault(person_identity(name), (ids[id(person)], entity))

    def _unit(self, unit: Unit) -> Entity:
        name = _fullest(unit)
        key = unit_key(name, self.home, self.article)
        shown = key.rest if key.scope_kind in ("nation", "article") else f"{key.rest} {key.scope}"
        cells: Row = {"scope": scope_title(key) or None, "scope_kind": key.scope_kind}
        return Entity("units", entity_id(shown, "units", key.text), key.text, key.how, name, cells)

    def unit(self, name: str | None) -> Entity | None:
        """The article's unit that `name` means: by one of its names, by its key, or as the unit of the office that `name` is."""
        if not name:
            return None
        if found := self.unit_exactly(name):
            return found
        rests = _after_titles(identity(name))
        return next((found for rest in rests if (found := self._named(rest, "office of the unit"))), None)

    def unit_exactly(self, name: str | None) -> Entity | None:
        """As `unit`, without offices: an award goes to a unit, not to the unit of whoever received it."""
        return self._named(name, "named in the article") if name else None

    def _named(self, name: str, how: str) -> Entity | None:
        found = self._by_name.get(identity(name)) or self._by_key.get(unit_key(name, self.home, self.article).text)
        return replace(found, how=how, evidence=name) if found else None

    def person(self, person: Official | Person) -> list[Entity]:
        """One entity for each ground on which the person may be the same as in another article; the first one's id counts."""
        key, fact = person_identity(person.name), self.ids[id(person)]
        grounds: list[tuple[str, str]] = []
        for post in person.posts if isinstance(person, Official) else ():
            office = _FORMER.sub("", identity(post.title))
            if unit := self.unit(post.unit):
                grounds.append(("same name and unit", unit.id))
            if office in _offices():
                grounds.append(("same name and high office", office))
        return people(key, sorted(set(grounds)) or [(ALONE, fact)])

    def recipient(self, name: str | None, kind: str | None, fact: str) -> Entity | None:
        """The article's person that an award's recipient is; one who stands in no list becomes a person of this article."""
        if not name:
            return None
        if found := self._people.get(person_identity(name)):
            return Entity("people", found[1].id, found[1].key, "named in the article", found[0])
        # `gia đình bà Lành` is told as a person too, but is no name
        is_name = kind == "person" and name[:1].isupper()
        return people(person_identity(name), [(ALONE, fact)])[0] if is_name else None


def people(key: str, grounds: list[tuple[str, str]]) -> list[Entity]:
    """The entities of one person: the least of the grounds gives the id, whatever the order they were found in."""
    told = entity_id(key, "people", key, *min(grounds))
    return [Entity("people", told, key, how, evidence) for how, evidence in grounds]


def _fullest(unit: Unit) -> str:
    return next((name for name in (unit.name, *unit.variants) if has_place(name)), unit.name)
