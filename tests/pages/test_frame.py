from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import InputRejected
from core.i18n import LANGUAGES, translation
from core.overview import Overview
from pages._ui import nav
from pages._ui.texts import plain

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", [entry.address for entry in nav.TABLE])
def test_every_page_opens_empty_in_both_languages(open_page, address: str, lang: str) -> None:
    app = open_page(address, lang=lang)
    assert app.title[0].value == translation(lang).gettext(nav.entry(address).title)
    assert not app.error


def test_the_language_comes_from_the_browser_until_it_is_chosen() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.context["locale"] = "zh-CN"
    app.run()
    assert app.title[0].value == translation("zh").gettext("Home")
    app.button_group(key="lang").set_value("en").run()
    assert app.title[0].value == "Home"


def test_a_studio_error_becomes_words(open_page, monkeypatch) -> None:
    def refuse(self) -> Overview:
        raise InputRejected("The *shelf* {name} is full.", "Make room.", name="<b>A</b>")

    monkeypatch.setattr("core.studio.Studio.overview", refuse)
    app = open_page("home")
    assert app.error[0].value == plain("The *shelf* <b>A</b> is full. Make room.")


def test_anything_else_becomes_an_apology_whose_number_is_in_the_log(
    open_page, monkeypatch, home
) -> None:
    def crash(self) -> Overview:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("core.studio.Studio.overview", crash)
    app = open_page("home")
    message = app.error[0].value
    assert "secret" not in message
    number = message.rsplit(" ", 1)[-1].strip(".")
    log = (home / "logs" / "brandloop.log").read_text()
    assert number in log
    assert "secret detail" in log


@pytest.mark.parametrize(
    "text",
    [
        "*bold* _it_ `code` # head",
        "<script>alert(1)</script>",
        "![x](https://e.example/p.png) [l](javascript:alert(1))",
        "$E=mc^2$ :material/home: :red[x] www.example.com a@b.example",
    ],
)
def test_plain_escapes_every_mark(text: str) -> None:
    assert plain(text).replace("\\", "").replace("\u2060", "") == text
    unescaped = plain(text).replace("\\\\", "")
    for at, char in enumerate(unescaped):
        if char in "*_`#<>![]()$:@.":
            assert unescaped[at - 1] == "\\"
