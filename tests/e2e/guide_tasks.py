"""The ten tasks of docs/guide, done in the browser: the tests run them, the pictures show them.

They build on each other and are done in order, over an empty home.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from core.i18n import translation
from pages._ui import nav

REVIEWS = {
    "en": "Date,Stars,Comment\n"
    "2026-10-02,5,The lamp is bright and the dimmer is smooth. Arrived in two days.\n"
    "2026-10-05,2,The switch came loose after a week and nobody answered my mail.\n"
    "2026-10-09,4,Good light for reading. The cable could be longer.\n"
    "2026-10-11,1,Arrived broken. Refund took three weeks. Mail me at kim@example.com\n"
    "2026-10-17,5,Lovely warm light and easy to set up.\n",
    "zh": "日期,星级,评论\n"
    "2026-10-02,5,灯很亮，调光很顺，两天就到了。\n"
    "2026-10-05,2,开关用一周就松了，发邮件没人回。\n"
    "2026-10-09,4,看书光线不错，电线可以再长点。\n"
    "2026-10-11,1,收到就是坏的，退款等了三周，联系我 kim@example.com\n"
    "2026-10-17,5,光很暖，安装也简单。\n",
}
PRODUCT = {"en": "Fernhill Daypack", "zh": "蕨丘台灯"}
CHANNEL = {"en": "Instagram post", "zh": "Search ad title"}
NAME = {"en": "October openings", "zh": "十月开头测试"}
_SLOW = 240_000
_CARD = "[class*=st-key-draft-]"


@dataclass(frozen=True)
class Guide:
    """A page of the browser with the app in it, and the language of both."""

    page: Any
    language: str

    def __post_init__(self) -> None:
        self.page.set_default_timeout(_SLOW)

    def _(self, message: str) -> str:
        return translation(self.language).gettext(message)

    def go(self, name: str) -> None:
        """Follow the menu to a page."""
        title = self._(nav.entry(name).title)
        self.page.get_by_role("link", name=title, exact=True).first.click()
        heading = self.page.get_by_role("heading", level=1, name=title, exact=True)
        heading.wait_for()
        self.settle()
        heading.scroll_into_view_if_needed()

    def settle(self) -> None:
        """Wait until nothing runs and no chart is missing."""
        self.page.wait_for_function(
            "() => !document.querySelector('[data-testid=stStatusWidget]')"
            " && !document.querySelector('[data-testid=stSkeleton]')"
        )

    def key(self, key: str) -> Any:
        """The element with a widget's key."""
        return self.page.locator(f".st-key-{key}")

    def press(self, key: str) -> None:
        """Press the button with a widget's key."""
        self.key(key).locator("button").first.click()
        self.settle()

    def choose(self, key: str, words: str) -> None:
        """Pick an entry of a select box by what it says."""
        box = self.key(key).locator("input").first
        box.click()
        box.fill(words)
        self.page.get_by_role("option", name=words).first.click()
        self.settle()


def load_the_demo(guide: Guide) -> None:
    guide.page.get_by_role("button", name=guide._("Load the demo")).click()
    guide.page.get_by_role("heading", name=guide._("The loop at a glance")).wait_for()
    guide.settle()


def bring_in_reviews(guide: Guide) -> None:
    guide.go("reviews")
    guide.press("reviews-add")
    guide.page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        {
            "name": "lamp-reviews.csv",
            "mimeType": "text/csv",
            "buffer": REVIEWS[guide.language].encode(),
        }
    )
    guide.key("reviews-import").wait_for()
    guide.settle()


def see_what_moves_the_score(guide: Guide) -> None:
    guide.press("reviews-import")
    guide.key("reviews-report-close").wait_for()
    guide.press("reviews-report-close")
    guide.key("reviews-impact").wait_for()
    guide.settle()
    guide.key("reviews-insight").scroll_into_view_if_needed()


def read_the_quotes(guide: Guide) -> None:
    guide.page.locator("[class*='st-key-reviews-impact-negative'] button").first.click()
    window = guide.page.get_by_role("dialog")
    window.wait_for()
    window.locator("[class*='st-key-reviews-quotes-open-'] button").first.click()
    guide.page.locator("[class*='st-key-reviews-correct-']").wait_for()
    guide.settle()


