"""In a real browser, over a workspace full of markup: axe-core finds nothing serious, nothing
that others wrote is rendered, nothing leaves the machine, and keys alone do the main job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.i18n import translation
from core.jobs import Jobs
from core.settings import Settings
from core.studio import open_studio
from pages._ui import nav
from tests.e2e.conftest import start_app
from tests.hostile.stocked import fill

pytestmark = pytest.mark.e2e

SEEN = {"en": "light", "zh": "dark"}
GRAVE = {"serious", "critical"}
AXE = Axe()
# Faults of Streamlit's own elements, which no page can mend: (axe's rule, where it may be).
STREAMLIT = (
    ("list", "stSidebarNavItems"),  # its menu puts headings into a list
    ("listitem", "stSidebarNav"),  # and items into divisions
    ("color-contrast", "stHeader"),  # its Stop button, there while a page is drawn
    # In the dark theme it writes the chosen segment in the accent over a tint of the accent, and
    # white over the accent on buttons: no accent is dark enough for one and light for the other.
    ("color-contrast", "stButtonGroup"),
)
# What only markup can have made of the workspace's words; the app itself has none of these.
MADE_OF_MARKUP = """() => [
    ...document.querySelectorAll(
        'a[href*="q.ex"], img[src*="q.ex"], .katex, [data-testid=stMarkdownContainer] script')
].concat([...document.querySelectorAll(
    '[data-testid=stMarkdownContainer] :is(strong, em, i, b, code, h1, h2, h3, span, pre)')
].filter(e => /^(Q[bchk]|Q|bug_report)$/i.test(e.textContent.trim()))
).map(e => e.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one app for all tests here."""
    home: Path = tmp_path_factory.mktemp("stocked") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Jobs, "_spawn", lambda self, job_id: self.run(job_id))
        fill(open_studio(Settings(home=home)))
    process, address = start_app(home)
    yield address
    process.terminate()
    process.wait(timeout=60)


def settled(page) -> None:
    page.wait_for_selector("h1")
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stStatusWidget]')"
        " && !document.querySelector('[data-testid=stSkeleton]')"
    )


def grave(page) -> list[str]:
    """What axe-core finds serious or critical and Streamlit is not to blame for. Where a part of
    the page with a fault was replaced meanwhile, the page is looked at anew."""
    for _ in range(5):
        found = AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        faults = [
            (fault["id"], node)
            for fault in found
            if fault["impact"] in GRAVE
            for node in fault["nodes"]
        ]
        if all(page.locator(node["target"][0]).count() for _, node in faults):
            break
        settled(page)
    return [
        f"{rule}: {node['html'][:160]} at {node['target']}"
        for rule, node in faults
        if not _streamlit_s(page, rule, node["target"][0])
    ]


def _streamlit_s(page, rule: str, target: str) -> bool:
    places = [place for known, place in STREAMLIT if known == rule]
    return any(
        page.locator(target).first.evaluate(
            "(e, place) => !!e.closest(`[data-testid=${place}]`)", place
        )
        for place in places
    )


@pytest.mark.parametrize("language", SEEN)
def test_every_page_for_everybody(stocked: str, visit, language: str) -> None:
    asked: set[str] = set()
    _ = translation(language).gettext
    page = visit("about:blank", scheme=SEEN[language])
    page.on("request", lambda request: asked.add(request.url))
    page.goto(f"{stocked}/?lang={language}")
    settled(page)
    problems = {}
    for entry in nav.TABLE:
        page.get_by_role("link", name=_(entry.title), exact=True).first.click()
        page.get_by_role("heading", level=1, name=_(entry.title), exact=True).wait_for()
        settled(page)
        problems[entry.address] = grave(page) + page.evaluate(MADE_OF_MARKUP)
    assert {name: found for name, found in problems.items() if found} == {}
    assert not {
        url
        for url in asked
        if not url.startswith((stocked, stocked.replace("http", "ws"), "data:", "blob:"))
    }


def test_the_search_for_markup_finds_some(stocked: str, visit) -> None:
    page = visit(stocked)
    settled(page)
    before = len(page.evaluate(MADE_OF_MARKUP))
    page.evaluate(
        "document.querySelector('[data-testid=stMarkdownContainer]').innerHTML ="
        " '<strong>Qb</strong><a href=\"http://www.q.ex\">x</a>'"
    )
    assert len(page.evaluate(MADE_OF_MARKUP)) == before + 2


def reach(page, name: str, role: str, most: int = 80) -> None:
    """Move on with the tab key until something of this role and name has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate(
            "e => e === document.activeElement || e.contains(document.activeElement)"
        ):
            return
    raise AssertionError(f"no key leads to the {role} “{name}”")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_keys_alone_write_and_rate(stocked: str, visit, language: str) -> None:
    _ = translation(language).gettext
    page = visit(f"{stocked}/copy_studio?lang={language}")
    settled(page)
    reach(page, _("Product"), "textbox")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Kettle" if language == "en" else "水壶")
    reach(page, _("Facts, one a line"), "textbox")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("holds 2 litres" if language == "en" else "容量2升")
    page.keyboard.press("ControlOrMeta+Enter")
    settled(page)
    reach(page, write_button(page), "button")
    page.keyboard.press("Enter")
    card = page.locator("[class*=st-key-draft-]").first
    card.wait_for()
    settled(page)
    thumb = card.locator("[data-testid=stFeedback] button").first
    for _step in range(80):
        page.keyboard.press("Tab")
        if thumb.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('[class*=st-key-draft-] [data-testid=stFeedback]"
        " button[aria-checked=true], [class*=st-key-draft-] [data-testid=stFeedback]"
        " button[aria-pressed=true], [class*=st-key-draft-] [data-testid=stFeedback]"
        " button[data-selected=true]')"
    )


def write_button(page) -> str:
    return page.locator(".st-key-copy_studio-write button").inner_text().split("\n")[-1]
