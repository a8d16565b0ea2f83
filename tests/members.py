"""A site with an account of each role, and requests of those who are signed in."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from corpus.site import site
from corpus.site.accounts import Accounts
from corpus.site.roles import ROLES, VISITOR
from corpus.site.sessions import COOKIE

PASSWORD = "một mật khẩu dài"
EVERYONE = (VISITOR, *ROLES)


class Members:
    """A site under test; `ask(path, role)` as an account of that role, whose id is the role's name."""

    def __init__(self, archive: Path, accounts: Path, **options: Any) -> None:
        self.accounts = Accounts(accounts)
        if not self.accounts.all():
            for role in ROLES:
                self.accounts.add(role, role, PASSWORD, "2026-01-01")
        self.ds = site(archive, accounts=accounts, **options)

    def cookies(self, role: str) -> dict[str, str]:
        """The cookies of a browser in which that role is signed in."""
        account = None if role == VISITOR else self.accounts.find(role)
        return {COOKIE: self.ds.sessions.start(account)} if account else {}

    def ask(self, path: str, role: str = VISITOR, method: str = "GET", **more: Any) -> Any:
        """The answer to a request, redirects not followed."""
        cookies = {**self.cookies(role), **more.pop("cookies", {})}
        headers = {
            **({"cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())} if cookies else {}),
            **more.pop("headers", {}),
        }
        return asyncio.run(self.ds.client.request(method, path, headers=headers, **more))

    def token(self, role: str = VISITOR) -> tuple[str, dict[str, str]]:
        """(token of a form, the cookies that go with it) as that role got them."""
        cookies = self.cookies(role)
        page = self.ask("/-/accounts" if role == "admin" else "/-/login" if role == VISITOR else "/", role, cookies=cookies)
        found = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
        assert found, page.status_code
        return found[1], {**cookies, "ds_csrftoken": page.cookies["ds_csrftoken"]}

    def send(self, path: str, role: str = VISITOR, /, **fields: str) -> Any:
        """The answer to a form that was sent with its token."""
        token, cookies = self.token(role)
        return self.ask(path, cookies=cookies, method="POST", data={"csrftoken": token, **fields})
