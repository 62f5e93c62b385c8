from __future__ import annotations

import pytest

from core.copywriting import Brief
from core.errors import InputRejected

GOOD = {"lang": "en", "product": "Aurora Kettle", "facts": ["boils one litre in three minutes"]}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"lang": None}, "language (lang) is missing"),
        ({"lang": "fr"}, "“fr” is not one the studio writes"),
        ({"product": ""}, "product name is missing"),
        ({"product": "\x00\u200b "}, "product name is missing"),
        ({"product": "A" * 200}, "product name has 200 characters"),
        ({"product": 5}, "product name must be text"),
        ({"facts": []}, "There are no facts"),
        ({"facts": None}, "There are no facts"),
        ({"facts": "one fact"}, "facts must be a list"),
        ({"facts": [{"a": 1}]}, "Each of the facts must be text"),
        ({"facts": ["x" * 10_000]}, "One of the facts has 10000 characters"),
        ({"facts": [f"fact {i}" for i in range(21)]}, "There are 21 facts; 20 is the most"),
        ({"keywords": "kettle"}, "keywords must be a list"),
        ({"audience": ["a"]}, "audience must be text"),
        ({"offer": "y" * 201}, "offer has 201 characters"),
    ],
)
def test_bad_briefs_name_the_field(change: dict, named: str) -> None:
    with pytest.raises(InputRejected) as refused:
        Brief.from_dict(GOOD | change)
    assert named in str(refused.value)


@pytest.mark.parametrize("whole", [None, [], "brief", 3])
def test_what_is_no_object_is_refused(whole: object) -> None:
    with pytest.raises(InputRejected):
        Brief.from_dict(whole)  # type: ignore[arg-type]


def test_markup_stays_as_text_and_control_marks_go() -> None:
    brief = Brief.from_dict(
        GOOD | {"facts": ["<b>bold</b> [link](x)\x07\u202e", "two\nlines", "two lines", ""]}
    )
    assert brief.facts == ("<b>bold</b> [link](x)", "two lines")


def test_the_digest_tells_briefs_apart_and_survives_a_round_trip() -> None:
    brief = Brief.from_dict(GOOD)
    assert Brief.from_dict(brief.to_dict()) == brief
    assert Brief.from_dict(brief.to_dict()).digest == brief.digest
    assert Brief.from_dict(GOOD | {"tone": "witty"}).digest != brief.digest


def test_unknown_fields_are_ignored() -> None:
    assert Brief.from_dict(GOOD | {"id": "en-a-1", "copies": {}}) == Brief.from_dict(GOOD)
