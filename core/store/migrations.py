"""The schema, as numbered steps that are never edited once released.

Every table a workspace owns carries workspace_id. Times are UTC in ISO form, days are
ISO dates, JSON columns end in no suffix and hold text. Two full-text tables index the
terms of `core.text.search_terms` under the rowid of what they index. Ids that pages,
links or files may still hold after a row has gone are never given again (AUTOINCREMENT).
"""

from __future__ import annotations

import secrets

from sqlite_utils import Migrations
from sqlite_utils.db import Database

migrations = Migrations("brandloop")


@migrations()
def m001_workspaces(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE workspaces (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            pseudonym_key TEXT NOT NULL,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute(
        """CREATE TABLE preferences (
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (workspace_id, key)) WITHOUT ROWID"""
    )
    db.conn.execute(
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL DEFAULT '{}',
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute(
        """CREATE TABLE jobs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            arguments TEXT NOT NULL DEFAULT '{}',
            state TEXT NOT NULL DEFAULT 'queued'
                CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
            done INTEGER NOT NULL DEFAULT 0,
            total INTEGER,
            message TEXT NOT NULL DEFAULT '',
            result TEXT NOT NULL DEFAULT '{}',
            cancel_requested INTEGER NOT NULL DEFAULT 0,
            pid INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            started_at TEXT,
            heartbeat_at TEXT,
            finished_at TEXT)"""
    )
    db.conn.execute("CREATE INDEX jobs_by_state ON jobs (workspace_id, state)")
    db.conn.execute(
        """CREATE TABLE engine_versions (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('writer', 'reader')),
            engine TEXT NOT NULL,
            base TEXT NOT NULL DEFAULT '',
            folder TEXT NOT NULL DEFAULT '',
            metrics TEXT NOT NULL DEFAULT '{}',
            active INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            UNIQUE (workspace_id, engine))"""
    )
    db.table("workspaces").insert(
        {"id": 1, "name": "My workspace", "pseudonym_key": secrets.token_hex(16)}
    )


@migrations()
def m002_copy(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE brands (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            voice TEXT NOT NULL DEFAULT '{}',
            is_default INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            UNIQUE (workspace_id, name))"""
    )
    db.conn.execute(
        "CREATE UNIQUE INDEX one_default_brand ON brands (workspace_id) WHERE is_default"
    )
    db.conn.execute(
        """CREATE TABLE personas (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            segment TEXT NOT NULL DEFAULT '',
            size INTEGER NOT NULL DEFAULT 0,
            content TEXT NOT NULL DEFAULT '{}',
            assumed INTEGER NOT NULL DEFAULT 0,
            version INTEGER NOT NULL DEFAULT 1,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute("CREATE INDEX personas_by_workspace ON personas (workspace_id)")
    db.conn.execute(
        """CREATE TABLE briefs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            language TEXT NOT NULL,
            product TEXT NOT NULL,
            content TEXT NOT NULL,
            digest TEXT NOT NULL,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            used_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            UNIQUE (workspace_id, digest))"""
    )
    db.conn.execute(
        """CREATE TABLE drafts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            brief_id INTEGER REFERENCES briefs(id) ON DELETE SET NULL,
            brand_id INTEGER REFERENCES brands(id) ON DELETE SET NULL,
            persona_id INTEGER REFERENCES personas(id) ON DELETE SET NULL,
            parent_id INTEGER REFERENCES drafts(id) ON DELETE SET NULL,
            request TEXT NOT NULL,
            origin TEXT NOT NULL CHECK (origin IN ('engine', 'edit', 'redesign')),
            channel TEXT NOT NULL,
            language TEXT NOT NULL,
            text TEXT NOT NULL,
            engine TEXT NOT NULL,
            seed INTEGER,
            parameters TEXT NOT NULL DEFAULT '{}',
            prompt_hash TEXT NOT NULL DEFAULT '',
            usable INTEGER NOT NULL,
            checks TEXT NOT NULL DEFAULT '[]',
            scores TEXT NOT NULL DEFAULT '{}',
            position INTEGER NOT NULL DEFAULT 0,
            seconds REAL,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute("CREATE INDEX drafts_by_request ON drafts (request)")
    db.conn.execute("CREATE INDEX drafts_by_workspace ON drafts (workspace_id, created_at)")
    for parent in ("brief_id", "brand_id", "persona_id", "parent_id"):
        db.conn.execute(f"CREATE INDEX drafts_by_{parent} ON drafts ({parent})")
    db.conn.execute("CREATE VIRTUAL TABLE drafts_terms USING fts5 (terms, tokenize = unicode61)")
    db.conn.execute(
        """CREATE TRIGGER drafts_terms_go AFTER DELETE ON drafts BEGIN
            DELETE FROM drafts_terms WHERE rowid = old.id; END"""
    )


@migrations()
def m003_ratings(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE ratings (
            id INTEGER PRIMARY KEY,
            draft_id INTEGER NOT NULL REFERENCES drafts(id) ON DELETE CASCADE,
            voter TEXT NOT NULL,
            value INTEGER NOT NULL CHECK (value IN (-1, 0, 1)),
            reason TEXT NOT NULL DEFAULT '',
            comment TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute("CREATE INDEX ratings_by_draft ON ratings (draft_id, voter, id)")
    db.conn.execute(
        """CREATE TRIGGER ratings_are_history BEFORE UPDATE OF value, draft_id, voter ON ratings
            BEGIN SELECT RAISE(ABORT, 'ratings are append-only'); END"""
    )
    db.conn.execute(
        """CREATE VIEW votes AS
            SELECT draft_id, voter, value, reason, comment, created_at FROM ratings AS r
            WHERE r.id = (SELECT max(id) FROM ratings
                          WHERE draft_id = r.draft_id AND voter = r.voter)"""
    )


@migrations()
def m004_reviews(db: Database) -> None:
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


@migrations()
def m005_customers(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE customers (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
            customer_key TEXT NOT NULL,
            attributes TEXT NOT NULL DEFAULT '{}',
            UNIQUE (workspace_id, customer_key))"""
    )
    db.conn.execute("CREATE INDEX customers_by_source ON customers (source_id)")
    db.conn.execute(
        """CREATE TABLE transactions (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
            customer_key TEXT NOT NULL,
            bought_at TEXT,
            amount REAL,
            product TEXT NOT NULL DEFAULT '',
            channel TEXT NOT NULL DEFAULT '')"""
    )
    db.conn.execute(
        "CREATE INDEX transactions_by_customer ON transactions (workspace_id, customer_key)"
    )
    db.conn.execute("CREATE INDEX transactions_by_source ON transactions (source_id)")
