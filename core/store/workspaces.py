"""Rows of workspaces and their preferences, and queries that go through every table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils.db import Database

from core.store import engine_versions, holding

_OWN = "workspace_id = :workspace"
_OWN_DRAFT = "draft_id IN (SELECT id FROM drafts WHERE workspace_id = :workspace)"
_OWN_REVIEW = "review_id IN (SELECT id FROM reviews WHERE workspace_id = :workspace)"


@dataclass(frozen=True)
class _Personal:
    """Which columns of a table may hold a person: plain text, and JSON by its string values."""

    text: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    keyed: bool = False
    own: str = _OWN

    def where(self) -> str:
        """The condition on rows of `:workspace` that hold `:text` or belong to `:key`."""
        tests = [f"holds([{column}], :text)" for column in self.text]
        # Text that is no JSON (a NaN is enough) is searched as it stands.
        tests += [
            f"""EXISTS (SELECT 1 FROM json_tree(
                    CASE WHEN json_valid([{column}]) THEN [{column}]
                         ELSE json_array([{column}]) END) AS leaf
                  WHERE leaf.type = 'text' AND holds(leaf.atom, :text))"""
            for column in self.json
        ]
        if self.keyed:
            tests.append("customer_key = :key")
        return f"{self.own} AND ({' OR '.join(tests)})"


# Rows that go when they hold a person.
_DELETED = {
    "ratings": _Personal(text=("voter", "comment"), own=_OWN_DRAFT),
    "corrections": _Personal(text=("voter",), own=_OWN_REVIEW),
    "label_examples": _Personal(
        text=("text",),
        own="label_id IN (SELECT id FROM labels WHERE workspace_id = :workspace)",
    ),
    "reviews": _Personal(text=("text", "product", "origin"), keyed=True),
    "customers": _Personal(json=("attributes",), keyed=True),
    "transactions": _Personal(text=("product",), keyed=True),
    "briefs": _Personal(text=("product",), json=("content",)),
    "drafts": _Personal(text=("text",), json=("parameters", "checks")),
    "personas": _Personal(text=("name",), json=("content",)),
    "events": _Personal(json=("payload",)),
    "jobs": _Personal(json=("arguments", "result")),
    "alert_rules": _Personal(text=("product",)),
    "persona_versions": _Personal(
        text=("name",),
        json=("content",),
        own="persona_id IN (SELECT id FROM personas WHERE workspace_id = :workspace)",
    ),
    "forecast_rows": _Personal(
        json=("details",),
        keyed=True,
        own="forecast_id IN (SELECT id FROM forecasts WHERE workspace_id = :workspace)",
    ),
    "forecasts": _Personal(json=("settings", "figures", "inputs")),
    "channel_edits": _Personal(json=("fields",)),
    "experiments": _Personal(text=("name",)),
    "forgotten_lessons": _Personal(text=("lesson",)),
    "pins": _Personal(text=("voter",), own=_OWN_DRAFT),
    "sketches": _Personal(text=("voter",), json=("content",)),
    "batch_rows": _Personal(
        json=("cells", "problem"),
        own="batch_id IN (SELECT id FROM batches WHERE workspace_id = :workspace)",
    ),
    "batches": _Personal(text=("name",), json=("columns",)),
}
# Rows that others hang on: they stay, without the words.
_BLANKED = {
    "sources": _Personal(text=("name",), json=("report",)),
    "brands": _Personal(text=("name",), json=("voice",)),
    "labels": _Personal(text=("name",), json=("words", "model")),
    "themes": _Personal(text=("name",), json=("words",)),
}


def get(db: Database, workspace: int) -> dict[str, Any]:
    """The workspace as a row. Raises sqlite_utils' NotFoundError for an unknown id."""
    return db.table("workspaces").get(workspace)


def names(db: Database) -> dict[int, str]:
    """The names of all workspaces by id, oldest first."""
    return dict(db.conn.execute("SELECT id, name FROM workspaces ORDER BY id"))


def create(db: Database, name: str) -> int:
    """A new empty workspace; its id, which was none's before."""
    return db.conn.execute(
        """INSERT INTO workspaces (id, name, pseudonym_key)
           SELECT 1 + max(max(id), (SELECT coalesce(max(workspace_id), 0) FROM _audit)),
                  ?, lower(hex(randomblob(16))) FROM workspaces RETURNING id""",
        [name],
    ).fetchone()[0]


def rename(db: Database, workspace: int, name: str) -> None:
    db.conn.execute("UPDATE workspaces SET name = ? WHERE id = ?", [name, workspace])


def preference(db: Database, workspace: int, key: str) -> str | None:
    row = db.conn.execute(
        "SELECT value FROM preferences WHERE workspace_id = ? AND key = ?", [workspace, key]
    ).fetchone()
    return row[0] if row else None


