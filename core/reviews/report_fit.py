"""A report made to fit on its two pages: fewer and shorter quotes before fewer findings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.reviews.report import ImpactLine, Moment, Report
from core.reviews.report_pdf import pages
from core.text import display_width

PAGES = 2
_ABOUT, _NAME, _TOLD, _WORDS = 240, 60, 400, 500


@dataclass(frozen=True)
class _Room:
    """What a report may hold; `columns` of a quote, a Chinese character taking two."""

    columns: int
    quotes: int
    impacts: int
    moments: int


_ROOMS = (
    _Room(440, 2, 8, 3),
    _Room(260, 2, 8, 3),
    _Room(180, 1, 8, 3),
    _Room(120, 1, 6, 3),
    _Room(90, 1, 5, 2),
    _Room(0, 0, 5, 2),
)


def fitted(report: Report) -> Report:
    """The report with as much as fits on two A4 pages, judged by its PDF.

    What people named (filters, aspects, words) is cut where it is longer than a line or some.
    """
    for room in _ROOMS:
        found = _in(report, room)
        if pages(found) <= PAGES:
            break
    return found


def _in(report: Report, room: _Room) -> Report:
    return replace(
        report,
        about=_cut(report.about, _ABOUT),
        impacts=tuple(_impact(line, room) for line in report.impacts[: room.impacts]),
        moments=tuple(_moment(moment, room) for moment in report.moments[: room.moments]),
        complaint=_listed(report.complaint),
        praise=_listed(report.praise),
    )


def _impact(line: ImpactLine, room: _Room) -> ImpactLine:
    return replace(line, name=_cut(line.name, _NAME), quote=_cut(line.quote, room.columns))


def _moment(moment: Moment, room: _Room) -> Moment:
    quotes = (_cut(quote, room.columns) for quote in moment.quotes[: room.quotes])
    return replace(moment, told=_cut(moment.told, _TOLD), quotes=tuple(filter(None, quotes)))


def _listed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Whole words as long as they fit in some lines."""
    kept: list[str] = []
    room = _WORDS
    for word in words:
        short = _cut(word, _NAME)
        room -= display_width(short) + 3
        if room < 0:
            break
        kept.append(short)
    return tuple(kept)


def _cut(text: str, columns: int) -> str:
    """The text in at most so many columns, "…" where it is cut; "" for none."""
    if display_width(text) <= columns:
        return text
    kept, room = "", columns - 1
    for char in text:
        room -= display_width(char)
        if room < 0:
            break
        kept += char
    return kept.rstrip() + "…" if columns else ""
