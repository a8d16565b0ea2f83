"""The accounts of an archive: who may sign in on its site, and as what. They stand in a file beside the archive, never in it.

`NAME.accounts` beside `NAME.db` is JSON that its owner alone may read: `secret` (signs the session cookies) and `accounts`, by id
`role`, `password` (Argon2id), `stamp` (another one whenever the password is set, so that older sessions end) and `made`. A change
is written aside and moved in place, and of two writers the second waits.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.site.labels import WORDS
from corpus.site.roles import ROLES
from schemas.errors import KhenthuongError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
"""Letters that a password has at least."""
LONGEST = 1000
COST = (3, 65536, 4)
"""Passes, KiB and threads of a password's hash (the second choice of RFC 9106); a hash of another cost is made anew when its owner signs in."""
NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,62}[a-z0-9]")
_TAKEN = ("root", "visitor")  # Datasette lets `root` into its workings


_WHY = {
    "name": "{id!r}: a name has 2 to 64 of a-z, 0-9 and . _ - @, begins and ends with a letter or digit, and is not root or visitor",
    "taken": "{id}: there is such an account; give another name, or set its password or role",
    "unknown": "{file}: there is no account {id}; see them with: khenthuong accounts list",
    "role": "{role!r}: no such role; give one of {roles}",
    "short": "the password is too short: give at least {n} characters",
    "long": "the password is too long: give at most {n} characters",
    "twice": "the two passwords are not the same",
    "last": "{file}: this is the last admin; make another one first, or delete the file to have no accounts",
    "change": "it was not told what to do with the account",
    "file": "{file}: the accounts cannot be read ({reason}); mend the file or its rights, or restore it from a copy",
    "write": "{file}: the accounts cannot be written ({reason}); check the rights and the space of its folder",
}


class AccountsError(KhenthuongError):
    """A change of accounts that is refused, or a file of accounts that cannot be read.

    Its message is for whoever runs the server; `said` is for a page, and tells nothing of the server.

    >>> str(AccountsError("unknown", id="lan", file="kho.accounts"))
    'kho.accounts: there is no account lan; see them with: khenthuong accounts list'
    """

    def __init__(self, why: str, **told: Any) -> None:
        super().__init__(_WHY[why].format(**told))
        self.why, self.told = why, told

    @property
    def said(self) -> str:
        """The message in the language of the page."""
        return WORDS.say(f"account.wrong_{self.why}", **self.told)


@dataclass(frozen=True)
class Account:
    """One account, as the file has it under `id`."""

    id: str
    role: str
    password: str
    stamp: str
    made: str


@dataclass(frozen=True)
class _Content:
    secret: str
    accounts: dict[str, Account]


def beside(archive: Path) -> Path:
    """Where the accounts of an archive are kept where nothing else is told.

    >>> str(beside(Path("kho/bao 2016.db")))
    'kho/bao 2016.accounts'
    """
    return archive.with_suffix(".accounts")


def named(typed: str) -> str:
    """An id as it is kept, however it was typed.

    >>> named(" Lan.Nguyen ")
    'lan.nguyen'
    """
    return typed.strip().lower()


