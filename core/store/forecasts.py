"""Rows of what customers will do, and what can be foretold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils.db import Database

ORDERS = {
    "chance": "chance DESC",
    "value": "value DESC",
    "stake": "chance * coalesce(value, 1) DESC",
}
_COLUMNS = (
    "customer_key, chance, low, high, expected, value, value_low, value_high, segment, is_open, "
    "fold, details"
)


def replace(
    db: Database, workspace: int, forecast: dict[str, Any], rows: Iterable[tuple[Any, ...]]
) -> int:
    """Store a forecast (kind, settings, figures, inputs, model) with its customers, each a tuple
    in the order of the table, in place of the last one of its kind; its id."""
    db.conn.execute(
        "DELETE FROM forecasts WHERE workspace_id = ? AND kind = ?", [workspace, forecast["kind"]]
    )
    cursor = db.conn.execute(
        """INSERT INTO forecasts (workspace_id, kind, settings, figures, inputs, model)
           VALUES (:workspace, :kind, :settings, :figures, :inputs, :model)""",
        {**forecast, "workspace": workspace},
    )
    id = int(cursor.lastrowid or 0)
    db.conn.executemany(
        f"""INSERT INTO forecast_rows (forecast_id, {_COLUMNS})
            VALUES ({id:d}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )
    return id


def latest(db: Database, workspace: int, kind: str) -> dict[str, Any] | None:
    """The newest forecast of a kind."""
    rows = db.query(
        "SELECT * FROM forecasts WHERE workspace_id = ? AND kind = ? ORDER BY id DESC LIMIT 1",
        [workspace, kind],
    )
    return next(iter(rows), None)


def delete(db: Database, workspace: int, id: int) -> bool:
    """Delete a forecast with its rows; whether there was one."""
    cursor = db.conn.execute(
        "DELETE FROM forecasts WHERE workspace_id = ? AND id = ?", [workspace, id]
    )
    return cursor.rowcount > 0


def listed(
    db: Database, forecast: int, order: str, segment: str | None, limit: int
) -> list[dict[str, Any]]:
    """Open customers of a forecast, of one segment or all, the first `limit` in an order."""
    where = ""
    params: list[Any] = [forecast]
    if segment is not None:
        where, params = " AND segment = ?", [forecast, segment]
    return list(
        db.query(
            f"""SELECT {_COLUMNS} FROM forecast_rows
                WHERE forecast_id = ? AND is_open{where}
                ORDER BY {ORDERS[order]}, customer_key LIMIT {limit:d}""",
            params,
        )
    )


def row(db: Database, forecast: int, key: str) -> dict[str, Any] | None:
    """One customer's row."""
    rows = db.query(
        f"SELECT {_COLUMNS} FROM forecast_rows WHERE forecast_id = ? AND customer_key = ?",
        [forecast, key],
    )
    return next(iter(rows), None)


def by_segment(db: Database, forecast: int) -> list[dict[str, Any]]:
    """Of each segment: open customers, mean chance, expected purchases and value in all."""
    return list(
        db.query(
            """SELECT segment, count(*) AS customers, avg(chance) AS chance,
                 sum(expected) AS expected, sum(value) AS value
               FROM forecast_rows WHERE forecast_id = ? AND is_open
               GROUP BY segment ORDER BY customers DESC""",
            [forecast],
        )
    )


def spread(db: Database, forecast: int, bins: int = 20) -> list[tuple[int, int]]:
    """How many open customers have a chance in each of so many equal bins: (bin, customers)."""
    return [
        tuple(found)
        for found in db.conn.execute(
            """SELECT min(CAST(chance * ? AS INTEGER), ? - 1) AS bin, count(*) FROM forecast_rows
               WHERE forecast_id = ? AND is_open GROUP BY bin ORDER BY bin""",
            [bins, bins, forecast],
        )
    ]


def values(db: Database, source: int, column: str) -> list[tuple[Any, int]]:
    """The commonest values of an attribute among a file's customers, None where unknown."""
    path = '$."' + column.replace('"', '\\"') + '"'
    return db.conn.execute(
        """SELECT json_extract(attributes, ?) AS value, count(*) AS n FROM customers
           WHERE source_id = ? GROUP BY value ORDER BY n DESC LIMIT 13""",
        [path, source],
    ).fetchall()


def attributes(db: Database, workspace: int, keys: list[str]) -> dict[str, str]:
    """The attributes (JSON) of some customers by key."""
    found: dict[str, str] = {}
    for first in range(0, len(keys), 500):
        some = keys[first : first + 500]
        marks = ", ".join("?" * len(some))
        found |= dict(
            db.conn.execute(
                f"""SELECT customer_key, attributes FROM customers
                    WHERE workspace_id = ? AND customer_key IN ({marks})""",
                [workspace, *some],
            ).fetchall()
        )
    return found


def dated_purchases(db: Database, workspace: int) -> tuple[str, str] | None:
    """The first and the last day with a purchase, None where none is dated."""
    first, last = db.conn.execute(
        "SELECT min(bought_at), max(bought_at) FROM transactions WHERE workspace_id = ?",
        [workspace],
    ).fetchone()
    return (first[:10], last[:10]) if first else None
