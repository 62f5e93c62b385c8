from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from core.errors import InputRejected, StoreFailed
from core.store.migrations import migrations
from core.store.store import Store


def schema(path: Path) -> list[tuple[str, str]]:
    db = sqlite3.connect(path)
    return db.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY 1"
    ).fetchall()


def names(store: Store) -> list[str]:
    with store.open() as db:
        return [row["name"] for row in db.query("SELECT name FROM brands ORDER BY name")]


def add_brand(store: Store, name: str) -> None:
    with store.writing() as db:
        db.table("brands").insert({"workspace_id": 1, "name": name})


def test_a_new_file_gets_the_schema_and_one_workspace(store: Store) -> None:
    with store.open() as db:
        assert db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.conn.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert db.table("workspaces").count == 1
        assert not migrations.pending(db)


def test_the_oldest_schema_grows_into_the_newest(store: Store, tmp_path: Path) -> None:
    from sqlite_utils import Database

    old = Store(tmp_path / "old.db")
    db = Database(old.path)
    migrations.apply(db, stop_before="m002_copy")
    db.conn.execute("UPDATE workspaces SET name = 'kept'")
    db.conn.commit()
    db.close()
    with old.open() as db, store.open():
        assert db.table("workspaces").get(1)["name"] == "kept"
    assert schema(old.path) == schema(store.path)


def test_a_failing_block_stores_nothing(store: Store) -> None:
    def half_done() -> None:
        with store.writing() as db:
            db.table("brands").insert({"workspace_id": 1, "name": "half"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert names(store) == []


def test_writers_wait_for_each_other(store: Store) -> None:
    add_brand(store, "0")

    def count_up() -> None:
        for _ in range(20):
            with store.writing() as db:
                last = int(
                    db.conn.execute("SELECT max(CAST(name AS INT)) FROM brands").fetchone()[0]
                )
                db.table("brands").insert({"workspace_id": 1, "name": str(last + 1)})

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(store)) == 81


def test_backup_while_a_writer_holds_the_lock_and_restore(store: Store, tmp_path: Path) -> None:
    add_brand(store, "before")
    with store.writing() as db:
        db.table("brands").insert({"workspace_id": 1, "name": "unfinished"})
        store.backup(tmp_path / "copy.db")
    add_brand(store, "after")
    store.restore(tmp_path / "copy.db")
    assert names(store) == ["before"]
    assert not list(tmp_path.glob("*.partial"))


def test_restore_refuses_what_is_no_backup_and_keeps_everything(
    store: Store, tmp_path: Path
) -> None:
    add_brand(store, "mine")
    garbage = tmp_path / "holiday.db"
    garbage.write_bytes(b"\x89PNG" + b"x" * 9000)
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE t (x)").connection.close()
    for path in (garbage, other, tmp_path / "missing.db"):
        with pytest.raises(InputRejected):
            store.restore(path)
    assert names(store) == ["mine"]


def test_backup_never_overwrites(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "there.db"
    target.write_text("precious")
    with pytest.raises(InputRejected):
        store.backup(target)
    assert target.read_text() == "precious"


def test_erase_leaves_a_fresh_workspace_and_no_trace(store: Store) -> None:
    add_brand(store, "Zanzibarium")
    with store.open() as db:
        before = db.table("workspaces").get(1)["pseudonym_key"]
    store.erase()
    with store.open() as db:
        assert db.table("brands").count == 0
        assert db.table("workspaces").get(1)["pseudonym_key"] != before
        assert not migrations.pending(db)
    assert b"Zanzibarium" not in store.path.read_bytes()


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"not a database at all, just words" * 200)
    with pytest.raises(StoreFailed, match="backup"), Store(path).open():
        pass


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreFailed), Store(tmp_path / "file" / "b.db").open():
        pass


def test_ratings_are_history(store: Store) -> None:
    with store.writing() as db:
        db.table("drafts").insert(
            {
                "workspace_id": 1,
                "request": "r",
                "origin": "engine",
                "channel": "slogan",
                "language": "en",
                "text": "t",
                "engine": "echo",
                "usable": 1,
            }
        )
        db.table("ratings").insert({"draft_id": 1, "voter": "me", "value": 1})
        db.table("ratings").insert({"draft_id": 1, "voter": "me", "value": -1})
    with store.open() as db:
        assert [row["value"] for row in db.query("SELECT value FROM votes")] == [-1]
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.conn.execute("UPDATE ratings SET value = 1")
