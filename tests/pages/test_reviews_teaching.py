"""The Reviews page: let the reader learn, see why it was adopted or not, take it back."""

from __future__ import annotations

import pytest

from tests.lexicon_reader import THINGS, correct, lexicon, slang

__all__ = ["lexicon"]


def words(app) -> str:
    return " ".join(m.value for m in [*app.markdown, *app.caption, *app.success, *app.info])


@pytest.fixture
def corrected(studio, inline_jobs, lexicon):
    correct(studio, slang())
    return studio


def test_without_a_correction_there_is_nothing_to_offer(open_page, studio) -> None:
    studio.reviews.import_paste("a kettle")
    app = open_page("reviews")
    assert "reviews-learn" not in {button.key for button in app.button}


def test_it_learns_says_so_and_takes_it_back(open_page, corrected) -> None:
    app = open_page("reviews")
    assert app.button("reviews-learn").label == "Learn from 24 corrections"
    app.button("reviews-learn").click().run()
    assert not app.exception
    assert "Adopted." in words(app)
    assert "Held-out corrections: 0 of 4 right before" in words(app)
    (version,) = corrected.teaching.versions()
    assert version.active
    choice = next(box for box in app.selectbox if box.key.startswith("reviews-taught"))
    assert choice.value == version.id
    choice.set_value(0).run()
    assert not app.exception
    assert corrected.engines.heads() is None


def test_a_refusal_is_explained_in_chinese_too(open_page, studio, inline_jobs, lexicon) -> None:
    correct(
        studio, [(f"today {thing} today {n}", "negative") for n in range(2) for thing in THINGS]
    )
    app = open_page("reviews", lang="zh")
    app.button("reviews-learn").click().run()
    assert not app.exception
    assert studio.teaching.versions() == []
    assert len(app.info) == 1
    assert "360" in words(app)


def test_too_few_corrections_cannot_be_learnt_from(open_page, studio, lexicon) -> None:
    correct(studio, slang(3))
    app = open_page("reviews")
    assert app.button("reviews-learn").disabled
