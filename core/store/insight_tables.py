"""The tables behind the figures of the reviews page, as migration m007 makes them.

`_review_facts` is an index, not content: one narrow row per review with what figures filter
and count by, the current reading among it, kept up by triggers. Adding up a million reviews
from it takes a scan; from reviews and readings it takes a million look-ups.
"""

from __future__ import annotations

from sqlite_utils.db import Database

_OF_REVIEW = (
    "id, workspace_id, source_id, posted_on, rating, product, origin, language, country, "
    "customer_key"
)
_OF_READING = ("version", "label", "polarity", "confidence", "unsure", "emotion")


def create(db: Database) -> None:
    """Make the tables and triggers and fill them from the reviews that are there."""
    _facts(db)
    _themes(db)
    db.conn.execute(
        """CREATE TABLE near_duplicates (
            review_id INTEGER PRIMARY KEY REFERENCES reviews(id) ON DELETE CASCADE,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            first_id INTEGER NOT NULL,
            likeness REAL NOT NULL)"""
    )
    db.conn.execute("CREATE INDEX near_duplicates_by_first ON near_duplicates (first_id)")
    db.conn.execute(
        """CREATE TABLE alert_rules (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('negative_share', 'urgent')),
            share REAL NOT NULL DEFAULT 0,
            days INTEGER NOT NULL,
            product TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            UNIQUE (workspace_id, kind, product))"""
    )


def _facts(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE _review_facts (
            id INTEGER PRIMARY KEY REFERENCES reviews(id) ON DELETE CASCADE,
            workspace_id INTEGER NOT NULL,
            source_id INTEGER NOT NULL,
            posted_on TEXT,
            rating REAL,
            product TEXT NOT NULL,
            origin TEXT NOT NULL,
            language TEXT NOT NULL,
            country TEXT NOT NULL,
            customer_key TEXT NOT NULL,
            version TEXT,
            label TEXT,
            polarity REAL,
            confidence REAL,
            unsure INTEGER,
            emotion TEXT)"""
    )
    read = ", ".join(f"d.{name}" for name in _OF_READING)
    review = ", ".join(f"r.{name.strip()}" for name in _OF_REVIEW.split(","))
    db.conn.execute(
        f"""INSERT INTO _review_facts ({_OF_REVIEW}, {", ".join(_OF_READING)})
            SELECT {review}, {read} FROM reviews AS r
            LEFT JOIN readings AS d ON d.review_id = r.id AND d.current"""
    )
    db.conn.execute("CREATE INDEX _review_facts_by_day ON _review_facts (posted_on)")
    new = _OF_REVIEW.replace(" ", "").split(",")
    db.conn.execute(
        f"""CREATE TRIGGER review_facts_come AFTER INSERT ON reviews BEGIN
            INSERT INTO _review_facts ({_OF_REVIEW})
            VALUES ({", ".join(f"new.{name}" for name in new)}); END"""
    )
    db.conn.execute(
        f"""CREATE TRIGGER review_facts_change AFTER UPDATE ON reviews BEGIN
            UPDATE _review_facts SET {", ".join(f"{n} = new.{n}" for n in new[1:])}
            WHERE id = new.id; END"""
    )
    taken = ", ".join(f"{name} = new.{name}" for name in _OF_READING)
    for event in ("INSERT", "UPDATE"):
        db.conn.execute(
            f"""CREATE TRIGGER review_facts_read_by_{event.lower()} AFTER {event} ON readings
                WHEN new.current BEGIN
                UPDATE _review_facts SET {taken} WHERE id = new.review_id; END"""
        )
    emptied = ", ".join(f"{name} = NULL" for name in _OF_READING)
    unread = f"""UPDATE _review_facts SET {emptied}
                 WHERE id = old.review_id AND version = old.version;"""
    db.conn.execute(
        f"""CREATE TRIGGER review_facts_superseded AFTER UPDATE OF current ON readings
            WHEN old.current AND NOT new.current BEGIN {unread} END"""
    )
    db.conn.execute(
        f"""CREATE TRIGGER review_facts_unread AFTER DELETE ON readings
            WHEN old.current BEGIN {unread} END"""
    )


def _themes(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE themes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            language TEXT NOT NULL,
            name TEXT NOT NULL DEFAULT '',
            words TEXT NOT NULL DEFAULT '[]',
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute("CREATE INDEX themes_by_workspace ON themes (workspace_id)")
    db.conn.execute(
        """CREATE TABLE review_themes (
            review_id INTEGER PRIMARY KEY REFERENCES reviews(id) ON DELETE CASCADE,
            theme_id INTEGER NOT NULL REFERENCES themes(id) ON DELETE CASCADE,
            closeness REAL NOT NULL)"""
    )
    db.conn.execute("CREATE INDEX review_themes_by_theme ON review_themes (theme_id, closeness)")
