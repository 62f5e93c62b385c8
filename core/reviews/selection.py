"""Filters as a condition on stored reviews."""

from __future__ import annotations

from core.reviews.aspects.grouping import regroup
from core.reviews.filters import Filters
from core.store import reviews
from core.store.insights import Where
from core.store.store import Store


def selection(store: Store, workspace: int, filters: Filters) -> Where:
    """SQL and parameters that pick a selection's reviews; terms are grouped first where the
    filters name an aspect. See core.store.reviews.condition."""
    if filters.aspect is not None:
        regroup(store)
    return reviews.condition(workspace, filters.as_conditions())
