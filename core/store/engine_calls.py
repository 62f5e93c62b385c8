"""Rows of the table `engine_calls`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils.db import Database


def add(db: Database, workspace: int, row: Mapping[str, Any]) -> None:
    """Store what one engine took for one request."""
    db.table("engine_calls").insert({"workspace_id": workspace} | dict(row))


def of_request(db: Database, workspace: int, request: str) -> list[dict[str, Any]]:
    """The rows of one request, in the order in which the engines were asked."""
    return list(
        db.query(
            "SELECT * FROM engine_calls WHERE workspace_id = ? AND request = ? ORDER BY id",
            [workspace, request],
        )
    )


def totals(db: Database, workspace: int) -> list[dict[str, Any]]:
    """What each engine took in all.

    `requests` had the engine's part in them, `first` is the mean time to the first text in
    seconds, `seconds` the mean per request; tokens are sums, None where nobody counted.
    """
    return list(
        db.query(
            """SELECT engine, count(*) AS requests, sum(calls) AS calls, sum(texts) AS texts,
                 sum(failures) AS failures, avg(seconds) AS seconds, avg(first) AS first,
                 sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
                 max(estimated) AS estimated
               FROM engine_calls WHERE workspace_id = ? GROUP BY engine""",
            [workspace],
        )
    )
