"""Openings that belong to a kind of product."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import channel
from core.copywriting.checks.run import check
from core.engines.copybook import Copybook
from core.engines.copybook.engine import FOLDER
from core.engines.copybook.scenes import bank_of, read_kinds, scenes_of
from core.engines.types import TONES, CopyRequest

TENT = CopyRequest(
    language="en",
    channel="product_description",
    product="Larkstay",
    facts=("weighs 1.9 kg", "packs into its own sleeve", "aluminium poles", "sleeps two"),
    category="backpacking tent",
    tone="friendly",
    cta="Pack it",
)
KINDS = {code: read_kinds(FOLDER / f"scenes-{code}.txt") for code in ("en", "zh")}
ENTRIES = {code: [s for kind in kinds for s in kind.scenes] for code, kinds in KINDS.items()}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_has_openings_for_every_tone(language: str) -> None:
    assert len(KINDS[language]) > 100
    for kind in KINDS[language]:
        assert sum(not scene.tones for scene in kind.scenes) >= 2, kind.pattern
        assert all(scene.tones <= set(TONES) for scene in kind.scenes), kind.pattern


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_opening_says_what_only_a_brief_can(language: str) -> None:
    brief = Brief(lang=language, product="Larkstay", facts=("comes in green",))
    plain = channel("product_description", language)
    for entry in ENTRIES[language]:
        for text in (entry.line, entry.scene):
            assert not re.search(r"\d", text), text
            fired = [c for c in check(text, brief, plain) if c.level == "error"]
            rules = {c.rule for c in fired} - {"length.short", "product.missing"}
            assert not rules, (text, rules)


@pytest.mark.parametrize(("language", "most"), [("en", 30), ("zh", 12)])
def test_lines_are_short_enough_to_head_a_text(language: str, most: int) -> None:
    assert max(len(entry.line) for entry in ENTRIES[language]) <= most


def test_the_first_pattern_found_in_the_category_counts(tmp_path: Path) -> None:
    path = tmp_path / "scenes-en.txt"
    path.write_text(
        "# a note\n* ; \\btent ; Under canvas ; Rain on a roof of cloth.\n"
        "playful ; \\btent ; Zip it up ; The zip closes, and the field is gone.\n"
        "* ; backpack ; On your back ; A strap finds its shoulder.\n"
    )
    kinds = read_kinds(path)
    found = scenes_of("Backpacking Tent", kinds)
    assert [(s.line, set(s.tones)) for s in found] == [
        ("Under canvas", set()),
        ("Zip it up", {"playful"}),
    ]
    assert scenes_of("kettle", kinds) == ()
    assert bank_of(()) == {}


def test_a_kind_can_leave_out_what_only_sounds_like_it(tmp_path: Path) -> None:
    path = tmp_path / "scenes-en.txt"
    path.write_text(
        "unless ; repair\n* ; kettle ; Fancy a cup ; The kettle clicks off.\n"
        "unless ; hire\n* ; repair ; Fixed by tea ; Something rattles in the kitchen.\n"
    )
    kinds = read_kinds(path)
    assert [s.line for s in scenes_of("electric kettle", kinds)] == ["Fancy a cup"]
    assert [s.line for s in scenes_of("kettle repair", kinds)] == ["Fixed by tea"]
    assert scenes_of("kettle repair and hire", kinds) == ()


def test_a_text_opens_with_a_scene_of_its_kind() -> None:
    known = {e.scene for e in scenes_of(TENT.category, KINDS["en"])}
    assert known
    written = list(Copybook().propose(TENT, 4))
    assert any(text.startswith(tuple(known)) for text in written)


def test_an_unknown_kind_is_written_for_without_a_scene() -> None:
    written = list(Copybook().propose(replace(TENT, category="zzyzx"), 4))
    assert written
    assert not any(entry.scene in text for entry in ENTRIES["en"] for text in written)


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "scenes-en.txt"
    path.write_text("* ; tent ; Under canvas\n")
    with pytest.raises(ValueError, match="line 1"):
        read_kinds(path)
