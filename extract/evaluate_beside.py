"""What stands beside a fact that was found: grantor and year of an award, roles of an official, place of an event...

`extract.evaluate` counts facts; here, of the facts that both records have, each further field is counted.

    >>> gold = {"documents": [{"kind": "Quyết định", "number": "5/QĐ", "issuer": "Bộ Y tế", "date": "2019-03-05"}]}
    >>> read = {"documents": [{"kind": "Quyết định", "number": "5/QĐ", "issuer": "Sở Y tế"}]}
    >>> told = compare([("a", gold, read)])
    >>> told["documents: issuer"], told["documents: date"]
    (Beside(right=0, wrong=1, missed=0, extra=0), Beside(right=0, wrong=0, missed=1, extra=0))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.evaluate import FIELDS, Fact, Gold, paired, read_pairs, same

BESIDE = {
    "awards+status": ("grantor", "year", "occasion", "count"),
    "officials": ("roles",),
    "event dates": ("place", "organizer"),
    "documents": ("date", "issuer"),
    "amounts": ("per",),
}
"""The further fields of the facts of each field of `extract.evaluate`."""


@dataclass
class Beside:
    """How a further field was read: values right, wrong, missed, and told where gold tells none."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    extra: int = 0

    def add(self, gold: Any, read: Any) -> None:
        """Count one value, or each of a list of roles."""
        if isinstance(gold, set):
            self.right += len(gold & read)
            self.missed += len(gold - read)
            self.extra += len(read - gold)
        elif gold and read:
            right = same(gold, read) if isinstance(read, str) else gold == read
            self.right, self.wrong = self.right + right, self.wrong + (not right)
        else:
            self.missed, self.extra = self.missed + bool(gold), self.extra + bool(read)


def compare(pairs: Iterable[tuple[str, Gold, Gold]]) -> dict[str, Beside]:
    """What each further field reached over (article, gold record, extracted record)."""
    told: dict[str, Beside] = defaultdict(Beside)
    for _, gold, read in pairs:
        for name, fields in BESIDE.items():
            rows, match = FIELDS[name]
            for wanted, found in paired(rows(gold), rows(read), match)[0]:
                for field in fields:
                    told[f"{name.split()[0].split('+')[0]}: {field}"].add(_value(wanted, field), _value(found, field))
    return told


def _value(fact: Fact, field: str) -> Any:
    return set(fact.get(field) or ()) if field == "roles" else fact.get(field)


def evaluate(folder: Path) -> dict[str, Beside]:
    """The same over the gold records in `folder`; raises EvaluateError as `extract.evaluate` does."""
    return compare(read_pairs(folder, None))
