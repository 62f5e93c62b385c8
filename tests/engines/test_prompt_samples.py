"""Corpus texts that show a bigger model the form it is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.engines.copybook.corpus import read_briefs
from core.engines.prompts import plain
from core.engines.samples import with_samples
from core.engines.types import CopyRequest

REQUEST = CopyRequest(
    "en", "x_post", "Aurora", ("boils",), category="electric kettle", tone="witty", seed=7
)


@pytest.mark.parametrize(
    ("language", "channel", "like"), [("en", "x_post", ""), ("zh", "my_channel", "weibo")]
)
def test_they_are_of_the_channel_and_in_the_prompt(language, channel: str, like: str) -> None:
    options = {"like": like} if like else {}
    request = with_samples(replace(REQUEST, language=language, channel=channel, options=options))
    known = {text for brief in read_briefs(language) for text in brief.copies[like or channel]}
    assert len(set(request.samples)) == 3
    assert set(request.samples) <= known
    assert request.samples[0].splitlines()[0] in plain(request, 1)


def test_products_of_the_same_kind_come_first() -> None:
    near = {
        text
        for brief in read_briefs("en")
        if {"electric", "kettle"} & set(brief.category.split())
        for text in brief.copies.get("x_post", ())
    }
    assert with_samples(REQUEST).samples[0] in near


def test_the_seed_repeats_them_and_another_brings_others() -> None:
    assert with_samples(REQUEST) == with_samples(REQUEST)
    others = {with_samples(replace(REQUEST, seed=seed)).samples for seed in range(5)}
    assert len(others) > 1


def test_what_a_person_liked_takes_their_place() -> None:
    liked = replace(REQUEST, exemplars=("One.", "Two."))
    assert len(with_samples(liked).samples) == 1
    assert with_samples(replace(liked, exemplars=("One.", "Two.", "Three."))).samples == ()


@pytest.mark.parametrize(
    "request_", [replace(REQUEST, source="Copy."), replace(REQUEST, channel="no_such")]
)
def test_nothing_is_shown_where_nothing_fits(request_: CopyRequest) -> None:
    assert with_samples(request_).samples == ()
