"""Signing in with a provider of identities that runs beside the app, in a real browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.settings import Settings
from core.studio import open_studio
from tests.e2e.conftest import free_port, start_app

pytestmark = pytest.mark.e2e

PEOPLE = {
    "ada": {"email": "Ada@Example.com", "email_verified": True, "name": "Ada Quist"},
    "vera": {"email": "vera@example.com", "email_verified": True, "name": "Vera"},
    "tea": {"email": "tea@example.com", "email_verified": True},
    "eve": {"email": "ada@example.com.evil.example", "email_verified": True},
    "mallory": {"email": "ada@example.com", "email_verified": False},
}
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret that only this test knows, long enough"
client_id = "brandloop"
client_secret = "shared"
server_metadata_url = "http://127.0.0.1:{provider}/.well-known/openid-configuration"

[access]
admins = ["ada@example.com"]
viewers = ["vera@example.com"]

[access.workspaces.2]
writers = ["tea@example.com"]
"""


def begun(command: list[str], sign: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if sign in line:
            return process
    raise AssertionError("it ended at its start")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of an app that asks people to sign in, and its home with two workspaces."""
    folder = tmp_path_factory.mktemp("signing-in")
    studio = open_studio(Settings(home=folder / "home"))
    studio.reviews.import_paste("The lid broke.\n\nQuick and quiet, a joy.")
    studio.engines.choose("writer", "echo")
    studio.workspaces.create("Tea shop")
    port, provider_port = free_port(), free_port()
    secrets = folder / "secrets.toml"
    secrets.write_text(SECRETS.format(port=port, provider=provider_port), "utf-8")
    people = [json.dumps({"sub": sub, **claims}) for sub, claims in PEOPLE.items()]
    provider = begun(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(provider_port)]
        + [word for person in people for word in ("--user-claims", person)],
        "running on",
    )
    app, address = start_app(folder / "home", "--secrets.files", str(secrets), port=port)
    yield address, folder / "home"
    for process in (app, provider):
        process.terminate()
        process.communicate(timeout=60)


def sign_in(page, sub: str) -> None:
    """From the door through the provider back to the app."""
    page.get_by_role("button", name=re.compile("Sign in|登录")).click()
    page.get_by_role("button", name=sub, exact=True).click()
    page.wait_for_url(re.compile(r"127\.0\.0\.1:\d+/(\?.*)?$"))


def heading(page, text: str) -> None:
    page.get_by_role("heading", name=text, exact=True, level=1).wait_for()


def acts(home: Path) -> list[tuple[str, str, str]]:
    found = open_studio(Settings(home=home)).audit.entries(limit=500)
    return [(entry.person, entry.action, entry.outcome) for entry in reversed(found)]


def test_somebody_on_the_list_comes_in_writes_and_goes(place, visit) -> None:
    address, home = place
    page = visit(f"{address}/reviews")
    heading(page, "Sign in")
    assert not page.get_by_text("lid").count()
    sign_in(page, "ada")
    heading(page, "Home")
    page.get_by_role("link", name="Channels").first.wait_for()
    page.get_by_role("link", name="Workspace").first.click()
    heading(page, "Workspace")
    page.get_by_text("Who did what", exact=True).first.click()
    page.get_by_label("Name of a new workspace").fill("Coffee shop")
    page.get_by_role("button", name="Make a workspace").click()
    page.get_by_text("3 Coffee shop").wait_for()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"]
    stolen = page.context.cookies()
    page.get_by_role("button", name="Ada Quist").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    heading(page, "Sign in")
    thief = page.context.browser.new_context()
    thief.add_cookies(stolen)
    other = thief.new_page()
    other.goto(address)
    other.get_by_text("This sign-in is over").wait_for(timeout=60_000)
    thief.close()
    told = acts(home)
    for act in ("sign_in", "workspace", "sign_out"):
        assert ("ada@example.com", act, "done") in told


def test_a_viewer_reads_and_finds_nothing_to_change(place, visit) -> None:
    address, _home = place
    page = visit(address)
    sign_in(page, "vera")
    heading(page, "Home")
    assert not page.get_by_role("link", name="Copy studio").count()
    assert not page.get_by_role("link", name="Engines").count()
    page.get_by_role("link", name="Reviews", exact=True).first.click()
    heading(page, "Reviews")
    page.get_by_text("2 reviews").first.wait_for()
    assert not page.get_by_role("button", name="Add reviews").count()
    page.goto(f"{address}/copy_studio")
    page.get_by_text("Your role does not include this page").wait_for()


@pytest.mark.parametrize(
    ("sub", "reason"), [("eve", "is not on the list"), ("mallory", "is not verified")]
)
def test_a_stranger_stays_outside(place, visit, sub: str, reason: str) -> None:
    address, home = place
    page = visit(address)
    sign_in(page, sub)
    page.get_by_text(reason).wait_for()
    page.goto(f"{address}/library")
    page.get_by_text(reason).wait_for()
    assert (PEOPLE[sub]["email"], "sign_in", "refused") in acts(home)


def test_the_second_workspace_is_another_world(place, visit) -> None:
    address, _home = place
    page = visit(address)
    sign_in(page, "tea")
    heading(page, "Home")
    page.get_by_text("Hear your customers").wait_for()
    page.goto(f"{address}/reviews?workspace=1")
    page.get_by_text("You are not a member of workspace 1").wait_for()
    assert not page.get_by_text("lid").count()


def test_a_forged_cookie_lets_nobody_in(place, visit) -> None:
    address, _home = place
    page = visit(address)
    forged = '"2|1:0|10:1|15:_streamlit_user|4:e30=|0"'
    page.context.add_cookies([{"name": "_streamlit_user", "value": forged, "url": address}])
    page.reload()
    heading(page, "Sign in")


def test_uploads_need_the_token_of_the_page(place) -> None:
    address, _home = place
    request = urllib.request.Request(
        f"{address}/_stcore/upload_file/session/file", data=b"x", method="PUT"
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code in (400, 403)
