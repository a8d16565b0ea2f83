"""Records for tests: built from plain data, or from the gold records of the samples. Every fact gets the words it stands on."""

from __future__ import annotations

import json
import signal
import sqlite3
from pathlib import Path
from typing import Any

from corpus.article import Article
from schemas import LISTS, Mention, Record
from schemas.tables import TABLES

WORDS = {"events": "kind", "amounts": "about", "awards": "award", "themes": "title", "documents": "kind", "mandates": "title"}
RUN_TABLES = ("runs", "run_articles")


def mention(text: str, words: str | None, part: str = "name") -> Mention:
    """Where `words` stand in `text`; its first letter where they do not."""
    start = text.find(words) if words else -1
    quote = words if words and start >= 0 else text[0]
    return Mention(start=max(start, 0), end=max(start, 0) + len(quote), quote=quote, part=part)


def record(text: str, **lists: Any) -> Record:
    """A record of `text`: `record(text, units=["Sở Y tế"], awards=[{"award": ..., "status": ...}])`."""
    told: dict[str, Any] = {"article": lists.pop("article", {})}
    for name, facts in lists.items():
        assert name in LISTS, name
        key = WORDS.get(name, "name")
        rows = [{key: fact} if isinstance(fact, str) else dict(fact) for fact in facts]
        told[name] = [{"mentions": [mention(text, row.get(key), key)], **row} for row in rows]
    return Record.model_validate(told)


def article(text: str, path: str = "thu/bai.txt", **more: Any) -> Article:
    return Article(path=path, text=text, original=more.pop("original", text.encode()), **more)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def gold_record(gold: Path, text: str) -> Record:
    """The record that a gold file holds: the first of its variants, the rest as variants where the record has them."""
    told = json.loads(gold.read_text(encoding="utf-8"))
    lists: dict[str, Any] = {"article": {k: _first(v) for k, v in told["article"].items()}}
    for name in LISTS:
        rows = []
        for fact in told.get(name, []):
            row = {k: v if k in ("posts", "roles") else _first(v) for k, v in fact.items()}
            if "posts" in row:
                row["posts"] = [{k: _first(v) or None for k, v in post.items()} for post in row["posts"]]
            if name in ("units", "officials", "people") and isinstance(fact["name"], list):
                row["variants"] = fact["name"][1:]
            if "year" in row:
                row["year"] = str(row["year"])
            rows.append(row)
        lists[name] = rows
    return record(text, **lists)


class GoldReader:
    """Stands in for the extraction: gives the gold record of a sample, whatever was put after its text."""

    def __init__(self, samples: Path) -> None:
        self.texts = {
            path.read_text(encoding="utf-8").strip(): path.with_suffix(".json") for path in sorted(samples.glob("*.txt"))
        }

    def __call__(self, article: Article) -> Record:
        gold = next(gold for text, gold in self.texts.items() if article.text.startswith(text))
        return gold_record(gold, article.text)


def dump(path: Path, leave: tuple[str, ...] = RUN_TABLES) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of an archive, by its first column; the tables of runs aside."""
    conn = sqlite3.connect(path)
    try:
        return {name: conn.execute(f"select * from [{name}] order by 1").fetchall() for name in TABLES if name not in leave}
    finally:
        conn.close()


def ask(path: Path, query: str, *values: Any) -> list[Any]:
    """The rows of a query; of a query for one column its values."""
    conn = sqlite3.connect(path)
    try:
        rows = conn.execute(query, values).fetchall()
    finally:
        conn.close()
    return [row[0] for row in rows] if rows and len(rows[0]) == 1 else rows


def heeding_ctrl_c() -> None:
    """Let a program heed Ctrl-C, also where the tests run in the background of a shell, which takes that from its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
