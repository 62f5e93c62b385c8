"""Customer segments and the personas made from them, each trait with its evidence."""

from core.personas.cards import Persona
from core.personas.columns import Mapping
from core.personas.evidence import Trait
from core.personas.intake import Preview
from core.personas.read import ImportReport
from core.personas.rules import SIGNS
from core.personas.service import CustomerFile, Personas
from core.personas.summaries import summary
from core.personas.values import CURRENCIES

__all__ = [
    "CURRENCIES",
    "SIGNS",
    "CustomerFile",
    "ImportReport",
    "Mapping",
    "Persona",
    "Personas",
    "Preview",
    "Trait",
    "summary",
]
