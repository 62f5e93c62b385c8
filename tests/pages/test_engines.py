"""The Engines page: what is said before anything is loaded, choosing, adding, trying, removing."""

from __future__ import annotations

import pytest

from core.engines.loaded import LoadedEngines
from core.engines.pool.circuits import CIRCUITS
from core.errors import EngineFailed
from core.i18n import LANGUAGES
from core.store import engine_calls, jobs
from pages._ui.texts import plain
from tests.engines.chat_server import running

SERVER = "endpoint:tiny@http://127.0.0.1:9/v1"


def shown(app) -> str:
    """Everything the page says in running text."""
    parts = [*app.markdown, *app.caption, *app.subheader, *app.error, *app.success]
    return "\n".join(part.value for part in parts)


def add_server(app, url: str = "http://127.0.0.1:9/v1/", model: str = "tiny"):
    app.text_area(key="engines-url").set_value(url)
    app.text_input(key="engines-model").set_value(model)
    return app.button(key="engines-add").click().run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_size_licence_speed_and_what_is_sent_are_there_before_anything_is_loaded(
    open_page, studio, monkeypatch, lang
) -> None:
    def nothing(*args: object) -> None:
        raise AssertionError("something was loaded")

    monkeypatch.setattr(LoadedEngines, "get", nothing)
    studio.engines.add_endpoint("tiny", "http://127.0.0.1:9/v1")
    app = open_page("engines", lang=lang)
    assert not app.error
    text = shown(app)
    assert "MB · Apache" in text
    assert plain("http://127.0.0.1:9/v1") in text
    for icon in ("hard_drive", "speed", "lock", "cloud_upload"):
        assert f":material/{icon}:" in text


def test_what_goes_to_a_server_is_said_where_it_is_added_and_on_its_card(open_page) -> None:
    app = open_page("engines")
    assert "go to this server" in shown(app)
    app = add_server(app)
    assert plain("Your brief with its facts") in shown(app)


def test_a_server_is_added_chosen_and_removed(open_page, studio) -> None:
    app = add_server(open_page("engines"))
    assert not app.error
    listed = [info.id for info in studio.engines.available("writer")]
    assert listed == ["copybook", "house-writer", SERVER]
    assert app.text_area(key="engines-url").value == ""
    app.button(key=f"engines-use-writer-{SERVER}").click().run()
    assert studio.engines.chosen("writer") == SERVER
    app.button(key="engines-use-writer-copybook").click().run()
    assert studio.engines.chosen("writer") == "copybook"
    app.button(key=f"engines-remove-writer-{SERVER}").click().run()
    assert [info.id for info in studio.engines.available("writer")] == ["copybook", "house-writer"]
    assert not app.exception


@pytest.mark.parametrize(
    ("url", "model", "words"),
    [
        ("localhost", "tiny", "begins with http"),
        ("", "", "begins with http"),
        ("https://me:pw@host/v1", "tiny", "must not carry"),
    ],
)
def test_a_bad_address_is_explained_and_not_added(open_page, studio, url, model, words) -> None:
    app = add_server(open_page("engines"), url, model)
    assert words in app.error[0].value
    assert [info.id for info in studio.engines.available("writer")] == ["copybook", "house-writer"]
    assert app.text_area(key="engines-url").value == url


def test_a_folder_without_a_model_is_explained(open_page, studio, tmp_path) -> None:
    app = open_page("engines")
    app.button_group(key="engines-source").set_value("folder").run()
    app.text_input(key="engines-place").set_value(str(tmp_path))
    app.button_group(key="engines-work").set_value("reader")
    app.button(key="engines-add").click().run()
    assert "There is no model in" in app.error[0].value
    assert len(studio.engines.available("reader")) == 1


@pytest.mark.tries_to_leave
def test_a_hub_model_says_that_its_files_are_fetched(open_page, studio) -> None:
    app = open_page("engines")
    app.button_group(key="engines-source").set_value("hub").run()
    app.text_input(key="engines-place").set_value("org/model")
    app.button(key="engines-add").click().run()
    assert not app.error
    assert "fetched from the hub once" in shown(app)
    assert studio.engines.available("writer")[-1].id == "hub:org/model"


def test_a_trial_shows_what_the_engine_wrote(open_page) -> None:
    app = open_page("engines")
    app.button(key="engines-try-writer-copybook").click().run(timeout=120)
    assert "wrote in" in app.success[0].value
    assert not app.exception


def test_a_trial_of_a_reader_shows_its_rate(open_page, studio) -> None:
    studio.engines.choose("reader", "echo-reader")
    app = open_page("engines")
    app.button(key="engines-try-reader-echo-reader").click().run()
    assert "short reviews a second" in app.success[0].value


