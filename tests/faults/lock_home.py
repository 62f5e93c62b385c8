"""Makes its home's disk read-only and goes on working; run by test_clear_messages on a disk of
its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from core.cli.main import main
from core.studio import open_studio

COMMANDS = (
    ("engines",),
    ("rate", "1", "up"),
    ("upkeep",),
    ("backup", "{home}/b.db"),
    ("export", "{home}/e.zip"),
)


def run() -> None:
    home = open_studio().settings.home
    open_studio().reviews.import_paste("before the disk was locked")
    subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)
    for command in COMMANDS:
        assert main([part.format(home=Path(home)) for part in command]) == 2, command


if __name__ == "__main__":
    run()
