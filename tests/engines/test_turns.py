"""The queue in front of an engine: fair, bounded, and left by who gives up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.engines.loaded import SharedWriter
from core.engines.turns import Place, Turns, called_by
from core.engines.types import CopyRequest, EngineInfo
from core.errors import EngineBusy


class Stage:
    """Callers in threads of their own, whose steps the test lets happen one by one."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.served: list[str] = []
        self.errors: list[BaseException] = []
        self.told: dict[str, list[Place | None]] = {}
        self._threads: list[threading.Thread] = []

    def ask(self, name: str, caller: str, over: threading.Event, tell=None) -> threading.Event:
        """One more request, in the queue or served when this returns; the event of its service."""
        begun, queued = threading.Event(), threading.Event()

        def heard(place: Place | None) -> None:
            self.told.setdefault(name, []).append(place)
            queued.set()
            if tell:
                tell(place)

        def run() -> None:
            try:
                with called_by(caller, heard), self.turns.visit() as visit, visit.step():
                    self.served.append(name)
                    begun.set()
                    queued.set()
                    assert over.wait(60)
            except BaseException as error:
                self.errors.append(error)
                queued.set()

        thread = threading.Thread(target=run)
        self._threads.append(thread)
        thread.start()
        assert queued.wait(60)
        return begun

    def end(self) -> None:
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads)


@contextmanager
def stage(**options) -> Iterator[Stage]:
    made = Stage(Turns(**options))
    yield made
    made.end()


def test_who_has_waited_longest_is_next_and_one_caller_blocks_nobody() -> None:
    over = threading.Event()
    with stage() as hall:
        hall.ask("first", "ann", over)
        for n in range(3):
            hall.ask(f"ann {n}", "ann", over)
        hall.ask("ben 0", "ben", over)
        hall.ask("cat 0", "cat", over)
        hall.ask("ben 1", "ben", over)
        assert hall.told["cat 0"][0].place == 2
        over.set()
    assert hall.served == ["first", "ben 0", "cat 0", "ann 0", "ben 1", "ann 1", "ann 2"]


def test_the_place_is_told_until_it_is_ones_turn() -> None:
    over = threading.Event()
    with stage() as hall:
        hall.ask("first", "ann", over)
        begun = hall.ask("second", "ben", over)
        hall.ask("third", "cat", over)
        assert [hall.told[name][0].place for name in ("second", "third")] == [1, 2]
        assert hall.told["second"][0].seconds is None, "nothing was served before"
        over.set()
        assert begun.wait(60)
    assert "first" not in hall.told
    assert hall.told["second"][-1] is None
    assert hall.told["third"][-1] is None


def test_the_wait_is_estimated_from_what_requests_took() -> None:
    turns, over = Turns(), threading.Event()
    turns._mean = 10.0
    with stage() as hall:
        hall.turns = turns
        hall.ask("first", "ann", over)
        hall.ask("second", "ben", over)
        hall.ask("third", "cat", over)
        over.set()
    second, third = (hall.told[name][0].seconds for name in ("second", "third"))
    assert 5 < second <= 10
    assert third == pytest.approx(second + 10, abs=5)


def test_who_gives_up_leaves_the_queue_and_the_next_moves_up() -> None:
    class GaveUp(Exception):
        pass

    def give_up(place: Place | None) -> None:
        raise GaveUp

    over = threading.Event()
    with stage() as hall:
        hall.ask("first", "ann", over)
        hall.ask("second", "ben", over, give_up)
        hall.ask("third", "cat", over)
        assert hall.told["third"][0].place == 1
        assert [type(error) for error in hall.errors] == [GaveUp]
        assert hall.turns.waiting == 1
        over.set()
    assert hall.served == ["first", "third"]


def test_who_gives_up_when_called_lets_the_next_in() -> None:
    def not_any_more(place: Place | None) -> None:
        if place is None:
            raise KeyboardInterrupt

    over = threading.Event()
    with stage() as hall:
        hall.ask("first", "ann", over)
        hall.ask("second", "ben", over, not_any_more)
        hall.ask("third", "cat", over)
        over.set()
    assert hall.served == ["first", "third"]
    assert hall.turns.waiting == 0


def test_a_full_queue_takes_no_more_and_says_so() -> None:
    over = threading.Event()
    with stage(most=2) as hall:
        hall.ask("first", "ann", over)
        hall.ask("second", "ben", over)
        hall.ask("third", "cat", over)
        hall.ask("fourth", "dan", over)
        (error,) = hall.errors
        assert isinstance(error, EngineBusy)
        assert "2 waiting" in str(error)
        over.set()
    assert hall.served == ["first", "second", "third"]


class Slow:
    info = EngineInfo("slow", "writer", "Slow", "writes in a test")

    def __init__(self) -> None:
        self.begun: list[str] = []

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        self.begun.append(request.product)
        for n in range(count):
            yield f"{request.product} {n}"


def test_a_request_is_served_whole_while_it_is_read() -> None:
    engine = Slow()
    writer = SharedWriter(engine)
    got: list[str] = []

    def read(product: str) -> None:
        for text in writer.propose(CopyRequest("en", "slogan", product, ()), 20):
            got.append(text.split()[0])

    threads = [threading.Thread(target=read, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(got) == sorted("abcd" * 20)
    assert len(engine.begun) == 4


def test_a_closed_stream_lets_the_next_in_at_once() -> None:
    writer = SharedWriter(Slow())
    writer._turns._grace = 60
    left = writer.propose(CopyRequest("en", "slogan", "left", ()), 9)
    assert next(left) == "left 0"
    left.close()
    asked = threading.Thread(
        target=lambda: list(writer.propose(CopyRequest("en", "slogan", "next", ()), 2))
    )
    asked.start()
    asked.join(30)
    assert not asked.is_alive()


def test_a_request_within_a_request_of_the_same_thread_does_not_wait() -> None:
    writer = SharedWriter(Slow())
    writer._turns._grace = 60
    outer = writer.propose(CopyRequest("en", "slogan", "outer", ()), 2)
    assert next(outer) == "outer 0"
    assert list(writer.propose(CopyRequest("en", "slogan", "inner", ()), 2)) == [
        "inner 0",
        "inner 1",
    ]
    assert list(outer) == ["outer 1"]


def test_a_stream_that_has_begun_is_not_refused_by_a_queue_that_filled_since() -> None:
    over = threading.Event()

    def let_go(place: Place | None) -> None:
        over.set()

    with stage(most=1, grace=0) as hall, called_by("ann", let_go), hall.turns.visit() as visit:
        with visit.step():
            pass
        hall.ask("second", "ben", over)
        hall.ask("third", "cat", over)
        assert hall.turns.waiting == 1
        with visit.step():
            hall.served.append("ann again")
    assert not hall.errors
    assert sorted(hall.served) == ["ann again", "second", "third"]
