"""Whether groups divide people by age, gender, family or origin, although they were not asked."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.i18n import percent
from core.personas import Persona
from pages._ui import services
from pages._ui.personas_swap import swap_panel


def fairness_panel(personas: Sequence[Persona]) -> None:
    """Whether the writer treats readers alike, and whom the groups divide."""
    swap_panel(list(personas))
    divides_people([persona for persona in personas if not persona.assumed])


def divides_people(personas: Sequence[Persona]) -> None:
    """A table of protected traits that differ between groups beyond chance; nothing without."""
    _, language = services.gettext(), services.language()
    found = [
        (persona, trait)
        for persona in personas
        for trait in persona.traits
        if trait.protected and trait.reliable and not trait.defining
    ]
    if not found:
        return
    st.markdown(_("**Whom the groups divide**"))
    st.caption(
        _(
            "Groups are not formed on age, gender, family and origin. Where they differ in them "
            "all the same, treating a group differently treats these people differently."
        )
    )
    table = pd.DataFrame(
        {
            _("Group"): [persona.title(_) for persona, _trait in found],
            _("Trait"): [trait.text(_) for _persona, trait in found],
            _("Share (95% interval)"): [
                f"{percent(trait.share, language)} ({percent(trait.low, language)} – "
                f"{percent(trait.high, language)})"
                for _persona, trait in found
            ],
            _("All"): [percent(trait.all_share, language) for _persona, trait in found],
        }
    )
    st.dataframe(table, hide_index=True, key="personas-divides")
