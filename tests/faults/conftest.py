from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.damage import DAMAGES


@pytest.fixture(params=DAMAGES)
def damage(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """A way in which a file that was a sound database is one no more."""
    return DAMAGES[request.param]


@pytest.fixture(scope="session")
def may_mount() -> None:
    """Skips where no process may have mounts of its own (it takes Linux with user name spaces)."""
    if not shutil.which("unshare"):
        pytest.skip("there is no unshare")
    tried = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs tiny /mnt"]
    try:
        subprocess.run(tried, capture_output=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"no process may mount here: {error}")
