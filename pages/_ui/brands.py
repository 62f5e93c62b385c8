"""Editing how a brand speaks."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Voice
from core.i18n import N_
from pages._ui import services
from pages._ui.brand_guide import brand_guide
from pages._ui.frame import guarded
from pages._ui.texts import plain

PERSONS = {"any": N_("Either"), "we": N_("We"), "you": N_("You")}
_NEW = 0


@services.for_writers
def brand_editor() -> None:
    """A list of brands with a form for the chosen one; saving stores at once."""
    _ = services.gettext()
    brands = {brand.id: brand for brand in services.studio().brands.list()}
    if brands:
        st.caption(_("A brand's rules hold for every draft written for it."))
    else:
        st.info(
            _("Add your brand: words you never use, words you prefer, and some of your own texts."),
            icon=":material/lightbulb:",
        )
    chosen = st.selectbox(
        _("Brand"),
        [*brands, _NEW],
        format_func=lambda id: brands[id].name if id else _("New brand…"),
        key="workspace-brand",
    )
    brand = brands.get(chosen)
    voice = brand.voice if brand else Voice()
    with st.form(f"workspace-brand-{chosen}"):
        name = st.text_input(_("Name"), brand.name if brand else "", max_chars=80)
        left, right = st.columns(2)
        banned = left.text_area(
            _("Words never used"),
            "\n".join(voice.banned),
            help=_("One a line. A draft with one of them is not usable."),
        )
        preferred = right.text_area(
            _("Preferred words"),
            "\n".join(f"{wrong} = {better}" for wrong, better in voice.preferred),
            help=_("One pair a line: the word to replace = the word to use."),
        )
        examples = st.text_area(
            _("Your best texts"),
            "\n\n".join(voice.examples),
            height=160,
            help=_("Separate them with an empty line. Drafts are compared with their style."),
        )
        st.caption(
            _(
                "Paste 5 to 50. From five texts of a language on, a style guide is learnt from "
                "them and every draft says how much it sounds like you."
            )
        )
        row = st.container(horizontal=True, vertical_alignment="center", gap="large")
        with row:
            person = st.segmented_control(
                _("The brand says"),
                list(PERSONS),
                format_func=lambda key: _(PERSONS[key]),
                default=voice.person,
                required=True,
            )
            exclamation = st.toggle(_("Exclamation marks"), voice.exclamation_marks)
            emoji = st.toggle(_("Emoji"), voice.emoji)
            default = st.toggle(_("Default brand"), brand.is_default if brand else not brands)
        if st.form_submit_button(_("Save brand"), type="primary", icon=":material/save:"):
            _save(
                chosen or None,
                name,
                {
                    "notes": voice.notes,
                    "banned": banned.splitlines(),
                    "preferred": [
                        line.split("=", 1) for line in preferred.splitlines() if "=" in line
                    ],
                    "exclamation_marks": exclamation,
                    "emoji": emoji,
                    "person": person,
                    "examples": examples.split("\n\n"),
                    "guide": voice.guide,
                },
                default,
            )
    if brand:
        brand_guide(brand)
        with st.popover(_("Delete this brand"), icon=":material/delete:"):
            st.write(_("Drafts written for {name} stay.").format(name=plain(brand.name)))
            st.button(_("Delete"), key="workspace-brand-delete", on_click=_delete, args=(brand.id,))


@guarded
def _save(id: int | None, name: str, fields: dict, default: bool) -> None:
    brands = services.studio().brands
    saved = brands.save(name, Voice.from_dict(fields), id=id)
    if default:
        brands.set_default(saved.id)
    _ = services.gettext()
    st.toast(_("Saved."), icon=":material/check:")
    st.rerun()


@guarded
def _delete(id: int) -> None:
    services.studio().brands.delete(id)
