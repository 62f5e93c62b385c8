"""The backups that make themselves: what there is, how the last one went, bringing one back."""

from __future__ import annotations

import streamlit as st

from core.workspace import Backup
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.progress import failure
from pages._ui.recovery import bring_back, described

_NAMED = "workspace-backup-{number}"


def automatic_backups() -> None:
    """A card with the automatic backups, newest first, each with its way back."""
    _ = services.gettext()
    backups = services.studio().workspace.backups
    with st.container(border=True, height="stretch"):
        st.subheader(_("Automatic backups"))
        st.caption(
            _(
                "One a day, made in the background at the first use and checked before older ones "
                "go; the last {count} days are kept, fewer where the disk is small. Whoever you "
                "forget or erase goes from them too."
            ).format(count=backups.days)
        )
        failure(services.studio().upkeep.last())
        made = backups.list()
        for backup in made:
            _row(backup)
        if not made:
            st.write(_("None yet: the first is made an hour after you begin."))
        st.button(
            _("Back up now"),
            key="workspace-backup-now",
            icon=":material/backup:",
            type="tertiary",
            on_click=_make,
        )


def _row(backup: Backup) -> None:
    _ = services.gettext()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(described(backup), width="stretch")
        with st.popover(_("Bring back"), icon=":material/history:", type="tertiary"):
            st.write(
                _(
                    "Everything here is replaced by this backup. What is here now becomes one "
                    "more automatic backup, so you can come back."
                )
            )
            st.button(
                _("Replace everything with this backup"),
                key=_NAMED.format(number=backup.number),
                on_click=bring_back,
                args=(backup.path,),
            )


@guarded
def _make() -> None:
    services.studio().workspace.backups.make()
    _ = services.gettext()
    st.toast(_("The backup is made."), icon=":material/check:")
