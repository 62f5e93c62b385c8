"""The reviews of a selection on two pages, for a reader who does not have the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from core.errors import InputRejected
from core.i18n import N_, NN_, day, in_a_row, listed, number, percent, translation
from core.reviews.analysis.explaining import ExplainedSpike, SpikeReport
from core.reviews.analysis.headline import Measure
from core.reviews.analysis.impact import Impact
from core.reviews.analysis.spikes import NEGATIVES
from core.reviews.filters import Filters

if TYPE_CHECKING:
    from core.reviews.insights import Insights

FORMATS = ("html", "pdf")
_IMPACTS = 8
_SPIKES = 3
_WORDS = 12

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Card:
    """A headline figure in words: its name, its value and how it moved ("" where unknown)."""

    name: str
    value: str
    moved: str


@dataclass(frozen=True)
class ImpactLine:
    """An aspect's impact: `points` and its limits for a bar, the rest in words."""

    name: str
    points: float
    low: float
    high: float
    told: str
    quote: str


@dataclass(frozen=True)
class Moment:
    """A spike in words, with what rose and quotes."""

    title: str
    told: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Everything that stands in a report, worded in its language, nothing escaped.

    `course` holds (first day, share negative 0..1 or None, marked) per period; `labels` the
    headings by name. Words are of complaint and of praise.
    """

    language: str
    title: str
    about: str
    cards: tuple[Card, ...]
    course: tuple[tuple[str, float | None, bool], ...]
    impacts: tuple[ImpactLine, ...]
    moments: tuple[Moment, ...]
    complaint: tuple[str, ...]
    praise: tuple[str, ...]
    labels: dict[str, str]


def report(
    insights: Insights, target: Path | IO[bytes], format: str, language: str, filters: Filters
) -> None:
    """Write a report as a standalone HTML or a PDF. Raises InputRejected for another format and
    where nothing of the selection is read."""
    if format not in FORMATS:
        raise InputRejected(
            N_("“{value}” is no format of a report."),
            N_("Use one of: {formats}."),
            value=format,
            formats=tuple(FORMATS),
        )
    from core.reviews.report_fit import fitted

    content = fitted(gather(insights, language, filters))
    if format == "html":
        from core.reviews.report_html import as_html

        written = as_html(content).encode()
    else:
        from core.reviews.report_pdf import as_pdf

        written = as_pdf(content)
    if isinstance(target, Path):
        target.write_bytes(written)
    else:
        target.write(written)


def gather(insights: Insights, language: str, filters: Filters) -> Report:
    """The content of a report. Raises InputRejected where nothing is read."""
    measures = insights.headline(filters)
    if measures[0].value is None:
        raise InputRejected(
            N_("There is nothing to report: none of these reviews has been read."),
            N_("Let the reviews be read, or choose others."),
        )
    _ = translation(language).gettext
    spikes = insights.spikes(filters, _SPIKES)
    words = insights.words(filters, _WORDS)
    shown = insights.impacts(filters).largest(_IMPACTS)
    return Report(
        language=language,
        title=_("What customers say"),
        about=_about(_, language, insights, filters, measures[3]),
        cards=tuple(_card(_, language, measure) for measure in measures),
        course=_course(spikes),
        impacts=tuple(_impact(_, language, insights, filters, item) for item in shown),
        moments=tuple(_moment(_, language, insights, spike) for spike in spikes.spikes),
        complaint=tuple(word.word for word in words.left),
        praise=tuple(word.word for word in words.right),
        labels=_labels(_),
    )


def _labels(_: Translate) -> dict[str, str]:
    return {
        "course": _("Share of negative reviews over time"),
        "impacts": _("What moves the score"),
        "impacts_how": _(
            "Points by which net sentiment would be higher (left) or lower (right) without the "
            "reviews that mention an aspect; the thin line is the 95 % interval."
        ),
        "moments": _("When something happened"),
        "no_moments": _("No period stands out more than chance explains."),
        "words": _("In their words"),
        "complaint": _("Words of complaint"),
        "praise": _("Words of praise"),
        "how": _(
            "Net sentiment is the share of positive minus the share of negative reviews, −100 to "
            "100. Changes are against the period of the same length before, with their 95 % "
            "interval."
        ),
    }


def _about(
    _: Translate, language: str, insights: Insights, filters: Filters, volume: Measure
) -> str:
    parts = [_("Reviews: {count}").format(count=number(volume.value or 0, language))]
    if filters.since or filters.until:
        parts.append(
            _("{first} to {last}").format(
                first=day(filters.since, language) if filters.since else "…",
                last=day(filters.until, language) if filters.until else "…",
            )
        )
    parts += [value for value in (filters.product, filters.origin, filters.query) if value]
    if filters.aspect:
        parts.append(insights.aspect_name(filters.aspect, language))
    return " · ".join(parts)


_NAMES = {
    "net_sentiment": N_("Net sentiment"),
    "negative_share": N_("Negative"),
    "mean_rating": N_("Stars"),
    "volume": N_("Reviews"),
    "unsure_share": N_("Unsure"),
}


def _card(_: Translate, language: str, measure: Measure) -> Card:
    if measure.value is None:
        return Card(_(_NAMES[measure.name]), "–", "")
    moved = ""
    if measure.change is not None:
        low, high = measure.change_low or 0.0, measure.change_high or 0.0
        words = (
            _("{change} ({low} to {high})")
            if measure.clear
            else _("{change} ({low} to {high}), may be chance")
        )
        moved = words.format(
            change=_moved(measure.name, measure.change, language),
            low=_moved(measure.name, low, language),
            high=_moved(measure.name, high, language),
        )
    return Card(_(_NAMES[measure.name]), _value(measure, language), moved)


def _value(measure: Measure, language: str) -> str:
    value = measure.value or 0.0
    if measure.name == "net_sentiment":
        return signed(value)
    if measure.name.endswith("_share"):
        return percent(value, language)
    return number(value, language, 2 if measure.name == "mean_rating" else 0)


def _moved(name: str, change: float, language: str) -> str:
    if name == "net_sentiment":
        return signed(change)
    if name == "mean_rating":
        return signed(change, 2)
    if change == float("inf"):
        return "∞"
    return signed(100 * change) + "%"


def signed(value: float, digits: int = 0) -> str:
    """A number with its sign, "+4", "−0.3"; zero has none."""
    rounded = round(value, digits) + 0.0
    text = f"{rounded:+.{digits}f}" if rounded else f"{0:.{digits}f}"
    return text.replace("-", "−")


def _impact(
    _: Translate, language: str, insights: Insights, filters: Filters, item: Impact
) -> ImpactLine:
    polarity = "negative" if item.impact < 0 else "positive"
    quotes = insights.quotes(item.aspect, polarity, filters, 1)
    told = _(
        NN_(
            "{points} points · in {count} review, {share} of them negative",
            "{points} points · in {count} reviews, {share} of them negative",
            item.reviews,
        )
    ).format(
        points=signed(item.impact, 1),
        count=number(item.reviews, language),
        share=percent(item.negative / item.reviews, language),
    )
    name = insights.aspect_name(item.aspect, language)
    quote = quotes[0].text if quotes else ""
    return ImpactLine(name, item.impact, item.low, item.high, told, quote)


def _course(spikes: SpikeReport) -> tuple[tuple[str, float | None, bool], ...]:
    marked = {
        place
        for found in spikes.spikes
        if found.spike.kind == NEGATIVES
        for place in range(found.spike.first, found.spike.last + 1)
    }
    rows = zip(spikes.starts, spikes.volumes, spikes.negatives, strict=True)
    return tuple(
        (start, negative / volume if volume else None, place in marked)
        for place, (start, volume, negative) in enumerate(rows)
    )


def _moment(_: Translate, language: str, insights: Insights, found: ExplainedSpike) -> Moment:
    title = _("{first} to {last}").format(
        first=day(found.since, language), last=day(found.until, language)
    )
    told = found.text(language, _)
    rising = [insights.aspect_name(rise.name, language) for rise in found.aspects]
    rising += [rise.name for rise in found.phrases if rise.name not in rising]
    if rising:
        rose = _("More often than before: {things}.").format(things=listed(rising[:6], _))
        told = in_a_row(told, rose)
    return Moment(title, told, tuple(quote.text for quote in found.quotes[:2]))
