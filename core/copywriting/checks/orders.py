"""Orders to a machine: what a pasted page or a review slipped into the brief is no copy."""

from __future__ import annotations

import re

from core.copywriting.checks.check import Check
from core.i18n import N_

_ORDER = re.compile(
    r"\b(?:ignore|disregard|override|bypass)\b.{0,40}\b(?:previous|above|instructions?|prompts?)\b"
    r"|\bsystem prompts?\b|\b(?:your|the|my) api keys?\b"
    r"|</?(?:system|assistant|instructions?)>|\[/?INST\]|<\|[a-z_]+\|>"
    r"|(?:忽略|无视|绕过).{0,20}(?:指令|提示词|系统提示)|系统提示词?",
    re.IGNORECASE,
)


def check_orders(text: str) -> list[Check]:
    """An error for each stretch that speaks to the machine that writes, not to a customer."""
    return [
        Check(
            "words.order",
            "error",
            N_("“{word}” is an order to a machine, not copy."),
            {"word": found[0]},
            found.span(),
        )
        for found in _ORDER.finditer(text)
    ]
