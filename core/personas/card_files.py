"""A persona's card as a file, with what stands on it beside the persona itself."""

from __future__ import annotations

from collections.abc import Mapping

from core.personas.badges import badges
from core.personas.card_extras import CardExtras
from core.personas.card_html import as_html
from core.personas.card_pdf import as_pdf
from core.personas.card_png import as_png
from core.personas.cards import Persona
from core.personas.phrases import Translate
from core.store import drafts
from core.store.store import Store

# A picture has no second page: so high, in millimetres, that no card needs one.
_PICTURE = 1200


def card_file(
    store: Store,
    workspace: int,
    persona: Persona,
    titles: Mapping[int, str],
    *,
    format: str,
    language: str,
    translate: Translate,
    currency: str,
) -> bytes:
    """The bytes of the card; `titles` are those of all personas by id, for a badge of its own,
    `currency` counts where the card does not name its files. `format` is html, pdf or png."""
    with store.open() as db:
        found = [(one, drafts.draft_row(db, workspace, one.draft)) for one in persona.messages]
    written = tuple((message, str(row["text"])) for message, row in found if row)
    known = persona.currency if persona.files else currency
    extras = CardExtras(known, badges(titles)[persona.id], written)
    if format == "html":
        return as_html(persona, language, translate, extras).encode()
    if format == "png":
        return as_png(as_pdf(persona, language, translate, extras, height=_PICTURE))
    return as_pdf(persona, language, translate, extras)
