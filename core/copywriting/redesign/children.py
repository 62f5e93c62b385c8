"""Storing a draft that was made out of another one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from core.copywriting.checks.check import Check
from core.copywriting.draft import Draft
from core.copywriting.library.library import draft_from_row
from core.copywriting.writing.desk import CopyDesk
from core.store import drafts as rows

_INHERITED = ("brief_id", "brand_id", "persona_id", "channel", "language", "position", "seed")


def store_child(
    desk: CopyDesk,
    parent: Mapping[str, Any],
    text: str,
    change: Mapping[str, Any],
    *,
    checks: Sequence[Check],
    scores: Mapping[str, float],
    engine: str,
    persona_id: int | None = None,
) -> Draft:
    """The redesign as stored: of the same brief, brand and channel, its parent the old draft.

    An answer to a thumb down joins the request of the old one; others begin a request of
    their own.
    """
    kept = {key: parent["parameters"][key] for key in ("channel",) if key in parent["parameters"]}
    values = {name: parent[name] for name in _INHERITED} | {
        "parent_id": parent["id"],
        "request": parent["request"] if change.get("reason") else uuid.uuid4().hex,
        "origin": "redesign",
        "text": text,
        "engine": engine,
        "parameters": {"change": dict(change), **kept},
        "usable": True,
        "checks": [finding.to_dict() for finding in checks],
        "scores": dict(scores),
        "seconds": 0.0,
    }
    if persona_id:
        values["persona_id"] = persona_id
    with desk.store.writing() as db:
        return draft_from_row(rows.add_draft(db, desk.workspace, values))
