"""The archive: one SQLite file that holds articles, facts, the words they stand on, entities, runs and failures.

It is made through sqlite-utils from `schemas.tables`. A batch of articles goes in with everything read from them in one
transaction, so that a killed run leaves whole articles or none. `settle` then works out the entities that the batch touched.

    >>> import tempfile, pathlib
    >>> with Archive(pathlib.Path(tempfile.mkdtemp()) / "a.db") as archive:
    ...     archive.counts()["articles"]
    0
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus import doubting, stories, words
from corpus.article import Article, item_of
from corpus.entities import settle
from corpus.inputs import Failure, Input
from corpus.joins import Joins
from corpus.names import digest
from corpus.resolve import Entity
from corpus.rows import Rowing, Rows, record_of, stale_of
from corpus.sqlite import sqlite_utils
from corpus.version import Version, current
from schemas import ArticleInfo, KhenthuongError, Record
from schemas.tables import FACTS, TABLES, Row, Table, dicts

VERSION = 5
_TOKENS = "unicode61 remove_diacritics 2"
_BUSY_SECONDS = 60
# what an article's row tells of its file and of the text, which a new reading leaves as it is
_OF_FILE = (
    "id",
    "path",
    "format",
    "encoding",
    "certainty",
    "url",
    "sapo",
    "captions",
    "words",
    "text",
    "given",
    "original",
    "story",
    "part",
)
_OF_TEXT = ("articles", "signatures")
STAGE = "reextract"
"""Stage of articles that could not be read anew."""
_USES = (("articles", "original"), ("copies", "original"), ("failures", "sha256"))


class ArchiveError(KhenthuongError):
    """The archive file cannot be used. The message names it, says what is wrong and what to do."""


class Archive:
    """An open archive. `write` makes the file and its tables where there is none; without it the file is only read."""

    def __init__(self, path: str | Path, *, write: bool = True) -> None:
        self.path = Path(path)
        try:
            recover(self.path)  # first, since what is taken back may be all there is
            _check(self.path, write)
            if write and not _filled(self.path):
                _make(self.path)
            mode = "rw" if write else "ro"
            uri = f"{self.path.absolute().as_uri()}?mode={mode}"
            conn = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
            self.db = sqlite_utils.Database(conn)
            self._known: set[str] = set()
            self.db.execute("pragma cache_size = -65536")  # 64 MB: each batch meets the same pages of a hundred indexes again
            version = self.db.execute("pragma user_version").fetchone()[0]
        except (sqlite3.Error, OSError) as error:
            raise ArchiveError(f"{self.path}: {_why(error)}") from error
        if version != VERSION:
            self.close()
            raise ArchiveError(f"{self.path}: {_stranger(version)}")

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; waits for another writer. Within another one it is a part of that."""
        if self.db.conn.in_transaction:
            yield
            return
        try:
            self.db.execute("begin immediate")
            yield
            self.db.execute("commit")
        except sqlite3.OperationalError as error:
            self.db.rollback()
            raise ArchiveError(f"{self.path}: {_why(error)}") from error
        except BaseException:
            self.db.rollback()
            raise

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows, each with the same columns of the table."""
        if rows:
            columns = list(rows[0])
            names = ", ".join(f"[{c}]" for c in columns)
            marks = ", ".join("?" * len(columns))
            last = self.db.execute(f"select max(rowid) from [{table}]").fetchone()[0] if words.filled(table) else 0
            self.db.conn.executemany(f"insert into [{table}] ({names}) values ({marks})", [[r[c] for c in columns] for r in rows])
            words.fill(self.db.conn, table, last or 0)

    def rows(self, table: str, where: str = "1", values: Sequence[Any] = (), order: str = "rowid") -> list[Row]:
        """Rows of a table, in the order they were put in."""
        return dicts(self.db.execute(f"select * from [{table}] where {where} order by {order}", values))

    def known(self, ids: Iterable[str]) -> set[str]:
        """Which articles of these ids are stored."""
        told = list(ids)
        return {row[0] for row in self.db.execute(f"select id from articles where id in ({', '.join('?' * len(told))})", told)}

    def parts_of(self, inputs: Sequence[Input]) -> dict[Input, list[tuple[int, str]]]:
        """What these inputs gave before: (number among the news items of its file or 0, article), in order.

        The same bytes under another ending may be read otherwise. A file of which a part failed is not known.
        """
        hashes = list({one.sha256 for one in inputs if one.sha256})
        marks = ", ".join("?" * len(hashes))
        query = f"""select original, part, id, path from articles where original in ({marks})
            union all select original, part, article, path from copies where original in ({marks})"""
        found: dict[tuple[str, str], set[tuple[int, str]]] = defaultdict(set)
        for original, part, article, path in self.db.execute(query, [*hashes, *hashes]):
            found[original, _ending(path, part)].add((part, article))
        failed = {row[0] for row in self.db.execute(f"select sha256 from failures where sha256 in ({marks})", hashes)}
        known = (
            (one, found.get((one.sha256, _ending(one.name, 0)))) for one in inputs if one.sha256 and one.sha256 not in failed
        )
        return {one: sorted(parts) for one, parts in known if parts}

    def store(self, rowings: Sequence[Rowing], run: int) -> None:
        """Put articles in with all that was read from them, and note their entities as stale. Inside a transaction."""
        rows: Rows = {name: [row for r in rowings for row in r.rows.get(name, ())] for name in TABLES}
        for rowing in rowings:
            self.keep_original(rowing.article.sha256, rowing.article.file, rowing.article.original)
        self.know(current())
        self._facts(rowings, rows)
        stories.group(self.db.conn, rows["signatures"])
        doubting.refresh(self.db.conn, [r.article.id for r in rowings])
        stored: list[Row] = [{"id": f"{run}-{r.article.id}", "run": run, "article": r.article.id} for r in rowings]
        self.insert("run_articles", stored)

    def replace(self, rowings: Sequence[Rowing], *, anew: bool = True) -> None:
        """Put rows of stored articles, read `anew` or only corrected, in place of what stands there. Inside a transaction."""
        left = _OF_FILE if anew else (*_OF_FILE, "version")
        ids = [r.article.id for r in rowings]
        marks = ", ".join("?" * len(ids))
        told = f"select distinct target, case target when 'people' then key else entity end from resolutions where article in ({marks})"
        stale = {(str(table), str(key)) for table, key in self.db.execute(told, ids)}
        for table in (*(t.name for t in FACTS.values()), "mentions", "resolutions"):
            self.db.execute(f"delete from [{table}] where article in ({marks})", ids)
        self.know(current())
        rows: Rows = {name: [row for r in rowings for row in r.rows.get(name, ())] for name in TABLES if name not in _OF_TEXT}
        self._facts(rowings, rows)
        for rowing in rowings:
            (row,) = rowing.rows["articles"]
            told_anew = {name: cell for name, cell in row.items() if name not in left}
            marks = ", ".join(f"[{name}] = ?" for name in told_anew)
            self.db.execute(f"update articles set {marks} where id = ?", [*told_anew.values(), row["id"]])
        self.note_stale(sorted(stale))
        self.looked_at(ids)

    def looked_at(self, ids: Sequence[str]) -> None:
        """What waits of articles is worked out again, since people looked at them or their facts changed. Inside a transaction."""
        doubting.refresh(self.db.conn, ids)
        told_by_others = f"select id from articles where story is not null and id in ({', '.join('?' * len(ids))})"
        stories.touched(self.db.conn, [article for (article,) in self.db.execute(told_by_others, ids)])

    def _facts(self, rowings: Sequence[Rowing], rows: Rows) -> None:
        joins = Joins.of(self.db.conn)
        entities = [e for r in rowings for e in joins.lay(r)]
        first: dict[tuple[str, str], Entity] = {}
        for entity in entities:
            first.setdefault((entity.table, entity.id), entity)
        self.add_entities(entity for _, entity in sorted(first.items()))
        for name in rows:
            self.insert(name, rows[name])
        self.note_stale(sorted(stale_of(entities)))

    def know(self, version: Version) -> None:
        """Keep a version of the extraction, by which an article's row tells what read it."""
        if version.id not in self._known:
            self.db.execute("insert or ignore into extractors (id, content) values (?, ?)", [version.id, version.packed])
            self._known.add(version.id)

    def article(self, told: str) -> tuple[Article, str]:
        """A stored article, its bytes aside, and the version that read it; KeyError where there is none of that id."""
        found = self.rows("articles", "id = ?", [told], "id")
        if not found:
            raise KeyError(told)
        row = found[0]
        info = ArticleInfo.model_validate_json(str(row["given"]))
        known: Any = {name: row[name] for name in ("path", "text", "format", "encoding", "certainty", "url", "sapo")}
        captions = tuple(json.loads(str(row["captions"])))
        return Article(original=b"", info=info, captions=captions, **known), str(row["version"])

    def add_entities(self, entities: Iterable[Entity]) -> None:
        """Add each entity of whose id there is none, so that no fact points nowhere; `settle` fills it in."""
        alike: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
        for entity in entities:
            cells = {"id": entity.id, "key": entity.key} | entity.cells
            alike[entity.table, *cells].append(list(cells.values()))
        for (table, *names), rows in alike.items():
            marks = ", ".join("?" * len(names))
            self.db.conn.executemany(f"insert or ignore into [{table}] ({', '.join(names)}) values ({marks})", rows)

    def keep_original(self, sha256: str, name: str, content: bytes) -> None:
        """Keep the bytes of a file once."""
        row = (sha256, name, len(content), content)
        self.db.execute("insert or ignore into originals (sha256, name, size, bytes) values (?, ?, ?, ?)", row)

    def keep_copy(self, article: str, one: Input, part: int, content: bytes | None) -> None:
        """Note a further file with the text of `article`, its number among the news items; `content` where its bytes are not kept yet."""
        sha256 = str(one.sha256)
        if content is not None:
            self.keep_original(sha256, one.name, content)
        path = item_of(one.name, part)
        row = (digest(path, sha256), article, path, part, sha256)
        self.db.execute("insert or ignore into copies (id, article, path, part, original) values (?, ?, ?, ?, ?)", row)

    def fail(self, failure: Failure, at: str, one: Input | None = None) -> None:
        """Note that an article could not be taken in, in place of what was noted of it before; its bytes are kept.

        `at` is the time, which stays that of the first failure for the same reason; `one` is what was to be read.
        """
        row: Row = {"id": digest(failure.path), "path": failure.path, "stage": failure.stage, "reason": failure.reason}
        row |= {"sha256": failure.sha256, "file": one.name if one else failure.path}
        row |= {"form": one.form if one else None, "url": one.url if one else None}
        before = self.rows("failures", "id = ?", [row["id"]])
        if before and row.items() <= before[0].items():
            return
        self.mended(failure.path, anew=True)
        if one and failure.sha256 and (data := one.content()) is not None:
            self.keep_original(failure.sha256, one.name, data)
        self.insert("failures", [row | {"at": at}])

    def mended(self, path: str, *, anew: bool = False) -> None:
        """Take back the failure of an article that went in, or was read `anew`, and bytes that were kept for it alone."""
        query = "select sha256 from failures where id = ? and (? or stage <> ?)"
        told = self.db.execute(query, [digest(path), anew, STAGE]).fetchone()
        if told is None:
            return
        self.db.execute("delete from failures where id = ?", [digest(path)])
        used = " union all ".join(f"select 1 from {table} where {column} = :it" for table, column in _USES)
        self.db.execute(f"delete from originals where sha256 = :it and not exists ({used})", {"it": told[0]})

    def note_stale(self, entities: Iterable[tuple[str, str]]) -> None:
        """Note that entities (table, id), or the people of a folded name, are to be worked out again."""
        rows = [(digest(table, key), table, key) for table, key in entities]
        self.db.conn.executemany("insert or ignore into stale (id, target, key) values (?, ?, ?)", rows)

    def settle(self) -> None:
        """Work out the stories, then names, counts and identity of the entities, that are noted as stale."""
        with self.transaction():
            self.work_out()

    def work_out(self) -> None:
        """`settle`, inside a transaction."""
        stories.settle(self.db.conn)
        settle(self.db.conn)

    def part(self, article: str, *, by: str, at: str, why: str) -> None:
        """Take an article out of its story: it stands alone from then on, whatever is like it. Raises StoryError."""
        with self.transaction():
            stories.part(self.db.conn, article, by=by, at=at, why=why)
        self.settle()

    def join(self, article: str, of: str, *, by: str, at: str, why: str) -> None:
        """Count an article, with those of its story, to the story of another. Raises StoryError."""
        with self.transaction():
            stories.join(self.db.conn, article, of, by=by, at=at, why=why)
        self.settle()

    def record(self, article: str) -> Record:
        """The record of a stored article; KeyError where there is none of that id."""
        rows: Rows = {"articles": self.rows("articles", "id = ?", [article])}
        if not rows["articles"]:
            raise KeyError(article)
        for table in TABLES.values():
            if table.list or table.name == "mentions":
                rows[table.name] = self.rows(table.name, "article = ?", [article])
        return record_of(rows)

    def genres(self) -> dict[str, int]:
        """Articles by how much they are reports on emulation and commendation."""
        bands = {"0.8 to 1": (0.8, 1.1), "0.5 to 0.8": (0.5, 0.8), "below 0.5": (-1, 0.5)}
        count = "select count(*) from articles where genre >= ? and genre < ?"
        return {name: self.db.execute(count, band).fetchone()[0] for name, band in bands.items()}

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        return {name: self.db.execute(f"select count(*) from [{name}]").fetchone()[0] for name in TABLES}


