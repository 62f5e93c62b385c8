from __future__ import annotations

import re
import tomllib

import pytest

from core.copywriting.channels.channels import (
    NAMES,
    PARTS,
    channel,
    channels,
    measure,
    sms_segments,
)
from core.copywriting.channels.sources import PREVIEW_SOURCES, SOURCES
from core.errors import NotFound
from core.settings import ASSETS

CORPUS = {
    "en": "slogan google_headline google_description product_description instagram x_post linkedin "
    "email_subject email_body sms landing_hero blog_intro",
    "zh": "slogan search_title search_description product_description xiaohongshu weibo moments "
    "wechat_title douyin_script email_subject email_body sms blog_intro",
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_trained_channel_is_there_and_untrained_ones_name_the_nearest(language: str) -> None:
    trained = set(CORPUS[language].split())
    here = {entry.id: entry for entry in channels(language)}
    assert trained <= set(here)
    for entry in here.values():
        assert entry.like in trained
        assert (entry.id in trained) == (entry.like == entry.id)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_channel_cites_a_source_with_a_date_and_has_a_translatable_name(
    language: str,
) -> None:
    for entry in (*channels(language), channel("review_reply", language)):
        assert entry.name in NAMES
        assert not entry.source or entry.source in SOURCES
        assert {part.name for part in entry.parts} <= set(PARTS)
        assert entry.source
        assert "http" not in entry.source
        assert entry.checked_on.startswith("20")
        assert entry.limit or entry.parts


def test_replies_need_a_review_so_a_brief_is_not_offered_them() -> None:
    assert "review_reply" not in [entry.id for entry in channels("en")]


def test_an_unknown_channel_names_those_there_are() -> None:
    with pytest.raises(NotFound, match="xiaohongshu"):
        channel("tiktok", "zh")
    with pytest.raises(NotFound):
        channel("xiaohongshu", "en")


@pytest.mark.parametrize(
    ("text", "unit", "length"),
    [
        ("two words", "words", 2),
        ("ab\ncd", "characters", 4),
        ("水壶ab", "width", 6),
        ("水壶ab", "characters", 4),
    ],
)
def test_each_unit_counts_as_its_platform_does(text: str, unit: str, length: int) -> None:
    assert measure(text, unit) == length  # type: ignore[arg-type]


def test_sms_segments_follow_the_alphabet() -> None:
    assert sms_segments("a" * 160) == 1
    assert sms_segments("a" * 161) == 2
    assert sms_segments("€" * 80) == 1
    assert sms_segments("€" * 81) == 2
    assert sms_segments("水" * 70) == 1
    assert sms_segments("水" * 71) == 2
    assert sms_segments("it’s " + "a" * 66) == 2


def test_every_source_of_a_preview_is_in_the_catalogue() -> None:
    rows = tomllib.loads((ASSETS / "previews.toml").read_text("utf-8"))
    tables = [row for part in rows.values() for row in (part if isinstance(part, list) else [part])]
    assert {row["source"] for row in tables if row.get("source")} == set(PREVIEW_SOURCES)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_room_that_a_source_names_is_the_room_that_is_held(language: str) -> None:
    for entry in channels(language):
        named = re.match(r"House rule: (\d+) to (\d+) (?:words|characters)", entry.source)
        if named:
            assert (entry.minimum, entry.limit) == (int(named[1]), int(named[2])), entry.id
