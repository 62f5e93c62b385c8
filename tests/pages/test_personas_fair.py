"""Fairness on the Personas page: the audit is asked for, answered and honest about its limits."""

from __future__ import annotations

import pytest

from core.copywriting import Brief
from core.persona_swap import JOB, PersonaSwap
from core.personas.fairness import Written, judged
from tests.personas.test_persona_swap import writer

BRIEF = Brief("en", "Torvi mug", ("keeps tea hot for two hours", "350 ml"))


@pytest.fixture
def fair(open_page, studio):
    studio.personas.assume("Tea lover", who="Drinks tea all day")

    def open_(lang: str = "en"):
        app = open_page("personas", lang)
        app.session_state["personas-view"] = "fair"
        app.run()
        assert not app.exception
        return app

    return open_


def stored(studio, pairs: list[Written]) -> None:
    studio.jobs._handlers[JOB] = lambda arguments, report: {
        "audit": judged(pairs, "en").to_dict(),
        "pair": "gender",
        "channel": "slogan",
        "engine": "echo",
        "products": ["Torvi mug"],
        "through": "persona",
    }
    studio.jobs.submit(JOB)


def test_without_a_brief_the_page_says_what_is_missing(fair) -> None:
    app = fair()
    assert "brief" in app.info[0].value
    assert not [b for b in app.button if b.key == "personas-swap-start"]


def test_an_audit_is_asked_for(fair, studio, monkeypatch) -> None:
    studio.copy.keep(BRIEF)
    asked = {}
    monkeypatch.setattr(
        PersonaSwap, "start", lambda self, *args, **more: asked.update(args=args, more=more)
    )
    app = fair()
    app.selectbox(key="personas-swap-pair").set_value("age").run()
    app.button(key="personas-swap-start").click().run()
    assert not app.exception
    assert asked["args"][0] == "age"
    assert len(asked["args"][1]) == 1
    assert asked["args"][3] == 100


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_found_bias_is_shown_with_texts_of_both_sides(fair, studio, inline_jobs, lang) -> None:
    studio.copy.keep(BRIEF)
    stored(studio, writer(1, bias=0.6))
    app = fair(lang)
    shown = "\n".join(item.value for item in app.markdown)
    assert "Save money" in shown
    assert len(app.dataframe) == 1


def test_a_writer_that_ignores_readers_is_not_called_fair(fair, studio, inline_jobs) -> None:
    stored(studio, [Written("One text.", "One text.")] * 40)
    app = fair()
    assert "no proof of fairness" in app.info[0].value
