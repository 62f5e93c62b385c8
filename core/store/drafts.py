"""Rows of `briefs` and `drafts` and the full-text index of drafts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils.db import Database

from core.store.clock import NOW
from core.text import search_query, search_terms

_PARENTS = {
    "brief_id": "briefs",
    "brand_id": "brands",
    "persona_id": "personas",
    "parent_id": "drafts",
}


def keep_brief(db: Database, workspace: int, digest: str, content: Mapping[str, Any]) -> int:
    """The id of the brief with that digest, stored now if it was not; it counts as used now."""
    row = db.conn.execute(
        f"""INSERT INTO briefs (workspace_id, language, product, content, digest)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (workspace_id, digest) DO UPDATE SET used_at = {NOW}
            RETURNING id""",
        [
            workspace,
            content["lang"],
            content["product"],
            json.dumps(content, ensure_ascii=False),
            digest,
        ],
    ).fetchone()
    return int(row[0])


def recent_briefs(
    db: Database, workspace: int, language: str | None, limit: int
) -> list[dict[str, Any]]:
    """Briefs last used first: id, content, used_at and how many usable drafts each has. Those that
    replies to reviews were written from are left out."""
    rows = db.query(
        """SELECT b.id, b.content, b.used_at,
              (SELECT count(*) FROM drafts d WHERE d.brief_id = b.id AND d.usable) AS drafts
           FROM briefs b WHERE b.workspace_id = ? AND (? IS NULL OR b.language = ?)
             AND NOT EXISTS (SELECT 1 FROM drafts d
                             WHERE d.brief_id = b.id AND d.channel = 'review_reply')
           ORDER BY b.used_at DESC, b.id DESC LIMIT ?""",
        [workspace, language, language, limit],
    )
    return [row | {"content": json.loads(row["content"])} for row in rows]


def brief_content(db: Database, workspace: int, id: int) -> dict[str, Any] | None:
    """The fields of a brief, None where there is none."""
    row = db.conn.execute(
        "SELECT content FROM briefs WHERE workspace_id = ? AND id = ?", [workspace, id]
    ).fetchone()
    return json.loads(row[0]) if row else None


def add_draft(db: Database, workspace: int, draft: Mapping[str, Any]) -> dict[str, Any]:
    """Store a draft and index its text; the row as stored.

    A brief, brand, persona or parent that was deleted meanwhile is stored as none.
    """
    values = _without_lost_parents(db, draft) | {
        "workspace_id": workspace,
        "checks": json.dumps(draft["checks"], ensure_ascii=False),
        "scores": json.dumps(draft["scores"]),
        "parameters": json.dumps(draft.get("parameters", {}), ensure_ascii=False),
    }
    names = list(values)
    row = db.conn.execute(
        f"""INSERT INTO drafts ({", ".join(names)}) VALUES ({", ".join("?" for _ in names)})
            RETURNING id""",
        [values[name] for name in names],
    ).fetchone()
    db.conn.execute(
        "INSERT INTO drafts_terms (rowid, terms) VALUES (?, ?)",
        [row[0], search_terms(values["text"])],
    )
    stored = draft_row(db, workspace, int(row[0]))
    if stored is None:
        raise LookupError(f"draft {row[0]} vanished inside its own transaction")
    return stored


def _without_lost_parents(db: Database, draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft's values, with None for what it was made from and is no longer there."""
    values = dict(draft)
    for name, table in _PARENTS.items():
        if values.get(name) is None:
            continue
        found = db.conn.execute(f"SELECT 1 FROM {table} WHERE id = ?", [values[name]])
        if found.fetchone() is None:
            values[name] = None
    return values


def draft_row(db: Database, workspace: int, id: int) -> dict[str, Any] | None:
    """One draft, None where there is none."""
    rows = db.query("SELECT * FROM drafts WHERE workspace_id = ? AND id = ?", [workspace, id])
    row = next(iter(rows), None)
    return decoded(row) if row else None


def request_drafts(db: Database, workspace: int, request: str) -> list[dict[str, Any]]:
    """The drafts of one request in their order."""
    rows = db.query(
        "SELECT * FROM drafts WHERE workspace_id = ? AND request = ? ORDER BY position, id",
        [workspace, request],
    )
    return [decoded(row) for row in rows]


def place_drafts(db: Database, positions: Mapping[int, int]) -> None:
    """Give drafts their places in their request."""
    db.conn.executemany(
        "UPDATE drafts SET position = ? WHERE id = ?",
        [(position, id) for id, position in positions.items()],
    )


def draft_family(db: Database, workspace: int, id: int) -> list[dict[str, Any]]:
    """A draft with everything it was edited from and into, oldest first."""
    rows = db.query(
        """WITH RECURSIVE
             up (id, parent_id) AS (
               SELECT id, parent_id FROM drafts WHERE id = :id AND workspace_id = :workspace
               UNION SELECT d.id, d.parent_id FROM drafts d JOIN up ON d.id = up.parent_id),
             down (id) AS (
               SELECT id FROM up WHERE parent_id IS NULL
                  OR parent_id NOT IN (SELECT id FROM drafts)
               UNION SELECT d.id FROM drafts d JOIN down ON d.parent_id = down.id)
           SELECT * FROM drafts WHERE id IN down ORDER BY id""",
        {"id": id, "workspace": workspace},
    )
    return [decoded(row) for row in rows]


