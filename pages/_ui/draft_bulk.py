"""Rating, exporting and deleting many drafts of the library at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from core.copywriting import Filters, ending
from core.i18n import N_, number
from pages._ui import services
from pages._ui.frame import guarded

_FORMATS = {
    "csv": "CSV",
    "xlsx": "Excel",
    "jsonl": "JSON lines",
    "google_ads": "Google Ads Editor",
    "kto": N_("Texts with thumbs"),
    "dpo": N_("Better and worse pairs"),
}
_HELP = {
    "kto": N_("For training a model on your votes (KTO format)."),
    "dpo": N_("For training a model on which of two texts you preferred (DPO format)."),
}
_NOTHING = {
    "kto": N_("Nothing to train on yet: none of these drafts has more thumbs one way."),
    "dpo": N_(
        "No pairs yet: it takes a draft you like and one you dislike of the same request, an edit "
        "or a redesign."
    ),
}
_MOST = 5000
_RATED = "library-rated"


def export_menu(filters: Filters) -> None:
    """Every format, of all that the filters show."""
    _ = services.gettext()
    with st.popover(_("Export"), icon=":material/download:"):
        st.caption(_("All that the filters show, with checks, scores and votes."))
        label = st.toggle(
            _("Label as AI-generated"),
            key="library-label",
            help=_(
                "Puts a line with the draft's number under each text and the data of the label "
                "into the file, as China's labelling measures ask since 1 September 2025 "
                "(GB 45438-2025). Not in training data; in ads it stands in the comment."
            ),
        )
        empty = services.studio().library.empty_exports(filters)
        for kind, name in _FORMATS.items():
            st.download_button(
                _(name),
                data=_exporter(filters, kind, label),
                file_name=f"drafts-{kind}.{ending(kind)}"
                if kind not in ("csv", "xlsx", "jsonl")
                else f"drafts.{kind}",
                key=f"library-export-{kind}",
                on_click="ignore",
                width="stretch",
                help=_(_HELP[kind]) if kind in _HELP else None,
                disabled=kind in empty,
            )
            if kind in empty:
                st.caption(_(_NOTHING[kind]))


@services.for_writers
def bulk_menu(filters: Filters, total: int) -> None:
    """Thumbs for, and deletion of, everything that the filters show."""
    _ = services.gettext()
    language = services.language()
    with st.popover(
        _("All {count}").format(count=number(total, language)), icon=":material/done_all:"
    ):
        st.caption(_("What you do here holds for everything the filters show."))
        if total > _MOST:
            st.caption(
                _("Narrow the filters to {count} drafts or fewer.").format(
                    count=number(_MOST, language)
                )
            )
            return
        for value, (name, icon) in {
            1: (_("Like them all"), ":material/thumb_up:"),
            -1: (_("Dislike them all"), ":material/thumb_down:"),
            0: (_("Take my thumbs back"), ":material/undo:"),
        }.items():
            st.button(
                name,
                key=f"library-rate-{value}",
                icon=icon,
                width="stretch",
                on_click=_rate,
                args=(filters, value),
            )
        sure = st.checkbox(_("I want to delete them for good"), key="library-sure")
        st.button(
            _("Delete"),
            key="library-delete",
            icon=":material/delete:",
            width="stretch",
            disabled=not sure,
            on_click=_delete,
            args=(filters,),
        )


def _exporter(filters: Filters, kind: str, label: bool) -> Callable[[], bytes]:
    def exported() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / f"drafts.{ending(kind)}"
            services.studio().library.export(filters, kind, target, label=label)
            return target.read_bytes()

    return services.for_later(exported)


def _ids(filters: Filters) -> list[int]:
    rows = services.studio().library.find(filters, limit=_MOST).rows
    return [row.draft.id for row in rows]


@guarded
def _rate(filters: Filters, value: int) -> None:
    _ = services.gettext()
    ids = _ids(filters)
    for id in ids:
        services.studio().ratings.rate(id, value, voter=services.voter())
    ngettext = services.ngettext()
    st.toast(
        ngettext("{count} draft rated.", "{count} drafts rated.", len(ids)).format(
            count=number(len(ids), services.language())
        ),
        icon=":material/check:",
    )


@guarded
def _delete(filters: Filters) -> None:
    gone = services.studio().library.delete(_ids(filters))
    st.session_state["library-sure"] = False
    ngettext = services.ngettext()
    st.toast(
        ngettext("{count} draft deleted.", "{count} drafts deleted.", gone).format(
            count=number(gone, services.language())
        ),
        icon=":material/delete:",
    )
