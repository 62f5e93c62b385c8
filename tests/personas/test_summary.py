"""Every sentence of a summary rests on evidence of the card; the printed card holds no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.i18n import percent, translation
from core.personas.card_extras import CardExtras
from core.personas.card_html import as_html
from core.personas.card_pdf import as_pdf
from core.personas.summaries import evidence_keys, summary
from tests.personas.conftest import csv, planted, shop


@pytest.fixture
def made(personas):
    personas.import_table(csv(shop(customers=400)[0]), "shop.csv")
    return personas.make()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sentence_maps_to_a_listed_trait(made, language) -> None:
    translate = translation(language).gettext
    for persona in made:
        told = summary(persona, language, translate)
        assert told[0].because == "size"
        assert len(told) > 1 or persona.size < 30
        assert {one.because for one in told} <= evidence_keys(persona)
        assert len({one.because for one in told}) == len(told)
        by_key = {trait.key: trait for trait in persona.traits}
        for one in told[1:]:
            assert by_key[one.because].label.text(translate) in one.text


@pytest.mark.parametrize("seed", range(3))
def test_the_same_holds_for_generated_segments(personas, seed) -> None:
    personas.import_table(csv(planted(seed, rows=500)[0]), f"{seed}.csv")
    for persona in personas.make():
        told = summary(persona, "en")
        assert {one.because for one in told} <= evidence_keys(persona)
        traits = {trait.key: trait for trait in persona.traits}
        for one in told[1:]:
            trait = traits[one.because]
            assert trait.reliable
            assert not trait.protected
            assert not trait.outcome
            assert percent(trait.share, "en") in one.text


def test_an_assumption_has_no_summary_and_says_so_in_print(personas) -> None:
    persona = personas.assume("Tea lover", who="Drinks <b>tea</b> all day")
    assert summary(persona, "en") == ()
    page = as_html(persona, "en", str)
    assert "&lt;b&gt;tea&lt;/b&gt;" in page
    assert "Written by hand" in page


def test_a_printed_card_escapes_everything_and_loads_nothing(made) -> None:
    page = as_html(replace(made[0], note="<script>alert(1)</script>"), "en", str, CardExtras("USD"))
    assert "<script" not in page
    assert "src=" not in page
    assert "href" not in page
    assert "$" in page
    for trait in made[0].traits[:3]:
        assert trait.text() in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_card_is_a_pdf_too(made, language) -> None:
    translate = translation(language).gettext
    assert as_pdf(made[0], language, translate, CardExtras("USD")).startswith(b"%PDF-")
