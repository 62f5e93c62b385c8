"""The tables of reviews and their readings, as migration m004 makes them."""

from __future__ import annotations

from sqlite_utils.db import Database


def create(db: Database) -> None:
    """Make the tables and the full-text index."""
    db.conn.execute(
        """CREATE TABLE sources (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('reviews', 'customers', 'transactions')),
            name TEXT NOT NULL,
            digest TEXT NOT NULL,
            mapping TEXT NOT NULL DEFAULT '{}',
            report TEXT NOT NULL DEFAULT '{}',
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            UNIQUE (workspace_id, kind, digest))"""
    )
    db.conn.execute(
        """CREATE TABLE reviews (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
            digest TEXT NOT NULL,
            text TEXT NOT NULL,
            language TEXT NOT NULL,
            posted_on TEXT,
            rating REAL,
            product TEXT NOT NULL DEFAULT '',
            origin TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '',
            customer_key TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            UNIQUE (workspace_id, digest))"""
    )
    db.conn.execute(
        "CREATE INDEX reviews_by_day ON reviews "
        "(workspace_id, posted_on, rating, product, origin, language)"
    )
    db.conn.execute("CREATE INDEX reviews_by_product ON reviews (workspace_id, product)")
    db.conn.execute("CREATE INDEX reviews_by_customer ON reviews (workspace_id, customer_key)")
    db.conn.execute("CREATE INDEX reviews_by_source ON reviews (source_id)")
    db.conn.execute("CREATE VIRTUAL TABLE reviews_terms USING fts5 (terms, tokenize = unicode61)")
    db.conn.execute(
        """CREATE TRIGGER reviews_terms_go AFTER DELETE ON reviews BEGIN
            DELETE FROM reviews_terms WHERE rowid = old.id; END"""
    )
    db.conn.execute(
        """CREATE TABLE readings (
            review_id INTEGER NOT NULL REFERENCES reviews(id) ON DELETE CASCADE,
            version TEXT NOT NULL,
            current INTEGER NOT NULL,
            sentiment TEXT NOT NULL CHECK (sentiment IN ('negative', 'neutral', 'positive')),
            label TEXT NOT NULL CHECK (label IN ('negative', 'neutral', 'positive')),
            polarity REAL NOT NULL,
            confidence REAL NOT NULL,
            unsure INTEGER NOT NULL,
            emotion TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            PRIMARY KEY (review_id, version)) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE UNIQUE INDEX one_current_reading ON readings (review_id) WHERE current")
    db.conn.execute(
        """CREATE TABLE reading_aspects (
            review_id INTEGER NOT NULL,
            version TEXT NOT NULL,
            position INTEGER NOT NULL,
            aspect TEXT NOT NULL,
            polarity TEXT NOT NULL CHECK (polarity IN ('negative', 'neutral', 'positive')),
            confidence REAL NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            PRIMARY KEY (review_id, version, position),
            FOREIGN KEY (review_id, version) REFERENCES readings(review_id, version)
                ON DELETE CASCADE) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX reading_aspects_by_aspect ON reading_aspects (aspect)")
    db.conn.execute(
        """CREATE TABLE corrections (
            id INTEGER PRIMARY KEY,
            review_id INTEGER NOT NULL REFERENCES reviews(id) ON DELETE CASCADE,
            field TEXT NOT NULL CHECK (field IN ('sentiment', 'emotion', 'aspect')),
            value TEXT NOT NULL,
            voter TEXT NOT NULL,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute("CREATE INDEX corrections_by_review ON corrections (review_id)")