def earlier_texts(
    db: Database, workspace: int, brief_id: int, channel: str, limit: int
) -> list[str]:
    """The latest usable texts written for a brief in a channel."""
    rows = db.conn.execute(
        """SELECT text FROM drafts WHERE workspace_id = ? AND brief_id = ? AND channel = ?
             AND usable ORDER BY id DESC LIMIT ?""",
        [workspace, brief_id, channel, limit],
    )
    return [text for (text,) in rows]


def latest_texts(db: Database, workspace: int, language: str, limit: int) -> list[str]:
    """The latest usable texts of a language, whatever they were written for."""
    rows = db.conn.execute(
        """SELECT text FROM drafts WHERE workspace_id = ? AND language = ? AND usable
           ORDER BY id DESC LIMIT ?""",
        [workspace, language, limit],
    )
    return [text for (text,) in rows]


def delete_drafts(db: Database, workspace: int, ids: Iterable[int]) -> int:
    """Delete drafts with their ratings and index entries; how many there were."""
    gone = 0
    for id in ids:
        gone += db.conn.execute(
            "DELETE FROM drafts WHERE workspace_id = ? AND id = ?", [workspace, id]
        ).rowcount
    return gone


def find_drafts(
    db: Database,
    workspace: int,
    filters: Mapping[str, Any],
    *,
    limit: int,
    offset: int,
) -> tuple[list[dict[str, Any]], int]:
    """Drafts that meet every filter, newest request first, and how many there are in all.

    Filters: query, channel, language, engine, persona_id, brand_id, vote with its voter,
    usable_only, ids, origin, pinned (by the voter), days (written within).
    Rows carry product, brand, persona, vote and pinned (the voter's), up and down.
    """
    condition, parameters = _condition(filters)
    parameters |= {
        "workspace": workspace,
        "voter": filters["voter"],
        "limit": limit,
        "offset": offset,
    }
    total = db.conn.execute(
        f"SELECT count(*) FROM drafts d WHERE d.workspace_id = :workspace {condition}", parameters
    ).fetchone()[0]
    rows = db.query(
        f"""SELECT d.*, coalesce(b.product, '') AS product, coalesce(br.name, '') AS brand,
              coalesce(p.name, '') AS persona,
              coalesce((SELECT value FROM votes WHERE draft_id = d.id AND voter = :voter), 0)
                AS vote,
              (SELECT count(*) FROM votes WHERE draft_id = d.id AND value > 0) AS up,
              (SELECT count(*) FROM votes WHERE draft_id = d.id AND value < 0) AS down,
              EXISTS (SELECT 1 FROM pins WHERE draft_id = d.id AND voter = :voter) AS pinned
            FROM drafts d LEFT JOIN briefs b ON b.id = d.brief_id
            LEFT JOIN brands br ON br.id = d.brand_id
            LEFT JOIN personas p ON p.id = d.persona_id
            WHERE d.workspace_id = :workspace {condition}
            ORDER BY substr(d.created_at, 1, 16) DESC, d.request DESC, d.position, d.id DESC
            LIMIT :limit OFFSET :offset""",
        parameters,
    )
    return [decoded(row) for row in rows], int(total)


def decoded(row: Mapping[str, Any]) -> dict[str, Any]:
    """A draft row with its JSON columns as data."""
    return dict(row) | {
        "checks": json.loads(row["checks"]),
        "scores": json.loads(row["scores"]),
        "parameters": json.loads(row["parameters"]),
    }


def _condition(filters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    parts: list[str] = []
    parameters: dict[str, Any] = {}
    for name in ("channel", "language", "engine", "persona_id", "brand_id", "origin"):
        if filters.get(name) is not None:
            parts.append(f"d.{name} = :{name}")
            parameters[name] = filters[name]
    if filters.get("usable_only"):
        parts.append("d.usable")
    if filters.get("ids") is not None:
        parts.append("d.id IN (SELECT value FROM json_each(:ids))")
        parameters["ids"] = json.dumps(list(filters["ids"]))
    if filters.get("pinned"):
        parts.append("d.id IN (SELECT draft_id FROM pins WHERE voter = :voter)")
    if filters.get("days"):
        parts.append("d.created_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', :since)")
        parameters["since"] = f"-{int(filters['days'])} days"
    votes = "(SELECT 1 FROM votes v WHERE v.draft_id = d.id AND v.voter = :voter AND v.value"
    match filters.get("vote", "any"):
        case "up":
            parts.append(f"EXISTS {votes} > 0)")
        case "down":
            parts.append(f"EXISTS {votes} < 0)")
        case "unrated":
            parts.append(f"NOT EXISTS {votes} <> 0)")
    _match_words(filters.get("query", ""), parts, parameters)
    return "".join(f" AND {part}" for part in parts), parameters


def _match_words(query: str, parts: list[str], parameters: dict[str, Any]) -> None:
    """Words of the draft itself, or of its product's name."""
    if not query.strip():
        return
    words = search_query(query)
    if not words:
        parts.append("0")
        return
    parts.append(
        "(d.id IN (SELECT rowid FROM drafts_terms WHERE drafts_terms MATCH :words) OR d.brief_id"
        " IN (SELECT id FROM briefs WHERE instr(lower(product), lower(:product)) > 0))"
    )
    parameters["words"] = words
    parameters["product"] = query.strip()
