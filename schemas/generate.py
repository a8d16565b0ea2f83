"""Writes what is derived from the record types: the JSON Schema of a record and the documentation of its fields.

python -m schemas.generate           write both
python -m schemas.generate --check   write nothing; exit code 1 where a file is not what it should be
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from schemas.facts import LISTS, ArticleInfo, Mention, Official, Post, Record, Shape
from schemas.tables import ENTITIES, FACTS, TABLES, Column, inner, labels

ROOT = Path(__file__).resolve().parent.parent
_KINDS = {str: "text", int: "integer", float: "number", bytes: "bytes"}


def json_schema() -> str:
    """The JSON Schema of a record, draft 2020-12."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Record.model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _kind(info: FieldInfo) -> str:
    kind = info.annotation
    words = next((get_args(part) for part in (kind, *get_args(kind)) if get_origin(part) is Literal), ())
    told = ", ".join(f"`{word}`" for word in words)
    if get_origin(inner(kind)) is list:
        item = get_args(inner(kind))[0]
        return f"list of {told or ('text' if item is str else item.__name__.lower() + 's')}"
    if told:
        return f"one of {told}"
    return "ISO date" if "\\d{4}-" in repr(info) else _KINDS[inner(kind)]


def _stored(model: type[Shape], name: str) -> str:
    tables = [t for t in TABLES.values() if t.model is model] or ([TABLES["articles"]] if model is ArticleInfo else [])
    columns = [f"`{c.name}`" for t in tables for c in t.columns if c.field == name]
    return ", ".join(columns)


def _fields(model: type[Shape]) -> Iterator[str]:
    yield "| field | tên | meaning | kind | must be told | columns |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, info in model.model_fields.items():
        vi, en = labels(info)
        needed = "yes" if info.is_required() else ""
        yield f"| `{name}` | {vi} | {en} | {_kind(info)} | {needed} | {_stored(model, name)} |"


def _table(name: str) -> Iterator[str]:
    table = TABLES[name]
    yield f"### {name}: {table.vi}"
    yield ""
    yield f"{table.en[0].upper()}{table.en[1:]}." + (f" Full-text search over {', '.join(table.search)}." if table.search else "")
    yield ""
    yield "| column | tên | meaning | kind |"
    yield "| --- | --- | --- | --- |"
    for column in table.columns:
        yield f"| `{column.name}` | {column.vi} | {column.en} | {_column_kind(column)} |"
    yield ""


def _column_kind(column: Column) -> str:
    if column.refers:
        return f"id in `{column.refers}`"
    return "JSON list" if column.json else _KINDS[column.type] + (", generated" if column.generated else "")


def fields() -> str:
    """The documentation of every field and table, in Vietnamese and English."""
    lines = [
        "# Fields of a record, tables of an archive",
        "",
        "Written by `python -m schemas.generate` from `schemas/facts.py` and `schemas/tables.py`; change those, not this file.",
        "What counts as a fact of each list is told by the annotation guidelines of the gold articles.",
        "",
        "## The record · Bản ghi",
        "",
        "One JSON object an article: `article` and a list for each kind of fact. Every fact has `mentions`, the words it was read from.",
        "",
    ]
    models: dict[str, type[Shape]] = {"article": ArticleInfo, **LISTS}
    for name, model in models.items():
        vi, _ = labels(Record.model_fields[name])
        lines += [f"### {name}: {vi}", "", " ".join((model.__doc__ or "").split()), "", *_fields(model), ""]
        if model is Official:
            lines += ["### posts: Chức vụ", "", " ".join((Post.__doc__ or "").split()), "", *_fields(Post), ""]
    lines += ["### mentions: Chỗ đọc được", "", " ".join((Mention.__doc__ or "").split()), "", *_fields(Mention), ""]
    lines += ["## The archive · Kho dữ liệu", ""]
    lists = ", ".join(f"`{table.name}` ({name})" for name, table in FACTS.items())
    lines += [f"Facts stand in {lists}; entities across articles in {', '.join(f'`{e}`' for e in ENTITIES)}.", ""]
    for name in TABLES:
        lines += _table(name)
    return "\n".join(lines).rstrip() + "\n"


FILES = {Path("schemas/record.schema.json"): json_schema, Path("docs/fields.md"): fields}


def main(arguments: list[str]) -> int:
    """Write the files, or with --check tell which would change."""
    stale = 0
    for path, make in FILES.items():
        file, told = ROOT / path, make()
        if file.exists() and file.read_text(encoding="utf-8") == told:
            continue
        stale += 1
        if "--check" not in arguments:
            file.parent.mkdir(exist_ok=True)
            file.write_text(told, encoding="utf-8")
        print(f"{path} {'is not up to date; run python -m schemas.generate' if '--check' in arguments else 'written'}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
