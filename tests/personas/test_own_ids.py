"""Own ids come back for who holds the file, and lie in no table."""

from __future__ import annotations

import pandas as pd
import pytest

from core.errors import InputRejected
from core.personas.forecasts import action_list
from tests.personas.conftest import csv, shop


def test_own_ids_are_found_by_the_file_that_has_them(personas, store) -> None:
    frame, _ = shop(customers=40)
    personas.import_table(csv(frame), "shop.csv")
    found = personas.own_ids(csv(frame), "again.csv")
    assert sorted(found.values()) == sorted(frame["customer_id"].unique())
    assert set(found) == set(personas.population().keys)
    with store.open() as db:
        held = "".join(str(row) for row in db.query("SELECT * FROM customers"))
    assert "C0001" not in held


def test_another_list_of_the_same_customers_will_do(personas) -> None:
    frame, _ = shop(customers=40)
    personas.import_table(csv(frame), "shop.csv")
    mine = pd.DataFrame({"client id": ["C0003", "C0004", "stranger"], "tier": ["a", "b", "c"]})
    assert set(personas.own_ids(csv(mine), "mine.csv").values()) == {"C0003", "C0004"}


def test_files_that_do_not_help_are_named(personas) -> None:
    frame, _ = shop(customers=40)
    personas.import_table(csv(frame), "shop.csv")
    strangers = frame.assign(customer_id="X" + frame["customer_id"])
    with pytest.raises(InputRejected, match="known here"):
        personas.own_ids(csv(strangers), "other.csv")
    with pytest.raises(InputRejected, match="no column"):
        personas.own_ids(csv(pd.DataFrame({"colour": ["red", "blue"] * 20})), "colours.csv")


def test_a_list_without_cases_has_its_columns() -> None:
    assert action_list([], {}, str, {}).empty
