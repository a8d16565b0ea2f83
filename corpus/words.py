"""The indexes of words that the site's search asks beside those of Datasette, and what older archives lack of them.

Datasette's index `articles_fts` drops the marks of letters. Beside it stands `articles_fts_exact`, which keeps them, so that
`Hùng` finds no `Hưng`; facts have both kinds, `awards_fts_exact` and `awards_fts_plain`. They hold no text of their own. Triggers
keep them right when a row changes or goes; new articles and facts, of which there are thousands at once, are put in by `fill`,
since a trigger for each row takes twelve times as long.

>>> [name for name, *_ in indexes()][:3]
['events_fts_exact', 'events_fts_plain', 'posts_fts_exact']
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterator

from schemas.tables import ENTITIES, TABLES, Table

EXACT, PLAIN = "unicode61 remove_diacritics 0", "unicode61 remove_diacritics 2"
_PROVINCES = """
    update articles set provinces = (
        select replace(json_group_array(scope), '","', '", "') from (
            select distinct u.scope from article_units f join units u on u.id = f.unit
            where f.article = articles.id and u.scope_kind = 'province' order by u.scope
        )
    )
"""


def exact(table: str) -> str:
    """The index of a table's words as printed."""
    return f"{table}_fts_exact"


def plain(table: str) -> str:
    """The index of a table's words without marks."""
    return f"{table}_fts" if TABLES[table].search else f"{table}_fts_plain"


def indexes() -> Iterator[tuple[str, Table, str]]:
    """(name, table, tokenizer) of every index that is made here."""
    for table in sorted((t for t in TABLES.values() if t.words), key=lambda t: bool(t.search)):
        yield exact(table.name), table, EXACT
        if not table.search:
            yield plain(table.name), table, PLAIN


def statements() -> list[str]:
    """The SQL that makes the indexes and the triggers that keep all indexes of words right."""
    return [*(_made(*index) for index in indexes()), *triggers()]


def triggers() -> list[str]:
    """The SQL of every trigger of an archive."""
    return [sql for name, table, columns in _every() for sql in _kept(name, table, columns)]


def _every() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(name, table, columns) of every index of words, Datasette's too."""
    for table in TABLES.values():
        if table.search:
            yield f"{table.name}_fts", table.name, table.search
    for name, table, _ in indexes():
        yield name, table.name, table.words


def _made(name: str, table: Table, tokenizer: str) -> str:
    # quoted otherwise than by sqlite-utils: Datasette takes the index it finds for its own search, which needs the other one
    columns = ", ".join(f"[{c}]" for c in table.words)
    return f"create virtual table [{name}] using fts5 ({columns}, tokenize='{tokenizer}', content='{table.name}')"


def _kept(name: str, table: str, words: tuple[str, ...]) -> Iterator[str]:
    columns = ", ".join(f"[{c}]" for c in words)
    old, new = (", ".join(f"{row}.[{c}]" for c in words) for row in ("old", "new"))
    out = f"insert into [{name}] ([{name}], rowid, {columns}) values ('delete', old.rowid, {old});"
    into = f"insert into [{name}] (rowid, {columns}) values (new.rowid, {new});"
    changed = " or ".join(f"old.[{c}] is not new.[{c}]" for c in words)
    if table in ENTITIES:
        yield f"create trigger [{name}_ai] after insert on [{table}] begin {into} end"
    yield f"create trigger [{name}_ad] after delete on [{table}] begin {out} end"
    yield f"create trigger [{name}_au] after update of {columns} on [{table}] when {changed} begin {out} {into} end"


@functools.cache
def filled(table: str) -> tuple[tuple[str, str], ...]:
    """(index, its columns) of each index of a table that `fill` fills."""
    of_table = ((name, columns) for name, told, columns in _every() if told == table and table not in ENTITIES)
    return tuple((name, ", ".join(f"[{c}]" for c in columns)) for name, columns in of_table)


def fill(conn: sqlite3.Connection, table: str, after: int) -> None:
    """Put the rows of a table behind rowid `after` into its indexes; inside the transaction that put them in."""
    for name, columns in filled(table):
        conn.execute(f"insert into [{name}] (rowid, {columns}) select rowid, {columns} from [{table}] where rowid > ?", [after])


def complete(conn: sqlite3.Connection) -> None:
    """Make the indexes that an archive of an earlier release lacks, all or nothing: a minute for every 100,000 articles.

    Their triggers are hung by `hang`, with those of the release before.
    """
    if not _lacking(conn):
        return
    conn.execute("begin immediate")
    try:
        if _lacking(conn):  # nobody else did it while this one waited
            _provinces(conn)
            for index in indexes():
                conn.execute(_made(*index))
            for name, *_ in indexes():
                conn.execute(f"insert into [{name}] ([{name}]) values ('rebuild')")
        conn.execute("commit")
    except BaseException:
        conn.execute("rollback")
        raise


def hang(conn: sqlite3.Connection) -> None:
    """Put the triggers of this release in place of those that an archive has; inside a transaction."""
    for (name,) in conn.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        conn.execute(f"drop trigger [{name}]")
    for statement in triggers():
        conn.execute(statement)


def _lacking(conn: sqlite3.Connection) -> bool:
    names = {
        row[0] for row in conn.execute("select name from sqlite_master where name in ('articles_fts', ?)", [exact("articles")])
    }
    return names == {"articles_fts"}


def _provinces(conn: sqlite3.Connection) -> None:
    if conn.execute("select 1 from pragma_table_info('articles') where name = 'provinces'").fetchone():
        return
    conn.execute("alter table articles add column provinces text")
    conn.execute("drop trigger if exists articles_au")  # the texts stay as they are: their index need not be made anew
    conn.execute(_PROVINCES)
    conn.execute("create index idx_articles_provinces on articles (provinces)")
