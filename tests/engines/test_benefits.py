"""What facts mean for their readers, as the copybook's files have it."""

from __future__ import annotations

import re

import pytest

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import channel
from core.copywriting.checks.run import check
from core.engines.copybook.benefits import Benefit, meanings, read_benefits
from core.engines.copybook.engine import FOLDER

ENTRIES = {code: read_benefits(FOLDER / f"benefits-{code}.txt") for code in ("en", "zh")}
TYPES = {"goods", "food", "app", "service", "place", "course", "event", "cause"}
# They say what the fact before them says: an offer, a guarantee, a day.
FROM_THE_FACT = {"facts.guarantee", "facts.offer", "facts.date", "facts.quality"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_meaning_breaks_a_rule_or_brings_a_number(language: str) -> None:
    brief = Brief(lang=language, product="Larkstay", facts=("comes in green",))
    plain = channel("product_description", language)
    for entry in ENTRIES[language]:
        assert entry.types <= TYPES, entry
        assert not re.search(r"\d", entry.line + entry.sentence), entry
        for text in (entry.line, entry.sentence):
            fired = {c.rule for c in check(text, brief, plain) if c.level == "error"}
            assert not fired - FROM_THE_FACT - {"length.short", "product.missing"}, (text, fired)


@pytest.mark.parametrize(
    ("fact", "type_", "language", "sentence"),
    [
        ("fits in a coat pocket", "goods", "en", "You will not have to make room."),
        ("delivered every Thursday", "food", "en", "You can leave the car where it is."),
        ("no fix, no fee", "service", "en", "You pay when it works."),
        ("collection points in 14 libraries", "cause", "en", "You can hand it over on the way"),
        ("五个尺码", "goods", "zh", "照着自己的尺寸挑"),
        ("不接受装修公司返点", "service", "zh", "没有别的算盘"),
        ("教练全程下水", "place", "zh", "一直有人在旁边"),
    ],
)
def test_a_fact_means_something(fact: str, type_: str, language: str, sentence: str) -> None:
    assert any(entry.sentence.startswith(sentence) for entry in _of(fact, type_, language))


@pytest.mark.parametrize(
    ("fact", "type_", "language"),
    [
        ("delivered to your funeral director within three days", "goods", "en"),
        ("160 numbered pages", "goods", "en"),
        ("fits most airline cabin gauges", "goods", "en"),
        ("one roast at a time", "place", "en"),
        ("涂后用湿纸巾按压", "goods", "zh"),
        ("舒适温标零下5度", "goods", "zh"),
        ("完成拍照打卡", "app", "zh"),
    ],
)
def test_what_only_looks_alike_means_nothing(fact: str, type_: str, language: str) -> None:
    assert _of(fact, type_, language) == []


def _of(fact: str, type_: str, language: str) -> list[Benefit]:
    return meanings((fact,), type_, ENTRIES[language])[fact]
