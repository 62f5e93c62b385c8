from __future__ import annotations

import pytest

from core.copywriting import Brief, Voice
from core.copywriting.channels.channels import channel
from core.copywriting.writing.repair import repair


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        ('"Aurora Kettle boils fast"', "Aurora Kettle boils fast"),
        ("Headline: Aurora Kettle boils", "Aurora Kettle boils"),
        ("1. Aurora Kettle boils", "Aurora Kettle boils"),
        ("aurora  kettle boils fast", "Aurora Kettle boils fast"),
        ("AuroraKettle boils , fast", "Aurora Kettle boils, fast"),
        ("boils with Aurora Kettle!!!", "Boils with Aurora Kettle!"),
        ("Hot #aurorakettle", "Hot #aurorakettle"),
    ],
)
def test_small_faults_are_mended(raw: str, mended: str, kettle: Brief) -> None:
    assert repair(raw, kettle, channel("x_post", "en"), Voice()).text == mended


def test_chinese_marks_and_spaces(hu: Brief) -> None:
    text = repair("半盏水壶,三分钟 烧开.好！！", hu, channel("weibo", "zh"), Voice()).text
    assert text == "半盏水壶，三分钟烧开。好！"


def test_a_sentence_that_follows_itself_stands_once(hu: Brief, kettle: Brief) -> None:
    said = repair("半盏水壶，就这样。就这样。就这样。", hu, channel("weibo", "zh"), Voice()).text
    assert said == "半盏水壶，就这样。" + "就这样。"
    said = repair("Aurora Kettle. Tea. Tea.", kettle, channel("x_post", "en"), Voice()).text
    assert said == "Aurora Kettle. Tea."


def test_what_is_too_long_ends_at_a_sentence_or_clause(kettle: Brief) -> None:
    target = channel("google_description", "en")
    long = (
        "Aurora Kettle boils one litre in three minutes. "
        "It keeps water hot for an hour, so the night bottle waits."
    )
    assert repair(long, kettle, target, Voice()).text == (
        "Aurora Kettle boils one litre in three minutes."
    )
    clause = (
        "Aurora Kettle boils one litre in three minutes, "
        "and it keeps water hot for an hour for the night bottle"
    )
    assert repair(clause, kettle, target, Voice()).text == (
        "Aurora Kettle boils one litre in three minutes"
    )
    whole = "Aurora Kettle " + "boils and boils " * 8
    assert len(repair(whole, kettle, target, Voice()).text) > 90  # no boundary: left for the check


def test_the_brands_terms_and_calm(kettle: Brief) -> None:
    voice = Voice(preferred=(("cheap", "fair"),), exclamation_marks=False, emoji=False)
    text = repair("Cheap Aurora Kettle! 🔥", kettle, channel("x_post", "en"), voice)
    assert text.text == "Fair Aurora Kettle."
    assert {"terms", "calm", "emoji"} <= set(text.steps)


def test_text_messages_keep_to_the_cheap_alphabet(kettle: Brief) -> None:
    text = repair("Aurora Kettle: it’s “hot” – now", kettle, channel("sms", "en"), Voice()).text
    assert text == 'Aurora Kettle: it\'s "hot" - now'


def test_a_good_text_is_left_alone(kettle: Brief) -> None:
    text = "Aurora Kettle boils one litre in three minutes. Tea's up!"
    assert repair(text, kettle, channel("x_post", "en"), Voice()).steps == ()


def test_a_headline_and_its_line_are_cut_each_to_its_own_length(kettle: Brief) -> None:
    raw = "Hot water, sooner\n" + "Aurora Kettle boils one litre in three minutes. " * 3
    mended = repair(raw, kettle, channel("landing_hero", "en"), Voice())
    assert mended.text == "Hot water, sooner\nAurora Kettle boils one litre in three minutes."
