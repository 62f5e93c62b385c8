"""Amounts without a figure, sentences that state, and what a slogan says for itself."""

from __future__ import annotations

import pytest

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import channel
from core.copywriting.checks import check
from core.copywriting.writing.phrasing import phrasing

EN = Brief(
    lang="en",
    product="Tallow Lane",
    category="umbrella",
    facts=("opens with one hand", "fits a coat pocket", "30% recycled yarn"),
    audience="commuters",
)
ZH = Brief(
    lang="zh",
    product="雨停",
    category="雨伞",
    facts=("单手打开", "放得进大衣口袋", "三成再生纱线"),
    audience="通勤的人",
)


def _errors(text: str, brief: Brief, id: str) -> set[str]:
    found = check(text, brief, channel(id, brief.lang))
    return {item.rule for item in found if item.level == "error"}


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("Dozens of patterns.", EN),
        ("A third of our guests return.", EN),
        ("Two in three commuters agree.", EN),
        ("Seven brushes in the box.", EN),
        ("上百种花色。", ZH),
        ("省电五成。", ZH),
        ("三分之一的人当天回购。", ZH),
        ("九个口袋。", ZH),
        ("效率翻番。", ZH),
    ],
)
def test_an_amount_without_a_figure_needs_the_brief(text: str, brief: Brief) -> None:
    id = "x_post" if brief.lang == "en" else "weibo"
    assert _errors(text, brief, id) & {"facts.number", "facts.statistic"}


def test_the_same_share_in_other_words_is_supported() -> None:
    assert "facts.statistic" not in _errors("三成是再生纱线。", ZH, "weibo")
    assert "facts.statistic" not in _errors("70% 以外的三成，来自回收。", ZH, "weibo")


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("You have six hours and one umbrella.", EN),
        ("The crew starts at six and the rain at seven.", EN),
        ("孩子抱着它睡了三年，今天它终于撑开了。", ZH),
    ],
)
def test_a_number_in_a_scene_is_no_claim(text: str, brief: Brief) -> None:
    id = "instagram" if brief.lang == "en" else "xiaohongshu"
    assert "facts.number" not in _errors(text, brief, id)


def test_a_refusal_to_promise_is_no_guarantee() -> None:
    assert "facts.guarantee" not in _errors("我们不承诺结果，只陪您走一段。", ZH, "weibo")
    assert "facts.guarantee" in _errors("我们承诺永不涨价。", ZH, "weibo")


def test_a_superlative_of_the_goods_is_forbidden_and_one_of_the_reader_is_not() -> None:
    assert "law.absolute" in _errors("最走心的礼物。", ZH, "weibo")
    assert "law.absolute" not in _errors("最忙的时候，单手打开。", ZH, "weibo")


def test_a_slogan_of_its_own_beats_a_bare_fact() -> None:
    bare = phrasing("Tallow Lane. Opens with one hand.", EN)
    own = phrasing("Opens with one hand. Let it rain.", EN)
    assert bare < 0.5 < own
    assert phrasing("雨停，单手打开", ZH) < phrasing("单手打开，日子松一点", ZH)
    assert phrasing("Tallow Lane", EN) <= 0.4


TOOL = Brief(
    lang="en",
    product="Tallow Lane",
    category="umbrella",
    facts=("2-in-1 umbrella and stick", "opens with one hand", "9-in-10 grip rating"),
)


@pytest.mark.parametrize(
    "text",
    [
        "A 2 in 1 umbrella.",
        "Two in one: umbrella and stick.",
        "A 2-in-1 umbrella and stick.",
        "A grip rated 9 in 10.",
    ],
)
def test_several_in_one_is_no_share(text: str) -> None:
    assert not _errors(text, TOOL, "x_post") & {"facts.number", "facts.statistic"}


def test_a_share_of_all_is_one() -> None:
    assert "facts.statistic" in _errors("Ten out of ten commuters agree.", TOOL, "x_post")
