"""The emotions in the reviews, each with its share and its reviews."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from core.i18n import number, percent
from core.reviews import Filters
from core.reviews.analysis.groups import SegmentFigures
from pages._ui import services
from pages._ui.charts import SENTIMENT_COLOURS, styled
from pages._ui.reviews_pictures import picture_config
from pages._ui.reviews_quotes import behind
from pages._ui.reviews_words import EMOTIONS, SENTIMENTS


def emotions_view(filters: Filters, found: list[SegmentFigures]) -> None:
    """Bars of reviews by emotion, split by sentiment, and a button for the reviews of each."""
    _, language = services.gettext(), services.language()
    if not found:
        st.info(_("The reader found no emotions in these reviews."))
        return
    total = sum(item.reviews for item in found)
    st.plotly_chart(
        _bars(found, language),
        key="reviews-emotions",
        alt=", ".join(
            f"{_name(item.value)} {percent(item.reviews / total, language)}" for item in found
        ),
        config=picture_config("emotions"),
    )
    with st.container(horizontal=True):
        for item in found:
            label = _("{what}: {count}").format(
                what=_name(item.value), count=number(item.reviews, language)
            )
            about = replace(filters, emotion=item.value)
            behind(label, _name(item.value), about, f"reviews-emotion-{item.value}")
    st.caption(
        _(
            "The strongest emotion of each review that was read, as the reader judges it from "
            "its words."
        )
    )


def _name(emotion: str) -> str:
    return services.gettext()(EMOTIONS.get(emotion, emotion))


def _bars(found: list[SegmentFigures], language: str) -> go.Figure:
    _ = services.gettext()
    rows = list(reversed(found))
    figure = go.Figure()
    for sentiment, name in SENTIMENTS.items():
        counts = [getattr(item, sentiment) for item in rows]
        figure.add_bar(
            y=[_name(item.value) for item in rows],
            x=counts,
            orientation="h",
            name=_(name),
            marker={"color": SENTIMENT_COLOURS[sentiment]},
            customdata=[number(count, language) for count in counts],
            hovertemplate=f"%{{y}}, {_(name)}: %{{customdata}}<extra></extra>",
        )
    styled(figure, height=max(180, 70 + 30 * len(rows)))
    figure.update_layout(barmode="stack", bargap=0.35, hovermode="closest")
    figure.update_layout(legend={"traceorder": "normal"})
    figure.update_yaxes(showgrid=False, type="category")
    return figure
