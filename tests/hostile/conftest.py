"""A workspace full of markup, made once, and pages opened over it."""

from __future__ import annotations

from pathlib import Path

import pytest
from stocked import fill

from core.jobs import Jobs
from core.settings import Settings
from core.studio import Studio, open_studio
from tests.pages.conftest import _fresh_caches, open_page

__all__ = ["_fresh_caches", "hostile", "open_page"]


@pytest.fixture(scope="session")
def _hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Jobs, "_spawn", lambda self, job_id: self.run(job_id))
        fill(open_studio(Settings(home=folder)))
    return folder


@pytest.fixture
def hostile(_hostile_home: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """The studio over that workspace; what a test changes, the next one sees."""
    monkeypatch.setenv("BRANDLOOP_HOME", str(_hostile_home))
    return open_studio(Settings.from_environment())
