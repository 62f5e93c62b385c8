"""A store of random reviews in two workspaces and two blocks."""

from __future__ import annotations

import random

import pytest
from random_reviews import fill

from core.store.store import Store


@pytest.fixture
def rng() -> random.Random:
    return random.Random(11)


@pytest.fixture
def random_store(store, rng) -> Store:
    with store.writing() as db:
        db.conn.execute("INSERT INTO workspaces (id, name, pseudonym_key) VALUES (2, 'b', 'k')")
        for workspace in (1, 2):
            db.conn.execute(
                """INSERT INTO sources (id, workspace_id, kind, name, digest)
                   VALUES (?, ?, 'reviews', 'x', 'x')""",
                [workspace, workspace],
            )
            db.conn.execute(
                "INSERT INTO themes (id, workspace_id, language) VALUES (?, ?, 'en')",
                [workspace, workspace],
            )
        for label in (1, 2):
            db.conn.execute(
                """INSERT INTO labels (id, workspace_id, name, kind, how)
                   VALUES (?, 1, ?, 'aspect', 'typed')""",
                [label, str(label)],
            )
        fill(db, rng, 150, 1)
        fill(db, rng, 20, 151, workspace=2)
        # Neighbouring ids in another block, so that there is more than one.
        fill(db, rng, 80, 8150)
    return store
