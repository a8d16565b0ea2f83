"""Who may do what on the site: one table, asked by every route.

>>> may(None, "read"), may({"id": "lan", "role": "reader"}, "review"), may({"id": "minh", "role": "archivist"}, "review")
(True, False, True)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

VISITOR = "visitor"
ROLES = ("reader", "archivist", "admin")
"""The roles that an account may have; who has not signed in is a visitor."""
ACTIONS: dict[str, frozenset[str]] = {
    "open": frozenset({VISITOR, *ROLES}),  # signing in, health: even where the site is for members
    "read": frozenset({VISITOR, *ROLES}),
    "sign out": frozenset(ROLES),
    "review": frozenset({"archivist", "admin"}),
    "manage": frozenset({"admin"}),  # accounts
}


@dataclass(frozen=True)
class Route:
    """An address of ours: `path` a pattern, `view(datasette, request)` the answer, `needs` the action one must be allowed.

    `posts`: it takes POST, and GET is answered too only where `gets`. A POST has at most `most` bytes, and carries the token of a
    form of ours, unless `token` is False: for what changes nothing.
    """

    path: str
    view: Callable[[Any, Any], Awaitable[Any]]
    needs: str = "read"
    posts: bool = False
    gets: bool = True
    token: bool = True
    most: int = 1_000_000


def role_of(actor: Mapping[str, Any] | None) -> str:
    """The role of whoever asks."""
    role = (actor or {}).get("role")
    return role if role in ROLES else VISITOR


def may(actor: Mapping[str, Any] | None, action: str, *, private: bool = False) -> bool:
    """Whether whoever asks may do that; a `private` site is read by those alone who have an account."""
    role = role_of(actor)
    if private and action == "read" and role == VISITOR:
        return False
    return role in ACTIONS[action]
