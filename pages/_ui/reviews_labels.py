"""Aspects and labels of a person's own: typing one, teaching one, and what they found."""

from __future__ import annotations

import re

import streamlit as st

from core.i18n import N_, listed, number, percent
from core.reviews import FEWEST, KINDS, Candidate, Label, Review
from pages._ui import reviews_cached, services
from pages._ui import reviews_words as words
from pages._ui.frame import guarded
from pages._ui.progress import counted, failure, job_progress
from pages._ui.texts import plain

_JOB = "label_reviews"
_WAYS = {"typed": N_("Type an aspect"), "taught": N_("Teach with examples")}
_KINDS = {"aspect": N_("An aspect"), "emotion": N_("An emotion")}
_COLOURS = {"negative": "orange", "neutral": "gray", "positive": "green"}
_SEPARATORS = re.compile(r"[,，、;；\n]")


def labels_panel() -> None:
    """The labels there are, how far looking for them is, and two ways to make one."""
    _ = services.gettext()
    studio = services.studio()
    labels = studio.reviews.labels.all()
    with st.expander(_("Your own aspects and labels"), icon=":material/new_label:"):
        if studio.jobs.active(_JOB):
            job_progress(_JOB, counted(_("Looking through the reviews: {done} of {total}")))
        else:
            failure(studio.jobs.latest(_JOB))
        for label in labels:
            _line(label)
        way = st.segmented_control(
            _("Make one"),
            list(_WAYS),
            format_func=lambda key: _(_WAYS[key]),
            default="typed",
            required=True,
            key="reviews-label-way",
        )
        if way == "typed":
            _typing()
        else:
            _teaching()


def found_labels(review: Review) -> None:
    """Where a person's own labels were found in a review, the matching words set off."""
    _ = services.gettext()
    for hit in review.hits:
        name = _(words.SENTIMENTS[hit.polarity])
        colour = _COLOURS[hit.polarity]
        st.badge(
            f"{words.SIGNS[hit.polarity]} {plain(hit.name)} · {name}",
            icon=":material/new_label:",
            color=colour,
        )
        parts, at = [], hit.start
        for start, end in hit.marks:
            if start >= at:
                parts += [plain(review.text[at:start]), f"**{plain(review.text[start:end])}**"]
                at = end
        st.caption(" ".join("".join([*parts, plain(review.text[at : hit.end])]).split()))


def _line(label: Label) -> None:
    _, ngettext = services.gettext(), services.ngettext()
    language = services.language()
    with st.container(horizontal=True, vertical_alignment="center"):
        how = (
            _("found by: {words}").format(words=plain(listed(label.words, _)))
            if label.how == "typed"
            else ngettext(
                "learnt from {count} example", "learnt from {count} examples", label.examples
            ).format(count=number(label.examples, language))
        )
        found = ngettext("in {count} review", "in {count} reviews", label.reviews).format(
            count=number(label.reviews, language)
        )
        st.markdown(f"**{plain(label.name)}** · {found} · {how}")
        with st.popover(_("Change"), key=f"reviews-label-change-{label.number}"):
            _change(label)


@services.for_writers
def _change(label: Label) -> None:
    _, ngettext = services.gettext(), services.ngettext()
    key = f"reviews-label-{label.number}"
    if label.estimate:
        estimate = label.estimate
        st.caption(
            ngettext(
                "{found} of {count} examples was recognised when left out; {share} of the "
                "sentences of other reviews are taken for it too, some of them rightly.",
                "{found} of {count} examples were recognised when left out; {share} of the "
                "sentences of other reviews are taken for it too, some of them rightly.",
                estimate.found,
            ).format(
                found=estimate.found,
                count=estimate.examples,
                share=percent(estimate.passed, services.language()),
            )
        )
    st.text_input(_("Name"), label.name, key=f"{key}-name", max_chars=60)
    if label.how == "typed":
        st.text_area(_("Words, one a line"), "\n".join(label.words), key=f"{key}-words")
    with st.container(horizontal=True):
        st.button(_("Save"), key=f"{key}-save", type="primary", on_click=_save, args=(label, key))
        st.button(
            _("Delete"),
            key=f"{key}-delete",
            icon=":material/delete:",
            on_click=_delete,
            args=(label.number,),
        )


