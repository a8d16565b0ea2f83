"""Deciding about entities: two are one, or some names stand for another one; and taking that back.

Each is one row of `corrections`: `list` is the table, `fact`, `old` and `new` are the entity that is gone or was meant and the
one that is, `fact_told` the names of a split, `article` theirs where all are of one. `corpus.joins` lays it over what comes
later; what is stored is changed here, row by row along indexes.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from corpus.archive import Archive
from corpus.corrections import ENTITY_ACTIONS, CorrectionError, Hand
from corpus.joins import BY_HAND, Join, Joins, Name, Side, column_of, columns_to, merged_into, rule_of
from corpus.names import entity_id, identity, most
from corpus.people import alias, words_of
from corpus.resolve import ALONE
from schemas.tables import ENTITIES, FACTS, ONE, Row

_CELLS = {
    "units": ("scope", "scope_kind"),
    "people": (),
    "award_types": ("form", "grade", "level", "catalogue"),
    "themes": ("kind", "campaign"),
}
_TOGETHER = 500


def merge(archive: Archive, table: str, gone: str, into: str, hand: Hand) -> int:
    """Take entity `gone` of `table` (units, people, award_types, themes) for `into`, and whatever comes later that means it.

    Its row disappears; `corpus.joins.merged_into` tells where it went. Returns the number of the correction. Raises
    CorrectionError where there is no such entity, or both are one.
    """
    with archive.transaction():
        archive.work_out()
        old, new = _side(archive, table, gone), _side(archive, table, into)
        if gone == into:
            raise CorrectionError("itself", table=table, id=gone)
        number = _note(archive, hand, _row(table, "merge", old, new))
        if table == "people":
            archive.note_stale([(table, old.key)])
        else:
            rows = archive.rows("resolutions", "entity = ? and +target = ?", [gone, table])
            _relay(archive, table, rows, Joins.of(archive.db.conn))
        archive.work_out()
    return number


def split(archive: Archive, resolutions: Sequence[str], hand: Hand, *, into: str | None = None) -> int:
    """Let the names of these resolutions, all of one entity, stand for `into` of the same table, or for a new entity of their own.

    An award whose recipient is a person of its article goes with them. `resolutions_of` finds the ids. Returns the number of
    the correction. Raises CorrectionError where they are not of one entity, or it is `into`.
    """
    with archive.transaction():
        archive.work_out()
        rows = _resolutions(archive, resolutions)
        (table, entity), *others = {(str(row["target"]), str(row["entity"])): None for row in rows}
        if others:
            raise CorrectionError("several", count=1 + len(others))
        if entity == into:
            raise CorrectionError("stands", table=table, id=entity)
        old, forms = _side(archive, table, entity), [_printed(archive, row) for row in rows]
        names = [_name(archive, row, form) for row, form in zip(rows, forms, strict=True)]
        number = int(archive.db.execute("select coalesce(max(id), 0) + 1 from corrections").fetchone()[0])
        new = _side(archive, table, into) if into else _own(table, number, most(Counter(forms)), names[0].key)
        row = _row(table, "split", old, new) | {"fact_told": json.dumps([asdict(one) for one in names], ensure_ascii=False)}
        articles = {one.article for one in names}
        _note(archive, hand, row | {"article": articles.pop() if len(articles) == 1 else None})
        if table == "people":
            archive.note_stale([(table, old.key)])
        else:
            _relay(archive, table, rows, Joins.of(archive.db.conn), number)
        archive.work_out()
    return number


def resolutions_of(archive: Archive, table: str, entity: str, article: str | None = None, form: str | None = None) -> list[str]:
    """Ids of the resolutions that took a name for an entity: all, those of one article, or those of names printed as `form`."""
    _known(table)
    found: list[str] = []
    for name, facts, column, field in columns_to(table):
        query = f"""select r.id from resolutions r join [{facts}] f on f.id = r.fact
            where r.entity = :entity and +r.list = :name and +r.field = :field and f.[{column}] = :entity
            and (:article is null or r.article = :article) and (:form is null or f.[{field}] = :form) order by r.id"""
        values = {"entity": entity, "name": name, "field": field, "article": article, "form": form}
        found += [told for (told,) in archive.db.execute(query, values)]
    return found


def take_back(archive: Archive, correction: int, hand: Hand) -> tuple[int, set[str]]:
    """Take a merge or split back, inside a transaction: the number of its row, and articles whose entities are to be resolved anew."""
    joins = Joins.of(archive.db.conn)
    one = next(one for one in joins.told if one.id == correction)
    row = _row(one.table, "undo", one.new, one.old) | {"undoes": correction}
    number = _note(archive, hand, row | {"fact": one.old.id, "article": _article(one)})
    if one.table == "people":
        archive.note_stale(("people", key) for key in set().union(*(joins.people_with(key) for key in one.keys)))
        return number, set()
    marks = _reached(archive, one)
    query = f"entity in ({', '.join('?' * len(marks))}) and +target = ? and how in {BY_HAND}"
    rows = [row for row in archive.rows("resolutions", query, [*marks, one.table]) if correction in rule_of(row).decisions]
    # an article that was read anew since may name an entity that never had a row
    back = {rule_of(row).entity for row in rows}
    known = {told for told in back if (one.table, told) in joins.sides or archive.rows(one.table, "id = ?", [told], "id")}
    _relay(archive, one.table, [row for row in rows if rule_of(row).entity in known], Joins.of(archive.db.conn))
    return number, {str(row["article"]) for row in rows if rule_of(row).entity not in known}


def _reached(archive: Archive, one: Join) -> list[str]:
    """The entities that names can stand for that a decision is about: where later ones took them."""
    reached = {one.new.id: None}
    query = f"""select json_extract(old, '$.id'), json_extract(new, '$.id') from corrections
        where list = ? and action in {ENTITY_ACTIONS} and id > ? order by id"""
    for old, new in archive.db.execute(query, [one.table, one.id]):
        if old in reached:
            reached[new] = None
    return list(reached)


def _article(one: Join) -> str | None:
    articles = {name.article for name in one.names}
    return articles.pop() if len(articles) == 1 else None


def _known(table: str) -> None:
    if table not in ENTITIES:
        raise CorrectionError("table", table=table, names=", ".join(ENTITIES))


def _side(archive: Archive, table: str, told: str) -> Side:
    """An entity as it is now."""
    _known(table)
    found = archive.rows(table, "id = ?", [told], "id")
    if not found:
        if now := merged_into(archive.db.conn, table, told):
            raise CorrectionError("merged", table=table, id=told, now=now)
        other = next((name for name in ENTITIES if archive.rows(name, "id = ?", [told], "id")), None)
        raise CorrectionError("other_table" if other else "entity", table=table, id=told, other=other)
    row = found[0]
    name = row["title" if table == "themes" else "name"]
    side = Side(told, None if name is None else str(name), str(row["key"]), {cell: row[cell] for cell in _CELLS[table]})
    return side if table != "people" else _person(archive, side)


def _person(archive: Archive, side: Side) -> Side:
    """A person with the grounds that the rules stood on, and where they stood on one article alone the names."""
    rows = archive.rows("resolutions", f"entity = ? and +target = 'people' and how not in {BY_HAND}", [side.id], "id")
    rows = [row for row in rows if row["how"] != "named in the article"]
    grounds = sorted({alias(str(row["key"]), str(row["how"]), str(row["evidence"])) for row in rows})
    alone = all(row["how"] == ALONE for row in rows)
    names = tuple(_name(archive, row, "") for row in rows) if alone else ()
    return Side(side.id, side.name, side.key, {}, tuple(grounds), names)


def _own(table: str, number: int, name: str, key: str) -> Side:
    """A new entity that a split makes; the number of the correction tells it from others."""
    if table == "people":
        return Side(entity_id(key, table, key, "split", number), name, key)
    return Side(entity_id(name, table, "split", number), name, f"{key} @ split {number}")


def _row(table: str, action: str, old: Side, new: Side) -> Row:
    return {"list": table, "action": action, "fact": old.id, "field": ONE[table], "old": old.json, "new": new.json}


def _note(archive: Archive, hand: Hand, row: Row) -> int:
    archive.insert("corrections", [{"at": hand.at, "who": hand.who, "why": hand.why} | row])
    return int(archive.db.execute("select last_insert_rowid()").fetchone()[0])


def _resolutions(archive: Archive, resolutions: Iterable[str]) -> list[Row]:
    """Rows of resolutions, one for each name."""
    told = list(dict.fromkeys(resolutions))
    found: dict[str, Row] = {}
    for some in (told[i : i + _TOGETHER] for i in range(0, len(told), _TOGETHER)):
        found |= {str(row["id"]): row for row in archive.rows("resolutions", f"id in ({', '.join('?' * len(some))})", some)}
    for one in told:
        if one not in found:
            raise CorrectionError("resolution", id=one)
    if not found:
        raise CorrectionError("no_resolution")
    return list({(row["fact"], row["field"]): row for row in (found[one] for one in told)}.values())


def _printed(archive: Archive, row: Row) -> str:
    """The name that a resolution is about, as printed."""
    table, field = FACTS[str(row["list"])].name, str(row["field"])
    return str(archive.db.execute(f"select [{field}] from [{table}] where id = ?", [row["fact"]]).fetchone()[0])


def _name(archive: Archive, row: Row, form: str) -> Name:
    stands = str(row["fact"])
    if row["list"] == "posts":
        (stands,) = archive.db.execute("select official from posts where id = ?", [stands]).fetchone()
    key = str(row["key"]) if row["target"] == "people" else identity(form)
    return Name(str(row["article"]), str(row["fact"]), str(row["field"]), key, words_of(archive.db.conn, stands))


def _relay(archive: Archive, table: str, rows: Sequence[Row], joins: Joins, number: int | None = None) -> None:
    """Lay the decisions anew over stored resolutions; `number` is a split that is about all of them."""
    cells: list[tuple[object, ...]] = []
    facts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    touched: dict[str, None] = {}
    for row in rows:
        rule = rule_of(row)
        splits = joins.splits & {*rule.decisions, number}
        told, decisions = joins.decide(table, rule.entity, frozenset(n for n in splits if n))
        touched |= {str(row["entity"]): None, told: None}
        told_by = joins.cells(rule, decisions)
        cells.append((told, rule.entity if decisions else None, told_by["how"], told_by["evidence"], row["id"]))
        facts[column_of(str(row["list"]), str(row["field"]), table)].append((told, str(row["fact"])))
    archive.note_stale((table, one) for one in touched)
    archive.add_entities(joins.entity(table, one) for one in touched if (table, one) in joins.sides)
    for (holder, column), changed in facts.items():
        archive.db.conn.executemany(f"update [{holder}] set [{column}] = ? where id = ?", changed)
    archive.db.conn.executemany("update resolutions set entity = ?, key = ?, how = ?, evidence = ? where id = ?", cells)
