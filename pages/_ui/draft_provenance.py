"""Where a draft comes from and what became of it, as a dialog."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Provenance
from core.i18n import day, listed, number
from pages._ui import services
from pages._ui.draft_menu import PROVENANCE
from pages._ui.draft_tree import tree
from pages._ui.frame import guarded
from pages._ui.talking_points import sources
from pages._ui.texts import plain
from pages._ui.votes import REASONS


def dialog_if_asked(called: dict[str, str]) -> None:
    """Open the dialog where one was asked for; `called` names engines by their id."""
    draft_id = st.session_state.pop(PROVENANCE, None)
    if draft_id is None:
        return
    _ = services.gettext()
    found = services.studio().library.provenance(draft_id)
    st.dialog(_("Versions and origin"), width="large")(_draw)(found, called)


@guarded
def _draw(found: Provenance, called: dict[str, str]) -> None:
    _ = services.gettext()
    draft = found.draft
    st.markdown(plain(draft.text))
    tree(draft)
    origin = _("Where it comes from")
    st.markdown(f"**{origin}**")
    rows = {
        _("Draft"): str(draft.id),
        _("Written"): day(draft.created_at.replace("Z", "+00:00"), services.language()),
        _("Engine"): called.get(draft.engine, draft.engine) or _("edited by hand"),
        _("Brand"): found.brand,
        _("Persona"): found.persona,
        _("Told to avoid"): listed(found.avoided, _),
        _("As the engine proposed it"): found.raw if found.raw != draft.text else "",
    }
    _lines(rows)
    if found.brief:
        _lines({_("Product"): found.brief.product, _("Facts"): "; ".join(found.brief.facts)})
    sources(found.heard)
    checks = _("Checks")
    st.markdown(f"**{checks}**")
    for check in draft.checks:
        st.markdown(f":small[{plain(check.rule)}: {plain(check.reason(_))}]")
    if not draft.checks:
        st.caption(_("No rule found anything."))
    _votes(found)
    _results(found)
    with st.expander(_("To write it again"), key=f"provenance-again-{draft.id}"):
        seed = "" if draft.seed is None else str(draft.seed)
        _lines({_("Seed"): seed, _("Request"): found.prompt_hash})


def _votes(found: Provenance) -> None:
    _ = services.gettext()
    title = _("Thumbs")
    st.markdown(f"**{title}**")
    if not found.votes:
        st.caption(_("Nobody has rated it yet."))
    values = {1: _("liked"), 0: _("taken back"), -1: _("disliked")}
    for vote in found.votes:
        words = [vote.voter, values[vote.value]]
        if vote.reason in REASONS:
            words.append(_(REASONS[vote.reason]))
        words += [vote.comment] if vote.comment else []
        when = day(vote.created_at.replace("Z", "+00:00"), services.language())
        st.markdown(f":small[{plain(when)} · {plain(' · '.join(words))}]")


def _results(found: Provenance) -> None:
    _ = services.gettext()
    title = _("Results")
    st.markdown(f"**{title}**")
    if found.results is None:
        st.caption(_("No results were entered for this draft."))
        return
    language = services.language()
    st.markdown(
        _("Impressions: {impressions}, clicks: {clicks}, conversions: {conversions}").format(
            impressions=number(found.results.impressions, language),
            clicks=number(found.results.clicks, language),
            conversions=number(found.results.conversions, language),
        )
    )


def _lines(rows: dict[str, str]) -> None:
    for name, value in rows.items():
        if value:
            st.markdown(f":small[:gray[{plain(name)}] {plain(value)}]")
