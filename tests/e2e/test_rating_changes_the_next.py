"""One thumb down, and the next drafts have not what it named."""

from __future__ import annotations

import re

import pytest

from core.i18n import translation

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

BRIEFS = {
    "en": (
        "Fernhill Kettle",
        "holds 1.2 litres\nboils in four minutes\nstainless steel inside\nswitches itself off\n$49",
        r"[A-Za-z]+ [a-z]+",
        "Do not write “{wording}” again.",
    ),
    "zh": (
        "蕨丘水壶",
        "容量1.2升\n四分钟烧开\n不锈钢内胆\n烧开后自动断电\n199元",
        r"[\u4e00-\u9fff]{4}",
        "不要再写“{wording}”。",
    ),
}


def fill(page, language: str) -> None:
    """Enter the brief of a language."""
    _ = translation(language).gettext
    product, facts, _shape, _comment = BRIEFS[language]
    page.get_by_role("textbox", name=_("Product"), exact=True).fill(product)
    given = page.get_by_role("textbox", name=_("Facts, one a line"))
    given.fill(facts)
    given.press("Control+Enter")


def written(page) -> list[str]:
    """Ask for drafts; their texts."""
    earlier = {card.get_attribute("class") for card in cards(page).all()}
    page.locator(".st-key-copy_studio-write button").click()
    page.wait_for_function(
        """earlier => {
            const cards = [...document.querySelectorAll('[class*=st-key-draft-]')];
            return cards.length && cards.every(card => !earlier.includes(card.className))
                && !document.querySelector('.st-key-copy_studio-stop')
                && !document.querySelector('[data-testid=stStatusWidget]');
        }""",
        arg=sorted(filter(None, earlier)),
        timeout=150_000,
    )
    return [words(card) for card in cards(page).all()]


def cards(page):
    return page.locator("[class*=st-key-draft-]")


def words(card) -> str:
    return card.locator("[data-testid=stMarkdownContainer]").first.inner_text()


@pytest.mark.parametrize("language", BRIEFS)
def test_the_next_drafts_have_not_what_a_thumb_down_named(app: str, visit, language: str) -> None:
    _ = translation(language).gettext
    product, facts, shape, comment = BRIEFS[language]
    page = visit(f"{app}/copy_studio?lang={language}")
    fill(page, language)
    before = written(page)
    openings = [re.match(shape, text) for text in before]
    known = product + facts.lower()
    at, opening = next(
        (i, found[0])
        for i, found in enumerate(openings)
        if found and found[0] not in product and found[0].lower() not in known
    )
    card = cards(page).nth(at)
    card.locator("[data-testid=stFeedback] button").nth(1).click()
    said = card.get_by_role("textbox", name=_("Comment"))
    said.fill(comment.format(wording=opening))
    said.press("Enter")
    learnt = _("Learnt: {lesson}").split("{")[0].strip()
    page.get_by_text(learnt).filter(has_text=opening.lower()).first.wait_for()

    after = written(page)
    assert after
    assert not any(opening.lower() in text.lower() for text in after)
    assert set(after).isdisjoint([before[at]])


@pytest.mark.parametrize("language", BRIEFS)
def test_more_like_this_brings_another_text_in_front(app: str, visit, language: str) -> None:
    _ = translation(language).gettext
    page = visit(f"{app}/copy_studio?lang={language}")
    fill(page, language)
    before = written(page)
    cards(page).nth(1).get_by_role("button", name=_("More"), exact=True).click()
    page.get_by_role("menuitem", name=_("More like this")).click()
    page.wait_for_function(
        "count => document.querySelectorAll('[class*=st-key-draft-]').length > count",
        arg=len(before),
        timeout=150_000,
    )
    after = [words(card) for card in cards(page).all()]
    assert after[0] == before[0]
    assert after[1] not in before
    assert after[2:] == before[1:]
