"""What of many the copybook brings first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.engines.copybook import Copybook
from core.engines.copybook.engine import FOLDER
from core.engines.copybook.rank import Candidate, merit
from core.engines.copybook.scenes import read_kinds, scenes_of
from core.engines.types import CopyRequest

TENT = CopyRequest(
    language="en",
    channel="email_body",
    product="Larkstay",
    facts=("weighs 1.9 kg", "packs into its own sleeve", "aluminium poles", "sleeps two"),
    category="backpacking tent",
    tone="friendly",
    cta="Pack it",
    min_units=55,
    max_units=110,
    unit="words",
)
TENT_ZH = replace(
    TENT,
    language="zh",
    product="云脚",
    facts=("重1.9公斤", "收进自带的袋子", "铝合金撑杆", "可睡两人"),
    category="徒步帐篷",
    cta="看看怎么搭",
    min_units=75,
    max_units=170,
    unit="characters",
)


@pytest.mark.parametrize("channel", ["email_body", "blog_intro", "product_description"])
@pytest.mark.parametrize("tent", [TENT, TENT_ZH], ids=["en", "zh"])
def test_a_long_text_that_comes_first_opens_with_a_scene(tent: CopyRequest, channel: str) -> None:
    kinds = read_kinds(FOLDER / f"scenes-{tent.language}.txt")
    scenes = [entry.scene for entry in scenes_of(tent.category, kinds)]
    request = replace(tent, channel=channel)
    if channel == "product_description":
        request = replace(request, min_units=None, max_units=None)
    first = next(Copybook().propose(request, 6))
    assert any(scene.rstrip(".。") in first for scene in scenes), first


@pytest.mark.parametrize(
    ("plain", "named"),
    [
        ("Larkstay weighs 1.9 kg.", "Larkstay is a backpacking tent that weighs 1.9 kg."),
        ("Two may sleep", "A tent for two"),
    ],
)
def test_a_text_that_says_what_the_product_is_is_worth_more(plain: str, named: str) -> None:
    assert _merit(named) > _merit(plain)


def test_to_name_the_kind_apart_from_the_product_is_worth_nothing() -> None:
    hook = "Choosing a tent? Larkstay weighs 1.9 kg."
    assert _merit(hook) == _merit("Choosing well? Larkstay weighs 1.9 kg.")


def test_a_text_with_the_offer_is_worth_more() -> None:
    offered = replace(TENT, offer="£20 off until Sunday.")
    plain, said = "Larkstay packs small.", "Larkstay packs small. £20 off until Sunday."
    assert _merit(said, offered) > _merit(plain, offered)


def test_a_fact_that_only_says_the_category_is_left_out() -> None:
    request = replace(
        TENT, channel="product_description", facts=("backpacking tent", *TENT.facts), min_units=None
    )
    for text in Copybook().propose(request, 12):
        assert "Backpacking tent." not in text


def _merit(text: str, request: CopyRequest = TENT) -> float:
    return merit(Candidate(text, (), ("weighs 1.9 kg",), 0, 0.5), request, [], False)
