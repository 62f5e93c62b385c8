"""A temporary home for every test, no network but loopback, no model that was not asked for.

The sockets are guarded from offline.py, in every process that a test starts as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import offline
import pytest
from hypothesis import settings as hypothesis_settings

from core.settings import Settings

# The gate tries the same cases every time; the night tries new ones and prints how to repeat them.
hypothesis_settings.register_profile(
    "gate", derandomize=True, deadline=None, max_examples=60, database=None
)
hypothesis_settings.register_profile(
    "nightly", deadline=None, max_examples=10_000, print_blob=True, database=None
)
hypothesis_settings.load_profile("gate")


@pytest.fixture(scope="session", autouse=True)
def _guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Only loopback and Unix sockets, in this process and in those it starts."""
    with offline.guarded_process(tmp_path_factory.mktemp("offline") / "attempts"):
        yield


@pytest.fixture(autouse=True)
def _offline(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that tried to leave the machine fails, even where the program bore with it."""
    yield
    tried = offline.attempts()
    assert not tried or request.node.get_closest_marker("tries_to_leave"), tried


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty BRANDLOOP_HOME that no other test sees."""
    folder = tmp_path / "home"
    monkeypatch.setenv("BRANDLOOP_HOME", str(folder))
    for name in [name for name in os.environ if name.lower().endswith(("_key", "_proxy"))]:
        monkeypatch.delenv(name)
    return folder


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings.from_environment()


@pytest.fixture
def store(settings: Settings):
    from core.store.store import Store

    return Store(settings.database)


@pytest.fixture
def studio(settings: Settings):
    """The whole core over an empty home."""
    from core.studio import open_studio

    return open_studio(settings)


@pytest.fixture
def inline_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs run in the process of the test, at once."""
    from core.jobs import Jobs

    monkeypatch.setattr(Jobs, "_spawn", lambda self, job_id: self.run(job_id))


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of public data sets, where there is one."""
    folder = os.environ.get("BRANDLOOP_DATA")
    if not folder:
        pytest.skip("BRANDLOOP_DATA names no folder of data sets")
    return Path(folder)
