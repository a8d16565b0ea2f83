"""The indexes of words that the site's search asks beside those of Datasette, and what older archives lack of them.

Datasette's index `articles_fts` drops the marks of letters. Beside it stands `articles_fts_exact`, which keeps them, so that
`Hùng` finds no `Hưng`; facts have both kinds, `awards_fts_exact` and `awards_fts_plain`. They hold no text of their own, and
triggers keep them right, whoever writes.

>>> [name for name, *_ in indexes()][:3]
['events_fts_exact', 'events_fts_plain', 'posts_fts_exact']
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from schemas.tables import TABLES, Table

EXACT, PLAIN = "unicode61 remove_diacritics 0", "unicode61 remove_diacritics 2"
_PROVINCES = """
    update articles set provinces = (
        select json_group_array(scope) from (
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
    """The SQL that makes the indexes and the triggers that fill them."""
    return [sql for index in indexes() for sql in _made(*index)]


def _made(name: str, table: Table, tokenizer: str) -> Iterator[str]:
    columns = ", ".join(f"[{c}]" for c in table.words)
    old, new = (", ".join(f"{row}.[{c}]" for c in table.words) for row in ("old", "new"))
    # quoted otherwise than by sqlite-utils: Datasette takes the index it finds for its own search, which needs the other one
    yield f"create virtual table [{name}] using fts5 ({columns}, tokenize='{tokenizer}', content='{table.name}')"
    out = f"insert into [{name}] ([{name}], rowid, {columns}) values ('delete', old.rowid, {old});"
    into = f"insert into [{name}] (rowid, {columns}) values (new.rowid, {new});"
    changed = " or ".join(f"old.[{c}] is not new.[{c}]" for c in table.words)
    yield f"create trigger [{name}_ai] after insert on [{table.name}] begin {into} end"
    yield f"create trigger [{name}_ad] after delete on [{table.name}] begin {out} end"
    yield f"create trigger [{name}_au] after update of {columns} on [{table.name}] when {changed} begin {out} {into} end"


def complete(conn: sqlite3.Connection) -> None:
    """Make what an archive of an earlier release lacks, all of it or nothing: a minute for every 100,000 articles."""
    if not _lacking(conn):
        return
    conn.execute("begin immediate")
    try:
        if _lacking(conn):  # nobody else did it while this one waited
            _provinces(conn)
            for statement in statements():
                conn.execute(statement)
            for name, *_ in indexes():
                conn.execute(f"insert into [{name}] ([{name}]) values ('rebuild')")
        conn.execute("commit")
    except BaseException:
        conn.execute("rollback")
        raise


def _lacking(conn: sqlite3.Connection) -> bool:
    names = {
        row[0] for row in conn.execute("select name from sqlite_master where name in ('articles_fts', ?)", [exact("articles")])
    }
    return names == {"articles_fts"}


def _provinces(conn: sqlite3.Connection) -> None:
    if conn.execute("select 1 from pragma_table_info('articles') where name = 'provinces'").fetchone():
        return
    conn.execute("alter table articles add column provinces text")
    # the texts stay as they are: their index need not be made anew for each row
    (trigger,) = conn.execute("select sql from sqlite_master where name = 'articles_au'").fetchone()
    conn.execute("drop trigger articles_au")
    conn.execute(_PROVINCES)
    conn.execute(trigger)
    conn.execute("create index idx_articles_provinces on articles (provinces)")
