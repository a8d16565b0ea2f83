"""An archive of three articles to correct: two of one story that disagree, and one that stands alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from making import ask

from corpus.ingest import ingest
from corpus.review import Hand
from extract import confidence
from schemas.facts import LISTS

STORY = (
    "Ngày 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị tổng kết phong trào thi đua năm 2018 với sự tham dự của 120 đại biểu.\n\n"
    "Ông Lê Văn Sáu, Giám đốc Sở Y tế, trao Bằng khen của Bộ Y tế cho Bệnh viện Phụ sản tỉnh Nam Định và tặng 5.000.000 đồng.\n\n"
    "Phát biểu tại hội nghị, ông Sáu biểu dương tinh thần vượt khó của các đơn vị, mong các khoa, phòng tiếp tục giữ vững nền nếp.\n"
)
TEXTS = {
    "a": STORY,
    "b": STORY.replace("trao Bằng khen", "đề nghị tặng Bằng khen").replace("mong các khoa", "mong mọi khoa"),
    "c": "Ngày 7/3/2020, Sở Nội vụ tỉnh Nam Định tổ chức hội nghị thi đua.\n\nBà Trần Thị Hoa, Phó Giám đốc Sở Nội vụ, chủ trì.\n\n"
    "Nếu đạt chỉ tiêu, Phòng Tổ chức sẽ được tặng Giấy khen. Hội nghị quyên góp 42.000.000 triệu đồng cho quỹ khuyến học.\n",
}


def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only awards that may be given be doubtful, whatever was last measured."""
    rows = {(name, confidence.OTHER): 0.95 for name in LISTS} | {("awards", "possible"): 0.75}
    monkeypatch.setattr(confidence, "table", lambda: rows)


def then() -> str:
    return "2026-01-02T03:04:05"


def hand(who: str = "lan", why: str | None = "đọc lại bản in", at: str = "2026-02-03T04:05:06") -> Hand:
    return Hand(who, at, why)


def archive_of(folder: Path, **texts: str) -> Path:
    """An archive of these texts, of TEXTS where none is given, in the order of their names."""
    (folder / "bai").mkdir()
    for name, text in (texts or TEXTS).items():
        (folder / "bai" / f"{name}.txt").write_text(text, encoding="utf-8")
    tally = ingest([folder / "bai"], folder / "a.db", now=then)
    assert tally.failed == 0
    return folder / "a.db"


def article(path: Path, name: str) -> str:
    (told,) = ask(path, "select id from articles where path = ?", f"bai/{name}.txt")
    return str(told)


def fact(path: Path, table: str, name: str = "a", where: str = "1") -> str:
    """The one fact of a table in the article NAME.txt for which `where` holds."""
    (told,) = ask(path, f"select id from {table} where article = ? and {where}", article(path, name))
    return str(told)


def link(path: Path) -> sqlite3.Connection:
    """A connection like Datasette's: it only reads, and gives its rows with names."""
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    conn.row_factory = sqlite3.Row
    return conn


def asked(path: Path, what: Any, *given: Any, **more: Any) -> Any:
    """The answer of a function that takes such a connection."""
    conn = link(path)
    try:
        return what(conn, *given, **more)
    finally:
        conn.close()
