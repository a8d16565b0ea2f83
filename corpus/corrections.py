"""What people corrected, laid over what was extracted.

A correction is a row that is never changed or taken away: who, when, which fact as it was, what to do with it, why. Taking one
back is a row too. They are laid over the record of an article before it becomes rows, in the order they were made, so that a new
extraction keeps them: the fact that a correction speaks of is found again by its values, else by the words it stands on.

>>> from schemas import Mention, Unit
>>> record = Record(units=[Unit(name="Sở Y", mentions=[Mention(start=0, end=4, quote="Sở Y")])])
>>> change = Correction(1, "units", "change", told(record.units[0]), "name", "Sở Y tế")
>>> laid = lay_over(record, [change])
>>> laid.record.units[0].name, laid.unplaced
('Sở Y tế', [])
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from corpus.names import digest
from schemas import LISTS, Fact, KhenthuongError, Record
from schemas.tables import Row

Action = Literal["accept", "reject", "change", "add", "unlink"]
_ACTIONS = get_args(Action)
ENTITY_ACTIONS = ("merge", "split")
LOOSE = ("confidence", "mentions")
"""What a fact may have otherwise and still say the same."""
CHECK = "check"
"""The action by which a person vouches for all that an article's record says, and for its saying all; its list is `article`."""


_WHY = {
    "list": "{list}: no list of that name; give one of {names}",
    "field": "{list}: no field {field!r}; give one of {names}",
    "fact": "{list}: no fact {id!r}; it may have been corrected or read anew: open its article again",
    "article": "article {id!r}: there is none; give the id of a row of articles",
    "alike": "article {id}: the fact stands twice alike, and one cannot be told from the other",
    "words": "article {id}: {reason}; give the words as they stand in the text",
    "value": "{list}, field {field}: the value does not fit ({reason}); give another",
    "number": "{value}: no number that can be kept; give another value",
    "correction": "correction {id}: there is none; give the number of one that is no undo",
    "undone": "correction {id}: it was taken back already; open the list of corrections again",
    "resolution": "resolution {id!r}: there is none; give the id of a row of resolutions",
    "no_resolution": "no resolution; give the ids of rows of resolutions",
    "several": "resolutions of {count} entities; give those of one at a time",
    "table": "{table}: no table of entities; give one of {names}",
    "entity": "{table}: no entity {id!r}; it may have changed since: open its page again",
    "other_table": "{table}: no entity {id!r}; it is one of {other}; both must be of one table",
    "merged": "{table}: {id!r} is gone, it was merged into {now!r}; give that one",
    "itself": "{table}: {id!r} cannot be merged with itself; give two entities",
    "stands": "{table}: the names stand for {id!r} already; give another entity, or none for a new one",
}


class CorrectionError(KhenthuongError):
    """A correction that cannot be made; the message names the fact, the field and what to do, `why` is its code for a page.

    >>> str(CorrectionError("undone", id=7))
    'correction 7: it was taken back already; open the list of corrections again'
    """

    def __init__(self, why: str, **told: Any) -> None:
        super().__init__(_WHY[why].format(**told))
        self.why, self.told = why, told


@dataclass(frozen=True)
class Hand:
    """Who corrects, when and why."""

    who: str
    at: str
    why: str | None = None


@dataclass(frozen=True)
class Correction:
    """One correction that counts: of a fact in `list`, `fact` its values before (empty for `add`).

    `field` and `new` are the field and its value (`change`), or `new` the whole fact (`add`), or `field` the name that stands
    for no entity (`unlink`).
    """

    id: int
    list: str
    action: Action
    fact: dict[str, Any]
    field: str | None = None
    new: Any = None


@dataclass
class Laid:
    """A record with its corrections.

    `unplaced`: those whose fact is no longer read, or no longer read so; `unlinked`: (list, place in it, field) of names that stand
    for no entity; `touched`: for (list, place in it) of each fact that was accepted, changed, added or unlinked its corrections in order.
    """

    record: Record
    unplaced: list[Correction] = field(default_factory=list)
    unlinked: set[tuple[str, int, str]] = field(default_factory=set)
    touched: dict[tuple[str, int], list[Correction]] = field(default_factory=dict)

    @property
    def seen(self) -> set[tuple[str, int]]:
        """(list, place in it) of the facts that somebody accepted, changed or added as they are."""
        return {place for place, done in self.touched.items() if any(one.action != "unlink" for one in done)}


def told(fact: Fact) -> dict[str, Any]:
    """A fact's values as they are kept in a correction."""
    return fact.model_dump(mode="json")


def bare(values: dict[str, Any]) -> dict[str, Any]:
    """What a fact's values say, without the words it stands on and how sure it is."""
    return {key: value for key, value in values.items() if key not in LOOSE}


def seal(record: Record) -> str:
    """A hash of what a record says, whatever words it was read from: another one where any fact says anything else.

    >>> unit = {"name": "Sở Y", "mentions": [{"start": 0, "end": 4, "quote": "Sở Y"}]}
    >>> one, other = (Record.model_validate({"units": [unit | {"confidence": share}]}) for share in (0.9, 0.8))
    >>> seal(one) == seal(other), seal(one) == seal(Record())
    (True, False)
    """
    lists = {name: [bare(told(fact)) for fact in getattr(record, name)] for name in LISTS}
    said = {name: sorted(json.dumps(one, sort_keys=True) for one in facts) for name, facts in lists.items()}
    return digest(record.article.model_dump_json(exclude={"mentions"}), json.dumps(said))


