"""The service asked within the process of a test, its answers held against the description."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from corpus.site import site
from corpus.site.openapi import description
from corpus.site.remembered import Remembered

TEXT = "Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị. Giám đốc Lê Văn Sáu trao Bằng khen và 5.000.000 đồng cho Trường THPT số 2."
ENGLISH = {"accept-language": "en"}
API = "/-/extract.json"


class Service:
    """The site over an archive."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ds = site(path)

    def ask(self, method: str, path: str, **more: Any) -> Any:
        return asyncio.run(self.ds.client.request(method, path, **more))

    def post(self, body: Any, status: int = 200, **more: Any) -> Any:
        """What extract.json answers to a body: JSON of it, or bytes as they are."""
        told = {"content": body} if isinstance(body, bytes) else {"json": body}
        headers = {"content-type": "application/json", **more.pop("headers", {})}
        found = self.ask("POST", API, **told, headers=headers, **more)
        assert found.status_code == status, found.text
        valid(API, "post", found)
        return found.json()


def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that reach SQLite from now on."""
    told: list[str] = []
    real = Remembered._ask

    async def ask(self: Any, sql: str, *args: Any, **options: Any) -> Any:
        told.append(sql)
        return await real(self, sql, *args, **options)

    monkeypatch.setattr(Remembered, "_ask", ask)
    return told


def valid(path: str, method: str, found: Any) -> None:
    """The answer is one that the description tells."""
    told = description()
    answer = told["paths"][path][method]["responses"][str(found.status_code)]["content"]["application/json"]["schema"]
    assert found.headers["content-type"].startswith("application/json")
    jsonschema.Draft202012Validator({**answer, "components": told["components"]}).validate(found.json())
