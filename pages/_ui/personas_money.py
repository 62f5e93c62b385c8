"""Amounts of money on the Personas page, in the currency that the files told."""

from __future__ import annotations

from core.i18n import money
from pages._ui import services


def spent(value: float) -> str:
    """An amount with its currency, where that is known."""
    return money(value, services.studio().personas.currency(), services.language())
