"""A circuit breaker for each server: which may be asked now, and which next.

A server that fails is left alone for a while, each time in a row for longer; then it is asked
whether it is up, in the background, before it is sent a request again (Nygard, Release It!,
chapter 5). Of those that are up, the one goes next that has the fewest requests under way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from core.engines.refusals import ServerFault

CHECK_SECONDS = 3.0
"""The most seconds that a server may take to say that it is up."""

_TOLD_WITHIN = 0.5
"""Seconds more for a check that took too long to say so."""

BELIEVED = 30.0
"""Seconds for which a server that answered is taken to be up without asking it again."""

SHORTEST_REST = 1.0
LONGEST_REST = 60.0
"""Seconds a server is left alone after its first fault, doubled with each in a row."""

LONGEST_WISH = 3600.0
"""The most seconds of a Retry-After that are heeded."""

Check = Callable[[float], None]
"""Raises ServerFault unless the server says within so many seconds that it is up."""


@dataclass(frozen=True)
class Health:
    """How a server is, as far as is known without asking.

    `state` is "unknown" before the first request, "up", or "resting" after a fault, for
    `seconds` more; then it is asked anew. `problem` is the fault, `under_way` how many
    requests of this process it is at, `heard` how many seconds ago it answered.
    """

    state: Literal["unknown", "up", "resting"]
    problem: ServerFault | None
    seconds: float
    under_way: int
    heard: float | None


@dataclass(frozen=True)
class _Circuit:
    faults: int = 0
    problem: ServerFault | None = None
    rests_until: float = 0.0
    asked_until: float = 0.0
    """Until when the server itself asked to be left alone."""
    heard_at: float | None = None
    up_at: float | None = None
    """When it last answered with no fault since; None: to be asked before it is used."""
    under_way: int = 0
    turn: int = 0
    asked: bool = False


class Circuits:
    """The circuits of all servers that this process has asked, by the ids of their engines."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, patience: float = CHECK_SECONDS
    ) -> None:
        self._clock = clock
        self._patience = patience
        self._changed = threading.Condition()
        self._known: dict[str, _Circuit] = {}
        self._turns = 0

    @contextmanager
    def lease(self, servers: Mapping[str, Check]) -> Iterator[str | None]:
        """The id of the server whose turn it is, one of those under way to it until the end.

        Servers that nothing is known of are asked first, all at once, and the first that is up
        is taken. None where all rest or none is up within `patience` seconds.
        A ServerFault that ends the block opens the circuit; it is raised all the same.
        """
        id = self._chosen(servers)
        if id is None:
            yield None
            return
        begun = self._clock()
        try:
            yield id
        except ServerFault as fault:
            self._failed(id, fault, self._clock() - begun)
            raise
        finally:
            with self._changed:
                self._set(id, under_way=self._of(id).under_way - 1)

    def answered(self, id: str) -> None:
        """The server has answered as it should: its circuit is closed."""
        now = self._clock()
        with self._changed:
            self._set(id, faults=0, problem=None, heard_at=now, up_at=now, asked_until=now)

    def health(self, id: str) -> Health:
        """How a server is, from what happened so far; nothing is asked."""
        with self._changed:
            circuit = self._of(id)
        now = self._clock()
        left = max(0.0, circuit.rests_until - now)
        heard = None if circuit.heard_at is None else now - circuit.heard_at
        state: Literal["unknown", "up", "resting"] = "unknown"
        if circuit.up_at is not None:
            state = "up"
        elif circuit.problem:
            state = "resting"
        return Health(state, circuit.problem, left, circuit.under_way, heard)

    def check(self, servers: Mapping[str, Check]) -> None:
        """Ask every server now, also those that rest; over when all have answered or are late.

        One that is up rests no more, unless it asked for that rest itself (Retry-After).
        """
        with self._changed:
            for id, check in servers.items():
                self._ask(id, check)
            self._changed.wait_for(
                lambda: not any(self._of(id).asked for id in servers),
                self._patience + _TOLD_WITHIN,
            )

    def _chosen(self, servers: Mapping[str, Check]) -> str | None:
        until = time.monotonic() + self._patience + _TOLD_WITHIN
        with self._changed:
            while True:
                ready = [id for id in servers if self._ready(id)]
                for id, check in servers.items():
                    if id not in ready and self._of(id).rests_until <= self._clock():
                        self._ask(id, check)
                if ready:
                    id = min(ready, key=lambda id: (self._of(id).under_way, self._of(id).turn))
                    self._turns += 1
                    self._set(id, under_way=self._of(id).under_way + 1, turn=self._turns)
                    return id
                left = until - time.monotonic()
                if left <= 0 or not any(self._of(id).asked for id in servers):
                    return None
                self._changed.wait(left)

    def _ready(self, id: str) -> bool:
        up_at = self._of(id).up_at
        return up_at is not None and self._clock() - up_at <= BELIEVED

    def _ask(self, id: str, check: Check) -> None:
        """Ask a server in a thread of its own whether it is up, unless that is being done."""
        if self._of(id).asked:
            return
        self._set(id, asked=True)

        def ask() -> None:
            try:
                check(self._patience)
            except ServerFault as fault:
                self._failed(id, fault, 0.0)
            else:
                now = self._clock()
                with self._changed:
                    asked_until = self._of(id).asked_until
                    rests = asked_until > now
                    self._set(
                        id,
                        heard_at=now,
                        up_at=None if rests else now,
                        rests_until=asked_until if rests else now,
                    )
            finally:
                with self._changed:
                    self._set(id, asked=False)
                    self._changed.notify_all()

        threading.Thread(target=ask, name="server-check", daemon=True).start()

    def _failed(self, id: str, fault: ServerFault, lost: float) -> None:
        """Open a circuit: for as long as the fault cost, at least, and as the server asked."""
        with self._changed:
            now, known = self._clock(), self._of(id)
            faults = known.faults + 1
            rest = min(max(SHORTEST_REST * 2 ** min(faults - 1, 10), lost), LONGEST_REST)
            asked_until = max(known.asked_until, now + min(fault.rest or 0.0, LONGEST_WISH))
            self._set(
                id,
                faults=faults,
                problem=fault,
                up_at=None,
                rests_until=max(now + rest, asked_until),
                asked_until=asked_until,
            )
            self._changed.notify_all()

    def _of(self, id: str) -> _Circuit:
        return self._known.get(id, _Circuit())

    def _set(self, id: str, **changes: object) -> None:
        self._known[id] = replace(self._of(id), **changes)  # type: ignore[arg-type]


CIRCUITS = Circuits()
"""Those of this process."""
