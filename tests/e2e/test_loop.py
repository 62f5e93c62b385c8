"""The loop turns once: hear, know, write, rate, find again."""

from __future__ import annotations

import pytest

from core.i18n import translation

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


OPENS = "Opens another way: “{opening}…”"


def redesigned(page, _) -> None:
    """A thumb down says why, and the next version is another one, with what changed and what
    was learnt on the cards."""
    cards = page.locator("[class*=st-key-draft-]")
    before = cards.count()
    down = cards.last
    words = down.locator("[data-testid=stMarkdownContainer]").first.inner_text()
    down.locator("[data-testid=stFeedback] button").nth(1).click()
    down.get_by_text(_("Dull"), exact=True).click()
    page.locator("[data-testid=stStatusWidget]").wait_for(state="hidden")
    down.get_by_role("button", name=_("Open another way, more concrete")).first.click()
    page.wait_for_function(
        f"() => document.querySelectorAll('[class*=st-key-draft-]').length === {before + 1}"
    )
    new = cards.nth(before - 1)
    assert new.locator("[data-testid=stMarkdownContainer]").first.inner_text() != words
    new.get_by_text(_(OPENS).split("{")[0].rstrip("“")).wait_for()
    cards.last.get_by_text(_("Learnt: {lesson}").split("{")[0].strip()).first.wait_for()


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("zh", "zh-CN")])
def test_the_loop_turns(app: str, visit, language: str, locale: str) -> None:
    _ = translation(language).gettext
    page = visit(app, locale=locale)

    page.get_by_role("button", name=_("Load the demo")).click()
    page.get_by_role("heading", name=_("The loop at a glance")).wait_for(timeout=150_000)

    page.get_by_role("link", name=_("Reviews"), exact=True).first.click()
    page.locator("[data-testid=stPlotlyChart]").first.wait_for(timeout=150_000)

    page.get_by_role("link", name=_("Personas"), exact=True).first.click()
    page.get_by_role("button", name=_("Find segments")).click()
    page.get_by_role("button", name=_("Write for them")).first.click(timeout=150_000)

    page.get_by_role("heading", level=1, name=_("Copy studio"), exact=True).wait_for()
    page.get_by_role("textbox", name=_("Product"), exact=True).fill(
        "Fernhill Kettle" if language == "en" else "蕨丘水壶"
    )
    facts = page.get_by_role("textbox", name=_("Facts, one a line"))
    facts.fill(
        "holds 1.2 litres\nboils in four minutes\nstainless steel inside\nswitches itself off\n"
        "comes with a spare filter\n$49"
        if language == "en"
        else "容量1.2升\n四分钟烧开\n不锈钢内胆\n烧开后自动断电\n附一片备用滤网\n199元"
    )
    facts.press("Control+Enter")
    page.locator(".st-key-copy_studio-write button").click()
    card = page.locator("[class*=st-key-draft-]").first
    card.wait_for(timeout=150_000)
    # Cards are put in their order when the last has come.
    page.locator("[data-testid=stStatusWidget]").wait_for(state="hidden")
    text = card.locator("[data-testid=stMarkdownContainer]").first.inner_text()
    card.locator("[data-testid=stFeedback] button").first.click()
    page.locator("[data-testid=stStatusWidget]").wait_for(state="hidden")
    redesigned(page, _)

    page.get_by_role("link", name=_("Library"), exact=True).first.click()
    page.get_by_role("heading", level=1, name=_("Library"), exact=True).wait_for()
    page.get_by_text(_("Liked"), exact=True).click()
    found = page.locator("[class*=st-key-draft-]")
    found.first.wait_for()
    page.wait_for_function("() => document.querySelectorAll('[class*=st-key-draft-]').length === 1")
    assert text.split("\n")[0] in found.first.inner_text()

    page.get_by_role("link", name=_("Home"), exact=True).first.click()
    page.get_by_text("50%").first.wait_for()
