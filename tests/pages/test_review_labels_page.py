"""On the reviews page an aspect can be typed and a label taught, and both can be filtered by."""

from __future__ import annotations

import pytest

from core.reviews import Filters

ROWS = "\n".join(
    ["date,stars,product,text"]
    + [f"2026-0{1 + n % 6}-10,5,Kettle,Kettle {n} is a joy 👍" for n in range(24)]
    + [f"2026-0{1 + n % 6}-20,1,Lamp,Lamp {n} smells odd 👎" for n in range(9)]
)


@pytest.fixture
def heard(studio, inline_jobs):
    """Praise of a kettle and complaints about a lamp's smell, read by thumbs."""
    studio.engines.choose("reader", "echo-reader")
    studio.reviews.import_table(ROWS.encode(), "shop.csv")
    studio.reviews.start_reading()
    return studio


def shown(app) -> str:
    return " ".join(m.value for m in [*app.markdown, *app.caption])


def test_an_aspect_is_typed_found_changed_and_deleted(open_page, heard) -> None:
    app = open_page("reviews")
    app.text_input("reviews-label-typed").input("smell").run()
    assert not app.exception
    app.text_input("reviews-label-more").input("odour, stink").run()
    app.button("reviews-label-type").click().run()
    assert not app.exception
    assert not app.error
    [label] = heard.reviews.labels.all()
    assert (label.name, label.words, label.reviews) == ("smell", ("smell", "odour", "stink"), 9)
    assert "in 9 reviews" in shown(app)
    assert (
        "label:1" in app.selectbox("by-aspect").options
        or "smell" in app.selectbox("by-aspect").options
    )
    app.text_input("reviews-label-1-name").input("Scent").run()
    app.text_area("reviews-label-1-words").input("smell\nodd").run()
    app.button("reviews-label-1-save").click().run()
    [label] = heard.reviews.labels.all()
    assert (label.name, label.words) == ("Scent", ("smell", "odd"))
    app.button("reviews-label-1-delete").click().run()
    assert not app.exception
    assert heard.reviews.labels.all() == []


def test_a_taken_name_is_explained(open_page, heard) -> None:
    heard.reviews.labels.type_aspect("smell")
    app = open_page("reviews")
    app.text_input("reviews-label-typed").input("Smell").run()
    app.button("reviews-label-type").click().run()
    assert "already" in app.error[0].value
    assert len(heard.reviews.labels.all()) == 1


def test_words_that_are_refused_leave_the_name_too(open_page, heard) -> None:
    heard.reviews.labels.type_aspect("smell")
    app = open_page("reviews")
    app.text_input("reviews-label-1-name").input("Scent").run()
    app.text_area("reviews-label-1-words").input("?!").run()
    app.button("reviews-label-1-save").click().run()
    assert "no word to look for" in app.error[0].value
    [label] = heard.reviews.labels.all()
    assert (label.name, label.words) == ("smell", ("smell",))


def test_a_label_filters_the_page_from_its_address(open_page, heard) -> None:
    heard.reviews.labels.type_aspect("smell")
    app = open_page("reviews", **{"by-aspect": "label:1"})
    metrics = {metric.label: metric.value for metric in app.metric}
    assert (metrics["Reviews"], metrics["Net sentiment"]) == ("9", "−100")


def test_teaching_needs_eight_examples(open_page, heard) -> None:
    app = open_page("reviews", lang="zh")
    app.segmented_control("reviews-label-way").set_value("taught").run()
    assert app.button("reviews-label-teach").disabled
    app.text_input("reviews-label-find").input("smells").run()
    picks = app.multiselect("reviews-label-picked")
    assert len(picks.options) == 9
    app.text_area("reviews-label-pasted").input("\n".join(f"it stinks {n}" for n in "abcd")).run()
    assert not app.exception
    assert app.button("reviews-label-teach").disabled


def test_a_label_is_taught_on_the_page(open_page, heard, monkeypatch) -> None:
    taught = []
    labels = type(heard.reviews.labels)
    monkeypatch.setattr(labels, "teach", lambda self, *args: taught.append(args))
    app = open_page("reviews")
    app.segmented_control("reviews-label-way").set_value("taught").run()
    app.text_input("reviews-label-name").input("Disappointed fan").run()
    app.segmented_control("reviews-label-kind").set_value("emotion").run()
    lines = [f"I used to love number {n}" for n in range(8)]
    app.text_area("reviews-label-pasted").input("\n".join(lines)).run()
    app.button("reviews-label-teach").click().run()
    assert not app.exception
    assert taught == [("Disappointed fan", "emotion", lines)]


def test_a_review_shows_where_a_label_was_found(heard) -> None:
    from streamlit.testing.v1 import AppTest

    heard.reviews.labels.type_aspect("<b>smell</b>", ["smell"])
    id = heard.reviews.rows(Filters(aspect="label:1")).rows[0].id

    def detail(id: int) -> None:
        from pages._ui import services
        from pages._ui.reviews_labels import found_labels

        found_labels(services.studio().reviews.get(id))

    app = AppTest.from_function(detail, args=(id,), default_timeout=120).run()
    assert not app.exception
    assert "**smells**" in app.caption[0].value
    assert "<b>" not in app.markdown[0].value
