"""What stands below the news that the database is damaged: the last backup, one click away."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.errors import StudioError
from core.i18n import day, number
from core.workspace import Backup
from pages._ui import services
from pages._ui.texts import plain


def described(backup: Backup) -> str:
    """A backup's day, time of day and size, in the visitor's language."""
    _, language = services.gettext(), services.language()
    made_at = backup.made_at.astimezone()
    size = _("{size} MB").format(size=number(backup.bytes / 1e6, language, 1))
    return f"{day(made_at, language)}, {made_at:%H:%M} · {size}"


def offer() -> None:
    """The newest automatic backup with a button, or where to bring one of one's own."""
    _ = services.gettext()
    made = services.studio().workspace.backups.list()
    if not made:
        st.write(
            _(
                "There is no automatic backup yet. If you have a backup file, restore it under "
                "Workspace, “Back up and export”; the damaged file is kept beside it."
            )
        )
        return
    st.write(
        _("The last automatic backup is of {time}. The damaged file is kept beside it.").format(
            time=described(made[0])
        )
    )
    st.button(
        _("Bring back this backup"),
        key="recovery-restore",
        type="primary",
        icon=":material/history:",
        on_click=bring_back,
        args=(made[0].path,),
    )


def bring_back(path: Path) -> None:
    """Restore a backup and say how it went; for a button's on_click."""
    _ = services.gettext()
    try:
        services.studio().workspace.restore(path)
    except StudioError as error:
        st.error(plain(error.text(_)), icon=":material/error:")
    else:
        st.toast(_("The backup is back in place."), icon=":material/check:")
