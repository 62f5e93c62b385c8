"""How far a file may grow while it is read, and sizes as people read them."""

from __future__ import annotations

from core.errors import InputRejected
from core.i18n import N_

MOST_COLUMNS = 2000

# Real exports shrink to a tenth, the most repetitive to a hundredth of their size.
_MAX_RATIO = 200
_RATIO_COUNTS_FROM = 32 * 1024 * 1024


def unpack_limit(packed: int, ceiling: int) -> int:
    """The bytes a file of `packed` bytes may unpack to, never more than `ceiling`."""
    return min(ceiling, max(_RATIO_COUNTS_FROM, _MAX_RATIO * packed))


def unpacks_too_far(name: str, limit: int) -> InputRejected:
    """The error for a file that would unpack to more than `limit` bytes."""
    return InputRejected(
        N_("The file {name} unpacks to more than {limit}."),
        N_("Split it into smaller files."),
        name=name,
        limit=printable_size(limit),
    )


def columns_within(name: str, count: int) -> None:
    """Raises InputRejected for a table with more columns than can be kept apart.

    A short line of names would otherwise make every row of a long file as wide as itself.
    """
    if count > MOST_COLUMNS:
        raise InputRejected(
            N_("The file {name} has more than {limit} columns."),
            N_("Keep the columns you need and export it again."),
            name=name,
            limit=MOST_COLUMNS,
        )


def printable_size(size: int) -> str:
    """A size in bytes as "200 MB"."""
    if size >= 1024 * 1024:
        return f"{size / (1024 * 1024):.4g} MB"
    return f"{size / 1024:.4g} KB"
