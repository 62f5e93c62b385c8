"""Which words moved the reading of one review: marked in its text, and listed in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from core.engines.explain import LONGEST, Explanation, MovingWord, explain
from core.engines.types import ReviewReader
from core.i18n import in_a_row, number
from core.reviews import Review
from pages._ui import reviews_words as words
from pages._ui import services
from pages._ui.texts import plain

_PULLED, _LIFTED = "negative", "positive"
_COLOURS = {_PULLED: "orange", _LIFTED: "green"}
_GAP = 200
_AROUND = 70
_CUT_AT_START, _CUT_AT_END = re.compile(r"^\S{0,15}\s"), re.compile(r"\s\S{0,15}$")


def explanation(review: Review) -> None:
    """A switch, and once it is on the words that moved the reading; computed only then."""
    _ = services.gettext()
    if not st.toggle(
        _("Show which words moved this reading"),
        key=f"reviews-explain-{review.id}",
        help=_("The review is read again without each word in turn. That takes a moment."),
    ):
        return
    reader = services.studio().engines.reader(workspace=services.workspace())
    with st.spinner(_("Reading it again without each word…")):
        found = _explained(reader, review.text, reader.version)
    if found.version != review.version:
        st.caption(
            _("{engine} reads it now, and as: {sentiment}.").format(
                engine=plain(_(reader.info.name)),
                sentiment=_(words.SENTIMENTS[found.sentiment]),
            )
        )
    pulled, lifted = found.pulling(), found.lifting()
    if not (pulled or lifted):
        st.caption(in_a_row(_("No single word moved this reading much."), *_limit(review.text)))
        return
    st.markdown(_marked(review.text, [*pulled, *lifted]))
    if pulled:
        said = _listed(review.text, pulled)
        st.markdown(_("**Pulled down:** {words}").format(words=said))
    if lifted:
        said = _listed(review.text, lifted)
        st.markdown(_("**Lifted:** {words}").format(words=said))
    st.caption(in_a_row(_note(found), *_limit(review.text)))


@st.cache_data(max_entries=256, ttl=3600, show_spinner=False)
def _explained(_reader: ReviewReader, text: str, version: str) -> Explanation:
    return explain(_reader, text)


def _note(found: Explanation) -> str:
    _ = services.gettext()
    note = _(
        "The figures say how far the reading moves when only that word is taken out, in points "
        "of the 100 between fully negative and fully positive."
    )
    if found.whole:
        return note
    return in_a_row(note, _("In a long review that is the reading of the passage around the word."))


def _limit(text: str) -> list[str]:
    """What to say where the explanation does not go to the end of the text."""
    if len(text) <= LONGEST:
        return []
    _ = services.gettext()
    said = _("Only the first {count} characters of this review were looked into.")
    return [said.format(count=number(LONGEST, services.language()))]


def _listed(text: str, moving: Sequence[MovingWord]) -> str:
    """The words with their sign and points, a repeated one with its strongest."""
    language = services.language()
    points: dict[str, float] = {}
    for word in moving:
        points.setdefault(text[word.start : word.end], 100 * word.weight)
    return " · ".join(
        f"{words.SIGNS[_side(weight)]} {plain(said)} "
        f"{'+' if weight > 0 else '−'}{number(abs(weight), language)}"
        for said, weight in points.items()
    )


def _marked(text: str, moving: Sequence[MovingWord]) -> str:
    """The text as markdown with the words underlaid; long stretches between them left out."""
    parts, at = [], 0
    for word in sorted(moving, key=lambda word: word.start):
        side = _side(word.weight)
        marked = f"{words.SIGNS[side]} {plain(text[word.start : word.end])}"
        parts += [
            plain(_shortened(text[at : word.start], bool(at), True)),
            f":{_COLOURS[side]}-background[{marked}]",
        ]
        at = word.end
    return "".join([*parts, plain(_shortened(text[at:], True, False))])


def _shortened(text: str, after: bool, before: bool) -> str:
    """What stands next to a marked word after and before it, where there is one."""
    if len(text) <= _GAP:
        return text
    head = _CUT_AT_END.sub("", text[:_AROUND]) if after else ""
    tail = _CUT_AT_START.sub("", text[-_AROUND:]) if before else ""
    return f"{head} … {tail}"


def _side(weight: float) -> str:
    return _LIFTED if weight > 0 else _PULLED
