"""Copy studio: a brief in, checked variants for one channel or several, each with its thumbs."""

import streamlit as st

from core.copywriting import Brief
from pages._ui import draft_desk, draft_report, draft_shelf, persona_sets, services
from pages._ui.brief_form import (
    ALL_PERSONAS,
    PREFIX,
    brief_form,
    choose_brand,
    choose_channels,
    choose_language,
    choose_mode,
    choose_persona,
    choose_talking_points,
    keep_as_left,
)
from pages._ui.draft_batch import batch_panel
from pages._ui.draft_provenance import dialog_if_asked
from pages._ui.draft_writers import who_writes
from pages._ui.drafts import names
from pages._ui.frameworks import choose_framework
from pages._ui.problems import problem_at, told_at

_, ngettext = services.gettext(), services.ngettext()
called = names()

left, right = st.columns([2, 3], gap="large")

with left:
    table = choose_mode() == "table"
    fields = {"lang": choose_language()} if table else brief_form()
    channels = choose_channels(fields["lang"])
    who_writes(channels, called)
    persona = choose_persona(all_too=not table)
    every = persona == ALL_PERSONAS
    wished = persona_sets.choose_personas() if every else []
    points = [] if table or every else choose_talking_points(persona)
    brand = choose_brand()
    framework = choose_framework()
    count = st.slider(
        _("Variants for each channel"), 1, 12, 6, key=PREFIX + "count", persist_state="session"
    )
    drafts = count * len(channels) * (len(wished) or 1)
    wanted = not table and st.button(
        ngettext("Write {count} draft", "Write {count} drafts", drafts).format(count=drafts),
        key=PREFIX + "write",
        type="primary",
        icon=":material/edit_note:",
        width="stretch",
        disabled=not channels or (every and len(wished) < 2),
    )
    below_button = st.container()
if not table:
    keep_as_left(fields)


def write() -> None:
    brief = Brief.from_dict(fields)
    if every:
        persona_sets.start(brief, channels, count, wished, brand, framework=framework)
        return
    draft_desk.write(
        brief, channels, count, persona, brand, framework=framework, talking_points=points
    )


def told_below() -> None:
    told_at(lambda: PREFIX + "write", write)()
    with below_button:
        problem_at(PREFIX + "write")


with right:
    if table:
        batch_panel(channels, count, persona, brand)
        st.stop()
    if every:
        if wanted:
            told_below()
        persona_sets.panel(called)
        dialog_if_asked(called.engines)
        st.stop()
    if wanted:
        told_below()
    draft_report.report(called)
    if not draft_shelf.shown() and not draft_report.told():
        st.subheader(_("Your drafts appear here"))
        st.write(
            _(
                "Fill in the product and at least one fact, or start from an example. Every draft "
                "is checked for length, facts, advertising law and your brand before you see it."
            )
        )
    draft_desk.cards(called)
    draft_report.left_out()
dialog_if_asked(called.engines)
