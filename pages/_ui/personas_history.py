"""How customers moved over time: newcomers who came back, and moves between groups."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.i18n import number
from core.personas.history import Cohorts, Flow, segment_name
from pages._ui import services
from pages._ui.charts import styled

Translate = Callable[[str], str]

# One hue from light to dark, never so dark that the ink on it cannot be read.
_SHADES = [[0.0, "#EEF2FF"], [1.0, "#818CF8"]]
_LEFT, _RIGHT, _STREAM = "#94A3B8", "#6366F1", "rgba(99, 102, 241, 0.25)"
_INK = {"light": "#1F2937", "dark": "#E5E7EB"}
_LEAST_SHARE = 0.01


def history_panel() -> None:
    """Both pictures, drawn only when asked for; nothing without dated purchases."""
    _ = services.gettext()
    if not services.studio().forecasts.horizons():
        return
    if not st.toggle(
        _("Show how they moved over time"), key="personas-history", persist_state="session"
    ):
        return
    studio = services.studio()
    stand = str([(file.id, file.purchases) for file in studio.personas.files()])
    cohorts, flows = _asked(services.place(), stand)
    if cohorts:
        st.markdown(_("**Who came back**"))
        st.plotly_chart(
            _heat(cohorts, _),
            key="personas-cohorts",
            alt=_("Of the newcomers of each month, the share that bought in the months after"),
            config={"displayModeBar": False},
        )
        st.caption(
            _(
                "A line is the newcomers of a month; a field the share of them who bought so many "
                "months later. Months that are not over are left out."
            )
        )
    if flows:
        st.markdown(_("**Who moved between groups in three months**"))
        st.plotly_chart(
            _streams(flows, _),
            key="personas-flows",
            alt=_("Customers by group three months ago and now"),
            config={"displayModeBar": False},
        )
        st.caption(_("Left: three months before the last purchase on file. Right: now."))
    if not cohorts and not flows:
        st.caption(_("It takes purchases over half a year to see movement."))


@st.cache_data(max_entries=4, ttl=3600, show_spinner=False)
def _asked(database: str, stand: str) -> tuple[Cohorts | None, list[Flow]]:
    history = services.studio().history
    return history.cohorts(), history.flows()


def _heat(cohorts: Cohorts, _: Translate) -> go.Figure:
    language = services.language()
    kept = cohorts.kept[:, 1:]
    width = kept.shape[1]
    labels = [
        _("{month} ({count})").format(month=month, count=number(size, language))
        for month, size in zip(cohorts.months, cohorts.sizes, strict=True)
    ]
    figure = go.Figure(
        go.Heatmap(
            z=kept,
            x=[str(k) for k in range(1, width + 1)],
            y=labels,
            colorscale=_SHADES,
            zmin=0,
            zmax=max(0.1, float(np.nanmax(kept))) if np.isfinite(kept).any() else 1,
            texttemplate="%{z:.0%}",
            textfont={"color": _INK["light"]},
            hovertemplate="%{y} · %{x} · %{z:.0%}<extra></extra>",
            showscale=False,
            xgap=2,
            ygap=2,
            hoverongaps=False,
        )
    )
    styled(figure, 110 + 28 * len(labels))
    figure.update_layout(hovermode="closest", margin={"t": 8})
    figure.update_xaxes(type="category", title=_("Months after the first purchase"))
    return figure.update_yaxes(autorange="reversed", type="category")


def _streams(flows: list[Flow], _: Translate) -> go.Figure:
    total = sum(flow.customers for flow in flows)
    shown = [flow for flow in flows if flow.customers >= _LEAST_SHARE * total]
    left = list(dict.fromkeys(flow.before for flow in shown))
    right = list(dict.fromkeys(flow.after for flow in shown))
    names = [segment_name(key).text(_) for key in (*left, *right)]
    figure = go.Figure(
        go.Sankey(
            node={
                "label": names,
                "color": [_LEFT] * len(left) + [_RIGHT] * len(right),
                "pad": 14,
                "thickness": 14,
                "hovertemplate": "%{label}: %{value:,}<extra></extra>",
            },
            link={
                "source": [left.index(flow.before) for flow in shown],
                "target": [len(left) + right.index(flow.after) for flow in shown],
                "value": [flow.customers for flow in shown],
                "color": _STREAM,
                "hovertemplate": "%{source.label} → %{target.label}: %{value:,}<extra></extra>",
            },
        )
    )
    # Plotly writes the names in the theme's grey with a white glow, too faint on the streams.
    ink = _INK.get(st.context.theme.type or "light", _INK["light"])
    figure.update_traces(textfont={"color": ink, "size": 13, "shadow": "none"})
    return styled(figure, 420)
