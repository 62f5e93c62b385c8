"""How long reviews are kept, and what goes and what stays when their time is over."""

from __future__ import annotations

import streamlit as st

from core.i18n import number
from pages._ui import services
from pages._ui.frame import guarded

_KEY = "workspace-review-days"
_CHOICES = (None, 30, 90, 180, 365, 730, 1095)


def review_retention() -> None:
    """A card with the number of days, a preview of what would go, and a button to set it."""
    _, ngettext = services.gettext(), services.ngettext()
    language = services.language()
    upkeep = services.studio().upkeep
    kept = upkeep.review_days
    with st.container(border=True, height="stretch"):
        st.subheader(_("How long reviews are kept"))
        st.caption(
            _(
                "Counted from the day they were imported. When their time is over, reviews go "
                "with their readings, corrections and themes, once a day; figures then cover the "
                "reviews that are left. Personas with their quotes, drafts, ratings and what the "
                "reader learnt stay. Automatic backups hold what went for up to a week."
            )
        )
        days = _chosen(kept)
        if days != kept and days is not None:
            count = upkeep.expired(days)
            st.write(
                ngettext(
                    "{count} review is older than that and goes at once.",
                    "{count} reviews are older than that and go at once.",
                    count,
                ).format(count=number(count, language))
            )
        st.button(
            _("Save"),
            key="workspace-review-days-save",
            disabled=days == kept,
            on_click=_save,
            args=(days,),
            icon=":material/schedule:",
        )


def _chosen(kept: int | None) -> int | None:
    _ = services.gettext()
    offered = sorted({*_CHOICES, kept}, key=lambda value: value or 10**6)
    return st.selectbox(
        _("Keep reviews for"),
        offered,
        index=offered.index(kept),
        format_func=_told,
        key=_KEY,
    )


def _told(days: int | None) -> str:
    _, ngettext = services.gettext(), services.ngettext()
    if days is None:
        return _("As long as I do not delete them")
    return ngettext("{count} day", "{count} days", days).format(
        count=number(days, services.language())
    )


@guarded
def _save(days: int | None) -> None:
    _, upkeep = services.gettext(), services.studio().upkeep
    upkeep.keep_reviews(days)
    upkeep.start()
    st.toast(_("Saved."), icon=":material/check:")