def status(path: str | Path) -> dict[str, Any]:
    """What `khenthuong status` tells: rows of each table, articles by genre, what people found right and wrong, doubts that wait,
    the last ten runs (newest first), the failures."""
    from corpus import doubts, reviewed

    with Archive(path, write=False) as archive:
        runs = archive.rows("runs", order="id desc")[:10]
        told: dict[str, Any] = {"counts": archive.counts(), "genre": archive.genres(), "runs": runs}
        told |= {"reviewed": reviewed.figures(archive.db.conn), "waiting": doubts.count(archive.db.conn)}
        return told | {"failures": archive.rows("failures", order="path")}


def _ending(path: str, part: int) -> str:
    """The ending of the file that an article's path names; for a row or page of a file of many it is that file's."""
    name = path.removesuffix(f"#{part}") if part else path
    return Path(re.sub(r"#[^/#]*$", "", name)).suffix.lower()


def existing(path: str | Path) -> Path:
    """The path of an archive that is there; raises ArchiveError."""
    _check(Path(path), write=False)
    return Path(path)


def recover(path: Path) -> None:
    """Let SQLite take back what a killed program was writing, and bring an archive of the version before up to date.

    A reader without the right to write could not. Call it before the file is opened for reading only by anything else than `Archive`.
    """
    if not _filled(path) or not os.access(path, os.W_OK):
        return
    if path.with_name(f"{path.name}-journal").exists():
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as conn:
            conn.execute("select count(*) from sqlite_master").fetchone()
    from corpus.upgrade import upgrade

    upgrade(path)


