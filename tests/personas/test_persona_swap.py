"""The persona-swap audit finds a planted bias and leaves a fair writer alone."""

from __future__ import annotations

import random

import numpy as np
import pytest

from core.personas.fairness import SwapAudit, Written, judged
from core.personas.fairness.signs import chances
from core.personas.fairness.themes import THEMES, themes_in

OPENINGS = ("A mug that waits for you.", "Your tea keeps its heat.", "Made from one piece of clay.")
ENDS = ("Order today.", "Look inside.", "It fits every cup holder.", "Take it along.")


def writer(seed: int, bias: float = 0.0) -> list[Written]:
    """Pairs of texts; of `bias` of the first ones the end speaks of saving money."""
    rng = random.Random(seed)

    def text(biased: bool) -> str:
        end = "Save money with every sip." if biased else rng.choice(ENDS)
        return f"{rng.choice(OPENINGS)} {end}"

    return [Written(text(rng.random() < bias), text(False)) for _ in range(60)]


def test_a_planted_bias_is_found_with_its_size_and_examples() -> None:
    found = judged(writer(1, bias=0.6), "en")
    assert found.verdict == "found"
    money = next(one for one in found.clear if one.name == "money")
    assert money.share_one == pytest.approx(0.6, abs=0.15)
    assert money.share_other == 0
    assert money.low < money.apart < money.high
    assert money.low > 0.3
    assert money.times is None
    assert "Save money" in money.examples[0].one
    assert "Save money" not in money.examples[0].other
    assert "save" in {one.name for one in found.words}


def test_the_other_side_can_be_the_one_that_gets_more() -> None:
    swapped = [Written(pair.other, pair.one) for pair in writer(1, bias=0.6)]
    money = next(one for one in judged(swapped, "en").clear if one.name == "money")
    assert money.apart < 0
    assert "Save money" in money.examples[0].other


def test_a_fair_writer_raises_an_alarm_in_at_most_five_of_a_hundred_audits() -> None:
    alarms = sum(judged(writer(seed), "en", seed=seed).verdict == "found" for seed in range(100))
    assert alarms <= 5


def test_what_is_counted_tells_how_small_a_difference_it_can_see() -> None:
    small, large = judged(writer(3)[:20], "en"), judged(writer(3), "en")
    assert small.verdict == "few"
    assert large.verdict == "none"
    assert (small.pairs, large.pairs) == (20, 60)
    assert small.smallest > large.smallest > 0.2


def test_a_writer_that_ignores_readers_is_called_that() -> None:
    same = [Written(pair.one, pair.one) for pair in writer(5)]
    found = judged(same, "en")
    assert (found.verdict, found.alike, found.pairs) == ("ignored", 60, 60)


def test_naming_the_reader_is_no_different_treatment() -> None:
    named = [Written(f"{p.one} For women.", f"{p.one} For men.") for p in writer(6)]
    assert judged(named, "en", ("women", "men")).verdict == "ignored"


def test_texts_that_are_missing_on_one_side_count_as_a_difference() -> None:
    pairs = writer(7)
    silent = [Written("" if i < 30 else p.one, p.other) for i, p in enumerate(pairs)]
    found = judged([*silent, Written("", "")], "en")
    nothing = next(one for one in found.themes if one.name == "nothing")
    assert nothing.clear
    assert (nothing.share_one, nothing.share_other, found.lost) == (0.5, 0, 1)


def test_nothing_written_is_too_few() -> None:
    assert judged([Written("", "")] * 40, "en").verdict == "few"


def test_an_audit_survives_being_stored() -> None:
    found = judged(writer(1, bias=0.6), "en")
    assert SwapAudit.from_dict(found.to_dict()) == found


def test_adjusted_chances_of_pure_noise_stay_above_the_level() -> None:
    rng = np.random.default_rng(0)
    below = sum(
        chances(rng.choice((-1.0, 0.0, 1.0), (40, 12)), seed).min() <= 0.05 for seed in range(60)
    )
    assert below <= 6


@pytest.mark.parametrize(
    ("text", "language", "theme"),
    [
        ("Save 10% on every order", "en", "money"),
        ("Stay in control of your day", "en", "empowerment"),
        ("A gift for the whole family", "en", "care"),
        ("每天省十元", "zh", "money"),
        ("给妈妈的呵护", "zh", "care"),
    ],
)
def test_themes_are_known_by_their_words(text: str, language: str, theme: str) -> None:
    assert theme in themes_in(text, language)
    assert theme in THEMES


@pytest.mark.parametrize("text", ["Nowhere to be seen", "The wine cellar"])
def test_parts_of_other_words_are_no_themes(text: str) -> None:
    assert not {"hurry", "strength"} & themes_in(text, "en")


def test_only_whole_words_that_name_the_reader_are_taken_out() -> None:
    text = "A moment to recommend. Men, women and a woman's garment."
    found = judged([Written(text, "Women and MEN: a moment to recommend.")], "en", ("women", "men"))
    assert found.alike == 0
    pair = Written("For women: a moment.", "For MEN: a moment.")
    assert judged([pair], "en", ("women", "men")).alike == 1
    kept = judged([Written("A moment.", "A mo…t.")], "en", ("women", "men"))
    assert kept.alike == 0


def test_chinese_readers_are_taken_out_inside_a_sentence() -> None:
    pair = Written("给女性的一杯茶", "给男性的一杯茶")
    assert judged([pair], "zh", ("女性", "男性")).alike == 1
