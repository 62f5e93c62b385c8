"""Library: every draft, searchable in both languages, to rate and take away."""

import streamlit as st

from core.copywriting import Filters
from core.i18n import number
from pages._ui import draft_compare, draft_filters, nav, services
from pages._ui.draft_bulk import bulk_menu, export_menu
from pages._ui.draft_desk import rows
from pages._ui.draft_provenance import dialog_if_asked
from pages._ui.drafts import draft_card, names

PER_PAGE = 20

_ = services.gettext()
language = services.language()
studio = services.studio()
called = names()

filters = draft_filters.chosen(called)
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
            nav.file_of("copy_studio"),
            label=_("Open the Copy studio"),
            icon=":material/edit_note:",
            disabled=services.read_only(),
        )
else:
    with st.container(horizontal=True, vertical_alignment="center"):
        ngettext = services.ngettext()
        st.markdown(
            ngettext("{count} draft", "{count} drafts", found.total).format(
                count=number(found.total, language)
            )
        )
        export_menu(filters)
        bulk_menu(filters, found.total)
    compared = {row.draft.id: row for row in rows(draft_compare.chosen())}
    draft_compare.side_by_side([compared[id] for id in draft_compare.chosen() if id in compared])
    texts = {row.draft.id: row.draft.text for row in found.rows}
    columns = st.columns(2)
    for position, row in enumerate(found.rows):
        parent = texts.get(row.draft.parent_id or 0, "") if row.draft.change else ""
        with columns[position % 2]:
            draft_card(row, called, where=True, parent=parent)
    if pages > 1:
        st.pagination(pages, key="library-page")
dialog_if_asked(called.engines)
