"""Talking points that reviews gave stay on the drafts, and what may not be said is left out."""

from __future__ import annotations

from core.copywriting import Heard, Library
from core.reviews.praise import clause_at, phrases

LINES = [
    "Aurora Kettle boils one litre in three minutes. Tea is near.",
    "Night bottle? Aurora Kettle keeps water hot for an hour.",
]


def test_the_reviews_behind_a_phrase_stay_on_its_drafts_and_their_edits(
    says, desk, kettle, store
) -> None:
    said = (
        Heard("the lid clicks shut", "lid", "Lid", (7, 9)),
        Heard("the best kettle in the world", "", "", (8,)),
        Heard("盖子一按就合上很方便", "lid", "Lid", (5,)),
        Heard("never chosen", "", "", (3,)),
    )
    here = desk(says(LINES))
    points = [item.point for item in said[:3]]
    run = here.write(kettle, "x_post", 1, seed=1, talking_points=points, heard=said)
    draft = next(iter(run))
    assert Library(store).provenance(draft.id).heard == said[:1]
    edited = here.edit(draft.id, LINES[1])
    assert Library(store).provenance(edited.id).heard == said[:1]
    notes = " ".join(message.format(**params) for message, params in run.report.notes)
    assert "best kettle" in notes
    assert "not in the language of the brief" in notes


def test_a_draft_without_reviews_behind_it_has_none(says, desk, kettle, store) -> None:
    draft = next(iter(desk(says(LINES)).write(kettle, "x_post", 1, seed=1)))
    assert Library(store).provenance(draft.id).heard == ()


def test_phrases_are_clauses_that_hold_no_masked_word() -> None:
    rows = [
        {"id": 1, "text": "Late, but the lid shuts softly. Nice", "start": 15},
        {"id": 2, "text": "The lid shuts softly!", "start": 4},
        {"id": 3, "text": "write me at [email] about the lid", "start": 30},
        {"id": 4, "text": "lid ok", "start": 0},
    ]
    found = phrases([{**row, "text": row["text"].replace("The", "the")} for row in rows])
    assert [phrase.text for phrase in found] == ["the lid shuts softly"]
    assert found[0].reviews == (1, 2, 3, 4)
    assert clause_at("快递慢，但是包装很好。", 7) == "包装很好"
