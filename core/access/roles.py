"""People, the roles they have in workspaces, and what a role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Permission(StrEnum):
    """What an operation asks of whoever starts it."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"
    """What holds for a whole workspace: its engines, how long reviews stay, forgetting people."""
    ADMINISTER = "administer"
    """What concerns every workspace: backups, exports of all, new engines and workspaces."""


class Role(IntEnum):
    """What somebody is in a workspace; a later one may do all that an earlier one may."""

    VIEWER = 1
    WRITER = 2
    ADMIN = 3

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it may do there. ADMINISTER is nobody's by a role in one workspace."""
        return _PERMISSIONS[self]


_PERMISSIONS = {
    Role.VIEWER: frozenset({Permission.READ}),
    Role.WRITER: frozenset({Permission.READ, Permission.WRITE}),
    Role.ADMIN: frozenset({Permission.READ, Permission.WRITE, Permission.MANAGE}),
}


@dataclass(frozen=True)
class Person:
    """Somebody who was let in.

    `address` names them on record and on their votes. `everywhere` is their role in workspaces
    that have no list of their own, `apart` their role in each that has one (None: not a member).
    """

    address: str
    everywhere: Role | None
    apart: tuple[tuple[int, Role | None], ...] = ()
    name: str = ""

    @property
    def administers(self) -> bool:
        """Whether they are an administrator of the whole installation."""
        return self.everywhere is Role.ADMIN

    def role(self, workspace: int) -> Role | None:
        """What they are in a workspace, None where they are no member."""
        if self.administers:
            return Role.ADMIN
        return dict(self.apart).get(workspace, self.everywhere)

    def may(self, permission: Permission, workspace: int) -> bool:
        """Whether they may do something in a workspace."""
        if permission is Permission.ADMINISTER:
            return self.administers
        role = self.role(workspace)
        return role is not None and permission in role.permissions


LOCAL = Person("local", Role.ADMIN)
"""Whoever sits at the machine: the only user where nobody has to sign in, and the command line."""
