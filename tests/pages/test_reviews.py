"""The reviews page: bring them in, see the answer, correct a reading."""

from __future__ import annotations

import pytest

from core.reviews import Filters

ROWS = "\n".join(
    ["date,stars,product,text"]
    + [f"2026-0{1 + n % 6}-10,5,Kettle,Kettle {n} is a joy 👍" for n in range(24)]
    + [f"2026-0{1 + n % 6}-20,1,Lamp,Lamp {n} broke 👎" for n in range(9)]
)


@pytest.fixture
def echo(studio, inline_jobs):
    """The echo reader reads thumbs: 👍 is praise, 👎 complaint."""
    studio.engines.choose("reader", "echo-reader")
    return studio


@pytest.fixture
def heard(echo):
    """Twenty-four praises of a kettle and nine complaints about a lamp, read."""
    echo.reviews.import_table(ROWS.encode(), "shop.csv")
    echo.reviews.start_reading()
    return echo


def metrics(app) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def words(app) -> str:
    return " ".join(m.value for m in [*app.subheader, *app.markdown, *app.caption, *app.success])


def test_an_empty_page_teaches(open_page) -> None:
    app = open_page("reviews")
    assert app.subheader[0].value == "Which reviews shall we listen to?"
    assert not app.metric


def test_a_file_is_confirmed_imported_and_read(open_page, echo) -> None:
    app = open_page("reviews")
    app.get("file_uploader")[0].upload("shop.csv", ROWS.encode(), "text/csv").run()
    guessed = {b.key.split("-")[2]: b.value for b in app.selectbox if "-map-" in (b.key or "")}
    assert guessed == {
        "text": "text",
        "date": "date",
        "rating": "stars",
        "product": "product",
        "origin": None,
        "customer": None,
        "country": None,
    }
    app.button("reviews-import").click().run()
    assert not app.exception
    assert echo.reviews.figures().read == 33
    assert "33 reviews were added." in words(app)
    assert metrics(app)["Net sentiment"] == "+45"
    app.button("reviews-report-undo").click().run()
    assert app.subheader[0].value == "Which reviews shall we listen to?"


def test_an_unfit_file_is_explained(open_page, echo) -> None:
    app = open_page("reviews")
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 50
    app.get("file_uploader")[0].upload("shop.csv", png, "text/csv").run()
    assert "picture" in app.error[0].value
    assert not app.exception
    assert echo.reviews.sources() == []


def test_pasting(open_page, echo) -> None:
    app = open_page("reviews")
    app.segmented_control("reviews-way").set_value("paste").run()
    app.text_area("reviews-paste").input("fine kettle 👍\nbad lamp 👎\nanother 👍").run()
    app.button("reviews-import-paste").click().run()
    assert not app.exception
    assert metrics(app)["Reviews"] == "3"
    assert "carry no dates" in app.info[0].value


def test_the_answer_comes_first(open_page, heard) -> None:
    app = open_page("reviews")
    assert "more praise than complaint" in app.subheader[0].value
    assert "lamp" in app.subheader[0].value
    assert metrics(app) == {
        "Net sentiment": "+45",
        "Negative": "27%",
        "Stars": "3.9",
        "Reviews": "33",
        "Unsure": "0%",
    }
    assert len(app.get("plotly_chart")) == 3
    assert "Echo reader" in words(app)


def test_filters_come_from_the_address(open_page, heard) -> None:
    app = open_page("reviews", **{"by-product": "Lamp"})
    assert metrics(app)["Net sentiment"] == "−100"
    app = open_page("reviews", period="30")
    assert metrics(app)["Reviews"] == "5"
    assert any("±" in metric.delta for metric in app.metric)
    app = open_page("reviews", find="joy")
    assert metrics(app)["Reviews"] == "24"
    app = open_page("reviews", find="zebra")
    assert app.subheader[0].value == "No review matches these filters"
    app = open_page("reviews", period="nonsense", **{"by-sentiment": "nonsense"})
    assert metrics(app)["Reviews"] == "33"


def test_chinese(open_page, heard) -> None:
    app = open_page("reviews", lang="zh")
    assert len(app.metric) == 5
    assert not app.error


def test_what_is_unread_can_be_read(open_page, echo) -> None:
    echo.reviews.import_paste("fine 👍")
    app = open_page("reviews")
    assert "not been read" in words(app)
    assert not app.get("plotly_chart")
    app.button("reviews-read").click().run()
    assert metrics(app)["Net sentiment"] == "+100"


def test_another_reader_is_offered_to_read_again(open_page, heard) -> None:
    app = open_page("reviews")
    assert "reviews-read-again" not in {button.key for button in app.button}
    read = heard.reviews.versions()
    with heard.store.writing() as db:
        db.conn.execute("DELETE FROM reading_aspects")
        db.conn.execute("UPDATE readings SET version = 'older' WHERE review_id > 1")
    app = open_page("reviews")
    again = app.button("reviews-read-again")
    assert again.label == "Read again with Echo reader"
    again.click().run()
    assert not app.exception
    assert heard.reviews.versions() == read
    assert "reviews-read-again" not in {button.key for button in app.button}


def test_a_reader_chosen_since_is_offered(open_page, heard) -> None:
    heard.engines.choose("reader", "bundled-reader")
    app = open_page("reviews")
    assert app.button("reviews-read-again").label.startswith("Read again with ")


def test_a_correction_is_stored_and_thanked(open_page, heard) -> None:
    from streamlit.testing.v1 import AppTest

    id = heard.reviews.rows(Filters(sentiment="negative")).rows[0].id

    def shown(id: int) -> None:
        from pages._ui import services
        from pages._ui.reviews_table import detail

        detail(services.studio().reviews.get(id))

    app = AppTest.from_function(shown, args=(id,), default_timeout=120).run()
    app.segmented_control(f"reviews-correct-{id}").set_value("neutral").run()
    assert not app.exception
    assert "Thank you" in words(app)
    assert heard.reviews.get(id).sentiment == "neutral"
    assert heard.reviews.get(id).corrections[0].voter == "me"


def test_text_is_shown_as_text(echo) -> None:
    from streamlit.testing.v1 import AppTest

    from pages._ui.texts import plain

    text = "Lamp <script>x</script> ![a](http://e.example/x.png) :red[y] 👎"
    echo.reviews.import_paste(text)
    echo.reviews.start_reading()

    def shown() -> None:
        from pages._ui import services
        from pages._ui.reviews_table import detail

        reviews = services.studio().reviews
        detail(reviews.get(reviews.rows().rows[0].id))

    app = AppTest.from_function(shown, default_timeout=120).run()
    shown = app.markdown[0].value
    assert shown.startswith(":orange-background[Lamp]")
    assert shown.endswith(plain(text[4:]))
