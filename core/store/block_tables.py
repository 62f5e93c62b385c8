"""The tables about blocks of reviews, as migration m014 makes them.

A block is 8,192 neighbouring review ids. `_review_blocks.version` is a random number that every
change of a block's facts, mentions, label hits or themes replaces: the same number means the
same content, also after a backup was restored. `_block_packs` keeps the columns of a block
(core.store.packs) until such a change; both are an index, not content.
"""

from __future__ import annotations

from sqlite_utils.db import Database

BLOCK_BITS = 13

_WATCHED = {
    "_review_facts": "id",
    "reading_aspects": "review_id",
    "label_hits": "review_id",
    "review_themes": "review_id",
}
# Figures came from these; nothing asks by day or product any more, and each import fills them.
_NEEDLESS = ("_review_facts_by_day", "reviews_by_day", "reviews_by_product")
_EVENTS = {"INSERT": "new", "UPDATE": "new", "DELETE": "old"}


def create(db: Database) -> None:
    """Make the tables and the triggers, with a version for each block that is there; drop the
    indexes that columns take the place of."""
    for index in _NEEDLESS:
        db.conn.execute(f"DROP INDEX {index}")
    db.conn.execute(
        "CREATE TABLE _review_blocks (block INTEGER PRIMARY KEY, version INTEGER NOT NULL)"
    )
    db.conn.execute(
        f"""INSERT INTO _review_blocks (block, version)
            SELECT block, random() FROM (SELECT DISTINCT id >> {BLOCK_BITS} AS block
                                         FROM _review_facts)"""
    )
    db.conn.execute(
        """CREATE TABLE _block_packs (
            block INTEGER NOT NULL,
            workspace_id INTEGER NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (block, workspace_id))"""
    )
    for table, column in _WATCHED.items():
        for event, row in _EVENTS.items():
            db.conn.execute(
                f"""CREATE TRIGGER block_of_{table.strip("_")}_{event.lower()}
                    AFTER {event} ON {table} BEGIN {_change(f"{row}.{column}")} END"""
            )


def _change(review: str) -> str:
    # No ON CONFLICT: the clause of the statement that fires a trigger would take its place.
    block = f"{review} >> {BLOCK_BITS}"
    return f"""UPDATE _review_blocks SET version = random() WHERE block = {block};
        INSERT INTO _review_blocks (block, version) SELECT {block}, random()
        WHERE NOT EXISTS (SELECT 1 FROM _review_blocks WHERE block = {block});
        DELETE FROM _block_packs WHERE block = {block};"""
