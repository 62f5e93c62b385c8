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

    `seconds` is how long its last trial answer took on this machine. `others` are the addresses
    of more servers with the same model, beside the one in the id.
    """

    kind: Kind
    id: str
    size_mb: float | None = None
    licence: str = ""
    seconds: float | None = None
    others: tuple[str, ...] = ()


def stored(db: Database, workspace: int) -> list[Added]:
    """The added engines of a workspace, the oldest first."""
    text = rows.preference(db, workspace, _PREFERENCE) or "[]"
    return [Added(**{**item, "others": tuple(item.get("others", ()))}) for item in json.loads(text)]


def added(db: Database, workspace: int, kind: Kind, id: str) -> Added:
    """An engine as it was added, or bare where it was not and is only named."""
    found = (item for item in stored(db, workspace) if (item.kind, item.id) == (kind, id))
    return next(found, Added(kind, id))


def keep(db: Database, workspace: int, items: list[Added]) -> None:
    """Store the list in place of the one before."""
    text = json.dumps([asdict(item) for item in items], ensure_ascii=False)
    rows.set_preference(db, workspace, _PREFERENCE, text)
