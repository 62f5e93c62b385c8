from __future__ import annotations

from core.vocabulary import phrases, terms, words_in_order


def test_terms_leave_out_words_without_a_topic():
    assert terms("The kettle doesn't leak, and it's quick") == {"kettle", "leak", "quick"}
    assert "物流" in terms("物流很快，但是包装破了")
    assert "但是" not in terms("物流很快，但是包装破了")


def test_what_masks_personal_data_is_no_word():
    assert terms("Mail [email] or [phone] please") == {"mail", "please"}


def test_phrases_join_neighbours_only():
    assert "battery life" in phrases("The battery life is short")
    assert "life short" not in phrases("The battery life is short")
    assert "battery life" not in phrases("battery. Life is short")
    assert any(len(phrase) >= 4 and phrase.startswith("物流") for phrase in phrases("物流速度太慢"))


def test_words_come_in_order_with_repeats():
    assert words_in_order("Slow kettle, slow delivery") == ["slow", "kettle", "slow", "delivery"]
    assert words_in_order("") == []


def test_a_run_without_end_is_cut_piece_by_piece(monkeypatch):
    seen = []

    def cut(piece):
        seen.append(len(piece))
        return [piece]

    monkeypatch.setattr("jieba.cut", cut)
    words_in_order("水" * 100_000)
    assert seen == [400] * 250
