"""Counts over every table of a workspace."""

from __future__ import annotations

from typing import Any

from sqlite_utils.db import Database

_MOST_RECENT_DAYS = 90


def counts(db: Database, workspace: int) -> dict[str, Any]:
    """The fields of core.overview.Overview."""
    row = next(
        iter(
            db.query(
                """SELECT
                  (SELECT count(*) FROM reviews WHERE workspace_id = :w) AS reviews,
                  (SELECT count(*) FROM reviews WHERE workspace_id = :w AND id NOT IN
                     (SELECT review_id FROM readings WHERE current)) AS unread,
                  (SELECT 100.0 * avg((label = 'positive') - (label = 'negative'))
                     FROM readings JOIN reviews ON reviews.id = review_id
                     WHERE current AND workspace_id = :w) AS net_sentiment,
                  (SELECT count(*) FROM customers WHERE workspace_id = :w) AS customers,
                  (SELECT count(*) FROM personas WHERE workspace_id = :w) AS personas,
                  (SELECT count(*) FROM briefs WHERE workspace_id = :w) AS briefs,
                  (SELECT count(*) FROM drafts WHERE workspace_id = :w AND usable) AS drafts,
                  (SELECT count(*) FROM drafts WHERE workspace_id = :w AND usable AND id NOT IN
                     (SELECT draft_id FROM votes WHERE value != 0)) AS unrated,
                  (SELECT count(*) FROM votes JOIN drafts ON drafts.id = draft_id
                     WHERE workspace_id = :w AND value = 1) AS votes_up,
                  (SELECT count(*) FROM votes JOIN drafts ON drafts.id = draft_id
                     WHERE workspace_id = :w AND value = -1) AS votes_down""",
                {"w": workspace},
            )
        )
    )
    worst = db.conn.execute(
        f"""SELECT coalesce(nullif(canonical, ''), aspect) AS counted, count(*) AS n
            FROM reading_aspects
            JOIN readings USING (review_id, version) JOIN reviews ON reviews.id = review_id
            WHERE current AND workspace_id = ? AND reading_aspects.polarity = 'negative'
              AND posted_on > date((SELECT max(posted_on) FROM reviews WHERE workspace_id = ?),
                                   '-{_MOST_RECENT_DAYS} days')
            GROUP BY counted ORDER BY n DESC LIMIT 1""",
        [workspace, workspace],
    ).fetchone()
    return {
        **row,
        "worst_aspect": worst[0] if worst else None,
        "worst_aspect_negative": worst[1] if worst else 0,
    }
