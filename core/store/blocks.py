"""Blocks of neighbouring reviews read into arrays. See core.store.columns for what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils.db import Database

from core.store.block_tables import BLOCK_BITS

Arrays = dict[str, NDArray[Any]]
Words = dict[str, dict[str, int]]

LABELS = ("negative", "neutral", "positive")
NAMED = ("product", "origin", "country", "language", "version", "emotion", "aspect")
_NUMBERS = ("rating", "polarity", "confidence")
_KINDS: dict[str, type[Any]] = {
    "id": np.int64,
    "day": np.int32,
    "label": np.int8,
    "unsure": np.int8,
    "theme": np.int64,
    **dict.fromkeys(_NUMBERS, np.float64),
    **dict.fromkeys(NAMED[:-1], np.int32),
    "mention_row": np.int32,
    "mention_aspect": np.int32,
    "mention_polarity": np.int8,
}
_FACTS = f"""SELECT r.id, r.posted_on, r.label, r.unsure, t.theme_id,
      {", ".join(f"r.{name}" for name in (*_NUMBERS, *NAMED[:-1]))}
    FROM _review_facts AS r LEFT JOIN review_themes AS t ON t.review_id = r.id
    WHERE r.id BETWEEN :first AND :last AND r.workspace_id = :workspace ORDER BY r.id"""
_MENTIONS = """SELECT r.id, a.canonical, a.polarity FROM _review_facts AS r
    CROSS JOIN reading_aspects AS a ON a.review_id = r.id AND a.version = r.version AND a.worst
    WHERE r.id BETWEEN :first AND :last AND r.workspace_id = :workspace"""
_HITS = """SELECT r.id, 'label:' || h.label_id,
      CASE min((h.polarity = 'positive') - (h.polarity = 'negative'))
        WHEN -1 THEN 'negative' WHEN 0 THEN 'neutral' ELSE 'positive' END
    FROM _review_facts AS r CROSS JOIN label_hits AS h ON h.review_id = r.id
    WHERE r.id BETWEEN :first AND :last AND r.workspace_id = :workspace
    GROUP BY r.id, h.label_id"""


def block_versions(db: Database) -> dict[int, int]:
    """The version of each block, by block; another one says that its content changed."""
    rows = db.conn.execute("SELECT block, version FROM _review_blocks ORDER BY block")
    return dict(rows.fetchall())


def read_block(db: Database, workspace: int, block: int, words: Words) -> Arrays:
    """The columns of a block's reviews in a workspace. New words are added to `words`."""
    first = block << BLOCK_BITS
    bounds = {"first": first, "last": first + (1 << BLOCK_BITS) - 1, "workspace": workspace}
    facts = db.conn.execute(_FACTS, bounds).fetchall()
    if not facts:
        return empty_block()
    ids, days, labels, unsure, themes, *rest = zip(*facts, strict=True)
    numbers, named = rest[: len(_NUMBERS)], rest[len(_NUMBERS) :]
    found: dict[str, Any] = {
        "id": ids,
        "day": _mapped(days, _ordinal),
        "label": _mapped(labels, lambda word: LABELS.index(word) if word else -1),
        "unsure": [-1 if value is None else value for value in unsure],
        "theme": [theme or 0 for theme in themes],
        **dict(zip(_NUMBERS, numbers, strict=True)),
    }
    for name, values in zip(NAMED[:-1], named, strict=True):
        found[name] = _mapped(values, _coder(words[name]))
    mentions = db.conn.execute(_MENTIONS, bounds).fetchall()
    mentions += db.conn.execute(_HITS, bounds).fetchall()
    reviews, aspects, polarities = zip(*mentions, strict=True) if mentions else ((), (), ())
    found["mention_row"] = np.searchsorted(np.array(ids), np.array(reviews, dtype=np.int64))
    found["mention_aspect"] = _mapped(aspects, _coder(words["aspect"]))
    found["mention_polarity"] = _mapped(polarities, LABELS.index)
    return {name: np.array(found[name], dtype=kind) for name, kind in _KINDS.items()}


def empty_block() -> Arrays:
    """The columns of no review."""
    return {name: np.empty(0, dtype=kind) for name, kind in _KINDS.items()}


def _mapped(values: Iterable[Any], meaning: Callable[[Any], int]) -> list[int]:
    """What each value means, found out once for each different one."""
    held = list(values)
    known = {value: meaning(value) for value in dict.fromkeys(held)}
    return [known[value] for value in held]


def _coder(words: dict[str, int]) -> Callable[[str | None], int]:
    return lambda word: -1 if word is None else words.setdefault(word, len(words))


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0
