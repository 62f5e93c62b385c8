"""Aspects by their impact, and spikes with what rose in them."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from core.i18n import number, percent
from core.reviews import Filters
from core.reviews.analysis.explaining import ExplainedSpike, SpikeReport
from core.reviews.analysis.impact import Impact, Impacts
from core.reviews.analysis.spikes import NEGATIVES
from pages._ui import reviews_words as words
from pages._ui import services
from pages._ui.charts import SENTIMENT_COLOURS, laid_out
from pages._ui.reviews_charts import capital
from pages._ui.reviews_insights_answers import explained, quotes
from pages._ui.reviews_marks import when
from pages._ui.reviews_pictures import picture_config
from pages._ui.reviews_quotes import behind, quote_lines
from pages._ui.talking_points import use_in_a_brief
from pages._ui.texts import plain

MOST_SHOWN = 12


def impact_view(filters: Filters, found: Impacts) -> None:
    """Bars of points, worst first, and the chosen aspect with its quotes."""
    _, language = services.gettext(), services.language()
    insights = services.studio().insights
    shown = found.largest(MOST_SHOWN)
    if not shown:
        st.info(
            _(
                "No aspect is in enough reviews, and missing from enough others, to say what it "
                "does."
            )
        )
        return
    names = {item.aspect: capital(insights.aspect_name(item.aspect, language)) for item in shown}
    left, right = st.columns([3, 2])
    with left:
        st.plotly_chart(
            impact_bars(shown, names),
            key="reviews-impact",
            alt=_("Points by which each aspect pulls net sentiment down or up"),
            config=picture_config("impact"),
        )
        st.caption(
            _(
                "Net sentiment of all reviews less net sentiment without those that mention the "
                "aspect, in points, with the 95 % interval. Their other complaints weigh in too."
            )
        )
    with right:
        aspect = st.selectbox(
            _("Aspect"),
            list(names),
            format_func=lambda id: names[id],
            key="reviews-impact-aspect",
        )
        chosen = next((item for item in shown if item.aspect == aspect), shown[0])
        _detail(chosen, names[chosen.aspect], filters)


def impact_bars(shown: tuple[Impact, ...], names: dict[str, str]) -> go.Figure:
    """A bar of points for each aspect with its interval, what drags the score down at the top."""
    rows = list(reversed(shown))
    sides = ["negative" if item.impact < 0 else "positive" for item in rows]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [plain_name(names[item.aspect]) for item in rows],
        "x": [item.impact for item in rows],
        "marker": {"color": [SENTIMENT_COLOURS[side] for side in sides]},
        "error_x": {
            "array": [item.high - item.impact for item in rows],
            "arrayminus": [item.impact - item.low for item in rows],
            "thickness": 1,
            "color": "#64748B",
        },
        "hovertemplate": "%{y}: %{x:+.1f}<extra></extra>",
    }
    return go.Figure(
        data=[bars],
        layout=laid_out(
            max(200, 60 + 28 * len(rows)),
            hovermode="closest",
            bargap=0.35,
            yaxis={"automargin": True, "showgrid": False, "type": "category"},
        ),
    )


def plain_name(name: str) -> str:
    """A name for an axis: short, and no markup of the chart library."""
    short = name if len(name) <= 18 else name[:17] + "…"
    return short.replace("<", "‹").replace(">", "›")


def _detail(item: Impact, name: str, filters: Filters) -> None:
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    about = replace(filters, aspect=item.aspect)
    st.markdown(
        ngettext(
            "{count} review speaks of it, {share} of those read. As a whole, whatever it says "
            "of it, it is:",
            "{count} reviews speak of it, {share} of those read. As a whole, whatever they say "
            "of it, they are:",
            item.reviews,
        ).format(count=number(item.reviews, language), share=percent(item.share, language))
    )
    with st.container(horizontal=True):
        for sentiment in words.SENTIMENTS:
            label = f"{words.SIGNS[sentiment]} " + _("{count} {sentiment}").format(
                count=number(getattr(item, sentiment), language),
                sentiment=_(words.SENTIMENTS[sentiment]).lower(),
            )
            if filters.sentiment in (None, sentiment) and getattr(item, sentiment):
                key = f"reviews-impact-{sentiment}"
                behind(label, name, replace(about, sentiment=sentiment), key)
    for polarity, title in (("negative", _("Complaints")), ("positive", _("Praise"))):
        found = quotes(item.aspect, polarity, filters)
        if found:
            st.caption(title)
            quote_lines(found, f"reviews-impact-{polarity}-quote")
    if item.positive:
        use_in_a_brief(item.aspect, name, filters, "reviews-impact-use")


def spikes_view(filters: Filters, report: SpikeReport) -> None:
    """Each spike as a card: when, how much, what rose, and quotes."""
    _ = services.gettext()
    if not report.unit:
        st.info(
            _(
                "There are too few dated reviews to tell a spike from chance: it takes eight "
                "periods with four negative reviews each."
            )
        )
        return
    if not report.spikes:
        st.success(_("No period stands out more than chance explains."), icon=":material/check:")
    for place, spike in enumerate(reversed(report.spikes)):
        with st.spinner(_("Looking for what rose…")):
            found = explained(spike, filters)
        spike_card(found, filters, str(place))
    st.caption(
        _(
            "Each period, and each run of three, is set against those before it by a count model "
            "that allows for uneven weeks; at most one in twenty of the marked ones is chance."
        )
    )


def spike_card(found: ExplainedSpike, filters: Filters, key: str) -> None:
    """When it was, how much, what rose in it, quotes, and the way to its reviews."""
    _, language = services.gettext(), services.language()
    insights = services.studio().insights
    with st.container(border=True):
        st.markdown("**" + when(found, language) + "**")
        st.markdown(found.text(language, _))
        rising = [insights.aspect_name(rise.name, language) for rise in found.aspects]
        rising += [rise.name for rise in found.phrases if rise.name not in rising]
        if rising:
            joint = "、" if language == "zh" else ", "
            things = plain(joint.join(rising[:8]))
            st.markdown(_("More often than before: {things}.").format(things=things))
        quote_lines(found.quotes, f"reviews-spike-{key}-quote")
        during = replace(
            filters,
            since=max(found.since, filters.since or found.since),
            until=min(found.until, filters.until or found.until),
            sentiment="negative" if found.spike.kind == NEGATIVES else filters.sentiment,
        )
        label = _("Read them: {count}").format(count=number(found.spike.observed, language))
        behind(label, when(found, language), during, f"reviews-spike-{key}")
