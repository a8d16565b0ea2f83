"""What a signed-in archivist does on the site: every action without script, conflicts, errors told at their field, nothing lost."""

from __future__ import annotations

import asyncio
import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from corpus.site import site
from tests.making import ask


class Site:
    """A site over an archive of its own, asked as somebody."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ds = site(path)
        for name, role in (("lan", "archivist"), ("minh", "archivist"), ("doc", "reader")):
            self.ds.accounts.add(name, role, "mat khau dai " + name, "2026-01-02T03:04:05")

    def ask(self, method: str, path: str, who: str | None = "lan", **more: Any) -> Any:
        async def answer() -> Any:
            account = self.ds.accounts.find(who) if who else None
            cookies = {"phien": self.ds.sessions.start(account)} if account else {}
            if method == "POST":
                cookies["ds_csrftoken"] = token = self.ds.sign("any", "csrftoken")
                more["data"] = {"csrftoken": token} | more.get("data", {})
            return await self.ds.client.request(method, path, cookies=cookies, **more)

        return asyncio.run(answer())

    def get(self, path: str, status: int = 200, who: str | None = "lan") -> str:
        found = self.ask("GET", path, who)
        assert found.status_code == status, f"{path}: {found.status_code} {told(found.text)[250:1500]}"
        return str(found.text)

    def post(self, path: str, expect: int = 302, who: str | None = "lan", **data: Any) -> Any:
        found = self.ask("POST", path, who, data=data)
        assert found.status_code == expect, f"{path}: {found.status_code} {told(found.text)[250:1500]}"
        return found

    def rows(self, query: str, *values: Any) -> list[Any]:
        return ask(self.path, query, *values)


def told(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def here(archive: Path, tmp_path: Path) -> Site:
    path = tmp_path / "kho.db"
    shutil.copy(archive, path)
    return Site(path)