@services.for_writers
def _typing() -> None:
    _ = services.gettext()
    name = st.text_input(
        _("What shall be found?"),
        key="reviews-label-typed",
        max_chars=60,
        placeholder=_("smell, charging speed, ease of assembly …"),
        help=_(
            "Found sentence by sentence, by these words in any order and with their usual "
            "endings. Each sentence counts with its own sentiment."
        ),
    )
    if not name.strip():
        return
    with st.spinner(_("Looking for words beside it …")):
        suggested = reviews_cached.suggestions(name.strip())
    if suggested:
        st.pills(
            _("Count these words of your reviews too?"),
            [suggestion.word for suggestion in suggested],
            selection_mode="multi",
            format_func={s.word: f"{plain(s.word)} ({s.clauses})" for s in suggested}.__getitem__,
            key="reviews-label-suggested",
            help=_(
                "Other names for the same thing first, then words that often stand beside it. "
                "The number says in how many sentences."
            ),
        )
    st.text_input(_("More words, separated by commas"), key="reviews-label-more", max_chars=400)
    st.button(
        _("Look for it"),
        key="reviews-label-type",
        type="primary",
        icon=":material/manage_search:",
        on_click=_type,
    )


@services.for_writers
def _teaching() -> None:
    _, ngettext = services.gettext(), services.ngettext()
    labels = services.studio().reviews.labels
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Name of the label"), key="reviews-label-name", max_chars=60)
        st.segmented_control(
            _("What it is"),
            KINDS,
            format_func=lambda kind: _(_KINDS[kind]),
            default="aspect",
            required=True,
            key="reviews-label-kind",
        )
    query = st.text_input(
        _("Find example sentences in your reviews"),
        key="reviews-label-find",
        icon=":material/search:",
    )
    picked: list[Candidate] = st.session_state.get("reviews-label-picked", [])
    found = labels.candidates(query) if query.strip() else []
    options = list(dict.fromkeys([*picked, *found]))
    if options:
        st.multiselect(
            _("Sentences that say it"),
            options,
            format_func=lambda candidate: candidate.text,
            key="reviews-label-picked",
        )
    st.text_area(_("Or paste examples, one a line"), key="reviews-label-pasted")
    count = len({text.casefold() for text in map(_text, _chosen())})
    st.caption(
        ngettext(
            "{count} example so far; at least {fewest} are needed.",
            "{count} examples so far; at least {fewest} are needed.",
            count,
        ).format(count=count, fewest=FEWEST)
    )
    st.button(
        _("Teach it"),
        key="reviews-label-teach",
        type="primary",
        icon=":material/school:",
        disabled=count < FEWEST,
        on_click=_teach,
    )


def _chosen() -> list[Candidate | str]:
    pasted = str(st.session_state.get("reviews-label-pasted", "")).splitlines()
    return [
        *st.session_state.get("reviews-label-picked", []),
        *(line.strip() for line in pasted if line.strip()),
    ]


def _text(example: Candidate | str) -> str:
    return example if isinstance(example, str) else example.text


@guarded
def _type() -> None:
    state = st.session_state
    more = _SEPARATORS.split(str(state.get("reviews-label-more", "")))
    chosen = [*state.get("reviews-label-suggested", []), *(word for word in more if word.strip())]
    name = str(state["reviews-label-typed"])
    services.studio().reviews.labels.type_aspect(name, chosen)
    for key in ("typed", "more"):
        state[f"reviews-label-{key}"] = ""
    state.pop("reviews-label-suggested", None)
    _looking(name)


@guarded
def _teach() -> None:
    state = st.session_state
    name = str(state.get("reviews-label-name", ""))
    services.studio().reviews.labels.teach(name, state["reviews-label-kind"], _chosen())
    for key in ("name", "find", "pasted"):
        state[f"reviews-label-{key}"] = ""
    state.pop("reviews-label-picked", None)
    _looking(name)


def _looking(name: str) -> None:
    _ = services.gettext()
    st.toast(
        _("“{name}” is looked for in your reviews.").format(name=plain(name)),
        icon=":material/new_label:",
    )


@guarded
def _save(label: Label, key: str) -> None:
    labels = services.studio().reviews.labels
    name = str(st.session_state[f"{key}-name"])
    wanted = tuple(w.strip() for w in str(st.session_state.get(f"{key}-words", "")).splitlines())
    reworded = label.how == "typed" and tuple(filter(None, wanted)) != label.words
    labels.change(
        label.number,
        name=name if name.strip() != label.name else None,
        words=wanted if reworded else None,
    )


@guarded
def _delete(number: int) -> None:
    services.studio().reviews.labels.delete(number)
