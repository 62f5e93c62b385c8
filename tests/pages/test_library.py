from __future__ import annotations

import pytest

from core.copywriting import Brief


@pytest.fixture
def stocked(studio):
    """Two briefs' worth of drafts, one liked."""
    for brief in (
        Brief("en", "Brindle Kettle", ("holds 0.8 litres", "$39")),
        Brief("zh", "半盏水壶", ("容量0.6升", "129元")),
    ):
        ids = [d.id for d in studio.copy.write(brief, "slogan", count=3, seed=1) if d.usable]
        assert ids
        studio.ratings.rate(ids[0], 1)
    return studio


def cards(app) -> int:
    return len(app.get("feedback"))


def test_an_empty_library_points_to_the_studio(open_page) -> None:
    assert open_page("library").subheader[0].value == "No drafts here yet"


def test_search_and_filters_narrow_what_is_shown(open_page, stocked) -> None:
    everything = cards(open_page("library"))
    assert everything >= 4
    assert cards(open_page("library", vote="up")) == 2
    assert 0 < cards(open_page("library", written="zh")) < everything
    assert 0 < cards(open_page("library", q="半盏")) <= cards(open_page("library", written="zh"))
    assert open_page("library", q="zebra").subheader[0].value == "Nothing matches"


def test_a_rating_in_the_library_is_stored(open_page, stocked) -> None:
    app = open_page("library", vote="unrated")
    before = cards(app)
    app.get("feedback")[0].set_value(1).run()
    assert not app.error
    assert cards(open_page("library", vote="unrated")) == before - 1


def test_what_was_wrong_folds_away_once_it_is_said(open_page, stocked) -> None:
    first = stocked.library.search(query="Brindle").rows[0].draft
    stocked.ratings.rate(first.id, -1)
    app = open_page("library", q="Brindle", vote="down")
    pills = app.button_group(key=f"reason-{first.id}")
    assert not [one for one in app.expander if "wrong" in one.label]
    pills.set_value("dull").run()
    (folded,) = [one for one in app.expander if "wrong" in one.label]
    assert folded.label == "What was wrong: Dull"
    assert not folded.proto.expanded
    app.text_input(key=f"comment-{first.id}").set_value("says nothing").run()
    assert stocked.ratings.vote(first.id).comment == "says nothing"
    assert stocked.ratings.vote(first.id).reason == "dull"
    assert [one.label for one in app.expander if "wrong" in one.label] == [
        "What was wrong: Dull · says nothing"
    ]


def test_all_that_the_filters_show_is_rated_at_once(open_page, stocked) -> None:
    app = open_page("library", written="zh")
    shown = cards(app)
    app.button(key="library-rate--1").click().run()
    assert not app.error
    assert cards(open_page("library", written="zh", vote="down")) == shown
    assert cards(open_page("library", written="en", vote="down")) == 0
    app = open_page("library", written="zh")
    app.checkbox(key="library-sure").check().run()
    app.button(key="library-delete").click().run()
    assert open_page("library", written="zh").subheader[0].value == "Nothing matches"


def test_training_data_is_offered_only_where_there_is_some(open_page, stocked) -> None:
    def offered(**query: str) -> list[bool]:
        app = open_page("library", **query)
        buttons = {one.proto.id: one.proto.disabled for one in app.get("download_button")}
        keys = ("library-export-kto", "library-export-dpo")
        return [not next(off for id, off in buttons.items() if key in id) for key in keys]

    assert offered() == [True, False]
    assert offered(vote="unrated") == [False, False]
    app = open_page("library")
    assert any("No pairs yet" in str(one.value) for one in app.caption)
    liked = stocked.library.search(query="Brindle", vote="up").rows[0].draft
    other = stocked.library.search(query="Brindle", vote="unrated").rows[0].draft
    stocked.ratings.rate(other.id, -1)
    assert liked.request == other.request
    assert offered() == [True, True]
    assert offered(written="zh") == [True, False]


def test_a_draft_tells_its_versions_and_where_it_comes_from(open_page, stocked) -> None:
    first = stocked.library.search(query="Brindle").rows[0].draft
    stocked.copy.edit(first.id, "Brindle Kettle holds 0.8 litres.")
    stocked.ratings.rate(first.id, -1)
    stocked.ratings.rate(first.id, 1)
    app = open_page("library", q="Brindle")
    app.session_state["drafts-provenance"] = first.id
    app.run()
    assert not app.exception
    words = " ".join(element.value for element in app.markdown)
    assert "edited by hand" in words
    assert "liked" in words


def test_filters_for_how_and_when_a_draft_was_made(open_page, stocked) -> None:
    first = stocked.library.search(query="Brindle").rows[0].draft
    stocked.copy.edit(first.id, "Brindle Kettle holds 0.8 litres.")
    stocked.library.pin(first.id)
    app = open_page("library")
    app.selectbox(key="library-origin").set_value("edit").run()
    assert cards(app) == 1
    app.selectbox(key="library-origin").set_value(None).run()
    app.toggle(key="library-pinned").set_value(True).run()
    assert cards(app) == 1
    app.selectbox(key="library-days").set_value(7).run()
    assert cards(app) == 1
