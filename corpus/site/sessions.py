"""Who is signed in: a signed cookie names the account, and the account is looked up at every request.

The cookie holds no role. An account that was removed, or whose password was set anew, ends its sessions at once; another role
counts at once. A session lasts twelve hours from signing in, a working day, however it is used.
"""

from __future__ import annotations

import logging
import secrets
import time

from itsdangerous import BadSignature, URLSafeTimedSerializer

from corpus.site.accounts import Account, Accounts, AccountsError

COOKIE = "phien"
SECONDS = 12 * 3600
_log = logging.getLogger("khenthuong.site")


class Sessions:
    """The sessions of a site; those that were signed out are remembered as long as the server runs and they would have lasted."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self.ended: dict[str, float] = {}

    def start(self, account: Account) -> str:
        """The cookie of a new session; raises AccountsError."""
        return self._signing().dumps([account.id, account.stamp, secrets.token_hex(8)])

    def actor(self, cookie: str) -> dict[str, str] | None:
        """Who is signed in with this cookie, `{"id": ..., "role": ...}`, or None. Nobody is where accounts cannot be read."""
        try:
            told = self._told(cookie)
            account = self.accounts.find(told[0]) if told else None
        except AccountsError as error:
            _log.error("nobody is signed in: %s", error)
            return None
        if not told or not account or not secrets.compare_digest(account.stamp, told[1]) or told[2] in self.ended:
            return None
        return {"id": account.id, "role": account.role}

    def end(self, cookie: str) -> None:
        """Sign out: the cookie counts no more, also where somebody has a copy of it. Raises AccountsError."""
        if told := self._told(cookie):
            now = time.monotonic()
            self.ended = {key: until for key, until in self.ended.items() if until > now} | {told[2]: now + SECONDS}

    def _told(self, cookie: str) -> list[str] | None:
        try:
            told: list[str] = self._signing().loads(cookie, max_age=SECONDS)
        except BadSignature:
            return None
        return told

    def _signing(self) -> URLSafeTimedSerializer:
        # without a file of accounts nothing that is signed counts
        return URLSafeTimedSerializer(self.accounts.secret or secrets.token_hex(32), salt="khenthuong.session")
