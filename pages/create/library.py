"""Library: every draft, searchable in both languages, to rate and take away."""

import tempfile
from pathlib import Path

import streamlit as st

from core.copywriting import Filters, channels
from core.i18n import LANGUAGES, N_, number
from pages._ui import address, nav, services
from pages._ui.drafts import draft_card, names

_ = services.gettext()
language = services.language()
studio = services.studio()
called = names()

PER_PAGE = 20
VOTES = {
    "any": N_("All"),
    "unrated": N_("Not rated"),
    "up": N_("Liked"),
    "down": N_("Disliked"),
}
FORMATS = {"csv": "CSV", "xlsx": "Excel", "jsonl": "JSON lines"}


def exported(filters: Filters, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"drafts.{kind}"
        studio.library.export(filters, kind, target)
        return target.read_bytes()


query = st.text_input(
    _("Search drafts"),
    key="q",
    bind="query-params",
    placeholder=_("Words in the draft, in any language"),
    icon=":material/search:",
    label_visibility="collapsed",
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    address.seed("vote", VOTES, "any")
    vote = st.segmented_control(
        _("Thumbs"),
        list(VOTES),
        format_func=lambda key: _(VOTES[key]),
        required=True,
        key="vote",
    )
    address.seed("written", LANGUAGES, None)
    written_in = st.selectbox(
        _("Language"),
        list(LANGUAGES),
        index=None,
        format_func=LANGUAGES.__getitem__,
        placeholder=_("All"),
        key="written",
        width=160,
    )
    kinds = {kind.id: _(kind.name) for code in LANGUAGES for kind in reversed(channels(code))}
    address.seed("channel", kinds, None)
    channel = st.selectbox(
        _("Channel"),
        sorted(kinds, key=lambda id: kinds[id]),
        index=None,
        format_func=kinds.__getitem__,
        placeholder=_("All"),
        key="channel",
        width=220,
    )
    persona = st.selectbox(
        _("Persona"),
        list(called.personas),
        index=None,
        format_func=called.personas.__getitem__,
        placeholder=_("All"),
        key="library-persona",
        width=220,
    )

for key, default in (("vote", "any"), ("written", None), ("channel", None)):
    address.publish(key, default)

filters = Filters(
    query=query,
    channel=channel,
    language=written_in,
    persona_id=persona,
    vote=vote,
    voter=services.voter(),
)
page_number = st.session_state.get("library-page", 1)
found = studio.library.find(filters, limit=PER_PAGE, offset=(page_number - 1) * PER_PAGE)
pages = max(1, -(-found.total // PER_PAGE))
if page_number > pages:
    st.session_state["library-page"] = page_number = 1
    found = studio.library.find(filters, limit=PER_PAGE)

if not found.total:
    if filters != Filters(voter=services.voter()):
        st.subheader(_("Nothing matches"))
        st.write(_("Try fewer filters or another word."))
    else:
        st.subheader(_("No drafts here yet"))
        st.write(_("Drafts appear here as soon as the Copy studio has written them."))
        st.page_link(
            nav.file_of("copy_studio"), label=_("Open the Copy studio"), icon=":material/edit_note:"
        )
else:
    with st.container(horizontal=True, vertical_alignment="center"):
        ngettext = services.ngettext()
        st.markdown(
            ngettext("{count} draft", "{count} drafts", found.total).format(
                count=number(found.total, language)
            )
        )
        with st.popover(_("Export"), icon=":material/download:"):
            st.caption(_("All that the filters show, with checks, scores and votes."))
            for kind, name in FORMATS.items():
                st.download_button(
                    name,
                    data=lambda kind=kind: exported(filters, kind),
                    file_name=f"drafts.{kind}",
                    key=f"library-export-{kind}",
                    on_click="ignore",
                    width="stretch",
                )
    columns = st.columns(2)
    for position, row in enumerate(found.rows):
        with columns[position % 2]:
            draft_card(row, called, where=True)
    if pages > 1:
        st.pagination(pages, key="library-page")
