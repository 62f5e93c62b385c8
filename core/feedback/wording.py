"""The words of a text that its brief did not give it, as features a taste may hang on."""

from __future__ import annotations

import re

from core.feedback.material import Material
from core.feedback.preference import WORD

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def words(text: str, material: Material, language: str) -> dict[str, float]:
    """1 for each word and pair of neighbours (in Chinese: two or three characters) of a text
    that does not come from its brief, by name."""
    given = " ".join(
        (
            material.product,
            material.category,
            material.audience,
            material.offer,
            material.cta,
            *material.facts,
        )
    ).lower()
    low = text.lower()
    if language == "zh":
        runs = _HAN.findall(low)
        grams = {run[i : i + n] for run in runs for n in (2, 3) for i in range(len(run) - n + 1)}
        return {WORD + gram: 1.0 for gram in sorted(grams) if gram not in given}
    known = set(_WORD.findall(given))
    found: set[str] = set()
    last = ""
    for word in _WORD.findall(low):
        if word not in known:
            found.add(word)
        if last and not (word in known and last in known):
            found.add(f"{last} {word}")
        last = word
    return {WORD + gram: 1.0 for gram in sorted(found)}
