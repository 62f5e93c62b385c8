"""Praise is quoted from praise and complaints from complaints."""

from __future__ import annotations

import pytest

from core.personas.mentions import quotable
from core.personas.prices import PriceTalk
from core.personas.voices import Listening


def told(texts, mentions, **review):
    """A listening to one customer's reviews; a mention is (review, word, polarity, confidence)."""
    reviews = [
        {"id": i, "customer_key": "k", "text": text, "product": "", "sentiment": "positive",
         "rating": None} | {name: values[i] for name, values in review.items()}
        for i, text in enumerate(texts)
    ]  # fmt: skip
    aspects = [
        {"review_id": i, "aspect": word, "polarity": polarity, "confidence": confidence,
         "start": texts[i].index(word), "end": texts[i].index(word) + len(word)}
        for i, word, polarity, confidence in mentions
    ]  # fmt: skip
    return Listening(reviews, aspects)


def quotes(voices):
    return {quote.text for theme in voices.praise for quote in theme.quotes}


def test_a_complaint_taken_for_praise_is_neither_counted_nor_quoted():
    complaint = "Forty kilometres for a bag of beans that was past its best by then."
    texts = ["Good beans.", "Really good beans.", "These beans are lovely.", complaint]
    mentions = [(i, "beans", "positive", 0.7) for i in range(3)] + [(3, "beans", "positive", 0.61)]
    voices = told(texts, mentions, rating=[5, 5, 4, 1]).of({"k"})
    assert voices.praise[0].n == 3
    assert complaint not in quotes(voices)


@pytest.mark.parametrize(
    ("text", "word", "quoted"),
    [
        ("The bag is nice but the zip sticks every time.", "bag", "The bag is nice"),
        ("豆子本身我一直喜欢，可这次在路上耽搁太久，到手已经走味。", "豆子", "豆子本身我一直喜欢"),
        ("Okay coffee, but a nice bag.", "bag", "a nice bag."),
    ],
)
def test_only_the_part_that_praises_is_quoted(text, word, quoted):
    texts = [text] * 3
    found = told(texts, [(i, word, "positive", 0.9) for i in range(3)]).of({"k"})
    assert quotes(found) == {quoted}


def test_a_sentence_that_both_praises_and_blames_is_cut_or_left_out():
    text = "Kettle is great, manual is tiny print."
    other = {"review_id": 0, "polarity": "negative", "start": 17, "end": 23}
    mention = {"review_id": 0, "polarity": "positive", "start": 0, "end": 6, "confidence": 0.9}
    reviews = {0: {"text": text, "sentiment": "positive", "rating": None}}
    assert quotable([mention], reviews, {0: [mention, other]}) == [(0, "Kettle is great")]
    tangled = {**reviews[0], "text": "Kettle and manual are what they are."}
    other = {**other, "start": 11, "end": 17}
    assert quotable([mention], {0: tangled}, {0: [mention, other]}) == []


def test_praise_in_an_unhappy_review_counts_when_it_is_sure():
    texts = ["The beans are superb. The courier lost them twice."] * 3
    mentions = [(i, "beans", "positive", 0.9) for i in range(3)]
    voices = told(texts, mentions, sentiment=["negative"] * 3).of({"k"})
    assert quotes(voices) == {"The beans are superb."}


def test_reviews_that_name_the_price_are_counted_with_what_they_feel():
    texts = ["The price is fair.", "Too costly, the price hurts.", "Nice tea."]
    mentions = [(0, "price", "positive", 0.9), (1, "price", "negative", 0.9),
                (2, "tea", "positive", 0.9)]  # fmt: skip
    listening = told(texts, mentions, sentiment=["positive", "negative", "positive"])
    assert listening.price_talk({"k"}) == PriceTalk(3, 2, 1, 1)
    assert listening.price_talk(None) == PriceTalk(3, 2, 1, 1)
    assert listening.price_talk({"nobody"}) == PriceTalk()
