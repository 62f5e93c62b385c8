"""The limits a draft was written under hold for its edits, whatever became of its channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.copywriting import Brief, CopyDesk
from core.copywriting.redesign.redesigning import Redesigns
from core.errors import NotFound

LINES = ["Aurora Kettle boils one litre in three minutes. Tea is near."]
LONGER = "Aurora Kettle boils one litre in three minutes. Tea is near, and so is bed."


def test_an_edit_keeps_the_limits_of_its_draft(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief
) -> None:
    copy = desk(says(LINES))
    copy.channels.edit("x_post", "en", {"limit": 65})
    (draft,) = copy.write(kettle, "x_post", 1, seed=1)
    copy.channels.reset("x_post", "en")
    assert copy.check(LONGER, kettle, "x_post").usable
    assert not Redesigns(copy).look(draft.id, LONGER).usable
    edited = copy.edit(draft.id, LONGER)
    assert not edited.usable
    assert edited.held is not None
    assert edited.held.limit == 65


def test_a_draft_of_a_channel_that_is_gone_can_be_edited(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief
) -> None:
    copy = desk(says(LINES))
    card = copy.channels.add("en", "Shelf card", {"limit": 100, "structure": "line"})
    (draft,) = copy.write(kettle, card.id, 1, seed=1)
    copy.channels.reset(card.id, "en")
    with pytest.raises(NotFound):
        copy.check(LONGER, kettle, card.id)
    edited = copy.edit(draft.id, LONGER)
    assert (edited.usable, edited.channel) == (True, card.id)
    assert Redesigns(copy).look(draft.id, LONGER).usable
