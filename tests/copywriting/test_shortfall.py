"""A request that brings fewer drafts than asked for says why, always."""

from __future__ import annotations

import pytest

from core.copywriting.draft import WriteReport


def said(usable: int, proposed: int, **fallen: int) -> list[str]:
    report = WriteReport("echo", 6, usable, proposed, fallen, 0.1)
    return [message.format(**params) for message, params in report.shortfall]


def test_nothing_is_said_where_all_came() -> None:
    assert said(6, 20, duplicate=14) == []


def test_the_commonest_reason_comes_first() -> None:
    told = said(2, 30, duplicate=3, law=9, length=4, lesson=1)
    assert told[0].startswith("13 times a check found fault")
    assert told[1].startswith("3 more were left out")
    assert told[2].startswith("1 was left out because of what you turned down")


@pytest.mark.parametrize(
    ("proposed", "words"), [(0, "proposed nothing"), (4, "no more to propose")]
)
def test_no_drafts_without_a_reason(proposed: int, words: str) -> None:
    (told,) = said(0, proposed)
    assert words in told
