"""Take the pictures of the readme and the guide, of the real app: python -m docs.take_pictures"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from core.i18n import translation
from core.settings import Settings
from core.studio import open_studio
from tests.e2e.conftest import CHROMIUM, FLAGS, start_app
from tests.e2e.guide_tasks import TASKS, Guide

GUIDE = Path(__file__).resolve().parent / "guide"
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


def small(picture: Path) -> None:
    """Keep a picture in 128 colours: half the bytes, and text as sharp as before."""
    with Image.open(picture) as whole:
        whole.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(picture, optimize=True)


def guide(browser: Browser, language: str) -> None:
    """Do the tasks of the guide over an empty home, and keep what each leaves on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        server, address = start_app(Path(folder))
        page = browser.new_page(locale=LOCALES[language], viewport={"width": 1280, "height": 860})
        page.goto(address)
        for number, task in enumerate(TASKS, 1):
            task(Guide(page, language))
            settled(page)
            picture = GUIDE / f"{number:02}-{task.__name__}-{language}.png"
            page.screenshot(path=picture)
            small(picture)
        page.close()
        server.terminate()
        server.wait()


def readme(browser: Browser) -> None:
    """The main pages over the demo, in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        studio = open_studio(Settings(home=Path(folder)))
        studio.jobs._spawn = studio.jobs.run  # type: ignore[method-assign,assignment]
        studio.demo.load()
        studio.personas.make()
        server, address = start_app(Path(folder))
        for language, locale in LOCALES.items():
            page = browser.new_page(locale=locale, viewport={"width": 1440, "height": 1000})
            for name in ("copy_studio", "home", "reviews", "personas"):
                page.goto(f"{address}/{'' if name == 'home' else name}?lang={language}")
                settled(page)
                if name == "copy_studio":
                    write(page, language)
                page.screenshot(path=IMAGES / f"{name}-{language}.png")
        server.terminate()
        server.wait()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        readme(browser)
        for language in LOCALES:
            guide(browser, language)
        browser.close()


if __name__ == "__main__":
    main()
