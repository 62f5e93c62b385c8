"""The copybook writes for any brief, keeps to its limits and invents nothing."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from core.engines.copybook import Copybook
from core.engines.copybook.bare_briefs import with_category
from core.engines.copybook.corpus import is_dev, read_briefs
from core.engines.copybook.engine import FOLDER
from core.engines.copybook.english_facts import read
from core.engines.copybook.frames import Frame, without
from core.engines.copybook.kinds import type_of
from core.engines.types import CopyRequest, TextGenerator

ENGLISH = list(next(read_briefs("en")).copies)
CHINESE = list(next(read_briefs("zh")).copies)
CLINIC = CopyRequest(
    language="en",
    channel="product_description",
    product="Quiet Molar",
    facts=(
        "same-day emergency appointments",
        "nervous patients welcome",
        "prices shown before treatment",
        "open until 8 pm on weekdays",
    ),
    category="dental clinic",
    audience="people who fear the dentist",
    tone="friendly",
    cta="Book a check-up",
    keywords=("dentist",),
)
HOSE = CopyRequest(
    language="zh",
    channel="product_description",
    product="不打结",
    facts=("长25米", "拉过墙角不打折", "黄铜接头", "质保五年", "169元"),
    category="花园水管",
    audience="阳台和小院种花的人",
    tone="witty",
    offer="本月送喷头",
    cta="买一卷",
    keywords=("水管",),
)


@pytest.fixture(scope="module")
def book() -> Copybook:
    return Copybook()


def texts(book: Copybook, request: CopyRequest, count: int = 4, **changes: object) -> list[str]:
    return list(book.propose(replace(request, **changes), count))


def test_is_a_text_generator(book: Copybook) -> None:
    assert isinstance(book, TextGenerator)
    assert book.info.id == "copybook"
    assert book.info.sends == ""


@pytest.mark.parametrize(
    ("request_", "channel"),
    [(CLINIC, c) for c in ENGLISH] + [(HOSE, c) for c in CHINESE],
    ids=lambda value: value if isinstance(value, str) else value.language,
)
def test_every_channel_gets_different_texts_without_open_slots(
    book: Copybook, request_: CopyRequest, channel: str
) -> None:
    made = texts(book, request_, channel=channel)
    assert len(made) >= 2
    assert len(set(made)) == len(made)
    assert not any(re.search(r"[{}\ue000]|None", text) for text in made)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_dev_briefs_bring_no_number_of_their_own(book: Copybook, language: str) -> None:
    for brief in list(read_briefs(language, "dev"))[:8]:
        request = CopyRequest(
            language=brief.language,
            channel="product_description",
            product=brief.product,
            facts=brief.facts,
            category=brief.category,
            audience=brief.audience,
            tone=brief.tone,
            offer=brief.offer,
            cta=brief.cta,
        )
        known = " ".join(
            [brief.product, brief.category, brief.audience, brief.offer, brief.cta, *brief.facts]
        )
        for text in book.propose(request, 4):
            assert brief.product in text
            assert set(re.findall(r"\d+", text)) <= set(re.findall(r"\d+", known)), text


def test_the_same_request_brings_the_same_texts(book: Copybook) -> None:
    assert texts(book, CLINIC) == texts(Copybook(), CLINIC)
    assert texts(book, CLINIC) != texts(book, CLINIC, seed=1)


def test_for_one_who_chooses_it_leaves_in_what_is_alike(book: Copybook) -> None:
    apart, alike = (texts(book, CLINIC, 300, alike=wanted) for wanted in (False, True))
    assert len(alike) > 1.5 * len(apart)
    assert len(alike) == len(set(alike))
    assert set(apart) & set(alike)


def test_one_who_chooses_is_given_first_what_anybody_is(book: Copybook) -> None:
    request = replace(CLINIC, channel="x_post", max_units=280)
    apart, alike = (texts(book, request, 300, alike=wanted) for wanted in (False, True))
    assert alike[:12] == apart[:12]


def test_limits_are_kept_in_both_units(book: Copybook) -> None:
    short = texts(book, CLINIC, channel="google_headline", max_units=24)
    assert short
    assert all(len(text) <= 24 for text in short)
    words = texts(book, CLINIC, min_units=40, max_units=50, unit="words")
    assert words
    assert all(40 <= len(text.split()) <= 50 for text in words)
    signs = texts(book, HOSE, channel="weibo", max_units=60)
    assert signs
    assert all(len(text) <= 60 for text in signs)


def test_avoided_wording_does_not_come_back(book: Copybook) -> None:
    first = texts(book, CLINIC, 8)
    banned = (first[0], "nervous patients")
    again = texts(book, CLINIC, 8, avoid=banned)
    assert again
    assert first[0] not in again
    assert not any("nervous patients" in text.lower() for text in again)


def test_liked_texts_pull_the_style(book: Copybook) -> None:
    def questions(liked: tuple[str, ...]) -> int:
        made = texts(book, HOSE, 8, channel="douyin_script", exemplars=liked)
        return sum("？" in text[:30] for text in made)

    asking = ("水管老打结？总拖不动？还在跟它较劲？看这条，长25米。",)
    telling = ("话不多，看水管。长25米，黄铜接头，质保五年。就这样，买一卷。",)
    assert questions(asking) > questions(telling)


def test_an_unknown_channel_takes_the_one_it_is_like(book: Copybook) -> None:
    liked = texts(book, CLINIC, channel="poster", options={"like": "slogan"}, max_units=40)
    assert liked
    assert all(len(text) <= 40 for text in liked)
    plain = texts(book, CLINIC, channel="poster")
    assert plain
    assert all("Quiet Molar" in text for text in plain)


def test_grave_matters_get_no_jokes(book: Copybook) -> None:
    grave = replace(CLINIC, category="funeral flowers", product="Stillstem", tone="witty")
    made = texts(book, grave, 8)
    assert made
    assert not any(re.search(r"excuses|surprised|Tuesday|Nobody daydreams", t) for t in made)


def test_a_brief_with_nothing_but_a_name_is_no_fault(book: Copybook) -> None:
    bare = CopyRequest(language="en", channel="email_body", product="Ada", facts=())
    assert texts(book, bare) == []
    assert texts(book, replace(bare, product="  ", facts=("quiet",))) == []


def test_eight_headlines_come_at_once(book: Copybook) -> None:
    texts(book, CLINIC, 8, channel="google_headline")
    start = time.process_time()
    texts(book, CLINIC, 8, channel="google_headline", seed=3)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("fact", "kind", "phrase"),
    [
        ("holds 5 litres", "verb", "holds 5 litres"),
        ("choose which invoices to fund", "order", "choose which invoices to fund"),
        ("BPA-free", "adjective", "BPA-free"),
        ("woven by hand from willow", "adjective", "woven by hand from willow"),
        ("separate gluten-free kitchen", "noun", "a separate gluten-free kitchen"),
        ("open question each evening", "loose", "open question each evening"),
        ("no minimum term", "noun", "no minimum term"),
        ("galvanised steel", "material", "galvanised steel"),
        ("from £95 a month", "price", "from £95 a month"),
        ("tray lifts off with one hand", "clause", "the tray lifts off with one hand"),
        ("repairs handled by one team", "clause", "repairs are handled by one team"),
        ("each bag insured up to €1,000", "clause", "each bag is insured up to €1,000"),
        ("opposite the station entrance", "adjective", "opposite the station entrance"),
        ("next to the library", "adjective", "next to the library"),
        ("outside seating", "noun", "outside seating"),
        ("with a lid", "verb", "comes with a lid"),
        ("glasses from £79 with lenses included", "loose", "glasses from £79 with lenses included"),
        ("tree-friendly straps included", "clause", "tree-friendly straps are included"),
        ("from Monday to Friday", "loose", "from Monday to Friday"),
        ("hour-long sessions with a coach", "noun", "hour-long sessions with a coach"),
        ("set of five resistance bands", "noun", "a set of five resistance bands"),
        ("string of 12 lanterns", "noun", "a string of 12 lanterns"),
        ("alerts within walking distance", "noun", "alerts within walking distance"),
        ("beading checked stitch by stitch", "loose", "beading checked stitch by stitch"),
        ("eight kilo half or four kilo quarter", "loose", "eight kilo half or four kilo quarter"),
        ("conversation from the first hour", "noun", "conversation from the first hour"),
        ("boiler failed this week", "clause", "the boiler failed this week"),
    ],
)
def test_a_fact_is_read_as_its_part_of_a_sentence(fact: str, kind: str, phrase: str) -> None:
    found = read(fact)
    assert (found.kind, found.phrase) == (kind, phrase)


@pytest.mark.parametrize(
    ("category", "language", "kind"),
    [
        ("dental clinic", "en", "place"),
        ("invoicing software", "en", "app"),
        ("violin lessons for adults", "en", "course"),
        ("dark chocolate bar", "en", "food"),
        ("garden hose", "en", "goods"),
        ("牙科诊所", "zh", "place"),
        ("小提琴课", "zh", "course"),
        ("记账软件", "zh", "app"),
        ("旧衣回收公益", "zh", "cause"),
        ("花园水管", "zh", "goods"),
    ],
)
def test_the_type_of_a_product_is_told_from_its_category(
    category: str, language: str, kind: str
) -> None:
    assert type_of(category, language) == kind


def test_the_split_is_by_brief_and_leaves_both_parts_filled() -> None:
    for language in ("en", "zh"):
        train = {brief.id for brief in read_briefs(language, "train")}
        dev = {brief.id for brief in read_briefs(language, "dev")}
        assert train
        assert dev
        assert not train & dev
        assert all(map(is_dev, dev))
        assert not any(map(is_dev, train))


def test_a_brief_without_a_call_gets_one_that_fits_and_promises_nothing(book: Copybook) -> None:
    ends = {text.splitlines()[-1] for text in texts(book, CLINIC, 8, channel="email_body", cta="")}
    assert ends
    assert ends <= {"Get in touch", "Ask us about it", "Come and see", "Drop in"}
    assert all(CLINIC.cta in text for text in texts(book, CLINIC, 4, channel="email_body"))


def test_the_sort_of_thing_is_read_off_the_name_only_where_it_is_plain() -> None:
    def category(language: str, product: str, given: str = "") -> str:
        request = CopyRequest(language, "slogan", product, ("a",), category=given)  # type: ignore[arg-type]
        return with_category(request, FOLDER).category

    assert category("en", "Fernhill Kettle") == "kettle"
    assert category("en", "Fernhill Kettle", "pourer") == "pourer"
    assert category("zh", "蕨丘水壶") == "水壶"
    for language, product in (
        ("en", "Foxes of Farrow Hill"),
        ("en", "Kettle"),
        ("zh", "月亮搬家"),
        ("zh", "水壶"),
    ):
        assert category(language, product) == ""


def test_shapes_that_an_empty_slot_would_break_are_left_out() -> None:
    shapes = {
        "post": ("{opening} {P}", "{P} for {A}"),
        "opening": ("Dear {A},",),
        "only": ("To {A}",),
    }
    bank = {
        name: tuple(Frame(name, frozenset(), frozenset(), shape) for shape in some)
        for name, some in (shapes | {"plain": ("{P}", "{A}")}).items()
    }
    left = without(bank, frozenset({"A"}))
    assert [frame.shape for frame in left["plain"]] == ["{P}"]
    # What nothing is left of stays, and fails where it is filled.
    assert left["post"] == bank["post"]
    assert left["only"] == bank["only"]
    assert without(bank, frozenset()) == bank


def test_a_text_is_as_long_as_is_usual_where_the_brief_has_enough_to_say(book: Copybook) -> None:
    lengths = [len(t) for t in texts(book, HOSE, 8, channel="douyin_script", min_units=50)]
    assert len(lengths) == 8
    assert min(lengths) >= 70


def test_a_short_brief_may_have_a_shorter_one(book: Copybook) -> None:
    little = replace(HOSE, facts=HOSE.facts[:3], channel="douyin_script", offer="")
    found = texts(book, little, 4, min_units=50, max_units=130)
    assert found
    assert all(50 <= len(text) <= 130 for text in found)


@pytest.mark.parametrize(("request_", "channel"), [(CLINIC, "x_post"), (HOSE, "weibo")])
def test_a_price_is_told_now_and_then_though_it_never_leads(
    book: Copybook, request_: CopyRequest, channel: str
) -> None:
    facts = (*request_.facts[:4], "$39" if request_.language == "en" else "169元")
    made = texts(book, request_, 24, channel=channel, facts=facts)
    told = [text for text in made if facts[-1] in text]
    assert 0.1 <= len(told) / len(made) <= 0.6
    assert not any(text.startswith(facts[-1]) for text in made)


def test_a_bare_price_is_called_one(book: Copybook) -> None:
    told = [t for t in texts(book, HOSE, 24, channel="weibo") if "169元" in t]
    assert told
    assert all("价格169元" in text for text in told)


def test_a_price_ends_a_list(book: Copybook) -> None:
    facts = ("baked, not fried", "smoked chilli flavour", "35 g bag", "$1.80")
    made = texts(book, CLINIC, 24, channel="push", facts=facts, category="lentil crisps")
    assert not any("$1.80, " in text for text in made)


@pytest.mark.parametrize(
    ("request_", "channel", "word"),
    [(CLINIC, "instagram", "toothcare"), (HOSE, "xiaohongshu", "浇花神器")],
)
def test_a_tag_that_is_avoided_is_left_out_and_the_rest_is_written(
    book: Copybook, request_: CopyRequest, channel: str, word: str
) -> None:
    asked = {"channel": channel, "keywords": (word, "tidy")}
    assert any(word in text.lower() for text in texts(book, request_, 6, **asked))
    left = texts(book, request_, 6, avoid=(word,), **asked)
    assert len(left) == 6
    assert not any(word in text.lower() for text in left)


def test_a_place_has_what_only_shares_its_last_word(book: Copybook) -> None:
    bar = CopyRequest(
        "en",
        "product_description",
        "Pleat Street",
        ("help-yourself sauce bar", "six for $9", "folded in the window", "12 fillings"),
        category="dumpling bar",
    )
    written = " ".join(texts(book, bar, 8))
    assert "sauce bar" in written.lower()
    assert "Pleat Street is a help-yourself sauce bar" not in written