def set_preference(db: Database, workspace: int, key: str, value: str) -> None:
    db.conn.execute(
        "INSERT INTO preferences VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        [workspace, key, value],
    )


def exported_tables(db: Database) -> list[str]:
    """The tables a person's export holds, by name: all but indexes and bookkeeping."""
    names = db.table_names()
    return sorted(n for n in names if not n.startswith(("_", "sqlite_")) and "_terms" not in n)


def exported(db: Database, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table without secrets."""
    for row in db.query(f"SELECT * FROM [{table}]"):
        row.pop("pseudonym_key", None)
        yield row


def count_holding(db: Database, workspace: int, text: str, key: str) -> dict[str, int]:
    """How many rows hold a text or belong to a pseudonym, by table; tables with none left out.

    A text is found letter case aside and as words of its own (`holding.holds`), in plain
    columns and in the string values of JSON ones.
    """
    db.conn.create_function("holds", 2, holding.holds, deterministic=True)
    named = {"workspace": workspace, "text": text, "key": key}
    counts = {
        table: db.conn.execute(
            f"SELECT count(*) FROM [{table}] WHERE {personal.where()}", named
        ).fetchone()[0]
        for table, personal in (_DELETED | _BLANKED).items()
    }
    return {table: count for table, count in counts.items() if count}


def delete_holding(db: Database, workspace: int, text: str, key: str) -> dict[str, int]:
    """Delete those rows and return how many of each there were.

    Brands and sources stay: the text is cut out of a brand's voice and of a source's name
    and report, and a brand whose name holds it is called "Brand" and its id from then on.
    Of a theme the words that hold it go; alert rules for a product that holds it are deleted.
    Reader versions that reviews or corrections which go have taught go with them, and writer
    versions that learnt from drafts, briefs or ratings which go.
    """
    counts = count_holding(db, workspace, text, key)
    named = {"workspace": workspace, "text": text, "key": key}
    going = (
        f"SELECT id FROM reviews WHERE {_DELETED['reviews'].where()} UNION "
        f"SELECT review_id FROM corrections WHERE {_DELETED['corrections'].where()}"
    )
    engine_versions.delete_taught_by(db, "reader", going, named)
    going = (
        f"SELECT id FROM drafts WHERE {_DELETED['drafts'].where()} UNION "
        f"SELECT draft_id FROM ratings WHERE {_DELETED['ratings'].where()} UNION "
        "SELECT id FROM drafts WHERE brief_id IN "
        f"(SELECT id FROM briefs WHERE {_DELETED['briefs'].where()})"
    )
    engine_versions.delete_taught_by(db, "writer", going, named)
    for table, personal in _DELETED.items():
        db.conn.execute(f"DELETE FROM [{table}] WHERE {personal.where()}", named)
    for row in _rows_to_blank(db, "sources", named):
        db.table("sources").update(
            row["id"],
            {
                "name": holding.without(row["name"], text).strip() or row["kind"],
                "report": holding.json_without(row["report"], text),
            },
        )
    for row in _rows_to_blank(db, "labels", named):
        db.table("labels").update(
            row["id"],
            {
                "name": _free_name(db, "labels", "Label", row)
                if holding.holds(row["name"], text)
                else row["name"],
                "words": holding.json_without(row["words"], text),
                "model": holding.json_without(row["model"], text),
            },
        )
    for row in _rows_to_blank(db, "themes", named):
        words = json.loads(holding.json_without(row["words"], text))
        db.table("themes").update(
            row["id"],
            {
                "name": holding.without(row["name"], text).strip(),
                "words": json.dumps([w.strip() for w in words if w.strip()], ensure_ascii=False),
            },
        )
    for row in _rows_to_blank(db, "brands", named):
        name = (
            _free_name(db, "brands", "Brand", row)
            if holding.holds(row["name"], text)
            else row["name"]
        )
        voice = holding.json_without(row["voice"], text)
        db.table("brands").update(row["id"], {"name": name, "voice": voice})
    return counts


def rewrite_file(db: Database) -> None:
    """Merge the full-text indexes and rewrite the file so that deleted words are gone from it."""
    for index in ("reviews_terms", "drafts_terms"):
        db.conn.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
    db.conn.execute("VACUUM")
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rows_to_blank(db: Database, table: str, named: dict[str, Any]) -> list[dict[str, Any]]:
    return list(db.query(f"SELECT * FROM [{table}] WHERE {_BLANKED[table].where()}", named))


def _free_name(db: Database, table: str, word: str, row: dict[str, Any]) -> str:
    name = f"{word} {row['id']}"
    while db.conn.execute(
        f"SELECT 1 FROM [{table}] WHERE workspace_id = ? AND name = ?", [row["workspace_id"], name]
    ).fetchone():
        name += "*"
    return name
