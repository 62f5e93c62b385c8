"""What the labels of a sentiment classifier mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.errors import InputRejected
from core.i18n import N_

_STARS = re.compile(r"([1-5])\s*(?:-|_)?\s*(?:stars?|星)?", re.IGNORECASE)
_NUMBERED = re.compile(r"label[_ ]?(\d+)", re.IGNORECASE)
_WORDS = (
    (re.compile(r"neutral|neu|mixed|中性|中立|中评", re.IGNORECASE), 0.0),
    (re.compile(r"(very|strong\w*|extreme\w*|highly)[ _-]*neg\w*", re.IGNORECASE), -1.0),
    (re.compile(r"(very|strong\w*|extreme\w*|highly)[ _-]*pos\w*", re.IGNORECASE), 1.0),
    (re.compile(r"neg(ative)?|负面|消极|差评|bad", re.IGNORECASE), -1.0),
    (re.compile(r"pos(itive)?|正面|积极|好评|good", re.IGNORECASE), 1.0),
)


def sentiment_weights(labels: Sequence[str]) -> tuple[float, ...]:
    """The place of each label on the line from -1 (negative) to 1 (positive).

    Understands words in English and Chinese ("POSITIVE", "负面"), stars ("1 star" to
    "5 stars") and bare numbers (LABEL_0 up) of two, three or five classes, which are taken
    to run from negative to positive, as trainers number them. Of five classes the inner
    two stand at ±0.5. Raises InputRejected for labels that are no sentiments.
    """
    cleaned = [label.strip() for label in labels]
    for reading in (_numbered, _stars, _words):
        weights = reading(cleaned)
        if weights and min(weights) < 0 < max(weights):
            return weights
    raise InputRejected(
        N_("This model's labels are no sentiments: {labels}."),
        N_("Choose a classifier with negative and positive labels, or with stars."),
        labels=cleaned[:8],
    )


def _numbered(labels: list[str]) -> tuple[float, ...] | None:
    found = [_NUMBERED.fullmatch(label) for label in labels]
    if len(labels) not in (2, 3, 5) or not all(found):
        return None
    places = [int(match[1]) for match in found if match]
    if sorted(places) != list(range(len(labels))):
        return None
    top = len(labels) - 1
    return tuple(2 * place / top - 1 for place in places)


def _stars(labels: list[str]) -> tuple[float, ...] | None:
    found = [_STARS.fullmatch(label) for label in labels]
    if len(labels) != 5 or not all(found):
        return None
    places = [int(match[1]) for match in found if match]
    return tuple((place - 3) / 2 for place in places) if len(set(places)) == 5 else None


def _words(labels: list[str]) -> tuple[float, ...] | None:
    weights = []
    for label in labels:
        weight = next((w for pattern, w in _WORDS if pattern.fullmatch(label)), None)
        if weight is None:
            return None
        weights.append(weight)
    strong = sum(abs(weight) == 1 for weight in weights)
    if len(weights) == 5 and strong == 4:
        return tuple(_softened(label, w) for label, w in zip(labels, weights, strict=True))
    return tuple(weights) if len(set(weights)) == len(weights) else None


def _softened(label: str, weight: float) -> float:
    """Of five worded classes the plain ones ("Positive") stand half way."""
    plain = re.fullmatch(r"neg(ative)?|pos(itive)?", label, re.IGNORECASE)
    return weight / 2 if plain else weight