def _check(path: Path, write: bool) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path}: a folder; give the name of a file, such as {path / 'archive.db'}")
    if not write and not _filled(path):
        raise ArchiveError(f"{path}: no archive there; make it with `khenthuong ingest FOLDER --archive {path}`")
    if not path.parent.is_dir():
        raise ArchiveError(f"{path}: the folder {path.parent} does not exist; make it first")


def _filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _stranger(version: int) -> str:
    if version:
        return f"made by another version ({version}, this one reads {VERSION}); ingest the articles into a new file"
    return "an SQLite file, but no khenthuong archive; give another name"


def _why(error: sqlite3.Error | OSError) -> str:
    if "not a database" in str(error):
        return "not an SQLite file; give the name of an archive, or a new name"
    if "disk is full" in str(error):
        return "its disk is full; make room and run again"
    if "locked" in str(error):
        return "another program is writing to it; wait for it and run again"
    if isinstance(error, OSError) or "readonly" in str(error) or "unable to open" in str(error):
        return f"cannot be written ({getattr(error, 'strerror', None) or error}); check the rights of the file and its folder"
    return f"SQLite says: {error}"


def statements() -> dict[str, str]:
    """The SQL that makes each table, index and trigger of an archive, by its name, in order."""
    plan = sqlite_utils.Database(memory=True)  # it commits after each table, which the file must not
    for table in TABLES.values():
        _make_table(plan, table)
    # an index of words makes the tables it needs by itself
    made = "select name, sql from sqlite_master where sql is not null and name not like '%\\_fts\\__%' escape '\\' order by rowid"
    narrow = {table.name for table in TABLES.values() if table.narrow}
    return {name: sql + " without rowid" * (name in narrow) for name, sql in plan.execute(made)}


