"""Drafts put straight into a store, as an engine's answer to one request."""

from __future__ import annotations

from collections.abc import Iterable

from core.copywriting import Brief
from core.store import drafts as rows
from core.store.store import Store


def keep_drafts(store: Store, brief: Brief, texts: Iterable[str]) -> list[int]:
    """The ids of usable drafts with these texts, in their order."""
    with store.writing() as db:
        common = {
            "brief_id": rows.keep_brief(db, 1, brief.digest, brief.to_dict()),
            "request": "r",
            "origin": "engine",
            "channel": "x_post",
            "language": "en",
            "engine": "copybook",
            "usable": True,
            "checks": [],
            "scores": {},
        }
        return [rows.add_draft(db, 1, common | {"text": text})["id"] for text in texts]
