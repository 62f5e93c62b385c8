"""The ranker over a store: refitted when votes change, ranking what is written, told honestly."""

from __future__ import annotations

import json

import pytest

from core.cli.main import main
from core.copywriting import Brief, CopyDesk
from core.copywriting.writing.rank import most_promising
from core.engines.types import EngineInfo
from core.feedback import Ranker, Ratings
from core.store import drafts as rows
from core.store.store import Store
from tests.stored_drafts import keep_drafts

BRIEF = Brief("en", "Aurora Kettle", ("boils one litre in three minutes", "BPA-free", "$39"))
HEADS = (
    "Slow mornings.",
    "Small hours.",
    "Warm cups.",
    "Late tea.",
    "Early light.",
    "Quiet rooms.",
)
TAILS = (
    "Aurora Kettle boils one litre in three minutes.",
    "Aurora Kettle is yours for $39.",
    "BPA-free, and $39: Aurora Kettle.",
    "Aurora Kettle, BPA-free.",
)


def priced(text: str) -> bool:
    return "$39" in text


@pytest.fixture
def drafts(store: Store) -> dict[int, str]:
    texts = [f"{head} {tail}" for head in HEADS for tail in TAILS]
    return dict(zip(keep_drafts(store, BRIEF, texts), texts, strict=True))


def rate(store: Store, drafts: dict[int, str], count: int) -> None:
    ratings = Ratings(store)
    for id in list(drafts)[:count]:
        ratings.rate(id, 1 if priced(drafts[id]) else -1)


def test_votes_change_the_taste_and_what_waits(store: Store, drafts: dict[int, str]) -> None:
    ranker = Ranker(store)
    assert ranker.taste(None, "x_post", "en", BRIEF.to_dict()).silent
    assert len(ranker.next_to_rate(None, "en", 3)) == 3
    rate(store, drafts, 20)
    state = ranker.state(None, "en")
    assert (state.up, state.down, state.edits) == (10, 10, 0)
    assert state.earned
    assert state.low > 0.5
    assert state.likes
    taste = ranker.taste(None, "x_post", "en", BRIEF.to_dict())
    assert taste.likes("Soft rain. Aurora Kettle, $39.") > taste.likes(
        "Soft rain. BPA-free kettle."
    )
    waiting = {one.draft_id for one in ranker.next_to_rate(None, "en", 9)}
    assert waiting <= set(list(drafts)[20:])
    assert ranker.state(None, "zh").up == 0
    assert ranker.state(5, "en").up == 0


def test_an_edit_is_learnt_from(studio, drafts: dict[int, str]) -> None:
    id = next(id for id, text in drafts.items() if not priced(text))
    studio.copy.edit(id, "Aurora Kettle is yours for $39. BPA-free.")
    assert studio.ranker.state(None, "en").edits == 1


def test_pairs_are_those_of_the_library(studio, drafts: dict[int, str]) -> None:
    first, second = list(drafts)[:2]
    edited = studio.copy.edit(first, "Aurora Kettle is yours for $39. BPA-free.")
    with studio.store.writing() as db:
        brief_id = rows.keep_brief(db, 1, BRIEF.digest, BRIEF.to_dict())
        common = {"brief_id": brief_id, "parent_id": second, "channel": "x_post"}
        common |= {"language": "en", "origin": "redesign", "engine": "copybook", "usable": True}
        for request, reason in (("asked", "dull"), ("asked again", "")):
            text = f"Aurora Kettle boils one litre, {request}."
            change = {"parameters": {"change": {"reason": reason}}, "request": request}
            rows.add_draft(db, 1, common | change | {"text": text, "checks": [], "scores": {}})
    assert studio.ranker.state(None, "en").edits == 2
    studio.ratings.rate(edited.id, -1)
    assert studio.ranker.state(None, "en").edits == 1


class Says:
    info = EngineInfo("says", "writer", "says", "")

    def writer(self, id=None, workspace=1):
        return self

    def propose(self, request, count):
        for head in ("Soft rain.", "First frost.", "Long night.", "Green tea."):
            for tail in TAILS:
                yield f"{head} {tail}"


def test_what_is_liked_comes_first_and_the_score_is_told_when_earned(
    studio, drafts: dict[int, str]
) -> None:
    desk = CopyDesk(studio.store, studio.settings, Says(), studio.ratings)
    before = desk.write(BRIEF, "x_post", 4, seed=1)
    assert "learnt" not in next(iter(before)).scores
    rate(studio.store, drafts, 20)
    after = desk.write(BRIEF, "x_post", 4, seed=1)
    assert list(after)
    assert all(priced(draft.text) for draft in after.drafts[:2])
    assert all(0 < draft.scores["learnt"] < 1 for draft in after.drafts)


class SaysMuch:
    """A quick writer that has what is liked far down its list."""

    info = EngineInfo("says much", "writer", "says much", "", ample=True)

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.alike: list[bool] = []

    def writer(self, id=None, workspace=1):
        return self

    def propose(self, request, count):
        self.asked.append(count)
        self.alike.append(request.alike)
        plain = [f"{tail} {head}" for head in HEADS for tail in TAILS if not priced(tail)]
        liked = [f"{tail} {head}" for head in HEADS for tail in TAILS if priced(tail)]
        yield from (plain * 4 + liked)[:count]


def test_a_known_taste_chooses_among_all_that_a_quick_writer_has(
    studio, drafts: dict[int, str]
) -> None:
    writer = SaysMuch()
    desk = CopyDesk(studio.store, studio.settings, writer, studio.ratings)
    before = desk.write(BRIEF, "x_post", 3, seed=1)
    assert not any(priced(draft.text) for draft in before)
    rate(studio.store, drafts, 20)
    after = desk.write(BRIEF, "x_post", 3, seed=1)
    assert list(after)
    assert all(priced(draft.text) for draft in after.drafts)
    assert writer.asked[-1] > 4 * writer.asked[0]
    # Texts that are alike differ in what is liked, so they are weighed before they are dropped.
    assert (writer.alike[0], writer.alike[-1]) == (False, True)


def test_texts_stand_in_the_order_of_their_promise(studio, drafts: dict[int, str]) -> None:
    ranker = Ranker(studio.store)
    lines = ["Soft rain. BPA-free kettle.", "Aurora Kettle for $39.", "Soft rain. BPA-free kettle."]
    assert most_promising(lines, ranker.taste(None, "x_post", "en", BRIEF.to_dict())) == lines
    rate(studio.store, drafts, 20)
    taste = ranker.taste(None, "x_post", "en", BRIEF.to_dict())
    assert most_promising(lines, taste) == [lines[1], lines[0], lines[0]]


def test_the_command_line_says_what_held_out_votes_bear_out(
    studio, drafts: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    def learn() -> dict:
        assert main(["learn", "ranker"]) == 0
        return json.loads(capsys.readouterr().out)

    rate(studio.store, drafts, 4)
    early = learn()
    assert (early["adopted"], early["after"]) == (False, None)
    rate(studio.store, drafts, 20)
    later = learn()
    assert set(later) == {"model", "before", "after", "adopted", "reason"}
    assert later["adopted"] is True
    assert later["before"] == {"en": 0.5}
    assert later["after"]["en"] > 0.8
