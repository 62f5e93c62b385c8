"""A draft's score with what it is made of."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Channel, Draft, score_lines
from core.i18n import number
from pages._ui import services
from pages._ui.texts import plain


def score_card(draft: Draft, channel: Channel) -> None:
    """The total as a button that opens its parts; drawn only while it is open."""
    _ = services.gettext()
    language = services.language()
    total = number(100 * draft.scores.get("total", 0.0), language)
    opened = st.popover(
        total,
        icon=":material/speed:",
        key=f"score-{draft.id}",
        on_change="rerun",
        help=_("Score, made of counts and no forecast: open it to see which."),
    )
    if not opened.open or draft.brief_id is None:
        return
    with opened:
        brief = services.studio().copy.brief(draft.brief_id)
        for line in score_lines(draft.text, brief, channel, draft.scores, draft.checks):
            points = number(100 * line.value, language)
            share = number(100 * line.weight, language)
            head = f"**{_(line.name)}** {points}"
            if line.value >= 0:
                if line.weight:
                    head += " · " + _("counts {share} %").format(share=share)
                st.progress(min(1.0, line.value), text=head)
            else:
                st.markdown(head)
            message, params = line.reason
            st.caption(plain(_(message).format(**params)))
