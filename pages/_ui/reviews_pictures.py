"""Charts to take away: by the camera over each, and as a page of their own."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages._ui import services
from pages._ui.texts import charted

FORMAT = "reviews-picture-format"
FORMATS = ("png", "svg")


def picture_config(name: str) -> dict[str, Any]:
    """Plotly's configuration of a chart that can be taken away as a picture, by a camera that
    shows when the pointer is over it. Nothing leaves the machine: the browser draws it."""
    return {
        "displayModeBar": "hover",
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {
            "format": st.session_state.get(FORMAT) or FORMATS[0],
            "filename": f"reviews-{name}",
            "scale": 2,
        },
    }


def as_page(figure: go.Figure, title: str, language: str) -> bytes:
    """A chart as an HTML page that moves and needs no network, the title above it."""
    shown = go.Figure(figure)
    shown.update_layout(
        title={"text": charted(title), "x": 0.01, "y": 0.98},
        margin={"t": 80},
        template="plotly_white",
    )
    page = shown.to_html(
        include_plotlyjs=True,
        full_html=True,
        config={**picture_config("chart"), "responsive": True},
    )
    head = f'<html lang="{"zh-CN" if language == "zh" else "en"}">'
    return re.sub("<html>", head, page, count=1).encode()


def format_choice() -> None:
    """Which kind of picture the cameras give."""
    _ = services.gettext()
    st.segmented_control(
        _("The camera over each chart saves it as"),
        FORMATS,
        format_func=str.upper,
        default=FORMATS[0],
        required=True,
        key=FORMAT,
        persist_state="session",
    )
