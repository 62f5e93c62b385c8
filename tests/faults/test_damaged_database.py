"""A database that is no sound one any more: it is said, and a backup takes its place."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import StoreDamaged, StoreFailed
from core.store import store as module
from core.store.backups import Backups
from core.store.store import Store
from tests.faults.damage import brand


def names(store: Store) -> list[str]:
    with store.open() as db:
        return [row["name"] for row in db.query("SELECT name FROM brands ORDER BY name")]


def test_a_backup_takes_the_place_of_a_damaged_database(store, tmp_path: Path, damage) -> None:
    brand(store, "kept")
    store.backup(tmp_path / "good.db")
    brand(store, "after")
    damage(store.path)
    store.restore(tmp_path / "good.db")
    assert names(store) == names(Store(store.path)) == ["kept"]
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_what_was_damaged_is_kept_aside(store, tmp_path: Path) -> None:
    store.backup(tmp_path / "good.db")
    store.path.write_bytes(b"just words" * 900)
    store.restore(tmp_path / "good.db")
    (aside,) = store.path.parent.glob("brandloop.damaged-*.db")
    assert aside.read_bytes() == b"just words" * 900
    left = {file.name for file in store.path.parent.iterdir()} - {aside.name}
    assert left <= {store.path.name + suffix for suffix in ("", "-wal", "-shm")}


def test_the_log_of_a_damaged_database_is_not_played_into_the_new_one(store, tmp_path) -> None:
    store.backup(tmp_path / "good.db")
    with closing(sqlite3.connect(store.path)) as reader:
        reader.execute("BEGIN").execute("SELECT * FROM brands").fetchall()
        brand(store, "in the log")
        log = store.path.with_name(store.path.name + "-wal")
        assert log.stat().st_size
        with store.path.open("r+b") as file:
            file.write(b"\0" * 4096)
        store.restore(tmp_path / "good.db")
    assert names(store) == []


def test_damage_is_no_backup(store, tmp_path: Path, damage) -> None:
    brand(store, "kept")
    damage(store.path)
    with pytest.raises(StoreDamaged, match="restore"):
        store.backup(tmp_path / "bad.db")
    assert not list(tmp_path.glob("bad.db*"))


def test_a_sweep_in_the_middle_of_a_restore_takes_nothing(store, tmp_path: Path) -> None:
    brand(store, "kept")
    store.backup(tmp_path / "good.db")
    brand(store, "after")
    store.restore(tmp_path / "good.db", keep=Backups(store).sweep)
    assert names(store) == ["kept"]


def taken_away(store: Store) -> None:
    """What a restore has made ready is deleted under its hands."""
    for folder in store.path.parent.glob("restoring-*"):
        shutil.rmtree(folder)


def test_a_restore_whose_copy_is_taken_away_fails_and_changes_nothing(store, tmp_path) -> None:
    brand(store, "kept")
    store.backup(tmp_path / "good.db")
    brand(store, "after")
    with pytest.raises(StoreFailed):
        store.restore(tmp_path / "good.db", keep=lambda: taken_away(store))
    assert names(store) == ["after", "kept"]


def test_a_copy_taken_away_before_it_is_checked_fails_too(store, tmp_path, monkeypatch) -> None:
    brand(store, "kept")
    store.backup(tmp_path / "good.db")
    brand(store, "after")
    checked = module._must_be_ours

    def vanishes(*arguments) -> None:
        checked(*arguments)
        taken_away(store)

    monkeypatch.setattr(module, "_must_be_ours", vanishes)
    with pytest.raises(StoreFailed):
        store.restore(tmp_path / "good.db")
    assert names(store) == ["after", "kept"]


def test_a_copy_taken_away_replaces_no_damaged_file(store, tmp_path: Path, damage) -> None:
    brand(store, "kept")
    store.backup(tmp_path / "good.db")
    damage(store.path)
    damaged = store.path.read_bytes()
    with pytest.raises(StoreFailed):
        store.restore(tmp_path / "good.db", keep=lambda: taken_away(store))
    assert store.path.read_bytes() == damaged
    assert not list(store.path.parent.glob("*damaged*"))


@pytest.mark.parametrize("work", ["erase", "forget"])
def test_what_was_set_aside_goes_with_what_is_to_be_gone(studio, tmp_path: Path, work) -> None:
    studio.workspace.backup(tmp_path / "good.db")
    studio.store.path.write_bytes(b"Quillfeather" * 900)
    studio.workspace.restore(tmp_path / "good.db")
    (aside,) = studio.store.path.parent.glob("brandloop.damaged-*.db")
    for suffix in ("-wal", "-shm"):
        aside.with_name(aside.name + suffix).write_bytes(b"Quillfeather")
    if work == "erase":
        studio.workspace.erase()
    else:
        studio.workspace.forget("Quillfeather")
    assert not list(studio.store.path.parent.glob("*damaged*"))
