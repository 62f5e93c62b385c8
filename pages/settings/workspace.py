"""Workspace: brands, keeping and bringing back everything, taking people or all of it out."""

import streamlit as st

from core.access import Permission
from core.i18n import N_
from pages._ui import address, services
from pages._ui.brands import brand_editor
from pages._ui.workspace_keep import keeping
from pages._ui.workspace_record import record
from pages._ui.workspace_remove import removing

_ = services.gettext()

ALL = {
    "brands": (N_("Brands"), brand_editor, Permission.READ),
    "keep": (N_("Back up and export"), keeping, Permission.MANAGE),
    "remove": (N_("Forget and erase"), removing, Permission.MANAGE),
    "record": (N_("Who did what"), record, Permission.MANAGE),
}
SECTIONS = {key: section for key, section in ALL.items() if services.may(section[2])}

st.write(_("Everything you import, write and rate lies in one file on this machine."))

address.seed("section", SECTIONS, "brands")
section = st.segmented_control(
    _("Section"),
    list(SECTIONS),
    format_func=lambda key: _(SECTIONS[key][0]),
    required=True,
    key="section",
    label_visibility="collapsed",
)
address.publish("section", "brands")

SECTIONS[section][1]()
