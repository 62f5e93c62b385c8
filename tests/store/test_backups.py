"""The backups that make themselves: when, how many, and what they never do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
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
    left, new = (store.path.parent / name for name in ("restoring-x1", "restoring-x2"))
    for folder in (left, new):
        folder.mkdir()
        (folder / "backup.db").write_bytes(b"half")
    days_ago = (datetime.now(UTC) - timedelta(days=1.1)).timestamp()
    os.utime(left, (days_ago, days_ago))
    backups.sweep()
    assert backups.list() == [kept]
    assert not left.exists()
    assert new.exists(), "its restore may still be going on"
    assert not list(backups.folder.glob("*.partial"))


def waits_for(backups, store, work) -> list[str]:
    """Do the work in another thread while a backup is being copied; what happened, in order."""
    happened: list[str] = []
    copying = store.backup
    others: list[threading.Thread] = []

    def other() -> None:
        work(Backups(store))
        happened.append("other work")

    def copy(target):
        others.append(threading.Thread(target=other))
        others[0].start()
        others[0].join(0.3)
        happened.append("copied")
        return copying(target)

    store.backup = copy
    backups.make()
    store.backup = copying
    others[0].join(60)
    return happened


@pytest.mark.parametrize("work", ["condemn", "clear", "sweep", "make"])
def test_whoever_touches_backups_waits_for_the_one_that_is_made(backups, store, work) -> None:
    def other(its: Backups) -> None:
        if work == "make":
            store.backup = type(store).backup.__get__(store)
        getattr(its, work)()

    assert waits_for(backups, store, other) == ["copied", "other work"]
    left = {"condemn": [1], "clear": [], "sweep": [1], "make": [2, 1]}
    assert [backup.number for backup in backups.list()] == left[work]
    assert backups._condemned() == (1 if work == "condemn" else 0)


def test_the_lock_holds_across_processes_and_for_a_thread_again(backups, store) -> None:
    lock = store.path.parent / "backups.lock"
    taken = pytest.raises(sqlite3.OperationalError, match="locked")
    with backups.held, backups.held, closing(sqlite3.connect(lock, timeout=0)) as other, taken:
        other.execute("BEGIN EXCLUSIVE")
    with closing(sqlite3.connect(lock, timeout=0)) as other:
        other.execute("BEGIN EXCLUSIVE")


def test_a_lock_that_cannot_be_made_is_said(backups, store) -> None:
    (store.path.parent / "backups.lock").mkdir()
    with pytest.raises(StoreFailed, match="cannot be touched"):
        backups.make()
    assert backups.list() == []


def test_old_ones_from_before_a_moment_go_but_never_the_newest(backups) -> None:
    for days_ago in (21, 14, 7, 6):
        backups.make()
        dated(backups, days_ago)
    backups.drop_before(datetime.now(UTC) - timedelta(days=10))
    assert [backup.number for backup in backups.list()] == [4, 3]
    backups.drop_before(datetime.now(UTC))
    assert [backup.number for backup in backups.list()] == [4]
    dated(backups, 30)
    backups.drop_before(datetime.now(UTC))
    assert [backup.number for backup in backups.list()] == [4]


def test_strange_files_are_left_alone(backups) -> None:
    backups.make()
    for name in ("brandloop-1.db", "holiday.jpg", "brandloop-000009-20260101T000000.db.bak"):
        (backups.folder / name).write_text("mine")
    for _ in range(2):
        backups.make()
    backups.clear()
    assert backups.list() == []
    assert len(list(Path(backups.folder).iterdir())) == 3
