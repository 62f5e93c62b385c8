"""Writes the lock files: every package with its version and hashes.

    .venv/tools/bin/python docs/write_lock.py

Runs pip-compile; a file that is installed with --no-deps gets its own packages and no others.
torch gets the hashes of every build of its version, the CPU build's and the registry's for each
platform, since which one is installed depends on the index. The files name no index and no folder.
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
ALONE = {"requirements-writer.txt": "requirements-writer.lock"}
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
    asked = ["--python-version", "3.11", "--platform", platform, f"torch=={version}"]
    try:
        return set(_wheels(asked, environment).values())
    except subprocess.CalledProcessError:
        return set()


def alone(source: str) -> str:
    """The lock of a file that is installed with --no-deps: its packages and no others."""
    wheels = _wheels(["-r", str(ROOT / source)], dict(os.environ))
    return "".join(f"{package} \\\n    --hash={one}\n" for package, one in sorted(wheels.items()))


def _wheels(asked: list[str], environment: dict[str, str]) -> dict[str, str]:
    """The hash of the wheel that pip would install of each package, by "name==version"."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
        command += ["--quiet", "--no-deps", "--only-binary", ":all:"]
        command += ["--target", folder, "--report", str(report), *asked]
        subprocess.run(command, env=environment, check=True)
        items = json.loads(report.read_text("utf-8"))["install"]
    found: dict[str, str] = {}
    for item in items:
        named, hashes = item["metadata"], item["download_info"]["archive_info"]["hashes"]
        found[f"{named['name']}=={named['version']}"] = f"sha256:{hashes['sha256']}"
    return found


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
    for source, target in ALONE.items():
        (ROOT / target).write_text(alone(source), "utf-8")


if __name__ == "__main__":
    main()
