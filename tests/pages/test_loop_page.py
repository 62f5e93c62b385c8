"""The Loop page: what was learnt, forgotten with one click, and what to rate next."""

from __future__ import annotations

import pytest

from core.copywriting import Brief
from core.i18n import translation


@pytest.fixture
def rated(echo_writer):
    """Drafts of which one was liked and one turned down with a word of why."""
    brief = Brief("en", "Brindle Kettle", ("holds 0.8 litres", "$39"))
    ids = [d.id for d in echo_writer.copy.write(brief, "slogan", count=3, seed=1) if d.usable]
    assert len(ids) > 1
    echo_writer.ratings.rate(ids[0], 1)
    loud = echo_writer.copy.edit(ids[1], "Brindle Kettle holds 0.8 litres!")
    echo_writer.ratings.rate(loud.id, -1, comment="no exclamation marks")
    return echo_writer


def said(app) -> str:
    found = [*app.markdown, *app.caption, *app.subheader]
    return "\n".join(str(one.value) for one in found)


def test_an_empty_loop_teaches(open_page) -> None:
    assert "Nothing is learnt yet" in said(open_page("loop"))


def test_lessons_are_shown_and_forgotten(rated, open_page) -> None:
    app = open_page("loop")
    words = said(app)
    assert "Avoids exclamation marks\\. Thumbs down\\: 1" in words
    assert "Too early to say" in words
    button = next(b for b in app.button if str(b.key).endswith("exclamation"))
    button.click().run()
    assert not app.exception
    assert "Avoids exclamation marks" not in said(app)
    assert rated.ratings.lessons(None, "slogan", "en").named == ()


def test_the_chinese_page_opens(rated, open_page) -> None:
    app = open_page("loop", lang="zh")
    assert not app.exception
    assert any(str(title.value) == translation("zh").gettext("Loop") for title in app.title)


def test_what_edits_taught_is_not_called_nothing(echo_writer, open_page) -> None:
    brief = Brief("en", "Brindle Kettle", ("holds 0.8 litres", "$39"))
    first = next(iter(echo_writer.copy.write(brief, "slogan", count=1, seed=1)))
    echo_writer.copy.edit(first.id, "Brindle Kettle holds 0.8 litres")
    words = said(open_page("loop"))
    assert "Nothing is learnt yet" not in words
    assert "1 edited or redesigned" in words


def test_approval_stands_by_persona(studio, open_page) -> None:
    persona = studio.personas.assume("Tea lover", who="Drinks tea all day")
    brief = Brief("en", "Fernhill Kettle", ("holds 1.2 litres", "boils in four minutes", "$49"))
    for one in studio.copy.write(brief, "x_post", 2, seed=3, persona_id=persona.id):
        studio.ratings.rate(one.id, 1)
    app = open_page("loop")
    tables = [table.value for table in app.dataframe if "Persona" in table.value]
    assert [list(table["Persona"]) for table in tables] == [["Tea lover"]]


def test_the_page_opens_on_a_channel_in_the_language_shown(studio, open_page) -> None:
    for brief, channel, votes in (
        (
            Brief("en", "Fernhill Kettle", ("holds 1.2 litres", "boils in four minutes")),
            "x_post",
            3,
        ),
        (Brief("zh", "半盏水壶", ("容量0.6升", "129元")), "slogan", 1),
        (Brief("zh", "半盏水壶", ("容量0.6升", "129元")), "moments", 2),
    ):
        for one in studio.copy.write(brief, channel, votes, seed=3):
            studio.ratings.rate(one.id, 1)
    opened = {
        lang: open_page("loop", lang=lang).selectbox(key="loop-place") for lang in ("en", "zh")
    }
    places = studio.ratings.places()
    assert places[opened["en"].value].language == "en"
    zh = places[opened["zh"].value]
    assert (zh.language, zh.channel) == ("zh", "moments")
