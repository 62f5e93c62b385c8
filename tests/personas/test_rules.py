"""Groups by a person's own cut points and rules."""

from __future__ import annotations

import pytest

from core.errors import InputRejected
from core.personas import rfm
from core.personas.belonging import belonging
from tests.personas.conftest import csv, planted, shop


@pytest.fixture
def shopped(personas):
    personas.import_table(csv(shop(customers=400)[0]), "shop.csv")
    return personas


def test_cut_points_move_where_a_person_wants_them(shopped) -> None:
    purchases = shopped.population().purchases
    made = rfm.segment(purchases, wished={"recent": 30, "often": 4, "much": 100})
    assert made.cuts.recency[1] == 30
    assert made.cuts.orders[2] == 3
    assert made.cuts.spend[2] == 100
    assert "Recent means at most 30 days" in made.explained()[0].text()
    fresh = purchases.per_customer["recency"].to_numpy() <= 30
    assert not {"new", "champions"} & set(made.keys[~fresh])


def test_personas_of_wished_cuts_know_their_customers_again(shopped) -> None:
    made = shopped.make(wishes={"cuts": {"recent": 30}})
    members = belonging(shopped.population(), made)
    assert {p.segment: int(members[p.segment].sum()) for p in made} == {
        p.segment: p.size for p in made
    }


def test_rules_form_groups_in_their_order_and_the_rest(shopped) -> None:
    rules = [["Regulars", "orders", "≥", "5"], ["Lamp money", "spend", "≥", "50"]]
    made = {p.name: p for p in shopped.make(method="rules", wishes={"rules": rules})}
    assert set(made) == {"Regulars", "Lamp money", "Everybody else"}
    table = shopped.population().purchases.per_customer
    assert made["Regulars"].size == int((table["orders"] >= 5).sum())
    both = (table["orders"] < 5) & (table["spend"] >= 50)
    assert made["Lamp money"].size == int(both.sum())
    assert sum(p.size for p in made.values()) == 400
    members = belonging(shopped.population(), list(made.values()))
    assert int(members["rule:Regulars"].sum()) == made["Regulars"].size
    assert "first that fits" in made["Regulars"].grouping.notes[0].text()


def test_rows_of_one_name_must_all_hold_and_cells_may_be_words(personas) -> None:
    frame, _ = planted(1, rows=300)
    personas.import_table(csv(frame.assign(gender="f")), "people.csv")
    rules = [["A", "coin", "=", "HEADS"], ["A", "number_0", "≥", "1.5"]]
    made = personas.segments(method="rules", wishes={"rules": rules})
    expected = (frame["coin"] == "heads") & (frame["number_0"] >= 1.5)
    assert made.segments[0].size == int(expected.sum())
    assert made.verdict == "cut"


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [["", "orders", "≥", "5"]],
        [["A", "shoe size", "≥", "5"]],
        [["A", "orders", "≥", "many"]],
        [["A", "orders", "like", "5"]],
    ],
)
def test_rules_that_cannot_be_read_are_named(shopped, rules) -> None:
    with pytest.raises(InputRejected):
        shopped.make(method="rules", wishes={"rules": rules})
    assert shopped.list() == []


def test_dividing_people_by_who_they_are_is_said(personas) -> None:
    frame, _ = planted(1, rows=300)
    people = frame.assign(gender=["f", "m"] * 150)
    personas.import_table(csv(people), "people.csv")
    made = personas.segments(method="rules", wishes={"rules": [["W", "gender", "=", "f"]]})
    assert "Make sure that you may" in made.notes[1].text()
