"""A brand's manner learnt from its own texts: figures, a guide in words, a score with reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.copywriting import Brands, Brief, Voice, channel
from core.copywriting.brand.guide import departures, guide_in_words, style_guide
from core.copywriting.brand.likeness import brand_likeness
from core.copywriting.brand.style import profile
from core.copywriting.checks.run import check
from core.copywriting.writing.rank import score
from core.copywriting.writing.requests import copy_request
from core.errors import NotFound
from core.feedback import Lessons
from core.i18n import translation
from core.store.store import Store

SHORT = (
    "We boil. You sleep. The harbour is quiet.",
    "We pour. You wait a little. The harbour wakes.",
    "We hum. You rest. No harbour lights yet.",
    "We warm the cup. You read. The harbour stays dark.",
    "We listen. You talk. The harbour carries it.",
    "We close early. You sleep in. The harbour is yours.",
)
LOUD = (
    "DISCOVER the ultimate beverage system that transforms every single morning into a truly "
    "extraordinary celebration of flavour, style and convenience!!! 🔥"
)
CHINESE = (
    "您好，茶已备好。请慢慢坐。",
    "您来了，灯还亮着。请坐。",
    "您辛苦了，水已烧开。请用茶。",
    "您先歇会儿，茶要三分钟。请稍等。",
    "您慢走，门给您留着。请常来。",
)


def test_under_five_texts_of_a_language_nothing_is_said() -> None:
    assert profile(SHORT[:4], "en") is None
    assert brand_likeness("We hum.", SHORT[:4]) is None
    assert style_guide(Voice(examples=SHORT[:4]), "en") == ()
    mixed = Voice(examples=(*SHORT[:5], *CHINESE[:4]))
    assert style_guide(mixed, "en")
    assert style_guide(mixed, "zh") == ()
    assert brand_likeness("茶好了。", mixed.examples) is None


def test_the_figures_are_those_of_the_texts() -> None:
    manner = profile(SHORT, "en")
    assert manner is not None
    assert (manner.texts, manner.sentences) == (6, 18)
    assert (manner.low, manner.high) == (2, 4)
    assert manner.having["you"] == manner.having["we"] == 6
    assert manner.having["exclamations"] == manner.having["emoji"] == 0
    assert "harbour" in manner.words


def test_names_are_no_manner() -> None:
    named = tuple(text.replace("The harbour", "And Brindle") for text in SHORT)
    manner = profile(named, "en")
    assert manner is not None
    assert "brindle" not in manner.words


@pytest.mark.parametrize(
    ("examples", "near", "far"),
    [
        (SHORT, "We wash up. You go home. The harbour sleeps.", LOUD),
        (CHINESE, "您请坐，茶刚泡好。请慢用。", "全新升级！颠覆想象的极致体验，马上抢购吧！！🔥"),
    ],
)
def test_a_text_in_the_brands_manner_is_more_like_it(examples, near: str, far: str) -> None:
    a, b = brand_likeness(near, examples), brand_likeness(far, examples)
    assert a is not None
    assert b is not None
    assert 0 <= b.score < 0.3
    assert 0.7 < a.score <= 1


def test_each_of_the_texts_is_like_the_others() -> None:
    for text in SHORT:
        others = tuple(other for other in SHORT if other != text)
        likeness = brand_likeness(text, others)
        assert likeness is not None
        assert likeness.score > 0.6


@pytest.mark.parametrize("text", ["", "   ", "🔥", "a" * 5000, "[1] <b>", "一", "!?" * 50])
def test_any_text_has_a_score(text: str) -> None:
    likeness = brand_likeness(text, (*SHORT, *CHINESE))
    assert likeness is not None
    assert 0 <= likeness.score <= 1


def test_the_guide_says_each_rule_with_its_figure() -> None:
    lines = {line.rule: line for line in style_guide(Voice(examples=SHORT), "en")}
    assert lines["sentences"].said() == "Sentences have 2 to 4 words."
    assert lines["sentences"].measured() == "2.9 words on average in 18 sentences"
    assert lines["you"].said() == "Speak to the reader as “you”."
    assert lines["you"].measured() == "in 6 of 6 texts"
    assert lines["exclamations"].said() == "No exclamation marks."
    assert "harbour" in lines["words"].said()
    chinese = {line.rule for line in style_guide(Voice(examples=CHINESE), "zh")}
    assert "polite" in chinese
    assert "contractions" not in chinese


def test_departures_name_both_figures() -> None:
    voice = Voice(examples=SHORT)
    said = {rule: message.format(**params) for rule, message, params in departures(LOUD, voice)}
    assert said["sentences"].endswith("yours have 2 to 4.")
    assert said["exclamations"] == "An exclamation mark; only 0 of your 6 texts have one."
    assert departures("We hum. You rest. The harbour is quiet.", voice) == ()


def test_what_a_person_changed_wins(store: Store) -> None:
    brands = Brands(store)
    brand = brands.save("Harbour", Voice(examples=SHORT))
    lines = [
        replace(line, low=10, high=30)
        if line.rule == "sentences"
        else replace(line, on=False)
        if line.rule == "exclamations"
        else replace(line, own_words="Talk to one reader.")
        if line.rule == "you"
        else line
        for line in brands.guide(brand.id, "en")
    ]
    voice = brands.change_guide(brand.id, "en", lines).voice
    assert len(voice.guide) == 3
    told = guide_in_words(voice, "en")
    assert "Sentences have 10 to 30 words." in told
    assert "Talk to one reader." in told
    assert "No exclamation marks." not in told
    assert {rule for rule, _, _ in departures(LOUD, voice)} & {"sentences", "exclamations"} == set()
    assert brands.get(brand.id).voice == voice
    # What was left alone is learnt anew when the texts change.
    longer = replace(voice, examples=tuple(text.replace("We", "We, too,") for text in SHORT))
    assert "Sentences have 10 to 30 words." in guide_in_words(longer, "en")
    brands.change_guide(brand.id, "en", style_guide(Voice(examples=SHORT), "en"))
    assert brands.get(brand.id).voice.guide == ()
    with pytest.raises(NotFound):
        brands.guide(99, "en")


def test_the_guide_reaches_engines_in_the_language_of_the_brief(hu: Brief) -> None:
    voice = Voice(notes="安静", examples=CHINESE)
    request, _ = copy_request(hu, channel("slogan", "zh"), voice, Lessons(), seed=1)
    first = style_guide(voice, "zh")[0].said(translation("zh").gettext)
    assert request.instructions.splitlines()[:2] == ["安静", first]


def test_checks_and_scores_carry_the_manner(kettle: Brief) -> None:
    voice = Voice(examples=SHORT)
    found = check(LOUD, kettle, channel("instagram", "en"), voice)
    manner = [item for item in found if item.rule == "voice.sentences"]
    assert [item.level for item in manner] == ["note"]
    scores = score("We hum.", kettle, channel("slogan", "en"), (), SHORT)
    assert scores["brand"] > 0.5
    assert "brand" not in score("We hum.", kettle, channel("slogan", "en"), (), SHORT[:4])


def test_a_text_is_compared_with_its_reasons(store: Store) -> None:
    brands = Brands(store)
    brand = brands.save("Harbour", Voice(examples=SHORT))
    found = brands.compare(brand.id, LOUD)
    assert found is not None
    assert found.score < 0.3
    assert found.reasons
    assert brands.compare(brand.id, "茶好了。") is None
