"""Reviews over an empty home, read by a reader that counts what it is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from word_reader import SHOP, Engines

from core.jobs import Jobs
from core.reviews import Reviews


@pytest.fixture
def engines() -> Engines:
    return Engines()


@pytest.fixture
def reviews(store, settings, engines, inline_jobs) -> Reviews:
    handlers: dict = {}
    made = Reviews(store, settings, engines, Jobs(store, settings, handlers, 1), 1)
    handlers["read_reviews"] = made.read_job
    return made


@pytest.fixture
def table() -> Callable[..., bytes]:
    """A CSV from its column names and rows."""

    def make(names: str, *rows: str) -> bytes:
        return "\n".join([names, *rows]).encode()

    return make


@pytest.fixture
def shop(reviews, table) -> Reviews:
    """Seven read reviews over two months, one of them undated."""
    reviews.import_table(table(*SHOP), "shop.csv")
    reviews.start_reading()
    return reviews
