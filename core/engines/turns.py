"""The queue in front of one engine: fair between callers, bounded, and left by who gives up.

The engine serves one request at a time, request by request, so that whoever is first is done
first. Of those who wait, the caller goes next who has not been served for the longest time.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from core.errors import EngineBusy
from core.i18n import N_

MOST = 32
"""How many requests may wait for one engine."""

GRACE = 0.25
"""Seconds without a wish after which a request that is not over lets the next one in."""

_LOOK_EVERY = 0.5
_REMEMBERED = 1000
_WEIGHT = 0.3


@dataclass(frozen=True)
class Place:
    """Where a request stands: `place` 1 is next, `seconds` the estimated wait (None: unknown)."""

    place: int
    seconds: float | None


Tell = Callable[[Place | None], None]


@dataclass(frozen=True)
class _Caller:
    name: str
    tell: Tell | None = None


_CALLER: ContextVar[_Caller | None] = ContextVar("caller", default=None)


@contextmanager
def called_by(name: str, tell: Tell | None = None) -> Iterator[None]:
    """Within the block requests are those of `name`; without one, a thread is a caller.

    While one waits, `tell` hears twice a second where it stands, then None once it is served.
    What `tell` raises comes out of the engine's call, and the request has left the queue.
    """
    token = _CALLER.set(_Caller(name, tell))
    try:
        yield
    finally:
        _CALLER.reset(token)


class Visit:
    """One request at an engine: it waits, is served in steps, and leaves."""

    def __init__(self, turns: Turns) -> None:
        caller = _CALLER.get() or _Caller(f"thread {threading.get_ident()}")
        self.caller = caller.name
        self.tell = caller.tell
        self.since = 0.0
        self.begun_at = 0.0
        self.idle_at = 0.0
        self.worked = 0.0
        self._turns = turns

    @contextmanager
    def step(self) -> Iterator[None]:
        """The engine is this request's alone until the block ends.

        Raises EngineBusy where too many wait before the first step, and what its caller's
        `tell` raises.
        """
        self._turns._take(self)
        try:
            yield
        finally:
            self._turns._rest(self)


class Turns:
    """Who may use one engine, and who waits for it."""

    def __init__(self, most: int = MOST, grace: float = GRACE) -> None:
        self._most = most
        self._grace = grace
        self._changed = threading.Condition()
        self._waiting: list[Visit] = []
        self._served: Visit | None = None
        self._thread = 0
        self._working = False
        self._count = 0
        self._last: OrderedDict[str, int] = OrderedDict()
        self._mean: float | None = None

    @contextmanager
    def visit(self) -> Iterator[Visit]:
        """One request; whatever ends the block, it is out of the queue then."""
        visit = Visit(self)
        try:
            yield visit
        finally:
            self._leave(visit)

    @property
    def waiting(self) -> int:
        """How many requests wait now."""
        with self._changed:
            return len(self._waiting)

    def _take(self, visit: Visit) -> None:
        told = False
        with self._changed:
            if self._served is visit:
                self._begin(visit)
                return
            if not visit.begun_at and len(self._waiting) >= self._most:
                raise self._too_many()
            # Before whoever is served now, behind all who were served earlier.
            visit.since = self._count - 0.5
            self._waiting.append(visit)
        try:
            while (place := self._admitted(visit)) is not None:
                if visit.tell is not None:
                    told = True
                    visit.tell(place)
                with self._changed:
                    if not self._may(visit):
                        self._changed.wait(self._patience())
            if told and visit.tell is not None:
                visit.tell(None)
        except BaseException:
            self._leave(visit)
            raise

    def _admitted(self, visit: Visit) -> Place | None:
        """None once the engine is the visit's, else where it stands."""
        with self._changed:
            if not self._may(visit):
                return self._place(visit)
            self._waiting.remove(visit)
            self._served, self._thread = visit, threading.get_ident()
            self._count += 1
            self._last[visit.caller] = self._count
            self._last.move_to_end(visit.caller)
            if len(self._last) > _REMEMBERED:
                self._last.popitem(last=False)
            self._begin(visit)
            return None

    def _begin(self, visit: Visit) -> None:
        self._working = True
        visit.begun_at = time.monotonic()

    def _may(self, visit: Visit) -> bool:
        served = self._served
        free = served is None or (
            not self._working
            and (
                # A request made within another of the same thread must not wait for that one.
                self._thread == threading.get_ident()
                or time.monotonic() - served.idle_at >= self._grace
            )
        )
        return free and self._order()[0] is visit

    def _order(self) -> list[Visit]:
        """Those who wait in the order in which they will be served."""
        last: dict[str, float] = dict(self._last)
        left, order = list(self._waiting), list[Visit]()
        for turn in range(self._count + 1, self._count + len(left) + 1):
            chosen = min(left, key=lambda visit: last.get(visit.caller, visit.since))
            left.remove(chosen)
            order.append(chosen)
            last[chosen.caller] = turn
        return order

    def _place(self, visit: Visit) -> Place:
        place = self._order().index(visit) + 1
        if self._mean is None:
            return Place(place, None)
        left = max(0.0, self._mean - self._served.worked) if self._served else 0.0
        return Place(place, left + (place - 1) * self._mean)

    def _patience(self) -> float:
        """Seconds until something may have changed without anybody having said so."""
        if self._served is None or self._working:
            return _LOOK_EVERY
        return max(0.001, min(_LOOK_EVERY, self._grace - (time.monotonic() - self._served.idle_at)))

    def _rest(self, visit: Visit) -> None:
        with self._changed:
            self._working = False
            visit.idle_at = time.monotonic()
            visit.worked += visit.idle_at - visit.begun_at
            self._changed.notify_all()

    def _leave(self, visit: Visit) -> None:
        with self._changed:
            if visit in self._waiting:
                self._waiting.remove(visit)
            if self._served is visit:
                self._served, self._working = None, False
            if visit.worked:
                old = visit.worked if self._mean is None else self._mean
                self._mean = old + _WEIGHT * (visit.worked - old)
            self._changed.notify_all()

    def _too_many(self) -> EngineBusy:
        if self._mean is None:
            hint = N_("Try again in a while.")
        else:
            hint = N_("Try again in about {seconds} s.")
        return EngineBusy(
            N_("The queue for this engine is full, with {count} waiting; no more are taken."),
            hint,
            count=len(self._waiting),
            seconds=max(1, round((self._mean or 0) * (len(self._waiting) + 1))),
        )
