from __future__ import annotations

from core.personas.words import own_words


def test_the_words_of_a_group_are_those_it_uses_more():
    group = ["the beans are fresh", "fresh beans again", "beans and a parcel", "lovely beans"] * 5
    others = ["the lamp is bright", "a parcel with a lamp", "lamp again", "fresh paint smell"] * 5
    words = own_words(group, others)
    assert words[0].word == "beans"
    assert words[0].n == 20
    assert words[0].z > 3
    assert "parcel" not in {word.word for word in words}


def test_equal_groups_have_no_words_of_their_own():
    texts = ["fresh beans", "bright lamp", "late parcel"] * 10
    assert own_words(texts, texts) == []
    assert own_words([], texts) == []
    assert own_words(texts, []) == []
