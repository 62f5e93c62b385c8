"""The reviews of a selection with their readings as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.store import insights
from core.store.selections import Selection
from core.tables import write_table

FORMATS = ("csv", "xlsx", "parquet", "jsonl")
_BATCH = 5000
_MOST_IN_SPREADSHEET = 1_000_000


def export_reviews(chosen: Selection, target: Path | IO[bytes], format: str) -> int:
    """Write a selection in one of FORMATS, oldest import first; the number of rows.

    Columns: id, date, rating, product, source, country, language, text, sentiment (after
    corrections), polarity, confidence, unsure, emotion, and the aspects as a list of {aspect,
    term, polarity}. Texts that a spreadsheet would run as formulas are defused. Raises
    InputRejected for another format and for more rows than a spreadsheet holds.
    """
    if format not in FORMATS:
        raise InputRejected(
            N_("“{value}” is no format of a table."),
            N_("Use one of: {formats}."),
            value=format,
            formats=tuple(FORMATS),
        )
    if format == "xlsx" and len(chosen) > _MOST_IN_SPREADSHEET:
        raise InputRejected(
            N_("A spreadsheet holds at most a million rows."),
            N_("Export as CSV or Parquet, or choose fewer reviews."),
        )
    return write_table(_frames(chosen), target, format, mark=True)


def _frames(chosen: Selection) -> Iterator[pd.DataFrame]:
    after = 0
    with chosen.store.open() as db:
        while rows := insights.rows_after(db, chosen, after, _BATCH):
            aspects = insights.aspects_of(db, [row["id"] for row in rows])
            frame = pd.DataFrame(rows).astype({"rating": "float64", "unsure": "boolean"})
            frame["aspects"] = [aspects.get(row["id"], []) for row in rows]
            yield frame
            after = rows[-1]["id"]
        if not after:
            yield pd.DataFrame(columns=[*insights.EXPORTED, "aspects"])
