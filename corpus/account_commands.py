"""`khenthuong accounts`: who may sign in on the site of an archive. A password is asked for, and never an argument."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.plain import line

if TYPE_CHECKING:
    from corpus.site.accounts import Accounts


class Role(StrEnum):
    """What an account may be."""

    reader = "reader"
    archivist = "archivist"
    admin = "admin"


accounts = typer.Typer(
    help="Who may sign in on the site of an archive: readers, archivists who correct, admins who keep the accounts.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
AccountsFile = Annotated[
    Path | None,
    typer.Option("--accounts", metavar="FILE", help="The file of accounts; NAME.accounts beside NAME.db where none is told."),
]
_ArchiveFile = Annotated[Path, typer.Argument(metavar="FILE.db", help="The archive.")]
_Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with: small letters, digits and . _ - @.")]
_Stdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input, its first line.")]


@accounts.command()
def add(
    archive: _ArchiveFile,
    name: _Name,
    role: Annotated[Role, typer.Option(help="What the account may do.")] = Role.reader,
    stdin: _Stdin = False,
    file: AccountsFile = None,
) -> None:
    """Make an account."""
    from datetime import UTC, datetime

    opened = _opened(archive, file)
    made = opened.add(name, role.value, _password(stdin), datetime.now(UTC).isoformat(timespec="seconds"))
    typer.echo(f"{made.id}: {made.role}, in {line(opened.path)}")


@accounts.command("role")
def set_role(
    archive: _ArchiveFile,
    name: _Name,
    role: Annotated[Role, typer.Argument(help="What the account may do from now on.")],
    file: AccountsFile = None,
) -> None:
    """Give an account another role; it counts at once, also for who is signed in."""
    _opened(archive, file).set_role(name, role.value)


@accounts.command("password")
def set_password(archive: _ArchiveFile, name: _Name, stdin: _Stdin = False, file: AccountsFile = None) -> None:
    """Set an account's password; whoever is signed in with the old one no longer is."""
    from corpus.site.accounts import AccountsError, named

    opened = _opened(archive, file)
    if not opened.find(named(name)):
        raise AccountsError("unknown", id=line(name), file=line(opened.path.name))
    opened.set_password(name, _password(stdin))


@accounts.command()
def remove(archive: _ArchiveFile, name: _Name, file: AccountsFile = None) -> None:
    """Remove an account; whoever is signed in with it no longer is. What it corrected stays."""
    _opened(archive, file).remove(name)


@accounts.command("list")
def list_accounts(archive: _ArchiveFile, file: AccountsFile = None) -> None:
    """List the accounts: name, role, when made."""
    for one in _opened(archive, file).all().values():
        typer.echo(line(f"{one.id:<24}{one.role:<12}{one.made}"))


def _opened(archive: Path, file: Path | None) -> Accounts:
    from corpus.archive import existing
    from corpus.site.accounts import Accounts, beside

    return Accounts(file or beside(existing(archive)))


def _password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more")
    return typed
