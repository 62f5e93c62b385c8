"""The order in which drafts are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import pytest

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import channel
from core.copywriting.writing.rank import (
    Candidate,
    best_next,
    early,
    full_from,
    most_promising,
    score,
    weights_of,
)
from core.feedback import NO_TASTE, Taste

KETTLE = Brief(lang="en", product="Brindle", facts=("0.8 litres", "boils in two minutes"))


def test_of_equal_texts_the_one_its_writer_put_first_is_first() -> None:
    late, early = _candidate("It holds ten cups.", 9), _candidate("Pour it slowly, twice.", 0)
    assert best_next([late, early], [], "en") is early


def test_a_known_taste_counts_more_than_the_writers_order() -> None:
    liked = _candidate("It holds ten cups.", 40, liked=0.8)
    assert best_next([_candidate("Pour it slowly.", 0), liked], [], "en") is liked


@pytest.mark.parametrize(
    ("hope", "first"), [(0.0, "what anybody is given"), (1.0, "a little more like it")]
)
def test_few_thumbs_leave_the_writers_best_in_front_unless_all_was_turned_down(
    hope: float, first: str
) -> None:
    promised = {"what anybody is given": 0.5} | {f"disliked {i}": 0.1 for i in range(20)}
    promised["a little more like it"] = 0.55
    assert most_promising(list(promised), _taste(promised, hope))[0] == first


def test_what_is_surely_liked_comes_first_wherever_it_stood() -> None:
    promised = {f"text {i}": 0.4 for i in range(40)} | {"liked": 0.8}
    assert most_promising(list(promised), _taste(promised))[0] == "liked"


def test_a_text_of_the_least_length_is_not_beaten_by_a_padded_one() -> None:
    mail = channel("email_body", "en")
    assert mail.minimum
    assert mail.limit
    assert full_from(mail) == mail.minimum / mail.limit
    short, padded = (" ".join(["tea"] * n) for n in (mail.minimum, mail.limit))
    assert _fit(short) == _fit(padded) == 1.0


def test_a_channel_without_a_least_length_is_filled_from_seven_tenths() -> None:
    assert full_from(channel("sms", "en")) == 0.7


def test_a_slogan_is_weighed_as_a_phrase() -> None:
    slogan = weights_of(("facts", "fit", "readability", "phrasing", "total"))
    other = weights_of(("facts", "fit", "readability", "total"))
    assert sum(slogan.values()) == pytest.approx(1)
    assert sum(other.values()) == pytest.approx(1)
    assert slogan["facts"] < 0.15 < other["facts"]


def _fit(text: str) -> float:
    return score(text, KETTLE, channel("email_body", "en"), [])["fit"]


def _taste(promised: dict[str, float], hope: float = 0.0) -> Taste:
    class Known(Taste):
        def promises(self, texts: Sequence[str]) -> list[float]:
            return [promised[text] for text in texts]

    return Known(
        **{field.name: getattr(NO_TASTE, field.name) for field in fields(Taste)} | {"hope": hope}
    )


def _candidate(text: str, place: int, liked: float = 0.5) -> Candidate:
    scores = {"total": 0.8, "writer": early(place)}
    return Candidate(text, text, "echo", (), scores, liked=liked)
