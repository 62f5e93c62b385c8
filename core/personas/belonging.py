"""Which customers belong to the personas that are stored, after whatever was imported since."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.personas.cards import Persona
from core.personas.facts import facts
from core.personas.population import Population
from core.personas.portrait import of_the_same, recognised, signature
from core.personas.segments import EVERYBODY, divide


def belonging(population: Population, personas: Sequence[Persona]) -> dict[str, NDArray[np.bool_]]:
    """Flags of the customers of every persona made from these customers, by its segment's key.

    The population is divided the way the personas were; a group goes to the persona whose next
    version it would be. Personas without such a group, and groups without such a persona, are
    left out.
    """
    own = [p for p in personas if of_the_same(p, population)]
    if not own or not population.size:
        return {}
    grouping = next((p for p in own if not p.locked), own[0]).grouping
    method = grouping.method if grouping.method != EVERYBODY else "auto"
    segments = divide(population, method, wishes=grouping.wishes).segments
    known = facts(population)
    signed = [(segment.key, signature(known, segment.members)) for segment in segments]
    matches = recognised(signed, own)
    return {persona.segment: segments[place].members for place, persona in matches.items()}
