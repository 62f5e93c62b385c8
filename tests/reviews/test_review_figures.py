"""Figures are right, say how sure they are, and follow every filter."""

from __future__ import annotations

import random
from math import sqrt

import pytest

from core.errors import InputRejected, NotFound
from core.overview import overview
from core.reviews import Filters
from core.reviews.figures import net_interval, unit_for


def test_headline_figures(shop) -> None:
    now = shop.figures()
    assert (now.volume, now.read, now.unread, now.dated) == (7, 7, 0, 6)
    assert (now.negative, now.neutral, now.positive) == (3, 1, 3)
    assert now.net_sentiment == 0
    assert now.negative_share == pytest.approx(3 / 7)
    assert now.unsure_share == pytest.approx(1 / 7)
    assert now.mean_rating == pytest.approx(3)
    assert now.net_low < 0 < now.net_high
    assert now.net_change is None


def test_nothing_read_has_no_figures_and_no_faults(reviews) -> None:
    empty = reviews.figures()
    assert (empty.volume, empty.net_sentiment, empty.mean_rating) == (0, None, None)
    assert reviews.over_time().buckets == ()
    assert reviews.span() is None
    assert reviews.aspects() == []
    assert reviews.rows().total == 0
    reviews.import_paste("good one")
    waiting = reviews.figures()
    assert (waiting.volume, waiting.unread, waiting.net_sentiment) == (1, 1, None)


@pytest.mark.parametrize(
    ("filters", "volume"),
    [
        (Filters(), 7),
        (Filters(since="2026-08-01"), 3),
        (Filters(until="2026-07-15"), 3),
        (Filters(since="2026-07-02", until="2026-08-01"), 3),
        (Filters(product="Lamp"), 3),
        (Filters(origin="web"), 4),
        (Filters(language="zh"), 2),
        (Filters(sentiment="negative"), 3),
        (Filters(emotion="joy"), 3),
        (Filters(aspect="delivery"), 4),
        (Filters(aspect="quality", language="zh"), 1),
        (Filters(min_rating=4), 3),
        (Filters(max_rating=2), 3),
        (Filters(query="质量"), 1),
        (Filters(query="物流"), 2),
        (Filters(query="deliv"), 2),
        (Filters(query="good delivery"), 1),
        (Filters(query="!?"), 0),
        (Filters(query='" OR 1'), 0),
        (Filters(product="Kettle", sentiment="negative", query="delivery"), 1),
    ],
)
def test_filters(shop, filters: Filters, volume: int) -> None:
    assert shop.figures(filters).volume == volume
    assert shop.rows(filters).total == len(shop.rows(filters).rows) == volume
    course = shop.over_time(filters)
    dated = shop.figures(filters).dated
    assert sum(bucket.volume for bucket in course.buckets) == dated


def test_change_against_the_period_before(shop) -> None:
    august = shop.figures(Filters(since="2026-08-01", until="2026-08-31"))
    assert (august.volume, august.previous.volume) == (3, 3)
    assert august.net_change.points == pytest.approx(100 / 3)
    assert august.net_change.low < august.net_change.points < august.net_change.high
    assert not august.net_change.clear


def test_the_period_before_has_the_same_length() -> None:
    before = Filters(since="2026-03-01", until="2026-03-31", product="Lamp").before()
    assert (before.since, before.until, before.product) == ("2026-01-29", "2026-02-28", "Lamp")
    assert Filters(since="2026-03-01").before() is None
    assert Filters(since="2026-03-02", until="2026-03-01").before() is None


@pytest.mark.parametrize(
    "filters", [{"since": "soon"}, {"until": "2026-13-01"}, {"sentiment": "x"}]
)
def test_filters_that_are_none(filters: dict) -> None:
    with pytest.raises(InputRejected):
        Filters(**filters)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    rng = random.Random(7)
    for shares in ((0.2, 0.2, 0.6), (0.05, 0.05, 0.9), (0.45, 0.1, 0.45)):
        truth = 100 * (shares[2] - shares[0])
        held = 0
        for _ in range(2000):
            drawn = rng.choices(("n", "o", "p"), shares, k=60)
            _, low, high = net_interval(drawn.count("n"), drawn.count("o"), drawn.count("p"))
            held += low <= truth <= high
        assert 0.93 <= held / 2000 <= 0.99


def test_one_review_makes_a_wide_interval_within_bounds() -> None:
    net, low, high = net_interval(0, 0, 1)
    assert net == 100
    assert -100 <= low < 50
    assert high == 100
    half = 1.959964 * 100 * sqrt(2 / 3 - 1 / 9) / sqrt(3)
    assert low == pytest.approx(100 / 3 - half)
    assert net_interval(0, 0, 0) is None


