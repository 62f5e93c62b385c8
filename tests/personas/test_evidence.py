from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.personas.column_names import figure, readable
from core.personas.evidence import Trait, everybody, traits
from core.personas.facts import facts
from core.personas.population import Population


def population(seed: int = 0, rows: int = 400) -> tuple[Population, np.ndarray]:
    rng = np.random.default_rng(seed)
    members = np.arange(rows) < rows // 4
    table = pd.DataFrame(
        {
            "monthly_bill": np.where(members, 90.0, 40.0) + rng.normal(size=rows),
            "plan": np.where(members & (rng.random(rows) < 0.8), "gold", "basic").astype(object),
            "coin": rng.choice(["heads", "tails"], rows).astype(object),
            "gender": np.where(members, "f", "m").astype(object),
            "churned": np.where(members, "yes", "no").astype(object),
        }
    )
    keys = [str(i) for i in range(rows)]
    return Population("test", keys, table, frozenset({"churned"})), members


def test_traits_carry_their_numbers():
    people, members = population()
    found = {trait.key: trait for trait in traits(facts(people), members, frozenset({"plan"}))}
    gold = found["plan=gold"]
    assert gold.n == 100
    assert gold.share == pytest.approx(gold.hits / 100)
    assert gold.low < gold.share < gold.high
    assert gold.lift == pytest.approx(4.0, abs=0.01)
    assert gold.lift_low < gold.lift <= gold.lift_high
    assert gold.reliable
    assert gold.defining
    assert not gold.protected
    assert gold.text() == "Plan: gold"


def test_protected_and_outcomes_are_marked():
    people, members = population()
    found = {trait.name: trait for trait in traits(facts(people), members, frozenset())}
    assert found["gender"].protected
    assert found["churned"].outcome
    assert not found["monthly_bill"].protected


def test_fewer_than_thirty_customers_are_not_reliable():
    people, _ = population()
    few = np.arange(400) < 20
    found = traits(facts(people), few, frozenset())
    assert found
    assert not any(trait.reliable for trait in found)


def test_what_nobody_of_the_group_has_is_found():
    rows = np.arange(1200)
    members = rows < 200
    newsletter = np.where(~members & (rows % 5 < 2), "yes", "no").astype(object)
    table = pd.DataFrame({"gift": newsletter})
    people = Population("test", [str(i) for i in rows], table, frozenset())
    found = [fact for fact in facts(people) if fact.value == "yes"]
    (trait,) = traits(found, members, frozenset())
    assert (trait.hits, trait.n, trait.more) == (0, 200, False)
    assert trait.strength > 0


def test_chance_makes_no_traits():
    rng = np.random.default_rng(3)
    table = pd.DataFrame({f"c{i}": rng.choice(["a", "b"], 500).astype(object) for i in range(30)})
    people = Population("test", [str(i) for i in range(500)], table, frozenset())
    found = [len(traits(facts(people), rng.random(500) < 0.3, frozenset())) for _ in range(40)]
    assert sum(count > 0 for count in found) <= 6


def test_of_answers_that_exclude_each_other_one_is_told():
    people, members = population()
    names = [trait.name for trait in traits(facts(people), members, frozenset())]
    assert names.count("monthly_bill") == 1


def test_a_trait_survives_storing():
    people, members = population()
    for trait in traits(facts(people), members, frozenset()):
        assert Trait.from_dict(trait.to_dict()) == trait


def test_everybody_is_described_without_lift():
    people, _ = population()
    found = everybody(facts(people))
    assert found
    assert {trait.lift for trait in found} == {1.0}
    assert found[0].share == max(trait.share for trait in found)


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ("EstimatedSalary", "Estimated salary"),
        ("Year_Birth", "Year birth"),
        ("会员等级", "会员等级"),
    ],
)
def test_columns_read_like_words(column, shown):
    assert readable(column) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (97_198.5, "97,198"), (12.345, "12.3"), (0.01234, "0.0123")]
)
def test_figures_have_three_digits(value, shown):
    assert figure(value) == shown
