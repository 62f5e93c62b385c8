"""Thompson sampling: less regret than its peers, no level starved, only what is left open."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from benchmarks._loop_figures import regret
from core.copywriting import Brief, CopyDesk
from core.engines.types import FRAMEWORKS, TONES, EngineInfo
from core.feedback import Exploration
from core.feedback.exploration import pick


def test_regret_is_below_even_choice_and_below_the_best_so_far() -> None:
    runs = range(24)
    found = {how: [regret(how, seed) for seed in runs] for how in ("thompson", "greedy", "uniform")}
    lost = {how: np.mean([one for one, _ in values]) for how, values in found.items()}
    assert lost["thompson"] < 0.8 * lost["greedy"]
    assert lost["thompson"] < 0.4 * lost["uniform"]
    assert min(fewest for _, fewest in found["thompson"]) >= 1


def test_a_starved_level_is_tried_out_of_turn() -> None:
    votes = {"a": (400, 10), "b": (390, 20)}
    rng = random.Random(1)
    chosen = [pick(["a", "b", "c"], votes, rng) for _ in range(200)]
    assert 5 <= chosen.count("c") <= 60


def test_one_vote_does_not_send_every_draft_to_the_first_level_without_one() -> None:
    levels = list("abcdefghi")
    rng = random.Random(1)
    chosen = [pick(levels, {"i": (3, 0)}, rng) for _ in range(400)]
    assert set(chosen) == set(levels)
    assert max(levels, key=chosen.count) == "i"


class Writer:
    def __init__(self, obeys: frozenset[str]) -> None:
        self.info = EngineInfo("says", "writer", "says", "", obeys=obeys)
        self.asked: list[Any] = []

    def propose(self, request, count):
        self.asked.append(request)
        yield f"Aurora Kettle boils one litre, so tea is near. Take {len(self.asked)}."


class Source:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def writer(self, id=None, workspace=1):
        return self._writer


@pytest.mark.parametrize(
    ("tone", "framework", "obeys", "tried"),
    [
        ("", "", {"tone"}, {"tone"}),
        ("", "", {"tone", "framework"}, {"tone", "framework"}),
        ("", "pas", {"tone", "framework"}, {"tone"}),
        ("witty", "", {"tone", "framework"}, set()),
        ("", "", {"seed"}, set()),
    ],
)
def test_only_what_the_brief_leaves_open_and_the_engine_obeys(
    studio, tone: str, framework: str, obeys: set[str], tried: set[str]
) -> None:
    writer = Writer(frozenset(obeys))
    desk = CopyDesk(studio.store, studio.settings, Source(writer), studio.ratings)
    brief = Brief("en", "Aurora Kettle", ("boils one litre",), tone=tone)
    (draft,) = list(desk.write(brief, "x_post", 1, seed=4, framework=framework))
    request = writer.asked[0]
    assert (request.tone in TONES) == bool(tone or "tone" in tried)
    assert (request.options.get("framework") in FRAMEWORKS) == bool(
        framework or "framework" in tried
    )
    studio.ratings.rate(draft.id, 1)
    levels = {"tone": TONES, "framework": FRAMEWORKS}
    table = Exploration(studio.store).table(None, "x_post", levels)
    assert {one.factor for one in table if one.up} == tried | ({"tone"} if tone else set())
    assert len(table) == len(TONES) + len(FRAMEWORKS)
    assert all(one.low <= one.share <= one.high for one in table)


def test_the_same_seed_and_votes_choose_the_same(studio) -> None:
    exploration = Exploration(studio.store)
    one = exploration.choose(None, "x_post", {"tone": TONES}, 7)
    assert one == exploration.choose(None, "x_post", {"tone": TONES}, 7)
    chosen = {exploration.choose(None, "x_post", {"tone": TONES}, i)["tone"] for i in range(40)}
    assert len(chosen) > 5
    assert exploration.places() == []
