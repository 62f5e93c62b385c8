"""Colours and manners that every chart shares."""

from __future__ import annotations

import textwrap
from typing import Any

from plotly.graph_objects import Figure

from pages._ui.texts import charted

# Safe for colour-blind eyes; never the accent; always with a sign or a word beside them.
SENTIMENT_COLOURS = {"negative": "#C2410C", "neutral": "#94A3B8", "positive": "#0F766E"}
ACCENT = "#6366F1"
BAND = "rgba(99, 102, 241, 0.18)"


def laid_out(height: int = 320, **more: Any) -> dict[str, Any]:
    """The house's margins and manners as the layout of a new figure, with `more` of it: a figure
    made at once from what it is to hold takes a fraction of one that is changed step by step."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 32, "b": 8},
        "hovermode": "x unified",
        "xaxis": {"automargin": True},
        "yaxis": {"automargin": True},
        **more,
        "legend": {"orientation": "h", "y": 1.12, "x": 0, **more.get("legend", {})},
    }


def styled(figure: Figure, height: int = 320) -> Figure:
    """The figure with the house's margins, legend above and no modebar clutter of its own."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 32, "b": 8},
        legend={"orientation": "h", "y": 1.12, "x": 0, "title": None},
        hovermode="x unified",
    )
    figure.update_xaxes(title=None, automargin=True)
    figure.update_yaxes(title=None, automargin=True)
    return figure


def worded(text: str, width: int = 24) -> str:
    """People's own words as a chart shows them: as they stand, broken into short lines."""
    return "<br>".join(charted(line) for line in textwrap.wrap(text, width)) or "–"
