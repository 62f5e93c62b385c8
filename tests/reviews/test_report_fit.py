"""A report takes two pages at most, whatever its aspects, its words and its language."""

from __future__ import annotations

import re

import pytest

from core.reviews.report import Card, ImpactLine, Moment, Report
from core.reviews.report_fit import fitted
from core.reviews.report_html import as_html
from core.reviews.report_pdf import as_pdf

SHORT = {"en": "handle", "zh": "手柄"}
LONG = {
    "en": "the little brass hinge on the back of the carrying handle of the travel kettle " * 3,
    "zh": "旅行水壶背面那个小小的黄铜铰链上的提手" * 9,
}


def made(language: str, aspects: int, name: str, quote: str) -> Report:
    words = tuple(f"{name[:30]} {n}" for n in range(12))
    line = ImpactLine(name, -4.2, -6.0, -2.4, "−4.2 points · in 120 reviews", quote)
    return Report(
        language=language,
        title="What customers say",
        about=" · ".join(["Reviews: 2,000", name, name]),
        cards=tuple(Card(f"Figure {n}", "+42", "−6 (−9 to −3), may be chance") for n in range(5)),
        course=tuple((f"2026-{n:02d}-01", n / 24, n == 7) for n in range(1, 13)),
        impacts=(line,) * aspects,
        moments=(Moment("1 June to 7 June", f"40 where 20 were expected: {name}", (quote,) * 2),)
        * 3,
        complaint=words,
        praise=words,
        labels=dict.fromkeys(
            [
                "course",
                "impacts",
                "impacts_how",
                "moments",
                "no_moments",
                "words",
                "complaint",
                "praise",
                "how",
            ],
            "A heading or a sentence that says how a figure is made",
        ),
    )


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page(?!s)", pdf))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("aspects", [0, 30])
def test_the_longest_report_takes_two_pages(language: str, aspects: int) -> None:
    whole = made(language, aspects, LONG[language], LONG[language])
    assert aspects == 0 or pages(as_pdf(whole)) > 2
    found = fitted(whole)
    assert pages(as_pdf(found)) <= 2
    assert len(found.impacts) >= min(aspects, 5)
    assert len(found.cards) == 5
    assert "…" in as_html(found)


def test_an_ordinary_report_loses_nothing() -> None:
    quote = "The handle broke after a week and nobody answered my three letters."
    whole = made("en", 8, SHORT["en"], quote)
    assert fitted(whole) == whole
    assert pages(as_pdf(whole)) == 2
