"""One test: what it says in words, as a picture and as figures, and how it ends."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from core.experiments import MOST_SHOWN, Comparison, Experiment
from core.i18n import number, percent
from pages._ui import services
from pages._ui.charts import ACCENT, SENTIMENT_COLOURS, styled
from pages._ui.experiments_names import channel, letters, names
from pages._ui.experiments_plan import COUNTED, PREFIX
from pages._ui.frame import guarded
from pages._ui.texts import charted, plain

_BESIDE_CHART = 18


def verdict(test: Experiment) -> None:
    """The sentence, the intervals and the table of a test."""
    _ = services.gettext()
    said = test.comparison
    if said is None:
        st.info(_("Drafts of this test were deleted, so there is nothing to compare."))
        return
    message, params = said.sentence
    if "id" in params:
        params = params | {"id": letters(test)[params["id"]]}
    sentence = plain(_(message).format(**params))
    if said.skewed:
        st.error(sentence, icon=":material/balance:")
        st.caption(
            _("A split this uneven comes by chance once in {times} tests.").format(
                times=number(min(1e9, 1 / max(said.ratio_p, 1e-9)), services.language())
            )
        )
    elif said.winner:
        st.success(sentence, icon=":material/trophy:")
    else:
        st.info(sentence, icon=":material/hourglass:")
    if any(arm.n for arm in said.arms):
        _picture(test, said)
    _figures(test, said)


@services.for_writers
def closing(test: Experiment) -> None:
    """End the test, with a winner or without."""
    _ = services.gettext()
    said = test.comparison
    best = said.leader.draft_id if said else None
    with st.container(horizontal=True, vertical_alignment="center"):
        for id, letter in letters(test).items():
            st.button(
                _("Draft {id} wins").format(id=letter),
                key=f"{PREFIX}win-{test.id}-{id}",
                type="primary" if said and said.winner == id else "secondary",
                icon=":material/trophy:" if best == id else None,
                disabled=test.winner_id == id,
                on_click=_close,
                args=(test.id, id),
            )
        st.button(
            _("End without a winner"),
            key=f"{PREFIX}end-{test.id}",
            disabled=bool(test.closed_at) and test.winner_id is None,
            on_click=_close,
            args=(test.id, None),
        )
        st.button(
            _("Delete the test"),
            key=f"{PREFIX}delete-{test.id}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_delete,
            args=(test.id,),
        )
    st.caption(_("The winner becomes an example that the next drafts for its channel follow."))


def _picture(test: Experiment, said: Comparison) -> None:
    _ = services.gettext()
    language = services.language()
    called = names(test, _BESIDE_CHART)
    arms = [
        f"{charted(called[arm.draft_id])}<br>{charted(channel(test, arm.draft_id))}"
        for arm in said.arms
    ]
    figure = go.Figure()
    figure.add_scatter(
        x=[100 * arm.rate for arm in said.arms],
        y=arms,
        mode="markers",
        marker={
            "size": 12,
            "color": [
                SENTIMENT_COLOURS["positive"] if arm.draft_id == said.winner else ACCENT
                for arm in said.arms
            ],
        },
        error_x={
            "type": "data",
            "color": ACCENT,
            "symmetric": False,
            "array": [100 * (arm.high - arm.rate) for arm in said.arms],
            "arrayminus": [100 * (arm.rate - arm.low) for arm in said.arms],
        },
        text=[
            f"{_('Draft id')} {arm.draft_id}<br>"
            + _("{rate} ({low} to {high})").format(
                rate=percent(arm.rate, language, 2),
                low=percent(arm.low, language, 2),
                high=percent(arm.high, language, 2),
            )
            for arm in said.arms
        ],
        hovertemplate="%{y}<br>%{text}<extra></extra>",
    )
    figure = styled(figure, 120 + 48 * len(said.arms))
    figure.update_layout(hovermode="closest", showlegend=False)
    figure.update_xaxes(ticksuffix=" %", rangemode="tozero")
    figure.update_yaxes(autorange="reversed")
    st.plotly_chart(
        figure,
        width="stretch",
        key=PREFIX + "chart",
        config={"displayModeBar": False},
        alt=_("Rate of each draft with its 95 % interval"),
    )


def _figures(test: Experiment, said: Comparison) -> None:
    _ = services.gettext()
    language = services.language()
    letter_of = letters(test)
    st.dataframe(
        [
            {
                _("Draft"): letter_of[arm.draft_id],
                _("Text"): test.texts[arm.draft_id],
                _("Impressions"): arm.n,
                _(COUNTED[test.measure]): arm.hits,
                _("Rate"): percent(arm.rate, language, 2),
                _("95 % interval"): f"{percent(arm.low, language, 2)} – "
                f"{percent(arm.high, language, 2)}",
                _("Chance to be best"): _chance(arm.chance, language),
                _("Loss if chosen"): percent(arm.loss, language, 3),
                _("Draft id"): arm.draft_id,
            }
            for arm in said.arms
        ],
        hide_index=True,
        width="stretch",
        key=f"{PREFIX}figures-{test.id}",
    )


def _chance(value: float, language: str) -> str:
    if value > MOST_SHOWN:
        return "> " + percent(MOST_SHOWN, language)
    if value < 1 - MOST_SHOWN:
        return "< " + percent(1 - MOST_SHOWN, language)
    return percent(value, language, 1)


@guarded
def _close(id: int, winner: int | None) -> None:
    _ = services.gettext()
    services.studio().experiments.close(id, winner)
    st.toast(_("The next drafts will follow the winner.") if winner else _("The test has ended."))


@guarded
def _delete(id: int) -> None:
    services.studio().experiments.delete(id)
