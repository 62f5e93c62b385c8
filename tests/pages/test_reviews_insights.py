"""The insights on the reviews page: every question is answered without a fault."""

from __future__ import annotations

import pytest

from core.reviews import Insights

ROWS = "\n".join(
    ["date,stars,product,shop,text"]
    + [f"2026-0{1 + n % 6}-10,5,Kettle,web,The kettle {n} pours with joy 👍" for n in range(60)]
    + [f"2026-0{1 + n % 6}-20,1,Lamp,app,Lamp {n} broke, I want a refund 👎" for n in range(30)]
    + [f"2026-0{1 + n % 6}-21,1,Lamp,app,台灯{n}坏了，我要退款 👎" for n in range(30)]
)
QUESTIONS = ("impact", "spikes", "themes", "words", "compare", "urgent", "report")


@pytest.fixture
def heard(studio, inline_jobs):
    """Sixty praises of a kettle and as many complaints about a lamp, read by the echo reader."""
    studio.engines.choose("reader", "echo-reader")
    studio.reviews.import_table(ROWS.encode(), "shop.csv")
    studio.reviews.start_reading()
    return studio


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.success, *app.info]
    return " ".join(item.value for item in shown)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_question_is_answered(open_page, heard, lang: str) -> None:
    app = open_page("reviews", lang=lang)
    for question in QUESTIONS:
        app.segmented_control("reviews-insight").set_value(question).run()
        assert not app.exception, question
        assert not app.error, question


def test_urgent_reviews_give_their_reasons_and_alerts_are_kept(open_page, heard) -> None:
    app = open_page("reviews")
    app.segmented_control("reviews-insight").set_value("urgent").run()
    assert "money back" in words(app)
    app.button("reviews-alert-add").click().run()
    assert [rule.days for rule in heard.insights.alert_rules()] == [7]
    assert "More than 30% negative in the last 7 days" in words(app)
    rule = heard.insights.alert_rules()[0].id
    app.button(f"reviews-alert-remove-{rule}").click().run()
    assert heard.insights.alert_rules() == []


def test_themes_are_found_renamed_and_shown(open_page, heard) -> None:
    app = open_page("reviews")
    app.segmented_control("reviews-insight").set_value("themes").run()
    app.button("reviews-themes-find").click().run()
    assert not app.exception
    assert app.button("reviews-themes-find").label in {"Find themes", "Find themes again"}


def test_near_duplicates_are_counted(open_page, heard) -> None:
    text = "The lamp came late and its foot was broken, I am not happy with it at all"
    heard.reviews.import_paste(f"{text}.\n{text}!!")
    app = open_page("reviews")
    app.segmented_control("reviews-insight").set_value("report").run()
    app.button("reviews-duplicates").click().run()
    assert "nearly repeat another: 1" in words(app)


def test_an_alert_that_trips_shows_on_home(open_page, heard) -> None:
    heard.insights.save_alert_rule("negative_share", days=30, share=0.2)
    heard.insights.save_alert_rule("urgent", days=30)
    labels = [link.proto.label for link in open_page("home").get("page_link")]
    assert any("reviews since" in label and "negative" in label for label in labels)
    assert any("urgent review" in label for label in labels)


def test_words_of_both_languages_are_cut_once(open_page, heard, monkeypatch) -> None:
    asked = []
    words = Insights.words

    def counted(self, filters=None, limit=20):
        asked.append(filters.language)
        return words(self, filters, limit)

    monkeypatch.setattr(Insights, "words", counted)
    app = open_page("reviews")
    app.segmented_control("reviews-insight").set_value("words").run()
    assert {"en", "zh"} <= set(asked)
    asked.clear()
    app.run()
    assert not app.exception
    assert asked == []
