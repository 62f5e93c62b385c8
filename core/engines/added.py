"""The engines a person has added, as kept in the workspace's preferences. Never a key."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from sqlite_utils.db import Database

from core.engines.addresses import Kind
from core.store import workspaces as rows

_PREFERENCE = "engines"


@dataclass(frozen=True)
class Added:
    """An added engine with what was found out about it; None and "" stand for "unknown".

    `seconds` is how long its last trial answer took on this machine.
    """

    kind: Kind
    id: str
    size_mb: float | None = None
    licence: str = ""
    seconds: float | None = None


def stored(db: Database, workspace: int) -> list[Added]:
    """The added engines of a workspace, the oldest first."""
    text = rows.preference(db, workspace, _PREFERENCE) or "[]"
    return [Added(**item) for item in json.loads(text)]


def keep(db: Database, workspace: int, items: list[Added]) -> None:
    """Store the list in place of the one before."""
    text = json.dumps([asdict(item) for item in items], ensure_ascii=False)
    rows.set_preference(db, workspace, _PREFERENCE, text)
