"""The segment map: one field a group, as large as its customers, as dark as they are worth."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from core.i18n import NN_, number, percent
from core.personas import Persona
from pages._ui.charts import styled
from pages._ui.personas_money import spent
from pages._ui.texts import charted

# One hue from light to dark: order stays readable without colour vision and in both themes.
_WORTH = [[0.0, "#E0E7FF"], [0.5, "#A5B4FC"], [1.0, "#3730A3"]]
_SMALL, _NARROW, _WIDE = 0.08, 10, 60
_DARK_INK, _LIGHT_INK = "#1F2937", "#FFFFFF"


def segment_map(
    personas: Sequence[Persona], language: str, translate: Callable[[str], str]
) -> go.Figure:
    """A treemap of personas made from data."""
    _ = translate
    depths = _depths(personas)
    figure = go.Figure(
        go.Treemap(
            labels=[_label(persona, _) for persona in personas],
            parents=[""] * len(personas),
            ids=[str(persona.id) for persona in personas],
            values=[persona.size for persona in personas],
            customdata=[_words(persona, language, _) for persona in personas],
            texttemplate="<b>%{label}</b><br>%{customdata[0]}<br>%{customdata[1]}",
            hovertemplate="<b>%{label}</b><br>%{customdata[2]}<br>%{customdata[1]}<extra></extra>",
            marker={
                "colors": sample_colorscale(_WORTH, depths),
                "cornerradius": 6,
                "line": {"width": 0},
                "pad": {"t": 0, "l": 0, "r": 0, "b": 0},
            },
            tiling={"pad": 4},
            pathbar={"visible": False},
            root={"color": "rgba(0,0,0,0)"},
            textfont={
                "size": 14,
                "color": [_LIGHT_INK if depth > 0.62 else _DARK_INK for depth in depths],
            },
        )
    )
    styled(figure, 300)
    return figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0}, uniformtext={"minsize": 10, "mode": "hide"}
    )


def _label(persona: Persona, _: Callable[[str], str]) -> str:
    """The name in lines: a part each, and short ones on a small field; Latin words stay whole."""
    title = persona.title(_)
    words = (len(word) for word in title.split() if word.isascii())
    width = max(_NARROW if persona.share < _SMALL else _WIDE, *words, 0)
    parts = title.split(" · ")
    return "<br>".join(charted(line) for part in parts for line in textwrap.wrap(part, width))


def _depths(personas: Sequence[Persona]) -> list[float]:
    """0 for the group worth least a customer, 1 for the one worth most; light where unknown."""
    each = [(persona.value or 0) / max(persona.size, 1) for persona in personas]
    low, high = min(each), max(each)
    return [(value - low) / (high - low) if high > low else 0.25 for value in each]


def _words(persona: Persona, language: str, _: Callable[[str], str]) -> tuple[str, str, str]:
    share = percent(persona.share, language)
    size = _(NN_("{count} customer · {share}", "{count} customers · {share}", persona.size)).format(
        count=number(persona.size, language), share=share
    )
    if persona.value is None:
        return share, "", size
    each = persona.value / max(persona.size, 1)
    return share, _("{money} each").format(money=spent(each, persona)), size
