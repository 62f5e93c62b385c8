"""Whether copy changes with who it is for, where nothing but one attribute of theirs differs."""

from core.personas.fairness.audit import (
    LONG,
    NOTHING,
    Finding,
    SwapAudit,
    Verdict,
    Written,
    judged,
)
from core.personas.fairness.pairs import PAIRS, Pair
from core.personas.fairness.themes import THEMES

__all__ = [
    "LONG",
    "NOTHING",
    "PAIRS",
    "THEMES",
    "Finding",
    "Pair",
    "SwapAudit",
    "Verdict",
    "Written",
    "judged",
]