def test_a_trial_that_fails_leaves_the_page_standing(open_page, studio, monkeypatch) -> None:
    def fail(self, kind, id, workspace=1):
        raise EngineFailed("It <b>broke</b>.", "Mend it.")

    monkeypatch.setattr("core.engines.registry.EngineRegistry.probe", fail)
    app = open_page("engines")
    app.button(key="engines-try-writer-copybook").click().run()
    assert app.error[0].value == plain("It <b>broke</b>. Mend it.")
    assert app.text_area(key="engines-url")


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("sk-secret", "me.example", ""), ("It goes to me.example and", "api.openai.com: missing")),
        (("sk-secret", "", "sk-secret"), ("no server gets it", "set in OPENAI_API_KEY")),
        (("", "me.example", ""), ("Key: missing", "api.openai.com: missing")),
    ],
)
def test_the_keys_are_named_and_never_shown(open_page, monkeypatch, keys, words) -> None:
    names = ("BRANDLOOP_ENDPOINT_KEY", "BRANDLOOP_ENDPOINT_HOST", "OPENAI_API_KEY")
    for name, value in zip(names, keys, strict=True):
        monkeypatch.setenv(name, value)
    app = open_page("engines")
    for part in words:
        assert plain(part) in shown(app)
    assert "sk-secret" not in str(app)


def test_what_an_engine_took_and_costs_is_on_its_card(open_page, studio, store) -> None:
    studio.engines.add_endpoint("tiny", "http://127.0.0.1:9/v1")
    took = {"calls": 3, "texts": 9, "failures": 1, "seconds": 4.2, "first": 1.5}
    tokens = {"input_tokens": 400_000, "output_tokens": 100_000, "estimated": True}
    named = {"engine": SERVER, "request": "r", "purpose": "write"}
    with store.writing() as db:
        engine_calls.add(db, 1, named | took | tokens)
    app = open_page("engines")
    text = shown(app)
    for words in ("1 request", "1.5 s", "4.2 s", "500K tokens", "partly estimated"):
        assert plain(words) in text
    app.number_input(key=f"engines-price-in-{SERVER}").set_value(2.5)
    app.number_input(key=f"engines-price-out-{SERVER}").set_value(10.0).run()
    app.button(key=f"engines-price-save-{SERVER}").click().run()
    assert not app.exception
    assert studio.spending.spent()[SERVER].cost == 2.0
    assert plain("cost 2 so far") in shown(app)


def test_several_servers_are_added_shown_and_changed(open_page, studio) -> None:
    app = add_server(open_page("engines"), "http://127.0.0.1:9/v1\nhttp://127.0.0.1:7/v1")
    assert not app.error
    text = shown(app)
    assert plain("several OpenAI-compatible servers") in text
    assert plain("to another where it fails") in text
    assert text.count("not asked yet") == 2
    assert plain("http://127.0.0.1:7/v1") in text
    field = f"engines-servers-writer-{SERVER}"
    assert app.text_area(key=field).value == "http://127.0.0.1:7/v1"
    app.text_area(key=field).set_value("nowhere")
    app.button(key=f"engines-servers-save-writer-{SERVER}").click().run()
    assert "begins with http" in app.error[0].value
    app.text_area(key=field).set_value("http://127.0.0.1:5/v1\nhttp://127.0.0.1:3/v1")
    app.button(key=f"engines-servers-save-writer-{SERVER}").click().run()
    assert not app.exception
    assert [server.url[17:-3] for server in studio.servers.of(SERVER)] == ["9", "5", "3"]
    assert app.text_area(key=field).value == "http://127.0.0.1:5/v1\nhttp://127.0.0.1:3/v1"


def test_how_each_server_is_stands_on_the_card_in_words(open_page, studio, monkeypatch) -> None:
    monkeypatch.setattr(CIRCUITS, "_patience", 60.0)
    with running() as up, running() as ill:
        ill.up["/health"] = 503
        urls = f"{up.url}\n{ill.url}\nhttp://127.0.0.1:9/v1"
        id = studio.engines.add_endpoint("tiny", urls).id
        app = open_page("engines")
        app.button(key=f"engines-check-writer-{id}").click().run()
        text = shown(app)
        assert up.requests == []
    assert f":green[:material/check_circle:] {plain(up.url)} · is up" in text
    assert plain("has a fault of its own (status 503)") in text
    assert plain("The server at http://127.0.0.1:9/v1 cannot be reached.") in text
    assert "It is asked again " in text
    assert not app.exception


@pytest.mark.tries_to_leave
def test_a_hub_model_is_fetched_in_the_background_before_it_can_be_used(
    open_page, studio, inline_jobs
) -> None:
    studio.engines.add_engine("writer", "hub:org/model")
    app = open_page("engines")
    keys = {button.key for button in app.button}
    assert "engines-use-writer-hub:org/model" not in keys
    assert "engines-try-writer-hub:org/model" not in keys
    app.button(key="engines-fetch-writer-hub:org/model").click().run()
    assert "could not be fetched" in app.error[0].value
    assert studio.downloads.last().state == "failed"
    with studio.store.writing() as db:
        jobs.insert(db, 1, "fetch_engine", {"name": "org/model"})
        db.conn.execute("UPDATE jobs SET done = 4194304, total = 8388608")
    app = open_page("engines")
    assert app.button(key="engines-fetch-stop-writer")
    assert not app.exception
