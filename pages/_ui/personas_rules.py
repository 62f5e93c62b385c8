"""How groups are to be cut: where recent ends and big begins, or rules of one's own."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import N_
from core.personas import SIGNS
from pages._ui import services

_CUTS = {
    "recent": (N_("Recent: days at most"), N_("Bought within so many days counts as recent.")),
    "cold": (N_("Long ago: more days than"), N_("Longer ago than this counts as lapsed.")),
    "often": (N_("Often: orders or more"), N_("So many orders count as often.")),
    "much": (N_("Big spender: money or more"), N_("Spent so much in all counts as big.")),
}
_EMPTY_ROWS = 3


def cuts_form() -> dict[str, Any]:
    """Cut points that a person typed; what is left empty is cut from the data."""
    _ = services.gettext()
    with st.popover(_("Cut points"), icon=":material/content_cut:"):
        st.caption(_("Left empty, a cut point follows from your customers."))
        typed = {
            name: st.number_input(
                _(label), min_value=0.0, value=None, key=f"personas-cut-{name}", help=_(told)
            )
            for name, (label, told) in _CUTS.items()
        }
    cuts = {name: value for name, value in typed.items() if value is not None}
    return {"cuts": cuts} if cuts else {}


def rules_form(file: int) -> dict[str, Any]:
    """Rules as rows of a table: rows of one name must all hold."""
    _ = services.gettext()
    st.caption(
        _(
            "A row is a rule, such as: Regulars · Number of orders · ≥ · 5. Rows of one name must "
            "all hold; a customer goes to the first group that fits, the rest together."
        )
    )
    named = {
        key: phrase.text(_) for key, phrase in services.studio().personas.rule_columns(file).items()
    }
    name, column, sign, value = _("Group"), _("Column"), _("Is"), _("Value")
    empty = pd.DataFrame({part: [""] * _EMPTY_ROWS for part in (name, column, sign, value)})
    typed = st.data_editor(
        empty.assign(**{sign: "≥", column: None}),
        num_rows="dynamic",
        hide_index=True,
        key=f"personas-rules-{file}",
        column_config={
            name: st.column_config.TextColumn(name, max_chars=60),
            column: st.column_config.SelectboxColumn(column, options=list(named.values())),
            sign: st.column_config.SelectboxColumn(sign, options=list(SIGNS), required=True),
            value: st.column_config.TextColumn(value, max_chars=80),
        },
    )
    keys = {shown: key for key, shown in named.items()}
    filled = typed.fillna("")
    rows = [
        [row[name], keys.get(row[column], row[column]), row[sign], row[value]]
        for row in filled.to_dict("records")
        if row[name] or row[column] or row[value]
    ]
    return {"rules": rows}
