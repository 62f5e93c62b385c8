"""What the engines of one request took: calls, seconds, tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from time import perf_counter

from core.engines.types import CopyRequest, Metered, TextGenerator, Usage
from core.errors import EngineFailed
from core.store import engine_calls as rows
from core.store.store import Store


@dataclass
class Line:
    """One engine's part in a request.

    `seconds` is the time spent waiting for it, `first` that until the first text of its first
    call (None where none came). Tokens are None where nobody counts them; `estimated` says that
    some of them are.
    """

    calls: int = 0
    texts: int = 0
    failures: int = 0
    seconds: float = 0.0
    first: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    estimated: bool = False

    def add(self, usage: Usage) -> None:
        """Count the tokens of one more call."""
        self.input_tokens = (self.input_tokens or 0) + usage.input_tokens
        self.output_tokens = (self.output_tokens or 0) + usage.output_tokens
        self.estimated = self.estimated or usage.estimated


class Calls:
    """Watches the writers of one request and keeps what they took."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}

    def watched(self, writer: TextGenerator) -> TextGenerator:
        """The same writer, its calls counted here."""
        return _Watched(writer, self.lines.setdefault(writer.info.id, Line()))

    def keep(self, store: Store, workspace: int, request: str, purpose: str) -> None:
        """Store one row for each engine that was asked, under the request's id."""
        asked = {engine: line for engine, line in self.lines.items() if line.calls}
        if asked:
            with store.writing() as db:
                for engine, line in asked.items():
                    named = {"engine": engine, "request": request, "purpose": purpose}
                    rows.add(db, workspace, named | asdict(line))


class _Watched:
    def __init__(self, writer: TextGenerator, line: Line) -> None:
        self.info = writer.info
        self._writer = writer
        self._line = line

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        line = self._line
        line.calls += 1
        waited, begun = 0.0, perf_counter()
        try:
            for text in self._writer.propose(request, count):
                waited += perf_counter() - begun
                line.texts += 1
                line.first = waited if line.first is None else line.first
                yield text
                begun = perf_counter()
            waited += perf_counter() - begun
        except EngineFailed:
            waited += perf_counter() - begun
            line.failures += 1
            raise
        finally:
            line.seconds += waited
            usage = self._writer.usage if isinstance(self._writer, Metered) else None
            if usage is not None:
                line.add(usage)
