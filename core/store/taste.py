"""What a ranker learns from: rated drafts, and what waits for a thumb (pairs are in `desk`)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils.db import Database

_PLACE = "d.workspace_id = ? AND d.brand_id IS ? AND d.language = ?"


def rated(
    db: Database, workspace: int, brand_id: int | None, language: str, limit: int
) -> list[dict[str, Any]]:
    """The last rated drafts of a brand (None: of no brand) and language, newest vote first:
    id, text, channel, request, brief content (JSON text or None), ups and downs."""
    return list(
        db.query(
            f"""SELECT d.id, d.text, d.channel, d.request, b.content AS brief,
                  sum(v.value > 0) AS ups, sum(v.value < 0) AS downs
                FROM votes v JOIN drafts d ON d.id = v.draft_id
                LEFT JOIN briefs b ON b.id = d.brief_id
                WHERE {_PLACE} AND v.value <> 0
                GROUP BY d.id ORDER BY max(v.created_at) DESC, d.id DESC LIMIT ?""",
            [workspace, brand_id, language, limit],
        )
    )


def waiting(
    db: Database, workspace: int, brand_id: int | None, language: str, limit: int
) -> list[dict[str, Any]]:
    """The last usable drafts without a standing vote: id, text, channel and brief content."""
    return list(
        db.query(
            f"""SELECT d.id, d.text, d.channel, b.content AS brief
                FROM drafts d LEFT JOIN briefs b ON b.id = d.brief_id
                WHERE {_PLACE} AND d.usable AND d.origin = 'engine'
                  AND d.id NOT IN (SELECT draft_id FROM votes WHERE value <> 0)
                ORDER BY d.id DESC LIMIT ?""",
            [workspace, brand_id, language, limit],
        )
    )


def places(db: Database, workspace: int) -> list[dict[str, Any]]:
    """Where something teaches, a vote, an edit, a redesign or the winner of a test, the most
    votes first: brand_id, brand, channel, language and votes."""
    return list(
        db.query(
            """SELECT d.brand_id, coalesce(br.name, '') AS brand, d.channel, d.language,
                  count(v.draft_id) AS votes
                FROM drafts d
                LEFT JOIN votes v ON v.draft_id = d.id AND v.value <> 0
                LEFT JOIN brands br ON br.id = d.brand_id
                WHERE d.workspace_id = :w AND (
                  v.draft_id IS NOT NULL OR d.origin IN ('edit', 'redesign')
                  OR d.id IN (SELECT winner_id FROM experiments WHERE workspace_id = :w))
                GROUP BY d.brand_id, d.channel, d.language ORDER BY votes DESC, d.channel""",
            {"w": workspace},
        )
    )


def votes_by_day(db: Database, workspace: int) -> list[tuple[str, int, int]]:
    """Standing votes by the day they were given (UTC): day, ups, downs; oldest first."""
    rows = db.conn.execute(
        """SELECT substr(v.created_at, 1, 10) AS day, sum(v.value > 0), sum(v.value < 0)
           FROM votes v JOIN drafts d ON d.id = v.draft_id
           WHERE d.workspace_id = ? AND v.value <> 0 GROUP BY day ORDER BY day""",
        [workspace],
    )
    return [(str(day), int(up), int(down)) for day, up, down in rows]


def all_rated(
    db: Database, workspace: int, languages: Iterable[str], limit: int
) -> list[dict[str, Any]]:
    """The last rated drafts of a workspace in these languages whose thumbs are not even, newest
    vote first: id, text, channel, language, brief content (JSON text) and balance (ups less
    downs)."""
    return list(
        db.query(
            """SELECT d.id, d.text, d.channel, d.language, b.content AS brief,
                  sum(v.value) AS balance
                FROM votes v JOIN drafts d ON d.id = v.draft_id JOIN briefs b ON b.id = d.brief_id
                WHERE d.workspace_id = ? AND d.language IN (SELECT value FROM json_each(?))
                GROUP BY d.id HAVING balance <> 0
                ORDER BY max(v.created_at) DESC, d.id DESC LIMIT ?""",
            [workspace, json.dumps(list(languages)), limit],
        )
    )


def traces(db: Database, drafts: Iterable[int]) -> set[tuple[Any, ...]]:
    """What there is of drafts: themselves, their briefs and their ratings. As long as none of it
    has been deleted, a later set holds all of an earlier one."""
    ids = json.dumps(list(drafts))
    rows = db.conn.execute(
        """SELECT 'draft', id, brief_id FROM drafts WHERE id IN (SELECT value FROM json_each(:ids))
           UNION ALL SELECT 'rating', id, draft_id FROM ratings
           WHERE draft_id IN (SELECT value FROM json_each(:ids))""",
        {"ids": ids},
    )
    return set(rows)
