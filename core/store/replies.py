"""Drafts that answer a review: those of the channel `review_reply`, by the review they answer."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils.db import Database


def latest(db: Database, workspace: int, reviews: Iterable[int]) -> dict[int, int]:
    """The id of the newest reply to each of some reviews, versions made from one included."""
    rows = db.conn.execute(
        """WITH RECURSIVE line (review, id) AS (
             SELECT json_extract(parameters, '$.review'), id FROM drafts
             WHERE workspace_id = :workspace AND channel = 'review_reply'
               AND json_extract(parameters, '$.review') IN (SELECT value FROM json_each(:wanted))
             UNION
             SELECT line.review, d.id FROM drafts d JOIN line ON d.parent_id = line.id
             WHERE d.channel = 'review_reply')
           SELECT review, max(id) FROM line GROUP BY review""",
        {"workspace": workspace, "wanted": json.dumps(list(reviews))},
    )
    return dict(rows.fetchall())


def texts(db: Database, workspace: int, review: int) -> set[str]:
    """Every reply that was suggested for a review."""
    rows = db.conn.execute(
        """SELECT text FROM drafts WHERE workspace_id = ? AND channel = 'review_reply'
             AND json_extract(parameters, '$.review') = ?""",
        [workspace, review],
    )
    return {text for (text,) in rows}
