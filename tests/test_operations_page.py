"""The example for nginx in docs/operations.md is one that nginx takes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_takes_its_example(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    example = re.findall(r"```nginx\n(.*?)```", page, re.DOTALL)[0]
    # Neither a certificate nor a port of this machine is needed to check the rest.
    example = example.replace("listen 443 ssl;", f"listen unix:{tmp_path}/socket;")
    example = re.sub(r" +ssl_certificate.*\n", "", example)
    config = tmp_path / "nginx.conf"
    logs = f"pid {tmp_path}/pid;\nerror_log stderr;\n"
    config.write_text(f"{logs}events {{}}\nhttp {{\naccess_log off;\n{example}}}\n", "utf-8")
    ended = subprocess.run(
        [str(NGINX), "-t", "-p", str(tmp_path), "-c", str(config)],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
