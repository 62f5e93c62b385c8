"""What a workspace taught its engines, where that is in force."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from core.engines.heads import HeadOffsets
from core.engines.house.adapter import Adapter
from core.engines.learnt_file import LearntFile
from core.errors import EngineFailed, InputRejected, NotFound
from core.i18n import N_
from core.store import engine_versions
from core.store.store import Store

log = logging.getLogger(__name__)

File = TypeVar("File", bound=LearntFile)


@dataclass(frozen=True)
class Version:
    """One thing that an engine learnt. `fits` is false where it was made for a shipped version
    that is no more; only what fits can be `active`."""

    id: int
    name: str
    active: bool
    fits: bool
    created_at: str

    @classmethod
    def of(cls, other: Version, **own: Any) -> Self:
        """A version of this class with another's fields and its own."""
        return cls(other.id, other.name, other.active, other.fits, other.created_at, **own)


@dataclass(frozen=True)
class LearntVersion(Version):
    """A version with the `metrics` that were kept with it."""

    metrics: dict[str, Any]


class Learnt:
    """The versions that the workspaces of a store made; their files lie under `home`. `kind` is
    "reader" or "writer", `base` the shipped version in use."""

    def __init__(self, home: Path, store: Store) -> None:
        self._home = home
        self._store = store

    def heads(self, workspace: int, base: str) -> HeadOffsets | None:
        """What corrections taught the bundled reader of version `base`.

        None where nothing is in force, what is was made for another version, or its file is lost.
        """
        return self._active("reader", workspace, base, HeadOffsets)

    def adapter(self, workspace: int, base: str) -> Adapter | None:
        """What ratings taught the house writer of version `base`; None as for `heads`."""
        return self._active("writer", workspace, base, Adapter)

    def versions(self, kind: str, workspace: int, base: str) -> list[LearntVersion]:
        """All versions of a kind, newest first. The shipped engine is none of them."""
        with self._store.open() as db:
            found = engine_versions.versions(db, workspace, kind)
        return [
            LearntVersion(
                row["id"],
                row["engine"],
                bool(row["active"]) and row["base"] == base,
                row["base"] == base,
                row["created_at"],
                engine_versions.metrics_of(row),
            )
            for row in found
        ]

    def use(self, kind: str, workspace: int, base: str, id: int | None) -> None:
        """Work with an earlier version from now on, or with None as the engine came.

        Raises NotFound for an unknown one, InputRejected for one that no longer fits.
        """
        found = [version for version in self.versions(kind, workspace, base) if version.id == id]
        if id is not None and not found:
            raise NotFound(N_("There is no version {id} of this model."), id=id)
        if found and not found[0].fits:
            raise InputRejected(
                N_("This version was made for a model that no longer ships."),
                N_("Let the model learn again."),
            )
        with self._store.writing() as db:
            engine_versions.activate(db, workspace, kind, id)

    def _active(self, kind: str, workspace: int, base: str, file: type[File]) -> File | None:
        with self._store.open() as db:
            row = engine_versions.active(db, workspace, kind)
        if row is None or row["base"] != base:
            return None
        try:
            return file.load(self._home / row["folder"], row["engine"])
        except EngineFailed as error:
            log.warning("the %s works as it came: %s", kind, error)
            return None
