"""Loop: what your thumbs have taught, how far that can be trusted, and what to rate next."""

import streamlit as st

from core.copywriting import channels
from core.i18n import LANGUAGES, number, percent
from pages._ui import nav, services
from pages._ui.loop_charts import approval_over_time, personas_table, tried_table
from pages._ui.loop_learnt import PREFIX, first_of, lessons, next_to_rate, place_name, taste
from pages._ui.loop_writer import writer_state
from pages._ui.personas_origin import titles

_ = services.gettext()
ngettext = services.ngettext()
language = services.language()
studio = services.studio()

approval = studio.ratings.approval()
rated = approval.up + approval.down
places = studio.ratings.places()

if not places:
    st.subheader(_("Nothing is learnt yet"))
    st.write(
        _(
            "Give drafts a thumb: liked ones become examples, what you turn down stays away, and "
            "the next drafts come in the order of your taste. This page shows what was learnt and "
            "lets you take it back."
        )
    )
    st.page_link(nav.file_of("library"), label=_("Rate drafts"), icon=":material/thumb_up:")
else:
    if rated:
        st.subheader(
            _("You approve {share} of the drafts you rate ({low} to {high})").format(
                share=percent(approval.share, language),
                low=percent(approval.low, language),
                high=percent(approval.high, language),
            )
        )
        st.caption(
            ngettext("Of {count} rated draft.", "Of {count} rated drafts.", rated).format(
                count=number(rated, language)
            )
        )
        course = studio.ratings.course()
        if len(course) > 1:
            approval_over_time(course)
        else:
            st.caption(_("The course over time appears after two days with ten thumbs each."))
    else:
        st.subheader(_("Your edits and tests teach already; a thumb teaches more"))

    at = st.selectbox(
        _("Learnt for"),
        range(len(places)),
        index=first_of(language, [place.language for place in places]),
        format_func=lambda i: place_name(places[i]),
        key=PREFIX + "place",
        help=_("Lessons act on the next drafts of the same brand, channel and language."),
    )
    place = places[at if at is not None and at < len(places) else 0]

    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("Lessons"))
        lessons(place)
    with right:
        st.subheader(_("Your taste"))
        taste(place)

    st.subheader(_("What to rate next"))
    st.caption(_("A thumb on these teaches most: here it is least sure what you will say."))
    next_to_rate(place)

    personas = titles(studio.personas.list())
    by_persona = studio.ratings.approval_by_persona()
    if set(by_persona) - {None}:
        st.subheader(_("Who you write for"))
        st.caption(_("The share of thumbs up by the persona a draft was written for."))
        personas_table(by_persona, personas)

    st.subheader(_("What is being tried"))
    st.caption(
        _(
            "Where a brief leaves the tone open, the studio tries one: mostly what you liked, now "
            "and then what it knows least. Shares of thumbs up with their 95 % intervals."
        )
    )
    tried = studio.exploration.places()
    kinds = {code: {kind.id: kind for kind in channels(code)} for code in LANGUAGES}
    names = {id: _(kind.name) for known in kinds.values() for id, kind in known.items()}
    shown = st.selectbox(
        _("Persona and channel"),
        range(len(tried)),
        index=first_of(
            language, [language if id in kinds[language] else "" for _p, id, _n in tried]
        ),
        format_func=lambda i: (
            f"{personas.get(tried[i][0] or 0, _('Everybody'))} · "
            f"{names.get(tried[i][1], tried[i][1])}"
        ),
        key=PREFIX + "tried-at",
    )
    tried_table(*tried[shown if shown is not None and shown < len(tried) else 0][:2])

    writer_state()
