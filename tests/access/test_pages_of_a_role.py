"""What each role finds on the screen, through app.py."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages._ui import nav

ROOT = Path(__file__).resolve().parent.parent.parent
SECRETS = {
    "auth": {"client_id": "brandloop", "cookie_secret": "x" * 48},
    "access": {
        "admins": ["ada@example.com"],
        "writers": ["wim@example.com"],
        "viewers": ["vera@example.com"],
        "workspaces": {"2": {"writers": ["tea@example.com"]}},
    },
}


@pytest.fixture(autouse=True)
def _fresh_caches():
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def visit() -> Callable[..., AppTest]:
    """Opens a page as somebody: visit("vera@example.com", "library", workspace="2")."""

    def opened(email: str | None, address: str = "home", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.secrets = SECRETS
        app.user = {"is_logged_in": False}
        if email:
            app.user = {
                "is_logged_in": True,
                "email": email,
                "email_verified": True,
                "sub": email,
                "iat": int(time.time()),
            }
        for name, value in query.items():
            app.query_params[name] = value
        app.switch_page(str(nav.entry(address).path.relative_to(ROOT)))
        app.run()
        assert not app.exception
        return app

    return opened


def test_a_stranger_sees_the_door_and_nothing_else(visit, studio) -> None:
    studio.reviews.import_paste("The lid broke.")
    for email in (None, "eve@evil.example"):
        app = visit(email, "reviews")
        assert [title.value for title in app.title] == [
            "Sign in" if email is None else "You cannot come in"
        ]
        assert [button.key for button in app.button] == ["sign-in-default"]
        assert not app.metric
    assert "is not on the list" in app.warning[0].value


def test_nobody_signs_in_on_a_machine_of_ones_own(studio) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not [b for b in app.button if b.key and b.key.startswith("sign")]
    assert app.title[0].value == "Home"


@pytest.mark.parametrize("address", [e.address for e in nav.TABLE if e.needs == "read"])
def test_a_viewer_reads_every_page_without_a_refusal(
    visit, studio, inline_jobs, address: str
) -> None:
    studio.reviews.import_paste("The lid broke.\n\nQuick and quiet, a joy.")
    studio.engines.choose("writer", "echo")
    app = visit("vera@example.com", address)
    assert not app.error
    assert studio.audit.count("refused") == 0


def test_a_viewer_does_not_open_a_page_for_others_by_its_address(visit, studio) -> None:
    for address in ("copy_studio", "engines"):
        app = visit("vera@example.com", address)
        assert "role" in app.error[0].value
        assert not app.text_area
    assert not visit("wim@example.com", "copy_studio").error
    app = visit("wim@example.com", "workspace", section="record")
    assert app.button_group(key="section").value == "brands"


def test_an_administrator_reads_who_did_what(visit, studio) -> None:
    studio.workspace.prefer("a", "b")
    studio.engines.choose("writer", "echo")
    app = visit("ada@example.com", "workspace", section="record")
    shown = app.dataframe[0].value
    assert list(shown["What"]) == ["Signed in", "Changed engines"]
    assert list(shown["Who"]) == ["ada@example.com", "This machine's user"]
    app.text_input(key="record-workspace-name").set_value("Tea shop")
    app.button(key="record-make").click().run()
    assert studio.workspaces.names()[2] == "Tea shop"


def test_an_idle_visit_ends_at_its_next_action(visit, studio) -> None:
    app = visit("ada@example.com")
    assert app.title[0].value == "Home"
    with studio.store.open() as db:
        db.conn.execute("UPDATE _sign_ins SET seen_at = '2020-01-01T00:00:00.000Z'")
    app.session_state["visit-seen"] = None
    app.run()
    assert app.title[0].value == "Sign in"
    assert "nothing was done" in app.warning[0].value


def test_signing_out_ends_it(visit, studio) -> None:
    app = visit("ada@example.com")
    app.button(key="sign-out").click().run()
    assert app.title[0].value == "Sign in"
    assert studio.audit.entries(limit=1)[0].action == "sign_out"


def test_another_workspace_in_the_address_is_refused(visit, studio) -> None:
    studio.workspaces.create("Tea shop")
    app = visit("wim@example.com", workspace="2")
    assert app.title[0].value == "You cannot come in"
    assert "workspace 2" in app.warning[0].value
    assert visit("tea@example.com", workspace="2").title[0].value == "Home"
    assert visit("tea@example.com").title[0].value == "Home"
    assert visit("tea@example.com", workspace="1").title[0].value == "You cannot come in"


def test_the_workspace_is_switched_and_the_page_follows(visit, studio) -> None:
    studio.workspaces.create("Tea shop")
    studio.reviews.import_paste("The lid broke.")
    app = visit("ada@example.com")
    app.selectbox(key="workspace").set_value(2).run()
    assert app.query_params["workspace"] == "2"
    assert "Hear your customers" in app.subheader[0].value


def test_secrets_that_cannot_be_read_let_nobody_in(visit) -> None:
    SECRETS["access"]["admin"] = ["eve@evil.example"]
    try:
        app = visit("ada@example.com")
    finally:
        del SECRETS["access"]["admin"]
    assert app.title[0].value == "You cannot come in"


def test_workspaces_of_one_name_are_told_apart(visit, studio) -> None:
    first, second = studio.workspaces.create("Tea"), studio.workspaces.create("Tea")
    app = visit("ada@example.com", workspace=str(first))
    switch = app.selectbox(key="workspace")
    assert len(set(switch.options)) == len(switch.options)
    assert switch.value == first
    switch.select(second).run()
    assert app.selectbox(key="workspace").value == second


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1", "zwei"])
def test_an_address_of_no_workspace_says_so(visit, number: str) -> None:
    app = visit("ada@example.com", workspace=number)
    assert app.warning