def _make(path: Path) -> None:
    """Make the tables in one transaction: a kill leaves none, and of two programs at once the second finds them there."""
    made = statements().values()
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as conn:
        conn.execute("begin exclusive")
        if not conn.execute("select count(*) from sqlite_master").fetchone()[0]:
            for statement in (*made, *words.statements(), f"pragma user_version = {VERSION}"):
                conn.execute(statement)
        conn.execute("commit")


def _make_table(db: sqlite_utils.Database, table: Table) -> None:
    columns = {c.name: c.type for c in table.columns if not c.generated}
    refers = [(c.name, c.refers, TABLES[c.refers].columns[0].name) for c in table.columns if c.refers]
    made = db.create_table(table.name, columns, pk=table.columns[0].name, foreign_keys=refers)
    for column in table.columns:
        if column.generated:
            db.execute(
                f"alter table [{table.name}] add column [{column.name}] text generated always as ({column.generated}) virtual"
            )
    for index in table.indexes:
        made.create_index(index)
    if table.seldom:
        db.execute(
            f"create index [idx_{table.name}_{table.seldom}] on [{table.name}] ([{table.seldom}]) where [{table.seldom}] is not null"
        )
    if table.search:
        made.enable_fts(list(table.search), tokenize=_TOKENS, create_triggers=False)
