"""The columns follow every change of the store, and a new process finds them as they were."""

from __future__ import annotations

import gc
import weakref
from math import isnan

import pytest
from random_reviews import fill, read
from sqlite_utils import Database

from core.store import packs
from core.store.blocks import NAMED
from core.store.columns import Columns, columns
from core.store.migrations import migrations
from core.store.selections import select
from core.store.store import Store


def told(found: Columns) -> dict[str, list]:
    """The columns with words in the place of codes."""
    shown = {}
    for name, array in found.arrays.items():
        column = name.removeprefix("mention_")
        if column in NAMED:
            names = [*found.names(column), None]
            shown[name] = [names[code] for code in array.tolist()]
        else:
            shown[name] = [None if isnan(value) else value for value in array.tolist()]
    return shown


def anew(store) -> dict[str, list]:
    """What a process without columns reads from the rows."""
    with store.writing() as db:
        db.conn.execute("DELETE FROM _block_packs")
    return told(columns(Store(store.path), 1))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE readings SET label = 'neutral' WHERE review_id = 3",
        "UPDATE readings SET current = 0",
        "UPDATE readings SET current = 0 WHERE version = 'v2'",
        "DELETE FROM readings WHERE version = 'v2'",
        "UPDATE reviews SET product = 'New one', posted_on = '2027-01-02' WHERE id = 160",
        "DELETE FROM reviews WHERE id IN (5, 8160)",
        "DELETE FROM sources WHERE id = 1",
        "UPDATE reading_aspects SET canonical = 'price' WHERE review_id < 20",
        "UPDATE reading_aspects SET worst = 0",
        "DELETE FROM reading_aspects WHERE review_id > 8000",
        "DELETE FROM label_hits WHERE label_id = 2",
        "DELETE FROM labels WHERE id = 1",
        "INSERT OR REPLACE INTO label_hits VALUES (2, 2, 0, 1, 'negative', 1, '[]')",
        "DELETE FROM themes",
        "INSERT OR REPLACE INTO review_themes VALUES (2, 2, 0.9)",
        "INSERT OR IGNORE INTO review_themes VALUES (2, 2, 0.9), (3, 2, 0.9), (4, 2, 0.9)",
        "UPDATE review_themes SET theme_id = 2 WHERE review_id > 100",
        "DELETE FROM reviews",
    ],
)
def test_columns_follow_every_change(random_store, change: str) -> None:
    before = columns(random_store, 1)
    assert told(before) == anew(random_store)
    with random_store.writing() as db:
        db.conn.execute(change)
    assert told(columns(random_store, 1)) == anew(random_store)


def test_what_did_not_change_is_the_same_object(random_store, rng) -> None:
    before = columns(random_store, 1)
    assert columns(random_store, 1) is before
    with random_store.writing() as db:
        fill(db, rng, 3, 30_000)
    after = columns(random_store, 1)
    assert len(after) == len(before) + 3
    assert told(after) == anew(random_store)
    with random_store.writing() as db:
        read(db, rng, 30_001, "v9")
    assert told(columns(random_store, 1)) == anew(random_store)


def test_a_change_that_is_taken_back_is_none(random_store) -> None:
    before = columns(random_store, 1)
    with random_store.open() as db:
        db.conn.execute("BEGIN")
        db.conn.execute("DELETE FROM reviews")
        db.conn.execute("ROLLBACK")
    assert columns(random_store, 1) is before


def test_packs_say_what_the_rows_say(random_store, monkeypatch) -> None:
    rows = anew(random_store)
    monkeypatch.setattr("core.store.columns._PACKED", 1)
    assert told(columns(Store(random_store.path), 1)) == rows
    with random_store.open() as db:
        assert packs.packed_blocks(db, 1) == {0, 1}
    monkeypatch.setattr("core.store.columns.read_block", None)
    assert told(columns(Store(random_store.path), 1)) == rows


def test_a_pack_of_another_release_is_not_read(random_store, monkeypatch) -> None:
    rows = anew(random_store)
    monkeypatch.setattr("core.store.columns._PACKED", 1)
    monkeypatch.setattr(packs, "FORMAT", packs.FORMAT + 1)
    columns(Store(random_store.path), 1)
    monkeypatch.undo()
    with random_store.open() as db:
        assert packs.packed_blocks(db, 1) == {0, 1}
    assert told(columns(Store(random_store.path), 1)) == rows


def test_a_store_that_nobody_uses_is_let_go(random_store) -> None:
    store = Store(random_store.path)
    select(store, columns(store, 1), {"language": "en"}).matching("kettle")
    left = weakref.ref(store)
    del store
    gc.collect()
    assert left() is None


def test_a_change_drops_the_pack_of_its_block_alone(random_store, monkeypatch) -> None:
    monkeypatch.setattr("core.store.columns._PACKED", 1)
    columns(random_store, 1)
    columns(random_store, 2)
    with random_store.writing() as db:
        db.conn.execute("UPDATE reviews SET product = 'x' WHERE id = 8200")
    with random_store.open() as db:
        assert packs.packed_blocks(db, 1) == {0}
        assert 0 in packs.packed_blocks(db, 2)


def test_a_pack_of_a_block_that_changed_meanwhile_is_not_kept(random_store) -> None:
    found = columns(random_store, 1)
    with random_store.open() as db:
        packs.keep_packs(db, 1, {0: (1, dict(found.arrays))}, found.words)
        assert packs.packed_blocks(db, 1) == set()


def test_while_another_writes_nothing_is_packed_and_nobody_waits(random_store) -> None:
    found = columns(random_store, 1)
    version = found.blocks[0][0]
    with random_store.writing(), random_store.open() as db:
        packs.keep_packs(db, 1, {0: (version, dict(found.arrays))}, found.words)
    with random_store.open() as db:
        assert packs.packed_blocks(db, 1) == set()


def test_a_restored_backup_shows_what_it_holds(random_store, tmp_path) -> None:
    before = told(columns(random_store, 1))
    random_store.backup(tmp_path / "kept.db")
    with random_store.writing() as db:
        db.conn.execute("DELETE FROM reviews WHERE id < 100")
    assert told(columns(random_store, 1)) != before
    random_store.restore(tmp_path / "kept.db")
    assert told(columns(random_store, 1)) == before


def test_an_erased_store_is_empty_and_leaves_no_pack(random_store, monkeypatch) -> None:
    monkeypatch.setattr("core.store.columns._PACKED", 1)
    columns(random_store, 1)
    random_store.erase()
    assert len(columns(random_store, 1)) == 0
    with random_store.open() as db:
        assert packs.packed_blocks(db, 1) == set()


def test_an_older_file_brings_its_reviews_along(tmp_path, rng) -> None:
    path = tmp_path / "old.db"
    db = Database(path)
    migrations.apply(db, stop_before="m014_blocks")
    db.conn.execute(
        """INSERT INTO sources (id, workspace_id, kind, name, digest)
           VALUES (1, 1, 'reviews', 'x', 'x')"""
    )
    db.conn.execute("INSERT INTO themes (id, workspace_id, language) VALUES (1, 1, 'en')")
    for label in (1, 2):
        db.conn.execute(
            "INSERT INTO labels (id, workspace_id, name, kind, how) VALUES (?, 1, ?, ?, ?)",
            [label, str(label), "aspect", "typed"],
        )
    fill(db, rng, 40, 1)
    fill(db, rng, 10, 9000)
    db.conn.commit()
    db.close()
    found = columns(Store(path), 1)
    assert len(found) == 50
    assert len(found["mention_row"]) > 50
    assert set(found.blocks) == {0, 1}
