"""Who should be answered first, and the rules that watch for them."""

from __future__ import annotations

import streamlit as st

from core.i18n import day, number, percent
from core.reviews import Filters
from core.reviews.analysis.alerts import NEGATIVE_SHARE, URGENT
from core.reviews.analysis.urgent import REASONS, Reason, Urgent
from core.reviews.quotes import Quote
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.reviews_quotes import quote_lines
from pages._ui.reviews_replies import policy_panel, replies_to, reply
from pages._ui.texts import plain

_SHOWN = 8
_LONGEST = 400


def urgent_view(filters: Filters, found: list[Urgent]) -> None:
    """The most urgent unhappy reviews with the reasons and a reply; policy and alerts below."""
    _, language = services.gettext(), services.language()
    if not found:
        st.success(_("No unhappy review waits for an answer."), icon=":material/check:")
    replies = replies_to(found[:_SHOWN])
    for review in found[:_SHOWN]:
        with st.container(border=True):
            facts = [day(review.posted_on, language)] if review.posted_on else []
            facts += [plain(value) for value in (review.product, review.origin) if value]
            st.caption(" · ".join(facts))
            text = review.text[:_LONGEST] + ("…" if len(review.text) > _LONGEST else "")
            quote_lines([Quote(review.id, text)], "reviews-urgent")
            st.markdown(" · ".join(reason_text(reason) for reason in review.reasons[:4]))
            reply(review, replies.get(review.id))
    policy_panel()
    _alerts()


def reason_text(reason: Reason) -> str:
    """A reason in the visitor's words, safe to show as markdown."""
    _, language = services.gettext(), services.language()
    params = dict(reason.params)
    if "share" in params:
        params["share"] = percent(params["share"] or 0, language)
    if "stars" in params:
        params["stars"] = number(params["stars"], language, 1)
    if "word" in params:
        params["word"] = plain(params["word"])
    return _(REASONS[reason.kind]).format(**params)


def _alerts() -> None:
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    insights = services.studio().insights
    with st.expander(_("Alerts"), icon=":material/notifications:"):
        st.caption(_("What trips a rule shows on Home. Days count back from the newest review."))
        for rule in insights.alert_rules():
            told = (
                ngettext(
                    "More than {share} negative in the last {days} day",
                    "More than {share} negative in the last {days} days",
                    rule.days,
                )
                if rule.kind == NEGATIVE_SHARE
                else ngettext(
                    "An urgent review in the last {days} day",
                    "An urgent review in the last {days} days",
                    rule.days,
                )
            ).format(share=percent(rule.share, language), days=rule.days)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(told + (f" · {plain(rule.product)}" if rule.product else ""))
                st.button(
                    _("Remove"),
                    key=f"reviews-alert-remove-{rule.id}",
                    disabled=services.read_only(),
                    on_click=_remove,
                    args=(rule.id,),
                )
        kind = st.segmented_control(
            _("Tell me when"),
            [NEGATIVE_SHARE, URGENT],
            format_func=lambda name: (
                _("too many are negative") if name == NEGATIVE_SHARE else _("a review is urgent")
            ),
            default=NEGATIVE_SHARE,
            required=True,
            key="reviews-alert-kind",
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.number_input(_("Days"), 1, 365, 7, key="reviews-alert-days", width=140)
            if kind == NEGATIVE_SHARE:
                st.number_input(
                    _("Negative, in %"), 1, 99, 30, key="reviews-alert-share", width=140
                )
            st.button(
                _("Add the alert"),
                key="reviews-alert-add",
                disabled=services.read_only(),
                on_click=_add,
            )


@guarded
def _add() -> None:
    state = st.session_state
    services.studio().insights.save_alert_rule(
        state.get("reviews-alert-kind") or NEGATIVE_SHARE,
        days=int(state.get("reviews-alert-days", 7)),
        share=state.get("reviews-alert-share", 30) / 100,
    )


@guarded
def _remove(rule: int) -> None:
    services.studio().insights.delete_alert_rule(rule)
