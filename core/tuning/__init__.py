"""Ratings tune the house writer: learning, the gate, and the versions of a workspace."""

from core.tuning.service import JOB, LEAST, Tuned, TunedVersion, Tuning

__all__ = ["JOB", "LEAST", "Tuned", "TunedVersion", "Tuning"]
