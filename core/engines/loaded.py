"""Engines in memory: each is loaded once per process, used by one caller at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from core.engines.types import CopyRequest, Reading, ReviewReader, TextGenerator

BOUND = 3


class SharedReader:
    """A reader that many threads may call; their calls queue up."""

    def __init__(self, engine: ReviewReader) -> None:
        self.info = engine.info
        self.version = engine.version
        self._engine = engine
        self._lock = threading.Lock()

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        """See ReviewReader.read."""
        with self._lock:
            return self._engine.read(texts, language)


class SharedWriter:
    """A writer that many threads may call; the steps of their streams queue up.

    The lock is held while one candidate is made, not for a whole stream: a stream that is
    left unread blocks nobody, and two people's drafts come in turn. So an engine keeps what
    belongs to one stream inside its generator.
    """

    def __init__(self, engine: TextGenerator) -> None:
        self.info = engine.info
        self._engine = engine
        self._lock = threading.Lock()

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """See TextGenerator.propose."""
        with self._lock:
            stream = iter(self._engine.propose(request, count))
        while True:
            with self._lock:
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
