"""A disk without room: each write says so in words, and what was stored before is whole."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.cli.main import main
from core.copywriting import Brief
from core.errors import StoreFailed
from core.store.store import Store
from tests.faults.acts import must_be_whole

ROOT = Path(__file__).resolve().parent.parent.parent
_TINY = "mount -t tmpfs -o size=6m,nr_inodes=200 tiny {home} && exec {command}"


@pytest.fixture
def leave(store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """leave(8): the database may grow by eight pages and no more."""

    def limit(more: int) -> None:
        with store.open() as db:
            pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
        connected = Store._connected

        @contextmanager
        def limited(self: Store, read_only: bool = False):
            with connected(self, read_only) as db:
                db.conn.execute(f"PRAGMA max_page_count = {pages + more}")
                yield db

        monkeypatch.setattr(Store, "_connected", limited)

    return limit


def test_an_import_without_room_stores_nothing_and_says_so(studio, leave) -> None:
    leave(8)
    with pytest.raises(StoreFailed, match="disk is full"):
        studio.reviews.import_paste("\n".join(f"review number {n} is long" for n in range(3000)))
    assert not studio.reviews.rows().rows
    studio.reviews.import_paste("a short one")
    assert len(studio.reviews.rows().rows) == 1
    must_be_whole(studio.store.path)


def test_the_command_says_it_in_one_line(studio, capsys, leave) -> None:
    studio.engines.choose("writer", "echo")
    brief = Brief("en", "Kettle", ("holds one litre",))
    (draft,) = studio.copy.write(brief, "slogan", 1)
    leave(0)
    code = said = 0
    while not code:
        said += 1
        comment = f"{said} " + "words " * 80
        code = main(
            ["rate", str(draft.id), "down", "--voter", f"voter {said}", "--comment", comment]
        )
    shown = capsys.readouterr()
    assert code == 2
    assert len(shown.err.splitlines()) == 1
    assert "disk is full" in shown.err
    with studio.store.open() as db:
        assert db.table("ratings").count == len(shown.out.splitlines()) == said - 1
    must_be_whole(studio.store.path)


def on_a_tiny_disk(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python program with a home of six megabytes."""
    home.mkdir(parents=True, exist_ok=True)
    script = _TINY.format(
        home=shlex.quote(str(home)), command=shlex.join([sys.executable, *arguments])
    )
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        cwd=ROOT,
        env={**os.environ, "BRANDLOOP_HOME": str(home), "LANG": "en_US.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.mark.usefixtures("may_mount")
def test_on_a_disk_that_is_really_full_everything_is_refused_in_words(home: Path) -> None:
    done = on_a_tiny_disk(home, "-m", "tests.faults.fill_disk")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.split() == ["import", "backup", "export", "upkeep", "job", "sound"]