def carry_praise_into_a_brief(guide: Guide) -> None:
    guide.page.keyboard.press("Escape")
    guide.page.get_by_role("dialog").wait_for(state="detached")
    guide.settle()
    use = guide.page.locator("[class*='st-key-reviews-impact-use'] button")
    if not use.count():
        guide.choose("reviews-impact-aspect", guide._("Quality"))
    use.first.click()
    studio = guide._(nav.entry("copy_studio").title)
    guide.page.get_by_role("heading", level=1, name=studio, exact=True).wait_for()
    guide.settle()
    guide.key("copy_studio-points").scroll_into_view_if_needed()


def write_copy(guide: Guide) -> None:
    start = guide.key("copy_studio-start").locator("input")
    start.click()
    start.fill(PRODUCT[guide.language])
    start.press("Enter")
    # A click that meets the rerun of the one before it would be lost.
    product = guide.key("copy_studio-product").locator("input")
    expect(product).to_have_value(PRODUCT[guide.language], timeout=_SLOW)
    guide.settle()
    guide.page.get_by_text(guide._(CHANNEL[guide.language]), exact=True).first.click()
    guide.settle()
    guide.press("copy_studio-write")
    guide.page.locator(_CARD).first.wait_for()
    guide.settle()


def rate_and_redesign(guide: Guide) -> None:
    cards = guide.page.locator(_CARD)
    before = cards.count()
    cards.first.locator("[data-testid=stFeedback] button").first.click()
    guide.settle()
    dull = cards.last
    dull.locator("[data-testid=stFeedback] button").nth(1).click()
    dull.get_by_text(guide._("Dull"), exact=True).click()
    guide.settle()
    dull.get_by_role("button", name=guide._("Open another way, more concrete")).first.click()
    guide.page.wait_for_function(
        f"() => document.querySelectorAll('{_CARD}').length === {before + 1}"
    )
    guide.settle()
    cards.nth(before - 1).scroll_into_view_if_needed()


def find_personas(guide: Guide) -> None:
    guide.go("personas")
    guide.page.get_by_role("button", name=guide._("Find segments")).click()
    guide.page.get_by_role("button", name=guide._("Write for them")).first.wait_for()
    guide.settle()


def test_two_drafts(guide: Guide) -> None:
    guide.go("experiments")
    drafts = guide.key("experiments-drafts").locator("input")
    drafts.click()
    for _ in range(2):
        guide.page.get_by_role("option").filter(has_text=re.compile(r" · \d+$")).first.click()
        guide.settle()
    guide.page.keyboard.press("Escape")
    name = guide.key("experiments-name").locator("input")
    name.fill(NAME[guide.language])
    name.press("Enter")
    guide.settle()
    guide.press("experiments-start")
    panel = guide.page.get_by_text(guide._("Enter figures by hand"))
    panel.click()
    figures = guide.page.locator("[class*='st-key-experiments-n-'] input")
    figures.first.wait_for()
    # A field that is drawn anew while it is typed into forgets what was typed.
    guide.settle()
    clicks = guide.page.locator("[class*='st-key-experiments-c-'] input")
    for at, (shown, hits) in enumerate(((24_000, 480), (24_000, 624))):
        for field, figure in ((figures, shown), (clicks, hits)):
            field.nth(at).fill(str(figure))
            field.nth(at).press("Tab")
    for at, (shown, hits) in enumerate(((24_000, 480), (24_000, 624))):
        expect(figures.nth(at)).to_have_value(str(shown))
        expect(clicks.nth(at)).to_have_value(str(hits))
    guide.page.locator("[class*='st-key-experiments-save-'] button").click()
    guide.key("experiments-chart").wait_for()
    guide.settle()
    guide.page.locator("h1").scroll_into_view_if_needed()


def keep_it_safe(guide: Guide) -> None:
    guide.go("workspace")
    guide.page.get_by_text(guide._("Back up and export"), exact=True).click()
    guide.settle()
    guide.press("workspace-backup-now")
    guide.page.get_by_text(re.compile(re.escape(guide._("Bring back")))).first.wait_for()
    guide.settle()


TASKS: tuple[Callable[[Guide], None], ...] = (
    load_the_demo,
    bring_in_reviews,
    see_what_moves_the_score,
    read_the_quotes,
    carry_praise_into_a_brief,
    write_copy,
    rate_and_redesign,
    find_personas,
    test_two_drafts,
    keep_it_safe,
)
