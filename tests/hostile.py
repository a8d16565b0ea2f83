"""An archive whose every text tries to break out of the page, of the spreadsheet or of the line it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.archive import Archive
from corpus.rows import Rowing
from tests.making import article, record

TAGS = 'Sở "Y tế" <img src=x onerror=alert(1)>'
SCRIPT = "</script><script>alert('x')</script> {{ 7 * 7 }}"
FIELD = "</textarea></title></style><svg/onload=alert(2)>"
# override, embedding and isolate that are never closed: what follows on the line would stand in another order
TURNED = "\u202eôhk\u2066 \u202bSở\u2067 Y"
ADDRESS = "javascript:alert(document.cookie)"
NUL = "Bằng\0khen"
WORD = "x" * 20_000
NESTED = "<b><i>" * 5000
FORMULAS = ("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", ' =HYPERLINK("http://x")')
ALL = (TAGS, SCRIPT, FIELD, TURNED, ADDRESS, NUL, WORD)


def make(path: Path) -> None:
    """Make the archive: an article for each kind of text, which stands in its every field, and one that holds tags in each other."""
    for i, told in enumerate((*ALL, *FORMULAS)):
        _store(path, told, f"{told[:50].replace('/', '_')}-{i}.txt")
    with Archive(path) as archive, archive.transaction():
        archive.store([Rowing(article(f"{NESTED} hết", "long.txt"), record(f"{NESTED} hết", article={"title": NESTED}))], 1)
    with Archive(path) as archive:
        archive.settle()


def _store(path: Path, told: str, name: str) -> None:
    text = f"{told} khen {told}\nSau đó là dòng thứ hai."
    lists: dict[str, Any] = {
        "units": [told],
        "awards": [
            {"award": told, "recipient": told, "recipient_kind": "unit", "status": "proposed", "grantor": told, "occasion": told}
        ],
        "amounts": [{"value": 5, "about": told, "flags": [told], "per": told}],
        "themes": [told],
        "documents": [{"kind": told, "number": told, "issuer": told}],
        "events": [{"kind": told, "place": told, "organizer": told}],
        "people": [told],
        "officials": [{"name": told, "posts": [{"title": told, "unit": told}]}],
        "mandates": [{"title": told, "holder": told, "unit": told}],
    }
    made = record(text, article={"title": told, "source": told, "author": told, "author_unit": told}, **lists)
    with Archive(path) as archive, archive.transaction():
        archive.db.execute("insert or ignore into runs (id, started) values (1, '2026')")
        archive.store([Rowing(article(text, name, url=ADDRESS), made)], 1)
