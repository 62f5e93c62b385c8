"""Colours and manners that every chart shares."""

from __future__ import annotations

import html
import textwrap

from plotly.graph_objects import Figure

# Safe for colour-blind eyes; never the accent; always with a sign or a word beside them.
SENTIMENT_COLOURS = {"negative": "#C2410C", "neutral": "#94A3B8", "positive": "#0F766E"}
ACCENT = "#6366F1"
BAND = "rgba(99, 102, 241, 0.18)"


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
    return "<br>".join(html.escape(line) for line in textwrap.wrap(text, width)) or "–"
