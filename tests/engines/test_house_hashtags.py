"""Hashtags of the house writer are about what the brief is about."""

from __future__ import annotations

import pytest

from core.engines.house.hashtags import with_own_tags

BRIEF = ["Loomstead Harbor Blanket", "wool blanket", "woven in Portugal", "for travelling light"]
SPARE = ["#LoomsteadHarborBlanket", "#Wool"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A blanket for the sofa.", "A blanket for the sofa."),
        ("Warm. #LoomsteadHarbor #WoolBlankets", "Warm. #LoomsteadHarbor #WoolBlankets"),
        ("Warm. #TravelBlanket #wool", "Warm. #TravelBlanket #wool"),
        ("Warm. #GlutenFree", "Warm. #LoomsteadHarborBlanket"),
        ("Warm. #wool #WashingYourSafari", "Warm. #wool #LoomsteadHarborBlanket"),
        ("Warm. #A1 #B2 #C3 #wool", "Warm. #LoomsteadHarborBlanket #wool"),
    ],
)
def test_a_tag_is_built_of_the_words_of_the_brief(text: str, kept: str) -> None:
    assert with_own_tags(text, BRIEF, SPARE) == kept
