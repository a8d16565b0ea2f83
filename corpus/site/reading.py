"""What a process that reads for the site does: a text or a file becomes records, and what the page shows of them. Keeps nothing.

A job and what is told of it go from one process to another, so both are plain data.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.article import Article
from corpus.inputs import Failure, Input, extract, extract_record, is_fault, read, too_slow
from corpus.limits import VARIABLE, limits, parsed
from corpus.rows import Rowing
from schemas import Record
from schemas.tables import FACTS

_UNPACKED = 300_000_000
"""Bytes that a packed file may give in memory here, where anyone may send one."""


@dataclass(frozen=True)
class Job:
    """The bytes of one file or text: `form` names the reader where the name's ending does not, `known` is what is known of the
    article from outside; with `shown` the page is made too, in `language`."""

    data: bytes = field(repr=False)
    name: str
    form: str | None = None
    url: str | None = None
    known: dict[str, str] = field(default_factory=dict, repr=False)
    shown: bool = False
    language: str = "vi"
    told: str = ""
    """The limits, as the environment has them."""


@dataclass(frozen=True)
class Item:
    """One article that was read: its record as JSON, and for the page its `view`."""

    path: str
    text: str = field(repr=False)
    record: str = field(repr=False)
    view: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Failed:
    """What could not be read: `code` is unreadable, too_slow, crashed or fault; `reason` the reader's words."""

    path: str
    code: str
    reason: str = ""


def limited(seconds: float) -> str:
    """The limits of one job that may take so many seconds, as the environment has them."""
    now = limits()
    least = max(1, min(now.seconds, int(seconds)))
    return f"{os.environ.get(VARIABLE, '')} seconds={least} file={min(now.file, now.request)} unpacked={min(now.unpacked, _UNPACKED)}"


def work(job: Job) -> list[Item | Failed]:
    """The articles of a job, each with its record or with why it has none.

    >>> (item,) = work(Job("Sáng 5/3/2019, Sở Y tế tổ chức hội nghị.".encode(), "bai.txt"))
    >>> item.path, item.record[:14]
    ('bai.txt', '{\\n "article": ')
    """
    from corpus.site.language import speak

    parsed(job.told)
    os.environ[VARIABLE] = job.told
    speak(job.language)
    found = read(Input.of(job.data, job.name, job.form, job.url))
    if isinstance(found, Failure):
        return [_failed(found)]
    return [_item(_informed(article, job.known, len(found)), shown=job.shown) for article in found]


def _informed(article: Article, known: dict[str, str], among: int) -> Article:
    """The article with what is known from outside; a title that names several names none of them."""
    told = {name: value for name, value in known.items() if among == 1 or name != "title"}
    return replace(article, info=article.info.model_copy(update=told)) if told else article


def _item(article: Article, *, shown: bool) -> Item | Failed:
    from corpus.output import as_json

    records: list[Record] = []

    def reader(article: Article) -> Record:
        records.append(extract_record(article))
        return records[0]

    made = extract(article, reader)
    if isinstance(made, Failure):
        return _failed(made)
    return Item(article.path, article.text, as_json(records[0]).rstrip(), _view(article, records[0], made) if shown else None)


def _failed(failure: Failure) -> Failed:
    slow = failure.reason == too_slow()
    return Failed(
        failure.path,
        "too_slow" if slow else "fault" if is_fault(failure.reason) else "unreadable",
        "" if slow else failure.reason,
    )


def _view(article: Article, record: Record, made: Rowing) -> dict[str, Any]:
    """What the page shows: what is known of the article, its text as HTML with the words of facts marked, the facts."""
    from corpus.highlight import ORDER, body

    info = {name: value for name, value in made.rows["articles"][0].items() if name in _SHOWN}
    facts = {list_: [_fact(list_, i, record, made) for i in range(len(getattr(record, list_)))] for list_ in ORDER}
    facts = {list_: sorted(found, key=lambda fact: fact["start"]) for list_, found in facts.items() if found}
    return {"info": info, "html": body(article.text, record), "facts": facts}


_SHOWN = ("title", "published_on", "author", "author_unit", "source", "words", "format", "encoding", "certainty")


def _fact(list_: str, i: int, record: Record, made: Rowing) -> dict[str, Any]:
    """A fact in words, with the keys of what it names: `links` has (table, key) by the words that name it."""
    from corpus.telling import details, name

    fact = getattr(record, list_)[i]
    row = made.rows[FACTS[list_].name][i]
    words: dict[str, list[str]] = {}
    for j, mention in enumerate(fact.mentions):
        if mention.start < mention.end:
            words.setdefault(re.sub(r"\s+", " ", mention.quote), []).append(f"m-{list_}-{i}-{j}")
    return {
        "anchor": f"f-{list_}-{i}",
        "start": row["start"],
        "name": name(fact),
        "details": [(label, text) for label, text in details(fact) if label["en"] != "flags"],
        "status": getattr(fact, "status", None),
        "cue": getattr(fact, "cue", None),
        "flags": getattr(fact, "flags", []),
        "confidence": fact.confidence,
        "words": words,
        "links": _links(list_, i, made),
    }


def _links(list_: str, i: int, made: Rowing) -> dict[str, tuple[str, str]]:
    """(table, key) of the unit, person, award type or theme that the fact's words name, by those words."""
    table = FACTS[list_]
    row = made.rows[table.name][i]
    return {
        str(row[column.field]): (column.refers, str(row[column.name]))
        for column in table.columns
        if column.refers and column.field and row.get(column.name) and row.get(column.field)
    }
