"""A file of results by draft: read as a whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_

_COLUMNS = {
    "draft": ("draft", "draftid", "id", "adid", "文案", "文案id", "文案编号", "编号", "草稿"),
    "impressions": (
        "impressions",
        "impr",
        "views",
        "shown",
        "sent",
        "展示",
        "展示量",
        "曝光",
        "曝光量",
    ),
    "clicks": ("clicks", "click", "opens", "点击", "点击量", "点击数"),
    "conversions": (
        "conversions",
        "conv",
        "orders",
        "sales",
        "purchases",
        "转化",
        "转化数",
        "转化量",
        "订单",
    ),
}
_NEEDED = ("draft", "impressions", "clicks")
_LISTED = 8

Counts = dict[int, tuple[int, int, int]]


@dataclass(frozen=True)
class Imported:
    """What a file held: rows, the drafts they are of, and how many of these have new figures."""

    rows: int
    drafts: int
    changed: int


def counts_of(frame: pd.DataFrame, name: str) -> Counts:
    """Impressions, clicks and conversions by draft id; rows of one draft are added up.

    An empty count is 0. Raises InputRejected for a missing column, and for a row whose draft is
    missing or no number, or whose counts are negative, no whole numbers (thousands may be parted
    by commas, not by dots), or larger than its impressions.
    """
    columns = _matched(list(frame.columns), name)
    found: Counts = {}
    for place, row in enumerate(frame.itertuples(index=False), 2):
        cells = dict(zip(frame.columns, row, strict=True))
        if not any(str(cell).strip() for cell in cells.values()):
            continue
        if not str(cells[columns["draft"]]).strip():
            raise InputRejected(
                N_("Row {row} has no draft id."),
                N_("Correct it; nothing was stored."),
                row=place,
            )
        numbers = {
            field: _whole(str(cells[column]), place, column) for field, column in columns.items()
        }
        counts = numbers["impressions"], numbers["clicks"], numbers.get("conversions", 0)
        must_be_possible(*counts, row=place)
        before = found.get(numbers["draft"], (0, 0, 0))
        found[numbers["draft"]] = (
            before[0] + counts[0],
            before[1] + counts[1],
            before[2] + counts[2],
        )
    return found


def must_be_possible(impressions: int, clicks: int, conversions: int, row: int = 0) -> None:
    """Raises InputRejected for negative counts and for more hits than impressions."""
    if min(impressions, clicks, conversions) < 0:
        message = N_("Row {row} has a negative count.") if row else N_("A count is negative.")
    elif max(clicks, conversions) > impressions:
        message = (
            N_("Row {row} has more clicks or conversions than impressions.")
            if row
            else N_("There are more clicks or conversions than impressions.")
        )
    else:
        return
    raise InputRejected(message, N_("Correct it; nothing was stored."), row=row)


def unknown_drafts(ids: list[int]) -> InputRejected:
    """The error for results of drafts that are not here."""
    return InputRejected(
        N_("{count} of the draft ids are not in this workspace: {ids}."),
        N_("Use the ids that the Library shows; nothing was stored."),
        count=len(ids),
        ids=", ".join(map(str, ids[:_LISTED])) + ("…" if len(ids) > _LISTED else ""),
    )


def _matched(names: list[str], file: str) -> Mapping[str, str]:
    plain = {re.sub(r"[\s_\-.()（）]", "", name.lower()): name for name in reversed(names)}
    found = {
        field: next(plain[word] for word in words if word in plain)
        for field, words in _COLUMNS.items()
        if any(word in plain for word in words)
    }
    missing = [field for field in _NEEDED if field not in found]
    if missing:
        raise InputRejected(
            N_("The file {name} has no column for: {missing}."),
            N_("Name the columns draft, impressions, clicks and, if you have them, conversions."),
            name=file,
            missing=tuple(missing),
        )
    return found


def _whole(cell: str, row: int, column: str) -> int:
    text = cell.strip().replace("，", ",").replace("\u2212", "-") or "0"
    # A dot before three digits may part thousands, a comma before fewer may be a decimal one.
    if re.fullmatch(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.00?)?", text):
        return int(text.split(".")[0].replace(",", ""))
    raise InputRejected(
        N_("Row {row}: “{cell}” under {column} is no whole number."),
        N_("Correct it; nothing was stored."),
        row=row,
        cell=cell[:40],
        column=column,
    )
