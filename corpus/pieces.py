"""One piece of a batch run as Parquet: `DIR/TABLE/PART.parquet` for each table of the archive that articles fill, and two more.

`inputs` has a row for each file or row that came in, in order, with what became of it; `entities` what the facts' names were
resolved to. Each table is written by groups of rows, group n of every table from the same articles, so that neither writing nor
reading holds more than a group. `DIR/_done/PART.json` comes last: a piece without it is not done, whatever else is there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from corpus import parquet
from corpus.article import Article
from corpus.inputs import Failure, Input
from corpus.opening import elsewhere
from corpus.resolve import Entity
from corpus.rows import Rowing, Rows
from corpus.runs import Tally
from corpus.workers import Outcome, Readers
from schemas import ArticleInfo
from schemas.tables import FACTS, TABLES, Column, Row

GROUP = 250
"""Articles to a group of rows."""
Told = tuple[Input, list[Article] | Failure, list[Outcome | None]]


def _columns(**kinds: type) -> tuple[Column, ...]:
    return tuple(Column(name, kind, name, name) for name, kind in kinds.items())


_OF_ARTICLES = ("originals", "articles", *(t.name for t in FACTS.values()), "mentions", "resolutions", "signatures")
LAYOUT: dict[str, tuple[Column, ...]] = {
    "inputs": _columns(
        name=str, sha256=str, form=str, part=int, article=str, stored=int, stage=str, reason=str,
        path=str, format=str, encoding=str, certainty=float, url=str, info=str, sapo=str, captions=str, text=str,
    ),
    "entities": _columns(article=str, table=str, id=str, key=str, how=str, evidence=str, cells=str),
} | {name: parquet.columns(TABLES[name]) for name in _OF_ARTICLES}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What a piece came to; `left` counts the files of other kinds in its zips, by their endings."""

    tally: Tally
    failures: tuple[Failure, ...] = ()
    left: Counter[str] = field(default_factory=Counter)


def place(out: str) -> tuple[Any, str]:
    """(file system, path in it) of a folder or address."""
    import fsspec

    return cast("tuple[Any, str]", fsspec.core.url_to_fs(out))


def done(out: str) -> set[str]:
    """Names of the pieces in `out` that are done."""
    fs, path = place(out)
    return {Path(name).stem for name in fs.glob(f"{path}/_done/*.json")}


def make(name: str, inputs: Iterable[Input], out: str, readers: Readers, left: Counter[str] | None = None) -> Done:
    """Read the inputs of a piece and write what they hold; written again, it is the same.

    `left` is where `inputs` counts files of other kinds, if it does.
    """
    from pyarrow.parquet import ParquetWriter

    fs, path = place(out)
    seen: set[str] = set()
    came = Done(Tally())
    # a bucket shows a file when it is whole; in a folder a worker that was given up may still be writing
    aside = "" if elsewhere(out) else f".{uuid4().hex}"
    with ExitStack() as opened:
        writers = {}
        for table, told in LAYOUT.items():
            fs.makedirs(f"{path}/{table}", exist_ok=True)
            file = opened.enter_context(fs.open(f"{path}/{table}/{aside}{name}.parquet", "wb"))
            writers[table] = opened.enter_context(ParquetWriter(file, parquet.schema(told), compression="zstd"))
        coming = iter(inputs)
        while some := list(islice(coming, GROUP)):
            outcomes = list(_read(some, readers, seen))
            rows = _rows(outcomes)
            for table, told in LAYOUT.items():
                cells = [[row[c.name] for c in told] for row in rows[table]]
                writers[table].write_table(parquet.table_of(told, cells), row_group_size=max(len(cells), 1))
            came = _added(came, outcomes)
    for table in LAYOUT if aside else ():
        fs.mv(f"{path}/{table}/{aside}{name}.parquet", f"{path}/{table}/{name}.parquet")
    fs.makedirs(f"{path}/_done", exist_ok=True)
    with fs.open(f"{path}/_done/{name}.json", "wb") as file:
        file.write(json.dumps(asdict(came.tally) | {"left": left or {}}).encode())
    return Done(came.tally, came.failures, left or Counter())


def came_to(out: str, names: Sequence[str]) -> Done:
    """What pieces that are done came to together; their failures are not told."""
    fs, path = place(out)
    tally, left = Tally(), Counter[str]()
    for content in (fs.cat([f"{path}/_done/{name}.json" for name in names]) if names else {}).values():
        told = json.loads(content)
        left.update(told.pop("left", {}))
        tally += Tally(**told)
    return Done(tally, (), left)


def _read(inputs: Sequence[Input], readers: Readers, seen: set[str]) -> Iterator[Told]:
    """What each input becomes; the text of an article is read once."""
    readers.ahead(inputs)
    for one in inputs:
        found = readers.read(one)
        outcomes: list[Outcome | None] = []
        for article in [] if isinstance(found, Failure) else found:
            outcomes.append(None if article.id in seen else readers.extract(article))
            if isinstance(outcomes[-1], Rowing):
                seen.add(article.id)
        yield one, found, outcomes


def _added(came: Done, read: Sequence[Told]) -> Done:
    outcomes = [told for _, found, each in read for told in ([found] if isinstance(found, Failure) else each)]
    failures = [told for told in outcomes if isinstance(told, Failure)]
    stored = sum(isinstance(told, Rowing) for told in outcomes)
    tally = Tally(len(outcomes), stored, len(outcomes) - stored - len(failures), len(failures))
    return Done(came.tally + tally, (*came.failures, *failures))


