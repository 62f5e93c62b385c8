from __future__ import annotations

import pytest

from core.copywriting import Brands, Voice
from core.errors import InputRejected, NotFound
from core.store.store import Store


def test_the_first_brand_is_the_default_until_another_is_chosen(store: Store) -> None:
    brands = Brands(store)
    assert brands.default() is None
    first = brands.save("Aurora", Voice(banned=("gadget",)))
    second = brands.save("半盏", Voice(person="we"))
    assert brands.default() == brands.get(first.id)
    brands.set_default(second.id)
    assert brands.default() == brands.get(second.id)
    brands.set_default(None)
    assert brands.default() is None
    assert {brand.name for brand in brands.list()} == {"Aurora", "半盏"}


def test_a_brand_changes_and_goes(store: Store) -> None:
    brands = Brands(store)
    brand = brands.save("Aurora", Voice())
    brands.save("Aurora Home", Voice(exclamation_marks=False), id=brand.id)
    assert brands.get(brand.id).name == "Aurora Home"
    assert brands.get(brand.id).voice.exclamation_marks is False
    brands.delete(brand.id)
    brands.delete(brand.id)
    with pytest.raises(NotFound):
        brands.get(brand.id)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Aurora"])
def test_bad_names_are_refused(name: str, store: Store) -> None:
    brands = Brands(store)
    brands.save("Aurora", Voice())
    with pytest.raises(InputRejected):
        brands.save(name, Voice())


def test_unknown_brands_are_refused(store: Store) -> None:
    with pytest.raises(NotFound):
        Brands(store).save("Aurora", Voice(), id=7)
    with pytest.raises(NotFound):
        Brands(store).set_default(7)


@pytest.mark.parametrize(
    "data",
    [
        {"banned": "gadget"},
        {"banned": [3]},
        {"preferred": [["a"]]},
        {"preferred": ["ab"]},
        {"person": "they"},
        {"examples": ["x"] * 3 + [f"text {i}" for i in range(60)]},
        {"examples": ["x" * 5000]},
        {"guide": [{"language": "fr", "rule": "you"}]},
        {"guide": [{"language": "en", "rule": "sentences", "low": 9, "high": 3}]},
        {"guide": [{"language": "en", "rule": "sentences", "low": 0, "high": 3}]},
        {"guide": ["you"]},
    ],
)
def test_bad_voices_are_refused(data: dict) -> None:
    with pytest.raises(InputRejected):
        Voice.from_dict(data)
