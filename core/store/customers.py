"""Rows of customers, their purchases and the files both came from."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

import pandas as pd
from sqlite_utils.db import Database

_KINDS = "kind IN ('customers', 'transactions')"


def sources(db: Database, workspace: int) -> list[dict[str, Any]]:
    """The imported files, newest first, with how many rows each holds now."""
    return list(
        db.query(
            f"""SELECT id, kind, name, digest, mapping, report, created_at,
                  (SELECT count(*) FROM customers WHERE source_id = sources.id) AS customers,
                  (SELECT count(*) FROM transactions WHERE source_id = sources.id) AS purchases
                FROM sources WHERE workspace_id = ? AND {_KINDS} ORDER BY id DESC""",
            [workspace],
        )
    )


def same_file(db: Database, workspace: int, digest: str) -> dict[str, Any] | None:
    """The source made from a file with this digest, if there is one."""
    rows = db.query(
        f"SELECT * FROM sources WHERE workspace_id = ? AND digest = ? AND {_KINDS}",
        [workspace, digest],
    )
    return next(iter(rows), None)


def add_source(
    db: Database, workspace: int, kind: str, name: str, *, digest: str, mapping: str
) -> int:
    cursor = db.conn.execute(
        "INSERT INTO sources (workspace_id, kind, name, digest, mapping) VALUES (?, ?, ?, ?, ?)",
        [workspace, kind, name, digest, mapping],
    )
    return int(cursor.lastrowid or 0)


def set_report(db: Database, source: int, report: str) -> None:
    db.conn.execute("UPDATE sources SET report = ? WHERE id = ?", [report, source])


def delete_source(db: Database, workspace: int, source: int) -> bool:
    """Delete a file's record with its rows; whether there was one."""
    cursor = db.conn.execute(
        f"DELETE FROM sources WHERE workspace_id = ? AND id = ? AND {_KINDS}", [workspace, source]
    )
    return cursor.rowcount > 0


def add_customers(
    db: Database, workspace: int, source: int, rows: Iterable[tuple[str, str]], own: bool
) -> int:
    """Insert or complete customers from (customer_key, attributes); how many are new.

    New attributes replace old ones of the same name. With `own` the customers count as this
    file's from now on; without it only new ones do.
    """
    before = _count(db, workspace)
    moved = ", source_id = excluded.source_id" if own else ""
    db.conn.executemany(
        f"""INSERT INTO customers (workspace_id, source_id, customer_key, attributes)
            VALUES ({workspace:d}, {source:d}, ?, ?)
            ON CONFLICT (workspace_id, customer_key) DO UPDATE
            SET attributes = json_patch(attributes, excluded.attributes){moved}""",
        rows,
    )
    return _count(db, workspace) - before


def _count(db: Database, workspace: int) -> int:
    return db.conn.execute(
        "SELECT count(*) FROM customers WHERE workspace_id = ?", [workspace]
    ).fetchone()[0]


def add_purchases(
    db: Database, workspace: int, source: int, rows: Iterable[tuple[Any, ...]]
) -> int:
    """Insert purchases that are not there yet; how many were.

    A row is (customer_key, bought_at, amount, product, channel, nth): `nth` counts equal rows
    within the file from 0. Two equal purchases in one file are two; the same two in the next
    export are the same two.
    """
    if _none_yet(db):
        return _first_purchases(db, workspace, source, rows)
    db.conn.execute(
        """CREATE TEMP TABLE incoming
           (customer_key TEXT, bought_at TEXT, amount REAL, product TEXT, channel TEXT, nth INT)"""
    )
    try:
        db.conn.executemany("INSERT INTO incoming VALUES (?, ?, ?, ?, ?, ?)", rows)
        db.conn.execute(
            """DELETE FROM incoming WHERE nth < (
                 SELECT count(*) FROM transactions AS t
                 WHERE t.workspace_id = ? AND t.customer_key = incoming.customer_key
                   AND t.bought_at IS incoming.bought_at AND t.amount IS incoming.amount
                   AND t.product = incoming.product AND t.channel = incoming.channel)""",
            [workspace],
        )
        cursor = db.conn.execute(
            """INSERT INTO transactions
                 (workspace_id, source_id, customer_key, bought_at, amount, product, channel)
               SELECT ?, ?, customer_key, bought_at, amount, product, channel FROM incoming""",
            [workspace, source],
        )
        return cursor.rowcount
    finally:
        db.conn.execute("DROP TABLE incoming")


def _none_yet(db: Database) -> bool:
    return not db.conn.execute("SELECT EXISTS (SELECT 1 FROM transactions)").fetchone()[0]


def _first_purchases(
    db: Database, workspace: int, source: int, rows: Iterable[tuple[Any, ...]]
) -> int:
    """Fill the empty table; its indexes are built afterwards, in half the time of growing them
    row by row."""
    indexes = db.conn.execute(
        """SELECT name, sql FROM sqlite_master
           WHERE type = 'index' AND tbl_name = 'transactions' AND sql IS NOT NULL"""
    ).fetchall()
    for name, _ in indexes:
        db.conn.execute(f"DROP INDEX {name}")
    cursor = db.conn.executemany(
        f"""INSERT INTO transactions
              (workspace_id, source_id, customer_key, bought_at, amount, product, channel)
            VALUES ({workspace:d}, {source:d}, ?, ?, ?, ?, ?)""",
        map(itemgetter(0, 1, 2, 3, 4), rows),
    )
    for _, sql in indexes:
        db.conn.execute(sql)
    return cursor.rowcount


def purchases(db: Database, workspace: int, sources: Iterable[int] | None = None) -> pd.DataFrame:
    """Purchases, of some files only where `sources` names them: customer_key, bought_at (text or
    None), amount (NaN unknown), product and channel ("" unknown)."""
    where = ""
    if sources is not None:
        where = f" AND source_id IN ({', '.join(f'{id:d}' for id in sources)})"
    return pd.read_sql_query(
        "SELECT customer_key, bought_at, amount, product, channel FROM transactions "
        f"WHERE workspace_id = ?{where}",
        db.conn,
        params=(workspace,),
    )


def customers(db: Database, workspace: int, source: int | None = None) -> list[tuple[str, str]]:
    """(customer_key, attributes) of everybody, or of one file's customers, in import order."""
    where, params = "", [workspace]
    if source is not None:
        where, params = " AND source_id = ?", [workspace, source]
    return db.conn.execute(
        f"SELECT customer_key, attributes FROM customers WHERE workspace_id = ?{where} ORDER BY id",
        params,
    ).fetchall()


def bought_by(db: Database, workspace: int, purchases: int, customers: int) -> bool:
    """Whether a customer that counts as one file's bought in the other file."""
    return bool(
        db.conn.execute(
            """SELECT EXISTS (SELECT 1 FROM customers AS c
                 WHERE c.workspace_id = :w AND c.source_id = :c AND EXISTS (
                   SELECT 1 FROM transactions AS t WHERE t.workspace_id = :w
                     AND t.customer_key = c.customer_key AND t.source_id = :p))""",
            {"w": workspace, "c": customers, "p": purchases},
        ).fetchone()[0]
    )
