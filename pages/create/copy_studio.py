"""Copy studio: a brief in, checked variants for a channel out, each with its thumbs."""

import streamlit as st

from core.copywriting import Brief, Filters, channels
from core.i18n import number
from pages._ui import services
from pages._ui.brief_form import PREFIX, brief_form, choose_brand, choose_persona
from pages._ui.drafts import draft_card, names
from pages._ui.texts import plain

_ = services.gettext()
language = services.language()
studio = services.studio()
called = names()

left, right = st.columns([2, 3], gap="large")

with left:
    fields = brief_form()
    offered = {kind.id: kind for kind in channels(fields["lang"])}
    if st.session_state.get(PREFIX + "channel") not in offered:
        st.session_state[PREFIX + "channel"] = next(iter(offered))
    chosen = st.pills(
        _("Channel"),
        list(offered),
        format_func=lambda id: _(offered[id].name),
        key=PREFIX + "channel",
        required=True,
        wrap=True,
        persist_state="session",
    )
    persona = choose_persona()
    brand = choose_brand()
    count = st.slider(_("Variants"), 1, 12, 6, key=PREFIX + "count", persist_state="session")
    wanted = st.button(
        _("Write {count} drafts").format(count=count),
        key=PREFIX + "write",
        type="primary",
        icon=":material/edit_note:",
        width="stretch",
    )

with right:
    if wanted:
        brief = Brief.from_dict(fields)
        st.session_state[PREFIX + "drafts"] = ids = []
        st.session_state[PREFIX + "report"] = None
        with st.status(
            _("Writing for {channel}…").format(channel=_(offered[chosen].name)), expanded=True
        ):
            run = studio.copy.write(brief, chosen, count=count, persona_id=persona, brand_id=brand)
            for draft in run:
                if draft.usable:
                    ids.append(draft.id)
                    st.markdown(plain(draft.text))
        st.session_state[PREFIX + "report"] = run.report
        st.rerun()

    ids = st.session_state.get(PREFIX + "drafts")
    report = st.session_state.get(PREFIX + "report")
    if not ids and not report:
        st.subheader(_("Your drafts appear here"))
        st.write(
            _(
                "Fill in the product and at least one fact, or start from an example. Every draft "
                "is checked for length, facts, advertising law and your brand before you see it."
            )
        )
    elif report:
        st.caption(
            _("{usable} of {asked} drafts in {seconds} s, written by {engine}").format(
                usable=number(report.usable, language),
                asked=number(report.asked, language),
                seconds=number(report.seconds, language, 1),
                engine=plain(called.engines.get(report.engine, report.engine)),
            )
        )
        for note, params in report.notes:
            st.info(plain(_(note).format(**params)), icon=":material/info:")
        if report.usable < report.asked:
            alike = report.fallen.get("duplicate", 0)
            if alike:
                st.caption(
                    _("{count} more were left out because they were too alike.").format(
                        count=number(alike, language)
                    )
                )
            st.info(
                _("More facts, an audience and a kind of product give the engine more to say."),
                icon=":material/lightbulb:",
            )
    if ids:
        shown = Filters(ids=tuple(ids), usable_only=False, voter=services.voter())
        rows = studio.library.find(shown).rows
        for row in sorted(rows, key=lambda row: ids.index(row.draft.id)):
            draft_card(row, called)
    if report and report.examples:
        with st.expander(_("Left out, and why")):
            for fallen in report.examples:
                st.markdown(plain(fallen.text))
                for check in fallen.checks:
                    if check.level == "error":
                        st.caption(plain(check.reason(_)))
