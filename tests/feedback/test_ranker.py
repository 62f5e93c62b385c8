"""What the ranker learns from few votes, and when it may say so."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from core.feedback.material import Material, told
from core.feedback.preference import Example, Preference, Text
from core.feedback.ranker import NO_TASTE, features, held_out

KETTLE = Material(
    product="Aurora Kettle",
    facts=("boils one litre in three minutes", "keeps water hot for 60 minutes", "$39"),
    category="electric kettle",
    audience="new parents",
    cta="Shop now",
)
HU = Material(
    product="半盏水壶", facts=("三分钟烧开", "容量0.6升", "129元"), audience="租房的上班族"
)
PARTS = {
    "en": (
        ("Why wait?", "Small hours, warm cups.", "Meet Aurora Kettle.", "For new parents:"),
        ("It boils one litre in three minutes.", "Water stays hot for 60 minutes.", "$39."),
        ("Shop now", "Your kitchen thanks you!", "That is all.", "Aurora Kettle does the waiting."),
    ),
    "zh": (
        ("还在等？", "深夜里的一杯热水。", "半盏水壶，", "租房的上班族，"),
        ("三分钟烧开。", "容量0.6升。", "只要129元。"),
        ("去看看吧", "你的早晨谢谢你！", "就这样。", "半盏水壶替你等。"),
    ),
}
TASTES = {
    "price": lambda text: "$" in text or "元" in text,
    "question": lambda text: text.lstrip()[:6].find("？") < 0 and "?" not in text[:12],
    "warm close": lambda text: "thanks you" in text or "谢谢" in text,
}


def texts(language: str) -> list[str]:
    joint = " " if language == "en" else ""
    first, facts, last = PARTS[language]
    return [
        joint.join((a, b, c, d))
        for a in first
        for b in facts
        for c in facts
        if b != c
        for d in last
    ]


def rated(language: str, seed: int, taste: str, votes: int) -> tuple[list[Example], list[Example]]:
    material = KETTLE if language == "en" else HU
    found = random.Random(seed).sample(texts(language), 90)
    all_of_them = [
        Example(features(text, material, language), up=TASTES[taste](text)) for text in found
    ]
    return all_of_them[:votes], all_of_them[votes:]


def right(preference: Preference, fresh: list[Example]) -> float:
    likes = preference.likes([Text(example.features) for example in fresh])
    up = np.array([example.up for example in fresh])
    return float((likes[up][:, None] > likes[~up]).mean())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("taste", list(TASTES))
def test_twenty_votes_tell_liked_from_disliked(language: str, taste: str) -> None:
    found = [
        right(Preference(seen), fresh)
        for seen, fresh in (rated(language, seed, taste, 20) for seed in range(2))
    ]
    assert np.mean(found) >= 0.75


def test_no_vote_moves_nothing_and_one_moves_little() -> None:
    text = Text(features("Aurora Kettle, $39.", KETTLE, "en"))
    assert Preference(()).likes([text]) == pytest.approx([0.5])
    assert NO_TASTE.likes("anything") == 0.5
    one = Preference((Example(text.features, up=False),)).likes([text])[0]
    assert 0.3 < one < 0.5
    assert Preference((Example(text.features, up=True),)).likes([text])[0] > 0.5


def test_edits_teach_as_pairs() -> None:
    better = features("Aurora Kettle boils one litre. $39.", KETTLE, "en")
    worse = features("Aurora Kettle boils one litre! $39!", KETTLE, "en")
    learnt = Preference((Example(better, worse=worse),) * 3)
    calm = Text(features("Hot for 60 minutes. Aurora Kettle.", KETTLE, "en"))
    loud = Text(features("Hot for 60 minutes! Aurora Kettle!", KETTLE, "en"))
    one, other = learnt.likes([calm, loud])
    assert one > other
    assert learnt.weights()["has exclamation mark"] < 0


def test_pairs_alone_teach_where_words_of_a_single_text_are_left_out() -> None:
    pairs = [
        Example(
            {"calm": 1.0} | {f"word a{i}-{j}": 1.0 for j in range(300)},
            worse={"loud": 1.0} | {f"word b{i}-{j}": 1.0 for j in range(300)},
        )
        for i in range(2)
    ]
    learnt = Preference(pairs)
    assert set(learnt.weights()) == {"calm", "loud"}
    calm, loud = learnt.likes([Text({"calm": 1.0}), Text({"loud": 1.0})])
    assert calm > 0.5 > loud


def test_votes_of_another_channel_count_less() -> None:
    seen, _ = rated("en", 1, "price", 20)
    preference = Preference([replace(example, channel="x_post") for example in seen])
    text = features("Aurora Kettle. $39.", KETTLE, "en")
    here, there = preference.likes([Text(text, "x_post"), Text(text, "sms")])
    assert here > there > 0.5


def test_hope_goes_to_what_nobody_has_rated() -> None:
    seen = [Example(features(f"Why wait {i}?", KETTLE, "en"), up=False) for i in range(8)]
    new = Text(features("Aurora Kettle, $39, for new parents.", KETTLE, "en"))
    preference = Preference(seen)
    assert preference.likes([new], hope=1)[0] > preference.likes([new])[0]


def test_a_learnable_taste_is_proven_and_a_coin_is_not() -> None:
    seen, _ = rated("en", 3, "price", 60)
    assert held_out(seen).sure
    assert held_out(seen[:9]).accuracy is None
    proven = 0
    for seed in range(8):
        coin = random.Random(seed)
        tossed = [replace(example, up=coin.random() < 0.5) for example in seen[:30]]
        proven += held_out(tossed).sure
    assert proven <= 1


def test_pairs_of_the_very_texts_that_are_judged_prove_nothing() -> None:
    proven = 0
    for seed in range(6):
        drawn = random.Random(seed)

        def salad(drawn: random.Random = drawn) -> dict[str, float]:
            return {f"word {drawn.randrange(60)}": 1.0 for _ in range(12)}

        edits = [(salad(), salad()) for _ in range(30)]
        thumbs = [Example(text, up=bool(at)) for pair in edits for at, text in enumerate(pair)]
        pairs = [Example(better, worse=worse) for worse, better in edits]
        proven += held_out(thumbs, pairs).sure
    assert proven == 0


def test_facts_are_found_with_their_kind_and_order() -> None:
    found = told("$39. It boils one litre in three minutes.", KETTLE)
    assert [(one.place, one.kind) for one in found] == [(2, "money"), (0, "time")]
    assert [one.place for one in told("容量0.6升，三分钟烧开", HU)] == [1, 0]
    assert told("It stays warm.", KETTLE) == []


def test_every_habit_has_a_name_on_the_screen() -> None:
    from pages._ui.loop_words import HABITS, TONES

    seen: set[str] = set()
    for language in PARTS:
        material = KETTLE if language == "en" else HU
        for text in texts(language):
            seen |= set(features(text, material, language))
    habits = {name for name in seen if not name.startswith("word ")}
    tones = {name for name in habits if name.partition(" ")[2] in TONES}
    assert len(habits) > 30
    assert habits - tones <= set(HABITS)
