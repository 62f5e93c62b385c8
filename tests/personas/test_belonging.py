"""Customers go to the persona that knows them, whatever number their group has now."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from core.personas import Personas, service
from core.personas import belonging as belonging_module
from core.personas.belonging import belonging
from core.personas.forecasts.making import segment_keys
from core.personas.segments import Segment, Segmentation
from pages._ui import reviews_segments
from tests.personas.conftest import csv, planted, shop


@pytest.fixture
def clustered(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> Personas:
    """Personas of three planted groups, as clustering would find them."""
    frame, group = planted(5, rows=300, groups=3)
    found = tuple(Segment(f"cluster:{i}", None, group == i) for i in range(3))
    cut = Segmentation("clusters", "clear", found, 1.0, frozenset(), ())
    for module in (service, belonging_module):
        monkeypatch.setattr(module, "divide", lambda population, method, **wishes: cut)
    frame.insert(0, "customer_id", [f"c{i}" for i in range(len(frame))])
    personas.import_table(csv(frame), "table.csv")
    personas.make()
    return personas


def test_clusters_go_to_the_persona_that_knows_them(clustered: Personas) -> None:
    population, stored = clustered.population(), clustered.list()
    before = belonging(population, stored)
    assert {key: int(flags.sum()) for key, flags in before.items()} == {
        p.segment: p.size for p in stored
    }
    numbers = [p.segment for p in stored]
    others = dict(zip(numbers, numbers[1:] + numbers[:1], strict=True))
    moved = [replace(p, segment=others[p.segment]) for p in stored]
    after = belonging(population, moved)
    assert len(after) == len(before) == 3
    for key, flags in before.items():
        assert np.array_equal(after[others[key]], flags)
    keys = np.array(segment_keys(population, moved))
    assert all((keys[flags] == others[key]).all() for key, flags in before.items())


def test_a_group_that_no_persona_knows_belongs_to_nobody(clustered: Personas) -> None:
    population, stored = clustered.population(), clustered.list()
    strangers = [replace(p, signature={}) for p in stored]
    assert belonging(population, strangers) == {}
    assert set(segment_keys(population, strangers)) == {""}
    assert belonging(population, [replace(p, base="file:other.csv") for p in stored]) == {}


def test_the_filter_of_reviews_divides_as_the_personas_were(
    personas: Personas, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    personas.import_table(csv(shop(customers=150)[0]), "shop.csv")
    home = SimpleNamespace(database=tmp_path / "a")
    studio = SimpleNamespace(personas=personas, settings=home, workspace=SimpleNamespace(id=1))
    monkeypatch.setattr(reviews_segments.services, "studio", lambda: studio)
    monkeypatch.setattr(reviews_segments.services, "gettext", lambda: str)
    for method in ("rfm", "clusters"):
        made = personas.make(method=method)
        found = {group.key: len(json.loads(group.customers)) for group in reviews_segments.groups()}
        assert found == {p.segment: p.size for p in made}
