"""Who may come in, the workspaces there are, and the record of who did what."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from core.access import AuditEntry, Permission
from core.i18n import N_, number
from pages._ui import services, visit
from pages._ui.frame import guarded

ACTIONS = {
    "sign_in": N_("Signed in"),
    "sign_out": N_("Signed out"),
    "time_out": N_("Signed out after a time"),
    "import": N_("Imported"),
    "delete": N_("Deleted"),
    "forget": N_("Forgot a person"),
    "erase": N_("Erased everything"),
    "backup": N_("Backed up"),
    "restore": N_("Restored a backup"),
    "export": N_("Exported"),
    "settings": N_("Changed settings"),
    "engines": N_("Changed engines"),
    "workspace": N_("Made a workspace"),
    "refused": N_("Tried what the role does not allow"),
}
SUBJECTS = {
    "reviews": N_("Reviews"),
    "insights": N_("Reviews"),
    "personas": N_("Personas"),
    "forecasts": N_("Personas"),
    "library": N_("Library"),
    "copy": N_("Copy studio"),
    "batches": N_("Copy studio"),
    "brands": N_("Brands"),
    "channels": N_("Channels"),
    "experiments": N_("Experiments"),
    "engines": N_("Engines"),
    "downloads": N_("Engines"),
    "servers": N_("Engines"),
    "teaching": N_("Engines"),
    "tuning": N_("Engines"),
    "spending": N_("Engines"),
    "ratings": N_("Loop"),
    "workspace": N_("Workspace"),
    "upkeep": N_("Workspace"),
    "demo": N_("Demo"),
}
_AT_ONCE = 50
_KIND, _PAGE, _NAME = "record-kind", "record-page", "record-workspace-name"


def record() -> None:
    """What an administrator looks into: the doors and what went through them."""
    _ = services.gettext()
    with st.container(border=True):
        st.subheader(_("Who did what"))
        st.caption(
            _(
                "Sign-ins, imports, deletions, exports and changes of settings, with who and when: "
                "never texts, names of files or keys. It only grows; erasing everything leaves it."
            )
        )
        _acts()
    if services.may(Permission.ADMINISTER):
        _workspaces()


def _acts() -> None:
    _, audit = services.gettext(), services.studio().audit
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            _("Show"),
            [None, *ACTIONS],
            format_func=lambda kind: _(ACTIONS[kind]) if kind else _("Everything"),
            key=_KIND,
            width=320,
        )
        st.download_button(
            _("Download CSV"),
            data=services.for_later(audit.csv),
            file_name="brandloop-record.csv",
            mime="text/csv",
            key="record-csv",
            icon=":material/download:",
            on_click="ignore",
        )
    total = audit.count(kind)
    if not total:
        st.write(_("Nothing of this kind is on record yet."))
        return
    pages = -(-total // _AT_ONCE)
    page = st.pagination(pages, key=_PAGE) if pages > 1 else 1
    found = audit.entries(kind, _AT_ONCE, _AT_ONCE * ((page or 1) - 1))
    st.dataframe(
        pd.DataFrame([_row(entry) for entry in found]),
        hide_index=True,
        column_config={_("When"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
        key="record-list",
    )


def _row(entry: AuditEntry) -> dict[str, str | datetime]:
    _ = services.gettext()
    subject = SUBJECTS.get(entry.what.partition(".")[0], "")
    done = _(ACTIONS.get(entry.action, entry.action))
    if entry.action == "sign_in" and entry.outcome == "refused":
        done = _("Was not let in")
    elif entry.outcome == "failed":
        done = _("{act}, broke off").format(act=done)
    return {
        _("When"): entry.at.astimezone().replace(tzinfo=None),
        _("Who"): _("This machine's user") if entry.person == "local" else entry.person,
        _("What"): done,
        _("Where"): _(subject) if subject else "",
        _("Rows"): number(entry.count, services.language()) if entry.count else "",
        _("Workspace"): str(entry.workspace or ""),
    }


def _workspaces() -> None:
    _ = services.gettext()
    with st.container(border=True):
        st.subheader(_("Workspaces"))
        st.caption(
            _(
                "Each keeps its own reviews, customers, drafts and brands; nothing of one shows in "
                "another."
            )
            + " "
            + (
                _("Who is a member of which stands in the secrets file (docs/signing_in.md).")
                if visit.signs_in()
                else _("Nobody has to sign in here (docs/signing_in.md).")
            )
        )
        for id, name in visit.workspaces().items():
            st.text(f"{id}  {name}")
        with st.form("record-workspace", border=False, clear_on_submit=True):
            st.text_input(_("Name of a new workspace"), key=_NAME, max_chars=80)
            st.form_submit_button(
                _("Make a workspace"), key="record-make", icon=":material/add:", on_click=_make
            )


@guarded
def _make() -> None:
    _ = services.gettext()
    services.studio().workspaces.create(st.session_state[_NAME])
    st.toast(_("The workspace is made. Switch to it in the side bar."), icon=":material/check:")
