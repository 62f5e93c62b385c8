from __future__ import annotations

from collections import Counter

from core.vocabulary import contrast, count_texts, mirrored, own


def test_both_ends_of_a_contrast():
    found = contrast(
        Counter(beans=20, parcel=5, fresh=20), Counter(lamp=20, parcel=5, fresh=5, bright=20)
    )
    words = [item.word for item in found]
    assert words[0] == "beans"
    assert words[-1] in {"lamp", "bright"}
    z = {item.word: item.z for item in found}
    assert z["beans"] > 3 > abs(z["parcel"])
    assert [item.word for item in own(found, 5)] == ["beans", "fresh"]
    assert {item.word for item in own(mirrored(found), 5)} == {"bright", "lamp"}


def test_the_prior_holds_rare_words_back():
    found = contrast(Counter(common=500, rare=3), Counter(common=500))
    z = {item.word: item.z for item in found}
    assert z["rare"] < 1.96
    assert own(found, 5) == []


def test_no_texts_no_contrast():
    assert contrast(Counter(), Counter(a=3)) == []
    assert count_texts(["kettle kettle", "kettle"])["kettle"] == 2
