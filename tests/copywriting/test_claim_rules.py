"""Claims in words alone, by the shape of what is said, in both languages."""

from __future__ import annotations

import pytest

from core.copywriting import Brief
from core.copywriting.channels.channels import channel
from core.copywriting.checks import Check, check
from core.copywriting.checks.openings import first_letters
from core.copywriting.checks.phrases import either, phrase_rules


def found(text: str, brief: Brief) -> list[Check]:
    target = channel("x_post" if brief.lang == "en" else "weibo", brief.lang)
    return [item for item in check(text, brief, target) if item.level == "error"]


def rules(text: str, brief: Brief) -> set[str]:
    return {item.rule for item in found(text, brief)}


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("Here for the long run.", "facts.guarantee"),
        ("If it breaks, we mend it for nothing.", "facts.guarantee"),
        ("It will never fade.", "facts.guarantee"),
        ("Ask anyone who owns one.", "facts.testimonial"),
        ("My skin has never felt better.", "facts.testimonial"),
        ("“Best purchase this year.” — Anna", "facts.testimonial"),
        ("Where others fail, it works.", "facts.comparison"),
        ("Cheaper than the high street.", "facts.comparison"),
        ("More and more families rely on it.", "facts.statistic"),
        ("Science confirms it.", "facts.statistic"),
        ("Carries the official quality mark.", "facts.certificate"),
        ("With a PEFC rating.", "facts.certificate"),
        ("The judges agreed.", "facts.award"),
        ("Sourced from Zanzibar.", "facts.origin"),
        ("An old Bolognese recipe.", "facts.origin"),
        ("Lined with moleskin.", "facts.material"),
        ("A gabardine lining.", "facts.material"),
        ("Comes with four attachments.", "facts.number"),
        ("Back this October.", "facts.date"),
    ],
)
def test_english_claims_in_words_are_caught(claim: str, rule: str, kettle: Brief) -> None:
    assert rule in rules(f"Aurora Kettle boils one litre in three minutes. {claim}", kettle)


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("用一辈子也不坏。", "facts.guarantee"),
        ("出了问题我们负责到底。", "facts.guarantee"),
        ("用过的人都说好。", "facts.testimonial"),
        ("别人家的都做不到。", "facts.comparison"),
        ("越来越多的家庭换成了它。", "facts.statistic"),
        ("全部检测合格。", "facts.certificate"),
        ("被评为放心产品。", "facts.award"),
        ("匈牙利直供。", "facts.origin"),
        ("采用琥珀机身。", "facts.material"),
        ("配备六个接口。", "facts.number"),
        ("月底起涨价。", "facts.date"),
        ("改善高血压。", "law.medical"),
    ],
)
def test_chinese_claims_in_words_are_caught(claim: str, rule: str, hu: Brief) -> None:
    assert rule in rules(f"半盏水壶，三分钟烧开。{claim}", hu)


@pytest.mark.parametrize(
    "text",
    [
        "Aurora Kettle. The kitchen is quiet, the baby is not, and you have been up since two.",
        "Aurora Kettle boils before Grandma finds the biscuits. It's Tuesday somewhere.",
        "Aurora Kettle: a kettle for people who talk to their kettle. OK, TV off.",
        "Aurora Kettle. You know your mornings better than we do.",
        "Aurora Kettle filled with patience. Three Minutes To Tea In Any Weather",
    ],
)
def test_scenes_are_no_claims(text: str, kettle: Brief) -> None:
    assert rules(text, kettle) == set()


@pytest.mark.parametrize(
    "text",
    [
        "半盏水壶。夜里醒来，水已经在那儿了，像一个没说出口的早安。",
        "半盏水壶，周五晚上也不用赶，先坐下喝口水。",
        "老师说，等待是一种本事。半盏水壶三分钟烧开。",
    ],
)
def test_chinese_scenes_are_no_claims(text: str, hu: Brief) -> None:
    assert rules(text, hu) == set()


def test_what_the_brief_says_may_be_said_in_other_words() -> None:
    brief = Brief.from_dict(
        {
            "lang": "en",
            "product": "Aurora Kettle",
            "facts": ["oak handle", "made in Kerala", "two-year warranty", "PEFC certified"],
        }
    )
    text = "Aurora Kettle has a handle made of oak and comes from Kerala. PEFC certified."
    assert rules(text, brief) == set()
    assert rules("Aurora Kettle, a two-year warranty.", brief) == set()
    assert "facts.guarantee" in rules("Aurora Kettle, covered for life.", brief)


def test_a_wrong_amount_is_mended_with_the_one_of_the_brief(hu: Brief) -> None:
    (item,) = [item for item in found("半盏水壶，容量1.2升。", hu) if item.rule == "facts.number"]
    assert item.fix == "0.6升"


def test_every_finding_names_its_rule_span_reason_and_source(kettle: Brief, hu: Brief) -> None:
    english = "Aurora Kettle: award-winning, made in Italy, with a PEFC rating. Only $9 by Friday."
    chinese = "半盏水壶，荣获大奖，匈牙利直供，采用琥珀机身，国庆只要9元，最好。"
    for item in [*found(english, kettle), *found(chinese, hu)]:
        assert item.span, item.rule
        assert item.reason(), item.rule
        assert "20" in item.source, item.rule


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("rule", ["reading.profanity", "reading.inclusive", "reading.testimony"])
def test_manners_are_checked_in_both_languages_with_a_source(language: str, rule: str) -> None:
    (family,) = [r for r in phrase_rules(f"reading_{language}") if r.id == rule]
    assert family.source.endswith("(2026-11-20)")
    words = {"reading.profanity": ("bullshit", "傻逼"), "reading.inclusive": ("manpower", "剩女")}
    word = words.get(rule, ("would buy again", "无限回购"))[language == "zh"]
    assert list(family.find(f"… {word} …"))


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ("best", "b"),
        ("(?:over|under) the", "ou"),
        ("(?:very )?good", "gv"),
        ("a?b", "ab"),
        ("\\d+ cups", None),
        ("(?:\\w+ )?cups", None),
        ("cat|dog", "cd"),
    ],
)
def test_first_letters_of_an_expression(expression: str, letters: str | None) -> None:
    assert first_letters(expression) == (frozenset(letters) if letters else None)


def test_the_index_by_first_letter_changes_no_find() -> None:
    pattern = either(["(?:very )?good tea", "a?bsolute", "Tea", "\\d+ cups"])
    text = "Very good tea, good tea, tea and bsolute 12 cups; teapot."
    assert [match[0] for match in pattern.finditer(text)] == [
        "Very good tea", "good tea", "tea", "bsolute", "12 cups",
    ]  # fmt: skip
