"""Engines in memory: each is loaded once per process, used by one caller at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from core.engines.turns import Turns
from core.engines.types import CopyRequest, Reading, ReviewReader, TextGenerator
from core.errors import EngineFailed
from core.i18n import N_

if TYPE_CHECKING:
    import numpy as np

BOUND = 3
Answer = TypeVar("Answer")


class SharedReader:
    """A reader that many threads may call; their calls queue up, see `turns`."""

    def __init__(self, engine: ReviewReader, turns: Turns | None = None) -> None:
        self.info = engine.info
        self.version = engine.version
        self._engine = engine
        self._turns = turns or Turns()

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        """See ReviewReader.read."""
        return self.used(lambda engine: engine.read(texts, language))

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """See Embedder.embed. Raises EngineFailed where the engine makes no vectors."""
        return self.used(lambda engine: self._able("embed").embed(texts))

    def features(self, texts: Sequence[str]) -> np.ndarray:
        """See Describer.features. Raises EngineFailed where the engine makes none."""
        return self.used(lambda engine: self._able("features").features(texts))

    def _able(self, method: str) -> Any:
        if not hasattr(self._engine, method):
            raise EngineFailed(
                N_("{engine} makes no vectors of texts."),
                N_("The bundled reader does."),
                engine=self.info.name,
            )
        return self._engine

    def used(self, use: Callable[[Any], Answer]) -> Answer:
        """What `use` makes of the engine while no other caller is at it."""
        with self._turns.visit() as visit, visit.step():
            return use(self._engine)

    def taught(self, teach: Callable[[Any], ReviewReader]) -> SharedReader:
        """The reader that `teach` makes around this engine; calls to both are one queue."""
        return SharedReader(teach(self._engine), self._turns)


class SharedWriter:
    """A writer that many threads may call; their requests queue up, see `turns`.

    The engine is held while one candidate is made, not for a whole stream: a stream that is
    left unread for a moment lets the next request in. So an engine keeps what belongs to one
    stream inside its generator.
    """

    def __init__(self, engine: TextGenerator) -> None:
        self.info = engine.info
        self._engine = engine
        self._turns = Turns()

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """See TextGenerator.propose. Raises EngineBusy where too many wait."""
        return self._stream(lambda: self._engine.propose(request, count))

    def rewrite(
        self, request: CopyRequest, draft: str, instruction: str, count: int = 4
    ) -> Iterator[str]:
        """Versions of a draft changed as asked; none from an engine that cannot rewrite."""
        rewrite = getattr(self._engine, "rewrite", None)
        if rewrite is None:
            return iter(())
        return self._stream(lambda: rewrite(request, draft, instruction, count))

    def _stream(self, begin: Callable[[], Iterator[str]]) -> Iterator[str]:
        with self._turns.visit() as visit:
            with visit.step():
                stream = iter(begin())
            while True:
                with visit.step():
                    candidate = next(stream, None)
                if candidate is None:
                    return
                yield candidate


class LoadedEngines:
    """A cache of loaded engines; beyond `bound` the least recently used one goes."""

    def __init__(self, bound: int = BOUND) -> None:
        self._bound = bound
        self._lock = threading.Lock()
        self._engines: OrderedDict[Hashable, Any] = OrderedDict()
        self._loading: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, load: Callable[[], Any]) -> Any:
        """The engine under a key, loaded by the first who asks while others wait.

        What `load` raises is raised here and nothing is kept.
        """
        with self._lock:
            if key in self._engines:
                self._engines.move_to_end(key)
                return self._engines[key]
            loading = self._loading.setdefault(key, threading.Lock())
        with loading:
            with self._lock:
                if key in self._engines:
                    self._engines.move_to_end(key)
                    return self._engines[key]
            engine = load()
            with self._lock:
                self._engines[key] = engine
                self._loading.pop(key, None)
                while len(self._engines) > self._bound:
                    self._engines.popitem(last=False)
            return engine

    def drop(self, key: Hashable) -> None:
        """Forget an engine, so that the next request loads it anew."""
        with self._lock:
            self._engines.pop(key, None)

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._engines
