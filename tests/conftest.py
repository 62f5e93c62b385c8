"""A temporary home for every test, no network but loopback, no model that was not asked for."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from core.settings import Settings

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave the machine."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:  # type: ignore[index]
            raise OSError(f"the tests are offline: {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty BRANDLOOP_HOME that no other test sees."""
    folder = tmp_path / "home"
    monkeypatch.setenv("BRANDLOOP_HOME", str(folder))
    for name in [name for name in os.environ if name.endswith("_KEY")]:
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
