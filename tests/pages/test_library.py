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
