"""The request log: one line a request, of what was asked, never of what was sent.

>>> told("GET", "/kho/articles", "q=a\\x1b[31m\\nb")
'GET /kho/articles?q=a\\\\x1b[31m\\\\nb'
>>> told("POST", "/-/extract", "text=rieng+tu")
'POST /-/extract'
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
import time
from pathlib import Path
from typing import Any

_LOG = logging.getLogger("khenthuong.requests")
_PRIVATE = ("/-/extract", "/-/extract.json")
_MOST = 2000
_BYTES, _FILES = 10_000_000, 5


def write_to(where: str) -> None:
    """Write the log to a file, which is begun anew at 10 MB (five old ones stay), or with `-` to stderr. Raises OSError."""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if where != "-":
        Path(where).parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(where, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
    formatter = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    close()
    _LOG.addHandler(handler)
    _LOG.propagate = False
    _LOG.setLevel(logging.INFO)


def close() -> None:
    """Write no log any more."""
    for old in _LOG.handlers[:]:
        _LOG.removeHandler(old)
        old.close()


def note(method: str, path: str, query: str, *, status: int, seconds: float, size: int, who: str) -> None:
    """Write the line of a request, where a log is written."""
    if _LOG.handlers:
        _LOG.info("%s %d %dms %dB %s", told(method, path, query), status, round(seconds * 1000), size, _plain(who))


def told(method: str, path: str, query: str) -> str:
    """The method and the address, in one line of signs that can be printed; without what may hold words of a text."""
    asked = path + (f"?{query}" if query and not path.endswith(_PRIVATE) else "")
    return f"{_plain(method)} {_plain(asked)}"[:_MOST]


def _plain(words: str) -> str:
    """Control characters, line ends of any kind and blanks escaped: one request is one line of so many columns."""
    return "".join(
        c if c.isprintable() and c not in " \\" else c.encode("unicode_escape").decode().replace(" ", "%20") for c in words
    )


def named(actor: Any) -> str:
    """Who asked: `visitor`, or role and name.

    >>> named(None), named({"id": "lan", "role": "archivist"})
    ('visitor', 'archivist:lan')
    """
    from corpus.site.roles import role_of

    return f"{role_of(actor)}:{actor['id']}" if actor and actor.get("id") else role_of(actor)
