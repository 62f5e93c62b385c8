"""A brief that names no tone leaves the one that was chosen."""

from __future__ import annotations

import pytest
import streamlit as st

from pages._ui import brief_form


@pytest.mark.parametrize(
    ("chosen", "given", "kept"),
    [("", {}, ""), ("witty", {"tone": "odd"}, "witty"), ("witty", {"tone": ""}, "")],
)
def test_a_tone_that_was_chosen_stays(
    monkeypatch: pytest.MonkeyPatch, chosen: str, given: dict[str, str], kept: str
) -> None:
    state = {brief_form.PREFIX + "tone": chosen}
    monkeypatch.setattr(st, "session_state", state)
    brief_form.take({"lang": "en", "product": "Kettle", **given})
    assert state[brief_form.PREFIX + "tone"] == kept
