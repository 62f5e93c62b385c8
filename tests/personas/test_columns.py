from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.errors import InputRejected
from core.personas.columns import (
    CHANGING,
    CONSTANT,
    FREE_TEXT,
    IDENTIFIER,
    PERSONAL,
    SAME_AS,
    UNCHOSEN,
    Mapping,
    guess_mapping,
)
from core.personas.names import protected
from tests.personas.conftest import csv


def table(rows: int = 60, **columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns, index=range(rows)).astype(str)


def guessed(frame: pd.DataFrame) -> Mapping:
    return guess_mapping(list(frame.columns), frame)


@pytest.fixture
def numbers() -> list[int]:
    return list(range(60))


def test_purchases_in_english(numbers):
    found = guessed(
        table(
            **{
                "Order ID": [f"A-{i}" for i in numbers],
                "Customer ID": [f"C{i % 9}" for i in numbers],
                "Ship Date": ["2025-03-02"] * 60,
                "Order Date": ["2025-03-01"] * 30 + ["2025-03-04"] * 30,
                "Product Name": [f"Thing number {i}" for i in numbers],
                "Category": ["a", "b", "c"] * 20,
                "Sales": [f"{i + 0.5}" for i in numbers],
            }
        )
    )
    assert found.kind == "transactions"
    assert found.roles() == {
        "id": "Customer ID",
        "date": "Order Date",
        "amount": "Sales",
        "product": "Product Name",
    }
    assert found.left_out["Order ID"] == IDENTIFIER


def test_purchases_in_chinese(numbers):
    found = guessed(
        table(
            客户编号=[f"K{i % 7}" for i in numbers],
            下单时间=["2025年3月1日"] * 60,
            实付金额=[f"¥{i}.00" for i in numbers],
            商品名称=["茶", "杯"] * 30,
            渠道=["门店", "小程序"] * 30,
            收货地址=["某路1号"] * 60,
        )
    )
    assert found.kind == "transactions"
    assert set(found.roles().values()) == {"客户编号", "下单时间", "实付金额", "商品名称", "渠道"}
    assert found.left_out["收货地址"] == PERSONAL


def test_a_customer_table_keeps_measurements_and_drops_what_names_people(numbers):
    rng = np.random.default_rng(0)
    found = guessed(
        table(
            CustomerId=[15_000_000 + 17 * i for i in numbers],
            RowNumber=numbers,
            Surname=[f"Name{i}" for i in numbers],
            contact=[f"p{i}@example.org" for i in numbers],
            Tel=[f"+44 20 7946 0{i:03d}" for i in numbers],
            Income=rng.integers(20_000, 90_000, 60),
            Notes=["A long remark that somebody typed about this very customer, at length."] * 60,
            Country=["FR", "DE"] * 30,
            Same=["x"] * 60,
            churned=["yes", "no", "no"] * 20,
            churn_code=[1, 0, 0] * 20,
        )
    )
    assert found.kind == "customers"
    assert found.id == "CustomerId"
    assert found.attributes == ("Income", "Country")
    assert found.outcomes == ("churned",)
    assert found.left_out["Surname"] == found.left_out["contact"] == PERSONAL
    assert found.left_out["Tel"] == PERSONAL
    assert found.left_out["RowNumber"] == IDENTIFIER
    assert found.left_out["Same"] == CONSTANT
    assert found.left_out["churn_code"] == SAME_AS


def test_free_text_is_pointed_to_the_reviews(numbers):
    remark = "This customer told us a very long story about the parcel that came late, part "
    found = guessed(table(customer_id=numbers, remark=[f"{remark} {i}" for i in numbers]))
    assert found.left_out["remark"] == FREE_TEXT


def test_only_an_address_tells_customers_apart(numbers):
    found = guessed(
        table(mail=[f"p{i % 20}@example.org" for i in numbers], date=["2025-01-02"] * 60)
    )
    assert found.id == "mail"
    assert found.kind == "transactions"


@pytest.mark.parametrize(
    "column",
    ["Age", "gender", "Marital_Status", "Year_Birth", "Country", "Geography", "Kidhome", "性别"],
)
def test_protected_columns_are_known(column):
    assert protected(column)


@pytest.mark.parametrize(
    "column", ["Account Age", "Equipment Age", "Language course", "wage", "页数"]
)
def test_ages_of_things_are_not_protected(column):
    assert protected(column) == (column == "Language course")


def test_a_mapping_is_checked_against_the_file():
    columns = ["who", "when", "what"]
    whole = Mapping("transactions", id="who", date="when").checked(columns)
    assert whole.left_out == {"what": UNCHOSEN}
    for wrong in (
        Mapping("transactions", id="nobody", date="when"),
        Mapping("transactions", date="when"),
        Mapping("transactions", id="who"),
        Mapping("customers", id="who", attributes=("who",)),
        Mapping("people", id="who"),
    ):
        with pytest.raises(InputRejected):
            wrong.checked(columns)


def test_all_purchases_of_one_customer_stay_hers():
    bought = {"date": [f"2025-01-{i + 1:02}" for i in range(20)], "amount": list(range(20))}
    found = guessed(table(20, customer=["C1"] * 20, **bought, product=["Tea"] * 20))
    assert (found.kind, found.id) == ("transactions", "customer")
    without = guessed(table(20, shop=["S1"] * 20, **bought))
    assert (without.kind, without.id) == ("customers", None)


def test_what_changes_from_purchase_to_purchase_is_no_trait(personas):
    days = pd.date_range("2025-01-01", periods=240, freq="D")
    rows = pd.DataFrame(
        {
            "Customer ID": [f"C{i % 40}" for i in range(240)],
            "Order Date": days.strftime("%Y-%m-%d"),
            "Ship Date": (days + pd.Timedelta(days=3)).strftime("%Y-%m-%d"),
            "Sales": [10.5 + i % 13 for i in range(240)],
            "Profit": [0.5 + i % 7 for i in range(240)],
            "Segment": ["firm" if i % 40 < 20 else "home" for i in range(240)],
        }
    )
    seen = personas.preview(csv(rows), "orders.csv")
    assert seen.mapping.attributes == ("Segment",)
    assert {c: seen.mapping.left_out[c] for c in ("Ship Date", "Profit")} == {
        "Ship Date": CHANGING,
        "Profit": CHANGING,
    }
    report = personas.import_table(csv(rows), "orders.csv", seen.mapping)
    (said,) = [note.text() for note in report.notes if "change from purchase" in note.text()]
    assert "Ship Date, Profit" in said
    assert list(personas.population().attributes) == ["Segment"]


def test_the_preview_of_a_long_file_looks_at_every_row(personas):
    """Few rows of a customer are in a sample of a long file, and one row never changes."""
    rows = pd.DataFrame(
        {
            "customer_id": [f"C{i % 15_000}" for i in range(30_000)],
            "date": "2025-03-01",
            "amount": [5 + i % 9 for i in range(30_000)],
            "basket": ["small" if i < 15_000 else "large" for i in range(30_000)],
        }
    )
    assert personas.preview(csv(rows), "long.csv").mapping.attributes == ()
