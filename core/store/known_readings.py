"""What a version has already read of the same words in other reviews of a workspace.

Texts are found by an index on their length and first characters and compared in full.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils.db import Database

from core.engines.types import AspectReading, Reading

_HEAD = "length(text), substr(text, 1, 16)"


def create(db: Database) -> None:
    """Make the index, as migration m008 does."""
    db.conn.execute(f"CREATE INDEX reviews_by_text ON reviews (workspace_id, {_HEAD})")


def known_readings(
    db: Database, workspace: int, version: str, texts: Iterable[str]
) -> dict[str, Reading]:
    """The readings of those texts that this version read before; never another workspace's."""
    found = {}
    for text in texts:
        row = db.conn.execute(
            """SELECT r.id, r.language, d.sentiment, d.polarity, d.confidence, d.unsure, d.emotion
               FROM reviews AS r INDEXED BY reviews_by_text
               CROSS JOIN readings AS d ON d.review_id = r.id AND d.version = :version
               WHERE r.workspace_id = :workspace AND length(r.text) = length(:text)
                 AND substr(r.text, 1, 16) = substr(:text, 1, 16) AND r.text = :text
               LIMIT 1""",
            {"workspace": workspace, "version": version, "text": text},
        ).fetchone()
        if row is not None:
            review_id, language, sentiment, polarity, confidence, unsure, emotion = row
            aspects = _aspects(db, review_id, version, text)
            found[text] = Reading(
                language, sentiment, polarity, confidence, bool(unsure), emotion, aspects
            )
    return found


def _aspects(db: Database, review_id: int, version: str, text: str) -> tuple[AspectReading, ...]:
    rows = db.conn.execute(
        """SELECT aspect, polarity, confidence, start, "end" FROM reading_aspects
           WHERE review_id = ? AND version = ? ORDER BY position""",
        [review_id, version],
    )
    return tuple(
        # Terms are stored in small letters; a span of the text says how it was written.
        AspectReading(
            text[start:end] if text[start:end].lower() == term else term,
            polarity,
            confidence,
            start,
            end,
        )
        for term, polarity, confidence, start, end in rows
    )
