"""Counts over every table of a workspace."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.store.counts import aspects, most_complained, span, totals
from core.store.selections import Selection, select
from core.store.store import Store

RECENT_DAYS = 90


def counts(everything: Selection, workspace: int) -> dict[str, Any]:
    """The fields of core.overview.Overview from all reviews of a workspace, and its rows."""
    return _reviews(everything) | _others(everything.store, workspace)


def _reviews(everything: Selection) -> dict[str, Any]:
    found = totals(everything)
    read = found["read"]
    dated = span(everything)
    spoken = everything
    if dated:
        since = date.fromisoformat(dated[1]) - timedelta(days=RECENT_DAYS - 1)
        spoken = select(everything.store, everything.columns, {"since": since.isoformat()})
    worst = most_complained(aspects(spoken))
    return {
        "reviews": found["reviews"],
        "unread": found["reviews"] - read,
        "net_sentiment": 100 * (found["positive"] - found["negative"]) / read if read else None,
        "worst_aspect": worst["aspect"] if worst else None,
        "worst_aspect_negative": worst["negative"] if worst else 0,
        "dated": dated is not None,
    }


def _others(store: Store, workspace: int) -> dict[str, Any]:
    with store.open() as db:
        return next(
            iter(
                db.query(
                    """SELECT
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