def test_courses_have_no_gaps(reviews, table) -> None:
    reviews.import_table(
        table("text,date", "good a,2026-01-31", "bad b,2026-04-01", "good c,2026-04-02"), "x.csv"
    )
    reviews.start_reading()
    months = reviews.over_time(unit="month")
    assert [(b.start, b.volume) for b in months.buckets] == [
        ("2026-01-01", 1), ("2026-02-01", 0), ("2026-03-01", 0), ("2026-04-01", 2),
    ]  # fmt: skip
    assert months.buckets[1].net_sentiment is None
    weeks = reviews.over_time(unit="week").buckets
    assert weeks[0].start == "2026-01-26"
    assert weeks[-1].start == "2026-03-30"
    assert len(weeks) == 10
    assert len(reviews.over_time(unit="day").buckets) == 62
    assert reviews.over_time().unit == "week"


@pytest.mark.parametrize(
    ("last", "unit"), [("2026-01-01", "day"), ("2026-03-01", "week"), ("2026-12-31", "month")]
)
def test_the_unit_suits_the_span(last: str, unit: str) -> None:
    assert unit_for("2026-01-01", last) == unit


def test_aspects_count_reviews_of_both_languages_by_polarity(shop) -> None:
    found = {a.aspect: (a.reviews, a.negative, a.positive) for a in shop.aspects()}
    assert found == {"delivery": (4, 2, 2), "quality": (2, 0, 2)}
    assert shop.aspects(limit=1)[0].net_sentiment == 0


def test_orders_and_pages(shop) -> None:
    assert [row.posted_on for row in shop.rows(order="oldest").rows][:2] == [
        "2026-07-01",
        "2026-07-02",
    ]
    assert shop.rows(order="newest").rows[0].posted_on == "2026-08-03"
    assert shop.rows(order="newest").rows[-1].posted_on is None
    assert shop.rows(order="worst").rows[0].text == "物流太慢，很差"
    assert shop.rows(order="best").rows[0].sentiment == "positive"
    assert shop.rows(order="least sure").total == 7
    seen = [row.id for at in (0, 3, 6) for row in shop.rows(limit=3, offset=at).rows]
    assert len(set(seen)) == 7


def test_choices_for_filters(shop) -> None:
    assert shop.products() == ["Kettle", "Lamp"]
    assert shop.origins() == ["web", "app"]
    assert shop.languages() == ["en", "zh"]


def test_a_review_in_full_and_its_correction(shop) -> None:
    row = next(r for r in shop.rows().rows if r.text == "bad delivery")
    review = shop.get(row.id)
    assert (review.source, review.version, review.sentiment) == ("shop.csv", "words-1", "negative")
    aspect = review.aspects[0]
    assert review.text[aspect.start : aspect.end] == aspect.aspect == "delivery"
    corrected = shop.correct(row.id, "neutral", "ann")
    assert (corrected.sentiment, corrected.read_sentiment) == ("neutral", "negative")
    assert shop.figures().negative == 2
    assert len(shop.correct(row.id, "neutral", "ann").corrections) == 1
    assert len(shop.correct(row.id, "positive", "bob").corrections) == 2
    assert shop.get(row.id).sentiment == "positive"


def test_a_correction_before_the_reading_counts_after_it(reviews) -> None:
    reviews.import_paste("good one")
    id = reviews.rows().rows[0].id
    reviews.correct(id, "negative", "ann")
    reviews.start_reading()
    assert reviews.figures().negative == 1


def test_what_is_not_there(shop) -> None:
    with pytest.raises(NotFound):
        shop.get(999)
    with pytest.raises(NotFound):
        shop.correct(999, "neutral", "me")
    with pytest.raises(InputRejected):
        shop.correct(1, "meh", "me")


def test_another_workspace_sees_nothing(shop, store, settings, engines) -> None:
    from core.reviews import Reviews

    with store.writing() as db:
        db.conn.execute("INSERT INTO workspaces (id, name, pseudonym_key) VALUES (2, 'b', 'k')")
    other = Reviews(store, settings, engines, None, 2)
    assert other.figures().volume == 0
    assert other.products() == []
    with pytest.raises(NotFound):
        other.get(1)
    with pytest.raises(NotFound):
        other.remove_source(1)


def test_home_and_page_name_the_same_complaint_however_much_else_is_praised(
    reviews, store, table
) -> None:
    praise = [f"2026-08-{day:02d},good quality" for day in range(1, 15)]
    praise += [f"2026-08-{day:02d},good 质量" for day in range(1, 15)]
    old = [f"2026-01-{day:02d},bad quality, truly" for day in range(1, 9)]
    new = ["2026-08-20,bad delivery", "2026-08-21,awful delivery", "2026-08-22,bad quality"]
    reviews.import_table(table("day,text", *praise, *old, *new), "shop.csv")
    reviews.start_reading()
    home = overview(store, 1)
    recent = Filters(since="2026-05-25", until="2026-08-22")
    seen = reviews.picture(recent, limit=1)
    assert seen.aspects[0].aspect == "quality"
    assert seen.complained is not None
    assert (home.worst_aspect, home.worst_aspect_negative) == ("delivery", 2)
    assert (seen.complained.aspect, seen.complained.negative) == ("delivery", 2)
    assert reviews.picture().complained.aspect == "quality"


def test_one_complaint_is_no_most(reviews, store) -> None:
    reviews.import_paste("bad delivery")
    reviews.start_reading()
    assert reviews.picture().complained is None
    assert overview(store, 1).worst_aspect is None
