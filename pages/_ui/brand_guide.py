"""The style guide learnt from a brand's texts: each rule in words with its figure, to change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core.copywriting import Brand, Draft, GuideLine
from core.i18n import LANGUAGES, N_, percent
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

_HEADING = N_("Style guide, learnt from your texts")


def brand_guide(brand: Brand) -> None:
    """The guide of each language with texts enough, as a table a person may change, and a place
    to hold a text against it."""
    _, ngettext = services.gettext(), services.ngettext()
    guides = {code: services.studio().brands.guide(brand.id, code) for code in LANGUAGES}
    learnt = [code for code, lines in guides.items() if lines]
    st.subheader(_(_HEADING))
    if not learnt:
        st.info(
            ngettext(
                "Not yet: {count} text is saved. It takes at least 5 of one language to say what "
                "is your manner and what is chance.",
                "Not yet: {count} texts are saved. It takes at least 5 of one language to say what "
                "is your manner and what is chance.",
                len(brand.voice.examples),
            ).format(count=len(brand.voice.examples)),
            icon=":material/info:",
        )
        return
    code = learnt[0]
    if len(learnt) > 1:
        code = st.segmented_control(
            _("Language"),
            learnt,
            format_func=LANGUAGES.__getitem__,
            default=code,
            required=True,
            key=f"workspace-guide-language-{brand.id}",
        )
    _table(brand.id, code, guides[code])
    _trial(brand.id)


def likeness_line(draft: Draft) -> None:
    """On a draft's card: how much it sounds like its brand, and what in it does not."""
    score = draft.scores.get("brand")
    if score is None:
        return
    _ = services.gettext()
    reasons = [plain(c.reason(_)) for c in draft.checks if _is_manner(c.rule, c.level)]
    said = _("Sounds like your brand: {share}").format(share=percent(score, services.language()))
    st.caption(
        " · ".join([f":material/graphic_eq: {plain(said)}", *reasons]),
        help=_(
            "How probable it is that you wrote it and not somebody else, going by sentence length, "
            "commas, person, marks, figures and your own words. 50% says nothing either way."
        ),
    )


def _is_manner(rule: str, level: str) -> bool:
    return level == "note" and rule.startswith("voice.")


def _table(brand_id: int, code: str, lines: tuple[GuideLine, ...]) -> None:
    _ = services.gettext()
    rows = [
        {
            "on": line.on,
            "words": line.said(_),
            "low": line.low,
            "high": line.high,
            "figure": line.measured(_),
        }
        for line in lines
    ]
    st.caption(
        _(
            "What you change here wins: engines that heed instructions are told the rules, and "
            "drafts that depart from one say so. The score compares with your texts themselves."
        )
    )
    changed = st.data_editor(
        rows,
        key=f"workspace-guide-{brand_id}-{code}",
        hide_index=True,
        num_rows="fixed",
        placeholder="",
        column_config={
            "on": st.column_config.CheckboxColumn(_("Holds"), width="small"),
            "words": st.column_config.TextColumn(_("Rule"), max_chars=300, required=True),
            "low": st.column_config.NumberColumn(_("From"), min_value=1, max_value=500, step=1),
            "high": st.column_config.NumberColumn(_("To"), min_value=1, max_value=500, step=1),
            "figure": st.column_config.TextColumn(_("Measured"), disabled=True),
        },
    )
    st.button(
        _("Save style guide"),
        key=f"workspace-guide-save-{brand_id}",
        icon=":material/save:",
        disabled=changed == rows,
        on_click=_save,
        args=(brand_id, code, lines, rows, changed),
    )


@guarded
def _save(
    brand_id: int,
    code: Any,
    lines: tuple[GuideLine, ...],
    shown: list[dict[str, Any]],
    changed: list[dict[str, Any]],
) -> None:
    wanted = [
        _as_wanted(line, before, after)
        for line, before, after in zip(lines, shown, changed, strict=True)
    ]
    services.studio().brands.change_guide(brand_id, code, wanted)
    _ = services.gettext()
    st.toast(_("Saved."), icon=":material/check:")


def _as_wanted(line: GuideLine, before: dict[str, Any], after: dict[str, Any]) -> GuideLine:
    bounded = line.low is not None
    words = line.own_words if after["words"] == before["words"] else after["words"]
    return replace(
        line,
        on=bool(after["on"]),
        own_words=words,
        low=int(after["low"]) if bounded and after["low"] else line.low,
        high=int(after["high"]) if bounded and after["high"] else line.high,
    )


def _trial(brand_id: int) -> None:
    """A text of the person's choice beside the brand's own."""
    _ = services.gettext()
    text = st.text_area(
        _("Hold a text against it"), key=f"workspace-guide-text-{brand_id}", height=100
    )
    if not text.strip():
        return
    found = services.studio().brands.compare(brand_id, text)
    if found is None:
        st.info(_("There are fewer than 5 of your texts in its language."), icon=":material/info:")
        return
    share = percent(found.score, services.language())
    st.markdown(plain(_("Sounds like your brand: {share}").format(share=share)))
    for message, params in found.reasons:
        st.markdown(f":small[:material/info: {plain(_(message).format(**params))}]")
    if not found.reasons:
        st.caption(_("It keeps every rule of the guide."))
