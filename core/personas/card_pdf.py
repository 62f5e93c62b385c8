"""A persona as a PDF of A4 pages, Chinese in a font that every PDF reader brings."""

from __future__ import annotations

import io
from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Any

from core.i18n import N_, in_a_row, percent
from core.personas.card_extras import NOTHING, CardExtras, message_line, price_lines, size_line
from core.personas.cards import Persona
from core.personas.line_breaks import lines_of
from core.personas.phrases import Translate
from core.personas.summaries import summary

_LATIN, _HAN = "Helvetica", "STSong-Light"
_INK, _PALE, _ACCENT = "#1F2937", "#64748B", "#4338CA"
_TRAITS = 12
_MARGIN = 20
"""In millimetres, as the page."""
_WIDTH = 210
_BADGE = 16
_CENTRED = 1
_INSIDE = 6
"""The points that ReportLab keeps free around a text."""


def as_pdf(
    persona: Persona,
    language: str,
    translate: Translate,
    extras: CardExtras = NOTHING,
    *,
    height: float = 297,
) -> bytes:
    """The bytes of the PDF, its pages 210 mm wide and `height` mm high. Chinese is set in
    STSong-Light, one of the fonts that PDF readers supply, so no font file travels along."""
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    buffer = io.BytesIO()
    title = persona.title(translate)
    document = SimpleDocTemplate(
        buffer,
        pagesize=(_WIDTH * mm, height * mm),
        leftMargin=_MARGIN * mm,
        rightMargin=_MARGIN * mm,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
        title=title,
        lang="zh-CN" if language == "zh" else "en",
    )
    document.build(_story(persona, language, translate, extras))
    return buffer.getvalue()


def _story(persona: Persona, language: str, translate: Translate, extras: CardExtras) -> list[Any]:
    story = [_head(persona, language, translate, extras)]
    if persona.assumed:
        story += [_text(text, 10) for text in persona.description.values() if text]
        return story + _messages(extras, translate)
    told = summary(persona, language, translate)
    story.append(_text(in_a_row(*(sentence.text for sentence in told)), 10))
    lines = [
        translate(N_("{trait}: {share} ({low} – {high}), all {all}, n = {n}")).format(
            trait=trait.text(translate),
            n=f"{trait.n:,}",
            **{
                name: percent(getattr(trait, field), language)
                for name, field in (("share", "share"), ("low", "low"), ("high", "high"),
                                    ("all", "all_share"))
            },
        )
        for trait in persona.traits[:_TRAITS]
    ]  # fmt: skip
    story += _listed(translate(N_("What sets them apart")), lines)
    story += _listed(translate(N_("Say")), (line.text(translate) for line in persona.say))
    story += _listed(translate(N_("Avoid")), (line.text(translate) for line in persona.avoid))
    priced = price_lines(persona.prices, language, translate)
    story += _listed(translate(N_("Price sensitivity")), priced)
    story += _messages(extras, translate)
    story += _listed(translate(N_("What they say")), (quote.text for quote in persona.quotes[:6]))
    words = " · ".join(word.word for word in persona.words)
    story += _listed(translate(N_("Their words")), [words] if words else [])
    story += _listed(translate(N_("Your own note")), [persona.note] if persona.note else [])
    return story


def _head(persona: Persona, language: str, translate: Translate, extras: CardExtras) -> Any:
    """The initials in a square of the accent, with the name and the size beside them."""
    from reportlab.lib.units import mm
    from reportlab.platypus import Table

    badge = _text(extras.badge or persona.initials(translate), 15, "#FFFFFF", _BADGE, _CENTRED)
    width = _WIDTH - 2 * _MARGIN - 2 * _INSIDE / mm
    named = _text(persona.title(translate), 20, _ACCENT, width - _BADGE - 4)
    size = _text(size_line(persona, language, translate, extras), 9, _PALE, width - _BADGE - 4)
    return Table(
        [[badge, "", [named, size]]],
        colWidths=[_BADGE * mm, 4 * mm, (width - _BADGE - 4) * mm],
        hAlign="LEFT",
        spaceAfter=8,
        style=[
            ("BACKGROUND", (0, 0), (0, 0), _ACCENT),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
        ],
    )


def _messages(extras: CardExtras, translate: Translate) -> list[Any]:
    lines = (f"{text} ({message_line(message, translate)})" for message, text in extras.written)
    return _listed(translate(N_("Suggested messages")), lines)


def _listed(heading: str, lines: Iterable[str]) -> list[Any]:
    found = [_text(f"• {line}", 9) for line in lines]
    return [_text(heading, 12), *found] if found else []


def _text(text: str, size: float, colour: str = _INK, width: float = 0.0, align: int = 0) -> Any:
    """A paragraph in lines of `width` mm, 0 the whole page's."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph

    if _HAN not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_HAN))
    style = ParagraphStyle(
        f"{size}{colour}{align}",
        fontName=_LATIN,
        fontSize=size,
        leading=1.35 * size,
        textColor=colour,
        spaceBefore=8 if size > 10 else 2,
        alignment=align,
    )

    def measured(part: str) -> float:
        return sum(pdfmetrics.stringWidth(run, font, size) for font, run in _runs(part))

    room = width * mm if width else (_WIDTH - 2 * _MARGIN) * mm - 2 * _INSIDE
    marked = (
        "".join(f'<font name="{font}">{escape(run)}</font>' for font, run in _runs(line.rstrip()))
        for line in lines_of(text, room, measured)
    )
    return Paragraph("<br/>".join(marked), style)


def _runs(text: str) -> Iterable[tuple[str, str]]:
    """Neighbouring characters of one font, with its name."""
    for wide, run in groupby(text, _is_wide):
        yield _HAN if wide else _LATIN, "".join(run)


def _is_wide(char: str) -> bool:
    """Whether the Latin font lacks the character."""
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return True
    return False
