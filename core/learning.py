"""An engine that a workspace's feedback teaches: adopting a version, and rolling back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, ClassVar, Generic, TypeVar

from sqlite_utils.db import Database

from core.engines.learnt import LearntVersion, Version
from core.engines.learnt_file import LearntFile
from core.engines.registry import EngineRegistry
from core.i18n import N_
from core.jobs import Progress
from core.settings import Settings
from core.store import engine_versions as rows
from core.store.store import Store

GONE = N_("Not adopted: something it had learnt from was deleted meanwhile. Let it learn again.")


V = TypeVar("V", bound=Version)


class Learner(ABC, Generic[V]):
    """What a workspace teaches one of its engines, as versions `V` of it. A version is made from
    the shipped engine of its time and fits no other."""

    kind: ClassVar[str]
    """The kind of engine: "reader" or "writer"."""

    def __init__(
        self, store: Store, settings: Settings, engines: EngineRegistry, workspace: int = 1
    ) -> None:
        self._store = store
        self._settings = settings
        self._engines = engines
        self._workspace = workspace

    @abstractmethod
    def learn(
        self, report: Callable[..., None] = lambda *_, **__: None, dry_run: bool = False
    ) -> Any:
        """Learn from the feedback there is and adopt what passes the gate, nothing with `dry_run`.
        What came of it, as a dataclass."""

    def learn_job(self, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """The handler of the job: `learn`, what came of it as a dict."""
        return asdict(self.learn(progress))

    def versions(self) -> list[V]:
        """What was adopted so far, newest first. The shipped engine is none of them."""
        return [self._version(found) for found in self._adopted()]

    def use(self, id: int | None) -> None:
        """Work with an earlier version from now on, or with None as the engine came. Raises what
        `Learnt.use` raises."""
        self._engines.learnt.use(self.kind, self._workspace, self._base, id)

    @property
    @abstractmethod
    def _base(self) -> str:
        """The version of the engine that ships, "" where it is not installed."""

    @abstractmethod
    def _version(self, found: LearntVersion) -> V:
        """A version as those who ask for `versions` get it."""

    def _adopted(self) -> list[LearntVersion]:
        return self._engines.learnt.versions(self.kind, self._workspace, self._base)

    def _adopt(
        self,
        file: LearntFile,
        base: str,
        metrics: dict[str, Any],
        is_there: Callable[[Database], bool],
    ) -> bool:
        """Keep what was learnt and put it in force; False where what taught it is no longer there,
        which must not live on in a version.

        `base` is the shipped version it was made from, which may have been replaced meanwhile.
        Raises StoreFailed where it cannot be kept.
        """
        version = rows.Version(self.kind, file.digest, base, file.content)
        with self._store.writing() as db:
            if not is_there(db):
                return False
            rows.adopt(db, self._workspace, version, self._settings.home, metrics)
        return True
