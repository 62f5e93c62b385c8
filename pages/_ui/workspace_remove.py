"""Taking a person, or everything, out of the workspace."""

from __future__ import annotations

import streamlit as st

from core.i18n import N_, number
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

ERASE_WORD = N_("erase")
KINDS = {
    "reviews": N_("Reviews"),
    "customers": N_("Customers"),
    "transactions": N_("Purchases"),
    "briefs": N_("Briefs"),
    "drafts": N_("Drafts"),
    "personas": N_("Personas"),
    "ratings": N_("Ratings"),
    "brands": N_("Brands"),
    "corrections": N_("Corrections"),
    "sources": N_("Imported files"),
    "jobs": N_("Jobs"),
    "events": N_("Events"),
}


def removing() -> None:
    """Two cards: forget a person, erase everything."""
    _ = services.gettext()
    language = services.language()
    studio = services.studio()
    forgetting, erasing = st.columns(2)
    with forgetting.container(border=True, height="stretch"):
        st.subheader(_("Forget a person"))
        st.caption(
            _(
                "Type a name, an e-mail address or a customer id. Rows that hold it are deleted "
                "and overwritten on the disk, the automatic backups are replaced by a new one, and "
                "damaged databases that were set aside are deleted. Backups and exports that you "
                "took yourself keep them."
            )
        )
        pattern = st.text_input(_("Name, address or customer id"), key="workspace-pattern")
        if pattern.strip():
            found = studio.workspace.holding(pattern)
            if found.total:
                st.write(
                    " · ".join(
                        f"{_(KINDS[kind])}: {number(count, language)}"
                        for kind, count in found.counts.items()
                    )
                )
            else:
                st.write(_("“{pattern}” occurs nowhere.").format(pattern=plain(pattern)))
            st.button(
                _("Delete these rows"),
                key="workspace-forget",
                on_click=_forget,
                args=(pattern,),
                disabled=not found.total,
                icon=":material/person_remove:",
            )
    with erasing.container(border=True, height="stretch"):
        st.subheader(_("Erase everything"))
        st.caption(
            _(
                "All reviews, customers, personas, briefs, drafts and ratings, and the automatic "
                "backups. No way back."
            )
        )
        word = st.text_input(
            _("Type “{word}” to confirm").format(word=_(ERASE_WORD)), key="workspace-erase-word"
        )
        st.button(
            _("Erase everything"),
            key="workspace-erase",
            on_click=_erase,
            disabled=word.strip() != _(ERASE_WORD),
            icon=":material/delete_forever:",
        )


@guarded
def _forget(previewed: str) -> None:
    _, ngettext = services.gettext(), services.ngettext()
    gone = services.studio().workspace.forget(previewed)
    # What was typed since has not been shown to anybody: it stays for its own preview.
    if st.session_state["workspace-pattern"] == previewed:
        st.session_state["workspace-pattern"] = ""
    st.toast(
        ngettext("Removed {count} row.", "Removed {count} rows.", gone.total).format(
            count=number(gone.total, services.language())
        ),
        icon=":material/check:",
    )


@guarded
def _erase() -> None:
    _ = services.gettext()
    services.studio().workspace.erase()
    st.session_state["workspace-erase-word"] = ""
    st.toast(_("Everything is gone."), icon=":material/check:")
