"""The brief form as each person left it, finished or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.store import desk as rows
from core.store.store import Store

_MOST = 20_000


class Sketches:
    """Keeps one unfinished brief for each person of a workspace."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self._store = store
        self._workspace = workspace

    def keep(self, voter: str, fields: Mapping[str, Any]) -> None:
        """Store the form as it is; one that is absurdly long is not kept."""
        if len(str(fields)) <= _MOST:
            with self._store.writing() as db:
                rows.keep_sketch(db, self._workspace, voter, fields)

    def last(self, voter: str) -> dict[str, Any] | None:
        """The form as the person last left it, None where they never did."""
        with self._store.open() as db:
            return rows.sketch(db, self._workspace, voter)
