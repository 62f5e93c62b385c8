"""Segments of customers as a filter of their reviews."""

from __future__ import annotations

import json
from dataclasses import dataclass

import streamlit as st

from core.errors import InputRejected
from core.personas.belonging import belonging
from pages._ui import services


@dataclass(frozen=True)
class Group:
    """A segment that has a persona: its key, its name, its customers as core.reviews.Filters
    takes them."""

    key: str
    name: str
    customers: str


def groups() -> list[Group]:
    """The personas' segments with those of the newest customers who belong to them, largest
    first; none before personas were made."""
    _, studio = services.gettext(), services.studio()
    made = [p for p in studio.personas.list() if p.segment and not p.assumed]
    named = {persona.segment: persona.title(_) for persona in made}
    if not named:
        return []
    files = tuple((file.id, file.customers, file.purchases) for file in studio.personas.files())
    versions = tuple((p.id, p.version, p.segment, p.updated_at) for p in made)
    members = _members(services.place(), files, versions)
    return [Group(key, name, members[key]) for key, name in named.items() if key in members]


@st.cache_data(max_entries=4, ttl=3600, show_spinner=False)
def _members(
    database: str,
    files: tuple[tuple[int, int, int], ...],
    versions: tuple[tuple[int, int, str, str], ...],
) -> dict[str, str]:
    personas = services.studio().personas
    try:
        population = personas.population()
    except InputRejected:
        return {}
    return {
        segment: json.dumps(
            [key for key, is_in in zip(population.keys, members, strict=True) if is_in]
        )
        for segment, members in belonging(population, personas.list()).items()
    }
