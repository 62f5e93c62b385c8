"""Amounts of money on the Personas page, in the currency that the files told."""

from __future__ import annotations

from core.i18n import money
from core.personas import Persona
from pages._ui import services


def spent(value: float, persona: Persona | None = None) -> str:
    """An amount with its currency, where that is known: of a card, the one of its own files."""
    own = persona is not None and persona.files
    currency = persona.currency if own else services.studio().personas.currency()
    return money(value, currency, services.language())
