"""The readers under a fuzzer that follows which lines an input reaches; every night."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 100_000


@pytest.mark.nightly
def test_the_readers_under_a_fuzzer(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has no build for this Python")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.hostile.fuzz_readers", f"-runs={RUNS}", "-max_len=8192",
         "-seed=1", "-rss_limit_mb=4096", f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT, capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-4000:]
