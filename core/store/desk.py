"""Rows of `pins` and `sketches`, and pairs of drafts where one answers the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils.db import Database


def pin(db: Database, workspace: int, draft_id: int, voter: str, pinned: bool) -> bool:
    """Pin or unpin a draft for a person; False where there is no such draft."""
    found = db.conn.execute(
        "SELECT 1 FROM drafts WHERE workspace_id = ? AND id = ?", [workspace, draft_id]
    )
    if found.fetchone() is None:
        return False
    if pinned:
        statement = "INSERT INTO pins (draft_id, voter) VALUES (?, ?) ON CONFLICT DO NOTHING"
    else:
        statement = "DELETE FROM pins WHERE draft_id = ? AND voter = ?"
    db.conn.execute(statement, [draft_id, voter])
    return True


def keep_sketch(db: Database, workspace: int, voter: str, content: Mapping[str, Any]) -> None:
    """Keep a form as a person left it."""
    db.conn.execute(
        """INSERT INTO sketches (workspace_id, voter, content) VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET content = excluded.content,
             updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')""",
        [workspace, voter, json.dumps(content, ensure_ascii=False)],
    )


def sketch(db: Database, workspace: int, voter: str) -> dict[str, Any] | None:
    """The form as the person left it, None where they never did."""
    row = db.conn.execute(
        "SELECT content FROM sketches WHERE workspace_id = ? AND voter = ?", [workspace, voter]
    ).fetchone()
    return json.loads(row[0]) if row else None


_SAID = "said AS (SELECT draft_id, sum(value) AS balance FROM votes GROUP BY draft_id)"
_ANSWERS = """SELECT c.origin AS kind, p.id AS rejected_id, c.id AS chosen_id
    FROM drafts c JOIN drafts p ON p.id = c.parent_id LEFT JOIN said s ON s.draft_id = c.id
    WHERE c.usable AND coalesce(s.balance, 0) >= 0 AND (c.origin = 'edit'
      OR (c.origin = 'redesign'
          AND coalesce(json_extract(c.parameters, '$.change.reason'), '') <> ''))"""


def answers(
    db: Database, workspace: int, brand_id: int | None, language: str, limit: int
) -> list[dict[str, Any]]:
    """The edits and redesigns among `pairs` of a brand (None: of no brand) and language, the
    last first, without brand and language."""
    return list(
        db.query(
            f"""WITH {_SAID}, answered AS ({_ANSWERS} AND c.workspace_id = :workspace
                 AND c.brand_id IS :brand AND c.language = :language)
               SELECT x.kind, x.rejected_id, x.chosen_id, r.text AS rejected, c.text AS chosen,
                 c.channel, b.content AS brief
               FROM answered x JOIN drafts r ON r.id = x.rejected_id
               JOIN drafts c ON c.id = x.chosen_id LEFT JOIN briefs b ON b.id = c.brief_id
               WHERE r.text <> c.text ORDER BY c.id DESC LIMIT :limit""",
            {"workspace": workspace, "brand": brand_id, "language": language, "limit": limit},
        )
    )


def decided(db: Database, workspace: int) -> list[int]:
    """The ids of drafts with a majority of thumbs, up or down, whose brief is there."""
    found = db.conn.execute(
        f"""WITH {_SAID} SELECT d.id FROM drafts d JOIN said s ON s.draft_id = d.id
            WHERE d.workspace_id = ? AND s.balance <> 0 AND d.brief_id IS NOT NULL""",
        [workspace],
    )
    return [int(id) for (id,) in found]


def pairs(db: Database, workspace: int, ids: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """Drafts that a person's hand or thumb put above another, oldest first.

    That is an edit above what was edited and a redesign above the draft whose thumb down asked
    for it, unless the newer one is unusable or was itself turned down; and of two drafts of one
    request with opposite thumbs the liked one. Each with `kind` (edit, redesign or thumbs), `brief`
    (JSON text or None), `channel`, `language`, `brand_id`, both ids and both texts. With `ids`
    only pairs whose drafts are both among them.
    """
    chosen = None if ids is None else json.dumps(list(ids))
    return list(
        db.query(
            f"""WITH {_SAID},
               paired AS (
                 {_ANSWERS}
                 UNION
                 SELECT 'thumbs', d.id, u.id FROM drafts u JOIN said su ON su.draft_id = u.id
                 JOIN drafts d ON d.request = u.request AND d.id <> u.id
                 JOIN said sd ON sd.draft_id = d.id
                 WHERE su.balance > 0 AND sd.balance < 0 AND d.channel = u.channel
                   AND coalesce(u.parent_id, 0) <> d.id)
               SELECT x.kind, x.rejected_id, x.chosen_id, r.text AS rejected, c.text AS chosen,
                 c.channel, c.language, c.brand_id, b.content AS brief
               FROM paired x JOIN drafts r ON r.id = x.rejected_id
               JOIN drafts c ON c.id = x.chosen_id LEFT JOIN briefs b ON b.id = c.brief_id
               WHERE c.workspace_id = :workspace AND r.text <> c.text AND (:ids IS NULL
                 OR (c.id IN (SELECT value FROM json_each(:ids))
                     AND r.id IN (SELECT value FROM json_each(:ids))))
               ORDER BY c.id, r.id""",
            {"workspace": workspace, "ids": chosen},
        )
    )