class Accounts:
    """The accounts in a file, which need not be there: then there are none. The file is read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] | None = None
        self._content: _Content | None = None

    def all(self) -> dict[str, Account]:
        """The accounts by id; raises AccountsError for a file that cannot be read."""
        content = self._read()
        return content.accounts if content else {}

    def find(self, name: str) -> Account | None:
        """The account of that id; raises AccountsError."""
        return self.all().get(name)

    @property
    def secret(self) -> str | None:
        """What the session cookies are signed with; None where there is no file. Raises AccountsError."""
        content = self._read()
        return content.secret if content else None

    def check(self, name: str, password: str) -> Account | None:
        """The account that this password opens; as slow for a name that there is not. Raises AccountsError."""
        from argon2.exceptions import InvalidHashError, VerificationError

        account = self.find(named(name))
        hashed = account.password if account else _nobody(COST)
        try:
            _hasher().verify(hashed, _normal(password))
        except (VerificationError, InvalidHashError):
            return None
        if not account or len(password) > LONGEST:
            return None
        if _hasher().check_needs_rehash(account.password):
            # only what was checked just now: a password that was set meanwhile stays
            better = _hash(password)
            with contextlib.suppress(AccountsError):  # the old hash does where the file cannot be written
                self._put(account.id, lambda now: replace(now, password=better) if now == account else now)
        return account

    def add(self, name: str, role: str, password: str, at: str) -> Account:
        """Make an account; raises AccountsError."""
        name = named(name)
        if not NAME.fullmatch(name) or name in _TAKEN:
            raise AccountsError("name", id=name)
        _known(role)
        made = Account(name, role, _hash(_fit(password)), _stamp(), at)
        with self._changing() as accounts:
            if name in accounts:
                raise AccountsError("taken", id=name)
            accounts[name] = made
        return made

    def set_role(self, name: str, role: str) -> None:
        """Give an account another role, which counts at once; raises AccountsError."""
        _known(role)
        self._put(named(name), lambda account: replace(account, role=role))

    def set_password(self, name: str, password: str) -> None:
        """Set an account's password and end its sessions; raises AccountsError."""
        hashed = _hash(_fit(password))
        self._put(named(name), lambda account: replace(account, password=hashed, stamp=_stamp()))

    def remove(self, name: str) -> None:
        """Remove an account and end its sessions; raises AccountsError."""
        name = named(name)
        with self._changing() as accounts:
            self._must(accounts, name)
            del accounts[name]

    def _put(self, name: str, change: Callable[[Account], Account]) -> None:
        with self._changing() as accounts:
            accounts[name] = change(self._must(accounts, name))

    def _must(self, accounts: dict[str, Account], name: str) -> Account:
        if name not in accounts:
            raise AccountsError("unknown", id=name, file=self.path.name)
        return accounts[name]

    def _read(self) -> _Content | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(error.strerror) from error
        seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        if seen != self._seen:
            self._content, self._seen = self._parsed(), seen
        return self._content

    def _parsed(self) -> _Content:
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            accounts = {name: Account(id=name, **one) for name, one in told["accounts"].items()}
            if not isinstance(told["secret"], str) or len(told["secret"]) < 32:
                raise ValueError("it has no secret")
        except OSError as error:
            raise self._unreadable(error.strerror) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._unreadable("it is no file of accounts, or a broken one") from error
        if strange := [one.id for one in accounts.values() if one.role not in ROLES]:
            raise self._unreadable(f"account {strange[0]} has a role that there is not")
        return _Content(told["secret"], accounts)

    def _unreadable(self, reason: str | None) -> AccountsError:
        self._seen = None
        return AccountsError("file", file=self.path, reason=reason)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, Account]]:
        """The accounts, to be changed by one writer at a time; written when all went well, and an admin is left."""
        import fcntl

        path = self.path.resolve()  # of a link what it leads to
        try:
            folder = os.open(path.parent, os.O_RDONLY)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            # the folder is locked: the file itself is another one after each change
            fcntl.flock(folder, fcntl.LOCK_EX)
            content = self._read() or _Content(secrets.token_hex(32), {})
            accounts = dict(content.accounts)
            yield accounts
            if any(map(_manages, content.accounts.values())) and not any(map(_manages, accounts.values())):
                raise AccountsError("last", file=self.path.name)
            self._write(path, content.secret, accounts)
        finally:
            os.close(folder)

    def _write(self, path: Path, secret: str, accounts: dict[str, Account]) -> None:
        told = {"secret": secret, "accounts": {}}
        told["accounts"] = {name: {k: v for k, v in asdict(one).items() if k != "id"} for name, one in sorted(accounts.items())}
        aside = path.with_name(f".{path.name}.new")
        try:
            aside.unlink(missing_ok=True)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(OSError):  # made by root for a site that runs as another user, it stays that user's
                owner = path.stat()
                os.chown(aside, owner.st_uid, owner.st_gid)
            aside.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise self._unwritable(error) from error
        self._seen = None

    def _unwritable(self, error: OSError) -> AccountsError:
        return AccountsError("write", file=self.path, reason=error.strerror or error)


def _manages(account: Account) -> bool:
    return account.role == "admin"


def _known(role: str) -> None:
    if role not in ROLES:
        raise AccountsError("role", role=role, roles=", ".join(ROLES))


def _fit(password: str) -> str:
    if len(_normal(password)) < SHORTEST:
        raise AccountsError("short", n=SHORTEST)
    if len(password) > LONGEST:
        raise AccountsError("long", n=LONGEST)
    return password


def _normal(password: str) -> str:
    """Keyboards write the same Vietnamese letter in more than one way."""
    return unicodedata.normalize("NFC", password[:LONGEST])


def _stamp() -> str:
    return secrets.token_hex(8)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(*COST)


def _hash(password: str) -> str:
    return _hasher().hash(_normal(password))


@functools.lru_cache(2)
def _nobody(_: tuple[int, int, int]) -> str:
    """The hash of a password that nobody has, at today's cost."""
    return _hash(secrets.token_hex(32))
