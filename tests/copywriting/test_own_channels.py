"""Channels that a workspace edits and adds: what is kept, refused, used and put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.copywriting import Brief, Channels, CopyDesk, Library
from core.copywriting.channels.channels import bundled
from core.copywriting.channels.fields import nearest_trained
from core.errors import InputRejected, NotFound
from core.store.store import Store

LINES = [
    "Aurora Kettle boils one litre in three minutes. Tea is near.",
    "Night bottle? Aurora Kettle keeps water hot for an hour.",
    "BPA-free and $39: Aurora Kettle sits well on a small shelf.",
]


@pytest.fixture
def kinds(store: Store) -> Channels:
    return Channels(store)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_untouched_workspace_has_the_channels_as_they_came(
    kinds: Channels, language: str
) -> None:
    assert kinds.list(language) == tuple(c for c in bundled(language) if c.from_brief)


def test_an_edit_holds_at_once_for_checks_drafts_and_requests_and_only_there(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief, store: Store
) -> None:
    writer = says(LINES)
    copy = desk(writer)
    assert copy.check(LINES[0], kettle, "x_post").usable
    edited = copy.channels.edit("x_post", "en", {"limit": 58, "emoji": 0, "hashtags": [0, 0]})
    assert (edited.limit, edited.emoji, edited.edited) == (58, 0, True)
    assert edited.checked_on == date.today().isoformat()
    assert edited.source == "Set in this workspace"
    assert copy.channels.edit("x_post", "en", {"cta": True}).source == edited.source
    named = copy.channels.edit("x_post", "en", {"limit": 58, "source": "The client's handbook"})
    assert named.source == "The client's handbook"
    assert not copy.check(LINES[0], kettle, "x_post").usable
    drafts = list(copy.write(kettle, "x_post", 3, seed=1))
    assert drafts
    assert all(len(draft.text) <= 58 for draft in drafts)
    assert writer.requests[0].max_units == 58
    assert Channels(store, workspace=2).get("x_post", "en").limit == 240
    copy.channels.reset("x_post", "en")
    assert copy.channels.get("x_post", "en") == next(c for c in bundled("en") if c.id == "x_post")
    held = Library(store).get(drafts[0].id).held
    assert held is not None
    assert (held.limit, held.edited) == (58, True)


def test_an_own_channel_is_written_in_the_style_of_its_nearest_trained_one(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief
) -> None:
    writer = says(LINES)
    copy = desk(writer)
    added = copy.channels.add("en", " Shelf  card ", {"limit": 80, "structure": "line"})
    assert (added.name, added.own, added.like) == ("Shelf card", True, "google_description")
    assert [c.id for c in copy.channels.list("en")][-1] == added.id
    drafts = list(copy.write(kettle, added.id, 2, seed=1))
    assert all(draft.channel == added.id and len(draft.text) <= 80 for draft in drafts)
    assert len(drafts) == 2
    assert (writer.requests[0].channel, writer.requests[0].options) == ("google_description", {})
    chosen = copy.channels.edit(added.id, "en", {"like": "sms", "name": "Till card"})
    assert (chosen.id, chosen.name, chosen.like) == (added.id, "Till card", "sms")
    assert copy.channels.reset(added.id, "en") is None
    with pytest.raises(NotFound):
        copy.channels.get(added.id, "en")
    assert copy.channels.add("en", "Shelf card").id != added.id


def test_another_structure_brings_its_parts_and_the_style_that_has_them(kinds: Channels) -> None:
    edited = kinds.edit("moments", "zh", {"structure": "title_body_tags", "limit": 150})
    assert [part.name for part in edited.parts] == ["title", "body"]
    assert edited.like == "xiaohongshu"
    edited = kinds.edit("moments", "zh", {"parts": {"title": 12}})
    assert edited.parts[0].limit == 12
    back = kinds.edit("moments", "zh", {"structure": "text"})
    assert (back.parts, back.like) == ((), "moments")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_nearest_trained_channel_of_a_trained_one_is_of_its_structure(language: str) -> None:
    for entry in bundled(language):
        if entry.trained:
            nearest = next(c for c in bundled(language) if c.id == nearest_trained(entry))
            assert nearest.structure == entry.structure


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"limit": 0}, "limit must be a whole number"),
        ({"limit": "many"}, "many"),
        ({"limit": None}, "limit must be"),
        ({"limit": True}, "whole number"),
        ({"limit": 20, "minimum": 30}, "minimum of 30 is above"),
        ({"hashtags": [3, 1]}, "At least 3 hashtags"),
        ({"hashtags": 3}, "hashtags"),
        ({"emoji": -1}, "emoji"),
        ({"structure": "poem"}, "poem"),
        ({"unit": "bytes"}, "bytes"),
        ({"checked_on": "yesterday"}, "no date"),
        ({"source": "s" * 300}, "300 characters"),
    ],
)
def test_a_bad_value_is_refused_by_name_and_nothing_is_kept(
    kinds: Channels, fields: dict[str, Any], said: str
) -> None:
    before = kinds.get("x_post", "en")
    with pytest.raises(InputRejected, match=said):
        kinds.edit("x_post", "en", fields)
    assert kinds.get("x_post", "en") == before


def test_names_and_styles_of_own_channels_are_refused_where_they_cannot_be(
    kinds: Channels,
) -> None:
    with pytest.raises(InputRejected, match="no name"):
        kinds.add("en", "  ")
    with pytest.raises(InputRejected, match="already a channel called"):
        kinds.add("en", "x POST")
    with pytest.raises(InputRejected, match="no training copy for “push”"):
        kinds.add("en", "Screen", {"like": "push"})
    assert not [entry for entry in kinds.list("en") if entry.own]


def test_an_ad_set_takes_the_limits_of_its_parts(kinds: Channels) -> None:
    edited = kinds.edit("google_rsa", "en", {"parts": {"headline": 25}, "structure": "text"})
    assert edited.structure == "ad_set"
    assert [part.limit for part in edited.parts] == [25, 90]
