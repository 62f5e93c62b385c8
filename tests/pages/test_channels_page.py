"""The page of channels: a changed limit holds, an own channel is added, both are taken back."""

from __future__ import annotations


def test_a_limit_is_changed_and_put_back(open_page, studio) -> None:
    app = open_page("channels")
    assert "Source of the limit" in app.dataframe[0].value.columns
    app.selectbox(key="channels-chosen").set_value("x_post").run()
    limit = next(field for field in app.number_input if field.label == "At most")
    assert limit.value == 240
    limit.set_value(200)
    next(button for button in app.button if button.label == "Save channel").click().run()
    assert not app.exception
    assert not app.error
    assert studio.channels.get("x_post", "en").limit == 200
    app.button(key="channels-undo").click().run()
    assert studio.channels.get("x_post", "en").limit == 240


def test_an_own_channel_is_added_and_a_bad_value_is_explained(open_page, studio) -> None:
    app = open_page("channels", lang="zh")
    app.selectbox(key="channels-chosen").set_value("").run()
    app.text_input[0].set_value("门店立牌")
    save = next(button for button in app.button if button.key and "form" in button.key)
    save.click().run()
    assert not app.error
    own = studio.channels.list("zh")[-1]
    assert (own.name, own.own) == ("门店立牌", True)
    assert app.selectbox(key="channels-chosen").value == own.id
    app.number_input[0].set_value(500)
    app.number_input[1].set_value(90)
    next(button for button in app.button if button.key and "form" in button.key).click().run()
    assert len(app.error) == 1
    assert studio.channels.get(own.id, "zh") == own
