from __future__ import annotations

from core.personas.voices import Listening, Voices
from core.privacy import pseudonym
from core.store import personas as rows
from tests.personas.conftest import csv, shop

TEXTS = ("The tea is wonderful. I wish the tin were larger.", "Wonderful tea, late parcel.")


def listening() -> Listening:
    reviews = [
        {
            "id": i,
            "customer_key": f"k{i % 4}",
            "text": TEXTS[i % 2],
            "product": "Tea",
            "sentiment": ("positive", "negative")[i % 2],
        }
        for i in range(40)
    ]
    aspects = [
        {"review_id": i, "aspect": "Tea" if i % 2 == 0 else "parcel",
         "polarity": "positive" if i % 2 == 0 else "negative", "confidence": 0.5 + i / 100,
         "start": 4 if i % 2 == 0 else 20, "end": 7 if i % 2 == 0 else 26}
        for i in range(40)
    ]  # fmt: skip
    return Listening(reviews, aspects)


def test_praise_pains_wishes_and_words_come_with_their_reviews():
    voices = listening().of({"k0", "k2"})
    assert (voices.reviews, voices.read, voices.positive, voices.negative) == (20, 20, 20, 0)
    assert voices.praise[0].aspect == "tea"
    assert voices.praise[0].n == 20
    assert voices.praise[0].quotes[0].text == "The tea is wonderful."
    assert voices.praise[0].quotes[0].review_id == 38
    assert voices.pains == ()
    assert voices.needs[0].text == "I wish the tin were larger."
    assert "tin" in {word.word for word in voices.words}
    assert Voices.from_dict(voices.to_dict()) == voices


def test_who_wrote_nothing_says_nothing():
    assert listening().of({"nobody"}) == Voices()


def test_reviews_reach_the_persona_of_their_writer(personas, store):
    frame, group = shop()
    personas.import_table(csv(frame), "shop.csv")
    buyers = [f"C{i:04d}" for i in range(600) if group[i] == 1]
    with store.writing() as db:
        key = db.table("workspaces").get(1)["pseudonym_key"]
        source = db.table("sources").insert(
            {"workspace_id": 1, "kind": "reviews", "name": "r", "digest": "r"}
        )
        for i, buyer in enumerate(buyers):
            db.table("reviews").insert(
                {"workspace_id": 1, "source_id": source.last_pk, "digest": str(i),
                 "text": f"A lamp as a present, number {i}", "language": "en",
                 "customer_key": pseudonym(key, buyer)}
            )  # fmt: skip
        assert len(rows.customer_reviews(db, 1)) == len(buyers)
    gifts = next(p for p in personas.make() if p.segment == "rfm:gifts")
    assert gifts.voices.reviews == gifts.size
    assert gifts.voices.read == 0
