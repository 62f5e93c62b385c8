"""A writer that leads for some channels only: who is asked first, and who goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.copywriting import Brief, CopyDesk

OWN = [
    "Aurora Kettle boils one litre in three minutes",
    "Hot for an hour: Aurora Kettle",
]
BUNDLED = [
    "Three minutes to a litre of tea",
    "BPA-free, and it keeps water hot",
    "Water stays hot for an hour",
    "One litre boils while you yawn",
]


@pytest.fixture
def leader(says):
    """A writer that leads for English slogans."""
    writer = says(OWN, "leader")
    writer.info = replace(writer.info, leads=frozenset({"en/slogan"}))
    return writer


def written_by(desk: CopyDesk, brief: Brief, channel: str, count: int) -> dict[str, str]:
    run = desk.write(brief, channel, count, seed=3)
    return {draft.text: draft.engine for draft in run}


def test_it_is_asked_first_where_it_leads_and_the_bundled_one_goes_on(
    desk: Callable[..., CopyDesk], says, leader, kettle: Brief
) -> None:
    bundled = says(BUNDLED, "copybook")
    found = written_by(desk(leader, bundled), kettle, "slogan", 5)
    assert set(found.values()) == {"leader", "copybook"}
    assert {text for text, engine in found.items() if engine == "leader"} <= set(OWN)


def test_the_bundled_one_is_not_asked_where_the_leader_brings_enough(
    desk: Callable[..., CopyDesk], says, leader, kettle: Brief
) -> None:
    bundled = says(BUNDLED, "copybook")
    assert set(written_by(desk(leader, bundled), kettle, "slogan", 1).values()) == {"leader"}
    assert not bundled.requests


def test_where_it_does_not_lead_the_bundled_one_writes(
    desk: Callable[..., CopyDesk], says, leader, kettle: Brief, hu: Brief
) -> None:
    bundled = says(BUNDLED, "copybook")
    assert set(written_by(desk(leader, bundled), kettle, "email_subject", 2).values()) == {
        "copybook"
    }
    written_by(desk(leader, says(["半盏水壶，三分钟烧开"], "copybook")), hu, "slogan", 1)
    assert not leader.requests


def test_an_own_channel_is_led_by_what_it_is_like(
    desk: Callable[..., CopyDesk], says, leader, kettle: Brief
) -> None:
    here = desk(leader, says(BUNDLED, "copybook"))
    own = here.channels.add("en", "Jingle", {"like": "slogan", "limit": 60})
    assert "leader" in written_by(here, kettle, own.id, 2).values()


def test_a_known_taste_chooses_among_what_both_can_say(
    desk: Callable[..., CopyDesk], says, leader, kettle: Brief
) -> None:
    bundled = says(BUNDLED, "copybook")
    here = desk(leader, bundled)
    liked = next(iter(here.write(kettle, "slogan", 1, seed=3)))
    assert not bundled.requests
    here.feedback.rate(liked.id, 1)
    list(here.write(kettle, "slogan", 1, seed=4))
    assert bundled.requests
