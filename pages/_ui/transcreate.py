"""A draft in the other language: by which engine, for which channel, under which name."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Draft, Transcreated
from core.engines.types import EngineInfo
from core.i18n import LANGUAGES
from pages._ui import draft_shelf, nav, services
from pages._ui.frame import guarded
from pages._ui.texts import plain

_OPEN = "drafts-transcreating"
_FOUND = "drafts-transcreated"


def is_open(draft: Draft) -> bool:
    """Whether this draft is being put into the other language."""
    return st.session_state.get(_OPEN) == draft.id


def able() -> dict[str, EngineInfo]:
    """The engines here that carry a text into another language, by id; none at first."""
    writers = services.studio().engines.available("writer", workspace=services.workspace())
    return {info.id: info for info in writers if "source" in info.obeys}


def toggle(draft_id: int) -> None:
    """Begin or end putting a draft into the other language."""
    st.session_state[_OPEN] = None if st.session_state.get(_OPEN) == draft_id else draft_id
    st.session_state.pop(_FOUND, None)


def panel(draft: Draft) -> None:
    """What is needed for it and the button that does it; what fell stands below with reasons."""
    _ = services.gettext()
    other = "zh" if draft.language == "en" else "en"
    st.markdown(f"**{plain(_('In {language}').format(language=LANGUAGES[other]))}**")
    engines = able()
    if not engines:
        st.info(
            _(
                "This takes a language model: one on a server you may use, or one on this "
                "machine. The engines that come with Brandloop write in both languages but "
                "cannot carry a text from one to the other. Add one, then come back."
            ),
            icon=":material/translate:",
        )
        with st.container(horizontal=True):
            st.page_link(
                nav.file_of("engines"), label=_("Open Engines"), icon=":material/settings:"
            )
            _close(draft.id)
        return
    chosen = services.studio().engines.chosen("writer", workspace=services.workspace())
    ids = sorted(engines, key=lambda id: id != chosen)
    engine = st.selectbox(
        _("Engine"),
        ids,
        format_func=lambda id: _(engines[id].name),
        key=f"transcreate-engine-{draft.id}",
    )
    if engine.startswith("endpoint:"):
        sent = _("This draft, the facts of its brief and the brand's rules go to this server.")
        st.caption(f":material/cloud_upload: {plain(sent)}")
    kinds = {kind.id: kind for kind in services.studio().transcreation.channels(draft)}
    channel = st.selectbox(
        _("Channel"),
        list(kinds),
        format_func=lambda id: _(kinds[id].name),
        key=f"transcreate-channel-{draft.id}",
    )
    product = st.text_input(
        _("What the product is called there"),
        key=f"transcreate-product-{draft.id}",
        placeholder=_("The same name"),
        max_chars=80,
    )
    with st.container(horizontal=True):
        go = st.button(
            _("Put it over and check it"),
            key=f"transcreate-go-{draft.id}",
            type="primary",
            icon=":material/translate:",
        )
        _close(draft.id)
    if go:
        _put_over(draft, channel, engine, product)
    found = st.session_state.get(_FOUND)
    if found and found[0] == draft.id:
        _tell(found[1])


def _close(draft_id: int) -> None:
    _ = services.gettext()
    st.button(_("Close"), key=f"transcreate-close-{draft_id}", on_click=toggle, args=(draft_id,))


@guarded
def _put_over(draft: Draft, channel: str, engine: str, product: str) -> None:
    _ = services.gettext()
    st.session_state.pop(_FOUND, None)
    with st.spinner(_("First the facts, then the text; each is checked…"), show_time=True):
        found = services.studio().transcreation.transcreate(
            draft.id, channel, engine=engine, product=product
        )
    st.session_state[_FOUND] = (draft.id, found)
    if found.draft:
        draft_shelf.put_before(draft.id, [found.draft.id])
    st.rerun()


def _tell(found: Transcreated) -> None:
    """The new version with the facts it was checked against, or why there is none."""
    _ = services.gettext()
    if found.draft:
        st.success(plain(found.draft.text), icon=":material/check_circle:")
        st.caption(_("It is in the library too, linked to this draft. Checked against:"))
        st.markdown("\n".join(f"- {plain(fact)}" for fact in found.brief.facts))
        return
    st.warning(
        _("No version kept every rule, so none was stored. These fell:"), icon=":material/block:"
    )
    for fallen in found.fallen[-3:]:
        st.markdown(plain(fallen.text))
        for check in fallen.checks:
            if check.level == "error":
                st.caption(plain(check.reason(_)))
