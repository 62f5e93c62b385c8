"""The tables of brands, briefs, drafts and ratings, as migrations m002 and m003 make them."""

from __future__ import annotations

from sqlite_utils.db import Database


def create(db: Database) -> None:
    """Make the tables of what is written."""
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


def create_ratings(db: Database) -> None:
    """Make the append-only table of ratings."""
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
