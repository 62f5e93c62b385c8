"""Deterministic checks of a text against its brief, channel, the law and the brand."""

from core.copywriting.checks.check import Check, Level, usable
from core.copywriting.checks.run import check

__all__ = ["Check", "Level", "check", "usable"]
