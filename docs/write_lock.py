"""Writes requirements.lock and requirements-dev.lock: every package with its version and hashes.

    .venv/tools/bin/python docs/write_lock.py

Runs pip-compile. torch gets the hashes of every build of its version, the CPU build's and the
registry's for each platform, since which one is installed depends on the index. The files name
no index and no folder.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
PLATFORMS = (
    *("manylinux_2_28_x86_64", "manylinux_2_28_aarch64", "macosx_14_0_arm64", "win_amd64"),
)
QUIET = [
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
]
_TORCH = re.compile(r"^torch==([0-9.]+)\S* \\\n(?:    --hash=\S+(?: \\)?\n)+", re.MULTILINE)
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


def compiled(source: str) -> str:
    """The lock of one requirements file as pip-compile writes it."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "lock"
        command = [sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes"]
        command += ["--allow-unsafe", "--strip-extras", "--no-header", *QUIET]
        subprocess.run([*command, "-o", str(target), source], cwd=ROOT, check=True)
        return target.read_text("utf-8")


def builds(version: str) -> set[str]:
    """The hashes of the builds of torch that the registry and the configured sources offer."""
    found: set[str] = set()
    bare = {name: value for name, value in os.environ.items() if name != "PIP_FIND_LINKS"}
    for environment in (dict(os.environ), bare | {"PIP_CONFIG_FILE": os.devnull}):
        for platform in PLATFORMS:
            found |= _build(version, platform, environment)
    return found


def _build(version: str, platform: str, environment: dict[str, str]) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
        command += ["--quiet", "--no-deps", "--only-binary", ":all:", "--python-version", "3.11"]
        command += ["--platform", platform, "--target", folder, "--report", str(report)]
        ended = subprocess.run([*command, f"torch=={version}"], env=environment, check=False)
        if ended.returncode:
            return set()
        files = json.loads(report.read_text("utf-8"))["install"]
    return {f"sha256:{file['download_info']['archive_info']['hashes']['sha256']}" for file in files}


def with_every_torch(lock: str) -> str:
    """The lock with torch as its plain version and the hashes of all its builds."""
    found = _TORCH.search(lock)
    if found is None:
        return lock
    hashes = sorted(builds(found[1]) | set(_HASH.findall(found[0])))
    lines = " \\\n".join([f"torch=={found[1]}", *(f"    --hash={one}" for one in hashes)])
    return lock[: found.start()] + lines + "\n" + lock[found.end() :]


def main() -> None:
    for source, target in FILES.items():
        (ROOT / target).write_text(with_every_torch(compiled(source)), "utf-8")


if __name__ == "__main__":
    main()
