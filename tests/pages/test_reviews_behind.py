"""Numbers of the reviews page open the reviews they count; what stands out is marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.reviews import Filters
from pages._ui.reviews_charts import aspect_bars, sentiment_over_time
from pages._ui.reviews_course import in_course
from pages._ui.reviews_marks import standing_out, told, within
from pages._ui.reviews_pictures import as_page

FIRST = date(2026, 1, 5)


def rows() -> str:
    """Twenty weeks, in the nineteenth of which many complain of a lid."""
    lines = ["date,stars,product,text"]
    for week in range(20):
        for n in range(20):
            day = FIRST + timedelta(weeks=week, days=n % 7)
            good = n % 4 > 0
            text = f"Kettle {week} {n} is a joy 👍" if good else f"Lamp {week} {n} broke 👎"
            lines.append(f"{day},{5 if good else 1},{'Kettle' if good else 'Lamp'},{text}")
        for n in range(40 if week == 18 else 0):
            lines.append(f"{FIRST + timedelta(weeks=week)},1,Lamp,Lid {n} leaks 👎")
    return "\n".join(lines)


@pytest.fixture
def leaking(studio, inline_jobs):
    studio.engines.choose("reader", "echo-reader")
    studio.reviews.import_table(rows().encode(), "shop.csv")
    studio.reviews.start_reading()
    return studio


def same(translated: str) -> str:
    return translated


def shown(app) -> str:
    return " ".join(item.value for item in [*app.markdown, *app.caption])


def test_a_figure_opens_its_reviews_and_a_review_its_reading(open_page, leaking) -> None:
    app = open_page("reviews", **{"reviews-insight": "words"})
    negatives = leaking.reviews.figures().negative
    button = app.button("reviews-figure-1")
    assert button.label == f"{negatives} reviews"
    button.click().run()
    assert not app.exception
    assert f"{negatives} reviews" in shown(app)
    first = next(b for b in app.button if (b.key or "").startswith("reviews-quotes-open-"))
    first.click().run()
    assert not app.exception
    assert "Read as:" in shown(app)
    app.button("reviews-quotes-back").click().run()
    assert "Read as:" not in shown(app)


def test_a_spike_is_marked_and_explained(open_page, leaking) -> None:
    app = open_page("reviews")
    pills = app.get("button_group")
    spike = next(group for group in pills if group.key == "reviews-spike")
    assert len(spike.options) == 1
    app.session_state["reviews-spike"] = 0
    app.run()
    assert not app.exception
    assert "were to be expected" in shown(app)
    assert "lid" in shown(app).lower()
    app.button("reviews-spike-course").click().run()
    assert not app.exception


def test_the_chart_marks_and_tells_what_stands_out(leaking) -> None:
    course = leaking.reviews.over_time()
    spikes = standing_out(course, leaking.insights.spikes(explain=False).spikes)
    assert [spike.since for spike in spikes] == [(FIRST + timedelta(weeks=18)).isoformat()]
    assert spikes[0].quotes == ()
    figure = sentiment_over_time(course, "en", same, spikes)
    assert [str(day) for day in figure.data[-1].x] == [spikes[0].since]
    assert figure.data[-1].marker.symbol == "diamond"
    assert len(figure.layout.shapes) >= 1
    assert "were to be expected" in told(spikes, "en", same)
    assert len(within(course, spikes[0])) == 1


def test_points_of_the_charts_pick_what_they_count(leaking) -> None:
    reviews = leaking.reviews
    course = reviews.over_time()
    bucket = course.buckets[18]
    complaints = in_course(Filters(), course, 2, 18)
    assert reviews.figures(complaints).volume == bucket.negative == 45
    assert reviews.figures(in_course(Filters(), course, 1, 18)).volume == bucket.volume
    assert in_course(Filters(), course, 0, 3) is None
    lamp = next(found for found in reviews.aspects() if found.label("en").lower() == "lamp")
    about = Filters(aspect=lamp.aspect, aspect_polarity="negative")
    assert reviews.figures(about).volume == lamp.negative
    assert reviews.figures(replace(about, aspect_polarity="positive")).volume == lamp.positive
    assert len(aspect_bars([lamp], "en", same).data) == 2


def test_unsure_and_own_labels_can_be_picked(leaking) -> None:
    reviews = leaking.reviews
    with leaking.store.writing() as db:
        db.conn.execute("UPDATE readings SET unsure = 1 WHERE review_id <= 7")
    assert reviews.figures(Filters(unsure=True)).volume == 7
    id = f"label:{reviews.labels.type_aspect('Lids', ['lid'])}"
    found = next(item for item in reviews.aspects() if item.aspect == id)
    about = Filters(aspect=id, aspect_polarity="negative")
    assert found.negative == reviews.figures(about).volume == 40


def test_a_chart_becomes_a_page_without_a_network(leaking) -> None:
    figure = sentiment_over_time(leaking.reviews.over_time(), "en", same)
    page = as_page(figure, "Mood & <b>more</b>", "zh").decode()
    assert '<html lang="zh-CN">' in page
    assert "Plotly.newPlot" in page
    assert 'src="http' not in page


def test_views_and_segments_live_in_the_address(open_page, leaking) -> None:
    app = open_page("reviews", **{"reviews-insight": "compare", "by-country": "nowhere"})
    assert app.segmented_control("reviews-insight").value == "compare"
    assert not app.exception
    keys = '["nobody"]'
    assert leaking.reviews.figures(Filters(customers=keys)).volume == 0
