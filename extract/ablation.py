"""What each source of knowledge is worth: F1 of the fields with one source switched off at a time.

    python -m extract.ablation            print the table
    python -m extract.ablation --write    put it into docs/extraction.md too

Every row is measured in a process of its own, in which the catalogue is empty or the component does nothing before anything
is loaded, on all gold articles of the samples and, where they are there, of dev, counted together. The last row is the
named-entity recogniser of underthesea: its ORG as units, its PER as persons.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from extract.papers import ROOT, SETS, markdown, write
from schemas.errors import KhenthuongError

BASELINE = "underthesea.ner alone"
WHOLE = "everything"
NOWHERE = "zzyzx"
"""Stands in a word list that is switched off: some lists become patterns, and an empty pattern would match everywhere."""
SETS_USED = ("samples", "dev")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class AblationError(KhenthuongError):
    """The extraction cannot run without that source."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is switched off: catalogues of `schemas.catalogues`, word lists, tables, and functions as (module, name, instead)."""

    catalogues: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    functions: tuple[tuple[str, str, Callable[..., Any]], ...] = field(default=())


def _nothing(*_: object, **__: object) -> None:
    """Instead of a function that may find something."""


def _empty(*_: object, **__: object) -> dict[Any, Any]:
    """Instead of a function that gives a table."""
    return {}


def _none(*_: object, **__: object) -> list[Any]:
    """Instead of a function that gives what it found."""
    return []


SOURCES: dict[str, Source] = {
    WHOLE: Source(),
    "no catalogue of award types": Source(catalogues=("AwardType",)),
    "no catalogue of unit heads": Source(catalogues=("UnitKind",), tables=("heads",)),
    "no central bodies, known organisations": Source(catalogues=("CentralBody",), lists=("organisations",)),
    "no fields of units' names": Source(tables=("fields",)),
    "no provinces, towns": Source(catalogues=("Province",), lists=("towns",)),
    "no positions, titles": Source(catalogues=("Position",), lists=("titles",)),
    "no honorifics, ranks": Source(catalogues=("Honorific",)),
    "no family names": Source(catalogues=("FamilyName",)),
    "no campaigns, known themes": Source(catalogues=("Campaign",), tables=("themes",)),
    "no names of laws": Source(lists=("law_names",), tables=("law_shorts",)),
    "no cues of status": Source(tables=("status_cues",)),
    "no nouns of groups": Source(lists=("group_nouns",)),
    "no short forms (of words, explained in brackets)": Source(
        tables=("abbreviations", "same_body"), functions=(("extract.bodies", "defined", _empty),)
    ),
    "no short names joined to full ones": Source(functions=(("extract.bodies", "Index.home", _nothing),)),
    "no bare nouns for bodies (`Công ty`, `bệnh viện`)": Source(functions=(("extract.links", "antecedent", _nothing),)),
    "no pronouns for people": Source(functions=(("extract.pointers", "Pointers.pronoun", _nothing),)),
    "no events from the title": Source(
        functions=(("extract.events", "_titled", _nothing), ("extract.events", "_deed_of_title", _nothing))
    ),
    "no bylines, captions, menus left out": Source(functions=(("extract.header", "_merged", _none),)),
    "no settling of awards told twice": Source(functions=(("extract.settle", "settle", lambda awards, *_: awards),)),
    "no sums as prizes": Source(functions=(("extract.prizes", "money_awards", _empty),)),
    "no underthesea sentences (a full stop and a blank)": Source(
        functions=(("underthesea", "sent_tokenize", _SENTENCE_END.split),)
    ),
    "no underthesea words": Source(functions=(("underthesea", "word_tokenize", lambda text: text.split()),)),
}


def switch_off(source: Source) -> None:
    """Patch this process for good; call it before any component is loaded."""
    catalogues, lexicon = importlib.import_module("schemas.catalogues"), importlib.import_module("extract.lexicon")
    load, spread = catalogues.load, lexicon.spread
    mock.patch.object(catalogues, "load", lambda kind: () if kind.__name__ in source.catalogues else load(kind)).start()
    mock.patch.object(lexicon, "spread", lambda name: (NOWHERE,) if name in source.lists else spread(name)).start()
    if source.tables:
        phrases = importlib.import_module("extract.phrases")
        rows = phrases.rows
        mock.patch.object(phrases, "rows", lambda name: [] if name in source.tables else rows(name)).start()
    for module, name, instead in source.functions:
        importlib.import_module(module)
        mock.patch(f"{module}.{name}", instead).start()


