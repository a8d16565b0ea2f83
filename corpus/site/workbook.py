"""Any table or question as a workbook (.xlsx): a sheet of the rows with headings in the reader's language, one that tells the columns.

Dates are dates and numbers numbers. Text stays text, also what a spreadsheet would run as a formula.
"""

from __future__ import annotations

import asyncio
import datetime
import io
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from corpus.site.cells import DAY
from corpus.site.labels import INNER, WORDS

MOST = 100_000
"""Rows that a workbook has at most: what is asked for by a reader, not the whole of a large archive."""
_LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDE = {"title": 60, "article": 60, "about": 50, "award": 45, "recipient": 45, "name": 45, "quote": 60}


async def render(datasette: Any, request: Any, table: str | None, query_name: str | None, database: str) -> Any:
    """The answer to `….xlsx`: all rows, over as many pages as there are, up to `MOST`."""
    columns: list[str] = []
    rows: list[Sequence[Any]] = []
    cut = False
    async for page in _pages(datasette, request):
        columns = page["columns"]
        # rows whose keys have labels come with their names
        rows += [list(row.values()) if isinstance(row, dict) else row for row in page["rows"]]
        cut = len(rows) > MOST or bool(page["truncated"])
        if cut:
            break
    shown = [i for i, name in enumerate(columns) if name not in INNER - {"id"}]
    heads = [(columns[i], WORDS.column(table, columns[i])) for i in shown]
    taken = ([row[i] for i in shown] for row in rows[:MOST])
    data = await asyncio.to_thread(_workbook, heads, list(taken), WORDS.say("tables.sheet_cut", n=MOST) if cut else "")
    name = table or query_name or database
    headers = {"content-disposition": f'attachment; filename="{name}.xlsx"', "x-content-type-options": "nosniff"}
    return Response(data, content_type=TYPE, headers=headers)


async def _pages(datasette: Any, request: Any) -> AsyncIterator[Mapping[str, Any]]:
    """The pages of the answer as Datasette gives them to programs; a refusal of one is the answer's."""
    asked = [
        (key, value)
        for key, values in request.args._data.items()
        for value in values
        if key not in ("_size", "_labels", "_shape")
    ]
    path = request.path.removesuffix(".xlsx") + ".json"
    following: str | None = ""
    while following is not None:
        more = [("_next", following)] if following else []
        query = urlencode(
            [*asked, ("_size", "max"), ("_labels", "on"), ("_shape", "arrays"), ("_nofacet", "1"), ("_nocount", "1"), *more]
        )
        found = await datasette.client.get(f"{path}?{query}", headers=_who(request))
        if found.status_code != 200:
            raise ValueError(f"{path}: {found.status_code}")
        page: Mapping[str, Any] = json.loads(found.content)
        yield page
        following = page.get("next")


def _who(request: Any) -> dict[str, str]:
    return {name: told for name in ("cookie", "accept-language") if (told := request.headers.get(name))}


def _workbook(heads: Sequence[tuple[str, Mapping[str, str]]], rows: Sequence[Sequence[Any]], note: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    from corpus.site.language import said

    book = Workbook(write_only=True)
    sheet = book.create_sheet(WORDS.say("tables.sheet"))
    sheet.freeze_panes = "A2"
    for number, (name, _) in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(name, 18)

    def cell(value: Any) -> Any:
        made = WriteOnlyCell(sheet, value=_plain(value))
        if made.data_type == "f":  # what begins with = is text, not a formula
            made.data_type = "s"
        if isinstance(made.value, datetime.date):
            made.number_format = "DD/MM/YYYY"
        return made

    sheet.append([cell(said(label)) for _, label in heads])
    for row in rows:
        sheet.append([cell(value) for value in row])
    if note:
        sheet.append([cell(note)])
    about = book.create_sheet(WORDS.say("tables.sheet_columns"))
    for name, label in heads:
        about.append([cell(said(label)), cell(name), cell(label.get("about", ""))])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _plain(value: Any) -> Any:
    """A value as a workbook holds it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, Mapping):
        value = value.get("label") or value.get("value") or ("…" if value.get("$base64") else None)
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if not isinstance(value, str):
        return value
    if DAY.match(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    text = str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
