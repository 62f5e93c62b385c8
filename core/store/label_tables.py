"""The tables of aspects and of labels that a person made, as migration m006 makes them.

`reading_aspects.canonical` is the aspect that a term is counted under, '' until grouped;
`worst` marks the one term, the first of the worst polarity, by which a review counts for an
aspect: a figure needs no second grouping then. The view `mentions` has one row per term of a
reading in force and per hit of a label.
"""

from __future__ import annotations

from sqlite_utils.db import Database


def create(db: Database) -> None:
    """Make the column, the tables and the view."""
    db.conn.execute("ALTER TABLE reading_aspects ADD COLUMN canonical TEXT NOT NULL DEFAULT ''")
    db.conn.execute("ALTER TABLE reading_aspects ADD COLUMN worst INTEGER NOT NULL DEFAULT 0")
    db.conn.execute(
        """CREATE TABLE labels (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('aspect', 'emotion')),
            how TEXT NOT NULL CHECK (how IN ('typed', 'taught')),
            words TEXT NOT NULL DEFAULT '[]',
            model TEXT NOT NULL DEFAULT '{}',
            version TEXT NOT NULL DEFAULT '',
            read_to INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            UNIQUE (workspace_id, name))"""
    )
    db.conn.execute(
        """CREATE TABLE label_examples (
            id INTEGER PRIMARY KEY,
            label_id INTEGER NOT NULL REFERENCES labels(id) ON DELETE CASCADE,
            review_id INTEGER REFERENCES reviews(id) ON DELETE CASCADE,
            text TEXT NOT NULL)"""
    )
    db.conn.execute("CREATE INDEX label_examples_by_label ON label_examples (label_id)")
    db.conn.execute("CREATE INDEX label_examples_by_review ON label_examples (review_id)")
    db.conn.execute(
        """CREATE TABLE label_hits (
            review_id INTEGER NOT NULL REFERENCES reviews(id) ON DELETE CASCADE,
            label_id INTEGER NOT NULL REFERENCES labels(id) ON DELETE CASCADE,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            polarity TEXT NOT NULL CHECK (polarity IN ('negative', 'neutral', 'positive')),
            confidence REAL NOT NULL,
            marks TEXT NOT NULL DEFAULT '[]',
            PRIMARY KEY (review_id, label_id, start)) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX label_hits_by_label ON label_hits (label_id)")
    db.conn.execute(
        """CREATE VIEW mentions AS
            SELECT a.review_id, a.canonical AS aspect, a.aspect AS term, a.polarity,
              a.confidence, a.start, a."end"
            FROM reading_aspects AS a JOIN readings AS d
              ON d.review_id = a.review_id AND d.version = a.version AND d.current
            UNION ALL
            SELECT h.review_id, 'label:' || h.label_id, '', h.polarity, h.confidence,
              h.start, h."end"
            FROM label_hits AS h"""
    )
