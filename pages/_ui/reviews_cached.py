"""Figures of the reviews page, computed once for as long as nothing they are made of changes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.reviews import AspectFigures, Filters, Picture, ReviewPage
from core.reviews.aspects.matching import Suggestion
from pages._ui import services

_STATE = "reviews-state"


@dataclass(frozen=True)
class Choices:
    """What the filters may offer, and the versions of the readings in force.

    `span` is None where no review is dated.
    """

    volume: int
    unread: int
    rated: bool
    span: tuple[str, str] | None
    products: list[str]
    origins: list[str]
    languages: list[str]
    countries: list[str]
    aspects: list[AspectFigures]
    versions: tuple[str, ...]
    feelings: dict[str, str]


def picture(filters: Filters) -> Picture:
    return _picture(*state(), filters)


def choices() -> Choices:
    return _choices(*state())


def listed(filters: Filters, limit: int, offset: int, order: str) -> ReviewPage:
    """A page of the list of a selection's reviews."""
    return _listed(*state(), filters, (limit, offset, order))


@st.cache_data(max_entries=128, ttl=3600, show_spinner=False)
def _listed(
    database: str, revision: str, filters: Filters, place: tuple[int, int, str]
) -> ReviewPage:
    return services.studio().reviews.rows(filters, *place)


def suggestions(phrase: str) -> list[Suggestion]:
    return _suggestions(*state(), phrase)


def refresh() -> None:
    """Look once, at the start of a run, whether figures may have changed."""
    studio = services.studio()
    st.session_state[_STATE] = (services.place(), studio.reviews.revision())


def state() -> tuple[str, str]:
    """The database and a word that changes whenever figures of it may have."""
    if services.is_away():
        return services.place(), services.studio().reviews.revision()
    if _STATE not in st.session_state:
        refresh()
    found: tuple[str, str] = st.session_state[_STATE]
    return found


@st.cache_data(max_entries=32, ttl=3600, show_spinner=False)
def _suggestions(database: str, revision: str, phrase: str) -> list[Suggestion]:
    return services.studio().reviews.labels.suggest([phrase])


@st.cache_data(max_entries=128, ttl=3600, show_spinner=False)
def _picture(database: str, revision: str, filters: Filters) -> Picture:
    return services.studio().reviews.picture(filters)


@st.cache_data(max_entries=16, ttl=3600, show_spinner=False)
def _choices(database: str, revision: str) -> Choices:
    reviews = services.studio().reviews
    everything = reviews.figures()
    return Choices(
        volume=everything.volume,
        unread=everything.unread,
        rated=everything.rated > 0,
        span=reviews.span(),
        products=reviews.products(),
        origins=reviews.origins(),
        languages=reviews.languages(),
        countries=reviews.countries(),
        aspects=reviews.aspects(limit=60),
        versions=tuple(version for version, _ in reviews.versions()),
        feelings={
            label.id: label.name for label in reviews.labels.all() if label.kind == "emotion"
        },
    )
