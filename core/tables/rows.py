"""Rows of text cells under unique column names: what every file format is turned into."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from math import isnan
from typing import Protocol

from core.i18n import N_, NN_
from core.tables.sniffing import Note

_DATE_LIKE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
_LONGEST_NAME = 80


class Rows(Protocol):
    """Rows that can be gone through again and again, each as long as `columns`."""

    columns: list[str]

    def __iter__(self) -> Iterator[list[str]]: ...

    def notes(self) -> list[Note]: ...


class Ragged:
    """Makes rows as long as the header, losing no cell, and counts where it had to."""

    def __init__(self, width: int, joint: str) -> None:
        self.width = width
        self.joint = joint
        self.fitted = 0

    def fit(self, row: list[str]) -> list[str]:
        """Short rows get empty cells; what a long row has too much joins its last cell."""
        if len(row) == self.width:
            return row
        surplus = [cell for cell in row[self.width :] if cell]
        if len(row) < self.width or surplus:
            self.fitted += 1
        row = row[: self.width] + [""] * (self.width - len(row))
        if surplus:
            row[-1] = self.joint.join([row[-1], *surplus])
        return row

    def notes(self) -> list[Note]:
        if not self.fitted:
            return []
        message = NN_(
            "{count} row has more or fewer cells than there are columns.",
            "{count} rows have more or fewer cells than there are columns.",
            self.fitted,
        )
        return [(message, {"count": self.fitted})]


def unique_names(names: list[str]) -> tuple[list[str], list[Note]]:
    """Column names made unique as "name", "name (2)"; empty ones become "Column 3"."""
    taken: set[str] = set()
    unique: list[str] = []
    doubled: list[str] = []
    for position, raw in enumerate(names, 1):
        name = " ".join(raw.split()).strip("\ufeff") or f"Column {position}"
        candidate, copy = name, 1
        while candidate in taken:
            copy += 1
            candidate = f"{name} ({copy})"
        if copy > 1:
            doubled.append(name)
        taken.add(candidate)
        unique.append(candidate)
    if not doubled:
        return unique, []
    message = N_("Several columns are called “{names}”; the later ones got a number.")
    return unique, [(message, {"names": "”, “".join(dict.fromkeys(doubled))})]


def looks_like_data(first: list[str]) -> bool:
    """Whether a file's first row is a row and not its column names."""
    return any(len(cell) > _LONGEST_NAME or _DATE_LIKE.match(cell) for cell in first)


def cell_text(value: object) -> str:
    """A cell of any type as text: ISO dates, whole floats without ".0", nested values as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, int | date | time | Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)
