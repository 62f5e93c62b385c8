"""What votes taught one place: lessons that can be deleted, the taste, and what to rate next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.copywriting import Filters
from core.feedback import Place, RankerState
from core.i18n import LANGUAGES, listed, percent
from pages._ui import services, votes
from pages._ui.frame import guarded
from pages._ui.loop_words import in_words
from pages._ui.texts import plain

PREFIX = "loop-"


def first_of(language: str, languages: Sequence[str]) -> int:
    """Where a list begins that is to open on a language: its first entry, else the first at all."""
    return languages.index(language) if language in languages else 0


def place_name(place: Place) -> str:
    """Brand, channel and language of a place in the visitor's language."""
    _ = services.gettext()
    known = {kind.id: kind for kind in services.studio().channels.list(place.language)}
    channel = _(known[place.channel].name) if place.channel in known else place.channel
    return " · ".join(filter(None, (place.brand, channel, LANGUAGES[place.language])))


def lessons(place: Place) -> None:
    """Every lesson that acts there, with its votes and a way to delete it."""
    _ = services.gettext()
    studio = services.studio()
    found = studio.ratings.lessons(
        place.brand_id, place.channel, place.language, *_measure(place)
    ).lessons
    if not found:
        st.write(
            _("No lesson for this channel yet: a thumb down with a word of why teaches at once.")
        )
    for i, lesson in enumerate(found):
        words, button = st.columns([3, 1], vertical_alignment="center")
        with words:
            st.markdown(plain(_(lesson.message).format(**lesson.params)))
        with button:
            st.button(
                _("Forget"),
                key=f"{PREFIX}forget-{place.channel}-{place.language}-{i}-{lesson.key}",
                icon=":material/close:",
                type="tertiary",
                help=_("Votes given until now no longer teach this; later ones may again."),
                disabled=services.read_only(),
                on_click=_forget,
                args=(place, lesson.key),
            )


def taste(place: Place) -> None:
    """The ranker's state, no rosier than its held-out votes allow."""
    _ = services.gettext()
    state = services.studio().ranker.state(place.brand_id, place.language)
    st.markdown(plain(_verdict(state)))
    for label, names in (
        (_("Ranked higher: {what}"), state.likes),
        (_("Ranked lower: {what}"), state.dislikes),
    ):
        said = in_words(names, _)
        if said:
            st.markdown(plain(label.format(what=listed(said[:6], _))))
    st.caption(
        _(
            "Learnt from the drafts of this brand and language on every channel: {up} liked, "
            "{down} disliked, {edits} edited or redesigned."
        ).format(up=state.up, down=state.down, edits=state.edits)
    )


def next_to_rate(place: Place) -> None:
    """The drafts from which a thumb would teach most."""
    _ = services.gettext()
    studio = services.studio()
    ids = [one.draft_id for one in studio.ranker.next_to_rate(place.brand_id, place.language, 4)]
    if not ids:
        st.write(_("Every draft has a thumb. Write something new."))
        return
    rows = studio.library.find(Filters(ids=tuple(ids), voter=services.voter())).rows
    columns = st.columns(2)
    for i, row in enumerate(sorted(rows, key=lambda row: ids.index(row.draft.id))):
        with columns[i % 2].container(border=True, key=f"{PREFIX}draft-{row.draft.id}"):
            st.caption(plain(row.product))
            st.markdown(plain(row.draft.text))
            votes.thumbs(row.draft.id, row.vote)


def _verdict(state: RankerState) -> str:
    _ = services.gettext()
    language = services.language()
    if state.accuracy is None:
        return _(
            "Too early to say how well your taste is known: it takes five liked and five disliked "
            "drafts. Until then each thumb moves the order a little."
        )
    said = {
        "share": percent(state.accuracy, language),
        "low": percent(state.low, language),
        "high": percent(state.high, language),
    }
    if state.earned:
        return _(
            "Of a draft you like and one you do not, it puts the right one first {share} of the "
            "time ({low} to {high}), on votes it had not seen. Its score is shown on the drafts."
        ).format(**said)
    return _(
        "On votes it had not seen it is right {share} of the time ({low} to {high}): not yet "
        "surely better than chance, so its score is not shown."
    ).format(**said)


def _measure(place: Place) -> tuple[Callable[[str], int] | None, int | None]:
    """How the place's texts are measured and the least its channel takes, as the writer does."""
    for kind in services.studio().channels.list(place.language):
        if kind.id == place.channel:
            return kind.learnt_length, kind.minimum
    return None, None


@guarded
def _forget(place: Place, lesson: str) -> None:
    _ = services.gettext()
    services.studio().ratings.forget(place.brand_id, place.channel, place.language, lesson)
    st.toast(_("Forgotten."))
