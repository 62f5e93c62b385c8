"""The schema, as numbered steps that are never edited once released.

Every table a workspace owns carries workspace_id. Times are UTC in ISO form, days are
ISO dates, JSON columns end in no suffix and hold text. Two full-text tables index the
terms of `core.text.search_terms` under the rowid of what they index. Ids that pages,
links or files may still hold after a row has gone are never given again (AUTOINCREMENT).
"""

from __future__ import annotations

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from core.store import (
    audit_tables,
    block_tables,
    channel_tables,
    copy_tables,
    customer_tables,
    desk_tables,
    engine_call_tables,
    forecast_tables,
    insight_tables,
    known_readings,
    label_tables,
    loop_tables,
    persona_tables,
    retention,
    review_tables,
    workspace_tables,
)

migrations = Migrations("brandloop")


@migrations()
def m001_workspaces(db: Database) -> None:
    workspace_tables.create(db)


@migrations()
def m002_copy(db: Database) -> None:
    copy_tables.create(db)


@migrations()
def m003_ratings(db: Database) -> None:
    copy_tables.create_ratings(db)


@migrations()
def m004_reviews(db: Database) -> None:
    review_tables.create(db)


@migrations()
def m005_customers(db: Database) -> None:
    customer_tables.create(db)


@migrations()
def m006_labels(db: Database) -> None:
    label_tables.create(db)


@migrations()
def m007_insights(db: Database) -> None:
    insight_tables.create(db)


@migrations()
def m008_known_texts(db: Database) -> None:
    known_readings.create(db)


@migrations()
def m009_channels(db: Database) -> None:
    channel_tables.create(db)


@migrations()
def m010_engine_calls(db: Database) -> None:
    engine_call_tables.create(db)


@migrations()
def m011_forecasts(db: Database) -> None:
    forecast_tables.create(db)
    persona_tables.create(db)


@migrations()
def m012_loop(db: Database) -> None:
    loop_tables.create(db)


@migrations()
def m013_desk(db: Database) -> None:
    desk_tables.create(db)


@migrations()
def m014_blocks(db: Database) -> None:
    block_tables.create(db)


@migrations()
def m015_retention(db: Database) -> None:
    retention.create(db)


@migrations()
def m016_access(db: Database) -> None:
    audit_tables.create(db)
