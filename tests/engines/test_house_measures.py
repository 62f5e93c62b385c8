"""A number keeps what it counts and its rate."""

from __future__ import annotations

import pytest

from core.engines.house.measures import Measures

BRIEF = (
    "luggage storage at shops and cafés",
    "from €5 a day",
    "each bag insured up to €1,000",
    "in 40 cities",
    "€2 off today with code LATETRAIN",
    "open seven days",
    "starter tank for £110",
    "2 to 5 players",
    "10.3-inch screen",
)


@pytest.mark.parametrize(
    "text",
    [
        "Bagperch is in 40 cities, from €5 a day.",
        "From €5 a day. Find a spot",
        "Insured up to €1,000, open seven days.",
        "Take €2 off today",
        "Starter tank: £110. Pop in.",
        "For £110 you start",
        "Bagperch: 40 Cities",
        "2 to 5 players, 10.3-Inch Screen",
        "In three colours and 12 sizes",
        "No numbers at all",
    ],
)
def test_what_the_brief_says_of_a_number_may_be_said(text: str) -> None:
    assert Measures(BRIEF).kept_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "2 cities from €1,000",
        "It's £110 a year",
        "From €5. Find a spot",
        "From €5 a month",
        "Open seven days a year",
        "Insured in 1,000 cities, 40 shops",
        "Seven cafés near you",
    ],
)
def test_what_it_does_not_may_not(text: str) -> None:
    assert not Measures(BRIEF).kept_in(text)


def test_a_price_is_not_said_over_and_over() -> None:
    blanket = Measures(["$89", "free returns"])
    assert blanket.kept_in("A blanket for $89, with free returns.")
    assert not blanket.kept_in("$89, $89, whatever you wear.")
    long = "A blanket for the sofa. " * 9
    assert blanket.kept_in(f"It is $89. {long} So: $89.")
    assert not blanket.kept_in(f"It is $89. {long} So: $89, $89.")
