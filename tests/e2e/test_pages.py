"""Every page opens, by menu and by cold address, in both languages, on desk and phone."""

from __future__ import annotations

import pytest

from core.i18n import translation
from pages._ui import nav

pytestmark = pytest.mark.e2e

LOCALES = {"en": "en-US", "zh": "zh-CN"}


def shows_no_fault(page) -> None:
    page.wait_for_selector("h1")
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stStatusWidget]')"
        " && !document.querySelector('[data-testid=stSkeleton]')"
    )
    assert page.get_by_role("dialog").all_inner_texts() == []
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stAlertContentError]").count() == 0


@pytest.mark.parametrize("language", LOCALES)
def test_every_page_opens_by_menu(app: str, visit, language: str) -> None:
    _ = translation(language).gettext
    page = visit(app, locale=LOCALES[language])
    for entry in nav.TABLE:
        page.get_by_role("link", name=_(entry.title), exact=True).first.click()
        page.get_by_role("heading", level=1, name=_(entry.title), exact=True).wait_for()
        shows_no_fault(page)
        assert f"lang={language}" in page.url


@pytest.mark.parametrize("entry", nav.TABLE, ids=lambda entry: entry.address)
def test_a_cold_address_brings_frame_and_language(app: str, visit, entry) -> None:
    title = translation("zh").gettext(entry.title)
    address = "" if entry is nav.TABLE[0] else entry.address  # the first page is the root
    page = visit(f"{app}/{address}?lang=zh", width=390)
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    shows_no_fault(page)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0


def test_a_fault_becomes_an_apology_with_an_id_that_the_log_holds(app: str, visit, home) -> None:
    page = visit(f"{app}/reviews")
    shows_no_fault(page)
    (home / "brandloop.db").write_bytes(b"overwritten by accident" * 500)
    for extra in home.glob("brandloop.db-*"):
        extra.unlink()
    page.goto(f"{app}/library")
    alert = page.locator("[data-testid=stAlertContentError]").first
    alert.wait_for()
    assert "Traceback" not in page.content()
    assert "damaged" in alert.inner_text() or "number" in alert.inner_text()
