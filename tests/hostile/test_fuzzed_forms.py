"""What people type and paste is taken or refused in words; what is masked stays masked."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.copywriting import Brief, Voice, channels, fill
from core.copywriting.briefs.rows import record_of, row_fields
from core.copywriting.channels.fields import merged
from core.errors import InputRejected
from core.i18n import translation
from core.privacy import mask
from core.reviews.cleaning import Cleaner, parse_rating
from core.reviews.dates import parse_day
from core.text import clean, search_query, search_terms

words = st.text(max_size=120)
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
CHANNELS = (*channels("en"), *channels("zh"))
BRIEF = [
    "lang",
    "product",
    "facts",
    "category",
    "audience",
    "tone",
    "offer",
    "cta",
    "keywords",
    "industry",
]
FIELDS = [
    "name",
    "unit",
    "limit",
    "minimum",
    "structure",
    "parts",
    "hashtags",
    "emoji",
    "product",
    "cta",
    "source",
    "checked_on",
    "like",
]
VOICE = [
    "notes",
    "banned",
    "preferred",
    "exclamation_marks",
    "emoji",
    "person",
    "examples",
    "guide",
]
# Personal data as it stands in reviews: none of it may come through the mask.
PERSONAL = (
    "ann.lee@example.com",
    "13812345678",
    "+44 20 7946 0958",
    "11010519491231002X",
    "4111 1111 1111 1111",
    "order no. AB12345678",
)


def mostly(valid: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A fitting value more often than not, so that the fields behind it are reached."""
    return st.one_of(valid, valid, valid, json_like)


def told(error: InputRejected) -> None:
    """A refusal fills its placeholders in both languages."""
    for language in ("en", "zh"):
        assert error.text(translation(language).gettext)


@given(
    st.fixed_dictionaries(
        {"lang": mostly(st.sampled_from(("en", "zh"))), "product": mostly(words)},
        optional={
            "facts": mostly(st.lists(words, max_size=4)),
            "keywords": mostly(st.lists(words, max_size=4)),
            **{name: mostly(words) for name in ("category", "tone", "offer", "cta")},
        },
    )
)
def test_any_brief(data: dict) -> None:
    try:
        brief = Brief.from_dict(data)
    except InputRejected as error:
        told(error)
        return
    assert Brief.from_dict(brief.to_dict()) == brief
    assert brief.digest == Brief.from_dict(json.loads(json.dumps(brief.to_dict()))).digest
    assert all(text == clean(text) for text in brief.claims)


@given(st.dictionaries(st.sampled_from(BRIEF), json_like) | json_like)
def test_a_brief_of_any_shape(data: object) -> None:
    try:
        Brief.from_dict(data)  # type: ignore[arg-type]
    except InputRejected as error:
        told(error)


@given(st.sampled_from(CHANNELS), st.dictionaries(st.sampled_from(FIELDS), json_like))
@example(next(channel for channel in CHANNELS if channel.parts), {"parts": [None]})
def test_channels_of_any_shape(base, fields: dict) -> None:
    for channel in (base, replace(base, own=True)):
        try:
            changed = merged(channel, fields)
        except InputRejected as error:
            told(error)
            continue
        assert changed.structure == "ad_set" or 1 <= changed.limit <= 10_000


@given(st.dictionaries(st.sampled_from(VOICE), json_like))
def test_voices_of_any_shape(data: dict) -> None:
    try:
        voice = Voice.from_dict(data)
    except InputRejected as error:
        told(error)
        return
    assert Voice.from_dict(voice.to_dict()) == voice


@given(st.text(max_size=600), st.sampled_from(("", "en", "zh")))
def test_pasted_pages(text: str, language: str) -> None:
    record_of(text)
    try:
        filled = fill(text, language)
    except InputRejected as error:
        told(error)
        return
    for value in (filled.fields.get("product") or "", *(filled.fields.get("facts") or ())):
        assert clean(value) == value


@given(st.dictionaries(st.text(max_size=30), words, max_size=6))
def test_rows_of_product_tables(cells: dict) -> None:
    row_fields(cells)


@given(st.text(max_size=400))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text)
    again = mask(once.text)
    assert (again.text, again.counts) == (once.text, {})


@given(
    st.text(st.characters(exclude_categories=["Cs", "N", "L", "M"], exclude_characters="+-@_%&"),
            max_size=20),
    st.sampled_from(PERSONAL),
    st.text(max_size=20),
)  # fmt: skip
def test_personal_data_is_masked_whatever_stands_around_it(
    before: str, personal: str, after: str
) -> None:
    assume(not after or not (after[0].isalnum() or after[0] in "-./,_@%+"))
    text = f"{before} {personal} {after}"
    assert personal.rsplit(maxsplit=1)[-1] not in mask(text).text


@given(
    st.fixed_dictionaries(
        {"text": st.text(max_size=300)},
        optional=dict.fromkeys(("date", "rating", "product", "origin", "customer"), words),
    )
)
def test_any_row_of_reviews(cells: dict) -> None:
    cleaned = Cleaner("key", day_first=False).clean(cells)
    if cleaned is None:
        return
    cleaned.text.encode()
    assert mask(cleaned.text).text == cleaned.text
    assert cleaned.rating is None or abs(cleaned.rating) < float("inf")
    assert Cleaner("key", day_first=False).clean(cells) == cleaned


@given(
    st.text("0123456789.,/-+eE★星 of outstarsnN", max_size=60)
    | st.integers(300, 320).map(lambda digits: "about " + "9" * digits)
    | st.integers(300, 320).map(lambda digits: f"{'9' * digits}/{'9' * digits}")
)
def test_any_rating_is_a_finite_number_or_none(text: str) -> None:
    rating = parse_rating(text)
    assert rating is None or abs(rating) < float("inf")


@given(st.text("0123456789-/.年月日: TZ+", max_size=40), st.booleans())
def test_any_date_is_a_day_or_nothing(text: str, day_first: bool) -> None:
    day = parse_day(text, day_first)
    assert not day or (len(day) == 10 and day[4] == day[7] == "-")


@given(st.text(max_size=200))
def test_search_words_are_plain(text: str) -> None:
    assert "\0" not in search_terms(text) + search_query(text)
