"""The corrections of one fact, one after another: each changes its values and so the id of its row, but the fact stays the same.

A correction keeps the values that its fact had before. So the first of a trail tells what the machine read, and each next one is known
by the values that those before it left; where a new extraction has read the fact otherwise since, by the words it stands on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from corpus.corrections import Action, bare, shared, told
from schemas.facts import LISTS
from schemas.tables import Row

Values = dict[str, Any]
_SAME_WORDS = 0.75
"""Share of their mentions that two readings of one fact have in common; two facts of one sentence may have half."""


@dataclass
class Trail:
    """The corrections that ever concerned one fact of the list `name`, those taken back and the undos too, in the order they were made.

    `read` are its values as the machine read them, None where a person added it.
    """

    name: str
    read: Values | None
    rows: list[Row] = field(default_factory=list)

    @property
    def standing(self) -> list[Row]:
        """The corrections that nobody took back."""
        back = {row["undoes"] for row in self.rows if row["action"] == "undo"}
        return [row for row in self.rows if row["action"] != "undo" and row["id"] not in back]

    @property
    def now(self) -> Values | None:
        """The values that the corrections leave; None where they leave no fact."""
        values = self.read
        for row in self.standing:
            if row["action"] == "add":
                values = _added(self.name, json.loads(str(row["new"])))
            elif row["action"] == "reject":
                values = None
            elif row["action"] == "change" and values is not None:
                values = values | {str(row["field"]): json.loads(str(row["new"]))}
        return values


def trails(rows: Iterable[Row]) -> list[Trail]:
    """The trails that the corrections of one article make, given in the order they were made; what concerns no fact is left out."""
    found: list[Trail] = []
    of: dict[Any, Trail] = {}
    for row in rows:
        if row["action"] == "undo":
            trail = of.get(row["undoes"])
        elif row["action"] not in get_args(Action) or row["list"] not in LISTS:
            continue
        else:
            name, before = str(row["list"]), json.loads(str(row["fact_told"] or "null"))
            trail = None if row["action"] == "add" else trail_of(found, name, before)
            if trail is None:
                found.append(trail := Trail(name, before))
        if trail is not None:
            trail.rows.append(row)
            of[row["id"]] = trail
    return found


def trail_of(found: Sequence[Trail], name: str, values: Values) -> Trail | None:
    """The trail of the fact that has these values now."""
    near = [
        (bare(now) == bare(values), shared(now["mentions"], values["mentions"]), n)
        for n, trail in enumerate(found)
        if trail.name == name and (now := trail.now)
    ]
    same = [(said, share, n) for said, share, n in near if share >= _SAME_WORDS or (said and share)]
    return found[max(same)[-1]] if same else None


def _added(name: str, values: Values) -> Values:
    try:
        return told(LISTS[name].model_validate(values))
    except ValueError:  # the declaration has changed since
        return {"mentions": []} | values
