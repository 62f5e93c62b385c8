"""A visitor's place in an engine's queue is said, and who leaves the page leaves the queue."""

from __future__ import annotations

import threading

import pytest

from core.engines.turns import Turns
from pages._ui.queue import in_turn


class Status:
    """What a page shows of the wait; `on_label` sees every label."""

    def __init__(self, on_label) -> None:
        self.labels: list[str] = []
        self._on_label = on_label

    def update(self, *, label: str) -> None:
        self.labels.append(label)
        self._on_label(label)


@pytest.fixture
def busy():
    """An engine that is in use until busy.over is set."""
    turns, begun, over = Turns(), threading.Event(), threading.Event()

    def use() -> None:
        with turns.visit() as visit, visit.step():
            begun.set()
            over.wait(60)

    thread = threading.Thread(target=use)
    thread.start()
    assert begun.wait(60)
    turns.over = over
    yield turns
    over.set()
    thread.join(60)


def test_the_place_is_shown_and_then_what_is_done(busy, studio) -> None:
    status = Status(lambda label: busy.over.set())
    with in_turn(status, "Writing for Slogan…"), busy.visit() as visit, visit.step():
        assert status.labels[-1] == "Writing for Slogan…"
    assert "1 request before yours" in status.labels[0]
    assert len(status.labels) >= 2


def test_a_visitor_who_leaves_has_left_the_queue(busy, studio) -> None:
    class Left(Exception):
        pass

    def leave(label: str) -> None:
        raise Left

    def ask() -> None:
        with in_turn(Status(leave), "Writing"), busy.visit() as visit, visit.step():
            raise AssertionError("was served")

    with pytest.raises(Left):
        ask()
    assert busy.waiting == 0


def test_nobody_in_front_is_no_news(studio) -> None:
    status = Status(lambda label: None)
    with in_turn(status, "Writing"), Turns().visit() as visit, visit.step():
        pass
    assert status.labels == []
