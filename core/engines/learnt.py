"""What a workspace taught its engines, where that is in force."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from core.engines.heads import HeadOffsets, load_heads
from core.engines.house.adapter import Adapter, load_adapter
from core.errors import EngineFailed
from core.store import engine_versions
from core.store.store import Store

log = logging.getLogger(__name__)

Taught = TypeVar("Taught")


class Learnt:
    """Reads the active versions of a store; their files lie under `home`."""

    def __init__(self, home: Path, store: Store) -> None:
        self._home = home
        self._store = store

    def heads(self, workspace: int, base: str) -> HeadOffsets | None:
        """What corrections taught the bundled reader of version `base`.

        None where nothing is in force, what is was made for another version, or its file is lost.
        """
        return self._active("reader", workspace, base, load_heads)

    def adapter(self, workspace: int, base: str) -> Adapter | None:
        """What ratings taught the house writer of version `base`; None as for `heads`."""
        return self._active("writer", workspace, base, load_adapter)

    def _active(
        self, kind: str, workspace: int, base: str, load: Callable[[Path, str], Taught]
    ) -> Taught | None:
        with self._store.open() as db:
            row = engine_versions.active(db, workspace, kind)
        if row is None or row["base"] != base:
            return None
        try:
            return load(self._home / row["folder"], row["engine"])
        except EngineFailed as error:
            log.warning("the %s works as it came: %s", kind, error)
            return None
