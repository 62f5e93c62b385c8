"""The state of the loop at a glance, from a handful of indexed counts."""

from __future__ import annotations

from dataclasses import dataclass

from core.reviews import Filters
from core.reviews.selection import selection
from core.store import overview as rows
from core.store.overview import RECENT_DAYS
from core.store.store import Store

__all__ = ["RECENT_DAYS", "Overview", "overview"]


@dataclass(frozen=True)
class Overview:
    """What the workspace holds. Counts are rows; `votes_up` and `votes_down` count the vote
    that stands of each person on each draft. Net sentiment is -100..100, None without readings.
    `worst_aspect` is the one that most reviews complain of in the RECENT_DAYS up to the newest
    review, where reviews are `dated`, else in all; None where not even two do.
    """

    reviews: int
    unread: int
    net_sentiment: float | None
    customers: int
    personas: int
    briefs: int
    drafts: int
    unrated: int
    votes_up: int
    votes_down: int
    worst_aspect: str | None
    worst_aspect_negative: int
    dated: bool

    @property
    def empty(self) -> bool:
        return not (self.reviews or self.personas or self.drafts or self.customers)


def overview(store: Store, workspace: int) -> Overview:
    """Count everything once; some hundredths of a second on a workspace of a million reviews,
    once its columns are in memory (core.store.columns)."""
    return Overview(**rows.counts(selection(store, workspace, Filters()), workspace))
