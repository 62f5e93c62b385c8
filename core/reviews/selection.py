"""Filters as a selection of stored reviews."""

from __future__ import annotations

from core.reviews.aspects.grouping import regroup
from core.reviews.filters import Filters
from core.store.columns import columns
from core.store.selections import Selection, select
from core.store.store import Store


def selection(store: Store, workspace: int, filters: Filters) -> Selection:
    """The reviews of a workspace that fulfil the filters; terms that another vocabulary grouped
    are grouped anew first. See core.store.selections.select."""
    held = columns(store, workspace)
    # Once for as long as no mention changes, and what it changes is another state.
    if held.remembered("grouped anew", lambda: regroup(store.own)):
        held = columns(store, workspace)
    return select(store, held, filters.as_conditions())
