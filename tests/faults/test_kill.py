"""kill -9 in the middle of work: what was acknowledged is there, and the file is sound."""

from __future__ import annotations

import multiprocessing
import random
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.settings import Settings
from tests.faults import acts

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.faults.acts"])
_PATIENCE = 120


def _messages(pipe: Any) -> list[Any]:
    """Everything a process that has ended said."""
    found = []
    try:
        while pipe.poll(0):
            found.append(pipe.recv())
    except (EOFError, OSError):
        pass
    return found


class Trials:
    """One act, killed again and again over the same home at moments a seed decides."""

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self.act = acts.ACTS[name]
        self.home = home
        self.said: list[Any] = []
        self.killed = 0
        self.act.prepare(acts.studio_at(home))
        # The first, undisturbed, tells how long there is something to kill.
        self.seconds, messages = self._run(0, None)
        assert messages[-1] == acts.DONE
        self.said += acts.heard(messages)

    def kill(self, trial: int, moment: float) -> None:
        """Kill it after a share of the time that it takes, then hold the store to its word."""
        _, messages = self._run(trial, moment * self.seconds)
        self.killed += acts.DONE not in messages
        self.said += acts.heard(messages)
        acts.must_be_whole(Settings(home=self.home).database)
        self.act.check(acts.studio_at(self.home), self.said)

    def _run(self, trial: int, kill_after: float | None) -> tuple[float, list[Any]]:
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        process = _CONTEXT.Process(
            target=acts.run, args=(self.name, str(self.home), trial, theirs), daemon=True
        )
        process.start()
        theirs.close()
        with closing(ours):
            assert ours.poll(_PATIENCE)
            assert ours.recv() == acts.READY
            begun = time.monotonic()
            messages = []
            if kill_after is None:
                while not messages or messages[-1] != acts.DONE:
                    assert ours.poll(_PATIENCE)
                    messages.append(ours.recv())
            else:
                process.join(kill_after)
                process.kill()
            process.join(_PATIENCE)
            return time.monotonic() - begun, messages + _messages(ours)


@pytest.mark.parametrize("name", acts.ACTS)
def test_nothing_acknowledged_is_lost(name: str, home: Path) -> None:
    trials = Trials(name, home)
    chance = random.Random(name)
    for trial in (1, 2):
        trials.kill(trial, chance.random())


@pytest.mark.nightly
@pytest.mark.parametrize("name", acts.ACTS)
def test_nothing_acknowledged_is_lost_at_two_hundred_moments(name: str, home: Path) -> None:
    """Thirty kills of each of seven kinds of work; some come when it is over already."""
    trials = Trials(name, home)
    chance = random.Random(f"{name} nightly")
    for trial in range(1, 31):
        trials.kill(trial, chance.random())
    print(f"\n{name}: {trials.killed} of 30 killed in the middle of {trials.seconds:.2f} s")