def checks(rows: Sequence[Row]) -> dict[int, str]:
    """The checks of an article that nobody took back: number -> seal of the record that the person saw."""
    back = {row["undoes"] for row in rows if row["action"] == "undo"}
    return {int(str(row["id"])): str(_json(row["new"])) for row in rows if row["action"] == CHECK and row["id"] not in back}


def effective(rows: Sequence[Row]) -> list[Correction]:
    """The corrections of one article's facts that count, of its rows in the order they were made: none that was taken back.

    Those of entities (`corpus.joins`) and checks of the whole article are not among them.
    """
    back = {row["undoes"] for row in rows if row["action"] == "undo"}
    return [
        Correction(
            int(str(row["id"])), str(row["list"]), row["action"], _json(row["fact_told"]) or {},  # type: ignore[arg-type]
            None if row["field"] is None else str(row["field"]), _json(row["new"]),
        )
        for row in rows
        if row["action"] in _ACTIONS and row["list"] in LISTS and row["id"] not in back
    ]  # fmt: skip


def _json(cell: Any) -> Any:
    return None if cell is None else json.loads(cell)


def lay_over(record: Record, corrections: Sequence[Correction]) -> Laid:
    """The record with the corrections laid over it; raises CorrectionError where one does not fit the fact's declaration."""
    lists: dict[str, list[Fact]] = {name: list(getattr(record, name)) for name in LISTS}
    laid = Laid(record)
    touched: list[tuple[Fact, Correction]] = []
    for one in corrections:
        facts = lists[one.list]
        if one.action == "add":
            read = next((fact for fact in facts if _says(fact, one.new)), None)  # the extraction of today may read it by itself
            if read is None:
                facts.append(read := _fact(one, one.new))
            touched.append((read, one))
        elif (at := _place(facts, one.fact)) is None:
            # what is not read any more needs no rejecting, unless something is read from the same words
            if one.action != "reject" or any(shared(told(fact)["mentions"], one.fact["mentions"]) for fact in facts):
                laid.unplaced.append(one)
        elif one.action == "reject":
            del facts[at]
        elif one.action == "change":
            changed = _fact(one, told(facts[at]) | {str(one.field): one.new})
            touched = [(changed if fact is facts[at] else fact, before) for fact, before in touched]
            touched.append((changed, one))
            facts[at] = changed
        elif one.action == "accept" and bare(told(facts[at])) != bare(one.fact):
            laid.unplaced.append(one)  # what was accepted is not what is read now
        else:
            touched.append((facts[at], one))
    for facts in lists.values():
        facts.sort(key=lambda fact: min(m.start for m in fact.mentions))
    places = {id(fact): (name, n) for name, facts in lists.items() for n, fact in enumerate(facts)}
    laid.record = record.model_copy(update=lists) if corrections else record
    for fact, one in touched:
        if place := places.get(id(fact)):
            laid.touched.setdefault(place, []).append(one)
            if one.action == "unlink":
                laid.unlinked.add((*place, str(one.field)))
    return laid


def _fact(one: Correction, values: Any) -> Fact:
    try:
        return LISTS[one.list].model_validate(values)
    except ValueError as error:
        why = " ".join(str(error).split())[:200]
        raise CorrectionError("value", list=one.list, field=one.field or "all", reason=why) from error


def _says(fact: Fact, values: dict[str, Any]) -> bool:
    """Whether a fact has these values, and stands on some of the same words."""
    mine = told(fact)
    same = all(mine.get(key) == value for key, value in bare(values).items())
    return same and shared(mine["mentions"], values["mentions"]) > 0


def _place(facts: Sequence[Fact], before: dict[str, Any]) -> int | None:
    """Where the fact of a correction stands now: the one of the same values, else the one that stands on most of its words."""
    values = [told(fact) for fact in facts]
    said = [bare(one) for one in values]
    wanted = bare(before)
    shares = [shared(one["mentions"], before["mentions"]) for one in values]
    found = [n for n, one in enumerate(said) if one == wanted and shares[n]]
    found = found or [n for n, share in enumerate(shares) if share >= 0.5]
    if not found:
        return None
    alike = [sum(said[n].get(key) == value for key, value in wanted.items()) for n in found]
    best = max(zip((shares[n] for n in found), alike, strict=True))
    same = [n for n, share, count in zip(found, (shares[n] for n in found), alike, strict=True) if (share, count) == best]
    # of several that fit alike none is meant for sure, unless they are the same fact twice
    return same[0] if len(same) == 1 or all(said[n] == said[same[0]] for n in same) else None


def shared(mentions: list[dict[str, Any]], before: list[dict[str, Any]]) -> float:
    """The share of the mentions of two facts that both have, if one reads a word more than the other."""
    here, there = ({(m["start"], m["end"]) for m in each} for each in (mentions, before))
    both = sum(any(_overlap(one, other) for other in there) for one in here)
    return both / max(len(here) + len(there) - both, 1)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * common > max(one[1], other[1]) - min(one[0], other[0])
