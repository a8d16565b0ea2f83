"""A fact as a page of review shows it: its values, and the words it stands on with the sentences around them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.corrections import told
from corpus.site.labels import WORDS, Label
from corpus.site.language import said
from corpus.site.snapshot import rows
from corpus.telling import details, name
from schemas import LISTS, Fact, Mention
from schemas.tables import FACTS, TABLES, Row, values

AROUND = 220
"""Letters that a passage has before and after the words of a fact, at most."""
_PASSAGES = 3
_ENDS = (". ", "! ", "? ", ".\n", "\n")
Piece = tuple[str, str]
"""Words, and the field that they tell, in words; empty for what stands between."""


@dataclass(frozen=True)
class Told:
    """One fact of the archive; `title` is that of its article, `passages` the text around its words in pieces."""

    id: str
    list_: str
    article: str
    title: str
    fact: Fact
    passages: list[list[Piece]]
    repeats: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """Its values, as a correction keeps them."""
        return told(self.fact)

    @property
    def name(self) -> str:
        """What it is called."""
        return name(self.fact)

    @property
    def what(self) -> Label:
        """What kind of fact it is."""
        return WORDS.table(FACTS[self.list_].name)

    @property
    def details(self) -> list[tuple[str, str]]:
        """(field, value) of what else it tells, in words."""
        rows = [(said(label), words) for label, words in details(self.fact)]
        if status := getattr(self.fact, "status", None):
            rows.insert(0, (said(WORDS.column("awards", "status")), WORDS.value("status", status)))
        if cue := getattr(self.fact, "cue", None):
            rows.append((said(WORDS.column("awards", "cue")), cue))
        return rows


def fact_of(conn: Any, list_: str, key: str) -> Told | None:
    """The fact of a list with that id, or None; `conn` is a connection for reading."""
    found = rows(conn, FACTS[list_].name, "id = ?", [key]) if list_ in LISTS else []
    if not found:
        return None
    (row,) = found
    (article,) = rows(conn, "articles", "id = ?", [row["article"]], "id, title, path, text")
    fact = _fact(conn, list_, row)
    around = passages(str(article["text"]), fact.mentions, list_)
    title = str(article["title"] or article["path"])
    return Told(key, list_, str(article["id"]), title, fact, around, row["repeats"] is not None)


def _fact(conn: Any, list_: str, row: Row) -> Fact:
    cells = values(FACTS[list_], row)
    cells["mentions"] = [values(TABLES["mentions"], m) for m in rows(conn, "mentions", "fact = ?", [row["id"]])]
    if list_ == "officials":
        cells["posts"] = [values(FACTS["posts"], post) for post in rows(conn, "posts", "official = ?", [row["id"]])]
    return LISTS[list_].model_validate(cells)


def now(conn: Any, list_: str, article: str, wanted: dict[str, Any]) -> str | None:
    """The id of the fact of an article that has exactly these values, or None."""
    words = wanted["mentions"]
    first = min(m["start"] for m in words)
    for row in rows(conn, FACTS[list_].name, "article = ? and start = ?", [article, first]):
        if told(_fact(conn, list_, row)) == wanted:
            return str(row["id"])
    return None


def passages(text: str, mentions: Iterable[Mention], list_: str) -> list[list[Piece]]:
    """The sentences around the words of a fact, in pieces; words that stand close together share a passage.

    >>> passages("Sở Y tế họp. Bà Hoa đến.", [Mention(start=0, end=7, quote="Sở Y tế")], "units")
    [[('Sở Y tế', 'Tên đơn vị'), (' họp. ', '')]]
    """
    spans: list[list[Any]] = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        start, end = _sentence(text, m.start, m.end)
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(end, spans[-1][1])
            spans[-1][2].append(m)
        else:
            spans.append([start, end, [m]])
    return [list(_pieces(text, start, end, some, list_)) for start, end, some in spans[:_PASSAGES]]


def _pieces(text: str, start: int, end: int, mentions: list[Mention], list_: str) -> Iterable[Piece]:
    at = start
    for m in mentions:
        if m.start < at:
            continue  # the longer words that it stands in are marked
        if m.start > at:
            yield text[at : m.start], ""
        yield text[m.start : m.end], part_of(list_, m.part)
        at = m.end
    if at < end:
        yield text[at:end], ""


def part_of(list_: str, part: str) -> str:
    """What the words of a mention tell, in words.

    >>> part_of("awards", "recipient"), part_of("units", "name")
    ('Đối tượng', 'Tên đơn vị')
    """
    field = part.partition(".")[0]
    info = LISTS[list_].model_fields.get(field)
    extra = info.json_schema_extra if info else None
    return said({"vi": str(extra["vi"]), "en": field.replace("_", " ")}) if isinstance(extra, dict) else said(WORDS.table(list_))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around some words begins and ends, cut between words where it is long."""
    low, high = max(0, start - AROUND), min(len(text), end + AROUND)
    begin = max((at + len(mark) for mark in _ENDS if (at := text.rfind(mark, low, start)) >= 0), default=None)
    if begin is None:
        begin = low if low == 0 else text.find(" ", low, start) + 1 or start
    stop = min((at + len(mark) for mark in _ENDS if (at := text.find(mark, end, high)) >= 0), default=None)
    if stop is None:
        stop = high if high == len(text) else text.rfind(" ", end, high) if text.rfind(" ", end, high) > 0 else end
    return begin, stop


def cell(text: Any) -> Any:
    """A value that a correction keeps as JSON."""
    return None if text is None else json.loads(str(text))
