from __future__ import annotations

import pandas as pd
import pytest

from core.errors import InputRejected, NotFound
from core.personas.drift import Change, changes
from tests.personas.conftest import csv, shop


@pytest.fixture
def twice(personas):
    """Segments of a shop, and again after half of its customers turned to weekends."""
    frame = shop(seed=2, customers=300)[0]
    personas.import_table(csv(frame), "shop.csv")
    before = {p.segment: p for p in personas.make()}
    later = frame.copy()
    at = pd.to_datetime(later["order_date"].str[:10])
    moved = at + pd.to_timedelta((5 - at.dt.day_of_week) % 7, unit="D")
    half = later["customer_id"].str[-1].isin(list("02468"))
    days = at.where(~half, moved).dt.strftime("%Y-%m-%d")
    later["order_date"] = days + later["order_date"].str[10:]
    personas.remove_file(personas.files()[0].id)
    personas.import_table(csv(later), "later.csv")
    return personas, before


def test_a_refresh_says_what_moved_beyond_chance(twice):
    personas, before = twice
    made = personas.make()
    largest = next(p for p in made if p.segment in before and p.size >= 30)
    assert largest.version == 2
    moved = {change.label.text(): change for change in largest.changes}
    weekend = moved["Mostly buys at weekends"]
    assert weekend.after - weekend.before > 0.15
    assert 0 < weekend.low <= weekend.after - weekend.before <= weekend.high


def test_the_same_data_again_moves_nothing(personas):
    personas.import_table(csv(shop(seed=3, customers=150)[0]), "shop.csv")
    personas.make()
    assert all(not persona.changes for persona in personas.make())


def test_a_change_survives_the_store():
    from core.personas.phrases import Phrase

    change = Change(Phrase("Buys {value}", {"value": "Tea"}), 0.31, 0.44, 0.05, 0.2)
    assert Change.from_json(change.to_json()) == change


def test_small_groups_say_nothing(personas):
    personas.import_table(csv(shop(seed=4, customers=25)[0]), "shop.csv")
    (first, *_rest) = personas.make()
    assert changes(first, first) == ()


def test_note_and_name_stay_and_a_locked_card_does_not_move(twice):
    personas, before = twice
    keep, move = list(before.values())[:2]
    personas.update(move.id, note="Call them by first name", name="Ours")
    personas.update(keep.id, locked=True)
    personas.make()
    assert personas.get(keep.id).version == 1
    assert personas.get(keep.id).locked
    moved = personas.get(move.id)
    assert (moved.version, moved.name, moved.note) == (2, "Ours", "Call them by first name")
    assert "Call them by first name" in moved.brief_hints()
    with pytest.raises(InputRejected):
        personas.update(move.id, note="x" * 501)


def test_an_earlier_version_comes_back_locked(twice):
    personas, before = twice
    personas.make()
    first = next(p for p in before.values() if personas.get(p.id).version == 2)
    (earlier,) = personas.versions(first.id)
    assert earlier.traits == first.traits
    back = personas.bring_back(first.id, 1)
    assert (back.traits, back.locked, back.version) == (first.traits, True, 3)
    assert [p.version for p in personas.versions(first.id)] == [2, 1]
    with pytest.raises(NotFound):
        personas.bring_back(first.id, 9)
