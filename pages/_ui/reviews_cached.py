"""Figures of the reviews page, computed once for as long as nothing they are made of changes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.reviews import AspectFigures, Course, Figures, Filters
from pages._ui import services


@dataclass(frozen=True)
class Picture:
    """Everything the page draws of one selection, but its rows."""

    figures: Figures
    course: Course
    aspects: list[AspectFigures]


@dataclass(frozen=True)
class Choices:
    """What the filters may offer, and the versions of the readings in force.

    `span` is None where no review is dated.
    """

    volume: int
    rated: bool
    span: tuple[str, str] | None
    products: list[str]
    origins: list[str]
    languages: list[str]
    aspects: list[str]
    versions: tuple[str, ...]


def picture(filters: Filters) -> Picture:
    return _picture(*_state(), filters)


def choices() -> Choices:
    return _choices(*_state())


def _state() -> tuple[str, str]:
    studio = services.studio()
    return str(studio.settings.database), studio.reviews.revision()


@st.cache_data(max_entries=128, ttl=3600, show_spinner=False)
def _picture(database: str, revision: str, filters: Filters) -> Picture:
    reviews = services.studio().reviews
    return Picture(reviews.figures(filters), reviews.over_time(filters), reviews.aspects(filters))


@st.cache_data(max_entries=16, ttl=3600, show_spinner=False)
def _choices(database: str, revision: str) -> Choices:
    reviews = services.studio().reviews
    everything = reviews.figures()
    return Choices(
        volume=everything.volume,
        rated=everything.rated > 0,
        span=reviews.span(),
        products=reviews.products(),
        origins=reviews.origins(),
        languages=reviews.languages(),
        aspects=[found.aspect for found in reviews.aspects(limit=60)],
        versions=tuple(version for version, _ in reviews.versions()),
    )
