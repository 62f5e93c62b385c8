"""Texts and rows of the reviews of a selection: samples, quotes, the unhappiest, all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils.db import Database

from core.store.blocks import LABELS
from core.store.selections import Selection

EXPORTED = (
    "id", "date", "rating", "product", "source", "country", "language", "text", "sentiment",
    "polarity", "confidence", "unsure", "emotion",
)  # fmt: skip

_LABEL = "label:"
_AMONG = "r.id IN (SELECT value FROM json_each(:ids))"
# CROSS JOIN keeps the order of a scan: the mentions are looked up review by review.
_MENTIONS = "CROSS JOIN reading_aspects AS a ON a.review_id = r.id AND a.version = r.version"
_HITS = "CROSS JOIN label_hits AS a ON a.review_id = r.id"
_QUOTED_AT_ONCE = 256
_UNHAPPY = """r.id, r.posted_on, r.rating, r.product, r.origin, r.language, r.confidence,
    r.unsure, r.emotion, r.polarity"""


def sample(db: Database, selection: Selection, most: int) -> list[tuple[int, str]]:
    """(id, text) of at most `most` reviews of a selection, spread over it by a fixed scramble of
    their ids: asked again the same come."""
    ids = selection.ids
    if len(ids) > most:
        ids = ids[np.argpartition((ids * 2654435761) % 4294967296, most)[:most]]
    return sorted(texts(db, ids.tolist()).items())


def texts(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """The texts of some reviews by id."""
    return dict(
        db.conn.execute(
            f"SELECT r.id, r.text FROM reviews AS r WHERE {_AMONG}", {"ids": _listed(ids)}
        ).fetchall()
    )


def quotes(
    db: Database, selection: Selection, aspect: str, polarity: str, limit: int
) -> list[dict[str, Any]]:
    """id, text, start and end of the newest sure mentions of an aspect with a polarity in
    reviews of that sentiment, one a review; of any aspect where it is ""."""
    found: list[dict[str, Any]] = []
    for ids in _mentioning(selection, aspect, polarity):
        found += _quoted(db, ids, aspect, polarity)
        if len(found) >= limit:
            break
    return found[:limit]


def unhappy(db: Database, selection: Selection, limit: int) -> list[dict[str, Any]]:
    """Negative reviews of a selection, the surest, angriest and lowest rated first: id,
    posted_on, rating, product, origin, language, confidence, unsure, emotion, polarity."""
    held = selection.columns
    rows = selection.rows[selection.of("label") == LABELS.index("negative")]
    stirred = np.isin(held["emotion"][rows], [held.code("emotion", e) for e in ("anger", "fear")])
    stars = np.nan_to_num(held["rating"][rows], nan=3.0)
    score = held["confidence"][rows] + 0.5 * stirred - 0.1 * stars
    ids = held["id"][first_by(rows, -score, limit)].tolist()
    found = {row["id"]: row for row in unhappy_among(db, ids)}
    return [found[id] for id in ids if id in found]


def unhappy_among(db: Database, ids: Iterable[int]) -> list[dict[str, Any]]:
    """The same of some reviews, as far as they are negative."""
    return list(
        db.query(
            f"SELECT {_UNHAPPY} FROM _review_facts AS r WHERE r.label = 'negative' AND {_AMONG}",
            {"ids": _listed(ids)},
        )
    )


def newest(selection: Selection, limit: int) -> list[int]:
    """The ids of a selection's newest reviews, the newest first; the undated last."""
    rows = first_by(selection.rows, -selection.of("day"), limit)
    return selection.columns["id"][rows].tolist()


def first_by(
    rows: NDArray[np.int32], keys: NDArray[Any], limit: int, newest: bool = True
) -> NDArray[np.int32]:
    """The `limit` rows with the smallest keys in their order, NaN last; of equal ones those
    that came last come first, or those that came first where not `newest`."""
    keys = np.where(np.isnan(keys), np.inf, keys)
    if 0 < limit < len(rows):
        kept = keys <= np.partition(keys, limit - 1)[limit - 1]
        rows, keys = rows[kept], keys[kept]
    return rows[np.lexsort((-rows if newest else rows, keys))][:limit]


def rows_after(db: Database, selection: Selection, after: int, limit: int) -> list[dict[str, Any]]:
    """The columns EXPORTED of a selection's reviews past id `after`, by id."""
    ids = selection.ids
    begin = int(np.searchsorted(ids, after, side="right"))
    return list(
        db.query(
            f"""SELECT r.id, r.posted_on AS date, r.rating, r.product, r.origin AS source,
                  r.country, r.language, t.text, r.label AS sentiment, r.polarity, r.confidence,
                  r.unsure, r.emotion
                FROM _review_facts AS r CROSS JOIN reviews AS t ON t.id = r.id
                WHERE {_AMONG} ORDER BY r.id""",
            {"ids": _listed(ids[begin : begin + limit].tolist())},
        )
    )


def aspects_of(db: Database, ids: list[int]) -> dict[int, list[dict[str, str]]]:
    """aspect, term and polarity of each mention in the readings in force, by review."""
    found: dict[int, list[dict[str, str]]] = {}
    rows = db.conn.execute(
        f"""SELECT r.id, a.canonical, a.aspect, a.polarity FROM _review_facts AS r {_MENTIONS}
            WHERE {_AMONG} ORDER BY r.id, a.position""",
        {"ids": _listed(ids)},
    )
    for id, aspect, term, polarity in rows:
        found.setdefault(id, []).append({"aspect": aspect, "term": term, "polarity": polarity})
    return found


def _mentioning(selection: Selection, aspect: str, polarity: str) -> Iterator[list[int]]:
    """Ids of the reviews of a sentiment that mention an aspect so, the newest first, some at a
    time."""
    held, side = selection.columns, LABELS.index(polarity)
    mentions = selection.mentions
    # A label counts with its worst hit but is quoted with any of the polarity.
    if not aspect.startswith(_LABEL):
        mentions = mentions[held["mention_polarity"][mentions] == side]
    if aspect:
        mentions = mentions[held["mention_aspect"][mentions] == held.code("aspect", aspect)]
    rows = np.unique(held["mention_row"][mentions])
    rows = rows[held["label"][rows] == side][::-1]
    for begin in range(0, len(rows), _QUOTED_AT_ONCE):
        yield held["id"][rows[begin : begin + _QUOTED_AT_ONCE]].tolist()


def _quoted(db: Database, ids: list[int], aspect: str, polarity: str) -> list[dict[str, Any]]:
    joined, test = f"{_MENTIONS} AND a.worst", "(a.canonical = :aspect OR :aspect = '')"
    if aspect.startswith(_LABEL):
        joined, test = _HITS, "a.label_id = :label"
    return list(
        db.query(
            f"""SELECT r.id, t.text, a.start, a."end" FROM _review_facts AS r {joined}
                CROSS JOIN reviews AS t ON t.id = r.id
                WHERE {_AMONG} AND {test} AND r.label = :polarity AND a.polarity = :polarity
                  AND a.confidence >= 0.5
                GROUP BY r.id ORDER BY r.id DESC""",
            {
                "ids": _listed(ids),
                "aspect": aspect,
                "label": aspect.removeprefix(_LABEL),
                "polarity": polarity,
            },
        )
    )


def _listed(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))
