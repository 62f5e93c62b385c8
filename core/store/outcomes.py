"""Rows of `outcomes`, `experiments` and `experiment_arms`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils.db import Database

from core.store.clock import NOW


def known_drafts(db: Database, workspace: int, ids: Iterable[int]) -> set[int]:
    """Those of the ids that are drafts of the workspace."""
    found: set[int] = set()
    for id in set(ids):
        row = db.conn.execute(
            "SELECT 1 FROM drafts WHERE workspace_id = ? AND id = ?", [workspace, id]
        ).fetchone()
        if row:
            found.add(id)
    return found


def keep(db: Database, counts: Mapping[int, tuple[int, int, int]]) -> int:
    """Put totals to date (impressions, clicks, conversions) in the place of those before; how
    many drafts have other figures than before."""
    changed = 0
    for id, (impressions, clicks, conversions) in counts.items():
        changed += db.conn.execute(
            f"""INSERT INTO outcomes (draft_id, impressions, clicks, conversions)
                VALUES (?, ?, ?, ?) ON CONFLICT (draft_id) DO UPDATE
                SET impressions = excluded.impressions, clicks = excluded.clicks,
                    conversions = excluded.conversions, updated_at = {NOW}
                WHERE (impressions, clicks, conversions)
                  <> (excluded.impressions, excluded.clicks, excluded.conversions)""",
            [id, impressions, clicks, conversions],
        ).rowcount
    return changed


def totals(db: Database, workspace: int, draft_id: int) -> tuple[int, int, int] | None:
    """A draft's impressions, clicks and conversions to date, None where none were entered."""
    found = db.conn.execute(
        """SELECT o.impressions, o.clicks, o.conversions FROM outcomes o
           JOIN drafts d ON d.id = o.draft_id WHERE d.workspace_id = ? AND d.id = ?""",
        [workspace, draft_id],
    ).fetchone()
    return (int(found[0]), int(found[1]), int(found[2])) if found else None


def add_experiment(
    db: Database,
    workspace: int,
    shares: Mapping[int, float],
    *,
    name: str,
    measure: str,
    planned: int,
) -> int:
    """Store an experiment with its arms and what their drafts had brought by now; its id."""
    id = db.conn.execute(
        """INSERT INTO experiments (workspace_id, name, measure, planned) VALUES (?, ?, ?, ?)
           RETURNING id""",
        [workspace, name, measure, planned],
    ).fetchone()[0]
    db.conn.executemany(
        """INSERT INTO experiment_arms
               (experiment_id, draft_id, share, from_impressions, from_clicks, from_conversions)
           SELECT ?, d.id, ?, coalesce(o.impressions, 0), coalesce(o.clicks, 0),
               coalesce(o.conversions, 0)
           FROM drafts d LEFT JOIN outcomes o ON o.draft_id = d.id WHERE d.id = ?""",
        [(id, share, draft) for draft, share in shares.items()],
    )
    return int(id)


def experiments(db: Database, workspace: int, id: int | None = None) -> list[dict[str, Any]]:
    """All experiments, or the one with an id, the newest first."""
    return list(
        db.query(
            """SELECT * FROM experiments WHERE workspace_id = ? AND (? IS NULL OR id = ?)
               ORDER BY id DESC""",
            [workspace, id, id],
        )
    )


def arms(db: Database, id: int) -> list[dict[str, Any]]:
    """The arms of an experiment: draft_id, text, channel, language, share, the draft's totals to
    date (`all_…`) and what it brought from the start of the experiment to its end, or to date
    while it runs; never below 0 nor above the impressions, however the totals were corrected."""
    return list(
        db.query(
            """WITH counted AS (
                   SELECT a.*, d.text, d.channel, d.language,
                       coalesce(o.impressions, 0) AS all_impressions,
                       coalesce(o.clicks, 0) AS all_clicks,
                       coalesce(o.conversions, 0) AS all_conversions
                   FROM experiment_arms a JOIN drafts d ON d.id = a.draft_id
                   LEFT JOIN outcomes o ON o.draft_id = a.draft_id
                   WHERE a.experiment_id = ?),
               brought AS (
                   SELECT *,
                       max(0, coalesce(to_impressions, all_impressions) - from_impressions)
                           AS impressions,
                       max(0, coalesce(to_clicks, all_clicks) - from_clicks) AS hit,
                       max(0, coalesce(to_conversions, all_conversions) - from_conversions)
                           AS converted
                   FROM counted)
               SELECT draft_id, text, channel, language, share, all_impressions, all_clicks,
                   all_conversions, impressions, min(hit, impressions) AS clicks,
                   min(converted, impressions) AS conversions
               FROM brought ORDER BY draft_id""",
            [id],
        )
    )


def close(db: Database, id: int, winner: int | None) -> None:
    """End an experiment, with the draft that won or None; what its drafts have brought by the
    first end is kept with its arms."""
    db.conn.execute(
        """UPDATE experiment_arms AS a SET (to_impressions, to_clicks, to_conversions) = (
               SELECT coalesce(max(o.impressions), 0), coalesce(max(o.clicks), 0),
                   coalesce(max(o.conversions), 0)
               FROM outcomes o WHERE o.draft_id = a.draft_id)
           WHERE a.experiment_id = ? AND a.to_impressions IS NULL""",
        [id],
    )
    db.conn.execute(
        f"""UPDATE experiments SET winner_id = ?, closed_at = coalesce(closed_at, {NOW})
            WHERE id = ?""",
        [winner, id],
    )


def delete(db: Database, workspace: int, id: int) -> bool:
    """Delete an experiment; the drafts and their figures stay. False where there was none."""
    cursor = db.conn.execute(
        "DELETE FROM experiments WHERE workspace_id = ? AND id = ?", [workspace, id]
    )
    return cursor.rowcount > 0


def winners(
    db: Database, workspace: int, brand_id: int | None, channel: str, language: str
) -> Sequence[tuple[str, str]]:
    """Texts that won an experiment and when the last such was closed (UTC, ISO), of a brand,
    channel and language, the latest first."""
    rows = db.conn.execute(
        """SELECT d.text, max(e.closed_at) AS closed
           FROM experiments e JOIN drafts d ON d.id = e.winner_id
           WHERE e.workspace_id = ? AND d.brand_id IS ? AND d.channel = ? AND d.language = ?
           GROUP BY d.text ORDER BY closed DESC""",
        [workspace, brand_id, channel, language],
    )
    return [(str(text), str(closed)) for text, closed in rows]
