"""Approval over time and the table of what was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go
import streamlit as st

from core.engines.types import FRAMEWORKS, TONES
from core.feedback import Approval, Stretch
from core.i18n import N_, day, number, percent
from pages._ui import services
from pages._ui.brief_form import TONE_NAMES
from pages._ui.charts import ACCENT, BAND, styled
from pages._ui.loop_learnt import PREFIX

FACTORS = {"tone": N_("Tone"), "framework": N_("Framework")}
LEVELS = {"tone": TONES, "framework": FRAMEWORKS}


def approval_over_time(course: Sequence[Stretch]) -> None:
    """The share of thumbs up in stretches of ten votes or more, with its 95 % band."""
    _, ngettext = services.gettext(), services.ngettext()
    language = services.language()
    days = [date.fromisoformat(one.start) for one in course]
    figure = go.Figure()
    figure.add_scatter(
        x=days + days[::-1],
        y=[100 * one.high for one in course] + [100 * one.low for one in course][::-1],
        mode="lines",
        fill="toself",
        fillcolor=BAND,
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=days,
        y=[100 * one.share for one in course],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2.5},
        text=[
            ngettext(
                "From {day}: {share} approved ({low} to {high}) of {count} thumb",
                "From {day}: {share} approved ({low} to {high}) of {count} thumbs",
                one.up + one.down,
            ).format(
                day=day(one.start, language),
                share=percent(one.share, language),
                low=percent(one.low, language),
                high=percent(one.high, language),
                count=number(one.up + one.down, language),
            )
            for one in course
        ],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )
    figure = styled(figure, 260)
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(range=[0, 100], ticksuffix=" %")
    figure.update_xaxes(tickvals=days, ticktext=[day(one.start, language) for one in course])
    st.plotly_chart(
        figure,
        width="stretch",
        key=PREFIX + "approval",
        config={"displayModeBar": False},
        alt=_("Share of thumbs up over time with its 95 % band"),
    )


def personas_table(found: Mapping[int | None, Approval], names: Mapping[int, str]) -> None:
    """How much of what was written for each persona is approved, with its interval."""
    _, language = services.gettext(), services.language()
    st.dataframe(
        [
            {
                _("Persona"): names.get(id, _("Deleted persona")) if id else _("Everybody"),
                _("Thumbs up"): one.up,
                _("Thumbs down"): one.down,
                _("Approved"): percent(one.share, language),
                _("95 % interval"): f"{percent(one.low, language)} – {percent(one.high, language)}",
            }
            for id, one in found.items()
        ],
        hide_index=True,
        width="stretch",
        key=PREFIX + "personas",
    )


def tried_table(persona_id: int | None, channel: str) -> None:
    """Each tone and framework with its thumbs and the interval of its share."""
    _ = services.gettext()
    language = services.language()
    rows = services.studio().exploration.table(persona_id, channel, LEVELS)
    st.dataframe(
        [
            {
                _("What"): _(FACTORS[one.factor]),
                _("Tried"): _(TONE_NAMES.get(one.level, one.level.upper())),
                _("Thumbs up"): one.up,
                _("Thumbs down"): one.down,
                _("Approved"): percent(one.share, language) if one.up + one.down else "–",
                _("95 % interval"): f"{percent(one.low, language)} – {percent(one.high, language)}"
                if one.up + one.down
                else "–",
            }
            for one in rows
            if one.up + one.down or one.factor == "tone"
        ],
        hide_index=True,
        width="stretch",
        key=PREFIX + "tried",
    )
