"""Drafts of one request begin in different ways where they can."""

from __future__ import annotations

from itertools import combinations

import pytest

from core.copywriting.writing.rank import Candidate, best_next, openings_mixed
from core.engines.copybook.engine import Copybook
from core.engines.types import CopyRequest
from core.text import first_sentences

KETTLE = CopyRequest(
    channel="xiaohongshu",
    language="zh",
    product="青禾水壶",
    facts=("最长保温六小时", "60到100度可定温", "无水自动断电", "容量1.5升"),
    category="电热水壶",
    audience="早上泡茶的人",
    tone="friendly",
    seed=4,
)
PACK = CopyRequest(
    channel="linkedin",
    language="en",
    product="Marlow Pack",
    facts=("chest strap with a whistle", "22 litres", "fits a 14 inch laptop", "mesh back panel"),
    category="hiking backpack",
    audience="weekend hikers",
    cta="See the pack",
    tone="friendly",
    seed=4,
)


def test_titles_and_greetings_do_not_hide_how_a_text_begins() -> None:
    assert first_sentences("Hello,\n\nGood news for everyone here. More.") == {
        "good news for everyone here."
    }
    assert first_sentences("青禾水壶的三个要点\n挑水壶不用着急。再看\n#水壶") == {
        "青禾水壶的三个要点",
        "挑水壶不用着急。",
    }
    assert first_sentences("Two cups") == frozenset()


def test_an_opening_that_was_shown_waits_until_no_other_is_left() -> None:
    shown = ["Here is what you get today. Six hours warm."]
    again = _candidate("Here is what you get today. It pours without a drip.", 0.9)
    other = _candidate("Tea waits for nobody, so this one pours fast.", 0.6)
    assert best_next([again, other], shown, "en") is other
    assert best_next([again], shown, "en") is again


@pytest.mark.parametrize("request_", [KETTLE, PACK], ids=["zh", "en"])
def test_the_copybook_opens_each_draft_in_its_own_way(request_: CopyRequest) -> None:
    texts = list(Copybook().propose(request_, 5))
    assert len(texts) == 5
    assert not [1 for one, two in combinations(map(first_sentences, texts), 2) if one & two]


def test_a_post_does_not_speak_of_being_a_post() -> None:
    for text in Copybook().propose(PACK, 12):
        for word in (
            "post",
            "paragraph",
            "adjective",
            "short version",
            "read twice",
            "line by line",
        ):
            assert word not in text


def _candidate(text: str, total: float) -> Candidate:
    return Candidate(text, text, "echo", (), {"total": total})


def test_of_texts_that_begin_alike_two_come_in_their_place_and_the_rest_last() -> None:
    rest = ("It holds ten.", "It folds flat.", "It weighs little.", "It lasts.")
    alike = [f"What would you pack first? {one}" for one in rest]
    other = "Two straps keep it close to you. It holds ten."
    assert list(openings_mixed([*alike, other])) == [*alike[:2], other, *alike[2:]]
