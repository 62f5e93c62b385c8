"""Which tone each writer of a run is asked for, and what its drafts say was tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.copywriting import Brief, CopyDesk
from core.feedback import Exploration
from core.store import drafts as rows
from core.store.store import Store

FIRST = "Aurora Kettle boils one litre in three minutes, so breakfast is on time."
OTHERS = [
    "Night bottle? Aurora Kettle keeps water hot for an hour.",
    "BPA-free and $39: Aurora Kettle sits well on a small shelf.",
]


@pytest.fixture
def luxurious(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exploration that always tries the luxurious tone and, where one may, PAS."""

    def choose(self: Exploration, persona: Any, channel: str, levels: Any, seed: int) -> Any:
        return {name: {"tone": "luxurious", "framework": "pas"}[name] for name in levels}

    monkeypatch.setattr(Exploration, "choose", choose)


def chosen(store: Store, draft_id: int) -> dict[str, str]:
    with store.open() as db:
        row = rows.draft_row(db, 1, draft_id)
    assert row is not None
    return row["parameters"]["chosen"]


@pytest.mark.usefixtures("luxurious")
def test_after_a_takeover_each_draft_says_what_its_own_writer_was_asked_for(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief, store: Store
) -> None:
    failing, bundled = says([FIRST, "never"], "failing", fails_after=1), says(OTHERS, "copybook")
    failing.info = replace(failing.info, obeys=frozenset({"tone", "framework"}))
    bundled.info = replace(bundled.info, obeys=frozenset({"tone"}))
    run = desk(failing, bundled).write(replace(kettle, tone=""), "x_post", 3, seed=1)
    drafts = {draft.engine: chosen(store, draft.id) for draft in run}
    assert drafts == {
        "failing": {"tone": "luxurious", "framework": "pas"},
        "copybook": {"tone": "luxurious"},
    }
    assert {request.tone for request in bundled.requests} == {"luxurious"}
    assert not any("framework" in request.options for request in bundled.requests)


@pytest.mark.usefixtures("luxurious")
def test_a_draft_that_is_mended_is_asked_for_in_the_tone_that_is_tried(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief
) -> None:
    writer = says(["The best kettle in the world boils 9 litres."])
    writer.info = replace(writer.info, obeys=frozenset({"tone", "rejected"}))
    list(desk(writer).write(replace(kettle, tone=""), "x_post", 2, seed=1))
    assert any(request.rejected for request in writer.requests)
    assert {request.tone for request in writer.requests} == {"luxurious"}
