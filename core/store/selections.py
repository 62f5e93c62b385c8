"""Reviews picked by conditions: a mask over the columns of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.store.blocks import LABELS
from core.store.columns import Columns
from core.store.store import Store

Mask = NDArray[np.bool_]

_CODED = ("product", "origin", "language", "country", "emotion")
_FOUND = "SELECT group_concat(rowid) FROM reviews_terms WHERE reviews_terms MATCH ?"
_THEIRS = """SELECT group_concat(id) FROM reviews WHERE workspace_id = ?
             AND customer_key IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, eq=False)
class Selection:
    """Some reviews of a workspace; `mask` says of each in `columns` whether it is one."""

    store: Store
    columns: Columns
    mask: Mask

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """Their places in the columns."""
        return np.flatnonzero(self.mask).astype(np.int32)

    @property
    def ids(self) -> NDArray[np.int64]:
        """Their ids, ascending."""
        return self.columns["id"][self.rows]

    @cached_property
    def mentions(self) -> NDArray[np.int32]:
        """The places of their mentions, labels of a person's own among them."""
        return np.flatnonzero(self.mask[self.columns["mention_row"]]).astype(np.int32)

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, name: str) -> NDArray[Any]:
        """A column of theirs."""
        return self.columns[name][self.rows]

    def narrowed(self, mask: Mask) -> Selection:
        """Those of them that a mask over the columns picks too."""
        return Selection(self.store, self.columns, self.mask & mask)

    def matching(self, expression: str) -> Selection:
        """Those of them that an FTS5 expression finds; "" finds nothing."""
        return self.narrowed(_matching(self.store, self.columns, expression))


def select(store: Store, held: Columns, filters: Mapping[str, Any]) -> Selection:
    """The reviews that fulfil every condition that is not None, out of those in `held`.

    Keys of `filters`: since, until (ISO days, both included, which leave out the undated),
    product, origin, language, country, sentiment, emotion, aspect and feeling (ids of aspects
    or "label:7" of a label), polarity (with which it speaks of the aspect), unsure, theme,
    customers (keys as a JSON list), min_rating, max_rating, and match (an FTS5 expression; ""
    finds nothing).
    """
    asked = {name: value for name, value in filters.items() if value is not None}

    key = tuple(sorted(asked.items()))
    # The mask and not the selection: that holds the store, which must not hold itself.
    mask = held.remembered(key, lambda: _mask(store, held, asked))
    return Selection(store, held, mask)


def _mask(store: Store, held: Columns, asked: dict[str, Any]) -> Mask:
    mask = np.ones(len(held), dtype=np.bool_)
    for name, fulfilled in _TESTS.items():
        if name in asked:
            mask &= fulfilled(held, asked[name])
    for name in _CODED:
        if name in asked:
            mask &= held[name] == held.code(name, asked[name])
    if "aspect" in asked:
        mask &= _speaking(held, asked["aspect"], asked.get("polarity"))
    if "feeling" in asked:
        mask &= _speaking(held, asked["feeling"], None)
    if "customers" in asked:
        mask &= _among(store, held, _THEIRS, [held.workspace, asked["customers"]])
    if "match" in asked:
        mask &= _matching(store, held, asked["match"])
    return mask


_TESTS: dict[str, Callable[[Columns, Any], Mask]] = {
    "since": lambda held, day: held["day"] >= _ordinal(day),
    "until": lambda held, day: (held["day"] > 0) & (held["day"] <= _ordinal(day)),
    "min_rating": lambda held, stars: held["rating"] >= stars,
    "max_rating": lambda held, stars: held["rating"] <= stars,
    "sentiment": lambda held, label: held["label"] == LABELS.index(label),
    "unsure": lambda held, unsure: held["unsure"] == int(unsure),
    "theme": lambda held, theme: held["theme"] == theme,
}


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _speaking(held: Columns, aspect: str, polarity: str | None) -> Mask:
    mentions = held["mention_aspect"] == held.code("aspect", aspect)
    if polarity is not None:
        mentions &= held["mention_polarity"] == LABELS.index(polarity)
    mask = np.zeros(len(held), dtype=np.bool_)
    mask[held["mention_row"][mentions]] = True
    return mask


def _matching(store: Store, held: Columns, expression: str) -> Mask:
    def found() -> Mask:
        return _among(store, held, _FOUND, [expression])

    if not expression:
        return np.zeros(len(held), dtype=np.bool_)
    return held.remembered(("match", expression), found)


def _among(store: Store, held: Columns, sql: str, params: list[Any]) -> Mask:
    mask = np.zeros(len(held), dtype=np.bool_)
    with store.open() as db:
        # One text of all ids is read many times sooner than as many rows.
        ids = db.conn.execute(sql, params).fetchone()[0]
    if ids:
        mask[held.rows_of(np.fromstring(str(ids), dtype=np.int64, sep=","))] = True
    return mask
