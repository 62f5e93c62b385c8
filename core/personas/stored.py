"""Personas out of their rows and into them."""

from __future__ import annotations

import json
from typing import Any

from core.errors import NotFound
from core.i18n import N_
from core.personas.cards import Persona


def row_of(persona: Persona) -> dict[str, Any]:
    """What the table personas takes."""
    return {
        "name": persona.name,
        "segment": persona.segment,
        "size": persona.size,
        "content": json.dumps(persona.content(), ensure_ascii=False),
        "assumed": int(persona.assumed),
    }


def persona_of(row: dict[str, Any]) -> Persona:
    """The persona of a row of that table."""
    return Persona.from_row(row, json.loads(row["content"]))


def no_persona(id: int) -> NotFound:
    """The error for a persona that is not there."""
    return NotFound(
        N_("There is no persona {id}."), N_("Choose one from the Personas page."), id=id
    )
