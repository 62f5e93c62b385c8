"""The user guide is true: its ten tasks can be done as it says, and it shows each."""

from __future__ import annotations

import pytest

from core.settings import ASSETS
from tests.e2e.guide_tasks import TASKS, Guide

DOCS = ASSETS.parent / "docs"
LOCALES = {"en": "en-US", "zh": "zh-CN"}


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", LOCALES)
def test_the_ten_tasks_can_be_done(app: str, visit, language: str) -> None:
    guide = Guide(visit(app, locale=LOCALES[language]), language)
    for task in TASKS:
        task(guide)
        assert guide.page.locator("[data-testid=stException]").count() == 0
        assert guide.page.locator("[data-testid=stAlertContentError]").count() == 0


@pytest.mark.parametrize("language", LOCALES)
def test_the_guide_shows_each_task(language: str) -> None:
    guide = (DOCS / "guide" / f"{language}.md").read_text("utf-8")
    for number, task in enumerate(TASKS, 1):
        picture = f"{number:02}-{task.__name__}-{language}.png"
        assert f"]({picture})" in guide
        assert (DOCS / "guide" / picture).is_file()
    assert guide.count("\n## ") == len(TASKS)