def _by_ner(text: str) -> dict[str, Any]:
    """A record of the units and people that underthesea's recogniser finds."""
    from underthesea import ner, sent_tokenize

    found: dict[str, dict[str, None]] = {"ORG": {}, "PER": {}}
    for sentence in (s for line in text.splitlines() for s in sent_tokenize(line)):
        for kind, words in _chunks(ner(sentence)):
            found.get(kind, {})[" ".join(words)] = None
    return {"units": [{"name": n} for n in found["ORG"]], "people": [{"name": n} for n in found["PER"]]}


def _chunks(tagged: Sequence[tuple[str, str, str, str]]) -> Iterator[tuple[str, list[str]]]:
    """(kind, words) of each entity.

    >>> list(_chunks([("Sở", "N", "", "B-ORG"), ("Y tế", "N", "", "I-ORG"), ("họp", "V", "", "O"), ("Mai", "Np", "", "B-PER")]))
    [('ORG', ['Sở', 'Y tế']), ('PER', ['Mai'])]
    """
    kind, words = "", list[str]()
    for word, *_, tag in [*tagged, ("", "", "", "O")]:
        if tag.startswith("I-") and words and tag[2:] == kind:
            words.append(word)
            continue
        if words:
            yield kind, words
        kind, words = (tag[2:], [word]) if tag != "O" else ("", [])


def measure(name: str, folders: Sequence[Path]) -> dict[str, float]:
    """F1 of each field over the gold articles of all folders together, with one source switched off in this process."""
    from extract.evaluate import Figures, evaluate

    if name != BASELINE:
        switch_off(SOURCES[name])
    whole: dict[str, Figures] = {}
    for folder in folders:
        for of, figures in evaluate(folder, _by_ner if name == BASELINE else None).items():
            told = whole.setdefault(of, Figures())
            told.hits, told.missed, told.extra = (
                told.hits + figures.hits,
                told.missed + figures.missed,
                told.extra + figures.extra,
            )
    return {of: figures.f1 for of, figures in whole.items()}


def _apart(name: str) -> dict[str, float]:
    """As `measure`, in a process of its own; raises AblationError where it ends in an error."""
    command = [sys.executable, "-m", "extract.ablation", "--one", name]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        raise AblationError(f"{name}: the extraction ends in an error without it: {told.stderr.strip().splitlines()[-1]}")
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return figures


def table(all_of_them: dict[str, dict[str, float]]) -> str:
    """F1 with everything, and what each source switched off changes; a change under 0.0005 is left empty."""
    whole = all_of_them[WHOLE]
    rows: list[list[str]] = []
    for name, figures in all_of_them.items():
        if name in (WHOLE, BASELINE):
            cells = [f"{figures[of]:.3f}" if figures[of] else "" for of in whole]
        else:
            cells = [f"{figures[of] - whole[of]:+.3f}" if abs(figures[of] - whole[of]) >= 0.0005 else "" for of in whole]
        rows.append([name, *cells])
    return markdown(["F1, and what changes", *whole], rows)


def main(argv: list[str] | None = None) -> int:
    """Measure every row, print and where asked write the table; returns the exit code."""
    told = argparse.ArgumentParser(prog="python -m extract.ablation", description="What each source of knowledge is worth.")
    told.add_argument("--write", action="store_true", help="put the table into docs/extraction.md")
    told.add_argument("--one", choices=[*SOURCES, BASELINE], help="measure one row alone and print its figures as JSON")
    asked = told.parse_args(argv)
    if asked.one:
        print(json.dumps(measure(asked.one, [SETS[name] for name in SETS_USED if SETS[name].is_dir()])))
        return 0
    names = [*SOURCES, BASELINE]
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        rows = table(dict(zip(names, pool.map(_apart, names), strict=True)))
    if asked.write:
        write("ablation", rows)
    print(rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