def _rows(read: Sequence[Told]) -> Rows:
    rows: Rows = {table: [] for table in LAYOUT}
    for one, found, outcomes in read:
        content = one.content() if isinstance(found, Failure) else found[0].original
        if content is not None:
            rows["originals"].append({"sha256": one.sha256, "name": one.name, "size": len(content), "bytes": content})
        if isinstance(found, Failure):
            rows["inputs"].append(_input_row(one, 1, None, found))
            continue
        for part, (article, outcome) in enumerate(zip(found, outcomes, strict=True), 1):
            rows["inputs"].append(_input_row(one, part, article, outcome))
            if isinstance(outcome, Rowing):
                for table, told in outcome.rows.items():
                    rows[table] += told
                rows["entities"] += [_entity_row(article.id, entity) for entity in outcome.entities]
    return rows


def _input_row(one: Input, part: int, article: Article | None, outcome: Outcome | None) -> Row:
    row: Row = dict.fromkeys(column.name for column in LAYOUT["inputs"])
    row |= {
        "name": one.name,
        "sha256": one.sha256,
        "form": one.form,
        "url": one.url,
        "part": part,
        "stored": int(isinstance(outcome, Rowing)),
    }
    failure = outcome if isinstance(outcome, Failure) else None
    if failure:
        row |= {"stage": failure.stage, "reason": failure.reason, "path": failure.path}
    if article:
        row |= {name: getattr(article, name) for name in ("path", "format", "encoding", "certainty", "url", "sapo")}
        row |= {"article": article.id, "info": article.info.model_dump_json(), "text": None if row["stored"] else article.text}
        row["captions"] = json.dumps(article.captions, ensure_ascii=False)
    return row


def _entity_row(article: str, entity: Entity) -> Row:
    told: Row = {"article": article, "cells": json.dumps(entity.cells, ensure_ascii=False)}
    return told | {name: getattr(entity, name) for name in ("table", "id", "key", "how", "evidence")}


def read(name: str, out: str) -> Iterator[Told]:
    """What became of each input of a piece that is done: `make` turned round."""
    from pyarrow.parquet import ParquetFile

    fs, path = place(out)
    with ExitStack() as opened:
        files = {t: ParquetFile(opened.enter_context(fs.open(f"{path}/{t}/{name}.parquet", "rb"))) for t in LAYOUT}
        for group in range(files["inputs"].num_row_groups):
            yield from _outcomes({t: list(parquet.read(LAYOUT[t], files[t].read_row_group(group))) for t in LAYOUT})


def _outcomes(rows: Rows) -> Iterator[Told]:
    originals = {row["sha256"]: row["bytes"] for row in rows["originals"]}
    by_article = {table: _by_article(rows[table]) for table in LAYOUT if table not in ("inputs", "originals", "articles")}
    articles = {row["id"]: row for row in rows["articles"]}
    inputs = rows["inputs"]
    begins = [i for i, row in enumerate(inputs) if row["part"] == 1]
    for parts in (inputs[start:stop] for start, stop in pairwise([*begins, len(inputs)])):
        data = cast("bytes | None", originals.get(parts[0]["sha256"]))
        one = Input(
            Path(str(parts[0]["name"])),
            str(parts[0]["name"]),
            _text(parts[0]["sha256"]),
            data=data,
            form=_text(parts[0]["form"]),
            url=_text(parts[0]["url"]),
        )
        found, outcomes = list[Article](), list[Outcome | None]()
        for row in parts:
            failure = Failure(str(row["path"]), str(row["stage"]), str(row["reason"]), one.sha256) if row["stage"] else None
            if row["article"] is None:
                assert failure
                yield one, failure, []
                break
            stored = articles[row["article"]] if row["stored"] else None
            found.append(article := _article(row, str(stored["text"] if stored else row["text"]), data))
            outcomes.append(_rowing(article, stored, by_article) if stored else failure)
        else:
            yield one, found, outcomes


def _rowing(article: Article, stored: Row, by_article: dict[str, dict[str, list[Row]]]) -> Rowing:
    own: Rows = {"articles": [stored]} | {t: told.get(article.id, []) for t, told in by_article.items() if t != "entities"}
    return Rowing.of_rows(article, own, [_entity(e) for e in by_article["entities"].get(article.id, [])])


def _by_article(rows: Sequence[Row]) -> dict[str, list[Row]]:
    parted: dict[str, list[Row]] = {}
    for row in rows:
        parted.setdefault(str(row["article"]), []).append(row)
    return parted


def _article(row: Row, text: str, original: Any) -> Article:
    return Article(
        path=str(row["path"]),
        part=int(str(row["path"]).rpartition("#")[2]) if row["path"] != row["name"] else 0,
        text=text,
        original=original,
        format=str(row["format"]),
        encoding=str(row["encoding"]),
        certainty=cast("float | None", row["certainty"]),
        url=_text(row["url"]),
        info=ArticleInfo.model_validate_json(str(row["info"])),
        sapo=_text(row["sapo"]),
        captions=tuple(json.loads(str(row["captions"]))),
    )


def _entity(row: Row) -> Entity:
    table, told, key, how, evidence = (str(row[name]) for name in ("table", "id", "key", "how", "evidence"))
    return Entity(table, told, key, how, evidence, json.loads(str(row["cells"])))


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell)
