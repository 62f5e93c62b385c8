"""The two pictures of a report as plain SVG."""

from __future__ import annotations

from html import escape

from core.i18n import day, percent
from core.reviews.report import Report, signed

_WIDTH = 760
_NEGATIVE, _POSITIVE, _INK, _PALE = "#C2410C", "#0F766E", "#1F2937", "#CBD5E1"


def course_svg(report: Report) -> str:
    """The share of negative reviews per period; periods that stand out are marked."""
    height, left, bottom = 200, 44, 24
    top = max((share for _, share, _ in report.course if share is not None), default=0) or 1.0
    step = (_WIDTH - left - 12) / max(len(report.course) - 1, 1)

    def place(index: int, share: float) -> tuple[float, float]:
        return left + index * step, 12 + (height - bottom - 12) * (1 - share / top)

    points = [
        (*place(index, share), marked)
        for index, (_, share, marked) in enumerate(report.course)
        if share is not None
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{_NEGATIVE}"/>' for x, y, m in points if m
    )
    first, last = report.course[0][0], report.course[-1][0]
    base = height - bottom
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(report.labels["course"])}" font-size="12" fill="{_INK}">'
        f'<line x1="{left}" y1="{base}" x2="{_WIDTH - 12}" y2="{base}" stroke="{_PALE}"/>'
        f'<text x="{left - 6}" y="20" text-anchor="end">{percent(top, report.language)}</text>'
        f'<text x="{left - 6}" y="{base}" text-anchor="end">0%</text>'
        f'<polyline points="{line}" fill="none" stroke="{_INK}" stroke-width="2"/>{marks}'
        f'<text x="{left}" y="{height - 6}">{escape(day(first, report.language))}</text>'
        f'<text x="{_WIDTH - 12}" y="{height - 6}" text-anchor="end">'
        f"{escape(day(last, report.language))}</text></svg>"
    )


def impacts_svg(report: Report) -> str:
    """A bar per aspect from the middle: left what drags the score down, right what lifts it."""
    row, middle, room = 26, 470, 230
    reach = max(max(abs(line.low), abs(line.high)) for line in report.impacts) or 1.0
    parts = []
    for index, line in enumerate(report.impacts):
        y = index * row + 4
        end = middle + room * line.points / reach
        colour = _NEGATIVE if line.points < 0 else _POSITIVE
        name = line.name if len(line.name) <= 26 else line.name[:25] + "…"
        low, high = (middle + room * limit / reach for limit in (line.low, line.high))
        parts.append(
            f'<text x="0" y="{y + 14}">{escape(name)}</text>'
            f'<text x="228" y="{y + 14}" text-anchor="end">{signed(line.points, 1)}</text>'
            f'<rect x="{min(middle, end):.1f}" y="{y}" width="{abs(end - middle):.1f}" '
            f'height="18" fill="{colour}"/><line x1="{low:.1f}" y1="{y + 9}" x2="{high:.1f}" '
            f'y2="{y + 9}" stroke="{_INK}"/>'
        )
    height = len(report.impacts) * row + 8
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(report.labels["impacts"])}" font-size="13" fill="{_INK}">'
        f'<line x1="{middle}" y1="0" x2="{middle}" y2="{height}" stroke="{_PALE}"/>'
        f"{''.join(parts)}</svg>"
    )
