"""Checked articles as gold records: NAME.txt, the text, and NAME.json, the record that a person has vouched for.

That is what `khenthuong evaluate --gold DIR` reads. A record is gold only where somebody said that they looked at the whole article
(`review.check`), and only as long as it still says what they saw: a fact that nobody looked at, or that nobody missed, would count as
right. The form is that of the samples: a name with other spellings is a list, the fullest first; what is empty is left out, and so are
the machine's own words on a fact (confidence, cue, mentions). What its file tells of an article beside the text stands under `given`,
for the extraction is told it too.

    >>> from schemas import Mention, Unit
    >>> unit = Unit(name="Bộ Y tế", variants=["Bộ"], mentions=[Mention(start=0, end=7, quote="Bộ Y tế")])
    >>> gold_of(Record(units=[unit]))["units"]
    [{'name': ['Bộ Y tế', 'Bộ']}]
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.archive import Archive
from corpus.export import ExportError, aside
from corpus.names import slug
from schemas import LISTS, Record

_MACHINE = ("mentions", "confidence", "cue", "flags")


@dataclass
class Gold:
    """What was exported, and what was not.

    `files` were written, two an article. Of `unchecked` articles with corrections nobody vouches for the whole; `changed` of these say
    something else than when they were checked. `others` are records in the folder that are not of this export.
    """

    files: list[Path] = field(default_factory=list)
    unchecked: int = 0
    changed: int = 0
    others: list[Path] = field(default_factory=list)

    def __str__(self) -> str:
        told = f"{len(self.files) // 2} checked articles written"
        if self.unchecked:
            told += f"; {self.unchecked} with corrections left out, since nobody vouches for the whole of them"
            told += f" ({self.changed} of them changed after they were checked)" if self.changed else ""
        if self.others:
            names = ", ".join(path.name for path in self.others[:5])
            told += f"; the folder holds {len(self.others)} records that are not of this export ({names}{', ...' * (len(self.others) > 5)})"
        return told


def gold_of(record: Record) -> dict[str, Any]:
    """A record in the form of the gold records."""
    told: dict[str, Any] = {"article": record.article.model_dump(exclude={"mentions"}, exclude_none=True)}
    for name in LISTS:
        told[name] = [_fact(fact.model_dump(mode="json", exclude_none=True)) for fact in getattr(record, name)]
    return told


def _fact(values: dict[str, Any]) -> dict[str, Any]:
    spellings = [values.get("name"), *values.pop("variants", [])]
    if len(spellings) > 1:
        values["name"] = spellings
    return {key: _number(value) for key, value in values.items() if key not in _MACHINE and value != []}


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def export_gold(archive: str | Path, out: str | Path) -> Gold:
    """Write the checked articles of an archive to `out/NAME.txt` and `out/NAME.json`. Raises ArchiveError or ExportError."""
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Archive(archive, write=False) as opened:
            told = Gold([file for row in opened.db.execute(_CHECKED).fetchall() for file in _write(opened, folder, *row)])
            told.unchecked, told.changed = opened.db.execute(_UNCHECKED).fetchone()
    except OSError as error:
        raise ExportError(f"{folder}: cannot be written ({error.strerror}); give another folder") from error
    told.others = sorted(set(folder.glob("*.json")) - set(told.files))
    return told


_CHECKED = """select a.id, a.path, a.text, a.given from extracted e join articles a on a.id = e.article
    where e.checked is not null order by a.rowid"""
_UNCHECKED = """select count(*), coalesce(sum(checks > 0), 0) from (
      select e.article, sum(c.action = 'check') as checks from extracted e join corrections c on c.article = e.article
      where e.checked is null and c.action <> 'undo' and not exists (select 1 from corrections u where u.undoes = c.id)
      group by e.article)"""


def _write(archive: Archive, folder: Path, article: str, path: str, text: str, given: str) -> Iterator[Path]:
    name = f"{slug(Path(path).stem)}-{article}".lstrip("-")
    known = {"given": info} if (info := json.loads(given)) else {}
    content = {"id": name, **known, **gold_of(archive.record(article))}
    for ending, written in ((".txt", text), (".json", json.dumps(content, ensure_ascii=False, indent=1) + "\n")):
        file = folder / f"{name}{ending}"
        with aside(file) as new:
            new.write_text(written, encoding="utf-8", newline="")
        yield file
