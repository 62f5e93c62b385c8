"""“Too long” is measured by every caller as the channel says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from core.copywriting import Brief, CopyDesk, Redesigns
from core.copywriting.channels.channels import bundled
from core.errors import InputRejected
from core.feedback import Ratings

TWO_PARTS = "Aurora Kettle: hot in three minutes\nIt boils one litre in three minutes. Shop now."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_text_is_measured_where_the_whole_has_a_limit(language: str) -> None:
    for kind in bundled(language):
        measure = kind.learnt_length
        by_parts = bool(kind.sections) or (bool(kind.parts) and not kind.limit)
        assert (measure is None) is by_parts, kind.id
        if measure:
            assert measure("One two three.") == kind.count("One two three.")


def test_writer_redesign_and_gaps_all_measure_alike(
    says: Any,
    desk: Callable[..., CopyDesk],
    kettle: Brief,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind = next(kind for kind in bundled("en") if kind.structure == "headline_subhead")
    copy = desk(says([TWO_PARTS]))
    asked: list[Any] = []
    lessons = Ratings.lessons

    def told(self: Ratings, *given: Any, **named: Any) -> Any:
        asked.append(given[3])
        return lessons(self, *given, **named)

    monkeypatch.setattr(Ratings, "lessons", told)
    (draft,) = copy.write(kettle, kind.id, 1, seed=1)
    for act in (
        lambda: Redesigns(copy).redesign(draft.id, "shorter"),
        lambda: Redesigns(copy).fill(draft.id, [1]),
    ):
        with suppress(InputRejected):
            act()
    assert [measure(TWO_PARTS) for measure in asked] == [kind.count(TWO_PARTS)] * 3
