"""What a reader can learn from: reviews that people corrected, and readings they let stand."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlite_utils.db import Database

_SAID = "FROM corrections AS c WHERE c.review_id = r.id AND c.field = 'sentiment'"


def corrected(db: Database, workspace: int, most: int) -> list[tuple[int, int, str, str]]:
    """(number, id, text, sentiment) of the reviews whose sentiment was corrected, the newest
    `most`, by the first correction of each. Its id is the number: it stays when others go."""
    rows = db.conn.execute(
        f"""SELECT (SELECT min(c.id) {_SAID}) AS number, r.id, r.text,
              (SELECT c.value {_SAID} ORDER BY c.id DESC LIMIT 1)
            FROM reviews AS r WHERE r.workspace_id = ?
              AND r.id IN (SELECT review_id FROM corrections WHERE field = 'sentiment')
            ORDER BY number DESC LIMIT ?""",
        [workspace, most],
    ).fetchall()
    return rows[::-1]


def count_corrected(db: Database, workspace: int) -> int:
    return db.conn.execute(
        # CROSS JOIN: few are corrected, and each is looked up.
        """SELECT count(*) FROM (SELECT DISTINCT review_id AS id FROM corrections
                                 WHERE field = 'sentiment') AS c
           CROSS JOIN reviews AS r ON r.id = c.id WHERE r.workspace_id = ?""",
        [workspace],
    ).fetchone()[0]


def are_there(db: Database, workspace: int, reviews: Collection[int]) -> bool:
    """Whether a workspace still has all of these reviews."""
    found = db.conn.execute(
        """SELECT count(*) FROM reviews
           WHERE workspace_id = ? AND id IN (SELECT value FROM json_each(?))""",
        [workspace, json.dumps(list(reviews))],
    ).fetchone()[0]
    return int(found) == len(set(reviews))


def let_stand(db: Database, workspace: int, most: int) -> list[str]:
    """Texts the reader was sure of and nobody corrected, mixed but always the same."""
    return [
        text
        for (text,) in db.conn.execute(
            f"""SELECT r.text FROM reviews AS r JOIN readings AS d
                  ON d.review_id = r.id AND d.current
                WHERE r.workspace_id = ? AND NOT d.unsure AND NOT EXISTS (SELECT 1 {_SAID})
                ORDER BY r.id * 2654435761 % 4294967296 LIMIT ?""",
            [workspace, most],
        )
    ]
