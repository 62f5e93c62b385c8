"""The backups that make themselves: when, how many, and what they never do."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import StoreDamaged, StoreFailed
from core.store import backups as module
from core.store.backups import KEPT, Backups


@pytest.fixture
def backups(store) -> Backups:
    with store.open():
        return Backups(store)


def dated(backups: Backups, days_ago: float) -> None:
    """Let the newest backup be that old."""
    newest = backups.list()[0]
    stamp = (datetime.now(UTC) - timedelta(days=days_ago)).strftime("%Y%m%dT%H%M%S")
    newest.path.rename(backups.folder / f"brandloop-{newest.number:06}-{stamp}.db")


def born(store, days_ago: float) -> None:
    with store.writing() as db:
        db.conn.execute(
            "UPDATE workspaces SET created_at = ?",
            [(datetime.now(UTC) - timedelta(days=days_ago)).isoformat()],
        )


def test_a_backup_is_a_sound_single_file(backups, store) -> None:
    made = backups.make()
    assert [made] == backups.list()
    assert made.bytes == made.path.stat().st_size
    with closing(sqlite3.connect(f"{made.path.as_uri()}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert [path.name for path in backups.folder.iterdir()] == [made.path.name]


def test_one_is_due_a_day_and_the_first_after_an_hour(backups, store) -> None:
    assert not backups.due()
    born(store, 2 / 24)
    assert backups.due()
    backups.make()
    assert not backups.due()
    dated(backups, 0.9)
    assert backups.due()


def test_a_clock_that_went_back_stops_no_backup_and_drops_no_new_one(backups) -> None:
    for days_ago in range(-1, -KEPT - 3, -1):
        backups.make()
        dated(backups, days_ago)
    assert backups.due(), "the newest is from a time that has not come"
    newest = backups.make()
    assert newest in backups.list()
    assert not backups.due()


def test_of_seven_days_the_last_backup_stays(backups) -> None:
    for days_ago in range(KEPT + 3, 0, -1):
        for _ in range(2):
            backups.make()
            dated(backups, days_ago)
    backups.make()
    backups.make()
    kept = backups.list()
    assert len({backup.made_at.date() for backup in kept}) == KEPT
    assert len(kept) == KEPT + 1, "today's are all there"
    assert [backup.number for backup in kept] == sorted((b.number for b in kept), reverse=True)


def test_backups_take_half_of_the_room_at_most(backups, monkeypatch) -> None:
    for days_ago in (3, 2, 1):
        backups.make()
        dated(backups, days_ago)
    size = backups.list()[0].bytes
    room = shutil.disk_usage(backups.folder)._replace(free=2 * size)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda folder: room)
    newest = backups.make()
    assert backups.list()[0] == newest
    assert len(backups.list()) == 2


def test_without_room_the_earlier_ones_stay(backups, monkeypatch) -> None:
    made = backups.make()
    full = shutil.disk_usage(backups.folder)._replace(free=1000)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda folder: full)
    with pytest.raises(StoreFailed, match="no room"):
        backups.make()
    assert backups.list() == [made]


def test_damage_drives_out_no_good_backup(backups, store) -> None:
    made = [backups.make(), backups.make()]
    store.path.write_bytes(b"nothing sound" * 500)
    for _ in range(KEPT):
        with pytest.raises(StoreDamaged):
            backups.make()
    assert backups.list() == made[::-1]
    assert not list(backups.folder.glob("*.partial"))


def test_condemned_backups_go_with_the_next(backups) -> None:
    backups.make()
    backups.make()
    backups.condemn()
    assert backups.due()
    assert len(backups.list()) == 2
    newest = backups.make()
    assert backups.list() == [newest]
    assert not backups.due()


def test_what_a_killed_process_left_is_swept(backups, store) -> None:
    kept = backups.make()
    (backups.folder / "brandloop-000002-20260101T000000.db.partial").write_bytes(b"half")
    left = store.path.parent / "restoring-x1"
    left.mkdir()
    (left / "backup.db").write_bytes(b"half")
    backups.sweep()
    assert backups.list() == [kept]
    assert not left.exists()
    assert not list(backups.folder.glob("*.partial"))


def test_strange_files_are_left_alone(backups) -> None:
    backups.make()
    for name in ("brandloop-1.db", "holiday.jpg", "brandloop-000009-20260101T000000.db.bak"):
        (backups.folder / name).write_text("mine")
    for _ in range(2):
        backups.make()
    backups.clear()
    assert backups.list() == []
    assert len(list(Path(backups.folder).iterdir())) == 3
