"""The archive as a web site: Datasette with our labels, questions and pages, on this machine, reading only.

`site(db)` is the Datasette, for tests and other servers; `serve(db)` answers on a port until it is interrupted.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import socket
import sqlite3
from pathlib import Path
from typing import Any

from corpus.archive import VERSION, recover
from corpus.site.labels import HERE, metadata, read_yaml
from schemas import KhenthuongError

MOST = 1000
"""Rows that the answer to a question has."""
_NEAR = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
"""Where a proxy may stand: what comes from further away cannot tell who it is."""
SETTINGS: dict[str, Any] = {
    "suggest_facets": False,  # nearly the whole time of a table page
    "facet_time_limit_ms": 3000,  # the default of 200 drops a facet without a word
    "sql_time_limit_ms": 10_000,
    "default_facet_size": 12,
    "max_returned_rows": MOST,
    "truncate_cells_html": 400,
    "template_debug": False,
}


class SiteError(KhenthuongError):
    """The archive cannot be served; the message says why and what to do."""


def tables_of(db: Path) -> dict[str, list[str]]:
    """The archive's tables and their columns; raises SiteError where `db` is not an archive."""
    if not db.is_file():
        raise SiteError(f"{db}: there is no such archive; make one with: khenthuong ingest FOLDER --archive {db}")
    try:
        recover(db)  # what a killed ingest left can only be taken back by one who may write
        with contextlib.closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as link:
            names = [row[0] for row in link.execute("select name from sqlite_master where type = 'table'")]
            version = link.execute("pragma user_version").fetchone()[0]
            tables = {name: [row[1] for row in link.execute("select * from pragma_table_xinfo(?)", [name])] for name in names}
    except sqlite3.DatabaseError as e:
        raise SiteError(f"{db}: not readable as an archive ({e}); give a file that khenthuong ingest made") from e
    if not {"articles", "mentions", "awards"} <= tables.keys():
        raise SiteError(f"{db}: an SQLite file, but no archive of khenthuong; give a file that khenthuong ingest made")
    if version != VERSION:
        raise SiteError(
            f"{db}: an archive of another version ({version}, this one reads {VERSION}); ingest the articles into a new file"
        )
    return tables


def site(db: Path, base_url: str = "/", *, accounts: Path | None = None, private: bool = False) -> Any:
    """A Datasette over the archive `db`, with the accounts of that file, or of the one beside it where none is told.

    Its addresses are under `base_url`. Of a `private` site those alone read anything who have an account. Raises SiteError where `db` is not an archive, `base_url`
    no path, and where a private site has no accounts; AccountsError where they cannot be read.
    """
    import datasette.app  # noqa: F401 - before its views, which would else be registered half loaded
    from datasette.plugins import pm
    from datasette.views import base

    from corpus import spreadsheet
    from corpus.site import accounts as members
    from corpus.site import faults, gate, plugin
    from corpus.site.remembered import Remembered
    from corpus.site.served import Served

    for name, hooks in (("khenthuong", plugin), ("khenthuong-faults", faults), ("khenthuong-gate", gate)):
        if not pm.is_registered(hooks):
            pm.register(hooks, name=name)
    sqlite3.enable_callback_tracebacks(False)  # Datasette prints a trace wherever a function of SQL is given too much
    base.csv = spreadsheet  # the views write CSV with it, and have no hook for a cell
    tables = tables_of(db)
    kept = members.Accounts(accounts or members.beside(db))
    if private and not kept.all():
        told = f" --accounts {accounts}" if accounts else ""
        raise SiteError(
            f"{kept.path}: a private site needs accounts, and there are none; make one: "
            f"khenthuong accounts add {db} NAME --role admin{told}"
        )
    queries = {name: _query(told) for name, told in read_yaml("queries.yaml").items()}
    # What nobody can change needs no locks, and a folder that cannot be written allows none.
    fixed = not os.access(db, os.W_OK) or not os.access(db.parent, os.W_OK)
    served = Served(
        kept.path,
        private=private,
        files=[],
        # signs the tokens of forms, which outlive a restart where the secret does
        secret=hashlib.sha256(f"forms {kept.secret}".encode()).hexdigest() if kept.secret else None,
        metadata=metadata(db.stem, tables, queries),
        template_dir=str(HERE / "templates"),
        static_mounts=[("assets", str(HERE / "static"))],
        settings={**SETTINGS, "base_url": under(base_url)},
    )
    served.remove_database("_memory")
    served.add_database(
        Remembered(served, str(db), is_mutable=not fixed, questions=[q["sql"] for q in queries.values()]), name=db.stem
    )
    return served


def under(base_url: str) -> str:
    """The path that a site is under, with `/` at both ends; raises SiteError for what is none.

    >>> under("kho"), under("/"), under("/a/kho/")
    ('/kho/', '/', '/a/kho/')
    """
    path = base_url.removeprefix("/").removesuffix("/")
    if not re.fullmatch(r"(?:[\w.~-]+(?:/[\w.~-]+)*)?", path, re.A) or {".", ".."} & {*path.split("/")}:
        raise SiteError(f"{base_url!r} is no path to serve the site under: give one such as /kho/, of a-z, 0-9, . _ ~ - and /")
    return f"/{path}/" if path else "/"


def _query(told: dict[str, Any]) -> dict[str, Any]:
    ask = told.get("ask", {})
    sql = told["sql"].format(most=MOST + 1)
    return {
        **told,
        "sql": sql,
        "ask": ask,
        "params": list(ask),
        "title": f"{told['vi']} — {told['en']}",
        "description": told["about_vi"],
    }


def serve(
    db: Path,
    host: str = "127.0.0.1",
    port: int = 8001,
    *,
    base_url: str = "/",
    trust_proxy: bool = False,
    log: str | None = None,
    accounts: Path | None = None,
    private: bool = False,
) -> None:
    """Serve the archive until interrupted, on any free port where `port` is 0; prints the address.

    With `trust_proxy` a proxy on this machine or in its own network tells who asks and by which protocol. `log`: the file that
    the requests are told in, `-` for stderr. Raises SiteError for a file that is no archive, a port that is taken, a log that
    cannot be written, and as `site` does.
    """
    import uvicorn

    from corpus.site import requestlog

    served = site(db, base_url, accounts=accounts, private=private)
    served.khenthuong_served = True
    app = served.app()
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as e:
        raise SiteError(f"{host}:{port}: cannot listen there ({e.strerror or e}); choose another with --port") from e
    try:
        if log:
            requestlog.write_to(log)
    except OSError as e:
        raise SiteError(f"{log}: the log cannot be written there ({e.strerror or e}); choose another file with --log") from e
    rules: dict[str, Any] = {"proxy_headers": trust_proxy, "forwarded_allow_ips": _NEAR if trust_proxy else ""}
    with listening, contextlib.suppress(KeyboardInterrupt):
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}{under(base_url)}"
        print(f"{db.name}: {address}   (Ctrl+C: dừng / stop)", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on", server_header=False, **rules)).run(
            sockets=[listening]
        )
