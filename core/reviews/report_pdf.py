"""A report as a PDF of A4 pages, Chinese in a font that every PDF reader brings."""

from __future__ import annotations

import io
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from core.reviews.report import Report, signed

_LATIN, _HAN = "Helvetica", "STSong-Light"
_NEGATIVE, _POSITIVE, _INK, _PALE = "#C2410C", "#0F766E", "#1F2937", "#CBD5E1"
_WIDTH = 480
_LATIN_FOR = str.maketrans({"−": "-", "∞": "inf"})


def as_pdf(report: Report) -> bytes:
    """The bytes of the PDF.

    Chinese is set in STSong-Light, one of the fonts that PDF readers supply for Chinese, so no
    font file travels along.
    """
    return _built(report)[0]


def pages(report: Report) -> int:
    """How many pages the PDF has."""
    return _built(report)[1]


def _built(report: Report) -> tuple[bytes, int]:
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=(210 * mm, 297 * mm),
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
        title=report.title,
        lang="zh-CN" if report.language == "zh" else "en",
    )
    document.build(_story(report))
    return buffer.getvalue(), int(document.page)


@lru_cache(maxsize=1)
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(_HAN))
    base = ParagraphStyle("base", fontName=_LATIN, fontSize=9, leading=12, textColor=_INK)
    base.wordWrap = "CJK"

    def style(name: str, **changes: Any) -> Any:
        return ParagraphStyle(name, parent=base, **changes)

    return {
        "title": style("title", fontSize=20, leading=26),
        "about": style("about", textColor="#64748B", spaceAfter=8),
        "head": style("head", fontSize=13, leading=17, spaceBefore=10, spaceAfter=4),
        "name": style("name", fontSize=10, leading=13, spaceBefore=4),
        "text": base,
        "quote": style("quote", leftIndent=10, textColor="#475569", fontSize=8.5, leading=11),
        "value": style("value", fontSize=17, leading=21),
    }


def _story(report: Report) -> list[Any]:
    from reportlab.platypus import KeepTogether, Spacer

    labels = report.labels
    story = [_text(report.title, "title"), _text(report.about, "about"), _cards(report)]
    story.append(_text(labels["how"], "quote"))
    if report.course:
        story += [_text(labels["course"], "head"), _course(report)]
    if report.impacts:
        story += [_text(labels["impacts"], "head"), _bars(report)]
        story.append(_text(labels["impacts_how"], "quote"))
        for line in report.impacts:
            block = [_text(line.name, "name"), _text(line.told, "text")]
            block += [_text(line.quote, "quote")] if line.quote else []
            story.append(KeepTogether(block))
    story.append(_text(labels["moments"], "head"))
    for moment in report.moments:
        quotes = [_text(quote, "quote") for quote in moment.quotes]
        story.append(
            KeepTogether([_text(moment.title, "name"), _text(moment.told, "text"), *quotes])
        )
    if not report.moments:
        story.append(_text(labels["no_moments"], "text"))
    story += [Spacer(1, 6), _text(labels["words"], "head")]
    for side, words in (("complaint", report.complaint), ("praise", report.praise)):
        story += [_text(labels[side], "name"), _text(" · ".join(words) or "–", "text")]
    return story


def _text(text: str, style: str) -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(_marked(text), _styles()[style])


def _marked(text: str) -> str:
    """The text as reportlab's markup: escaped, and each run in a font that has its letters."""
    shown = "".join(char for char in text.translate(_LATIN_FOR) if ord(char) <= 0xFFFF)
    runs = ((latin, "".join(run)) for latin, run in groupby(shown, _is_latin))
    return "".join(
        escape(run) if latin else f'<font name="{_HAN}">{escape(run)}</font>' for latin, run in runs
    )


def _is_latin(char: str) -> bool:
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _cards(report: Report) -> Any:
    from reportlab.platypus import Table

    cells = [
        [_text(card.name, "quote"), _text(card.value, "value"), _text(card.moved, "quote")]
        for card in report.cards
    ]
    table = Table([cells], colWidths=[_WIDTH / len(cells)] * len(cells))
    table.setStyle(
        [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, -1), "#F6F7FB")]
    )
    return table


def _course(report: Report) -> Any:
    from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, String

    from core.i18n import day, percent

    height, left, bottom = 120, 34, 16
    drawing = Drawing(_WIDTH, height)
    top = max((share for _, share, _ in report.course if share is not None), default=0) or 1.0
    step = (_WIDTH - left) / max(len(report.course) - 1, 1)
    points = [
        (left + index * step, bottom + (height - bottom - 8) * share / top, marked)
        for index, (_, share, marked) in enumerate(report.course)
        if share is not None
    ]
    drawing.add(Line(left, bottom, _WIDTH, bottom, strokeColor=_colour(_PALE)))
    if len(points) > 1:
        flat = [value for x, y, _ in points for value in (x, y)]
        drawing.add(PolyLine(flat, strokeColor=_colour(_INK), strokeWidth=1.2))
    for x, y, marked in points:
        if marked:
            drawing.add(Circle(x, y, 3.5, fillColor=_colour(_NEGATIVE), strokeColor=None))
    first, last = report.course[0][0], report.course[-1][0]
    font = _HAN if report.language == "zh" else _LATIN
    _styles()
    for text, x, y, anchor in (
        (percent(top, report.language), left - 4, height - 12, "end"),
        ("0%", left - 4, bottom, "end"),
        (day(first, report.language), left, 2, "start"),
        (day(last, report.language), _WIDTH, 2, "end"),
    ):
        drawing.add(String(x, y, text, fontName=font, fontSize=8, textAnchor=anchor))
    return drawing


def _bars(report: Report) -> Any:
    from reportlab.graphics.shapes import Drawing, Line, Rect, String

    row, middle, room = 15, 310, 150
    height = row * len(report.impacts)
    drawing = Drawing(_WIDTH, height)
    reach = max(max(abs(line.low), abs(line.high)) for line in report.impacts) or 1.0
    drawing.add(Line(middle, 0, middle, height, strokeColor=_colour(_PALE)))
    _styles()
    for index, line in enumerate(report.impacts):
        y = height - (index + 1) * row + 3
        end = middle + room * line.points / reach
        colour = _colour(_NEGATIVE if line.points < 0 else _POSITIVE)
        bar = Rect(min(middle, end), y, abs(end - middle), 9, fillColor=colour, strokeColor=None)
        low, high = (middle + room * limit / reach for limit in (line.low, line.high))
        drawing.add(bar)
        drawing.add(Line(low, y + 4.5, high, y + 4.5, strokeColor=_colour(_INK)))
        name = line.name[:24]
        font = _LATIN if all(map(_is_latin, name)) else _HAN
        drawing.add(String(0, y + 1, name, fontName=font, fontSize=9))
        points = signed(line.points, 1).translate(_LATIN_FOR)
        drawing.add(String(150, y + 1, points, fontSize=9, textAnchor="end"))
    return drawing


def _colour(name: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(name)
