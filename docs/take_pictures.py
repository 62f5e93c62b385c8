"""Take the README's pictures of the real app over the demo: python -m docs.take_pictures"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from core.i18n import translation
from core.settings import Settings
from core.studio import open_studio
from tests.e2e.conftest import CHROMIUM, FLAGS, start_app

IMAGES = Path(__file__).resolve().parent / "images"
LOCALES = {"en": "en-US", "zh": "zh-CN"}
EXAMPLES = {"en": "Fernhill Daypack", "zh": "蕨丘台灯"}
CHANNELS = {"en": "Instagram post", "zh": "Search ad title"}


def settled(page: Page) -> None:
    """Wait until nothing runs, spins or waits for its chart, twice: charts come after the rest."""
    page.wait_for_selector("h1")
    for pause in (1500, 1500):
        page.wait_for_function(
            "() => !document.querySelector('[data-testid=stStatusWidget]')"
            " && !document.querySelector('[data-testid=stSkeleton]')"
        )
        page.wait_for_timeout(pause)


def write(page: Page, language: str) -> None:
    """Fill the brief from an example and write, so that cards show."""
    _ = translation(language).gettext
    start = page.locator(".st-key-copy_studio-start input")
    start.click()
    start.fill(EXAMPLES[language])
    start.press("Enter")
    settled(page)
    page.get_by_text(_(CHANNELS[language]), exact=True).click()
    settled(page)
    page.locator(".st-key-copy_studio-write button").click()
    card = page.locator("[class*=st-key-draft-]").first
    card.wait_for()
    card.locator("[data-testid=stFeedback] button").first.click()
    settled(page)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        studio = open_studio(Settings(home=Path(folder)))
        studio.jobs._spawn = studio.jobs.run  # type: ignore[method-assign,assignment]
        studio.demo.load()
        studio.personas.make()
        server, address = start_app(Path(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for language, locale in LOCALES.items():
                page = browser.new_page(locale=locale, viewport={"width": 1440, "height": 1000})
                for name in ("copy_studio", "home", "reviews", "personas"):
                    page.goto(f"{address}/{'' if name == 'home' else name}?lang={language}")
                    settled(page)
                    if name == "copy_studio":
                        write(page, language)
                    page.screenshot(path=IMAGES / f"{name}-{language}.png")
            browser.close()
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
