"""Plans of long pieces: every fact in one section, as many sections as are asked for."""

from __future__ import annotations

import re

import pytest

from core.copywriting.writing.planning import Plan, plan

FACTS = {
    "en": ("holds 0.8 litres", "matt black or white", "dishwasher safe", "$39", "made of steel"),
    "zh": ("容量0.6升", "三分钟烧开", "316不锈钢内胆", "可拆洗", "129元"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 20])
def test_every_fact_belongs_to_exactly_one_section(language: str, count: int) -> None:
    facts = [f"{fact} {i}" for i in range(4) for fact in FACTS[language]][:count]
    made = plan("Aurora", facts, language, (3, 5), seed=4)
    assert 3 <= len(made.sections) <= 5
    told = [fact for section in made.sections for fact in section.facts]
    assert sorted(told) == sorted(facts)
    headings = [section.heading for section in made.sections]
    assert len(set(headings)) == len(headings)
    assert all(section.job and "{" not in section.heading for section in made.sections)
    assert sum("Aurora" in heading for heading in headings) <= 2


def test_facts_on_one_topic_stay_together_and_money_comes_late() -> None:
    facts = ("$39", "two sizes", "dishwasher safe", "spare parts stocked for ten years")
    made = plan("Aurora", facts, "en", (3, 5))
    care = next(section for section in made.sections if section.topic == "care")
    assert set(care.facts) == {"dishwasher safe", "spare parts stocked for ten years"}
    assert made.sections[-1].topic == "price"


def test_a_plan_is_the_same_again_and_survives_storage() -> None:
    one = plan("壶", FACTS["zh"], "zh", (3, 5), seed=9)
    assert one == plan("壶", FACTS["zh"], "zh", (3, 5), seed=9)
    assert Plan.from_dict(one.to_dict()) == one
    others = {plan("壶", FACTS["zh"], "zh", (3, 5), seed=seed).sections for seed in range(6)}
    assert len(others) > 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_headings_claim_nothing(language: str) -> None:
    facts = ("one thing", "another")
    seen = {
        section.heading
        for seed in range(40)
        for section in plan("Aurora", facts, language, (3, 5), seed).sections
    }
    assert not [
        heading for heading in seen if re.search(r"\d|best|guarantee|最好|第一|保证", heading)
    ]
