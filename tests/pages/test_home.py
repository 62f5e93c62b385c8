from __future__ import annotations

from core.i18n import translation


def test_an_empty_workspace_teaches_and_loads_the_demo(open_page, studio, inline_jobs) -> None:
    app = open_page("home")
    assert "rating" in app.subheader[0].value
    app.button(key="home-demo").click().run(timeout=120)
    assert not app.exception
    assert not app.error
    state = studio.overview()
    assert state.reviews > 600
    assert state.customers == 800
    assert state.briefs == 12
    assert state.unread == 0
    assert [metric.label for metric in app.metric] == ["Heard", "Know", "Written", "Approved"]
    assert app.metric[0].value == str(state.reviews)


def test_loading_the_demo_twice_adds_nothing(studio, inline_jobs) -> None:
    first = studio.demo.load()
    again = studio.demo.load()
    assert first.reviews > 600
    assert first.purchases == 6000
    assert (again.reviews, again.customers, again.purchases) == (0, 0, 0)
    assert again.job is None


def test_home_in_chinese_has_no_english_left(open_page) -> None:
    app = open_page("home", lang="zh")
    words = [metric.label for metric in app.metric] + [button.label for button in app.button]
    assert words
    assert not [word for word in words if word.isascii()]
    assert app.button(key="home-demo").label == translation("zh").gettext("Load the demo")


def test_a_followed_address_goes_before_what_was_chosen_earlier(
    open_page, studio, inline_jobs
) -> None:
    studio.demo.load()
    app = open_page("reviews", period="30")
    assert app.session_state["period"] == "30"
    app.segmented_control(key="period").set_value("365").run()
    assert app.session_state["period"] == "365"
    app.query_params["period"] = "90"
    app.run()
    assert app.session_state["period"] == "90"
    app.run()
    assert app.session_state["period"] == "90"


def test_home_and_reviews_name_the_same_complaint(open_page, studio, inline_jobs) -> None:
    studio.demo.load()
    named = studio.reviews.aspect_name(studio.overview().worst_aspect, "en").lower()
    app = open_page("reviews", period="90")
    assert named in app.subheader[0].value.lower()
