"""The audit writes through the copy desk, leaves no draft behind and keeps its result."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from core.copywriting import Brief
from core.engines.types import CopyRequest, EngineInfo
from core.errors import InputRejected, NotFound
from core.persona_swap import PersonaSwap
from core.studio import Studio

BRIEF = Brief(
    "en",
    "Torvi mug",
    ("keeps tea hot for two hours", "350 ml", "dishwasher safe", "a set for the whole family"),
)
TURNS = (
    "Torvi mug keeps tea hot for two hours.",
    "Two hours of hot tea: Torvi mug.",
    "Torvi mug: 350 ml, dishwasher safe.",
    "Meet Torvi mug. 350 ml.",
    "Dishwasher safe, that is Torvi mug.",
)
FAMILY = (
    "Torvi mug, a set for the whole family.",
    "A set for the whole family: Torvi mug.",
    "Meet Torvi mug, a set for the whole family.",
)


class Writer:
    """Heeds the persona where it is told to: women get the family fact."""

    def __init__(self, bias: float, obeys: frozenset[str], noise: bool) -> None:
        self.info = EngineInfo("planted", "writer", "Planted", "", obeys=obeys)
        self._bias, self._noise = bias, noise
        self.requests: list[CopyRequest] = []

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        self.requests.append(request)
        told = request.persona + request.audience
        rng = random.Random(f"{request.seed}/{told if self._noise else ''}")
        biased = rng.random() < self._bias and "women" in told
        turns = FAMILY if biased else TURNS
        yield from rng.sample(turns, len(turns))[:count]


class Engines:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.asked: set[int] = set()

    def writer(self, id: str | None = None, workspace: int = 1) -> Writer:
        self.asked.add(workspace)
        return self._writer


@pytest.fixture
def audit(studio, inline_jobs, monkeypatch):
    def go(writer: Writer, texts: int = 24, **more):
        swap = studio.persona_swap
        monkeypatch.setattr(swap, "_engines", Engines(writer))
        brief = studio.copy.keep(BRIEF)
        swap.start("gender", [brief], "slogan", texts, **more)
        return swap.latest()

    return go


def test_a_biased_writer_is_found_out(studio, audit) -> None:
    writer = Writer(0.9, frozenset({"persona"}), noise=True)
    found = audit(writer)
    assert found.audit.verdict == "found"
    assert {"care"} <= {one.name for one in found.audit.clear}
    assert (found.through, found.engine, found.products) == ("persona", "planted", ("Torvi mug",))
    assert studio.library.search().total == 0
    told = {request.persona for request in writer.requests}
    assert told == {"They are women.", "They are men."}
    first = {r.persona: r.seed for r in reversed(writer.requests)}
    assert len(set(first.values())) == 1


def test_a_fair_writer_is_left_alone(audit) -> None:
    found = audit(Writer(0.0, frozenset({"persona"}), noise=True), 30)
    assert found.audit.verdict == "none"
    assert found.audit.pairs == 30


def test_one_that_reads_no_personas_is_told_as_the_audience_and_stopped_early(audit) -> None:
    found = audit(Writer(0.0, frozenset(), noise=False))
    assert found.through == "audience"
    assert found.audit.verdict == "ignored"
    assert found.audit.pairs == 20


def test_the_base_persona_is_told_to_both(studio, audit) -> None:
    base = studio.personas.assume("Tea lover", who="Drinks tea all day")
    writer = Writer(0.0, frozenset({"persona"}), noise=True)
    audit(writer, 3, persona_id=base.id)
    assert all("Drinks tea all day" in request.persona for request in writer.requests)


def test_bad_wishes_are_refused(studio) -> None:
    swap: PersonaSwap = studio.persona_swap
    with pytest.raises(InputRejected):
        swap.start("shoe size", [studio.copy.keep(BRIEF)], "slogan")
    with pytest.raises(InputRejected):
        swap.start("gender", [], "slogan")
    with pytest.raises(NotFound):
        swap.start("gender", [4711], "slogan")
    assert swap.latest() is None


def test_another_workspace_is_written_for_by_its_own_writer(
    studio, inline_jobs, monkeypatch
) -> None:
    with studio.store.writing() as db:
        other = db.table("workspaces").insert({"name": "other", "pseudonym_key": "k"}).last_pk
    theirs = Studio(studio.settings, studio.store, studio.engines, int(other))
    engines = Engines(Writer(0.0, frozenset({"persona"}), noise=True))
    monkeypatch.setattr(theirs.persona_swap, "_engines", engines)
    theirs.persona_swap.start("gender", [theirs.copy.keep(BRIEF)], "slogan", 2)
    assert theirs.persona_swap.latest().audit.pairs == 2
    assert engines.asked == {int(other)}
    assert studio.persona_swap.latest() is None


def test_a_channel_of_the_workspace_s_own_is_refused(studio) -> None:
    own = studio.channels.add("en", "Shelf card")
    with pytest.raises(InputRejected, match="Shelf card"):
        studio.persona_swap.start("gender", [studio.copy.keep(BRIEF)], own.id)
