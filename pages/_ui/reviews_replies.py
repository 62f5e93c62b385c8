"""A suggested reply under an unhappy review, and the policy that says what it may promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from core.copywriting import REPLY, Complaint, Draft
from core.i18n import LANGUAGES
from core.reviews.analysis.urgent import Urgent
from pages._ui import nav, services, votes
from pages._ui.drafts import names
from pages._ui.frame import guarded
from pages._ui.texts import plain

_PREFIX = "reviews-reply"


def replies_to(reviews: Sequence[Urgent]) -> Mapping[int, Draft]:
    """The newest suggested reply to each of some reviews that has one."""
    return services.studio().replies.latest([review.id for review in reviews])


def reply(review: Urgent, draft: Draft | None) -> None:
    """The reply that stands, with its thumbs, and the button that suggests one or another."""
    _ = services.gettext()
    if draft is not None:
        title = _("Suggested reply")
        st.markdown(f"**{title}**")
        st.markdown(plain(draft.text).replace("\n", "  \n"))
        standing = services.studio().ratings.vote(draft.id, services.voter())
        with st.container(horizontal=True, vertical_alignment="center"):
            votes.thumbs(draft.id, standing.value if standing else 0)
            with st.popover(_("Copy"), icon=":material/content_copy:"):
                st.code(draft.text, language=None, wrap_lines=True)
            st.page_link(
                nav.file_of("library"),
                label=_("Edit in the Library"),
                icon=":material/edit:",
                query_params={"channel": REPLY},
            )
            if draft.engine:
                called = names().engines.get(draft.engine, draft.engine)
                st.caption(_("by {engine}").format(engine=plain(called)))
    st.button(
        _("Suggest another reply") if draft else _("Suggest a reply"),
        key=f"{_PREFIX}-{review.id}",
        icon=":material/reply:",
        type="tertiary",
        disabled=services.read_only(),
        on_click=_suggest,
        args=(review.id,),
    )


@guarded
def _suggest(id: int) -> None:
    studio = services.studio()
    review = studio.reviews.get(id)
    language: Literal["en", "zh"] = "zh" if review.language == "zh" else "en"
    blamed = sorted(
        (found for found in review.aspects if found.polarity == "negative"),
        key=lambda found: -found.confidence,
    )
    named = [studio.insights.aspect_name(found.aspect, language).lower() for found in blamed]
    studio.replies.suggest(
        Complaint(review.id, review.text, language, review.product, tuple(dict.fromkeys(named)))
    )


@services.for_writers
def policy_panel() -> None:
    """What replies may promise, one language at a time; stored for the whole workspace."""
    _ = services.gettext()
    with st.expander(_("Reply policy"), icon=":material/policy:"):
        st.caption(
            _(
                "A suggested reply promises only what stands here. It is written in the "
                "customer's language, so type the policy in each language you answer in."
            )
        )
        language = st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            default=services.language(),
            required=True,
            key=f"{_PREFIX}-language",
        )
        kept = services.studio().replies.policy(language)
        key = f"{_PREFIX}-policy-{language}"
        st.text_area(
            _("What you may promise, one a line"),
            "\n".join(kept.promises),
            key=f"{key}-promises",
            placeholder=_("Unopened items can be returned within 30 days"),
        )
        left, right = st.columns(2)
        left.text_input(_("How customers reach you"), kept.contact, key=f"{key}-contact")
        right.text_input(_("Who signs"), kept.sign_off, key=f"{key}-sign-off")
        st.button(_("Save the policy"), key=f"{_PREFIX}-keep", on_click=_keep, args=(language, key))


@guarded
def _keep(language: str, key: str) -> None:
    state = st.session_state
    services.studio().replies.keep_policy(
        language,
        state[f"{key}-promises"].splitlines(),
        state[f"{key}-contact"],
        state[f"{key}-sign-off"],
    )
    _ = services.gettext()
    st.toast(_("The policy is saved."))
