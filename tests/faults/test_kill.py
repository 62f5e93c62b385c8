"""kill -9 in the middle of work: what was acknowledged is there, and the file is sound."""

from __future__ import annotations

import multiprocessing
import random
import signal
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.settings import Settings
from tests.faults import acts

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.faults.acts"])
_PATIENCE = 120
_LONGEST_STEP = 0.02


@pytest.fixture(autouse=True)
def _nothing_to_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page test leaves app.py as the main module, which each new process would run."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


class Trials:
    """One act, killed again and again over the same home between messages that a seed picks."""

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self.act = acts.ACTS[name]
        self.home = home
        self.said: list[Any] = []
        self.killed = 0
        self.act.prepare(acts.studio_at(home))
        # The first, undisturbed, tells how many messages there are to kill it after.
        messages = self._run(0)
        assert messages[-1] == acts.DONE
        self.messages = len(messages)
        self.said += acts.heard(messages)

    def kill(self, trial: int, chance: random.Random) -> None:
        """Kill it somewhere in its work, then hold the store to its word."""
        after, later = chance.randrange(self.messages - 1), chance.random() * _LONGEST_STEP
        messages = self._run(trial, after, later)
        self.killed += acts.DONE not in messages
        self.said += acts.heard(messages)
        acts.must_be_whole(Settings(home=self.home).database)
        self.act.check(acts.studio_at(self.home), self.said)

    def _run(self, trial: int, after: int | None = None, later: float = 0) -> list[Any]:
        """What it said. With `after` it may go on from so many messages and no further: up to
        `later` seconds behind the last of them it is killed, at work or waiting with the next."""
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(
            target=acts.run, args=(self.name, str(self.home), trial, theirs), daemon=True
        )
        process.start()
        theirs.close()
        messages: list[Any] = []
        with closing(ours):
            assert self._next(ours) == acts.READY
            while len(messages) != after and acts.DONE not in messages:
                messages.append(self._next(ours))
            if acts.DONE not in messages:
                process.join(later)
                process.kill()
            process.join(_PATIENCE)
            ended = 0 if acts.DONE in messages else -signal.SIGKILL
            assert process.exitcode == ended, "it failed by itself"
            return messages + _unread(ours)

    def _next(self, pipe: Any) -> Any:
        """The next message of a process, which goes on with its work. EOFError where it failed."""
        assert pipe.poll(_PATIENCE)
        message = pipe.recv()
        pipe.send(None)
        return message


def _unread(pipe: Any) -> list[Any]:
    """What a process that has ended said last."""
    found = []
    try:
        while pipe.poll(0):
            found.append(pipe.recv())
    except (EOFError, OSError):
        pass
    return found


@pytest.mark.parametrize("name", acts.ACTS)
def test_nothing_acknowledged_is_lost(name: str, home: Path) -> None:
    trials = Trials(name, home)
    chance = random.Random(name)
    for trial in (1, 2):
        trials.kill(trial, chance)
    assert trials.killed, "it was never in the middle of its work"


@pytest.mark.nightly
@pytest.mark.parametrize("name", acts.ACTS)
def test_nothing_acknowledged_is_lost_at_two_hundred_moments(name: str, home: Path) -> None:
    """Thirty kills of each of seven kinds of work."""
    trials = Trials(name, home)
    chance = random.Random(f"{name} nightly")
    for trial in range(1, 31):
        trials.kill(trial, chance)
    print(f"\n{name}: {trials.killed} of 30 killed among {trials.messages} messages")
    assert trials.killed > 15
