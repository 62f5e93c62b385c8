"""A/B tests of drafts: what each brought, which is better, and how sure that is."""

from core.experiments.comparison import (
    MOST_SHOWN,
    Arm,
    ArmFigures,
    Comparison,
    compare,
    sample_size,
)
from core.experiments.results import Imported, must_be_possible
from core.experiments.service import MEASURES, USUAL_RATE, USUAL_RISE, Experiment, Experiments

__all__ = [
    "MEASURES",
    "MOST_SHOWN",
    "USUAL_RATE",
    "USUAL_RISE",
    "Arm",
    "ArmFigures",
    "Comparison",
    "Experiment",
    "Experiments",
    "Imported",
    "compare",
    "must_be_possible",
    "sample_size",
]
