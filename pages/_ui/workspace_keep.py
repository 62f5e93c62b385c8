"""Backup, restore and export of everything."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import streamlit as st

from pages._ui import services
from pages._ui.backups import automatic_backups
from pages._ui.frame import guarded
from pages._ui.workspace_retention import review_retention


def keeping() -> None:
    """Cards: back up, restore, export; the automatic backups and how long reviews are kept."""
    _ = services.gettext()
    studio = services.studio()
    backup, restoring, export = st.columns(3)
    today = date.today().isoformat()
    with backup.container(border=True, height="stretch"):
        st.subheader(_("Back up"))
        st.caption(_("One file with everything, made while work goes on."))
        st.download_button(
            _("Download a backup"),
            data=services.for_later(lambda: _packed(studio.workspace.backup, ".db")),
            file_name=f"brandloop-{today}.db",
            key="workspace-backup",
            icon=":material/download:",
            on_click="ignore",
        )
    with restoring.container(border=True, height="stretch"):
        st.subheader(_("Restore"))
        st.caption(
            _(
                "Replaces everything here with a backup. What is here now becomes one more "
                "automatic backup."
            )
        )
        st.file_uploader(
            _("Backup file"),
            type=["db"],
            key="workspace-restore-file",
            label_visibility="collapsed",
        )
        st.button(
            _("Replace everything with this backup"),
            key="workspace-restore",
            on_click=_restore,
            disabled=st.session_state.get("workspace-restore-file") is None,
        )
    with export.container(border=True, height="stretch"):
        st.subheader(_("Export"))
        st.caption(_("A zip with one JSON-lines file per table, for other programs."))
        st.download_button(
            _("Download an export"),
            data=services.for_later(lambda: _packed(studio.workspace.export, ".zip")),
            file_name=f"brandloop-{today}.zip",
            key="workspace-export",
            icon=":material/archive:",
            on_click="ignore",
        )
    automatic, retention = st.columns(2)
    with automatic:
        automatic_backups()
    with retention:
        review_retention()


def _packed(write: Callable[[Path], object], suffix: str) -> bytes:
    """What a core call writes to a file, as bytes for a download."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"brandloop{suffix}"
        write(target)
        return target.read_bytes()


@guarded
def _restore() -> None:
    _ = services.gettext()
    upload = st.session_state["workspace-restore-file"]
    with tempfile.TemporaryDirectory() as folder:
        # Under its own name: what is wrong with it is told by that.
        path = Path(folder) / "backup.db"
        path = path.with_name(Path(upload.name).name or path.name)
        path.write_bytes(upload.getbuffer())
        services.studio().workspace.restore(path)
    st.toast(_("The backup is back in place."), icon=":material/check:")
