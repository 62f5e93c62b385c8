from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from core.errors import InputRejected, StoreFailed
from core.store import jobs
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


def backup_with(store: Store, path: Path, *statements: str) -> Path:
    """A backup into which somebody wrote afterwards."""
    store.backup(path)
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()
    return path


def refused(store: Store, path: Path) -> InputRejected:
    """How a restore is refused; the store is as it was and no copy is left."""
    with store.open() as db:
        before = "\n".join(db.conn.iterdump())
    with pytest.raises(InputRejected) as caught:
        store.restore(path)
    with store.open() as db:
        assert "\n".join(db.conn.iterdump()) == before
    assert {file.name for file in store.path.parent.iterdir()} <= {
        store.path.name + suffix for suffix in ("", "-wal", "-shm")
    }
    return caught.value


def test_another_programs_workspaces_are_no_backup(store: Store, tmp_path: Path) -> None:
    add_brand(store, "mine")
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE workspaces (id INTEGER PRIMARY KEY, name TEXT)")
    other.close()
    assert "sound" in refused(store, path).message


def test_a_backup_of_a_newer_release_says_so(store: Store, tmp_path: Path) -> None:
    newer = backup_with(
        store,
        tmp_path / "newer.db",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('brandloop', 'm999_telepathy', '2099-01-01')",
    )
    assert "newer" in refused(store, newer).message


@pytest.mark.parametrize(
    "damage",
    [
        "INSERT INTO preferences VALUES (7, 'theme', 'dark')",
        "DELETE FROM _sqlite_migrations WHERE name = 'm005_customers'",
        "DROP TABLE jobs",
    ],
)
def test_a_backup_that_does_not_hold_together_is_refused(
    store: Store, tmp_path: Path, damage: str
) -> None:
    add_brand(store, "mine")
    assert "sound" in refused(store, backup_with(store, tmp_path / "b.db", damage)).message


def test_an_older_backup_is_brought_up_to_date(store: Store, tmp_path: Path) -> None:
    from sqlite_utils import Database

    old = Database(tmp_path / "old.db")
    migrations.apply(old, stop_before="m003_ratings")
    old.conn.execute("UPDATE workspaces SET name = 'kept'")
    old.conn.commit()
    old.close()
    store.restore(tmp_path / "old.db")
    with store.open() as db:
        assert db.table("workspaces").get(1)["name"] == "kept"
        assert not migrations.pending(db)


def test_a_restored_job_waits_for_a_process_of_its_own(store: Store, tmp_path: Path) -> None:
    with store.writing() as db:
        job_id = jobs.insert(db, 1, "work", {})
        jobs.claim(db, job_id, pid=1)
    store.restore(store.backup(tmp_path / "copy.db"))
    with store.open() as db:
        row = jobs.get(db, job_id)
    assert row is not None
    assert (row["state"], row["pid"]) == ("queued", None)


@pytest.mark.parametrize("name", ["a#b.db", "a?mode=rw.db", "50%25.db", "新 备份.db"])
def test_a_backup_may_have_any_name(store: Store, tmp_path: Path, name: str) -> None:
    add_brand(store, "before")
    store.backup(tmp_path / name)
    add_brand(store, "after")
    store.restore(tmp_path / name)
    assert names(store) == ["before"]


def test_an_id_is_never_given_again(store: Store) -> None:
    def last_brand() -> int:
        with store.open() as db:
            return int(db.conn.execute("SELECT max(id) FROM brands").fetchone()[0])

    add_brand(store, "first")
    first = last_brand()
    with store.writing() as db:
        db.table("brands").delete(first)
    add_brand(store, "second")
    assert last_brand() == first + 1
    store.erase()
    add_brand(store, "third")
    assert last_brand() == first + 2
    with store.open() as db:
        numbered = db.conn.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name"
        ).fetchall()
    wanted = (
        *("alert_rules", "batches", "brands", "briefs", "channel_edits", "drafts"),
        *("experiments", "forecasts", "jobs", "labels", "personas", "reviews", "sources"),
        "themes",
    )
    assert numbered == [(name,) for name in wanted]


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
