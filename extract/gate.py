"""The quality gate: what the extraction has reached on its gold records, it may not fall below.

`gate.json` pins for each set of gold articles its fingerprint and, for each field, the least F1. A gold record that was
changed is noticed, since figures over another gold cannot be compared. Floors go up with every pin; one goes down only
with a reason, which is kept. What a field may lose on swapped articles is pinned beside them (`extract.swap_gate`).

    python -m extract.gate                            check every set whose folder is there
    python -m extract.gate --repin                    raise the floors to what is measured now, less 0.005
    python -m extract.gate --repin --lower 'REASON'   let floors that are out of reach go down, and keep the reason
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from extract import swap_gate
from extract.evaluate import evaluate
from schemas.errors import KhenthuongError

FILE = Path(__file__).with_name("gate.json")
ROOT = FILE.parent.parent
SLACK = 0.005
Measure = Callable[[Path], Mapping[str, float]]


class GateError(KhenthuongError):
    """The floors cannot be pinned as asked."""


def f1(folder: Path) -> dict[str, float]:
    """F1 of each field that has gold facts in `folder`."""
    return {field: figures.f1 for field, figures in evaluate(folder).items() if figures.gold}


def fingerprint(folder: Path) -> str:
    """SHA-256 over names and bytes of the articles and gold records in `folder`."""
    seen = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".json")):
        for part in (path.name.encode("utf-8"), path.read_bytes()):
            seen.update(len(part).to_bytes(8, "big") + part)
    return seen.hexdigest()


def complaints(pinned: Mapping[str, Any], folder: Path, measure: Measure = f1) -> list[str]:
    """What is wrong with one set, one line each; nothing when every field reaches its floor."""
    if fingerprint(folder) != pinned["fingerprint"]:
        return [f"{folder.name}: the gold is not the one the floors were pinned on; look at the change, then run --repin"]
    reached = measure(folder)
    return [
        f"{folder.name}: {field} {reached.get(field, 0):.3f} is below its floor {floor}; run `khenthuong evaluate --errors` on it"
        for field, floor in pinned["floors"].items()
        if reached.get(field, 0) < floor
    ]


def repin(pinned: Mapping[str, Any], folder: Path, reason: str | None = None, measure: Measure = f1) -> dict[str, Any]:
    """`pinned` with floors raised to what is measured now; raises GateError where one would fall and no reason is given."""
    floors, lowered = dict(pinned["floors"]), list(pinned.get("lowered", []))
    reached = measure(folder)
    for field in sorted({*floors, *reached}):
        new = max(0.0, math.floor((reached.get(field, 0) - SLACK) * 1000 + 1e-6) / 1000)
        old = floors.get(field, 0.0)
        if reached.get(field, 0) >= old:
            floors[field] = max(old, new)
        elif reason and reason.strip():
            lowered.append({"field": field, "from": old, "to": new, "reason": reason.strip()})
            floors[field] = new
        else:
            raise GateError(
                f"{folder.name}: {field} reaches {reached.get(field, 0):.3f}, its floor is {old}; mend it, or run --lower 'REASON'"
            )
    return {**pinned, "fingerprint": fingerprint(folder), "floors": floors, "lowered": lowered}


def main(argv: list[str] | None = None) -> int:
    """Check or pin; returns the exit code."""
    told = argparse.ArgumentParser(prog="python -m extract.gate", description="Check or pin the floors of the extraction.")
    told.add_argument("--repin", action="store_true", help="raise the floors to what is measured now")
    told.add_argument("--lower", metavar="REASON", help="with --repin: let floors go down, and keep why")
    asked = told.parse_args(argv)
    sets = json.loads(FILE.read_text(encoding="utf-8"))
    code = 0
    for name, pinned in sets.items():
        folder = (ROOT / pinned["folder"]).resolve()
        if not folder.is_dir():
            print(f"{name}: no folder {folder}, not measured")
        elif asked.repin:
            try:
                sets[name] = swap_gate.repin(repin(pinned, folder, asked.lower), folder, asked.lower)
            except (GateError, swap_gate.SwapGateError) as error:
                print(error)
                return 1
        else:
            lines = complaints(pinned, folder) + swap_gate.complaints(pinned, folder)
            code = 1 if lines else code
            print("\n".join(lines or [f"{name}: every field reaches its floor"]))
    if asked.repin:
        FILE.write_text(json.dumps(sets, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"pinned in {FILE.name}")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
