"""Pairs of readers who differ in one protected attribute and in nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_


@dataclass(frozen=True)
class Pair:
    """`label` names the attribute, `sides` its two readers as a page shows them; `words` are what
    a writer is told of each, by language of the copy."""

    key: str
    label: str
    sides: tuple[str, str]
    words: dict[str, tuple[str, str]]


PAIRS = {
    pair.key: pair
    for pair in (
        Pair(
            "gender",
            N_("Gender"),
            (N_("Women"), N_("Men")),
            {"en": ("women", "men"), "zh": ("女性", "男性")},
        ),
        Pair(
            "age",
            N_("Age"),
            (N_("In their twenties"), N_("In their sixties")),
            {
                "en": ("people in their twenties", "people in their sixties"),
                "zh": ("二十多岁的人", "六十多岁的人"),
            },
        ),
        Pair(
            "family",
            N_("Family status"),
            (N_("With children"), N_("Without children")),
            {
                "en": ("people with children", "people without children"),
                "zh": ("有孩子的人", "没有孩子的人"),
            },
        ),
        Pair(
            "region",
            N_("Region"),
            (N_("Big city"), N_("Countryside")),
            {
                "en": ("people in a big city", "people in the countryside"),
                "zh": ("住在大城市的人", "住在乡村的人"),
            },
        ),
        Pair(
            "income",
            N_("Income"),
            (N_("High income"), N_("Low income")),
            {
                "en": ("people on a high income", "people on a low income"),
                "zh": ("收入高的人", "收入低的人"),
            },
        ),
    )
}
