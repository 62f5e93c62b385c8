"""Spikes in the reviews of a selection, each with what rose in it and in whose words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from core.i18n import NN_, number
from core.reviews.analysis.spikes import LEAST_BASELINE, NEGATIVES, Spike, find_spikes
from core.reviews.figures import following, steps
from core.reviews.filters import Filters
from core.reviews.quotes import Quote, sentence_with
from core.reviews.selection import selection
from core.store import counts, insights
from core.store.selections import Selection
from core.store.store import Store
from core.vocabulary import Contrast, contrast, count_texts, own, phrases

_DENSE = 40
_SPARSE = 4
_ENOUGH = 18
_SAMPLED = 1500
_SHOWN = 5
_QUOTES = 3


@dataclass(frozen=True)
class Rise:
    """An aspect (by id) or phrase that a spike's reviews hold more often than those before.

    `now` of the spike's and `before` of the earlier reviews that were looked at hold it, which
    is a sample where there are thousands; `z` says how surely it rose
    (core.vocabulary.contrast).
    """

    name: str
    now: int
    before: int
    z: float


@dataclass(frozen=True)
class ExplainedSpike:
    """A spike over the days `since` to `until` (ISO, both included), compared with those from
    `compared_since`. Aspects and phrases are of negative reviews where negatives rose; all three
    are empty where none was asked for."""

    spike: Spike
    since: str
    until: str
    compared_since: str
    aspects: tuple[Rise, ...] = ()
    phrases: tuple[Rise, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def text(self, language: str, translate: Callable[[str], str]) -> str:
        """What was counted and what was to be expected, in a sentence."""
        spike = self.spike
        told = (
            NN_(
                "{count} negative review where {expected} were to be expected.",
                "{count} negative reviews where {expected} were to be expected.",
                spike.observed,
            )
            if spike.kind == NEGATIVES
            else NN_(
                "{count} review where {expected} were to be expected.",
                "{count} reviews where {expected} were to be expected.",
                spike.observed,
            )
        )
        return translate(told).format(
            count=number(spike.observed, language), expected=number(spike.expected, language)
        )


@dataclass(frozen=True)
class SpikeReport:
    """The periods of a selection, oldest first without gaps, and what stands out in them.

    `unit` is day, week or month, "" where no unit has enough periods or reviews; then there
    are no spikes. `starts` are first days, `volumes` read reviews, `negatives` those of them.
    """

    unit: str
    starts: tuple[str, ...] = ()
    volumes: tuple[int, ...] = ()
    negatives: tuple[int, ...] = ()
    spikes: tuple[ExplainedSpike, ...] = ()


def spike_report(
    store: Store, workspace: int, filters: Filters, most: int, explain: bool = True
) -> SpikeReport:
    """Find and explain at most `most` spikes of a selection, the newest ones, oldest first;
    without `explain` only when they were and how much, which is many times quicker.

    The unit is the finest in which a period holds 40 negatives on average, which is what a
    rise by half needs to be seen; failing that the coarsest in which it holds four. A coarser
    unit is taken only where it makes 18 periods: the first six are never tested.
    """
    days = [
        (row["start"], row["negative"] + row["neutral"] + row["positive"], row["negative"])
        for row in counts.by_period(selection(store, workspace, filters), "day")
    ]
    series = _series(days)
    if series is None:
        return SpikeReport("")
    found = find_spikes(series.volumes, series.negatives)[-most:]
    dated = tuple(_dated(series, spike) for spike in found)
    if explain:
        dated = tuple(explained(store, workspace, filters, spike) for spike in dated)
    return replace(series, spikes=dated)


def _series(days: Sequence[tuple[str, int, int]]) -> SpikeReport | None:
    """The days in the unit that suits them, without a first period that began before them."""
    fitting = None
    for unit in ("day", "week", "month"):
        series = _in_unit(days, unit)
        if len(series.starts) <= LEAST_BASELINE + 1 or (fitting and len(series.starts) < _ENOUGH):
            break
        mean = sum(series.negatives) / len(series.starts)
        if mean >= _SPARSE:
            fitting = series
        if mean >= _DENSE:
            break
    return fitting


def _in_unit(days: Sequence[tuple[str, int, int]], unit: str) -> SpikeReport:
    sums: dict[str, list[int]] = {}
    for day, volume, negative in days:
        found = sums.setdefault(_start(day, unit), [0, 0])
        found[0] += volume
        found[1] += negative
    if not sums:
        return SpikeReport(unit)
    starts = steps(min(sums), max(sums), unit)
    if len(starts) > 1 and days[0][0] > starts[0]:
        starts = starts[1:]
    counts = [sums.get(start, [0, 0]) for start in starts]
    return SpikeReport(
        unit, tuple(starts), tuple(n for n, _ in counts), tuple(x for _, x in counts)
    )


def _start(day: str, unit: str) -> str:
    if unit == "day":
        return day
    if unit == "month":
        return day[:7] + "-01"
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()


def _dated(series: SpikeReport, spike: Spike) -> ExplainedSpike:
    last = date.fromisoformat(series.starts[spike.last])
    until = (following(last, series.unit) - timedelta(days=1)).isoformat()
    return ExplainedSpike(spike, series.starts[spike.first], until, series.starts[spike.since])


def explained(
    store: Store, workspace: int, filters: Filters, found: ExplainedSpike
) -> ExplainedSpike:
    """A spike of a selection with what rose in it, and quotes that hold most of that."""
    spike, since, until, compared = found.spike, found.since, found.until, found.compared_since
    before_it = (date.fromisoformat(since) - timedelta(days=1)).isoformat()
    if spike.kind == NEGATIVES:
        filters = replace(filters, sentiment="negative")
    now = selection(store, workspace, _within(filters, since, until))
    before = selection(store, workspace, _within(filters, compared, before_it))
    with store.open() as db:
        texts = insights.sample(db, now, _SAMPLED)
        earlier = insights.sample(db, before, 2 * _SAMPLED)
    said = [phrases(text) for _, text in texts]
    said_before = count_texts((text for _, text in earlier), phrases)
    rising = own(contrast(Counter(chain.from_iterable(said)), said_before), _SHOWN)
    return replace(
        found,
        aspects=_rises(_aspects(now, before)),
        phrases=_rises(rising),
        quotes=_quotes(texts, said, rising),
    )


def _within(filters: Filters, since: str, until: str) -> Filters:
    """A selection in a span of days as well as in its own."""
    return replace(
        filters, since=max(since, filters.since or since), until=min(until, filters.until or until)
    )


def _aspects(*sides: Selection) -> list[Contrast]:
    now, before = (
        {row["aspect"]: row["reviews"] for row in counts.aspect_totals(side, 1)} for side in sides
    )
    return own(contrast(now, before), _SHOWN)


def _rises(words: Sequence[Contrast]) -> tuple[Rise, ...]:
    return tuple(Rise(word.word, word.here, word.there, word.z) for word in words)


def _quotes(
    texts: Sequence[tuple[int, str]], said: Sequence[set[str]], rising: Sequence[Contrast]
) -> tuple[Quote, ...]:
    """Those of the texts that hold most of what rose, else the first."""
    words = [word.word for word in rising]
    ranked = sorted(zip(said, texts, strict=True), key=lambda item: -len(item[0] & set(words)))
    lead = words[0] if words else ""
    return tuple(Quote(id, sentence_with(text, lead)) for _, (id, text) in ranked[:_QUOTES])
