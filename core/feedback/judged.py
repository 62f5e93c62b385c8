"""A draft with what people said of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Judged:
    """A draft with its standing votes; `given` is the text of its brief, which is no wording.

    `comments` belong to thumbs down. `voted_at` is the time of the last vote (UTC, ISO).
    """

    text: str
    ups: int
    downs: int
    reasons: frozenset[str]
    given: str
    comments: tuple[str, ...] = ()
    product: str = ""
    voted_at: str = ""

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Judged:
        """From a row of `store.ratings.judged`."""
        brief = json.loads(row["brief"]) if row["brief"] else {}
        values = (value if isinstance(value, list) else [value] for value in brief.values())
        comments = (row["comments"] or "").splitlines()
        return cls(
            text=row["text"],
            ups=int(row["ups"]),
            downs=int(row["downs"]),
            reasons=frozenset((row["reasons"] or "").split()),
            given=" ".join(str(text) for texts in values for text in texts).lower(),
            comments=tuple(comment for comment in comments if comment.strip()),
            product=str(brief.get("product") or ""),
            voted_at=row["voted_at"],
        )
