"""The visitor's own customer ids beside pseudonyms, kept in the visit and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.errors import InputRejected
from core.i18n import NN_, number
from core.personas import Mapping as Columns
from pages._ui import services
from pages._ui.frame import guarded

_KEPT = "personas-own-ids"


def own_ids() -> Mapping[str, str]:
    """Own ids by pseudonym, as far as this visit knows them."""
    found: dict[str, str] = st.session_state.get(_KEPT, {})
    return found


def own_id(key: str) -> str:
    """What to call a customer: the own id, else the beginning of the pseudonym."""
    return own_ids().get(key, key[:8])


def remember_ids(uploaded, mapping: Columns | None = None) -> None:
    """Keep a file's ids for this visit; a file without ids leaves things as they are."""
    try:
        found = services.studio().personas.own_ids(uploaded, uploaded.name, mapping)
    except InputRejected:
        return
    st.session_state[_KEPT] = {**own_ids(), **found}


@guarded
def own_ids_panel() -> None:
    """Says whose ids are shown, and takes a file to show one's own."""
    _ = services.gettext()
    if own_ids():
        st.caption(
            _(
                NN_(
                    "Your own id of {count} customer is shown in this visit; stored are pseudonyms "
                    "only.",
                    "Your own ids of {count} customers are shown in this visit; stored are "
                    "pseudonyms only.",
                    len(own_ids()),
                )
            ).format(count=number(len(own_ids()), services.language()))
        )
        return
    with st.popover(_("Show my own customer ids"), icon=":material/badge:"):
        st.write(
            _(
                "Brandloop stores pseudonyms that cannot be turned back. Give it the file that the "
                "customers came from, and the list and its downloads show your own ids until you "
                "close this page. The file is not stored."
            )
        )
        uploaded = st.file_uploader(
            _("A file with your customer ids"),
            type=["csv", "tsv", "xlsx", "jsonl", "parquet", "gz"],
            key="personas-own-ids-file",
        )
        if uploaded is not None:
            found = services.studio().personas.own_ids(uploaded, uploaded.name)
            st.session_state[_KEPT] = found
            st.rerun()
